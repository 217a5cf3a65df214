"""The parts of a report on ownership: the holes in the matrix, and the steps that are still to be done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from govdesk.i18n import N_
from govdesk.insight.ownership import read_board
from govdesk.insight.ownership_check import SETTING, Rules, head_findings, line_findings, loads
from govdesk.report.paper.document import Cell, Grid, Row, Section, Sentence, Sentences
from govdesk.store.query import Filter, Order, Query
from govdesk.store.setting import read_setting

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk
    from govdesk.store.query import Record

_MOST = 10
_SETTLED = ("done", "not_applicable")
_WORST = {"act": 0, "watch": 1}


def ownership(desk: Desk) -> Section | None:
    """Return what is wrong with who owns what, the worst first."""
    rules = Rules.load(read_setting(desk.session, SETTING))
    board = read_board(desk.session, desk.registers, Query("deliverable", desk.project), today=desk.day)
    if not board.lines:
        return None
    numbers = {line.id: line.number for line in board.lines}
    held = loads(board)
    found = [f for line in board.lines for f in line_findings(board, line, rules)]
    found += head_findings(board, rules, held)
    if desk.unit:
        found = [f for f in found if f.head in desk.units or any(head in desk.units for _, head in f.places)]
    found.sort(key=lambda f: _WORST.get(f.tone, 2))
    said = []
    for one in found[:_MOST]:
        lines = [one.line] if one.line else [line for line, _ in one.places]
        about = [("deliverable", numbers[i]) for i in lines if i in numbers]
        said.append(desk.tied(desk.wording.message(one.text), about, one.tone))
    if not said:
        text = desk.wording.say(N_("Every deliverable has one who decides and one who does it."))
        said = [Sentence(text, tone="good")]
    if len(found) > _MOST:
        more = len(found) - _MOST
        said.append(Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet"))
    late = [line for line in board.lines if line.overdue]
    if late:
        text = desk.wording.ngettext("{count} deliverable is overdue.", "{count} deliverables are overdue.", len(late))
        said.insert(0, desk.tied(text, [("deliverable", line.number) for line in late], "act"))
    return Section("ownership", desk.wording.lang.gettext(N_("Who owns what")), (Sentences(tuple(said)),))


def owed(desk: Desk) -> Section | None:
    """Return the steps that are still to be done, those past their day first; of one unit, where one is named."""
    open_ = (Filter("status", "none_of", _SETTLED),)
    found = desk.read("checklist_item", *open_, order=(Order("due"),))
    if desk.unit:
        people = desk.people_of_unit()
        found = [r for r in found if desk.is_own(r, "department") or desk.value(r, "owner") in people]
    elif desk.audience.unit == "must":
        found = []
    if not found:
        return None
    late = [r for r in found if (day := desk.value(r, "due")) is not None and day < desk.day]
    lang = desk.wording.lang
    said = [
        Sentence(
            desk.wording.ngettext(
                "{count} step is still to be done.", "{count} steps are still to be done.", len(found)
            )
        )
    ]
    if late:
        said.append(
            desk.sentence(
                desk.wording.ngettext(
                    "{count} of them is past its day.", "{count} of them are past their day.", len(late)
                ),
                late,
                "act",
            )
        )
    names = [N_("Step"), N_("Department"), *([N_("Owner")] if desk.audience.persons else []), N_("Due")]
    rows = tuple(_step(desk, r, desk.day) for r in found[:_MOST])
    widths = (44, 16, 12, 12) if desk.audience.persons else (54, 18, 12)
    grid = Grid(tuple(map(lang.gettext, names)), rows, widths, more=max(0, len(found) - _MOST))
    return Section("owed", lang.gettext(N_("To be done")), (Sentences(tuple(said)), grid))


def _step(desk: Desk, record: Record, today: dt.date) -> Row:
    due = desk.value(record, "due")
    tone = "act" if due is not None and due < today else ""
    owner = [Cell(desk.text(record, "owner") or "–")] if desk.audience.persons else []
    name = f"{desk.ref('checklist_item', record.number)} {desk.title(record, 70)}"
    cells = (
        Cell(name),
        Cell(desk.text(record, "department") or "–"),
        *owner,
        Cell(desk.text(record, "due") or "–", tone),
    )
    return Row(cells, desk.fresh(record))
