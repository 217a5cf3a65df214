"""The mitigation plan under the hand: lines are chosen, steps ticked and signed off, and their cells edited where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.pages.plan_edit import PlanEdit
from govdesk.ui.pages.plan_layout import COLUMNS, STEP, TITLES, Line, at, columns
from govdesk.ui.pages.plan_painter import PlanPainter, tick_box

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
_WAYS = {"down": (1, 0), "up": (-1, 0), "next": (0, 1), "previous": (0, -1)}


class PlanCanvas(QAbstractScrollArea):
    """Lines of checklists and steps.

    Signals:
        chosen: Register code and id of the line that was chosen.
        tick_asked: The step whose tick was asked to turn.
        verify_asked: The step that shall be verified.
    """

    chosen = Signal(str, str)
    tick_asked = Signal(object)
    verify_asked = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._painter = PlanPainter(context)
        self.lines: list[Line] = []
        self.now: tuple[str, str] = ("", "")
        #: The column in which the cursor stands, by its place.
        self.column = 0
        self.today = dt.date.today()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(context.say(N_("Mitigation plan")))
        self.verticalScrollBar().setSingleStep(STEP)
        self.edit = PlanEdit(context, self.viewport())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.edit.leave())
        self.edit.left.connect(self._go_on)

    def show_lines(self, found: Sequence[Line], today: dt.date) -> None:
        """Show these lines."""
        self.lines, self.today = list(found), today
        self._measure()
        self._describe()
        self.viewport().update()

    def show_chosen(self, code: str, identity: str) -> None:
        """Mark a line, and bring it into sight."""
        self.now = (code, identity)
        line = self.line()
        if line is not None:
            bar, room = self.verticalScrollBar(), self._room()
            if not bar.value() <= line.top <= bar.value() + room - line.height:
                bar.setValue(line.top - room // 3)
        self._describe()
        self.viewport().update()

    def line(self) -> Line | None:
        """Return the chosen line."""
        return next((n for n in self.lines if n.key == self.now and self.now[1]), None)

    def whole_size(self) -> QSize:
        """Return how large a picture of all lines is."""
        high = self.lines[-1].top + self.lines[-1].height if self.lines else 0
        return QSize(1100, min(TITLES + high + 8, 12_000))

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint all lines, from the first, as far as the picture goes."""
        self._painter.titles(painter, size.width())
        for line in self.lines:
            box = QRectF(0, TITLES + line.top, size.width(), line.height)
            if box.bottom() <= size.height():
                self._painter.line(painter, line, box, self.today)

    def _room(self) -> int:
        return max(0, self.viewport().height() - TITLES)

    def _measure(self) -> None:
        high = self.lines[-1].top + self.lines[-1].height if self.lines else 0
        self.verticalScrollBar().setRange(0, max(0, high - self._room()))
        self.verticalScrollBar().setPageStep(self._room())

    def _describe(self) -> None:
        line, words = self.line(), ""
        if line is not None and line.step is not None:
            field = self._context.registers["checklist_item"].field(COLUMNS[self.column])
            words = f"{line.step.text}. {self._painter.state(line.step)[0]}"
            words += f". {self._context.say(field.label)}" if self.column else ""
        elif line is not None:
            words = f"{self._context.say(line.title)}. {line.done} / {line.count}"
        self.setAccessibleDescription(words)

    def _box(self, line: Line) -> QRectF:
        top = TITLES + line.top - self.verticalScrollBar().value()
        return QRectF(0, top, self.viewport().width(), line.height)

    # ------------------------------------------------------------ editing where it stands

    def edit_cell(self, typed: QKeyEvent | None = None) -> None:
        """Open the editor of the cell under the cursor; with a key that was pressed, in place of what stands there."""
        line = self.line()
        if line is None or line.step is None or line.plan is None:
            return
        name = COLUMNS[self.column]
        left, room = columns(self.viewport().width())[name]
        box = self._box(line)
        self.edit.open(line.step, line.plan.project, name, QRect(left - 6, round(box.top()), room, line.height), typed)

    def _go_on(self, way: str) -> None:
        """Move on after an edit, as in a spreadsheet."""
        self.setFocus()
        down, right = _WAYS.get(way, (0, 0))
        self._move(down, right)

    def _move(self, down: int, right: int) -> None:
        keys = [n.key for n in self.lines if n.key[1]]
        self.column = max(0, min(self.column + right, len(COLUMNS) - 1))
        if down and keys:
            place = keys.index(self.now) + down if self.now in keys else 0
            self.chosen.emit(*keys[max(0, min(place, len(keys) - 1))])
        self._describe()
        self.viewport().update()

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.edit.leave()
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._context.theme.colour("surface"))
        for line in self.lines:
            box = self._box(line)
            if box.bottom() >= TITLES and box.top() <= self.viewport().height():
                chosen = line.key == self.now and bool(self.now[1])
                cursor = COLUMNS[self.column] if chosen else None
                self._painter.line(painter, line, box, self.today, cursor, lit=self.hasFocus())
        self._painter.titles(painter, self.viewport().width())
        painter.end()

    # ------------------------------------------------------------ the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() < TITLES:
            return
        line = at(self.lines, event.position().y() - TITLES + self.verticalScrollBar().value())
        if line is None or not line.key[1]:
            return
        self.edit.leave()
        self.chosen.emit(*line.key)
        if line.step is None:
            return
        x = event.position().x()
        places = columns(self.viewport().width())
        self.column = max((n for n, name in enumerate(COLUMNS) if places[name][0] - 6 <= x), default=0)
        self._describe()
        if tick_box(self._box(line)).adjusted(-6, -6, 6, 6).contains(event.position()):
            self.tick_asked.emit(line.step)
        elif COLUMNS[self.column] == "verified_by" and line.step.waits:
            self.verify_asked.emit(line.step)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = at(self.lines, event.position().y() - TITLES + self.verticalScrollBar().value())
        if line is not None and line.step is not None and event.position().x() > columns(1)["step"][0] - 6:
            self.edit_cell()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.line(), event.key()
        keys = [n.key for n in self.lines if n.key[1]]
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        on_step = line is not None and line.step is not None
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1, 0)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(0, 1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and keys:
            self.chosen.emit(*keys[0 if key == Qt.Key.Key_Home else -1])
        elif key == Qt.Key.Key_Space and on_step:
            self.tick_asked.emit(line.step)
        elif key == Qt.Key.Key_V and on_step and not control and not self.column:
            self.verify_asked.emit(line.step)
        elif key in _ENTER and on_step:
            self.edit_cell()
        elif on_step and self.column and event.text().strip() and event.text().isprintable() and not control:
            self.edit_cell(event)
        else:
            super().keyPressEvent(event)

    def place_of(self, identity: str, *, tick: bool) -> QPoint:
        """Return where the tick, or the state, of a step is on the viewport."""
        line = next(n for n in self.lines if n.step is not None and n.step.id == identity)
        box = self._box(line)
        found = tick_box(box).center().toPoint()
        return found if tick else QPoint(columns(self.viewport().width())["verified_by"][0] + 12, found.y())
