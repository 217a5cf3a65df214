"""The parts of a report that compare: units side by side and projects side by side, without a person among them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govdesk.i18n import N_
from govdesk.insight.ownership import read_board
from govdesk.insight.ownership_check import loads
from govdesk.report.paper.document import Cell, Grid, Row, Section, Sentence, Sentences
from govdesk.report.paper.pattern_section import light
from govdesk.store.query import Filter, Order, Query

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk

_MOST = 16
_SETTLED = ("done", "not_applicable")


def units(desk: Desk) -> Section | None:
    """Return what each unit carries, owes and says, in the order of the register."""
    board = read_board(desk.session, desk.registers, Query("deliverable", desk.project), today=desk.day, everyone=True)
    held = loads(board)
    undone = Counter(
        desk.value(r, "department")
        for r in desk.read("checklist_item", Filter("status", "none_of", _SETTLED))
        if (day := desk.value(r, "due")) is not None and day < desk.day
    )
    asked = Counter(desk.value(r, "department") for r in desk.read("request", Filter("answered", "empty")))
    made = []
    for head in board.heads:
        load = held[head.id]
        numbers = (load.accountable, load.responsible, load.overdue, undone[head.id], asked[head.id])
        if not any(numbers):
            continue
        cells = [Cell(desk.wording.user(head.name, 40)), *(Cell(str(n or "–")) for n in numbers[:2])]
        cells += [Cell(str(n or "–"), "act" if n else "") for n in numbers[2:4]]
        made.append(Row((*cells, Cell(str(numbers[4] or "–")))))
    if not made:
        return None
    lang = desk.wording.lang
    names = (
        N_("Unit"), N_("Accountable"), N_("Responsible"), N_("Overdue deliverables"), N_("Overdue steps"),
        N_("Requests without an answer"),
    )  # fmt: skip
    text = desk.wording.say(N_("In the order of the register; nothing here ranks anybody."))
    grid = Grid(
        tuple(map(lang.gettext, names)),
        tuple(made[:_MOST]),
        (30, 12, 12, 14, 12, 14),
        more=max(0, len(made) - _MOST),
    )
    title = lang.gettext(N_("Units compared"))
    return Section("units", title, (Sentences((Sentence(text, tone="quiet"),)), grid))


def projects(desk: Desk) -> Section | None:
    """Return the projects of the workspace side by side, in the order of their numbers; nothing where there is only one."""
    found = desk.read("project", order=(Order("number"),))
    if len(found) < 2 or desk.project:  # noqa: PLR2004 - one project has nothing beside it
        return None
    lang, say = desk.wording.lang, desk.wording.say
    lights = {d.project: light(desk, (d,)) for d in desk.diagnoses}
    rows = []
    for record in found[:_MOST]:
        state = lights.get(record.id)
        ahead = desk.read(
            "milestone", Filter("actual", "empty"), Filter("project", "any_of", (record.id,)),
            Filter("status", "none_of", ("dropped",)), order=(Order("planned"),), limit=1,
        )  # fmt: skip
        next_one = "–"
        if ahead:
            next_one = (
                f"{desk.ref('milestone', ahead[0].number)} {desk.title(ahead[0], 30)} {desk.text(ahead[0], 'planned')}"
            )
        cells = (
            Cell(f"{desk.ref('project', record.number)} {desk.title(record, 40)}"),
            Cell(desk.text(record, "stage") or "–"),
            Cell(state.word if state else say(N_("not judged")), state.tone if state else "quiet"),
            Cell(str(state.acts) if state else "–"),
            Cell(next_one),
        )
        rows.append(Row(cells, desk.fresh(record)))
    names = (N_("Project"), N_("Stage"), N_("Status"), N_("Patterns to act on"), N_("Next milestone"))
    grid = Grid(tuple(map(lang.gettext, names)), tuple(rows), (28, 12, 12, 14, 30), more=max(0, len(found) - _MOST))
    return Section("projects", lang.gettext(N_("Projects side by side")), (grid,))
