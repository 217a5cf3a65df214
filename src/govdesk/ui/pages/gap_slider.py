"""A slider over a figure: a knob for what is tried, a mark for what is kept, a band for how far it is uncertain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.insight.gap import Range
from govdesk.ui.context import Context
from govdesk.ui.theme import CONTROL_HEIGHT

_EDGE, _KNOB, _TRACK = 9, 7, 4
_STEPS, _LEAP = 200, 10
_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -_LEAP,
    Qt.Key.Key_PageUp: _LEAP,
}


class FigureSlider(QWidget):
    """Moves a figure between two ends.

    Signals:
        tried: The figure while it is moved.
    """

    tried = Signal(float)

    def __init__(self, context: Context, name: str, say: Callable[[float], str]) -> None:
        super().__init__()
        self._context = context
        self._say = say
        self._least, self._most = 0.0, 1.0
        self.kept: Range | None = None
        self.value = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)

    def show_figure(self, kept: Range | None, tried: float | None, ends: tuple[float, float]) -> None:
        """Show what is kept and what is tried, between two ends; without a figure it rests."""
        self._least, self._most = ends
        self.kept = kept
        self.value = tried if tried is not None else self._least
        self.setEnabled(tried is not None)
        self.setAccessibleDescription(self._say(self.value) if tried is not None else "")
        self.update()

    def move_to(self, value: float) -> None:
        """Try another figure."""
        value = min(self._most, max(self._least, value))
        if value != self.value:
            self.value = value
            self.setAccessibleDescription(self._say(value))
            self.update()
            self.tried.emit(value)

    def sizeHint(self) -> QSize:
        return QSize(150, CONTROL_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, CONTROL_HEIGHT)

    def _at(self, value: float) -> float:
        share = (value - self._least) / (self._most - self._least) if self._most > self._least else 0.0
        return _EDGE + min(1.0, max(0.0, share)) * (self.width() - 2 * _EDGE)

    def _under(self, x: float) -> float:
        share = (x - _EDGE) / max(1, self.width() - 2 * _EDGE)
        step = round(min(1.0, max(0.0, share)) * _STEPS) / _STEPS
        return self._least + step * (self._most - self._least)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        track = QRectF(_EDGE, middle - _TRACK / 2, self.width() - 2 * _EDGE, _TRACK)
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(track, 2, 2)
        ink = theme.colour("accent" if self.isEnabled() else "border_strong")
        if self.kept is not None:
            if not self.kept.certain:
                left, right = self._at(self.kept.low), self._at(self.kept.high)
                painter.setBrush(theme.colour("accent_soft"))
                painter.drawRoundedRect(QRectF(left, middle - 7, max(2.0, right - left), 14), 3, 3)
            painter.setBrush(theme.colour("border_strong"))
            painter.drawRect(QRectF(self._at(self.kept.likely) - 1, middle - 8, 2, 16))
        if self.isEnabled():
            painter.setBrush(ink)
            painter.drawRoundedRect(QRectF(_EDGE, track.top(), self._at(self.value) - _EDGE, _TRACK), 2, 2)
            painter.setBrush(theme.colour("surface"))
            painter.setPen(QPen(ink, 3 if self.hasFocus() else 2))
            painter.drawEllipse(QRectF(self._at(self.value) - _KNOB, middle - _KNOB, 2 * _KNOB, 2 * _KNOB))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.move_to(self._under(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.move_to(self._under(event.position().x()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.kept is not None:
            self.move_to(self.kept.likely)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = Qt.Key(event.key()), (self._most - self._least) / _STEPS
        if key in _KEYS:
            self.move_to(self.value + _KEYS[key] * step)
        elif key == Qt.Key.Key_Home and self.kept is not None:
            self.move_to(self.kept.likely)
        else:
            super().keyPressEvent(event)
