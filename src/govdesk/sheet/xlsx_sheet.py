"""One sheet of an xlsx workbook: its XML is read as a stream, with a fast lane for the plain rows that most sheets consist of.

Called by `xlsx_book` once per sheet; rows leave through a `Stream`. The fast lane reads a row by one regular expression and
only if that accounts for every cell of it; any other row, and all that surrounds the rows, goes to `xlsx_markup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Any

from govdesk.sheet.address import COLUMNS, LAST_ROW
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import STYLED_ROWS, Shape, Stream
from govdesk.sheet.xlsx_cell import CellReader, number
from govdesk.sheet.xlsx_markup import SheetMarkup
from govdesk.sheet.xlsx_style import Styles

_BLOCK = 1024 * 1024
_LONGEST_ROW = 4 * _BLOCK
_OPENING = b"<sheetData>"
_ROW = re.compile(rb'\s*<row r="(\d{1,7})"([^>]*[^>/])?>')
_HIDDEN = re.compile(rb'\shidden="(?:1|true)"')
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="(\w+)")?'
    rb'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<v/>)?</c>)'
)


class SheetReader:
    """Reads one sheet's XML into a stream.

    Args:
        strings: The workbook's shared texts.
        styles: What its cell styles mean.
        stream: Where the rows go.
        epoch_1904: Whether its dates count from 1904.
    """

    def __init__(self, strings: list[str | None], styles: Styles, stream: Stream, *, epoch_1904: bool) -> None:
        self._shape = Shape()
        self._strings = strings
        self._reader = CellReader(strings, styles, self._shape, epoch_1904=epoch_1904)
        self._markup = SheetMarkup(self._reader, styles, stream)
        self._stream = stream
        self._special = frozenset(style.encode() for style in styles.special)
        self._columns: dict[bytes, int] = {}

    def read(self, part: IO[bytes], advance: Callable[[int], None]) -> Shape:
        """Send the rows of the whole part through the stream and return what else the sheet says.

        Args:
            part: The unpacked XML.
            advance: Told the size of each block that was read.
        """
        pending = b""
        begun, fast = False, True
        while block := part.read(_BLOCK):
            advance(len(block))
            pending += block
            if fast and not begun:
                head, mark, rest = pending.partition(_OPENING)
                begun, fast = bool(mark), b"<!" not in head
                self._markup.feed(head + mark)
                pending = rest
            if fast and begun:
                fast, pending = self._take_rows(pending)
            if not fast:
                self._markup.feed(pending)
                pending = b""
        self._markup.feed(pending)
        self._markup.finish()
        return self._shape

    def _take_rows(self, pending: bytes) -> tuple[bool, bytes]:
        """Read the whole rows at the start of `pending`.

        Returns:
            Whether plain rows may follow, and the bytes not yet read.
        """
        end = pending.find(b"</sheetData")
        cut = pending.rfind(b"</row>", 0, len(pending) if end < 0 else end) + len(b"</row>")
        if cut < len(b"</row>"):
            return end < 0 and len(pending) < _LONGEST_ROW, pending
        rows = pending[:cut]
        if b"<!" in rows or b"<?" in rows:
            return False, pending
        for piece in rows.split(b"</row>")[:-1]:
            head = _ROW.match(piece)
            if head is None or not self._take_row(piece, head):
                self._markup.feed(piece + b"</row>")
        return end < 0, pending[cut:]

    def _take_row(self, piece: bytes, head: re.Match[bytes]) -> bool:
        """Read one row without the XML parser; answer False where it holds anything unusual."""
        start, row = head.end(), int(head[1]) - 1
        if row < STYLED_ROWS or b"&" in piece or b"\r" in piece:
            return False
        found = _CELL.findall(piece, start)
        if len(found) != piece.count(b"<c", start) or piece.find(b"<row", start) >= 0:
            return False
        if row > LAST_ROW:
            raise Refusal("outside_grid", cell=f"A{row + 1}")
        if head[2] and _HIDDEN.search(head[2]):
            self._shape.hidden_rows.append(row)
        self._markup.row = row
        self._stream.row(row, self._values(row, found))
        return True

    def _values(self, row: int, found: list[tuple[bytes, ...]]) -> list[Any]:
        strings, special, columns = self._strings, self._special, self._columns
        cells: list[Any] = []
        value: Any
        for letters, style, kind, stored, inline in found:
            text = stored or inline
            if not text:
                continue
            column = columns.get(letters)
            if column is None:
                column = columns[letters] = COLUMNS[letters.decode()]
            if style in special or not text.isdigit():
                value = self._reader.value(row, column, kind.decode(), style.decode(), text.decode())
            elif kind == b"s":
                value = strings[int(text)]
            elif kind:
                value = self._reader.value(row, column, kind.decode(), style.decode(), text.decode())
            else:
                value = int(text) if len(text) < 19 else number(text.decode())
            missing = column - len(cells)
            if not missing:
                cells.append(value)
            elif missing > 0:
                cells.extend([None] * missing)
                cells.append(value)
            else:
                cells[column] = value
        return cells
