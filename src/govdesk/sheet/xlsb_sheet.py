"""One sheet of an xlsb workbook: its cells, and all that it says beside them.

Called by `xlsb_book` once per sheet; `binary_sheet` types the cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct, unpack_from
from typing import IO

from govdesk.sheet.address import LAST_COLUMN, LAST_ROW, cell_address
from govdesk.sheet.binary_sheet import BinarySheet, BinaryStyle, rk_number
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Shape, Stream
from govdesk.sheet.xlsb_record import records, rectangle, rich_text, text

_ROW, _RK, _ERROR, _TRUTH, _REAL, _TEXT, _SHARED = 0, 2, 3, 4, 5, 6, 7
_FORMULA_TEXT, _FORMULA_REAL, _FORMULA_TRUTH, _FORMULA_ERROR = 8, 9, 10, 11
_RICH = 62
_COLUMNS, _PANE, _MERGE, _FILTER = 60, 151, 176, 161
_HIDDEN_ROW = 0x10
_CELL = Struct("<II")
_MAX_MERGES = 100_000


def read_sheet(
    part: IO[bytes], texts: Sequence[str], styles: Sequence[BinaryStyle], stream: Stream, *, epoch_1904: bool
) -> BinarySheet:
    """Send the rows of a sheet and return it, still to be finished with what lies in other parts.

    Args:
        part: The unpacked records.
        texts: The workbook's shared texts.
        styles: Its cell styles.
        stream: Where the rows go.
        epoch_1904: Whether dates count from 1904.
    """
    sheet = BinarySheet(styles, stream, epoch_1904=epoch_1904)
    row = 0
    for kind, body in records(part):
        if kind == _ROW:
            row = unpack_from("<I", body)[0]
            if row > LAST_ROW:
                raise Refusal("outside_grid", cell=cell_address(row, 0))
            if len(body) > 11 and body[11] & _HIDDEN_ROW:
                sheet.shape.hidden_rows.append(row)
        elif kind <= _FORMULA_ERROR or kind == _RICH:
            _take_cell(sheet, row, kind, body, texts)
        else:
            _note(sheet.shape, kind, body)
    return sheet


def _take_cell(sheet: BinarySheet, row: int, kind: int, body: bytes, texts: Sequence[str]) -> None:
    column, style = _CELL.unpack_from(body)
    style &= 0xFFFFFF
    if kind == _SHARED:
        sheet.text(row, column, style, texts[unpack_from("<I", body, 8)[0]])
    elif kind == _RK:
        sheet.number(row, column, style, rk_number(unpack_from("<I", body, 8)[0]))
    elif kind in (_REAL, _FORMULA_REAL):
        sheet.number(row, column, style, unpack_from("<d", body, 8)[0])
    elif kind in (_TEXT, _FORMULA_TEXT):
        sheet.text(row, column, style, text(body, 8)[0])
    elif kind == _RICH:
        sheet.text(row, column, style, rich_text(body, 8))
    elif kind in (_TRUTH, _FORMULA_TRUTH):
        sheet.value(row, column, style, bool(body[8]))
    elif kind in (_ERROR, _FORMULA_ERROR):
        sheet.error(row, column, style, body[8])


def _note(shape: Shape, kind: int, body: bytes) -> None:
    if kind == _COLUMNS and unpack_from("<H", body, 16)[0] & 1:
        first, last = unpack_from("<II", body)
        shape.hidden_columns.extend(range(first, min(last, LAST_COLUMN) + 1))
    elif kind == _PANE and len(body) > 28 and body[28] & 3:
        shape.frozen_row = int(unpack_from("<d", body, 8)[0]) or None
    elif kind == _MERGE and len(shape.merges) < _MAX_MERGES:
        shape.merges.append(rectangle(body))
    elif kind == _FILTER:
        shape.tables.append(rectangle(body))
