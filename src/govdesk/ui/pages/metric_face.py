"""Metrics as lines: baseline, readings in the order of their days, and target, a row for each metric."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from govdesk.i18n import N_, Message
from govdesk.insight.metric_line import MetricLine, metric_lines
from govdesk.store.query import Filter, Order, Query
from govdesk.ui.context import Context, View
from govdesk.ui.pages.row_canvas import Row
from govdesk.ui.pages.row_face import RowFace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_HEIGHT = 112
_NAME = 0.34
_PAD = 10


class MetricFace(RowFace):
    """A line chart for each metric."""

    register, name = "metric", N_("Metrics over time")

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return a row for each metric."""
        today = date.today()
        found = metric_lines(session, self.context.registers, query)
        return [Row(("metric", one.id), words(self.context, one, today), one, _HEIGHT) for one in found]

    def open_row(self, row: Row, _at: int) -> None:
        """Show the readings of the metric."""
        one: MetricLine = row.data
        readings = (Filter("metric", "any_of", (one.id,)),)
        self.context.open_view(View("measurement", Query("measurement", one.project, readings, order=(Order("date"),))))

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint the name with its figures at the left, the line at the right."""
        one: MetricLine = row.data
        left = int(room.width() * _NAME)
        paint_words(self, painter, QRect(room.left() + _PAD, room.top() + 8, left - 2 * _PAD, room.height() - 16), one)
        chart = QRectF(room.left() + left, room.top() + 14, room.width() - left - 76, room.height() - 38)
        paint_line(self, painter, chart, one)

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return each reading as a line."""
        say = self.context.say
        heads = (N_("Metric"), N_("Measured in"), N_("Baseline"), N_("Target"), N_("Date"), N_("Value"))
        found: list[tuple[str | float | None, ...]] = [tuple(say(h) for h in heads)]
        for row in self.canvas.rows:
            one: MetricLine = row.data
            start = (one.name, one.unit, one.baseline, one.target)
            found += [(*start, r.day.isoformat(), "<5" if r.value is None else r.value) for r in one.readings] or [
                start
            ]
        return found


def words(context: Context, one: MetricLine, today: date) -> str:
    """Return a metric in one line: what it is, from where to where, how it stands."""
    say, last = context.say, one.latest
    parts = [one.name]
    if one.baseline is not None:
        parts.append(say(Message(N_("baseline {value}"), {"value": one.shown(one.baseline)})))
    if last is not None:
        parts.append(say(Message(N_("{day}: {value}"), {"day": last.day.isoformat(), "value": one.shown(last.value)})))
    if one.target is not None:
        parts.append(say(Message(N_("target {value}"), {"value": one.shown(one.target)})))
    return ", ".join((*parts, say(one.state(today)[0])))


def paint_words(face: RowFace, painter: QPainter, room: QRect, one: MetricLine) -> None:
    """Paint name, last figure, target and how it stands."""
    say, last = face.context.say, one.latest
    state, tone = one.state(date.today())
    face.pen(painter, bold=True)
    metrics = painter.fontMetrics()
    painter.drawText(
        room, Qt.AlignmentFlag.AlignTop, metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, room.width())
    )
    face.pen(painter)
    font = painter.font()
    font.setPixelSize(face.context.theme.title)
    painter.setFont(font)
    painter.drawText(room.adjusted(0, 22, 0, 0), Qt.AlignmentFlag.AlignTop, one.shown(last.value) if last else "–")
    face.pen(painter, "text_muted", small=True)
    goal = []
    if one.baseline is not None:
        goal.append(say(Message(N_("baseline {value}"), {"value": one.shown(one.baseline)})))
    if one.target is not None:
        goal.append(say(Message(N_("target {value}"), {"value": one.shown(one.target)})))
    text = painter.fontMetrics().elidedText(" · ".join(goal), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room.adjusted(0, 52, 0, 0), Qt.AlignmentFlag.AlignTop, text)
    painter.setPen(face.context.theme.tone(tone)[0])
    painter.drawText(room.adjusted(0, 72, 0, 0), Qt.AlignmentFlag.AlignTop, say(state))


def paint_line(face: RowFace, painter: QPainter, room: QRectF, one: MetricLine) -> None:
    """Paint the readings over time, with baseline and target as lines across."""
    known = [r for r in one.readings if r.value is not None]
    values = [v for v in (*(r.value for r in known), one.baseline, one.target) if v is not None]
    if not values:
        return
    least, most = min(values), max(values)
    if least == most:
        least, most = least - 1, most + 1
    days = [r.day for r in one.readings] + [d for d in (one.baseline_on, one.due) if d is not None]
    first, last = (min(days), max(days)) if days else (date.today(), date.today())
    span = max(1, (last - first) / timedelta(days=1))

    def at(day: date, value: float) -> QPointF:
        x = room.left() + room.width() * ((day - first) / timedelta(days=1)) / span
        return QPointF(x, room.bottom() - room.height() * (value - least) / (most - least))

    face.pen(painter, "text_muted", small=True)
    for value, colour, style in (
        (one.baseline, "border_strong", Qt.PenStyle.DotLine),
        (one.target, "good", Qt.PenStyle.DashLine),
    ):
        if value is not None:
            y = at(first, value).y()
            painter.setPen(QPen(face.colour(colour), 1.2, style))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(face.colour("good" if colour == "good" else "text_muted"))
            painter.drawText(QRectF(room.right() + 6, y - 9, 68, 18), Qt.AlignmentFlag.AlignVCenter, one.shown(value))
    points = [at(r.day, r.value) for r in known if r.value is not None]
    painter.setPen(QPen(face.colour("accent"), 2))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(face.colour("accent"))
    for point in points:
        painter.drawEllipse(point, 3, 3)
    painter.setPen(face.colour("text_muted"))
    below = QRectF(room.left(), room.bottom() + 6, room.width(), 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, f"{first:%Y-%m-%d}")
    if first != last:
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{last:%Y-%m-%d}")
    painter.setBrush(Qt.BrushStyle.NoBrush)
