"""Columns of a returned sheet whose heading was changed: known again by what stands in them, or by where they stand.

`plan` asks once the headings are matched; what is found here is said, so that a person can look at it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import ColumnReader, is_blank
from govdesk.sheet.identity import is_same
from govdesk.sheet.lexicon import plain
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, Problem

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.headings import SheetTable
    from govdesk.store.query import Record

_ENOUGH = 0.6
_DECIDED = ("user", "remembered")

Find = Callable[[str], "Record | None"]


def recognised(
    grid: Grid,
    table: SheetTable,
    register: type[Register],
    columns: Sequence[Column],
    layout: Sequence[str],
    extras: AbstractSet[str],
    find: Find,
) -> tuple[tuple[Column, ...], list[Problem]]:
    """Return the columns with those known again whose heading was changed, and what to ask about them.

    Args:
        grid: The sheet.
        table: Its table.
        register: What it holds.
        columns: What became of each column by its heading.
        layout: Names of the fields as they were sent, from left to right; empty where nobody knows.
        extras: Headings that records hold beside their fields.
        find: Returns the record of a hidden id.
    """
    known = set(layout) or {f.name for f in register.fields() if not f.system}
    missing = known - {c.field for c in columns}
    open_ = [c for c in columns if _is_open(c, known, bool(layout)) and plain(c.heading) not in set(map(plain, extras))]
    if not missing or not open_:
        return tuple(columns), []
    rows = _rows(grid, table, columns, find)
    found: dict[int, str] = {}
    for name in (n for n in (layout or [f.name for f in register.fields()]) if n in missing):
        rated = [(_share(grid, c, register.field(name), rows, table), c) for c in open_ if c.index not in found]
        share, column = max(rated, key=lambda r: r[0], default=(0.0, None))
        if column is not None and share >= _ENOUGH:
            found[column.index] = name
    found |= _by_place(grid, table, register, columns, layout, missing - set(found.values()), open_, found)
    changed = tuple(replace(c, field=found[c.index], how="content") if c.index in found else c for c in columns)
    return changed, [_question(c, register.field(c.field), table) for c in changed if c.index in found]


def _is_open(column: Column, known: AbstractSet[str], sure: bool) -> bool:  # noqa: FBT001 - one of three facts
    """Answer whether a column's heading may be a changed one: it means nothing, or a field that was never sent."""
    if column.how in _DECIDED or column.field == IDENTITY:
        return False
    return column.field in (EXTRA, LEFT_OUT) or (sure and column.field not in known)


def _rows(grid: Grid, table: SheetTable, columns: Sequence[Column], find: Find) -> dict[int, Record]:
    place = next((c.index for c in columns if c.field == IDENTITY), None)
    if place is None:
        return {}
    rows = range(table.first_row, table.last_row + 1)
    found = {r: find(as_text(grid.value(r, place))) for r in rows if grid.value(r, place) is not None}
    return {r: record for r, record in found.items() if record is not None}


def _share(grid: Grid, column: Column, field: Field, rows: Mapping[int, Record], table: SheetTable) -> float:
    """Return in which share of the filled rows a column says what the records hold in a field."""
    reader = ColumnReader(grid, column.index, field, range(table.first_row, table.last_row + 1))
    same = count = 0
    for row, record in rows.items():
        cell = grid.value(row, column.index)
        held: Any = record.names.get(field.name) if field.kind.code == "link" else record.values.get(field.name)
        if is_blank(cell) and held is None:
            continue
        value = reader.read_cell(cell, row)
        count += 1
        if isinstance(value, Lookup):
            same += fold(value.text) == fold(str(held or ""))
        else:
            same += not isinstance(value, Invalid) and is_same(held, value)
    return same / count if count else 0.0


def _by_place(
    grid: Grid,
    table: SheetTable,
    register: type[Register],
    columns: Sequence[Column],
    layout: Sequence[str],
    missing: AbstractSet[str],
    open_: Sequence[Column],
    found: Mapping[int, str],
) -> dict[int, str]:
    """Return the columns that stand where a field stood when the sheet was sent, and hold nothing that does not fit it."""
    fields = [found.get(c.index, c.field) for c in columns]
    if not layout:
        return {}
    here: dict[int, str] = {}
    for column in open_:
        if column.index in found:
            continue
        place = [c.index for c in columns].index(column.index)
        before = next((f for f in reversed(fields[:place]) if f in layout), None)
        after = next((f for f in fields[place + 1 :] if f in layout), None)
        start = layout.index(before) + 1 if before else 0
        end = layout.index(after) if after else len(layout)
        between = [n for n in layout[start:end] if n in missing and n not in here.values()]
        if len(between) == 1 and _fits(grid, column, register.field(between[0]), table):
            here[column.index] = between[0]
    return here


def _fits(grid: Grid, column: Column, field: Field, table: SheetTable) -> bool:
    rows = range(table.first_row, table.last_row + 1)
    reader = ColumnReader(grid, column.index, field, rows)
    read = [reader.read(r) for r in rows if not is_blank(grid.value(r, column.index))]
    return sum(isinstance(v, Invalid) for v in read) * 2 <= len(read)


def _question(column: Column, field: Field, table: SheetTable) -> Problem:
    text = N_(
        "The heading “{heading}” is not one that was sent. By its place and its cells the column is taken for “{field}”; please look whether that is right."
    )
    args = {"heading": column.heading, "field": Message(field.label)}
    return Problem("renamed_heading", cell_address(table.header_row, column.index), Message(text, args), field.name)
