from __future__ import annotations

import errno
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.errors import Cancelled, GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import backup, edit, migrate, replacement, schema
from govdesk.store.backup import (
    Backup,
    back_up,
    backups,
    copy_to,
    counts,
    folder_of,
    newest_whole,
    restore,
    surplus,
    workspace_of,
)
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def projects(path):
    opened = Workspace.open(path, REGISTERS, read_only=True)
    try:
        with opened.read() as session:
            return count(session, REGISTERS, Query("project"))
    finally:
        opened.close()


def one(number, at, size=1000):
    return Backup(Path(f"{number}"), number, at, number, "timed", size)


def every(hours, many, end=NOW):
    """Backups at a steady pace, newest first."""
    return [one(many - n, end - timedelta(hours=hours * n)) for n in range(many)]


@pytest.fixture
def whole(monkeypatch):
    """Take every backup for whole, without a file."""
    monkeypatch.setattr(backup, "is_whole", lambda *_: True)


def refusal(call, *args):
    with pytest.raises(GovDeskError) as caught:
        call(*args)
    return caught.value.code


def test_a_backup_of_an_open_workspace_is_the_same_workspace(workspace):
    edit.create(workspace, "project", {"name": "One"})
    made = back_up(workspace.path, workspace.id, "asked")
    edit.create(workspace, "project", {"name": "Two"})
    assert made in backups(workspace.id)
    assert projects(made.path) == 1
    assert counts(made.path, REGISTERS)["project"] == 1
    assert made.size == made.path.stat().st_size


def test_nothing_done_means_no_backup_unless_asked(workspace):
    edit.create(workspace, "project", {"name": "One"})
    assert back_up(workspace.path, workspace.id, "close") is not None
    assert back_up(workspace.path, workspace.id, "close") is None
    assert back_up(workspace.path, workspace.id, "timed") is None
    assert back_up(workspace.path, workspace.id, "asked") is not None
    edit.create(workspace, "project", {"name": "Two"})
    assert back_up(workspace.path, workspace.id, "timed") is not None


def test_a_backup_keeps_its_writer_writing(workspace):
    """The lock that the writer holds is not lost to a backup made in the same process."""
    back_up(workspace.path, workspace.id, "asked")
    with pytest.raises(GovDeskError, match="in use"):
        Workspace.open(workspace.path, REGISTERS)
    with workspace.write("x") as session:
        session.connection().exec_driver_sql("INSERT INTO setting (name, value) VALUES ('a', 'b')")
        other = sqlite3.connect(workspace.path, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_a_cancelled_backup_leaves_nothing(workspace):
    def stop(*_):
        raise Cancelled

    with pytest.raises(Cancelled):
        back_up(workspace.path, workspace.id, "asked", progress=stop)
    assert [p.name for p in folder_of(workspace.id).iterdir()] == []


def test_a_copy_that_is_not_whole_is_no_backup(workspace, monkeypatch):
    back_up(workspace.path, workspace.id, "asked")
    before = backups(workspace.id)
    monkeypatch.setattr(backup, "is_whole", lambda *_: False)
    assert refusal(back_up, workspace.path, workspace.id, "asked") == "not_whole"
    assert backups(workspace.id) == before


def test_a_full_disk_is_said_and_costs_no_backup(workspace, monkeypatch):
    back_up(workspace.path, workspace.id, "asked")
    before = backups(workspace.id)

    def full(path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(replacement, "_sync", full)
    assert refusal(back_up, workspace.path, workspace.id, "asked") == "disk_full"
    assert backups(workspace.id) == before


def test_a_folder_that_cannot_be_made_is_said(workspace, home):
    (home / "backups").write_text("in the way")
    assert refusal(back_up, workspace.path, workspace.id, "asked") == "backup"


def test_all_of_two_days_then_one_a_day_a_week_a_month(whole):
    found = every(1, 24 * 600)
    gone = {b.number for b in surplus(found)}
    kept = [b for b in found if b.number not in gone]
    days = [b.at.date() for b in kept]
    assert sum(d >= (NOW - timedelta(days=1)).date() for d in days) == 10 + 24  # today since midnight, and yesterday
    later = [d for d in days if d < (NOW - timedelta(days=1)).date()]
    assert len(later) == len(set(later)) == 12 + 10 + 9
    assert [(a - b).days for a, b in pairwise(later[:12])] == [1] * 11
    weeks, months = later[12:22], later[22:]
    assert len({d.isocalendar()[:2] for d in weeks}) == 10
    assert len({(d.year, d.month) for d in months}) == 9
    assert kept[0] == found[0]


def test_thinning_again_takes_nothing_more(whole):
    found = every(5, 3000)
    gone = {b.number for b in surplus(found)}
    assert surplus([b for b in found if b.number not in gone]) == []


@pytest.mark.parametrize("years", [-2, 2])
def test_a_clock_set_wrong_costs_no_backup_of_the_last_days(whole, years):
    before = every(1, 40)
    odd = [one(41 + n, NOW + timedelta(days=365 * years, minutes=n)) for n in range(3)]
    after = [one(50 + n, NOW + timedelta(hours=n)) for n in range(3)]
    found = [*reversed(after), *reversed(odd), *before]
    kept = {b.number for b in found} - {b.number for b in surplus(found)}
    assert {b.number for b in (*odd, *after)} <= kept
    assert {b.at.date() for b in before} <= {b.at.date() for b in found if b.number in kept}


@given(st.lists(st.integers(-3000, 3000), min_size=1, max_size=60), st.integers(1, 1 << 31))
def test_the_newest_is_kept_whatever_the_clock_and_the_size(days, size):
    found = [one(len(days) - n, NOW + timedelta(days=d), size) for n, d in enumerate(days)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup, "is_whole", lambda *_: True)
        gone = surplus(found)
    assert found[0] not in gone
    assert gone == sorted(gone, key=lambda b: b.number)


def test_large_backups_make_room(whole):
    found = [replace(b, size=1 << 28) for b in every(1, 20)]
    assert len(found) - len(surplus(found)) == 5  # 5 times the newest is more than 1 GiB


def test_the_newest_whole_one_stays_when_newer_ones_are_spoilt(workspace, monkeypatch):
    edit.create(workspace, "project", {"name": "One"})
    good = back_up(workspace.path, workspace.id, "asked")
    monkeypatch.setattr(backup, "_CAP", 0)
    monkeypatch.setattr(backup, "_TIMES", 0)
    monkeypatch.setattr(backup, "_FEWEST", 1)
    bad = back_up(workspace.path, workspace.id, "asked")
    assert backups(workspace.id) == [bad]
    good.path.write_bytes(bad.path.read_bytes())
    bad.path.write_bytes(bad.path.read_bytes()[:5000])
    spoilt = [replace(bad, size=5000), good]
    assert surplus(spoilt) == []
    assert newest_whole(workspace.id).path == good.path


def test_going_back_sets_aside_what_is_there(workspace):
    edit.create(workspace, "project", {"name": "One"})
    made = back_up(workspace.path, workspace.id, "asked")
    edit.create(workspace, "project", {"name": "Two"})
    workspace.close()
    aside = restore(made.path, workspace.path, REGISTERS)
    assert (projects(workspace.path), projects(aside)) == (1, 2)
    assert aside.parent == workspace.path.parent


def test_a_damaged_workspace_is_set_aside_with_its_unfinished_write(workspace):
    edit.create(workspace, "project", {"name": "One"})
    made = back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    journal = workspace.path.with_name(f"{workspace.path.name}-journal")
    workspace.path.write_bytes(b"spoilt")
    journal.write_bytes(b"journal")
    aside = restore(made.path, workspace.path, REGISTERS)
    assert projects(workspace.path) == 1
    assert aside.read_bytes() == b"spoilt"
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"journal"
    assert not journal.exists()


def test_a_workspace_that_is_gone_comes_back(workspace):
    edit.create(workspace, "project", {"name": "One"})
    made = back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    workspace.path.unlink()
    assert restore(made.path, workspace.path, REGISTERS) is None
    assert projects(workspace.path) == 1


def test_a_damaged_or_missing_workspace_is_known_by_where_it_was(workspace):
    back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    assert workspace_of(workspace.path) == workspace.id
    workspace.path.write_bytes(b"spoilt")
    assert workspace_of(workspace.path) == workspace.id
    workspace.path.unlink()
    assert workspace_of(workspace.path) == workspace.id
    assert workspace_of(workspace.path.with_name("other.govdesk")) is None


def test_an_open_workspace_is_not_replaced(workspace):
    made = back_up(workspace.path, workspace.id, "asked")
    before = workspace.path.read_bytes()
    assert refusal(restore, made.path, workspace.path, REGISTERS) == "in_use"
    assert workspace.path.read_bytes() == before


def test_a_spoilt_backup_replaces_nothing(workspace):
    edit.create(workspace, "project", {"name": "One"})
    made = back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    made.path.write_bytes(made.path.read_bytes()[:9000])
    before = workspace.path.read_bytes()
    assert refusal(restore, made.path, workspace.path, REGISTERS) == "damaged"
    assert workspace.path.read_bytes() == before
    assert [p.name for p in workspace.path.parent.iterdir() if "part" in p.name] == []


def test_a_full_disk_while_going_back_leaves_the_old_file(workspace, monkeypatch):
    made = back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    before = workspace.path.read_bytes()

    def full(path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(replacement, "_sync", full)
    assert refusal(restore, made.path, workspace.path, REGISTERS) == "disk_full"
    assert workspace.path.read_bytes() == before
    assert [p for p in workspace.path.parent.glob("*.govdesk") if p != workspace.path] == []


def test_a_copy_goes_where_the_user_says_but_not_onto_itself(workspace, tmp_path):
    edit.create(workspace, "project", {"name": "One"})
    copy_to(workspace.path, tmp_path / "copy.govdesk")
    assert projects(tmp_path / "copy.govdesk") == 1
    assert refusal(copy_to, workspace.path, workspace.path) == "same"


def test_an_update_of_an_older_file_begins_with_a_backup(workspace, monkeypatch):
    workspace.close()
    raw = sqlite3.connect(workspace.path)
    raw.execute("PRAGMA user_version=0")
    raw.close()
    older = workspace.path.read_bytes()
    monkeypatch.setitem(
        migrate.upgrade.__kwdefaults__, "steps", dict.fromkeys(range(schema.VERSION), lambda operations: None)
    )
    Workspace.open(workspace.path, REGISTERS).close()
    (made,) = backups(workspace.id)
    assert made.reason == "migration"
    raw = sqlite3.connect(made.path)
    assert raw.execute("PRAGMA user_version").fetchone()[0] == 0
    raw.close()
    assert older != workspace.path.read_bytes()


def test_an_older_file_whose_backup_fails_stays_as_it_is(workspace, home, monkeypatch):
    workspace.close()
    raw = sqlite3.connect(workspace.path)
    raw.execute("PRAGMA user_version=0")
    raw.close()
    older = workspace.path.read_bytes()
    monkeypatch.setitem(
        migrate.upgrade.__kwdefaults__, "steps", dict.fromkeys(range(schema.VERSION), lambda operations: None)
    )
    (home / "backups").write_text("in the way")
    assert refusal(Workspace.open, workspace.path, REGISTERS) == "backup"
    assert workspace.path.read_bytes() == older


def test_a_backup_counts_even_where_the_note_beside_it_cannot_be_written(workspace, monkeypatch):
    real = Path.write_text

    def full(self, *words, **named):
        if self.name == "workspace.txt":
            raise OSError(28, "No space left on device")
        return real(self, *words, **named)

    monkeypatch.setattr(Path, "write_text", full)
    edit.create(workspace, "project", {"name": "One"})
    made = backup.back_up(workspace.path, workspace.id, "migration")
    assert made.path.exists()
