"""The words that tell a person, found in any text of the workspace and replaced there, JSON or not.

`person` gathers the words, `erasure` replaces them; a longer name that contains one of them is somebody else's and stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

#: Shorter words would be found inside half of all texts.
_SHORTEST, _SHORTEST_PART = 2, 6
_PARTS = re.compile(r"[\s,;/|，；、]+")
_CUT = "…"
_AROUND = 24


@dataclass(frozen=True)
class Words:
    """What tells a person.

    Args:
        told: Names and numbers of the person.
        others: Names of others that contain one of them.
        instead: What stands in their place from now on.
    """

    told: tuple[str, ...]
    others: tuple[str, ...]
    instead: str

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds them; None where there is nothing to look for."""
        if not self.told:
            return None
        away, here = (
            "|".join(map(_spelled, sorted(words, key=len, reverse=True))) for words in (self.others, self.told)
        )
        return re.compile(f"(?P<other>{away})|(?:{here})" if away else f"(?P<other>(?!))|(?:{here})", re.IGNORECASE)

    def found(self, text: str) -> bool:
        """Answer whether a text tells the person."""
        return self.replaced(text) != text

    def replaced(self, text: str) -> str:
        """Return a text without the person; JSON within it is looked into as well."""
        if self.pattern is None:
            return text
        if "\\u" in text and (plain := _parsed(text)) is not None:
            swept = self.walked(plain)
            return text if swept == plain else json.dumps(swept, ensure_ascii=False)
        swept = self.pattern.sub(lambda m: m[0] if m["other"] else self.instead, text)
        return self._without_beginning(swept) if swept.endswith(_CUT) else swept

    def _without_beginning(self, text: str) -> str:
        """Return a text that was cut off without a name begun at its end."""
        body = text[: -len(_CUT)]
        for word in self.told:
            for length in range(len(word) - 1, _SHORTEST - 1, -1):
                if body.casefold().endswith(word[:length].casefold()):
                    return body[:-length] + _CUT
        return text

    def walked(self, value: Any) -> Any:
        """Return a value of JSON without the person, in keys and texts alike."""
        if isinstance(value, str):
            return self.replaced(value)
        if isinstance(value, list):
            return [self.walked(v) for v in value]
        if isinstance(value, dict):
            return {self.replaced(str(k)): self.walked(v) for k, v in value.items()}
        return value

    def swept(self, text: str) -> str:
        """Return a JSON document without the person; other text is taken as it stands."""
        if self.pattern is None or not (self.pattern.search(text) or "\\u" in text or _CUT in text):
            return text
        plain = _parsed(text)
        if plain is None:
            return self.replaced(text)
        swept = self.walked(plain)
        return text if swept == plain else dumped(swept)

    def around(self, text: str) -> str:
        """Return the piece of a text in which the person is told, for a list."""
        found = next((m for m in self.pattern.finditer(text) if not m["other"]), None) if self.pattern else None
        if found is None:
            return " ".join(text[: 2 * _AROUND].split())
        start, end = max(found.start() - _AROUND, 0), found.end() + _AROUND
        piece = " ".join(text[start:end].split())
        return f"{_CUT if start else ''}{piece}{_CUT if end < len(text) else ''}"


def words_of(values: Iterable[str], titles: Collection[str], instead: str) -> Words:
    """Return what tells a person.

    Args:
        values: What stands, or stood, in the fields that tell the person.
        titles: The names of all others.
        instead: What stands in their place.
    """
    told: dict[str, None] = {}
    for value in values:
        text = " ".join(value.split())
        if len(text) >= _SHORTEST and text != instead:
            told[text] = None
            told.update((p, None) for p in _PARTS.split(text) if len(p) >= _SHORTEST_PART and any(map(_figure, p)))
    whole = {w.casefold() for w in told}
    others = {t for t in titles if t.casefold() not in whole and any(w in t.casefold() for w in whole)}
    return Words(tuple(told), tuple(sorted(others)), instead)


def _figure(character: str) -> bool:
    return character.isdigit() or character == "@"


def dumped(value: Any) -> str:
    """Write JSON as the journal does."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _spelled(word: str) -> str:
    body = r"[\s_]+".join(map(re.escape, word.split()))
    before = r"(?<![A-Za-z0-9])" if word[0].isascii() and word[0].isalnum() else ""
    after = r"(?![A-Za-z0-9])" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{before}{body}{after}"


def _parsed(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list | str) else None


def cleared(value: Any, ids: Collection[str]) -> Any:
    """Return a value of JSON without what stands under the ids of erased records."""
    if isinstance(value, list):
        return [cleared(v, ids) for v in value]
    if isinstance(value, dict):
        return {k: type(v)() if k in ids and isinstance(v, dict | list) else cleared(v, ids) for k, v in value.items()}
    return value
