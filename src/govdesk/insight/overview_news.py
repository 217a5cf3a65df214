"""What has changed since somebody was here last, read from the journal; nameless records are left out, as their time is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.i18n import Message
from govdesk.insight.overview import Part
from govdesk.store.history import Operation, operations
from govdesk.store.query import Filter, Order, Query, table_of
from govdesk.store.schema import change
from govdesk.store.schema import operation as operation_table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from govdesk.fields.register import Registers

#: Who was never here before is shown so many days.
FIRST_DAYS = 7
#: So many operations are shown.
SHOWN = 5
#: A query takes no more record numbers than this.
_MOST = 30_000


@dataclass(frozen=True, slots=True)
class News:
    """What happened: how many operations, the last of them, and the records that they touched by register.

    Args:
        first: Whether nobody was here before, so that the last days are told.
        count: How many operations there were.
        last: The newest of them.
        parts: A number for each register, which opens the records; the words name the register alone.
    """

    first: bool
    count: int
    last: tuple[Operation, ...]
    parts: tuple[Part, ...]


def news(session: Session, registers: Registers, project: str | None, since: int | None, now: datetime) -> News:
    """Return what happened after an operation.

    Args:
        session: Any session.
        registers: All registers.
        project: Whose records are counted; None for all. The operations are those of the whole workspace.
        since: Number of the last operation that was there at the last visit; None where nobody was here before.
        now: The time from which the days of a first visit are counted.
    """
    table = operation_table
    condition: ColumnElement[bool] = table.c.id > (since or 0)
    if since is None:
        condition &= table.c.at >= (now.astimezone(UTC) - timedelta(days=FIRST_DAYS)).isoformat()
    numbers = select(table.c.id).where(condition, table.c.rows > 0, table.c.kind != "veil")
    amount = session.connection().execute(select(func.count()).select_from(numbers.subquery())).scalar_one()
    first = session.connection().execute(numbers.order_by(table.c.id).limit(1)).scalar()
    if first is None:
        return News(since is None, 0, (), ())
    last = [o for o in operations(session, limit=4 * SHOWN) if o.id >= first and o.rows][:SHOWN]
    touched = select(change.c.record).where(change.c.operation.in_(numbers))
    parts = []
    for code, register in registers.items():
        if getattr(register.about, "hidden", False):
            continue
        held = table_of(register)
        found = select(held.c.number).where(held.c.id.in_(touched.where(change.c.register == code)))
        if project and register.in_project:
            found = found.where(held.c.project == project)
        shown = tuple(session.connection().execute(found.order_by(held.c.number).limit(_MOST)).scalars())
        if shown:
            home = project if register.in_project else None
            newest = (Order("number", descending=True),)
            query = Query(code, home, (Filter("number", "any_of", shown),), order=newest)
            parts.append(Part(Message(register.about.plural), query, len(shown)))
    return News(since is None, amount, tuple(last), tuple(sorted(parts, key=lambda p: -p.count)))
