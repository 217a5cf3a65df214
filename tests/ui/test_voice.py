"""Quick entry from anywhere: over another page, over a dialog, with an input method, beside what was heard before."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query, records, rows
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_inbox import InboxFace
from govdesk.ui.pages.voice import VoiceCard


def voices(workspace):
    with workspace.read() as session:
        return records(session, REGISTERS, "feedback", rows(session, REGISTERS, Query("feedback")))


@pytest.fixture
def card(window, context):
    context.open_view(View("stakeholder", Query("stakeholder", context.project)))
    window.commands["voice"].trigger()
    return window.findChild(VoiceCard)


def test_another_page_stays_while_a_voice_is_written_down(card, context, open_workspace):
    assert card.isVisible()
    QTest.keyClicks(card.entry.text, "slow till")
    QTest.keyClick(card.entry.text, Qt.Key.Key_Return)
    assert voices(open_workspace)[-1].values["statement"] == "slow till"
    assert (context.view.register, context.selection) == ("stakeholder", ("", ""))
    assert card.entry.text.text() == ""
    assert card.isVisible()


def test_escape_clears_first_and_then_goes_back(card):
    QTest.keyClicks(card.entry.text, "slow")
    QTest.keyClick(card.entry.text, Qt.Key.Key_Escape)
    assert (card.entry.text.text(), card.isVisible()) == ("", True)
    QTest.keyClick(card.entry.text, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_the_keys_pressed_again_bring_the_same_card(card, window):
    QTest.keyClicks(card.entry.text, "slow")
    window.commands["voice"].trigger()
    assert [c.entry.text.text() for c in window.findChildren(VoiceCard)] == ["slow"]


def test_a_dialog_stays_open_and_gets_the_keys(window, context, open_workspace, monkeypatch):
    dialog = QDialog(window)
    dialog.open()
    monkeypatch.setattr(QApplication, "activeWindow", lambda: dialog)
    for _ in range(2):
        window.front_keys.serve()
    keys = dialog.findChildren(QShortcut, "Ctrl+Shift+N")
    assert len(keys) == 1
    keys[0].activated.emit()
    card = dialog.findChild(VoiceCard)
    assert card.isVisible()
    assert card.isModal()
    card.entry.text.setText("from a dialog")
    card.entry.save()
    assert dialog.isVisible()
    assert voices(open_workspace)[-1].values["statement"] == "from a dialog"


def test_enter_within_an_input_method_keeps_nothing(card, open_workspace):
    before = len(voices(open_workspace))
    QApplication.sendEvent(card.entry.text, QInputMethodEvent("wang luo", []))
    QTest.keyClick(card.entry.text, Qt.Key.Key_Return)
    assert len(voices(open_workspace)) == before
    done = QInputMethodEvent("", [])
    done.setCommitString("网络慢")
    QApplication.sendEvent(card.entry.text, done)
    assert card.entry.text.text() == "网络慢"
    QTest.keyClick(card.entry.text, Qt.Key.Key_Return)
    assert voices(open_workspace)[-1].values["statement"] == "网络慢"


def test_what_was_heard_before_is_pointed_out(card, context, open_workspace, wait_until):
    identity = edit.create(
        open_workspace, "feedback", {"project": context.project, "statement": "高峰期收银台网络很慢"}
    )
    card.entry.text.setText("高峰期网络很慢")
    wait_until(lambda: card.entry.similar.shown)
    assert not card.entry.similar.isHidden()
    card.entry.similar.lines[0].click()
    assert context.selection == ("feedback", identity)
    card.entry.text.setText("排行榜每周公布")
    wait_until(lambda: not card.entry.similar.shown)
    assert card.entry.similar.isHidden()


def test_full_width_digits_pick_as_well(card):
    strip = card.entry.strips["sentiment"]
    QTest.keyClicks(card.entry.text, "slow")
    strip.setFocus()
    assert strip.pick_key("1")
    strip.show_value(None)
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    QApplication.sendEvent(strip, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, "２"))
    assert strip.value == -1


def test_two_people_of_one_name_are_asked_about(card, context, open_workspace):
    said = []
    context.noticed.connect(said.append)
    for _ in range(2):
        edit.create(open_workspace, "stakeholder", {"name": "张伟", "project": context.project})
    before = len(voices(open_workspace))
    card.entry.text.setText("slow")
    card.entry.editors["source"].typed.setText("张伟")
    card.entry.save()
    assert len(voices(open_workspace)) == before
    assert card.entry.text.text() == "slow"
    assert said


def test_the_inbox_takes_the_voice_in_its_own_line(window, context, wait_until):
    context.open_view(View("feedback", Query("feedback", context.project), "inbox"))
    window.commands["voice"].trigger()
    assert window.findChild(VoiceCard) is None
    assert window.focusWidget() is window.findChild(InboxFace).entry.text


def test_a_voice_of_the_future_is_refused_in_its_own_words(card, context, open_workspace):
    said = []
    context.noticed.connect(said.append)
    before = len(voices(open_workspace))
    card.entry.text.setText("later")
    card.entry.editors["date"].show_value(dt.date.today() + dt.timedelta(days=1))
    card.entry.save()
    assert (len(voices(open_workspace)), "future" in said[-1]) == (before, True)
