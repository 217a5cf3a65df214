"""One row as read held against the records there are: its status, its changes, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Link, choices_of
from govdesk.fields.register import Register
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message, language
from govdesk.sheet.address import cell_address
from govdesk.sheet.ancestor import Sent
from govdesk.sheet.header import IDENTITY_HEADING
from govdesk.sheet.identity import Names, Records, RecordsOf, Row, distance, is_same, usual_of
from govdesk.sheet.plan_values import EXTRA, EXTRA_CELL, IDENTITY, Column, NewLink, Problem, RowPlan, SheetChoice
from govdesk.sheet.rows import Reading
from govdesk.sheet.three_way import ThreeWay

if TYPE_CHECKING:
    from govdesk.store.query import Record

_NONE: Mapping[str, Any] = {}


class Comparer:
    """Compares the rows of one table with the workspace.

    Args:
        session: A reading session.
        records: The records of all registers, shared by the tables of a file.
        names: What links are called.
        register: What the table holds.
        columns: What becomes of each column.
        choice: What the user said.
        sent: What the workbook says was sent out, by record and field, where it does.
        operation: The last operation that it knows of, where its hidden column does not say.
    """

    def __init__(
        self,
        session: Session,
        records: RecordsOf,
        names: Names,
        register: type[Register],
        columns: Sequence[Column],
        choice: SheetChoice,
        sent: Sent | None = None,
        operation: str = "",
    ) -> None:
        self._session = session
        self._all = records
        self._names = names
        self._register = register
        self._fields = {f.name: f for f in register.fields()}
        self._needed = [f.name for f in register.fields() if f.required]
        self._keys = [f.name for f in register.fields() if f.key]
        self._usual = usual_of(register)
        self._has_rules = register.check.__func__ is not Register.check.__func__  # type: ignore[attr-defined]
        self._place = {c.field: c.index for c in reversed(columns)}
        self._headings = {c.field: c.heading for c in reversed(columns)}
        self._keep = choice.keep_unreadable
        self._clear = choice.clear
        heading = next((c.heading for c in columns if c.field == IDENTITY), "")
        found = IDENTITY_HEADING.fullmatch(heading.strip())
        self._ours = found is not None and found[1] == _workspace_id(session)
        self._beside = {EXTRA_CELL + c.heading: c.index for c in columns if c.field == EXTRA}
        mark = found[3] if found and self._ours else operation
        self.sides = ThreeWay(session, register, choice, self._address, mark, sent)
        #: Whether the sheet went out from a workspace, with or without its hidden column.
        self.sent_out = self._ours
        #: The project of new rows that name none.
        self.default_project: str | NewLink | None = None
        #: What the row that has a record says otherwise, by the record's id.
        self._told: dict[str, Mapping[str, tuple[Any, Any]]] = {}
        self.moved = 0
        self.copied: list[int] = []

    def in_order(self, readings: Sequence[Reading]) -> list[Reading]:
        """Return rows so that of those with the same hidden id the one closest to its record comes first."""
        if not self._ours or len({r.identity for r in readings}) == len(readings):
            return list(readings)
        return sorted(readings, key=self._distance)

    def _distance(self, reading: Reading) -> tuple[int, int]:
        record = self._by_identity(reading)
        return distance(record, Row(reading.values, reading.extra), self._usual) if record else (0, 0)

    def _by_identity(self, reading: Reading) -> Record | None:
        if not self._ours or not reading.identity:
            return None
        project = self._all.home(self._register, reading.identity) if self._register.in_project else None
        return self._all.of(self._register, project).by_id.get(reading.identity)

    def compare(self, reading: Reading) -> RowPlan:
        """Return what one row would do."""
        values = reading.values
        number = values.pop("number", None)
        records = self._records(reading, values)
        number = number if isinstance(number, int) else None
        identity = reading.identity if self._ours else None
        record = None
        if records is not None and records.by_id:
            extra = {**reading.extra, **reading.unreadable} if self._keep else reading.extra
            record = records.find(Row(values, extra, identity, number))
        if number is not None and not self._ours and (record is None or record.number != number):
            values.setdefault("reference", self._fields["number"].kind.show(number, None))  # type: ignore[arg-type]
        if record is None and self.default_project is not None:
            values.setdefault("project", self.default_project)
        veil = self._register.veil
        if veil is not None and veil.covers({**(record.values if record else {}), **values}):
            values = {k: v for k, v in veil.coarse(values).items() if k not in veil.wiped}
        problems = reading.problems
        for name in self._needed if record is None else ():
            if values.get(name) is None:
                problems = [*problems, *self._missing(reading, name)]
        if self._has_rules:
            problems = [*problems, *self._rules(reading, values, record)]
        mild = bool(problems) and all(p.code == "mild" for p in problems)
        keep = bool(problems) and (self._keep or mild) and not any(map(self._is_grave, problems))
        extra = {**reading.extra, **reading.unreadable} if keep else reading.extra
        plan = RowPlan(
            reading.row + 1,
            "wrong" if problems and not keep else "new",
            record.id if record else None,
            self._title(reading, values, record),
            values,
            _NONE,
            reading.names,
            tuple(problems),
            extra or _NONE,
            reading.unreadable or _NONE,
            realigned=reading.realigned,
        )
        if plan.status == "wrong":
            return plan
        if record is None or records is None:
            return self.sides.restore(plan, reading.identity) if self._ours and reading.identity else plan
        self.moved += bool(identity and record.id != identity)
        changes = self._changes(record, values)
        if not records.claim(record):
            self._told[record.id] = changes
            return self._against(plan, record, changes)
        if self._ours and any(k in changes for k in self._keys):
            return self._copy(plan, records, reading)
        return self._twice(plan, record, changes)

    def _copy(self, plan: RowPlan, records: Records, reading: Reading) -> RowPlan:
        """Return the plan of a row that was copied from another and then turned into a record of its own."""
        record = records.find(Row(plan.values, reading.extra))
        if record is not None:
            records.claim(record)
            return self._against(replace(plan, id=record.id), record, self._changes(record, plan.values))
        self.copied.append(plan.place)
        return replace(plan, id=None)

    def _against(self, plan: RowPlan, record: Record, changes: dict[str, tuple[Any, Any]]) -> RowPlan:
        return self.sides.merge(plan, record, changes, self._extra_changes(record, plan.extra))

    def _records(self, reading: Reading, values: Mapping[str, Any]) -> Records | None:
        """Return the records among which a row's own may be; None where its project is yet to be made."""
        project = values.get("project") if self._register.in_project else None
        if self._ours and reading.identity and self._register.in_project:
            project = self._all.home(self._register, reading.identity) or project
        return None if isinstance(project, NewLink) else self._all.of(self._register, project)

    def _missing(self, reading: Reading, name: str) -> list[Problem]:
        if any(p.field == name for p in reading.problems):
            return []
        why = Message(N_("{field} is needed."), {"field": Message(self._fields[name].label)})
        return [Problem("required", self._address(reading.row, name), why, name)]

    def _address(self, row: int, name: str) -> str:
        """Return the address of a field's cell; that of the title where the sheet has no such column."""
        title = self._place.get(self._register.about.title, 0)
        return cell_address(row, self._place.get(name, self._beside.get(name, title)))

    def _is_grave(self, problem: Problem) -> bool:
        declared = self._fields.get(problem.field or "")
        return problem.code in ("required", "rule") or (declared is not None and declared.required)

    def _rules(self, reading: Reading, values: dict[str, Any], record: Record | None) -> list[Problem]:
        """Return what the register's rules find; a value that the record can be without gives way to its text beside."""
        old = record.values if record else _NONE
        whole = self._register.turned(old, values)
        told = [*self._register.check(whole), *self._register.check_turn(old, whole)]
        found = [(name, wrong) for name, wrong in told if not wrong.reported]
        problems = [
            Problem("mild" if wrong.mild else "rule", self._address(reading.row, name), wrong.message, name)
            if wrong.instead is None
            else self._instead(reading, name, wrong)
            for name, wrong in found
        ]
        for name, wrong in found:
            value = values.pop(name, None) if wrong.mild else None
            if value is not None:
                heading = self._headings.get(name, self._fields[name].label)
                words = language("en" if heading.isascii() else "zh")
                reading.unreadable[heading] = reading.names.get(name) or self._fields[name].kind.show(value, words)
            if wrong.mild and wrong.instead is not None:
                values[name] = wrong.instead
        return problems

    def _instead(self, reading: Reading, name: str, wrong: Invalid) -> Problem:
        """Return the problem of a cell in whose place another value comes in, and which that is."""
        declared = self._fields[name]
        word = Message(choices[wrong.instead].label) if (choices := choices_of(declared.kind)) else wrong.instead
        text = Message(N_("{why} Until then it comes in as “{value}”."), {"why": wrong.message, "value": word})
        return Problem("mild", self._address(reading.row, name), text, name)

    def _title(self, reading: Reading, values: Mapping[str, Any], record: Record | None) -> str:
        name = self._register.about.title
        shown = reading.names.get(name) or values.get(name)
        if isinstance(shown, str):
            return shown
        return record.title(self._register) if record else ""

    def _changes(self, record: Record, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        old = record.values
        return {
            name: (None if name in record.hidden else old.get(name), value)
            for name, value in values.items()
            if value != old.get(name)
            and (value is not None or self._clears(name))
            and not is_same(old.get(name), value)
            and not (name == "reference" and old.get(name))
            and not self._is_namesake(name, old.get(name), value)
            and not (old.get(name) is None and self._is_beside(record, name, value))
            and not (name == "project" and self._ours and name not in self._place)
        }

    def _clears(self, name: str) -> bool:
        """Answer whether the user said that a blank cell of a field empties it."""
        return name in self._clear or "*" in self._clear

    def _is_namesake(self, name: str, old: Any, new: Any) -> bool:
        """Answer whether a link points to a record of the same name already, which the sheet cannot tell from another."""
        if not isinstance(self._fields[name].kind, Link) or not isinstance(old, str) or not isinstance(new, str):
            return False
        return bool(self._names.title(old)) and fold(self._names.title(old)) == fold(self._names.title(new))

    def _is_beside(self, record: Record, name: str, new: Any) -> bool:
        """Answer whether a foreign number stood beside the record already when it was not yet one of ours."""
        kind, text = self._fields[name].kind, record.extra.get(self._headings.get(name, ""))
        if text is None or self.sent_out or not isinstance(kind, Link):
            return False
        lookup = Lookup(kind.target, text)
        return self._names.is_number(lookup) and self._names.find(lookup) == new

    def _extra_changes(self, record: Record, extra: Mapping[str, str]) -> dict[str, str]:
        found = {}
        for heading, text in extra.items():
            bare = heading.rpartition(" ")[0] if heading not in record.extra else heading
            known = heading if heading in record.extra or not self.sent_out or bare not in record.extra else bare
            if not is_same(record.extra.get(known), text):
                found[known] = text
        return found

    def _twice(self, plan: RowPlan, record: Record, changes: dict[str, tuple[Any, Any]]) -> RowPlan:
        if not changes or changes == self._told.get(record.id):
            return replace(plan, status="same")
        why = N_("Another row above stands for the same record ({record}).")
        return self._conflict(plan, changes, "duplicate", Message(why, {"record": record.title(self._register)}))

    def _conflict(self, plan: RowPlan, changes: Mapping[str, tuple[Any, Any]], code: str, why: Message) -> RowPlan:
        name = next(iter(changes), "")
        problem = Problem(code, self._address(plan.place - 1, name), why, name or None)
        return replace(plan, status="conflict", changes=changes, problems=(*plan.problems, problem))


def _workspace_id(session: Session) -> str:
    return str(session.connection().exec_driver_sql("SELECT value FROM setting WHERE name = 'id'").scalar())
