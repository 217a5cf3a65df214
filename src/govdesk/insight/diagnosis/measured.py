"""Metrics with their last reading: where each began, where it stands, where it shall stand.

Readings may come in any order; one that lies ahead, or that is of fewer than five people, is left aside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.small_group import SMALLEST
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Measured:
    """One metric.

    Args:
        value: Its last reading of the whole, or where only units were measured, of one of them.
        day: When that was.
        reading: Number of the measurement.
    """

    id: str
    number: int
    name: str
    kind: str
    unit: str
    direction: str
    baseline: float | None
    target: float | None
    due: dt.date | None
    department: str
    value: float | None = None
    day: dt.date | None = None
    reading: int | None = None

    @property
    def way(self) -> float | None:
        """How far it is from baseline to target; None where that is not told, or no way at all."""
        if self.baseline is None or self.target is None or self.baseline == self.target:
            return None
        return self.target - self.baseline

    @property
    def gone(self) -> float | None:
        """How much of the way was gone, in percent; below zero where it went the wrong way."""
        if self.way is None or self.value is None or self.baseline is None:
            return None
        return 100.0 * (self.value - self.baseline) / self.way

    def shown(self, value: float | None) -> str:
        """Return a figure of it with its unit."""
        return "" if value is None else shown(value, self.unit)

    def args(self) -> dict[str, str]:
        """Return its name and figures for a sentence."""
        return {
            "name": self.name,
            "value": self.shown(self.value),
            "target": self.shown(self.target),
            "baseline": self.shown(self.baseline),
        }


def read_measured(session: Session, registers: Registers, project: str, today: dt.date) -> tuple[Measured, ...]:
    """Return the metrics of a project in the order of their numbers."""
    if "metric" not in registers or "measurement" not in registers:
        return ()
    metric, reading = table_of(registers["metric"]), table_of(registers["measurement"])
    latest = func.row_number().over(
        partition_by=reading.c.metric,
        order_by=(reading.c.department.is_not(None), reading.c.date.desc(), reading.c.number.desc()),
    )
    told = or_(reading.c.people.is_(None), reading.c.people == 0, reading.c.people >= SMALLEST)
    ranked = (
        select(
            reading.c.metric, reading.c.value, reading.c.date, reading.c.number.label("reading"), latest.label("place")
        )
        .where(reading.c.project == project, reading.c.date <= today, reading.c.value.is_not(None), told)
        .subquery()
    )
    c = metric.c
    last = {
        row[0]: tuple(row[1:])
        for row in session.connection().execute(
            select(ranked.c.metric, ranked.c.value, ranked.c.date, ranked.c.reading).where(ranked.c.place == 1)
        )
    }
    statement = (
        select(
            c.id, c.number, c.name, c.kind, c.unit, c.direction, c.baseline, c.target, c.due, c.department,
        )
        .where(c.project == project)
        .order_by(c.number)
    )  # fmt: skip
    found = session.connection().execute(statement)
    return tuple(
        Measured(
            i,
            n,
            name or "",
            kind or "",
            (unit or "").strip(),
            way or "",
            base,
            target,
            due,
            unit_of or "",
            *last.get(i, ()),
        )
        for i, n, name, kind, unit, way, base, target, due, unit_of in found
    )


def evidence_of(metrics: Iterable[Measured]) -> tuple[Evidence, ...]:
    """Return metrics and their last readings as evidence."""
    kept = list(metrics)
    readings = tuple(one.reading for one in kept if one.reading is not None)
    return Evidence("metric", tuple(one.number for one in kept)), Evidence("measurement", readings)


def shown(value: float, unit: str) -> str:
    """Return a figure with its unit."""
    figure = f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{figure}{unit}" if unit in ("", "%") else f"{figure} {unit}"
