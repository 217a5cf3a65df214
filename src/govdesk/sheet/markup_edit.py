"""Edits of XML as bytes: what is not touched stays as it was, whatever namespaces and spellings it has.

`marking_part` finds places with these and puts in a cell style, a comment, a relationship.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

_TAG = re.compile(rb"""<(?:[^<>"']|"[^"]*"|'[^']*')*>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Edits:
    """The changes to one part, made all at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._edits: list[tuple[int, int, bytes]] = []

    def insert(self, at: int, new: bytes) -> None:
        """Put bytes in before a place; of several at one place the first comes first."""
        self._edits.append((at, at, new))

    def replace(self, at: int, old: bytes, new: bytes) -> None:
        """Put bytes in the place of others."""
        self._edits.append((at, at + len(old), new))

    def done(self) -> bytes:
        """Return the part with its changes."""
        pieces, last = [], 0
        for start, end, new in sorted(self._edits, key=lambda e: (e[0], e[1])):
            pieces += [self.data[last:start], new]
            last = end
        return b"".join([*pieces, self.data[last:]])


#: Called with the local name, the attributes, the depth below the root, and where the tag begins.
Start = Callable[[str, dict[str, str], int, int], None]
#: Called with the local name, the depth and where the end tag begins; never for a tag that closes itself.
End = Callable[[str, int, int], None]


def walk(data: bytes, start: Start, end: End | None = None) -> None:
    """Call for each tag of a part, in order."""
    parser = expat.ParserCreate()
    depth = 0
    open_: list[bool] = []

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        at = parser.CurrentByteIndex
        open_.append(not (end is None or tag_at(data, at).endswith(b"/>")))
        start(name.rpartition(":")[2], attributes, depth, at)
        depth += 1

    def ended(name: str) -> None:
        nonlocal depth
        depth -= 1
        if open_.pop() and end is not None:
            end(name.rpartition(":")[2], depth, parser.CurrentByteIndex)

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.Parse(data, True)


def tag_at(data: bytes, at: int) -> bytes:
    """Return the tag that begins at a place."""
    found = _TAG.match(data, at)
    return found[0] if found else b""


def prefix_of(tag: bytes) -> bytes:
    """Return the prefix of a tag's name with its colon, or nothing."""
    name = re.match(rb"</?([^\s/>]+)", tag)
    before, colon, _ = name[1].partition(b":") if name else (b"", b"", b"")
    return before + colon if colon else b""


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """Return a start tag with an attribute set."""
    pattern = re.compile(rb"""(\s)""" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
    new = f'{name}="{value}"'.encode()
    if pattern.search(tag):
        return pattern.sub(lambda m: m[1] + new, tag, count=1)
    name_end = re.match(rb"<[^\s/>]+", tag)
    place = name_end.end() if name_end else 1
    return tag[:place] + b" " + new + tag[place:]


def counted(tag: bytes, count: int) -> bytes:
    """Return a start tag with its count, where it tells one."""
    return with_attribute(tag, "count", str(count)) if b"count" in tag else tag


def in_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8, without the declaration of another encoding."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _DECLARATION.sub("", data.decode("utf-16")).encode()
    return data.removeprefix(b"\xef\xbb\xbf")
