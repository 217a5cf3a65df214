"""How smoothly the window lives while 50,000 rows are imported and exported: gaps of a 10 ms tick, against an idle one."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import scene

ROWS = 50_000
TICK = 10
_IDLE = 4_000


def results() -> Iterator[object]:
    """Measure three times, for each round takes a minute: idle, import and export in the same window."""
    import subprocess

    import measure

    folder = scene.prepare()
    book = _book(folder)
    rounds = []
    for _ in range(min(3, measure.REPEATS)):
        path = folder / "tick.govdesk"
        shutil.copy(scene.feedback(1_000), path)
        scene.show_feedback_first(path)
        command = [sys.executable, __file__, "ours", path, book]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        rounds.append(json.loads(done.stdout.splitlines()[-1]))
    idle = statistics.median(r["idle"] for r in rounds)
    for work in ("import", "export"):
        median = statistics.median(r[work] for r in rounds)
        goal = f"window tick gap, 99th percentile, {work}"
        yield measure.Result(goal, "an idle 10 ms tick", idle, median, 5.0, "ms", len(rounds))


def _book(folder: Path) -> Path:
    """Return a workbook of other 50,000 entries, with the columns of an export."""
    path = folder / "voices.xlsx"
    if not path.exists():
        import xlsxwriter

        from govdesk.registers import REGISTERS

        fields = [f for f in REGISTERS["feedback"].fields() if f.name in _COLUMNS]
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        page, day = book.add_worksheet("Feedback"), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, [f.label for f in fields])
        from govdesk.i18n import language

        english = language("en")
        for row, values in enumerate(scene.voices("", [""] * 40, [""] * 400, range(2_000_000, 2_000_000 + ROWS)), 1):
            for column, field in enumerate(fields):
                cell = f"王{row % 400}" if field.name in ("source", "owner") else values[field.name]
                cell = f"第{row % 40}门店" if field.name == "department" else cell
                if field.name in ("date", "due"):
                    page.write_datetime(row, column, cell, day)
                else:
                    page.write(row, column, cell if field.kind.code == "link" else field.kind.cell(cell, english))
        book.close()
    return path


_COLUMNS = (
    "date", "channel", "department", "level", "source", "statement", "theme", "cause", "sentiment", "severity", "status",
    "owner", "due", "reply", "reference",
)  # fmt: skip


class Ticks:
    """Counts the gaps between the beats of a timer in the window's thread, in ms."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=TICK)
        self._timer.timeout.connect(self._beat)
        self._last = perf_counter()
        self._timer.start()

    def _beat(self) -> None:
        now = perf_counter()
        self.gaps.append(1000 * (now - self._last))
        self._last = now

    def end(self) -> float:
        """Stop, and return the 99th percentile."""
        self._timer.stop()
        return statistics.quantiles(self.gaps, n=100)[-1]


def ours(path: str, book: str) -> None:
    """Import and export in the real window, and tell the 99th percentile of each."""

    def work(window: Any) -> None:
        import shiboken6

        from govdesk.ui.dialogs.export_work import VIEW, ExportChoice, exporting
        from govdesk.ui.dialogs.import_dialog import open_import

        context = window.context
        idle = Ticks()
        scene.rest(_IDLE)
        told = {"idle": idle.end()}
        ticks = Ticks()
        dialog = open_import(context, [Path(book)])
        importing = dialog.work
        scene.wait_until(lambda: bool(importing.sources) and not importing.is_busy)
        source = importing.sources[0]
        ready = sum(source.accepted(s) for s in source.sheets())
        if ready != ROWS:
            raise SystemExit(f"{ready} rows are ready to come in, not {ROWS}: {source.state} {source.error}")
        ended: list[object] = []
        importing.committed.connect(ended.append)
        importing.stopped.connect(ended.append)
        importing.commit()
        scene.wait_until(lambda: bool(ended))
        told["import"] = ticks.end()
        if shiboken6.isValid(dialog):
            dialog.close()
        scene.rest(500)
        ticks = Ticks()
        target = Path(path).with_name("tick.xlsx")
        choice = ExportChoice(VIEW, context.view.query, _COLUMNS, "zh", True, target)
        ended.clear()
        context.jobs.read(exporting(context.workspace, context.registers, choice), ended.append, failed=ended.append)
        scene.wait_until(lambda: bool(ended))
        told["export"] = ticks.end()
        if isinstance(ended[0], Exception):
            raise ended[0]
        print(json.dumps(told))

    scene.in_window(Path(path), work)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(*sys.argv[2:4])
    else:
        import measure

        measure.tell(results())
