"""Sending out from the window: what is ticked is counted and written, nothing private leaves unasked."""

from __future__ import annotations

import openpyxl
import pytest

from govdesk.store import edit
from govdesk.ui.dialogs.send_dialog import open_send


@pytest.fixture
def dialog(context, filled, tmp_path, wait_until):
    edit.change(context.workspace, "risk", filled["risk"], {"owner": filled["stakeholder"][0]})
    made = open_send(context)
    made.folder.path.setText(str(tmp_path / "out"))
    yield made
    made.close()


def counted(dialog, wait_until, by, code):
    dialog.form.choose(by)
    for item in list(dialog.form.fields._tops()):
        dialog.form.fields.tick(item.data(0, 256), on=item.data(0, 256) == code)
    wait_until(lambda: not dialog._timer.isActive() and dialog._count is None, "the count")


def test_what_is_ticked_is_counted_and_written(dialog, tmp_path, wait_until):
    counted(dialog, wait_until, "owner", "risk")
    assert dialog.go.isEnabled()
    people = dialog.table.rowCount()
    assert people
    dialog.go.click()
    wait_until(dialog.open_folder.isVisible, "the workbooks")
    files = list((tmp_path / "out").iterdir())
    assert len(files) == people
    assert "Risks" in openpyxl.load_workbook(files[0]).sheetnames
    assert {dialog.files.item(n, 1).text() for n in range(dialog.files.rowCount())} == {f.name for f in files}


def test_private_fields_are_asked_about(dialog, answers, tmp_path, wait_until):
    counted(dialog, wait_until, "stakeholder", "stakeholder")
    dialog.form.fields.tick("stakeholder", "power")
    assert "Power" in dialog.form._private.text()
    answers.confirms = False
    dialog.go.click()
    assert "Power" in answers.asked[-1]
    assert not (tmp_path / "out").exists()


def test_who_is_unticked_gets_nothing(dialog, tmp_path, wait_until):
    from PySide6.QtCore import Qt

    counted(dialog, wait_until, "owner", "risk")
    for row in range(dialog.table.rowCount()):
        dialog.table.item(row, 0).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.go.isEnabled()


def test_a_day_that_is_none_is_refused(dialog, wait_until):
    counted(dialog, wait_until, "owner", "risk")
    dialog.form.until.setText("下下周")
    assert not dialog.go.isEnabled()
    dialog.form.until.setText("")
    assert dialog.go.isEnabled()


def test_a_day_that_has_passed_is_pointed_out_and_may_stand(dialog, wait_until):
    counted(dialog, wait_until, "owner", "risk")
    dialog.form.until.setText("2020-01-01")
    assert dialog.form._wrong_day.text() == "This day has passed: everybody would be late at once."
    assert dialog.go.isEnabled()
    dialog.form.until.setText("2999-01-01")
    assert dialog.form._wrong_day.isHidden()
