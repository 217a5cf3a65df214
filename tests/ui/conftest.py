"""What the tests of the window stand on: one application, a wait that is bounded, answers in the user's place."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QEventLoop, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from govdesk import settings as settings_file
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace
from govdesk.ui.context import Context
from govdesk.ui.font import bring_fonts
from govdesk.ui.look import Look
from govdesk.ui.window import Window

_DEADLINE = 60.0
_LOOK = 5


@dataclass
class Answers:
    """Answers for the user, and keeps what was asked."""

    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    confirms: bool = True
    chooses: int | None = 0
    types: str | None = "测试项目"
    opens: list[Path] = field(default_factory=list)
    saves: Path | None = None
    secrets: list[str | None] = field(default_factory=list)
    picks: Path | None = None

    def tell(self, text: str, detail: str = "", *, kind: str = "info") -> None:
        self.said.append(text)

    def confirm(self, question: str, detail: str = "", *, yes: str, danger: bool = False) -> bool:
        self.asked.append(question)
        return self.confirms

    def choose(self, question: str, options: Any, detail: str = "") -> int | None:
        self.asked.append(question)
        return self.chooses

    def text(self, question: str, value: str = "", detail: str = "") -> str | None:
        self.asked.append(question)
        return self.types

    def secret(self, question: str, detail: str = "") -> str | None:
        self.asked.append(f"{question} {detail}".strip())
        return self.secrets.pop(0) if self.secrets else None

    def open_files(self, title: str, types: Any, *, many: bool = False) -> list[Path]:
        self.asked.append(title)
        return self.opens

    def folder(self, title: str, suggested: Path) -> Path | None:
        self.asked.append(title)
        return self.picks

    def save_file(self, title: str, suggested: Path, types: Any) -> Path | None:
        self.asked.append(title)
        return self.saves


def _wait_until(condition: Callable[[], Any], what: str = "") -> None:
    end = time.monotonic() + _DEADLINE
    while not condition():
        assert time.monotonic() < end, f"still waiting: {what or condition}"
        loop = QEventLoop()
        QTimer.singleShot(_LOOK, loop.quit)
        loop.exec()


@pytest.fixture(scope="session")
def wait_until():
    """Let Qt work until a condition holds; fail after a deadline."""
    return _wait_until


@pytest.fixture(scope="session")
def app():
    """The one application, dressed."""
    found = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    return found


@pytest.fixture(scope="session")
def look(app):
    """What the application wears."""
    return Look(app)


@pytest.fixture(autouse=True)
def nothing_left(app):
    """See that a test leaves no window on the screen that would stand before the next test's."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in app.topLevelWidgets() if shiboken6.isValid(w) and w.isVisible()]
    told = [f"{type(w).__name__} {w.windowTitle()}" for w in left]
    for widget in left:
        if shiboken6.isValid(widget):
            shiboken6.delete(widget)
    assert told == []


@pytest.fixture
def told_by_qt():
    """What Qt warned of during a test."""
    told: list[str] = []
    before = qInstallMessageHandler(lambda kind, where, text: told.append(text))
    yield told
    qInstallMessageHandler(before)


@pytest.fixture
def answers():
    """The user's answers."""
    return Answers()


@pytest.fixture
def context(app, look, answers, home):
    """The shared state of a window in English, with nothing open; threads are joined at the end."""
    settings = replace(settings_file.load(), language="en", theme="light", author="陈静")
    made = Context(REGISTERS, settings, look.wear(settings), answers)
    yield made
    made.attach(None)
    made.jobs.close()
    shiboken6.delete(made)


@pytest.fixture
def workspace_file(tmp_path):
    """A workspace with two projects, three stakeholders and a feedback entry."""
    path = tmp_path / "门店数字化.govdesk"
    made = Workspace.create(path, REGISTERS, author="陈静")
    first = edit.create(made, "project", {"name": "门店数字化", "stage": "scaling"})
    second = edit.create(made, "project", {"name": "线上营销", "stage": "pilot"})
    for name in ("王敏", "李国强"):
        edit.create(made, "stakeholder", {"name": name, "project": first, "power": 4})
    edit.create(made, "stakeholder", {"name": "周杰", "project": second})
    edit.create(made, "feedback", {"statement": "扫码登记信息太多", "project": first})
    made.close()
    return path


@pytest.fixture
def open_workspace(context, workspace_file):
    """The context with that workspace open."""
    context.settings = context.settings.opened(workspace_file)
    context.attach(Workspace.open(workspace_file, REGISTERS, author="陈静"))
    return context.workspace


@pytest.fixture
def make_window(context, look):
    """Make windows that are closed and gone when the test ends."""
    made = []

    def sample(path: Path, code: str) -> None:
        Workspace.create(path, REGISTERS, author=code).close()

    def make() -> Window:
        window = Window(look, context.settings)
        window.furnish(context, sample)
        if context.is_open:
            window._go_to("stakeholders")
        made.append(window)
        window.resize(1366, 768)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        shiboken6.delete(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window, open_workspace):
    """A window on the open workspace."""
    return make_window()


#: What each kind holds in the records that `filled` makes, by turns.
_VALUES = {
    "text": ("北区门店", "Line two", "重复"),
    "long_text": ("第一行\n第二行", "One line", "三"),
    "tags": ("急, 门店", "一", "二"),
    "integer": (7, 14, 30),
    "number": (1.5, 20.0, 3.25),
    "money": (1200.5, 0.0, 3000.0),
    "percent": (87.5, 4.2, 100.0),
    "scale": (1, 2, 1),
    "date": (dt.date(2026, 5, 12), dt.date(2026, 6, 1), dt.date(2026, 11, 3)),
    "flag": (True, False, True),
}


def _values(register, turn, ids):
    found = {}
    for shown in register.fields():
        kind = shown.kind
        if shown.system or (kind.code == "link" and not shown.required):
            continue
        if kind.code == "choice":
            found[shown.name] = list(kind.vocabulary)[turn % len(list(kind.vocabulary))].code
        elif kind.code == "link":
            used = sum(
                f.kind.code == "link" and f.kind.target == kind.target and f.name in found for f in register.fields()
            )
            found[shown.name] = ids[kind.target][used]
        else:
            found[shown.name] = _VALUES[kind.code][turn]
    found[register.about.title] = (
        found.get(register.about.title) if register.field(register.about.title).kind.code == "link" else f"标题 {turn}"
    )
    problems = {name for name, _ in register.check(found)}
    return {name: value for name, value in found.items() if name not in problems}


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory):
    """A workspace file with three records in every register, and the ids by register code."""
    path = tmp_path_factory.mktemp("filled") / "filled.govdesk"
    made = Workspace.create(path, REGISTERS, author="陈静")
    ids: dict[str, list[str]] = {}
    for code, register in REGISTERS.items():
        ids[code] = [edit.create(made, code, _values(register, turn, ids)) for turn in range(3)]
    made.close()
    return path, ids


@pytest.fixture
def filled(context, filled_file, tmp_path):
    """The context with a copy of that workspace open; the ids by register code."""
    path, ids = filled_file
    context.attach(Workspace.open(Path(shutil.copy(path, tmp_path)), REGISTERS, author="陈静"))
    return ids
