"""What one copy of a workspace did that the other does not know of: the common ancestor is all that both know.

Operations are told apart by their `uid`, never by number or by clock. What a merge wrote only follows from operations
that it brought in, so these count, and it does not; how it settled a conflict counts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: Names the cell of an extra column: this and its heading.
EXTRA = "extra:"
#: The field under which a settlement of a whole record, or of two records that are one, stands.
WHOLE, SAME = "*", "id"
#: Stands in a settlement for the refused value while nothing is refused yet.
OPEN = ""
Key = tuple[str, str]
Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One operation as a merge looks at it."""

    id: int
    uid: str
    state: str
    #: Whether what it wrote only follows from other operations: a merge, or the undo of one.
    follows: bool
    brought: bool
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class Touch:
    """That a cell was changed or decided on: what it held before, who did it last and when."""

    base: Any
    author: str
    at: str
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Gone:
    """That a record was removed: by whom, when, and what it held."""

    author: str
    at: str
    held: Mapping[str, Any]


@dataclass(slots=True)
class Divergence:
    """What was done on one side alone.

    Args:
        deeds: Its operations.
        touches: The cells changed, by record and name.
        made: The records made.
        gone: The records removed.
        joined: Records found to be the same as others: the id that is gone and the one that stands for both.
    """

    deeds: list[Deed]
    touches: dict[Key, dict[str, Touch]] = field(default_factory=dict)
    made: set[Key] = field(default_factory=set)
    gone: dict[Key, Gone] = field(default_factory=dict)
    joined: dict[Key, str] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        """Whether all of it follows from what the other side knows already."""
        return all(d.follows for d in self.deeds) and not self.joined and not self.decided

    @property
    def decided(self) -> set[tuple[str, str, str]]:
        """The cells that were decided on."""
        gone = {(*key, WHOLE) for key in self.gone}
        return gone | {(*key, name) for key, cells in self.touches.items() for name, t in cells.items() if t.decided}


def known(session: Session) -> dict[str, Deed]:
    """Return the operations that a copy knows of, by uid: its own, and those that merges in force brought in."""
    statement = (
        "SELECT o.id, o.uid, o.state, o.copy IS NOT NULL OR coalesce(t.copy IS NOT NULL, 0), o.bringer IS NOT NULL, "
        "o.author, o.at FROM operation o LEFT JOIN operation t ON t.id = o.target AND o.kind <> 'do' "
        "LEFT JOIN operation m ON m.id = o.bringer WHERE o.bringer IS NULL OR m.state = 'done' ORDER BY o.id"
    )
    rows = session.connection().exec_driver_sql(statement)
    return {r[1]: Deed(r[0], r[1], r[2], bool(r[3]), bool(r[4]), r[5], r[6]) for r in rows}


def diverged(session: Session, registers: Registers, others: Mapping[str, Deed]) -> Divergence:
    """Return what a copy did that another does not know of.

    Args:
        session: A session of the copy.
        registers: All registers.
        others: The operations that the other copy knows of.
    """
    mine = known(session)
    deeds = [d for uid, d in mine.items() if uid not in others]
    found = Divergence(deeds)
    counted = {d.id: d for d in deeds if not d.follows}
    for table, brought in (("change", False), ("brought", True)):
        numbers = json.dumps([d.id for d in counted.values() if d.brought == brought])
        statement = (
            f"SELECT operation, register, record, action, old, new FROM {table} "  # noqa: S608 - own names
            "WHERE operation IN (SELECT value FROM json_each(?)) ORDER BY operation, id"
        )
        first: set[Key] = set()
        for number, code, record, action, *values in session.connection().exec_driver_sql(statement, (numbers,)):
            if code in registers:
                _take(found, first, counted[number], (code, record), action, values)
    _take_settlements(session, found, {d.id: d for d in deeds if d.state in ("done", "brought")})
    return found


def _take(found: Divergence, met: set[Key], deed: Deed, key: Key, action: str, values: list[str | None]) -> None:
    old, new = (json.loads(v) if v else {} for v in values)
    match action:
        case "insert":
            if deed.id < 0 or (key not in met and key not in found.touches):
                found.made.add(key)
            found.gone.pop(key, None)
        case "delete":
            found.gone[key] = Gone(deed.author, deed.at, old)
        case _:
            cells = found.touches.setdefault(key, {})
            for name, base in _bases(old, new):
                earlier = cells.get(name)
                cells[name] = Touch(base if earlier is None else earlier.base, deed.author, deed.at)
    met.add(key)


def _take_settlements(session: Session, found: Divergence, deeds: Mapping[int, Deed]) -> None:
    statement = (
        "SELECT operation, register, record, field, kept FROM settlement WHERE refused <> '' AND "
        "operation IN (SELECT value FROM json_each(?)) ORDER BY id"
    )
    for number, code, record, name, kept in session.connection().exec_driver_sql(statement, (json.dumps(list(deeds)),)):
        if name == SAME:
            found.joined[code, record] = str(json.loads(kept))
            continue
        if name == WHOLE and kept == "null":
            found.gone[code, record] = Gone(deeds[number].author, deeds[number].at, {})
            continue
        cells = found.touches.setdefault((code, record), {})
        base = cells[name].base if name in cells else json.loads(kept or "null")
        deed, last = deeds[number], cells.get(name)
        by = (deed.author, deed.at) if last is None or last.at < deed.at else (last.author, last.at)
        cells[name] = Touch(base, *by, decided=True)


def _bases(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what each cell held before an update, each extra column by itself."""
    for name, value in old.items():
        if name != "extra":
            yield name, value
            continue
        before, after = (json.loads(text) if text else {} for text in (value, new.get(name)))
        for heading in {**before, **after}:
            if before.get(heading) != after.get(heading):
                yield EXTRA + heading, before.get(heading)


def deleted(session: Session) -> set[Key]:
    """Return the records that were ever deleted in a copy, as far as its history tells."""
    rows = session.connection().exec_driver_sql("SELECT DISTINCT register, record FROM change WHERE action = 'delete'")
    return {(code, record) for code, record in rows}


def waiting(session: Session) -> dict[tuple[str, str, str], Any]:
    """Return the cells whose conflict a merge left open, by register, record and field, with their common base."""
    statement = (
        "SELECT s.register, s.record, s.field, s.kept, s.refused FROM settlement s JOIN operation o ON o.id = s.operation "
        "LEFT JOIN operation m ON m.id = o.bringer WHERE coalesce(m.state, o.state) = 'done' ORDER BY s.operation, s.id"
    )
    found: dict[tuple[str, str, str], Any] = {}
    for code, record, name, kept, refused in session.connection().exec_driver_sql(statement):
        found.pop((code, record, name), None)
        if refused == OPEN:
            found[code, record, name] = json.loads(kept)
    return found


def cells_of(session: Session, registers: Registers, code: str) -> dict[str, Cells]:
    """Return every record of a register by id, cell by cell as the file holds them; what is derived is left out."""
    table = table_of(registers[code])
    names = [c.name for c in table.columns if c.name != "row" and "derived" not in c.info]
    listed = ", ".join(f'"{n}"' for n in names)
    found: dict[str, Cells] = {}
    place, extra = names.index("id"), names.index("extra")
    for row in session.connection().exec_driver_sql(f'SELECT {listed} FROM "{code}"'):  # noqa: S608 - own names
        cells = dict(zip(names, row, strict=True))
        if row[extra]:
            cells.update({EXTRA + heading: text for heading, text in json.loads(row[extra]).items()})
        del cells["extra"]
        found[row[place]] = cells
    return found
