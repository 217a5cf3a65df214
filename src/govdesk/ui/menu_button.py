"""A button that opens a menu below itself, with a small arrow to say so."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton

from govdesk.ui.text import ICON, beside_icon

_ROOM = 30


class MenuButton(QPushButton):
    """Words, an icon, and a menu."""

    def __init__(self, role: str, icon: QIcon, arrow: QIcon | None = None) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setIcon(icon)
        self.setIconSize(ICON)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.items = QMenu(self)
        self._room = 0
        if arrow is not None:
            self._room = _ROOM
            row = QHBoxLayout(self)
            row.setContentsMargins(0, 0, 10, 0)
            row.addStretch(1)
            mark = QLabel()
            mark.setPixmap(arrow.pixmap(ICON))
            mark.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(mark)
        self.clicked.connect(self.open_menu)

    def say(self, words: str) -> None:
        """Put words on the button."""
        self.setText(beside_icon(words))

    def open_menu(self) -> None:
        """Open the menu below the button."""
        self.items.setMinimumWidth(self.width())
        self.items.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def sizeHint(self) -> QSize:
        found = super().sizeHint()
        words = self.fontMetrics().horizontalAdvance(self.text()) + self.iconSize().width() + 4 + 24 + self._room
        return QSize(words, found.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.open_menu()
            return
        super().keyPressEvent(event)
