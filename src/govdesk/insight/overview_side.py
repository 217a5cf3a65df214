"""The projects side by side, in the order of their numbers: what each has to do, never who does best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.insight.answering import inbox
from govdesk.insight.overview_drift import fallen_back
from govdesk.insight.overview_due import due_parts, week_end
from govdesk.store.query import Filter, Order, Query, count, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: So many projects stand side by side; more are found in their register.
MOST = 40


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of one project and the views that it opens; several registers can make one number."""

    count: int
    opens: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """One project among the others.

    Args:
        id: Its id.
        name: Its name.
        stage: The code of its stage.
        due: What is late or due by Sunday, by register.
        voices: What waits for an answer.
        late: What has waited longer than agreed.
        drift: Who fell back.
    """

    id: str
    name: str
    stage: str | None
    due: Figure
    voices: Figure
    late: Figure
    drift: Figure


def side_by_side(session: Session, registers: Registers, today: date) -> tuple[Beside, ...]:
    """Return the projects that are not closed, by number."""
    return tuple(_projects(session, registers, today))


def _projects(session: Session, registers: Registers, today: date) -> Iterator[Beside]:
    query = Query("project", None, (Filter("stage", "none_of", ("closed",)),), order=(Order("number"),))
    before = ((today - timedelta(days=1)).isoformat(),)
    for one in records(session, registers, "project", rows(session, registers, query)[:MOST]):
        due = due_parts(session, registers, one.id, week_end(today))
        waiting = replace(inbox(Query("feedback", one.id)), order=(Order("date"),))
        late = replace(waiting, filters=(*waiting.filters, Filter("due", "to", before)))
        fell = fallen_back(session, registers, one.id, today)
        yield Beside(
            one.id,
            one.values["name"] or "",
            one.values["stage"],
            Figure(sum(p.count for p in due), tuple(p.query for p in due)),
            _figure(session, registers, waiting),
            _figure(session, registers, late),
            Figure(fell.count, (fell.query,)),
        )


def _figure(session: Session, registers: Registers, query: Query) -> Figure:
    return Figure(count(session, registers, query), (query,))
