"""The rows of a table read into values: columns through their fields, merged groups filled down, names looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.kinds import Choice, Serial
from govdesk.i18n import language
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import PLAIN_START, ColumnReader, as_seen, is_blank, order_told
from govdesk.sheet.fix import NO_FIXES, Replacements
from govdesk.sheet.grid import Grid
from govdesk.sheet.headings import SheetTable
from govdesk.sheet.mark import is_mark, marks_in
from govdesk.sheet.merged import fill_down, sections
from govdesk.sheet.naming import Named, NameReader, keeps_no_name
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, NewLink, Problem

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.identity import Names

_BROKEN = ("error_cell", "uncached")
_UNREAD = object()
#: A running number of a sheet is hardly ever longer; a note in its column is.
_LONGEST_NUMBER = 16
_NOWHERE: Mapping[int, int] = {}


@dataclass(slots=True)
class Reading:
    """One row as read: values by field, what does not fit, and what stands beside."""

    row: int
    values: dict[str, Any] = dataclass_field(default_factory=dict)
    names: dict[str, str] = dataclass_field(default_factory=dict)
    problems: list[Problem] = dataclass_field(default_factory=list)
    extra: dict[str, str] = dataclass_field(default_factory=dict)
    unreadable: dict[str, str] = dataclass_field(default_factory=dict)
    identity: str | None = None
    filled: bool = False
    realigned: bool = False


@dataclass(slots=True, eq=False)
class _Entry:
    """One column that goes to a field."""

    column: Column
    field: Field
    name: str
    reader: ColumnReader
    telling: bool
    shared: bool
    #: What each name stands for, by the project of its row.
    named: dict[Any, dict[str, Named | Invalid]] = dataclass_field(default_factory=dict)


class _Seen(dict[Any, str]):
    """The text of each cell that stands beside the fields; an empty one where it holds nothing."""

    def __missing__(self, cell: object) -> str:
        text = "" if is_blank(cell) else as_seen(cell)
        # True and 1 are equal to a dictionary, but not to a reader.
        if type(cell) is not bool and cell not in (0, 1):
            self[cell] = text
        return text


class RowReader:
    """Reads the rows of one table.

    Args:
        grid: The sheet.
        table: Where the table lies.
        register: What it holds.
        columns: What becomes of each column.
        names: What links may be called.
        day_first: Whether 03/04 is the third of April; None leaves it to each column.
        defaults: Value and shown name of the fields that hold for every row.
        home: The project whose names are meant where the rows themselves belong to none.
        fixes: What the user put in the place of cells.
        clear: Fields whose blank cells say that there is nothing; `*` for all.
    """

    def __init__(
        self,
        grid: Grid,
        table: SheetTable,
        register: type[Register],
        columns: Sequence[Column],
        names: Names,
        *,
        day_first: bool | None,
        defaults: Mapping[str, tuple[Any, str]],
        home: str | NewLink | None = None,
        fixes: Replacements = NO_FIXES,
        clear: AbstractSet[str] = frozenset(),
    ) -> None:
        self._grid = grid
        self.fixes = fixes
        self._names = names
        self.naming = NameReader(names, register)
        self._register = register
        self._home = home
        self._rows = range(table.first_row, table.last_row + 1)
        self._totals = table.totals
        self._formulas = {row for row, _ in grid.uncached}
        self._headers = {grid.rows[r] for r in range(table.header_row, table.first_row)}
        self._values = {name: value for name, (value, _) in defaults.items()}
        self._shown = {name: shown for name, (_, shown) in defaults.items() if shown}
        self._extra = [(c.index, c.heading, _Seen()) for c in columns if c.field == EXTRA]
        self._identity = next((c.index for c in columns if c.field == IDENTITY), None)
        mapped = [c for c in columns if c.field not in (LEFT_OUT, EXTRA, IDENTITY)]
        fields = [c.field for c in mapped]
        dates = [(c.index, c.heading) for c in mapped if register.field(c.field).kind.code == "date"]
        self._order = order_told(grid, dates, self._rows) if day_first is None else day_first
        # The project comes first: it says whose names the other columns mean.
        self._entries = [
            self._entry(register.field(c.field), c, day_first=day_first, shared=fields.count(c.field) > 1)
            for c in sorted(mapped, key=lambda c: c.field != "project")
        ]
        can = (e.field for e in self._entries if not (e.field.required or e.field.system or e.field.key))
        self._clear = [f.name for f in can if f.name in clear or "*" in clear]
        self._leading = [(e.column.index, e.column.heading) for e in self._entries[:3]]
        self._quick = [(e.reader.index, e.reader.memo, e.reader.is_text, e) for e in self._entries]
        used = {c.index for c in mapped} | {i for i, *_ in self._extra}
        self._filled_down = fill_down(grid, self._rows, used)
        self._sections = sections(grid, self._rows, len(columns))
        self.beside: list[int] = []
        #: The field in the cells of a matrix, which is read and mended cell by cell elsewhere; None where it is a list.
        self.across: str | None = None
        self._fields = {f.name for f in register.fields()}

    def _entry(self, declared: Field, column: Column, *, day_first: bool | None, shared: bool) -> _Entry:
        reader = ColumnReader(
            self._grid, column.index, declared, self._rows, day_first=day_first, otherwise=self._order,
            instead=self.fixes.alike(declared.name),
        )  # fmt: skip
        return _Entry(column, declared, declared.name, reader, _is_telling(declared), shared)

    def read(self) -> Iterator[Reading]:
        """Yield each row that a person filled in; `beside` then holds those that say something but no record."""
        title = self._register.about.title
        for row in self._rows:
            reading = self.read_row(row)
            if reading is None:
                continue
            if reading.filled or any(p.code not in _BROKEN or p.field == title for p in reading.problems):
                yield from _split_marks(self._register, reading)
            elif self.says_something(reading):
                self.beside.append(row)

    def readers(self) -> Iterator[tuple[Column, Field, ColumnReader]]:
        """Yield each column that goes to a field, with what reads it."""
        yield from ((e.column, e.field, e.reader) for e in self._entries)

    def default(self, name: str) -> Any:
        """Return the value that holds for every row, or None."""
        return self._values.get(name)

    def read_row(self, row: int) -> Reading | None:
        """Return one row as read; None where it is blank, a total, a title or the header again."""
        cells = self._grid.rows[row]
        if (not cells and row not in self._formulas) or row in self._totals or self._repeats_header(cells):
            return None
        if row in self._sections:
            self.beside.append(row)
            return None
        reading = Reading(row, dict(self._values), dict(self._shown))
        down = self._filled_down.get(row, _NOWHERE) if self._filled_down else _NOWHERE
        self._read_fields(reading, cells, down)
        if self.fixes is not NO_FIXES:
            for name, text in self.fixes.given(reading):
                if self.across is None or (name in self._fields and name != self.across):
                    self._mend(reading, name, text)
        self._note(reading)
        for index, heading, met in self._extra:
            source = down.get(index, row) if down else row
            cell = self._grid.value(source, index) if down else cells[index] if index < len(cells) else None
            if cell is not None and (text := met[cell]):
                reading.extra[heading] = text
        if self._identity is not None:
            reading.identity = as_text(self._grid.value(row, self._identity)) or None
        return reading

    def _read_fields(self, reading: Reading, cells: Sequence[object], down: Mapping[int, int]) -> None:
        row, width, values, is_plain = reading.row, len(cells), reading.values, PLAIN_START.match
        several: dict[str, list[tuple[Any, _Entry, object]]] = {}
        for index, memo, is_text, entry in self._quick:
            source = down.get(index, row) if down else row
            cell = (cells[index] if index < width else None) if source == row else self._grid.value(source, index)
            if cell is None and not entry.reader.uncached:
                continue
            if is_text and type(cell) is str and is_plain(cell) and cell.isprintable() and cell[-1] != " ":
                value: Any = cell
            else:
                value = _UNREAD if memo is None or type(cell) is bool else memo.get(cell, _UNREAD)
                if value is _UNREAD:
                    value = entry.reader.read_cell(cell, source)
                if type(value) is Lookup or type(value) is Invalid:
                    value = self._looked_up(reading, entry, value, cell)
                if value is None:
                    continue
            if entry.telling and source == row:
                reading.filled = True
            if entry.shared:
                several.setdefault(entry.field.name, []).append((value, entry, cell))
            else:
                values[entry.name] = value
        for name, found in several.items():
            self._combine(reading, name, found)

    def _note(self, reading: Reading) -> None:
        """Note which blank cells empty their fields, and the business number as it is written."""
        if isinstance(number := reading.values.get("number"), int):
            reading.names["number"] = Serial(self._register.about.prefix).show(number, language("en"))
        if self._clear:
            wrong = {p.field for p in reading.problems}
            reading.values.update((n, None) for n in self._clear if n not in wrong and n not in reading.values)

    def _mend(self, reading: Reading, name: str, text: str) -> None:
        """Read what the user gave for a field of a row instead of what stands there."""
        entry = next((e for e in self._entries if e.name == name), None) or self._without_column(name)
        gone = [p for p in reading.problems if p.field == name]
        reading.problems = [p for p in reading.problems if p.field != name]
        if gone:
            reading.unreadable.pop(entry.column.heading, None)
        reading.values.pop(name, None)
        reading.names.pop(name, None)
        value = entry.field.kind.read(text)
        if type(value) is Lookup or type(value) is Invalid:
            value = self._looked_up(reading, entry, value, text)
        if value is not None:
            reading.values[name] = value
            reading.filled = True

    def _without_column(self, name: str) -> _Entry:
        declared = self._register.field(name)
        title = next((e for e in self._entries if e.name == self._register.about.title), self._entries[0])
        return self._entry(declared, Column(title.column.index, declared.label, name), day_first=None, shared=False)

    def _looked_up(self, reading: Reading, entry: _Entry, value: Lookup | Invalid, cell: object) -> Any:
        """Return the record that a name means; None where the cell says nothing or does not fit, which is then noted."""
        found: Any = value
        if isinstance(value, Lookup):
            if entry.field.unnamed and keeps_no_name(self._register, entry.field, value.text):
                reading.values[entry.field.unnamed] = True
                return None
            found = self._link(reading, entry, value)
        if isinstance(found, Invalid):
            self._refuse(reading, entry, found, cell)
            return None
        return found

    def _repeats_header(self, cells: Sequence[object]) -> bool:
        if cells in self._headers:
            return True
        width, entries = len(cells), self._entries
        for index, heading in self._leading:
            if index < width and cells[index] == heading:
                break
        else:
            return False
        same = sum(e.column.index < width and _bare(cells[e.column.index]) == e.column.heading for e in entries)
        return same >= 2 and same >= len(entries) * 0.5

    def says_something(self, reading: Reading) -> bool:
        """Answer whether a row holds more than a running number, a total, or what its drop-downs begin with."""
        known = (*self._values, "number", "reference")
        own = {k for k, v in reading.values.items() if v is not None and k not in known}
        texts = [t for t in reading.extra.values() if not t.replace(".", "", 1).isdigit()]
        return bool(own or texts or reading.problems) or _is_note(str(reading.values.get("reference") or ""))

    def _refuse(self, reading: Reading, entry: _Entry, invalid: Invalid, cell: object) -> None:
        text = as_seen(cell)
        address = cell_address(reading.row, entry.column.index)
        problem = Problem(invalid.code, address, invalid.message, entry.field.name, text, invalid.suggestion)
        reading.problems.append(problem)
        reading.unreadable[entry.column.heading] = text

    def _combine(self, reading: Reading, name: str, found: list[tuple[Any, _Entry, object]]) -> None:
        """Make one value of several columns of a field: the highest step, all texts, else the first; the others stay beside."""
        values = [value for value, _, _ in found]
        declared = self._register.field(name)
        code = declared.kind.code
        if code in ("text", "long_text") and not declared.key:
            reading.values[name] = ("\n" if code == "long_text" else ", ").join(dict.fromkeys(values))
            return
        kept = reading.values[name] = max(values) if code == "scale" else values[0]
        if name in reading.names:
            reading.names[name] = self._called(kept)
        for value, entry, cell in found:
            if value != kept:
                reading.extra[entry.column.heading] = as_text(cell)

    def _called(self, value: Any) -> str:
        return value.name if isinstance(value, NewLink) else self._names.title(value)

    def _link(self, reading: Reading, entry: _Entry, lookup: Lookup) -> Any:
        project = reading.values.get("project", self._home)
        known = entry.named.setdefault(project, {})
        found = known.get(lookup.text)
        if found is None:
            found = known[lookup.text] = self.naming.resolve(entry.field, lookup, project)
        if isinstance(found, Invalid):
            return found
        if found.text:
            reading.extra[entry.column.heading] = found.text
        if found.value is not None:
            reading.names[entry.field.name] = found.shown
        return found.value


def _split_marks(register: type[Register], reading: Reading) -> Iterator[Reading]:
    """Yield one reading for each mark where a cell holds several (`A/R`)."""
    matrix = register.about.matrix
    several = next((p for p in reading.problems if matrix and p.field == matrix.cell), None)
    kind = register.field(matrix.cell).kind if matrix else None
    if matrix is None or several is None or not isinstance(kind, Choice):
        yield reading
        return
    found = marks_in(several.value, kind)
    if len(found) == 1 and not is_mark(several.value):
        yield reading
        return
    rest = [p for p in reading.problems if p is not several]
    for mark in found:
        yield replace(reading, values={**reading.values, matrix.cell: kind.read(mark)}, problems=rest, unreadable={})


def _bare(cell: object) -> object:
    return cell.strip() if isinstance(cell, str) else cell


def _is_note(words: str) -> bool:
    """Answer whether what stands in the column of running numbers is none."""
    return len(words) > _LONGEST_NUMBER or (len(words) > 1 and not any(map(str.isdigit, words)))


def _is_telling(declared: Field) -> bool:
    """Answer whether a filled cell of this field shows that a person filled in the row."""
    system = declared.system or declared.name in ("reference", "project")
    return not system and declared.kind.code in ("text", "long_text", "date", "link", "tags")
