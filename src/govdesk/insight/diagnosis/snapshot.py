"""Snapshots: the level of each rule on a day, kept in the workspace so that the next review can tell what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Diagnosis, gravity
from govdesk.store.edit import rework
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Workspace

_REGISTER = "snapshot"


@dataclass(frozen=True, slots=True)
class Trend:
    """What became of a rule since the last snapshot.

    Args:
        since: The day of that snapshot.
        level: Its level then.
        count: How many records stood behind it then.
        change: How many more do so now; where it shows nothing now or then, their number says nothing and this is 0.
        direction: `better`, `same` or `worse`; `unknown` where it could not be judged then or now.
    """

    since: dt.date
    level: str
    count: int
    change: int
    direction: str


def save_snapshot(workspace: Workspace, diagnosis: Diagnosis) -> int:
    """Keep the level of each rule as one operation, in the place of what was kept that day; return how many rules.

    Raises:
        GovDeskError: `invalid`.
    """
    with workspace.read() as session:
        table = table_of(workspace.registers[_REGISTER])
        same = select(table.c.rule, table.c.id).where(
            table.c.project == diagnosis.project, table.c.date == diagnosis.today
        )
        known: dict[str, str] = {row.rule: row.id for row in session.connection().execute(same)}
    creates, changes = [], {}
    for finding in diagnosis.findings:
        values = {
            "group": finding.group, "level": finding.level, "evidence": finding.count, "sentence": finding.sentence.dump(),
        }  # fmt: skip
        if finding.rule in known:
            changes[known[finding.rule]] = values
        else:
            creates.append({"project": diagnosis.project, "rule": finding.rule, "date": diagnosis.today, **values})
    label = Message(N_("Snapshot of the diagnosis, {day}"), {"day": diagnosis.today.isoformat()})
    rework(workspace, _REGISTER, label, creates=creates, changes=changes)
    return len(diagnosis.findings)


def last_snapshot(session: Session, registers: Registers, project: str, before: dt.date) -> dt.date | None:
    """Return the day of the last snapshot before a day; None where there is none."""
    if _REGISTER not in registers:
        return None
    table = table_of(registers[_REGISTER])
    statement = select(func.max(table.c.date)).where(table.c.project == project, table.c.date < before)
    found: dt.date | None = session.connection().execute(statement).scalar()
    return found


def trends(session: Session, registers: Registers, project: str, diagnosis: Diagnosis) -> Mapping[str, Trend]:
    """Return what became of each rule since the last snapshot of an earlier day; empty where there is none."""
    since = last_snapshot(session, registers, project, diagnosis.today)
    if since is None:
        return {}
    table = table_of(registers[_REGISTER])
    statement = select(table.c.rule, table.c.level, table.c.evidence).where(
        table.c.project == project, table.c.date == since
    )
    found = {
        rule: (level or "insufficient", count or 0) for rule, level, count in session.connection().execute(statement)
    }
    return {f.rule: _trend(since, *found[f.rule], f.level, f.count) for f in diagnosis.findings if f.rule in found}


def _trend(since: dt.date, before: str, then: int, level: str, now: int) -> Trend:
    if "insufficient" in (before, level):
        return Trend(since, before, then, 0, "unknown")
    both = gravity(before) > 0 and gravity(level) > 0
    change = now - then if both else 0
    step = gravity(level) - gravity(before) or change
    direction = "worse" if step > 0 else "better" if step < 0 else "same"
    return Trend(since, before, then, change, direction)
