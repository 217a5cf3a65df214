"""What one department owns, asks, feels and owes in a project, as frozen values for one printed page.

How its people feel is told only through the rule of small groups, and nobody is named with their attitude: the page is made
to be shown to the department itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_
from govdesk.insight.ownership import LETTERS
from govdesk.insight.small_group import Groups, Ledger
from govdesk.store.query import table_of
from govdesk.store.shown import shown_column

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_ENDED = ("done", "cancelled")
_SETTLED = ("done", "not_applicable")
_DECLINED = "declined"
#: How a voice sounds, in the order of `DepartmentSheet.moods`.
MOODS = (N_("against"), N_("neither"), N_("in favour"))


@dataclass(frozen=True, slots=True)
class Part:
    """One deliverable in which the department has a part."""

    name: str
    wave: str
    letters: str
    due: dt.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """Something its people have promised or were asked to do; `answer` tells a voice that waits from a step to take."""

    text: str
    due: dt.date | None
    late: bool
    answer: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentSheet:
    """One department on one page.

    Args:
        voices: How many voices came from it; None where they are too few to be told.
        moods: How many of them are against, neither, in favour; None where that may not be told. Where the voices are too
            few, not even a nought is told: it would say that the few all feel the same.
        asks: What waits for an answer, word for word; empty where too few spoke to be quoted.
        quoted: Whether enough spoke that their words may be read.
    """

    name: str
    leader: str
    owns: tuple[Part, ...]
    voices: int | None
    moods: tuple[int | None, ...]
    asks: tuple[str, ...]
    quoted: bool
    owes: tuple[Debt, ...]


def department_sheet(
    session: Session, registers: Registers, project: str | None, department: str, today: dt.date | None = None
) -> DepartmentSheet:
    """Return the page of a department.

    Args:
        session: Any session.
        registers: All registers.
        project: The project looked at; None for all.
        department: Id of the department.
        today: The day against which things are late.
    """
    day = today or dt.date.today()
    units, people = table_of(registers["department"]), table_of(registers["stakeholder"])
    query = (
        select(units.c.name, people.c.name)
        .select_from(units.outerjoin(people, people.c.id == units.c.head))
        .where(units.c.id == department)
    )
    found = session.connection().execute(query).first()
    voices, moods, asks, quoted = _voices(session, registers, project, department)
    owns = _owns(session, registers, project, department, day)
    owes = _owes(session, registers, project, department, day)
    name, leader = (found[0] or "", found[1] or "") if found else ("", "")
    return DepartmentSheet(name, leader, owns, voices, moods, asks, quoted, owes)


def _owns(
    session: Session, registers: Registers, project: str | None, department: str, day: dt.date
) -> tuple[Part, ...]:
    part, line = table_of(registers["responsibility"]), table_of(registers["deliverable"])
    columns = (line.c.id, line.c.name, line.c.wave, line.c.status, line.c.due, part.c.role)
    statement = (
        select(*columns)
        .select_from(part.join(line, line.c.id == part.c.deliverable))
        .where(part.c.department == department, *_within(part, project))
        .order_by(line.c.number)
    )
    held: dict[str, set[str]] = {}
    known: dict[str, tuple[Any, ...]] = {}
    for identity, *rest, role in session.connection().execute(statement):
        held.setdefault(identity, set()).add(role)
        known[identity] = tuple(rest)
    made = []
    for identity, (name, wave, status, due) in known.items():
        letters = "".join(x for x in LETTERS if x in held[identity])
        made.append(Part(name or "", wave or "", letters, due, bool(due and due < day and status not in _ENDED)))
    return tuple(sorted(made, key=lambda p: [LETTERS.index(x) for x in p.letters]))


def _within(table: Any, project: str | None) -> tuple[Any, ...]:
    return (table.c.project == project,) if project else ()


def _voices(
    session: Session, registers: Registers, project: str | None, department: str
) -> tuple[int | None, tuple[int | None, ...], tuple[str, ...], bool]:
    """Count through the rule of small groups over all departments, so that no other page gives one away."""
    table = table_of(registers["feedback"])
    unit_shown = shown_column(session, registers["feedback"], "department")
    columns = (unit_shown, table.c.sentiment, table.c.statement, table.c.reply, table.c.status)
    statement = select(*columns).where(unit_shown.is_not(None), *_within(table, project)).order_by(table.c.number)
    members: dict[str, list[int]] = {}
    asks: list[str] = []
    everyone = 0
    for place, (unit, sentiment, text, reply, status) in enumerate(session.connection().execute(statement)):
        mood = 1 if not sentiment else 0 if sentiment < 0 else 2
        members.setdefault(unit, [0, 0, 0])[mood] |= 1 << place
        everyone |= 1 << place
        if unit == department and not reply and status != _DECLINED:
            asks.append(" ".join((text or "").split()))
    if department not in members:
        return 0, (0, 0, 0), (), True
    names = tuple(sorted(members))
    cells: Mapping[tuple[int, int], int] = {(i, j): members[n][j] for i, n in enumerate(names) for j in range(3)}
    told = Ledger().publish(Groups(names, MOODS, cells), everyone)
    row = names.index(department)
    counts = told.counts[row]
    quoted = told.may_list(row, 3)
    moods = (None, None, None) if counts[3] is None else tuple(counts[:3])
    return counts[3], moods, tuple(asks) if quoted else (), quoted


def _owes(
    session: Session, registers: Registers, project: str | None, department: str, day: dt.date
) -> tuple[Debt, ...]:
    people, steps = table_of(registers["stakeholder"]), table_of(registers["checklist_item"])
    voices = table_of(registers["feedback"])
    own = select(people.c.id).where(people.c.department == department)
    undone = or_(steps.c.status.is_(None), steps.c.status.not_in(_SETTLED))
    by_it = or_(steps.c.department == department, steps.c.owner.in_(own))
    todo = select(steps.c.step, steps.c.due).where(by_it, undone, *_within(steps, project))
    made = [Debt(text or "", due, bool(due and due < day)) for text, due in session.connection().execute(todo)]
    open_ = (voices.c.owner.in_(own), voices.c.reply.is_(None), voices.c.status != _DECLINED)
    waiting = select(voices.c.number, voices.c.due).where(*open_, *_within(voices, project))
    made += [
        Debt(f"{registers['feedback'].about.prefix}-{number:04d}", due, bool(due and due < day), answer=True)
        for number, due in session.connection().execute(waiting)
    ]
    return tuple(sorted(made, key=lambda d: (d.due is None, d.due or day)))
