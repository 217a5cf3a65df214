"""The table under the hand: keys move as in Excel, cells are edited in place, blocks are copied and pasted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from govdesk.registers import REGISTERS
from govdesk.store import history
from govdesk.store.query import Query
from govdesk.store.standing import Hindrance
from govdesk.ui.table_model import TableModel
from govdesk.ui.table_view import TableView

EDITING = QAbstractItemView.State.EditingState
COLUMNS = ("number", "title", "due", "status", "owner", "probability")


@pytest.fixture
def table(context, filled, app):
    model = TableModel(context)
    view = TableView(context, model)
    view.resize(1200, 500)
    model.show_query(Query("risk"), [REGISTERS["risk"].field(n) for n in COLUMNS])
    view.show()
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    view.setFocus()
    yield view
    view.close()
    view.deleteLater()


def at(table, row, name):
    table.setCurrentIndex(table.model().index(row, COLUMNS.index(name)))


def here(table):
    return table.currentIndex().row(), COLUMNS[table.currentIndex().column()]


def value(table, row, name):
    return table.model().record(row).values[name]


def select(table, top, left, bottom, right):
    model = table.model()
    first, last = model.index(top, COLUMNS.index(left)), model.index(bottom, COLUMNS.index(right))
    table.setCurrentIndex(first)
    table.selectionModel().select(QItemSelection(first, last), QItemSelectionModel.SelectionFlag.ClearAndSelect)


def typed(table, text):
    """Type a text into the open editor, as an input method does."""
    widget = QApplication.focusWidget()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def press(table, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or table, key, modifier)


def test_enter_and_tab_move_as_in_excel(table):
    at(table, 0, "title")
    press(table, Qt.Key.Key_Tab)
    assert here(table) == (0, "due")
    press(table, Qt.Key.Key_Tab)
    press(table, Qt.Key.Key_Return)
    assert here(table) == (1, "title")
    press(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert here(table) == (0, "title")
    at(table, 0, "probability")
    press(table, Qt.Key.Key_Tab)
    assert here(table) == (1, "number")
    press(table, Qt.Key.Key_Backtab)
    assert here(table) == (0, "probability")


def test_typing_replaces_and_enter_saves_and_goes_down(table):
    at(table, 0, "title")
    press(table, Qt.Key.Key_A)
    assert table.state() == EDITING
    typed(table, "：数据对不上")
    press(table, Qt.Key.Key_Return)
    assert value(table, 0, "title") == "a：数据对不上"
    assert here(table) == (1, "title")
    assert table.state() != EDITING


def test_f2_goes_on_with_what_stands_there(table):
    at(table, 0, "title")
    press(table, Qt.Key.Key_F2)
    typed(table, "!")
    press(table, Qt.Key.Key_Tab)
    assert value(table, 0, "title") == "标题 0!"
    assert here(table) == (0, "due")


def test_escape_takes_it_back(table):
    at(table, 0, "title")
    press(table, Qt.Key.Key_F2)
    typed(table, "nonsense")
    press(table, Qt.Key.Key_Escape)
    assert value(table, 0, "title") == "标题 0"
    assert table.state() != EDITING


def test_what_does_not_fit_stays_open_then_stays_in_sight(table, context):
    at(table, 0, "due")
    press(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("soon")
    press(table, Qt.Key.Key_Return)
    assert table.state() == EDITING
    assert editor.property("invalid")
    table.setFocus()
    assert table.model().index(0, COLUMNS.index("due")).data(Qt.ItemDataRole.EditRole) == "soon"
    assert str(value(table, 0, "due")) == "2026-05-12"
    at(table, 0, "due")
    press(table, Qt.Key.Key_F2)
    assert QApplication.focusWidget().text() == "soon"
    QApplication.focusWidget().setText("2026/12/1")
    press(table, Qt.Key.Key_Return)
    assert str(value(table, 0, "due")) == "2026-12-01"
    assert not table.model().drafts.any_unfit


def test_a_choice_is_typed_by_its_first_letters(table):
    at(table, 0, "status")
    press(table, Qt.Key.Key_W)
    press(table, Qt.Key.Key_Return)
    assert value(table, 0, "status") == "watching"


def test_f2_opens_the_list_of_a_choice_and_it_stays_open(table):
    at(table, 0, "status")
    press(table, Qt.Key.Key_F2)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert table.state() == EDITING
    listed = popup.findChild(QAbstractItemView)
    QTest.keyClick(listed, Qt.Key.Key_End)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert value(table, 0, "status") == "occurred"
    assert table.state() != EDITING


def test_a_scale_takes_number_keys(table):
    at(table, 0, "probability")
    press(table, Qt.Key.Key_5)
    press(table, Qt.Key.Key_Return)
    assert value(table, 0, "probability") == 5


def test_typing_into_long_text_replaces_all_of_it(table):
    model = table.model()
    model.show_columns([REGISTERS["risk"].field("cause")])
    table.setCurrentIndex(model.index(0, 0))
    press(table, Qt.Key.Key_X)
    press(table, Qt.Key.Key_Return)
    assert model.record(0).values["cause"] == "x"


def test_the_space_bar_turns_a_flag(table, context):
    model = table.model()
    model.show_query(Query("deliverable"), [REGISTERS["deliverable"].field("integration")])
    table.setCurrentIndex(model.index(1, 0))
    before = model.record(1).values["integration"]
    press(table, Qt.Key.Key_Space)
    assert model.record(1).values["integration"] is not before


def test_delete_clears_but_keeps_what_is_needed(table, context):
    said = []
    context.noticed.connect(said.append)
    select(table, 0, "title", 1, "due")
    press(table, Qt.Key.Key_Delete)
    assert [value(table, r, "due") for r in range(3)][:2] == [None, None]
    assert value(table, 0, "title") == "标题 0"
    assert any("Title" in s for s in said)
    history.undo(context.workspace)
    assert str(value(table, 1, "due")) == "2026-06-01"


def test_fill_down_is_one_operation(table, context):
    select(table, 0, "title", 2, "title")
    press(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [value(table, r, "title") for r in range(3)] == ["标题 0"] * 3
    history.undo(context.workspace)
    assert value(table, 2, "title") == "标题 2"


def test_ctrl_enter_fills_all_selected_rows(table):
    select(table, 0, "title", 2, "title")
    press(table, Qt.Key.Key_F2)
    QApplication.focusWidget().setText("Same")
    press(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [value(table, r, "title") for r in range(3)] == ["Same"] * 3


def test_copy_gives_the_block_as_excel_reads_it(table):
    select(table, 0, "number", 1, "status")
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == "RSK-0001\t标题 0\t2026-05-12\tOpen\nRSK-0002\t标题 1\t2026-06-01\tBeing treated"


def test_paste_reads_like_an_import_and_is_one_operation(table, context, filled):
    at(table, 1, "title")
    QGuiApplication.clipboard().setText(
        "New one\t2026年12月3日\t关闭\t标题 2\t高\nAnother\t\twatching\t\t3\nThird\t2027-01-02\t\t\t"
    )
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert value(table, 1, "title") == "New one"
    assert str(value(table, 1, "due")) == "2026-12-03"
    assert value(table, 1, "status") == "closed"
    assert value(table, 1, "owner") == filled["stakeholder"][2]
    assert value(table, 1, "probability") == 4
    assert value(table, 2, "due") is None
    assert table.model().rowCount() == 3
    history.undo(context.workspace)
    assert value(table, 1, "title") == "标题 1"
    assert str(value(table, 2, "due")) == "2026-11-03"


def test_rows_pasted_below_the_last_are_new(table, context, filled):
    context.project = filled["project"][0]
    at(table, 2, "title")
    QGuiApplication.clipboard().setText("Two\t2026-12-01\nThree\t2026-12-02")
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert table.model().rowCount() == 4
    assert value(table, 3, "title") == "Three"
    assert value(table, 3, "status") == "open"
    assert value(table, 3, "project") == filled["project"][0]


@pytest.mark.parametrize("agrees", [True, False])
def test_a_paste_with_misfits_asks_and_leaves_them_out_only_if_agreed(table, context, answers, agrees):
    answers.confirms = agrees
    at(table, 0, "title")
    QGuiApplication.clipboard().setText("Good\tsome day\tOpen\tnobody at all")
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert answers.asked == ["2 cells do not fit. Paste the rest without them?"]
    assert value(table, 0, "title") == ("Good" if agrees else "标题 0")
    assert str(value(table, 0, "due")) == "2026-05-12"


def test_a_paste_obeys_the_rules_of_the_register(table, answers):
    at(table, 0, "title")
    QGuiApplication.clipboard().setText("\t2027-01-01")
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(answers.asked) == 1
    assert answers.said == []
    assert value(table, 0, "title") == "标题 0"
    assert str(value(table, 0, "due")) == "2027-01-01"


def test_one_cell_pasted_over_many_fills_them(table):
    select(table, 0, "status", 2, "status")
    QGuiApplication.clipboard().setText("Closed")
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [value(table, r, "status") for r in range(3)] == ["closed"] * 3


def test_the_same_block_again_changes_nothing(table, context):
    select(table, 0, "number", 2, "probability")
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    with context.workspace.read() as session:
        before = len(history.operations(session))
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    with context.workspace.read() as session:
        assert len(history.operations(session)) == before


def test_ctrl_delete_removes_the_selected_rows_and_undo_brings_them_back(table, context):
    ids = [r.id for r in table.model().records(0, 2)]
    select(table, 0, "title", 1, "due")
    press(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert [r.id for r in table.model().records(0, 2)] == ids[2:]
    history.undo(context.workspace)
    assert [r.id for r in table.model().records(0, 2)] == ids


def test_nothing_is_written_to_a_workspace_for_reading(table, context):
    context.workspace.hindrance = Hindrance("asked")
    select(table, 0, "title", 1, "due")
    QGuiApplication.clipboard().setText("x")
    for key, modifier in ((Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier),
                          (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)):  # fmt: skip
        press(table, key, modifier)
    assert [value(table, r, "title") for r in range(3)] == ["标题 0", "标题 1", "标题 2"]


def test_many_rows_are_read_and_written_beside_the_window(table, context, monkeypatch, wait_until):
    monkeypatch.setattr("govdesk.ui.block._BESIDE", 1)
    monkeypatch.setattr("govdesk.ui.writer._MANY", 1)
    select(table, 0, "title", 2, "title")
    press(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: QGuiApplication.clipboard().text() == "标题 0\n标题 1\n标题 2")
    press(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: value(table, 2, "title") == "标题 0")
    QGuiApplication.clipboard().setText("a\nb\nc")
    press(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: value(table, 2, "title") == "c")
    press(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    wait_until(lambda: table.model().rowCount() == 0)
    history.undo(context.workspace)
    assert table.model().rowCount() == 3
