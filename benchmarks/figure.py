"""What drawing a figure costs: beside an empty matplotlib axes, and in gaps of the window's 10 ms tick while it is drawn."""

from __future__ import annotations

import datetime as dt
import os
import random
import statistics
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import measure
from govdesk.report.figures.drawing import draw, prepare
from govdesk.report.figures.style import Style
from govdesk.report.series import Line, Series

DEPARTMENTS, CAUSES, WIDTH = 30, 12, 834
_DRAWN = 6


def heat() -> Series:
    """Return a heat map of thirty departments and twelve causes."""
    dice = random.Random(7)
    lines = [
        Line(f"第 {i} 部门", tuple(dice.randrange(300) for _ in range(CAUSES + 1))) for i in range(DEPARTMENTS + 1)
    ]
    columns = tuple(f"阻力原因{j}" for j in range(CAUSES + 1))
    return Series("heat", "各部门阻力原因", "反馈", 100_000, dt.date(2026, 6, 1), columns, tuple(lines))


def empty() -> None:
    """Save an empty axes, as large as the heat map."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure((WIDTH / 96, 10), 96)
    FigureCanvasAgg(figure)
    figure.add_subplot()
    figure.savefig(BytesIO(), format="png")


def gaps(series: Series | None) -> float:
    """Return the 99th percentile of the gaps, in ms, while a figure is drawn some times beside the window, or nothing is."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from tick import Ticks

    application = QApplication.instance() or QApplication([])
    assert application is not None
    loop, ticks = QEventLoop(), Ticks()
    with ThreadPoolExecutor(1) as beside:
        work = [beside.submit(draw, series, Style(), WIDTH) for _ in range(_DRAWN)] if series else []
        watch = QTimer(interval=20)
        watch.timeout.connect(lambda: loop.quit() if work and all(w.done() for w in work) else None)
        watch.start()
        if not work:
            QTimer.singleShot(3000, loop.quit)
        loop.exec()
    return ticks.end()


def results() -> Iterator[measure.Result]:
    """Measure both."""
    series = heat()
    prepare()
    yield measure.compare(
        f"heat map figure, {DEPARTMENTS} × {CAUSES}", "an empty axes saved as PNG", limit=empty,
        ours=lambda: draw(series, Style(), WIDTH), target=12,
    )  # fmt: skip
    rounds = [(gaps(None), gaps(series)) for _ in range(min(3, measure.REPEATS))]
    idle, drawing = (statistics.median(r[k] for r in rounds) for k in (0, 1))
    goal = "window tick gap, 99th percentile, figure"
    yield measure.Result(goal, "an idle 10 ms tick", idle, drawing, 5.0, "ms", len(rounds))


if __name__ == "__main__":
    measure.tell(results())
