"""What was taken from an earlier version of the same workbook: said again it is no news, and a newer word follows it.

`collecting` asks here after each file was planned by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.sheet.identity import is_same
from govdesk.sheet.plan_values import WHOLE, ImportPlan, RowPlan, SheetPlan
from govdesk.sheet.sent import SentPackage

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

Taken = Mapping[tuple[str, str, str], list[Any]]


def without_old_news(registers: Registers, plan: ImportPlan, package: SentPackage) -> ImportPlan:
    """Return the plan of a file without what earlier answers of its workbook said already.

    Where the cell here still holds what was taken then, the same person's new word is taken as it is; where it was
    changed here since, it is a conflict like any other.

    Args:
        registers: All registers.
        plan: What the file would do.
        package: The workbook, with the answers in force.
    """
    taken = _taken(registers, package)
    if not taken:
        return plan
    return replace(plan, sheets=tuple(_sheet(s, taken) for s in plan.sheets))


def _taken(registers: Registers, package: SentPackage) -> Taken:
    found: dict[tuple[str, str, str], list[Any]] = {}
    for answer in package.answers:
        for code, records in answer.taken.items():
            kinds = {f.name: f.kind for f in registers[code].fields()} if code in registers else {}
            for identity, cells in records.items():
                for name, value in cells.items():
                    if name in kinds:
                        found.setdefault((code, identity, name), []).append(kinds[name].load(value))
    return found


def _sheet(sheet: SheetPlan, taken: Taken) -> SheetPlan:
    if sheet.register is None:
        return sheet
    return replace(sheet, rows=tuple(_row(sheet.register, r, taken) for r in sheet.rows))


def _row(code: str, row: RowPlan, taken: Taken) -> RowPlan:
    if row.id is None or row.status not in ("changed", "conflict") or WHOLE in row.conflicts:
        return row
    changes, conflicts = dict(row.changes), dict(row.conflicts)
    for name in (*row.changes, *row.conflicts):
        known = taken.get((code, row.id, name))
        if not known:
            continue
        mine = conflicts[name].mine if name in conflicts else changes[name][0] if name in changes else None
        theirs = conflicts[name].theirs if name in conflicts else changes[name][1] if name in changes else None
        if any(is_same(value, theirs) for value in known):
            changes.pop(name, None)
            conflicts.pop(name, None)
        elif name in conflicts and is_same(known[-1], mine):
            del conflicts[name]
            changes[name] = (mine, theirs)
    return resolved(row, changes, conflicts)


def resolved(row: RowPlan, changes: Mapping[str, Any], conflicts: Mapping[str, Any]) -> RowPlan:
    """Return a row with other changes and conflicts, and what follows from them."""
    if changes == row.changes and conflicts == row.conflicts:
        return row
    settled = {n: word for n, word in row.settled.items() if n in conflicts}
    problems = tuple(p for p in row.problems if p.code != "conflict" or p.field in conflicts)
    open_ = any(n not in settled for n in conflicts)
    status = "conflict" if open_ else "changed" if changes or row.extra else "same"
    return replace(row, status=status, changes=changes, conflicts=conflicts, settled=settled, problems=problems)
