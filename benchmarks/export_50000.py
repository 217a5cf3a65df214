"""An export of 50,000 rows of 15 columns to a workbook, against XlsxWriter writing the same cells from memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import measure
import scene

ROWS = 50_000
COLUMNS = (
    "number", "date", "channel", "department", "level", "source", "statement", "theme", "cause", "sentiment", "severity",
    "status", "owner", "due", "reply",
)  # fmt: skip


def results() -> Iterator[measure.Result]:
    """Measure."""
    from govdesk.registers import REGISTERS
    from govdesk.sheet.outgoing import columns_of, of_query
    from govdesk.store.query import Query
    from govdesk.store.workspace import Workspace
    from govdesk.ui.dialogs.export_work import VIEW, ExportChoice, exporting

    folder = scene.prepare()
    path = scene.feedback(ROWS)
    workspace = Workspace.open(path, REGISTERS)
    query = Query("feedback")
    choice = ExportChoice(VIEW, query, COLUMNS, "zh", True, folder / "ours.xlsx")
    with workspace.read() as session:
        sheet = of_query(session, REGISTERS, query, fields=choice.fields(REGISTERS["feedback"]))
        columns = columns_of(sheet, (), "zh")
        cells = [[c.heading for c in columns], *([c.cell(r) for c in columns] for r in sheet.records)]
    work = exporting(workspace, REGISTERS, choice)
    yield measure.compare(
        f"export {ROWS:,} × {len(COLUMNS)}",
        "XlsxWriter, constant_memory",
        limit=lambda: write(folder / "limit.xlsx", cells),
        ours=lambda: work(_silent),
        target=1.2,
    )
    workspace.close()


def write(path: Path, cells: list[list[object]]) -> None:
    """Write cells by XlsxWriter's own ways, dates as dates."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for row, values in enumerate(cells):
        for column, value in enumerate(values):
            if isinstance(value, date):
                page.write_datetime(row, column, value, day)
            elif value is not None:
                page.write(row, column, value)
    book.close()


def _silent(done: int, total: int, doing: object = None) -> None:
    """Tell nobody."""


if __name__ == "__main__":
    measure.tell(results())
