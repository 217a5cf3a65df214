"""The network of stakeholders under the hand: pan, zoom, choose a person, choose a kind of tie."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from govdesk.i18n import N_
from govdesk.insight.network import Network, Tie
from govdesk.ui.context import Context
from govdesk.ui.pages.hover_card import paint_card
from govdesk.ui.pages.network_painter import NetworkPainter, Sight, Web, room_of

_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class NetworkCanvas(QWidget):
    """Shows a web.

    Signals:
        chosen: Id of the stakeholder chosen, or empty.
        kind_asked: Code of the kind of tie that is wanted.
    """

    chosen = Signal(str)
    kind_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.painter = NetworkPainter(context)
        self.web = Web()
        self.sight = Sight(room_of(640, 420))
        self._press: QPointF | None = None
        self._pan = QPointF()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 220)
        self.setAccessibleName(context.say(N_("Network of relationships")))
        self.setAccessibleDescription(context.say(N_("Arrow keys choose a person, plus and minus zoom.")))

    def show_network(self, found: Network) -> None:
        """Show another network."""
        self.web.show(found)
        self.painter.forget()
        self.update()

    def show_way(self, way: Sequence[Tie]) -> None:
        """Bring a way to the front."""
        self.web.way = way
        self.update()

    def select(self, identity: str) -> None:
        """Mark the person that is chosen elsewhere."""
        self.web.selected = identity
        self.update()

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint the whole network into a picture of a size."""
        sight, own = Sight(room_of(size.width(), size.height())), NetworkPainter(self._context)
        own.paint(painter, self.web, sight)
        own.legend(painter, sight)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._context.theme.colour("surface"))
        self.painter.paint(painter, self.web, self.sight)
        self.painter.legend(painter, self.sight)
        if self.web.hovered and self._press is None:
            one = self.web.people[self.web.hovered]
            paint_card(painter, self._context, one, self.sight.at(self.web.places[one.id]), QRectF(self.rect()))
        if self.hasFocus():
            painter.setPen(QPen(self._context.theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 7, 7)

    def person_at(self, point: QPointF) -> str:
        """Return the id of the person under a point, or empty."""
        away = {who: (self.sight.at(place) - point).manhattanLength() for who, place in self.web.places.items()}
        best = min(away, key=lambda who: away[who], default="")
        return best if best and away[best] <= 18 and self.sight.room.contains(point) else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._pan = event.position(), self.sight.shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._press is not None:
            if (point - self._press).manhattanLength() >= QApplication.startDragDistance():
                self.sight = Sight(self.sight.room, self.sight.zoom, self._pan + point - self._press)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        found = self.person_at(point)
        link = found or any(box.contains(point) for box, _, _ in self.painter.legend_boxes(self.sight))
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        if found != self.web.hovered:
            self.web.hovered = found
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        self.unsetCursor()
        if press is None or (event.position() - press).manhattanLength() >= QApplication.startDragDistance():
            return
        for box, code, _ in self.painter.legend_boxes(self.sight):
            if box.contains(press):
                self.kind_asked.emit(code)
                return
        self.chosen.emit(self.person_at(press))

    def leaveEvent(self, event: QEvent) -> None:
        self.web.hovered = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    def zoom(self, factor: float, point: QPointF | None = None) -> None:
        """Zoom so that what lies under a point, or in the middle, stays there."""
        self.sight = self.sight.zoomed(factor, self.sight.room.center() if point is None else point)
        self.update()

    def whole(self) -> None:
        """Show the whole network again."""
        self.sight = Sight(self.sight.room)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sight = Sight(room_of(self.width(), self.height()), self.sight.zoom, self.sight.shift)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self._next(*_ARROWS[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.3)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 1.3)
        elif key == Qt.Key.Key_0:
            self.whole()
        else:
            super().keyPressEvent(event)

    def _next(self, across: int, down: int) -> None:
        """Choose the nearest person in a direction."""
        points = {who: self.sight.at(place) for who, place in self.web.places.items()}
        if self.web.selected not in points:
            self.chosen.emit(min(points, key=lambda w: points[w].y(), default=""))
            return
        here, best, found = points[self.web.selected], float("inf"), ""
        for who, point in points.items():
            away = point - here
            ahead = away.x() * across + away.y() * down
            aside = abs(away.x() * down) + abs(away.y() * across)
            if ahead > 1 and aside <= 1.2 * ahead and ahead + 1.5 * aside < best:
                best, found = ahead + 1.5 * aside, who
        if found:
            self.chosen.emit(found)

    def focusInEvent(self, event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QEvent) -> None:
        self.update()
