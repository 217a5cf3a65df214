"""Says what a file holds that GovDesk did not make, and looks at it under guard: no statement of the file's own is run."""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store.schema import Part, Shape

if TYPE_CHECKING:
    from sqlalchemy import Column

_SECONDS = 20
_STEPS = 100_000
#: Numbers beyond this leave no room to go on counting.
_HIGHEST = 1 << 53
_READABLE = {"sqlite_master", "sqlite_schema", "sqlite_sequence", "operation", "change"}
_PRAGMAS = {"quick_check"}
_JOURNAL = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
#: Bytes of a journal's head that are read.
_START = 28

#: What may stand in a column, by its declared type.
_CLASSES = {
    "INTEGER": "'integer'",
    "BOOLEAN": "'integer'",
    "TEXT": "'text'",
    "VARCHAR": "'text'",
    "DATE": "'text'",
    "BLOB": "'blob'",
    "REAL": "'real', 'integer'",
    "FLOAT": "'real', 'integer'",
}
_OBJECT = "({0} IS NOT NULL AND (NOT json_valid({0}) OR json_type({0}) <> 'object'))"
#: Columns of imported sheets that fit no field: an object of plain values.
_EXTRA = (
    "(extra IS NOT NULL AND CASE WHEN json_valid(extra) AND json_type(extra) = 'object' "
    "THEN EXISTS (SELECT 1 FROM json_each(extra) WHERE atom IS NULL AND type <> 'null') ELSE 1 END)"
)
_LINES = f"action NOT IN ('insert', 'update', 'delete') OR {_OBJECT.format('old')} OR {_OBJECT.format('new')}"
#: What cannot be read of the journal; a workspace's id names the folder of its backups.
_ODD = {
    "operation": (
        "at NOT GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]*' "
        "OR datetime(at) IS NULL OR length(at) > 40 OR json_valid(label) = 0 AND length(label) > 10000"
    ),
    "change": _LINES,
    "brought": _LINES,
    "setting": "name = 'id' AND (length(value) > 64 OR value GLOB '*[^-0-9A-Za-z]*' OR length(CAST(value AS BLOB)) <> length(value))",
    "link": "length(digest) <> 32 OR (head IS NOT NULL AND length(head) <> 32)",
}

_DAMAGE = {"kinds", "journal", "numbers"}

_SENTENCES = {
    "kinds": N_("In “{file}” the table “{part}” holds values that cannot stand there. It was not opened and left as it is; open a backup or another copy of it."),
    "journal": N_("In “{file}” the table “{part}” holds entries that cannot be read. It was not opened and left as it is; open a backup or another copy of it."),
    "trigger": N_("“{file}” holds a trigger (“{part}”), which would act by itself. It was not opened; nothing in it was run."),
    "view": N_("“{file}” holds a view (“{part}”), a question of another program. It was not opened; nothing in it was run."),
    "virtual": N_("“{file}” holds a virtual table (“{part}”), which runs code of its own. It was not opened; nothing in it was run."),
    "table": N_("“{file}” holds a table that GovDesk does not know (“{part}”). It was not opened; nothing in it was run."),
    "index": N_("“{file}” holds an index that GovDesk does not know (“{part}”). It was not opened; nothing in it was run."),
    "no_table": N_("“{file}” lacks the table “{part}”. It was not opened and left as it is; open a backup or another copy of it."),
    "no_index": N_("“{file}” lacks the index “{part}”. It was not opened and left as it is; open a backup or another copy of it."),
    "changed_table": N_("In “{file}” the table “{part}” has other columns or rules than GovDesk gives it. It was not opened; nothing in it was run."),
    "changed_index": N_("In “{file}” the index “{part}” is another than GovDesk makes. It was not opened; nothing in it was run."),
    "other": N_("“{file}” holds parts that GovDesk did not make (“{part}”). It was not opened; nothing in it was run."),
    "numbers": N_("In “{file}” the count of “{part}” is impossible. It was not opened and left as it is; open a backup or another copy of it."),
    "wal": N_("“{file}” was put into another way of saving by another program (WAL). It was left as it is; open it there once more and set it back, or open a backup."),
    "text": N_("“{file}” keeps its texts in an encoding that GovDesk does not use. It was left as it is; open a backup or another copy of it."),
    "leftover": N_("Beside “{file}” lies the unfinished write of another file (“{part}”). Nothing was opened; move that file away and open this one again."),
}  # fmt: skip


def foreign(path: Path, what: str, part: str = "") -> GovDeskError:
    """Return the error for one kind of foreign part."""
    text = Message(_SENTENCES[what], {"file": path.name, "part": " ".join(part.split())[:60]})
    return GovDeskError(text, code="damaged" if what in _DAMAGE else "foreign")


def refuse_header(path: Path, head: bytes) -> None:
    """Refuse a file that its header tells apart from ours, or beside which the unfinished write of another lies.

    Raises:
        GovDeskError: `foreign`.
    """
    if head[18:20] != b"\x01\x01":
        raise foreign(path, "wal")
    if struct.unpack(">I", head[56:60])[0] != 1:
        raise foreign(path, "text")
    beside = path.with_name(f"{path.name}-journal")
    if beside.is_file() and not _belongs(beside, head):
        raise foreign(path, "leftover", beside.name)


def _belongs(journal: Path, head: bytes) -> bool:
    """Answer whether an unfinished write can be one of this file: its first page is the one that stood there before."""
    with journal.open("rb") as file:
        start = file.read(_START)
        if len(start) < _START or not start.startswith(_JOURNAL):
            return True
        count, _, _, sector, page = struct.unpack(">IIIII", start[8:_START])
        if (65536 if head[16:18] == b"\x00\x01" else struct.unpack(">H", head[16:18])[0]) != page:
            return False
        file.seek(sector)
        counters = {(struct.unpack(">I", head[24:28])[0] - back) % (1 << 32) for back in (0, 1)}
        for _ in range(min(count, journal.stat().st_size // page)):
            number, first = file.read(4), file.read(page + 4)
            if len(first) < page:
                break
            if number == b"\x00\x00\x00\x01":
                return struct.unpack(">I", first[24:28])[0] in counters
    return True


@contextmanager
def guarded(connection: sqlite3.Connection) -> Iterator[None]:
    """Let a connection only read what tells the schema, and no longer than is reasonable."""
    deadline = time.monotonic() + _SECONDS

    def allow(action: int, first: str | None, _second: str | None, _base: str | None, inner: str | None) -> int:
        allowed = (
            action == sqlite3.SQLITE_SELECT
            or (action == sqlite3.SQLITE_READ and first in _READABLE)
            or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
            or (action == sqlite3.SQLITE_FUNCTION and _second in ("max", "typeof"))
        )
        return sqlite3.SQLITE_OK if allowed and inner is None else sqlite3.SQLITE_DENY

    connection.set_authorizer(allow)
    connection.set_progress_handler(lambda: int(time.monotonic() > deadline), _STEPS)
    try:
        yield
    finally:
        connection.set_authorizer(None)
        connection.set_progress_handler(None, 0)


def refuse_schema(path: Path, found: Shape, expected: Shape) -> None:
    """Refuse a schema that is not the expected one.

    Raises:
        GovDeskError: `foreign`, with what was found.
    """
    for (kind, name), clauses in sorted(found.items(), key=lambda item: str(item[0])):
        if (kind, name) in expected:
            continue
        virtual = any(str(c).upper().startswith("CREATE VIRTUAL") for c in clauses)
        what = "virtual" if virtual else kind if kind in ("trigger", "view", "table", "index") else "other"
        raise foreign(path, what, str(name))
    for (kind, name), clauses in expected.items():
        if (kind, name) not in found:
            raise foreign(path, f"no_{kind}", name)
        if found[kind, name] != clauses:
            raise foreign(path, f"changed_{kind}", name)


def refuse_contents(path: Path, connection: sqlite3.Connection, parts: Iterable[Part]) -> None:
    """Refuse a file whose cells hold another kind of value than their columns, or a journal that cannot be read.

    SQLite itself lets any value into any column, so the program could stumble over it anywhere.

    Raises:
        GovDeskError: `foreign`.
    """
    for table in parts:
        odd = " OR ".join(f'typeof("{c.name}") NOT IN ({_classes(c)})' for c in table.columns)
        days = [f'"{c.name}"' for c in table.columns if str(c.type).upper() == "DATE"]
        odd = " OR ".join(
            [odd, *(f"({d} IS NOT NULL AND (date({d}, '+0 days') IS NOT {d} OR {d} || '' < '0001'))" for d in days)]
        )
        if any(c.name == "extra" for c in table.columns):
            odd = f"{odd} OR {_EXTRA}"
        if _any(connection, table.name, odd):
            raise foreign(path, "kinds", table.name)
    for name, odd in _ODD.items():
        if name in {t.name for t in parts} and _any(connection, name, odd):
            raise foreign(path, "journal", name)


def _any(connection: sqlite3.Connection, table: str, condition: str) -> bool:
    statement = f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {condition})'  # noqa: S608 - own names
    return bool(connection.execute(statement).fetchone()[0])


def _classes(column: Column[Any]) -> str:
    kind = str(column.type).upper()
    fitting = next(
        (classes for start, classes in _CLASSES.items() if kind.startswith(start)), "'integer', 'real', 'text'"
    )
    return fitting if column.nullable is False and not column.primary_key else f"{fitting}, 'null'"


def refuse_numbers(path: Path, connection: sqlite3.Connection) -> None:
    """Refuse counts that leave no room to go on.

    Raises:
        GovDeskError: `foreign`.
    """
    rows = connection.execute("SELECT name, seq, typeof(seq) FROM sqlite_sequence").fetchall()
    rows += [
        (t, *connection.execute(f"SELECT max(id), typeof(max(id)) FROM {t}").fetchone())  # noqa: S608 - own names
        for t in ("operation", "change")
    ]
    for name, number, kind in rows:
        if kind not in ("integer", "null") or (number or 0) > _HIGHEST:
            raise foreign(path, "numbers", str(name))
