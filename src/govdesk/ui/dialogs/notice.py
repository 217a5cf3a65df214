"""A line over the foot of the window that says what was done and offers one step more; it goes away by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.ui.mishap import note, sentence
from govdesk.ui.text import button, label

_STAY = 12_000
_FOOT = 44


def told(error: Exception) -> Message:
    """Return what the user is told of an error, and note it where nobody foresaw it."""
    if not isinstance(error, GovDeskError):
        note(error)
    return sentence(error)


def main_window() -> QWidget | None:
    """Return the window of the program, even while another program's is the active one."""
    windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()]
    return windows[0] if windows else QApplication.activeWindow()


class Notice(QFrame):
    """A word in passing with a button, over a window."""

    def __init__(self, window: QWidget, text: str, word: str, act: Callable[[], object]) -> None:
        super().__init__(window)
        self._act = act
        self.setProperty("role", "toast")
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 8, 6)
        row.setSpacing(16)
        self._text = label(text)
        self.button = button(word)
        self.button.clicked.connect(self._do)
        row.addWidget(self._text)
        row.addWidget(self.button)
        window.installEventFilter(self)
        self._timer = QTimer(self, singleShot=True, interval=_STAY)
        self._timer.timeout.connect(self._leave)
        self._timer.start()
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        return False

    def _do(self) -> None:
        self._leave()
        self._act()

    def _leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def _place(self) -> None:
        self.adjustSize()
        room = self.parentWidget().rect()
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - _FOOT)
