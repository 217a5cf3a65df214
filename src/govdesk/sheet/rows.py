"""The rows of a table read into values: columns through their fields, merged groups filled down, names looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import TYPE_CHECKING, Any

from govdesk.fields.kind import Invalid, Lookup, as_text
from govdesk.fields.kinds import Choice, Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.column import ColumnReader, is_blank, order_told
from govdesk.sheet.grid import CellError, Grid
from govdesk.sheet.headings import SheetTable
from govdesk.sheet.mark import is_mark, marks_in
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT, Column, NewLink, Problem

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register
    from govdesk.sheet.identity import Names

_SEVERAL = re.compile(r"\s*[、,，;；\n]\s*")
#: Two or more Chinese names with a slash or spaces between them.
_CHINESE_NAMES = re.compile(
    r"{0}(?:(?:\s*[/／]\s*|\s+){0})+".format(r"[\u4e00-\u9fff]{1,3}[^\W\d_a-zA-Z部组处科室心店司局厂队院办]")
)
_APART = re.compile(r"[/／\s]+")
_LONGEST_NAME, _LONGEST_TITLE = 60, 500
#: How much longer than “anonymous” a text may be that says so (`anonymous user`).
_LONGER = 6
_BROKEN = ("error_cell", "uncached")
_SECTION = 3
_UNREAD = object()
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


@dataclass(frozen=True, slots=True)
class Named:
    """What a name in a link's column stands for: the record, what it is called, and the whole text where it names several."""

    value: Any
    shown: str
    text: str = ""


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
    ) -> None:
        self._grid = grid
        self._names = names
        self._register = register
        self._home = home
        self._rows = range(table.first_row, table.last_row + 1)
        self._totals = table.totals
        self._formulas = {row for row, _ in grid.uncached}
        self._headers = {grid.rows[r] for r in range(table.header_row, table.first_row)}
        self._values = {name: value for name, (value, _) in defaults.items()}
        self._shown = {name: shown for name, (_, shown) in defaults.items() if shown}
        self._extra = [(c.index, c.heading) for c in columns if c.field == EXTRA]
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
        self._quick = [(e.reader.index, e.reader.memo, e) for e in self._entries]
        used = {c.index for c in mapped} | {i for i, _ in self._extra}
        self._filled_down = _fill_down(grid, self._rows, used)
        self._sections = _sections(grid, self._rows, len(columns))
        self.beside: list[int] = []

    def _entry(self, declared: Field, column: Column, *, day_first: bool | None, shared: bool) -> _Entry:
        reader = ColumnReader(
            self._grid, column.index, declared, self._rows, day_first=day_first, otherwise=self._order
        )
        return _Entry(column, declared, declared.name, reader, _is_telling(declared), shared)

    def read(self) -> Iterator[Reading]:
        """Yield each row that a person filled in; `beside` then holds those that say something but no record."""
        title = self._register.about.title
        for row in self._rows:
            reading = self.read_row(row)
            if reading is None:
                continue
            if reading.filled or any(p.code not in _BROKEN or p.field == title for p in reading.problems):
                yield from self._split_marks(reading)
            elif self.says_something(reading):
                self.beside.append(row)

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
        for index, heading in self._extra:
            cell = self._grid.value(down.get(index, row), index)
            if not is_blank(cell):
                reading.extra[heading] = _as_seen(cell)
        if self._identity is not None:
            reading.identity = as_text(self._grid.value(row, self._identity)) or None
        return reading

    def _read_fields(self, reading: Reading, cells: Sequence[object], down: Mapping[int, int]) -> None:
        row, width, values = reading.row, len(cells), reading.values
        several: dict[str, list[tuple[Any, _Entry, object]]] = {}
        for index, memo, entry in self._quick:
            source = down.get(index, row) if down else row
            cell = (cells[index] if index < width else None) if source == row else self._grid.value(source, index)
            if cell is None and not entry.reader.uncached:
                continue
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

    def _looked_up(self, reading: Reading, entry: _Entry, value: Lookup | Invalid, cell: object) -> Any:
        """Return the record that a name means; None where the cell says nothing or does not fit, which is then noted."""
        found: Any = value
        if isinstance(value, Lookup):
            if entry.field.unnamed and self._keeps_no_name(entry.field, value.text):
                reading.values[entry.field.unnamed] = True
                return None
            found = self._link(reading, entry, value)
        if isinstance(found, Invalid):
            self._refuse(reading, entry, found, cell)
            return None
        return found

    def _keeps_no_name(self, declared: Field, text: str) -> bool:
        """Answer whether a text stands where a name would and says that there is to be none: `匿名`."""
        flag = self._register.field(declared.unnamed)
        bare = fold(text).strip("()[]")
        return any(
            bare.startswith(fold(word)) and len(bare) < len(fold(word)) + _LONGER
            for word in (flag.label, *flag.aliases)
        )

    def _repeats_header(self, cells: Sequence[object]) -> bool:
        if cells in self._headers:
            return True
        width, entries = len(cells), self._entries
        if not any(e.column.index < width and cells[e.column.index] == e.column.heading for e in entries[:3]):
            return False
        same = sum(e.column.index < width and _bare(cells[e.column.index]) == e.column.heading for e in entries)
        return same >= 2 and same >= len(entries) * 0.5

    def says_something(self, reading: Reading) -> bool:
        """Answer whether a row holds more than a running number, a total, or what its drop-downs begin with."""
        own = {k for k in reading.values if k not in self._values and k not in ("number", "reference")}
        texts = [t for t in reading.extra.values() if not t.replace(".", "", 1).isdigit()]
        return bool(own or texts or reading.problems)

    def _split_marks(self, reading: Reading) -> Iterator[Reading]:
        """Yield one reading for each mark where a cell holds several (`A/R`)."""
        matrix = self._register.about.matrix
        several = next((p for p in reading.problems if matrix and p.field == matrix.cell), None)
        kind = self._register.field(matrix.cell).kind if matrix else None
        if matrix is None or several is None or not isinstance(kind, Choice):
            yield reading
            return
        found = marks_in(several.value, kind)
        if len(found) == 1 and not is_mark(several.value):
            yield reading
            return
        rest = [p for p in reading.problems if p is not several]
        for mark in found:
            yield replace(
                reading, values={**reading.values, matrix.cell: kind.read(mark)}, problems=rest, unreadable={}
            )

    def _refuse(self, reading: Reading, entry: _Entry, invalid: Invalid, cell: object) -> None:
        text = _as_seen(cell)
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
            found = known[lookup.text] = self.resolve(entry.field, lookup, project)
        if isinstance(found, Invalid):
            return found
        if found.text:
            reading.extra[entry.column.heading] = found.text
        if found.value is not None:
            reading.names[entry.field.name] = found.shown
        return found.value

    def resolve(self, declared: Field, lookup: Lookup, project: Any) -> Named | Invalid:
        """Return the record that a name means or will make; of several names, the first.

        Args:
            declared: The link.
            lookup: The name.
            project: Whose names come first: an id, or a project that will be made.
        """
        identity = self._names.find(lookup, project)
        if identity:
            return Named(identity, self._names.title(identity))
        parts = parts_of(lookup.text)
        if len(parts) > 1 and not _is_part_of(declared):
            first = self.one(declared, Lookup(lookup.target, parts[0]), project)
            return replace(first, text=lookup.text) if isinstance(first, Named) else first
        return self.one(declared, lookup, project)

    def one(self, declared: Field, lookup: Lookup, project: Any) -> Named | Invalid:
        """Return the record that one name means or will make."""
        identity = self._names.find(lookup, project)
        if identity:
            return Named(identity, self._names.title(identity))
        kind, text = declared.kind, lookup.text
        if project is None and self._names.in_project(lookup.target) and self._register.register_code() != "project":
            # Nobody can say to which project a new record would belong; its name stays beside.
            return Named(None, "", text)
        if isinstance(kind, Link) and kind.creates and not self._names.is_number(lookup):
            if len(text) <= (_LONGEST_TITLE if _is_part_of(declared) else _LONGEST_NAME):
                return Named(NewLink(lookup.target, text), text)
            why = N_("“{text}…” is too long for a name. Shorten it, or keep the column as an extra one.")
            return Invalid("long_name", Message(why, {"text": text[:_LONGEST_NAME]}))
        label = Message(self._names.label(lookup.target))
        why = N_("There is no {register} called “{text}”.")
        return Invalid("unknown_link", Message(why, {"text": text[:_LONGEST_NAME], "register": label}))


def _as_seen(cell: object) -> str:
    return cell.code if isinstance(cell, CellError) else as_text(cell)


def _bare(cell: object) -> object:
    return cell.strip() if isinstance(cell, str) else cell


def parts_of(text: str) -> list[str]:
    """Return the names in a text that holds several."""
    if len(text) > _LONGEST_NAME * 2:
        return [text]
    between = _APART if _CHINESE_NAMES.fullmatch(text) else _SEVERAL
    return [p for p in between.split(text) if p]


def _is_part_of(declared: Field) -> bool:
    """Answer whether the linked record is what this one is a part of, so that its title may be a sentence."""
    return isinstance(declared.kind, Link) and declared.kind.owner


def _is_telling(declared: Field) -> bool:
    """Answer whether a filled cell of this field shows that a person filled in the row."""
    system = declared.system or declared.name in ("reference", "project")
    return not system and declared.kind.code in ("text", "long_text", "date", "link", "tags")


def _fill_down(grid: Grid, rows: range, columns: set[int]) -> dict[int, dict[int, int]]:
    """Return, by row and column, the row that holds the value of a cell inside a merge that goes down."""
    found: dict[int, dict[int, int]] = {}
    for merge in grid.merges:
        if merge.bottom > merge.top and merge.left in columns and merge.top in rows:
            for row in range(merge.top + 1, min(merge.bottom + 1, rows.stop)):
                found.setdefault(row, {})[merge.left] = merge.top
    return found


def _sections(grid: Grid, rows: range, columns: int) -> frozenset[int]:
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
