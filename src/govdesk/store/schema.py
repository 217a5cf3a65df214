"""What a workspace file holds beside the registers, and the triggers that write its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text

from govdesk.fields.register import Register

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from govdesk.fields.register import Registers

#: "GovD" in ASCII, in the file's header.
APPLICATION_ID = 0x476F7644
VERSION = 1

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

#: How a sheet of a known layout was read last time, by the fingerprint of its headings.
layout = Table(
    "layout",
    _own,
    Column("fingerprint", Text, primary_key=True),
    Column("mapping", Text, nullable=False),
    Column("used", Text, nullable=False),
)


def create_tables(connection: Connection) -> None:
    """Create every table of a new workspace."""
    Register.metadata.create_all(connection)
    _own.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")


def expected_objects() -> set[tuple[str, str]]:
    """Return the type and name of every table and named index that a sound file holds."""
    tables = [*Register.metadata.tables.values(), *_own.tables.values()]
    names = {("table", t.name) for t in tables}
    return names | {("index", str(i.name)) for t in tables for i in t.indexes}


def triggers(registers: Registers) -> Iterator[str]:
    """Yield the statements that make a connection write history for each register.

    They are TEMP: the file itself holds no trigger, and a write on a connection without them is found by `check`.
    """
    yield "CREATE TEMP TABLE current_operation (id INTEGER NOT NULL)"
    yield "CREATE TEMP TABLE origin (record TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID"
    for register in registers.values():
        yield from _register_triggers(register)


def _register_triggers(register: type[Register]) -> Iterator[str]:
    name = register.register_code()
    columns = [c.name for c in register.__table__.columns]
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    faces = {
        "insert": ("NULL", _whole("NEW", columns), "NEW", "1"),
        "delete": (_whole("OLD", columns), "NULL", "OLD", "1"),
        "update": (_changed("OLD", columns), _changed("NEW", columns), "NEW", differs),
    }
    for action, (old, new, row, condition) in faces.items():
        yield (
            f"CREATE TEMP TRIGGER journal_{name}_{action} AFTER {action.upper()} ON main.{name} WHEN {condition} BEGIN "
            "SELECT RAISE(ABORT, 'a write outside an operation') WHERE NOT EXISTS (SELECT 1 FROM current_operation); "
            "INSERT INTO change (operation, register, record, action, old, new, origin) VALUES ("
            f"(SELECT id FROM current_operation), '{name}', {row}.id, '{action}', {old}, {new}, "
            f"(SELECT place FROM origin WHERE record = {row}.id)); END"
        )


def _whole(row: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns)
    return f"json_patch('{{}}', json_object({pairs}))"


def _changed(row: str, columns: list[str]) -> str:
    parts = " UNION ALL ".join(
        f"SELECT '{c}' AS k, {row}.\"{c}\" AS v WHERE OLD.\"{c}\" IS NOT NEW.\"{c}\"" for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({parts}))"
