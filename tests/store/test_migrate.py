"""Files of every version that was ever given out are lifted to today's, with nothing lost; one small file of each is kept."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import pytest

from govdesk.registers import REGISTERS
from govdesk.store import chain, edit, history, schema
from govdesk.store.check import check
from govdesk.store.query import Query, count, records, rows
from govdesk.store.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"
VERSIONS = tuple(range(1, schema.VERSION))


@pytest.fixture(params=VERSIONS)
def older(tmp_path, request):
    path = tmp_path / "older.govdesk"
    path.write_bytes(gzip.decompress((GOLDEN / f"version_{request.param}.govdesk.gz").read_bytes()))
    return path


def plain(path):
    connection = sqlite3.connect(path)
    try:
        tables = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            t: set(connection.execute(f'SELECT * FROM "{t}"')) for t in tables if t not in ("link", "sqlite_sequence")
        }
    finally:
        connection.close()


def shape_of(path):
    connection = sqlite3.connect(path)
    try:
        return schema.shape(iter(connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()))
    finally:
        connection.close()


def test_an_older_file_is_lifted_with_all_that_it_holds(older):
    before = plain(older)
    Workspace.open(older, REGISTERS).close()
    after = plain(older)
    for table, held in before.items():
        assert {row[: len(next(iter(held)))] for row in after[table]} == held or not held
    assert shape_of(older) == schema.expected_shape(REGISTERS)
    assert sqlite3.connect(older).execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_lifted_file_is_sound_and_takes_up_its_history(older):
    workspace = Workspace.open(older, REGISTERS)
    assert all(f.ok for f in check(workspace))
    with workspace.read() as session:
        assert chain.verify(session).ok
        (list_of_steps,) = records(session, REGISTERS, "checklist", rows(session, REGISTERS, Query("checklist")))
        project = list_of_steps.values["project"]
        assert list_of_steps.values["review"] is None
    review = edit.create(workspace, "review", {"project": project, "title": "三季度复盘"})
    edit.change(workspace, "checklist", [list_of_steps.id], {"review": review})
    edit.create(workspace, "metric", {"project": project, "name": "报销时长", "baseline": 5.0, "target": 2.25})
    for _ in range(4):
        history.undo(workspace)
    with workspace.read() as session:
        (person,) = records(session, REGISTERS, "stakeholder", rows(session, REGISTERS, Query("stakeholder")))
        assert person.values["engagement"] == "neutral"
        assert count(session, REGISTERS, Query("metric")) == 0
    assert all(f.ok for f in check(workspace))
    workspace.close()
    Workspace.open(older, REGISTERS).close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE review (id TEXT)",
        "ALTER TABLE checklist ADD COLUMN review TEXT",
        "ALTER TABLE checklist ADD COLUMN more TEXT REFERENCES risk (id)",
    ],
)
def test_an_older_file_with_parts_of_others_is_refused_and_left(older, statement):
    connection = sqlite3.connect(older)
    connection.execute(statement)
    connection.commit()
    connection.close()
    before = older.read_bytes()
    with pytest.raises(Exception, match=r"older\.govdesk") as caught:
        Workspace.open(older, REGISTERS)
    assert caught.value.code == "foreign"
    assert older.read_bytes() == before
