"""Half-typed entries survive the end of the program, whichever form they were typed into."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.store.draft import drafts
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace
from govdesk.ui.draft import _PAUSE, _TYPED, CELL, Drafts, Unfit
from govdesk.ui.form import _LATEST, Form
from govdesk.ui.pages.feedback_entry import _LATE, QuickEntry

ROOT = Path(__file__).resolve().parents[2]


def again(context, path):
    """Open the workspace anew, as the next start of the program does."""
    Drafts.of(context).clear()
    Drafts.of(context)._of = ""
    context.attach(None)
    context.attach(Workspace.open(path, REGISTERS, author="陈静"))
    return Drafts.of(context)


def test_nothing_typed_waits_longer_than_ten_seconds():
    assert _LATEST + _PAUSE < 10_000
    assert _TYPED + _PAUSE < 10_000
    assert _LATE + _PAUSE < 10_000


def test_a_new_record_left_half_filled_in_comes_back(context, open_workspace):
    made = Drafts.of(context)
    made.begin("risk", {"project": context.project})
    made.set_new("risk", "title", "数据")
    made.keep("risk", "", "due", Unfit("31.2.", Message("x")))
    made.write()
    found = again(context, open_workspace.path)
    assert found.new("risk")["title"] == "数据"
    assert found.unfit("risk", "")["due"].text == "31.2."
    found.discard("risk")
    found.write()
    assert again(context, open_workspace.path).new("risk") is None


def test_closing_keeps_what_was_typed_last(context, open_workspace):
    form = Form(REGISTERS["risk"], context)
    made = Drafts.of(context)
    made.closing.connect(form.flush)
    made.begin("risk", {})
    form.show_new()
    row = form.rows["title"]
    row.editor.show_text("尚未")
    row._edited()
    path = open_workspace.path
    context.attach(None)
    found = again(context, path)
    assert found.new("risk")["title"] == "尚未"


def test_the_quick_line_and_an_open_cell_come_back(context, open_workspace, app):
    entry = QuickEntry(context)
    entry.text.setText("排队太久")
    entry.anonymous.setChecked(True)
    entry._put_by()
    made = Drafts.of(context)
    made.set_line("stakeholder", f"{CELL}:some:name", {"text": "王"})
    made.write()
    entry.deleteLater()
    found = again(context, open_workspace.path)
    assert found.unfit("stakeholder", "some")["name"].text == "王"
    second = QuickEntry(context)
    assert second.text.text() == "排队太久"
    assert second.anonymous.isChecked()
    third = QuickEntry(context)
    assert third.text.text() == ""
    second.clear()
    found.write()
    assert [d.place for d in drafts(context.workspace)] == [("stakeholder", "some")]


def test_a_kept_voice_leaves_no_line(context, open_workspace):
    entry = QuickEntry(context)
    entry.text.setText("排队太久")
    entry._put_by()
    Drafts.of(context).write()
    context.project = None
    entry._only_project = lambda: drafts_project(context)
    entry.save()
    Drafts.of(context).write()
    assert drafts(context.workspace) == []


def drafts_project(context):
    from govdesk.store.query import records, rows

    with context.workspace.read() as session:
        return records(session, REGISTERS, "project", rows(session, REGISTERS, Query("project")))[0].id


def test_a_copy_saved_elsewhere_goes_on_with_what_stands_on_the_screen(context, open_workspace, tmp_path):
    from govdesk.store.backup import save_elsewhere

    made = Drafts.of(context)
    made.keep("stakeholder", "some", "name", Unfit("typed", Message("full")))
    save_elsewhere(context.workspace, tmp_path / "copy.govdesk")
    context.attach(Workspace.open(tmp_path / "copy.govdesk", REGISTERS, author="陈静"))
    assert made.unfit("stakeholder", "some")["name"].text == "typed"
    made.write()
    assert [d.place for d in drafts(context.workspace)] == [("stakeholder", "some")]


def test_another_workspace_knows_nothing_of_it(context, open_workspace, tmp_path):
    made = Drafts.of(context)
    made.set_new("risk", "title", "x")
    context.attach(Workspace.create(tmp_path / "other.govdesk", REGISTERS))
    assert made.new("risk") is None
    assert drafts(context.workspace) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from govdesk import settings
from govdesk.registers import REGISTERS
from govdesk.store.workspace import Workspace
from govdesk.ui.ask import QtAsk
from govdesk.ui.context import Context
from govdesk.ui.look import Look
from govdesk.ui.window import Window
from PySide6.QtTest import QTest
app = QApplication([])
look = Look(app)
context = Context(REGISTERS, settings.load(), look.wear(settings.load()), QtAsk(str))
context.attach(Workspace.open(Path(sys.argv[1]), REGISTERS, author="陈静"))
window = Window(look, context.settings)
window.furnish(context, None)
window.show()
from govdesk.store.query import Query
from govdesk.ui.context import View
from govdesk.ui.pages.register_page import RegisterPage
from govdesk.ui.inspector import Inspector
def start():
    try:
        type_some()
    except BaseException as error:
        print(repr(error), flush=True)
        os._exit(1)
def type_some():
    context.open_view(View("stakeholder", Query("stakeholder", context.project)))
    window.findChild(RegisterPage).add()
    row = window.findChild(Inspector)._form.rows["title"]
    row.editor.typed.setFocus()
    QTest.keyClicks(row.editor.typed, "store manager")
    print("typed", flush=True)
QTimer.singleShot(0, start)
app.exec()
"""


def test_killed_while_typing_loses_ten_seconds_at_most(workspace_file, home):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "GOVDESK_HOME": str(home)}
    command = [sys.executable, "-c", KILLED, str(workspace_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout.readline().strip() == "typed"
        found, end = {}, time.monotonic() + 10
        while not found and time.monotonic() < end:
            with pytest.raises(subprocess.TimeoutExpired):
                child.wait(timeout=0.5)
            reader = Workspace.open(workspace_file, REGISTERS, author="陈静", read_only=True)
            found = {d.place: d.content for d in drafts(reader) if d.content["values"].get("title")}
            reader.close()
        os.kill(child.pid, signal.SIGKILL)
    assert found["stakeholder", ""]["values"]["title"] == "store manager"


def test_a_line_of_no_register_that_was_emptied_is_forgotten_on_closing(context, open_workspace):
    made = Drafts.of(context)
    made._note(("", "cell:x:y"))
    context.attach(None)
    assert made._late == set()
