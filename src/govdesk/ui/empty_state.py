"""What stands where no rows are: what belongs here and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label

_WORDS = 420
#: Words on a button, its role, its icon, and what it does.
Offer = tuple[str, str, str, Callable[[], object]]


class EmptyState(QWidget):
    """A picture, a sentence, and buttons."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card: QFrame = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setSpacing(8)
        column.addStretch(2)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "heading", wrap=True)
        self._words = label("", "muted", wrap=True)
        column.addWidget(self._picture)
        for text in (self._title, self._words):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            text.setMaximumWidth(_WORDS)
            middle = QHBoxLayout()
            middle.addStretch(1)
            middle.addWidget(text, _WORDS)
            middle.addStretch(1)
            column.addLayout(middle)
        column.addSpacing(8)
        self._buttons = QHBoxLayout()
        column.addLayout(self._buttons)
        column.addStretch(3)

    def show_state(self, picture: str, title: str, words: str, offers: Sequence[Offer]) -> None:
        """Say what belongs here and offer what can be done."""
        theme = self._context.theme
        self._picture.setPixmap(icon(picture, theme.colour("text_muted")).pixmap(QSize(40, 40)))
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        while item := self._buttons.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        self._buttons.addStretch(1)
        for text, role, name, act in offers:
            colour = theme.colour("on_accent" if role == "primary" else "text")
            made = button(text, role, icon(name, colour))
            made.clicked.connect(giving(act))
            self._buttons.addWidget(made)
        self._buttons.addStretch(1)
