"""From pilot to scale: a safe pilot, procedures that are followed, comparisons that are shown, gains, a path to the decision."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.landing import TAKEN
from govdesk.insight.diagnosis.rule import (
    DAYS,
    DEGREE,
    PERCENT,
    Lack,
    Rule,
    Seen,
    Threshold,
    counts,
    floors,
    percents,
    sign,
)


@sign(
    "safe_pilot.place",
    N_("A pilot site that was chosen is at headquarters, or its data are complete to less than {complete}%."),
    N_("Move the pilot away from headquarters, or complete its data first ({count})"),
    *counts(1, 2, N_("At headquarters every stumble is seen by all; without data nothing can be shown."), share=100),
    Threshold("complete", 85, PERCENT, N_("Data complete to"), N_("The known pilot began at 87%."), 100),
)
def place(facts: Facts) -> Seen | Lack:
    """See pilots in the wrong place."""
    if lack := facts.lack("pilot_site"):
        return lack
    table, units = facts.table("pilot_site"), facts.table("department")
    top = select(units.c.id).where(units.c.kind == "management")
    central = or_(table.c.headquarters.is_(True), and_(table.c.headquarters.is_(None), table.c.department.in_(top)))
    return facts.part(
        "pilot_site",
        (table.c.status.in_(TAKEN),),
        (or_(central, table.c.completeness < facts.limits["safe_pilot.place.complete"]),),
        N_("At headquarters, or with too few data: {count} of {of} pilot sites"),
        N_("The pilot is away from headquarters and has its data ({of})"),
        counted=True,
        empty="status",
    )


@sign(
    "safe_pilot.climate",
    N_(
        "A pilot site that was chosen has a political risk of {risk} or more, or a lead whose willingness is {willing} or less."
    ),
    N_("Win the lead over first, or begin elsewhere"),
    *counts(1, 2, N_("A pilot needs a friend who wants it to work."), share=100),
    Threshold("risk", 4, DEGREE, N_("Political risk from"), N_("From 4 of 5 on, somebody waits for it to fail."), 5),
    Threshold("willing", 2, DEGREE, N_("Willingness up to"), N_("At 2 of 5 the lead does it because they must."), 5),
)
def climate(facts: Facts) -> Seen | Lack:
    """See pilots among people who do not want them."""
    if lack := facts.lack("pilot_site"):
        return lack
    table = facts.table("pilot_site")
    judged = or_(table.c.political_risk.is_not(None), table.c.willingness.is_not(None))
    found = facts.part(
        "pilot_site",
        (table.c.status.in_(TAKEN), judged),
        (
            or_(
                table.c.political_risk >= facts.limits["safe_pilot.climate.risk"],
                table.c.willingness <= facts.limits["safe_pilot.climate.willing"],
            ),
        ),
        N_("Begun where it is not safe: {count} of {of} pilot sites"),
        N_("The pilot is among people who want it ({of})"),
        counted=True,
        empty="political_risk",
    )
    return found if isinstance(found, Lack) else private(found)


def private(seen: Seen) -> Seen:
    """Return what was seen, marked as a judgement of people."""
    return Seen(seen.value, seen.told, seen.bad, seen.good, seen.of, seen.level, private=True, count=seen.count)


@sign(
    "procedures.followed",
    N_("Published procedures are not followed: the mean compliance is low."),
    N_("Ask why a procedure is not followed, and change the procedure or the habit ({count})"),
    *floors(90, 75, N_("In the known case 92% were followed; below three quarters it is not the way of working.")),
    below=True,
)
def followed(facts: Facts) -> Seen | Lack:
    """See procedures that are not followed."""
    if lack := facts.lack("procedure"):
        return lack
    table = facts.table("procedure")
    statement = select(table.c.number, table.c.compliance).where(
        facts.here(table), table.c.compliance.is_not(None), func.coalesce(table.c.status, "") != "retired"
    )
    found = facts.run(statement)
    if not found:
        return facts.without("procedure", "compliance")
    mean = sum(value for _, value in found) / len(found)
    floor = facts.limits["procedures.followed.watch"]
    bad = Evidence("procedure", tuple(n for n, value in found if value < floor))
    told = Message(N_("Procedures are followed to {share}% ({of})"), {"share": f"{mean:.0f}", "of": len(found)})
    return Seen(mean, told, (bad,), (Evidence("procedure", tuple(n for n, _ in found)),), len(found))


@sign(
    "comparison.shown",
    N_("A comparison with other units or organisations was not shown to anybody."),
    N_("Show each comparison to those who may see it ({count})"),
    *percents(34, 67, N_("A comparison persuades only whoever saw it.")),
)
def compared(facts: Facts) -> Seen | Lack:
    """See comparisons that nobody was shown."""
    if lack := facts.lack("benchmark"):
        return lack
    table = facts.table("benchmark")
    return facts.part(
        "benchmark",
        (table.c.theirs.is_not(None),),
        (blank(table.c.shown_to), table.c.shown_on.is_(None)),
        N_("Shown to nobody: {count} of {of} comparisons"),
        N_("Each comparison was shown ({of})"),
        empty="theirs",
    )


@sign(
    "gains.changes",
    N_("Something changes for a group, and nothing says what the group gains."),
    N_("Say what each group gains: advancement, less audit risk, certificates, less work ({count})"),
    *percents(20, 50, N_("Whoever only gives does not come along.")),
)
def changes(facts: Facts) -> Seen | Lack:
    """See groups that gain nothing."""
    if lack := facts.lack("change_impact"):
        return lack
    table = facts.table("change_impact")
    return facts.part(
        "change_impact",
        (or_(table.c.size.is_(None), table.c.size > 0),),
        (blank(table.c.gain),),
        N_("Nothing stated that the group gains: {count} of {of} changes"),
        N_("For each change it is said what the group gains ({of})"),
    )


@sign(
    "gains.levels",
    N_(
        "A level (executives, middle, front line) has people here, and of none of them it is known what is in it for them."
    ),
    N_("Say what is in it for each level of people ({count})"),
    *counts(1, 2, N_("One level without a reason is enough to stop the others.")),
)
def levels(facts: Facts) -> Seen | Lack:
    """See levels for which nothing is in it."""
    if lack := facts.lack("stakeholder"):
        return lack
    table = facts.table("stakeholder")
    statement = select(table.c.number, table.c.level, blank(table.c.gain)).where(
        facts.here(table), facts.present(table), table.c.level.in_(("executive", "middle", "frontline"))
    )
    found = facts.plain(statement)
    if not found:
        return facts.without("stakeholder", "level")
    there = {level for _, level, _ in found}
    empty = there - {level for _, level, nothing in found if not nothing}
    bad = Evidence("stakeholder", tuple(n for n, level, _ in found if level in empty))
    args = {"count": len(empty), "of": len(there)}
    text = (
        N_("Nothing in it for anybody, as far as is known: {count} of {of} levels of people")
        if empty
        else N_("For each level of people something is in it ({of})")
    )
    looked = Evidence("stakeholder", tuple(n for n, *_ in found))
    return Seen(len(empty), Message(text, args), (bad,), (looked,), len(there), count=len(empty))


@sign(
    "decision_path.stuck",
    N_(
        "A step of an open decision waits at its body, was returned or deferred, for more than {days} days since it came in "
        "or was planned."
    ),
    N_("Call on the bodies where decisions are stuck ({count})"),
    *counts(1, 3, N_("A month is one meeting of any body; two missed mean that somebody does not want it."), share=50),
    Threshold("days", 30, DAYS, N_("Stuck after"), N_("Most bodies meet once a month.")),
)
def stuck(facts: Facts) -> Seen | Lack:
    """See decisions that are stuck."""
    if lack := facts.lack("decision", "decision_step"):
        return lack
    decision, step = facts.table("decision"), facts.table("decision_step")
    before = facts.today - dt.timedelta(days=facts.limits["decision_path.stuck.days"])
    under_way = func.coalesce(decision.c.status, "open").in_(("open", "under_way"))
    waits = func.coalesce(step.c.outcome, "waiting").in_(("waiting", "returned", "deferred"))
    since = func.coalesce(step.c.date, step.c.submitted, step.c.planned)
    statement = (
        select(step.c.number, decision.c.number)
        .join(decision, decision.c.id == step.c.decision)
        .where(facts.here(step), under_way, waits, since < before)
    )
    found = facts.plain(statement)
    held = Evidence("decision", tuple(sorted({home for _, home in found})))
    looked = facts.evidence("decision", under_way)
    args = {"count": held.count, "of": looked.count}
    text = (
        N_("Stuck on their way: {count} of {of} decisions") if found else N_("No decision is stuck on its way ({of})")
    )
    rows = (held, Evidence("decision_step", tuple(n for n, _ in found)))
    return Seen(held.count, Message(text, args), rows, (looked,), looked.count, count=held.count)


@sign(
    "decision_path.circle",
    N_("Decisions wait for each other in a circle, so that none can be taken."),
    N_("Decide one of the decisions that wait for each other ({count})"),
    *counts(1, 3, N_("A circle does not open by itself.")),
)
def circle(facts: Facts) -> Seen | Lack:
    """See decisions that wait for each other."""
    if lack := facts.lack("decision"):
        return lack
    table = facts.table("decision")
    statement = select(table.c.id, table.c.number, table.c.depends_on).where(
        facts.here(table), func.coalesce(table.c.status, "open").in_(("open", "under_way"))
    )
    found = {i: (n, first) for i, n, first in facts.plain(statement)}
    caught = tuple(sorted(found[one][0] for one in found if _returns(one, found)))
    text = (
        N_("Decisions that wait for each other in a circle: {count}")
        if caught
        else N_("No decisions wait for each other")
    )
    bad, looked = Evidence("decision", caught), Evidence("decision", tuple(n for n, _ in found.values()))
    return Seen(len(caught), Message(text, {"count": len(caught)}), (bad,), (looked,), len(found))


def _returns(start: str, found: dict[str, tuple[int, str | None]]) -> bool:
    """Answer whether what a decision waits for leads back to it."""
    passed: set[str] = set()
    one = found[start][1]
    while one in found and one not in passed:
        if one == start:
            return True
        passed.add(one)
        one = found[one][1]
    return False


SCALING = (
    Rule(
        "safe_pilot", "scaling", N_("A pilot in a safe place"),
        N_("Not at headquarters, data complete, a lead who wants it."), "pilot", (place, climate),
    ),
    Rule(
        "procedures", "scaling", N_("Procedures followed"),
        N_("The way of working holds without those who brought it."), "adoption", (followed,),
    ),
    Rule(
        "comparison", "scaling", N_("Comparison shown"),
        N_("Units see, as far as they may, how others do."), "adoption", (compared,),
    ),
    Rule(
        "gains", "scaling", N_("What each group gains"),
        N_("The young advance, the senior sleep better, the front line has less work."), "front_line", (changes, levels),
    ),
    Rule(
        "decision_path", "scaling", N_("Decision path without a stuck step"),
        N_("Department, committee, executive meeting: each step moves."), "steering", (stuck, circle),
    ),
)  # fmt: skip
