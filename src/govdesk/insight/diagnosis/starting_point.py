"""The starting point: does the project help people or police them? A balance, with the rows behind each part of it."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank, percent
from govdesk.insight.diagnosis.finding import Balance, Evidence
from govdesk.insight.diagnosis.front_line import by_cause
from govdesk.insight.diagnosis.rule import Lack, Rule, Seen, counts, floors, percents, sign
from govdesk.insight.small_group import SMALLEST

PURPOSES = ("assist", "inform", "control", "penalise")


@sign(
    "starting_point.purpose",
    N_(
        "Of the deliverables that say what they are for, many control or penalise people rather than assist or inform them."
    ),
    N_("Turn what controls or penalises into something that helps whoever uses it ({count})"),
    *percents(30, 50, N_("Below a third, control serves the work; above half, the work serves control.")),
)
def purpose(facts: Facts) -> Seen | Lack:
    """See how many deliverables police people."""
    if lack := facts.lack("deliverable"):
        return lack
    table = facts.table("deliverable")
    return facts.part(
        "deliverable",
        (table.c.purpose.is_not(None), func.coalesce(table.c.status, "") != "cancelled"),
        (table.c.purpose.in_(("control", "penalise")),),
        N_("{share}% of the deliverables control or penalise ({count} of {of})"),
        N_("All deliverables assist or inform ({of})"),
        empty="purpose",
    )


@sign(
    "starting_point.penalise",
    N_("A deliverable penalises: rankings by name, deductions, captured behaviour used against people."),
    N_("Stop what penalises, or show its figures to the person alone ({count})"),
    *counts(1, 3, N_("Weekly ranking by score was part of the known bad case, which under 20% used."), share=15),
)
def penalise(facts: Facts) -> Seen | Lack:
    """See deliverables that penalise."""
    if lack := facts.lack("deliverable"):
        return lack
    table = facts.table("deliverable")
    return facts.part(
        "deliverable",
        (table.c.purpose.is_not(None), func.coalesce(table.c.status, "") != "cancelled"),
        (table.c.purpose == "penalise",),
        N_("Penalise people: {count} of {of} deliverables"),
        N_("No deliverable penalises ({of})"),
        counted=True,
        empty="purpose",
    )


@sign(
    "starting_point.privacy",
    N_("Voices name privacy or added burden as what stands in the way."),
    N_("Collect less, and take work away, where voices name privacy or burden"),
    *percents(
        25, 40, N_("The known bad case was resisted within a month; two voices of five are early enough to turn.")
    ),
)
def privacy(facts: Facts) -> Seen | Lack:
    """See voices about privacy and burden."""
    if lack := facts.lack("feedback"):
        return lack
    return by_cause(
        facts,
        "starting_point.privacy",
        ("privacy", "burden"),
        None,
        N_("{share}% of the voices name privacy or added burden ({count} of {of})"),
        N_("Voices name privacy or added burden; how many is not told, to protect small groups ({of} spoke)"),
        N_("Few voices name privacy or added burden ({of} spoke)"),
    )


@sign(
    "starting_point.participation",
    N_(
        "Few requests come from the front line: by their level, or else by the kind of the department that raised them."
    ),
    N_("Ask the front line what would help them"),
    *floors(20, 5, N_("What the front line did not ask for is felt as being done to them.")),
    below=True,
)
def participation(facts: Facts) -> Seen | Lack:
    """See how few requests come from the front line."""
    if lack := facts.lack("request"):
        return lack
    table, units = facts.table("request"), facts.table("department")
    front = select(units.c.id).where(units.c.kind == "frontline")
    own = or_(table.c.level == "frontline", and_(table.c.level.is_(None), table.c.department.in_(front)))
    known = or_(table.c.level.is_not(None), table.c.department.is_not(None))
    looked, good = facts.evidence("request", known), facts.evidence("request", known, own)
    if not looked.count:
        return facts.without("request", "department")
    bad = Evidence("request", tuple(sorted(set(looked.numbers) - set(good.numbers))))
    text = (
        N_("Raised by the front line: {count} of {of} requests")
        if good.count
        else N_("Nothing was asked for by the front line ({of} requests by others)")
    )
    told = Message(text, {"count": good.count, "of": looked.count})
    return Seen(percent(good.count, looked.count), told, (bad,), (good,), looked.count)


@sign(
    "starting_point.announced",
    N_("A decision was taken, but nothing says that those affected were told."),
    N_("Tell those affected what was decided ({count})"),
    *percents(30, 60, N_("What is decided and not told comes down as a surprise.")),
)
def announced(facts: Facts) -> Seen | Lack:
    """See decisions that were not told to those affected."""
    if lack := facts.lack("decision"):
        return lack
    table = facts.table("decision")
    return facts.part(
        "decision",
        (table.c.status.in_(("decided", "rejected")),),
        (table.c.announced.is_(None), blank(table.c.announced_to)),
        N_("Decided, but not told to those affected: {count} of {of} decisions"),
        N_("Each decision was told to those affected ({of})"),
        empty="status",
    )


@sign(
    "answered.share",
    N_("Of the voices that were answered, declined or are past their deadline, too few were answered."),
    N_("Answer the voices that are past their deadline ({count})"),
    *floors(90, 70, N_("Nine of ten in time is what keeps people speaking.")),
    below=True,
)
def answered(facts: Facts) -> Seen | Lack:
    """See how many voices got their answer."""
    if lack := facts.lack("feedback"):
        return lack
    voices = facts.voices
    bad, good = voices.evidence(voices.late), voices.evidence([not waits for waits in voices.waiting])
    of = bad.count + good.count
    share = percent(good.count, of) if of else 100.0
    args = {"share": f"{share:.0f}", "count": bad.count, "of": of}
    text = (
        N_("{share}% of the voices that were due got their answer; {count} still wait")
        if bad.count
        else N_("Each voice that was due got its answer ({of})")
    )
    return Seen(share, Message(text, args), (bad,), (good,), of)


def balance(facts: Facts) -> Balance:
    """Return the deliverables by what they are for, and how many voices were heard."""
    table = facts.table("deliverable")
    statement = (
        select(table.c.number, table.c.purpose)
        .where(facts.here(table), func.coalesce(table.c.status, "") != "cancelled")
        .order_by(table.c.number)
    )
    held: dict[str, list[int]] = {code: [] for code in ("", *PURPOSES)}
    for number, code in facts.plain(statement):
        held.setdefault(code or "", []).append(number)
    parts = tuple((code, Evidence("deliverable", tuple(held[code]))) for code in PURPOSES)
    voices = facts.total("feedback")
    return Balance(parts, Evidence("deliverable", tuple(held[""])), voices if not 0 < voices < SMALLEST else None)


STARTING_POINT = Rule(
    "starting_point",
    "starting_point",
    N_("Does it help people or police them?"),
    N_("Check-ins, daily plans and weekly rankings are resisted within a month; what helps is used."),
    "control_feature",
    (purpose, penalise, privacy, participation, announced, answered),
)
