"""Links every operation to all before it by a hash, so that a past that was changed outside GovDesk is noticed.

`Workspace.write` ends here, after the veil. A link holds the digest of one operation, made with a salt of its own, and the
head: the hash over the head before it and that digest. Where something is taken out of the past (a record that turns
nameless, a person erased), TEMP triggers tell which operations it was; they get a new salt and a second digest beside the
first, which nothing can be guessed from once its salt is gone, so that all heads stay what they were. Veiled operations
have no place in the chain, which would give them back their order: they stand beside it as a sum that has none. A long
undo or redo is not read once more: it is sealed as the mirror of what it turned, and held against that.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

_SALT = 16
_BATCH = 5_000
_LISTED = "IN (SELECT value FROM json_each(?))"
#: The link that holds the sum of all veiled operations.
_SUM = 0
_GROUPS, _DIGITS = 5, 4
#: An undo or redo of as many changes is sealed as a mirror.
_LONG = 1_000

#: What is sealed of an operation; its state and its count of rows follow from other operations and are looked at there.
OWN = ("uid", "at", "author", "label", "source", "kind", "target", "copy")
_LINES = {
    "change": ("register", "record", "action", "old", "new", "origin"),
    "brought": ("register", "record", "action", "old", "new", "origin"),
    "settlement": ("register", "record", "field", "kept", "refused"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the chain found.

    Args:
        head: The last head, in the form that is printed; empty where nothing was done yet.
        count: How many operations are linked.
        broken: The first operation whose link does not follow from those before it; None where all do.
        altered: Operations that do not hold what was sealed.
        missing: Operations that are gone, or that no link tells of.
        lightened: Operations of which something was taken out by GovDesk itself.
    """

    head: str
    count: int
    broken: int | None = None
    altered: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    lightened: tuple[int, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the past is what GovDesk wrote."""
        return self.broken is None and not self.altered and not self.missing

    @property
    def first(self) -> int | None:
        """The first operation that is not what it was."""
        doubtful = [*self.altered, *self.missing, *([] if self.broken is None else [self.broken])]
        return min(doubtful, default=None)


def printed(head: bytes | None) -> str:
    """Return a head as it is printed, such as `3f2a-91bc-77d0-1e5c-8b21`."""
    digits = head.hex() if head else ""
    return "-".join(digits[n * _DIGITS : (n + 1) * _DIGITS] for n in range(_GROUPS)) if digits else ""


def head(session: Session) -> str:
    """Return the head of the chain as it is printed; empty where nothing was done yet."""
    return printed(_last(session.connection())[1])


def found(session: Session, text: str) -> int | None:
    """Return the operation at which a printed head stood, or None where no link of this workspace has it."""
    digits = "".join(c for c in text.casefold() if c in "0123456789abcdef")
    if len(digits) < _GROUPS * _DIGITS:
        return None
    rows = session.connection().exec_driver_sql("SELECT operation, head, joined FROM link WHERE operation > 0")
    for number, made, joined in rows:
        if any(h is not None and h.hex().startswith(digits) for h in (made, joined)):
            return int(number)
    return None


def heads(connection: Connection, numbers: Iterable[int]) -> dict[int, bytes]:
    """Return the heads that operations have, by number; a merge takes them along."""
    statement = (
        "SELECT operation, head FROM link WHERE head IS NOT NULL AND operation IN (SELECT value FROM json_each(?))"
    )
    return dict(map(tuple, connection.exec_driver_sql(statement, (json.dumps(list(numbers)),))))


def seal(connection: Connection, joined: Mapping[int, bytes] | None = None) -> None:
    """Link what a write did; what it took out of the past is sealed anew in its place.

    Args:
        connection: The writing one, before its commit.
        joined: Of what a merge brought in: the head that each operation has in the other copy.
    """
    touched = _numbers(connection, "SELECT operation FROM temp.touched")
    if not touched:
        return
    connection.exec_driver_sql("DELETE FROM temp.touched")
    linked = set(_numbers(connection, f"SELECT operation FROM link WHERE operation {_LISTED}", touched))  # noqa: S608 - own words
    if linked:
        turned = f"SELECT id FROM operation WHERE target {_LISTED} AND rows >= {_LONG} AND kind <> 'do'"  # noqa: S608 - own words
        linked.update(_numbers(connection, turned, linked))
    known = f"SELECT id FROM operation WHERE id {_LISTED}"  # noqa: S608 - own words
    there = set(_numbers(connection, known, {*touched, *linked}))
    fresh = sorted(there - linked)
    salts = {n: secrets.token_bytes(_SALT) for n in there}
    mirrors = _mirrors(connection, fresh)
    digests = dict(_digests(connection, {n: salts[n] for n in fresh}, mirrors))
    if again := {n: salts[n] for n in there & linked}:
        digests.update(_digests(connection, again))
    _sum_up(connection, [n for n in {*touched, *linked} if n < 0], digests)
    amended = [(salts.get(n), digests.get(n), n) for n in linked if n > 0]
    if amended:
        connection.exec_driver_sql("UPDATE link SET salt = ?, now = ? WHERE operation = ?", amended)
    _link(connection, [n for n in sorted(there) if n < 0 or n not in linked], salts, digests, joined or {})


def seal_all(connection: Connection) -> None:
    """Link all that a file without a chain holds; what was changed in it before that cannot be told."""
    numbers = sorted(_numbers(connection, "SELECT id FROM operation"))
    salts = {n: secrets.token_bytes(_SALT) for n in numbers}
    digests = dict(_digests(connection, salts, _mirrors(connection), everything=True))
    _sum_up(connection, [n for n in numbers if n < 0], digests)
    _link(connection, numbers, salts, digests, {})


def _link(
    connection: Connection,
    numbers: Sequence[int],
    salts: Mapping[int, bytes],
    digests: Mapping[int, bytes],
    joined: Mapping[int, bytes],
) -> None:
    made = []
    before = _last(connection)[1] or _root(connection)
    for number in numbers:
        if number > 0:
            before = _next(before, number, digests[number], joined.get(number))
        made.append((number, salts[number], digests[number], before if number > 0 else None, joined.get(number)))
    if made:
        insert = "INSERT OR REPLACE INTO link (operation, salt, digest, head, joined) VALUES (?, ?, ?, ?, ?)"
        connection.exec_driver_sql(insert, made)


def _sum_up(connection: Connection, veiled: Sequence[int], digests: Mapping[int, bytes]) -> None:
    """Take veiled operations out of their sum as they were, and into it as they are."""
    if not veiled:
        return
    read = "SELECT operation, digest FROM link WHERE operation IN (SELECT value FROM json_each(?))"
    held = dict(map(tuple, connection.exec_driver_sql(read, (json.dumps([_SUM, *veiled]),))))
    total = _number(held.pop(_SUM, b"")) - sum(map(_number, held.values()))
    total = (total + sum(_number(digests[n]) for n in veiled if n in digests)) % (1 << 256)
    connection.exec_driver_sql(
        "DELETE FROM link WHERE operation IN (SELECT value FROM json_each(?))", (json.dumps(veiled),)
    )
    statement = "INSERT OR REPLACE INTO link (operation, digest) VALUES (?, ?)"
    connection.exec_driver_sql(statement, (_SUM, total.to_bytes(32, "big")))


def _numbers(connection: Connection, statement: str, listed: Collection[int] | None = None) -> list[int]:
    values = () if listed is None else (json.dumps(list(listed)),)
    return [int(r[0]) for r in connection.exec_driver_sql(statement, values)]


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


def _last(connection: Connection) -> tuple[int, bytes | None]:
    statement = "SELECT operation, head FROM link WHERE operation > 0 ORDER BY operation DESC LIMIT 1"
    last = connection.exec_driver_sql(statement).one_or_none()
    return (int(last[0]), last[1]) if last is not None else (0, None)


def _root(connection: Connection) -> bytes:
    identity = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'id'").scalar()
    return hashlib.sha256(f"GovDesk {identity}".encode()).digest()


def _next(before: bytes, number: int, digest: bytes, joined: bytes | None) -> bytes:
    return hashlib.sha256(b"%b%d:%b%b" % (before, number, digest, joined or b"")).digest()


# ---------------------------------------------------------------- what is sealed


def _part(column: str) -> str:
    return f"coalesce(length(CAST({column} AS BLOB)) || ':' || {column}, '-')"


def _line(columns: Iterable[str]) -> str:
    return f"CAST({' || '.join(_part(c) for c in columns)} AS BLOB)"


def _mirrors(connection: Connection, numbers: Collection[int] | None = None) -> dict[int, int]:
    """Return the long turns among some operations, each with the operation that it mirrors."""
    statement = (
        "SELECT o.id, o.target FROM operation o JOIN operation t ON t.id = o.target "  # noqa: S608 - own words
        f"WHERE o.kind IN ('undo', 'redo') AND o.id > 0 AND t.id > 0 AND o.rows >= {_LONG} AND o.rows = t.rows "
        f"AND o.bringer IS NULL AND o.id NOT IN (SELECT operation FROM link WHERE now IS NOT NULL)"
    )
    listed = () if numbers is None else (json.dumps(list(numbers)),)
    found = connection.exec_driver_sql(f"{statement} AND o.id {_LISTED}" if listed else statement, listed)
    return dict(map(tuple, found))


_SAME = (
    "SELECT NOT EXISTS (SELECT register, record, {} FROM change WHERE operation = ?1 "
    "EXCEPT SELECT register, record, action, old, new FROM change WHERE operation = ?2)"
)
_TURNED = "CASE action WHEN 'insert' THEN 'delete' WHEN 'delete' THEN 'insert' ELSE action END, new, old"


def _is_mirror(connection: Connection, turn: int, turned: int) -> bool:
    kind = connection.exec_driver_sql("SELECT kind FROM operation WHERE id = ?", (turn,)).scalar()
    statement = _SAME.format(_TURNED if kind == "undo" else "action, old, new")
    return bool(connection.exec_driver_sql(statement, (turn, turned)).scalar())


def _digests(
    connection: Connection, salts: Mapping[int, bytes], mirrors: Collection[int] = (), *, everything: bool = False
) -> Iterator[tuple[int, bytes]]:
    """Yield the digest of each of some operations, in the order of their numbers; of mirrors, without their changes."""

    def rows(table: str, key: str, columns: Iterable[str], order: str) -> Iterator[tuple[int, bytes]]:
        out = set(mirrors) if table == "change" else set()
        condition, listed = (f"NOT {_LISTED}", out) if everything else (_LISTED, salts.keys() - out)
        statement = f"SELECT {key}, {_line(columns)} FROM {table} WHERE {key} {condition} ORDER BY {order}"  # noqa: S608 - own words
        cursor = connection.exec_driver_sql(statement, (json.dumps(list(listed)),))
        while batch := cursor.fetchmany(_BATCH):
            for number, batched in groupby(batch, key=_first):
                yield number, b"".join(b"%d;%b" % (len(r[1]), r[1]) for r in batched)

    streams = [_Stream(name, rows(name, "operation", columns, "operation, id")) for name, columns in _LINES.items()]
    for number, own in rows("operation", "id", OWN, "id"):
        made = hashlib.sha256(salts.get(number, b"") + own)
        for stream in streams:
            stream.feed(number, made)
        yield number, made.digest()


def _first(row: Any) -> int:
    return int(row[0])


class _Stream:
    """The lines of one table, handed out operation by operation."""

    def __init__(self, name: str, lines: Iterator[tuple[int, bytes]]) -> None:
        self._name = b"%b;" % name.encode()
        self._lines = lines
        self._held = next(lines, None)

    def feed(self, number: int, into: Any) -> None:
        """Feed the lines of an operation into its hash; those of operations that are not there are passed over."""
        into.update(self._name)
        while self._held is not None and self._held[0] <= number:
            if self._held[0] == number:
                into.update(self._held[1])
            self._held = next(self._lines, None)


# ---------------------------------------------------------------- looking at it


def verify(session: Session, *, contents: bool = True) -> Verdict:
    """Look whether the chain holds.

    Args:
        session: A reading session.
        contents: Whether to hold each operation against what was sealed of it, too, which takes far longer.
    """
    connection = session.connection()
    rows = connection.exec_driver_sql(
        "SELECT operation, salt, digest, now, head, joined FROM link ORDER BY operation"
    ).fetchall()
    numbers = set(_numbers(connection, "SELECT id FROM operation"))
    last, broken = _follow(_root(connection), rows)
    linked = {int(r[0]) for r in rows} - {_SUM}
    gone = {int(r[0]) for r in rows if r[1] is None and r[0] > 0}
    missing = (numbers ^ linked) - (gone - numbers)
    lightened = gone | {int(r[0]) for r in rows if r[3] is not None}
    veiled = sum(_number(r[2]) for r in rows if r[0] < 0) % (1 << 256)
    if veiled != next((_number(r[2]) for r in rows if r[0] == _SUM), 0):
        missing.add(_SUM)
    altered: list[int] = []
    if contents:
        salts = {int(r[0]): r[1] or b"" for r in rows}
        sealed = {int(r[0]): r[3] or r[2] for r in rows}
        mirrors = _mirrors(connection)
        made = _digests(connection, salts, mirrors, everything=True)
        altered = [n for n, digest in made if n in linked and digest != sealed[n]]
        altered += [n for n, turned in mirrors.items() if not _is_mirror(connection, n, turned)]
    return Verdict(
        printed(last),
        sum(n > 0 for n in linked),
        broken,
        tuple(altered),
        tuple(sorted(missing)),
        tuple(sorted(lightened)),
    )


def first_break(connection: Connection) -> int | None:
    """Return the first operation whose link does not follow, or that is missing; None where the links are a chain.

    Far quicker than `verify`, for each opening asks; what an operation holds is not looked at.
    """
    statement = "SELECT operation, NULL, digest, NULL, head, joined FROM link WHERE operation > 0 ORDER BY operation"
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - it is connected
    _, broken = _follow(_root(connection), driver.execute(statement))
    unlinked = "SELECT min(id) FROM operation WHERE id NOT IN (SELECT operation FROM link)"
    gone = "SELECT min(operation) FROM link WHERE operation <> 0 AND salt IS NOT NULL AND operation NOT IN (SELECT id FROM operation)"
    others = (connection.exec_driver_sql(s).scalar() for s in (unlinked, gone))
    return min((int(n) for n in (broken, *others) if n is not None), default=None)


def _follow(root: bytes, rows: Iterable[Any]) -> tuple[bytes | None, int | None]:
    """Return the last head, and the first operation whose link does not follow from those before it."""
    before, last = root, None
    for number, _, digest, _, made, joined in rows:
        if number <= 0:
            continue
        before = _next(before, number, digest, joined)
        if before != made:
            return made, int(number)
        last = made
    return last, None
