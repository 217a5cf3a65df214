"""Who owns what: the responsibility matrix of a project as frozen values, and what is wrong with it as findings.

`read_board` asks the store once; everything else here is computed from the board, so that a matrix can show the effect of
a key before anything is read again.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.store.query import Query, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

LETTERS = ("A", "R", "C", "I")
DEPARTMENT, PERSON = "department", "person"
_ENDED = ("done", "cancelled")
_BATCH = 30_000


@dataclass(frozen=True, slots=True)
class Rules:
    """What an organisation holds to be too much.

    Args:
        consulted: More C than this for one deliverable is too many.
        informed: More I than this is too many.
        alone: Whether nobody may hold both R and A in one deliverable.
        share: A head with more than this share of all A is overloaded …
        least: … where it holds at least so many.
    """

    consulted: int = 5
    informed: int = 8
    alone: bool = False
    share: float = 0.4
    least: int = 5


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
    """

    id: str
    name: str
    front: bool = False
    affected: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one head holds in one deliverable.

    Args:
        held: Ids of its records by letter.
        through: Letters that people of the department hold in their own name.
    """

    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    through: frozenset[str] = frozenset()

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the cells to look at.

    Args:
        code: `no_a`, `several_a`, `no_r`, `many_c`, `many_i`, `same`, `load` or `absent`.
        tone: `act` or `watch`.
        short: The words for a margin.
        text: The sentence that explains it.
        line: Id of the deliverable, or empty.
        head: Id of the department or person, or empty.
        places: The cells concerned.
    """

    code: str
    tone: str
    short: Message
    text: Message
    line: str = ""
    head: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """What one head carries over all lines shown."""

    accountable: int
    responsible: int
    overdue: int


# ---------------------------------------------------------------- reading


def read_board(
    session: Session,
    registers: Registers,
    query: Query,
    by: str = DEPARTMENT,
    *,
    everyone: bool = False,
    today: dt.date | None = None,
) -> Board:
    """Read the matrix of the deliverables of a query.

    Args:
        session: Any session.
        registers: All registers.
        query: Which deliverables, in which order.
        by: `department` or `person`.
        everyone: Whether heads that have no part so far stand there too.
        today: The day against which a deliverable is overdue.
    """
    lines = _lines(session, registers, query, today or dt.date.today())
    known = {line.id for line in lines}
    parts = [p for p in _parts(session, registers, query.project) if p[1] in known]
    people = _people(session, registers, query.project)
    cells: dict[Place, dict[str, tuple[str, ...]]] = {}
    through: dict[Place, set[str]] = {}
    elsewhere: dict[str, str] = {}
    for identity, line, department, person, letter in parts:
        own = department if by == DEPARTMENT else person
        unit = people[person].unit if person in people else ""
        if own:
            held = cells.setdefault((line, own), {})
            held[letter] = (*held.get(letter, ()), identity)
        elif by == DEPARTMENT and unit:
            through.setdefault((line, unit), set()).add(letter)
        else:
            elsewhere[line] = elsewhere.get(line, "") + letter
    found = {place: Cell(cells.get(place, {}), frozenset(through.get(place, ()))) for place in {**cells, **through}}
    taking = {head for _, head in found}
    heads = _departments(session, registers, query.project, people) if by == DEPARTMENT else list(people.values())
    missing = taking - {h.id for h in heads}
    heads += [people[i] if i in people else Head(i, _name(session, registers, i, by)) for i in sorted(missing)]
    shown = [h for h in heads if everyone or h.id in taking or (by == DEPARTMENT and h.affected)] or heads
    return Board(by, tuple(lines), tuple(shown), found, elsewhere)


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


def _people(session: Session, registers: Registers, project: str | None) -> dict[str, Head]:
    table = table_of(registers["stakeholder"])
    columns = (table.c.number, table.c.id, table.c.name, table.c.department)
    statement = _of_project(select(*columns).order_by(table.c.number), table, project)
    found = session.connection().execute(statement).all()
    shown = _apart([(number, name or "") for number, _, name, _ in found], registers["stakeholder"].about.prefix)
    return {i: Head(i, shown[number], unit=unit or "") for number, i, _, unit in found}


def _departments(session: Session, registers: Registers, project: str | None, people: Mapping[str, Head]) -> list[Head]:
    voices = table_of(registers["feedback"])
    statement = select(voices.c.department).where(voices.c.department.is_not(None)).distinct()
    affected = set(session.connection().execute(_of_project(statement, voices, project)).scalars())
    affected |= {p.unit for p in people.values() if p.unit}
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


# ---------------------------------------------------------------- judging


def line_findings(board: Board, line: Line, rules: Rules | None = None) -> list[Finding]:
    """Return what is wrong in one line, the worst first."""
    rules = rules or Rules()
    own = [(h, board.cell(line.id, h.id)) for h in board.heads if (line.id, h.id) in board.cells]
    by_letter = {x: [h for h, c in own if x in c.held or x in c.through] for x in LETTERS}
    apart = {x: board.elsewhere.get(line.id, "").count(x) for x in LETTERS}
    count = {x: len(by_letter[x]) + apart[x] for x in LETTERS}
    args = {"record": line.name, "count": count["A"], "more": apart["A"]}

    def at(letter: str) -> tuple[Place, ...]:
        return tuple((line.id, h.id) for h in by_letter[letter])

    found = []
    if not count["A"]:
        text = N_("Nobody is accountable for “{record}”. Give one department the A.")
        found.append(Finding("no_a", "act", Message(N_("no A")), Message(text, args), line.id))
    elif count["A"] > 1:
        names = ", ".join(h.name for h in by_letter["A"]) or "…"
        text = (
            N_(
                "{names} and {more} more that are not shown hold A in “{record}”. One decides; the others are consulted."
            )
            if apart["A"]
            else N_("{names} all hold A in “{record}”. One of them decides; the others are consulted.")
        )
        short = Message(N_("{count} A"), {"count": count["A"]})
        found.append(
            Finding("several_a", "act", short, Message(text, {**args, "names": names}), line.id, places=at("A"))
        )
    if not count["R"]:
        text = N_("Nobody is responsible for doing “{record}”. Give at least one department the R.")
        found.append(
            Finding("no_r", "watch" if count["A"] else "act", Message(N_("no R")), Message(text, args), line.id)
        )
    for letter, limit, code, text in (
        (
            "C",
            rules.consulted,
            "many_c",
            N_("{count} are consulted about “{record}”, more than {limit}. Inform some instead."),
        ),
        (
            "I",
            rules.informed,
            "many_i",
            N_("{count} are informed about “{record}”, more than {limit}. Leave some out."),
        ),
    ):
        if count[letter] > limit:
            short = Message(N_("{count} {letter}"), {"count": count[letter], "letter": letter})
            said = Message(text, {**args, "count": count[letter], "limit": limit})
            found.append(Finding(code, "watch", short, said, line.id, places=at(letter)))
    both = [h for h, c in own if rules.alone and "A" in c.held and "R" in c.held]
    if both:
        text = N_("{names} holds A and R in “{record}”; here one may not do both.")
        said = Message(text, {**args, "names": ", ".join(h.name for h in both)})
        places = tuple((line.id, h.id) for h in both)
        found.append(Finding("same", "watch", Message(N_("A and R in one")), said, line.id, places=places))
    return found


def loads(board: Board) -> dict[str, Load]:
    """Return what each head carries."""
    late = {line.id for line in board.lines if line.overdue}
    count = {h.id: [0, 0, 0] for h in board.heads}
    for (line, head), cell in board.cells.items():
        if head in count:
            held, sums = cell.held, count[head]
            sums[0] += "A" in held
            sums[1] += "R" in held
            sums[2] += line in late and ("A" in held or "R" in held)
    return {head: Load(*numbers) for head, numbers in count.items()}


def head_findings(board: Board, rules: Rules | None = None, carried: Mapping[str, Load] | None = None) -> list[Finding]:
    """Return what is wrong across the top: who carries too much, and who is affected but has no part.

    Args:
        board: The matrix.
        rules: What is too much.
        carried: The loads, where they are known already.
    """
    rules, carried = rules or Rules(), carried or loads(board)
    total = sum(load.accountable for load in carried.values())
    taking = {head for _, head in board.cells}
    found = []
    for head in board.heads:
        load = carried[head.id]
        if load.accountable >= rules.least and load.accountable > rules.share * total:
            text = N_("{name} is accountable for {count} of {total} deliverables. Can another decide some of them?")
            args = {"name": head.name, "count": load.accountable, "total": total}
            places = tuple(p for p, c in board.cells.items() if p[1] == head.id and "A" in c.held)
            short = Message(N_("{count} A"), {"count": load.accountable})
            found.append(Finding("load", "watch", short, Message(text, args), head=head.id, places=places))
        if board.by == DEPARTMENT and board.lines and head.affected and head.id not in taking:
            text = (
                N_("{name} is a front-line unit that is affected, yet it holds no letter anywhere.")
                if head.front
                else N_("{name} is affected, yet it holds no letter anywhere. Inform it at least.")
            )
            tone = "act" if head.front else "watch"
            found.append(
                Finding("absent", tone, Message(N_("left out")), Message(text, {"name": head.name}), head=head.id)
            )
    return found
