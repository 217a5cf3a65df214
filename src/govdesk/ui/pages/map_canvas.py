"""The surface of the stakeholder map: what the mouse and the keys do to it; the painting is the painter's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.pages.map_painter import QUADRANTS
from govdesk.ui.pages.map_plan import STEPS
from govdesk.ui.pages.map_surface import MapSurface

#: Under which an id travels when somebody is dragged onto the map from beside it.
PERSON = "application/x-govdesk-stakeholder"
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
#: The quadrants in the order in which they are read.
_QUADRANTS = dict(zip((Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4), QUADRANTS, strict=True))


class MapCanvas(MapSurface):
    """Shows a scene; pans, zooms, selects, drags and lassoes.

    Signals:
        chosen: Id of the stakeholder chosen, or empty.
        moved: Id, interest and power that somebody was given, the point, and whether by a key.
        dropped_outside: A disc was let go where there is no judgement.
        refused: A disc was to be moved while it must not.
        lassoed: Ids of those inside the lasso.
        quadrant_asked: High power, high interest: the quadrant whose people are wanted.
        group_asked: Key of the group whose people are wanted.
        cell_asked: Interest and power of the cell whose people are wanted.
        rows_asked: Those who are picked are wanted as rows.
        all_asked: Nobody in particular is wanted any more.
        person_dropped: Id, interest and power of somebody brought from beside the map, and the point.
    """

    chosen = Signal(str)
    moved = Signal(str, int, int, QPoint, bool)
    dropped_outside = Signal()
    refused = Signal()
    lassoed = Signal(list)
    quadrant_asked = Signal(bool, bool)
    group_asked = Signal(str)
    cell_asked = Signal(int, int)
    rows_asked = Signal()
    all_asked = Signal()
    person_dropped = Signal(str, int, int, QPoint)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.movable = True
        self.lassoing = False
        self._group = -1
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleDescription(
            context.say(
                N_("Arrow keys choose, Shift and arrow keys reassess, plus and minus zoom, Escape shows everybody.")
            )
        )

    # ------------------------------------------------------------ the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        point = event.position()
        self._press = point
        if self.lassoing or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._lasso = [point]
            return
        self._held = self.disc_at(point)
        if self._held:
            self.chosen.emit(self._held)
        else:
            self._pan = self.frame.shift

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._press is None:
            self._hover(point)
            return
        if self._lasso:
            self._lasso.append(point)
        elif (point - self._press).manhattanLength() < QApplication.startDragDistance() and self._drag is None:
            return
        elif self._held:
            if not self.movable:
                self._press, self._held = None, ""
                self.refused.emit()
                return
            self._drag = point
        elif self._pan is not None:
            self.frame = self.frame.moved(self._pan + point - self._press, self.frame.zoom)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, drag, held, lasso = self._press, self._drag, self._held, self._lasso
        self._press, self._drag, self._pan, self._lasso, self._held = None, None, None, [], ""
        self.unsetCursor()
        if press is None:
            return
        far = max((p - press).manhattanLength() for p in (event.position(), *lasso))
        still = far < QApplication.startDragDistance()
        if drag is not None:
            self._drop(held, event.position())
        elif lasso and not still:
            shape = QPolygonF(lasso)
            inside = [i for i in self.scene.places if shape.containsPoint(self.point_of(i), Qt.FillRule.OddEvenFill)]
            self.lassoed.emit(inside)
        elif still and not held:
            self._click(press)
        self.update()

    def _drop(self, who: str, point: QPointF) -> None:
        one, cell = self.scene.by_id.get(who), self.frame.cell(point)
        if cell is None:
            self.dropped_outside.emit()
        elif one is not None and cell != (one.interest, one.power):
            self.moved.emit(who, *cell, point.toPoint(), False)

    def _click(self, point: QPointF) -> None:
        for box, key in self.painter.legend_boxes(self.frame):
            if box.contains(point):
                self.group_asked.emit(key)
                return
        crowded = self.painter.laid(self.scene, self.frame)[1]
        cell = self.frame.cell(point)
        if cell is not None and cell in crowded:
            self.cell_asked.emit(*cell)
            return
        for quadrant in QUADRANTS:
            if self.painter.title_box(self.frame, quadrant).contains(point):
                self.quadrant_asked.emit(*quadrant)
                return
        self.chosen.emit("")
        self.all_asked.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.disc_at(event.position()) == "" and self.frame.plot.contains(event.position()):
            self.zoom(2.5, event.position())

    def _hover(self, point: QPointF) -> None:
        found = self.disc_at(point)
        link = any(self.painter.title_box(self.frame, q).contains(point) for q in QUADRANTS) or any(
            box.contains(point) for box, _ in self.painter.legend_boxes(self.frame)
        )
        self.setCursor(Qt.CursorShape.PointingHandCursor if found or link else Qt.CursorShape.ArrowCursor)
        if found != self.scene.hovered:
            self.scene.hovered = found
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.scene.hovered = ""
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.0015 ** event.angleDelta().y(), event.position())
        event.accept()

    # ------------------------------------------------------------ somebody from beside the map

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(PERSON):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._over = self.frame.cell(event.position()) if self.movable else None
        self.update()
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over, cell = None, self.frame.cell(event.position())
        self.update()
        event.acceptProposedAction()
        if not self.movable:
            self.refused.emit()
        elif cell is None:
            self.dropped_outside.emit()
        else:
            who = bytes(event.mimeData().data(PERSON).data()).decode()
            self.person_dropped.emit(who, *cell, event.position().toPoint())

    # ------------------------------------------------------------ the keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            across, up = _ARROWS[key]
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._step(across, up)
            else:
                self._next(across, up)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(1.3)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / 1.3)
        elif key == Qt.Key.Key_0:
            self.whole()
        elif key == Qt.Key.Key_Escape and (self._drag is not None or self._lasso):
            self._press, self._drag, self._lasso, self._held = None, None, [], ""
            self.unsetCursor()
            self.update()
        elif key == Qt.Key.Key_Escape:
            self.all_asked.emit()
        elif key in _QUADRANTS:
            self.quadrant_asked.emit(*_QUADRANTS[key])
        elif key == Qt.Key.Key_L:
            keys = [g.key for g in self.painter.grouping.shown]
            self._group = (self._group + 1) % len(keys)
            self.group_asked.emit(keys[self._group])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.rows_asked.emit()
        else:
            super().keyPressEvent(event)

    def _step(self, across: int, up: int) -> None:
        one = self.scene.by_id.get(self.scene.selected)
        if one is None:
            return
        if not self.movable:
            self.refused.emit()
            return
        cell = ((one.interest or 0) + across, (one.power or 0) + up)
        if all(1 <= step <= STEPS for step in cell):
            self.moved.emit(one.id, *cell, self.point_of(one.id).toPoint(), True)
        else:
            self.dropped_outside.emit()

    def _next(self, across: int, up: int) -> None:
        """Choose the nearest disc in a direction."""
        places = self.scene.places
        if self.scene.selected not in places:
            first = max(places, key=lambda i: (places[i][1], -places[i][0]), default="")
            self.chosen.emit(first)
            return
        x, y = places[self.scene.selected]
        best, found = float("inf"), ""
        for who, (other_x, other_y) in places.items():
            ahead = (other_x - x) * across * 1.8 + (other_y - y) * up
            aside = abs((other_x - x) * up * 1.8) + abs((other_y - y) * across)
            if ahead > 1e-6 and ahead + 2.5 * aside < best and aside <= 2 * ahead + 0.05:
                best, found = ahead + 2.5 * aside, who
        if found:
            self.chosen.emit(found)
            self._reveal(found)

    def _reveal(self, identity: str) -> None:
        point = self.point_of(identity)
        if not self.frame.plot.contains(point):
            self.frame = self.frame.moved(self.frame.shift + self.frame.plot.center() - point, self.frame.zoom)
