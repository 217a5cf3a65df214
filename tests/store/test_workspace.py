from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from govdesk.errors import Cancelled, GovDeskError
from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.store import edit, history, opening
from govdesk.store.check import check
from govdesk.store.query import Query, count, find, rows
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

ROOT = Path(__file__).resolve().parents[2]
PROJECT = REGISTERS["project"]


def how_many(workspace, code="project"):
    with workspace.read() as session:
        return count(session, REGISTERS, Query(code))


def refusal(call, *args):
    with pytest.raises(GovDeskError) as caught:
        call(*args)
    return caught.value.code


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO project (id, number, name) VALUES ('x', 9, 'X')",
        "UPDATE project SET name = 'X'",
        "DELETE FROM project",
    ],
)
def test_a_write_outside_an_operation_fails(workspace, statement, dump):
    edit.create(workspace, "project", {"name": "One"})
    before = dump(workspace)
    with workspace.read() as session, pytest.raises(IntegrityError, match="a write outside an operation"):
        session.connection().exec_driver_sql(statement)
    assert dump(workspace) == before


def test_what_is_read_changes_nothing(workspace):
    with workspace.read() as session:
        session.connection().exec_driver_sql("INSERT INTO setting (name, value) VALUES ('a', 'b')")
    with workspace.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM setting WHERE name = 'a'").scalar() == 0


@pytest.mark.parametrize("error", [ZeroDivisionError, Cancelled, KeyboardInterrupt])
def test_an_exception_rolls_all_back(world, dump, timeline, error):
    workspace = world.workspace
    before, told = dump(workspace), timeline(workspace)
    heard = []
    workspace.subscribe(heard.append)

    def half():
        with workspace.write("Half") as session:
            insert_rows(session, PROJECT, [{"name": "Two"}])
            session.connection().exec_driver_sql("DELETE FROM responsibility")
            raise error

    with pytest.raises(error):
        half()
    assert dump(workspace) == before
    assert timeline(workspace) == told
    assert heard == []
    edit.create(workspace, "project", {"name": "Three"})
    assert how_many(workspace) == 2


def test_an_empty_operation_leaves_nothing(workspace, timeline):
    heard = []
    workspace.subscribe(heard.append)
    with workspace.write("Nothing"):
        pass
    made = edit.create(workspace, "project", {"name": "One"})
    assert edit.change(workspace, "project", [made], {"name": "One"}) is None
    assert len(timeline(workspace)) == len(heard) == 1


def test_listeners_hear_what_was_done(workspace):
    heard = []
    end = workspace.subscribe(heard.append)
    with workspace.write(Message("Both")) as session:
        (project,) = insert_rows(session, PROJECT, [{"name": "One"}])
        insert_rows(session, REGISTERS["risk"], [{"project": project, "title": "t"}])
        assert heard == []
    (changes,) = heard
    assert changes.registers == {"project", "risk"}
    assert changes.kind == "do"
    assert str(changes.label) == "Both"
    with workspace.read() as session:
        last = history.undoable(session)
    assert (last.id, last.rows) == (changes.operation, 2)
    history.undo(workspace)
    end()
    history.redo(workspace)
    assert [c.kind for c in heard] == ["do", "undo"]


def test_links_are_looked_at_when_the_operation_ends(workspace):
    with workspace.write("In any order") as session:
        insert_rows(session, REGISTERS["risk"], [{"project": "later", "title": "t"}])
        insert_rows(session, PROJECT, [{"id": "later", "name": "One"}])
    assert how_many(workspace, "risk") == 1


def test_a_link_to_nowhere_is_refused_and_the_workspace_goes_on(workspace, dump):
    before = dump(workspace)
    assert refusal(edit.create, workspace, "risk", {"project": "nowhere", "title": "t"}) == "broken_link"
    assert dump(workspace) == before
    edit.create(workspace, "project", {"name": "One"})
    assert how_many(workspace) == 1


def test_a_write_inside_a_read_is_refused_at_once(workspace):
    with workspace.read() as session:
        count(session, REGISTERS, Query("project"))
        with pytest.raises(RuntimeError, match="inside a read"):
            edit.create(workspace, "project", {"name": "One"})
    edit.create(workspace, "project", {"name": "One"})


def test_a_file_that_is_gone_is_noticed_before_the_next_write(workspace):
    edit.create(workspace, "project", {"name": "One"})
    moved = workspace.path.rename(workspace.path.with_name("moved.govdesk"))
    assert refusal(edit.create, workspace, "project", {"name": "Two"}) == "gone"
    assert not workspace.path.exists()
    moved.rename(workspace.path)
    edit.create(workspace, "project", {"name": "Two"})
    assert how_many(workspace) == 2


def test_a_file_in_its_place_is_noticed_before_the_next_write(workspace, tmp_path):
    other = Workspace.create(tmp_path / "other.govdesk", REGISTERS)
    other.close()
    other.path.replace(workspace.path)
    before = workspace.path.read_bytes()
    assert refusal(edit.create, workspace, "project", {"name": "Two"}) == "replaced"
    assert workspace.path.read_bytes() == before


def test_a_failed_commit_leaves_the_connection_fit_for_use(workspace, monkeypatch):
    monkeypatch.setattr(opening, "_BUSY_MS", 1)
    path = workspace.path
    workspace.close()
    again = Workspace.open(path, REGISTERS)
    reading, done = threading.Event(), threading.Event()

    def read():
        with again.read() as session:
            count(session, REGISTERS, Query("project"))
            reading.set()
            done.wait(60)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(60)
    assert refusal(edit.create, again, "project", {"name": "One"}) == "busy"
    done.set()
    reader.join()
    edit.create(again, "project", {"name": "Two"})
    assert how_many(again) == 1
    again.close()


def test_a_commit_waits_for_those_who_read(workspace):
    reading, writing, errors = threading.Event(), threading.Event(), []

    def read():
        with workspace.read() as session:
            before = count(session, REGISTERS, Query("project"))
            reading.set()
            assert writing.wait(60)
            for _ in range(2000):
                assert count(session, REGISTERS, Query("project")) == before
                if errors:
                    break

    def write():
        try:
            with workspace.write("While others read") as session:
                insert_rows(session, PROJECT, [{"name": "One"}])
                writing.set()
        except GovDeskError as error:
            errors.append(error)

    threads = [threading.Thread(target=f) for f in (read, write)]
    threads[0].start()
    assert reading.wait(60)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert how_many(workspace) == 1


def test_two_read_while_one_writes(workspace):
    stop, errors, seen = threading.Event(), [], set()

    def read():
        try:
            while not stop.is_set():
                with workspace.read() as session:
                    keys = rows(session, REGISTERS, Query("project"))
                    assert len(keys) % 10 == 0
                    assert count(session, REGISTERS, Query("project")) == len(keys)
                    seen.add(len(keys))
        except (AssertionError, GovDeskError) as error:
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for _ in range(30):
        with workspace.write("Ten more") as session:
            insert_rows(session, PROJECT, [{"name": "x"}] * 10)
    stop.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert how_many(workspace) == 300
    assert seen


KILLED = """
import os, signal, sys
from pathlib import Path
from govdesk.registers import REGISTERS
from govdesk.store.check import check
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows


def write(path, done, seconds, told):
    workspace = Workspace.open(path, REGISTERS)
    while True:
        done += 1
        with workspace.write("More") as session:
            insert_rows(session, REGISTERS["project"], [{"name": f"{done}"}] * 50)
            session.connection().exec_driver_sql("UPDATE project SET purpose = ?", (str(done),))
        os.write(told, f"{done} ".encode())
        if seconds:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            seconds = 0


path, done = Path(sys.argv[1]), 0
for turn in range(20):
    reading, writing = os.pipe()
    if not os.fork():
        write(path, done, 0.001 + 0.0037 * turn, writing)
    os.close(writing)
    assert os.wait()[1] == signal.SIGALRM
    told = [int(number) for number in os.read(reading, 100_000).split()]
    os.close(reading)
    again = Workspace.open(path, REGISTERS)
    with again.read() as session:
        statement = "SELECT count(*), min(purpose), max(purpose) FROM project"
        there = session.connection().exec_driver_sql(statement).one()
    assert turn % 5 or [f.code for f in check(again) if not f.ok] == []
    again.close()
    done = there[0] // 50
    assert there == (done * 50, str(done), str(done)), there
    assert done >= told[-1] > 0
print(done)
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no process here can be ended by a timer")
def test_a_killed_writer_leaves_the_old_state_or_the_new(workspace):
    workspace.close()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", KILLED, str(workspace.path)]
    killed = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert killed.returncode == 0, killed.stderr
    assert int(killed.stdout) >= 20


@pytest.fixture
def small_drive(tmp_path_factory):
    """A drive of 2 MB."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount a small drive")
    place = tmp_path_factory.mktemp("drive")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True, check=False
    ).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_loses_nothing_and_still_opens(small_drive):
    workspace = Workspace.create(small_drive / "test.govdesk", REGISTERS)
    made = edit.create(workspace, "project", {"name": "One", "purpose": "kept"})

    def fill():
        for turn in range(1000):
            edit.create(workspace, "project", {"name": f"{turn}", "purpose": "x" * 20_000})

    assert refusal(fill) == "full"
    there = how_many(workspace)
    assert there > 2
    (small_drive / "rest").write_bytes(b"x" * shutil.disk_usage(small_drive).free)
    assert refusal(edit.change, workspace, "project", [made], {"purpose": "y" * 100_000}) == "full"
    workspace.close()
    again = Workspace.open(workspace.path, REGISTERS)
    with again.read() as session:
        assert find(session, REGISTERS, "project", made).values["purpose"] == "kept"
        assert count(session, REGISTERS, Query("project")) == there
    assert all(f.ok for f in check(again))
    (small_drive / "rest").unlink()
    again.close()
    again = Workspace.open(workspace.path, REGISTERS)
    edit.remove(again, "project", [made])
    assert how_many(again) == there - 1
    again.close()


def test_a_full_disk_makes_no_half_workspace(small_drive):
    (small_drive / "rest").write_bytes(b"x" * (shutil.disk_usage(small_drive).free - 20_000))
    with pytest.raises(GovDeskError) as caught:
        Workspace.create(small_drive / "test.govdesk", REGISTERS)
    assert caught.value.code == "full"
    assert [p.name for p in small_drive.iterdir()] == ["rest"]
