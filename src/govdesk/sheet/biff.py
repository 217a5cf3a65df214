"""What calamine does not tell of an xls workbook: error cells, percentages, hidden parts and what makes a heading stand out.

Walks the records of the workbook stream (MS-XLS, BIFF8) without reading its texts. Used by `calamine_book` beside the values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct, error, unpack_from

from govdesk.sheet.address import LAST_COLUMN
from govdesk.sheet.number_format import builtin_category, category
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import STYLED_ROWS, Shape

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
_FORMULA, _BLANK, _MULBLANK, _BOOLERR = 0x0006, 0x0201, 0x00BE, 0x0205
_NUMBER, _RK, _MULRK, _LABEL, _LABELSST = 0x0203, 0x027E, 0x00BD, 0x0204, 0x00FD
_FONT, _FORMAT, _XF, _SHEET, _BOF, _EOF = 0x0031, 0x041E, 0x00E0, 0x0085, 0x0809, 0x000A
_ROW, _COLUMN, _WINDOW, _PANE, _PROTECTED = 0x0208, 0x007D, 0x023E, 0x0041, 0x002F
_HEADER = Struct("<HH")
_CELL = Struct("<HHH")
_BIFF8 = 0x0600


class NotBiff8(Exception):  # noqa: N818 - no fault of the file: it is only older
    """The workbook is of Excel 95 or before, whose records are others."""


@dataclass(slots=True)
class BiffSheet:
    """What one sheet says beside its values.

    Args:
        shape: Hidden parts, percentages, rows that stand out.
        errors: Error text by row and column.
    """

    shape: Shape = field(default_factory=Shape)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class _Style:
    percent: bool = False
    text: bool = False
    strong: bool = False


class BiffScan:
    """Walks a workbook stream once.

    Args:
        data: The whole stream.

    Raises:
        NotBiff8: Its records are of an older kind.
        Refusal: It is encrypted.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._formats: dict[int, str] = {}
        self._bold: list[bool] = []
        self._styles: list[_Style] = []
        self._places: list[int] = []

    def sheets(self) -> list[BiffSheet]:
        """Return what is known of each sheet, in the workbook's order, charts included."""
        try:
            self._take_globals()
            return [self._sheet(place) for place in self._places]
        except (error, IndexError) as damage:
            raise NotBiff8 from damage

    def _records(self, position: int) -> Iterator[tuple[int, bytes]]:
        """Yield the records of one substream: kind and content; those of an embedded chart are skipped."""
        depth = 0
        while position + 4 <= len(self._data):
            kind, size = _HEADER.unpack_from(self._data, position)
            body = self._data[position + 4 : position + 4 + size]
            position += 4 + size
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
            if depth <= 1:
                yield kind, body
            if depth <= 0:
                return

    def _take_globals(self) -> None:
        for kind, body in self._records(0):
            if kind == _BOF and unpack_from("<H", body)[0] != _BIFF8:
                raise NotBiff8
            if kind == _PROTECTED:
                raise Refusal("encrypted")
            if kind == _SHEET:
                self._places.append(unpack_from("<I", body)[0])
            elif kind == _FORMAT:
                number, length, wide = unpack_from("<HHB", body)
                raw = body[5 : 5 + length * (2 if wide & 1 else 1)]
                self._formats[number] = category(raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace"))
            elif kind == _FONT:
                self._bold.append(unpack_from("<H", body, 6)[0] >= 600)
            elif kind == _XF:
                self._styles.append(self._style(body))

    def _style(self, body: bytes) -> _Style:
        font, number = unpack_from("<HH", body)
        borders, colours = unpack_from("<IH", body, 14)
        kind = self._formats.get(number) or builtin_category(number)
        # There is no font number 4, and white (9, 65) is no colour to stand out.
        font -= font > 4
        bold = font < len(self._bold) and self._bold[font]
        filled = borders >> 26 != 0 and colours & 0x7F not in (9, 64, 65)
        return _Style(kind == "percent", kind == "text", bold or filled)

    def _sheet(self, place: int) -> BiffSheet:
        sheet = BiffSheet()
        shape = sheet.shape
        filled: Counter[int] = Counter()
        strong: Counter[int] = Counter()
        frozen = False
        for kind, body in self._records(place):
            if kind in (_FORMULA, _BOOLERR, _NUMBER, _RK, _LABEL, _LABELSST):
                row, column, style = _CELL.unpack_from(body)
                self._take_cell(sheet, row, column, style, number=kind not in (_LABEL, _LABELSST))
                if code := _error(kind, body):
                    sheet.errors[row, column] = code
                filled[row] += 1
                strong[row] += self._styles[style].strong
            elif kind == _MULRK:
                row, column = unpack_from("<HH", body)
                for offset in range(4, len(body) - 2, 6):
                    style = unpack_from("<H", body, offset)[0]
                    self._take_cell(sheet, row, column + (offset - 4) // 6, style, number=True)
                    filled[row] += 1
                    strong[row] += self._styles[style].strong
            elif kind == _ROW and unpack_from("<H", body, 12)[0] & 0x20:
                shape.hidden_rows.append(unpack_from("<H", body)[0])
            elif kind == _COLUMN and body[8] & 1:
                first, last = unpack_from("<HH", body)
                shape.hidden_columns.extend(range(first, min(last, LAST_COLUMN) + 1))
            elif kind == _WINDOW:
                frozen = bool(unpack_from("<H", body)[0] & 8)
            elif kind == _PANE and frozen:
                shape.frozen_row = unpack_from("<H", body, 2)[0] or None
        shape.bold = [row for row in sorted(filled) if row < STYLED_ROWS and 2 * strong[row] > filled[row]]
        return sheet

    def _take_cell(self, sheet: BiffSheet, row: int, column: int, style: int, *, number: bool) -> None:
        look = self._styles[style]
        if look.percent and number:
            sheet.shape.percents.setdefault(column, []).append(row)
        elif look.text:
            sheet.shape.texts[column] += 1


def _error(kind: int, body: bytes) -> str | None:
    """Return the error that a cell shows; None where it shows none."""
    if kind == _BOOLERR and body[7]:
        return _ERRORS.get(body[6], "#ERROR!")
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return _ERRORS.get(body[8], "#ERROR!")
    return None
