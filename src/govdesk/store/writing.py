"""Rows into tables: ids and business numbers are given here, in bulk, through the driver itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session
from uuid_utils import uuid7

from govdesk.fields.kind import Kind
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Register


def new_id() -> str:
    """Return a fresh id that no other laptop will give."""
    return str(uuid7())


def next_number(session: Session, register: type[Register]) -> int:
    """Return the next business number; a number once deleted is not given again."""
    table = table_of(register)
    used = session.connection().exec_driver_sql(f'SELECT max(number) FROM "{table.name}"').scalar() or 0  # noqa: S608 - own name
    gone = session.connection().exec_driver_sql(
        "SELECT max(json_extract(old, '$.number')) FROM change WHERE register = ?1 AND action = 'delete' "
        "AND operation IN (SELECT o.id FROM (SELECT DISTINCT operation FROM change WHERE register = ?1 AND action = 'delete') d "
        "CROSS JOIN operation o ON o.id = d.operation WHERE o.kind = 'do' AND o.state = 'done')",
        (table.name,),
    )
    return int(max(used, gone.scalar() or 0)) + 1


def insert_rows(
    session: Session,
    register: type[Register],
    rows: Sequence[Mapping[str, Any]],
    *,
    origins: Sequence[str] = (),
) -> list[str]:
    """Insert rows and return their ids in order.

    Args:
        session: A writing session.
        register: Where they go.
        rows: Values by column; `id` is kept where given, fields with a default get it where they are missing.
        origins: Where in a file each row came from, for the history.
    """
    if not rows:
        return []
    table = table_of(register)
    columns = [c.name for c in table.columns if c.name != "row"]
    places = {name: place for place, name in enumerate(columns)}
    defaults = [(places[f.name], f.default) for f in register.fields() if f.default is not None]
    dumps = [(places[f.name], f.kind.dump) for f in register.fields() if type(f.kind).dump is not Kind.dump]
    derives = any("derived" in c.info for c in table.columns)
    start = next_number(session, register)
    ids, data = [], []
    for offset, values in enumerate(rows):
        whole = {**values, **register.derive(values)} if derives else values
        cells = [whole.get(c) for c in columns]
        identity = cells[places["id"]] = cells[places["id"]] or new_id()
        cells[places["number"]] = cells[places["number"]] or start + offset
        for place, default in defaults:
            if cells[place] is None:
                cells[place] = default
        for place, dump in dumps:
            cells[place] = dump(cells[place])
        ids.append(identity)
        data.append(tuple(cells))
    connection = session.connection()
    if origins:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO temp.origin (record, place) VALUES (?, ?)", list(zip(ids, origins, strict=True))
        )
    names = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', data)  # noqa: S608 - own names
    return ids


def update_row(
    session: Session, register: type[Register], identity: str, values: Mapping[str, Any], *, origin: str = ""
) -> None:
    """Change columns of one record; the derived ones follow."""
    whole = {**values, **register.derive(values)}
    if not whole:
        return
    fields = {f.name: f for f in register.fields()}
    connection = session.connection()
    if origin:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO temp.origin (record, place) VALUES (?, ?)", (identity, origin)
        )
    sets = ", ".join(f'"{name}" = ?' for name in whole)
    data = [fields[n].kind.dump(v) if n in fields else v for n, v in whole.items()]
    statement = f'UPDATE "{table_of(register).name}" SET {sets} WHERE id = ?'  # noqa: S608 - own names
    connection.exec_driver_sql(statement, (*data, identity))


def note_settled(session: Session, rows: Sequence[tuple[Any, ...]]) -> None:
    """Note, under the current operation, which value was kept and which refused where both sides had changed a cell.

    Args:
        session: A writing session.
        rows: Register, record, field, and the two values as JSON.
    """
    if rows:
        session.connection().exec_driver_sql(
            "INSERT INTO settlement (operation, register, record, field, kept, refused) "
            "VALUES ((SELECT id FROM current_operation), ?, ?, ?, ?, ?)",
            list(rows),
        )
