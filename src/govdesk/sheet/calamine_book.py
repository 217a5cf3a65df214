"""Workbooks in the formats that only calamine reads: xls and xlsb.

Called by `worker` in the reading process. Calamine is fast but gives an empty text for every error cell and no number formats;
`biff` adds both for xls.
"""

from __future__ import annotations

from math import isfinite
from typing import IO, Any

from govdesk.sheet.biff import BiffSheet
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack
from govdesk.sheet.stream import Shape, Stream

_MAX_AREA = 20_000_000


def read_with_calamine(
    file: IO[bytes],
    kind: str,
    stream: Stream,
    properties: dict[str, str],
    surroundings: list[BiffSheet] | None = None,
) -> None:
    """Send a whole xls or xlsb workbook through the stream.

    Args:
        surroundings: What is known of each sheet beside its values; None where that is nothing.
    """
    import python_calamine  # noqa: PLC0415 - only the formats that need it pay for it

    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
    except python_calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    except (python_calamine.CalamineError, OSError) as error:
        raise Refusal("corrupt") from error
    metadata = book.sheets_metadata
    known = surroundings if surroundings is not None and len(surroundings) == len(metadata) else None
    stream.book(kind, properties)
    for number, entry in enumerate(metadata):
        if entry.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(entry.name)
        except python_calamine.CalamineError as error:
            raise Refusal("corrupt") from error
        stream.sheet(entry.name, hidden=entry.visible != python_calamine.SheetVisibleEnum.Visible)
        _send(sheet, known[number] if known else None, stream)
        stream.progress(number + 1, len(metadata))


def _send(sheet: Any, known: BiffSheet | None, stream: Stream) -> None:
    if sheet.total_height * sheet.total_width > _MAX_AREA:
        raise Refusal("memory")
    shape = known.shape if known else Shape(notices=[("errors_lost", {})])
    errors: dict[int, dict[int, str]] = {}
    for (row, column), code in known.errors.items() if known else ():
        errors.setdefault(row, {})[column] = code
    left = [None] * (sheet.start[1] if sheet.start else 0)
    for row, cells in enumerate(sheet.iter_rows()):
        stream.row(row, _with_errors(left + [_value(cell) for cell in cells], errors.pop(row, {})))
    for late in sorted(errors):
        stream.row(late, _with_errors([], errors[late]))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        shape.merges.append((top, left, bottom, right))
    stream.end(shape)


def _with_errors(cells: list[Any], errors: dict[int, str]) -> list[Any]:
    for column, code in errors.items():
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = code.encode()
    return cells


def _value(cell: Any) -> Any:
    kind = type(cell)
    if kind is str:
        return cell.replace("\0", "\ufffd") or None
    if kind is float:
        if not isfinite(cell):
            return str(cell)
        return int(cell) if cell.is_integer() and abs(cell) < 1e18 else cell
    return pack(cell)
