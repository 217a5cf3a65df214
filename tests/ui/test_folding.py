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
    assert len(offered(page)) == len(page.folding.folded) == 8
    assert page.folding.more.isVisible()


def test_a_folded_register_is_brought_out_by_keyboard_and_stays_only_while_looked_at(page, context):
    QTest.keyClick(page.folding.more, Qt.Key.Key_Down)
    menu = page.folding.more.items
    assert menu.isVisible()
    menu.close()
    menu.actions()[1].trigger()
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


def test_no_area_shows_what_the_program_keeps_for_itself():
    shown = {code for area in areas(REGISTERS) for code in area.registers}
    assert shown == set(REGISTERS.shown())
    assert {"snapshot", "funnel", "funnel_step"} == set(REGISTERS) - shown
