"""The headings over a sheet: a letter for each column and below it what the column becomes, to click and to drag.

Belongs to `import_grid_view`; a heading is dropped on a field of `import_fields`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDrag, QFont, QFontMetrics, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QHeaderView, QWidget

from govdesk.sheet.plan_values import EXTRA, LEFT_OUT, Column
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_work import is_unsure

COLUMN_MIME = "application/x-govdesk-column"
_HEIGHT, _CHIP, _PAD = 52, 22, 5


def tone_of(context: Context, column: Column) -> tuple[QColor, QColor]:
    """Return ink and ground for what becomes of a column."""
    if is_unsure(column):
        return context.theme.tone("watch")
    return context.theme.tone("" if column.field in (EXTRA, LEFT_OUT) else "accent")


def drag_column(context: Context, source: QWidget, column: Column) -> None:
    """Let the user carry a column's heading to a field."""
    drag, data = QDrag(source), QMimeData()
    data.setData(COLUMN_MIME, str(column.index).encode())
    drag.setMimeData(data)
    drag.setPixmap(_carried(context, column.heading or "…", source))
    drag.setHotSpot(QPoint(12, 12))
    drag.exec(Qt.DropAction.LinkAction)


def _carried(context: Context, text: str, source: QWidget) -> QPixmap:
    font = QFont(source.font())
    font.setBold(True)
    metrics, theme = QFontMetrics(font), context.theme
    words = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, 220)
    size, scale = QSize(metrics.horizontalAdvance(words) + 24, 30), source.devicePixelRatioF()
    made = QPixmap(size * scale)
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRect(QPoint(0, 0), size), 6, 6)
    painter.setFont(font)
    painter.setPen(theme.colour("on_accent"))
    painter.drawText(QRect(QPoint(0, 0), size), Qt.AlignmentFlag.AlignCenter, words)
    painter.end()
    return made


class SheetHeading(QHeaderView):
    """Letters, and under them what each column becomes.

    Signals:
        picked: A column of the sheet was clicked.
        chosen: A column was double-clicked: its field is to be chosen.
    """

    picked = Signal(int)
    chosen = Signal(int)

    def __init__(self, context: Context, column_at: Callable[[int], Column | None], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self._column_at = column_at
        self._words: dict[int, str] = {}
        self._hidden: frozenset[int] = frozenset()
        self._current = -1
        self._pressed: QPoint | None = None
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)

    def show_words(self, words: dict[int, str], hidden: frozenset[int]) -> None:
        """Show what each column becomes, and which of them the file hides."""
        self._words, self._hidden = words, hidden
        self.viewport().update()

    def show_current(self, section: int) -> None:
        """Mark the column that is looked at."""
        self._current = section
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Leave room for the letter and the field."""
        return QSize(super().sizeHint().width(), _HEIGHT + max(0, self._context.theme.text - 14) * 2)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = self._context.theme
        painter.save()
        painter.fillRect(rect, theme.colour("selection" if section == self._current else "header"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        top = QRect(rect.left() + _PAD, rect.top() + 3, rect.width() - 2 * _PAD, rect.height() // 2 - 4)
        painter.setPen(theme.colour("accent" if section == self._current else "text_muted"))
        word = str(self.model().headerData(section, Qt.Orientation.Horizontal))
        if section in self._hidden:
            word = self._context.language.gettext("{letters} · hidden").format(letters=word)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, word)
        column = self._column_at(section)
        if column is not None and section in self._words:
            self._chip(painter, rect, column, self._words[section])
        if section == self._current:
            painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), theme.colour("accent"))
        painter.restore()

    def _chip(self, painter: QPainter, rect: QRect, column: Column, text: str) -> None:
        ink, ground = tone_of(self._context, column)
        font = QFont(self.font())
        font.setPixelSize(self._context.theme.caption)
        font.setBold(column.field not in (EXTRA, LEFT_OUT))
        font.setStrikeOut(column.field == LEFT_OUT)
        metrics = QFontMetrics(font)
        room = rect.width() - 2 * _PAD
        words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 12)
        width = min(room, metrics.horizontalAdvance(words) + 14)
        height = metrics.height() + 4
        chip = QRect(rect.center().x() - width // 2, rect.bottom() - height - 4, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(chip, 4, 4)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and self.cursor().shape() != Qt.CursorShape.SplitHCursor:
            self._pressed = at
            self.picked.emit(self.logicalIndexAt(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        far = self._pressed is not None and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        column = self._column_at(self.logicalIndexAt(self._pressed)) if far and self._pressed is not None else None
        if column is not None:
            self._pressed = None
            drag_column(self._context, self, column)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        self.chosen.emit(self.logicalIndexAt(event.position().toPoint()))
