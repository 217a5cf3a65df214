"""The parts of a report in numbers: goals with baseline, target and readings, and what changes for whom."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.insight.small_group import small
from govdesk.report.paper.document import Cell, Figure, Grid, Row, Section, Sentence, Sentences, Tile
from govdesk.report.series import Line, Mark, Series
from govdesk.store.query import Order

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk
    from govdesk.store.query import Record

_HEADLINES, _FIGURES, _ROWS, _MOST = 3, 3, 12, 24
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Goal:
    """One metric with its readings for the whole, oldest first; readings over too few people are left out.

    Args:
        record: The metric.
        readings: Day and value.
        numbers: The business numbers of those readings.
    """

    record: Record
    readings: tuple[tuple[dt.date, float], ...]
    numbers: tuple[int, ...]
    baseline: float | None
    target: float | None
    unit: str

    @property
    def last(self) -> float | None:
        """The last reading."""
        return self.readings[-1][1] if self.readings else None

    @property
    def aimless(self) -> bool:
        """Whether there is no way from baseline to target."""
        return self.target is None or self.baseline is None or self.target == self.baseline

    @property
    def share(self) -> float | None:
        """How much of the way from baseline to target is gone; None where there is no way, or nothing was read."""
        if self.last is None or self.baseline is None or self.target is None or self.target == self.baseline:
            return None
        return (self.last - self.baseline) / (self.target - self.baseline)


def goals(desk: Desk) -> list[Goal]:
    """Return the metrics of the project with their readings, those that the sponsor asked for first."""
    readings: dict[str, list[Record]] = defaultdict(list)
    for one in desk.read("measurement", order=(Order("date"), Order("number"))):
        if one.values.get("department") is None and not small(desk.value(one, "people") or 0):
            readings[desk.value(one, "metric")].append(one)
    found = []
    for record in desk.read("metric"):
        own = [r for r in readings[record.id] if desk.value(r, "date") and desk.value(r, "value") is not None]
        points = tuple((desk.value(r, "date"), float(desk.value(r, "value"))) for r in own)
        numbers = tuple(r.number for r in own)
        bounds = [None if (v := desk.value(record, n)) is None else float(v) for n in ("baseline", "target")]
        found.append(Goal(record, points, numbers, bounds[0], bounds[1], desk.text(record, "unit", 20)))
    return sorted(found, key=lambda g: (not desk.value(g.record, "headline"), not g.readings, g.record.number))


def amount(value: float | None, unit: str = "") -> str:
    """Return a number with its unit, without digits that nobody reads."""
    if value is None:
        return "–"
    words = f"{value:,.0f}" if abs(value) >= 1000 else f"{round(value, 2):,g}"  # noqa: PLR2004 - four digits say enough
    return f"{words}{'' if unit in ('%', '％') else ' '}{unit}".strip()


def tone_of(goal: Goal, today: dt.date, due: dt.date | None) -> str:
    """Return how a goal stands: reached, on its way, or away from it."""
    if goal.share is None:
        return ""
    if goal.share >= 1:
        return "good"
    past = due is not None and due < today
    return "act" if past or goal.share <= 0 else "watch" if goal.share < _NEAR else ""


def headline_tiles(desk: Desk) -> list[Tile]:
    """Return the numbers that the sponsor asked for; where none is marked, the first ones that were measured."""
    asked = [g for g in goals(desk) if desk.value(g.record, "headline")]
    shown = asked or [g for g in goals(desk) if g.readings]
    return [_tile(desk, g) for g in shown[:_HEADLINES]]


def _tile(desk: Desk, goal: Goal) -> Tile:
    say = desk.wording.say
    way = say(
        N_("from {baseline} to {target}"),
        baseline=amount(goal.baseline, goal.unit),
        target=amount(goal.target, goal.unit),
    )
    if not goal.readings:
        way = say(N_("{way}; nothing measured yet"), way=way)
    about = [("metric", goal.record.number), *(("measurement", n) for n in goal.numbers[-1:])]
    tied = desk.tied("", about)
    tone = tone_of(goal, desk.day, desk.value(goal.record, "due"))
    return Tile(desk.title(goal.record, 40), amount(goal.last, goal.unit), way, tone, tied.refs, tied.fresh)


def numbers(desk: Desk) -> Section | None:
    """Return the goals in numbers: the way of each, and those that the sponsor asked for as lines."""
    found = goals(desk)
    if desk.unit:
        found = [g for g in found if g.record.values.get("department") in (None, *desk.units)]
    if not found:
        return None
    say, lang = desk.wording.say, desk.wording.lang
    measured = [g for g in found if g.readings]
    reached = [g for g in found if g.share is not None and g.share >= 1]
    text = say(
        N_("{count} goals in numbers, {measured} measured, {reached} reached."),
        count=len(found), measured=len(measured), reached=len(reached),
    )  # fmt: skip
    said = [desk.sentence(text, (g.record for g in found))]
    silent = [g.record for g in found if not g.readings]
    if silent:
        said.append(
            desk.sentence(
                desk.wording.ngettext("{count} was never measured.", "{count} were never measured.", len(silent)),
                silent,
                "watch",
            )
        )
    aimless = [g.record for g in found if g.aimless and desk.value(g.record, "direction") != "hold"]
    if aimless:
        text = desk.wording.ngettext(
            "{count} has no way to go: baseline or target is missing, or both are the same.",
            "{count} have no way to go: baseline or target is missing, or both are the same.",
            len(aimless),
        )
        said.append(desk.sentence(text, aimless, "watch"))
    lines = [Figure(line_of(desk, g)) for g in found if len(g.readings) > 1][:_FIGURES]
    names = (N_("Goal"), N_("Baseline"), N_("Target"), N_("Last reading"), N_("Way gone"))
    rows = tuple(_row(desk, g) for g in found[:_ROWS])
    grid = Grid(tuple(map(lang.gettext, names)), rows, (34, 13, 13, 18, 12), more=max(0, len(found) - _ROWS))
    return Section("numbers", lang.gettext(N_("Goals in numbers")), (Sentences(tuple(said)), *lines, grid))


def _row(desk: Desk, goal: Goal) -> Row:
    gone = "–" if goal.share is None else f"{round(100 * goal.share)}%"
    last = amount(goal.last, goal.unit)
    if goal.readings:
        last = f"{last} · {goal.readings[-1][0].isoformat()}"
    name = f"{desk.ref('metric', goal.record.number)} {desk.title(goal.record, 50)}"
    tone = tone_of(goal, desk.day, desk.value(goal.record, "due"))
    fresh = desk.fresh(goal.record) or bool(desk.since and any(desk.since.has("measurement", n) for n in goal.numbers))
    cells = (name, amount(goal.baseline, goal.unit), amount(goal.target, goal.unit), last)
    return Row((*map(Cell, cells), Cell(gone, tone)), fresh)


def line_of(desk: Desk, goal: Goal) -> Series:
    """Return the readings of a goal as a line, its target beside it."""
    points = goal.readings[-_MOST:]
    names = tuple(day.isoformat() for day, _ in points)
    lines = [Line(Message(N_("Reading")), tuple(value for _, value in points))]
    if goal.target is not None:
        lines.append(Line(Message(N_("Target")), (goal.target,) * len(points)))
    marks: tuple[Mark, ...] = ()
    unit = goal.unit or Message(N_("Value"))
    title = desk.title(goal.record, 60)
    return Series("line", title, unit, len(points), desk.day, names, tuple(lines), marks)


def impact(desk: Desk) -> Section | None:
    """Return what changes for whom and what each gains; of one unit, where one is named."""
    found = desk.read("change_impact", order=(Order("size", descending=True),))
    if desk.unit:
        found = [r for r in found if desk.is_own(r, "department")]
    elif desk.audience.unit == "must":
        found = []
    if not found:
        return None
    say, lang = desk.wording.say, desk.wording.lang
    without = [r for r in found if not desk.value(r, "gain")]
    said = [
        Sentence(
            desk.wording.ngettext("{count} change is written down.", "{count} changes are written down.", len(found))
        )
    ]
    if without:
        text = say(N_("For {count} of them nobody has said what those concerned gain."), count=len(without))
        said.append(desk.sentence(text, without, "watch"))
    names = (N_("What changes"), N_("For whom"), N_("Today"), N_("Tomorrow"), N_("What they gain"))
    rows = tuple(
        Row(
            (
                Cell(f"{desk.ref('change_impact', r.number)} {desk.title(r, 60)}"),
                Cell(desk.wording.joined(t for n in ("department", "level") if (t := desk.text(r, n, 30))) or "–"),
                *(Cell(desk.text(r, n, 60) or "–") for n in ("today", "tomorrow", "gain")),
            ),
            desk.fresh(r),
        )
        for r in found[:_ROWS]
    )
    grid = Grid(tuple(map(lang.gettext, names)), rows, (24, 14, 22, 22, 20), more=max(0, len(found) - _ROWS))
    return Section("impact", lang.gettext(N_("What changes for whom")), (Sentences(tuple(said)), grid))
