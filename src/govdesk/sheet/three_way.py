"""One row of a sheet that went out, held three ways: what each cell held then, what it holds here, what the sheet says.

`compare` finds the record that the row means; what is disputed stands as conflicts in the row's plan.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.kinds import Link
from govdesk.fields.register import Register
from govdesk.i18n import N_, Message
from govdesk.sheet.ancestor import Bases, Sent, operation_of
from govdesk.sheet.identity import is_same
from govdesk.sheet.plan_values import EXTRA_CELL, MINE, THEIRS, WHOLE, Conflict, Problem, RowPlan, SheetChoice
from govdesk.store.query import Record

Address = Callable[[int, str], str]
_NONE: Mapping[str, Any] = {}


class ThreeWay:
    """Tells what becomes of the rows of one table.

    Args:
        session: A reading session.
        register: What the table holds.
        choice: What the user said; conflicts that are settled among it.
        address: Gives the address of a field's cell in a row.
        mark: The operation at which the sheet went out, as its hidden header has it; empty where it has none.
        sent: What the workbook says was sent out, by record and field, where it does.
    """

    def __init__(
        self,
        session: Session,
        register: type[Register],
        choice: SheetChoice,
        address: Address,
        mark: str = "",
        sent: Sent | None = None,
    ) -> None:
        self._session = session
        self._register = register
        self._choice = choice
        self._address = address
        self._bases = Bases(session, register, operation_of(session, mark) if mark else None, sent)

    def was(self, record: Record, name: str) -> Any:
        """Return what a field of a record held when the sheet went out."""
        mine = record.values.get(name)
        past = None if name in record.hidden else self._bases.earlier(record.id, name, mine)
        return mine if past is None else past.value

    def merge(
        self, plan: RowPlan, record: Record, changes: Mapping[str, tuple[Any, Any]], extra: Mapping[str, str]
    ) -> RowPlan:
        """Return the plan of a row whose record is there.

        Args:
            plan: The row so far.
            record: The record that it means.
            changes: What it says otherwise than the record, as old and new value by field.
            extra: The same of the extra columns, as new text by heading.
        """
        pairs = {**changes, **{EXTRA_CELL + h: (record.extra.get(h), text) for h, text in extra.items()}}
        taken: dict[str, tuple[Any, Any]] = {}
        conflicts: dict[str, Conflict] = {}
        for name, (mine, theirs) in pairs.items():
            past = None if name in record.hidden else self._bases.earlier(record.id, name, mine)
            if past is None:
                taken[name] = (mine, theirs)
            elif not is_same(past.value, theirs) and not self._bases.is_refused(record.id, name, theirs):
                conflicts[name] = Conflict(past.value, mine, theirs, past.author, past.at)
        settled = self._settled(plan.place, conflicts)
        taken |= {n: (c.mine, c.theirs) for n, c in conflicts.items() if settled.get(n) == THEIRS}
        why = Message(N_("Changed here and in the sheet since it was sent out."))
        open_ = [Problem("conflict", self._cell(plan, n), why, n) for n in conflicts if n not in settled]
        return replace(
            plan,
            status="conflict" if open_ else "changed" if taken else "same",
            changes={n: pair for n, pair in taken.items() if not n.startswith(EXTRA_CELL)} or _NONE,
            extra={n.removeprefix(EXTRA_CELL): t for n, (_, t) in taken.items() if n.startswith(EXTRA_CELL)} or _NONE,
            problems=(*plan.problems, *open_),
            conflicts=conflicts or _NONE,
            settled=settled or _NONE,
        )

    def restore(self, plan: RowPlan, identity: str) -> RowPlan:
        """Return the plan of a row whose record, if its hidden id ever was one, is no longer here.

        What the sheet left as it was stays removed; what it edited is a conflict of the row: bring back or leave removed.
        """
        gone = self._bases.removed(identity)
        if gone is None:
            return plan
        edited: dict[str, Any] = {}
        for name, theirs in plan.values.items():
            last = gone.values.get(name)
            past = self._bases.earlier(identity, name, last)
            if not is_same(last if past is None else past.value, theirs):
                edited[name] = theirs
        known = {name: getattr(v, "name", v) for name, v in edited.items()}
        if not edited or self._bases.is_refused(identity, WHOLE, known):
            return replace(plan, status="same", id=None)
        title = gone.values.get(self._register.about.title)
        conflict = Conflict(title, None, known, gone.author, gone.at)
        changes = {name: (gone.values.get(name), theirs) for name, theirs in edited.items()}
        found = replace(plan, id=identity, conflicts={WHOLE: conflict}, changes=changes)
        match self._choice.settlement(plan.place, WHOLE):
            case "theirs" if not self._lacks(values := {**self._standing(gone.values), **plan.values}):
                extra = {**gone.extra, **plan.extra} or _NONE
                return replace(found, status="new", values=values, changes=_NONE, extra=extra, settled={WHOLE: THEIRS})
            case "mine":
                return replace(found, status="same", changes=_NONE, settled={WHOLE: MINE})
        why = Message(N_("This record was removed here since the sheet was sent out."))
        problem = Problem("removed", self._cell(plan, next(iter(edited))), why, next(iter(edited)))
        return replace(found, status="conflict", problems=(*plan.problems, problem))

    def _settled(self, place: int, conflicts: Mapping[str, Conflict]) -> dict[str, str]:
        said = {name: self._choice.settlement(place, name) for name in conflicts}
        return {name: word for name, word in said.items() if word}

    def _cell(self, plan: RowPlan, name: str) -> str:
        return self._address(plan.place - 1, name)

    def _standing(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a removed record without the links to what is no longer here either."""
        found = dict(values)
        for declared in self._register.fields():
            if isinstance(declared.kind, Link) and found.get(declared.name) is not None:
                table = self._register.metadata.tables[declared.kind.target]
                there = select(table.c.id).where(table.c.id == found[declared.name])
                found[declared.name] = self._session.connection().execute(there).scalar()
        return found

    def _lacks(self, values: Mapping[str, Any]) -> bool:
        """Answer whether a record cannot be brought back, for what it must belong to was removed too."""
        return any(f.required and values.get(f.name) is None for f in self._register.fields())
