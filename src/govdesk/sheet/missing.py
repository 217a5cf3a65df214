"""Which records that were sent are no longer in the sheet that came back: their deletion is proposed, never done unasked.

`collecting` asks here for each file; a person ticks what is to go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.sheet.plan_values import IDENTITY, ImportPlan
from govdesk.sheet.return_file import Marks, Missing

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.sheet.grid import Book
    from govdesk.sheet.identity import RecordsOf
    from govdesk.sheet.sent import SentPackage


def missing_rows(
    records: RecordsOf, registers: Registers, book: Book, marks: Marks, package: SentPackage, plan: ImportPlan
) -> list[Missing]:
    """Return the records that were sent and are no longer there; none where rows are hidden or the book is another."""
    if book.properties.get("govdesk.export") != marks.export or not marks.export:
        return []
    found = []
    for part in package.parts:
        sheets = [s for s in plan.sheets if s.register == part.register]
        grids = [g for g in book.grids if g.name in {s.sheet for s in sheets}]
        whole = bool(sheets) and all(any(c.field == IDENTITY for c in s.columns) for s in sheets)
        if not whole or any(g.hidden_rows for g in grids):
            continue
        here = {r.id for s in sheets for r in s.rows}
        register = registers[part.register]
        gone = [records.by_identity(register, i) for i in part.records if i not in here]
        found += [Missing(part.register, r.id, r.title(register)) for r in gone if r is not None]
    return found
