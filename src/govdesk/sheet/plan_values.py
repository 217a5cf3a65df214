"""What an import would do, as values: nothing here writes, and nothing here knows a screen.

`plan` makes these; the import page shows them and `commit` carries them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from govdesk.i18n import Message

STATUSES = ("new", "changed", "same", "conflict", "wrong")
LEFT_OUT = ""
EXTRA = "extra"
IDENTITY = "id"
#: Names the cell of an extra column among the fields: this and its heading.
EXTRA_CELL = "extra:"
#: Stands for a whole row, and with place 0 for all.
WHOLE = "*"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that does not fit: where, why, and what was near."""

    code: str
    cell: str
    message: Message
    field: str | None = None
    value: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A record that a name nobody knows will make."""

    register: str
    name: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One cell that both sides changed since the sheet went out; under `WHOLE`, a record removed here and edited there.

    Args:
        base: What it held when the sheet went out.
        mine: What it holds here; None under `WHOLE`.
        theirs: What the sheet says; under `WHOLE`, the edited fields with their values.
        author: Who changed or removed it here last; empty where nobody may know.
        at: When that was.
    """

    base: Any
    mine: Any
    theirs: Any
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one row would do.

    Cells that only one side changed stand in `changes` whatever becomes of the others: they are written even while a
    conflict of the same row waits, for nobody disputes them and the waiting cell is asked for again with the next try.

    Args:
        place: Its row in the sheet, from 1.
        status: One of `STATUSES`.
        id: The record that it means, or None.
        title: The record in one line.
        values: What would be stored, by field; a `NewLink` where the linked record is made with it.
        changes: Old and new value of the fields that would be written, those settled as theirs among them.
        conflicts: The cells that both sides changed, settled or not, by field, `EXTRA_CELL` with a heading, or `WHOLE`.
        settled: `MINE` or `THEIRS` for each conflict that the user settled.
        realigned: Whether it stood beside the hidden id of another record, and was matched by what is to be seen of it.
        names: What links show, by field.
        problems: Why it is wrong or in conflict.
        extra: Columns kept beside the fields, by heading.
        unreadable: Texts that do not fit, by heading, kept with the extra columns where the user wants the row.
    """

    place: int
    status: str
    id: str | None
    title: str
    values: Mapping[str, Any]
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    settled: Mapping[str, str] = field(default_factory=dict)
    realigned: bool = False

    @property
    def is_writable(self) -> bool:
        """Whether committing it would write anything: values, undisputed cells, or how a conflict was settled."""
        open_ = any(name not in self.settled for name in self.conflicts)
        undisputed = open_ and WHOLE not in self.conflicts and bool(self.changes or self.extra)
        return self.status in ("new", "changed") or bool(self.settled) or undisputed


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet and what becomes of it.

    Args:
        index: Its place, from 0.
        heading: Its words.
        field: The field's name, `extra`, or empty where it is left out.
        suggestions: Fields that it may mean, best first.
        samples: Its first few values as text.
        how: Who decided: lexicon, remembered, content, user or none.
        reasons: Why each suggestion is one: `words` or `cells`.
    """

    index: int
    heading: str
    field: str
    suggestions: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    how: str = "none"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextMatch:
    """One text that a column holds, in how many cells, and what is read from it.

    Args:
        field: The field's name.
        text: The text as it stands in the sheet.
        count: In how many cells.
        state: `unknown` where it does not fit, `new` where it makes a record, `fixed` where the user said what it means,
            else `known`.
        value: What is read from it, or None.
        shown: What a linked record is called.
        suggestions: Texts that fit and are much like it, best first.
        cell: Where it stands first.
        why: Why it does not fit.
    """

    field: str
    text: str
    count: int
    state: str
    value: Any = None
    shown: str = ""
    suggestions: tuple[str, ...] = ()
    cell: str = ""
    why: Message | None = None


#: What the user put in the place of cells: those of a row (from 1) and a field (in a matrix: the cells of the row that
#: cannot be read; by its address one of them alone), or all of a field and a text; an
#: empty text leaves them blank, and a field with an empty text stands for its blank cells.
Fixes = Mapping[tuple[int, str] | tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What the user said about one table of a sheet; None leaves it to the program.

    Args:
        sheet: Name of the sheet.
        table: Which of its tables, from 0.
        register: Code of the register.
        header_row: First header row, from 1.
        header_rows: One or two.
        mapping: Field, `extra` or empty, by column index.
        day_first: Whether 03/04 is the third of April.
        include: Whether the table is imported at all.
        keep_unreadable: Whether rows come in without the cells that do not fit, their text kept beside.
        fixes: What stands in the place of cells that do not fit.
        clear: Fields whose blank cells empty the record's value, instead of leaving it; `*` for all.
        across: Which of its links a name across a matrix means where nobody knows it, by name; `*` for all of them.
        known: Whether what was agreed for this layout before is taken over.
        settled: `MINE` or `THEIRS` by place and field of a conflict; (place, `WHOLE`) is a row, (0, field) a column,
            (0, `WHOLE`) all of the table. The narrower word outweighs the wider.
    """

    sheet: str
    table: int = 0
    register: str | None = None
    header_row: int | None = None
    header_rows: int | None = None
    mapping: Mapping[int, str] | None = None
    day_first: bool | None = None
    include: bool = True
    keep_unreadable: bool = False
    fixes: Fixes = field(default_factory=dict)
    clear: frozenset[str] = frozenset()
    across: Mapping[str, str] = field(default_factory=dict)
    known: bool = True
    settled: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def settlement(self, place: int, name: str) -> str:
        """Return how a conflict was settled, or an empty text."""
        keys = ((place, name), (place, WHOLE), (0, name), (0, WHOLE))
        return next((self.settled[k] for k in keys if k in self.settled), "")

    @property
    def key(self) -> str:
        """The name under which choices are handed over."""
        return f"{self.sheet}#{self.table}"


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one table of a sheet would do.

    Args:
        register: Code of its register; None where none fits.
        header_row: First row of its header, from 1; 0 where none was found.
        columns: What becomes of each column.
        rows: What each row would do.
        choice: What the user said.
        notices: What the user should know of it.
        shape: `list` or `matrix`.
        fingerprint: What its layout is remembered by.
        project: Where the records go that its links make, where its own rows belong to no project.
        last_row: Its last row, from 1; 0 where it has none.
        texts: What its lists, names and unreadable cells say, those that do not fit first.
        used: When this layout was imported last, as ISO text; empty where it never was.
        doubts: What a person should confirm: that the sheet was partly sorted, that a heading was changed.
    """

    file: str
    sheet: str
    register: str | None
    header_row: int
    header_rows: int
    columns: tuple[Column, ...]
    rows: tuple[RowPlan, ...]
    choice: SheetChoice
    notices: tuple[Message, ...] = ()
    shape: str = "list"
    fingerprint: str = ""
    project: str | NewLink | None = None
    last_row: int = 0
    texts: tuple[TextMatch, ...] = ()
    used: str = ""
    doubts: tuple[Problem, ...] = ()

    @property
    def mapping(self) -> dict[str, str]:
        """The field that each heading went to; a second column of one name counts as that name."""
        return {c.heading: c.field for c in self.columns if c.field not in (LEFT_OUT, EXTRA)}

    @property
    def unmatched(self) -> list[str]:
        """The headings that no field answers to."""
        return [c.heading for c in self.columns if c.field in (LEFT_OUT, EXTRA)]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, same, in conflict and wrong."""
        found = dict.fromkeys(STATUSES, 0)
        for row in self.rows:
            found[row.status] += 1
        return found

    @property
    def problems(self) -> list[Problem]:
        """All problems, row by row."""
        return [p for row in self.rows for p in row.problems]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a whole file would do.

    Args:
        operation: The last operation of the workspace that it was held against.
    """

    path: Path
    sheets: tuple[SheetPlan, ...]
    links: tuple[NewLink, ...] = ()
    project: str | None = None
    project_name: str = ""
    operation: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of all included sheets are new, changed, same, in conflict and wrong."""
        found = dict.fromkeys(STATUSES, 0)
        for sheet in self.included():
            for status, number in sheet.counts.items():
                found[status] += number
        return found

    def included(self) -> Iterator[SheetPlan]:
        """Yield the sheets that the user wants."""
        return (s for s in self.sheets if s.register and s.choice.include)
