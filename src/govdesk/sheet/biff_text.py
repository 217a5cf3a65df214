"""The texts of an xls workbook, which may run on over several records and change their width on the way.

Used by `biff` for the table of shared texts and by `biff_sheet` for the texts of single cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08


class BiffTexts:
    """Reads texts one after another from a record and those that continue it.

    Args:
        segments: Contents of the record and of its continuations.
        offset: Where the first text begins.
    """

    def __init__(self, segments: Sequence[bytes], offset: int) -> None:
        self._segments = segments
        self._segment = 0
        self._offset = offset

    def all(self) -> Iterator[str]:
        """Yield the texts of a table, as many as the records really hold, whatever number they announce."""
        while self._left():
            yield self.one()

    def one(self) -> str:
        """Return the next text: its length, its kind, its characters, without the runs of fonts behind it."""
        count = self._number(2)
        kind = self._number(1)
        runs = self._number(2) if kind & _RICH else 0
        extra = self._number(4) if kind & _EXTENDED else 0
        text = self._characters(count, wide=bool(kind & _WIDE))
        self._skip(4 * runs + extra)
        return text

    def continued(self, count: int) -> str:
        """Return a text whose length is known and whose characters stand in records of their own."""
        return self._characters(count, wide=bool(self._number(1) & _WIDE)) if self._left() else ""

    def _left(self) -> int:
        """Count the bytes left in the current record, going on to the next that has any."""
        while self._segment < len(self._segments):
            if left := len(self._segments[self._segment]) - self._offset:
                return max(left, 0)
            self._segment, self._offset = self._segment + 1, 0
        return 0

    def _take(self, count: int) -> bytes:
        found = b""
        while count and (left := self._left()):
            size = min(count, left)
            found += self._segments[self._segment][self._offset : self._offset + size]
            self._offset += size
            count -= size
        return found

    def _skip(self, count: int) -> None:
        while count and (left := self._left()):
            size = min(count, left)
            self._offset += size
            count -= size

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size), "little")

    def _characters(self, count: int, *, wide: bool) -> str:
        parts: list[bytes] = []
        segment = self._segment
        while count and (left := self._left()):
            if self._segment != segment:
                # Each continuation says anew how wide its characters are.
                segment = self._segment
                wide = bool(self._number(1) & _WIDE)
                left -= 1
            size = min(count, left // 2 if wide else left)
            raw = self._take(2 * size if wide else size)
            parts.append(raw if wide else raw.decode("latin-1").encode("utf-16-le"))
            count -= size
            if wide and left % 2 and count:
                self._skip(1)
        return b"".join(parts).decode("utf-16-le", "replace")
