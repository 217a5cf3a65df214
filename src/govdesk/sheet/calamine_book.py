"""Workbooks of Excel 95 and before, which only calamine reads here.

Called by `xls_book` in the reading process. Calamine gives an empty text for every error cell and no number formats, so a
notice says that errors may have been lost.
"""

from __future__ import annotations

from math import isfinite
from typing import IO, Any

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack
from govdesk.sheet.stream import Shape, Stream

_MAX_AREA = 20_000_000


def read_with_calamine(file: IO[bytes], stream: Stream, properties: dict[str, str]) -> None:
    """Send a whole old workbook through the stream."""
    import python_calamine  # noqa: PLC0415 - only the formats that need it pay for it

    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise Refusal("corrupt") from error
    metadata = book.sheets_metadata
    stream.book("xls", properties)
    for number, entry in enumerate(metadata):
        if entry.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(entry.name)
        except python_calamine.CalamineError as error:
            raise Refusal("corrupt") from error
        stream.sheet(entry.name, hidden=entry.visible != python_calamine.SheetVisibleEnum.Visible)
        _send(sheet, stream)
        stream.progress(number + 1, len(metadata))


def _send(sheet: Any, stream: Stream) -> None:
    if sheet.total_height * sheet.total_width > _MAX_AREA:
        raise Refusal("memory")
    shape = Shape(notices=[("errors_lost", {})])
    left = [None] * (sheet.start[1] if sheet.start else 0)
    for row, cells in enumerate(sheet.iter_rows()):
        stream.row(row, left + [_value(cell) for cell in cells])
    for (top, left_column), (bottom, right) in sheet.merged_cell_ranges or ():
        shape.merges.append((top, left_column, bottom, right))
    stream.end(shape)


def _value(cell: Any) -> Any:
    kind = type(cell)
    if kind is str:
        return cell.replace("\0", "\ufffd") or None
    if kind is float:
        if not isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell
    return pack(cell)
