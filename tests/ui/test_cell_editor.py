"""What is typed into a cell is written though the rows become others by it, and the view lets go of its editor once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from govdesk.registers import REGISTERS
from govdesk.store.query import Query, find
from govdesk.ui.table_model import TableModel
from govdesk.ui.table_view import TableView
from govdesk.ui.writer import Writer

COLUMNS = ("statement", "anonymous", "reply")


@pytest.fixture
def table(context, open_workspace, app):
    model = TableModel(context)
    view = TableView(context, model)
    view.resize(900, 400)
    model.show_query(Query("feedback"), [REGISTERS["feedback"].field(n) for n in COLUMNS])
    view.show()
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.setFocus()
    yield view
    view.close()
    view.deleteLater()


def open_cell(table, name):
    table.setCurrentIndex(table.model().index(0, COLUMNS.index(name)))
    table.edit_current()
    found = QApplication.focusWidget()
    assert found is not table
    return found


def wanted(told):
    return [t for t in told if "does not belong" in t or "QAbstractItemView" in t]


def test_a_voice_turned_nameless_in_the_table_is_another_row_and_the_editor_is_let_go_once(table, context, told_by_qt):
    box = open_cell(table, "anonymous")
    QTest.keyClick(box, Qt.Key.Key_Space)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert context.ask.asked
    assert table.model().record(0).values["anonymous"] is True
    assert wanted(told_by_qt) == []
    assert table.state() == TableView.State.NoState


def test_an_editor_whose_row_went_elsewhere_is_given_up_without_ado(table, context, told_by_qt):
    box = open_cell(table, "statement")
    Writer.of(context).change("feedback", [table.model().record(0).id], {"anonymous": True}, print)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert wanted(told_by_qt) == []
    assert table.state() == TableView.State.NoState


def test_a_cell_that_the_view_commits_is_written_when_the_view_is_done_with_it(table, context, app, told_by_qt):
    first = table.model().record(0).id
    open_cell(table, "statement").setPlainText("新的话")
    heard = []
    leave = context.workspace.subscribe(heard.append)
    table.commitData(table.indexWidget(table.currentIndex()))
    assert heard == []
    app.processEvents()
    leave()
    assert len(heard) == 1
    with context.workspace.read() as session:
        assert find(session, REGISTERS, "feedback", first).values["statement"] == "新的话"
    assert wanted(told_by_qt) == []
