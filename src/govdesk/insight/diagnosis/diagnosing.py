"""Makes the diagnosis of a project: each sign looks once, rules are put together from their signs, remedies follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import Message
from govdesk.insight.diagnosis.catalogue import RULES, SIGNS
from govdesk.insight.diagnosis.facts import Facts, percent
from govdesk.insight.diagnosis.finding import SILENCE, Diagnosis, Finding, Reading, composed, gravity, united
from govdesk.insight.diagnosis.leadership import tendency
from govdesk.insight.diagnosis.remedy import remedies
from govdesk.insight.diagnosis.rule import Lack, Seen, Sign
from govdesk.insight.diagnosis.starting_point import balance
from govdesk.insight.diagnosis.threshold import limits, of_sign
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


def diagnose(session: Session, registers: Registers, project: str, today: dt.date) -> Diagnosis:
    """Return the diagnosis of a project.

    Args:
        session: Any session.
        registers: All registers.
        project: Id of the project.
        today: The day against which things are late.
    """
    facts = Facts(session, registers, project, today, limits(session))
    readings = {one.code: read(one, facts) for one in SIGNS}
    findings = tuple(
        composed(
            Finding(
                project, rule.code, rule.group, "none", SILENCE, (), (), rule.template,
                tuple(readings[one.code] for one in rule.signs),
                tendency(facts) if rule.code == "leadership" else None,
            )
        )
        for rule in RULES
    )  # fmt: skip
    return Diagnosis(project, today, findings, remedies(findings), balance(facts))


def diagnose_all(
    session: Session, registers: Registers, today: dt.date, project: str | None = None
) -> tuple[Diagnosis, ...]:
    """Return the diagnosis of one project, or of each in the order of their numbers; none where it was deleted."""
    table = table_of(registers["project"])
    ids = session.connection().execute(select(table.c.id).order_by(table.c.number)).scalars().all()
    return tuple(diagnose(session, registers, one, today) for one in ids if project in (None, one))


def read(one: Sign, facts: Facts) -> Reading:
    """Let a sign look at a project, and hold what it saw against its thresholds."""
    found = one.look(facts)
    if isinstance(found, Lack):
        return Reading(one.code, "insufficient", SILENCE, missing=found.missing)
    level = found.level or level_of(one, found, facts.limits)
    firing = gravity(level) > 0
    bad = united(found.bad)
    count = found.count if found.count is not None else sum(e.count for e in bad)
    shown = bad if bad and (firing or (count and not one.below)) else united(found.good)
    step = Message(one.step, {"count": count}) if firing else None
    return Reading(one.code, level, found.told, shown, private=found.private, step=step, count=count)


def level_of(one: Sign, seen: Seen, chosen: Mapping[str, int]) -> str:
    """Return the level of a figure: at a threshold it shows already; below a floor, not yet at it.

    A share makes it act from two records on: one of one is no pattern.
    """
    bounds = {t.code: value for t, value in of_sign(one, chosen)}
    if one.below:
        return "act" if seen.value < bounds["act"] else "watch" if seen.value < bounds["watch"] else "none"
    if seen.value <= 0:
        return "none"
    share = bounds.get("share")
    if seen.value >= bounds["act"]:
        return "act"
    if seen.value < bounds["watch"]:
        return "none"
    most = share is not None and seen.value > 1 and percent(seen.value, seen.of) >= share
    return "act" if most else "watch"
