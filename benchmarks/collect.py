"""Twelve returned workbooks of 500 rows: what they would do, worked out, held against reading them alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import measure

PEOPLE, ROWS, EDITED = 12, 500, 5


def results() -> Iterator[measure.Result]:
    """Measure the reading alone, then reading and planning."""
    from govdesk.registers import REGISTERS
    from govdesk.sheet.collecting import collect, read_returns
    from govdesk.store.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="govdesk-collect-") as place:
        workspace = Workspace.create(Path(place) / "ws.govdesk", REGISTERS, author="bench")
        try:
            folder = sent(workspace, Path(place) / "returns")
            answer(folder)
            found = collect(workspace, folder)
            assert found.counts["changed"] == PEOPLE * len(range(0, ROWS, EDITED))
            assert {s.state for s in found.standings} == {"answered"}
            yield measure.compare(
                f"plan {PEOPLE} returns of {ROWS} rows",
                "reading the files alone",
                limit=lambda: read_returns(folder),
                ours=lambda: collect(workspace, folder),
                target=3,
            )
        finally:
            workspace.close()


def sent(workspace, folder: Path) -> Path:
    """Fill a workspace with risks of several owners and send each theirs."""
    from govdesk.registers import REGISTERS
    from govdesk.sheet.package import usual
    from govdesk.sheet.sending import Sending, send
    from govdesk.store.writing import insert_rows

    with workspace.write("fill") as session:
        (project,) = insert_rows(session, REGISTERS["project"], [{"name": "换代项目"}])
        names = [{"name": f"负责人{n:02d}", "project": project} for n in range(PEOPLE)]
        people = insert_rows(session, REGISTERS["stakeholder"], names)
        rows = [
            {
                "title": f"第{n}号风险：接口不通，上线延期",
                "project": project,
                "owner": people[n % PEOPLE],
                "probability": 1 + n % 5,
                "impact": 1 + n % 4,
                "action": f"措施{n % 40}：先双写一周，再切换",
            }
            for n in range(PEOPLE * ROWS)
        ]
        insert_rows(session, REGISTERS["risk"], rows)
    send(workspace, Sending("owner", (usual(REGISTERS["risk"]),), folder, "zh"))
    return folder


def answer(folder: Path) -> None:
    """Fill in every fifth row of each workbook."""
    import openpyxl

    for path in folder.iterdir():
        book = openpyxl.load_workbook(path)
        page = book["风险"]
        column = next(c.column for c in page[1] if c.value == "应对措施")
        for row in range(2, ROWS + 2, EDITED):
            page.cell(row, column).value = f"已改：第 {row} 行"
        book.save(path)


if __name__ == "__main__":
    measure.tell(results())
