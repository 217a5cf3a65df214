"""Which record a row means: by hidden id, by business number, by the sheet's own number, by what it says."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.kind import Lookup
from govdesk.fields.kinds import Link, Serial
from govdesk.fields.text import fold
from govdesk.store.query import Record, select_records, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

_ALIKE = 0.5


class Names:
    """Every name that a link may be written as, by register; new ones are remembered as to be made."""

    def __init__(self, session: Session, registers: Registers, project: str | None) -> None:
        self._session = session
        self._registers = registers
        self._project = project
        self._known: dict[str, dict[str, str]] = {}
        self._titles: dict[str, str] = {}

    def find(self, lookup: Lookup) -> str | None:
        """Return the id of the record that a name means, or None."""
        known = self._of(lookup.target)
        return known.get(fold(lookup.text))

    def title(self, identity: str) -> str:
        """Return the name of a record once loaded."""
        return self._titles.get(identity, "")

    def project_name(self, identity: str) -> str:
        """Return the name of a project."""
        self._of("project")
        return self.title(identity)

    def only(self, target: str) -> str | None:
        """Return the id of the only record of a register, or None where there are none or several."""
        ids = set(self._of(target).values())
        return ids.pop() if len(ids) == 1 else None

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
        own: dict[str, str] = {}
        show = Serial(register.about.prefix).show
        for identity, title, number, *project in self._session.connection().execute(
            select(*columns).order_by(table.c.number)
        ):
            if title:
                self._titles[identity] = title
                found.setdefault(fold(title), identity)
                if project and project[0] == self._project:
                    own.setdefault(fold(title), identity)
            found.setdefault(fold(show(number, None)), identity)  # type: ignore[arg-type]
            found.setdefault(identity, identity)
        return {**found, **own}


class Records:
    """The records of a register that rows may mean; each is given out once."""

    def __init__(self, session: Session, registers: Registers, register: type[Register], project: str | None) -> None:
        self._register = register
        self._keys = tuple(f for f in register.fields() if f.key)
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
        return tuple(_comparable(values.get(f.name)) for f in self._keys)

    def find(self, values: Mapping[str, Any], identity: str | None, number: int | None) -> tuple[Record | None, bool]:
        """Return the record that a row means, or None, and whether a row before it has claimed the same.

        Args:
            values: The row's values; links as ids.
            identity: What its hidden id column says.
            number: What its business number says.
        """
        if not self.by_id:
            return None, False
        if identity in self.by_id:
            return self._claim(self.by_id[identity])
        same = self._by_key.get(self._key(values), [])
        free = [r for r in same if r.id not in self.claimed]
        if number in self._by_number and (self._alike(self._by_number[number], values) or not free):
            return self._claim(self._by_number[number])
        reference = fold(str(values.get("reference") or ""))
        if reference and not reference.replace(".", "").isdigit():
            for record in self._by_reference.get(reference, []):
                if record.id not in self.claimed and self._alike(record, values):
                    return self._claim(record)
        return self._claim(free[0]) if free else (None, False)

    def _alike(self, record: Record, values: Mapping[str, Any]) -> bool:
        name = self._register.about.title
        if isinstance(self._register.field(name).kind, Link):
            return bool(record.values.get(name) == values.get(name))
        mine, theirs = str(record.values.get(name) or ""), str(values.get(name) or "")
        return not theirs or difflib.SequenceMatcher(None, mine, theirs).ratio() >= _ALIKE

    def _claim(self, record: Record) -> tuple[Record, bool]:
        taken = record.id in self.claimed
        self.claimed.add(record.id)
        return record, taken


def _comparable(value: Any) -> Any:
    return fold(value) if isinstance(value, str) else value


class RecordsOf:
    """The records of every register and project that a file speaks of, so that two of its tables share their claims."""

    def __init__(self, session: Session, registers: Registers) -> None:
        self._session = session
        self._registers = registers
        self._found: dict[tuple[str, str | None], Records] = {}

    def of(self, register: type[Register], project: str | None) -> Records:
        """Return the records of a register in a project."""
        key = (register.register_code(), project)
        if key not in self._found:
            self._found[key] = Records(self._session, self._registers, register, project)
        return self._found[key]


def bases(session: Session, code: str, operation: int) -> dict[str, dict[str, Any]]:
    """Return, per record, what the fields changed since an operation held before: the base of a merge.

    Args:
        session: Any session.
        code: The register.
        operation: The last operation that the sheet knows of.
    """
    statement = (
        "SELECT record, old FROM change WHERE register = ? AND operation > ? AND action = 'update' ORDER BY id DESC"
    )
    found: dict[str, dict[str, Any]] = {}
    for record, old in session.connection().exec_driver_sql(statement, (code, operation)):
        found.setdefault(record, {}).update(json.loads(old))
    return found
