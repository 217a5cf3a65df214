"""A journal that another program spoilt is met with a sentence, never with an error of the program's own."""

from __future__ import annotations

import json
import sqlite3

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import Message, language
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.workspace import Workspace


def raw(path, statement, *values):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement, values)
    connection.close()


def rows(opened, statement):
    with opened.read() as session:
        return session.connection().exec_driver_sql(statement).fetchall()


def test_an_undo_that_no_longer_fits_the_records_is_refused_and_changes_nothing(world):
    opened = world.workspace
    edit.remove(opened, "risk", [edit.create(opened, "risk", {"project": world.project, "title": "x"})])
    raw(opened.path, "UPDATE change SET old = json_set(old, '$.row', 1) WHERE action = 'delete'")
    before = rows(opened, "SELECT * FROM risk"), rows(opened, "SELECT count(*) FROM operation")
    with pytest.raises(GovDeskError) as caught:
        history.undo(opened)
    assert caught.value.code == "damaged"
    assert "Nothing was changed" in language("en").say(caught.value.message)
    assert (rows(opened, "SELECT * FROM risk"), rows(opened, "SELECT count(*) FROM operation")) == before


def test_a_line_that_tells_nothing_is_undone_as_nothing(world):
    opened = world.workspace
    edit.change(opened, "risk", [world.risk], {"probability": 2})
    raw(opened.path, "UPDATE change SET old = NULL WHERE action = 'update'")
    history.undo(opened)
    assert "chain" in {f.code for f in check(opened) if not f.ok}


@pytest.mark.parametrize("text", ["[" * 400 + "]" * 400, json.dumps({"a": {"b": 1}}), json.dumps({"a": []}), "{", "1"])
def test_extra_columns_that_hold_more_than_plain_values_keep_a_file_shut(world, text):
    world.workspace.close()
    raw(world.workspace.path, "UPDATE risk SET extra = ?", text)
    with pytest.raises(GovDeskError) as caught:
        Workspace.open(world.workspace.path, REGISTERS)
    assert caught.value.code == "damaged"


def test_plain_extra_columns_do_not(world):
    world.workspace.close()
    raw(world.workspace.path, "UPDATE risk SET extra = ?", json.dumps({"a": "1", "b": None, "c": 1.5, "d": True}))
    Workspace.open(world.workspace.path, REGISTERS).close()


def test_a_journal_nested_deeper_than_can_be_read_is_a_damaged_file(world):
    opened = world.workspace
    deep = '{"title":' + "[" * 990 + "]" * 990 + "}"
    raw(opened.path, "UPDATE change SET new = ? WHERE register = 'risk'", deep)
    with pytest.raises(GovDeskError) as caught, opened.read() as session:
        history.revisions(session, REGISTERS, "risk", world.risk)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    "text",
    [
        '{"text":"Edit of {record}","args":{"other":1}}',
        '{"text":"Edit of {record.a.b}","args":{"record":1}}',
        '{"text":"Edit of {0}","args":{"record":1}}',
        '{"text":"Edit of {","args":{"record":1}}',
        '{"text":"x","args":[1]}',
        '{"text":1}',
        "[" * 3000,
        '{"text":"x","args":{"a":{"text":[]}}}',
    ],
)
def test_a_label_that_cannot_be_said_stands_for_itself(text):
    for lang in ("zh", "en"):
        assert language(lang).say(Message.load(text))
