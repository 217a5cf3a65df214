"""The editor of a scale: steps to click, or number keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kinds import Scale
from govdesk.ui.context import Context
from govdesk.ui.editors import Editor
from govdesk.ui.theme import CONTROL_HEIGHT, RADIUS


class Steps(QWidget):
    """Steps side by side; those up to the value are filled."""

    changed = Signal()

    def __init__(self, kind: Scale, context: Context) -> None:
        super().__init__()
        self._kind = kind
        self._context = context
        self.step: int | None = None
        self._hover: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_step(self, step: int | None) -> None:
        """Show a step, or none."""
        self.step = step
        word = "" if step is None else f"{step} {self._kind.word(step, self._context.language)}"
        self.setAccessibleDescription(word)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(140, CONTROL_HEIGHT)

    def choose(self, step: int | None) -> None:
        """Take a step as the user's choice."""
        if step != self.step:
            self.show_step(step)
            self.changed.emit()

    def _steps(self) -> range:
        return range(self._kind.minimum, self._kind.maximum + 1)

    def _bar(self, place: int) -> QRectF:
        count = len(self._steps())
        room = max(40.0, min(self.width() - self._word_width() - 12.0, 34.0 * count))
        width = room / count
        return QRectF(6 + place * width, self.height() / 2 - 4, width - 4, 8)

    def _word_width(self) -> float:
        return 84.0 if self.width() >= 200 else 24.0

    def _at(self, x: float) -> int:
        places = range(len(self._steps()))
        return self._kind.minimum + min(places, key=lambda p: abs(self._bar(p).center().x() - x))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.colour("accent" if focused else "border"), 2 if focused else 1))
        painter.setBrush(theme.colour("surface" if self.isEnabled() else "surface_sunken"))
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5) if focused else frame, RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        shown = self._hover if self._hover is not None else self.step
        filled = theme.colour("accent")
        if self._hover is not None:
            filled.setAlpha(150)
        for place, step in enumerate(self._steps()):
            on = shown is not None and (step <= shown if self._kind.minimum >= 0 else step == shown)
            painter.setBrush(filled if on else theme.colour("border"))
            painter.drawRoundedRect(self._bar(place), 4, 4)
        self._paint_word(painter, shown)
        painter.end()

    def _paint_word(self, painter: QPainter, shown: int | None) -> None:
        theme = self._context.theme
        left = self._bar(len(self._steps()) - 1).right() + 6
        room = QRectF(left, 0, self.width() - left - 6, self.height())
        painter.setPen(theme.colour("text_muted" if shown is None else "text"))
        text = "—" if shown is None else str(shown)
        if shown is not None and self._word_width() > 24:
            text = f"{shown}  {self._kind.word(shown, self._context.language)}"
        text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._at(event.position().x())
        self.update()

    def leaveEvent(self, event: Any) -> None:
        self._hover = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        step = self._at(event.position().x())
        self._hover = None
        self.choose(None if step == self.step and self._kind.minimum >= 0 else step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, now = event.key(), self.step
        text = event.text()
        if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.choose(None)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self.choose(self._kind.minimum if now is None else min(now + 1, self._kind.maximum))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self.choose(self._kind.maximum if now is None else max(now - 1, self._kind.minimum))
        elif text.isdigit():
            place = int(text)
            step = place if self._kind.minimum >= 0 else self._kind.minimum + place - 1
            if step in self._steps():
                self.choose(step)
        else:
            super().keyPressEvent(event)


class ScaleEditor(Editor):
    """A judgement in steps."""

    typed: Steps

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        assert isinstance(field.kind, Scale)  # noqa: S101 - made by kind
        super().__init__(field, context, Steps(field.kind, context), in_table=in_table)
        self.typed.changed.connect(self._chosen)

    def show_value(self, value: Any, name: str = "") -> None:
        self.typed.show_step(value)

    def show_text(self, text: str) -> None:
        value = self.field.kind.read(text)
        self.typed.show_step(value if isinstance(value, int) else None)

    def text(self) -> str:
        return self.field.kind.show(self.typed.step, self.context.language)

    def value(self) -> Any:
        return self.typed.step

    def _chosen(self) -> None:
        self.edited.emit()
        if not self.in_table:
            self.taken.emit("")
