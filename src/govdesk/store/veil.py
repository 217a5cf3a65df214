"""Keeps nameless records nameless in the journal: their changes stand in operations without author, hour or order.

Each write ends here. What it did to nameless records is moved out of its operation into a veiled one: a random number
below zero, the Monday of the week, nobody's name. A record that turns nameless loses its past, its id, its number and its
row key, and nothing takes that back. Only the running program remembers which veiled operation was done with which, so
that undo still takes both; the file does not tell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import randbelow
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy import select

from govdesk.fields.veil import Veil, monday
from govdesk.i18n import N_, Message
from govdesk.store.query import table_of
from govdesk.store.schema import operation as operations
from govdesk.store.writing import new_id, new_key, new_numbers

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from govdesk.fields.register import Register, Registers

_FIRST, _STEP = 1 << 52, 1 << 20
_NUMBERS = 900_000_000
#: The version of an id that holds no time.
_RANDOM = 4
#: The kind of an operation that nothing takes back.
FINAL = "veil"


@dataclass(frozen=True, slots=True)
class Veiled:
    """What became of the nameless part of a write.

    Args:
        operation: The veiled operation that it became; 0 where all of it is final.
        final: The operation that nothing takes back; 0 where nothing is final.
        emptied: Operations of which nothing is left.
        renamed: The new id of each record that turned nameless; it is kept nowhere.
    """

    operation: int = 0
    final: int = 0
    emptied: frozenset[int] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """What the running program remembers and no file tells: how much it wrote, when veiled operations were, with which."""

    writes: int = 0
    turns: dict[int, tuple[int, int]] = field(default_factory=dict)
    companions: dict[int, int] = field(default_factory=dict)

    def turn(self, number: int) -> tuple[int, int]:
        """Return when an operation was done, to be compared with others; long ago for a veiled one nobody remembers."""
        return (number, 0) if number > 0 else self.turns.get(number, (-1, 0))

    def keep(self, number: int, veiled: Veiled, last: int) -> None:
        """Remember a veiled operation: with the operation that it was part of, or after the last that the file counts."""
        for gone in veiled.emptied:
            self.companions.pop(gone, None)
        if veiled.operation and veiled.operation != number:
            self.companions[number] = veiled.operation
        elif veiled.operation:
            self.turns[number] = (last, len(self.turns) + 1)


def draw(connection: Connection, registers: Registers, number: int, companion: int | None) -> Veiled | None:
    """Draw the veil over what an operation did to nameless records; None where there is none among them.

    Args:
        connection: The writing one, before its commit.
        registers: All registers.
        number: The operation.
        companion: For undo and redo, the veiled operation that is turned together with the target.
    """
    moved: list[tuple[int, str]] = []
    settled: list[int] = []
    bare: list[tuple[type[Register], str]] = []
    for register in registers.values():
        if register.veil is None:
            continue
        covered = _covered(connection, register, register.veil, number)
        bare += [(register, i) for i, named in covered.items() if named]
        veiled_ones = [i for i, named in covered.items() if not named]
        moved += _of(connection, "change", register, number, veiled_ones)
        settled += [i for i, _ in _of(connection, "settlement", register, number, veiled_ones)]
    if not moved and not settled and not bare:
        return None
    head = connection.execute(select(operations).where(operations.c.id == number)).one()
    emptied: set[int] = set()
    final = _insert(connection, _final_words(bare), FINAL, None) if bare else 0
    renamed: dict[str, str] = {}
    for register, identity in bare:
        renamed[identity], gone = _forget(connection, registers, register, identity, final)
        emptied |= gone
    if bare:
        _count(connection, final)
    if not moved and not settled:
        return Veiled(0, final, frozenset(emptied), renamed)
    left = "SELECT 1 FROM change WHERE operation = ? AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"
    split = connection.exec_driver_sql(left, (number, json.dumps([i for i, _ in moved]))).scalar() is not None
    target = head.target if companion is None or not split else companion
    label = Message.load(head.label)
    veiled = _insert(connection, _apart(label) if split else _plain(label, head.source), head.kind, target)
    _move(connection, moved, number, veiled)
    _close_gaps(connection, number)
    drawn = [(-1 - randbelow(_FIRST), veiled, i) for i in settled]
    if drawn:
        connection.exec_driver_sql("UPDATE settlement SET id = ?, operation = ? WHERE id = ?", drawn)
    _count(connection, veiled)
    return Veiled(veiled, final, frozenset(emptied), renamed)


def _covered(connection: Connection, register: type[Register], veil: Veil, number: int) -> dict[str, bool]:
    """Return the nameless records that an operation touched, each with whether it still is as one with a name."""
    code = register.register_code()
    flag = f"'$.{veil.flag}'"
    statement = (
        f'SELECT DISTINCT c.record, t."row" FROM change c LEFT JOIN "{code}" t ON t.id = c.record '  # noqa: S608 - own names
        f"WHERE c.operation = ?1 AND c.register = ?2 AND (t.{veil.flag} "
        f"OR json_extract(c.old, {flag}) OR (t.id IS NULL AND json_extract(c.new, {flag}))) "
        f'UNION SELECT t.id, t."row" FROM settlement s JOIN "{code}" t ON t.id = s.record '
        f"WHERE s.operation = ?1 AND s.register = ?2 AND t.{veil.flag}"
    )
    found = connection.exec_driver_sql(statement, (number, code))
    return {i: row is not None and (row > 0 or not _is_drawn(i)) for i, row in found}


def _is_drawn(identity: str) -> bool:
    try:
        return UUID(identity).version == _RANDOM
    except ValueError:
        return False


def _of(
    connection: Connection, journal: str, register: type[Register], number: int, records: Sequence[str]
) -> list[tuple[int, str]]:
    """Return what an operation noted of some records: key and record, in order."""
    if not records:
        return []
    statement = (
        f"SELECT id, record FROM {journal} WHERE operation = ? AND register = ? "  # noqa: S608 - own words
        "AND record IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    found = connection.exec_driver_sql(statement, (number, register.register_code(), json.dumps(records)))
    return [(int(i), str(r)) for i, r in found]


def _insert(connection: Connection, label: Message, kind: str, target: int | None) -> int:
    known = "SELECT 1 FROM operation WHERE id = ?"
    while connection.exec_driver_sql(known, (number := -1 - randbelow(_NUMBERS),)).scalar() is not None:
        continue
    connection.execute(operations.insert().values(
        id=number, at=f"{monday(date.today())}T00:00:00+00:00", author="", label=label.dump(), kind=kind,
        target=target, state="done", uid=str(uuid4()),
    ))  # fmt: skip
    return number


def _count(connection: Connection, number: int) -> None:
    counted = "UPDATE operation SET rows = (SELECT count(*) FROM change WHERE operation = ?1) WHERE id = ?1"
    connection.exec_driver_sql(counted, (number,))


def _plain(label: Message, source: str | None) -> Message:
    """Return an operation's words without the values and the file that they tell."""
    if source is not None:
        return Message(N_("Anonymous entries from a spreadsheet"))
    if isinstance(inner := label.args.get("operation"), Message):
        return Message(label.source, {**label.args, "operation": _plain(inner, None)})
    if "value" in label.args or "reason" in label.args:
        return Message(N_("Edit of {record}"), {"record": label.args.get("record", "")})
    return label


def _apart(label: Message) -> Message:
    inner = Message(N_("Anonymous entries among others"))
    return Message(label.source, {"operation": inner}) if isinstance(label.args.get("operation"), Message) else inner


def _final_words(bare: Sequence[tuple[type[Register], str]]) -> Message:
    text = N_("{register} made anonymous for good ({count})")
    return Message(text, {"register": Message(bare[0][0].about.plural), "count": len(bare)} if bare else {})


def _move(connection: Connection, moved: Sequence[tuple[int, str]], number: int, veiled: int) -> None:
    """Give changes to a veiled operation, under random keys that keep only the order of each record's own."""
    records = json.dumps([r for _, r in moved])
    known = (
        "SELECT record, max(id) FROM change WHERE record IN (SELECT value FROM json_each(?)) AND operation <> ? "
        "GROUP BY record"
    )
    last = {str(r): int(i) for r, i in connection.exec_driver_sql(known, (records, number))}
    data = []
    for old, record in moved:
        last[record] = last[record] + 1 + randbelow(_STEP) if record in last else -_FIRST - randbelow(_FIRST)
        data.append((last[record], veiled, old))
    connection.exec_driver_sql("UPDATE change SET id = ?, operation = ?, origin = NULL WHERE id = ?", data)


def _close_gaps(connection: Connection, number: int) -> None:
    """Number what is left of an operation anew, so that no gap tells how much was taken out, or where."""
    before = "SELECT coalesce(max(id), 0) FROM change WHERE id > 0 AND operation <> ?"
    start = int(connection.exec_driver_sql(before, (number,)).scalar_one()) + 1
    ids = "SELECT id FROM change WHERE operation = ? ORDER BY id"
    left = [r[0] for r in connection.exec_driver_sql(ids, (number,))]
    data = [(new, old) for new, old in enumerate(left, start) if new != old]
    if data:
        connection.exec_driver_sql("UPDATE change SET id = ? WHERE id = ?", data)


# ---------------------------------------------------------------- a record that turns nameless


def _forget(
    connection: Connection, registers: Registers, register: type[Register], identity: str, operation: int
) -> tuple[str, set[int]]:
    """Take a record's past out of the journal, give it another id, number and row key; return the id and what is emptied."""
    assert register.veil is not None  # noqa: S101 - the caller asked
    table, code = table_of(register), register.register_code()
    asleep = connection.exec_driver_sql("UPDATE temp.current_operation SET turns = turns + 2").rowcount
    names = [c.name for c in table.columns]
    held = dict(zip(names, connection.execute(select(table).where(table.c.id == identity)).one(), strict=True))
    kept = register.veil.wipe(held)
    fresh = new_id(nameless=True)
    kept |= {"id": fresh, "row": new_key(), "number": next(new_numbers(connection, table))}
    connection.execute(table.update().where(table.c.id == identity).values(kept))
    for other, link in registers.links_to(code):
        pointing = table_of(other).c[link.name]
        connection.execute(table_of(other).update().where(pointing == identity).values({link.name: fresh}))
    emptied = _drop_past(connection, code, identity, held, register.about.title)
    renamed = "UPDATE change SET old = replace(old, ?1, ?2), new = replace(new, ?1, ?2) WHERE {}"
    told = "instr(coalesce(old, ''), ?1) OR instr(coalesce(new, ''), ?1)"
    connection.exec_driver_sql(renamed.format(told), (identity, fresh))
    pairs = ", ".join(f"'{n}', \"{n}\"" for n in names)
    connection.exec_driver_sql(
        "INSERT INTO change (id, operation, register, record, action, new) "  # noqa: S608 - own names
        f"SELECT ?, ?, ?, id, 'insert', json_patch('{{}}', json_object({pairs})) FROM \"{code}\" WHERE id = ?",
        (-_FIRST - randbelow(_FIRST), operation, code, fresh),
    )
    if asleep:
        connection.exec_driver_sql("UPDATE temp.current_operation SET turns = turns - 2")
    return fresh, emptied


def _drop_past(connection: Connection, code: str, identity: str, held: dict[str, Any], title: str) -> set[int]:
    """Delete what the journal knows of a record; an operation that did nothing else goes, or keeps its bare number."""
    touched = {
        int(r[0])
        for r in connection.exec_driver_sql("SELECT DISTINCT operation FROM change WHERE record = ?", (identity,))
    }
    for journal in ("change", "brought", "settlement"):
        connection.exec_driver_sql(f"DELETE FROM {journal} WHERE record = ? AND register = ?", (identity, code))  # noqa: S608
    now = connection.exec_driver_sql("SELECT id FROM temp.current_operation").scalar()
    last = int(connection.exec_driver_sql("SELECT max(id) FROM operation WHERE id <> ?", (now,)).scalar() or 0)
    emptied = set()
    for number in touched - {now}:
        _count(connection, number)
        left = connection.exec_driver_sql("SELECT rows FROM operation WHERE id = ?", (number,)).scalar()
        if left:
            _soften(connection, number, held.get(title))
        else:
            emptied.add(number)
    _empty(connection, emptied, last)
    return emptied


def _empty(connection: Connection, numbers: Iterable[int], last: int) -> None:
    """Remove operations; the last one keeps its number, which an exported sheet may know, and nothing else."""
    for number in numbers:
        if number == last:
            bare = "UPDATE operation SET at = ?, author = '', label = ?, source = NULL, kind = ?, target = NULL WHERE id = ?"
            label = Message(N_("Removed from the history")).dump()
            at = f"{monday(date.today())}T00:00:00+00:00"
            connection.exec_driver_sql(bare, (at, label, FINAL, number))
        else:
            connection.exec_driver_sql("DELETE FROM operation WHERE id = ?", (number,))


def _soften(connection: Connection, number: int, title: object) -> None:
    """Take a record's words out of an operation's label where it also did something else."""
    label = str(connection.exec_driver_sql("SELECT label FROM operation WHERE id = ?", (number,)).scalar())
    start = " ".join(str(title or "").split())[:8]
    if start and start in label:
        plain = Message(N_("Edit of several records")).dump()
        connection.exec_driver_sql("UPDATE operation SET label = ? WHERE id = ?", (plain, number))
