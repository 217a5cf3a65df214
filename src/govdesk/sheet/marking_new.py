"""The cells of a spreadsheet that is no xlsx, written into a new sheet with the marks among them.

Used by `marking` alone.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govdesk.sheet.column import as_seen
from govdesk.sheet.outgoing import readable

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid

_LONGEST_CELL = 32_767
_DATE, _MOMENT, _PERCENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "0%"
_WIDE = 18


def fill_page(made: Any, page: Any, grid: Grid, marks: Mapping[tuple[int, int], tuple[str, str]], most: int) -> None:
    """Write a sheet's cells and marks.

    Args:
        made: The new workbook.
        page: Its sheet.
        grid: The cells.
        marks: Colour and words by row and column.
        most: How many comments at most.
    """
    formats: dict[tuple[str, str, bool], Any] = {}

    def styled(number: str, colour: str, *, bold: bool) -> Any:
        key = (number, colour, bold)
        if key == ("", "", False):
            return None
        if key not in formats:
            traits: dict[str, object] = {"bold": bold}
            if number:
                traits["num_format"] = number
            if colour:
                traits |= {"bg_color": f"#{colour[2:]}", "pattern": 1}
            formats[key] = made.add_format(traits)
        return formats[key]

    page.set_column(0, max(0, grid.width - 1), _WIDE)
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            colour = marks.get((row, column), ("", ""))[0]
            if cell is not None or colour:
                number = _number_format(grid, row, column, cell)
                _write(page, row, column, cell, styled(number, colour, bold=row in grid.bold))
    for row in grid.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})
    for (row, column), (colour, words) in sorted(marks.items())[:most]:
        if row >= len(grid.rows) or column >= len(grid.rows[row]):
            page.write_blank(row, column, None, styled("", colour, bold=False))
        page.write_comment(row, column, readable(words), {"x_scale": 1.6})


def _number_format(grid: Grid, row: int, column: int, cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return _MOMENT
    if isinstance(cell, dt.date):
        return _DATE
    return _PERCENT if isinstance(cell, int | float) and grid.format_at(row, column) == "percent" else ""


def _write(page: Any, row: int, column: int, cell: object, look: Any) -> None:
    if cell is None:
        page.write_blank(row, column, None, look)
    elif isinstance(cell, bool):
        page.write_boolean(row, column, cell, look)
    elif isinstance(cell, int | float) and math.isfinite(cell) and abs(cell) < 1e300:
        page.write_number(row, column, cell, look)
    elif isinstance(cell, dt.datetime | dt.date) and cell.year >= 1900:
        page.write_datetime(row, column, cell, look)
    else:
        page.write_string(row, column, readable(as_seen(cell))[:_LONGEST_CELL], look)
