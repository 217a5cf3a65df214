"""Frames of scrolling through 100,000 rows, against QSqlQueryModel in a plain view of the same size and columns."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import scene

ROWS = 100_000
_FRAMES = 400
_WHEEL = 3


def results() -> Iterator[object]:
    """Measure the 95th percentile of the frames of turning the wheel, and of dragging the bar through all rows."""
    import measure

    scene.prepare()
    path = scene.feedback(ROWS)
    scene.show_feedback_first(path)
    for way, words in (("wheel", "scroll frame, 95th percentile"), ("drag", "dragged bar, 95th percentile")):
        yield measure.compare(
            words,
            "QSqlQueryModel, same view",
            limit=lambda way=way: measure.child(*scene.command(__file__, "limit", way, path)),
            ours=lambda way=way: measure.child(*scene.command(__file__, "ours", way, path)),
            target=2.5,
            unit="ms",
            warm=0,
        )


def frames(view: Any, way: str) -> float:
    """Scroll a view and return the 95th percentile of its frames in ms, each painted at once."""
    bar = view.verticalScrollBar()
    step = bar.maximum() // _FRAMES if way == "drag" else _WHEEL * (view.rowHeight(0) if bar.maximum() > ROWS else 1)
    took = []
    for place in range(1, _FRAMES + 1):
        began = perf_counter()
        bar.setValue(place * step)
        view.viewport().repaint()
        took.append(1000 * (perf_counter() - began))
        scene.rest(2)
    return statistics.quantiles(took, n=20)[-1]


def limit(way: str, path: str) -> None:
    """Scroll QSqlQueryModel, all of whose rows are fetched beforehand."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    view = scene.plain_table(Path(path))
    while view.model().canFetchMore():
        view.model().fetchMore()
    view.resize(*scene.TABLE)
    view.show()
    application.processEvents()
    print(frames(view, way))


def ours(way: str, path: str) -> None:
    """Scroll the program's table."""

    def work(window: Any) -> None:
        from govdesk.ui.table_view import TableView

        table = window.findChild(TableView)
        table.setFixedSize(*scene.TABLE)
        scene.rest(100)
        print(frames(table, way))

    scene.in_window(Path(path), work)


if __name__ == "__main__":
    stages = {"limit": limit, "ours": ours}
    if sys.argv[1:2] and sys.argv[1] in stages:
        stages[sys.argv[1]](*sys.argv[2:4])
    else:
        import measure

        measure.tell(results())
