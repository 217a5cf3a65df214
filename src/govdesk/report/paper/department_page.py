"""A page for each department: what it owns, asks, gave, was promised and owes, and how its people feel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import N_
from govdesk.insight.department_sheet import MOODS, DepartmentSheet, department_sheet
from govdesk.insight.unit import beneath
from govdesk.progress import Progress, silent
from govdesk.report.paper.document import Block, Cell, Document, Grid, Row, Section, Sentence, Sentences, Tile, Tiles
from govdesk.report.paper.steering import ReportOrder, finished, make_desk
from govdesk.report.series import told
from govdesk.store.query import Filter, Record

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.report.paper.desk import Desk

_OWNS, _ASKS, _OWES, _OTHERS = 10, 5, 6, 4


def build_pages(
    session: Session, registers: Registers, order: ReportOrder, departments: Sequence[str], progress: Progress = silent
) -> Document:
    """Return a document with a page for each department, in the order given."""
    desk = make_desk(session, registers, replace(order, unit=departments[0] if len(departments) == 1 else ""))
    sections = []
    for place, identity in enumerate(departments):
        progress(place, len(departments))
        desk.unit, desk.units = identity, beneath(session, registers, identity)
        sections.append(department_page(desk))
    if len(departments) > 1:
        desk.unit, desk.units = "", frozenset()
    return finished(desk, tuple(sections), desk.wording.lang.gettext(N_("Department pages")))


def department_page(desk: Desk) -> Section:
    """Return the page of the desk's unit."""
    sheet = department_sheet(desk.session, desk.registers, desk.project, desk.unit, desk.day)
    lang, say = desk.wording.lang, desk.wording.say
    blocks: list[Block] = [_numbers(desk, sheet)]
    if sheet.leader and desk.audience.persons:
        blocks.append(Sentences((Sentence(say(N_("Head: {name}"), name=sheet.leader), tone="quiet"),)))
    blocks.append(_owns(desk, sheet))
    asks = [Sentence(f"“{desk.wording.user(text, 110)}”") for text in sheet.asks[:_ASKS]]
    if not sheet.quoted:
        asks = [Sentence(say(N_("Too few spoke to quote them without showing who they are.")), tone="quiet")]
    elif not asks:
        asks = [Sentence(say(N_("Nothing waits for an answer.")), tone="quiet")]
    blocks.append(Sentences(tuple(asks), lang.gettext(N_("Asks"))))
    for register, title, field in (
        ("request", N_("Asked for formally"), "department"),
        ("contribution", N_("Gave"), "department"),
        ("commitment", N_("Was promised"), "towards"),
    ):
        found = desk.read(register, Filter(field, "any_of", tuple(sorted(desk.units))))
        if found:
            items = [desk.sentence(_line(desk, r, register), [r]) for r in found[:_OTHERS]]
            if len(found) > _OTHERS:
                more = len(found) - _OTHERS
                items.append(
                    Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet")
                )
            blocks.append(Sentences(tuple(items), lang.gettext(title)))
    blocks.append(_owes(desk, sheet))
    return Section("department", desk.wording.user(sheet.name, 60) or "–", tuple(blocks), alone=True)


def _line(desk: Desk, record: Record, register: str) -> str:
    further = {"request": "status", "contribution": "contribution", "commitment": "status"}[register]
    words = desk.text(record, further, 60)
    return desk.wording.joined(t for t in (desk.title(record), words) if t)


def _numbers(desk: Desk, sheet: DepartmentSheet) -> Tiles:
    gettext = desk.wording.lang.gettext
    counts = {x: sum(x in p.letters for p in sheet.owns) for x in "AR"}
    late = sum(p.late for p in sheet.owns) + sum(d.late for d in sheet.owes)
    moods = " · ".join(f"{gettext(m)} {told(n)}" for m, n in zip(MOODS, sheet.moods, strict=True))
    return Tiles(
        (
            Tile(gettext(N_("Accountable")), str(counts["A"])),
            Tile(gettext(N_("Responsible")), str(counts["R"])),
            Tile(gettext(N_("Overdue")), str(late), tone="act" if late else "good"),
            Tile(gettext(N_("Voices")), told(sheet.voices), moods),
        )
    )


def _owns(desk: Desk, sheet: DepartmentSheet) -> Block:
    lang, say = desk.wording.lang, desk.wording.say
    if not sheet.owns:
        text = say(N_("It holds no letter in any deliverable."))
        return Sentences((Sentence(text, tone="quiet"),), lang.gettext(N_("Owns")))
    names = (N_("RACI"), N_("Deliverable"), N_("Wave"), N_("Due"))
    rows = tuple(
        Row(
            (
                Cell(" ".join(p.letters)),
                Cell(desk.wording.user(p.name, 60)),
                Cell(desk.wording.user(p.wave, 10) or "–"),
                Cell(p.due.isoformat() if p.due else "–", "act" if p.late else ""),
            )
        )
        for p in sheet.owns[:_OWNS]
    )
    title = lang.gettext(N_("Owns"))
    return Grid(tuple(map(lang.gettext, names)), rows, (9, 40, 22, 18), title, max(0, len(sheet.owns) - _OWNS))


def _owes(desk: Desk, sheet: DepartmentSheet) -> Sentences:
    lang, say = desk.wording.lang, desk.wording.say
    items = []
    for debt in sheet.owes[:_OWES]:
        words = say(N_("Answer to {record}"), record=debt.text) if debt.answer else desk.wording.user(debt.text, 90)
        if debt.due is not None:
            words = say(N_("{what} (due on {day})"), what=words, day=debt.due.isoformat())
        items.append(Sentence(words, tone="act" if debt.late else ""))
    if len(sheet.owes) > _OWES:
        more = len(sheet.owes) - _OWES
        items.append(Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet"))
    if not items:
        items.append(Sentence(say(N_("Nothing is open with its people.")), tone="quiet"))
    return Sentences(tuple(items), lang.gettext(N_("Owes")))
