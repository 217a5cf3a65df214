"""Who owns what: the responsibility matrix of a project as frozen values.

`read_board` asks the store once; everything else is computed from the board, so that a matrix can show the effect of a
key before anything is read again. `ownership_check` says what is wrong with it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.store.query import Query, rows, table_of
from govdesk.store.shown import shown_column

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

LETTERS = ("A", "R", "C", "I")
DEPARTMENT, PERSON = "department", "person"
_ENDED = ("done", "cancelled")
_BATCH = 30_000


@dataclass(frozen=True, slots=True)
class Line:
    """One deliverable."""

    id: str
    number: int
    name: str
    project: str
    wave: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """One department or person across the top.

    Args:
        affected: Whether it speaks in the feedback, or people of it are stakeholders here.
        front: Whether it is a front-line unit.
        unit: For a person, the department.
        kind: `department` or `person`.
        left: Whether this person has left.
    """

    id: str
    name: str
    front: bool = False
    affected: bool = False
    unit: str = ""
    kind: str = DEPARTMENT
    left: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one head holds in one deliverable.

    Args:
        held: Ids of its records by letter.
        through: Letters that people of the department hold in their own name, and who they are.
    """

    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    through: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def letters(self) -> str:
        """Return the letters it holds itself, A first."""
        return "".join(x for x in LETTERS if x in self.held)


EMPTY = Cell()
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Board:
    """A matrix: lines down, heads across, and the cells that hold something, by line and head."""

    by: str
    lines: tuple[Line, ...]
    heads: tuple[Head, ...]
    cells: Mapping[Place, Cell]
    #: Letters held by those whom no head stands for, by line.
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    #: Everyone who may hold a letter, by id.
    people: Mapping[str, Head] = field(default_factory=dict)
    #: The names of all departments, by id.
    units: Mapping[str, str] = field(default_factory=dict)

    def head(self, identity: str) -> Head | None:
        """Return the head of an id, among those across the top."""
        return next((h for h in self.heads if h.id == identity), None)

    def cell(self, line: str, head: str) -> Cell:
        """Return a cell, empty where nothing is held."""
        return self.cells.get((line, head), EMPTY)

    def with_cells(self, changed: Mapping[Place, Cell]) -> Board:
        """Return the board with other cells."""
        merged = {**self.cells, **changed}
        for place, cell in changed.items():
            if not (cell.held or cell.through):
                del merged[place]
        return replace(self, cells=merged)


# ---------------------------------------------------------------- reading


def read_board(
    session: Session,
    registers: Registers,
    query: Query,
    by: str = DEPARTMENT,
    *,
    everyone: bool = False,
    opened: Collection[str] = (),
    today: dt.date | None = None,
) -> Board:
    """Read the matrix of the deliverables of a query.

    Args:
        session: Any session.
        registers: All registers.
        query: Which deliverables, in which order.
        by: `department` or `person`.
        everyone: Whether heads that have no part so far stand there too.
        opened: Ids of the departments whose people stand beside them, each in a column of their own.
        today: The day against which a deliverable is overdue.
    """
    day = today or dt.date.today()
    lines = _lines(session, registers, query, day)
    known = {line.id for line in lines}
    people = _people(session, registers, query.project, day)
    units = _departments(session, registers, query.project, people)
    cells: dict[Place, dict[str, tuple[str, ...]]] = {}
    through: dict[Place, dict[str, tuple[str, ...]]] = {}
    elsewhere: dict[str, str] = {}

    def add(into: dict[Place, dict[str, tuple[str, ...]]], place: Place, letter: str, identity: str) -> None:
        held = into.setdefault(place, {})
        held[letter] = (*held.get(letter, ()), identity)

    for identity, line, department, person, letter in _parts(session, registers, query.project):
        if line not in known:
            continue
        own = department if by == DEPARTMENT else person
        unit = people[person].unit if person in people else ""
        if own:
            add(cells, (line, own), letter, identity)
        elif by == DEPARTMENT and unit:
            add(through, (line, unit), letter, person)
            if unit in opened:
                add(cells, (line, person), letter, identity)
        else:
            elsewhere[line] = elsewhere.get(line, "") + letter
    found = {place: Cell(cells.get(place, {}), through.get(place, {})) for place in {**cells, **through}}
    taking = {head for _, head in found}
    shown = _across(by, units, people, taking, opened, everyone=everyone)
    missing = sorted(taking - {h.id for h in shown} - (set() if by == PERSON else set(people)))
    shown += [people[i] if i in people else Head(i, _name(session, registers, i, by), kind=by) for i in missing]
    return Board(by, tuple(lines), tuple(shown), found, elsewhere, people, {u.id: u.name for u in units})


def _across(
    by: str,
    units: list[Head],
    people: Mapping[str, Head],
    taking: Collection[str],
    opened: Collection[str],
    *,
    everyone: bool,
) -> list[Head]:
    """Return the heads across: departments, each with its people beside it where opened; or people by department."""
    order = {unit.id: place for place, unit in enumerate(units)}
    able = [p for p in people.values() if p.id in taking or not p.left]
    if by == PERSON:
        able.sort(key=lambda p: order.get(p.unit, len(order)))
        return [p for p in able if everyone or p.id in taking] or able
    shown = [h for h in units if everyone or h.id in taking or h.affected] or units
    return [one for unit in shown for one in (unit, *(p for p in able if unit.id in opened and p.unit == unit.id))]


def _lines(session: Session, registers: Registers, query: Query, today: dt.date) -> list[Line]:
    table = table_of(registers["deliverable"])
    keys = list(rows(session, registers, query))
    made: dict[int, Line] = {}
    columns = (
        table.c.row,
        table.c.id,
        table.c.number,
        table.c.name,
        table.c.project,
        table.c.wave,
        table.c.status,
        table.c.due,
    )
    for start in range(0, len(keys), _BATCH):
        statement = select(*columns).where(table.c.row.in_(keys[start : start + _BATCH]))
        for row, identity, number, name, project, wave, status, due in session.connection().execute(statement):
            late = bool(due and due < today and status not in _ENDED)
            made[row] = Line(identity, number, name or "", project or "", (wave or "").strip(), late)
    return _by_wave([made[k] for k in keys if k in made])


def _by_wave(lines: list[Line]) -> list[Line]:
    """Bring the lines of one wave together: waves by their first number, those without one last."""
    first: dict[str, int] = {}
    for line in lines:
        first[line.wave] = min(line.number, first.get(line.wave, line.number))
    return sorted(lines, key=lambda line: (not line.wave, first[line.wave]))


def _parts(session: Session, registers: Registers, project: str | None) -> Iterator[Any]:
    table = table_of(registers["responsibility"])
    columns = (table.c.id, table.c.deliverable, table.c.department, table.c.person, table.c.role)
    statement = select(*columns).where(table.c.role.is_not(None)).order_by(table.c.row)
    yield from session.connection().execute(_of_project(statement, table, project))


def _of_project(statement: Any, table: Any, project: str | None) -> Any:
    return statement.where(table.c.project == project) if project else statement


def _people(session: Session, registers: Registers, project: str | None, day: dt.date) -> dict[str, Head]:
    table = table_of(registers["stakeholder"])
    columns = (table.c.number, table.c.id, table.c.name, table.c.department, table.c.left)
    statement = _of_project(select(*columns).order_by(table.c.number), table, project)
    found = session.connection().execute(statement).all()
    shown = _apart([(number, name or "") for number, _, name, *_ in found], registers["stakeholder"].about.prefix)
    return {
        i: Head(i, shown[number], unit=unit or "", kind=PERSON, left=bool(left and left <= day))
        for number, i, _, unit, left in found
    }


def _departments(session: Session, registers: Registers, project: str | None, people: Mapping[str, Head]) -> list[Head]:
    voices = table_of(registers["feedback"])
    unit = shown_column(session, registers["feedback"], "department")
    statement = select(unit).where(unit.is_not(None)).distinct()
    affected = set(session.connection().execute(_of_project(statement, voices, project)).scalars())
    affected |= {p.unit for p in people.values() if p.unit and not p.left}
    table = table_of(registers["department"])
    units = select(table.c.number, table.c.id, table.c.name, table.c.kind).order_by(table.c.number)
    found = session.connection().execute(units).all()
    shown = _apart([(number, name or "") for number, _, name, _ in found], registers["department"].about.prefix)
    return [Head(i, shown[number], kind == "frontline", i in affected) for number, i, _, kind in found]


def _apart(names: list[tuple[int, str]], prefix: str) -> dict[int, str]:
    """Return what each is called by its number; those who share a name are told apart by it."""
    often = Counter(name for _, name in names)
    return {n: f"{name} {prefix}-{n:04d}" if often[name] > 1 else name for n, name in names}


def _name(session: Session, registers: Registers, identity: str, by: str) -> str:
    table = table_of(registers["department" if by == DEPARTMENT else "stakeholder"])
    statement = select(table.c.name).where(table.c.id == identity)
    return str(session.connection().execute(statement).scalar() or "")
