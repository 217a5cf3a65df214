"""The mitigation plan on one painted area: heads with progress, steps that are ticked and signed off where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from govdesk.i18n import N_, Message
from govdesk.insight.worklist import Step
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.icon import paint_icon
from govdesk.ui.pages.plan_layout import STEP, Line, at

_LEFT = 16
_BOX = 18
_STATE, _DUE, _NOTE = 132, 104, 110
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


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
        self.lines: list[Line] = []
        self.now: tuple[str, str] = ("", "")
        self.today = dt.date.today()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(context.say(N_("Mitigation plan")))
        self.verticalScrollBar().setSingleStep(STEP)

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
            bar, room = self.verticalScrollBar(), self.viewport().height()
            if not bar.value() <= line.top <= bar.value() + room - line.height:
                bar.setValue(line.top - room // 3)
        self._describe()
        self.viewport().update()

    def line(self) -> Line | None:
        """Return the chosen line."""
        return next((n for n in self.lines if n.key == self.now and self.now[1]), None)

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint all lines, from the first, as far as the picture goes."""
        for line in self.lines:
            if line.top < size.height():
                self._paint_line(painter, line, QRectF(0, line.top, size.width(), line.height))

    def _measure(self) -> None:
        high = self.lines[-1].top + self.lines[-1].height if self.lines else 0
        room = self.viewport().height()
        self.verticalScrollBar().setRange(0, max(0, high - room))
        self.verticalScrollBar().setPageStep(room)

    def _describe(self) -> None:
        line = self.line()
        words = ""
        if line is not None and line.step is not None:
            words = f"{line.step.text}. {self._state(line.step)[0]}"
        elif line is not None:
            words = f"{self._context.say(line.title)}. {line.done} / {line.count}"
        self.setAccessibleDescription(words)

    # ------------------------------------------------------------ painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.viewport().rect(), self._context.theme.colour("surface"))
        offset, room = self.verticalScrollBar().value(), self.viewport().rect()
        for line in self.lines:
            box = QRectF(0, line.top - offset, room.width(), line.height)
            if box.bottom() >= 0 and box.top() <= room.height():
                self._paint_line(painter, line, box)
        painter.end()

    def _paint_line(self, painter: QPainter, line: Line, box: QRectF) -> None:
        if line.key == self.now and self.now[1]:
            painter.fillRect(box, self._colour("selection"))
            if self.hasFocus():
                painter.setPen(QPen(self._colour("accent"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(1, 1, -1, -1))
        if line.step is None:
            self._head(painter, line, box)
        else:
            self._step(painter, line, line.step, box)

    def _colour(self, name: str) -> QColor:
        return self._context.theme.colour(name)

    def _write(
        self, painter: QPainter, room: QRectF, text: str, ink: str, *, bold: bool = False, small: bool = False
    ) -> None:
        theme = self._context.theme
        font = window_font(theme.caption if small else theme.text)
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(self._colour(ink))
        line = " ".join(text.split())
        painter.drawText(
            room, _MIDDLE, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(room.width()))
        )

    def _head(self, painter: QPainter, line: Line, box: QRectF) -> None:
        say = self._context.say
        painter.setPen(QPen(self._colour("border"), 1))
        painter.drawLine(box.topLeft(), box.topRight())
        wide = max(80.0, box.width() - 240)
        title = say(line.title)
        self._write(painter, QRectF(_LEFT, box.top() + 9, wide, 22), title, "text", bold=True)
        note = say(line.note)
        grouped = line.plan is None
        if not grouped and line.plan is not None:
            target = say(self._context.registers[line.plan.target[0]].about.label) if line.plan.target[0] else ""
            parts = [say(Message(N_("{register}: {record}"), {"register": target, "record": note}))] if target else []
            parts += [say(Message(N_("Lead: {name}"), {"name": line.plan.owner_name}))] if line.plan.owner_name else []
            note = " · ".join(parts)
        self._write(
            painter, QRectF(_LEFT, box.top() + 31, wide, 20), note, "act" if grouped else "text_muted", small=True
        )
        right = QRectF(box.width() - 216, box.top() + 9, 200, 22)
        if grouped:
            self._write(
                painter,
                right,
                self._context.language.ngettext("{count} step", "{count} steps", line.count),
                "text_muted",
            )
            return
        words = say(Message(N_("{done} of {count} done"), {"done": line.done, "count": line.count}))
        self._write(painter, right, words, "text_muted", small=True)
        bar = QRectF(right.left(), box.top() + 36, right.width(), 7)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("surface_sunken"))
        painter.drawRoundedRect(bar, 3.5, 3.5)
        share = line.done / line.count if line.count else 0
        painter.setBrush(self._colour("good" if share == 1 else "accent"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), 3.5, 3.5)

    def _step(self, painter: QPainter, line: Line, step: Step, box: QRectF) -> None:
        self._tick(painter, step, self._tick_box(box))
        right = box.right() - _STATE
        word, tone = self._state(step)
        ink, ground = self._context.theme.tone(tone)
        theme = self._context.theme
        painter.setFont(window_font(theme.caption))
        text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, _STATE - 30)
        pill = QRectF(right, box.center().y() - 11, painter.fontMetrics().horizontalAdvance(text) + 16, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, 4, 4)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        late = step.late(self.today)
        due = QRectF(right - _DUE, box.top(), _DUE - 8, box.height())
        if late:
            paint_icon(painter, "clock", self._colour("act"), QRectF(due.left(), box.center().y() - 7, 14, 14).toRect())
        if step.due:
            self._write(
                painter, due.adjusted(18, 0, 0, 0), step.due.isoformat(), "act" if late else "text_muted", small=True
            )
        note = QRectF(due.left() - _NOTE, box.top(), _NOTE - 10, box.height())
        self._write(painter, note, self._context.say(line.note) or "—", "text_muted", small=True)
        left = _LEFT + _BOX + 12
        self._write(
            painter,
            QRectF(left, box.top(), note.left() - left - 10, box.height()),
            step.text,
            "text_muted" if step.over else "text",
        )

    def _tick(self, painter: QPainter, step: Step, box: QRectF) -> None:
        done = step.status == "done"
        painter.setPen(QPen(self._colour("good" if done else "border_strong"), 1.5))
        painter.setBrush(self._colour("good_soft") if done else self._colour("surface"))
        painter.drawRoundedRect(box, 4, 4)
        sign = {"done": "check", "doing": "ellipsis", "not_applicable": "minus"}.get(step.status)
        if sign:
            paint_icon(
                painter, sign, self._colour("good" if done else "text_muted"), box.toRect().adjusted(2, 2, -2, -2)
            )

    def _tick_box(self, box: QRectF) -> QRectF:
        return QRectF(_LEFT, box.center().y() - _BOX / 2, _BOX, _BOX)

    def _state(self, step: Step) -> tuple[str, str]:
        """Return how far a step is signed off, in words, and its tone."""
        say = self._context.say
        if step.status == "done" and step.verifier_name:
            return say(Message(N_("Verified: {name}"), {"name": step.verifier_name})), "good"
        if step.status == "done":
            return say(N_("Verify…")) if step.evidence else say(N_("No evidence")), "watch"
        words = {"doing": N_("Doing"), "not_applicable": N_("Not applicable")}
        return say(words.get(step.status, N_("To do"))), "accent" if step.status == "doing" else "quiet"

    # ------------------------------------------------------------ the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        offset = self.verticalScrollBar().value()
        line = at(self.lines, event.position().y() + offset)
        if line is None or not line.key[1]:
            return
        self.chosen.emit(*line.key)
        if line.step is None:
            return
        box = QRectF(0, line.top - offset, self.viewport().width(), line.height)
        if self._tick_box(box).adjusted(-6, -6, 6, 6).contains(event.position()):
            self.tick_asked.emit(line.step)
        elif event.position().x() >= box.right() - _STATE and line.step.waits:
            self.verify_asked.emit(line.step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.line(), event.key()
        keys = [n.key for n in self.lines if n.key[1]]
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys:
            step = 1 if key == Qt.Key.Key_Down else -1
            place = keys.index(self.now) + step if self.now in keys else 0
            self.chosen.emit(*keys[max(0, min(place, len(keys) - 1))])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and keys:
            self.chosen.emit(*keys[0 if key == Qt.Key.Key_Home else -1])
        elif key == Qt.Key.Key_Space and line is not None and line.step is not None:
            self.tick_asked.emit(line.step)
        elif key == Qt.Key.Key_V and line is not None and line.step is not None:
            self.verify_asked.emit(line.step)
        else:
            super().keyPressEvent(event)

    def place_of(self, identity: str, *, tick: bool) -> QPoint:
        """Return where the tick, or the state, of a step is on the viewport."""
        line = next(n for n in self.lines if n.step is not None and n.step.id == identity)
        y = line.top - self.verticalScrollBar().value() + STEP // 2
        return QPoint(_LEFT + _BOX // 2 if tick else self.viewport().width() - _STATE + 12, y)
