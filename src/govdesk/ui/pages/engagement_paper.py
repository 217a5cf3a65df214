"""The engagement matrix as it is painted: a row for each person, a column for each level, C today and D wished for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standing
from govdesk.ui.context import Context
from govdesk.ui.font import window_font
from govdesk.ui.pages.disc import levels, mark_of, paint_disc
from govdesk.ui.theme import ENGAGEMENT

ROW = 36
HEAD = 52
_NAME, _NARROW = 230, 150
_RADIUS = 11.0
FIELDS = {"C": "engagement", "D": "desired"}
Held = tuple[int, str]


class EngagementPaper(QAbstractScrollArea):
    """Paints people against levels."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.people: Sequence[Standing] = ()
        self.movable = True
        self.selected = ""
        self.ghost: tuple[str, str, str] | None = None
        self._levels = tuple(levels(context))
        self.codes = [code for code, _ in self._levels]
        self._held: Held | None = None
        self._press: QPointF | None = None
        self._drag: QPointF | None = None
        theme = context.theme
        self._font, self._small = window_font(theme.text), window_font(theme.caption)
        self._bold = window_font(theme.text - 1)
        self._bold.setBold(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(context.say(N_("Engagement matrix")))

    def show_people(self, people: Sequence[Standing]) -> None:
        """Show these people, one row each."""
        self.people = people
        self.ghost = None
        self._measure()
        self.viewport().update()

    def select(self, identity: str) -> None:
        """Mark the person that is chosen elsewhere."""
        self.selected = identity
        self.viewport().update()

    # ------------------------------------------------------------ geometry

    def _measure(self) -> None:
        bar, rows = self.verticalScrollBar(), self.viewport().height() - HEAD
        bar.setRange(0, max(0, len(self.people) * ROW - rows))
        bar.setPageStep(max(ROW, rows))
        bar.setSingleStep(ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()

    def _name_width(self, width: float) -> float:
        return _NAME if width > 720 else _NARROW

    def _column(self, width: float) -> float:
        return (width - self._name_width(width)) / len(self.codes)

    def box(self, row: int, level: str, width: float | None = None, scroll: float | None = None) -> QRectF:
        """Return the cell of a person and a level."""
        wide = self.viewport().width() if width is None else width
        top = HEAD + row * ROW - (self.verticalScrollBar().value() if scroll is None else scroll)
        column = self._column(wide)
        return QRectF(self._name_width(wide) + self.codes.index(level) * column, top, column, ROW)

    def centre(self, row: int, mark: str, width: float | None = None, scroll: float | None = None) -> QPointF:
        """Return where the mark C or D of a person stands."""
        one = self.people[row]
        level = getattr(one, FIELDS[mark])
        if level not in self.codes:
            first = self.box(row, self.codes[0], width, scroll)
            return QPointF(first.left() - (44 if mark == "C" else 18), first.center().y())
        cell = self.box(row, level, width, scroll)
        both = one.engagement == one.desired
        shift = 0.0 if not both else (-14.0 if mark == "C" else 14.0)
        return cell.center() + QPointF(shift, 0)

    def row_at(self, point: QPointF) -> int:
        """Return the row under a point, or -1."""
        if point.y() < HEAD:
            return -1
        row = int((point.y() - HEAD + self.verticalScrollBar().value()) // ROW)
        return row if row < len(self.people) else -1

    def level_at(self, point: QPointF) -> str:
        """Return the level of the column under a point, or empty."""
        left = self._name_width(self.viewport().width())
        place = int((point.x() - left) // self._column(self.viewport().width()))
        return self.codes[place] if point.x() >= left and place < len(self.codes) else ""

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, QSize(self.viewport().width(), self.viewport().height()), self.verticalScrollBar().value())

    def paint_picture(self, painter: QPainter, size: QSize) -> None:
        """Paint the matrix into a picture, from its first row on."""
        self._paint(painter, size, 0)

    def picture_size(self) -> QSize:
        """Return how large a picture of all rows is, up to 200."""
        return QSize(1000, HEAD + ROW * min(200, len(self.people)) + 8)

    def _paint(self, painter: QPainter, size: QSize, scroll: int) -> None:
        theme, width = self._context.theme, float(size.width())
        painter.fillRect(QRectF(0, 0, width, size.height()), theme.colour("surface"))
        first = scroll // ROW
        last = min(len(self.people), (scroll + size.height() - HEAD) // ROW + 1)
        for row in range(first, last):
            self._paint_row(painter, row, width, scroll)
        self._paint_head(painter, width)
        if self._drag is not None and self._held is not None:
            one, mark = self.people[self._held[0]], self._held[1]
            self._mark(painter, self._drag, mark, self.level_at(self._drag) or getattr(one, FIELDS[mark]))

    def _paint_row(self, painter: QPainter, row: int, width: float, scroll: float) -> None:
        theme, one = self._context.theme, self.people[row]
        line = QRectF(0, HEAD + row * ROW - scroll, width, ROW)
        if one.id == self.selected:
            painter.fillRect(line, theme.colour("selection"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(line.bottomLeft(), line.bottomRight())
        room = self._name_width(width) - (72 if one.engagement is None or one.desired is None else 20)
        self._text(painter, QRectF(12, line.top(), room, ROW / 2 + 3), one.shown, "text", Qt.AlignmentFlag.AlignBottom)
        gone = self._context.say(Message(N_("Left on {day}"), {"day": str(one.left)})) if one.gone else ""
        under = " · ".join(t for t in (gone, one.title, one.department) if t)
        painter.setFont(self._small)
        box = QRectF(12, line.top() + ROW / 2 + 1, room, ROW / 2 - 2)
        painter.setPen(theme.colour("text_muted"))
        cut = QFontMetricsF(self._small).elidedText(under, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)
        now, wish = (self.centre(row, m, width, scroll) for m in "CD")
        if one.engagement and one.desired and one.engagement != one.desired:
            self._arrow(painter, now, wish)
        for mark, point in (("D", wish), ("C", now)):
            moving = self.ghost is not None and self.ghost[:2] == (one.id, FIELDS[mark])
            level = self.ghost[2] if moving and self.ghost is not None else getattr(one, FIELDS[mark])
            self._mark(painter, self.box(row, level, width, scroll).center() if moving else point, mark, level)

    def _text(self, painter: QPainter, box: QRectF, text: str, tone: str, align: Qt.AlignmentFlag) -> None:
        painter.setFont(self._font)
        painter.setPen(self._context.theme.colour(tone))
        cut = QFontMetricsF(self._font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, align, cut)

    def _arrow(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        way = 1 if end.x() > start.x() else -1
        tip = end - QPointF(way * (_RADIUS + 4), 0)
        painter.setPen(QPen(self._context.theme.colour("border_strong"), 1.4))
        painter.drawLine(start + QPointF(way * (_RADIUS + 3), 0), tip)
        painter.drawLine(tip, tip + QPointF(-way * 5, -4))
        painter.drawLine(tip, tip + QPointF(-way * 5, 4))

    def _mark(self, painter: QPainter, point: QPointF, mark: str, level: str | None) -> None:
        theme = self._context.theme
        colour = QColor(ENGAGEMENT.get(level or "", theme.hex("text_muted")))
        if mark == "C" and level in ENGAGEMENT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            ink = QColor("#FFFFFF")
        else:
            dash = Qt.PenStyle.SolidLine if level in ENGAGEMENT else Qt.PenStyle.DashLine
            painter.setPen(QPen(colour.lighter(150) if theme.dark else colour, 2, dash))
            painter.setBrush(theme.colour("surface"))
            ink = theme.colour("text" if level in ENGAGEMENT else "text_muted")
        painter.drawEllipse(point, _RADIUS, _RADIUS)
        painter.setFont(self._bold)
        painter.setPen(ink)
        box = QRectF(point.x() - _RADIUS, point.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark)

    def _paint_head(self, painter: QPainter, width: float) -> None:
        theme, say = self._context.theme, self._context.say
        head = QRectF(0, 0, width, HEAD)
        painter.fillRect(head, theme.colour("header"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(head.bottomLeft(), head.bottomRight())
        painter.setFont(self._small)
        painter.setPen(theme.colour("text_muted"))
        key = QRectF(12, 0, self._name_width(width) - 16, HEAD)
        painter.drawText(key, Qt.AlignmentFlag.AlignVCenter, say(N_("C today\nD wished for")))
        today = Counter(p.engagement for p in self.people)
        wished = Counter(p.desired for p in self.people)
        for code, word in self._levels:
            cell = self.box(0, code, width, 0)
            cell = QRectF(cell.left(), 0, cell.width(), HEAD)
            span = 22 + QFontMetricsF(self._bold).horizontalAdvance(word)
            left = cell.center().x() - span / 2
            paint_disc(painter, theme, QPointF(left + 8, 17), 8, code, mark_of(self._context, code))
            painter.setFont(self._bold)
            painter.setPen(theme.colour("text"))
            painter.drawText(QRectF(left + 22, 4, span, 26), Qt.AlignmentFlag.AlignVCenter, word)
            painter.setFont(self._small)
            painter.setPen(theme.colour("text_muted"))
            line = QRectF(cell.left(), 28, cell.width(), 20)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, f"C {today[code]} · D {wished[code]}")
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(cell.left(), 0), QPointF(cell.left(), HEAD + len(self.people) * ROW))
