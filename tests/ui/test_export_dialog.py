"""The export: what goes out, what stays, and what is said of it."""

from __future__ import annotations

import openpyxl
import pytest

from govdesk.store.query import Filter, Query
from govdesk.ui.dialogs.export_dialog import open_export

VIEW = Query("stakeholder", None, (Filter("name", "contains", ("王",)),))
COLUMNS = ("number", "name", "power")


@pytest.fixture
def dialog(context, open_workspace):
    made = open_export(context, VIEW, COLUMNS)
    yield made
    made.close()


def write(dialog, path, wait_until):
    dialog.form.path.setText(str(path))
    dialog.form.path.textEdited.emit(str(path))
    dialog.go.click()
    wait_until(dialog.folder.isVisible, "the file")
    return openpyxl.load_workbook(path) if path.suffix == ".xlsx" else path.read_text("utf-8-sig")


def headings(sheet):
    return [c.value for c in sheet[1] if c.value and not str(c.value).startswith("_govdesk")]


def test_the_view_goes_out_as_it_stands_without_private_judgements(dialog, tmp_path, wait_until):
    sheet = write(dialog, tmp_path / "a.xlsx", wait_until).active
    assert headings(sheet) == ["No.", "Stakeholder name"]
    assert [r[2].value for r in sheet.iter_rows(min_row=2)] == ["王敏"]


def test_private_judgements_go_out_when_ticked(dialog, tmp_path, wait_until):
    dialog.form.private.click()
    assert "Power" in headings(write(dialog, tmp_path / "a.xlsx", wait_until).active)


def test_a_register_goes_out_in_chinese_as_text(dialog, tmp_path, wait_until):
    dialog.form.choose(scope="register", ending="csv", language="zh")
    text = write(dialog, tmp_path / "a.csv", wait_until)
    assert all(name in text for name in ("王敏", "李国强", "周杰"))
    assert "编号" in text.splitlines()[0]


def test_all_registers_need_a_workbook(dialog, tmp_path, wait_until):
    dialog.form.choose(ending="csv")
    dialog.form.choose(scope="all")
    assert dialog.form.choice().path.suffix == ".xlsx"
    book = write(dialog, tmp_path / "all.xlsx", wait_until)
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"][:2] == ["Projects", "Stakeholders"]


def test_a_file_that_is_there_is_replaced_only_when_agreed(dialog, tmp_path, answers, wait_until):
    path = tmp_path / "a.xlsx"
    path.write_text("mine", "utf-8")
    answers.confirms = False
    dialog.form.path.setText(str(path))
    dialog.go.click()
    assert answers.asked == ["“a.xlsx” is there already. Replace it?"]
    assert path.read_text("utf-8") == "mine"
    answers.confirms = True
    assert write(dialog, path, wait_until).active.max_row == 2


def test_a_folder_that_is_gone_is_said_in_words(dialog, tmp_path, wait_until):
    dialog.form.path.setText(str(tmp_path / "gone" / "a.xlsx"))
    dialog.go.click()
    wait_until(lambda: dialog.text() and dialog.go.isEnabled(), "the sentence")
    assert not dialog.folder.isVisible()
    assert "a.xlsx" in dialog.text() or "gone" in dialog.text()


def test_the_suggested_name_is_free(context, open_workspace, dialog):
    first = dialog.form.choice().path
    assert not first.exists()
    assert first.name.startswith("Stakeholders ")


def test_the_front_line_has_to_be_told_whose_rows(dialog):
    dialog.form.readers.choose("frontline")
    assert not dialog.go.isEnabled()
    assert not dialog.form.choice().unit
    dialog.form.readers.units.setCurrentIndex(1)
    assert dialog.form.choice().audience == "frontline"
    assert dialog.go.isEnabled() == bool(dialog.form.choice().unit)


def test_a_view_for_the_group_is_counted_and_names_nobody(dialog, tmp_path, wait_until):
    dialog.form.readers.choose("group")
    assert not dialog.form.private.isVisible()
    book = write(dialog, tmp_path / "g.xlsx", wait_until)
    assert [c.value for c in book.active[1]][:2] == ["Unit", "Records"]
    assert "王敏" not in {c.value for row in book.active.iter_rows() for c in row}
    assert book.active.oddHeader.center.text == "For: Group management"
