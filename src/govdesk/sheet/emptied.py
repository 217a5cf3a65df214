"""Cells of a returned sheet that were filled when it went out and are blank now: told, and emptied only where the user says so.

`collecting` asks here for each file; a blank cell by itself means that nothing was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.ancestor import Bases, operation_of
from govdesk.sheet.expected import NOTHING, Expected
from govdesk.sheet.plan_values import WHOLE, ImportPlan, Problem, SheetPlan

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.sheet.identity import RecordsOf
    from govdesk.sheet.sent import SentPackage


def emptied(
    session: Session,
    registers: Registers,
    records: RecordsOf,
    plan: ImportPlan,
    package: SentPackage,
    expected: Mapping[str, Expected],
) -> Iterator[Problem]:
    """Yield a problem for each field that was asked for and that the return left blank, with its first cell.

    Args:
        session: A reading session.
        registers: All registers.
        records: The records of the workspace.
        plan: What the file would do.
        package: The workbook that it was.
        expected: What is known of its sheets, by register.
    """
    for sheet in plan.included():
        part = package.part(str(sheet.register))
        known = expected.get(str(sheet.register), NOTHING)
        if part is None:
            continue
        register = registers[part.register]
        bases = Bases(session, register, operation_of(session, known.operation), known.base)
        fields = {f.name: f for f in register.fields() if f.name in part.asked and not (f.required or f.key)}
        sorted_apart = {d.field for d in sheet.doubts if d.code == "column_sorted"}
        columns = {c.field: c.index for c in sheet.columns if c.field in fields and c.field not in sorted_apart}
        places: dict[str, list[int]] = {}
        for row in sheet.rows:
            known_here = row.id and row.status != "wrong" and WHOLE not in row.conflicts
            record = records.by_identity(register, row.id) if row.id and known_here else None
            said = {p.field for p in row.problems} | row.values.keys()
            for name in columns.keys() - said if record is not None else ():
                mine = record.values.get(name) if record is not None and name not in record.hidden else None
                past = bases.earlier(str(row.id), name, mine)
                if mine is not None and (past is None or past.value is not None):
                    places.setdefault(name, []).append(row.place)
        yield from _told(sheet, {n: Message(fields[n].label) for n in fields if n in places}, places, columns)


def _told(
    sheet: SheetPlan, labels: Mapping[str, Message], places: Mapping[str, list[int]], columns: Mapping[str, int]
) -> Iterator[Problem]:
    clears = sheet.choice.clear
    for name, label in labels.items():
        if name not in clears and "*" not in clears:
            text = N_(
                "“{field}” was filled when it was sent and is blank now ({count}). A blank cell says nothing, so it stays as it is here; say that blank cells empty their fields if that is meant."
            )
            cell = cell_address(min(places[name]) - 1, columns[name])
            yield Problem("emptied", cell, Message(text, {"field": label, "count": len(places[name])}), name)
