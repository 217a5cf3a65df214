"""The line of time under the map: the journal's moments as steps of a slider, and a button that plays them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Moment
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import label, tool

_PACE = 700


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
        say, theme = context.say, context.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 4)
        row.setSpacing(10)
        mark = label()
        mark.setPixmap(icon("history", theme.colour("text_muted")).pixmap(QSize(16, 16)))
        self._first, self._now = label("", "caption"), label("", "caption")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(say(N_("Moment of the past")))
        self.slider.setToolTip(say(N_("Where each stood then; the right end is today")))
        self._play = tool(icon("play", theme.colour("text")), say(N_("Play the past")))
        self._timer = QTimer(self, interval=_PACE)
        for one, stretch in ((mark, 0), (self._first, 0), (self.slider, 1), (self._now, 0), (self._play, 0)):
            row.addWidget(one, stretch)
        self.slider.valueChanged.connect(self._turned)
        self._play.clicked.connect(self.play)
        self._timer.timeout.connect(self._go_on)
        self.hide()

    @property
    def upto(self) -> int | None:
        """How many moments have happened; None where the slider stands at today."""
        at_end = not self._moments or self.slider.value() >= len(self._moments)
        return None if at_end else self.slider.value()

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Take the moments of another project, or more of the same; whoever looks at today goes on looking at today."""
        before = self.upto
        self._moments = moments
        self.slider.blockSignals(True)
        self.slider.setRange(1, max(1, len(moments)))
        self.slider.setPageStep(max(1, len(moments) // 10))
        self.slider.setValue(len(moments) if before is None else min(before, len(moments)))
        self.slider.blockSignals(False)
        self.setVisible(len(moments) > 1)
        self._say()

    def play(self) -> None:
        """Run through the moments from the first, or stop."""
        if self._timer.isActive():
            self._timer.stop()
            return
        if self.upto is None:
            self.slider.setValue(1)
        self._timer.start()

    def _go_on(self) -> None:
        self.slider.setValue(self.slider.value() + 1)
        if self.upto is None:
            self._timer.stop()

    def _turned(self) -> None:
        self._say()
        self.turned.emit(self.upto)

    def _say(self) -> None:
        if not self._moments:
            return
        self._first.setText(f"{self._moments[0].at.astimezone():%Y-%m-%d}")
        if self.upto is None:
            self._now.setText(self._context.say(N_("Today")))
            return
        moment = self._moments[self.upto - 1]
        when = f"{moment.at.astimezone():%Y-%m-%d %H:%M}"
        words = self._context.say(Message(N_("{when} · {what}"), {"when": when, "what": moment.label}))
        self._now.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 320))

    def hideEvent(self, event: object) -> None:
        self._timer.stop()
