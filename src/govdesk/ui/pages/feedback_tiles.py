"""The four headline figures of the feedback analysis, each with the number of voices that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label

if TYPE_CHECKING:
    from govdesk.report.feedback_series import Analysis

#: What each tile opens: a column of the course of the voices.
_OPENS = (1, 1, 1, 0)


class Tiles(QWidget):
    """A row of cards.

    Signals:
        opened: Which step of the course of the voices is to be opened as rows.
    """

    opened = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        self._cards: list[tuple[QLabel, QLabel, QPushButton]] = []
        for step in _OPENS:
            card = frame("card")
            column = QVBoxLayout(card)
            column.setContentsMargins(14, 10, 14, 10)
            column.setSpacing(2)
            words, value, made_of = label("", "caption"), label("", "title"), button("", "link")
            made_of.clicked.connect(giving(self.opened.emit, step))
            line = QHBoxLayout()
            line.addWidget(value)
            line.addStretch(1)
            line.addWidget(made_of)
            column.addWidget(words)
            column.addLayout(line)
            row.addWidget(card, 1)
            self._cards.append((words, value, made_of))

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the figures of an analysis."""
        for (words, value, made_of), (heading, shown, of) in zip(
            self._cards, figures(self._context, analysis), strict=True
        ):
            words.setText(heading)
            value.setText(shown)
            made_of.setText(of)
            made_of.setVisible(bool(of))
            made_of.setAccessibleName(f"{heading}: {shown}, {of}")


def figures(context: Context, analysis: Analysis) -> list[tuple[str, str, str]]:
    """Return the four figures: heading, value, and what it is made of."""
    say = context.say
    hidden = say(N_("too few to tell"))

    def days(value: float | None) -> str:
        return hidden if value is None else say(Message(N_("{count} days"), {"count": f"{value:g}"}))

    def of(count: int | None) -> str:
        return "" if count is None else f"n = {count:,}"

    share = hidden
    if analysis.confirmed is not None and analysis.answered:
        share = f"{100 * analysis.confirmed / analysis.answered:.0f}%"
    again = hidden if analysis.reopened is None else f"{analysis.reopened:,}"
    return [
        (say(N_("Half are answered within")), days(analysis.median_days), of(analysis.answered)),
        (say(N_("Nine in ten within")), days(analysis.ninetieth_days), of(analysis.answered)),
        (say(N_("Of the answered, confirmed")), share, of(analysis.answered)),
        (say(N_("Opened again")), again, of(analysis.total)),
    ]
