"""A program that was killed while it brought a file up to date, or wrote an encrypted one, leaves a file that opens at once."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

from govdesk.registers import REGISTERS
from govdesk.store import cipher, edit, opening, schema
from govdesk.store.check import check
from govdesk.store.conversion import convert
from govdesk.store.workspace import Workspace

GOLDEN = Path(__file__).parent / "golden" / "version_1.govdesk.gz"


def cut_off(connection, path):
    """End a transaction as where the power goes between the write to the file and the removal of its journal."""
    kept = path.with_name("kept.govdesk")
    shutil.copy(f"{path}-journal", f"{kept}-journal")
    connection.execute("COMMIT")
    connection.close()
    shutil.copy(path, kept)
    return kept


def spill(connection):
    connection.execute("PRAGMA cache_size=1")
    connection.execute("PRAGMA cache_spill=1")


def test_while_it_was_lifted(tmp_path):
    path = tmp_path / "old.govdesk"
    path.write_bytes(gzip.decompress(GOLDEN.read_bytes()))

    connection = sqlite3.connect(path, isolation_level=None)
    spill(connection)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version={schema.VERSION}")
    connection.execute("CREATE TABLE filler (x)")
    connection.executemany("INSERT INTO filler VALUES (?)", [("y" * 3000,)] * 300)
    kept = cut_off(connection, path)
    assert opening.read_header(kept).version == schema.VERSION
    opened = Workspace.open(kept, REGISTERS)
    assert [f.code for f in check(opened) if not f.ok] == []
    opened.close()


def test_while_an_encrypted_one_was_written(tmp_path):
    path = tmp_path / "w.govdesk"
    made = Workspace.create(path, REGISTERS)
    edit.create(made, "project", {"name": "One"})
    made.close()
    key = cipher.new_key("pass word")
    convert(path, REGISTERS, None, key)

    connection = opening.connect(path, {}, read_only=False, key=key)
    spill(connection)
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO layout VALUES (?, ?, 'x')", [(str(n), "y" * 3000) for n in range(300)])
    kept = cut_off(connection, path)
    opened = Workspace.open(kept, REGISTERS, unlock=lambda _salt: key)
    assert [f.code for f in check(opened) if not f.ok] == []
    opened.close()
