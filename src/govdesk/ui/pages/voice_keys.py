"""Gives the windows over the main one the keys of quick entry, which the main one has among its commands."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from govdesk.ui.context import Context

KEYS = "Ctrl+Shift+N"


class VoiceKeys(QObject):
    """Listens which window comes to the front."""

    def __init__(self, context: Context, main: QWidget) -> None:
        super().__init__(main)
        self._context = context
        self._main = main
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - there is a window
        application.focusWindowChanged.connect(self.serve)

    def serve(self, *_: object) -> None:
        """Give the window in front the keys, if it is another one and has not got them."""
        if not shiboken6.isValid(self._main):
            return
        over = QApplication.activeWindow()
        if over is not None and over is not self._main and over.findChild(QShortcut, KEYS) is None:
            keys = QShortcut(QKeySequence(KEYS), over)
            keys.setObjectName(KEYS)
            keys.activated.connect(self.begin)

    def begin(self) -> None:
        """Let the user write down a voice, where he is."""
        from govdesk.ui.pages.voice import write_down_voice  # noqa: PLC0415 - loaded with the first voice

        if self._context.writable:
            write_down_voice(self._context, self._main)
