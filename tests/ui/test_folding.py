"""Registers that a project does not use stay folded; one is brought out by hand, or by its first record."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.ui.area import areas
from govdesk.ui.context import View


@pytest.fixture
def page(window, context):
    context.open_view(View("milestone", Query("milestone", context.project)))
    return window.shell.pages.currentWidget()


def tabs(page):
    return [code for n, (code, face) in enumerate(page.faces.tabs) if page.tabs.isTabVisible(n) and not face]


def offered(page):
    return [a.text().replace("&", "") for a in page.folding.more.items.actions()]


def test_only_the_main_registers_stand_there_at_first(page):
    assert tabs(page) == ["milestone", "metric"]
    assert len(page.folding.folded) == 8
    assert set(offered(page)) >= {REGISTERS[c].about.plural for c in page.folding.folded}
    assert page.folding.more.isVisible()


def test_a_folded_register_is_brought_out_by_keyboard_and_stays_only_while_looked_at(page, context):
    QTest.keyClick(page.folding.more, Qt.Key.Key_Down)
    menu = page.folding.more.items
    assert menu.isVisible()
    menu.close()
    next(a for a in menu.actions() if a.text() == "Change impacts").trigger()
    assert tabs(page) == ["milestone", "metric", "change_impact"]
    assert context.view.register == "change_impact"
    context.open_view(View("metric", Query("metric", context.project)))
    assert tabs(page) == ["milestone", "metric"]


def test_a_register_with_a_record_is_unfolded_in_its_project_alone(page, context, wait_until):
    project = edit.create(context.workspace, "project", {"name": "门店数字化"})
    context.open_view(View("milestone", Query("milestone", project)))
    assert context.edit(lambda: edit.create(context.workspace, "training", {"project": project, "module": "收货"}))
    wait_until(lambda: "training" in tabs(page))
    other = edit.create(context.workspace, "project", {"name": "营销线上化"})
    context.open_view(View("milestone", Query("milestone", other)))
    assert tabs(page) == ["milestone", "metric"]


def test_tabs_that_find_no_room_stand_in_the_menu_and_the_current_one_stays(page, context, window, wait_until):
    project = context.project
    for code in ("training", "skill_need", "procedure", "change_impact", "budget_stage"):
        values = {"project": project, REGISTERS[code].about.title: "x"}
        edit.create(context.workspace, code, values)
    context.open_view(View("procedure", Query("procedure", project)))
    window.resize(980, 700)
    wait_until(lambda: "Training courses" in offered(page))
    assert "procedure" in tabs(page)
    assert page.tabs.currentIndex() == page.faces.tabs.index(("procedure", ""))
    shown = sum(page.tabs.tabRect(n).width() for n in range(page.tabs.count()) if page.tabs.isTabVisible(n))
    assert shown + page.folding.more.sizeHint().width() <= page.folding.line.width()


def test_no_area_shows_what_the_program_keeps_for_itself():
    shown = {code for area in areas(REGISTERS) for code in area.registers}
    assert shown == set(REGISTERS.shown())
    assert {"snapshot", "funnel", "funnel_step"} == set(REGISTERS) - shown
