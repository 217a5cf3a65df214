"""What stands beside the grid of the stakeholder map: which colour, mark, ring and axis means what."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.disc import paint_disc
from govdesk.ui.pages.map_group import Grouping
from govdesk.ui.pages.map_plan import Frame
from govdesk.ui.theme import ENGAGEMENT

LEGEND = 34
_RING = "\0ring"
#: Room for a sign, and between two entries.
_SIGN, _APART = 24.0, 12.0
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
        self.grouping = Grouping(context)

    def _entries(self) -> list[tuple[str, str]]:
        """Return key and word of each entry; where discs have rings, the ring is the last, without a key."""
        found = [(g.key, g.word) for g in self.grouping.shown]
        return (
            [*found, (_RING, self._context.say(N_("Ring: wished for")))] if self.grouping.by == "engagement" else found
        )

    def legend_boxes(self, frame: Frame) -> list[tuple[QRectF, str]]:
        """Return the place of each entry of the legend, and the key of its group."""
        return [(box, key) for box, key, _ in self._laid_out(frame) if key != _RING]

    def legend_height(self, width: float) -> float:
        """Return how much room the legend takes below a surface of a width: one line, or two where it needs them."""
        left, _, right, _ = MARGINS
        return LEGEND if sum(self._widths()) <= width - left - right else 2 * LEGEND - 10

    def _widths(self) -> list[float]:
        return [_SIGN + self.metrics.horizontalAdvance(word) + _APART for _, word in self._entries()]

    def _laid_out(self, frame: Frame) -> list[tuple[QRectF, str, str]]:
        entries, wide, room = self._entries(), self._widths(), frame.plot.width()
        lines = 1 if sum(wide) <= room else 2
        first = len(wide) if lines == 1 else -(-len(wide) // 2)
        found = []
        for n, line in enumerate((range(first), range(first, len(wide)))):
            left, top = frame.plot.left(), frame.plot.bottom() + MARGINS[3] + 4 + 24 * n
            fair = room / max(1, len(line)) if sum(wide[i] for i in line) > room else room
            for i in line:
                width = min(wide[i], fair)
                found.append((QRectF(left, top, width, 24), *entries[i]))
                left += width
        return found

    def legend(self, painter: QPainter, frame: Frame) -> None:
        """Paint what colours, marks, rings and axes mean."""
        theme, say = self._context.theme, self._context.say
        groups = {g.key: g for g in self.grouping.shown}
        placed = self._laid_out(frame)
        painter.save()
        for box, key, word in placed:
            middle = QPointF(box.left() + 9, box.center().y())
            if key == _RING:
                painter.setPen(QPen(QColor(ENGAGEMENT["supportive"]), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(middle, 7, 7)
            else:
                paint_disc(painter, theme, middle, 8, None, groups[key].mark, None, groups[key].ground)
            self._legend_word(painter, box, word)
        painter.setFont(self.small)
        painter.setPen(theme.colour("text_muted"))
        last = placed[-1][0]
        rest = QRectF(last.right(), last.top(), frame.plot.right() - last.right(), 24)
        for words in (N_("Across: interest · up: power · size: ties"), N_("Across: interest · up: power")):
            if QFontMetricsF(self.small).horizontalAdvance(say(words)) <= rest.width():
                painter.drawText(rest, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, say(words))
                break
        painter.restore()

    def _legend_word(self, painter: QPainter, box: QRectF, word: str) -> None:
        painter.setFont(self.font)
        painter.setPen(self._context.theme.colour("text"))
        room = box.adjusted(_SIGN, 0, 0, 0)
        cut = self.metrics.elidedText(word, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, cut)
