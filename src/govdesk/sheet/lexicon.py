"""Which field a heading means: every alias in both languages, matched exactly once both are made comparable."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, language

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers

_BRACKET = re.compile(r"[(\[（【<]([^)\]）】>]*)[)\]）】>]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'#&_-]*")
_TRAILING = " :：*＊?？。.;；-_/|、,，"
_MODIFIER = re.compile(
    r"residual|residaul|revised|target|initial|inherent|planned|actual|desired|current|previous|"
    r"残余|剩余|修订|目标|初始|固有|计划|实际|期望|当前|上次"
)
#: The steps of a scale behind its name: `(1-5)`, `1 to 5`, `_1_5`.
_STEPS = re.compile(r"\s*[(（]?\s*1\s*(?:[-–—~～至到]|to|\s)\s*(?:3|5|10)\s*[)）]?$")
_SUGGESTED = 3
_LIKELY = 0.55


def plain(heading: str) -> str:
    """Return a heading made comparable: folded, one line, no trailing colon or star, `_` read as a space."""
    text = fold(heading.replace("_", " ").replace("\n", " ")).strip(_TRAILING)
    return _STEPS.sub("", text) or text


def spellings(heading: str) -> Iterator[tuple[str, bool]]:
    """Yield the ways in which a heading may be looked up, and whether it is the whole of it.

    Bracketed units are dropped (`影响 (1-5)`) and bilingual headings are split (`编号 ID`), unless what is dropped
    would change the meaning: a residual impact never falls to the impact.
    """
    whole = plain(heading)
    yield whole, True
    brackets = _BRACKET.findall(heading)
    bare = plain(_BRACKET.sub(" ", heading))
    if brackets and bare and not any(_MODIFIER.search(fold(b)) for b in brackets):
        yield bare, True
        yield from ((plain(b), False) for b in brackets if plain(b))
    latin = [plain(p) for p in _LATIN.findall(heading)]
    rest = plain(_LATIN.sub(" ", heading))
    parts = [p for p in (*latin, rest) if p and p != whole]
    if rest and latin and not any(_MODIFIER.search(p) and len(p) <= 8 for p in parts):
        yield from ((p, False) for p in parts)
    if "/" in heading or "\n" in heading:
        yield from ((plain(p), False) for p in re.split(r"[/\n]", heading) if plain(p))


@dataclass(frozen=True, slots=True)
class Hit:
    """A field that a heading means, and whether the register's own word for its number was used."""

    field: str
    specific: bool = False


class Lexicon:
    """All headings that one register answers to."""

    def __init__(self, register: type[Register]) -> None:
        self.register = register

    @cached_property
    def _fields(self) -> dict[str, str]:
        found: dict[str, str] = {}
        fields = self.register.fields()
        for texts in (_names, lambda f: f.aliases):
            for field in fields:
                for text in texts(field):
                    found.setdefault(plain(text), field.name)
                    found.setdefault(plain(_BRACKET.sub(" ", text)), field.name)
        found.pop("", None)
        return found

    @cached_property
    def _own_numbers(self) -> frozenset[str]:
        return frozenset(map(plain, self.register.about.number_aliases))

    def match(self, heading: str) -> Hit | None:
        """Return the field that a heading means, or None where no alias or several fields answer."""
        parts: set[str] = set()
        for text, whole in spellings(heading):
            name = self._fields.get(text)
            if name and whole:
                return Hit(name, text in self._own_numbers)
            if name:
                parts.add(name)
        return Hit(parts.pop()) if len(parts) == 1 else None

    def suggest(self, heading: str) -> tuple[str, ...]:
        """Return the fields whose names look most like a heading, best first; never taken without being asked."""
        wanted = plain(heading)
        best: dict[str, float] = {}
        for text, name in self._fields.items():
            score = difflib.SequenceMatcher(None, wanted, text).ratio()
            if text in wanted or wanted in text:
                score += 0.2
            best[name] = max(best.get(name, 0.0), score)
        ranked = sorted((s, n) for n, s in best.items() if s >= _LIKELY)
        return tuple(n for _, n in reversed(ranked[-_SUGGESTED:]))


def _names(field: Field) -> list[str]:
    names = [language(code).gettext(field.label) for code in LANGUAGES]
    return [*names, " ".join(names), field.label]


def names_register(register: type[Register], text: str) -> str | None:
    """Return the alias of a register that a title or sheet name contains, the longest first."""
    about = register.about
    words = [*about.aliases, about.label, about.plural]
    words += [language(c).gettext(w) for c in LANGUAGES for w in (about.label, about.plural)]
    shown = plain(text)
    fitting = [w for w in map(plain, words) if w and _contains(shown, w)]
    return max(fitting, key=len) if fitting else None


def _contains(text: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text


def lexicons(registers: Registers) -> dict[str, Lexicon]:
    """Return the lexicon of each register."""
    return {code: Lexicon(register) for code, register in registers.items()}
