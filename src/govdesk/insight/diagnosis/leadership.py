"""The first pit, who leads: nobody or several accountable, one department for everything, the affected left out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, distinct, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import BUSINESS, OPERATING, Facts, percent
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.rule import COUNT, Lack, Rule, Seen, Threshold, counts, floors, percents, sign

#: What tends to happen by the kind of department that leads; from projects that failed.
_TENDS = {
    "it": N_(
        "Led by IT, a project drifts from the work: tags nobody wanted, scans that get in the way of the customer."
    ),
    "training": N_(
        "Led by training, a project fails on the shop floor’s workload and on interfaces with supply-chain and finance "
        "systems."
    ),
}
_BUSINESS_TENDS = N_(
    "Led by a business department, a project asks more than IT can build and finds fault with everyone."
)


@sign(
    "leadership.accountable",
    N_("A deliverable that was not cancelled has no accountable department (A), or more than one."),
    N_("Settle one accountable department for each deliverable ({count})"),
    *counts(1, 3, N_("One is a slip; three show that nobody settles who leads."), share=34),
)
def accountable(facts: Facts) -> Seen | Lack:
    """See deliverables without exactly one A."""
    if lack := facts.lack("deliverable", "responsibility"):
        return lack
    line, part, people = facts.table("deliverable"), facts.table("responsibility"), facts.table("stakeholder")
    holder = func.coalesce(part.c.department, people.c.department, part.c.person)
    held = func.count(distinct(case((part.c.role == "A", holder))))
    statement = (
        select(line.c.number, held)
        .select_from(
            line.outerjoin(part, part.c.deliverable == line.c.id).outerjoin(people, people.c.id == part.c.person)
        )
        .where(facts.here(line), func.coalesce(line.c.status, "") != "cancelled")
        .group_by(line.c.id)
    )
    found = facts.plain(statement)
    none, several = [n for n, holders in found if not holders], [n for n, holders in found if holders > 1]
    args = {"none": len(none), "several": len(several), "of": len(found)}
    if none and several:
        text = N_("Accountable department: none for {none}, more than one for {several} of {of} deliverables")
    elif none:
        text = N_("No accountable department: {none} of {of} deliverables")
    elif several:
        text = N_("More than one accountable department: {several} of {of} deliverables")
    else:
        text = N_("Each deliverable has one accountable department ({of})")
    bad = Evidence("deliverable", tuple(sorted([*none, *several])))
    looked = Evidence("deliverable", tuple(n for n, _ in found))
    return Seen(bad.count, Message(text, args), (bad,), (looked,), len(found))


@sign(
    "leadership.concentrated",
    N_("One department is accountable for most deliverables; judged from {least} accountabilities on."),
    N_("Let other departments decide some of the deliverables ({count})"),
    *percents(50, 70, N_("Who decides more than half decides alone; above two thirds the others only watch.")),
    Threshold("least", 5, COUNT, N_("Judged from"), N_("With fewer, one department for most of them is no sign.")),
)
def concentrated(facts: Facts) -> Seen | Lack:
    """See one department that holds most A."""
    if lack := facts.lack("deliverable", "responsibility"):
        return lack
    line, part, people = facts.table("deliverable"), facts.table("responsibility"), facts.table("stakeholder")
    holder = func.coalesce(part.c.department, people.c.department)
    statement = (
        select(holder, line.c.number)
        .select_from(part.join(line, line.c.id == part.c.deliverable).outerjoin(people, people.c.id == part.c.person))
        .where(
            facts.here(part), part.c.role == "A", holder.is_not(None), func.coalesce(line.c.status, "") != "cancelled"
        )
        .distinct()
    )
    held: dict[str, list[int]] = {}
    for unit, number in facts.plain(statement):
        held.setdefault(unit, []).append(number)
    total = sum(map(len, held.values()))
    looked = Evidence("deliverable", tuple(sorted({n for numbers in held.values() for n in numbers})))
    if total < facts.limits["leadership.concentrated.least"]:
        return Seen(
            0, Message(N_("Too few accountabilities to lie in one hand ({count})"), {"count": total}), (), (looked,)
        )
    top = max(held, key=lambda unit: (len(held[unit]), unit))
    share = percent(len(held[top]), total)
    name = facts.units[top][1] if top in facts.units else ""
    args = {"name": name, "count": len(held[top]), "of": total, "share": f"{share:.0f}"}
    told = Message(N_("{name} is accountable for {count} of {of} ({share}%)"), args)
    return Seen(share, told, (Evidence("deliverable", tuple(sorted(held[top]))),), (looked,), total)


@sign(
    "leadership.affected",
    N_(
        "A department that the project touches (people, voices or changes of it) has no A, R or C, nor has one that it "
        "belongs to or that belongs to it; management and outside organisations are left aside."
    ),
    N_("Give each affected department a part, consulted at least ({count})"),
    *counts(1, 4, N_("Whoever is affected and not asked learns of it last, and resists."), share=50),
)
def affected(facts: Facts) -> Seen | Lack:
    """See affected departments that are neither R nor C."""
    if lack := facts.lack("responsibility"):
        return lack
    touched = facts.affected - facts.of_kind("management", "external")
    if not touched:
        return Lack((facts.missing("stakeholder", "department"),))
    part, people = facts.table("responsibility"), facts.table("stakeholder")
    holder = func.coalesce(part.c.department, people.c.department)
    statement = (
        select(holder)
        .select_from(part.outerjoin(people, people.c.id == part.c.person))
        .where(facts.here(part), part.c.role.in_(("A", "R", "C")), holder.is_not(None))
        .distinct()
    )
    taking = {row[0] for row in facts.plain(statement)}
    covered = taking | {upper for unit in taking for upper in facts.above(unit)}
    left = [u for u in touched if u not in covered and not _spoken_for(facts, u, taking)]
    bad = Evidence("department", tuple(sorted(facts.units[u][0] for u in left)))
    looked = Evidence("department", tuple(sorted(facts.units[u][0] for u in touched)))
    args = {"count": bad.count, "of": looked.count}
    text = (
        N_("Affected, but neither responsible nor consulted: {count} of {of} departments")
        if left
        else N_("Each affected department has a part ({of})")
    )
    return Seen(bad.count, Message(text, args), (bad,), (looked,), looked.count)


def _spoken_for(facts: Facts, unit: str, taking: set[str]) -> bool:
    """Answer whether a department above has a part; the very top speaks for nobody."""
    return any(upper in taking and facts.units[upper][3] for upper in facts.above(unit) if upper in facts.units)


@sign(
    "leadership.integration",
    N_("A deliverable that needs integration, or is an interface, has no IT department among those responsible (R)."),
    N_("Make IT responsible wherever systems meet ({count})"),
    *counts(1, 3, N_("Interfaces built past IT fail at the first real load."), share=50),
)
def integration(facts: Facts) -> Seen | Lack:
    """See integration deliverables without IT as R."""
    if lack := facts.lack("deliverable", "responsibility"):
        return lack
    if not any(kind for _, _, kind, _ in facts.units.values()):
        return facts.without("department", "kind")
    line, part, people = facts.table("deliverable"), facts.table("responsibility"), facts.table("stakeholder")
    wanted = (
        or_(line.c.integration.is_(True), line.c.kind == "interface"),
        func.coalesce(line.c.status, "") != "cancelled",
    )
    units = facts.table("department")
    holder = func.coalesce(part.c.department, people.c.department)
    by_it: Any = (
        select(part.c.deliverable)
        .select_from(part.outerjoin(people, people.c.id == part.c.person).join(units, units.c.id == holder))
        .where(part.c.role == "R", units.c.kind == "it", part.c.deliverable.is_not(None))
    )
    return facts.part(
        "deliverable",
        wanted,
        (line.c.id.not_in(by_it),),
        N_("Integration without IT as responsible: {count} of {of} deliverables"),
        N_("IT is responsible wherever systems meet ({of})"),
        counted=True,
    )


@sign(
    "leadership.operating",
    N_("Few requests come from the departments that run the work (operations, front-line units)."),
    N_("Collect requests from the departments that run the work"),
    *floors(20, 1, N_("What nobody of the operating departments asked for, nobody there will use.")),
    below=True,
)
def operating(facts: Facts) -> Seen | Lack:
    """See requests that all come from elsewhere than the operating departments."""
    if lack := facts.lack("request"):
        return lack
    table, units = facts.table("request"), facts.table("department")
    known = select(units.c.id).where(units.c.kind.is_not(None))
    own = select(units.c.id).where(units.c.kind.in_(OPERATING))
    looked = facts.evidence("request", table.c.department.in_(known))
    if not looked.count:
        return facts.without("request", "department")
    good = facts.evidence("request", table.c.department.in_(own))
    bad = facts.evidence("request", table.c.department.in_(known), table.c.department.not_in(own))
    text = (
        N_("Raised by the operating departments: {count} of {of} requests")
        if good.count
        else N_("No request was raised by an operating department, {of} by others")
    )
    told = Message(text, {"count": good.count, "of": looked.count})
    return Seen(percent(good.count, looked.count), told, (bad,), (good,), looked.count)


def tendency(facts: Facts) -> Message | None:
    """Return what is known of projects that such a department leads."""
    home, units = facts.table("project"), facts.table("department")
    statement = select(units.c.kind).join(home, home.c.lead_department == units.c.id).where(home.c.id == facts.project)
    kind = next((row[0] for row in facts.run(statement)), None)
    text = _TENDS.get(kind or "") or (_BUSINESS_TENDS if kind in BUSINESS else None)
    return Message(text) if text else None


LEADERSHIP = Rule(
    "leadership",
    "pits",
    N_("Who leads"),
    N_("Departments quarrel over who leads, or one decides alone, and the work stands still."),
    "who_leads",
    (accountable, concentrated, affected, integration, operating),
)
