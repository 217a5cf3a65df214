"""The responsibility matrix in the window: letters typed, clicked, filled, pasted; warnings opened; each gesture undone whole."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Filter, Query, count, rows
from govdesk.store.query import records as records_of
from govdesk.ui.context import View
from govdesk.ui.pages.matrix_painter import handle, spanned
from govdesk.ui.pages.matrix_rule import RuleDialog

NAMES = ("信息部", "营运部", "培训部")
LINES = (("接口", "第一批"), ("盘点", "第一批"), ("会员", "第二批"))


@pytest.fixture
def ids(open_workspace):
    """Three departments and three deliverables in two waves; one A stands."""
    made = {n: edit.create(open_workspace, "department", {"name": n}) for n in NAMES}
    with open_workspace.read() as session:
        keys = rows(session, REGISTERS, Query("project"))
        made["p"] = records_of(session, REGISTERS, "project", keys)[0].id
    for name, wave in LINES:
        made[name] = edit.create(open_workspace, "deliverable", {"name": name, "wave": wave, "project": made["p"]})
    values = {"project": made["p"], "deliverable": made["接口"], "department": made["信息部"], "role": "A"}
    edit.create(open_workspace, "responsibility", values)
    return made


@pytest.fixture
def face(ids, make_window, context, wait_until):
    window = make_window()
    context.open_view(View("deliverable", Query("deliverable", ids["p"]), "matrix"))
    page = window.shell.pages.currentWidget()
    found = page.faces._shown
    wait_until(lambda: found.grid.board.lines, "the board")
    found._everyone.setChecked(True)
    wait_until(lambda: len(found.grid.board.heads) == 3, "all departments")
    found.grid.move_to(1, 0)
    return found


@pytest.fixture
def letters(face, ids):
    def read(line, head):
        return face.grid.board.cell(ids[line], ids[head]).letters

    return read


def press(face, key, text="", modifiers=Qt.KeyboardModifier.NoModifier):
    face.grid.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, modifiers, text))


def stored(context):
    with context.workspace.read() as session:
        return count(session, REGISTERS, Query("responsibility"))


def centre(face, row, column):
    return face.grid.layout_.rect(row, column).center()


def click(face, row, column):
    QTest.mouseClick(face.grid.viewport(), Qt.MouseButton.LeftButton, pos=centre(face, row, column))


def test_the_cursor_begins_on_the_first_deliverable(ids, make_window, context, wait_until):
    window = make_window()
    context.open_view(View("deliverable", Query("deliverable", ids["p"]), "matrix"))
    grid = window.shell.pages.currentWidget().faces._shown.grid
    wait_until(lambda: grid.layout_.rows, "the rows")
    assert grid.scene.cursor == (1, 0)


def test_lines_stand_by_wave_under_their_headings(face):
    rows_ = face.grid.layout_.rows
    assert [(r.wave, r.line.name if r.line else "") for r in rows_] == [
        ("第一批", ""), ("第一批", "接口"), ("第一批", "盘点"), ("第二批", ""), ("第二批", "会员"),
    ]  # fmt: skip


def test_a_typed_letter_is_written_and_undone(face, context, letters, wait_until):
    press(face, Qt.Key.Key_R, "r")
    assert letters("接口", "信息部") == "AR"
    assert stored(context) == 2
    with context.workspace.read() as session:
        assert str(history.undoable(session).label) == "信息部: A/R in 接口"
    history.undo(context.workspace)
    wait_until(lambda: letters("接口", "信息部") == "A", "the undo shown")
    press(face, Qt.Key.Key_A, "a")
    assert letters("接口", "信息部") == ""
    assert stored(context) == 0


def test_the_margin_follows_each_key(face, ids):
    def shorts():
        return [f.code for f in face.grid.scene.by_line.get(ids["接口"], [])]

    assert shorts() == ["no_r"]
    press(face, Qt.Key.Key_Right)
    press(face, Qt.Key.Key_R, "r")
    assert shorts() == []
    press(face, Qt.Key.Key_A, "a")
    assert shorts() == ["several_a"]
    assert face.grid.scene.loads[ids["营运部"]].accountable == 1


def test_a_warning_opens_its_cells_and_is_mended_by_its_offer(face, ids, letters, context):
    press(face, Qt.Key.Key_Right)
    press(face, Qt.Key.Key_A, "a")
    face.grid.check_asked.emit(ids["接口"])
    assert face.grid.scene.lit == {(ids["接口"], ids["信息部"]), (ids["接口"], ids["营运部"])}
    assert "接口" in face.bar.text.text()
    offers = {b.accessibleName(): b for b in face.bar.findChildren(QPushButton)}
    offers["Keep 营运部"].click()
    assert letters("接口", "营运部") == "A"
    assert letters("接口", "信息部") == "C"
    assert face.bar.isHidden()
    with context.workspace.read() as session:
        assert str(history.undoable(session).label) == "接口: Keep 营运部"


def test_a_warning_opens_as_rows(face, ids, context):
    face.grid.check_asked.emit(ids["盘点"])
    {b.accessibleName(): b for b in face.bar.findChildren(QPushButton)}["Open as rows"].click()
    assert context.view.register == "responsibility"
    assert context.view.query.filters == (Filter("deliverable", "any_of", (ids["盘点"],)),)


def test_a_click_goes_to_the_cell_and_the_next_ones_cycle(face, letters, context):
    click(face, 2, 1)
    assert letters("盘点", "营运部") == ""
    for expected in ("R", "A", "C", "I", ""):
        click(face, 2, 1)
        assert letters("盘点", "营运部") == expected
    assert context.selection[0] == "deliverable"


def test_the_click_that_brings_the_keys_to_the_matrix_changes_nothing(face, letters, context):
    face.grid.clearFocus()
    QApplication.sendEvent(face.grid, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.MouseFocusReason))
    click(face, 1, 0)
    assert letters("接口", "信息部") == "A"
    assert stored(context) == 1
    click(face, 1, 0)
    assert letters("接口", "信息部") == "C"


def test_a_block_is_typed_cleared_and_undone_as_one(face, letters, context, wait_until):
    press(face, Qt.Key.Key_Down, modifiers=Qt.KeyboardModifier.ShiftModifier)
    press(face, Qt.Key.Key_Right, modifiers=Qt.KeyboardModifier.ShiftModifier)
    press(face, Qt.Key.Key_I, "i")
    assert [letters(x, h) for x in ("接口", "盘点") for h in NAMES[:2]] == ["AI", "I", "I", "I"]
    press(face, Qt.Key.Key_Delete)
    assert stored(context) == 0
    history.undo(context.workspace)
    assert stored(context) == 5
    wait_until(lambda: letters("接口", "信息部") == "AI", "the undo shown")


def test_pulling_the_corner_fills_and_a_drag_outside_stays_at_the_edge(face, letters, context):
    from govdesk.ui.pages.matrix_painter import handle, spanned

    grid, port = face.grid, face.grid.viewport()
    at = handle(spanned(grid.layout_, grid.scene.rows, grid.scene.columns)).center()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(port, QPoint(at.x(), 5000))
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), 5000))
    assert [letters(x, "信息部") for x, _ in LINES] == ["A", "A", "A"]
    history.undo(context.workspace)
    assert stored(context) == 1


def test_copy_and_paste_move_a_block(face, letters):
    press(face, Qt.Key.Key_C, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "A"
    QApplication.clipboard().setText("A/R\tC\r\nI\t\r\n")
    face.gesture.paste()
    assert [letters(x, h) for x in ("接口", "盘点") for h in NAMES[:2]] == ["AR", "C", "I", ""]


def test_one_copied_letter_fills_the_selection(face, letters):
    face.grid.select_block(range(1, 3), range(3))
    QApplication.clipboard().setText("I")
    face.gesture.paste()
    assert [letters(x, h) for x in ("接口", "盘点") for h in NAMES] == ["I"] * 6


def test_a_block_that_does_not_fit_is_written_only_when_agreed(face, letters, answers, context):
    answers.confirms = False
    block = "R\tR\tR\tR\nX\tI\tI\tI"
    QApplication.clipboard().setText(block)
    face.gesture.paste()
    assert answers.asked == ["3 cells do not fit. Paste the rest without them?"]
    assert stored(context) == 1
    answers.confirms = True
    face.gesture.paste()
    assert [letters("盘点", h) for h in NAMES] == ["", "I", "I"]
    assert letters("接口", "培训部") == "R"
    history.undo(context.workspace)
    assert stored(context) == 1


def test_a_block_of_no_roles_is_refused(face, answers, context):
    QApplication.clipboard().setText("王敏\t负责")
    face.gesture.paste()
    assert answers.said == ["Nothing was pasted: no cell fits."]
    assert stored(context) == 1


def test_a_wave_folds_and_opens_by_key(face):
    press(face, Qt.Key.Key_Up)
    press(face, Qt.Key.Key_Left)
    assert [r.line.name for r in face.grid.layout_.rows if r.line] == ["会员"]
    press(face, Qt.Key.Key_R, "r")
    press(face, Qt.Key.Key_Right)
    assert len([r for r in face.grid.layout_.rows if r.line]) == 3


def test_only_the_lines_with_warnings_can_be_shown(face):
    press(face, Qt.Key.Key_R, "r")
    face.warnings.setChecked(True)
    assert [r.line.name for r in face.grid.layout_.rows if r.line] == ["盘点", "会员"]


def test_people_stand_across_on_demand(face, ids, letters, context, wait_until):
    face.by_person.setChecked(True)
    wait_until(lambda: face.grid.board.by == "person", "the people")
    assert [h.name for h in face.grid.board.heads] == ["王敏", "李国强"]
    face.grid.move_to(2, 1)
    press(face, Qt.Key.Key_C, "c")
    head = face.grid.board.heads[1].id
    assert face.grid.board.cell(ids["盘点"], head).letters == "C"
    assert stored(context) == 2


def test_the_rule_against_both_belongs_to_the_workspace(face, ids, context, wait_until):
    press(face, Qt.Key.Key_R, "r")
    assert not face.grid.scene.by_line.get(ids["接口"])
    face.open_rules()
    dialog = face.window().findChild(RuleDialog)
    dialog.alone.setChecked(True)
    dialog.limits["consulted"].setValue(0)
    dialog.keep()
    wait_until(lambda: [f.code for f in face.grid.scene.by_line.get(ids["接口"], [])] == ["same"], "the rule")
    press(face, Qt.Key.Key_Right)
    press(face, Qt.Key.Key_C, "c")
    assert [f.code for f in face.grid.scene.by_line[ids["接口"]]] == ["many_c", "same"]
    face.open_rules()
    again = next(d for d in face.window().findChildren(RuleDialog) if d is not dialog)
    assert (again.alone.isChecked(), again.limits["consulted"].value()) == (True, 0)


def test_headings_and_loads_are_reached_by_keyboard(face, ids, context, wait_until):
    face.grid.move_to(0, 0)
    press(face, Qt.Key.Key_Up)
    assert face.grid.scene.cursor == (-1, 0)
    assert context.selection == ("department", ids["信息部"])
    assert face.grid.accessibleDescription().startswith("信息部")
    press(face, Qt.Key.Key_A, "a")
    press(face, Qt.Key.Key_Delete)
    press(face, Qt.Key.Key_D, "", Qt.KeyboardModifier.ControlModifier)
    assert stored(context) == 1
    last = len(face.grid.layout_.rows)
    face.grid.move_to(last - 1, 0)
    press(face, Qt.Key.Key_Down)
    assert face.grid.scene.cursor == (last, 0)
    assert "accountable for 1, responsible for 0" in face.grid.accessibleDescription()
    press(face, Qt.Key.Key_Return)
    assert face.bar.text.text() == "信息部 is accountable for 1 and responsible for 0 deliverables; none is overdue."
    assert face.grid.scene.lit == {(ids["接口"], ids["信息部"])}
    face.bar.findChildren(QPushButton)[0].click()
    assert context.view.register == "responsibility"
    assert context.view.query.filters == (Filter("department", "any_of", (ids["信息部"],)),)


def test_a_warning_of_a_department_is_explained_from_its_load(face, ids, context, wait_until):
    edit.create(context.workspace, "feedback", {"statement": "太慢", "project": ids["p"], "department": ids["培训部"]})
    wait_until(lambda: face._heads, "the warning")
    face.grid.move_to(99, 2)
    press(face, Qt.Key.Key_Space)
    assert "培训部" in face.bar.text.text()
    face.bar.findChildren(QPushButton)[0].click()
    assert context.view.register == "feedback"
    assert context.view.query.filters == (Filter("department", "any_of", (ids["培训部"],)),)


@pytest.fixture
def people(face, ids, context, wait_until):
    """王敏 works in 营运部, which is opened."""
    with context.workspace.read() as session:
        keys = rows(session, REGISTERS, Query("stakeholder", ids["p"]))
        made = {r.values["name"]: r.id for r in records_of(session, REGISTERS, "stakeholder", keys)}
    edit.change(context.workspace, "stakeholder", [made["王敏"]], {"department": ids["营运部"]})
    wait_until(lambda: face.grid.layout_.has_people(1), "the people")
    face.grid.move_to(0, 1)
    press(face, Qt.Key.Key_Up)
    press(face, Qt.Key.Key_Return)
    wait_until(lambda: len(face.grid.board.heads) == 4, "the column of a person")
    return made


def test_people_stand_beside_their_department_on_demand(face, ids, context, people, wait_until):
    assert [h.name for h in face.grid.board.heads] == ["信息部", "营运部", "王敏", "培训部"]
    face.grid.move_to(1, 2)
    press(face, Qt.Key.Key_R, "r")
    place = (ids["接口"], ids["营运部"])
    assert face.grid.board.cells[place].through == {"R": (people["王敏"],)}
    assert face.grid.scene.loads[ids["营运部"]].responsible == 1
    wait_until(lambda: not context.jobs._running)
    assert face.grid.board.cells[place].through == {"R": (people["王敏"],)}
    face.grid.grab()
    at = face.grid.layout_.people_box(1).center()
    QTest.mouseClick(face.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    wait_until(lambda: len(face.grid.board.heads) == 3, "the people hidden again")


def paste(face, *lines):
    QApplication.clipboard().setText("\n".join(lines).replace("|", "\t"))
    face.gesture.paste()


def test_a_block_with_headings_goes_by_names_as_one_operation(face, ids, context, letters, wait_until, answers):
    paste(face, "|培训部|信息部|营运部", "会员|A|R|", "接口|I||R")
    wait_until(lambda: letters("会员", "培训部") == "A", "the block")
    assert (letters("会员", "信息部"), letters("接口", "培训部"), letters("接口", "营运部")) == ("R", "I", "R")
    assert letters("接口", "信息部") == ""
    assert not answers.asked
    with context.workspace.read() as session:
        assert str(history.undoable(session).label) == "Paste by headings: 2 deliverables × 3 columns"
    history.undo(context.workspace)
    wait_until(lambda: letters("接口", "信息部") == "A", "the undo")
    assert stored(context) == 1


def test_a_block_reaches_departments_and_deliverables_out_of_sight(face, ids, context, wait_until):
    face._everyone.setChecked(False)
    face.show_query(Query("deliverable", ids["p"], (Filter("wave", "is", ("第一批",)),)))
    wait_until(lambda: len(face.grid.board.heads) == 1 and len(face.grid.board.lines) == 2, "the smaller matrix")
    paste(face, "|培训部", "会员|A")
    assert stored(context) == 2


def test_a_name_that_the_matrix_lacks_is_asked_about(face, context, answers):
    answers.confirms = False
    paste(face, "|采购部|营运部", "会员|A|R", "仓库|A|R")
    assert answers.asked == ["3 cells do not fit. Paste the rest without them?"]
    assert stored(context) == 1


def test_what_was_copied_whole_is_pasted_whole_without_a_change(face, context):
    said = []
    context.noticed.connect(said.append)
    face.gesture.copy_all()
    face.gesture.paste()
    assert said[-1] == "Nothing to change: the cells hold that already."
    assert stored(context) == 1


def test_the_heading_of_a_wave_stays_while_its_lines_scroll(face, ids, context, wait_until):
    for n in range(40):
        edit.create(context.workspace, "deliverable", {"name": f"行{n}", "wave": "第一批", "project": ids["p"]})
    wait_until(lambda: len(face.grid.board.lines) == 43, "the lines")
    assert face.grid.layout_.pinned() is None
    face.grid.verticalScrollBar().setValue(300)
    layout = face.grid.layout_
    place, top = layout.pinned()
    assert (layout.rows[place].wave, top) == ("第一批", layout.head_height)
    QTest.mouseClick(face.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, top + 8))
    assert [r.wave for r in face.grid.layout_.rows] == ["第一批", "第二批", "第二批"]
    face.grid.grab()


def test_a_fill_that_is_pulled_over_the_edge_scrolls_on(face, ids, context, wait_until, letters):
    for n in range(40):
        edit.create(context.workspace, "deliverable", {"name": f"行{n}", "wave": "第一批", "project": ids["p"]})
    wait_until(lambda: len(face.grid.board.lines) == 43, "the lines")
    face.grid.move_to(1, 0)
    viewport, layout = face.grid.viewport(), face.grid.layout_
    in_sight = len(layout.visible_rows())
    start = handle(spanned(layout, range(1, 2), range(1))).center()
    beyond = QPoint(start.x(), layout.body.bottom() + 30)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, beyond)
    wait_until(lambda: face.grid.verticalScrollBar().value() > 100, "the scrolling")
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=beyond)
    assert stored(context) > in_sight


def test_the_matrix_goes_to_excel_with_loads_and_warnings(face):
    matrix, load, wrong = face.numbers()
    assert matrix.lines[1] == ("第一批", "接口", "A", "", "")
    assert load.lines[1] == ("信息部", 1, 0, 0)
    assert wrong.lines[1][:3] == ("接口", "", "no R")
    assert face.note() == "3 deliverables × 3 columns, 5 warnings"


def test_a_department_that_holds_a_letter_is_not_lost_without_a_word(face, ids, context, answers):
    from govdesk.ui.writer import Writer

    said = []
    Writer.of(context).remove("department", [ids["信息部"]], said.append)
    with context.workspace.read() as session:
        kept = count(session, REGISTERS, Query("department"))
    assert said, "the user must hear of it"
    assert kept == 3
    assert stored(context) == 1


def test_what_could_not_be_written_is_not_shown(face, ids, context, letters, answers):
    gone = face.grid.board.cell(ids["接口"], ids["信息部"]).held["A"]
    face.gesture.writing = True
    edit.remove(context.workspace, "responsibility", list(gone))
    face.gesture.writing = False
    face.gesture.write({(ids["接口"], ids["信息部"]): "R"})
    assert answers.said
    assert letters("接口", "信息部") == "A"
    assert [f.code for f in face.grid.scene.by_line[ids["接口"]]] == ["no_r"]


def test_reading_only_changes_nothing(face, context, letters, monkeypatch):
    said = []
    context.noticed.connect(said.append)
    monkeypatch.setattr(context.workspace, "hindrance", "asked")
    press(face, Qt.Key.Key_R, "r")
    assert letters("接口", "信息部") == "A"
    assert said == ["This workspace is open for reading only."]


def test_an_emptied_matrix_teaches_what_belongs_there(face, context, ids, wait_until):
    face.grid.grab()
    face.by_person.setChecked(True)
    edit.remove(context.workspace, "deliverable", [ids[n] for n, _ in LINES])
    wait_until(lambda: not face.grid.board.lines, "the empty board")
    assert face._stack.currentWidget() is face.empty
    face.grid.grab()


@pytest.fixture
def sheet(face, ids):
    from govdesk.ui.pages.department_page import DepartmentPage

    face.sheet.click()
    found = face.window().findChild(DepartmentPage)
    yield found.view
    found.close()


def test_a_department_has_a_page_that_is_kept_as_pdf(sheet, answers, tmp_path):
    assert sheet.units.currentText() == "信息部"
    assert [p.name for p in sheet.preview.paper._sheet.owns] == ["接口"]
    sheet.preview.grab()
    answers.saves = tmp_path / "page.pdf"
    assert sheet.save() == answers.saves
    assert answers.saves.read_bytes().startswith(b"%PDF")
    sheet.units.setCurrentIndex(1)
    assert sheet.preview.paper._sheet.owns == ()


def test_a_page_that_cannot_be_written_says_so(sheet, answers, tmp_path):
    answers.saves = tmp_path / "nowhere" / "page.pdf"
    assert sheet.save() is None
    assert "Nothing was written" in answers.said[0]


def test_the_picture_shows_the_whole_matrix(face, context):
    from govdesk.ui.picture import picture, vector

    size = face.grid.whole_size()
    assert size.width() > face.grid.layout_.names + 3 * face.grid.layout_.column
    assert picture(context, face.grid.paint_whole, size).size() == size * 2
    assert b"<svg" in vector(context, face.grid.paint_whole, size)


def test_a_load_opens_its_overdue_cells_and_escape_closes_them(face, ids, context, wait_until):
    edit.change(context.workspace, "deliverable", [ids["盘点"]], {"due": dt.date(2020, 1, 1)})
    values = {"project": ids["p"], "deliverable": ids["盘点"], "department": ids["信息部"], "role": "R"}
    edit.create(context.workspace, "responsibility", values)
    wait_until(lambda: face.grid.scene.loads[ids["信息部"]].overdue == 1, "the load")
    face.grid.load_asked.emit(ids["信息部"])
    assert face.grid.scene.lit == {(ids["盘点"], ids["信息部"])}
    press(face, Qt.Key.Key_Escape)
    assert face.bar.isHidden()
    assert not face.grid.scene.lit
