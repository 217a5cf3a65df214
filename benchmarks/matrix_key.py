"""A letter typed into a responsibility matrix of 500 × 60 until it is painted, and until it is written, against frames of 16 ms."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

import measure
from govdesk import settings as settings_file
from govdesk.registers import REGISTERS
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows
from govdesk.ui.context import Context, View
from govdesk.ui.font import bring_fonts
from govdesk.ui.look import Look
from govdesk.ui.pages.matrix_grid import MatrixGrid
from govdesk.ui.window import Window

LINES, HEADS, FRAME = 500, 60, 0.016
SHARE = {"A": 1, "R": 2, "C": 4, "I": 5}


def fill(path: Path) -> str:
    """Write 500 deliverables, 60 departments and some 6,000 responsibilities; return the project."""
    chance = random.Random(7)
    opened = Workspace.create(path, REGISTERS)
    with opened.write("Scene") as session:
        (project,) = insert_rows(session, REGISTERS["project"], [{"name": "新零售"}])
        heads = insert_rows(session, REGISTERS["department"], [{"name": f"第{n}部门"} for n in range(HEADS)])
        lines = insert_rows(
            session,
            REGISTERS["deliverable"],
            [{"name": f"交付物 {n}", "wave": f"第{n // 50}批", "project": project} for n in range(LINES)],
        )
        parts = [
            {"project": project, "deliverable": line, "department": head, "role": letter}
            for line in lines
            for letter, many in SHARE.items()
            for head in chance.sample(heads, many)
        ]
        insert_rows(session, REGISTERS["responsibility"], parts)
    opened.close()
    return project


def turn(until) -> None:
    """Let Qt work until a condition holds."""
    while not until():
        loop = QEventLoop()
        QTimer.singleShot(5, loop.quit)
        loop.exec()


class Watch(QObject):
    """Notes when the matrix was painted for the first time since it was told to look."""

    def __init__(self, grid) -> None:
        super().__init__(grid)
        self.painted = 0.0
        paint = grid.paintEvent

        def painted(event) -> None:
            paint(event)
            self.painted = self.painted or time.perf_counter()

        grid.paintEvent = painted


def results() -> Iterator[measure.Result]:
    """Measure a key in the real window, with navigation, history and inspector beside the matrix."""
    folder = Path(tempfile.mkdtemp(prefix="govdesk-benchmark-"))
    os.environ["GOVDESK_HOME"] = str(folder / "home")
    app = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    look = Look(app)
    project = fill(folder / "matrix.govdesk")
    settings = replace(settings_file.load(), language="zh", theme="light")
    context = Context(REGISTERS, settings, look.wear(settings), None)
    context.attach(Workspace.open(folder / "matrix.govdesk", REGISTERS))
    window = Window(look, settings)
    window.furnish(context, None)
    window.resize(1366, 768)
    window.show()
    context.open_view(View("deliverable", Query("deliverable", project), "matrix"))
    grid = window.findChild(MatrixGrid)
    turn(lambda: len(grid.board.lines) == LINES)
    grid.move_to(250, 30)
    watch, written = Watch(grid), []
    letters = iter("ciracira" * 10)

    def key() -> float:
        letter = next(letters)
        context.jobs.drain(cancel=False)
        app.processEvents()
        event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
        watch.painted = 0.0
        began = time.perf_counter()
        app.sendEvent(grid, event)
        written.append(time.perf_counter() - began)
        return watch.painted - began

    yield measure.compare(
        f"a key to repaint, matrix {LINES} × {HEADS}", "one frame of 16 ms", limit=lambda: FRAME, ours=key, target=3
    )

    yield measure.Result(
        "the same key to written, all panels told", "one frame of 16 ms", FRAME, statistics.median(written), 3
    )

    def scroll() -> float:
        bar = grid.verticalScrollBar()
        began = time.perf_counter()
        bar.setValue((bar.value() + 700) % max(1, bar.maximum()))
        grid.viewport().repaint()
        return time.perf_counter() - began

    yield measure.compare(
        f"a page scrolled, matrix {LINES} × {HEADS}", "one frame of 16 ms", limit=lambda: FRAME, ours=scroll, target=1
    )
    window.close()
    context.attach(None)
    context.jobs.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    measure.tell(results())
