"""Where each decision is on its way through its bodies, what is stuck where, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from govdesk.fields.register import Registers
from govdesk.insight.diagnosis.threshold import limits
from govdesk.store.query import Query, Record, count, records, rows, select_records, table_of

#: What a decision's way can be, the most pressing first.
STATES = ("circle", "stuck", "moving", "unplanned", "decided", "gone")
_OPEN = ("open", "under_way", None)
_WAITS = ("waiting", "returned", "deferred", None)


@dataclass(frozen=True, slots=True)
class Stop:
    """One body on the way.

    Args:
        state: `passed`, `here` where the decision lies now, `stuck` where it lies too long, `ahead`, or `skipped`.
        since: The day from which it lies there, or on which it was dealt with; None where nobody wrote it down.
        days: How long it lies there.
    """

    id: str
    body: str
    outcome: str
    state: str
    since: dt.date | None
    days: int
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class Path:
    """A decision and its way.

    Args:
        state: One of `STATES`.
        late: How many days it is past the day on which it is needed; zero or less is in time.
        waits_for: The decision that has to be taken first, where one has.
    """

    id: str
    number: int
    question: str
    owner: str
    state: str
    due: dt.date | None
    late: int
    stops: tuple[Stop, ...]
    waits_for: str

    @property
    def here(self) -> Stop | None:
        """The step at which it lies now."""
        return next((s for s in self.stops if s.state in ("here", "stuck")), None)


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways of the decisions of a view, the most pressing first, and how many decisions there are without its filters."""

    paths: tuple[Path, ...]
    total: int


def decision_paths(session: Session, registers: Registers, query: Query, today: dt.date) -> Paths:
    """Return the ways of a view's decisions.

    Args:
        session: Any session.
        registers: All registers.
        query: A query into the decisions.
        today: The day to count from.
    """
    found = records(session, registers, "decision", rows(session, registers, query))
    step = table_of(registers["decision_step"])
    steps: dict[str, list[Record]] = {}
    for one in select_records(session, registers, "decision_step", step.c.decision.in_([r.id for r in found])):
        steps.setdefault(one.values["decision"], []).append(one)
    patience = limits(session)["decision_path.stuck.days"]
    circles = _in_circle(session, registers)
    made = [_path(r, steps.get(r.id, []), today, patience, circle=r.id in circles) for r in found]
    made.sort(key=lambda p: (STATES.index(p.state), -(p.here.days if p.here else 0), p.number))
    return Paths(tuple(made), count(session, registers, Query("decision", query.project)))


def _path(record: Record, steps: Iterable[Record], today: dt.date, patience: int, *, circle: bool) -> Path:
    values = record.values
    open_ = values["status"] in _OPEN
    ordered = sorted(steps, key=lambda s: (s.values["place"] or 99, s.number))
    at = _reached(ordered) if open_ else -1
    stops = tuple(_stop(s, n, at, today, patience) for n, s in enumerate(ordered))
    if not open_:
        state = "decided" if values["status"] == "decided" else "gone"
    elif circle:
        state = "circle"
    elif any(s.state == "stuck" for s in stops):
        state = "stuck"
    else:
        state = "moving" if stops else "unplanned"
    late = (today - values["due"]).days if open_ and values["due"] else 0
    return Path(
        record.id, record.number, values["question"] or "", record.names.get("owner", ""), state, values["due"], late,
        stops, record.names.get("depends_on", "") if open_ else "",
    )  # fmt: skip


def _reached(steps: Sequence[Record]) -> int:
    """Return the place of the step at which an open decision lies: the last that it came to, or the one after it."""
    came = [n for n, s in enumerate(steps) if s.values["submitted"] or s.values["date"]]
    last = came[-1] if came else 0
    waits = [n for n, s in enumerate(steps) if n >= last and s.values["outcome"] in _WAITS]
    return waits[0] if waits else len(steps)


def _stop(step: Record, place: int, at: int, today: dt.date, patience: int) -> Stop:
    values = step.values
    outcome = values["outcome"] or "waiting"
    since = values["date"] or values["submitted"] or (values["planned"] if place == at else None)
    days = max((today - since).days, 0) if since and place == at else 0
    if place == at:
        state = "stuck" if days > patience else "here"
    elif outcome == "skipped":
        state = "skipped"
    else:
        state = "ahead" if place > at >= 0 or outcome == "waiting" else "passed"
    return Stop(
        step.id, values["body"] or "", outcome, state, since, days, step.names.get("person", ""), values["reason"] or ""
    )


def _in_circle(session: Session, registers: Registers) -> set[str]:
    """Return the decisions that wait for each other in a circle, as an older file or a merge may bring it."""
    table = table_of(registers["decision"])
    waits: Mapping[str, str] = {
        r.id: r.values["depends_on"]
        for r in select_records(session, registers, "decision", table.c.depends_on.is_not(None))
    }
    found = set()
    for start in waits:
        seen, now = [start], waits[start]
        while now in waits and now not in seen:
            seen.append(now)
            now = waits[now]
        if now == start:
            found.add(start)
    return found
