"""A table of 100,000 rows, from the start of a process to its first rows; and what ten times the rows cost in memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scene

ROWS, MANY = 100_000, 1_000_000
_PROGRAM = "import sys; from govdesk.cli import main; sys.exit(main())"
_IDLE = 2_000


def results() -> Iterator[object]:
    """Measure; the workspace of 1,000,000 rows takes minutes to make, and its memory is taken three times."""
    import measure

    scene.prepare()
    path, large = scene.feedback(ROWS), scene.feedback(MANY)
    scene.show_feedback_first(path, large)
    yield measure.compare(
        f"open a table of {ROWS:,}",
        "QSqlQueryModel in a process of its own",
        limit=lambda: scene.until_first_word(*scene.command(__file__, "limit", path)),
        ours=lambda: scene.until_first_word("-c", _PROGRAM, str(path), "--exit-when-ready"),
        target=2.5,
    )
    yield measure.compare(
        f"memory, {MANY:,} rows against {ROWS:,}",
        f"ours with {ROWS:,}",
        limit=lambda: measure.child(*scene.command(__file__, "memory", path)),
        ours=lambda: measure.child(*scene.command(__file__, "memory", large)),
        target=1.3,
        unit="MB",
        repeats=min(3, measure.REPEATS),
        warm=0,
    )


def limit(path: str) -> None:
    """Show the same rows and columns through QSqlQueryModel and tell of the first paint."""
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    view = scene.plain_table(Path(path))
    scene.tell_first_paint(application, application.quit, of=view.viewport())
    view.showMaximized()
    application.exec()


def memory(path: str) -> None:
    """Open the program, go to the last row and back, and tell what it holds once all is quiet."""

    def work(window: Any) -> None:
        from govdesk.ui.table_view import TableView

        table = window.findChild(TableView)
        bar = table.verticalScrollBar()
        for place in (bar.maximum(), bar.maximum() // 2, 0):
            bar.setValue(place)
            scene.rest(100)
        scene.rest(_IDLE)
        print(scene.memory())

    scene.in_window(Path(path), work)


if __name__ == "__main__":
    stages = {"limit": limit, "memory": memory}
    if sys.argv[1:2] and sys.argv[1] in stages:
        stages[sys.argv[1]](sys.argv[2])
    else:
        import measure

        measure.tell(results())
