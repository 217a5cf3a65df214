"""The fifth pit, the team's structure: roles unfilled, key people leaving, one background, units without a key user."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank, percent
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.rule import COUNT, DAYS, Lack, Rule, Seen, Threshold, counts, percents, sign
from govdesk.registers.organisation import DEPARTMENT_KIND


@sign(
    "structure.unfilled",
    N_("A post in the team has fewer people than it needs."),
    N_("Fill each post in the team, or say who does the work meanwhile ({count})"),
    *counts(1, 3, N_("Work of an empty post falls on those who have enough."), share=34),
)
def unfilled(facts: Facts) -> Seen | Lack:
    """See posts that are not filled."""
    if lack := facts.lack("skill_need"):
        return lack
    table = facts.table("skill_need")
    return facts.part(
        "skill_need",
        (table.c.kind == "role", func.coalesce(table.c.status, "") != "cancelled"),
        (func.coalesce(table.c.in_house, 0) < func.coalesce(table.c.needed, 1),),
        N_("Posts not filled: {count} of {of}"),
        N_("Each post in the team is filled ({of})"),
        counted=True,
        empty="kind",
    )


@sign(
    "structure.leaving",
    N_(
        "Somebody who carries the project (sponsor, head, key user, accountable or responsible, owner of an open risk, the "
        "one holder of a skill) has left, or leaves within {days} days."
    ),
    N_("Settle who takes over from whoever leaves ({count})"),
    *counts(1, 3, N_("Two months are the least that handing over takes.")),
    Threshold("days", 60, DAYS, N_("Looked ahead"), N_("Two months are the least that handing over takes.")),
)
def leaving(facts: Facts) -> Seen | Lack:
    """See key people who leave."""
    if lack := facts.lack("stakeholder"):
        return lack
    people = facts.table("stakeholder")
    until = facts.today + dt.timedelta(days=facts.limits["structure.leaving.days"])
    key = or_(people.c.key_user.is_(True), *(people.c.id.in_(s) for s in _posts(facts)))
    looked = facts.evidence("stakeholder", key, or_(people.c.left.is_(None), people.c.left >= facts.today))
    bad = facts.evidence("stakeholder", key, people.c.left <= until)
    args = {"count": bad.count, "days": facts.limits["structure.leaving.days"]}
    text = (
        N_("Key people who left or leave within {days} days: {count}")
        if bad.count
        else N_("No key person leaves within {days} days")
    )
    return Seen(bad.count, Message(text, args), (bad,), (looked,), looked.count)


def _posts(facts: Facts) -> list[Any]:
    """Return the people who hold a post in the project, as queries of their ids."""
    home, units, part = facts.table("project"), facts.table("department"), facts.table("responsibility")
    risk = facts.table("risk")
    found = [
        select(home.c.sponsor).where(home.c.id == facts.project, home.c.sponsor.is_not(None)),
        select(units.c.head).where(units.c.head.is_not(None)),
        select(part.c.person).where(facts.here(part), part.c.role.in_(("A", "R")), part.c.person.is_not(None)),
        select(risk.c.owner).where(
            facts.here(risk), func.coalesce(risk.c.status, "") != "closed", risk.c.owner.is_not(None)
        ),
    ]
    if "skill_need" in facts.registers:
        skill = facts.table("skill_need")
        found.append(select(skill.c.holder).where(facts.here(skill), skill.c.holder.is_not(None)))
    return found


@sign(
    "structure.background",
    N_("Nearly all who have a role in the project come from departments of one kind; judged from {least} people on."),
    N_("Bring people of another background into the team"),
    *percents(75, 90, N_("A team of one trade sees one half of the work.")),
    Threshold("least", 5, COUNT, N_("Judged from"), N_("Of a handful, two of the same kind are no sign.")),
)
def background(facts: Facts) -> Seen | Lack:
    """See a team of one background."""
    if lack := facts.lack("stakeholder"):
        return lack
    people, units = facts.table("stakeholder"), facts.table("department")
    statement = (
        select(people.c.number, units.c.kind)
        .join(units, units.c.id == people.c.department)
        .where(
            facts.here(people), facts.present(people), ~blank(people.c.role), units.c.kind.is_not(None),
            func.coalesce(people.c.level, "") != "external",
        )
    )  # fmt: skip
    found = facts.plain(statement)
    if len(found) < facts.limits["structure.background.least"]:
        return Lack((facts.missing("stakeholder", "role"), facts.missing("department", "kind")))
    kinds = Counter(kind for _, kind in found)
    top, count = kinds.most_common(1)[0]
    share = percent(count, len(found))
    args = {
        "kind": Message(DEPARTMENT_KIND[top].label),
        "share": f"{share:.0f}",
        "count": count,
        "of": len(found),
        "kinds": len(kinds),
    }
    text = (
        N_("{share}% of the team ({count} of {of}) come from one kind of department: {kind}")
        if share >= facts.limits["structure.background.watch"]
        else N_("The team is mixed: {of} people from {kinds} kinds of departments")
    )
    bad = Evidence("stakeholder", tuple(n for n, kind in found if kind == top))
    return Seen(share, Message(text, args), (bad,), (Evidence("stakeholder", tuple(n for n, _ in found)),), len(found))


@sign(
    "structure.key_users",
    N_("A front-line unit that the project touches has no key user of its own."),
    N_("Choose a key user in each unit, with time and standing ({count})"),
    *percents(1, 40, N_("Where nobody next door can help, people go back to paper.")),
)
def key_users(facts: Facts) -> Seen | Lack:
    """See front-line units without a key user."""
    if lack := facts.lack("stakeholder"):
        return lack
    units = facts.affected & facts.of_kind("frontline")
    if not units:
        return facts.without("department", "kind")
    people = facts.table("stakeholder")
    statement = select(people.c.department, people.c.number).where(
        facts.here(people), facts.present(people), people.c.key_user.is_(True), people.c.department.is_not(None)
    )
    found = facts.plain(statement)
    served = {upper for unit, _ in found for upper in (unit, *facts.above(unit))}
    left = Evidence("department", tuple(sorted(facts.units[u][0] for u in units if u not in served)))
    looked = Evidence("stakeholder", tuple(n for _, n in found))
    args = {"count": left.count, "of": len(units)}
    text = (
        N_("Without a key user: {count} of {of} front-line units")
        if left.count
        else N_("Each front-line unit has a key user ({of})")
    )
    return Seen(percent(left.count, len(units)), Message(text, args), (left,), (looked,), len(units))


STRUCTURE = Rule(
    "structure",
    "pits",
    N_("Team structure"),
    N_("The team has holes, or sees with one pair of eyes."),
    "team_structure",
    (unfilled, leaving, background, key_users),
)
