"""Cells of a returned sheet that were shown and locked, and were changed all the same: told before they are taken.

`collecting` asks here for each file; what is told must be looked at before the returns are merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
from govdesk.sheet.plan_values import ImportPlan, Problem

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.sheet.sent import SentPackage


def unasked(registers: Registers, plan: ImportPlan, package: SentPackage) -> Iterator[Problem]:
    """Yield a problem for each field that nobody was asked for and that the return changes, with its first cell."""
    for sheet in plan.included():
        part = package.part(str(sheet.register))
        if part is None:
            continue
        shown = set(part.columns) - set(part.asked)
        places: dict[str, list[int]] = defaultdict(list)
        for row in sheet.rows:
            for name in shown & {*row.changes, *row.conflicts} if row.status != "new" else ():
                places[name].append(row.place)
        columns = {c.field: c.index for c in sheet.columns}
        fields = {f.name: f for f in registers[part.register].fields()}
        for name in (f for f in fields if f in places):
            text = N_(
                "“{field}” was only shown, not asked for, and was changed all the same ({count}). Please look whether that is meant."
            )
            values = {"field": Message(fields[name].label), "count": len(places[name])}
            cell = cell_address(min(places[name]) - 1, columns.get(name, 0))
            yield Problem("unasked", cell, Message(text, values), name)
