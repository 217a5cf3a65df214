"""Where each stakeholder stands: power, interest, engagement today and wished for, and how many ties they have.

The map and the engagement matrix read these values; the journal gives the same values for any moment of the past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.fields.register import Registers
from govdesk.i18n import Message
from govdesk.store.query import Query, count, records, rows, table_of
from govdesk.store.schema import change as change_table
from govdesk.store.schema import operation as operation_table

#: From this step on power and interest count as high, as the words of the scale have it: 4 is “High”.
HIGH = 4
#: What a reassessment changes.
JUDGED = ("power", "interest", "engagement", "desired")


@dataclass(frozen=True, slots=True)
class Standing:
    """One stakeholder as the views show them."""

    id: str
    number: int
    name: str
    title: str = ""
    department: str = ""
    power: int | None = None
    interest: int | None = None
    engagement: str | None = None
    desired: str | None = None
    concerns: str = ""
    ties: int = 0
    level: str | None = None
    project: str = ""
    hint: str = ""
    left: date | None = None

    @property
    def shown(self) -> str:
        """The name, with the word that tells this person from a namesake where there is one."""
        return f"{self.name} · {self.hint}" if self.hint else self.name

    @property
    def gone(self) -> bool:
        """Whether the day is there on which this person left."""
        return self.left is not None and self.left <= date.today()

    @property
    def placed(self) -> bool:
        """Whether both judgements that a place on the map needs are there."""
        return self.power is not None and self.interest is not None


@dataclass(frozen=True, slots=True)
class Standings:
    """The stakeholders of a query, and how many there are without its filters."""

    people: tuple[Standing, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One operation that judged stakeholders anew: when, what it was called, and the new values by id.

    Values of None under an id mean that the record was removed.
    """

    at: datetime
    label: Message
    values: Mapping[str, Mapping[str, Any] | None]


def standings(session: Session, registers: Registers, query: Query) -> Standings:
    """Return the stakeholders of a query in its order."""
    keys = rows(session, registers, query)
    ties = ties_of(session, registers, query.project)
    people = tuple(
        Standing(
            r.id,
            r.number,
            r.title(registers["stakeholder"]),
            r.values["title"] or "",
            r.names.get("department", ""),
            r.values["power"],
            r.values["interest"],
            r.values["engagement"],
            r.values["desired"],
            r.values["concerns"] or "",
            ties[r.id],
            r.values["level"],
            r.names.get("project", ""),
            left=r.values["left"],
        )
        for r in records(session, registers, "stakeholder", keys)
    )
    return Standings(
        told_apart(people, registers["stakeholder"].about.prefix),
        count(session, registers, Query("stakeholder", query.project)),
    )


def told_apart(people: Sequence[Standing], prefix: str) -> tuple[Standing, ...]:
    """Return the people with a hint on each that shares a name: the department, else the title, else the number."""
    names = Counter(p.name for p in people)
    shared = [p for p in people if names[p.name] > 1]
    departments = Counter((p.name, p.department) for p in shared)
    titles = Counter((p.name, p.title) for p in shared)

    def hint(one: Standing) -> str:
        if one.department and departments[one.name, one.department] == 1:
            return one.department
        return one.title if one.title and titles[one.name, one.title] == 1 else f"{prefix}-{one.number:04d}"

    return tuple(replace(p, hint=hint(p)) if names[p.name] > 1 else p for p in people)


def ties_of(session: Session, registers: Registers, project: str | None) -> Counter[str]:
    """Return how many relationships each stakeholder has, whichever end they stand at."""
    table = table_of(registers["relationship"])
    found: Counter[str] = Counter()
    for column in (table.c.person, table.c.other):
        statement = select(column, func.count()).where(column.is_not(None)).group_by(column)
        if project:
            statement = statement.where(table.c.project == project)
        for person, amount in session.connection().execute(statement):
            found[person] += amount
    return found


def moments(session: Session, project: str | None) -> list[Moment]:
    """Return every operation that judged a stakeholder of a project, oldest first; undoing one is an operation too."""
    values = [func.json_extract(change_table.c.new, f"$.{n}") for n in JUDGED]
    there = [func.json_type(change_table.c.new, f"$.{n}") for n in JUDGED]
    of_project = select(change_table.c.record).where(
        change_table.c.register == "stakeholder", func.json_extract(change_table.c.new, "$.project") == project
    )
    statement = (
        select(
            operation_table.c.id, operation_table.c.at, operation_table.c.label,
            change_table.c.record, change_table.c.action, *values, *there,
        )
        .join(operation_table, operation_table.c.id == change_table.c.operation)
        .where(change_table.c.register == "stakeholder")
        .order_by(change_table.c.id)
    )  # fmt: skip
    if project:
        statement = statement.where(change_table.c.record.in_(of_project))
    found: dict[int, tuple[str, str, dict[str, Any]]] = {}
    for number, at, label, record, action, *rest in session.connection().execute(statement):
        told = {n: v for n, v, t in zip(JUDGED, rest[: len(JUDGED)], rest[len(JUDGED) :], strict=True) if t is not None}
        if action == "insert":
            told = dict.fromkeys(JUDGED) | told
        if told or action == "delete":
            people = found.setdefault(number, (at, label, {}))[2]
            people[record] = None if action == "delete" else {**(people.get(record) or {}), **told}
    return [Moment(datetime.fromisoformat(at), Message.load(label), people) for at, label, people in found.values()]


def standing_then(past: Sequence[Moment], upto: int, people: Iterable[Standing]) -> list[Standing]:
    """Return those of the people who were there after the first moments, as they stood then.

    Args:
        past: All moments.
        upto: How many of them have happened.
        people: Who is shown, as they stand today.
    """
    values: dict[str, Mapping[str, Any] | None] = {}
    for moment in past[:upto]:
        for who, told in moment.values.items():
            values[who] = None if told is None else {**(values.get(who) or {}), **told}
    return [replace(p, **values[p.id]) for p in people if values.get(p.id) is not None]  # type: ignore[arg-type]


def trails(past: Sequence[Moment], upto: int) -> dict[str, list[tuple[int, int]]]:
    """Return the interest and power that each person had, one after the other, of those who moved up to a moment."""
    held: dict[str, tuple[Any, Any]] = {}
    found: dict[str, list[tuple[int, int]]] = {}
    for moment in past[:upto]:
        for who, told in moment.values.items():
            interest, power = held.get(who, (None, None))
            held[who] = place = ((told or {}).get("interest", interest), (told or {}).get("power", power))
            ways = found.setdefault(who, [])
            if None not in place and (not ways or ways[-1] != place):
                ways.append((int(place[0]), int(place[1])))
    return {who: ways for who, ways in found.items() if len(ways) > 1}
