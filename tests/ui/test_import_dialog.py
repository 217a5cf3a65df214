"""Import this, see these rows, undo: the dialog from files to rows and back."""

from __future__ import annotations

import threading

import openpyxl
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QComboBox

from govdesk.errors import Cancelled
from govdesk.registers import REGISTERS
from govdesk.sheet.plan_values import EXTRA, NewLink
from govdesk.store.history import undoable
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace
from govdesk.ui.dialogs.import_added import AddedRecords
from govdesk.ui.dialogs.import_detail import RowDetail
from govdesk.ui.dialogs.import_dialog import open_import
from govdesk.ui.dialogs.import_mapping import FIELD
from govdesk.ui.dialogs.import_plan import PlanModel
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
    assert first.pane.tabs.tabText(1) == "Columns · 1 to look at"
    assert first.pane.tabs.currentIndex() == 1
    bring_in(first, wait_until)
    again = start(book)
    assert again.pane.tabs.tabText(1) == "Columns"
    assert again.pane.tabs.currentIndex() == 0


def test_a_bad_file_says_why_and_the_others_go_on(start, book, tmp_path):
    bad = tmp_path / "坏的.xlsx"
    bad.write_bytes(book.read_bytes()[:2000])
    dialog = start(bad, book)
    first, second = dialog.work.sources
    assert (first.state, first.code, second.state) == ("failed", "corrupt", "ready")
    assert dialog.foot.go.text() == "Import 3 rows"
    dialog.list.chosen.emit(first, "")
    assert "“坏的.xlsx” is damaged or incomplete" in dialog.message.text()


def test_a_bad_file_can_be_mended_or_taken_off(start, book, tmp_path, wait_until):
    bad = tmp_path / "a.xlsx"
    bad.write_bytes(b"")
    dialog = start(bad, book)
    source = dialog.work.sources[0]
    write_book(bad, PEOPLE[:1])
    dialog.message.again.emit(source)
    wait_until(lambda: source.state == "ready")
    dialog.message.dropped.emit(source)
    assert [s.path.name for s in dialog.work.sources] == ["干系人登记册.xlsx"]


def test_another_row_can_be_the_header(start, tmp_path, wait_until):
    shifted = (("姓名", "职务", "部门", "权力", "参与度"), ("Name", "Job title", "Department", "Power", "Engagement"))
    path = write_book(tmp_path / "两行.xlsx", PEOPLE, ("Person", "Post", "Team", "Weight", "Stand", "Word"), shifted)
    dialog = start(path)
    grid = dialog.pane.columns.grid
    grid.setCurrentIndex(grid.model().index(1, 0))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    wait_until(lambda: not dialog.work.is_busy)
    sheet = the_sheet(dialog)
    assert sheet.header_row == 2
    assert sheet.mapping["Job title"] == "title"
    assert grid.model().data(grid.model().index(1, 0), Qt.ItemDataRole.FontRole).bold()


def test_a_column_can_be_given_another_field(start, book, context, wait_until):
    dialog = start(book)
    table = dialog.pane.columns.mapping
    model = table.mapping
    last = model.rowCount() - 1
    assert model.column(last).field == EXTRA
    table.setCurrentIndex(model.index(last, FIELD))
    QTest.keyClick(table, Qt.Key.Key_Return)
    box = table.findChild(QComboBox)
    box.setCurrentIndex(box.findData("gain"))
    box.activated.emit(box.currentIndex())
    wait_until(lambda: not dialog.work.is_busy)
    assert the_sheet(dialog).mapping["口头禅"] == "gain"
    bring_in(dialog, wait_until)
    assert person(context, "陈静").values["gain"] == "先听完"


def test_a_field_is_given_to_one_column_only(start, book, wait_until):
    dialog = start(book)
    model = dialog.pane.columns.mapping.mapping
    assert model.used_by("name", 1) == "A"
    model.setData(model.index(1, FIELD), "name")
    wait_until(lambda: not dialog.work.is_busy)
    fields = [c.field for c in the_sheet(dialog).columns]
    assert fields[:2] == [EXTRA, "name"]


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
    assert answers.asked[-1] == "This import changes 1 of 6 records in “Stakeholders” (17%). Go on?"
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
        if "陈静" in names(context):
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


def test_a_new_project_is_made_once_for_all_files(start, book, tmp_path, context, wait_until):
    other = write_book(tmp_path / "其他.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(book, other)
    dialog.work.set_project(dialog.work.sources[0], NewLink("project", "会员系统"))
    wait_until(lambda: not dialog.work.is_busy)
    assert len(bring_in(dialog, wait_until)) == 2
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
        dialog.pane.columns.mapping.mapping,
        dialog.pane.columns.grid.model(),
    )
    testers = [QAbstractItemModelTester(m, QAbstractItemModelTester.FailureReportingMode.Fatal) for m in models]
    dialog.pane.rows.filter("wrong")
    dialog.pane.rows.filter("")
    assert len(testers) == 3
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
    assert not detail.isHidden()
    assert detail.minimumSizeHint().width() < 500
    assert detail._title.text().endswith(" · Wrong")
