"""Gives the windows over the main one the keys that hold everywhere; the main one has them among its commands."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from govdesk.ui.command import COMMANDS
from govdesk.ui.slot import giving


class FrontKeys(QObject):
    """Listens which window comes to the front.

    Args:
        main: The main window.
        slots: What the keys of these commands do.
    """

    def __init__(self, main: QWidget, slots: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(main)
        self._main = main
        self._slots = {c.keys[0]: slots[c.code] for c in COMMANDS if c.code in slots}
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - there is a window
        application.focusWindowChanged.connect(self.serve)

    def serve(self, *_: object) -> None:
        """Give the window in front the keys, if it is another one and has not got them."""
        if not shiboken6.isValid(self._main):
            return
        over = QApplication.activeWindow()
        if over is None or over is self._main:
            return
        for keys, slot in self._slots.items():
            if over.findChild(QShortcut, keys) is None:
                made = QShortcut(QKeySequence(keys), over)
                made.setObjectName(keys)
                made.activated.connect(giving(slot))
