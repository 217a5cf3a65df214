"""The upward story: against the industry, against other projects inside, and what each department got, by measurement.

A sentence says no more than a figure does: with its records, and whether they hold a measurement of our own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.measured import Measured, evidence_of, read_measured, shown
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

KINDS = ("industry", "inside", "value")


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the story.

    Args:
        kind: `industry`, `inside` or `value`.
        department: Id of the department whose value it is; empty for a comparison.
        sentence: What can be said.
        evidence: The records that it rests on.
        measured: Whether a measurement of our own is among them; what has none is a gap to close, or a figure typed in.
        good: Whether it speaks for the project; None where that cannot be told.
    """

    kind: str
    department: str
    sentence: Message
    evidence: tuple[Evidence, ...]
    measured: bool
    good: bool | None = None


def upward_story(session: Session, registers: Registers, project: str, today: dt.date) -> tuple[Statement, ...]:
    """Return the sentences of a project's story: comparisons outside, comparisons inside, then values.

    Args:
        session: Any session.
        registers: All registers.
        project: Id of the project.
        today: Readings after this day are left aside.
    """
    metrics = read_measured(session, registers, project, today)
    found = [
        *_comparisons(session, registers, project, {one.id: one for one in metrics}),
        *_values(session, registers, project, metrics),
    ]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _comparisons(session: Session, registers: Registers, project: str, metrics: dict[str, Measured]) -> list[Statement]:
    if "benchmark" not in registers:
        return []
    table, home = table_of(registers["benchmark"]), table_of(registers["project"])
    statement = (
        select(table, home.c.name.label("sister_name"))
        .select_from(table.outerjoin(home, home.c.id == table.c.sister))
        .where(table.c.project == project, table.c.theirs.is_not(None))
        .order_by(table.c.number)
    )
    made = (_comparison(row, metrics.get(row.metric or "")) for row in session.connection().execute(statement))
    return [one for one in made if one is not None]


def _comparison(row: Any, metric: Measured | None) -> Statement | None:
    """Return what one comparison says; None where our own figure is not known."""
    measured = metric is not None and metric.value is not None
    ours = metric.value if measured and metric is not None else row.ours
    if ours is None:
        return None
    down = _down(row.direction, metric)
    theirs = float(row.theirs)
    better = None if down is None or ours == theirs else (ours < theirs) == down
    share = abs(ours - theirs) / abs(theirs) * 100 if theirs else None
    unit = (row.unit or (metric.unit if metric else "") or "").strip()
    args: dict[str, Any] = {
        "measure": row.measure or (metric.name if metric else ""),
        "ours": shown(ours, unit),
        "theirs": shown(theirs, unit),
        "whom": row.organisation or row.sister_name or "",
        "share": f"{share:.0f}" if share is not None else "",
    }
    if ours == theirs:
        text = N_("{measure}: {ours}, the same as {whom}")
    elif better is None or share is None:
        text = N_("{measure}: {ours}; {whom}: {theirs}")
    elif better:
        text = N_("{measure}: {ours}; {whom}: {theirs}. {share}% better")
    else:
        text = N_("{measure}: {ours}; {whom}: {theirs}. {share}% behind")
    evidence = (Evidence("benchmark", (row.number,)), *(evidence_of([metric]) if measured and metric else ()))
    kind = "inside" if row.kind == "inside" or row.sister else "industry"
    return Statement(kind, "", Message(text, args), tuple(e for e in evidence if e.numbers), measured, better)


def _down(direction: str | None, metric: Measured | None) -> bool | None:
    """Return whether less is better; None where nobody says so."""
    told = direction or (metric.direction if metric else "")
    if told in ("up", "down"):
        return told == "down"
    way = metric.way if metric else None
    return None if way is None else way < 0


def _values(session: Session, registers: Registers, project: str, metrics: tuple[Measured, ...]) -> list[Statement]:
    units, part = table_of(registers["department"]), table_of(registers["responsibility"])
    known = session.connection().execute(select(units.c.id, units.c.name, units.c.number))
    names = {identity: (name or "", number) for identity, name, number in known}
    found: list[Statement] = []
    for one in metrics:
        gone = one.gone
        if one.department not in names or gone is None:
            continue
        args = {**one.args(), "department": names[one.department][0], "share": f"{abs(gone):.0f}"}
        if gone > 0:
            text = N_("{department}: {name} from {baseline} to {value}, {share}% of the way to {target}")
        elif gone == 0:
            text = N_("{department}: {name} still at {value}, on the way to {target}")
        else:
            text = N_("{department}: {name} from {baseline} to {value}, away from the target of {target}")
        rows = tuple(e for e in evidence_of([one]) if e.numbers)
        found.append(Statement("value", one.department, Message(text, args), rows, measured=True, good=gone > 0))
    told = {one.department for one in found}
    carrying = (
        select(part.c.department, func.min(part.c.number))
        .where(part.c.project == project, part.c.role.in_(("A", "R")), part.c.department.is_not(None))
        .group_by(part.c.department)
        .order_by(func.min(part.c.number))
    )
    for unit, _ in session.connection().execute(carrying):
        if unit in told or unit not in names:
            continue
        words = Message(N_("{department}: no measured value yet"), {"department": names[unit][0]})
        rows = (Evidence("department", (names[unit][1],)),)
        found.append(Statement("value", unit, words, rows, measured=False))
    return found
