from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from govdesk.registers import REGISTERS
from govdesk.store import cipher, edit
from govdesk.store.backup import backups
from govdesk.store.query import Query, count
from govdesk.ui.dialogs.password_dialog import PasswordDialog

PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Derive keys at a small cost."""
    monkeypatch.setattr(cipher, "_COSTS", {b"GDE1": (1, 64, 1)})


@pytest.fixture
def dialog(window):
    window.commands["password"].trigger()
    return window.findChild(PasswordDialog)


def people(context):
    with context.workspace.read() as session:
        return count(session, REGISTERS, Query("stakeholder"))


def give(window, context, wait_until, password=PASSWORD):
    window.commands["password"].trigger()
    shown = window.findChildren(PasswordDialog)[-1]
    shown.next.setText(password)
    shown.again.setText(password)
    shown.go.click()
    wait_until(lambda: context.is_open and context.workspace.key is not None)


def test_a_workspace_gets_a_password_and_goes_on(window, context, wait_until, answers):
    path = context.workspace.path
    give(window, context, wait_until)
    assert path.read_bytes()[:4] == b"GDE1"
    assert people(context) == 3
    assert answers.asked == []
    edit.create(context.workspace, "department", {"name": "信息部"})
    window.close()
    assert {b.path.read_bytes()[:4] for b in backups(context_id(path))} == {b"GDE1"}


def context_id(path):
    from govdesk.store.backup import workspace_of

    return workspace_of(path)


def test_two_different_or_short_passwords_change_nothing(dialog, context):
    dialog.next.setText(PASSWORD)
    dialog.again.setText("correct hose")
    dialog.go.click()
    assert "not the same" in dialog.why.text()
    dialog.next.setText("short")
    dialog.again.setText("short")
    dialog.go.click()
    assert "at least 8" in dialog.why.text()
    assert context.workspace.key is None


def test_a_password_is_asked_for_until_it_is_right(window, context, wait_until, answers):
    path = context.workspace.path
    give(window, context, wait_until)
    window.opening.close()
    answers.secrets = ["wrong horse", PASSWORD]
    assert window.opening.open_path(path)
    assert len(answers.asked) == 2
    assert "try again" in answers.asked[-1]
    assert people(context) == 3


def test_turning_away_from_the_password_opens_nothing(window, context, wait_until, answers):
    path = context.workspace.path
    give(window, context, wait_until)
    window.opening.close()
    answers.secrets = [None]
    assert not window.opening.open_path(path)
    assert not context.is_open
    assert answers.said == []


def test_who_does_not_know_the_password_cannot_change_it(window, context, wait_until):
    give(window, context, wait_until)
    window.commands["password"].trigger()
    shown = window.findChildren(PasswordDialog)[-1]
    shown.now.setText("wrong horse")
    shown.drop.click()
    assert "not the password of now" in shown.why.text()
    shown.now.setText(PASSWORD)
    shown.drop.click()
    wait_until(lambda: context.is_open and context.workspace.key is None)
    assert people(context) == 3


def test_a_workspace_left_alone_is_locked(window, context, wait_until, answers):
    give(window, context, wait_until)
    path = context.workspace.path
    assert window.keeping._idle._timer.isActive()
    answers.secrets = [PASSWORD]
    window.keeping._idle._timer.timeout.emit()
    assert not context.is_open
    wait_until(lambda: context.is_open)
    assert context.workspace.path == path
    assert path.name in answers.asked[-1]


def test_a_touch_begins_the_waiting_anew_and_never_means_never(window, context, wait_until):
    give(window, context, wait_until)
    timer = window.keeping._idle._timer
    timer.start(5_000_000)
    begun = []
    timer.start = lambda *_: begun.append(True)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert begun, "a key that reaches the window"
    begun.clear()
    other = QDialog(window)
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    QTest.mouseClick(other.windowHandle(), Qt.MouseButton.LeftButton)
    other.close()
    assert begun, "a click into a dialog over it"
    del timer.start
    window.apply(replace(context.settings, lock=0))
    assert not timer.isActive()


def test_without_a_password_nothing_is_locked(window):
    assert not window.keeping._idle._timer.isActive()


def test_it_says_who_has_what(window, context):
    from PySide6.QtWidgets import QLabel

    from govdesk.sheet.sent import Sent, SentPackage, keep_sent

    def said():
        window.commands["password"].trigger()
        return " ".join(x.text() for x in window.findChildren(PasswordDialog)[-1].findChildren(QLabel))

    assert "nobody else has any of it" in said()
    package = SentPackage("a-1", "财务部<b>", (), "财务部.xlsx", ())
    with context.workspace.write("x") as session:
        keep_sent(session, Sent("a", "2026-11-02T08:00:00+00:00", "陈静", "department", "zh", "", None, "", (package,)))
    assert "财务部<b> (2026-11-02)" in said()
