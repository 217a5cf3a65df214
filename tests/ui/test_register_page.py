"""The page of an area in the window: tabs, table, filters, empty states, and new records."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Filter, Order, Query
from govdesk.ui.context import View
from govdesk.ui.draft import Drafts
from govdesk.ui.inspector import Inspector


@pytest.fixture
def page(window, context):
    def show(code, **how):
        project = context.project if REGISTERS[code].in_project else None
        context.open_view(View(code, Query(code, project, **how)))
        return window.shell.pages.currentWidget()

    return show


def names(page, field):
    return [r.values[field] for r in page.model.records(0, page.model.rowCount() - 1)]


def buttons(page):
    return {b.accessibleName(): b for b in page.empty.findChildren(QPushButton)}


def test_a_register_is_shown_with_its_words_and_count(page):
    found = page("stakeholder")
    assert found._title.text() == "Stakeholders"
    assert found._purpose.text() == REGISTERS["stakeholder"].about.purpose
    assert names(found, "name") == ["王敏", "李国强"]
    assert found.filters.count.text() == "2 rows"
    assert found._stack.currentWidget() is found.table


def test_a_tab_opens_its_register_as_it_was_left(page, context):
    found = page("risk", order=(Order("title"),))
    found.tabs.setCurrentIndex(found.faces.tabs.index(("checklist", "")))
    assert context.view.register == "checklist"
    found.tabs.setCurrentIndex(0)
    assert context.view.query.order == (Order("title"),)


def test_nothing_yet_says_what_belongs_here_and_adds_the_first(page, context, window):
    found = page("risk")
    assert found._stack.currentWidget() is found.empty
    assert found.empty._words.text() == REGISTERS["risk"].about.empty
    assert found.empty._title.text() == "No risks yet"
    assert found.new.text().strip() == "New risk"
    assert "Import a spreadsheet" in buttons(found)
    buttons(found)["Add the first one"].click()
    inspector = window.findChild(Inspector)
    row = inspector._form.rows["title"]
    row.editor.show_text("一线弃用")
    row.editor.edited.emit()
    row.editor.taken.emit("")
    assert names(found, "title") == ["一线弃用"]
    assert found._stack.currentWidget() is found.table
    assert found.table.current_record().values["title"] == "一线弃用"
    assert inspector._record.values["project"] == context.project


def test_nothing_matches_offers_to_clear(page, context):
    found = page("stakeholder", search="nobody")
    assert found._stack.currentWidget() is found.empty
    buttons(found)["Clear the filters"].click()
    assert found.model.rowCount() == 2
    assert found._stack.currentWidget() is found.table


def test_a_chosen_row_fills_the_inspector(page, context, window, wait_until):
    found = page("stakeholder")
    found.table.setCurrentIndex(found.model.index(1, 0))
    wait_until(lambda: context.selection[0] == "stakeholder")
    assert window.findChild(Inspector).head.title.text() == "李国强"


def test_an_area_comes_back_with_its_record(page, context, window, wait_until):
    found = page("stakeholder")
    found.table.setCurrentIndex(found.model.index(1, 1))
    wait_until(lambda: context.selection[1])
    left = context.selection
    window.shell.area_chosen.emit("feedback")
    assert context.selection == ("", "")
    window.shell.area_chosen.emit("stakeholders")
    wait_until(lambda: context.selection == left, "the record that was left")


def test_a_click_on_the_current_row_shows_its_record_again(page, context, wait_until):
    found = page("stakeholder")
    found.table.setCurrentIndex(found.model.index(1, 1))
    wait_until(lambda: context.selection[1])
    left = context.selection
    found.add()
    assert context.selection == ("stakeholder", "")
    place = found.table.visualRect(found.model.index(1, 1)).center()
    QTest.mouseClick(found.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    wait_until(lambda: context.selection == left, "the record of the current row")


def test_an_edit_in_the_inspector_is_seen_in_the_table_and_undone_in_both(page, context, window, wait_until):
    found = page("stakeholder")
    found.table.setCurrentIndex(found.model.index(0, 0))
    wait_until(lambda: context.selection[1])
    row = window.findChild(Inspector)._form.rows["title"]
    row.editor.show_text("店长")
    row.editor.edited.emit()
    row.editor.taken.emit("")
    column = [f.name for f in found.model.columns].index("title")
    assert found.model.index(0, column).data() == "店长"
    history.undo(context.workspace)
    assert found.model.index(0, column).data() == ""
    assert row.editor.text() == ""


def test_a_record_selected_elsewhere_becomes_the_current_row(page, context):
    found = page("stakeholder")
    identity = found.model.record(1).id
    context.select("stakeholder", identity)
    assert found.table.current_record().id == identity


def test_the_selection_stays_with_its_record_when_rows_come_and_go(page, context, wait_until):
    found = page("stakeholder")
    found.table.setCurrentIndex(found.model.index(1, 2))
    wait_until(lambda: context.selection[1])
    edit.remove(context.workspace, "stakeholder", [found.model.record(0).id])
    assert found.table.current_record().values["name"] == "李国强"
    assert found.table.currentIndex().row() == 0
    history.undo(context.workspace)
    assert found.table.current_record().values["name"] == "李国强"
    assert found.table.currentIndex().row() == 1


def test_a_header_sorts_up_then_down_then_not_at_all(page, context):
    found = page("stakeholder")
    column = [f.name for f in found.model.columns].index("name")
    orders = []
    for _ in range(3):
        found.table.horizontalHeader().sectionClicked.emit(column)
        orders.append(names(found, "name"))
    assert orders == [["李国强", "王敏"], ["王敏", "李国强"], ["王敏", "李国强"]]
    assert context.view.query.order == ()


def test_columns_are_chosen_moved_and_remembered(page, context):
    found = page("stakeholder")
    found._set_columns(["name", "power", "number"])
    assert context.columns == ("name", "power", "number")
    found.table.horizontalHeader().moveSection(2, 0)
    assert context.columns == ("number", "name", "power")
    assert [found.model.headerData(i, Qt.Orientation.Horizontal) for i in range(3)] == [
        context.say(f.label) for f in found.model.columns
    ]
    page("feedback")
    page("stakeholder")
    assert [f.name for f in found.model.columns] == ["number", "name", "power"]
    found._reset_columns()
    assert [f.name for f in found.model.columns] == [f.name for f in REGISTERS["stakeholder"].fields() if f.main]


def test_a_new_record_takes_what_the_filter_says(page, context):
    found = page("stakeholder", filters=(Filter("level", "any_of", ("frontline",)),))
    found.add()
    assert Drafts.of(context).new("stakeholder")["level"] == "frontline"


def test_an_unfinished_record_is_kept_and_reminded_of(page, context, window):
    found = page("stakeholder")
    found.add()
    Drafts.of(context).set_new("stakeholder", "title", "店长")
    context.select("stakeholder", found.model.record(0).id)
    assert not found._unfinished.isHidden()
    found.add()
    assert found._unfinished.isHidden()
    assert window.findChild(Inspector)._form.rows["title"].editor.text() == "店长"


def test_another_language_keeps_the_view_and_the_half_typed_text(page, context, window, wait_until):
    from dataclasses import replace

    found = page("stakeholder")
    context.select("stakeholder", found.model.record(1).id)
    row = window.findChild(Inspector)._form.rows["title"]
    row.editor.show_text("总监")
    row.editor.edited.emit()
    window.apply(replace(context.settings, language="zh"))
    wait_until(lambda: window.shell.pages.currentWidget() is not found)
    other = window.shell.pages.currentWidget()
    assert other._title.text() == "干系人"
    assert other.model.record(1).values["title"] == "总监"
