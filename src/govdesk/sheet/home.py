"""The project of a sheet that went out: that of its own records, whatever its file is called by now.

`plan` asks here before it looks for a project in titles and names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from govdesk.fields.text import fold
from govdesk.sheet.plan_values import IDENTITY

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.headings import SheetTable
    from govdesk.sheet.identity import RecordsOf
    from govdesk.sheet.plan_values import Column


def home_of(
    records: RecordsOf, grid: Grid, table: SheetTable, register: type[Register], columns: Sequence[Column]
) -> str | None:
    """Return the project of most records that a sheet's ids mean, or its numbers where the name beside is the same."""
    places = {c.field: c.index for c in columns}
    rows = range(table.first_row, table.last_row + 1)
    homes: Counter[str] = Counter()
    if IDENTITY in places:
        ids = (grid.value(r, places[IDENTITY]) for r in rows)
        homes.update(h for i in ids if isinstance(i, str) and (h := records.home(register, i.strip())))
    elif "number" in places and register.about.title in places:
        kind = register.field("number").kind
        for row in rows:
            number = kind.read(grid.value(row, places["number"]))
            record = records.by_number(register, number) if isinstance(number, int) else None
            name = grid.value(row, places[register.about.title])
            if record is not None and isinstance(name, str) and fold(name) == fold(record.title(register)):
                homes[str(record.values["project"])] += 1
    return homes.most_common(1)[0][0] if homes else None
