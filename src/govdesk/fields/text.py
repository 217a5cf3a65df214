"""Text made comparable: the same word typed in two ways folds to one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_SPACE = re.compile(r"\s+")
_NON_ASCII_EDGE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")
_EDGES = re.compile(r"\A[\s\u200b-\u200f\u2060\ufeff\u00ad]+|[\s\u200b-\u200f\u2060\ufeff\u00ad]+\Z")
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_RUNS = re.compile(r"[\u3400-\u9fff]+|[^\W\d\u3400-\u9fff]+|\d+")
_LONGEST_PHRASE = 4
#: Characters that are read otherwise where they begin a person's name.
_SURNAMES = {
    "曾": "zeng",
    "单": "shan",
    "解": "xie",
    "仇": "qiu",
    "查": "zha",
    "覃": "qin",
    "翟": "zhai",
    "朴": "piao",
    "盖": "ge",
}


def fold(text: str) -> str:
    """Return the text as it is compared: NFKC, no invisible characters, single spaces, lower case.

    Spaces beside a Chinese character are dropped, for they carry no meaning there.
    """
    if text.isascii():
        return " ".join(text.split()).casefold()
    if " " not in text and text.isprintable() and unicodedata.is_normalized("NFKC", text):
        return text.casefold()
    plain = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return _NON_ASCII_EDGE.sub("", _SPACE.sub(" ", plain).strip()).casefold()


def clean(text: str) -> str:
    """Return the text without invisible edges, as it is stored; what stands inside stays as typed.

    Only what no file can hold is dropped: NUL, and halves of characters.
    """
    if text.isprintable() and text[:1] != " " and text[-1:] != " ":
        return text
    if _UNSTORABLE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").replace("\x00", "")
    return _EDGES.sub("", text)


@lru_cache(maxsize=8192)
def _syllables(phrase: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionaries take 0.1 s, and only names need them

    return tuple(lazy_pinyin(phrase))


def _is_chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _phrases(name: str) -> Iterator[str]:
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415 - the same

    start = 0
    while start < len(name):
        sizes = range(min(_LONGEST_PHRASE, len(name) - start), 1, -1)
        size = next((s for s in sizes if name[start : start + s] in phrases_dict), 1)
        yield name[start : start + size]
        start += size


def pinyin(name: str) -> str:
    """Return the sort and search key of a name: its syllables, a bar, its initials (`wangmin|wm`).

    Words are read as such (`重庆` is chongqing), and so is a surname of its own sound at the head of a name.
    """
    if name.isascii():
        words = name.casefold().split()
        return f"{' '.join(words)}|{''.join(w[0] for w in words)}"
    syllables, initials = [], ""
    for run in _RUNS.findall(name.translate(_INVISIBLE)):
        if _is_chinese(run[0]):
            read = [s for phrase in _phrases(run) for s in _syllables(phrase)]
            syllables += read
            initials += "".join(s[0] for s in read)
        else:
            syllables.append(run.casefold())
            initials += run.casefold() if run.isupper() or run.isdecimal() else run[0].casefold()
    if name[0] in _SURNAMES and len(name) in (2, 3) and name[:2] not in _phrases(name):
        syllables[0] = _SURNAMES[name[0]]
        initials = syllables[0][0] + initials[1:]
    return f"{''.join(syllables)}|{initials}"
