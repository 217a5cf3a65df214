"""The journal read back: the timeline of operations, a record's past, undo and redo."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Link
from govdesk.i18n import Message, N_
from govdesk.store.query import table_of
from govdesk.store.schema import operation as operations_table
from govdesk.store.workspace import Changes, Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from govdesk.fields.register import Register, Registers


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry of the timeline."""

    id: int
    at: datetime
    author: str
    label: Message
    source: str | None
    kind: str
    target: int | None
    state: str
    rows: int


@dataclass(frozen=True, slots=True)
class Revision:
    """What one operation did to one record: old and new value of each field that it changed."""

    operation: Operation
    action: str
    changes: Mapping[str, tuple[Any, Any]]
    names: Mapping[str, str]
    origin: str


def operations(session: Session, limit: int = 200, before: int | None = None) -> list[Operation]:
    """Return the operations, newest first."""
    statement = select(operations_table).order_by(operations_table.c.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(operations_table.c.id < before)
    return [_operation(r) for r in session.connection().execute(statement)]


def _operation(found: Row[Any]) -> Operation:
    at = datetime.fromisoformat(found.at)
    return Operation(
        found.id, at, found.author, Message.load(found.label), found.source, found.kind, found.target, found.state, found.rows
    )


def revisions(session: Session, registers: Registers, code: str, identity: str) -> list[Revision]:
    """Return what happened to one record, newest first."""
    register = registers[code]
    statement = (
        "SELECT action, old, new, coalesce(origin, ''), operation FROM change "
        "WHERE record = ? AND register = ? ORDER BY id DESC"
    )
    found = session.connection().exec_driver_sql(statement, (identity, code)).fetchall()
    numbers = {r[4] for r in found}
    by_id = {
        o.id: _operation(o)
        for o in session.connection().execute(select(operations_table).where(operations_table.c.id.in_(numbers)))
    }
    revised = [(r[0], _differences(register, r[1], r[2]), r[3], by_id[r[4]]) for r in found]
    names = _names(session, registers, register, [c for _, c, _, _ in revised])
    return [Revision(done, action, changes, names, origin) for action, changes, origin, done in revised]


def _differences(register: type[Register], old: str | None, new: str | None) -> dict[str, tuple[Any, Any]]:
    before, after = json.loads(old) if old else {}, json.loads(new) if new else {}
    return {
        f.name: (f.kind.load(before.get(f.name)), f.kind.load(after.get(f.name)))
        for f in register.fields()
        if before.get(f.name) != after.get(f.name)
    }


def _names(
    session: Session, registers: Registers, register: type[Register], changes: list[dict[str, tuple[Any, Any]]]
) -> dict[str, str]:
    wanted: dict[str, set[str]] = {}
    for shown in register.fields():
        if isinstance(shown.kind, Link):
            ids = {v for c in changes for v in c.get(shown.name, ()) if isinstance(v, str)}
            wanted.setdefault(shown.kind.target, set()).update(ids)
    names: dict[str, str] = {}
    for target, ids in wanted.items():
        table = table_of(registers[target])
        title = table.c[registers[target].about.title]
        found = session.connection().execute(select(table.c.id, title).where(table.c.id.in_(ids)))
        names.update({i: str(t) for i, t in found if t is not None})
    return names


def undoable(session: Session) -> Operation | None:
    """Return the operation that undo would take back."""
    return _one(session, "SELECT max(id) FROM operation WHERE kind = 'do' AND state = 'done'")


def redoable(session: Session) -> Operation | None:
    """Return the operation that redo would do again."""
    return _one(session, "SELECT min(id) FROM operation WHERE kind = 'do' AND state = 'undone'")


def _one(session: Session, statement: str) -> Operation | None:
    number = session.connection().exec_driver_sql(statement).scalar()
    if number is None:
        return None
    found = session.connection().execute(select(operations_table).where(operations_table.c.id == number)).one_or_none()
    return _operation(found) if found is not None else None


def undo(workspace: Workspace, number: int | None = None) -> Changes:
    """Take back an operation, by default the last.

    Raises:
        GovDeskError: `nothing_to_undo`, or `touched_later` where a later operation changed the same records.
    """
    with workspace.read() as session:
        wanted = undoable(session) if number is None else _one(session, f"SELECT {int(number)}")
    if wanted is None:
        raise GovDeskError(N_("There is nothing to undo."), code="nothing_to_undo")
    if wanted.kind != "do" or wanted.state != "done":
        raise GovDeskError(N_("“{operation}” is not in force; there is nothing to undo."), code="nothing_to_undo", operation=wanted.label)
    label = Message(N_("Undo: {operation}"), {"operation": wanted.label})
    return _turn(workspace, wanted, label, "undo", "undone", wanted.id)


def redo(workspace: Workspace) -> Changes:
    """Do again the operation that was undone last.

    Raises:
        GovDeskError: `nothing_to_redo`.
    """
    with workspace.read() as session:
        wanted = redoable(session)
        if wanted is None:
            raise GovDeskError(N_("There is nothing to redo."), code="nothing_to_redo")
        statement = "SELECT max(id) FROM operation WHERE kind = 'undo' AND target = ?"
        undone_by = int(session.connection().exec_driver_sql(statement, (wanted.id,)).scalar_one())
    label = Message(N_("Redo: {operation}"), {"operation": wanted.label})
    return _turn(workspace, wanted, label, "redo", "done", undone_by)


def _turn(workspace: Workspace, wanted: Operation, label: Message, kind: str, state: str, source: int) -> Changes:
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    try:
        with workspace.write(label, kind=kind, target=wanted.id) as session:
            if kind == "undo":
                _refuse_touched(session, wanted)
            reverse(session, workspace.registers, source)
            statement = "UPDATE operation SET state = ? WHERE id = ?"
            session.connection().exec_driver_sql(statement, (state, wanted.id))
    except IntegrityError as error:
        text = N_("“{operation}” cannot be undone by itself: later records depend on it. Nothing was changed.")
        raise GovDeskError(text, code="touched_later", operation=wanted.label) from error
    finally:
        end()
    return done[0]


def _refuse_touched(session: Session, wanted: Operation) -> None:
    statement = (
        "SELECT max(o.id) FROM change mine JOIN change later ON later.record = mine.record AND later.operation > mine.operation "
        "JOIN operation o ON o.id = later.operation WHERE mine.operation = ? AND o.kind = 'do' AND o.state = 'done'"
    )
    number = session.connection().exec_driver_sql(statement, (wanted.id,)).scalar()
    if number is not None:
        later = _one(session, f"SELECT {int(number)}")
        text = N_("“{operation}” cannot be undone by itself: “{later}” changed the same records afterwards. Undo that first.")
        raise GovDeskError(text, code="touched_later", operation=wanted.label, later=later.label if later else "")


def reverse(session: Session, registers: Registers, number: int) -> None:
    """Write the opposite of every change of an operation, last change first."""
    connection = session.connection()
    listed = connection.exec_driver_sql(
        "SELECT id, register, action FROM change WHERE operation = ? ORDER BY id DESC", (number,)
    ).fetchall()
    for (code, action), run in groupby(listed, key=lambda r: (r[1], r[2])):
        ids = [r[0] for r in run]
        span = (number, ids[-1], ids[0])
        columns = [c.name for c in table_of(registers[code]).columns]
        if action == "insert":
            connection.exec_driver_sql(
                f'DELETE FROM "{code}" WHERE id IN (SELECT record FROM change WHERE operation = ? AND id BETWEEN ? AND ?)',  # noqa: S608
                span,
            )
        elif action == "delete":
            values = ", ".join(f"json_extract(old, '$.{c}')" for c in columns)
            names = ", ".join(f'"{c}"' for c in columns)
            connection.exec_driver_sql(
                f'INSERT INTO "{code}" ({names}) SELECT {values} FROM change '  # noqa: S608 - own names
                "WHERE operation = ? AND id BETWEEN ? AND ?",
                span,
            )
        else:
            _restore(connection, code, set(columns), span)


def _restore(connection: Connection, code: str, columns: set[str], span: tuple[int, int, int]) -> None:
    found = connection.exec_driver_sql(
        "SELECT record, old FROM change WHERE operation = ? AND id BETWEEN ? AND ? ORDER BY id DESC", span
    ).fetchall()
    for names, run in _by_columns(found):
        known = [n for n in names if n in columns]
        sets = ", ".join(f'"{n}" = ?' for n in known)
        data = [(*(old[n] for n in known), record) for record, old in run]
        connection.exec_driver_sql(f'UPDATE "{code}" SET {sets} WHERE id = ?', data)  # noqa: S608 - own names


def _by_columns(found: list[Any]) -> Iterator[tuple[tuple[str, ...], list[tuple[str, dict[str, Any]]]]]:
    parsed = [(r[0], json.loads(r[1])) for r in found]
    for names, run in groupby(parsed, key=lambda p: tuple(p[1])):
        yield names, list(run)
