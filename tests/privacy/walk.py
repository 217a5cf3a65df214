"""A whole session at the window without anybody before it: every area, register, face, menu and dialog, in both languages.

Run as a script, for those who watch it from outside: `python tests/privacy/walk.py WORKSPACE [FOLDER]`; into the folder goes
every picture, table of numbers and page that can be saved on the way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QPdfWriter
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLabel, QMenu, QToolTip, QWidget

from govdesk import settings as settings_file
from govdesk.registers import REGISTERS
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace
from govdesk.ui.context import Context, View
from govdesk.ui.font import bring_fonts
from govdesk.ui.look import Look
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.pages.department_page import DepartmentView
from govdesk.ui.pages.feedback_answered import AnsweredFace
from govdesk.ui.pages.register_page import RegisterPage
from govdesk.ui.picture import TAKES_ALONG
from govdesk.ui.window import Window

_DIALOGS = ("settings", "keys", "about", "mishaps", "backups", "password", "history", "search", "export", "send")


class Silent:
    """Says no to every question; what was asked and told is kept.

    Args:
        out: The folder to which everything goes for which a file is asked; None for nowhere.
    """

    def __init__(self, out: Path | None = None) -> None:
        self.said: list[str] = []
        self._out = out
        self._number = 0

    def save_file(self, _title: str, suggested: Path, _types: object = ()) -> Path | None:
        """Name a file of its own for whatever is to be saved."""
        self._number += 1
        return None if self._out is None else self._out / f"{self._number} {suggested.name}"

    def tell(self, text: str, detail: str = "", *, kind: str = "info") -> None:
        """Keep what was told."""
        self.said.append(f"{text} {detail}")

    def confirm(self, question: str, detail: str = "", *, yes: str, danger: bool = False) -> bool:
        """Say no."""
        self.said.append(f"{question} {detail}")
        return False

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def nothing(*words: object, **named: object) -> Any:
            self.said += [w for w in words if isinstance(w, str)]
            return [] if name == "open_files" else None

        return nothing


def settle(rounds: int = 6) -> None:
    """Let Qt do what waits."""
    for _ in range(rounds):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def rest(context: Context) -> None:
    """Let the jobs end, and what they bring be shown."""
    context.jobs.drain(cancel=False)
    settle()


def faces(window: Window, context: Context) -> Iterator[str]:
    """Show every register by every face that it has."""
    for code in REGISTERS:
        project = context.project if REGISTERS[code].in_project else None
        context.open_view(View(code, Query(code, project)))
        rest(context)
        yield code
        for page in window.findChildren(RegisterPage):
            for register, face in list(page.faces.tabs):
                if register == code and face:
                    context.open_view(View(code, Query(code, project), face))
                    rest(context)
                    yield f"{code} as {face}"


def point_at(window: Window) -> None:
    """Ask every part of the window for its tooltip, and open the menus of tables."""
    for widget in window.findChildren(QWidget):
        if not shiboken6.isValid(widget) or not widget.isVisible():
            continue
        target = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        at = QPoint(target.width() // 2, min(40, target.height() // 2))
        QApplication.sendEvent(target, QHelpEvent(QEvent.Type.ToolTip, at, target.mapToGlobal(at)))
    QToolTip.hideText()
    settle(2)


def take_along(window: Window, context: Context, out: Path) -> None:
    """Save the pictures and the numbers of what is shown, and its pages as the printer gets them."""
    for made in window.findChildren(MenuButton, TAKES_ALONG):
        if made.isVisible():
            for entry in made.items.actions():
                entry.trigger()
                rest(context)
    for page in window.findChildren(DepartmentView):
        if page.isVisible():
            page.save()
    for page in window.findChildren(AnsweredFace):
        if page.isVisible():
            page.paint_pages(QPdfWriter(str(out / f"answered {len(list(out.iterdir()))}.pdf")))


def session(
    path: Path,
    look_at: Callable[[QWidget, str], None] = lambda _window, _where: None,
    out: Path | None = None,
) -> list[str]:
    """Walk through a workspace; return what the user was told.

    Args:
        path: The workspace.
        look_at: Called with the window, and what it shows.
        out: The folder into which everything is saved that can be; None for nothing.
    """
    app = QApplication.instance() or QApplication(["govdesk"])
    bring_fonts()
    look, answers = Look(app), Silent(out)
    settings = replace(settings_file.load(), language="zh", theme="light", author="陈静")
    context = Context(REGISTERS, settings, look.wear(settings), answers)
    context.attach(Workspace.open(path, REGISTERS, author="陈静"))
    window = Window(look, settings)
    window.furnish(context, lambda _path, _code: None)
    window.resize(1366, 768)
    window.show()
    rest(context)
    for lang in ("zh", "en"):
        window.apply(replace(context.settings, language=lang))
        rest(context)
        for where in faces(window, context):
            _choose_first(context)
            point_at(window)
            look_at(window, f"{where}, {lang}")
            if out is not None:
                take_along(window, context, out)
        for code in _DIALOGS:
            window.commands[code].trigger()
            rest(context)
            for over in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog | QMenu) and w.isVisible()]:
                look_at(over, f"{code}, {lang}")
                over.close()
            settle()
    QApplication.clipboard().clear()  # without a screen Qt cannot end with a picture on it
    QWidget.close(window)
    context.attach(None)
    context.jobs.close()
    shiboken6.delete(window)
    return answers.said


def _choose_first(context: Context) -> None:
    if context.view is None:
        return
    code = context.view.register
    with context.workspace.read() as opened:
        first = opened.connection().exec_driver_sql(f'SELECT id FROM "{code}" ORDER BY number LIMIT 1').scalar()
    if first:
        context.select(code, str(first))
        rest(context)


def rich(widget: QWidget) -> list[QLabel]:
    """Return the labels that would take a text for markup."""
    return [x for x in widget.findChildren(QLabel) if x.textFormat() != Qt.TextFormat.PlainText and x.text()]


if __name__ == "__main__":
    session(Path(sys.argv[1]), out=Path(sys.argv[2]) if len(sys.argv) > 2 else None)
