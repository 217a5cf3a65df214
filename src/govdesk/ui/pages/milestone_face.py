"""Milestones on a time axis: planned, forecast and actual side by side, and how far each has slipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from govdesk.i18n import N_, Message
from govdesk.store.query import Query, records, rows
from govdesk.ui.pages.row_canvas import Row
from govdesk.ui.pages.row_face import RowFace

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_ROW, _NAME, _STATE = 40, 0.3, 130
_LEAST = 60
_PAD = 10
_MARKS = 70


@dataclass(frozen=True, slots=True)
class Milestone:
    """One milestone as it is painted."""

    name: str
    owner: str
    planned: date | None
    forecast: date | None
    actual: date | None
    dropped: bool

    @property
    def slip(self) -> int | None:
        """Days from the plan to what came, or is foreseen; None where one of them is not known."""
        end = self.actual or self.forecast
        return (end - self.planned).days if end is not None and self.planned is not None else None

    def state(self, today: date) -> tuple[Message, str]:
        """Return how it stands, and the tone of it."""
        if self.dropped:
            return Message(N_("No longer planned")), "quiet"
        if self.planned is None and self.forecast is None and self.actual is None:
            return Message(N_("No date")), "watch"
        slip = self.slip
        if self.actual is None and (self.forecast or self.planned or today) < today:
            days = (today - (self.forecast or self.planned or today)).days
            return Message(N_("{count} days overdue"), {"count": days}), "act"
        if slip is None or slip == 0:
            return (Message(N_("Reached")), "good") if self.actual else (Message(N_("As planned")), "quiet")
        if slip < 0:
            return Message(N_("{count} days early"), {"count": -slip}), "good"
        return Message(N_("{count} days later"), {"count": slip}), "watch" if self.actual is None else "quiet"


class MilestoneFace(RowFace):
    """A row for each milestone on one axis."""

    register, name = "milestone", N_("Milestones on a time axis")
    head_height = 48
    _first, _last = date.min, date.max

    def fetch(self, session: Session, query: Query) -> Sequence[Row]:
        """Return the milestones by their day."""
        registers, today = self.context.registers, date.today()
        found = []
        for one in records(session, registers, "milestone", rows(session, registers, query)):
            v = one.values
            data = Milestone(
                v["name"] or "",
                one.names.get("owner", ""),
                v["planned"],
                v["forecast"],
                v["actual"],
                v["status"] == "dropped",
            )
            found.append(Row(("milestone", one.id), self._words(data, today), data, _ROW))
        days = [d for r in found for d in (r.data.planned, r.data.forecast, r.data.actual) if d is not None]
        low, high = min([*days, today]), max([*days, today])
        spare = max(timedelta(days=_LEAST) - (high - low), timedelta(0)) / 2 + timedelta(days=7)
        self._first, self._last = low - spare, high + spare
        return sorted(found, key=lambda r: r.data.actual or r.data.forecast or r.data.planned or date.max)

    def _words(self, one: Milestone, today: date) -> str:
        say = self.context.say
        days = (
            (N_("planned {day}"), one.planned),
            (N_("forecast {day}"), one.forecast),
            (N_("actual {day}"), one.actual),
        )
        parts = [say(Message(text, {"day": day.isoformat()})) for text, day in days if day is not None]
        return ", ".join((one.name, *parts, say(one.state(today)[0])))

    def lines(self) -> list[tuple[str | float | None, ...]]:
        """Return each milestone with its days."""
        say, today = self.context.say, date.today()
        heads = (
            N_("Milestone"),
            N_("Owner"),
            N_("Plan"),
            N_("Forecast"),
            N_("Actual"),
            N_("Slip in days"),
            N_("State"),
        )
        found: list[tuple[str | float | None, ...]] = [tuple(say(h) for h in heads)]
        for row in self.canvas.rows:
            one: Milestone = row.data
            days = tuple(d.isoformat() if d else None for d in (one.planned, one.forecast, one.actual))
            found.append((one.name, one.owner, *days, one.slip, say(one.state(today)[0])))
        return found

    def _at(self, room: QRect, day: date) -> float:
        left, width = room.width() * _NAME, room.width() * (1 - _NAME) - _STATE
        span = max(1.0, (self._last - self._first) / timedelta(days=1))
        return room.left() + left + width * ((day - self._first) / timedelta(days=1)) / span

    def paint_head(self, painter: QPainter, room: QRect) -> None:
        """Paint what the marks mean, and the months."""
        painter.fillRect(room, self.colour("surface"))
        self.pen(painter, "text_muted", small=True)
        say, x = self.context.say, room.left() + _PAD
        for kind, words in (("planned", N_("Plan")), ("forecast", N_("Forecast")), ("actual", N_("Actual"))):
            self._mark(painter, QPointF(x + 6, room.top() + 12), kind)
            self.pen(painter, "text_muted", small=True)
            text = say(words)
            painter.drawText(QRectF(x + 16, room.top(), 90, 24), Qt.AlignmentFlag.AlignVCenter, text)
            x += 30 + painter.fontMetrics().horizontalAdvance(text)
        for month in self._months(room):
            at = self._at(room, month)
            painter.setPen(QPen(self.colour("border"), 1))
            painter.drawLine(QPointF(at, room.top() + 26), QPointF(at, room.bottom()))
            self.pen(painter, "text_muted", small=True)
            painter.drawText(
                QRectF(at + 3, room.top() + 26, _MARKS, 20), Qt.AlignmentFlag.AlignVCenter, f"{month:%Y-%m}"
            )

    def _months(self, room: QRect) -> list[date]:
        width = room.width() * (1 - _NAME) - _STATE
        first = date(self._first.year, self._first.month, 1)
        months = [
            date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(1, 600)
        ]
        inside = [m for m in months if m <= self._last]
        each = max(1, -(-len(inside) * _MARKS // max(1, int(width))))
        return inside[::each]

    def paint_row(self, painter: QPainter, room: QRect, row: Row) -> None:
        """Paint the name, the marks on the axis, and how it stands."""
        one, today = row.data, date.today()
        middle = room.top() + room.height() / 2
        self.pen(painter, "text_muted" if one.dropped else "text")
        name = QRectF(room.left() + _PAD, room.top(), room.width() * _NAME - 2 * _PAD, room.height())
        words = painter.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, int(name.width()))
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(QPen(self.colour("accent"), 1, Qt.PenStyle.DotLine))
        now = self._at(room, today)
        painter.drawLine(QPointF(now, room.top()), QPointF(now, room.bottom()))
        end = one.actual or one.forecast
        if one.planned is not None and end is not None and end != one.planned:
            tone = "act" if end > one.planned else "good"
            painter.setPen(QPen(self.colour(tone), 2))
            painter.drawLine(QPointF(self._at(room, one.planned), middle), QPointF(self._at(room, end), middle))
        for kind, day in (("planned", one.planned), ("forecast", one.forecast), ("actual", one.actual)):
            if day is not None:
                self._mark(painter, QPointF(self._at(room, day), middle), kind)
        state, tone = one.state(today)
        self.pen(painter, small=True)
        painter.setPen(self.context.theme.tone(tone)[0])
        place = QRectF(room.right() - _STATE + 10, room.top(), _STATE - 16, room.height())
        told = painter.fontMetrics().elidedText(
            self.context.say(state), Qt.TextElideMode.ElideRight, int(place.width())
        )
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, told)

    def _mark(self, painter: QPainter, at: QPointF, kind: str) -> None:
        """Paint a hollow diamond for the plan, a ring for the forecast, a full disc for what came."""
        ink = self.colour("text")
        painter.setPen(QPen(ink, 1.6))
        painter.setBrush(self.colour("surface"))
        if kind == "planned":
            corners = [QPointF(0, -6), QPointF(6, 0), QPointF(0, 6), QPointF(-6, 0)]
            painter.drawPolygon(QPolygonF([at + c for c in corners]))
        else:
            painter.setBrush(self.colour("accent" if kind == "actual" else "surface"))
            painter.setPen(QPen(self.colour("accent"), 1.8))
            painter.drawEllipse(at, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
