"""What every part of a report is made from: the open workspace, the project, the audience, and what changed since the last one.

Values of records are taken from here alone, so that no private field can come into a report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.kinds import Link
from govdesk.insight.audience import Audience
from govdesk.report.paper.document import Sentence
from govdesk.report.paper.wording import Wording
from govdesk.store.query import Filter, Order, Query, Record, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.insight.diagnosis.finding import Diagnosis
    from govdesk.report.paper.since import Since

#: So many numbers stand behind a sentence; the others are counted.
REFS = 6


@dataclass(slots=True)
class Desk:
    """One report while it is made.

    Args:
        session: A reading session.
        registers: All registers.
        project: Id of the project; None for all.
        audience: For whom.
        unit: Id of the department whose own rows they are; empty for none.
        units: That department and those beneath it.
        wording: Language and names.
        day: The day of which it tells.
        since: What changed since the last report like it; None where there is none.
        diagnoses: What the rules found, a diagnosis for each project.
    """

    session: Session
    registers: Registers
    project: str | None
    audience: Audience
    unit: str
    units: frozenset[str]
    wording: Wording
    day: dt.date
    since: Since | None = None
    diagnoses: tuple[Diagnosis, ...] = ()
    _prefixes: dict[str, str] = field(default_factory=dict)

    def read(
        self, register: str, *filters: Filter, order: Sequence[Order] = (), limit: int = 0, everywhere: bool = False
    ) -> list[Record]:
        """Return records of the project in an order, all or the first ones.

        Args:
            register: Its code.
            filters: Conditions.
            order: By what they are sorted.
            limit: How many at most; 0 for all.
            everywhere: Whether the records of all projects are wanted.
        """
        if register not in self.registers:
            return []
        project = None if everywhere else self.project
        keys = rows(self.session, self.registers, Query(register, project, tuple(filters), order=tuple(order)))
        return records(self.session, self.registers, register, keys[:limit] if limit else keys)

    def value(self, record: Record, name: str) -> Any:
        """Return a value of a record as it is stored; never of a private field."""
        if self.registers[record.register].field(name).private:
            message = f"{record.register}.{name} is private and may not stand in a report"
            raise ValueError(message)
        return record.values.get(name)

    def text(self, record: Record, name: str, longest: int = 160) -> str:
        """Return a value of a record in words; empty where people are not named and it names one."""
        self.value(record, name)
        shown = self.registers[record.register].field(name)
        target = shown.kind.target if isinstance(shown.kind, Link) else ""
        if (target == "stakeholder" or shown.tells_person) and not self.audience.persons:
            return ""
        return self.wording.user(record.show(shown, self.wording.lang), longest)

    def title(self, record: Record, longest: int = 90) -> str:
        """Return a record in one line."""
        return self.wording.user(record.title(self.registers[record.register]), longest)

    def ref(self, register: str, number: int) -> str:
        """Return a business number as it is shown."""
        if register not in self._prefixes:
            self._prefixes[register] = self.registers[register].about.prefix
        return f"{self._prefixes[register]}-{number:04d}"

    def fresh(self, record: Record) -> bool:
        """Answer whether a record changed since the last report."""
        return self.since is not None and self.since.has(record.register, record.number)

    def sentence(self, text: str, about: Iterable[Record] = (), tone: str = "") -> Sentence:
        """Return a sentence tied to records."""
        held = list(about)
        return self.tied(text, [(r.register, r.number) for r in held], tone)

    def tied(self, text: str, about: Iterable[tuple[str, int]], tone: str = "") -> Sentence:
        """Return a sentence tied to records given by register and number."""
        held = list(dict.fromkeys(about))
        refs = tuple(self.ref(*one) for one in held[:REFS])
        fresh = self.since is not None and any(self.since.has(*one) for one in held)
        return Sentence(text, refs, max(0, len(held) - REFS), tone, fresh)

    def is_own(self, record: Record, *names: str) -> bool:
        """Answer whether one of a record's departments is the unit, or one beneath it."""
        return any(record.values.get(name) in self.units for name in names)

    def people_of_unit(self) -> frozenset[str]:
        """Return the ids of those who belong to the unit."""
        people = table_of(self.registers["stakeholder"])
        statement = select(people.c.id).where(people.c.department.in_(sorted(self.units)))
        return frozenset(self.session.connection().execute(statement).scalars())
