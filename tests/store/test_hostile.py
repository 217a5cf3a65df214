"""Files made to harm: each is refused with a sentence of its own, nothing of theirs is run, and they stay byte for byte."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import struct

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import edit, foreign, history
from govdesk.store.check import check
from govdesk.store.workspace import Workspace

MASTER = "PRAGMA writable_schema=ON"


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    made = Workspace.create(tmp_path_factory.mktemp("sound") / "w.govdesk", REGISTERS)
    project = edit.create(made, "project", {"name": "One"})
    edit.create(made, "risk", {"project": project, "title": "T"})
    made.close()
    return made.path


@pytest.fixture
def path(sound, tmp_path):
    return shutil.copy(sound, tmp_path / "w.govdesk")


def raw(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.create_function("danger", 1, lambda value: value, deterministic=True)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def refused(path, **options):
    """Return code and English sentence of a refusal; the file must stay as it was."""
    before = {p.name: p.read_bytes() for p in path.parent.iterdir() if p.suffix != ".lock"}
    with pytest.raises(GovDeskError) as caught:
        Workspace.open(path, REGISTERS, **options)
    after = {p.name: p.read_bytes() for p in path.parent.iterdir() if p.suffix != ".lock" and "lock" not in p.name}
    assert {n: b for n, b in before.items() if "lock" not in n} == after
    zh, en = (language(code).say(caught.value.message) for code in ("zh", "en"))
    assert re.search("[\u4e00-\u9fff]{2}", zh)
    assert path.name in zh
    assert "{" not in zh + en
    return caught.value.code, en


def replaced(table, old, new):
    quoted = new.replace("'", "''")
    return MASTER, f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{quoted}') WHERE name = '{table}'"


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS i FROM n"
SCHEMAS = {
    "trigger on insert": (["CREATE TRIGGER t AFTER INSERT ON operation BEGIN DELETE FROM change; END"], "trigger"),
    "trigger on update": (["CREATE TRIGGER t BEFORE UPDATE ON risk BEGIN SELECT RAISE(IGNORE); END"], "trigger"),
    "trigger on delete": (["CREATE TRIGGER t AFTER DELETE ON risk BEGIN UPDATE risk SET title = 'x'; END"], "trigger"),
    "trigger that calls": (
        ["CREATE TRIGGER t AFTER INSERT ON change BEGIN SELECT load_extension('x'); END"],
        "trigger",
    ),
    "trigger named like sqlite": (
        ["CREATE TRIGGER sqlitet AFTER INSERT ON link BEGIN DELETE FROM link; END"],
        "trigger",
    ),
    "view": (["CREATE VIEW v AS SELECT * FROM risk"], "view"),
    "endless view": ([f"CREATE VIEW v AS {ENDLESS}"], "view"),
    "view in the place of a table": (["DROP TABLE layout", f"CREATE VIEW layout AS {ENDLESS}"], "view"),
    "view with an instead of trigger": (
        ["CREATE VIEW v AS SELECT 1 AS x", "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END"],
        "trigger",
    ),
    "full text table": (["CREATE VIRTUAL TABLE search USING fts5(x)"], "table"),
    "virtual table alone": (
        [MASTER, "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING nomodule(x)')"],
        "virtual",
    ),
    "virtual table in the place of ours": (
        [
            MASTER,
            "UPDATE sqlite_master SET sql = 'CREATE VIRTUAL TABLE layout USING csv(x)', rootpage = 0 WHERE name = 'layout'",
        ],
        "layout",
    ),
    "table": (["CREATE TABLE more (x)"], "table"),
    "table with a name in sqlite's way": (["CREATE TABLE sqlitex (x)"], "table"),
    "statistics": (["ANALYZE"], "table"),
    "index": (["CREATE INDEX more ON risk (title)"], "index"),
    "index on a function": (["CREATE INDEX more ON risk (danger(title))"], "index"),
    "partial index with a function": (["CREATE INDEX more ON risk (title) WHERE danger(title) > 1"], "index"),
    "our index on a function": (
        ["DROP INDEX change_record", "CREATE INDEX change_record ON change (danger(record), operation)"],
        "index “change_record”",
    ),
    "unique index": (
        ["DROP INDEX change_record", "CREATE UNIQUE INDEX change_record ON change (record, operation)"],
        "index",
    ),
    "extra column": (["ALTER TABLE risk ADD COLUMN more TEXT"], "columns or rules"),
    "generated column": (
        ["ALTER TABLE risk ADD COLUMN more TEXT GENERATED ALWAYS AS (danger(title)) VIRTUAL"],
        "columns or rules",
    ),
    "missing column": (["ALTER TABLE risk DROP COLUMN contingency"], "columns or rules"),
    "renamed column": (["ALTER TABLE layout RENAME COLUMN used TO abused"], "columns or rules"),
    "missing table": (["DROP TABLE change"], "lacks"),
    "missing index": (["DROP INDEX change_record"], "lacks"),
    "check with a function": (replaced("risk", "title TEXT", "title TEXT CHECK (danger(title))"), "columns or rules"),
    "default with a function": (replaced("risk", "title TEXT", "title TEXT DEFAULT (danger('x'))"), "columns or rules"),
    "collation": (replaced("risk", "title TEXT", "title TEXT COLLATE dangerous"), "columns or rules"),
    "on conflict": (
        replaced("operation", "uid TEXT NOT NULL", "uid TEXT NOT NULL ON CONFLICT IGNORE"),
        "columns or rules",
    ),
    "a sequence at its end": (
        ["UPDATE sqlite_sequence SET seq = 9223372036854775807 WHERE name = 'risk'"],
        "impossible",
    ),
    "a sequence that is a text": (["UPDATE sqlite_sequence SET seq = 'x'"], "impossible"),
    "an operation with the last number": (["UPDATE operation SET id = 9223372036854775807 WHERE id = 1"], "impossible"),
    "another program's tables under our mark": (
        [*(f"DROP TABLE {t}" for t in ("change", "brought", "settlement")), "CREATE TABLE change (x)"],
        "",
    ),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_with_foreign_parts(path, name):
    statements, words = SCHEMAS[name]
    raw(path, *statements)
    for read_only in (False, True):
        code, told = refused(path, read_only=read_only)
        assert code in ("foreign", "damaged")
        if code == "foreign" or "impossible" in words:
            assert words in told


def patched(path, at, data):
    whole = bytearray(path.read_bytes())
    whole[at : at + len(data)] = data
    path.write_bytes(whole)


BYTES = {
    "write-ahead log": (18, b"\x02\x02", "foreign", "WAL"),
    "write-ahead log for writing": (18, b"\x02\x01", "foreign", "WAL"),
    "UTF-16": (56, struct.pack(">I", 2), "foreign", "encoding"),
    "an encoding that is none": (56, struct.pack(">I", 77), "foreign", "encoding"),
    "pages beyond the end": (28, struct.pack(">I", 0xFFFFFFFE), "damaged", ""),
    "a page size that is none": (16, b"\x00\x03", "", ""),
    "the free list in a circle": (32, struct.pack(">II", 2, 0xFFFF), "damaged", ""),
    "a schema format of tomorrow": (44, struct.pack(">I", 99), "damaged", ""),
    "reserved bytes": (20, b"\xff", "damaged", ""),
    "the root of the schema as a leaf of an index": (100, b"\x0a", "damaged", ""),
    "cells that point outside": (108, b"\xff\xff" * 40, "damaged", ""),
    "a vacuum that never was": (52, struct.pack(">II", 3, 1), "damaged", ""),
}


@pytest.mark.parametrize("name", BYTES)
def test_a_file_whose_bytes_were_changed(path, name):
    at, data, wanted, words = BYTES[name]
    patched(path, at, data)
    code, told = refused(path)
    assert code == wanted or (not wanted and code in ("damaged", "not_workspace"))
    assert words in told


def test_noise_that_says_it_is_encrypted(path):
    path.write_bytes(b"GDE1" + os.urandom(8188))
    from govdesk.store.cipher import Key

    code, _ = refused(path, unlock=lambda salt: Key(salt, bytes(32)))
    assert code == "wrong_password"


def journal(page, counter, page_size=4096, pages=1):
    head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">IIIII", 1, 7, pages, 512, page_size)
    first = bytearray(page)
    first[24:28] = struct.pack(">I", counter)
    check_sum = (7 + sum(first[i] for i in range(page_size - 200, 0, -200))) % (1 << 32)
    return head.ljust(512, b"\x00") + b"\x00\x00\x00\x01" + bytes(first) + struct.pack(">I", check_sum)


@pytest.mark.parametrize(("away", "size"), [(5, 4096), (-9, 4096), (0, 1024)])
def test_an_unfinished_write_of_another_file_is_not_taken_back_into_ours(path, away, size):
    whole = path.read_bytes()
    counter = struct.unpack(">I", whole[24:28])[0]
    beside = path.with_name(f"{path.name}-journal")
    beside.write_bytes(journal(whole[:size], (counter + away) % (1 << 32), size))
    code, told = refused(path)
    assert code == "foreign"
    assert "unfinished write" in told


def test_an_unfinished_write_of_its_own_is_taken_back(path):
    whole = path.read_bytes()
    counter = struct.unpack(">I", whole[24:28])[0]
    path.with_name(f"{path.name}-journal").write_bytes(journal(whole[:4096], counter, pages=len(whole) // 4096))
    Workspace.open(path, REGISTERS).close()


BOMBS = {
    "deep": "[" * 100_000,
    "deep and closed": '{"a":' * 5_000 + "1" + "}" * 5_000,
    "no text": "\x00",
    "no object": "[1, 2]",
    "a number beyond all": '{"title": 1e999999}',
    "half a surrogate": '{"title": "\\ud800"}',
    "deep label": "[" * 3_000,
    "cut off": '{"title": "',
}


HARMLESS = {"deep label", "a number beyond all", "half a surrogate"}


@pytest.mark.parametrize("name", BOMBS)
def test_a_journal_that_holds_no_sound_json_is_told_and_breaks_nothing(path, name):
    connection = sqlite3.connect(path)
    lines = (BOMBS[name] if name != "deep label" else "{}",) * 2
    connection.execute("UPDATE change SET old = ?, new = ? WHERE register = 'risk'", lines)
    connection.execute("UPDATE operation SET label = ?", (BOMBS[name],))
    record = connection.execute("SELECT id FROM risk").fetchone()[0]
    connection.commit()
    connection.close()
    try:
        opened = Workspace.open(path, REGISTERS)
    except GovDeskError as error:
        opened, code = None, error.code
    assert (opened is not None) == (name in HARMLESS)
    if opened is None:
        assert code == "damaged"
        return
    try:
        assert not all(f.ok for f in check(opened))
        with opened.read() as session:
            only_ours(lambda: history.operations(session))
            only_ours(lambda: history.revisions(session, REGISTERS, "risk", record))
        only_ours(lambda: history.undo(opened))
    finally:
        opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operation SET at = 'once'",
        "UPDATE operation SET at = x'00'",
        "UPDATE operation SET rows = 'many'",
        "UPDATE change SET action = 'drop'",
        "UPDATE risk SET number = 'x'",
        "UPDATE risk SET due = '2026-02-30'",
        "UPDATE risk SET due = '0000-01-01'",
        "UPDATE risk SET due = '1899-12-31T00:00:00+00:00'",
        "UPDATE project SET name = x'ff'",
        "UPDATE link SET head = 'text'",
        "UPDATE link SET digest = x'00'",
        "UPDATE setting SET value = '../../elsewhere' WHERE name = 'id'",
        "UPDATE setting SET value = 'a' || char(0) WHERE name = 'id'",
    ],
)
def test_values_that_cannot_stand_where_they_do(path, statement):
    raw(path, statement)
    assert refused(path)[0] == "damaged"


def only_ours(work):
    try:
        work()
    except GovDeskError as error:
        language("zh").say(error.message)


def test_the_guard_lets_nothing_but_the_schema_be_read(path):
    connection = sqlite3.connect(path)
    with foreign.guarded(connection):
        for statement in (
            "SELECT title FROM risk",
            "UPDATE risk SET title = 'x'",
            "ATTACH ':memory:' AS other",
            "PRAGMA writable_schema=ON",
            "CREATE TABLE x (y)",
            "SELECT randomblob(9)",
        ):
            with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|prohibited"):
                connection.execute(statement)
        assert connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    connection.close()


def test_the_guard_ends_what_takes_too_long(path, monkeypatch):
    monkeypatch.setattr(foreign, "_SECONDS", 0)
    connection = sqlite3.connect(path)
    with foreign.guarded(connection):
        connection.set_authorizer(None)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            connection.execute(ENDLESS)
    connection.close()
