"""The network of stakeholders under the hand: pan, zoom, choose a person or a kind of tie, draw a tie."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from govdesk.ui.pages.map_canvas import PERSON
from govdesk.ui.pages.network_surface import NetworkSurface

_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class NetworkCanvas(NetworkSurface):
    """Chooses people and draws ties between them.

    Signals:
        chosen: Id of the stakeholder chosen, or empty.
        kind_asked: Code of the kind of tie that is wanted.
        tie_chosen: Id of the tie that was clicked.
        tie_drawn: Ids of the two that a tie was drawn between, and the point.
        tie_lost: A tie was let go where nobody stands.
        menu_asked: Id of the person whose menu is wanted, and the point on the screen.
    """

    chosen = Signal(str)
    kind_asked = Signal(str)
    tie_chosen = Signal(str)
    tie_drawn = Signal(str, str, QPoint)
    tie_lost = Signal()
    menu_asked = Signal(str, QPoint)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._pan = event.position(), self.sight.shift
            self._held = self.person_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._press is not None:
            if self._from and self._hand is not None:
                self._hand, self._aim = point, self._other(point)
                self.update()
            elif (point - self._press).manhattanLength() < QApplication.startDragDistance():
                return
            elif self._held and self.drawable:
                self.begin_tie(self._held, point)
            else:
                self.sight = self.sight.moved(self._pan + point - self._press)
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        found = self.person_at(point)
        link = (
            found
            or self.tie_at(point)
            or any(box.contains(point) for box, _, _ in self.painter.legend_boxes(self.sight))
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        if found != self.web.hovered:
            self.web.hovered = found
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        self.unsetCursor()
        if self._from and self._hand is not None:
            self._end_tie(event.position().toPoint())
            return
        if press is None or (event.position() - press).manhattanLength() >= QApplication.startDragDistance():
            return
        if self._from:
            self._aim = self._other(press)
            self._end_tie(press.toPoint())
            return
        for box, code, _ in self.painter.legend_boxes(self.sight):
            if box.contains(press):
                self.kind_asked.emit(code)
                return
        who = self.person_at(press)
        tie = "" if who else self.tie_at(press)
        if tie:
            self.tie_chosen.emit(tie)
        else:
            self.chosen.emit(who)

    def leaveEvent(self, event: QEvent) -> None:
        self.web.hovered = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

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
        elif Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(self.painter.kinds()):
            self.kind_asked.emit(self.painter.kinds()[key - Qt.Key.Key_1][0])
        elif key == Qt.Key.Key_T and self.drawable:
            self.begin_tie(self.web.selected)
        elif key == Qt.Key.Key_Escape and self._from:
            self.leave_tie()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._from:
            self._end_tie(self.sight.at(self.web.places[self._aim]).toPoint() if self._aim else QPoint())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        who = self.web.selected if by_key else self.person_at(QPointF(event.pos()))
        if who in self.web.places:
            at = self.mapToGlobal(self.sight.at(self.web.places[who]).toPoint()) if by_key else event.globalPos()
            self.menu_asked.emit(who, at)

    # ------------------------------------------------------------ drawing a tie

    def begin_tie(self, identity: str, hand: QPointF | None = None) -> None:
        """Begin a tie from somebody: to where the mouse goes, or to whom the arrow keys choose."""
        if not self.name_of(identity):
            return
        self._from, self._hand, self._aim = identity, hand, ""
        self.web.hovered = ""
        self.setFocus()
        self.update()

    def leave_tie(self) -> None:
        """Draw no tie after all."""
        self._press, self._held, self._from, self._hand, self._aim = None, "", "", None, ""
        self.unsetCursor()
        self.update()

    def _other(self, point: QPointF) -> str:
        found = self.person_at(point)
        return found if found != self._from else ""

    def _end_tie(self, point: QPoint) -> None:
        person, other = self._from, self._aim
        self.leave_tie()
        if other:
            self.tie_drawn.emit(person, other, point)
        else:
            self.tie_lost.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(PERSON) and self.drawable:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._from = bytes(event.mimeData().data(PERSON).data()).decode()
        self._hand, self._aim = event.position(), self._other(event.position())
        self.update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.leave_tie()

    def dropEvent(self, event: QDropEvent) -> None:
        self._from = bytes(event.mimeData().data(PERSON).data()).decode()
        self._aim = self._other(event.position())
        event.acceptProposedAction()
        self._end_tie(event.position().toPoint())

    def _next(self, across: int, down: int) -> None:
        """Choose the nearest person in a direction; while a tie is drawn, whom it goes to."""
        points = {who: self.sight.at(place) for who, place in self.web.places.items()}
        start = (self._aim or self._from) if self._from else self.web.selected
        if start not in points:
            self._take(min(points, key=lambda w: points[w].y(), default=""))
            return
        here, best, found = points[start], float("inf"), ""
        for who, point in points.items():
            away = point - here
            ahead = away.x() * across + away.y() * down
            aside = abs(away.x() * down) + abs(away.y() * across)
            if ahead > 1 and aside <= 1.2 * ahead and ahead + 1.5 * aside < best:
                best, found = ahead + 1.5 * aside, who
        if found:
            self._take(found)

    def _take(self, identity: str) -> None:
        if not self._from:
            self.chosen.emit(identity)
        elif identity != self._from:
            self._aim = identity
            self.update()
