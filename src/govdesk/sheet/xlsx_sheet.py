"""One sheet of an xlsx workbook: its XML is read as a stream, with a fast lane for the plain rows that most sheets consist of.

Called by `xlsx_book` once per sheet; rows leave through a `Stream`. The fast lane reads a row by one regular expression and
only if that accounts for every cell of it; any other row, and all that surrounds the rows, goes to `xlsx_markup`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Any, NamedTuple

from govdesk.sheet.address import COLUMNS, LAST_ROW
from govdesk.sheet.archive import OTHER_ENCODING
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import STYLED_ROWS, Shape, Stream
from govdesk.sheet.xlsx_cell import CellReader, Converter, as_escaped
from govdesk.sheet.xlsx_markup import SheetMarkup
from govdesk.sheet.xlsx_style import Styles

_BLOCK = 1024 * 1024
_LONGEST_ROW = 4 * _BLOCK
_MOST_PATTERNS = 5_000
_OPENING = b"<sheetData>"
_ROW = re.compile(r'\s*<row r="(\d{1,7})"([^>]*[^>/])?>')
_HIDDEN = re.compile(r'\shidden="(?:1|true)"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})\d{1,7}"(?: s="(\d+)")?(?: t="(\w+)")?'
    r'(?:/>|>(?:<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>|<v/>)?</c>)'
)
_Signature = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


class Pattern(NamedTuple):
    """How to read a row whose cells have these columns, styles and types, as most rows of a table do.

    Args:
        converters: What turns each text into a value.
        plain: The same for a row without escaped characters; None where the text is the value.
        special: (place in the row, column, category) of cells whose number format is to be remembered.
    """

    columns: list[int]
    converters: list[Converter]
    plain: list[Converter | None]
    special: list[tuple[int, int, str]]
    gapless: bool


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
        self._reader = CellReader(strings, styles, self._shape, epoch_1904=epoch_1904)
        self._markup = SheetMarkup(self._reader, styles, stream)
        self._stream = stream
        self._patterns: dict[_Signature, Pattern] = {}

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
                head, mark, pending = pending.partition(_OPENING)
                begun, fast = bool(mark), b"<!" not in head and not OTHER_ENCODING.match(head)
                self._markup.feed(head + mark)
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
        for piece in rows.decode().split("</row>")[:-1]:
            head = _ROW.match(piece)
            if head is None or not self._take_row(piece, head):
                self._markup.feed(f"{piece}</row>".encode())
        return end < 0, pending[cut:]

    def _take_row(self, piece: str, head: re.Match[str]) -> bool:
        """Read one row without the XML parser; answer False where it holds anything unusual."""
        start, row = head.end(), int(head[1]) - 1
        if row < STYLED_ROWS or "&" in piece or "\r" in piece:
            return False
        found = _CELL.findall(piece, start)
        if len(found) != piece.count("<c", start) or piece.find("<row", start) >= 0:
            return False
        if row > LAST_ROW:
            raise Refusal("outside_grid", cell=f"A{row + 1}")
        if head[2] and _HIDDEN.search(head[2]):
            self._shape.hidden_rows.append(row)
        self._markup.row = row
        if found:
            self._stream.row(row, self._values(row, found, escaped="_x" in piece))
        return True

    def _values(self, row: int, found: list[tuple[str, ...]], *, escaped: bool) -> list[Any]:
        letters, styles, kinds, stored, inline = zip(*found, strict=True)
        pattern = self._patterns.get((letters, styles, kinds)) or self._pattern((letters, styles, kinds))
        texts = [a or b for a, b in zip(stored, inline, strict=True)] if any(inline) else stored
        if escaped:
            values = [convert(text) for convert, text in zip(pattern.converters, texts, strict=True)]
        else:
            values = [
                convert(text) if convert else text or None for convert, text in zip(pattern.plain, texts, strict=True)
            ]
        for place, column, special in pattern.special:
            self._reader.note(row, column, special, values[place])
        if pattern.gapless:
            return values
        cells: list[Any] = []
        for column, value in zip(pattern.columns, values, strict=True):
            if value is not None:
                cells.extend([None] * (column + 1 - len(cells)))
                cells[column] = value
        return cells

    def _pattern(self, signature: _Signature) -> Pattern:
        """Work out how to read rows of this signature."""
        letters, styles, kinds = signature
        columns = [COLUMNS[word] for word in letters]
        special = [
            (place, columns[place], kind) for place, kind in enumerate(map(self._reader.special, styles)) if kind
        ]
        converters = [self._reader.converter(kind, style) for kind, style in zip(kinds, styles, strict=True)]
        pattern = Pattern(
            columns,
            converters,
            [None if c is as_escaped else c for c in converters],
            [entry for entry in special if entry[2] in ("percent", "text")],
            columns == list(range(len(columns))),
        )
        if len(self._patterns) < _MOST_PATTERNS:
            self._patterns[signature] = pattern
        return pattern
