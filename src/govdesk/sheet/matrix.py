"""Responsibility matrices: names across and letters in the cells, or letters across and names; each becomes a row of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.kinds import Choice, Link
from govdesk.fields.text import clean
from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import as_seen, is_blank, is_nothing, is_placeholder
from govdesk.sheet.grid import CellError, Grid
from govdesk.sheet.headings import SheetTable
from govdesk.sheet.mark import marked_columns, marks_in, roles_across
from govdesk.sheet.naming import parts_of
from govdesk.sheet.plan_values import EXTRA, LEFT_OUT, Column, NewLink, Problem
from govdesk.sheet.rows import Reading, RowReader

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Matrix, Register


_DOUBT = re.compile("[?？]")


def matrix_columns(
    grid: Grid, table: SheetTable, register: type[Register], columns: tuple[Column, ...]
) -> tuple[Column, ...]:
    """Return the columns of a matrix: the side, the marks (their field is the cell's), and what stands beside."""
    matrix = register.about.matrix
    assert matrix is not None  # noqa: S101 - only registers with a matrix are laid out so
    rows = range(table.first_row, table.last_row + 1)
    marked = set(roles_across(register, {c.index: c.heading for c in columns}))
    if not marked:
        named = [c.index for c in columns if c.field != matrix.side]
        marked = set(marked_columns(grid, rows, named, register, named=True, share=1))
    side = _side(grid, rows, columns, marked, matrix)
    found = []
    for column in columns:
        name = column.field
        if column.how == "user" and name in (LEFT_OUT, EXTRA):
            pass
        elif side is not None and column.index == side.index:
            name = matrix.side
        elif column.index in marked:
            name = LEFT_OUT if is_placeholder(column.heading) else matrix.cell
        elif name in (matrix.cell, matrix.side, *matrix.top):
            name = EXTRA
        if name == EXTRA and not column.samples:
            name = LEFT_OUT
        found.append(replace(column, field=name))
    return tuple(found)


def _side(grid: Grid, rows: range, columns: Sequence[Column], marked: set[int], matrix: Matrix) -> Column | None:
    first = min(marked, default=0)
    texts = [c for c in columns if c.index not in marked and c.index < first and _holds_text(grid, c.index, rows)]
    return next((c for c in columns if c.field == matrix.side and c.index not in marked), None) or (
        texts[-1] if texts else None
    )


def _holds_text(grid: Grid, index: int, rows: range) -> bool:
    cells = [v for r in rows if (v := grid.value(r, index)) is not None]
    return bool(cells) and sum(isinstance(v, str) for v in cells) * 2 >= len(cells)


@dataclass(frozen=True, slots=True)
class _Top:
    """What a heading across stands for: a record, or a mark under which names stand."""

    column: Column
    field: Field
    value: Any
    shown: str = ""
    mark: str | None = None


def read_matrix(
    grid: Grid,
    table: SheetTable,
    register: type[Register],
    columns: tuple[Column, ...],
    reader: RowReader,
    kinds: Mapping[str, str] | None = None,
) -> Iterator[Reading]:
    """Yield one reading for each mark of each cell, or for each name under a mark.

    Args:
        reader: Reads what stands beside the marks; it does not know their columns.
        kinds: Which link a name that nobody knows means, by name, as the user said; `*` for all others.
    """
    matrix = register.about.matrix
    assert matrix is not None  # noqa: S101 - see above
    reader.across = matrix.cell
    across = [c for c in columns if c.field == matrix.cell]
    under = roles_across(register, {c.index: c.heading for c in across})
    project = reader.default("project")
    across_as = _Across(register, matrix, reader, kinds or {}, project)
    tops = [_top(register, matrix, c, under.get(c.index), across_as) for c in across]
    for row in range(table.first_row, table.last_row + 1):
        line = reader.read_row(row)
        if line is None:
            continue
        if matrix.side not in line.values and not any(p.field == matrix.side for p in line.problems):
            if reader.says_something(line) or any(not is_blank(grid.value(row, c.index)) for c in across):
                reader.beside.append(row)
            continue
        count = 0
        for top in tops:
            cell = grid.value(row, top.column.index)
            if not is_blank(cell) and not is_nothing(cell):
                for reading in _of_cell(register, matrix, line, top, cell, across_as):
                    count += 1
                    yield reading
        if not count:
            reader.beside.append(row)


@dataclass(frozen=True, slots=True)
class _Across:
    """How the names of a matrix are understood."""

    register: type[Register]
    matrix: Matrix
    reader: RowReader
    kinds: Mapping[str, str]
    project: Any

    def named(self, text: str) -> tuple[Field, Any, str]:
        """Return the link that a name means, the record behind it, and its words: a known one, else a new one."""
        fields = [self.register.field(name) for name in self.matrix.top]
        for field in fields:
            text = self.reader.fixes.alike(field.name).get(text, text)
        if not text:
            return fields[0], None, ""
        found = [(f, self._record(f, text)) for f in fields]
        usual = self.kinds.get(text) or self.kinds.get("*")
        new = next((pair for pair in found if pair[0].name == usual), found[0])
        field, value = next(((f, v) for f, v in found if not isinstance(v, Invalid | NewLink)), new)
        return field, value, clean(text)

    def _record(self, field: Field, text: str) -> Any:
        assert isinstance(field.kind, Link)  # noqa: S101 - a matrix has links at its side and top
        found = self.reader.naming.one(field, Lookup(field.kind.target, clean(text)), self.project)
        return found if isinstance(found, Invalid) else found.value


def _top(register: type[Register], matrix: Matrix, column: Column, mark: str | None, names: _Across) -> _Top:
    """Return what a heading across stands for."""
    if mark is not None:
        return _Top(column, register.field(matrix.top[0]), None, mark=mark)
    field, value, shown = names.named(column.heading)
    return _Top(column, field, value, shown)


def names_across(
    register: type[Register],
    columns: Sequence[Column],
    grid: Grid,
    rows: range,
    reader: RowReader,
    kinds: Mapping[str, str],
) -> Iterator[tuple[str, Field, Any, int]]:
    """Yield each name across a matrix, or under its marks, with the link and the record it means and how often it stands."""
    matrix = register.about.matrix
    assert matrix is not None  # noqa: S101 - only registers with a matrix are laid out so
    across = [c for c in columns if c.field == matrix.cell]
    under = roles_across(register, {c.index: c.heading for c in across})
    counts: Counter[str] = Counter()
    for column in across:
        if column.index in under:
            cells = (grid.value(r, column.index) for r in rows)
            counts.update(p for c in cells if not is_blank(c) and not is_nothing(c) for p in parts_of(as_text(c)))
        else:
            counts[column.heading] += sum(not is_blank(grid.value(r, column.index)) for r in rows)
    names = _Across(register, matrix, reader, kinds, reader.default("project"))
    for text, count in counts.items():
        field, value, _ = names.named(text)
        yield text, field, value, count


def _of_cell(
    register: type[Register], matrix: Matrix, line: Reading, top: _Top, cell: object, names: _Across
) -> Iterator[Reading]:
    address = cell_address(line.row, top.column.index)
    instead = _instead(register, matrix, line, address, cell, names) if top.mark is None else None
    if instead == "" or (top.mark is None and not top.shown):
        return
    cell = instead or cell
    if isinstance(cell, CellError):
        why = N_("The cell shows the error {code}. Mend it in the file.")
        problem = Problem("error_cell", address, Message(why, {"code": cell.code}), matrix.cell, cell.code)
        yield _with(line, top.field, top.value, top.shown, matrix.cell, problem, address)
        return
    text = as_text(cell)
    if top.mark is not None:
        for name in parts_of(text):
            field, value, shown = names.named(name)
            if not shown:
                continue
            yield _with(line, field, value, shown, matrix.cell, top.mark, address)
        return
    kind = register.field(matrix.cell).kind
    assert isinstance(kind, Choice)  # noqa: S101 - a matrix has a choice in its cells
    for mark in marks_in(text, kind):
        value = kind.read(mark)
        if isinstance(value, Invalid) or _DOUBT.search(mark):
            letters = ", ".join(t.mark for t in kind.vocabulary if t.mark)
            told = Message(
                N_("“{text}” does not say which part is meant. Write one of {letters}."),
                {"text": mark, "letters": letters},
            )
            value = Problem("choice", address, told, matrix.cell, mark)
        yield _with(line, top.field, top.value, top.shown, matrix.cell, value, address)


def _instead(
    register: type[Register], matrix: Matrix, line: Reading, address: str, cell: object, names: _Across
) -> str | None:
    """Return what the user put in the place of a cell: by its address, or by its row where it cannot be read, or by its text."""
    own = names.reader.fixes.own(line.row)
    alike = names.reader.fixes.alike(matrix.cell).get(as_seen(cell))
    if address in own or matrix.cell not in own:
        return own.get(address, alike)
    kind = register.field(matrix.cell).kind
    assert isinstance(kind, Choice)  # noqa: S101 - a matrix has a choice in its cells
    marks = [] if isinstance(cell, CellError) else marks_in(as_text(cell), kind)
    readable = marks and not any(isinstance(kind.read(m), Invalid) or _DOUBT.search(m) for m in marks)
    return alike if readable else own[matrix.cell]


def _with(line: Reading, field: Field, value: Any, shown: str, cell: str, mark: Any, address: str) -> Reading:
    """Return a line's reading with who takes part and how; what does not fit becomes a problem."""
    values, names, problems = {**line.values}, {**line.names}, [*line.problems]
    if isinstance(value, Invalid):
        problems.append(Problem(value.code, address, value.message, field.name, shown))
    else:
        values[field.name], names[field.name] = value, shown
    if isinstance(mark, Problem):
        problems.append(mark)
    else:
        values[cell] = mark
    return replace(line, values=values, names=names, problems=problems, filled=True)
