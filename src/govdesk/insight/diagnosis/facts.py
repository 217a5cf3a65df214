"""What the signs ask of the registers: numbers of the records of one project under conditions, counted by SQL.

Beyond that it keeps what several signs want: who is of the front line, which kind a department is, what small groups
let be told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select, true
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.finding import Evidence, Missing
from govdesk.insight.diagnosis.measured import Measured, read_measured
from govdesk.insight.diagnosis.rule import Lack, Seen
from govdesk.insight.diagnosis.voice import Voices, read_voices
from govdesk.insight.small_group import SMALLEST
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from sqlalchemy import Table

    from govdesk.fields.register import Registers

Conditions = tuple[ColumnElement[bool], ...]

#: Kinds of departments that live with what is built, and those of them that run the work.
BUSINESS = ("business", "operations", "frontline", "marketing", "finance")
OPERATING = ("operations", "frontline")


class Facts:
    """The registers of one project, as the signs see them.

    Args:
        session: Any session.
        registers: All registers; a sign that looks for one that is not among them says so.
        project: Id of the project.
        today: The day against which things are late.
        limits: The thresholds, by sign and code.
    """

    def __init__(
        self, session: Session, registers: Registers, project: str, today: dt.date, limits: Mapping[str, int]
    ) -> None:
        self.session = session
        self.registers = registers
        self.project = project
        self.today = today
        self.limits = limits
        self._totals: dict[str, int] = {}

    # ---------------------------------------------------------------- asking

    def table(self, code: str) -> Table:
        """Return the table of a register."""
        return table_of(self.registers[code])

    def run(self, statement: Any) -> Sequence[Any]:
        """Return the rows of a statement."""
        return self.session.connection().execute(statement).all()

    def plain(self, statement: Any) -> Sequence[Any]:
        """Return the rows of a statement as the driver hands them over: numbers and texts need no kind to read them."""
        cursor: Any = self.session.connection().execute(statement).cursor
        found: Sequence[Any] = cursor.fetchall()
        cursor.close()
        return found

    def here(self, table: Any) -> ColumnElement[bool]:
        """Return the condition that a record belongs to the project."""
        found: ColumnElement[bool] = table.c.project == self.project
        return found

    def numbers(self, code: str, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
        """Return the numbers of the project's records under conditions."""
        table = self.table(code)
        statement = select(table.c.number).where(self.here(table), *conditions)
        return tuple(chain.from_iterable(self.plain(statement)))

    def evidence(self, code: str, *conditions: ColumnElement[bool]) -> Evidence:
        """Return the project's records under conditions as evidence."""
        return Evidence(code, self.numbers(code, *conditions))

    def part(
        self,
        code: str,
        among: Conditions,
        wrong: Conditions,
        told: str,
        fine: str,
        *,
        counted: bool = False,
        empty: str = "",
    ) -> Seen | Lack:
        """Return what part of some records is wrong.

        Args:
            code: Their register.
            among: Which are looked at.
            wrong: Which of those speak for the sign.
            told: What to say where some do; may hold `{count}`, `{of}` and `{share}`.
            fine: What to say where none does.
            counted: Whether their number counts, not their share.
            empty: The field that is missing where none can be looked at; without it, nothing to look at is fine.
        """
        table = self.table(code)
        flag = func.coalesce(and_(true(), *wrong), false())
        found = self.plain(select(table.c.number, flag).where(self.here(table), *among))
        looked, bad = tuple(n for n, _ in found), tuple(n for n, it_is in found if it_is)
        if empty and not looked:
            return self.without(code, empty)
        share = percent(len(bad), len(looked))
        args = {"share": f"{share:.0f}", "count": len(bad), "of": len(looked)}
        words = Message(told if bad else fine, args)
        value = len(bad) if counted else share
        return Seen(value, words, (Evidence(code, bad),), (Evidence(code, looked),), len(looked))

    def total(self, code: str) -> int:
        """Return how many records of a register the project has; 0 where there is no such register."""
        if code not in self.registers:
            return 0
        if code == "feedback":
            return len(self.voices.numbers)
        if code not in self._totals:
            table = self.table(code)
            statement = select(func.count()).select_from(table).where(self.here(table))
            self._totals[code] = int(self.session.connection().execute(statement).scalar_one())
        return self._totals[code]

    # ---------------------------------------------------------------- what is missing

    def lack(self, *codes: str) -> Lack | None:
        """Return which of these registers have no record in the project; None where each has."""
        found = tuple(self.missing(code) for code in codes if not self.total(code))
        return Lack(found) if found else None

    def missing(self, code: str, field: str = "") -> Missing:
        """Return that records of a register are missing, or one field of them."""
        about = self.registers[code].about if code in self.registers else None
        name = Message(about.plural) if about else Message(code)
        if not field or about is None:
            return Missing(code, name)
        label = Message(self.registers[code].field(field).label)
        return Missing(code, Message(N_("{register} with “{field}”"), {"register": name, "field": label}))

    def without(self, code: str, field: str = "") -> Lack:
        """Return that a sign cannot look for want of one field."""
        return Lack((self.missing(code, field),))

    def too_few(self, code: str, field: str) -> Lack:
        """Return that too few records have a field to tell anything of them."""
        words = Message(N_("{count} or more {record}"), {"count": SMALLEST, "record": self.missing(code, field).words})
        return Lack((Missing(code, words),))

    # ---------------------------------------------------------------- departments and the front line

    @cached_property
    def units(self) -> Mapping[str, tuple[int, str, str, str]]:
        """Number, name, kind and parent of each department, by id."""
        table = self.table("department")
        statement = select(table.c.id, table.c.number, table.c.name, table.c.kind, table.c.parent)
        return {i: (n, name or "", kind or "", parent or "") for i, n, name, kind, parent in self.run(statement)}

    def of_kind(self, *kinds: str) -> frozenset[str]:
        """Return the ids of the departments of some kinds."""
        return frozenset(i for i, (_, _, kind, _) in self.units.items() if kind in kinds)

    def above(self, unit: str) -> list[str]:
        """Return the departments that a department belongs to, the nearest first; a circle ends where it closes."""
        found: list[str] = []
        while (parent := self.units[unit][3] if unit in self.units else "") and parent not in found:
            found.append(parent)
            unit = parent
        return found

    def present(self, people: Any) -> ColumnElement[bool]:
        """Return the condition that a stakeholder has not left."""
        return or_(people.c.left.is_(None), people.c.left > self.today)

    @cached_property
    def affected(self) -> frozenset[str]:
        """Ids of the departments that the project touches: named in a change, heard in a voice, with people of theirs here."""
        people = self.table("stakeholder")
        asked = [
            select(people.c.department)
            .where(self.here(people), people.c.department.is_not(None), self.present(people))
            .distinct()
        ]
        if self.total("change_impact"):
            change = self.table("change_impact")
            touched = or_(change.c.size.is_(None), change.c.size > 0)
            asked.append(select(change.c.department).where(self.here(change), touched).distinct())
        touched_by = {row[0] for statement in asked for row in self.run(statement)}
        return frozenset(unit for unit in {*touched_by, *self.voices.units} if unit in self.units)

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """The project's metrics, each with its last reading up to today."""
        return read_measured(self.session, self.registers, self.project, self.today)

    @cached_property
    def voices(self) -> Voices:
        """What was said in the project."""
        return read_voices(self.session, self.registers, self.project, self.today)


def percent(part: float, whole: float) -> float:
    """Return a part as a percentage; of nothing it is nothing."""
    return 100.0 * part / whole if whole else 0.0


def blank(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a text is missing or empty."""
    return func.trim(func.coalesce(column, "")) == ""
