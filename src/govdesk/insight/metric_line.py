"""A metric over time: where it began, its readings in the order of their days, where it shall stand, how far it has come.

Readings may come in any order. One of fewer than five people has its place, but not its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.small_group import small
from govdesk.store.query import Filter, Order, Query, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: As many figures as a sponsor asks for.
HEADLINES = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the whole; None where it would tell of fewer than five people."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class MetricLine:
    """One metric with its readings, the oldest first."""

    id: str
    number: int
    name: str
    unit: str
    direction: str
    baseline: float | None
    baseline_on: date | None
    target: float | None
    due: date | None
    headline: bool
    readings: tuple[Reading, ...]
    project: str = ""

    @property
    def latest(self) -> Reading | None:
        """The last reading that may be told."""
        return next((r for r in reversed(self.readings) if r.value is not None), None)

    @property
    def begin(self) -> float | None:
        """Where it began: the baseline, else the first reading that may be told."""
        if self.baseline is not None:
            return self.baseline
        return next((r.value for r in self.readings if r.value is not None), None)

    @property
    def share(self) -> float | None:
        """How much of the way from baseline to target is gone; None where there is no way to go."""
        last = self.latest
        if last is None or last.value is None or self.begin is None or self.target is None or self.begin == self.target:
            return None
        return (last.value - self.begin) / (self.target - self.begin)

    @property
    def reached(self) -> bool:
        """Whether the target is met by the last reading."""
        last = self.latest
        if last is None or last.value is None or self.target is None:
            return False
        if self.direction == "hold" or (not self.direction and self.begin == self.target):
            return last.value == self.target
        down = self.direction == "down" or (not self.direction and (self.begin or 0.0) > self.target)
        return last.value <= self.target if down else last.value >= self.target

    def state(self, today: date) -> tuple[Message, str]:
        """Return how it stands in words, and the tone of them."""
        if self.latest is None:
            return Message(N_("No reading yet")), "quiet"
        if self.target is None:
            return Message(N_("No target")), "watch"
        if self.reached:
            return Message(N_("Target met")), "good"
        if self.due is not None and self.due < today:
            return Message(N_("Target missed")), "act"
        if self.begin == self.target:
            return Message(N_("Target equals the baseline")), "watch"
        if self.share is None:
            return Message(N_("No baseline")), "watch"
        if self.share < 0:
            return Message(N_("Going the wrong way")), "act"
        return Message(N_("{share}% of the way"), {"share": f"{100 * self.share:.0f}"}), "quiet"

    def shown(self, value: float | None) -> str:
        """Return a figure with its unit."""
        if value is None:
            return "–"
        words = f"{value:,.4f}".rstrip("0").rstrip(".")
        gap = "" if self.unit[:1] in ("%", "‰") or not self.unit[:1].isascii() or not self.unit else " "
        return f"{words}{gap}{self.unit}"


def metric_lines(session: Session, registers: Registers, query: Query) -> tuple[MetricLine, ...]:
    """Return the metrics of a query in its order, each with the readings of the whole."""
    found = records(session, registers, "metric", rows(session, registers, query))
    readings = _readings(session, registers, query.project)
    return tuple(
        MetricLine(
            r.id,
            r.number,
            r.values["name"] or "",
            (r.values["unit"] or "").strip(),
            r.values["direction"] or "",
            r.values["baseline"],
            r.values["baseline_on"],
            r.values["target"],
            r.values["due"],
            bool(r.values["headline"]),
            tuple(readings.get(r.id, ())),
            r.values["project"] or "",
        )
        for r in found
    )


def headlines(session: Session, registers: Registers, project: str | None) -> tuple[MetricLine, ...]:
    """Return the figures that the sponsor asked for, at most three of a project."""
    query = Query("metric", project, (Filter("headline", "yes"),), order=(Order("number"),))
    found = metric_lines(session, registers, query)
    return found[:HEADLINES] if project is not None else found


def _readings(session: Session, registers: Registers, project: str | None) -> dict[str, list[Reading]]:
    c = table_of(registers["measurement"]).c
    statement = select(c.metric, c.date, c.value, c.people).where(
        c.department.is_(None), c.date.is_not(None), c.value.is_not(None)
    )
    if project:
        statement = statement.where(c.project == project)
    found: dict[str, list[Reading]] = {}
    for metric, day, value, people in session.connection().execute(statement.order_by(c.date, c.number)):
        told = None if people is not None and small(people) else value
        found.setdefault(metric, []).append(Reading(day, told))
    return found
