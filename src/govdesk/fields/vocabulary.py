"""Closed lists of words: codes are stored, labels are shown, and every known spelling is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from govdesk.fields.script import simplified
from govdesk.fields.text import fold
from govdesk.i18n import LANGUAGES, Language, language

_BRACKET = re.compile(r"[(\[（【].*?[)\]）】]")
_SIGNS = r"/|,;:、，；：\-–—·.()\[\]（）"
_CJK = "\u2e80-\u9fff"
_SEGMENT = re.compile(rf"[{_SIGNS}]+|(?<=[{_CJK}])(?=[^\W{_CJK}])|(?<=[^\W{_CJK}])(?=[{_CJK}])")
_WORD = re.compile(rf"[\s{_SIGNS}]+|(?<=[{_CJK}])(?=[^\W{_CJK}])|(?<=[^\W{_CJK}])(?=[{_CJK}])")
_PHRASE = 3
#: Words that turn another into something else: “not closed” is not closed.
_TURNS = frozenset(
    [
        "not",
        "no",
        "non",
        "never",
        "nearly",
        "almost",
        "less",
        "more",
        "very",
        "most",
        "extremely",
        "partly",
        "partially",
        "yet",
        "to",
        "不",
        "未",
        "非",
        "无",
        "没",
        "半",
    ]
)


class Term:
    """One word of a vocabulary.

    Args:
        code: What is stored, never translated.
        label: English source text, translated by the catalogues.
        aliases: Other spellings found in real spreadsheets, in any language.
        mark: One sign that stands for the word where space is short, such as `A` for accountable.
        tone: How it is meant, for colouring: `good`, `watch`, `act`, `quiet` or empty.
    """

    __slots__ = ("aliases", "code", "label", "mark", "tone")

    def __init__(self, code: str, label: str, *aliases: str, mark: str = "", tone: str = "") -> None:
        self.code = code
        self.label = label
        self.aliases = aliases
        self.mark = mark
        self.tone = tone

    def __repr__(self) -> str:
        return f"Term({self.code!r})"


class Vocabulary:
    """An ordered list of terms, matched in both languages."""

    def __init__(self, name: str, *terms: Term) -> None:
        self.name = name
        self.terms = terms
        self._by_code = {t.code: t for t in terms}

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __getitem__(self, code: str) -> Term:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def label(self, code: str, lang: Language) -> str:
        """Return the term's word in a language; an unknown code stands for itself."""
        term = self._by_code.get(code)
        return lang.gettext(term.label) if term else code

    @cached_property
    def spellings(self) -> dict[str, str]:
        """Every folded spelling and the code it stands for; the first term to claim one keeps it."""
        found: dict[str, str] = {}
        for spelling in (lambda t: (t.code, t.code.replace("_", " "), *_labels(t)), lambda t: t.aliases):
            for term in self.terms:
                for text in spelling(term):
                    found.setdefault(fold(simplified(text)), term.code)
        return found

    def match(self, text: str) -> str | None:
        """Return the code that a text stands for, or None.

        Traditional characters count as simplified ones; `高 High`, `3-中` and `Medium (1 week)` are read by their parts where these agree on one term.
        """
        text = simplified(text)
        whole = fold(text)
        if whole in self.spellings:
            return self.spellings[whole]
        bare = fold(_BRACKET.sub(" ", text))
        if bare in self.spellings:
            return self.spellings[bare]
        segments = [part.strip() for part in _SEGMENT.split(whole) if part.strip()]
        if segments and all(part in self.spellings for part in segments):
            return self._agreed(segments)
        words = [part for part in _WORD.split(whole) if part]
        unknown = [part for part in words if part not in self.spellings]
        number = unknown and any(part.isdecimal() for part in words)
        if len(words) > _PHRASE or number or any(part in _TURNS for part in unknown):
            return None
        return self._agreed(words)

    def _agreed(self, parts: list[str]) -> str | None:
        found = {self.spellings[part] for part in parts if part in self.spellings}
        return found.pop() if len(found) == 1 else None


def _labels(term: Term) -> list[str]:
    return [language(code).gettext(term.label) for code in LANGUAGES] + [term.label]
