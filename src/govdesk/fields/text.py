"""Text made comparable: the same word typed in two ways folds to one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_SPACE = re.compile(r"\s+")
_NON_ASCII_EDGE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, no invisible characters, single spaces, lower case.

    Spaces beside a Chinese character are dropped, for they carry no meaning there.
    """
    if text.isascii():
        return " ".join(text.split()).casefold()
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return _NON_ASCII_EDGE.sub("", _SPACE.sub(" ", plain).strip()).casefold()


def clean(text: str) -> str:
    """Return the text without invisible edges, as it is stored; what stands inside stays as typed."""
    return text.strip(" \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff")


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take 0.1 s, and only names need them

    return lazy_pinyin(character)[0] if "\u3400" <= character <= "\u9fff" else character.casefold()


def pinyin(name: str) -> str:
    """Return the sort and search key of a name: its syllables, a bar, its initials (`wangmin|wm`)."""
    if name.isascii():
        words = name.casefold().split()
        return f"{' '.join(words)}|{''.join(w[0] for w in words)}"
    syllables = [s for s in map(_syllable, name) if not s.isspace()]
    return f"{''.join(syllables)}|{''.join(s[0] for s in syllables)}"
