"""What stands beside the grid of the stakeholder map: which colour, mark, ring and axis means what."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.disc import level_word, levels, mark_of, paint_disc
from govdesk.ui.pages.map_plan import Frame
from govdesk.ui.theme import ENGAGEMENT

LEGEND = 34
#: Left, top, right and bottom of the plot, for the figures of the axes.
MARGINS = (34.0, 10.0, 12.0, 24.0)


class MapLegend:
    """Paints the legend, and knows what each of its words stands for."""

    def __init__(self, context: Context) -> None:
        self._context = context
        theme = context.theme
        self.font = window_font(theme.text - 1)
        self.bold = window_font(theme.text - 1)
        self.bold.setBold(True)
        self.small = window_font(theme.caption)
        self.metrics = QFontMetricsF(self.font)
        self._marks = {code: mark_of(context, code) for code in (*ENGAGEMENT, None)}

    def legend_boxes(self, frame: Frame) -> list[tuple[QRectF, str]]:
        """Return the place of each level in the legend, and its code."""
        left, top = frame.plot.left(), frame.plot.bottom() + MARGINS[3] + 4
        found = []
        for code, word in levels(self._context):
            width = 24 + self.metrics.horizontalAdvance(word) + 12
            found.append((QRectF(left, top, width, 24), code))
            left += width
        return found

    def legend(self, painter: QPainter, frame: Frame) -> None:
        """Paint what colours, marks, rings and axes mean."""
        theme, say = self._context.theme, self._context.say
        right = frame.plot.left()
        painter.save()
        for box, code in self.legend_boxes(frame):
            middle = QPointF(box.left() + 9, box.center().y())
            paint_disc(painter, theme, middle, 8, code, self._marks[code])
            self._legend_word(painter, box, level_word(self._context, code))
            right = box.right()
        y = frame.plot.bottom() + MARGINS[3] + 4
        ring = say(N_("Ring: wished for"))
        box = QRectF(right, y, 24 + self.metrics.horizontalAdvance(ring) + 12, 24)
        painter.setPen(QPen(QColor(ENGAGEMENT["supportive"]), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(box.left() + 9, box.center().y()), 7, 7)
        self._legend_word(painter, box, ring)
        painter.setFont(self.small)
        painter.setPen(theme.colour("text_muted"))
        rest = QRectF(box.right(), y, frame.plot.right() - box.right(), 24)
        words = say(N_("Across: interest · up: power · size: ties"))
        fitting = QFontMetricsF(self.small).elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, fitting)
        painter.restore()

    def _legend_word(self, painter: QPainter, box: QRectF, word: str) -> None:
        painter.setFont(self.font)
        painter.setPen(self._context.theme.colour("text"))
        painter.drawText(box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, word)
