"""Import this, see these rows, undo: the dialog from files to rows and back."""

from __future__ import annotations

import threading

import openpyxl
import pytest
import shiboken6
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QPushButton

from govdesk.errors import Cancelled
from govdesk.registers import REGISTERS
from govdesk.sheet.plan_values import EXTRA, LEFT_OUT, NewLink
from govdesk.store import edit
from govdesk.store.history import undoable
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace
from govdesk.ui.dialogs.import_added import AddedRecords
from govdesk.ui.dialogs.import_detail import RowDetail
from govdesk.ui.dialogs.import_dialog import open_import
from govdesk.ui.dialogs.import_plan import PlanModel
from govdesk.ui.dialogs.import_sheet import COLUMNS, ROWS, VALUES
from govdesk.ui.dialogs.import_value_box import BLANK, ValueBox
from govdesk.ui.dialogs.import_work import commit_all
from govdesk.ui.dialogs.notice import Notice

HEADINGS = ("姓名", "职务", "部门", "权力", "参与度", "口头禅")
PEOPLE = (
    ("陈静", "变革经理", "信息技术部", 3, "支持", "先听完"),
    ("赵磊", "IT 经理", "信息技术部", 4, "领导", None),
    ("孙丽", "培训主管", "培训部", 2, "中立", None),
)


def write_book(path, people=PEOPLE, headings=HEADINGS, top=(("干系人登记册",), ())):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "干系人"
    for row in (*top, headings, *people):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def book(tmp_path):
    return write_book(tmp_path / "干系人登记册.xlsx")


@pytest.fixture
def start(context, open_workspace, wait_until):
    """Open the import of files, once they are all read and planned."""
    opened = []

    def start(*paths):
        dialog = open_import(context, paths)
        opened.append(dialog)
        wait_until(lambda: not dialog.work.is_busy, "the plan")
        return dialog

    yield start
    for dialog in opened:
        if shiboken6.isValid(dialog):
            dialog.close()


def names(context):
    with context.workspace.read() as session:
        query = Query("stakeholder")
        found = records(session, REGISTERS, "stakeholder", rows(session, REGISTERS, query))
    return [r.values["name"] for r in found]


def person(context, name):
    with context.workspace.read() as session:
        found = records(session, REGISTERS, "stakeholder", rows(session, REGISTERS, Query("stakeholder")))
    return next(r for r in found if r.values["name"] == name)


def bring_in(dialog, wait_until):
    done = []
    dialog.work.committed.connect(done.append)
    dialog.foot.go.click()
    wait_until(lambda: done, "the import")
    return done[0]


def the_sheet(dialog):
    return dialog.work.sources[0].sheets()[0]


def test_rows_come_in_are_shown_and_go_again(window, start, book, context, wait_until):
    before = names(context)
    dialog = start(book)
    assert dialog.foot.go.text() == "Import 3 rows"
    bring_in(dialog, wait_until)
    assert names(context) == [*before, "陈静", "赵磊", "孙丽"]
    assert person(context, "陈静").names["department"] == "信息技术部"
    assert person(context, "陈静").extra == {"口头禅": "先听完"}
    assert context.view.register == "stakeholder"
    assert context.view.query.project == person(context, "陈静").values["project"]
    notice = window.findChild(Notice)
    assert notice.accessibleName() == "Imported 3 rows from “干系人登记册.xlsx”"
    notice.button.click()
    wait_until(lambda: names(context) == before, "the undo")


def test_the_same_file_again_brings_nothing(start, book, wait_until):
    bring_in(start(book), wait_until)
    dialog = start(book)
    assert the_sheet(dialog).counts["same"] == 3
    assert not dialog.foot.go.isEnabled()
    assert dialog.foot.text() == "Nothing to import: every row is in the workspace already."


def test_what_is_matched_is_remembered_and_opens_on_the_rows(start, book, wait_until):
    first = start(book)
    assert first.pane.tabs.tabText(COLUMNS) == "1  Columns · 1 to look at"
    assert first.pane.tabs.currentIndex() == COLUMNS
    bring_in(first, wait_until)
    again = start(book)
    assert again.pane.tabs.tabText(COLUMNS) == "1  Columns"
    assert again.pane.tabs.currentIndex() == ROWS


def test_a_bad_file_says_why_and_the_others_go_on(start, book, tmp_path):
    bad = tmp_path / "坏的.xlsx"
    bad.write_bytes(book.read_bytes()[:2000])
    dialog = start(bad, book)
    first, second = dialog.work.sources
    assert (first.state, first.code, second.state) == ("failed", "truncated", "ready")
    assert dialog.foot.go.text() == "Import 3 rows"
    dialog.list.chosen.emit(first, "")
    assert "“坏的.xlsx” ends too early" in dialog.message.text()


def test_a_bad_file_can_be_mended_or_taken_off(start, book, tmp_path, wait_until):
    bad = tmp_path / "a.xlsx"
    bad.write_bytes(b"")
    dialog = start(bad, book)
    source = dialog.work.sources[0]
    write_book(bad, PEOPLE[:1])
    dialog.message.again.emit(source, "")
    wait_until(lambda: source.state == "ready")
    dialog.message.dropped.emit(source)
    assert [s.path.name for s in dialog.work.sources] == ["干系人登记册.xlsx"]


def test_another_row_can_be_the_header(start, tmp_path, wait_until):
    shifted = (("姓名", "职务", "部门", "权力", "参与度"), ("Name", "Job title", "Department", "Power", "Engagement"))
    path = write_book(tmp_path / "两行.xlsx", PEOPLE, ("Person", "Post", "Team", "Weight", "Stand", "Word"), shifted)
    dialog = start(path)
    grid = dialog.pane.columns.grid
    grid.setCurrentIndex(grid.sheet.index(grid.sheet.line_of(1), 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    wait_until(lambda: not dialog.work.is_busy)
    sheet = the_sheet(dialog)
    assert sheet.header_row == 2
    assert sheet.mapping["Job title"] == "title"
    assert grid.sheet.index(grid.sheet.line_of(1), 0).data(Qt.ItemDataRole.FontRole).bold()


def test_a_column_can_be_given_another_field(start, book, context, wait_until):
    dialog = start(book)
    page = dialog.pane.columns
    page.grid.go_to_column(5)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    page.fields.show_current("gain")
    QTest.keyClick(page.fields, Qt.Key.Key_Return)
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).mapping["口头禅"] == "gain"
    bring_in(dialog, wait_until)
    assert person(context, "陈静").values["gain"] == "先听完"


def test_a_field_is_taken_by_one_column_only_and_a_column_is_kept_or_left_out_by_a_key(start, book, wait_until):
    dialog = start(book)
    page = dialog.pane.columns
    page.fields.dropped.emit(1, "name")
    wait_until(lambda: not dialog.work.is_busy)
    assert [c.field for c in the_sheet(dialog).columns][:2] == [EXTRA, "name"]
    page.grid.go_to_column(5)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).columns[5].field == LEFT_OUT
    assert "Left out" in page.grid.heading._words[5]


def test_each_table_of_a_sheet_has_a_band_and_headings_pointed_at_make_one_table(start, tmp_path, wait_until):
    below = (
        (),
        (),
        ("风险登记册",),
        ("风险", "概率", "影响", "应对措施"),
        ("供应商延期", 3, 4, "备选"),
        ("停电", 1, 5, "备用电"),
    )
    dialog = start(write_book(tmp_path / "两张.xlsx", (*PEOPLE, *below)))
    source = dialog.work.sources[0]
    assert [s.register for s in source.sheets()] == ["stakeholder", "risk"]
    page = dialog.pane.columns
    assert len(page.grid.sheet.bands()) == 2
    page.table_chosen.emit(1)
    assert dialog.pane._sheet.register == "risk"
    page.header_chosen.emit(10, 1)
    wait_until(lambda: not dialog.work.is_busy)
    assert [(s.register, s.header_row) for s in source.sheets()] == [("risk", 10)]
    assert dialog.pane._sheet is source.sheets()[0]


def test_another_register_is_chosen_in_the_grid_and_what_is_still_needed_is_said(start, book, wait_until):
    dialog = start(book)
    page = dialog.pane.columns
    page.register_chosen.emit("risk")
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).register == "risk"
    assert page.grid._bands[0].register.currentData() == "risk"
    assert page._state.text().startswith("Still needed, and no column gives it: ")


def test_a_known_layout_can_be_forgotten(start, book, wait_until):
    first = start(book)
    first.pane.columns.fields.dropped.emit(5, "gain")
    wait_until(lambda: not first.work.is_busy)
    bring_in(first, wait_until)
    again = start(book)
    assert the_sheet(again).mapping["口头禅"] == "gain"
    again.pane.columns.forgotten.emit()
    wait_until(lambda: not again.work.is_busy and not the_sheet(again).used, "the plan without the layout")
    assert the_sheet(again).columns[5].field == EXTRA


STRANGE = (*PEOPLE, ("韩雪", "店长", "一店", "很大", "中立", None), ("许诺", "店长", "一店", "很大", "没谱", None))


def test_a_text_is_matched_once_for_all_cells_and_remembered(start, tmp_path, context, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    page = dialog.pane.values
    assert dialog.pane.tabs.tabText(VALUES) == "2  Values · 2 to look at"
    assert [page.table.values.line(n).text for n in range(2)] == ["很大", "没谱"]
    page.table.values.answered.emit("power", "很大", "5")
    wait_until(lambda: not dialog.work.is_busy)
    page.table.values.answered.emit("engagement", "没谱", BLANK)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.foot.go.text() == "Import 5 rows"
    bring_in(dialog, wait_until)
    assert (person(context, "许诺").values["power"], person(context, "许诺").values["engagement"]) == (5, None)
    more = start(write_book(tmp_path / "b.xlsx", (("冯雪", "店长", "一店", "很大", "没谱", None),)))
    assert the_sheet(more).counts["new"] == 1


def test_the_box_of_a_value_is_closed_before_its_answer_makes_another_list(start, tmp_path, wait_until, told_by_qt):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    dialog.pane.tabs.setCurrentIndex(VALUES)
    table = dialog.pane.values.table
    states = []
    table.values.answered.connect(lambda *_: states.append(table.state()))
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    box = table.findChild(ValueBox)
    box.setCurrentIndex(box.findData("4"))
    box.taken.emit("4")
    assert states == [table.State.NoState]
    wait_until(lambda: the_sheet(dialog).choice.fixes == {("power", "很大"): "4"}, "the answer")
    assert [t for t in told_by_qt if "QAbstractItemView" in t] == []


def test_a_value_is_chosen_by_keyboard(start, tmp_path, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    dialog.pane.tabs.setCurrentIndex(VALUES)
    table = dialog.pane.values.table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    box = table.findChild(ValueBox)
    box.setCurrentIndex(box.findData("4"))
    box.taken.emit("4")
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).choice.fixes == {("power", "很大"): "4"}
    table.selectRow(next(n for n in range(9) if table.values.line(n).state == "fixed"))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).choice.fixes == {}


def test_blank_cells_empty_the_field_where_the_user_says_so(start, book, tmp_path, context, answers, wait_until):
    bring_in(start(book), wait_until)
    people = (("陈静", None, "信息技术部", 3, "支持", "先听完"), *PEOPLE[1:])
    dialog = start(write_book(tmp_path / "b.xlsx", people))
    assert the_sheet(dialog).counts["changed"] == 0
    dialog.pane.values._clear(frozenset({"title"}))
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).counts["changed"] == 1
    answers.confirms = True
    bring_in(dialog, wait_until)
    assert person(context, "陈静").values["title"] is None


def test_a_wrong_cell_is_mended_where_it_is_shown_alone_or_with_all_alike(start, tmp_path, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    page = dialog.pane.rows
    page.filter("wrong")
    buttons = {b.text(): b for b in page.detail.findChildren(QPushButton)}
    assert {"Fix all 2 alike", "Fix this cell"} <= buttons.keys()
    page.detail.mended.emit(7, "power", "2")
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).counts["wrong"] == 1
    page.detail.mended_alike.emit("power", "很大", "3")
    wait_until(lambda: not dialog.work.is_busy)
    row = the_sheet(dialog).rows[-1]
    assert (row.status, [p.field for p in row.problems], row.values["power"]) == ("wrong", ["engagement"], 3)
    assert the_sheet(dialog).rows[-2].values["power"] == 2


def test_wrong_rows_say_where_and_why_and_come_in_when_wanted(start, tmp_path, context, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", (*PEOPLE, ("韩雪", "店长", "一店", "很大", "中立", None))))
    page = dialog.pane.rows
    assert dialog.foot.go.text() == "Import 3 rows"
    page.filter("wrong")
    assert page.table.plan.rowCount() == 1
    assert page.table.plan.index(0, 2).data().startswith("D7: “很大”")
    page.unreadable_kept.emit(True)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.foot.go.text() == "Import 4 rows"
    bring_in(dialog, wait_until)
    assert person(context, "韩雪").values["power"] is None
    assert "很大" in person(context, "韩雪").extra.values()


def test_rows_are_left_out_with_the_space_bar(start, book, context, wait_until):
    dialog = start(book)
    table = dialog.pane.rows.table
    table.selectRow(1)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert dialog.foot.go.text() == "Import 2 rows"
    bring_in(dialog, wait_until)
    assert "赵磊" not in names(context)
    assert "孙丽" in names(context)


def test_a_sheet_can_be_left_out(start, book, wait_until):
    dialog = start(book)
    dialog.list.ticked.emit(dialog.work.sources[0], the_sheet(dialog), False)
    wait_until(lambda: not dialog.work.is_busy)
    assert not dialog.foot.go.isEnabled()


def test_what_changes_is_shown_old_and_new_and_asked_about(start, book, tmp_path, context, answers, wait_until):
    bring_in(start(book), wait_until)
    other = write_book(tmp_path / "新.xlsx", (("陈静", "变革经理", "培训部", 5, "支持", "先听完"), *PEOPLE[1:]))
    dialog = start(other)
    plan = dialog.pane.rows.table.plan
    assert plan.index(0, 2).data() == "Department: 信息技术部 → 培训部; Power: 3 → 5"
    dialog.work.sources[0].left_out.clear()
    answers.confirms = False
    dialog.foot.go.click()
    assert answers.asked[-1] == "This import changes or deletes 1 of 6 records in “Stakeholders” (17%). Go on?"
    assert not dialog.work.is_committing
    answers.confirms = True
    bring_in(dialog, wait_until)
    assert person(context, "陈静").values["power"] == 5


def test_a_cancelled_import_leaves_nothing(start, book, context, wait_until):
    before = names(context)
    dialog = start(book)
    gate = threading.Event()
    context.jobs.write(lambda progress: gate.wait(5))
    told = []
    dialog.work.stopped.connect(told.append)
    dialog.foot.go.click()
    assert dialog.work.is_committing
    dialog.foot.cancel.click()
    gate.set()
    wait_until(lambda: told, "the stop")
    assert str(told[0]) == "Stopped. Nothing was imported."
    assert names(context) == before
    assert dialog.isVisible()
    assert dialog.foot.go.isEnabled()


def test_of_several_files_all_come_in_or_none(start, book, tmp_path, context):
    before = names(context)
    other = write_book(tmp_path / "其他.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(book, other)

    def progress(done, total, doing=None):
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        commit_all(context.workspace, dialog.work.sources, progress)
    assert names(context) == before
    with context.workspace.read() as session:
        assert "干系人登记册" not in str(undoable(session).label)


def test_files_that_would_each_make_a_project_go_to_the_one_chosen(start, book, tmp_path, context):
    other = write_book(tmp_path / "其他.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(book, other)
    first, second = dialog.work.sources
    assert isinstance(second.agreed_project, NewLink)
    dialog.work.set_project(first, NewLink("project", "会员系统"))
    assert second.agreed_project == NewLink("project", "会员系统")


def test_a_workspace_that_changed_meanwhile_is_planned_for_anew(start, book, context, wait_until):
    dialog = start(book)
    project = person(context, "王敏").values["project"]
    edit.create(context.workspace, "stakeholder", {"name": "赵磊", "project": project})
    told = []
    dialog.work.stopped.connect(told.append)
    dialog.foot.go.click()
    wait_until(lambda: told and not dialog.work.is_busy, "the new plan")
    assert "was changed since the plan was made" in str(told[0])
    assert names(context).count("赵磊") == 1
    assert "陈静" not in names(context)
    bring_in(dialog, wait_until)
    assert "陈静" in names(context)


def test_a_protected_file_asks_for_its_password_and_says_when_it_is_wrong(start, book, tmp_path, wait_until):
    locked = tmp_path / "locked.xlsx"
    with book.open("rb") as plain, locked.open("wb") as out:
        OOXMLFile(plain).encrypt("苹果 1", out)
    dialog = start(locked)
    message = dialog.message
    assert message.password.isVisibleTo(dialog)
    for typed in ("梨", "苹果 1"):
        message.password.setText(typed)
        QTest.keyClick(message.password, Qt.Key.Key_Return)
        wait_until(lambda: not dialog.work.is_busy)
        if typed == "梨":
            assert "The password does not open" in message.text()
    assert dialog.foot.go.text() == "Import 3 rows"


def test_the_sheet_is_saved_with_its_problem_cells_marked(start, tmp_path, answers, context, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    answers.saves = tmp_path / "marked.xlsx"
    said = []
    context.noticed.connect(said.append)
    dialog.pane.rows.marks_asked.emit()
    wait_until(lambda: said, "the copy")
    assert said == ["3 cells marked in “marked.xlsx”"]
    assert openpyxl.load_workbook(answers.saves).active["D7"].comment is not None


def test_a_new_project_is_made_once_for_all_files(start, book, tmp_path, context, wait_until):
    other = write_book(tmp_path / "其他.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(book, other)
    dialog.work.set_project(dialog.work.sources[0], NewLink("project", "会员系统"))
    wait_until(lambda: not dialog.work.is_busy)
    assert len(bring_in(dialog, wait_until)) == 1
    assert person(context, "吴芳").names["project"] == "会员系统"
    assert person(context, "吴芳").values["project"] == person(context, "陈静").values["project"]


def test_rows_go_to_the_project_that_is_open(start, book, context):
    project = person(context, "王敏").values["project"]
    context.set_project(project)
    dialog = start(book)
    assert dialog.work.sources[0].plan.project == project
    assert dialog.work.sources[0].project is None


def test_each_file_goes_to_the_project_that_was_shown(start, book, tmp_path, context, wait_until):
    context.attach(Workspace.create(tmp_path / "empty.govdesk", REGISTERS))
    people = (("吴芳", "财务", "财务部", 2, "中立", None),)
    other = write_book(tmp_path / "b.xlsx", people, top=(("会员系统 干系人登记册",), ()))
    dialog = start(book, other)
    shown = [s.plan.project_name for s in dialog.work.sources]
    assert len(set(shown)) == 2
    bring_in(dialog, wait_until)
    assert [person(context, n).names["project"] for n in ("陈静", "吴芳")] == shown


def test_closing_while_a_file_is_read_stops_the_reading(context, open_workspace, book, wait_until):
    dialog = open_import(context, [book])
    assert dialog.work.is_busy
    dialog.reject()
    assert not dialog.isVisible()
    done = []
    context.jobs.read(lambda progress: None, lambda _: done.append(True))
    wait_until(lambda: done)


def test_the_models_are_sound(start, tmp_path):
    wrong = ("韩雪", "店长", "一店", "很大", "中立", None)
    dialog = start(write_book(tmp_path / "a.xlsx", (*PEOPLE, wrong)))
    models = (
        dialog.pane.rows.table.plan,
        dialog.pane.columns.fields.fields,
        dialog.pane.columns.grid.sheet,
        dialog.pane.values.table.values,
    )
    testers = [QAbstractItemModelTester(m, QAbstractItemModelTester.FailureReportingMode.Fatal) for m in models]
    dialog.pane.rows.filter("wrong")
    dialog.pane.rows.filter("")
    assert len(testers) == 4
    assert all(m.rowCount() for m in models)


def test_what_will_be_added_besides_is_listed_by_register(start, book):
    dialog = start(book)
    dialog.foot._added.click()
    popup = dialog.foot.findChild(AddedRecords)
    texts = [popup.list.item(n).text() for n in range(popup.list.count())]
    assert texts[-3:] == ["Departments (2)", "信息技术部", "培训部"]
    assert popup.height() <= 360
    popup.close()


def test_a_long_name_does_not_push_the_button_off_the_screen(start, tmp_path):
    people = [("陈静" + " very long" * 60, "变革经理", "信息技术部", "九", "支持", None), *PEOPLE[1:]]
    dialog = start(write_book(tmp_path / "long.xlsx", people))
    detail = dialog.findChild(RowDetail)
    detail.show_row(dialog.findChild(PlanModel), 0)
    assert detail.minimumSizeHint().width() < 500
    assert detail._title.text().startswith("Row 4 · Wrong · ")
