from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import LANGUAGES, language
from govdesk.registers import REGISTERS
from govdesk.store import edit, migrate, schema
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    """A closed workspace with a project."""
    made = Workspace.create(tmp_path / "test.govdesk", REGISTERS)
    edit.create(made, "project", {"name": "One"})
    made.close()
    return made.path


def refusal(path, **options):
    """Answer the code with which opening is refused, having checked that it is said in both languages."""
    with pytest.raises(GovDeskError) as caught:
        Workspace.open(path, REGISTERS, **options)
    for lang in LANGUAGES:
        assert path.name in language(lang).say(caught.value.message)
    return caught.value.code


def raw(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def child(script, *arguments, **options):
    """Start a Python that knows the program and has run the script; its output is a pipe."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, env=environment, **options
    )


def ended(script, *arguments, **options):
    """Run a script to its end and answer the exit code."""
    with child(script, *arguments, **options) as running:
        running.communicate()
    return running.returncode


def test_a_workspace_is_made_opened_and_keeps_its_id(path):
    one = Workspace.open(path, REGISTERS)
    first, _ = one.id, one.close()
    two = Workspace.open(path, REGISTERS, author="Li Qiang")
    assert two.id == first
    assert two.author == "Li Qiang"
    assert not two.read_only
    two.close()
    two.close()
    assert [p.name for p in path.parent.iterdir() if not p.name.endswith(".lock")] == [path.name]


def test_a_folder_on_the_way_is_made(tmp_path):
    made = Workspace.create(tmp_path / "a" / "b" / "项目 1.govdesk", REGISTERS)
    made.close()
    assert made.path.is_file()


def test_what_is_there_is_never_made_anew(path):
    before = path.read_bytes()
    with pytest.raises(GovDeskError) as caught:
        Workspace.create(path, REGISTERS)
    assert caught.value.code == "exists"
    assert path.read_bytes() == before


def test_a_workspace_that_cannot_be_made_leaves_nothing(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(GovDeskError) as caught:
        Workspace.create(tmp_path / "file" / "w.govdesk", REGISTERS)
    assert caught.value.code == "unwritable"


def test_a_failure_while_making_leaves_nothing(tmp_path, monkeypatch):
    def fail(*_):
        raise sqlite3.OperationalError("no")

    monkeypatch.setattr(schema, "create_tables", fail)
    with pytest.raises(sqlite3.OperationalError):
        Workspace.create(tmp_path / "w.govdesk", REGISTERS)
    assert list(tmp_path.iterdir()) == []


def test_no_file(tmp_path):
    assert refusal(tmp_path / "none.govdesk") == "missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder(tmp_path):
    (tmp_path / "folder.govdesk").mkdir()
    assert refusal(tmp_path / "folder.govdesk") == "folder"


def test_a_file_that_cannot_be_read(path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert refusal(path) == "unreadable"


@pytest.mark.parametrize(
    "content", [b"", b"x", b"PK\x03\x04" * 100, b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(4080)]
)
def test_no_workspace(tmp_path, content):
    path = tmp_path / "other.govdesk"
    path.write_bytes(content)
    assert refusal(path) == "not_workspace"
    assert path.read_bytes() == content


def test_another_programs_database(tmp_path):
    path = tmp_path / "other.govdesk"
    raw(path, "CREATE TABLE t (x)", f"PRAGMA user_version={schema.VERSION}")
    assert refusal(path) == "not_workspace"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system here")
def test_a_pipe_does_not_hold_up_the_program(tmp_path):
    os.mkfifo(tmp_path / "pipe.govdesk")
    assert refusal(tmp_path / "pipe.govdesk") == "not_workspace"


def test_a_newer_workspace_stays_byte_for_byte(path):
    raw(path, f"PRAGMA user_version={schema.VERSION + 1}")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    assert refusal(path) == "newer"
    assert refusal(path, read_only=True) == "newer"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_workspace(path, share):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    assert refusal(path) == "damaged"
    assert path.read_bytes() == whole[: int(len(whole) * share)]


def test_broken_pages(path):
    whole = bytearray(path.read_bytes())
    for start in range(4096, len(whole), 4096):
        whole[start : start + 64] = b"\xff" * 64
    path.write_bytes(whole)
    assert refusal(path) == "damaged"


def test_a_broken_schema(path):
    whole = bytearray(path.read_bytes())
    whole[100:4096] = os.urandom(3996)
    path.write_bytes(whole)
    assert refusal(path) == "damaged"


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON operation BEGIN DELETE FROM change; END",
        "CREATE VIEW v AS SELECT * FROM risk",
        "CREATE VIEW sqliteview AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT * FROM n",
        "CREATE TABLE more (x)",
        "CREATE TABLE sqlitex (x)",
        "CREATE VIRTUAL TABLE search USING fts5(x)",
        "CREATE INDEX more ON risk (title)",
        "CREATE INDEX sqlitei ON risk (title)",
        "ALTER TABLE risk ADD COLUMN more TEXT",
        "ALTER TABLE risk ADD COLUMN more TEXT GENERATED ALWAYS AS (upper(title)) VIRTUAL",
        "ALTER TABLE risk DROP COLUMN contingency",
        "DROP TABLE change",
        "DROP INDEX change_record",
        "ALTER TABLE layout RENAME COLUMN used TO abused",
    ],
)
def test_parts_that_are_not_ours(path, statement):
    raw(path, statement)
    before = path.read_bytes()
    assert refusal(path) == "foreign"
    assert refusal(path, read_only=True) == "foreign"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title TEXT", "title TEXT CHECK (randomblob(1) = 1)"),
        ("title TEXT", "title TEXT DEFAULT (upper('x'))"),
        ("title TEXT", "title TEXT COLLATE NOCASE"),
        ("AUTOINCREMENT", ""),
    ],
)
def test_a_table_of_ours_that_was_altered(path, old, new):
    raw(
        path,
        "PRAGMA writable_schema=ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new.replace(chr(39), chr(39) * 2)}') WHERE name = 'risk'",
    )
    assert refusal(path) == "foreign"


def test_columns_in_another_order_are_still_ours(path):
    raw(path, "ALTER TABLE layout DROP COLUMN used", "ALTER TABLE layout ADD COLUMN used TEXT NOT NULL DEFAULT ''")
    assert refusal(path) == "foreign"
    raw(
        path,
        "PRAGMA writable_schema=ON",
        "UPDATE sqlite_master SET sql = replace(sql, ' DEFAULT ''''', '') WHERE name = 'layout'",
    )
    Workspace.open(path, REGISTERS).close()


def test_text_that_is_no_text(path):
    raw(
        path,
        "PRAGMA writable_schema=ON",
        "UPDATE project SET name = CAST(x'ff41' AS TEXT)",
        "UPDATE setting SET value = CAST(x'ff' AS TEXT)",
    )
    assert refusal(path) == "damaged"


def test_a_workspace_without_its_id(path):
    raw(path, "DELETE FROM setting")
    assert refusal(path) == "damaged"


HOLDER = """
import sys
from pathlib import Path
from govdesk.registers import REGISTERS
from govdesk.store.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]), REGISTERS)
print("open")
sys.stdin.readline()
"""


def test_a_second_process_is_told_who_holds_it_and_may_read(path):
    with child(HOLDER, path) as holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(GovDeskError) as caught:
            Workspace.open(path, REGISTERS)
        assert caught.value.code == "in_use"
        assert all(caught.value.message.args[name] not in ("", "?") for name in ("user", "computer", "since"))
        reader = Workspace.open(path, REGISTERS, read_only=True)
        with reader.read() as session:
            assert count(session, REGISTERS, Query("project")) == 1
        reader.close()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    Workspace.open(path, REGISTERS).close()


def test_the_same_process_cannot_open_it_twice_but_may_read(path):
    one = Workspace.open(path, REGISTERS)
    assert refusal(path) == "in_use"
    two = Workspace.open(path, REGISTERS, read_only=True)
    edit.create(one, "project", {"name": "Two"})
    with two.read() as session:
        assert count(session, REGISTERS, Query("project")) == 2
    two.close()
    assert refusal(path) == "in_use"
    one.close()


def test_looking_at_a_file_that_is_open_does_not_drop_its_locks(path):
    writer = Workspace.open(path, REGISTERS)
    with writer.write("Long work") as session:
        edit.insert_rows(session, REGISTERS["project"], [{"name": "Two"}])
        assert refusal(path) == "in_use"
        Workspace.open(path, REGISTERS, read_only=True).close()
        other = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0); c.execute('BEGIN IMMEDIATE')"
        assert ended(other, path, stderr=subprocess.DEVNULL) == 1
    writer.close()


def test_read_only_reads_and_refuses_to_write(path):
    before = path.read_bytes()
    reader = Workspace.open(path, REGISTERS, read_only=True)
    assert reader.read_only
    with reader.read() as session:
        assert count(session, REGISTERS, Query("project")) == 1
    with pytest.raises(GovDeskError) as caught:
        edit.create(reader, "project", {"name": "Two"})
    assert caught.value.code == "read_only"
    reader.close()
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if not p.name.endswith(".lock")] == [path.name]


def test_a_folder_or_file_that_cannot_be_written_opens_for_reading(path, monkeypatch):
    for shut in (path, path.parent):
        monkeypatch.setattr(os, "access", lambda p, mode, shut=shut: Path(p) != shut)
        reader = Workspace.open(path, REGISTERS)
        assert reader.read_only
        reader.close()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"), reason="only root may mount"
)
def test_a_read_only_drive_opens_for_reading(path, tmp_path_factory):
    place = tmp_path_factory.mktemp("stick")
    if subprocess.run(["mount", "--bind", path.parent, place], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", place], check=True)
        reader = Workspace.open(place / path.name, REGISTERS)
        assert reader.read_only
        with reader.read() as session:
            assert count(session, REGISTERS, Query("project")) == 1
        reader.close()
    finally:
        subprocess.run(["umount", "-l", place], check=True)


KILLED = """
import os, signal, sys
from pathlib import Path
from govdesk.registers import REGISTERS
from govdesk.store import opening
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows
opening._WRITING_KIB = 64
workspace = Workspace.open(Path(sys.argv[1]), REGISTERS)
with workspace.write("Too much for the cache") as session:
    insert_rows(session, REGISTERS["project"], [{"name": f"{i}", "purpose": "x" * 900} for i in range(3000)])
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_write_that_was_cut_off_is_taken_back_on_opening(path):
    before = path.stat().st_size
    assert ended(KILLED, path) == -signal.SIGKILL
    assert path.with_name(f"{path.name}-journal").stat().st_size > 0
    assert path.stat().st_size > before
    reader = Workspace.open(path, REGISTERS, read_only=True)
    with reader.read() as session:
        assert count(session, REGISTERS, Query("project")) == 1
    reader.close()
    assert path.stat().st_size == before


def test_a_file_that_was_cut_off_while_growing_is_not_called_truncated(path):
    before = path.stat().st_size
    assert ended(KILLED, path) == -signal.SIGKILL
    with path.open("r+b") as file:
        file.truncate(before)
        file.seek(28)
        file.write((1000).to_bytes(4, "big"))
    Workspace.open(path, REGISTERS).close()


def nothing(operations):
    """Lift a file that is no older in this step."""


def test_an_older_workspace_is_lifted_step_by_step(path):
    raw(path, "PRAGMA user_version=0", "DROP TABLE layout")

    def lift(operations):
        import sqlalchemy as sa

        operations.create_table(
            "layout",
            sa.Column("fingerprint", sa.Text, primary_key=True, nullable=False),
            sa.Column("mapping", sa.Text, nullable=False),
            sa.Column("used", sa.Text, nullable=False),
        )

    original = migrate.upgrade.__kwdefaults__["steps"]
    assert refusal(path) == "older"
    assert 0 not in original
    migrate.upgrade(path, 0, read_only=False, steps={0: lift, 1: nothing, 2: nothing})
    opened = Workspace.open(path, REGISTERS)
    with opened.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA user_version").scalar() == schema.VERSION
        assert count(session, REGISTERS, Query("project")) == 1
    opened.close()


def test_a_step_that_fails_leaves_the_older_file_as_it_was(path):
    raw(path, "PRAGMA user_version=0")

    def fail(operations):
        operations.drop_table("layout")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        migrate.upgrade(path, 0, read_only=False, steps={0: fail, 1: nothing, 2: nothing})
    raw(path, "SELECT * FROM layout", f"PRAGMA user_version={schema.VERSION}")
    Workspace.open(path, REGISTERS).close()


def test_an_older_workspace_that_cannot_be_written_stays(path):
    raw(path, "PRAGMA user_version=0")
    before = path.read_bytes()
    assert refusal(path, read_only=True) == "older"
    with pytest.raises(GovDeskError) as caught:
        migrate.upgrade(path, 0, read_only=True, steps={0: lambda _: None})
    assert caught.value.code == "older"
    assert path.read_bytes() == before


def test_what_the_store_does_not_need_is_not_loaded(path):
    script = """
import sys
from pathlib import Path
from govdesk.registers import REGISTERS
from govdesk.store import check, edit, history, migrate, query, sample
from govdesk.store.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]), REGISTERS)
with workspace.read() as session:
    query.count(session, REGISTERS, query.Query("project", search="wm"))
print(*sys.modules)
"""
    with child(script, path) as running:
        loaded = {name.partition(".")[0] for name in running.communicate()[0].split()}
    assert "sqlalchemy" in loaded
    assert not {"alembic", "PySide6", "openpyxl", "pypinyin", "xlsxwriter", "python_calamine"} & loaded


def test_extra_columns_that_are_no_json_are_a_damaged_file_in_words(path):
    raw(path, "UPDATE project SET extra = 'spoilt'")
    with pytest.raises(GovDeskError) as caught:
        Workspace.open(path, REGISTERS, read_only=True)
    assert caught.value.code == "damaged"
