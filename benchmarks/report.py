"""What a steering report with ten charts costs in each format, beside ten empty matplotlib axes saved as PNG."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

import measure
from govdesk.registers import REGISTERS
from govdesk.report.figures.drawing import prepare
from govdesk.report.paper.document import Document, Figure, Section
from govdesk.report.paper.steering import ReportOrder, build
from govdesk.report.paper.writing import FORMATS, write_report
from govdesk.report.series import Line, Series
from govdesk.store.sample import make_sample

CHARTS, TARGET = 10, 4.0
DAY = dt.date(2026, 6, 1)


def empty() -> None:
    """Save ten empty axes, as large as a chart of the report."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Drawn

    for _ in range(CHARTS):
        figure = Drawn((640 / 96, 300 / 96), 192)
        FigureCanvasAgg(figure)
        figure.add_subplot()
        figure.savefig(BytesIO(), format="png")


def charted(document: Document) -> Document:
    """Return a report with ten charts: its own, and as many more of goals and budgets as it takes."""
    missing = CHARTS - len(document.figures)
    names = tuple(f"2026-0{n}" for n in range(1, 8))
    more = tuple(
        Figure(Series("line", f"目标 {n}", "%", 7, DAY, names, (Line("实际", tuple(map(float, range(n, n + 7)))), Line("目标", (9.0,) * 7))))
        for n in range(missing)
    )  # fmt: skip
    kept, left = [], CHARTS
    for section in document.sections:
        blocks = []
        for block in section.blocks:
            if not isinstance(block, Figure) or left > 0:
                blocks.append(block)
                left -= isinstance(block, Figure)
        kept.append(Section(section.code, section.title, tuple(blocks), section.beside, section.alone))
    return Document(
        document.title, document.subject, document.language, document.day, document.audience, document.head, document.lines,
        (*kept, *((Section("more", "更多目标", more),) if more else ())), document.foot,
    )  # fmt: skip


def results() -> Iterator[measure.Result]:
    """Measure each format: reading the workspace, diagnosing, drawing, writing, verifying."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        workspace = make_sample(Path(folder) / "s.govdesk", REGISTERS, "zh", DAY)
        try:
            for ending in FORMATS:

                def ours(ending: str = ending) -> None:
                    with workspace.read() as session:
                        document = charted(build(session, REGISTERS, ReportOrder("sponsor", "zh", day=DAY)))
                    assert len(document.figures) == CHARTS
                    write_report(Path(folder) / f"r{ending}", document)

                goal = f"steering report, {CHARTS} charts, {ending}"
                limit = f"{CHARTS} empty axes saved as PNG"
                yield measure.compare(goal, limit, limit=empty, ours=partial(ours), target=TARGET)
        finally:
            workspace.close()


if __name__ == "__main__":
    measure.tell(results())
