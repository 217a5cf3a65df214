"""What a workspace file holds beside the registers, and the triggers that write its history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from govdesk.fields.register import Register

    Registers = Mapping[str, type[Register]]

#: "GovD" in ASCII, in the file's header.
APPLICATION_ID = 0x476F7644
VERSION = 3
#: The version with which each table beside the registers came that the first one did not have.
SINCE = {"link": 2, "draft": 2}

_own = MetaData()

#: What the file knows of itself: its id, its language, settings that belong to the workspace.
setting = Table("setting", _own, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

operation = Table(
    "operation",
    _own,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("source", Text),
    Column("kind", Text, nullable=False),
    Column("target", Integer),
    Column("state", Text, nullable=False),
    Column("rows", Integer, nullable=False, server_default="0"),
    #: What it is called on every laptop: its number means nothing on another.
    Column("uid", Text, nullable=False, unique=True),
    #: Of a merge: the other copy. What a merge brought in stands by itself, with state `brought`, and names the merge.
    Column("copy", Text),
    Column("bringer", Integer),
    Index("operation_bringer", "bringer", sqlite_where=text("bringer IS NOT NULL")),
    Index("operation_undone", "id", sqlite_where=text("state = 'undone'")),
    Index("operation_target", "target", sqlite_where=text("target IS NOT NULL")),
)


change = Table(
    "change",
    _own,
    Column("id", Integer, primary_key=True),
    Column("operation", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("origin", Text),
    Index("change_operation", "operation"),
    Index("change_record", "record", "operation"),
    Index("change_deleted", "register", "operation", sqlite_where=text("action = 'delete'")),
)

#: What the operations that a merge brought in did on the other laptop; here the merge itself did it, under `change`.
brought = Table(
    "brought",
    _own,
    Column("id", Integer, primary_key=True),
    Column("operation", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("origin", Text),
    Index("brought_operation", "operation"),
    Index("brought_record", "record", "operation"),
)

#: Which value was kept and which refused where both sides had changed a cell, so that nobody is asked twice.
settlement = Table(
    "settlement",
    _own,
    Column("id", Integer, primary_key=True),
    Column("operation", Integer, nullable=False),
    Column("register", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("kept", Text),
    Column("refused", Text),
    Index("settlement_operation", "operation"),
    Index("settlement_register", "register", "record"),
)

#: What ties each operation to all before it; `chain` tells how. Without a salt: what it sealed was taken out.
link = Table(
    "link",
    _own,
    Column("operation", Integer, primary_key=True),
    Column("salt", LargeBinary),
    Column("digest", LargeBinary, nullable=False),
    Column("now", LargeBinary),
    Column("head", LargeBinary),
    Column("joined", LargeBinary),
)

#: How a sheet of a known layout was read last time, by the fingerprint of its headings.
layout = Table(
    "layout",
    _own,
    Column("fingerprint", Text, primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("used", Text, nullable=False),
)

#: What somebody typed and has not finished, by user and place; without a user where the record is nameless.
draft = Table(
    "draft",
    _own,
    Column("author", Text, primary_key=True),
    Column("register", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("content", Text, nullable=False),
)


def _tables(registers: Registers) -> tuple[Table, ...]:
    return (*(r.__table__ for r in registers.values()), *_own.tables.values())  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Part:
    """One table as a version of the file has it."""

    name: str
    columns: tuple[Column[Any], ...]
    table: Table


def parts(registers: Registers, version: int = VERSION) -> tuple[Part, ...]:
    """Return every table of a file of a version, with the columns that it had then."""
    since = {**SINCE, **{code: r.about.since for code, r in registers.items()}}
    found = (t for t in _tables(registers) if since.get(t.name, 1) <= version)
    return tuple(Part(t.name, tuple(c for c in t.columns if _since(c) <= version), t) for t in found)


def _since(column: Column[Any]) -> int:
    declared = column.info.get("field")
    return declared.since if declared is not None else 1


def create_tables(connection: Connection, registers: Registers) -> None:
    """Create every table of a new workspace."""
    for statement in _statements(_tables(registers)).values():
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


@cache
def _statements(tables: tuple[Table, ...]) -> dict[tuple[str, str], str]:
    dialect = sqlite.dialect()
    made = {("table", t.name): str(CreateTable(t).compile(dialect=dialect)) for t in tables}
    return made | {
        ("index", str(i.name)): str(CreateIndex(i).compile(dialect=dialect)) for t in tables for i in t.indexes
    }


Shape = dict[tuple[str, str], frozenset[str]]


def expected_shape(registers: Registers, version: int = VERSION) -> Shape:
    """Return the clauses of every table and index that a sound file of a version holds, by type and name."""
    found: Shape = {}
    for part in parts(registers, version):
        later = {c.name for c in part.table.columns} - {c.name for c in part.columns}
        for key, statement in _statements((part.table,)).items():
            clauses = frozenset(c for c in _clauses(statement) if not _tells_of(c, later))
            if key[0] == "table" or not later & {
                c.name for i in part.table.indexes if i.name == key[1] for c in i.columns
            }:
                found[key] = clauses
    return found


def _tells_of(clause: str, columns: AbstractSet[str]) -> bool:
    """Answer whether a clause of a table declares one of these columns, or where it leads to."""
    return any(clause.startswith((f"{c} ", f"FOREIGN KEY({c})")) for c in columns)


def shape(found: Iterator[tuple[str, str, str | None]]) -> Shape:
    """Return the same of what a file holds: type, name and statement of each object.

    What SQLite makes by itself for a table of ours is left out; anything else that has no statement is not.
    """
    return {
        (kind, name): _clauses(statement or "")
        for kind, name, statement in found
        if not (statement is None and re.fullmatch(r"sqlite_autoindex_\w+", name))
        and (kind, name) != ("table", "sqlite_sequence")
    }


@lru_cache(maxsize=1024)
def _clauses(statement: str) -> frozenset[str]:
    plain = re.sub(r" ?([(),]) ?", r"\1", re.sub(r'"(\w+)"', r"\1", " ".join(statement.split())))
    head, _, body = plain.partition("(")
    if not plain.startswith("CREATE TABLE"):
        return frozenset((plain,))
    depth, clauses = 0, [""]
    for character in body:
        depth += (character == "(") - (character == ")")
        if depth < 0 or (character == "," and not depth):
            clauses.append("")
        else:
            clauses[-1] += character
    return frozenset((head, *(one for clause in clauses for one in _apart(clause))))


def _apart(clause: str) -> tuple[str, ...]:
    """Return a clause as a new table has it: where a column leads to stands by itself, which it does not in one added later."""
    found = re.fullmatch(r"(\w+) (\w+) REFERENCES (\w+\(\w+\))", clause)
    return (f"{found[1]} {found[2]}", f"FOREIGN KEY({found[1]})REFERENCES {found[3]}") if found else (clause,)


def triggers(registers: Registers) -> Iterator[str]:
    """Yield the statements that make a connection write history for each register.

    They are TEMP: the file itself holds no trigger, and a write on a connection without them is found by `check`.
    They rest during undo and redo, which copy the history of the operation that they turn.
    """
    yield "CREATE TEMP TABLE current_operation (id INTEGER NOT NULL, turns INTEGER NOT NULL)"
    yield "CREATE TEMP TABLE origin (record TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID"
    if registers:
        yield from _past_triggers()
    for register in registers.values():
        yield from _register_triggers(register)


def _past_triggers() -> Iterator[str]:
    """Yield the statements that note which operations are new, and from which something is taken out."""
    yield "CREATE TEMP TABLE touched (operation INTEGER PRIMARY KEY)"
    note = "BEGIN INSERT OR IGNORE INTO touched (operation) VALUES ({}); END"
    own = "id, uid, at, author, label, source, kind, target, copy"
    yield f"CREATE TEMP TRIGGER chain_operation_insert AFTER INSERT ON main.operation {note.format('NEW.id')}"
    yield f"CREATE TEMP TRIGGER chain_operation_update AFTER UPDATE OF {own} ON main.operation {note.format('OLD.id')}"
    yield f"CREATE TEMP TRIGGER chain_operation_delete AFTER DELETE ON main.operation {note.format('OLD.id')}"
    sealed = "WHEN EXISTS (SELECT 1 FROM link WHERE operation = OLD.operation)"
    for table in (change, brought, settlement):
        names = ", ".join(c.name for c in table.columns if c.name != "id")
        for action in (f"UPDATE OF {names}", "DELETE"):
            name = f"chain_{table.name}_{action.split()[0].lower()}"
            yield f"CREATE TEMP TRIGGER {name} AFTER {action} ON main.{table.name} {sealed} {note.format('OLD.operation')}"


def _register_triggers(register: type[Register]) -> Iterator[str]:
    name = register.register_code()
    columns = [c.name for c in register.__table__.columns]
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    awake = "NOT EXISTS (SELECT 1 FROM current_operation WHERE turns)"
    faces = {
        "insert": ("NULL", _whole("NEW", columns), "NEW", awake),
        "delete": (_whole("OLD", columns), "NULL", "OLD", awake),
        "update": (_changed("OLD", columns), _changed("NEW", columns), "NEW", f"{awake} AND ({differs})"),
    }
    for action, (old, new, row, condition) in faces.items():
        yield (
            f"CREATE TEMP TRIGGER journal_{name}_{action} AFTER {action.upper()} ON main.{name} WHEN {condition} BEGIN "  # noqa: S608 - own names
            "SELECT RAISE(ABORT, 'a write outside an operation') WHERE NOT EXISTS (SELECT 1 FROM current_operation); "
            "INSERT INTO change (operation, register, record, action, old, new, origin) VALUES ("
            f"(SELECT id FROM current_operation), '{name}', {row}.id, '{action}', {old}, {new}, "
            f"(SELECT place FROM origin WHERE record = {row}.id)); END"
        )


def whole_history(name: str, columns: list[str]) -> str:
    """Return the statement that writes the history of all rows of a register after one, as the triggers would."""
    return (
        "INSERT INTO change (operation, register, record, action, new, origin) "  # noqa: S608 - own names
        f"SELECT (SELECT id FROM current_operation), '{name}', r.id, 'insert', {_whole('r', columns)}, "
        "(SELECT place FROM origin WHERE record = r.id) "
        f'FROM main.{name} r WHERE r."row" > ? ORDER BY r."row"'
    )


def _whole(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns)
    return f"json_patch('{{}}', json_object({pairs}))"


def _changed(row: str, columns: list[str]) -> str:
    parts = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {row}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({parts}))"  # noqa: S608 - own names
