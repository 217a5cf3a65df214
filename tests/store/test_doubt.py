"""A link to nowhere and a history that is no chain are told when a file is opened, and the file opens all the same."""

from __future__ import annotations

import sqlite3

import pytest

from govdesk.cli import main
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.store import chain, edit
from govdesk.store.check import check
from govdesk.store.workspace import Workspace


@pytest.fixture
def path(world):
    world.workspace.close()
    return world.workspace.path


def told(path):
    opened = Workspace.open(path, REGISTERS)
    opened.close()
    return [d.code for d in opened.doubts]


def raw(path, statement):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_nothing_makes_one_doubt_what_govdesk_wrote(path):
    assert told(path) == []


def test_a_link_to_nowhere_is_told_and_can_be_mended(path, capsys):
    raw(path, "UPDATE risk SET owner = 'nobody'")
    assert told(path) == ["links"]
    opened = Workspace.open(path, REGISTERS)
    words = {lang: language(lang).say(opened.doubts[0].message) for lang in LANGUAGES}
    assert path.name in words["en"]
    assert "Risks" in words["en"]
    assert "风险" in words["zh"]
    with opened.read() as session:
        risk = session.connection().exec_driver_sql("SELECT id FROM risk").scalar()
    edit.change(opened, "risk", [risk], {"owner": None})
    opened.close()
    assert told(path) == []
    raw(path, "UPDATE risk SET owner = 'nobody'")
    assert main(["list", str(path), "risk", "--lang", "en"]) == 0
    assert "lead to records that are not there" in capsys.readouterr().err
    assert main(["check", str(path), "--lang", "en"]) == 1
    assert "1 links lead nowhere" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE link SET digest = zeroblob(32) WHERE operation = 4",
        "UPDATE link SET head = zeroblob(32) WHERE operation = 4",
        "DELETE FROM link WHERE operation = 4",
        "DELETE FROM operation WHERE id = 4",
        "UPDATE link SET operation = 400 WHERE operation = 4",
    ],
)
def test_a_history_that_is_no_chain_is_told(path, statement):
    raw(path, statement)
    assert told(path) == ["past"]
    opened = Workspace.open(path, REGISTERS)
    with opened.read() as session:
        assert chain.first_break(session.connection()) in (4, 5)
    assert "chain" in {f.code for f in check(opened) if not f.ok}
    opened.close()
