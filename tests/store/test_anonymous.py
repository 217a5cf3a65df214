"""An anonymous voice leaves nothing behind that tells whose it was."""

from __future__ import annotations

import datetime as dt
import sqlite3
from uuid import UUID

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import find
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.fixture
def voice(workspace):
    project = edit.create(workspace, "project", {"name": "门店数字化"})
    values = {"project": project, "statement": "打卡要开定位", "anonymous": True, "date": dt.date(2026, 11, 19)}
    return project, edit.create(workspace, "feedback", values)


def test_the_date_is_the_monday_of_its_week(workspace, voice):
    with workspace.read() as session:
        assert find(session, REGISTERS, "feedback", voice[1]).values["date"] == dt.date(2026, 11, 16)


def test_the_journal_names_nobody_and_no_hour(workspace, voice):
    with workspace.read() as session:
        operation = history.revisions(session, REGISTERS, "feedback", voice[1])[0].operation
    assert operation.author == ""
    assert (operation.at.hour, operation.at.minute, operation.at.second) == (0, 0, 0)


def test_the_id_holds_no_time(voice):
    assert UUID(voice[1]).version == 4


def test_the_file_names_the_author_nowhere_beside_it(workspace, voice):
    raw = sqlite3.connect(workspace.path)
    rows = raw.execute("SELECT * FROM operation WHERE id IN (SELECT operation FROM change WHERE record = ?)", voice[1:])
    told = [cell for row in rows for cell in row] + list(raw.execute("SELECT * FROM feedback").fetchone())
    raw.close()
    assert told
    assert not [cell for cell in told if "陈静" in str(cell)]


def test_a_named_voice_keeps_its_author_and_time(workspace, voice):
    values = {"project": voice[0], "statement": "好用", "date": dt.date(2026, 11, 19)}
    identity = edit.create(workspace, "feedback", values)
    with workspace.read() as session:
        revision = history.revisions(session, REGISTERS, "feedback", identity)[0]
        assert find(session, REGISTERS, "feedback", identity).values["date"] == dt.date(2026, 11, 19)
    assert revision.operation.author == "陈静"


def test_an_anonymous_voice_with_a_name_is_refused(workspace, voice):
    source = edit.create(workspace, "stakeholder", {"project": voice[0], "name": "王敏"})
    values = {"project": voice[0], "statement": "好用", "anonymous": True, "source": source}
    with pytest.raises(GovDeskError, match="no name"):
        edit.create(workspace, "feedback", values)
