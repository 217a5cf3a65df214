"""The parts of an xlsb workbook as records (MS-XLSB, BIFF12), and the few shapes of text and range within them.

Used by `xlsb_book` and `xlsb_sheet`.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct
from typing import IO

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Box

_RANGE = Struct("<IIII")
_NO_TEXT = 0xFFFFFFFF
_BLOCK = 1024 * 1024
_LONGEST_HEAD = 6


def records(part: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: kind and content.

    Raises:
        Refusal: The part ends in the middle of a record.
    """
    data, place = part.read(_BLOCK), 0
    while True:
        if len(data) - place < _LONGEST_HEAD:
            data, place = data[place:] + part.read(_BLOCK), 0
            if not data:
                return
        try:
            kind, place = _kind(data, place)
            size, place = _size(data, place)
        except IndexError as error:
            raise Refusal("corrupt") from error
        while len(data) - place < size:
            block = part.read(max(_BLOCK, size))
            if not block:
                raise Refusal("corrupt")
            data, place = data[place:] + block, 0
        yield kind, data[place : place + size]
        place += size


def _kind(data: bytes, place: int) -> tuple[int, int]:
    kind = data[place]
    if kind & 0x80:
        return kind & 0x7F | (data[place + 1] & 0x7F) << 7, place + 2
    return kind, place + 1


def _size(data: bytes, place: int) -> tuple[int, int]:
    size = 0
    for shift in (0, 7, 14, 21):
        byte = data[place]
        place += 1
        size |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return size, place


def text(body: bytes, place: int) -> tuple[str, int]:
    """Return the text at a place of a record and the place behind it; a missing text is empty."""
    count = int.from_bytes(body[place : place + 4], "little")
    place += 4
    if count == _NO_TEXT:
        return "", place
    end = place + 2 * count
    if end > len(body):
        raise Refusal("corrupt")
    return body[place:end].decode("utf-16-le", "replace"), end


def rich_text(body: bytes, place: int = 0) -> str:
    """Return the characters of a text that may have several fonts."""
    return text(body, place + 1)[0]


def rectangle(body: bytes, place: int = 0) -> Box:
    """Return a range as top, left, bottom, right."""
    top, bottom, left, right = _RANGE.unpack_from(body, place)
    return top, left, bottom, right
