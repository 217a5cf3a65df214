"""A driver that clicks, types, drags and scrolls at random through every screen, and looks whether all still holds.

Run as a script it goes on for as long as it is told and prints memory and open files as it goes:

    python tests/ui/monkey.py --seconds 3600 [--seed N] [--language zh]

After each batch the rows that a table shows are compared with those that a fresh session reads from the file, and the
workspace is checked from end to end. The seed that is printed repeats a run as far as threads allow it.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMimeData,
    QObject,
    QPoint,
    QPointF,
    Qt,
    QThread,
    QTimer,
    QUrl,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from govdesk import settings as settings_file
from govdesk.errors import Cancelled, GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store.backup import copy_to
from govdesk.store.check import check
from govdesk.store.edit import change
from govdesk.store.query import Query, rows
from govdesk.store.sample import make_sample
from govdesk.store.workspace import Workspace
from govdesk.ui.command import COMMANDS
from govdesk.ui.context import Context, View
from govdesk.ui.font import bring_fonts
from govdesk.ui.look import Look
from govdesk.ui.navigation import NavigationItem
from govdesk.ui.pages.face import faces_of
from govdesk.ui.table_view import TableView
from govdesk.ui.window import Window

_BATCH = 400
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_PLAIN, _CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_KEYS = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in [
        "Return",
        "Tab",
        "Backtab",
        "Escape",
        "Space",
        "Up",
        "Down",
        "Left",
        "Right",
        "Home",
        "End",
        "PageUp",
        "PageDown",
        "Delete",
        "Backspace",
        "F2",
        "F4",
        "F6",
        "1",
        "2",
        "3",
        "4",
        "5",
        "A",
        "C",
        "I",
        "R",
        "G",
    ]
)
#: Keys with Ctrl that open no window of the system's own and do not quit.
_WITH_CTRL = tuple(
    getattr(Qt.Key, f"Key_{name}")
    for name in ["A", "C", "V", "X", "Z", "Y", "D", "N", "F", "K", "P", "H", "L", "I", "E", "F2", "Delete"]
)
_TEXTS = (
    "王敏",
    "门店",
    "a",
    "x<img src=probe>",
    "=1+1",
    "2026-05-12",
    "9",
    "很长的一句话，" * 30,
    "RSK-0001",
    "\t",
    "支持",
)
#: So many findings are enough.
_ENOUGH = 200
#: Seconds of a run that is long enough to judge memory by, and what memory and open files may grow by in it.
_LONG, _MORE_MEMORY, _MORE_FILES = 600, 0.1, 3
#: Commands that leave the window, or open one of the system's.
_OUTSIDE = ("quit", "folder")
_HARMLESS = (
    "propagateSizeHints",
    "QFont::setPixelSize",
    "This plugin does not support",
    # Qt's own setting up of pages, behind the preview of what is printed: it wants a printer, and fonts in points.
    "QPageSetupDialog: Cannot be used on non-native printers",
    "QFont::setPointSizeF: Point size <= 0 (-0.25",
)


class Answers:
    """Answers what a person would be asked, at random."""

    def __init__(self, chance: random.Random, folder: Path) -> None:
        self._chance = chance
        self._folder = folder
        self.sheets: list[Path] = []

    def tell(self, text: str, detail: str = "", *, kind: str = "info") -> None:
        """Take note of nothing."""

    def confirm(self, question: str, detail: str = "", *, yes: str, danger: bool = False) -> bool:
        return self._chance.random() < 0.5

    def choose(self, question: str, options: Sequence[str], detail: str = "") -> int | None:
        return self._chance.choice([None, *range(len(options))])

    def text(self, question: str, value: str = "", detail: str = "") -> str | None:
        return self._chance.choice([None, "", *_TEXTS])

    def open_files(self, title: str, types: object, *, many: bool = False) -> list[Path]:
        return self._chance.choice([[], *([s] for s in self.sheets)])

    def secret(self, question: str, detail: str = "") -> str | None:
        return self._chance.choice([None, "", "nine words"])

    def folder(self, title: str, suggested: Path) -> Path | None:
        return self._chance.choice([None, self._folder])

    def save_file(self, title: str, suggested: Path, types: Any) -> Path | None:
        ending = next((e for _, endings in types for e in endings), "xlsx")
        return self._chance.choice([None, self._folder / f"out.{ending}"])


class Monkey(QObject):
    """Drives one window for a while.

    Args:
        window: The window.
        context: What it stands on.
        chance: Where its whims come from.
    """

    def __init__(self, window: Window, context: Context, chance: random.Random) -> None:
        super().__init__()
        self.window = window
        self.context = context
        self.chance = chance
        self.done = Counter[str]()
        self.wrong: list[str] = []
        self._plays = False
        self._next = deque[Callable[[], None]]()
        self._loop = QEventLoop()
        self._left = 0
        self._level = 0
        self._trail = deque[str](maxlen=6)
        self._home = context.workspace.path
        sys.excepthook = self._caught
        context.jobs.failed.connect(self._failed)
        context.say_error = self._failed
        qInstallMessageHandler(self._heard)
        QDesktopServices.setUrlHandler("file", self, "leave_shut")

    @Slot(QUrl)
    def leave_shut(self, url: QUrl) -> None:
        """Open no folder in the system's file window."""

    def batch(self, events: int = _BATCH) -> None:
        """Do so many things, then wait until all is quiet."""
        self._left = events
        self._level = QThread.currentThread().loopLevel() + 1
        self._plays = True
        self._tick()
        self._loop.exec()
        for popup in iter(QApplication.activePopupWidget, None):
            popup.close()
        self._settle()

    def tour(self) -> None:
        """Go through every page, and every register in each of its faces, once."""
        for number in range(len(self.window.shell.navigation.findChildren(NavigationItem))):
            self.window.shell.navigation.findChildren(NavigationItem)[number].click()
            self._settle()
        for code in REGISTERS:
            for face in ("", *(f.code for f in faces_of(code))):
                self._open(code, face)
                self._settle()

    def _open(self, code: str, face: str) -> None:
        project = self.context.project if REGISTERS[code].in_project else None
        self._trail.append(f"visit {code}/{face}")
        self.context.open_view(View(code, Query(code, project), face))

    def _settle(self) -> None:
        """Wait for what is being read, written and drawn, and for what follows from it."""
        for _ in range(2):
            self.context.jobs.drain(cancel=False)
            QApplication.processEvents()

    def look(self) -> None:
        """Compare what is shown with what the file holds."""
        if not self.context.is_open or self.context.workspace.path != self._home:
            self.window.opening.open_path(self._home)
            return
        for table in self.window.findChildren(TableView):
            model = table.model()
            query = getattr(model, "query", None)
            if not table.isVisible() or query is None:
                continue
            with self.context.workspace.read() as session:
                held = list(rows(session, REGISTERS, query))
            shown = list(model._pages.keys)
            if shown != held:
                self.wrong.append(f"{query.register}: the table shows {len(shown)} rows, the file holds {len(held)}")
        for finding in check(self.context.workspace):
            if not finding.ok:
                self.wrong.append(f"check: {finding.message}")

    def _tick(self) -> None:
        """Do one thing, the next one being asked for before it: it may not come back before a menu is closed."""
        if not self._plays:
            return
        QTimer.singleShot(0, self, self._tick)
        try:
            self._next.popleft()() if self._next else self._act()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the monkey looks for
            own = traceback.extract_tb(error.__traceback__)[-1].filename == __file__
            if not (own and "already deleted" in str(error)):
                self._note(traceback.format_exc())

    def _act(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._end()
            return
        act = self.chance.choices(
            (
                self._click,
                self._key,
                self._shortcut,
                self._type,
                self._drag,
                self._scroll,
                self._dress,
                self._shut,
                self._drop,
                self._visit,
            ),
            (50, 25, 8, 10, 5, 5, 1, 3, 1, 3),
        )[0]
        name = act.__name__[1:]
        self.done[name] += 1
        act()

    def _give(self, widget: QWidget, event: QEvent) -> None:
        """Let an event reach a widget as soon as those before it are over, unless nobody could touch it then."""

        def reach() -> None:
            over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            free = shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled()
            if free and (over is None or widget.window() is over.window()):
                QApplication.sendEvent(widget, event)

        self._next.append(reach)

    def _end(self) -> None:
        """End the batch, after what waits in an event loop of its own above it."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if QThread.currentThread().loopLevel() > self._level and over is not None:
            over.close()
            return
        self._plays = False
        self._next.clear()
        self._loop.quit()

    def _target(self) -> QWidget:
        """Return a widget that a person could touch now."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        root = over or self.chance.choice([w for w in QApplication.topLevelWidgets() if w.isVisible()] or [self.window])
        found = [
            w for w in QApplication.allWidgets() if w.isVisible() and w.isEnabled() and w.window() is root.window()
        ]
        return self.chance.choice(found) if found else self.window

    def _place(self, widget: QWidget) -> QPointF:
        return QPointF(self.chance.randrange(max(widget.width(), 1)), self.chance.randrange(max(widget.height(), 1)))

    def _mouse(
        self, kind: QMouseEvent.Type, widget: QWidget, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton
    ) -> None:
        if shiboken6.isValid(widget):
            modifiers = self.chance.choices((_PLAIN, _CTRL, _SHIFT), (8, 1, 1))[0]
            where = QPointF(widget.mapToGlobal(at.toPoint()))
            self._give(widget, QMouseEvent(kind, at, where, button, held, modifiers))

    def _click(self) -> None:
        widget = self._target()
        self._trail.append(f"click {type(widget).__name__} {widget.accessibleName()[:30]}")
        at, button = self._place(widget), self.chance.choices((_LEFT, _RIGHT), (9, 1))[0]
        kinds = [QMouseEvent.Type.MouseButtonPress, QMouseEvent.Type.MouseButtonRelease]
        if self.chance.random() < 0.15:
            kinds += [QMouseEvent.Type.MouseButtonDblClick, QMouseEvent.Type.MouseButtonRelease]
        for kind in kinds:
            held = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else button
            self._mouse(kind, widget, at, button, held)

    def _drag(self) -> None:
        widget = self._target()
        self._trail.append(f"drag {type(widget).__name__}")
        self._mouse(QMouseEvent.Type.MouseButtonPress, widget, self._place(widget), _LEFT, _LEFT)
        for _ in range(self.chance.randrange(2, 6)):
            self._mouse(QMouseEvent.Type.MouseMove, widget, self._place(widget), Qt.MouseButton.NoButton, _LEFT)
        self._mouse(QMouseEvent.Type.MouseButtonRelease, widget, self._place(widget), _LEFT, Qt.MouseButton.NoButton)

    def _scroll(self) -> None:
        widget = self._target()
        at = self._place(widget)
        turn = QPoint(0, self.chance.choice((-480, -120, 120, 480)))
        where = QPointF(widget.mapToGlobal(at.toPoint()))
        event = QWheelEvent(
            at, where, QPoint(), turn, Qt.MouseButton.NoButton,
            self.chance.choices((_PLAIN, _CTRL), (6, 1))[0], Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self._give(widget, event)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str = "") -> None:
        widget = QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
        self._trail.append(f"key {key.name} {modifiers} at {type(widget).__name__}")
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            self._give(widget, QKeyEvent(kind, key, modifiers, text))

    def _key(self) -> None:
        key = self.chance.choice(_KEYS)
        text = chr(key) if Qt.Key.Key_Space <= key <= Qt.Key.Key_Z else ""
        self._press(key, self.chance.choices((_PLAIN, _SHIFT), (8, 1))[0], text.lower())

    def _shortcut(self) -> None:
        """Trigger a command, as its keys would."""
        if self.chance.random() < 0.5:
            self._press(self.chance.choice(_WITH_CTRL), _CTRL)
            return
        code = self.chance.choice([c.code for c in COMMANDS if c.code not in _OUTSIDE])
        self._trail.append(f"command {code}")
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            self.window.commands[code].trigger()

    def _type(self) -> None:
        widget = QApplication.focusWidget()
        if widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
            event = QInputMethodEvent()
            event.setCommitString(self.chance.choice(_TEXTS))
            self._trail.append(f"type into {type(widget).__name__}")
            self._give(widget, event)

    def _dress(self) -> None:
        """Change language, theme, area or size."""
        settings = self.context.settings
        whim = self.chance.randrange(4)
        self._trail.append(f"dress {whim}")
        if whim == 0:
            self.window.apply(replace(settings, language=self.chance.choice(("zh", "en"))))
        elif whim == 1:
            self.window.apply(replace(settings, theme=self.chance.choice(("light", "dark"))))
        elif whim == 2:
            self.window.resize(self.chance.choice(((1366, 768), (1093, 614), (900, 560), (1920, 1000)))[0], 768)
        else:
            self._press(
                self.chance.choice((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)), _ALT
            )

    def _visit(self) -> None:
        """Go to any page, or to any register in any of its faces, whatever was added since."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if self.window.shell.welcome is not None or over is not None:
            return
        if self.chance.random() < 0.4:
            entry = self.chance.choice(self.window.shell.navigation.findChildren(NavigationItem))
            self._trail.append(f"visit {entry.text()}")
            entry.click()
            return
        code = self.chance.choice(list(REGISTERS))
        self._open(code, self.chance.choice(["", *(f.code for f in faces_of(code))]))

    def _drop(self) -> None:
        """Drop files on the window, as from the file manager."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return
        folder = self._home.parent
        found = [p for p in folder.iterdir() if p.suffix in (".csv", ".xlsx", ".govdesk")] + [
            folder / "gone.xlsx",
            folder,
        ]
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(p)) for p in self.chance.sample(found, self.chance.randrange(1, 3))])
        self._trail.append(f"drop {[u.fileName() for u in data.urls()]}")
        actions = (Qt.DropAction.CopyAction, data, _LEFT, _PLAIN)
        self.window.dragEnterEvent(QDragEnterEvent(QPoint(40, 40), *actions))
        if self.chance.random() < 0.2:
            self.window.dragLeaveEvent(QDragLeaveEvent())
        else:
            self.window.dropEvent(QDropEvent(QPointF(40, 40), *actions))

    def _shut(self) -> None:
        """Close whatever lies over the window, so that the rest is reached too."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if isinstance(over, QMenu) or (over is not None and self.chance.random() < 0.3):
            self._trail.append(f"shut {type(over).__name__}")
            over.close()

    def _caught(self, kind: type[BaseException], error: BaseException, trace: Any) -> None:
        self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, GovDeskError | Cancelled):
            self._note("".join(traceback.format_exception(error)))

    def _heard(self, kind: Any, where: Any, text: str) -> None:
        if not any(word in text for word in _HARMLESS):
            self._note(f"Qt says: {text}")

    def _note(self, text: str) -> None:
        trail = " | ".join(self._trail)
        self.wrong.append(f"{text}\n  after: {trail}")


def scene(folder: Path, seed: int, lang: str) -> tuple[Window, Context, Monkey]:
    """Open the sample in a window with a monkey before it."""
    chance = random.Random(seed)
    app = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    look = Look(app)
    settings = replace(settings_file.load(), language=lang, theme="light", author="陈静")
    answers = Answers(chance, folder)
    context = Context(REGISTERS, settings, look.wear(settings), answers)
    workspace = make_sample(folder / f"{lang}.govdesk", REGISTERS, lang, date(2026, 11, 22), author="陈静")
    answers.sheets = [*_sheets(folder, lang), _copy(workspace, folder / "copy.govdesk")]
    context.attach(workspace)
    window = Window(look, settings)
    window.close = lambda: None  # type: ignore[method-assign] - the monkey may not leave, by no command either
    window.furnish(context, lambda path, code: None)
    window.resize(1366, 768)
    window.show()
    return window, context, Monkey(window, context, chance)


def _copy(workspace: Workspace, path: Path) -> Path:
    """Make a colleague's copy in which something was done."""
    copy_to(workspace.path, path)
    copy = Workspace.open(path, REGISTERS, author="Li Qiang")
    with copy.read() as session:
        people = list(session.connection().exec_driver_sql("SELECT id FROM stakeholder ORDER BY row LIMIT 9").scalars())
    change(copy, "stakeholder", people, {"needs": "9"})
    copy.close()
    return path


def _sheets(folder: Path, lang: str) -> list[Path]:
    """Write two spreadsheets to import: one that fits, one that does not."""
    good, odd = folder / "people.csv", folder / "odd.csv"
    good.write_text("姓名,部门,权力,态度\n赵云,信息部,5,支持\n钱多,财务部,高,中立\n", "utf-8-sig")
    odd.write_text("a,b\n1,\n,2\n", "utf-8")
    return [good, odd]


def drive(folder: Path, seed: int, lang: str, seconds: float, told: Callable[[str], None]) -> Iterator[Monkey]:
    """Let the monkey play for so long; yield it after each batch."""
    window, context, monkey = scene(folder, seed, lang)
    known = 0
    try:
        monkey.tour()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            monkey.batch()
            monkey.look()
            for text in monkey.wrong[known:]:
                told(text)
            known = len(monkey.wrong)
            told(f"{sum(monkey.done.values()):>8} events  {_memory():7.1f} MB  {_handles():4} files  {known} wrong")
            yield monkey
    finally:
        qInstallMessageHandler(None)
        QDesktopServices.unsetUrlHandler("file")
        sys.excepthook = sys.__excepthook__
        window._look.wear(
            replace(context.settings, language="en")
        )  # Qt's Chinese words would stay with the application
        for widget in QApplication.topLevelWidgets():
            if widget is not window and widget.isVisible():
                QWidget.close(widget)
        QWidget.close(window)
        context.attach(None)
        context.jobs.close()
        shiboken6.delete(window)
        gc.collect()


def _memory() -> float:
    """Return the resident memory in megabytes."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _handles() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


class Course:
    """What memory and open files came to in the course of a long run.

    Args:
        seconds: How long it goes on. Caches fill in its first sixth, which is left out.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began = time.monotonic()
        self._readings: list[tuple[float, float, int]] = []

    def note(self) -> None:
        """Take a reading."""
        self._readings.append((time.monotonic() - self._began, _memory(), _handles()))

    def verdict(self) -> str:
        """Return what was not flat, in words; nothing where all was, or where the run was too short to tell."""
        settled = [r for r in self._readings if r[0] > self._seconds / 6]
        part = len(settled) // 6
        if self._seconds < _LONG or not part:
            return ""
        first, last = settled[:part], settled[-part:]
        memory = median(r[1] for r in last) / median(r[1] for r in first) - 1
        files = median(r[2] for r in last) - median(r[2] for r in first)
        print(f"memory {memory:+.1%}, open files {files:+.0f} from the first sixth after the start to the last")
        return "memory or open files grew" if memory > _MORE_MEMORY or files > _MORE_FILES else ""


def main() -> int:
    """Play, and tell what went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--language", choices=("zh", "en"), default="zh")
    options = parser.parse_args()
    faulthandler.enable()
    print("seed", options.seed, flush=True)
    done, wrong, course = Counter[str](), 0, Course(options.seconds)
    with tempfile.TemporaryDirectory(prefix="govdesk-monkey-") as folder:
        os.environ["GOVDESK_HOME"] = folder
        for monkey in drive(Path(folder), options.seed, options.language, options.seconds, partial(print, flush=True)):
            course.note()
            done, wrong = monkey.done, len(monkey.wrong)
            if wrong > _ENOUGH:
                break
    print(f"{done.total()} events: {dict(done)}")
    grown = course.verdict()
    print(grown or "end")
    return int(bool(wrong or grown))


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main())
