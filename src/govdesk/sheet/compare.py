"""One row as read held against the records there are: its status, its changes, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.identity import RecordsOf, bases
from govdesk.sheet.mapping import IDENTITY_HEADING
from govdesk.sheet.plan_values import IDENTITY, Column, NewLink, Problem, RowPlan, SheetChoice
from govdesk.sheet.rows import Reading

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.store.query import Record


class Comparer:
    """Compares the rows of one table with the workspace."""

    def __init__(
        self,
        session: Session,
        records: RecordsOf,
        register: type[Register],
        columns: Sequence[Column],
        choice: SheetChoice,
    ) -> None:
        self._session = session
        self._all = records
        self._register = register
        self._fields = {f.name: f for f in register.fields()}
        self._needed = [f for f in register.fields() if f.required]
        self._place = {c.field: c.index for c in columns}
        self._choice = choice
        heading = next((c.heading for c in columns if c.field == IDENTITY), "")
        found = IDENTITY_HEADING.fullmatch(heading.strip())
        self._operation = int(found[3]) if found and found[2] == register.register_code() else None
        self._ours = found is not None and found[1] == _workspace_id(session)
        self._bases: dict[str, dict[str, Any]] | None = None

    def compare(self, reading: Reading) -> RowPlan:
        """Return what one row would do."""
        values = {k: v for k, v in reading.values.items() if v is not None and k != "number"}
        number = reading.values.get("number")
        problems = [*reading.problems, *self._missing(reading, values)]
        project = values.get("project") if self._register.in_project else None
        record, taken = self._find(reading, values, number, project)
        if record is None and isinstance(number, int):
            values["reference"] = self._fields["number"].kind.show(number, None)  # type: ignore[arg-type]
        if record is not None:
            problems = [p for p in problems if p.code != "required" or p.field in reading.values]
        problems += self._rules(reading, values, record)
        title = self._title(reading, values, record)
        keep = self._choice.keep_unreadable and not any(
            p.code in ("required", "rule") or self._is_needed(p) for p in problems
        )
        extra = {**reading.extra, **reading.unreadable} if keep else reading.extra
        plan = RowPlan(
            reading.row + 1,
            "wrong",
            record.id if record else None,
            title,
            values,
            {},
            reading.names,
            tuple(problems),
            extra,
            reading.unreadable,
        )
        if problems and not keep:
            return plan
        if record is None:
            return replace(plan, status="new")
        changes = self._changes(record, values)
        if taken:
            return self._twice(plan, record, changes)
        kept = self._against_base(record, changes)
        if kept is None:
            why = Message(N_("Changed here and in the sheet since it was sent out."))
            return self._conflict(plan, changes, "conflict", why)
        beside = any(record.extra.get(k) != v for k, v in extra.items())
        return replace(plan, status="changed" if kept or beside else "same", changes=kept)

    def _find(
        self, reading: Reading, values: Mapping[str, Any], number: Any, project: Any
    ) -> tuple[Record | None, bool]:
        if isinstance(project, NewLink):
            return None, False
        identity = reading.identity if self._ours else None
        return self._all.of(self._register, project).find(values, identity, number if isinstance(number, int) else None)

    def _missing(self, reading: Reading, values: Mapping[str, Any]) -> list[Problem]:
        invalid = {p.field for p in reading.problems}
        found = []
        for declared in self._needed:
            if values.get(declared.name) is None and declared.name not in invalid:
                why = Message(N_("{field} is needed."), {"field": Message(declared.label)})
                address = cell_address(reading.row, self._place.get(declared.name, 0))
                found.append(Problem("required", address, why, declared.name))
        return found

    def _is_needed(self, problem: Problem) -> bool:
        declared = self._fields.get(problem.field or "")
        return declared is not None and declared.required

    def _rules(self, reading: Reading, values: Mapping[str, Any], record: Record | None) -> list[Problem]:
        whole = {**(record.values if record else {}), **values}
        return [
            Problem("rule", cell_address(reading.row, self._place.get(name, 0)), wrong.message, name)
            for name, wrong in self._register.check(whole)
        ]

    def _title(self, reading: Reading, values: Mapping[str, Any], record: Record | None) -> str:
        name = self._register.about.title
        shown = reading.names.get(name) or values.get(name)
        return (
            str(shown) if shown and not isinstance(shown, NewLink) else record.title(self._register) if record else ""
        )

    def _changes(self, record: Record, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        return {
            name: (record.values.get(name), value)
            for name, value in values.items()
            if not _same(record.values.get(name), value) and not (name == "reference" and record.values.get(name))
        }

    def _twice(self, plan: RowPlan, record: Record, changes: dict[str, tuple[Any, Any]]) -> RowPlan:
        if not changes:
            return replace(plan, status="same")
        why = Message(
            N_("Another row above stands for the same record ({record})."), {"record": record.title(self._register)}
        )
        return self._conflict(plan, changes, "duplicate", why)

    def _conflict(self, plan: RowPlan, changes: dict[str, tuple[Any, Any]], code: str, why: Message) -> RowPlan:
        address = cell_address(plan.place - 1, self._place.get(next(iter(changes), ""), 0))
        return replace(plan, status="conflict", changes=changes, problems=(*plan.problems, Problem(code, address, why)))

    def _against_base(self, record: Record, changes: dict[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]] | None:
        """Return the changes that the sheet really made, or None where both sides changed the same field."""
        if self._operation is None or not self._ours:
            return changes
        if self._bases is None:
            code = self._register.register_code()
            self._bases = bases(self._session, code, self._operation)
        base = self._bases.get(record.id, {})
        kept = {}
        for name, (old, new) in changes.items():
            if name in base:
                before = self._fields[name].kind.load(base[name])
                if _same(before, new):
                    continue
                return None
            kept[name] = (old, new)
        return kept


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return old.replace("\r\n", "\n").strip() == new.replace("\r\n", "\n").strip()
    return bool(old == new)


def _workspace_id(session: Session) -> str:
    return str(session.connection().exec_driver_sql("SELECT value FROM setting WHERE name = 'id'").scalar())
