from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.backup import back_up, backups
from govdesk.store.query import Query, count
from govdesk.ui.dialogs.backup_dialog import BackupDialog


@pytest.fixture
def dialog(window, context, wait_until):
    """The list of backups over a window, one of them older than a department that was made since."""
    workspace = context.workspace
    back_up(workspace.path, workspace.id, "asked")
    edit.create(workspace, "department", {"name": "信息部"})
    window.commands["backups"].trigger()
    shown = next(d for d in window.findChildren(QDialog) if isinstance(d, BackupDialog))
    wait_until(lambda: shown.table.item(0, 4).text() != "")
    return shown


def departments(context):
    with context.workspace.read() as session:
        return count(session, REGISTERS, Query("department"))


def test_a_backup_tells_what_it_holds_against_now(dialog):
    assert dialog.table.rowCount() == 1
    assert dialog.table.item(0, 1).text() == "by hand"
    assert dialog.table.item(0, 4).text() == "Departments -1"


def test_going_back_brings_the_records_of_then_and_keeps_those_of_now(dialog, context, wait_until):
    path, identity = context.workspace.path, context.workspace.id
    assert departments(context) == 1
    dialog.back.click()
    wait_until(lambda: context.is_open and departments(context) == 0)
    assert context.workspace.path == path
    assert len(list(path.parent.glob("*.govdesk"))) == 2
    assert backups(identity)[0].reason == "restore"


def test_turning_away_changes_nothing(dialog, context, answers):
    answers.confirms = False
    dialog.back.click()
    assert departments(context) == 1
    assert dialog.isVisible()


def test_a_backup_can_be_looked_at_without_being_touched(dialog, context, wait_until):
    chosen = backups(context.workspace.id)[0].path
    dialog.look.click()
    wait_until(lambda: context.is_open and context.workspace.path == chosen)
    assert context.workspace.read_only


def test_back_up_now_adds_one(dialog, wait_until):
    dialog.make.click()
    wait_until(lambda: dialog.table.rowCount() == 2 and dialog.table.item(0, 4).text() != "")
    assert dialog.table.item(0, 4).text() == "As many as now"


def test_a_spoilt_backup_is_told(dialog, context, wait_until):
    chosen = backups(context.workspace.id)[0].path
    chosen.write_bytes(b"spoilt")
    dialog._refresh()
    wait_until(lambda: dialog.table.item(0, 4).text() != "")
    assert dialog.table.item(0, 4).text() == "Cannot be read"


def test_closing_a_workspace_backs_it_up_once(window, context):
    workspace = context.workspace
    window.close()
    (made,) = backups(workspace.id)
    assert made.reason == "close"


def test_the_half_hour_backs_up_what_was_changed(window, context, wait_until):
    workspace = context.workspace
    window.keeping.back_up()
    wait_until(lambda: len(backups(workspace.id)) == 1)
    window.keeping.back_up()
    context.jobs.drain(cancel=False)
    assert len(backups(workspace.id)) == 1
    edit.create(workspace, "department", {"name": "信息部"})
    window.keeping.back_up()
    wait_until(lambda: len(backups(workspace.id)) == 2)


def test_a_backup_that_fails_is_said_once(window, context, home, answers, wait_until):
    (home / "backups").write_text("in the way")
    for _ in range(2):
        window.keeping.back_up()
        context.jobs.drain(cancel=False)
        wait_until(lambda: not context.jobs._running)
    assert len(answers.said) == 1
    assert "The workspace itself is safe" in answers.said[0]


def test_a_damaged_workspace_is_offered_its_newest_backup(window, context, answers, wait_until):
    path = context.workspace.path
    window.opening.close()
    wait_until(lambda: not context.is_open)
    path.write_bytes(path.read_bytes()[:6000])
    assert window.opening.open_path(path)
    assert "is damaged" in answers.asked[-1]
    assert context.workspace.path == path
    assert departments(context) == 0
    assert len(list(path.parent.glob("*.govdesk"))) == 2
