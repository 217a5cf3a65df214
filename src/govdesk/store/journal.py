"""Begins an operation and closes it: the first and the last step of each write, before its commit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from govdesk.store import chain, schema
from govdesk.store.veil import Veiled, draw

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a write: its number, the registers it touched, its veiled part, the last number given."""

    operation: int
    registers: frozenset[str]
    veiled: Veiled | None
    last: int
    final: bool


def begin(session: Session, values: Mapping[str, object], room: int) -> int:
    """Note a new operation under which the triggers write; return its number."""
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql("DELETE FROM temp.origin")
    last = connection.exec_driver_sql("SELECT max(id) FROM operation").scalar() or 0
    values = {**values, "id": max(last, 0) + 1 + room}
    result = connection.execute(schema.operation.insert().values(**values))
    number = int(result.inserted_primary_key[0])  # type: ignore[index]
    turns = int(values["kind"] != "do")
    connection.exec_driver_sql("INSERT INTO temp.current_operation (id, turns) VALUES (?, ?)", (number, turns))
    return number


def _decides(connection: Connection, number: int) -> bool:
    """Answer whether an operation says something though it changes no record: a conflict settled, a history brought in."""
    asked = (
        "SELECT EXISTS (SELECT 1 FROM settlement WHERE operation = ?1) "
        "OR EXISTS (SELECT 1 FROM operation WHERE bringer = ?1)"
    )
    return bool(connection.exec_driver_sql(asked, (number,)).scalar())


def finish(session: Session, registers: Registers, number: int, kind: str) -> Done | None:
    """Close an operation and link it to those before it; None where it changed nothing."""
    done = _settled(session, registers, number, kind)
    chain.seal(session.connection(), session.info.get("joined"))
    return done


def _settled(session: Session, registers: Registers, number: int, kind: str) -> Done | None:
    """Veil what is nameless in an operation, count its rows; None where it changed nothing."""
    connection = session.connection()
    veiled = draw(connection, registers, number, session.info.get("companion"))
    touched = "SELECT DISTINCT register FROM change WHERE operation IN (?, ?, ?)"
    all_of_it = (number, veiled.operation, veiled.final) if veiled else (number, number, number)
    found = frozenset(str(r[0]) for r in connection.exec_driver_sql(touched, all_of_it)) | session.info.get(
        "final", set()
    )
    own = int(connection.exec_driver_sql("SELECT count(*) FROM change WHERE operation = ?", (number,)).scalar_one())
    connection.exec_driver_sql("DELETE FROM temp.current_operation")
    if not own and (veiled or kind == "do") and not _decides(connection, number):
        connection.exec_driver_sql("DELETE FROM operation WHERE id = ?", (number,))
        if veiled is None:
            return None
    else:
        connection.exec_driver_sql("UPDATE operation SET rows = ? WHERE id = ?", (own, number))
    if kind == "do":
        connection.exec_driver_sql("UPDATE operation SET state = 'dropped' WHERE state = 'undone' AND kind = 'do'")
    last = int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM operation WHERE id > 0").scalar_one())
    told = number if own or veiled is None else veiled.operation or veiled.final
    return Done(told, found, veiled, last, bool(veiled and veiled.final) or "final" in session.info)
