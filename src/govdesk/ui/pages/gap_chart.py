"""The picture of a solved funnel while it is tried: a bar for each step, what is in hand, what is missing, how uncertain."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.gap import Outcome, Range, Stage
from govdesk.insight.gap_word import heads
from govdesk.ui.context import Context

_ROW, _BAR, _PAD = 44, 16, 8
_NAME = 0.2
#: Where a figure lies across the picture.
Across = Callable[[float], float]


class GapChart(QWidget):
    """Paints what was worked out; it is painted anew with every step of a slider."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._outcome = Outcome()
        self._kept = Outcome()
        self._channel = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(context.say(N_("Needed, in hand and missing at each step")))

    def show_outcome(self, outcome: Outcome, kept: Outcome, channel: str) -> None:
        """Show what is tried, with the outline of what is kept behind it."""
        self._outcome, self._kept, self._channel = outcome, kept, channel
        self.setAccessibleDescription("; ".join(self._words(s, other=o) for s, o in self._stages(outcome)))
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, _ROW * len(self._stages(self._outcome)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter, self.size())
        painter.end()

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Paint the picture into a size."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stages = self._stages(self._outcome)
        most = max((_finite(s.needed.high, s.needed.likely) for s, _ in stages), default=0.0)
        kept = dict(enumerate(s for s, _ in self._stages(self._kept)))
        most = max([most, *(s.needed.likely for s in kept.values())])
        for line, (stage, other) in enumerate(stages):
            self._paint_row(painter, QRectF(0, line * _ROW, size.width(), _ROW), stage, kept.get(line), most, other)

    def _stages(self, outcome: Outcome) -> list[tuple[Stage, bool]]:
        return [*((s, False) for s in outcome.stages), *((s, True) for s in outcome.others)]

    def _paint_row(
        self, painter: QPainter, room: QRectF, stage: Stage, kept: Stage | None, most: float, other: bool
    ) -> None:
        theme = self._context.theme
        font = painter.font()
        font.setPixelSize(theme.text)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        name = f"{stage.step.name} · {self._channel}" if other and self._channel else stage.step.name
        left = room.width() * _NAME
        painter.setPen(theme.colour("text"))
        words = metrics.elidedText(name, Qt.TextElideMode.ElideRight, int(left) - _PAD)
        painter.drawText(QRectF(_PAD, room.top(), left - _PAD, room.height()), Qt.AlignmentFlag.AlignVCenter, words)
        width, top = room.width() - left - 2 * _PAD, room.top() + 5

        def across(value: float) -> float:
            return left + (min(1.0, max(0.0, value / most)) * width if most else 0.0)

        needed, missing = stage.needed.likely, max(0.0, stage.short.likely)
        bar = QRectF(left, top, across(needed) - left, _BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("watch_soft" if other else "act_soft"))
        painter.drawRoundedRect(bar, 3, 3)
        if needed > 0:
            held = QRectF(left, top, (across(needed) - left) * (1 - min(1.0, missing / needed)), _BAR)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(held, 3, 3)
        if missing:
            painter.setPen(QPen(theme.colour("watch" if other else "act"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        self._paint_range(painter, stage.needed, across, top, theme.colour("text"))
        if kept is not None and kept.needed.likely != needed:
            painter.setPen(QPen(theme.colour("text_muted"), 1.5, Qt.PenStyle.DotLine))
            x = across(kept.needed.likely)
            painter.drawLine(int(x), int(top - 3), int(x), int(top + _BAR + 3))
        font.setPixelSize(theme.caption)
        painter.setFont(font)
        painter.setPen(theme.colour("text_muted"))
        told = painter.fontMetrics().elidedText(
            self._words(stage, other=other), Qt.TextElideMode.ElideRight, int(width)
        )
        below = QRectF(left, top + _BAR + 2, width, _ROW - _BAR - 6)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, told)

    def _paint_range(self, painter: QPainter, needed: Range, across: Across, top: float, ink: QColor) -> None:
        """Paint from the least to the most, as a line with ends."""
        if needed.certain:
            return
        low, high, middle = across(needed.low), across(_finite(needed.high, needed.likely)), top + _BAR / 2
        painter.setPen(QPen(ink, 1.5))
        painter.drawLine(int(low), int(middle), int(high), int(middle))
        for x in (low, high):
            painter.drawLine(int(x), int(middle - 4), int(x), int(middle + 4))

    def _words(self, stage: Stage, *, other: bool) -> str:
        lang = self._context.language
        missing = max(0.0, stage.short.likely)
        args = {
            "needed": heads(stage.needed.likely, lang),
            "held": heads(stage.step.in_hand, lang),
            "short": heads(missing, lang),
        }
        text = (
            N_("needed {needed} · in hand {held} · to win {short}")
            if other
            else N_("needed {needed} · in hand {held} · missing {short}")
        )
        return lang.say(Message(text, args))


def _finite(value: float, instead: float) -> float:
    return instead if math.isinf(value) else value
