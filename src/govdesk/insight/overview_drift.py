"""Who moves away from where one wishes they stood: a private judgement of people, for the one who works with them alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.overview import SHOWN, Block, Line, Part
from govdesk.registers.vocabularies import ENGAGEMENT
from govdesk.store.query import Filter, Order, Query, Record, records, rows
from govdesk.store.schema import change, operation

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: So many days back it is looked whether somebody moved.
LOOKED_BACK = 90
#: From so much power on, standing below the wish is shown although nobody moved.
_POWER = 4
_RANK = {term.code: place for place, term in enumerate(ENGAGEMENT)}


@dataclass(frozen=True, slots=True)
class _Drift:
    """One person below the wish: how many levels, how many more than before, and what they were called before."""

    person: Record
    below: int
    lost: int
    before: str | None


def drifting(session: Session, registers: Registers, project: str | None, today: date) -> Block:
    """Return who fell back in the last months, the farthest first, then who stands below the wish and has much power."""
    found = _below(session, registers, project, today)
    away = sorted((d for d in found if d.lost > 0), key=lambda d: (-d.lost, -d.below, d.person.number))
    still = sorted(
        (d for d in found if d.lost <= 0), key=lambda d: (-(d.person.values["power"] or 0), -d.below, d.person.number)
    )
    parts = (
        _fallen(project, away),
        Part(
            Message(N_("{count} below the wish"), {"count": f"{len(found):,}"}), _people(project, found), len(found),
            N_("The engagement of today is below the desired one."),
        ),
    )  # fmt: skip
    powerful = [d for d in still if (d.person.values["power"] or 0) >= _POWER]
    lines = tuple(_line(d, registers) for d in (*away, *powerful)[:SHOWN])
    return Block("drift", tuple(p for p in parts if p.count), lines)


def fallen_back(session: Session, registers: Registers, project: str | None, today: date) -> Part:
    """Return how many moved away from where one wishes they stood."""
    return _fallen(project, [d for d in _below(session, registers, project, today) if d.lost > 0])


def _fallen(project: str | None, found: list[_Drift]) -> Part:
    words = Message(N_("{count} fell back"), {"count": f"{len(found):,}"})
    rule = N_("In the last 90 days the distance from the desired engagement has grown.")
    return Part(words, _people(project, found), len(found), rule, "act")


def _below(session: Session, registers: Registers, project: str | None, today: date) -> list[_Drift]:
    """Return who stands below the wish; who has left is nobody's task any more."""
    query = Query("stakeholder", project, (Filter("engagement", "filled"), Filter("desired", "filled")))
    held = records(session, registers, "stakeholder", rows(session, registers, query))
    here = [r for r in held if not (r.values["left"] and r.values["left"] <= today)]
    before = _before(session, today)
    return [d for r in here if (d := _drift(r, before.get(r.id, {}))) is not None]


def _drift(person: Record, before: dict[str, Any]) -> _Drift | None:
    now, wish = _RANK.get(person.values["engagement"]), _RANK.get(person.values["desired"])
    if now is None or wish is None or now >= wish:
        return None
    then, wished = (_RANK.get(before.get(n, person.values[n])) for n in ("engagement", "desired"))
    lost = wish - now - max(0, wished - then) if then is not None and wished is not None else 0
    return _Drift(person, wish - now, lost, before.get("engagement"))


def _before(session: Session, today: date) -> dict[str, dict[str, Any]]:
    """Return the engagement and the wish that stood before the first change of each within the time looked back."""
    start = datetime.combine(today - timedelta(days=LOOKED_BACK), time(), UTC).isoformat()
    statement = (
        select(change.c.record, change.c.old)
        .join(operation, operation.c.id == change.c.operation)
        .where(change.c.register == "stakeholder", change.c.action == "update", operation.c.at >= start)
        .order_by(change.c.id)
    )
    found: dict[str, dict[str, Any]] = {}
    for record, old in session.connection().execute(statement):
        for name, value in json.loads(old or "{}").items():
            if name in ("engagement", "desired"):
                found.setdefault(record, {}).setdefault(name, value)
    return found


def _people(project: str | None, found: list[_Drift]) -> Query:
    numbers = tuple(sorted(d.person.number for d in found))
    return Query(
        "stakeholder", project, (Filter("number", "any_of", numbers),), order=(Order("power", descending=True),)
    )


def _line(drift: _Drift, registers: Registers) -> Line:
    one = drift.person
    now, wish = _word(one.values["engagement"]), _word(one.values["desired"])
    if drift.lost > 0 and drift.before is not None:
        note, tone = Message(N_("{before} → {now}"), {"before": _word(drift.before), "now": now}), "act"
    else:
        note, tone = Message(N_("{now}, wished {wish}"), {"now": now, "wish": wish}), "quiet"
    title = one.title(registers["stakeholder"])
    return Line("stakeholder", one.id, title, one.values["title"] or one.names.get("department", ""), note, tone)


def _word(code: str) -> Message:
    return Message(ENGAGEMENT[code].label)
