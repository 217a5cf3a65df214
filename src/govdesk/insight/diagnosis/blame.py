"""The sixth pit, blame: what went wrong is not looked at together, causes are disputed, decisions belong to nobody."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, case, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.rule import DAYS, Lack, Rule, Seen, Threshold, counts, percents, sign

HELD = ("held", "closed")


@sign(
    "blame.unreviewed",
    N_(
        "A risk occurred, or a milestone was missed by more than {grace} days, and no review that was held looks at it: none "
        "is linked to it, and none without a link covers its day."
    ),
    N_("Review what went wrong, and write down the causes without names ({count})"),
    *counts(1, 3, N_("What nobody looks at together, everybody explains alone."), share=67),
    Threshold("grace", 14, DAYS, N_("A milestone is missed after"), N_("Two weeks are within what planning can know.")),
)
def unreviewed(facts: Facts) -> Seen | Lack:
    """See occurred risks and missed milestones without a review."""
    if not facts.total("risk") and not facts.total("milestone"):
        return Lack((facts.missing("risk"), facts.missing("milestone")))
    events = [*_occurred(facts), *_missed(facts)]
    linked, periods = _reviews(facts)
    left = [
        (code, number)
        for code, identity, number, day in events
        if identity not in linked and not any(day and start <= day <= end for start, end in periods)
    ]
    bad, looked = (
        tuple(Evidence(code, tuple(sorted(n for c, n in found if c == code))) for code in ("risk", "milestone"))
        for found in (left, [(code, number) for code, _, number, _ in events])
    )
    args = {"count": len(left), "of": len(events)}
    if left:
        text = N_("Went wrong, but never reviewed: {count} of {of} events")
    elif events:
        text = N_("What went wrong was reviewed ({of})")
    else:
        text = N_("Nothing went wrong that wants a review")
    return Seen(len(left), Message(text, args), bad, looked, len(events))


def _occurred(facts: Facts) -> list[tuple[str, str, int, dt.date | None]]:
    if not facts.total("risk"):
        return []
    table = facts.table("risk")
    statement = select(table.c.id, table.c.number, func.coalesce(table.c.raised, table.c.due)).where(
        facts.here(table), table.c.status == "occurred"
    )
    return [("risk", i, n, day) for i, n, day in facts.run(statement)]


def _missed(facts: Facts) -> list[tuple[str, str, int, dt.date | None]]:
    if not facts.total("milestone"):
        return []
    table = facts.table("milestone")
    late = func.coalesce(table.c.actual, facts.today)
    statement = select(table.c.id, table.c.number, table.c.planned, late).where(
        facts.here(table), func.coalesce(table.c.status, "") != "dropped", table.c.planned < late
    )
    grace = dt.timedelta(days=facts.limits["blame.unreviewed.grace"])
    return [("milestone", i, n, planned) for i, n, planned, then in facts.run(statement) if then > planned + grace]


def _reviews(facts: Facts) -> tuple[set[str], list[tuple[dt.date, dt.date]]]:
    """Return what the reviews that were held are linked to, and the periods of those without a link."""
    if not facts.total("review"):
        return set(), []
    table = facts.table("review")
    statement = select(table.c.risk, table.c.milestone, table.c.period_start, table.c.period_end, table.c.date).where(
        facts.here(table), table.c.status.in_(HELD)
    )
    linked: set[str] = set()
    periods = []
    for risk, milestone, start, end, date in facts.run(statement):
        linked |= {i for i in (risk, milestone) if i}
        if not (risk or milestone) and start and (end or date):
            periods.append((start, end or date))
    return linked, periods


@sign(
    "blame.agreed",
    N_("The causes that a review found were not agreed by all departments that were asked, or none was asked."),
    N_("Let each department say whether it agrees with the causes found ({count})"),
    *counts(1, 2, N_("A cause that one department does not share will be told differently outside."), share=67),
)
def agreed(facts: Facts) -> Seen | Lack:
    """See reviews whose causes not all departments agreed."""
    if lack := facts.lack("review"):
        return lack
    review, word = facts.table("review"), facts.table("agreement")
    yes = func.sum(case((word.c.answer == "agreed", 1), else_=0))
    whole = select(word.c.review).where(facts.here(word)).group_by(word.c.review).having(yes == func.count())
    return facts.part(
        "review",
        (review.c.status.in_(HELD),),
        (review.c.id.not_in(whole),),
        N_("Causes not agreed by all departments: {count} of {of} reviews"),
        N_("All departments agree with the causes that were found ({of} reviews)"),
        counted=True,
        empty="status",
    )


@sign(
    "blame.decisions",
    N_("A decision has no owner, or was taken without writing down why."),
    N_("Add owner and reason to each decision ({count})"),
    *percents(15, 50, N_("What nobody owns and nobody explains is blamed on whoever is nearest.")),
)
def decisions(facts: Facts) -> Seen | Lack:
    """See decisions without owner or reason."""
    if lack := facts.lack("decision"):
        return lack
    table = facts.table("decision")
    nobody = and_(table.c.owner.is_(None), table.c.decided_by.is_(None))
    taken = table.c.status.in_(("decided", "rejected"))
    return facts.part(
        "decision",
        (func.coalesce(table.c.status, "") != "dropped",),
        (or_(nobody, and_(taken, blank(table.c.rationale))),),
        N_("Without an owner or a reason: {count} of {of} decisions"),
        N_("Each decision has its owner and its reason ({of})"),
    )


@sign(
    "blame.actions",
    N_("A step that a review asked for is not done and past its day, or past {days} days after the review."),
    N_("Do, or openly drop, the steps that reviews asked for ({count})"),
    *counts(1, 5, N_("A review whose steps are not done was the last one that people believed in."), share=34),
    Threshold("days", 30, DAYS, N_("Done within"), N_("A month later nobody remembers why.")),
)
def actions(facts: Facts) -> Seen | Lack:
    """See review actions that were not done."""
    if lack := facts.lack("review"):
        return lack
    review, home, step = facts.table("review"), facts.table("checklist"), facts.table("checklist_item")
    own = select(home.c.id).where(facts.here(home), home.c.review.is_not(None))
    before = facts.today - dt.timedelta(days=facts.limits["blame.actions.days"])
    old = select(home.c.id).join(review, review.c.id == home.c.review).where(facts.here(home), review.c.date < before)
    undone = func.coalesce(step.c.status, "todo").not_in(("done", "not_applicable"))
    late = or_(step.c.due < facts.today, and_(step.c.due.is_(None), step.c.checklist.in_(old)))
    return facts.part(
        "checklist_item",
        (step.c.checklist.in_(own),),
        (undone, late),
        N_("Asked for by reviews, but not done in time: {count} of {of} steps"),
        N_("No step that a review asked for is late ({of})"),
        counted=True,
    )


BLAME = Rule(
    "blame",
    "pits",
    N_("Blame"),
    N_("After a failure each looks for who was it, and nobody for what it was."),
    "no_blame",
    (unreviewed, agreed, decisions, actions),
)
