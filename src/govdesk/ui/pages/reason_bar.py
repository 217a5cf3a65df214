"""A small line over a view that says what was moved and takes a reason, if there is one to give."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.text import label, line

_WIDTH = 300
_PASSING = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class ReasonBar(QFrame):
    """Asks “why?” in passing: Enter or a click elsewhere keeps the move, Escape takes it back."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "popup")
        self._done: Callable[[str], None] | None = None
        self._dropped: Callable[[], None] | None = None
        self._what = label("", "strong", wrap=True)
        self._hint = label(context.say(N_("Enter keeps it, Escape takes it back.")), "caption")
        self.reason = line(context.say(N_("Why? (optional)")), context.say(N_("Reason")))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(6)
        for one in (self._what, self.reason, self._hint):
            column.addWidget(one)
        self.setFixedWidth(_WIDTH)
        self.reason.installEventFilter(self)
        self.hide()

    @property
    def asking(self) -> bool:
        """Whether an answer is awaited."""
        return self._done is not None

    def ask(self, what: str, near: QPoint, done: Callable[[str], None], dropped: Callable[[], None]) -> None:
        """Say what was moved, and call one of the two when the user has answered.

        Args:
            what: The move in words.
            near: A point of the parent that must stay in sight.
            done: Called with the reason, which may be empty.
            dropped: Called where the move is taken back.
        """
        self.keep()
        self._done, self._dropped = done, dropped
        self._what.setText(what)
        self.reason.clear()
        self.adjustSize()
        room = self.parentWidget().rect().adjusted(8, 8, -8, -8)
        left = near.x() + 28 if near.x() + 28 + self.width() <= room.right() else near.x() - 28 - self.width()
        top = min(max(near.y() - self.height() // 2, room.top()), max(room.top(), room.bottom() - self.height()))
        self.move(max(room.left(), left), top)
        self.show()
        self.raise_()
        self.reason.setFocus(Qt.FocusReason.PopupFocusReason)

    def keep(self) -> None:
        """Keep the move that is waiting, with the reason typed so far."""
        done, self._done = self._done, None
        text = self.reason.text().strip()
        self._leave()
        if done is not None:
            done(text)

    def drop(self) -> None:
        """Take back the move that is waiting."""
        waiting, self._done = self._done is not None, None
        dropped = self._dropped
        self._leave()
        if waiting and dropped is not None:
            dropped()

    def _leave(self) -> None:
        if self.reason.hasFocus():
            self.parentWidget().setFocus()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.keep()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.drop()
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _PASSING:
            self.keep()
        return False
