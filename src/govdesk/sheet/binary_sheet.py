"""The cells of one sheet of a binary workbook, typed by their styles and sent row by row.

Filled by `biff_sheet` (xls) and `xlsb_sheet` (xlsb), which know the records; rows leave through a `Stream`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from struct import Struct
from typing import Any

from govdesk.sheet.address import LAST_COLUMN, LAST_ROW, cell_address
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack_serial
from govdesk.sheet.stream import STYLED_ROWS, Shape, Stream

_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}
_DAYS = ("date", "time", "elapsed")
_WHOLE = 10**18
_DOUBLE = Struct("<d")


@dataclass(frozen=True, slots=True)
class BinaryStyle:
    """What a cell style means for reading: the category of its number format, and whether it makes a cell stand out."""

    category: str = ""
    strong: bool = False


class BinarySheet:
    """Takes the cells of one sheet as its records come.

    Args:
        styles: The workbook's cell styles by number.
        stream: Where the rows go.
        epoch_1904: Whether dates count from 1904.
    """

    def __init__(self, styles: Sequence[BinaryStyle], stream: Stream, *, epoch_1904: bool) -> None:
        self.shape = Shape()
        self._styles = styles
        self._stream = stream
        self._epoch_1904 = epoch_1904
        self._row = 0
        self._cells: list[Any] = []
        self._filled: Counter[int] = Counter()
        self._strong: Counter[int] = Counter()

    def number(self, row: int, column: int, style: int, value: float) -> None:
        """Take a number, which its style may show as a date or a percentage."""
        category = self._styles[style].category if style < len(self._styles) else ""
        if category in _DAYS and isfinite(value):
            self.value(row, column, style, pack_serial(value, category, epoch_1904=self._epoch_1904))
            return
        self.value(row, column, style, _plain(value))
        if category == "percent":
            self.shape.percents.setdefault(column, []).append(row)

    def error(self, row: int, column: int, style: int, code: int) -> None:
        """Take an error cell."""
        self.value(row, column, style, _ERRORS.get(code, "#ERROR!").encode())

    def text(self, row: int, column: int, style: int, text: str) -> None:
        """Take a text; an empty one is no value."""
        self.value(row, column, style, text.replace("\0", "\ufffd") or None)

    def value(self, row: int, column: int, style: int, value: Any) -> None:
        """Take a value in its packed form."""
        if row > LAST_ROW or column > LAST_COLUMN:
            raise Refusal("outside_grid", cell=cell_address(row, column))
        if row != self._row:
            self._send(row)
        if value is None:
            return
        if column >= len(self._cells):
            self._cells.extend([None] * (column + 1 - len(self._cells)))
        self._cells[column] = value
        look = self._styles[style] if style < len(self._styles) else None
        if row < STYLED_ROWS:
            self._filled[row] += 1
            self._strong[row] += look is not None and look.strong
        if look is not None and look.category == "text":
            self.shape.texts[column] += 1

    def finish(self) -> None:
        """Send what is left, and what the sheet says beside its values."""
        self._send(0)
        self.shape.bold = [row for row in sorted(self._filled) if 2 * self._strong[row] > self._filled[row]]
        self._stream.end(self.shape)

    def _send(self, row: int) -> None:
        if self._cells:
            self._stream.row(self._row, self._cells)
        self._row, self._cells = row, []


def _plain(value: float) -> int | float | str:
    if not isfinite(value):
        return str(value)
    return int(value) if value.is_integer() and abs(value) < _WHOLE else value


def rk_number(packed: int) -> float:
    """Return the number that four bytes stand for: whole or the upper half of a double, perhaps in hundredths."""
    if packed & 2:
        value = float(((packed & 0xFFFFFFFC) ^ 0x80000000) - 0x80000000 >> 2)
    else:
        value = float(_DOUBLE.unpack(b"\0\0\0\0" + (packed & 0xFFFFFFFC).to_bytes(4, "little"))[0])
    return value / 100 if packed & 1 else value
