"""The second pit, interests and credit: requests in one sentence or unanswered, outcomes claimed alone, heads in conflict."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, distinct, exists, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.rule import DAYS, Lack, Rule, Seen, Threshold, counts, percents, sign

#: Requests of these statuses want nothing any more.
GONE = ("rejected", "withdrawn")


@sign(
    "interests.criterion",
    N_("A request that still stands has no acceptance criterion: nobody can say when it is fulfilled."),
    N_("Write down for each request when it is fulfilled ({count})"),
    *percents(
        20,
        50,
        N_("A few are still being talked over; where every second one has none, each will expect another thing."),
    ),
)
def criterion(facts: Facts) -> Seen | Lack:
    """See one-sentence requests."""
    if lack := facts.lack("request"):
        return lack
    table = facts.table("request")
    return facts.part(
        "request",
        (func.coalesce(table.c.status, "").not_in(GONE),),
        (blank(table.c.acceptance),),
        N_("{share}% of the requests have no acceptance criterion ({count} of {of})"),
        N_("Each request says when it is fulfilled ({of})"),
    )


@sign(
    "interests.unanswered",
    N_(
        "A request has no answer whether it can be done, and its date for one is past; where no date is set, {days} days "
        "after it was raised."
    ),
    N_("Answer each request, even with a no ({count})"),
    *counts(1, 5, N_("Whoever hears nothing builds a sheet of their own."), share=30),
    Threshold(
        "days", 14, DAYS, N_("Answered within"), N_("Two weeks is how long people wait before they help themselves.")
    ),
)
def unanswered(facts: Facts) -> Seen | Lack:
    """See requests that wait too long for an answer."""
    if lack := facts.lack("request"):
        return lack
    table = facts.table("request")
    since = facts.today - dt.timedelta(days=facts.limits["interests.unanswered.days"])
    waits = and_(
        func.coalesce(table.c.status, "new").in_(("new", "assessing")),
        blank(table.c.answer),
        func.coalesce(table.c.feasibility, "assessing") == "assessing",
    )
    late = or_(
        table.c.reply_due < facts.today,
        and_(table.c.reply_due.is_(None), or_(table.c.raised.is_(None), table.c.raised <= since)),
    )
    return facts.part(
        "request",
        (func.coalesce(table.c.status, "").not_in(GONE),),
        (waits, late),
        N_("Past their date without an answer: {count} of {of} requests"),
        N_("No request waits too long ({of})"),
        counted=True,
    )


@sign(
    "interests.claimed",
    N_("An outcome to which only one department is said to have contributed, while several take part in the project."),
    N_("Name the others who contributed to each outcome ({count})"),
    *counts(1, 3, N_("One outcome can be one department’s; three mean that credit is being taken."), share=50),
)
def claimed(facts: Facts) -> Seen | Lack:
    """See outcomes that one department alone claims."""
    if lack := facts.lack("contribution"):
        return lack
    table = facts.table("contribution")
    name = func.lower(func.trim(table.c.outcome))
    alone = (
        select(name)
        .where(facts.here(table), table.c.department.is_not(None))
        .group_by(name)
        .having(func.count(distinct(table.c.department)) == 1)
    )
    outcomes = int(facts.run(select(func.count(distinct(name))).where(facts.here(table)))[0][0])
    owners = int(facts.run(select(func.count(distinct(table.c.department))).where(facts.here(table)))[0][0])
    looked = facts.evidence("contribution")
    if not owners:
        return facts.without("contribution", "department")
    taking = facts.table("responsibility")
    others = int(facts.run(select(func.count(distinct(taking.c.department))).where(facts.here(taking)))[0][0])
    several = max(owners, others) > 1
    claims = len(facts.run(alone)) if several else 0
    bad = facts.evidence("contribution", name.in_(alone)) if several else Evidence("contribution", ())
    text = (
        N_("Claimed by one department alone: {count} of {of} outcomes")
        if claims
        else N_("No outcome is claimed by one department alone ({of})")
    )
    return Seen(claims, Message(text, {"count": claims, "of": outcomes}), (bad,), (looked,), outcomes, count=claims)


@sign(
    "interests.unacknowledged",
    N_("A contribution was not acknowledged by anybody."),
    N_("Acknowledge each contribution, by name of the department ({count})"),
    *percents(30, 60, N_("Thanks take time; where most wait for it, nobody gives twice.")),
)
def unacknowledged(facts: Facts) -> Seen | Lack:
    """See contributions that nobody acknowledged."""
    if lack := facts.lack("contribution"):
        return lack
    table = facts.table("contribution")
    return facts.part(
        "contribution",
        (),
        (table.c.acknowledged_by.is_(None), table.c.acknowledged.is_(None)),
        N_("Acknowledged by nobody: {count} of {of} contributions"),
        N_("Each contribution was acknowledged ({of})"),
    )


@sign(
    "interests.conflict",
    N_("Heads of two departments are in conflict."),
    N_("Bring the heads who are in conflict to one table"),
    *counts(1, 2, N_("One quarrel can be settled by the two; a second one makes camps.")),
)
def conflict(facts: Facts) -> Seen | Lack:
    """See conflicts between heads of departments."""
    if lack := facts.lack("relationship"):
        return lack
    table, units = facts.table("relationship"), facts.table("department")
    if not facts.run(select(units.c.id).where(units.c.head.is_not(None)).limit(1)):
        return facts.without("department", "head")
    heads = (
        exists().where(units.c.head == table.c.person),
        exists().where(units.c.head == table.c.other),
    )
    looked = facts.evidence("relationship", *heads)
    statement = select(table.c.number, table.c.person, table.c.other).where(
        facts.here(table), table.c.kind == "conflict", *heads
    )
    found = facts.run(statement)
    pairs = {frozenset((one, other)) for _, one, other in found}
    bad = Evidence("relationship", tuple(n for n, *_ in found))
    text = (
        N_("Heads of departments in conflict: {count}")
        if pairs
        else N_("No conflict between heads of departments is known")
    )
    return Seen(len(pairs), Message(text, {"count": len(pairs)}), (bad,), (looked,), private=True, count=len(pairs))


INTERESTS = Rule(
    "interests",
    "pits",
    N_("Interests and credit"),
    N_("Departments fight for their own advantage and for the credit, and the whole loses."),
    "shared_credit",
    (criterion, unanswered, claimed, unacknowledged, conflict),
)
