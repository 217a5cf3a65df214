"""A file of every schema that was ever released is lifted whole, or stays as it is to the byte."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import edit, history, migrate, schema
from govdesk.store.backup import back_up, backups, restore
from govdesk.store.check import check
from govdesk.store.erasure import erase
from govdesk.store.erasure_elsewhere import erase_elsewhere
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.person import person_of
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

FILES = sorted((Path(__file__).parent / "golden").glob("version_*.govdesk.gz"))


@pytest.fixture(params=FILES, ids=lambda p: p.name.split(".")[0])
def path(request, tmp_path):
    target = tmp_path / "old.govdesk"
    target.write_bytes(gzip.decompress(request.param.read_bytes()))
    return target


def held(path):
    """Return every cell of every table of ours but the links of the chain, by table, in order."""
    with closing(sqlite3.connect(path)) as connection:
        names = [n for (n,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {}
        for name in set(names) - {"link", "sqlite_sequence"}:
            cursor = connection.execute(f'SELECT * FROM "{name}"')
            columns = [c[0] for c in cursor.description]
            rows[name] = {tuple(sorted(zip(columns, map(str, row), strict=True))) for row in cursor}
        return rows


def version(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_there_is_a_file_of_every_version_before_this_one():
    assert {int(p.name.split(".")[0].split("_")[1]) for p in FILES} >= set(range(1, schema.VERSION))


def test_it_is_lifted_with_all_that_it_holds_after_a_backup_of_it_as_it_was(path):
    before, old, bytes_before = held(path), version(path), digest(path)
    opened = Workspace.open(path, REGISTERS)
    assert [f for f in check(opened) if not f.ok] == []
    assert opened.doubts == ()
    opened.close()
    assert version(path) == schema.VERSION
    after = held(path)
    for name, rows in before.items():
        found = {tuple(pair for pair in row if pair[0] in {k for r in rows for k, _ in r}) for row in after[name]}
        assert found == rows
    if old < schema.VERSION:
        (kept,) = backups(opened.id)
        assert kept.reason == "migration"
        assert held(kept.path) == before
        assert version(kept.path) == old
        restore(kept.path, path, REGISTERS)
        assert version(path) == old
    else:
        assert digest(path) == bytes_before


def test_its_history_goes_on(path):
    opened = Workspace.open(path, REGISTERS)
    with opened.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project").scalar()
    edit.create(opened, "risk", {"project": project, "title": "new"})
    for _ in range(3):
        assert history.undo(opened) is not None
    for _ in range(3):
        assert history.redo(opened) is not None
    assert [f for f in check(opened) if not f.ok] == []
    opened.close()


def test_a_step_that_fails_leaves_it_as_it_was(path, monkeypatch):
    if version(path) == schema.VERSION:
        pytest.skip("nothing is to be lifted")
    before = digest(path)
    last = schema.VERSION - 1

    def fail(operations):
        migrate.STEPS[last](operations)
        raise GovDeskError("full", code="full")

    steps = {**migrate.STEPS, last: fail}
    monkeypatch.setitem(migrate.upgrade.__kwdefaults__, "steps", steps)
    with pytest.raises(GovDeskError):
        Workspace.open(path, REGISTERS)
    assert digest(path) == before


def test_for_reading_only_a_copy_of_it_is_lifted_and_it_is_not_touched(path, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = digest(path)
    rows = held(path)["risk"]
    opened = Workspace.open(path, REGISTERS, read_only=True)
    again = Workspace.open(path, REGISTERS, read_only=True)
    assert [f for f in check(opened) if not f.ok] == []
    for one in (opened, again):
        with one.read() as session:
            assert count(session, REGISTERS, Query("risk")) == len(rows)
    assert opened.path == path
    with pytest.raises(GovDeskError) as caught:
        edit.create(opened, "project", {"name": "x"})
    assert caught.value.code == "read_only"
    opened.close()
    again.close()
    assert list(scratch.iterdir()) == []
    assert digest(path) == before
    assert backups(opened.id) == []


def test_a_colleagues_older_copy_is_merged(path, tmp_path):
    ours = tmp_path / "ours.govdesk"
    shutil.copy(path, ours)
    with closing(sqlite3.connect(path)) as theirs:
        project = theirs.execute("SELECT id FROM project").fetchone()[0]
    opened = Workspace.open(ours, REGISTERS)
    edit.change(opened, "project", [project], {"purpose": "ours"})
    before = digest(path)
    with other_copy(opened, path) as other:
        write_merge(opened, other, plan_merge(opened, other))
    assert [f for f in check(opened) if not f.ok] == []
    opened.close()
    assert digest(path) == before


def test_a_person_is_erased_from_a_backup_of_it(path, tmp_path):
    name = "stakeholder name 甲".encode()
    opened = Workspace.open(path, REGISTERS)
    edit.create(opened, "department", {"name": "later"})
    back_up(path, opened.id, "asked")
    assert all(name in b.path.read_bytes() for b in backups(opened.id))
    with opened.read() as session:
        known = session.connection().exec_driver_sql("SELECT id FROM stakeholder ORDER BY row LIMIT 1").scalar()
        person = person_of(session, REGISTERS, "stakeholder", (known,), language("en"))
    erase(opened, person)
    done = erase_elsewhere(opened, person)
    assert done.left == ()
    assert [b.path for b in backups(opened.id)] == list(done.anew)
    opened.close()
    assert name not in path.read_bytes()
    assert [b for b in backups(opened.id) if name in b.path.read_bytes()] == []
