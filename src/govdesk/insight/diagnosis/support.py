"""Support, top-down and bottom-up: is the direction set at the top, and does the front line gain?"""

from __future__ import annotations

from sqlalchemy import func, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.front_line import gain, of_group
from govdesk.insight.diagnosis.landing import kept
from govdesk.insight.diagnosis.measured import evidence_of
from govdesk.insight.diagnosis.rule import Lack, Rule, Seen, floors, percents, sign
from govdesk.insight.small_group import SMALLEST


@sign(
    "top_down.sponsor",
    N_("The project has no sponsor, or its sponsor has left."),
    N_("Find a sponsor"),
)
def sponsor(facts: Facts) -> Seen | Lack:
    """See a project without a sponsor."""
    home, people = facts.table("project"), facts.table("stakeholder")
    statement = (
        select(home.c.number, home.c.sponsor, people.c.number, people.c.left)
        .select_from(home.outerjoin(people, people.c.id == home.c.sponsor))
        .where(home.c.id == facts.project)
    )
    number, named, person, left = facts.run(statement)[0]
    here = (Evidence("project", (number,)),)
    if named is None:
        return Seen(1, Message(N_("The project has no sponsor")), here, here, level="watch")
    if left is not None and left <= facts.today:
        return Seen(1, Message(N_("The sponsor has left")), (*here, Evidence("stakeholder", (person,))), level="act")
    return Seen(0, Message(N_("The project has its sponsor")), (), here, level="none")


@sign(
    "top_down.decisions",
    N_("An open decision is past the day by which it was due."),
    N_("Take the decisions that are past their day ({count})"),
    *percents(25, 50, N_("What the top does not decide, everybody decides for themselves.")),
)
def decided(facts: Facts) -> Seen | Lack:
    """See decisions that the top does not take."""
    if lack := facts.lack("decision"):
        return lack
    table = facts.table("decision")
    status = func.coalesce(table.c.status, "open")
    return facts.part(
        "decision",
        (status != "dropped",),
        (status.in_(("open", "under_way")), table.c.due < facts.today),
        N_("Open past their day: {count} of {of} decisions"),
        N_("No decision is past its day ({of})"),
    )


@sign(
    "bottom_up.sentiment",
    N_("Voices of the front line are against it."),
    N_("Take up what the front line is against"),
    *percents(40, 60, N_("Those who are content speak less; where three of five are against, it is not the mood.")),
)
def sentiment(facts: Facts) -> Seen | Lack:
    """See what the front line feels."""
    if lack := facts.lack("feedback"):
        return lack
    voices = facts.voices
    looked = [bool(front) and mood is not None for front, mood in zip(voices.front, voices.moods, strict=True)]
    if sum(looked) < SMALLEST:
        return facts.too_few("feedback", "sentiment")
    against = [inside and (mood or 0) < 0 for inside, mood in zip(looked, voices.moods, strict=True)]
    return of_group(
        facts,
        "bottom_up.sentiment",
        looked,
        against,
        (
            N_("{share}% of the front-line voices are against it ({count} of {of})"),
            N_("Front-line voices are against it; how many is not told, to protect small groups ({of} spoke)"),
            N_("Few front-line voices are against it ({of} spoke)"),
        ),
    )


@sign(
    "bottom_up.time",
    N_("A metric of time has not gone its way from baseline to target."),
    N_("Save the time that was promised ({count})"),
    *floors(50, 1, N_("Halfway is on its way; where nothing was saved, the promise is broken.")),
    below=True,
)
def time_saved(facts: Facts) -> Seen | Lack:
    """See time that was not saved."""
    if lack := facts.lack("metric", "measurement"):
        return lack
    found = {one: one.gone for one in facts.measured if one.kind == "time" and one.gone is not None}
    if not found:
        return Lack((facts.missing("metric", "baseline"), facts.missing("measurement")))
    mean = sum(found.values()) / len(found)
    floor = facts.limits["bottom_up.time.watch"]
    bad = [one for one, gone in found.items() if gone < floor]
    args = {"share": f"{max(mean, 0):.0f}", "of": len(found)}
    told = Message(N_("Of the time that was to be saved, {share}% was ({of})"), args)
    return Seen(mean, told, evidence_of(bad), evidence_of(found), len(found), count=len(bad))


SUPPORT = (
    Rule(
        "top_down", "support", N_("From the top"),
        N_("The direction is set by commitments and decisions, not by slogans."), "steering", (sponsor, kept, decided),
    ),
    Rule(
        "bottom_up", "support", N_("From below"),
        N_("The front line gains: less work, something learned, and it says so."), "front_line", (gain, time_saved, sentiment),
    ),
)  # fmt: skip
