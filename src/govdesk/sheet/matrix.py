"""Responsibility matrices: names across, letters in the cells; each letter becomes a row of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.text import clean
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import is_blank, is_placeholder
from govdesk.sheet.grid import Grid
from govdesk.sheet.headings import SheetTable, is_mark, marks
from govdesk.sheet.plan_values import EXTRA, LEFT_OUT, Column, Problem
from govdesk.sheet.rows import Reading, RowReader

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register


def matrix_columns(
    grid: Grid, table: SheetTable, register: type[Register], columns: tuple[Column, ...]
) -> tuple[Column, ...]:
    """Return the columns of a matrix: the side, the marks (their field is the cell's), and what stands beside."""
    matrix = register.about.matrix
    assert matrix is not None  # noqa: S101 - only registers with a matrix are laid out so
    rows = range(table.first_row, table.last_row + 1)
    marked = {c.index for c in columns if _is_marked(grid, c.index, rows)}
    first_mark = min(marked, default=0)
    texts = [c for c in columns if c.index not in marked and c.index < first_mark and _holds_text(grid, c.index, rows)]
    side = next((c for c in columns if c.field == matrix.side), None) or (texts[-1] if texts else None)
    found = []
    for column in columns:
        if side is not None and column.index == side.index:
            name = matrix.side
        elif column.index in marked:
            name = LEFT_OUT if is_placeholder(column.heading) else matrix.cell
        else:
            beside = column.field not in (matrix.cell, *matrix.top)
            name = (column.field if beside else EXTRA) if column.samples else LEFT_OUT
        found.append(Column(column.index, column.heading, name, column.suggestions, column.samples, column.how))
    return tuple(found)


def _is_marked(grid: Grid, index: int, rows: range) -> bool:
    cells = [v for r in rows if not is_blank(v := grid.value(r, index))]
    return bool(cells) and sum(map(is_mark, cells)) * 2 >= len(cells)


def _holds_text(grid: Grid, index: int, rows: range) -> bool:
    cells = [v for r in rows if (v := grid.value(r, index)) is not None]
    return bool(cells) and sum(isinstance(v, str) for v in cells) * 2 >= len(cells)


def read_matrix(
    grid: Grid, table: SheetTable, register: type[Register], columns: tuple[Column, ...], reader: RowReader
) -> Iterator[Reading]:
    """Yield one reading for each letter of each marked cell."""
    matrix = register.about.matrix
    assert matrix is not None  # noqa: S101 - see above
    side = next((c for c in columns if c.field == matrix.side), None)
    tops = {c.index: _top(register, matrix.top, c.heading, reader) for c in columns if c.field == matrix.cell}
    role = register.field(matrix.cell)
    for row in range(table.first_row, table.last_row + 1):
        task = grid.value(row, side.index) if side else None
        if is_blank(task) or not grid.rows[row]:
            continue
        text = as_text(task)
        line = register.field(matrix.side)
        link = reader.resolve(line, Lookup(matrix.side, text))
        for index, (field, value) in tops.items():
            cell = grid.value(row, index)
            if is_blank(cell):
                continue
            for letter in _letters(cell):
                reading = Reading(row, filled=True)
                reading.values = {matrix.side: link[0] if isinstance(link, tuple) else link, field.name: value}
                reading.names = {matrix.side: text, field.name: clean(_heading(columns, index))}
                mark = role.kind.read(letter)
                if isinstance(mark, Invalid):
                    problem = Problem(mark.code, cell_address(row, index), mark.message, role.name, letter)
                    reading.problems.append(problem)
                else:
                    reading.values[role.name] = mark
                yield reading


def _heading(columns: tuple[Column, ...], index: int) -> str:
    return next(c.heading for c in columns if c.index == index)


def _top(register: type[Register], names: tuple[str, ...], heading: str, reader: RowReader) -> tuple[Field, object]:
    """Return the field and the record that a heading across names: one that is known, else a new one of the usual kind."""
    found = None
    for name in names:
        field = register.field(name)
        value = reader.resolve(field, Lookup(field.kind.target, clean(heading)))  # type: ignore[attr-defined]
        value = value[0] if isinstance(value, tuple) else value
        if isinstance(value, str):
            return field, value
        found = found or (field, value)
    assert found is not None  # noqa: S101 - a matrix names at least one link
    return found


def _letters(cell: object) -> list[str]:
    text = as_text(cell)
    if is_mark(text):
        return marks(text)
    return [text]
