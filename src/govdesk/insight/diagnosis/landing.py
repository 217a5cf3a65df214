"""The landing checks: what projects that arrived had got right, one by one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import func, or_, select

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.blame import HELD
from govdesk.insight.diagnosis.facts import Facts, blank, percent
from govdesk.insight.diagnosis.finding import Evidence
from govdesk.insight.diagnosis.rule import DAYS, Lack, Rule, Seen, Threshold, counts, floors, percents, sign
from govdesk.insight.diagnosis.starting_point import answered
from govdesk.insight.diagnosis.structure import key_users
from govdesk.insight.diagnosis.training import assessed, coverage, training_passed

#: Statuses of a pilot site that was taken.
TAKEN = ("chosen", "running", "finished")
_ROLLED_OUT = ("consolidation", "scaling", "operating", "closed")


@sign(
    "goals.complete",
    N_("A metric has no baseline or no target, or both are the same figure, so that there is no way to go."),
    N_("Complete each goal: baseline, target, and a difference between them ({count})"),
    *percents(20, 50, N_("Without both figures nobody can tell whether it was worth it.")),
)
def complete(facts: Facts) -> Seen | Lack:
    """See goals without baseline and target."""
    if lack := facts.lack("metric"):
        return lack
    table = facts.table("metric")
    same = (table.c.baseline == table.c.target) & (func.coalesce(table.c.direction, "") != "hold")
    return facts.part(
        "metric",
        (),
        (or_(table.c.baseline.is_(None), table.c.target.is_(None), same),),
        N_("Without baseline and target: {count} of {of} goals"),
        N_("Each goal has its baseline and its target ({of})"),
    )


@sign(
    "goals.measured",
    N_("A metric with a target has no reading of the last {days} days."),
    N_("Take a reading of each goal ({count})"),
    *percents(34, 67, N_("A goal that nobody measures is a wish.")),
    Threshold("days", 92, DAYS, N_("Measured within"), N_("A quarter, the rhythm of the review.")),
)
def measured(facts: Facts) -> Seen | Lack:
    """See goals that nobody measures."""
    if lack := facts.lack("metric"):
        return lack
    since = facts.today - dt.timedelta(days=facts.limits["goals.measured.days"])
    aims = [one for one in facts.measured if one.target is not None]
    if not aims:
        return facts.without("metric", "target")
    bad = [one.number for one in aims if one.day is None or one.day < since]
    args = {"count": len(bad), "of": len(aims), "days": facts.limits["goals.measured.days"]}
    text = (
        N_("Not measured for {days} days: {count} of {of} goals") if bad else N_("Each goal was measured lately ({of})")
    )
    looked = Evidence("metric", tuple(one.number for one in aims))
    share = percent(len(bad), len(aims))
    return Seen(share, Message(text, args), (Evidence("metric", tuple(bad)),), (looked,), len(aims))


@sign(
    "commitments.kept",
    N_("A commitment was broken, or is past its day and not kept."),
    N_("Ask for the commitments that are past their day, or agree another day ({count})"),
    *counts(1, 3, N_("One slips; three tell everybody that the top does not mean it."), share=34),
)
def kept(facts: Facts) -> Seen | Lack:
    """See promises of leaders that were not kept."""
    if lack := facts.lack("commitment"):
        return lack
    table = facts.table("commitment")
    status = func.coalesce(table.c.status, "open")
    late = status.in_(("open", "partly")) & (table.c.due < facts.today)
    return facts.part(
        "commitment",
        (status != "withdrawn",),
        (or_(status == "broken", late),),
        N_("Not kept in time: {count} of {of} commitments of leaders"),
        N_("Leaders kept what they promised so far ({of})"),
        counted=True,
    )


@sign(
    "waves.cut",
    N_("A deliverable belongs to no wave, or all of them to a single one."),
    N_("Cut the scope into waves ({count})"),
    *percents(20, 60, N_("Everything at once fails at once.")),
)
def cut(facts: Facts) -> Seen | Lack:
    """See scope that is not cut into waves."""
    if lack := facts.lack("deliverable"):
        return lack
    table = facts.table("deliverable")
    statement = select(table.c.number, func.trim(func.coalesce(table.c.wave, ""))).where(
        facts.here(table), func.coalesce(table.c.status, "") != "cancelled"
    )
    found = facts.plain(statement)
    waves = {wave for _, wave in found} - {""}
    one_only = len(waves) == 1 and len(found) > 1
    bad = tuple(n for n, wave in found if not wave or one_only)
    args = {"count": len(bad), "of": len(found), "waves": len(waves)}
    if one_only:
        text = N_("All {of} deliverables come in one wave")
    elif bad:
        text = N_("In no wave: {count} of {of} deliverables")
    else:
        text = N_("The scope is cut into {waves} waves")
    looked = Evidence("deliverable", tuple(n for n, _ in found))
    return Seen(
        percent(len(bad), len(found)), Message(text, args), (Evidence("deliverable", bad),), (looked,), len(found)
    )


@sign(
    "waves.pilot",
    N_("No pilot site was chosen; it calls for action once the project is being rolled out."),
    N_("Choose a pilot site before the next wave"),
)
def pilot(facts: Facts) -> Seen | Lack:
    """See a project without a pilot."""
    home = facts.table("project")
    number, stage = next(
        iter(facts.run(select(home.c.number, home.c.stage).where(home.c.id == facts.project))), (0, None)
    )
    taken = Evidence("pilot_site", ())
    if facts.total("pilot_site"):
        table = facts.table("pilot_site")
        taken = facts.evidence("pilot_site", table.c.status.in_(TAKEN))
    here = Evidence("project", (number,))
    if taken.count:
        return Seen(0, Message(N_("A pilot came first ({count})"), {"count": taken.count}), (), (taken,), level="none")
    if not stage:
        return Lack((facts.missing("project", "stage"), facts.missing("pilot_site")))
    if stage == "preparing":
        return Lack((facts.missing("pilot_site"),))
    level = "act" if stage in _ROLLED_OUT else "watch"
    text = N_("It is being rolled out without a pilot") if level == "act" else N_("No pilot site was chosen yet")
    return Seen(1, Message(text), (here,), (here,), level=level)


@sign(
    "budget.gates",
    N_("A stage of the budget has no gate criterion."),
    N_("Write the gate criterion of each stage of the budget ({count})"),
    *percents(1, 60, N_("Money without a gate is spent before anybody looks.")),
)
def gates(facts: Facts) -> Seen | Lack:
    """See budget stages without a gate."""
    if lack := facts.lack("budget_stage"):
        return lack
    table = facts.table("budget_stage")
    return facts.part(
        "budget_stage",
        (),
        (blank(table.c.gate),),
        N_("Without a gate: {count} of {of} stages of the budget"),
        N_("Each stage of the budget has its gate ({of})"),
    )


@sign(
    "budget.passed",
    N_("Money was spent in a stage although the gate before it was not passed; or the whole budget is one stage."),
    N_("Hold the gates that were skipped ({count})"),
    *counts(1, 2, N_("A gate that can be walked around is none.")),
)
def passed(facts: Facts) -> Seen | Lack:
    """See money spent before the gate was passed."""
    if lack := facts.lack("budget_stage"):
        return lack
    table = facts.table("budget_stage")
    order = (table.c.place.is_(None), table.c.place, table.c.number)
    statement = select(table.c.number, table.c.spent, table.c.outcome).where(facts.here(table)).order_by(*order)
    found = facts.run(statement)
    looked = Evidence("budget_stage", tuple(n for n, *_ in found))
    if len(found) == 1:
        return Seen(1, Message(N_("The whole budget is one stage")), (looked,), (looked,), 1)
    bad, through = [], True
    for number, spent, outcome in found:
        if (spent or 0) > 0 and not through:
            bad.append(number)
        through = outcome in ("passed", "conditional", "skipped")
    args = {"count": len(bad), "of": len(found)}
    text = (
        N_("Spent before the gate was passed: {count} of {of} stages of the budget")
        if bad
        else N_("No money was spent before its gate ({of} stages)")
    )
    return Seen(len(bad), Message(text, args), (Evidence("budget_stage", tuple(bad)),), (looked,), len(found))


@sign(
    "data_readiness.complete",
    N_(
        "Data are not complete enough to go live: the last reading of a metric of data, or the completeness of a pilot site."
    ),
    N_("Complete the data before going live ({count})"),
    *floors(85, 70, N_("A known pilot began at 87%; below 70% people stop believing the figures.")),
    below=True,
)
def data_complete(facts: Facts) -> Seen | Lack:
    """See data that are not ready."""
    found: list[tuple[float, str, int]] = []
    for one in facts.measured:
        if one.kind == "data" and one.value is not None and (one.unit == "%" or one.target):
            reached = one.value if one.unit == "%" else percent(one.value, one.target or 0)
            found.append((reached, "metric", one.number))
    if facts.total("pilot_site"):
        table = facts.table("pilot_site")
        statement = select(table.c.completeness, table.c.number).where(
            facts.here(table), table.c.status.in_(TAKEN), table.c.completeness.is_not(None)
        )
        found += [(value, "pilot_site", number) for value, number in facts.run(statement)]
    if not found:
        return Lack((facts.missing("pilot_site", "completeness"), facts.missing("measurement")))
    lowest = min(value for value, *_ in found)
    floor = facts.limits["data_readiness.complete.watch"]
    bad, looked = (_of_registers(rows) for rows in ([f for f in found if f[0] < floor], found))
    low = sum(value < floor for value, *_ in found)
    args = {"count": low, "of": len(found), "share": f"{lowest:.0f}"}
    text = (
        N_("Data are complete to {share}% only, at the lowest of {of} places")
        if low
        else N_("Data are complete to {share}% or more ({of} places)")
    )
    return Seen(lowest, Message(text, args), bad, looked, len(found), count=low)


def _of_registers(found: list[tuple[float, str, int]]) -> tuple[Evidence, ...]:
    codes = dict.fromkeys(code for _, code, _ in found)
    return tuple(Evidence(code, tuple(sorted(n for _, c, n in found if c == code))) for code in codes)


@sign(
    "review.held",
    N_("The last review was held too long ago; where there was none, the start of the project counts."),
    N_("Hold the quarterly review"),
    Threshold("watch", 93, DAYS, N_("Watch from"), N_("A quarter.")),
    Threshold("act", 183, DAYS, N_("Act from"), N_("Two quarters: by then each has forgotten another half.")),
)
def held(facts: Facts) -> Seen | Lack:
    """See reviews that were not held."""
    last, rows = None, Evidence("review", ())
    if facts.total("review"):
        table = facts.table("review")
        statement = select(table.c.date, table.c.number).where(
            facts.here(table), table.c.status.in_(HELD), table.c.date <= facts.today
        )
        found = facts.run(statement.order_by(table.c.date.desc()))
        last = found[0][0] if found else None
        rows = Evidence("review", tuple(n for _, n in found))
    home = facts.table("project")
    number, start = facts.run(select(home.c.number, home.c.start).where(home.c.id == facts.project))[0]
    since = last or start
    if since is None:
        return Lack((facts.missing("review"),))
    days = max(0, (facts.today - since).days)
    args: dict[str, Any] = {"days": days}
    text = N_("The last review was {days} days ago") if last else N_("No review in the {days} days since the start")
    here = (rows if rows.count else Evidence("project", (number,)),)
    return Seen(days, Message(text, args), here, here, 1, count=1)


@sign(
    "know_how.procedures",
    N_("A procedure is not published, or has nobody who owns it."),
    N_("Publish each procedure, with an owner ({count})"),
    *percents(34, 67, N_("What is not written down leaves with whoever knows it.")),
)
def procedures(facts: Facts) -> Seen | Lack:
    """See know-how that is not published."""
    if lack := facts.lack("procedure"):
        return lack
    table = facts.table("procedure")
    return facts.part(
        "procedure",
        (func.coalesce(table.c.status, "") != "retired",),
        (or_(func.coalesce(table.c.status, "draft") != "published", table.c.owner.is_(None)),),
        N_("Not published, or without an owner: {count} of {of} procedures"),
        N_("Each procedure is published and has its owner ({of})"),
    )


@sign(
    "know_how.lessons",
    N_("A review was held, but no lesson of it was written down."),
    N_("Write down what each review taught ({count})"),
    *percents(34, 67, N_("A review whose lesson nobody wrote down has to be held again.")),
)
def lessons(facts: Facts) -> Seen | Lack:
    """See reviews without a lesson."""
    if lack := facts.lack("review"):
        return lack
    review, lesson = facts.table("review"), facts.table("lesson")
    kept = select(lesson.c.review).where(facts.here(lesson), lesson.c.review.is_not(None))
    return facts.part(
        "review",
        (review.c.status.in_(HELD),),
        (review.c.id.not_in(kept),),
        N_("Without a lesson written down: {count} of {of} reviews"),
        N_("Each review left a lesson ({of})"),
        empty="status",
    )


LANDING = (
    Rule(
        "goals", "landing", N_("Goals with baseline and target"),
        N_("Reimbursement from 5 days to 2, manual reports −30%: goals that can be missed."), "goals", (complete, measured),
    ),
    Rule(
        "commitments", "landing", N_("Leaders’ commitments kept"),
        N_("People, money and time that were promised arrive."), "steering", (kept,),
    ),
    Rule(
        "waves", "landing", N_("Scope in waves, a pilot first"),
        N_("Small first, then what was learned, then the rest."), "pilot", (cut, pilot),
    ),
    Rule(
        "budget", "landing", N_("Staged budget with gates"),
        N_("The next tranche comes when the last one showed something."), "steering", (gates, passed),
    ),
    Rule(
        "data_readiness", "landing", N_("Data readiness before go-live"),
        N_("Wrong figures on the first day are remembered for a year."), "go_live", (data_complete,),
    ),
    Rule(
        "role_training", "landing", N_("Training by role, with assessment"),
        N_("Each role learns what it needs, and shows that it can."), "role_training", (assessed, training_passed, coverage),
    ),
    Rule(
        "key_users", "landing", N_("Key users in every unit"),
        N_("Somebody next door who knows how, and has the time."), "team_structure", (key_users,),
    ),
    Rule(
        "answered", "landing", N_("Feedback answered"),
        N_("Each voice gets its answer, in time."), "front_line", (answered,),
    ),
    Rule(
        "review", "landing", N_("Quarterly review held"),
        N_("Once a quarter all look back together."), "no_blame", (held,),
    ),
    Rule(
        "know_how", "landing", N_("Know-how written down"),
        N_("What was learned stays when people go."), "adoption", (procedures, lessons),
    ),
)  # fmt: skip
