"""The journal read back: the timeline of operations, a record's past, undo and redo."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.store.opening import damaged
from govdesk.store.query import table_of
from govdesk.store.schema import operation as operations_table
from govdesk.store.shown import hidden
from govdesk.store.veil import FINAL, Memory
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
    uid: str
    copy: str | None = None
    #: For what a merge brought in: the copy that it was done in.
    origin: str = ""

    @property
    def veiled(self) -> bool:
        """Whether it touched nameless records: it names nobody, and of its time no more than the week."""
        return self.id < 0

    def when(self) -> datetime:
        """Return the time at which it was done, on this computer's clock; the Monday of its week where it is veiled."""
        return self.at if self.veiled else self.at.astimezone()


@dataclass(frozen=True, slots=True)
class Revision:
    """What one operation did to one record: old and new value of each field that it changed."""

    operation: Operation
    action: str
    changes: Mapping[str, tuple[Any, Any]]
    names: Mapping[str, str]
    origin: str


#: By what the timeline is ordered; what is veiled stands at the end of its week, in no order.
_PLACE = "CASE WHEN id < 0 THEN datetime(at, '+7 days') ELSE at END"


def operations(session: Session, limit: int = 200, before: int | None = None) -> list[Operation]:
    """Return the operations, newest first; those of which nothing is left are left out."""
    condition, values = "", tuple[int, ...]()
    if before is not None:
        condition = f"AND ({_PLACE}, id) < (SELECT {_PLACE}, id FROM operation WHERE id = ?)"  # noqa: S608 - own words
        values = (before,)
    statement = f"SELECT * FROM operation WHERE (rows > 0 OR kind <> 'veil') {condition} ORDER BY {_PLACE} DESC, id DESC LIMIT ?"  # noqa: S608 - own words
    return _operations(session, session.connection().exec_driver_sql(statement, (*values, limit)))


def latest(session: Session) -> Operation | None:
    """Return the last operation whose place in time is kept; an exported sheet carries it."""
    return _one(session, "WHERE o.id = (SELECT max(id) FROM operation WHERE id > 0)")


def first_touched(session: Session, number: int, code: str) -> str:
    """Return the first record of a register that an operation made or changed; an empty text where there is none."""
    found = session.connection().exec_driver_sql(
        "SELECT record FROM change WHERE operation = ? AND register = ? AND action <> 'delete' "
        "ORDER BY action <> 'insert', id LIMIT 1",
        (number, code),
    )
    return str(found.scalar() or "")


def _operations(session: Session, found: Iterable[Row[Any]]) -> list[Operation]:
    """Return operations that know from which copy a merge brought them."""
    rows = list(found)
    asked = tuple({r.bringer for r in rows if r.bringer is not None})
    statement = f"SELECT id, copy FROM operation WHERE id IN ({','.join('?' * len(asked))})"  # noqa: S608 - own numbers
    copies = dict(map(tuple, session.connection().exec_driver_sql(statement, asked))) if asked else {}
    return [replace(_operation(r), origin=copies.get(r.bringer) or "") for r in rows]


def _operation(found: Row[Any]) -> Operation:
    at = datetime.fromisoformat(found.at)
    return Operation(
        found.id,
        at,
        found.author,
        Message.load(found.label),
        found.source,
        found.kind,
        found.target,
        found.state,
        found.rows,
        found.uid,
        found.copy,
    )


def revisions(session: Session, registers: Registers, code: str, identity: str) -> list[Revision]:
    """Return what happened to one record, newest first; under a merge stands what was done on the other laptop."""
    register = registers[code]
    statement = (
        "SELECT action, old, new, coalesce(origin, ''), operation, id FROM {} WHERE record = ?1 AND register = ?2"
    )
    both = f"{statement.format('change')} UNION ALL {statement.format('brought')} ORDER BY operation DESC, id DESC"
    found = session.connection().exec_driver_sql(both, (identity, code)).fetchall()
    numbers = {r[4] for r in found}
    wanted = select(operations_table).where(operations_table.c.id.in_(numbers))
    by_id = {o.id: o for o in _operations(session, session.connection().execute(wanted))}
    revised = [(r[0], _differences(register, r[1], r[2]), r[3], by_id[r[4]]) for r in found if r[4] in by_id]
    held = session.connection().execute(select(table_of(register).c.row).where(table_of(register).c.id == identity))
    away = hidden(session, register)
    blank = away.names(row) if (row := held.scalar()) is not None else away.telling if _nameless(found) else ()
    for _, changes, _, _ in revised:
        for name in blank:
            changes.pop(name, None)
    names = _names(session, registers, register, [c for _, c, _, _ in revised])
    return [Revision(done, action, changes, names, origin) for action, changes, origin, done in revised]


def _nameless(found: Iterable[Any]) -> bool:
    return any(r[4] < 0 for r in found)


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
        names.update(_names_of_the_gone(session, title.name, ids - names.keys()))
    return names


def _names_of_the_gone(session: Session, title: str, ids: set[str]) -> dict[str, str]:
    statement = (
        "SELECT json_extract(old, ?) FROM change WHERE record = ? AND action = 'delete' ORDER BY id DESC LIMIT 1"
    )
    found = {i: session.connection().exec_driver_sql(statement, (f"$.{title}", i)).scalar() for i in ids}
    return {i: str(name) for i, name in found.items() if name is not None}


def undoable(session: Session) -> Operation | None:
    """Return the operation that undo would take back: the one that was done, or done again, last."""
    done = "SELECT id AS turn, id AS number FROM operation WHERE kind = 'do' AND state = 'done'"
    again = (
        "SELECT r.id AS turn, o.id AS number FROM operation r JOIN operation o ON o.id = r.target "
        "WHERE r.kind = 'redo' AND r.target IS NOT NULL AND o.state = 'done'"
    )
    return _last_turn(session, (done, again))


def redoable(session: Session) -> Operation | None:
    """Return the operation that redo would do again: the one that was undone last."""
    undone = (
        "SELECT u.id AS turn, o.id AS number FROM operation o JOIN operation u ON u.target = o.id "
        "WHERE o.state = 'undone' AND o.kind = 'do' AND u.kind = 'undo'"
    )
    return _last_turn(session, (undone,))


def _last_turn(session: Session, turns: tuple[str, ...]) -> Operation | None:
    """Return the operation of the last of some turns; where veiled ones stand among them, only the program knows."""
    memory: Memory = session.info.get("memory") or Memory()
    connection = session.connection()
    last = " UNION ALL ".join(f"SELECT * FROM ({t} ORDER BY 1 DESC LIMIT 1)" for t in turns)  # noqa: S608 - own words
    veiled = " UNION ALL ".join(f"SELECT * FROM ({t}) WHERE turn < 0" for t in turns)  # noqa: S608
    found = [tuple(r) for r in connection.exec_driver_sql(last)]
    found += [tuple(r) for r in connection.exec_driver_sql(veiled)] if memory.turns else []
    known = [(memory.turn(turn), number) for turn, number in found if turn > 0 or turn in memory.turns]
    return _one(session, "WHERE o.id = ?", (max(known)[1],)) if known else None


def _one(session: Session, condition: str, values: tuple[Any, ...] = ()) -> Operation | None:
    statement = f"SELECT o.* FROM operation o {condition} LIMIT 1"  # noqa: S608 - own words
    found = session.connection().exec_driver_sql(statement, values).one_or_none()
    return _operation(found) if found is not None else None


def undo(workspace: Workspace, number: int | None = None) -> Changes:
    """Take back an operation, by default the last.

    Raises:
        GovDeskError: `nothing_to_undo`, or `touched_later` where a later operation changed the same records.
    """
    with workspace.read() as session:
        wanted = undoable(session) if number is None else _one(session, "WHERE o.id = ?", (number,))
    if wanted is None:
        raise GovDeskError(N_("There is nothing to undo."), code="nothing_to_undo")
    if wanted.kind == FINAL:
        raise GovDeskError(
            N_("What was made anonymous stays so: name, time and author are no longer in the file."),
            code="nothing_to_undo",
        )
    if wanted.kind != "do" or wanted.state != "done":
        text = N_("“{operation}” is not in force; there is nothing to undo.")
        raise GovDeskError(text, code="nothing_to_undo", operation=wanted.label)
    return _turn(workspace, wanted, Message(N_("Undo: {operation}"), {"operation": wanted.label}), "undo", "undone")


def redo(workspace: Workspace) -> Changes:
    """Do again the operation that was undone last.

    Raises:
        GovDeskError: `nothing_to_redo`.
    """
    with workspace.read() as session:
        wanted = redoable(session)
    if wanted is None:
        raise GovDeskError(N_("There is nothing to redo."), code="nothing_to_redo")
    return _turn(workspace, wanted, Message(N_("Redo: {operation}"), {"operation": wanted.label}), "redo", "done")


def _turn(workspace: Workspace, wanted: Operation, label: Message, kind: str, state: str) -> Changes:
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    companion = workspace.memory.companions.get(wanted.id)
    together = [wanted.id] if companion is None else [companion, wanted.id]
    try:
        with workspace.write(label, kind=kind, target=wanted.id) as session:
            session.info["companion"] = companion
            for number in together if kind == "undo" else together[::-1]:
                if kind == "undo":
                    _refuse_touched(session, wanted, number)
                apply(session, workspace.registers, number, forward=kind == "redo")
                statement = "UPDATE operation SET state = ? WHERE id = ?"
                session.connection().exec_driver_sql(statement, (state, number))
    except KeyError:  # the history names a register that there is not
        raise damaged(workspace.path) from None
    except IntegrityError as error:
        text = N_(
            "“{operation}” cannot be turned: what the history keeps of it does not fit the records, as when another "
            "program wrote in the file. Nothing was changed; compare it with a backup (“govdesk check” tells more)."
        )
        raise GovDeskError(text, code="damaged", operation=wanted.label) from error
    except GovDeskError as error:
        if error.code != "broken_link":
            raise
        text = N_("“{operation}” cannot be undone by itself: later records depend on it. Nothing was changed.")
        raise GovDeskError(text, code="touched_later", operation=wanted.label) from error
    finally:
        end()
    return done[0]


def _refuse_touched(session: Session, wanted: Operation, number: int) -> None:
    later = _one(session, "WHERE (o.id > ?1 OR ?1 < 0) AND o.kind = 'do' AND o.state = 'done'", (number,))
    if later is None:
        return
    touched = (
        "WHERE o.id = (SELECT max(later.operation) FROM change mine "
        "JOIN change later ON later.record = mine.record AND later.id > mine.id AND later.operation <> mine.operation "
        "JOIN operation u ON u.id = later.operation WHERE mine.operation = ? AND u.kind = 'do' AND u.state = 'done')"
    )
    if later := _one(session, touched, (number,)):
        text = N_(
            "“{operation}” cannot be undone by itself: “{later}” changed the same records afterwards. Undo that first."
        )
        raise GovDeskError(text, code="touched_later", operation=wanted.label, later=later.label)


_OPPOSITE = {"insert": "delete", "delete": "insert", "update": "update"}


def apply(session: Session, registers: Registers, number: int, *, forward: bool) -> None:
    """Do the changes of an operation again, or their opposite, last change first, and copy its history accordingly.

    The session's operation must be an undo or a redo, under which the triggers rest. Nothing touched the records since, so
    what is written here is exactly what the operation found or left.
    """
    connection = session.connection()
    for code, action, span in _runs(connection, number, forward=forward):
        columns = [c.name for c in table_of(registers[code]).columns]
        values = "new" if forward else "old"
        match action if forward else _OPPOSITE[action]:
            case "delete":
                gone = "SELECT record FROM change WHERE operation = ? AND id BETWEEN ? AND ?"
                connection.exec_driver_sql(f'DELETE FROM "{code}" WHERE id IN ({gone})', span)  # noqa: S608 - own name
            case "insert":
                parts = ", ".join(f"json_extract({values}, '$.{c}')" for c in columns)
                names = ", ".join(f'"{c}"' for c in columns)
                from_change = "FROM change WHERE operation = ? AND id BETWEEN ? AND ? ORDER BY id"
                connection.exec_driver_sql(f'INSERT INTO "{code}" ({names}) SELECT {parts} {from_change}', span)
            case _:
                _update(connection, code, set(columns), span, forward=forward)
    _copy_history(connection, number, forward=forward)


def _runs(connection: Connection, number: int, *, forward: bool) -> Iterator[tuple[str, str, tuple[int, int, int]]]:
    """Yield register, action and span of each unbroken run of like changes, in the order in which they are applied."""
    first = "SELECT id, register, action FROM change WHERE operation = ? ORDER BY id LIMIT 1"
    other = (
        "SELECT id, register, action FROM change WHERE operation = ? AND id > ? AND (register <> ? OR action <> ?) "
        "ORDER BY id LIMIT 1"
    )
    runs = []
    found = connection.exec_driver_sql(first, (number,)).one_or_none()
    while found is not None:
        runs.append(found)
        found = connection.exec_driver_sql(other, (number, *found)).one_or_none()
    last = connection.exec_driver_sql("SELECT max(id) FROM change WHERE operation = ?", (number,)).scalar_one()
    ends = [*(r[0] - 1 for r in runs[1:]), last]
    spans = [(code, action, (number, start, end)) for (start, code, action), end in zip(runs, ends, strict=False)]
    yield from spans if forward else spans[::-1]


def _update(connection: Connection, code: str, columns: set[str], span: tuple[int, int, int], *, forward: bool) -> None:
    values, order = ("new", "ASC") if forward else ("old", "DESC")
    listed = f"SELECT record, {values} FROM change WHERE operation = ? AND id BETWEEN ? AND ? ORDER BY id {order}"  # noqa: S608
    found = [(str(r[0]), json.loads(r[1] or "{}")) for r in connection.exec_driver_sql(listed, span).fetchall()]
    for names, run in groupby(found, key=lambda r: tuple(r[1])):
        known = [n for n in names if n in columns]
        if not known:
            continue
        sets = ", ".join(f'"{n}" = ?' for n in known)
        data = [(*(held[n] for n in known), record) for record, held in run]
        connection.exec_driver_sql(f'UPDATE "{code}" SET {sets} WHERE id = ?', data)  # noqa: S608 - own names


def _copy_history(connection: Connection, number: int, *, forward: bool) -> None:
    opposite = " ".join(f"WHEN '{a}' THEN '{b}'" for a, b in _OPPOSITE.items())
    values, order = ("action, old, new", "ASC") if forward else (f"CASE action {opposite} END, new, old", "DESC")
    connection.exec_driver_sql(
        "INSERT INTO change (operation, register, record, action, old, new) "  # noqa: S608 - own words
        f"SELECT (SELECT id FROM current_operation), register, record, {values} "
        f"FROM change WHERE operation = ? ORDER BY id {order}",
        (number,),
    )
