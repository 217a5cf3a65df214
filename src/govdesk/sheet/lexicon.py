"""Which field a heading means: every alias in both languages, matched exactly once both are made comparable.

`headings` and `mapping` ask here; nothing is guessed, only suggested.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from govdesk.fields.script import simplified
from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, language

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers

_BRACKET = re.compile(r"[(\[（【<]([^)\]）】>]*)[)\]）】>]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9 .'#&_-]*")
_TOUCHING = re.compile(r"[A-Za-z][\u2e80-\u9fff]|[\u2e80-\u9fff][A-Za-z]")
_TRAILING = " :：*＊?？。.;；-_/|、,，"
#: Words that turn a field into another one: a residual impact is no impact.
_MODIFIER = re.compile(
    r"(?<![a-z])(?:residual|residaul|revised|target|initial|inherent|planned|actual|desired|current|previous|original|expected|"
    r"forecast|baseline|estimated|after|before|post|pre|net|gross|last|next|new|old)(?![a-z])|"
    r"残余|剩余|修订|目标|初始|固有|计划|实际|期望|当前|上次|下次|预计|预期|原始|最新|最终|历史|(?:应对|处置|治理|缓解|整改|控制|措施)[前后]"
)
#: The steps of a scale behind its name: `(1-5)`, `1 to 5`, `_1_5`.
_STEPS = re.compile(r"\s*[(（]?\s*1\s*(?:[-–—~～至到]|to|\s)\s*(?:3|5|10)\s*[)）]?$")
_NUMBERED = re.compile(r"\s*(?:\d{1,2}[.、)）]|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*(?=[^\d\s])")
#: A modifier behind what it modifies: `Impact - residual`.
_AFTERWARDS = re.compile(rf"(.+?)\s*[-–—:：,，]\s*({_MODIFIER.pattern})")
_SLASH = re.compile(r"[/／|｜]")
_SUGGESTED = 3
_LIKELY = 0.55


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """Return a heading made comparable: folded, one line, no leading number, no colon or star, `_` read as a space."""
    text = _NUMBERED.sub("", heading, count=1) if _NUMBERED.match(heading) else heading
    text = fold(simplified(text).replace("_", " ")).strip(_TRAILING)
    return _STEPS.sub("", text) or text


def _exact(heading: str) -> str:
    """Return a heading with its question mark, by which `Check?` is another than `Check`."""
    return " ".join(fold(simplified(heading).replace("_", " ")).split())


def modifiers(text: str) -> list[str]:
    """Return the words of a heading that turn a field into another one."""
    return _MODIFIER.findall(plain(text))


def in_both(field: Field) -> str:
    """Return a field's heading in a sheet that goes out in both languages."""
    return " ".join(dict.fromkeys(language(code).gettext(field.label) for code in LANGUAGES))


@dataclass(frozen=True, slots=True)
class Hit:
    """A field that a heading means, and whether the register's own word for its number was used."""

    field: str
    specific: bool = False


class Lexicon:
    """All headings that one register answers to."""

    def __init__(self, register: type[Register]) -> None:
        self.register = register
        self._met: dict[str, Hit | None] = {}

    @cached_property
    def _fields(self) -> dict[str, str]:
        found: dict[str, str] = {}
        fields = self.register.fields()
        for texts in (_names, lambda f: f.aliases):
            for field in fields:
                for text in texts(field):
                    found.setdefault(_exact(text), field.name)
        for texts in (_names, lambda f: f.aliases):
            for field in fields:
                for text in texts(field):
                    found.setdefault(plain(text), field.name)
                    found.setdefault(plain(_BRACKET.sub(" ", text)), field.name)
        for text, name in list(found.items()):
            for other in _said_otherwise(text):
                found.setdefault(other, name)
        found.pop("", None)
        return found

    @cached_property
    def _labels(self) -> list[dict[str, str]]:
        fields = self.register.fields()
        alone = [{plain(language(code).gettext(f.label)): f.name for f in fields} for code in LANGUAGES]
        return [*alone, {plain(in_both(f)): f.name for f in fields}]

    def labels(self, headings: Iterable[str]) -> dict[str, str]:
        """Return the fields of an export's headings, in the language in which it was written: the one that knows most."""
        words = set(map(plain, headings))
        return max(self._labels, key=lambda labels: len(words & labels.keys()))

    @cached_property
    def _own_numbers(self) -> frozenset[str]:
        return frozenset(map(plain, self.register.about.number_aliases))

    def match(self, heading: str) -> Hit | None:
        """Return the field that a heading means, or None where no alias or several fields answer."""
        if heading not in self._met:
            self._met[heading] = self._whole(heading) or self._of_parts(heading) or self._of_own(heading)
        return self._met[heading]

    def _whole(self, heading: str) -> Hit | None:
        texts = [_exact(heading), plain(heading)]
        brackets = _BRACKET.findall(heading)
        bare = _BRACKET.sub(" ", heading)
        modifiers = [b for b in brackets if _MODIFIER.search(fold(b))]
        if brackets and not modifiers:
            texts.append(plain(bare))
        texts += [plain(f"{b} {bare}") for b in modifiers if len(brackets) == 1]
        if found := _AFTERWARDS.fullmatch(plain(heading)):
            texts.append(plain(f"{found[2]} {found[1]}"))
        return next((Hit(self._fields[t], t in self._own_numbers) for t in texts if t in self._fields), None)

    def _of_parts(self, heading: str) -> Hit | None:
        """Return what the parts of a heading agree on: two languages, a bracket, words around a slash."""
        bare = _BRACKET.sub(" ", heading)
        brackets = [b for b in map(plain, _BRACKET.findall(heading)) if b]
        latin = [p for p in map(plain, _LATIN.findall(bare)) if p]
        rest = plain(_LATIN.sub(" ", bare))
        found = None
        if latin and rest:
            telling = [b for b in brackets if b in self._fields or _MODIFIER.search(b)]
            found = self._agreed([*latin, rest, *telling], all_needed=_TOUCHING.search(bare) is not None)
        elif brackets:
            found = self._agreed([plain(bare), *brackets], all_needed=False)
        if found is None and _SLASH.search(bare):
            found = self._agreed([p for p in map(plain, _SLASH.split(bare)) if p], all_needed=True)
        return found

    def _of_own(self, heading: str) -> Hit | None:
        """Return what is left of a heading that begins with what one record is called: `Issue #`, `任务状态`."""
        brackets = _BRACKET.findall(heading)
        text = plain(_BRACKET.sub(" ", heading) if brackets and not any(map(modifiers, brackets)) else heading)
        for word in self._own_words:
            rest = text.removeprefix(word)
            if rest == text or (word.isascii() and rest[:1].isalnum()):
                continue
            name = self._fields.get(rest.removeprefix("'s").removeprefix("的").strip())
            if name is not None and name != self.register.about.title:
                return Hit(name, name == "number")
        return None

    @cached_property
    def _own_words(self) -> tuple[str, ...]:
        """What one record of the register is called, the longest first."""
        title = self.register.field(self.register.about.title)
        called = (*_names(title), *title.aliases) if title.kind.code == "text" else ()
        words = {w for w in (*register_words(self.register), *map(plain, called)) if len(w) > 1}
        return tuple(sorted(words, key=len, reverse=True))

    def _agreed(self, parts: Iterable[str], *, all_needed: bool) -> Hit | None:
        hits = {p: self._fields.get(p) for p in parts}
        modified = {p: name for p, name in hits.items() if _MODIFIER.search(p)}
        if None in modified.values() or (all_needed and None in hits.values()):
            return None
        names = {name for name in (modified or hits).values() if name}
        return Hit(names.pop()) if len(names) == 1 else None

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


def _said_otherwise(text: str) -> list[str]:
    """Return the other ways to write the name of a day: `完成时间` for `完成日期`, `closed date` for `date closed`."""
    found = [text.replace(a, b) for a, b in (("日期", "时间"), ("时间", "日期")) if a in text]
    first, _, rest = text.partition(" ")
    if first == "date" and rest and rest.isascii():
        found.append(f"{rest} date")
    elif text.isascii() and text.endswith(" date"):
        found.append(f"date {text.removesuffix(' date')}")
    return found


def _names(field: Field) -> list[str]:
    return [language(code).gettext(field.label) for code in LANGUAGES] + [field.label]


def names_register(register: type[Register], text: str) -> str | None:
    """Return the alias of a register that a title or sheet name contains, the longest first."""
    shown = plain(text)
    fitting = [w for w in register_words(register) if _contains(shown, w)]
    return max(fitting, key=len) if fitting else None


@lru_cache(maxsize=256)
def register_words(register: type[Register]) -> tuple[str, ...]:
    """Return everything that a sheet of a register may be called, made comparable."""
    about = register.about
    words = [*about.aliases, about.label, about.plural]
    words += [language(c).gettext(w) for c in LANGUAGES for w in (about.label, about.plural)]
    return tuple(dict.fromkeys(w for w in map(plain, words) if w))


def _contains(text: str, word: str) -> bool:
    if word.isascii():
        return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text) is not None
    return word in text


def lexicons(registers: Registers) -> dict[str, Lexicon]:
    """Return the lexicon of each register."""
    return {code: Lexicon(register) for code, register in registers.items()}
