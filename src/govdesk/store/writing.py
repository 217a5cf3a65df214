"""Rows into tables: ids and business numbers are given here, in bulk, through the driver itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from secrets import randbelow
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from govdesk.fields.kind import Kind
from govdesk.store.bulk import insert_all
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from govdesk.fields.register import Register

#: The numbers of nameless records are drawn from here, far above those that are counted up.
_DRAWN, _DRAWS = 2_000_000, 8_000_000
_KEYS = 1 << 52


def new_id(*, nameless: bool = False) -> str:
    """Return a fresh id that no other laptop will give; a nameless one does not tell when it was given."""
    return str(uuid4() if nameless else uuid7())


def new_key() -> int:
    """Return a row key for a nameless record: below zero, and telling no order."""
    return -1 - randbelow(_KEYS)


def new_numbers(connection: Connection, table: Table) -> Iterator[int]:
    """Yield business numbers that tell no order and are given to no record."""
    taken = set(connection.execute(select(table.c.number).where(table.c.number >= _DRAWN)).scalars())
    while True:
        number = _DRAWN + randbelow(_DRAWS)
        if number not in taken:
            taken.add(number)
            yield number


def next_number(session: Session, register: type[Register]) -> int:
    """Return the next business number; a number once deleted is not given again."""
    table = table_of(register)
    counted = select(func.max(table.c.number)).where(table.c.number < _DRAWN)
    used = session.connection().execute(counted).scalar() or 0
    gone = session.connection().exec_driver_sql(
        "SELECT max(json_extract(old, '$.number')) FROM change WHERE register = ?1 AND action = 'delete' "
        "AND operation IN (SELECT o.id FROM (SELECT DISTINCT operation FROM change WHERE register = ?1 AND action = 'delete') d "
        "CROSS JOIN operation o ON o.id = d.operation WHERE o.kind = 'do' AND o.state = 'done') "
        "AND json_extract(old, '$.number') < ?2",
        (table.name, _DRAWN),
    )
    return int(max(used, gone.scalar() or 0)) + 1


def insert_rows(
    session: Session,
    register: type[Register],
    rows: Sequence[Mapping[str, Any]],
    *,
    origins: Sequence[str] = (),
    as_is: bool = False,
) -> list[str]:
    """Insert rows and return their ids in order.

    Args:
        session: A writing session.
        register: Where they go.
        rows: Values by column; `id` is kept where given, fields with a default get it where they are missing.
        origins: Where in a file each row came from, for the history.
        as_is: Whether what is missing stays so, even where a field has a default.
    """
    if not rows:
        return []
    table = table_of(register)
    connection = session.connection()
    veil = register.veil
    told, columns, usual = _filled(register, table, rows)
    places = {name: place for place, name in enumerate(columns)}
    defaults = [] if as_is else [(places[name], default) for name, default in usual.items()]
    kinds = [f for f in register.fields() if f.name in places and type(f.kind).dump is not Kind.dump]
    dumps = [(places[f.name], f.kind.dump) for f in kinds]
    key, count = places["id"], places["number"]
    number, drawn = next_number(session, register), new_numbers(connection, table)
    ids, data, veiled = [], [], []
    for values in told:
        hides = veil is not None and veil.covers(values)
        kept = veil.wipe(values) if veil is not None and hides else values
        whole = {**kept, **register.derive(kept)} if hides else kept
        cells = list(map(whole.get, columns))
        identity = cells[key] = cells[key] or new_id(nameless=hides)
        if cells[count] is None:
            cells[count] = next(drawn) if hides else number
            number += not hides
        for place, default in defaults:
            if cells[place] is None:
                cells[place] = default
        for place, dump in dumps:
            if cells[place] is not None:
                cells[place] = dump(cells[place])
        ids.append(identity)
        if hides:
            veiled.append((*cells, new_key()))
        else:
            data.append(tuple(cells))
    if origins:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO temp.origin (record, place) VALUES (?, ?)", list(zip(ids, origins, strict=True))
        )
    for names, found in ((columns, data), ([*columns, "row"], veiled)):
        if found:
            insert_all(connection, table, names, found)
    return ids


def _filled(
    register: type[Register], table: Table, rows: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[Mapping[str, Any]], list[str], dict[str, Any]]:
    """Return rows with what follows from them, the columns that any of them fills, and the defaults."""
    if any("derived" in c.info for c in table.columns):
        rows = [{**v, **register.derive(v)} for v in rows]
    usual = {f.name: f.default for f in register.fields() if f.default is not None}
    filled = {"id", "number", *usual}.union(*rows)
    return rows, [c.name for c in table.columns if c.name in filled and c.name != "row"], usual


def update_row(
    session: Session, register: type[Register], identity: str, values: Mapping[str, Any], *, origin: str = ""
) -> None:
    """Change columns of one record; the derived ones follow."""
    connection = session.connection()
    whole = {**values, **register.derive(values)}
    if not whole:
        return
    if whole.keys() & {*register.leading}:
        table = table_of(register)
        found = connection.execute(select(table).where(table.c.id == identity)).mappings().first()
        whole = {**register.follow(dict(found or {}), whole), **whole}
    veil = register.veil
    if veil is not None and whole.keys() & {*veil.weekly, *veil.wiped}:
        table = table_of(register)
        held = select(table.c[veil.flag]).where(table.c.id == identity)
        if whole.get(veil.flag) or connection.execute(held).scalar():
            whole = veil.wipe(whole)
    fields = {f.name: f for f in register.fields()}
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
