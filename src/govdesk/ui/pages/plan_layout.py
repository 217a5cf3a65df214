"""The lines of the mitigation plan: a head for each checklist, owner or week, and under it the steps."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from govdesk.i18n import N_, Message
from govdesk.insight.worklist import Group, Plan, Step, by_owner, by_week, monday

HEAD, STEP, TITLES = 58, 34, 28
GROUPINGS = ("checklist", "owner", "week")
#: The fields of a step that stand in columns, from left to right.
COLUMNS = ("step", "owner", "due", "evidence", "verified_by")
LEFT, BOX = 16, 18
#: The share of the width that a column takes, and the least and the most of it.
_SHARES = {
    "owner": (0.12, 72, 150),
    "due": (0.13, 92, 108),
    "evidence": (0.15, 72, 260),
    "verified_by": (0.16, 92, 150),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line.

    Args:
        top: Where it begins, from the top of all lines.
        plan: The checklist of a head; None where the head is an owner or a week.
        step: The step; None on a head.
        title: What a head says.
        note: What a head says below, or which checklist a step belongs to where it does not stand under it.
        done: How much of a head's steps is done, and of how many; of an owner or a week, how many are late.
    """

    top: int
    plan: Plan | None = None
    step: Step | None = None
    title: Message | str = ""
    note: Message | str = ""
    done: int = 0
    count: int = 0

    @property
    def height(self) -> int:
        """How high it is."""
        return HEAD if self.step is None else STEP

    @property
    def key(self) -> tuple[str, str]:
        """Register and id of what it shows; two empty texts for an owner or a week."""
        if self.step is not None:
            return "checklist_item", self.step.id
        return ("checklist", self.plan.id) if self.plan is not None else ("", "")


def columns(width: int) -> dict[str, tuple[int, int]]:
    """Return where each column of the steps begins in so wide a view, and how wide it is; the step takes what is left."""
    wide = {n: max(least, min(round(width * share), most)) for n, (share, least, most) in _SHARES.items()}
    left = LEFT + BOX + 12
    made = {"step": (left, max(60, width - left - sum(wide.values())))}
    at_ = left + made["step"][1]
    for name, room in wide.items():
        made[name] = (at_, room)
        at_ += room
    return made


def lines(plans: Sequence[Plan], grouping: str, today: dt.date) -> list[Line]:
    """Return the lines from top to bottom."""
    made: list[Line] = []
    top = 0

    def add(line: Line) -> None:
        nonlocal top
        made.append(line)
        top += line.height

    if grouping == "checklist":
        for plan in plans:
            add(Line(top, plan, title=plan.title, note=plan.target_title, done=plan.done, count=len(plan.counted)))
            for step in plan.steps:
                add(Line(top, plan, step))
        return made
    by_id = {p.id: p for p in plans}
    for group in by_owner(plans) if grouping == "owner" else by_week(plans):
        late = sum(s.late(today) for s in group.steps)
        add(Line(top, title=_title(group, grouping, today), note=_note(late), done=late, count=len(group.steps)))
        for step in group.steps:
            add(Line(top, by_id[step.checklist], step, note=by_id[step.checklist].title))
    return made


def at(found: Sequence[Line], y: float) -> Line | None:
    """Return the line at a height; None below the last."""
    place = bisect_right([line.top for line in found], y) - 1
    line = found[place] if 0 <= place < len(found) else None
    return line if line is not None and y < line.top + line.height else None


def _title(group: Group, grouping: str, today: dt.date) -> Message | str:
    if grouping == "owner":
        gone = any(s.owner_left for s in group.steps)
        left = Message(N_("{name} (has left)"), {"name": group.name})
        return (left if gone else group.name) if group.name else Message(N_("Nobody yet"))
    if group.week is None:
        return Message(N_("Without a date"))
    weeks = (group.week - monday(today)).days // 7
    span = {"from": group.week.isoformat(), "to": (group.week + dt.timedelta(days=6)).isoformat()}
    if weeks == 0:
        return Message(N_("This week, {from} to {to}"), span)
    if weeks == 1:
        return Message(N_("Next week, {from} to {to}"), span)
    return Message(N_("Week of {from} to {to}"), span)


def _note(late: int) -> Message | str:
    return Message(N_("Overdue: {count}"), {"count": late}) if late else ""
