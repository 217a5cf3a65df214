"""Who is due for a contact: the last one, how often there should be one, and what was said to follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.fields.register import Registers
from govdesk.insight.standing import Standing, told_apart
from govdesk.store.query import Query, count, records, rows, table_of

#: What a contact can be, the most pressing first.
STATES = ("never", "overdue", "soon", "planned", "later")
#: Within so many days, today among them, a contact is due soon.
SOON = 7


@dataclass(frozen=True, slots=True)
class Contact:
    """How a stakeholder is kept in touch with.

    Args:
        last: Day of the last contact; one that lies ahead is planned, not had.
        planned: Day of the next contact that is written down already.
        due: Day on which the next should be; today where there was none yet.
        follow_up: What was said to follow the last contact.
    """

    id: str
    number: int
    name: str
    owner: str
    cadence: int
    last: date | None
    planned: date | None
    due: date
    follow_up: str = ""
    project: str | None = None
    hint: str = ""

    @property
    def shown(self) -> str:
        """The name, with the word that tells this person from a namesake where there is one."""
        return f"{self.name} · {self.hint}" if self.hint else self.name

    def state(self, today: date) -> str:
        """Return which of `STATES` the contact is in; one that is planned already is no longer waited for."""
        if self.planned is not None:
            return "planned"
        if self.last is None:
            return "never"
        late = self.late(today)
        return "overdue" if late > 0 else "soon" if late > -SOON else "later"

    def late(self, today: date) -> int:
        """Return how many days the contact is overdue; below zero it has time."""
        return (today - self.due).days


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who is due, the latest first, how many have no cadence, and how many people there are without the filters."""

    people: tuple[Contact, ...]
    without_cadence: int
    total: int


def contacts(session: Session, registers: Registers, query: Query, today: date) -> Contacts:
    """Return the contacts of the stakeholders in a query; who has left is due no more."""
    found, without = [], 0
    last, planned = _touchpoints(session, registers, today)
    register = registers["stakeholder"]
    shown = records(session, registers, "stakeholder", rows(session, registers, query))
    people = [
        Standing(r.id, r.number, r.title(register), r.values["title"] or "", r.names.get("department", ""))
        for r in shown
    ]
    for record, one in zip(shown, told_apart(people, register.about.prefix), strict=True):
        if record.values["left"] and record.values["left"] <= today:
            continue
        cadence = record.values["cadence"]
        if cadence is None:
            without += 1
            continue
        when, follows = last.get(record.id, (None, ""))
        due = when + timedelta(days=cadence) if when else today
        owner, planned_for = record.names.get("owner", ""), planned.get(record.id)
        found.append(
            Contact(
                one.id, one.number, one.name, owner, cadence, when, planned_for, due, follows,
                record.values["project"], one.hint,
            )
        )  # fmt: skip
    found.sort(key=lambda c: (c.last is not None, c.due, c.number))
    return Contacts(tuple(found), without, count(session, registers, Query("stakeholder", query.project)))


def _touchpoints(
    session: Session, registers: Registers, today: date
) -> tuple[dict[str, tuple[date, str]], dict[str, date]]:
    table = table_of(registers["touchpoint"])
    last: dict[str, tuple[date, str]] = {}
    had = select(table.c.stakeholder, table.c.date, table.c.follow_up).where(table.c.date <= today)
    for who, when, follows in session.connection().execute(had.order_by(table.c.date, table.c.number)):
        last[who] = (when, follows or "")
    ahead = select(table.c.stakeholder, func.min(table.c.date)).where(table.c.date > today)
    planned = {who: when for who, when in session.connection().execute(ahead.group_by(table.c.stakeholder)) if when}
    return last, planned
