"""Asks for the password of a workspace, and locks one again when nobody has touched the window for a while."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from govdesk.errors import Cancelled
from govdesk.store.cipher import Key
from govdesk.store.workspace import Unlock
from govdesk.ui.context import Context

_MINUTE = 60_000
_TOUCHES = (
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
)


def asking(context: Context, path: Path, *, again: bool = False) -> Unlock:
    """Return what asks the user for the password of a file and makes its key.

    Args:
        context: Where the question is asked.
        path: The file.
        again: Whether the last answer was wrong.
    """
    gettext = context.language.gettext

    def unlock(salt: bytes) -> Key:
        from govdesk.store import cipher  # noqa: PLC0415 - only where there is a password

        question = gettext("Password of “{file}”").format(file=path.name)
        detail = gettext("That was not the password; try again.") if again else ""
        typed = context.ask.secret(question, detail)
        if typed is None:
            raise Cancelled
        with Waiting():
            return cipher.unlock(typed, salt)

    return unlock


class Waiting:
    """The cursor of something that takes a second."""

    def __enter__(self) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)

    def __exit__(self, *_: object) -> None:
        QGuiApplication.restoreOverrideCursor()


class Idle(QObject):
    """Notices when the windows of a workspace with a password are left alone.

    It looks at what reaches a window from outside. A filter over the whole application would be shown every event of
    every widget besides, also of those that are just being made or destroyed.

    Signals:
        passed: As many minutes as the settings say went by without a key or a click.
    """

    passed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tell)
        context.workspace_changed.connect(self.begin)
        context.settings_changed.connect(self.begin)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)  # noqa: S101 - there is no window without it
        app.focusWindowChanged.connect(self._follow)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._touched)
        self.begin()

    def begin(self) -> None:
        """Count from now, where there is something to lock."""
        minutes = self._context.settings.lock
        if self._context.is_open and self._context.workspace.key is not None and minutes > 0:
            self._timer.start(minutes * _MINUTE)
            for window in QGuiApplication.topLevelWindows():
                self._follow(window)
        else:
            self._timer.stop()

    def _follow(self, window: QWindow | None) -> None:
        """Look at what reaches a window, where that is wanted."""
        if window is not None and self._timer.isActive():
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched()
        return False

    def _touched(self) -> None:
        if self._timer.isActive():
            self._timer.start()

    def _tell(self) -> None:
        if self._context.jobs.writing:
            self._timer.start(_MINUTE)
        else:
            self.passed.emit()
