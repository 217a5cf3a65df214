"""Tables that stand side by side in one sheet: each is read as if the others were not there.

`plan` asks here for the tables of a sheet; `headings` finds those of each pane.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from govdesk.sheet.grid import Grid, Row
from govdesk.sheet.headings import SheetTable, find_tables
from govdesk.sheet.lexicon import Lexicon, plain, register_words

_LOOKED_AT = 200
_NARROWEST = 2
#: Within how many rows from the top the names of two registers may stand over their columns.
_TITLES = 12
_WIDE = 3


def find_all(
    grid: Grid, lexicons: Mapping[str, Lexicon], *, header_row: int | None = None, header_rows: int | None = None
) -> list[tuple[Grid, SheetTable]]:
    """Return the tables of a sheet, left to right and top down, each with the part of the sheet in which it stands.

    Args:
        grid: The sheet.
        lexicons: The registers that may answer, by code.
        header_row: The row that the user says is the header of the first table, from 0.
        header_rows: How many rows the user says it has.
    """
    found: list[tuple[Grid, SheetTable]] = []
    for pane in panes(grid, lexicons):
        row, rows = (header_row, header_rows) if not found else (None, None)
        found += [(pane, table) for table in find_tables(pane, lexicons, header_row=row, header_rows=rows)]
    return found


def panes(grid: Grid, lexicons: Mapping[str, Lexicon]) -> list[Grid]:
    """Return the sheet cut between tables that stand beside each other; the sheet as it is where there is one at most."""
    parts = list(_parts(grid))
    if len(parts) < _NARROWEST:
        parts = list(_named_parts(grid, lexicons))
    if len(parts) < _NARROWEST:
        return [grid]
    starts = [part.start for part in parts if _stands_alone(cut(grid, part), lexicons)]
    if len(starts) < _NARROWEST:
        return [grid]
    ends = [*starts[1:], grid.width]
    return [cut(grid, range(left, right)) for left, right in zip([0, *starts[1:]], ends, strict=True)]


def _parts(grid: Grid) -> Iterator[range]:
    """Yield the groups of columns between which no cell of the sheet holds anything, titles aside."""
    width = grid.width
    filled = [False] * width
    for rows in (grid.rows[:_LOOKED_AT], grid.rows[_LOOKED_AT:]):
        for row in rows:
            if len(row) - row.count(None) > 1:
                for column, cell in enumerate(row):
                    if cell is not None:
                        filled[column] = True
        if all(filled):
            return
    start = None
    for column, holds in enumerate([*filled, False]):
        if holds and start is None:
            start = column
        elif not holds and start is not None:
            yield range(start, column)
            start = None


def _named_parts(grid: Grid, lexicons: Mapping[str, Lexicon]) -> Iterator[range]:
    """Yield the groups of columns over each of which one row writes the name of another register."""
    for row in grid.rows[:_TITLES]:
        starts = [column for column, cell in enumerate(row) if cell is not None]
        apart = all(b - a >= _WIDE for a, b in pairwise([*starts, grid.width]))
        if len(starts) < _NARROWEST or not apart:
            continue
        words = [plain(str(row[start])) for start in starts]
        named = [{c for c, lexicon in lexicons.items() if w in register_words(lexicon.register)} for w in words]
        if all(named) and not set.intersection(*named):
            yield from (range(a, b) for a, b in pairwise([*starts, grid.width]))
            return


def _stands_alone(part: Grid, lexicons: Mapping[str, Lexicon]) -> bool:
    """Answer whether a part of a sheet holds a table of its own, with a column for what its records are called."""
    for table in find_tables(part, lexicons):
        fields = {h.hit.field for h in table.headings if h.hit}
        if table.register and lexicons[table.register].register.about.title in fields:
            return True
    return False


def cut(grid: Grid, columns: range) -> Grid:
    """Return a sheet with nothing but these columns; every cell keeps its address."""
    left = (None,) * columns.start

    def kept(row: Row) -> Row:
        cells = row[columns.start : columns.stop]
        while cells and cells[-1] is None:
            cells = cells[:-1]
        return (*left, *cells) if cells else ()

    return replace(
        grid,
        rows=[kept(row) for row in grid.rows],
        merges=tuple(m for m in grid.merges if m.left in columns),
        tables=tuple(t for t in grid.tables if t.left in columns),
        uncached=frozenset((r, c) for r, c in grid.uncached if c in columns),
    )
