"""The engagement matrix under the hand: C and D are dragged to another level, or moved by the keys."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.pages.engagement_paper import FIELDS, HEAD, ROW, EngagementPaper

_NEAR = 15.0


class EngagementGrid(EngagementPaper):
    """Lets the marks of the matrix be moved.

    Signals:
        chosen: Id of the person chosen.
        moved: Id, field and level that somebody was given, the point, and whether by a key.
        dropped_outside: A mark was let go where there is no level of its row.
        refused: A mark was to be moved while nothing may be written.
        level_asked: Field and code of a level whose people are wanted.
    """

    chosen = Signal(str)
    moved = Signal(str, str, str, QPoint, bool)
    dropped_outside = Signal()
    refused = Signal()
    level_asked = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAccessibleDescription(
            context.say(N_("Up and down choose, Shift with left or right moves C, Ctrl with left or right moves D."))
        )

    def mark_at(self, point: QPointF) -> str:
        """Return C or D where one stands under a point, else empty."""
        row = self.row_at(point)
        if row < 0:
            return ""
        near = {m: (self.centre(row, m) - point).manhattanLength() for m in FIELDS}
        best = min(near, key=lambda m: near[m])
        return best if near[best] <= _NEAR else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        row = self.row_at(point)
        if row < 0:
            if point.y() < HEAD and (level := self.level_at(point)):
                self.level_asked.emit("engagement", level)
            return
        self.chosen.emit(self.people[row].id)
        if mark := self.mark_at(point):
            self._press, self._held = point, (row, mark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._press is None:
            head = point.y() < HEAD and self.level_at(point)
            hand = Qt.CursorShape.OpenHandCursor if self.mark_at(point) else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if head else hand)
            return
        if self._drag is None and (point - self._press).manhattanLength() < QApplication.startDragDistance():
            return
        if not self.movable:
            self._press, self._held = None, None
            self.refused.emit()
            return
        self._drag = point
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, drag = self._held, self._drag
        self._press, self._held, self._drag = None, None, None
        self.viewport().update()
        if held is None or drag is None:
            return
        row, mark = held
        point = event.position()
        level = self.level_at(point)
        if not level or not self.viewport().rect().contains(point.toPoint()) or self.row_at(point) != row:
            self.dropped_outside.emit()
        elif level != getattr(self.people[row], FIELDS[mark]):
            self.moved.emit(self.people[row].id, FIELDS[mark], level, point.toPoint(), False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = Qt.Key(event.key()), event.modifiers()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key == Qt.Key.Key_Escape and self._drag is not None:
            self._press, self._held, self._drag = None, None, None
            self.viewport().update()
        elif key in steps and self.people:
            self._go(min(max(self._row() + steps[key], 0), len(self.people) - 1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.people:
            self._go(0 if key == Qt.Key.Key_Home else len(self.people) - 1)
        elif key in sides and held & Qt.KeyboardModifier.ShiftModifier:
            self._step("C", sides[key])
        elif key in sides and held & Qt.KeyboardModifier.ControlModifier:
            self._step("D", sides[key])
        else:
            super().keyPressEvent(event)

    def _row(self) -> int:
        return next((n for n, p in enumerate(self.people) if p.id == self.selected), -1)

    def _go(self, row: int) -> None:
        bar = self.verticalScrollBar()
        top, room = row * ROW, self.viewport().height() - HEAD
        bar.setValue(min(max(bar.value(), top + ROW - room), top))
        self.chosen.emit(self.people[row].id)

    def _step(self, mark: str, side: int) -> None:
        row = self._row()
        if row < 0:
            return
        if not self.movable:
            self.refused.emit()
            return
        one, codes = self.people[row], self.codes
        now = getattr(one, FIELDS[mark])
        place = codes.index(now) + side if now in codes else 0
        if 0 <= place < len(codes):
            self.moved.emit(one.id, FIELDS[mark], codes[place], QPoint(), True)
        else:
            self.dropped_outside.emit()
