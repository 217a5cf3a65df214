"""What the merged cells of a table say: groups to fill down, and titles that stand across.

`rows` asks here once for each table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.fields.text import fold

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid

_SECTION = 3


def fill_down(grid: Grid, rows: range, columns: set[int]) -> dict[int, dict[int, int]]:
    """Return, by row and column, the row that holds the value of a cell inside a merge that goes down."""
    found: dict[int, dict[int, int]] = {}
    for merge in grid.merges:
        if merge.bottom > merge.top and merge.left in columns and merge.top in rows:
            for row in range(merge.top + 1, min(merge.bottom + 1, rows.stop)):
                found.setdefault(row, {})[merge.left] = merge.top
    return found


def sections(grid: Grid, rows: range, columns: int) -> frozenset[int]:
    """Return the rows that hold one text merged across much of the table: titles of what follows."""
    across = (m for m in grid.merges if m.top == m.bottom and m.top in rows and m.right - m.left + 1 >= _SECTION)
    return frozenset(
        m.top
        for m in across
        if isinstance(text := grid.value(m.top, m.left), str)
        and fold(text)
        and sum(c is not None for c in grid.rows[m.top]) == 1
        and _spanned(grid, m.top, m.left, m.right) * 2 >= columns
    )


def _spanned(grid: Grid, row: int, left: int, right: int) -> int:
    """Count the columns of a merged cell that hold values in the rows around it."""
    near = [r for r in range(max(0, row - 3), min(len(grid.rows), row + 4)) if r != row]
    return sum(any(grid.value(r, c) is not None for r in near) for c in range(left, right + 1))
