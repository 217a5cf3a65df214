"""The parts of a report that tell how the work goes: milestones, budget by stages, and what leaders promised."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.report.paper.document import Cell, Figure, Grid, Row, Section, Sentence, Sentences
from govdesk.report.series import Line, Series
from govdesk.store.query import Filter, Order

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk
    from govdesk.store.query import Record

_MOST = 12
_SETTLED = ("dropped",)
_BROKEN = ("broken", "partly")


def milestones(desk: Desk) -> Section | None:
    """Return where the milestones stand: what is late, what comes next, what was reached."""
    found = desk.read("milestone", Filter("status", "none_of", _SETTLED), order=(Order("planned"),))
    if not found:
        return None
    say = desk.wording.say
    reached = [r for r in found if desk.value(r, "actual")]
    late = [r for r in found if _late(desk, r)]
    moved = [r for r in found if r not in late and not desk.value(r, "actual") and _days_moved(desk, r) > 0]
    said = [
        desk.sentence(
            say(N_("{done} of {count} milestones are reached."), done=len(reached), count=len(found)), reached
        )
    ]
    if late:
        said.append(
            desk.sentence(
                desk.wording.ngettext(
                    "{count} is past its day and not reached.", "{count} are past their day and not reached.", len(late)
                ),
                late,
                "act",
            )
        )
    if moved:
        text = desk.wording.ngettext(
            "{count} is expected later than planned.", "{count} are expected later than planned.", len(moved)
        )
        said.append(desk.sentence(text, moved, "watch"))
    ahead = [r for r in found if r not in late and r not in reached]
    shown = sorted([*late, *ahead, *reversed(reached)][:_MOST], key=lambda r: _day(desk, r) or dt.date.max)
    names = (N_("Milestone"), N_("Planned"), N_("Forecast"), N_("Actual"), N_("Where it stands"))
    grid = Grid(
        tuple(desk.wording.lang.gettext(n) for n in names), tuple(_milestone_row(desk, r) for r in shown),
        (30, 12, 12, 12, 18), more=len(found) - len(shown),
    )  # fmt: skip
    return Section("milestones", desk.wording.lang.gettext(N_("Milestones")), (Sentences(tuple(said)), grid))


def _day(desk: Desk, record: Record) -> dt.date | None:
    found: dt.date | None = (
        desk.value(record, "actual") or desk.value(record, "forecast") or desk.value(record, "planned")
    )
    return found


def _late(desk: Desk, record: Record) -> bool:
    day = desk.value(record, "forecast") or desk.value(record, "planned")
    return desk.value(record, "actual") is None and day is not None and day < desk.day


def _days_moved(desk: Desk, record: Record) -> int:
    planned, day = desk.value(record, "planned"), desk.value(record, "actual") or desk.value(record, "forecast")
    return (day - planned).days if planned and day else 0


def _milestone_row(desk: Desk, record: Record) -> Row:
    say, moved = desk.wording.say, _days_moved(desk, record)
    tone = ""
    if desk.value(record, "actual"):
        words, tone = (
            (desk.wording.ngettext("reached, {count} day late", "reached, {count} days late", moved), "watch")
            if moved > 0
            else (say(N_("reached")), "good")
        )
    elif _late(desk, record):
        days = (desk.day - (desk.value(record, "forecast") or desk.value(record, "planned"))).days
        words, tone = desk.wording.ngettext("{count} day late", "{count} days late", days), "act"
    elif moved > 0:
        words, tone = desk.wording.ngettext("expected {count} day late", "expected {count} days late", moved), "watch"
    else:
        words = say(N_("as planned")) if desk.value(record, "planned") else say(N_("no day set"))
    name = f"{desk.ref('milestone', record.number)} {desk.title(record, 60)}"
    days = (desk.text(record, n) or "–" for n in ("planned", "forecast", "actual"))
    return Row((Cell(name), *map(Cell, days), Cell(words, tone)), desk.fresh(record))


def budget(desk: Desk) -> Section | None:
    """Return the budget by stages: planned, approved, spent, and how its gates went."""
    found = desk.read("budget_stage", order=(Order("place"),))
    if not found:
        return None
    say, lang = desk.wording.say, desk.wording.lang
    sums = {n: sum(desk.value(r, n) or 0 for r in found) for n in ("planned", "approved", "spent")}
    said = [
        desk.sentence(
            say(
                N_("{spent} spent of {approved} approved; {planned} planned in {count} stages."),
                **{n: money(v) for n, v in sums.items()}, count=len(found),
            ),
            found,
        )
    ]  # fmt: skip
    over = [r for r in found if (desk.value(r, "spent") or 0) > (desk.value(r, "approved") or 0)]
    if over:
        text = desk.wording.ngettext(
            "{count} stage spent more than was approved.", "{count} stages spent more than was approved.", len(over)
        )
        said.append(desk.sentence(text, over, "act"))
    waiting = [r for r in found if _gate_is_late(desk, r)]
    if waiting:
        said.append(
            desk.sentence(
                desk.wording.ngettext(
                    "{count} gate is past its day.", "{count} gates are past their day.", len(waiting)
                ),
                waiting,
                "watch",
            )
        )
    names = (N_("Stage"), N_("Planned"), N_("Approved"), N_("Spent"), N_("Gate"))
    rows = tuple(
        Row(
            (
                Cell(f"{desk.ref('budget_stage', r.number)} {desk.title(r, 40)}"),
                *(Cell(money(desk.value(r, n))) for n in ("planned", "approved")),
                Cell(money(desk.value(r, "spent")), "act" if r in over else ""),
                Cell(desk.text(r, "outcome"), "watch" if r in waiting else ""),
            ),
            desk.fresh(r),
        )
        for r in found[:_MOST]
    )
    grid = Grid(tuple(map(lang.gettext, names)), rows, (28, 14, 14, 14, 16), more=max(0, len(found) - _MOST))
    title = lang.gettext(N_("Budget by stages"))
    return Section("budget", title, (Sentences(tuple(said)), Figure(_budget_series(desk, found[:_MOST])), grid))


def _gate_is_late(desk: Desk, record: Record) -> bool:
    due = desk.value(record, "gate_due")
    return desk.value(record, "outcome") in (None, "waiting") and due is not None and due < desk.day


def _budget_series(desk: Desk, found: list[Record]) -> Series:
    lines = tuple(
        Line(Message(name), tuple(float(desk.value(r, field) or 0) for r in found))
        for field, name in (("planned", N_("Planned")), ("approved", N_("Approved")), ("spent", N_("Spent")))
    )
    names = tuple(desk.title(r, 24) for r in found)
    unit = Message(N_("Amount, as entered"))
    return Series("groups", Message(N_("Budget by stages")), unit, len(found), desk.day, names, lines)


def money(value: float | None) -> str:
    """Return an amount as it is read: without small change where it is large."""
    return "–" if value is None else f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.2f}"  # noqa: PLR2004 - below, cents are worth telling


def commitments(desk: Desk) -> Section | None:
    """Return what leaders promised: kept, open, broken."""
    found = desk.read("commitment", Filter("status", "none_of", ("withdrawn",)), order=(Order("due"),))
    if not found:
        return None
    say, lang = desk.wording.say, desk.wording.lang
    kept = [r for r in found if desk.value(r, "status") == "kept"]
    broken = [r for r in found if desk.value(r, "status") in _BROKEN]
    late = [r for r in found if desk.value(r, "status") in (None, "open") and _is_past(desk, desk.value(r, "due"))]
    said: list[Sentence] = [
        desk.sentence(say(N_("{done} of {count} commitments are kept."), done=len(kept), count=len(found)), kept)
    ]
    if late:
        said.append(
            desk.sentence(
                desk.wording.ngettext(
                    "{count} is past its day and still open.", "{count} are past their day and still open.", len(late)
                ),
                late,
                "act",
            )
        )
    if broken:
        said.append(
            desk.sentence(
                desk.wording.ngettext(
                    "{count} was kept in part or not at all.", "{count} were kept in part or not at all.", len(broken)
                ),
                broken,
                "watch",
            )
        )
    shown = [*late, *broken, *(r for r in found if r not in (*late, *broken, *kept))][:_MOST]
    names = [N_("Commitment"), *([N_("Who promised")] if desk.audience.persons else []), N_("Due"), N_("Status")]
    rows = tuple(_commitment_row(desk, r, late) for r in shown)
    widths = (36, 14, 12, 12) if desk.audience.persons else (44, 12, 12)
    left = len(found) - len(kept) - len(shown)
    grid = Grid(tuple(map(lang.gettext, names)), rows, widths, more=max(0, left))
    blocks = (Sentences(tuple(said)), *((grid,) if rows else ()))
    return Section("commitments", lang.gettext(N_("Commitments")), blocks)


def _commitment_row(desk: Desk, record: Record, late: list[Record]) -> Row:
    who = [Cell(desk.text(record, "who"))] if desk.audience.persons else []
    words = desk.wording.lang.gettext(N_("overdue")) if record in late else desk.text(record, "status")
    tone = "act" if record in late else "watch" if desk.value(record, "status") in _BROKEN else ""
    name = f"{desk.ref('commitment', record.number)} {desk.title(record)}"
    return Row((Cell(name), *who, Cell(desk.text(record, "due") or "–"), Cell(words, tone)), desk.fresh(record))


def _is_past(desk: Desk, day: dt.date | None) -> bool:
    return day is not None and day < desk.day
