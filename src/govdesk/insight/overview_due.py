"""What has to be done this week, whatever register it stands in: what is late, and what is due by Sunday."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.answering import deadline, inbox
from govdesk.insight.overview import SHOWN, Block, Line, Part
from govdesk.store.query import Filter, Order, Query, Record, count, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: Has lines in a block of its own, and only a number in this one.
_ELSEWHERE = "feedback"
_UNDONE = Filter("status", "none_of", ("done", "not_applicable"))


@dataclass(frozen=True, slots=True)
class _Due:
    """What of a register can be due: the words for so many of them, the fields of the day, what is still open, whose it is.

    Where there are several fields, the first that is filled counts, such as the forecast before the plan.
    """

    register: str
    words: str
    days: tuple[str, ...]
    open: tuple[Filter, ...]
    person: str = "owner"


_DUES = (
    _Due("checklist_item", N_("Steps: {count}"), ("due",), (_UNDONE,)),
    _Due("feedback", N_("Answers: {count}"), ("due",), inbox(Query("feedback")).filters),
    _Due("commitment", N_("Commitments: {count}"), ("due",), (Filter("status", "any_of", ("open", None)),), "who"),
    _Due("decision", N_("Decisions: {count}"), ("due",), (Filter("status", "any_of", ("open", "under_way", None)),)),
    _Due(
        "decision_step", N_("Steps of decisions: {count}"), ("planned",),
        (Filter("outcome", "any_of", ("waiting", None)),), "person",
    ),
    _Due(
        "request", N_("Requests to answer: {count}"), ("reply_due",),
        (Filter("status", "any_of", ("new", "assessing", None)), Filter("answered", "empty")),
    ),
    _Due(
        "milestone", N_("Milestones: {count}"), ("forecast", "planned"),
        (Filter("status", "any_of", ("open", None)), Filter("actual", "empty")),
    ),
    _Due("budget_stage", N_("Budget gates: {count}"), ("gate_due",), (Filter("outcome", "any_of", ("waiting", None)),)),
    _Due("review", N_("Reviews to hold: {count}"), ("date",), (Filter("status", "any_of", ("planned", None)),)),
    _Due("deliverable", N_("Deliverables: {count}"), ("due",), (Filter("status", "none_of", ("done", "cancelled")),), ""),
    _Due("change_impact", N_("Changes to accompany: {count}"), ("due",), (Filter("status", "none_of", ("done", "cancelled")),)),
    _Due("skill_need", N_("Skill gaps to close: {count}"), ("due",), (Filter("status", "none_of", ("done", "cancelled")),)),
    _Due("risk", N_("Risks to review: {count}"), ("review",), (Filter("status", "none_of", ("closed",)),)),
)  # fmt: skip


def week_end(today: date) -> date:
    """Return the Sunday of a day's week."""
    return today + timedelta(days=6 - today.weekday())


def due_this_week(session: Session, registers: Registers, project: str | None, today: date) -> Block:
    """Return what is late or due by Sunday: the latest and the next of it as lines, a number for each register."""
    late, ahead = list[tuple[date, Line]](), list[tuple[date, Line]]()
    parts = due_parts(session, registers, project, week_end(today))
    by_register = {d.register: d for d in _DUES}
    for part in (p for p in parts if p.query.register != _ELSEWHERE):
        for day, line in _lines(session, registers, by_register[part.query.register], part.query, today):
            (late if day < today else ahead).append((day, line))
    room = SHOWN - min(len(ahead), SHOWN // 2)
    chosen = sorted(late, key=lambda f: f[0])[:room]
    chosen += sorted(ahead, key=lambda f: f[0])[: SHOWN - len(chosen)]
    return Block("week", parts, tuple(line for _, line in chosen))


def due_parts(session: Session, registers: Registers, project: str | None, until: date) -> tuple[Part, ...]:
    """Return how much of each register is due by a day, the most first; what has nothing due is left out."""
    found = []
    for one in _DUES:
        if one.register not in registers:
            continue
        query = _query(session, registers, one, project, until)
        amount = count(session, registers, query)
        if amount:
            found.append(Part(Message(one.words, {"count": f"{amount:,}"}), query, amount))
    return tuple(sorted(found, key=lambda p: -p.count))


def _query(session: Session, registers: Registers, due: _Due, project: str | None, until: date) -> Query:
    first = due.days[0]
    if len(due.days) == 1:
        by_day = Filter(first, "to", (until.isoformat(),))
        return Query(due.register, project, (*due.open, by_day), order=(Order(first),))
    table = table_of(registers[due.register])
    statement = select(table.c.number).where(func.coalesce(*(table.c[d] for d in due.days)) <= until)
    numbers = tuple(session.connection().execute(statement.order_by(table.c.number)).scalars())
    return Query(due.register, project, (*due.open, Filter("number", "any_of", numbers)), order=(Order(first),))


def _lines(session: Session, registers: Registers, due: _Due, query: Query, today: date) -> Iterator[tuple[date, Line]]:
    """Yield the most overdue of a register and those that come next."""
    ahead = Filter(due.days[0], "from", (today.isoformat(),))
    keys = rows(session, registers, query, SHOWN if len(due.days) == 1 else None)
    if len(due.days) == 1:
        keys += rows(session, registers, replace(query, filters=(*query.filters, ahead)), SHOWN)
    for one in records(session, registers, due.register, list(dict.fromkeys(keys))):
        day = next(one.values[d] for d in due.days if one.values[d] is not None)
        found = deadline(day, None, today)
        assert found is not None  # noqa: S101 - the day is there
        yield (
            day,
            Line(due.register, one.id, _title(one, registers), one.names.get(due.person, ""), found.words, found.tone),
        )


def _title(one: Record, registers: Registers) -> str:
    return one.title(registers[one.register])
