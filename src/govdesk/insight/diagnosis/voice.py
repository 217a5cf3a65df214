"""The voices of a project as columns, read once: who is of the front line, what stands in the way, who still waits.

Counts of them are told only as far as the ledger of small groups lets them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from govdesk.insight.answering import ANSWER_DAYS, WAITING
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.small_group import SMALLEST, Ledger
from govdesk.store.query import table_of
from govdesk.store.shown import shown_column

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: For each voice, whether it belongs to a group.
Chosen = Sequence[Any]

_REGISTER = "feedback"
_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


@dataclass(slots=True)
class Voices:
    """The voices, column by column.

    Args:
        numbers: The number of each.
        front: Whether it is of the front line.
        causes: What stands in the way; None where nothing was said of it.
        moods: Its sentiment, −2 to 2.
        late: Whether it waits past its deadline.
        waiting: Whether it waits at all.
        units: Id of its department, as far as that may be shown.
    """

    numbers: Sequence[int] = ()
    front: Chosen = ()
    causes: Sequence[str | None] = ()
    moods: Sequence[int | None] = ()
    late: Chosen = ()
    waiting: Chosen = ()
    units: Sequence[str | None] = ()
    _ledger: Ledger = field(default_factory=Ledger)
    _spoken: list[bool] = field(default_factory=list)

    def evidence(self, chosen: Chosen) -> Evidence:
        """Return a group as evidence."""
        return Evidence(_REGISTER, tuple(compress(self.numbers, chosen)))

    def naming(self, causes: Iterable[str], among: Chosen) -> list[bool]:
        """Return who of a group names one of some causes."""
        wanted = frozenset(causes)
        return [bool(inside) and cause in wanted for inside, cause in zip(among, self.causes, strict=True)]

    def with_cause(self, among: Chosen | None = None) -> list[bool]:
        """Return who of a group, or of all, says what stands in the way."""
        if among is None:
            if not self._spoken:
                self._spoken = [cause is not None for cause in self.causes]
            return self._spoken
        return [bool(inside) and cause is not None for inside, cause in zip(among, self.causes, strict=True)]

    def may_tell(self, some: Chosen, of: Chosen) -> bool:
        """Answer whether the count of a group may be told among others, beside all counts that were told before."""
        if sum(map(bool, of)) < SMALLEST:
            return False
        return self._ledger.figure(_mask(some), _mask(of)) is not None


def _mask(chosen: Chosen) -> int:
    return int(bytes(map(bool, chosen)).translate(_DIGITS) or b"0", 2)


def read_voices(session: Session, registers: Registers, project: str, today: dt.date) -> Voices:
    """Return the voices of a project."""
    register = registers[_REGISTER]
    table, units = table_of(register), table_of(registers["department"])
    level, unit = (shown_column(session, register, name) for name in ("level", "department"))
    frontline = select(units.c.id).where(units.c.kind == "frontline")
    waiting = func.coalesce(table.c.status, "new").in_(WAITING)
    since = today - dt.timedelta(days=ANSWER_DAYS)
    statement = select(
        table.c.number,
        or_(level == "frontline", and_(level.is_(None), unit.in_(frontline))),
        table.c.cause,
        table.c.sentiment,
        and_(waiting, or_(table.c.due < today, and_(table.c.due.is_(None), table.c.date < since))),
        waiting,
        unit,
    ).where(table.c.project == project)
    cursor: Any = session.connection().execute(statement).cursor
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return Voices(
        [row[0] for row in found],
        [row[1] for row in found],
        [row[2] for row in found],
        [row[3] for row in found],
        [row[4] for row in found],
        [row[5] for row in found],
        [row[6] for row in found],
    )
