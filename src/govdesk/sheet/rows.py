"""The rows of a table read into values: columns through their fields, merged groups filled down, names looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import ColumnReader, is_blank
from govdesk.sheet.grid import Grid
from govdesk.sheet.headings import is_mark, marks
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, NewLink, Problem

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.identity import Names

_SEVERAL = re.compile(r"\s*[、,，;；\n]\s*")
_LONGEST_NAME = 60


@dataclass(slots=True)
class Reading:
    """One row as read: values by field, what does not fit, and what stands beside."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    identity: str | None = None
    filled: bool = False


class RowReader:
    """Reads the rows of one table."""

    def __init__(
        self,
        grid: Grid,
        register: type[Register],
        columns: Sequence[Column],
        rows: range,
        names: Names,
        *,
        day_first: bool | None,
    ) -> None:
        self._grid = grid
        self._names = names
        self._register = register
        self._fields: list[tuple[Column, Field, ColumnReader]] = []
        self._extra = [c for c in columns if c.field == EXTRA]
        self._identity = next((c.index for c in columns if c.field == IDENTITY), None)
        for column in columns:
            if column.field not in (LEFT_OUT, EXTRA, IDENTITY):
                declared = register.field(column.field)
                self._fields.append(
                    (column, declared, ColumnReader(grid, column.index, declared, rows, day_first=day_first))
                )
        self._rows = rows
        self._filled_down = _fill_down(
            grid, rows, {c.index for c, _, _ in self._fields} | {c.index for c in self._extra}
        )

    def read(self) -> Iterator[Reading]:
        """Yield each row that a person filled in."""
        headings = {c.heading for c, _, _ in self._fields}
        for row in self._rows:
            cells = self._grid.rows[row]
            if not any(not is_blank(c) for c in cells) or self._repeats_header(cells, headings):
                continue
            reading = self._read_row(row)
            if reading.filled or reading.problems:
                yield from self._split_marks(reading)

    def _split_marks(self, reading: Reading) -> Iterator[Reading]:
        """Yield one reading for each mark where a cell holds several (`A/R`)."""
        matrix = self._register.about.matrix
        several = next((p for p in reading.problems if matrix and p.field == matrix.cell and is_mark(p.value)), None)
        if matrix is None or several is None:
            yield reading
            return
        rest = [p for p in reading.problems if p is not several]
        for mark in marks(several.value):
            value = self._register.field(matrix.cell).kind.read(mark)
            yield replace(reading, values={**reading.values, matrix.cell: value}, problems=rest, unreadable={})

    def _repeats_header(self, cells: Sequence[object], headings: set[str]) -> bool:
        same = sum(
            isinstance(v := cells[c.index] if c.index < len(cells) else None, str) and v.strip() == c.heading
            for c, _, _ in self._fields
        )
        return same >= 2 and same >= len(headings) * 0.5

    def _read_row(self, row: int) -> Reading:
        reading = Reading(row)
        several: dict[str, list[Any]] = {}
        for column, declared, reader in self._fields:
            source = self._filled_down.get((row, column.index), row)
            value = reader.read(source)
            if value is None:
                continue
            if isinstance(value, Lookup):
                value = self._link(reading, column, declared, value)
            if isinstance(value, Invalid):
                self._refuse(reading, column, declared, value, as_text(reader.cell(source)))
                continue
            if source == row and _is_telling(declared):
                reading.filled = True
            several.setdefault(declared.name, []).append(value)
        for name, values in several.items():
            reading.values[name] = _combined(self._register.field(name), values)
        for column in self._extra:
            cell = self._grid.value(self._filled_down.get((row, column.index), row), column.index)
            if not is_blank(cell):
                reading.extra[column.heading] = as_text(cell)
        if self._identity is not None:
            reading.identity = as_text(self._grid.value(row, self._identity)) or None
        return reading

    def _refuse(self, reading: Reading, column: Column, declared: Field, invalid: Invalid, text: str) -> None:
        address = cell_address(reading.row, column.index)
        problem = Problem(invalid.code, address, invalid.message, declared.name, text, invalid.suggestion)
        reading.problems.append(problem)
        reading.unreadable[column.heading] = text

    def _link(self, reading: Reading, column: Column, declared: Field, lookup: Lookup) -> Any:
        found = self.resolve(declared, lookup)
        if isinstance(found, tuple):
            found, first = found
            reading.extra[column.heading] = lookup.text
            reading.names[declared.name] = first
        elif not isinstance(found, Invalid):
            reading.names[declared.name] = self._names.title(found) if isinstance(found, str) else lookup.text
        return found

    def resolve(self, declared: Field, lookup: Lookup) -> Any:
        """Return the id of a name, the record that it will make, Invalid, or the first of several with its name."""
        identity = self._names.find(lookup)
        if identity:
            return identity
        parts = [p for p in _SEVERAL.split(lookup.text) if p]
        kind = declared.kind
        if len(parts) > 1 and len(lookup.text) <= _LONGEST_NAME * 2:
            first = Lookup(lookup.target, parts[0])
            return (self._names.find(first) or self._made(kind, first)), parts[0]
        return self._made(kind, lookup)

    def _made(self, kind: Any, lookup: Lookup) -> NewLink | Invalid:
        if (
            isinstance(kind, Link)
            and kind.creates
            and len(lookup.text) <= _LONGEST_NAME
            and not self._names.is_number(lookup)
        ):
            return NewLink(lookup.target, lookup.text)
        why = N_("No record is called “{text}”.")
        return Invalid("unknown_link", Message(why, {"text": lookup.text[:_LONGEST_NAME]}))


def _is_telling(declared: Field) -> bool:
    """Answer whether a filled cell of this field shows that a person filled in the row."""
    system = declared.system or declared.name in ("reference", "project")
    return not system and declared.kind.code in ("text", "long_text", "date", "link", "tags")


def _combined(declared: Field, values: Sequence[Any]) -> Any:
    """Return one value of several columns that mean the same field: the highest step, all texts, else the first."""
    if len(values) == 1:
        return values[0]
    if declared.kind.code == "scale":
        return max(values)
    if declared.kind.code in ("text", "long_text"):
        return "\n".join(dict.fromkeys(values))
    return values[0]


def _fill_down(grid: Grid, rows: range, columns: set[int]) -> dict[tuple[int, int], int]:
    """Return, for each cell inside a merge that goes down, the row that holds its value."""
    found: dict[tuple[int, int], int] = {}
    for merge in grid.merges:
        if merge.bottom > merge.top and merge.left in columns and merge.top in rows:
            for row in range(merge.top + 1, min(merge.bottom + 1, rows.stop)):
                found[row, merge.left] = merge.top
    return found
