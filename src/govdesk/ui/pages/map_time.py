"""The line of time under the map: a slider over the days of the journal, and a button that plays them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Moment
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import label, say_tip, tool

_SLOWEST, _QUICKEST, _WHOLE = 700, 120, 12_000
#: Below so many steps a finer measure of time is taken.
_FEW = 12
_DAY, _HOUR, _MINUTE = "%Y-%m-%d", "%m-%d %H:00", "%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the slider: its time in words, and how many moments had happened by then."""

    when: str
    upto: int


def stops(past: Sequence[Moment], now: datetime) -> list[Stop]:
    """Return the steps from the first moment to now: days, or hours, minutes, single moments where it all is younger."""
    if not past:
        return []
    times = [m.at.astimezone() for m in past]
    first, last = times[0], max(now.astimezone(), times[-1])
    for unit, shape in ((timedelta(days=1), _DAY), (timedelta(hours=1), _HOUR), (timedelta(minutes=1), _MINUTE)):
        begin = (
            first.replace(minute=0, second=0, microsecond=0) if unit > timedelta(minutes=1) else first.replace(second=0)
        )
        begin = begin.replace(hour=0) if unit == timedelta(days=1) else begin
        amount = int((last - begin) / unit) + 1
        if amount >= _FEW:
            ends = [begin + unit * n for n in range(1, amount + 1)]
            starts = [f"{begin + unit * n:{shape}}" for n in range(amount)]
            return [
                Stop(when, bisect_right(times, end - timedelta.resolution))
                for when, end in zip(starts, ends, strict=True)
            ]
    return [Stop(f"{at:{_DAY} %H:%M}", n) for n, at in enumerate(times, 1)]


class TimeSlider(QSlider):
    """A slider with a dot at each step in which somebody was judged anew."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.marks: list[int] = []
        self.dots = self.palette().text().color()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().subControlRect(
            QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, self
        )
        room, span = self.width() - handle.width(), max(1, self.maximum() - self.minimum())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.dots)
        for mark in self.marks:
            across = handle.width() / 2 + room * (mark - self.minimum()) / span
            painter.drawEllipse(QPointF(across, self.height() - 3.0), 2.0, 2.0)


class TimeLine(QWidget):
    """Chooses how many of the moments have happened.

    Signals:
        turned: How many moments have happened; None is today.
    """

    turned = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._moments: Sequence[Moment] = ()
        self._stops: list[Stop] = []
        say, theme = context.say, context.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 4)
        row.setSpacing(10)
        mark = label()
        mark.setPixmap(icon("history", theme.colour("text_muted")).pixmap(QSize(16, 16)))
        self._first, self._now = label("", "caption"), label("", "caption")
        self._now.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.slider = TimeSlider()
        self.slider.dots = theme.colour("text_muted")
        self.slider.setAccessibleName(say(N_("Day of the past")))
        self.slider.setToolTip(say(N_("Where each stood then; the right end is today")))
        self._play = tool(icon("play", theme.colour("text")), "")
        self._timer = QTimer(self)
        for one, stretch in ((mark, 0), (self._first, 0), (self.slider, 5), (self._now, 3), (self._play, 0)):
            row.addWidget(one, stretch)
        self.slider.valueChanged.connect(self._turned)
        self._play.clicked.connect(self.play)
        self._timer.timeout.connect(self._go_on)
        self._say_play()
        self.hide()

    @property
    def upto(self) -> int | None:
        """How many moments have happened; None where the slider stands at today."""
        at_end = not self._stops or self.slider.value() >= len(self._stops)
        return None if at_end else self._stops[self.slider.value() - 1].upto

    @property
    def when(self) -> str:
        """The day of the past that is shown; empty where it is today."""
        return "" if self.upto is None else self._stops[self.slider.value() - 1].when

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Take the moments of another project, or more of the same; whoever looks at today goes on looking at today."""
        before = self._stops[self.slider.value() - 1].when if self.upto is not None else None
        self._moments = moments
        self._stops = stops(moments, datetime.now().astimezone())
        whens = [s.when for s in self._stops]
        amount = len(self._stops)
        self.slider.blockSignals(True)
        self.slider.setRange(1, max(1, amount))
        self.slider.setPageStep(max(1, amount // 10))
        self.slider.setValue(whens.index(before) + 1 if before in whens else amount)
        self.slider.marks = self._changes()
        self.slider.blockSignals(False)
        self.setVisible(len(moments) > 1)
        self._say()

    def _changes(self) -> list[int]:
        """Return the steps in which something happened."""
        counts = [0, *(s.upto for s in self._stops)]
        return [n for n in range(1, len(counts)) if counts[n] > counts[n - 1]]

    def play(self) -> None:
        """Run through the days on which something happened from the first, or stop."""
        if self._timer.isActive():
            self._timer.stop()
        else:
            if self.upto is None:
                self.slider.setValue(1)
            pace = _WHOLE // max(1, len(self.slider.marks))
            self._timer.start(min(_SLOWEST, max(_QUICKEST, pace)))
        self._say_play()

    def _say_play(self) -> None:
        running, theme = self._timer.isActive(), self._context.theme
        words = self._context.say(N_("Stop") if running else N_("Play the past"))
        self._play.setIcon(icon("square" if running else "play", theme.colour("text")))
        self._play.setAccessibleName(words)
        say_tip(self._play, words)

    def _go_on(self) -> None:
        ahead = [m for m in self.slider.marks if m > self.slider.value()]
        self.slider.setValue(ahead[0] if ahead else self.slider.maximum())
        if self.upto is None:
            self._timer.stop()
            self._say_play()

    def _turned(self) -> None:
        self._say()
        self.turned.emit(self.upto)

    def _say(self) -> None:
        if not self._stops:
            return
        self._first.setText(self._stops[0].when)
        place = self.slider.value() - 1
        if self.upto is None:
            words = self._context.say(N_("Today"))
        else:
            before = self._stops[place - 1].upto if place else 0
            words = self._stops[place].when
            if self._stops[place].upto > before:
                what = self._moments[self._stops[place].upto - 1].label
                words = self._context.say(Message(N_("{when} · {what}"), {"when": words, "what": what}))
        self._now.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(90, self._now.width())))
        self._now.setToolTip(words)
        self.slider.setAccessibleDescription(words)

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
        self._say_play()
