"""Why a workspace may only be read, said as it is; and the file that is gone, renamed or replaced while it is open."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from govdesk.cli import main
from govdesk.errors import GovDeskError
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.backup import save_elsewhere
from govdesk.store.check import check
from govdesk.store.lock import WorkspaceLock
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace


@pytest.fixture
def drive(tmp_path_factory):
    """A drive of two megabytes."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small drive")
    place = tmp_path_factory.mktemp("drive")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def how_many(workspace):
    with workspace.read() as session:
        return count(session, REGISTERS, Query("project"))


def refused(workspace):
    with pytest.raises(GovDeskError) as caught:
        edit.create(workspace, "project", {"name": "Two"})
    return caught.value


def test_on_a_full_disk_an_edit_says_that_the_disk_is_full_not_that_the_file_may_only_be_read(drive):
    workspace = Workspace.create(drive / "w.govdesk", REGISTERS)
    edit.create(workspace, "project", {"name": "One"})
    workspace.close()
    (drive / "rest").write_bytes(b"x" * shutil.disk_usage(drive).free)
    again = Workspace.open(workspace.path, REGISTERS)
    assert how_many(again) == 1
    assert refused(again).code == "full"
    target = drive.parent / "elsewhere.govdesk"
    save_elsewhere(again, target)
    again.close()
    with pytest.raises(GovDeskError) as caught:
        save_elsewhere(Workspace.open(target, REGISTERS), drive / "copy.govdesk")
    assert caught.value.code in ("disk_full", "backup")
    assert [p.name for p in drive.iterdir() if p.name.endswith((".part", ".holder"))] in ([], [".w.govdesk.holder"])


@pytest.mark.parametrize("lost", ["removed", "renamed", "replaced"])
def test_a_file_that_went_from_its_place_is_noticed_before_a_write_and_can_be_saved_elsewhere(
    workspace, tmp_path, lost
):
    edit.create(workspace, "project", {"name": "One"})
    path = workspace.path
    if lost == "removed":
        path.unlink()
    elif lost == "renamed":
        path.rename(tmp_path / "other.govdesk")
    else:
        Workspace.create(tmp_path / "new.govdesk", REGISTERS).close()
        (tmp_path / "new.govdesk").replace(path)
    before = path.read_bytes() if path.exists() else None
    error = refused(workspace)
    assert error.code == ("replaced" if lost == "replaced" else "gone")
    assert (path.read_bytes() if path.exists() else None) == before
    save_elsewhere(workspace, tmp_path / "saved.govdesk")
    saved = Workspace.open(tmp_path / "saved.govdesk", REGISTERS)
    assert (saved.id, how_many(saved)) == (workspace.id, 1)
    assert all(f.ok for f in check(saved))
    saved.close()


def test_a_second_opener_reads_and_is_told_who_has_it_where_and_since_when(workspace):
    edit.create(workspace, "project", {"name": "One"})
    holder = workspace.path.with_name(f".{workspace.path.name}.holder")
    holder.write_text(json.dumps({"user": "李强", "computer": "PC-7", "since": "2026-11-20 09:15"}), "utf-8")
    second = Workspace.open(workspace.path, REGISTERS, read_only=True)
    assert second.hindrance.code == "held"
    for code in LANGUAGES:
        said = language(code).say(refused(second).message)
        assert all(part in said for part in ("李强", "PC-7", "2026-11-20 09:15", workspace.path.name))
    edit.create(workspace, "project", {"name": "Two"})
    assert how_many(second) == 2
    second.close()


def test_what_a_killed_holder_left_names_nobody(workspace):
    workspace.close()
    workspace.path.with_name(f".{workspace.path.name}.holder").write_text('{"user": "X"}', "utf-8")
    second = Workspace.open(workspace.path, REGISTERS, read_only=True)
    assert second.hindrance.code == "asked"
    second.close()
    third = Workspace.open(workspace.path, REGISTERS)
    assert third.hindrance is None
    third.close()


def test_a_folder_that_cannot_be_written_is_another_reason_than_a_file_that_is_open_elsewhere(workspace, monkeypatch):
    workspace.close()
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, m: Path(p) != workspace.path.parent and real(p, m))
    found = Workspace.open(workspace.path, REGISTERS)
    assert found.hindrance.code == "folder"
    assert str(workspace.path.parent) in str(refused(found).message)
    found.close()
    monkeypatch.setattr(os, "access", lambda p, m: Path(p) != workspace.path and real(p, m))
    found = Workspace.open(workspace.path, REGISTERS)
    assert found.hindrance.code == "file"
    found.close()


def test_a_lock_whose_file_finds_no_room_says_that_the_disk_is_full(workspace, monkeypatch):
    workspace.close()

    def acquire(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("govdesk.store.lock.FileLock.acquire", acquire)
    lock = WorkspaceLock(workspace.path)
    assert not lock.acquire()
    assert lock.hindrance == "full"
    found = Workspace.open(workspace.path, REGISTERS)
    assert "full" in str(refused(found).message)
    found.close()


def test_what_stands_beside_the_records_is_written_without_history_and_writes_no_record(workspace, timeline):
    with workspace.aside() as connection:
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('x', 'y')")
    assert timeline(workspace) == []

    def wrong():
        with workspace.aside() as connection:
            connection.exec_driver_sql("INSERT INTO project (id, number, name) VALUES ('x', 9, 'X')")

    with pytest.raises(Exception, match="a write outside an operation"):
        wrong()
    assert how_many(workspace) == 0


@pytest.mark.parametrize(
    "words",
    [
        ["export", "w.govdesk", "DRIVE/x.xlsx"],
        ["export", "w.govdesk", "DRIVE/x.csv", "--register", "stakeholder"],
        ["send", "w.govdesk", "DRIVE", "--by", "stakeholder"],
        ["export-person", "w.govdesk", "STK-0001", "DRIVE/x.xlsx"],
        ["export-person", "w.govdesk", "STK-0001", "DRIVE/x.json"],
        ["backup", "w.govdesk", "DRIVE/x.govdesk"],
    ],
    ids=lambda words: f"{words[0]} {words[2].rsplit('.')[-1]}",
)
def test_whatever_is_written_to_a_full_drive_leaves_nothing_and_says_so(drive, tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS)
    project = edit.create(made, "project", {"name": "One"})
    edit.create(made, "stakeholder", {"project": project, "name": "王敏"})
    made.close()
    (drive / "rest").write_bytes(b"x" * shutil.disk_usage(drive).free)
    assert main([w.replace("DRIVE", str(drive)) for w in words] + ["--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "full" in said or "No space" in said or "free some space" in said
    assert "untouched" in said or "safe" in said or "Nothing was written" in said
    assert sorted(p.name for p in drive.iterdir()) == ["rest"]
