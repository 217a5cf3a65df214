"""Painted rows, one for each record: chosen by mouse or arrow keys, opened by Enter, read out by a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from govdesk.ui.context import Context
from govdesk.ui.text import tip

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_MOST = 12_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Args:
        key: Register and id of the record that it stands for; two empty texts where it stands for several.
        words: All of it in words.
        data: What the painter shows.
        height: In pixels.
    """

    key: tuple[str, str]
    words: str
    data: Any
    height: int = 40


class RowPainter(Protocol):
    """What paints the rows."""

    head_height: int

    def paint_head(self, painter: QPainter, room: QRect) -> None:
        """Paint what stands above the rows, such as an axis."""

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint one row; its ground is painted already."""


class RowCanvas(QAbstractScrollArea):
    """The rows under the hand.

    Signals:
        chosen: Register and id of the row that was chosen.
        opened: The row that was asked to open, and where in it, in pixels from the left (-1 by key).
    """

    chosen = Signal(str, str)
    opened = Signal(object, int)

    def __init__(self, context: Context, painter: RowPainter, name: str) -> None:
        super().__init__()
        self._context = context
        self._painter = painter
        self.rows: list[Row] = []
        self.now = -1
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(name)
        self.verticalScrollBar().setSingleStep(24)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the chosen record stays chosen where it still is."""
        key = self.rows[self.now].key if 0 <= self.now < len(self.rows) else ("", "")
        self.rows = list(rows)
        self.now = next((n for n, r in enumerate(rows) if key[1] and r.key == key), -1)
        self._measure()
        self._tell()

    def show_chosen(self, code: str, identity: str) -> None:
        """Mark the row of a record."""
        self.now = next((n for n, r in enumerate(self.rows) if identity and r.key == (code, identity)), -1)
        self._tell()

    def whole_size(self) -> QSize:
        """Return how large a picture of all rows is."""
        return QSize(1100, min(_MOST, self._painter.head_height + sum(r.height for r in self.rows) + 8))

    def paint_all(self, painter: QPainter, size: QSize) -> None:
        """Paint every row into a size."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.paint_head(painter, QRect(0, 0, size.width(), self._painter.head_height))
        top = self._painter.head_height
        for row in self.rows:
            self._painter.paint_row(painter, QRect(0, top, size.width(), row.height), row)
            top += row.height

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, head = self.viewport().width(), self._painter.head_height
        painter.setClipRect(QRect(0, head, width, self.viewport().height() - head))
        for number, room in self._places():
            if number == self.now or (self.hasFocus() and self.now < 0 and number == 0):
                painter.setPen(QPen(theme.colour("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("selection") if number == self.now else Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(room.adjusted(1, 1, -1, -1), 4, 4)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(room.bottomLeft(), room.bottomRight())
            self._painter.paint_row(painter, room, self.rows[number])
        painter.setClipping(False)
        if head:
            self._painter.paint_head(painter, QRect(0, 0, width, head))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._under(event.position().toPoint())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._choose(number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        number = self._under(event.position().toPoint())
        if number >= 0:
            self.opened.emit(self.rows[number], int(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._under(event.position().toPoint())
        QToolTip.showText(event.globalPosition().toPoint(), tip(self.rows[number].words) if number >= 0 else "", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS and self.rows:
            self._choose(min(len(self.rows) - 1, max(0, self.now + _STEPS[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows:
            self._choose(0 if key == Qt.Key.Key_Home else len(self.rows) - 1)
        elif key in _OPEN and 0 <= self.now < len(self.rows):
            self.opened.emit(self.rows[self.now], -1)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        self.now = number
        top = sum(r.height for r in self.rows[:number])
        bar, room = self.verticalScrollBar(), self.viewport().height() - self._painter.head_height
        if not bar.value() <= top <= bar.value() + room - self.rows[number].height:
            bar.setValue(max(0, top - room // 3))
        self._tell()
        if self.rows[number].key[1]:
            self.chosen.emit(*self.rows[number].key)

    def _tell(self) -> None:
        row = self.rows[self.now] if 0 <= self.now < len(self.rows) else None
        self.setAccessibleDescription(row.words if row is not None else "")
        self.viewport().update()

    def _measure(self) -> None:
        room = self.viewport().height() - self._painter.head_height
        self.verticalScrollBar().setPageStep(max(1, room))
        self.verticalScrollBar().setRange(0, max(0, sum(r.height for r in self.rows) - room))
        self.viewport().update()

    def _places(self) -> list[tuple[int, QRect]]:
        """Return the rows in sight and where they stand."""
        top, found = self._painter.head_height - self.verticalScrollBar().value(), []
        for number, row in enumerate(self.rows):
            if top + row.height > self._painter.head_height and top < self.viewport().height():
                found.append((number, QRect(0, top, self.viewport().width(), row.height)))
            top += row.height
        return found

    def _under(self, at: QPoint) -> int:
        if at.y() < self._painter.head_height:
            return -1
        return next((n for n, room in self._places() if room.contains(at)), -1)
