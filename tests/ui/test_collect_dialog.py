"""Collecting in the window: who answered is shown, conflicts are settled, and one button merges all."""

from __future__ import annotations

import openpyxl
import pytest
import shiboken6

from govdesk.registers import REGISTERS
from govdesk.sheet.package import usual
from govdesk.sheet.sending import Sending, send
from govdesk.store import edit
from govdesk.store.query import select_records
from govdesk.ui.dialogs.collect_dialog import open_collect
from govdesk.ui.opening import Opening


def answers_of(context):
    with context.workspace.read() as session:
        return {r.id: r.values["action"] for r in select_records(session, REGISTERS, "risk")}


@pytest.fixture
def out(context, filled, tmp_path):
    """Send the risks out and fill in the first one of one owner."""
    for risk, owner in zip(filled["risk"], filled["stakeholder"], strict=True):
        edit.change(context.workspace, "risk", [risk], {"owner": owner})
    done = send(context.workspace, Sending("owner", (usual(REGISTERS["risk"]),), tmp_path / "out", "en"))
    path = done.folder / done.sent.packages[0].file
    book = openpyxl.load_workbook(path)
    page = book["Risks"]
    column = next(c.column for c in page[1] if c.value == "What is done")
    identity = page["A2"].value
    page.cell(2, column).value = "from the return"
    book.save(path)
    for other in done.folder.iterdir():
        if other != path:
            other.unlink()
    return done, identity


@pytest.fixture
def shown(context, out, wait_until):
    made = open_collect(context, out[0].folder)
    wait_until(lambda: made._collected is not None, "the returns")
    return made


def test_one_button_merges_what_came_back(context, out, shown, answers, wait_until):
    done, identity = out
    assert shown.people.rowCount() == len(done.sent.packages)
    assert f"1 of {len(done.sent.packages)} have answered" in shown.summary()
    shown.go.click()
    wait_until(lambda: answers_of(context)[identity] == "from the return", "the merge")
    wait_until(lambda: not shiboken6.isValid(shown) or not shown.isVisible(), "the end")


def test_a_folder_that_is_dropped_is_collected_once_something_was_sent(context, out, wait_until):
    opening = Opening(context, lambda path, code: None, context)
    opening.take([out[0].folder])
    dialog = opening._dialog
    wait_until(lambda: dialog._collected is not None, "the returns")
    dialog.close()


def test_a_conflict_is_settled_where_it_is_shown(context, out, wait_until):
    done, identity = out
    edit.change(context.workspace, "risk", [identity], {"action": "changed here"})
    dialog = open_collect(context, done.folder)
    wait_until(lambda: dialog._collected is not None, "the returns")
    (line,) = [x for x in dialog._lines if x.kind == "conflict"]
    assert (line.old, line.new) == ("changed here", "from the return")
    dialog.changes.table.selectRow(0)
    assert dialog.changes.theirs.isEnabled()
    dialog.changes.theirs.click()
    wait_until(lambda: any(x.settled == "theirs" for x in dialog._lines), "the settlement")
    dialog.go.click()
    wait_until(lambda: answers_of(context)[identity] == "from the return", "the merge")
    wait_until(lambda: not shiboken6.isValid(dialog) or not dialog.isVisible(), "the end")


def test_what_should_be_looked_at_must_be_ticked_first(context, out, wait_until):
    done, _ = out
    path = next(done.folder.iterdir())
    book = openpyxl.load_workbook(path)
    heading = next(c for c in book["Risks"][1] if c.value == "What is done")
    heading.value = "Our plans"
    book.save(path)
    dialog = open_collect(context, done.folder)
    wait_until(lambda: dialog._collected is not None, "the returns")
    assert not dialog.go.isEnabled()
    dialog.seen.click()
    assert dialog.go.isEnabled()
    dialog.close()


def test_a_row_gone_from_the_sheet_is_deleted_once_it_is_ticked(context, out, answers, wait_until):
    from PySide6.QtCore import Qt

    done, identity = out
    path = done.folder / done.sent.packages[0].file
    book = openpyxl.load_workbook(path)
    book["Risks"].delete_rows(2)
    book.save(path)
    made = open_collect(context, done.folder)
    wait_until(lambda: made._collected is not None, "the returns")
    table = made.changes.table
    place = table.lines.index(0, 0)
    role = Qt.ItemDataRole.CheckStateRole
    assert table.lines.data(place, role) == Qt.CheckState.Unchecked
    assert table.lines.deleted() == []
    table.selectRow(0)
    table._tick()
    assert [m.id for m in table.lines.deleted()] == [identity]
    made.seen.setChecked(True)
    ended = []
    made.finished.connect(ended.append)
    made.go.click()
    wait_until(lambda: ended, "the end of the dialog")
    wait_until(lambda: identity not in answers_of(context), "the record gone")
    assert answers.asked[-1].startswith("This import changes or deletes 1 of ")


def test_a_folder_that_is_gone_when_it_is_read_again_leaves_nothing_to_merge(out, shown, wait_until):
    folder = out[0].folder
    assert shown.go.isEnabled()
    folder.rename(folder.with_name("elsewhere"))
    shown.again.click()
    wait_until(lambda: shown._job is None, "the answer")
    assert not shown.go.isEnabled()
    assert shown.people.rowCount() == shown.changes.table.lines.rowCount() == 0
    assert "Nothing was collected" in shown.text()
    shown.close()


def test_returns_that_were_taken_in_before_say_why_nothing_can_be_merged(context, out, shown, answers, wait_until):
    done, _ = out
    shown.go.click()
    wait_until(lambda: not shiboken6.isValid(shown) or not shown.isVisible(), "the end")
    again = open_collect(context, done.folder)
    wait_until(lambda: again._collected is not None, "the returns")
    assert again.text() == "There is nothing new in these files: what they say is in the workspace already."
    for path in done.folder.iterdir():
        path.unlink()
    (done.folder / "notes.txt").write_text("hi")
    again.again.click()
    wait_until(lambda: again._job is None, "the answer")
    assert again.text().startswith("No file in this folder is a return.")
    again.close()
