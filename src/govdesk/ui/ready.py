"""Waits until the first page is painted with its rows, so that the start can be timed from outside."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from govdesk.ui.context import Context


class FirstRows(QObject):
    """Tells once the first rows of a table, or the first line of a page, are on the screen, or the page that says that there are none.

    Signals:
        seen: The paint is over.
    """

    seen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._empty = False
        self._over = False
        context.counted.connect(self._count)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._over and event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            view = watched.parentWidget()
            rows = isinstance(view, QAbstractItemView) and watched is view.viewport() and _has_rows(view)
            if self._empty or rows or watched.property("first_row"):
                self._finish()
        return False

    def _count(self, shown: int, total: int) -> None:
        self._empty = shown == 0

    def _finish(self) -> None:
        self._over = True
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        QTimer.singleShot(0, self, self.seen.emit)


def _has_rows(view: QAbstractItemView) -> bool:
    model = view.model()
    if model is None or model.rowCount() == 0:
        return False
    return any(model.index(0, column).data() for column in range(min(model.columnCount(), 8)))
