"""Turning a voice anonymous in the window: asked first, said afterwards, and the voice stays in view."""

from __future__ import annotations

import pytest

from govdesk.store import edit
from govdesk.store.query import find
from govdesk.ui.inspector import Inspector
from govdesk.ui.undoing import Undoing
from govdesk.ui.writer import Writer


@pytest.fixture
def project(open_workspace):
    return edit.create(open_workspace, "project", {"name": "P"})


@pytest.fixture
def voice(project, open_workspace):
    source = edit.create(open_workspace, "stakeholder", {"project": project, "name": "王敏"})
    values = {"project": project, "statement": "排班太晚", "source": source}
    return edit.create(open_workspace, "feedback", values)


def held(context, identity):
    with context.workspace.read() as session:
        return find(session, context.registers, "feedback", identity)


def test_it_is_asked_before_and_left_where_the_user_says_no(context, voice):
    context.ask.confirms = False
    made = Inspector(context)
    made.show_record("feedback", voice)
    made._form.unfold()
    row = made._form.rows["anonymous"]
    row.editor.show_value(True, "")
    row.editor.edited.emit()
    row.editor.taken.emit("")
    assert context.ask.asked
    assert not held(context, voice).values["anonymous"]
    assert not row.editor.value(), "the tick is taken back"
    assert row.error.isHidden()


def test_the_choice_follows_to_its_new_id(context, voice, app):
    undoing = Undoing(context, context)
    context.select("feedback", voice)
    said = []
    assert Writer.of(context).change("feedback", [voice], {"anonymous": True}, said.append)
    app.processEvents()
    code, identity = context.selection
    assert (code, said) == ("feedback", [])
    assert identity != voice
    assert held(context, identity).values["source"] is None
    assert undoing is not None


def test_nothing_is_asked_of_what_is_anonymous_already(context, project, open_workspace):
    values = {"project": project, "statement": "打卡", "anonymous": True}
    other = edit.create(open_workspace, "feedback", values)
    assert Writer.of(context).change("feedback", [other], {"reply": "好"}, print)
    assert context.ask.asked == []
