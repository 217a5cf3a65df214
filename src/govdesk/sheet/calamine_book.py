"""Workbooks in the formats that only calamine reads: xls, xlsb and ods.

Called by `worker` in the reading process. Calamine is fast but gives an empty text for every error cell and no number formats;
`biff` adds both for xls.
"""

from __future__ import annotations

from math import isfinite
from typing import IO, Any

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack
from govdesk.sheet.stream import Shape, Stream
from govdesk.sheet.xlsx_text import unescape

_MAX_AREA = 20_000_000


def read_with_calamine(file: IO[bytes], kind: str, stream: Stream, properties: dict[str, str]) -> None:
    """Send a whole xls, xlsb or ods workbook through the stream."""
    import python_calamine  # noqa: PLC0415 - only the formats that need it pay for it

    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise Refusal("corrupt") from error
    sheets = [m for m in book.sheets_metadata if m.typ == python_calamine.SheetTypeEnum.WorkSheet]
    if not sheets:
        raise Refusal("no_sheets")
    stream.book(kind, properties)
    for done, metadata in enumerate(sheets, 1):
        try:
            sheet = book.get_sheet_by_name(metadata.name)
        except python_calamine.CalamineError as error:
            raise Refusal("corrupt") from error
        stream.sheet(metadata.name, hidden=metadata.visible != python_calamine.SheetVisibleEnum.Visible)
        if sheet.total_height * sheet.total_width > _MAX_AREA:
            raise Refusal("memory")
        for row, cells in enumerate(sheet.to_python(skip_empty_area=False)):
            stream.row(row, [_value(cell) for cell in cells])
        shape = Shape()
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            shape.merges.append((top, left, bottom, right))
        stream.end(shape)
        stream.progress(done, len(sheets))


def _value(cell: Any) -> Any:
    kind = type(cell)
    if kind is str:
        return unescape(cell) or None
    if kind is float:
        if not isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell
    return pack(cell)
