"""The third pit, the front line: habit, burden and no benefit, nothing gained, nothing answered, hardly used."""

from __future__ import annotations

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.facts import Facts, blank, percent
from govdesk.insight.diagnosis.measured import evidence_of
from govdesk.insight.diagnosis.rule import PERCENT, Lack, Rule, Seen, Threshold, counts, percents, sign
from govdesk.insight.diagnosis.voice import Chosen
from govdesk.insight.small_group import SMALLEST

RESISTANCE = ("habit", "burden", "no_benefit")


@sign(
    "front_line.resistance",
    N_("Voices of the front line name habit, added burden or no visible benefit as what stands in the way."),
    N_("Take away the burden that the front line names, and show the benefit"),
    *percents(30, 50, N_("A third is the time to listen; where every second voice says so, the others think it.")),
)
def resistance(facts: Facts) -> Seen | Lack:
    """See what the front line says stands in its way."""
    if lack := facts.lack("feedback"):
        return lack
    return by_cause(
        facts,
        "front_line.resistance",
        RESISTANCE,
        facts.voices.front,
        N_("{share}% of the front-line voices name habit, burden or no benefit ({count} of {of})"),
        N_(
            "Front-line voices name habit, burden or no benefit; how many is not told, to protect small groups ({of} spoke)"
        ),
        N_("Few front-line voices name habit, burden or no benefit ({of} spoke)"),
    )


def by_cause(
    facts: Facts, code: str, causes: tuple[str, ...], among: Chosen | None, told: str, hidden: str, few: str
) -> Seen | Lack:
    """Return the share of voices that name one of some causes, as far as small groups let it be told.

    Args:
        facts: The registers.
        code: Code of the sign, whose threshold says from which share on they are many.
        causes: Codes of the causes.
        among: Whose voices count; None for all.
        told: The sentence with figures.
        hidden: The sentence where the figure would give a small group away.
        few: The same where they are not many.
    """
    looked = facts.voices.with_cause(among)
    if sum(looked) < SMALLEST:
        return facts.too_few("feedback", "cause")
    return of_group(facts, code, looked, facts.voices.naming(causes, looked), (told, hidden, few))


def of_group(facts: Facts, code: str, among: Chosen, some: Chosen, words: tuple[str, str, str]) -> Seen:
    """Return what a part of some voices amounts to; where the part may not be told, its rows are not shown either."""
    looked, bad = facts.voices.evidence(among), facts.voices.evidence(some)
    share = percent(bad.count, looked.count)
    told, hidden, few = words
    if facts.voices.may_tell(some, among):
        args = {"share": f"{share:.0f}", "count": bad.count, "of": looked.count}
        return Seen(share, Message(told, args), (bad,), (looked,), looked.count)
    text = hidden if share >= facts.limits[f"{code}.watch"] else few
    return Seen(share, Message(text, {"of": looked.count}), (looked,), (looked,), looked.count, count=looked.count)


@sign(
    "front_line.gain",
    N_("A front-line stakeholder has no stated gain: nobody wrote down what gets better for them."),
    N_("Write down what is in it for each of the front line ({count})"),
    *percents(20, 50, N_("What cannot be said in a line cannot be felt either.")),
)
def gain(facts: Facts) -> Seen | Lack:
    """See front-line stakeholders without a stated gain."""
    if lack := facts.lack("stakeholder"):
        return lack
    table = facts.table("stakeholder")
    return facts.part(
        "stakeholder",
        (table.c.level == "frontline", facts.present(table)),
        (blank(table.c.gain),),
        N_("No stated gain for {count} of {of} people of the front line"),
        N_("What is in it for them is written down for each of the front line ({of})"),
        empty="level",
    )


@sign(
    "front_line.overdue",
    N_("A voice of the front line waits for an answer past its deadline, or past two weeks where it has none."),
    N_("Answer the front-line voices that are past their deadline ({count})"),
    *counts(1, 5, N_("One answer late is a slip; five teach people not to speak."), share=20),
)
def overdue(facts: Facts) -> Seen | Lack:
    """See front-line voices that wait past their deadline."""
    if lack := facts.lack("feedback"):
        return lack
    voices = facts.voices
    looked = voices.evidence(voices.front)
    if not looked.count:
        return facts.without("feedback", "level")
    bad = voices.evidence([front and late for front, late in zip(voices.front, voices.late, strict=True)])
    text = (
        N_("Past their deadline without an answer: {count} front-line voices")
        if bad.count
        else N_("No front-line voice waits past its deadline ({of})")
    )
    args = {"count": bad.count, "of": looked.count}
    return Seen(bad.count, Message(text, args), (bad,), (looked,), looked.count)


@sign(
    "front_line.use",
    N_("The last reading of a metric of use is below its target; from {act}% of the target down it calls for action."),
    N_("Raise use to its target, by what the front line asks for ({count})"),
    Threshold("watch", 100, PERCENT, N_("Watch below"), N_("Below the target, ask why."), 1000),
    Threshold(
        "act",
        60,
        PERCENT,
        N_("Act below"),
        N_("A real case stayed under 20% use: who does not use it has reasons."),
        1000,
    ),
    below=True,
)
def use(facts: Facts) -> Seen | Lack:
    """See use below its target."""
    if lack := facts.lack("metric", "measurement"):
        return lack
    found = [one for one in facts.measured if one.kind == "use" and one.value is not None and (one.target or 0) > 0]
    if not found:
        return facts.without("metric", "target")
    reached = {one.number: percent(one.value or 0, one.target or 0) for one in found}
    worst = min(found, key=lambda one: reached[one.number])
    bad = [one for one in found if reached[one.number] < facts.limits["front_line.use.watch"]]
    text = N_("{name} {value}, target {target}") if bad else N_("{name} {value}, at its target of {target}")
    rows = evidence_of(bad or found)
    return Seen(reached[worst.number], Message(text, worst.args()), rows, rows, len(found), count=len(bad))


FRONT_LINE = Rule(
    "front_line",
    "pits",
    N_("The front line"),
    N_("Those who do the work get more of it and nothing in return, and go on as before."),
    "front_line",
    (resistance, gain, overdue, use),
)
