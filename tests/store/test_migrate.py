"""What a lifted file looks like: exactly as a new one, whatever was added to tables that it had before."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from govdesk.registers import REGISTERS
from govdesk.store import edit, history, schema
from govdesk.store.check import check
from govdesk.store.query import Query, count, records, rows
from govdesk.store.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(params=range(1, schema.VERSION))
def older(tmp_path, request):
    path = tmp_path / "older.govdesk"
    path.write_bytes(gzip.decompress((GOLDEN / f"version_{request.param}.govdesk.gz").read_bytes()))
    return path


def test_a_lifted_file_has_the_shape_of_a_new_one(older):
    Workspace.open(older, REGISTERS).close()
    with closing(sqlite3.connect(older)) as connection:
        found = schema.shape(iter(connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()))
    assert found == schema.expected_shape(REGISTERS)


def test_what_came_with_a_version_can_be_used_in_a_lifted_file(older):
    workspace = Workspace.open(older, REGISTERS)
    with workspace.read() as session:
        old = records(session, REGISTERS, "checklist", rows(session, REGISTERS, Query("checklist")))[0]
        assert old.values["review"] is None
    project = old.values["project"]
    review = edit.create(workspace, "review", {"project": project, "title": "三季度复盘"})
    edit.change(workspace, "checklist", [old.id], {"review": review})
    edit.create(workspace, "metric", {"project": project, "name": "报销时长", "baseline": 5.0, "target": 2.25})
    for _ in range(3):
        history.undo(workspace)
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("metric")) == count(session, REGISTERS, Query("review")) == 0
    assert all(f.ok for f in check(workspace))
    workspace.close()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE review (id TEXT)",
        "ALTER TABLE checklist ADD COLUMN review TEXT",
        "ALTER TABLE checklist ADD COLUMN more TEXT REFERENCES risk (id)",
    ],
)
def test_an_older_file_with_parts_of_others_is_refused_and_left(older, statement):
    with closing(sqlite3.connect(older)) as connection:
        connection.execute(statement)
        connection.commit()
    before = older.read_bytes()
    with pytest.raises(Exception, match=r"older\.govdesk") as caught:
        Workspace.open(older, REGISTERS)
    assert caught.value.code == "foreign"
    assert older.read_bytes() == before
