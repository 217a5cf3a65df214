"""The import as hands meet it: what Enter does, where the keyboard is, what is dropped, and what stays in sight."""

from __future__ import annotations

import openpyxl
import pytest
import shiboken6
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from govdesk.ui.dialogs.import_dialog import open_import
from govdesk.ui.dialogs.import_sheet import COLUMNS, ROWS, VALUES

HEADINGS = ("姓名", "职务", "部门", "权力", "参与度", "口头禅")
PEOPLE = (
    ("陈静", "变革经理", "信息技术部", 3, "支持", "先听完"),
    ("赵磊", "IT 经理", "信息技术部", 4, "领导", None),
    ("孙丽", "培训主管", "培训部", 2, "中立派", None),
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
def locked(book, tmp_path):
    path = tmp_path / "locked.xlsx"
    with book.open("rb") as plain, path.open("wb") as out:
        OOXMLFile(plain).encrypt("苹果 1", out)
    return path


@pytest.fixture
def start(context, window, wait_until):
    """Open the import of files, once they are all read and planned."""
    opened = []

    def start(*paths):
        dialog = open_import(context, paths)
        opened.append(dialog)
        dialog.activateWindow()
        wait_until(lambda: not dialog.work.is_busy, "the plan")
        return dialog

    yield start
    for dialog in opened:
        if shiboken6.isValid(dialog):
            dialog.close()


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(widget.rect().center(), *how)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(widget.rect().center()), *how))


@pytest.mark.parametrize("page", [COLUMNS, VALUES, ROWS])
def test_enter_on_a_page_brings_nothing_in(start, book, page):
    dialog = start(book)
    dialog.pane.open_page(page)
    shown = (dialog.pane.columns.fields, dialog.pane.values.table, dialog.pane.rows.table)[page]
    for widget in (shown, dialog.list, dialog.pane.tabs):
        QTest.keyClick(widget, Qt.Key.Key_Return)
        assert not dialog.work.is_committing
    assert dialog.foot.go.isEnabled()


def test_enter_on_the_button_brings_the_rows_in(start, book, wait_until):
    dialog = start(book)
    done = []
    dialog.work.committed.connect(done.append)
    dialog.foot.go.setFocus()
    QTest.keyClick(dialog.foot.go, Qt.Key.Key_Return)
    wait_until(lambda: done, "the import")


def test_a_wrong_password_is_said_where_it_was_typed_though_other_files_are_there(start, book, locked, wait_until):
    dialog = start(book, locked)
    item = dialog.list.topLevelItem(1)
    dialog.list.setCurrentItem(item)
    dialog.list.clicked.emit(dialog.list.indexFromItem(item))
    assert dialog.focusWidget() is dialog.message.password
    dialog.message.password.setText("梨")
    QTest.keyClick(dialog.message.password, Qt.Key.Key_Return)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.message.isVisible()
    assert "The password does not open “locked.xlsx”" in dialog.message.text()
    wait_until(lambda: dialog.focusWidget() is dialog.message.password, "the keyboard at the password")
    dialog.message.password.setText("苹果 1")
    QTest.keyClick(dialog.message.password, Qt.Key.Key_Return)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.pane.isVisible()
    assert dialog.list.currentItem().parent().text(0) == "locked.xlsx"


def test_a_protected_file_is_no_broken_one(start, book, locked):
    dialog = start(book, locked)
    item = dialog.list.topLevelItem(1)
    assert item.data(0, Qt.ItemDataRole.AccessibleTextRole) == "locked.xlsx, Waits for its password"


def test_another_header_leaves_no_row_tall(start, book, wait_until):
    dialog = start(book)
    dialog.pane.open_page(COLUMNS)
    grid = dialog.pane.columns.grid
    grid.pointed.emit(4)
    wait_until(lambda: not dialog.work.is_busy)
    tall = [n for n in range(grid.sheet.rowCount()) if grid.rowHeight(n) > grid.verticalHeader().defaultSectionSize()]
    assert tall == [line for line, _ in grid.sheet.bands()]


def test_a_file_with_any_name_is_taken_by_what_it_holds(window, context, tmp_path, book, wait_until):
    wps, note = tmp_path / "登记册.et", tmp_path / "说明.pdf"
    wps.write_bytes(book.read_bytes())
    note.write_bytes(b"%PDF-1.7 ...")
    window.opening.take([wps, note])
    dialog = context_dialog(window)
    wait_until(lambda: not dialog.work.is_busy)
    assert [(s.path.name, s.state, s.code) for s in dialog.work.sources] == [
        ("登记册.et", "ready", ""), ("说明.pdf", "failed", "unknown")
    ]  # fmt: skip
    dialog.close()


def test_the_marker_of_an_open_file_names_the_file(window, tmp_path, wait_until):
    marker = tmp_path / "~$登记册.xlsx"
    marker.write_bytes(b"\x05Wang " + b" " * 159)
    window.opening.take([marker])
    dialog = context_dialog(window)
    wait_until(lambda: not dialog.work.is_busy)
    assert "Choose “登记册.xlsx” instead" in dialog.message.text()
    dialog.close()


def test_what_is_no_spreadsheet_at_all_is_said_at_once(window, answers, tmp_path):
    note, empty = tmp_path / "说明.pdf", tmp_path / "收回"
    note.write_bytes(b"%PDF-1.7 ...")
    empty.mkdir()
    window.opening.take([note])
    window.opening.take([empty])
    assert answers.said == [
        "“说明.pdf” is neither a spreadsheet nor a workspace. Nothing was changed.",
        "The folder “收回” holds no spreadsheets. Nothing was changed. Drop the folder in which they lie.",
    ]


def test_a_folder_dropped_on_the_import_adds_the_spreadsheets_in_it(start, book, tmp_path, wait_until):
    folder = tmp_path / "更多"
    folder.mkdir()
    write_book(folder / "b.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    (folder / "~$b.xlsx").write_bytes(bytes(165))
    (folder / "说明.pdf").write_bytes(b"%PDF")
    dialog = start(book)
    drop(dialog, folder)
    wait_until(lambda: not dialog.work.is_busy)
    assert [s.path.name for s in dialog.work.sources] == ["干系人登记册.xlsx", "b.xlsx"]


def test_tables_with_nothing_to_import_are_told_apart(start, tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "登记册"
    for row in (("编号", "姓名", "职务", "权力"), (), (), ("风险描述", "概率", "影响", "应对措施"), ()):
        sheet.append(row)
    made.save(tmp_path / "a.xlsx")
    dialog = start(tmp_path / "a.xlsx")
    fold = dialog.list.topLevelItem(0).child(0)
    assert [fold.child(n).text(0) for n in range(fold.childCount())] == ["登记册, table 1", "登记册, table 2"]


def context_dialog(window):
    return next(d for d in window.findChildren(QDialog) if d.isVisible())


def test_all_rows_are_taken_in_again_though_the_first_is_wrong(start, tmp_path):
    dialog = start(write_book(tmp_path / "a.xlsx", (("韩雪", "店长", "一店", "很大", "中立", None), *PEOPLE[:2])))
    dialog.pane.open_page(ROWS)
    table = dialog.pane.rows.table
    table.selectAll()
    for text in ("Import", "Import 2 rows"):
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert dialog.foot.go.text() == text


def test_an_import_that_was_stopped_gives_the_keyboard_back_to_the_page(start, book, wait_until):
    dialog = start(book)
    dialog.pane.open_page(ROWS)
    told = []
    dialog.work.stopped.connect(told.append)
    dialog.foot.go.click()
    dialog.reject()
    wait_until(lambda: told, "the end")
    assert dialog.focusWidget() is dialog.pane.rows.table


STRANGE = (
    ("陈静", "变革经理", "信息技术部", "中等偏上", "支持", None),
    ("赵磊", "IT 经理", "信息技术部", 4, "中立派", None),
    ("孙丽", "培训主管", "培训部", "咦", "支持", None),
)


def test_a_suggestion_for_a_text_is_shown_and_taken_by_its_number(start, tmp_path, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    dialog.pane.open_page(VALUES)
    table = dialog.pane.values.table
    texts = {table.values.line(n).text: n for n in range(table.values.rowCount())}
    shown = [table.values.index(texts[t], 3).data() for t in ("中等偏上", "中立派", "咦")]
    assert shown == ["Perhaps 3 · Medium?", "Perhaps Neutral?", "Choose what is meant…"]
    table.selectRow(texts["中等偏上"])
    QTest.keyClick(table, Qt.Key.Key_1)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.work.sources[0].sheets()[0].rows[0].values["power"] == 3


def test_all_suggestions_are_taken_at_once(start, tmp_path, wait_until):
    dialog = start(write_book(tmp_path / "a.xlsx", STRANGE))
    dialog.pane.open_page(VALUES)
    assert dialog.pane.values.near.text() == "Take all 2 suggestions"
    dialog.pane.values.near.click()
    wait_until(lambda: not dialog.work.is_busy)
    assert [t.text for t in dialog.work.sources[0].sheets()[0].texts if t.state == "unknown"] == ["咦"]
    assert not dialog.pane.values.near.isVisible()


def test_a_table_that_fits_no_register_is_offered_the_likeliest(start, tmp_path, wait_until):
    path = write_book(tmp_path / "a.xlsx", (("甲", "乙", "丙"),), ("概率", "影响", "天气"), top=())
    dialog = start(path)
    offer = dialog.pane.columns.offer
    assert offer.isVisible()
    assert not dialog.pane.columns.fields.isVisible()
    assert offer.buttons[0].accessibleName() == "Risks · knows 2 columns"
    offer.buttons[0].click()
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.work.sources[0].sheets()[0].register == "risk"
    assert not offer.isVisible()
    assert dialog.pane.columns.fields.isVisible()


def test_what_stands_above_a_narrow_table_is_read_whole(start, tmp_path):
    dialog = start(write_book(tmp_path / "a.xlsx", (("甲", "乙"),), ("概率", "天气"), top=()))
    (band,) = dialog.pane.columns.grid._bands
    assert dialog.pane.columns.grid.heading.length() >= band.sizeHint().width()


def test_a_column_of_the_plan_is_as_wide_as_what_it_holds(start, tmp_path):
    dialog = start(
        write_book(tmp_path / "a.xlsx", tuple((f"人{n}", "店长" * 9, "一店", 3, "支持", None) for n in range(5)))
    )
    table = dialog.pane.rows.table
    fields = {n: f.name for n in range(table.plan.columnCount()) if (f := table.plan.field(n)) is not None}
    wide = {name: table.columnWidth(n) for n, name in fields.items()}
    assert wide["power"] < wide["name"] < wide["title"] - 60


def test_a_file_that_was_mended_elsewhere_is_read_again(start, book, tmp_path, wait_until):
    other = write_book(tmp_path / "b.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(other, book)
    dialog.list.setCurrentItem(dialog.list.topLevelItem(1))
    write_book(book, PEOPLE[:1])
    QTest.keyClick(dialog.list, Qt.Key.Key_F5)
    wait_until(lambda: not dialog.work.is_busy)
    assert dialog.foot.go.text() == "Import 2 rows"
    assert dialog.list.currentItem().parent().text(0) == book.name


def test_a_file_that_is_not_wanted_after_all_is_taken_off_the_list(start, book, tmp_path, wait_until):
    other = write_book(tmp_path / "b.xlsx", (("吴芳", "财务", "财务部", 2, "中立", None),))
    dialog = start(other, book)
    dialog.list.setCurrentItem(dialog.list.topLevelItem(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    wait_until(lambda: not dialog.work.is_busy)
    assert [s.path for s in dialog.work.sources] == [book]
    assert dialog.foot.go.text() == "Import 2 rows"
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    wait_until(lambda: not dialog.isVisible())


def test_a_field_is_found_by_the_letters_of_its_name(start, book):
    dialog = start(book)
    dialog.pane.open_page(COLUMNS)
    fields = dialog.pane.columns.fields
    fields.setFocus()

    def found(letters):
        QTest.keyClicks(fields, letters)
        return fields.fields.line(fields.currentIndex().row()).code

    assert found("rela") == "owner"
    fields._since.invalidate()
    first, second = found("d"), found("d")
    assert first != second
