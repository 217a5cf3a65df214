"""Which record a row means: by hidden id, by business number, by the sheet's own number, by what it says."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup
from govdesk.fields.kinds import Link, Serial
from govdesk.fields.text import clean, fold
from govdesk.sheet.outgoing import readable
from govdesk.store.query import Record, select_records, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

_ALIKE = 0.5
_FEW = 3
#: A cell holds no more; an export ends a longer text there with `…`.
_LONGEST_CELL = 32_000


class Names:
    """Every name that a link may be written as, by register; those of a row's own project come first."""

    def __init__(self, session: Session, registers: Registers) -> None:
        self._session = session
        self._registers = registers
        self._known: dict[str, dict[str, str]] = {}
        self._own: dict[tuple[str, str], dict[str, str]] = {}
        self._titles: dict[str, str] = {}

    def find(self, lookup: Lookup, project: Any = None) -> str | None:
        """Return the id of the record that a name means, or None.

        Args:
            lookup: The name and its register.
            project: Id of the project whose records come first.
        """
        known = self._of(lookup.target)
        text = fold(lookup.text)
        own = self._own.get((lookup.target, project)) if isinstance(project, str) else None
        return (own.get(text) if own else None) or known.get(text)

    def title(self, identity: str) -> str:
        """Return the name of a record once loaded."""
        return self._titles.get(identity, "")

    def project_name(self, identity: str) -> str:
        """Return the name of a project."""
        self._of("project")
        return self.title(identity)

    def all(self, target: str) -> dict[str, str]:
        """Return id and name of every record of a register."""
        return {i: self.title(i) for i in dict.fromkeys(self._of(target).values())}

    def label(self, target: str) -> str:
        """Return what one record of a register is called, as source text."""
        return self._registers[target].about.label

    def in_project(self, target: str) -> bool:
        """Answer whether each record of a register belongs to a project."""
        return self._registers[target].in_project

    def is_number(self, lookup: Lookup) -> bool:
        """Answer whether a text is written as a business number, which cannot be a new record's name."""
        return isinstance(Serial(self._registers[lookup.target].about.prefix).read(lookup.text), int)

    def _of(self, target: str) -> dict[str, str]:
        if target not in self._known:
            self._known[target] = self._load(target)
        return self._known[target]

    def _load(self, target: str) -> dict[str, str]:
        register = self._registers[target]
        table = table_of(register)
        columns: list[Any] = [table.c.id, table.c[register.about.title], table.c.number]
        if register.in_project:
            columns.append(table.c.project)
        found: dict[str, str] = {}
        show = Serial(register.about.prefix).show
        rows = self._session.connection().execute(select(*columns).order_by(table.c.number)).fetchall()
        for identity, title, _number, *project in rows:
            if title:
                text = fold(title)
                self._titles[identity] = title
                found.setdefault(text, identity)
                if project:
                    self._own.setdefault((target, project[0]), {}).setdefault(text, identity)
        for identity, _title, number, *_project in rows:
            found.setdefault(fold(show(number, None)), identity)  # type: ignore[arg-type]
            found.setdefault(identity, identity)
        return found


def is_same(old: Any, new: Any) -> bool:
    """Answer whether a value in the workspace and one from a sheet are the same, but for what no cell can hold."""
    if old == new:
        return True
    if not isinstance(old, str) or not isinstance(new, str):
        return False
    mine, theirs = _one_way(old), _one_way(new)
    cut = len(theirs) >= _LONGEST_CELL and theirs.endswith("…") and mine.startswith(theirs[:-1])
    return mine == theirs or cut


def _one_way(text: str) -> str:
    return clean(readable(text).replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says of which record it means.

    Args:
        values: Its values; links as ids.
        extra: Its extra columns.
        identity: What its hidden id column says.
        number: What its business number says.
    """

    values: Mapping[str, Any]
    extra: Mapping[str, str] = field(default_factory=dict)
    identity: str | None = None
    number: int | None = None


class Records:
    """The records of a register that rows may mean; each is given out once."""

    def __init__(self, session: Session, registers: Registers, register: type[Register], project: str | None) -> None:
        self._register = register
        self._keys = tuple(f.name for f in register.fields() if f.key)
        self._usual = usual_of(register)
        table = table_of(register)
        condition = table.c.project == project if register.in_project and project else None
        self.claimed: set[str] = set()
        self.by_id: dict[str, Record] = {}
        self._by_number: dict[int, Record] = {}
        self._by_reference: dict[str, list[Record]] = {}
        self._by_key: dict[tuple[Any, ...], list[Record]] = {}
        if register.in_project and not project:
            return
        for record in select_records(session, registers, register.register_code(), condition):
            self.by_id[record.id] = record
            self._by_number[record.number] = record
            if reference := record.values.get("reference"):
                self._by_reference.setdefault(fold(str(reference)), []).append(record)
            self._by_key.setdefault(self._key(record.values), []).append(record)

    def _key(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(fold(v) if isinstance(v := values.get(name), str) else v for name in self._keys)

    def find(self, row: Row) -> Record | None:
        """Return the record that a row means, or None."""
        if not self.by_id:
            return None
        numbered = self._by_number.get(row.number) if row.number is not None else None
        if row.identity is not None and (found := self.by_id.get(row.identity)) is not None:
            moved = numbered is not None and numbered is not found and self._alike(numbered, row)
            return numbered if moved else found
        if numbered is not None and (numbered.id in self.claimed or not self._alike(numbered, row)):
            numbered = None
        if row.number is not None and (found := self._numbered(numbered, row, row.number)) is not None:
            return found
        reference = fold(str(row.values.get("reference") or ""))
        if reference and not reference.replace(".", "").isdigit():
            alike = [r for r in self._by_reference.get(reference, ()) if self._alike(r, row)]
            if found := self._closest(alike, row):
                return found
        return self._closest(self._by_key.get(self._key(row.values), ()), row)

    def _numbered(self, numbered: Record | None, row: Row, number: int) -> Record | None:
        """Return the record that a number means: ours, or, where it came in as a sheet's own number, that of the closest."""
        shown = self._register.field("number").kind.show(number, None)  # type: ignore[arg-type]
        own = [r for r in self._by_reference.get(fold(shown), ()) if r is not numbered and self._alike(r, row)]
        if row.values.get("reference") or not own:
            return numbered
        said = replace(row, values={**row.values, "reference": shown})
        found = self._closest(own, said)
        if numbered is None or found is None:
            return numbered or found
        return found if self._distance(found, said) < self._distance(numbered, row) else numbered

    def claim(self, record: Record) -> bool:
        """Give a record to a row; answer whether a row before it has it already."""
        taken = record.id in self.claimed
        self.claimed.add(record.id)
        return taken

    def _closest(self, records: Iterable[Record], row: Row) -> Record | None:
        """Return the record among those not yet claimed from which a row differs least."""
        free = [r for r in records if r.id not in self.claimed]
        return min(free, key=lambda r: self._distance(r, row)) if len(free) > 1 else free[0] if free else None

    def _distance(self, record: Record, row: Row) -> tuple[int, int]:
        return distance(record, row, self._usual)

    def _alike(self, record: Record, row: Row) -> bool:
        """Answer whether a row may well mean a record: its title is much like it, or most of the rest is the same."""
        name = self._register.about.title
        mine, theirs = record.values.get(name), row.values.get(name)
        if theirs is None or mine == theirs:
            return theirs is not None
        if not isinstance(self._register.field(name).kind, Link):
            texts = fold(str(mine or "")), fold(str(theirs))
            if difflib.SequenceMatcher(None, *texts).ratio() >= _ALIKE:
                return True
        others = {k: v for k, v in row.values.items() if k not in (name, "project", "reference")}
        differing, _ = self._distance(record, Row(others))
        return len(others) >= _FEW and differing <= len(others) * _ALIKE


def usual_of(register: type[Register]) -> dict[str, Any]:
    """Return what a new record of a register holds where a row says nothing."""
    return {f.name: f.default for f in register.fields() if f.default is not None}


def distance(record: Record, row: Row, usual: Mapping[str, Any]) -> tuple[int, int]:
    """Count what a row says otherwise than a record, and what the record holds that the row does not say.

    Args:
        record: The record.
        row: The row.
        usual: What a record holds without being told, which thus is not counted.
    """
    values = row.values
    differing = sum(not is_same(record.values.get(name), value) for name, value in values.items())
    differing += sum(not is_same(record.extra.get(heading), text) for heading, text in row.extra.items())
    unsaid = sum(v is not None and v != usual.get(k) and values.get(k) is None for k, v in record.values.items())
    return differing, unsaid + sum(heading not in row.extra for heading in record.extra)


class RecordsOf:
    """The records of every register and project that a file speaks of, so that two of its tables share their claims."""

    def __init__(self, session: Session, registers: Registers) -> None:
        self._session = session
        self._registers = registers
        self._found: dict[tuple[str, str | None], Records] = {}
        self._homes: dict[str, dict[str, str | None]] = {}
        self._numbers: dict[str, dict[int, str]] = {}
        self._titles: dict[str, dict[str, str | None]] = {}

    def release(self) -> None:
        """Let every record be given out again, for the next file."""
        for found in self._found.values():
            found.claimed.clear()

    def by_identity(self, register: type[Register], identity: str) -> Record | None:
        """Return the record with an id, or None."""
        project = self.home(register, identity) if register.in_project else None
        return self.of(register, project).by_id.get(identity)

    def by_number(self, register: type[Register], number: int) -> Record | None:
        """Return the record with a business number, or None."""
        code = register.register_code()
        if code not in self._numbers:
            table = table_of(register)
            found = self._session.connection().execute(select(table.c.number, table.c.id))
            self._numbers[code] = {n: i for n, i in found}  # noqa: C416 - rows are pairs, not a mapping
        identity = self._numbers[code].get(number)
        return self.by_identity(register, identity) if identity else None

    def by_title(self, register: type[Register], title: str) -> Record | None:
        """Return the only record that is called so, or None."""
        code = register.register_code()
        if code not in self._titles:
            table = table_of(register)
            known: dict[str, str | None] = {}
            for identity, name in self._session.connection().execute(select(table.c.id, table.c[register.about.title])):
                known[fold(name or "")] = None if fold(name or "") in known else identity
            self._titles[code] = known
        identity = self._titles[code].get(fold(title))
        return self.by_identity(register, identity) if identity else None

    def home(self, register: type[Register], identity: str) -> str | None:
        """Return the project of a record, or None where there is no such record."""
        code = register.register_code()
        if code not in self._homes:
            table = table_of(register)
            found = self._session.connection().execute(select(table.c.id, table.c.project))
            self._homes[code] = {i: p for i, p in found}  # noqa: C416 - rows are pairs, not a mapping
        return self._homes[code].get(identity)

    def of(self, register: type[Register], project: str | None) -> Records:
        """Return the records of a register in a project."""
        key = (register.register_code(), project)
        if key not in self._found:
            self._found[key] = Records(self._session, self._registers, register, project)
        return self._found[key]


def known_extras(session: Session, register: type[Register]) -> frozenset[str]:
    """Return the headings of all extra columns that records of a register hold."""
    name = table_of(register).name
    statement = f'SELECT DISTINCT j.key FROM "{name}" t, json_each(t.extra) j WHERE t.extra IS NOT NULL'  # noqa: S608 - own name
    return frozenset(str(key) for (key,) in session.connection().exec_driver_sql(statement))
