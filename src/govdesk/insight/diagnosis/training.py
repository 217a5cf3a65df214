"""What training tells: who came, who was assessed, who passed, and for whom there is none though something changes."""

from __future__ import annotations

from sqlalchemy import case, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, percent
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.front_line import by_cause
from govdesk.insight.diagnosis.rule import Lack, Seen, floors, percents, sign


@sign(
    "training.coverage",
    N_("Of those for whom training was planned up to today, too few attended."),
    N_("Train those who were missed, course by course ({count})"),
    *floors(90, 70, N_("One in ten is ill or away; where three are missing, the shift plan was against it.")),
    below=True,
)
def coverage(facts: Facts) -> Seen | Lack:
    """See training that few attended."""
    if lack := facts.lack("training"):
        return lack
    table = facts.table("training")
    due = or_(table.c.date.is_(None), table.c.date <= facts.today)
    statement = select(table.c.number, table.c.planned, func.coalesce(table.c.attended, 0)).where(
        facts.here(table), due, table.c.planned > 0
    )
    found = facts.run(statement)
    if not found:
        return facts.without("training", "planned")
    planned, came = sum(row[1] for row in found), sum(row[2] for row in found)
    share = percent(came, planned)
    bad = Evidence("training", tuple(n for n, wanted, there in found if there < wanted))
    args = {"share": f"{share:.0f}", "count": came, "of": planned}
    told = Message(N_("{share}% of those planned were trained ({count} of {of})"), args)
    return Seen(share, told, (bad,), (Evidence("training", tuple(n for n, *_ in found)),), len(found))


@sign(
    "training.skill",
    N_("Voices name missing skill as what stands in the way."),
    N_("Show those who say they lack the skill how it is done, at their place"),
    *percents(15, 30, N_("A fifth may need help; where a third do, the training missed the work.")),
)
def skill(facts: Facts) -> Seen | Lack:
    """See voices that name missing skill."""
    if lack := facts.lack("feedback"):
        return lack
    return by_cause(
        facts,
        "training.skill",
        ("skill",),
        None,
        N_("{share}% of the voices name missing skill ({count} of {of})"),
        N_("Voices name missing skill; how many is not told, to protect small groups ({of} spoke)"),
        N_("Few voices name missing skill ({of} spoke)"),
    )


@sign(
    "training.roles",
    N_("A department for which something changes has no training of its own, and there is none for all."),
    N_("Plan training wherever something changes ({count})"),
    *percents(20, 50, N_("Whoever has to work another way wants to be shown how.")),
)
def roles(facts: Facts) -> Seen | Lack:
    """See departments that change without training."""
    if lack := facts.lack("change_impact"):
        return lack
    change, course = facts.table("change_impact"), facts.table("training")
    for_all = bool(facts.numbers("training", course.c.department.is_(None))) if facts.total("training") else False
    own = select(course.c.department).where(facts.here(course), course.c.department.is_not(None))
    left = case((change.c.department.in_(own), 0), else_=0 if for_all else 1) == 1
    return facts.part(
        "change_impact",
        (change.c.department.is_not(None), or_(change.c.size.is_(None), change.c.size > 1)),
        (left,),
        N_("Something changes, but no training: {count} of {of} changes"),
        N_("There is training wherever something changes ({of})"),
    )


@sign(
    "role_training.assessed",
    N_("People attended a course, but nobody was assessed."),
    N_("Assess what was learned, course by course ({count})"),
    *percents(20, 50, N_("Attended is not learned.")),
)
def assessed(facts: Facts) -> Seen | Lack:
    """See courses without an assessment."""
    if lack := facts.lack("training"):
        return lack
    table = facts.table("training")
    return facts.part(
        "training",
        (table.c.attended > 0,),
        (func.coalesce(table.c.assessed, 0) == 0,),
        N_("Held without an assessment: {count} of {of} courses"),
        N_("What was learned is assessed in each course ({of})"),
        empty="attended",
    )


@sign(
    "role_training.passed",
    N_("Of those who were assessed, too few passed."),
    N_("Train those who did not pass once more ({count})"),
    *floors(80, 60, N_("Where a fifth fail, the course does not fit the role.")),
    below=True,
)
def training_passed(facts: Facts) -> Seen | Lack:
    """See assessments that few passed."""
    if lack := facts.lack("training"):
        return lack
    table = facts.table("training")
    statement = select(table.c.number, table.c.assessed, func.coalesce(table.c.passed, 0)).where(
        facts.here(table), table.c.assessed > 0
    )
    found = facts.run(statement)
    if not found:
        return facts.without("training", "assessed")
    share = percent(sum(row[2] for row in found), sum(row[1] for row in found))
    bad = Evidence("training", tuple(n for n, tried, through in found if through < tried))
    told = Message(N_("{share}% of those assessed passed"), {"share": f"{share:.0f}"})
    return Seen(share, told, (bad,), (Evidence("training", tuple(n for n, *_ in found)),), len(found))
