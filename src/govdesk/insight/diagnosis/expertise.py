"""The fourth pit, missing expertise: gaps without a plan, a key skill in one head, outside help not approved."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, func, or_

from govdesk.i18n import N_
from govdesk.insight.diagnosis.facts import Facts
from govdesk.insight.diagnosis.rule import Lack, Rule, Seen, counts, sign

_ENDED = ("done", "cancelled")


def _skills(table: Any) -> tuple[Any, ...]:
    return func.coalesce(table.c.kind, "skill") == "skill", func.coalesce(table.c.status, "").not_in(_ENDED)


@sign(
    "expertise.plan",
    N_("Fewer have a skill than need it, and nobody says how that shall change: train, hire, borrow or buy."),
    N_("Decide for each missing skill: train, hire, borrow or buy ({count})"),
    *counts(1, 3, N_("A gap with a plan is work; a gap without one is luck."), share=50),
)
def plan(facts: Facts) -> Seen | Lack:
    """See skill gaps without a plan."""
    if lack := facts.lack("skill_need"):
        return lack
    table = facts.table("skill_need")
    gap = func.coalesce(table.c.in_house, 0) < func.coalesce(table.c.needed, 1)
    return facts.part(
        "skill_need",
        _skills(table),
        (gap, table.c.plan.is_(None)),
        N_("Skills missing without a plan: {count} of {of}"),
        N_("Each missing skill has a plan ({of} skills)"),
        counted=True,
    )


@sign(
    "expertise.single",
    N_("A key skill, or one that several need to have, is held by one person alone."),
    N_("Let a second person learn each key skill ({count})"),
    *counts(1, 3, N_("One illness, one better offer, and the project stands."), share=67),
)
def single(facts: Facts) -> Seen | Lack:
    """See key skills held by one person."""
    if lack := facts.lack("skill_need"):
        return lack
    table = facts.table("skill_need")
    alone = or_(table.c.in_house == 1, and_(table.c.in_house.is_(None), table.c.holder.is_not(None)))
    return facts.part(
        "skill_need",
        _skills(table),
        (or_(table.c.critical.is_(True), table.c.needed > 1), alone),
        N_("Held by one person alone: {count} key skills"),
        N_("No key skill hangs on one person ({of} skills)"),
        counted=True,
    )


@sign(
    "expertise.cost",
    N_("Help from outside has a cost that was not approved."),
    N_("Have the cost of outside help decided ({count})"),
    *counts(1, 3, N_("Help that is not approved does not come when it is needed."), share=67),
)
def cost(facts: Facts) -> Seen | Lack:
    """See outside cost that is not approved."""
    if lack := facts.lack("skill_need"):
        return lack
    table = facts.table("skill_need")
    return facts.part(
        "skill_need",
        (table.c.cost > 0, func.coalesce(table.c.status, "").not_in(_ENDED)),
        (func.coalesce(table.c.approval, "") != "approved",),
        N_("Outside cost not approved: {count} of {of}"),
        N_("All outside cost is approved ({of})"),
        counted=True,
    )


EXPERTISE = Rule(
    "expertise",
    "pits",
    N_("Missing expertise"),
    N_("Nobody planned for the skills that the project needs."),
    "expertise",
    (plan, single, cost),
)
