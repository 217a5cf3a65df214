"""The inbox: quick entry by keyboard alone, the order of the voices, answers and who may confirm them."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text as sql

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, find, records, rows
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_inbox import InboxFace

TODAY = dt.date.today()


def voices(workspace):
    with workspace.read() as session:
        return records(session, REGISTERS, "feedback", rows(session, REGISTERS, Query("feedback")))


@pytest.fixture
def inbox(window, context, open_workspace, wait_until):
    context.open_view(View("feedback", Query("feedback", context.project), "inbox"))
    found = window.findChild(InboxFace)
    wait_until(lambda: found.model.rowCount() >= 1)
    return found


@pytest.fixture
def voice(context, open_workspace):
    """Make a voice and choose it."""

    def make(**values):
        whole = {"project": context.project, "statement": "高峰期网络慢", "date": TODAY, **values}
        identity = edit.create(open_workspace, "feedback", whole)
        context.select("feedback", identity)
        return identity

    return make


class Typist:
    """Types and counts: each character, and each key with what is held down beside it, is one stroke."""

    def __init__(self, window):
        self._window = window
        self.strokes = 0

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.strokes += 1
        QTest.keyClick(self._window.focusWidget(), key, modifiers)

    def write(self, text):
        QTest.keyClicks(self._window.focusWidget(), text)


def test_a_voice_is_kept_in_six_strokes_beside_its_words(inbox, window, open_workspace, context):
    for theme in ("网络",) * 2 + ("登录",):
        edit.create(open_workspace, "feedback", {"project": context.project, "statement": "…", "theme": theme})
    inbox._query = None
    inbox.show_query(context.view.query)
    hand = Typist(window)
    hand.strokes += 1
    window.commands["voice"].trigger()
    assert window.focusWidget() is inbox.entry.text
    hand.write("the till is slow")
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_1)
    hand.press(Qt.Key.Key_2)
    hand.press(Qt.Key.Key_1)
    hand.press(Qt.Key.Key_Return)
    kept = voices(open_workspace)[-1]
    assert kept.values["statement"] == "the till is slow"
    assert (kept.values["theme"], kept.values["cause"], kept.values["sentiment"]) == ("网络", "burden", -2)
    assert kept.values["date"] == TODAY
    assert kept.values["due"] == TODAY + dt.timedelta(days=14)
    assert inbox.entry.text.text() == ""
    assert hand.strokes == 6


def test_alt_and_a_number_pick_without_leaving_the_line(inbox, open_workspace):
    inbox.entry.begin()
    QTest.keyClicks(inbox.entry.text, "slow")
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        QTest.keyClick(inbox.entry.text, key, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(inbox.entry.text, Qt.Key.Key_Return)
    kept = voices(open_workspace)[-1]
    assert (kept.values["statement"], kept.values["cause"], kept.values["sentiment"]) == ("slow", "burden", -2)


def test_the_context_of_the_last_voice_is_remembered(inbox, open_workspace):
    department = edit.create(open_workspace, "department", {"name": "门店运营部"})
    entry = inbox.entry
    entry.editors["department"].show_value(department, "门店运营部")
    entry.editors["channel"].show_value("visit")
    for text in ("one", "two"):
        entry.text.setText(text)
        entry.save()
    last = voices(open_workspace)[-2:]
    assert [v.values["statement"] for v in last] == ["one", "two"]
    assert {(v.values["department"], v.values["channel"]) for v in last} == {(department, "visit")}
    entry.editors["department"].show_value(None)
    entry.where.show_remembered()
    assert entry.editors["department"].value() == department


def test_a_remembered_department_that_is_gone_is_left_blank(inbox, open_workspace):
    department = edit.create(open_workspace, "department", {"name": "门店运营部"})
    inbox.entry.editors["department"].show_value(department, "门店运营部")
    inbox.entry.text.setText("one")
    inbox.entry.save()
    with open_workspace.write("the department goes") as session:
        session.execute(sql("update feedback set department = null"))
        session.execute(sql("delete from department"))
    inbox.entry.where.show_remembered()
    assert inbox.entry.editors["department"].value() is None


def test_what_is_typed_while_a_voice_is_kept_stays(inbox, context, monkeypatch):
    waiting = []
    monkeypatch.setattr(context, "edit", lambda work, done: waiting.append(lambda: done(work())))
    inbox.entry.text.setText("first")
    inbox.entry.save()
    inbox.entry.text.setText("second")
    waiting[0]()
    assert inbox.entry.text.text() == "second"


def test_an_anonymous_voice_keeps_its_week_and_nobody(inbox, open_workspace):
    inbox.entry.text.setText("no name please")
    inbox.entry.anonymous.setChecked(True)
    assert not inbox.entry.editors["source"].isEnabled()
    inbox.entry.save()
    kept = voices(open_workspace)[-1]
    monday = TODAY - dt.timedelta(days=TODAY.weekday())
    assert (kept.values["anonymous"], kept.values["source"], kept.values["date"]) == (True, None, monday)
    assert kept.values["due"] == monday + dt.timedelta(days=14)
    with open_workspace.read() as session:
        assert history.revisions(session, REGISTERS, "feedback", kept.id)[0].operation.author == ""
    assert not inbox.entry.anonymous.isChecked()


def test_a_date_in_the_future_keeps_the_line(inbox, open_workspace, context):
    said = []
    context.noticed.connect(said.append)
    before = len(voices(open_workspace))
    inbox.entry.text.setText("later")
    inbox.entry.editors["date"].show_value(TODAY + dt.timedelta(days=1))
    inbox.entry.save()
    assert len(voices(open_workspace)) == before
    assert "future" in said[-1]
    assert inbox.entry.problem.text() == said[-1]
    assert inbox.entry.text.text() == "later"


def test_an_empty_line_keeps_nothing(inbox, open_workspace, context):
    said = []
    context.noticed.connect(said.append)
    before = len(voices(open_workspace))
    inbox.entry.save()
    assert len(voices(open_workspace)) == before
    assert said


def test_the_most_urgent_voices_come_first_and_answered_ones_are_gone(inbox, voice, wait_until):
    voice(statement="soon", due=TODAY + dt.timedelta(days=2))
    voice(statement="late", due=TODAY - dt.timedelta(days=4))
    voice(statement="done", status="answered", reply="yes", due=TODAY - dt.timedelta(days=9))

    def shown():
        return [r.values["statement"] for r in inbox.model.records(0, inbox.model.rowCount() - 1)]

    wait_until(lambda: shown()[:2] == ["late", "soon"])
    assert "done" not in shown()
    inbox.grab()


def test_an_answer_is_given_confirmed_and_opened_again(inbox, voice, context, open_workspace, wait_until):
    who = edit.create(open_workspace, "stakeholder", {"name": "张伟", "project": context.project})
    identity = voice(source=who)

    def record():
        with open_workspace.read() as session:
            return find(session, REGISTERS, "feedback", identity)

    def step(code, status):
        wait_until(lambda: inbox.answer.record is not None and not inbox.answer.buttons[code].isHidden())
        inbox.answer.buttons[code].click()
        assert record().values["status"] == status

    step("acknowledge", "acknowledged")
    step("begin", "in_progress")
    inbox.answer.reply.setPlainText("A second line comes on Monday.")
    step("answer", "answered")
    assert record().values["replied"] == TODAY
    wait_until(lambda: inbox.answer.record is None or inbox.answer.record.id != identity, "the next voice")
    context.select("feedback", identity)
    step("confirm", "confirmed")
    assert record().values["confirmed_by"] == who
    step("reopen", "in_progress")
    history.undo(open_workspace)
    assert record().values["status"] == "confirmed"


def test_an_empty_answer_is_refused_in_words(inbox, voice, answers, wait_until):
    voice()
    wait_until(lambda: inbox.answer.record is not None)
    inbox.answer.reply.setPlainText("  ")
    inbox.answer.buttons["answer"].click()
    assert "no answer yet" in answers.said[-1]


def test_declining_asks_for_the_reason(inbox, voice, answers, open_workspace, wait_until):
    identity = voice()
    wait_until(lambda: inbox.answer.record is not None and inbox.answer.record.id == identity)
    answers.types = None
    inbox.answer.buttons["decline"].click()
    answers.types = "Not this year"
    inbox.answer.buttons["decline"].click()
    with open_workspace.read() as session:
        found = find(session, REGISTERS, "feedback", identity)
    assert (found.values["status"], found.values["reply"]) == ("declined", "Not this year")


def test_an_answered_voice_stays_in_sight_until_it_is_confirmed(inbox, voice, wait_until):
    days = {"date": TODAY - dt.timedelta(days=20), "replied": TODAY - dt.timedelta(days=9)}
    waiting = voice(statement="done", status="answered", reply="yes", **days)
    wait_until(lambda: inbox.groups.chips[1].text().endswith(" 1"))
    assert inbox.groups.chips[0].text().endswith(" 1")
    inbox.groups.chips[1].click()
    wait_until(lambda: inbox.model.rowCount() == 1 and inbox.model.records(0, 0)[0].id == waiting)
    assert [c.name for c in inbox.model.columns][-1] == "due"
    inbox.grab()
    inbox.groups.chips[0].click()
    wait_until(lambda: inbox.model.rowCount() == 1 and inbox.model.records(0, 0)[0].id != waiting)


def test_a_filter_by_status_leaves_no_groups(inbox, context, wait_until):
    from govdesk.store.query import Filter

    query = Query("feedback", context.project, (Filter("status", "any_of", ("confirmed",)),))
    context.open_view(View("feedback", query, "inbox"))
    assert inbox.groups.isHidden()


def test_a_risk_is_made_of_the_chosen_voice_and_opened(inbox, voice, context, open_workspace, wait_until):
    identity = voice(cause="burden")
    wait_until(lambda: inbox.answer.record is not None and inbox.answer.record.id == identity)
    further = inbox.answer.further
    assert further.risk.isVisible()
    further.risk.trigger()
    with open_workspace.read() as session:
        risk = find(session, REGISTERS, "feedback", identity).values["risk"]
    assert risk
    wait_until(further.open_risk.isVisible)
    assert not further.risk.isVisible()
    further.open_risk.trigger()
    assert (context.view.register, context.selection) == ("risk", ("risk", risk))


def test_a_checklist_is_made_against_the_chosen_voice(inbox, voice, window, context, wait_until):
    from govdesk.ui.pages.plan_template import TemplateWindow

    identity = voice()
    wait_until(lambda: inbox.answer.record is not None and inbox.answer.record.id == identity)
    inbox.answer.further.checklist.trigger()
    opened = window.findChild(TemplateWindow)
    assert opened.kind.currentData() == "feedback"
    assert opened.editors["feedback"].value() == identity


def test_voices_that_say_the_same_stand_beside_the_answer(inbox, voice, context, wait_until):
    other = voice(statement="高峰期收银台网络很慢")
    voice(statement="高峰期网络很慢")
    wait_until(lambda: [s.id for s in inbox.answer.similar.shown][:1] == [other])
    inbox.answer.similar.lines[0].click()
    assert context.selection == ("feedback", other)


def test_an_unknown_name_or_one_that_two_share_confirms_nothing(
    inbox, voice, context, open_workspace, answers, wait_until
):
    for _ in range(2):
        edit.create(open_workspace, "stakeholder", {"name": "张伟", "project": context.project})
    identity = voice(status="answered", reply="yes")
    wait_until(lambda: inbox.answer.record is not None and inbox.answer.record.id == identity)
    inbox.answer.by.typed.setText("张伟")
    inbox.answer.buttons["confirm"].click()
    with open_workspace.read() as session:
        assert find(session, REGISTERS, "feedback", identity).values["status"] == "answered"
    assert "张伟" in answers.said[-1]


def test_an_inbox_that_is_gone_hears_of_no_choice(inbox, window, context, monkeypatch, wait_until):
    caught = []
    monkeypatch.setattr(sys, "excepthook", lambda *error: caught.append(error))
    before = window.shell
    window.commands["language"].trigger()
    wait_until(lambda: window.shell is not before)
    context.select("feedback", "")
    assert caught == []


def test_a_low_screen_shows_what_is_being_done(inbox, voice, monkeypatch, wait_until):
    def sized(width, height):
        monkeypatch.setattr(inbox, "width", lambda: width)
        monkeypatch.setattr(inbox, "height", lambda: height)
        inbox._make_room()
        inbox._fit()
        return inbox.entry.isHidden(), inbox._rest.isHidden(), inbox.answer.isHidden()

    voice()
    wait_until(lambda: inbox.answer.record is not None)
    inbox.entry.fold()
    assert sized(700, 330) == (True, False, False)
    assert sized(900, 700) == (False, False, False)
    inbox.entry.text.setText("slow")
    assert sized(900, 700) == (False, False, False)
    assert sized(700, 330) == (False, True, True)
    assert [c.name for c in inbox.model.columns] == ["number", "date", "department", "statement", "due", "status"]
