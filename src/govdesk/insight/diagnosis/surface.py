"""The surface causes: what people name first when a project fails, before the pit beneath shows."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import BUSINESS, Facts, percent
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.front_line import by_cause
from govdesk.insight.diagnosis.interests import GONE, criterion
from govdesk.insight.diagnosis.leadership import operating
from govdesk.insight.diagnosis.rule import TIMES, Lack, Rule, Seen, Threshold, floors, percents, sign
from govdesk.insight.diagnosis.training import coverage, roles, skill


@sign(
    "requirements.feasibility",
    N_("A request was accepted, or is being built, though nobody has said whether it can be done."),
    N_("Have it said of each accepted request whether it can be done ({count})"),
    *percents(15, 40, N_("Accepted blindly is delivered late.")),
)
def feasibility(facts: Facts) -> Seen | Lack:
    """See requests that were accepted without an answer whether they can be done."""
    if lack := facts.lack("request"):
        return lack
    table = facts.table("request")
    open_ = func.coalesce(table.c.feasibility, "assessing") == "assessing"
    return facts.part(
        "request",
        (func.coalesce(table.c.status, "").not_in(GONE),),
        (table.c.status.in_(("accepted", "doing")), open_),
        N_("Accepted before anybody said whether it can be done: {count} of {of} requests"),
        N_("No request was accepted blindly ({of})"),
    )


@sign(
    "participation.letters",
    N_(
        "Of the parts that departments have in deliverables (A, R, C), few belong to the business side: business, "
        "operations, front line, marketing, finance."
    ),
    N_("Bring the business side into each deliverable where it has no part ({count})"),
    *floors(40, 20, N_("Below two fifths, others decide how the business works.")),
    below=True,
)
def letters(facts: Facts) -> Seen | Lack:
    """See how little the business side takes part."""
    if lack := facts.lack("deliverable", "responsibility"):
        return lack
    line, part, people = facts.table("deliverable"), facts.table("responsibility"), facts.table("stakeholder")
    units = facts.table("department")
    statement = (
        select(line.c.number, units.c.kind.in_(BUSINESS))
        .select_from(
            part.join(line, line.c.id == part.c.deliverable)
            .outerjoin(people, people.c.id == part.c.person)
            .join(units, units.c.id == func.coalesce(part.c.department, people.c.department))
        )
        .where(facts.here(part), part.c.role.in_(("A", "R", "C")), units.c.kind.is_not(None))
    )
    found = facts.plain(statement)
    if not found:
        return facts.without("department", "kind")
    theirs = {number for number, business in found if business}
    left = Evidence("deliverable", tuple(sorted({n for n, _ in found} - theirs)))
    looked = Evidence("deliverable", tuple(sorted({n for n, _ in found})))
    share = percent(sum(bool(business) for _, business in found), len(found))
    told = Message(N_("The business side holds {share}% of all parts in deliverables"), {"share": f"{share:.0f}"})
    return Seen(share, told, (left,), (looked,), len(found))


@sign(
    "change.often",
    N_("A request was changed {times} times or more."),
    N_("Freeze the requests that keep changing, and take changes in waves ({count})"),
    *percents(20, 40, N_("Some change is learning; where two of five keep changing, nobody knew what was wanted.")),
    Threshold("times", 2, TIMES, N_("Changed often from"), N_("Once is a clarification, twice is a pattern.")),
)
def often(facts: Facts) -> Seen | Lack:
    """See requests that keep changing."""
    if lack := facts.lack("request"):
        return lack
    table = facts.table("request")
    return facts.part(
        "request",
        (),
        (table.c.times_changed >= facts.limits["change.often.times"],),
        N_("{share}% of the requests keep changing ({count} of {of})"),
        N_("No request keeps changing ({of})"),
    )


@sign(
    "management.late",
    N_("A milestone was reached, or is expected, after the day that was planned, or that day is past."),
    N_("Plan late milestones anew, and say why they moved ({count})"),
    *percents(20, 40, N_("One in five slips anywhere; two in five mean that the plan is not used.")),
)
def late(facts: Facts) -> Seen | Lack:
    """See milestones that are late."""
    if lack := facts.lack("milestone"):
        return lack
    table = facts.table("milestone")
    then = func.coalesce(table.c.actual, table.c.forecast, facts.today)
    past = and_(table.c.actual.is_(None), table.c.planned < facts.today)
    return facts.part(
        "milestone",
        (func.coalesce(table.c.status, "") != "dropped", table.c.planned.is_not(None)),
        (or_(table.c.planned < then, past),),
        N_("{share}% of the milestones are late ({count} of {of})"),
        N_("No milestone is late ({of})"),
        empty="planned",
    )


@sign(
    "management.money",
    N_("A stage of the budget spent more than was approved for it."),
    N_("Have overspending decided, stage by stage ({count})"),
    *percents(1, 10, N_("Anything over wants a word; a tenth over wants a decision.")),
)
def money(facts: Facts) -> Seen | Lack:
    """See money spent beyond what was approved."""
    if lack := facts.lack("budget_stage"):
        return lack
    table = facts.table("budget_stage")
    statement = select(table.c.number, table.c.approved, table.c.spent).where(facts.here(table))
    known = [
        (n, approved, spent)
        for n, approved, spent in facts.run(statement)
        if approved is not None and spent is not None
    ]
    if not known:
        return facts.without("budget_stage", "approved")
    over = {
        n: percent(spent - approved, approved) if approved > 0 else 100.0
        for n, approved, spent in known
        if spent > approved
    }
    args = {"count": len(over), "of": len(known), "share": f"{max(over.values(), default=0):.0f}"}
    text = (
        N_("Over what was approved: {count} of {of} stages of the budget, by up to {share}%")
        if over
        else N_("No stage of the budget is over what was approved ({of})")
    )
    bad, looked = Evidence("budget_stage", tuple(over)), Evidence("budget_stage", tuple(n for n, *_ in known))
    value = max(1.0, *over.values()) if over else 0.0
    return Seen(value, Message(text, args), (bad,), (looked,), len(known))


@sign(
    "technology.fit",
    N_("Voices name poor fit with the work, data quality or systems that are not connected."),
    N_("Look at the work together with those who say that the technology does not fit"),
    *percents(25, 40, N_("Some friction is normal; two voices of five mean the wrong tool, or the wrong data.")),
)
def fit(facts: Facts) -> Seen | Lack:
    """See voices that say the technology does not fit."""
    if lack := facts.lack("feedback"):
        return lack
    return by_cause(
        facts,
        "technology.fit",
        ("poor_fit", "data_quality", "integration"),
        None,
        N_("{share}% of the voices name poor fit, bad data or systems not connected ({count} of {of})"),
        N_(
            "Voices name poor fit, bad data or systems not connected; how many is not told, to protect small groups ({of} spoke)"
        ),
        N_("Few voices name poor fit, bad data or systems not connected ({of} spoke)"),
    )


SURFACE = (
    Rule(
        "requirements", "surface", N_("Unclear requirements"),
        N_("What is wanted was never said so that it could be built, or tested."), "shared_credit", (criterion, feasibility),
    ),
    Rule(
        "participation", "surface", N_("Little business participation"),
        N_("Those who know the work do not take part in shaping it."), "who_leads", (letters, operating),
    ),
    Rule(
        "change", "surface", N_("Frequent change"),
        N_("What is wanted changes faster than it can be built."), "shared_credit", (often,),
    ),
    Rule(
        "management", "surface", N_("Disorderly management"),
        N_("Milestones slip, money runs over, and nobody decides about it."), "steering", (late, money),
    ),
    Rule(
        "technology", "surface", N_("Ill-suited technology"),
        N_("The tool does not fit the work, the data or the other systems."), "front_line", (fit,),
    ),
    Rule(
        "training", "surface", N_("Too little training"),
        N_("People are asked to work another way and never shown how."), "role_training", (coverage, skill, roles),
    ),
)  # fmt: skip
