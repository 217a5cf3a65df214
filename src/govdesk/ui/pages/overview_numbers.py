"""The three numbers that the sponsor asked for: chosen among the metrics, kept with the project, each opening its readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.metric_line import HEADLINES, MetricLine
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action, label
from govdesk.ui.theme import CARD_RADIUS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.fields.register import Registers

_HIGH, _PAD, _LINE = 84, 14, 90
#: So many metrics are offered; the register has them all.
_OFFERED = 30


@dataclass(frozen=True, slots=True)
class Numbers:
    """The chosen metrics, and id, name and whether it is chosen of all that could be."""

    chosen: tuple[MetricLine, ...]
    offered: tuple[tuple[str, str, bool], ...]


def read_numbers(session: Session, registers: Registers, project: str) -> Numbers:
    """Return the numbers of a project."""
    from govdesk.insight.metric_line import headlines  # noqa: PLC0415 - on the reading thread
    from govdesk.store.query import Order, Query, records, rows  # noqa: PLC0415

    keys = rows(session, registers, Query("metric", project, order=(Order("number"),)))[:_OFFERED]
    found = records(session, registers, "metric", keys)
    offered = tuple((r.id, r.values["name"] or "", bool(r.values["headline"])) for r in found)
    return Numbers(headlines(session, registers, project), offered)


class NumberTile(QAbstractButton):
    """One number: its name, the last reading, from where to where, and the line of its readings."""

    def __init__(self, context: Context, metric: MetricLine) -> None:
        super().__init__()
        self._context, self.figure = context, metric
        self._state, self._tone = metric.state(date.today())
        last = metric.latest
        self._value = metric.shown(last.value) if last is not None else "–"
        self.setText(metric.name)
        self.setAccessibleName(", ".join((metric.name, self._value, self._goal(), context.say(self._state))))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip("")

    def sizeHint(self) -> QSize:
        return QSize(220, _HIGH)

    def _goal(self) -> str:
        if self.figure.target is None:
            return ""
        return self._context.say(Message(N_("target {value}"), {"value": self.figure.shown(self.figure.target)}))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._context.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if self.hasFocus() else "border"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CARD_RADIUS, CARD_RADIUS)
        room = self.rect().adjusted(_PAD, 8, -_PAD, -8)
        font, elide = painter.font(), Qt.TextElideMode.ElideRight
        font.setPixelSize(theme.caption)
        painter.setFont(font)
        painter.setPen(theme.colour("text_muted"))
        name = painter.fontMetrics().elidedText(self.text(), elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignTop, name)
        goal = painter.fontMetrics().elidedText(self._goal(), elide, room.width() // 2)
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom, goal)
        painter.setPen(theme.tone(self._tone)[0])
        painter.drawText(
            room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, self._context.say(self._state)
        )
        font.setPixelSize(theme.title)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        value = painter.fontMetrics().elidedText(self._value, elide, room.width() - _LINE)
        painter.drawText(room.adjusted(0, 17, 0, 0), Qt.AlignmentFlag.AlignTop, value)
        self._paint_line(painter, QRect(room.right() - _LINE, room.top() + 22, _LINE, 22))
        painter.end()

    def _paint_line(self, painter: QPainter, room: QRect) -> None:
        points = [(r.day.toordinal(), r.value) for r in self.figure.readings if r.value is not None]
        if len(points) < 2:
            return
        days, values = [p[0] for p in points], [p[1] for p in points]
        across, high = max(1, days[-1] - days[0]), (max(values) - min(values)) or 1.0
        low = min(values)
        line = QPolygonF(
            [
                QPointF(
                    room.left() + room.width() * (d - days[0]) / across,
                    room.bottom() - room.height() * (v - low) / high,
                )
                for d, v in points
            ]
        )
        painter.setPen(QPen(self._context.theme.colour("accent"), 2))
        painter.drawPolyline(line)


class NumbersStrip(QWidget):
    """Up to three numbers, and the choice of them.

    Signals:
        opened: The metric whose readings are asked for.
        turned: Id of a metric, and whether it is one of the three from now on.
        adding: A metric is to be written down.
    """

    opened = Signal(object)
    turned = Signal(str, bool)
    adding = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: object = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._tiles = QHBoxLayout()
        self._tiles.setSpacing(12)
        row.addLayout(self._tiles, 1)
        self.choice = MenuButton("", icon("star", context.theme.colour("text")))
        self.choice.say(context.say(N_("Sponsor's numbers")))
        self.choice.setAccessibleName(context.say(N_("Choose the three numbers that the sponsor asked for")))
        self.choice.setToolTip(self.choice.accessibleName())
        row.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)

    def show_numbers(self, numbers: Numbers) -> None:
        """Show the chosen numbers, and offer the others."""
        if numbers == self._shown:
            return
        self._shown = numbers
        while (item := self._tiles.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in numbers.chosen:
            tile = NumberTile(self._context, one)
            tile.clicked.connect(giving(self.opened.emit, one))
            self._tiles.addWidget(tile)
        if not numbers.chosen:
            words = N_("No numbers chosen yet: up to three metrics that the sponsor asked for stand here.")
            self._tiles.addWidget(label(self._context.say(words), "muted", wrap=True))
        self._offer(numbers.offered)

    def _offer(self, offered: Sequence[tuple[str, str, bool]]) -> None:
        menu, say = self.choice.items, self._context.say
        menu.clear()
        full = sum(chosen for _, _, chosen in offered) >= HEADLINES
        for identity, name, chosen in offered:
            entry = action(name, self.choice)
            entry.setCheckable(True)
            entry.setChecked(chosen)
            entry.setEnabled(self._context.writable and (chosen or not full))
            entry.triggered.connect(giving(self.turned.emit, identity, not chosen))
            menu.addAction(entry)
        menu.addSeparator()
        more = action(say(N_("To the metrics…")), self.choice)
        more.triggered.connect(giving(self.adding.emit))
        menu.addAction(more)
