"""The projects side by side on the overview: a row each, in the order of their numbers, every number opening its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.slot import giving
from govdesk.ui.text import action, button, frame, label, say_tip

if TYPE_CHECKING:
    from govdesk.insight.overview_side import Beside, Figure
    from govdesk.store.query import Query

_HEADINGS = (
    N_("Project"),
    N_("Stage"),
    N_("Due this week"),
    N_("Unanswered voices"),
    N_("of which late"),
    N_("Fell back"),
    N_("To be acted on"),
)


class BesideCard(QWidget):
    """A table of projects.

    Signals:
        opened: The query whose rows are asked for.
        chosen: Id of the project that is to be looked at.
        diagnosed: Id of the project whose diagnosis is asked for.
    """

    opened = Signal(object)
    chosen = Signal(str)
    diagnosed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: object = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(label(context.say(N_("Projects side by side")), "strong"))
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(28)
        self.grid.setVerticalSpacing(0)
        self.grid.setColumnStretch(len(_HEADINGS), 1)
        column.addLayout(self.grid)
        note = N_("In the order of their numbers. The figures say where there is work, not who does better.")
        column.addWidget(label(context.say(note), "caption", wrap=True))

    def show_projects(self, found: Sequence[Beside], acts: dict[str, int]) -> None:
        """Show a row for each project; `acts` tells how many findings of each have to be acted on, where that is known."""
        if (found, acts) == self._shown:
            return
        self._shown = (found, dict(acts))
        while (item := self.grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        say = self._context.say
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        headings = _HEADINGS if acts else _HEADINGS[:-1]
        for column, words in enumerate(headings):
            self.grid.addWidget(label(say(words), "caption"), 0, column, right if column > 1 else Qt.AlignmentFlag(0))
        stages = self._context.registers["project"].field("stage").kind
        for line, one in enumerate(found, 1):
            name = button(one.name, "link")
            name.clicked.connect(giving(self.chosen.emit, one.id))
            self.grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignLeft)
            self.grid.addWidget(label(stages.show(one.stage, self._context.language), "muted"), line, 1)
            for column, figure in enumerate((one.due, one.voices, one.late, one.drift), 2):
                self.grid.addWidget(self._number(one, headings[column], figure), line, column, right)
            if acts:
                made = _button(one.name, say(headings[-1]), acts.get(one.id, 0))
                if isinstance(made, QPushButton):
                    made.clicked.connect(giving(self.diagnosed.emit, one.id))
                self.grid.addWidget(made, line, len(headings) - 1, right)

    def _number(self, one: Beside, heading: str, figure: Figure) -> QWidget:
        made = _button(one.name, self._context.say(heading), figure.count)
        if not isinstance(made, QPushButton):
            return made
        if len(figure.opens) == 1:
            made.clicked.connect(giving(self.opened.emit, figure.opens[0]))
        elif figure.opens:
            made.clicked.connect(giving(self._offer, made, figure.opens))
        return made

    def _offer(self, under: QPushButton, queries: Sequence[Query]) -> None:
        """Let the user say which of the registers that make a number he wants to see."""
        menu = QMenu(under)
        for query in queries:
            words = self._context.registers[query.register].about.plural
            entry = action(self._context.say(Message(words)), menu)
            entry.triggered.connect(giving(self.opened.emit, query))
            menu.addAction(entry)
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))


def _button(project: str, heading: str, count: int) -> QWidget:
    """Return a number that opens its rows; nothing is opened by a nought."""
    made: QWidget = button(f"{count:,}", "link") if count else label("0", "muted")
    made.setContentsMargins(0, 0, 0 if count else 5, 0)
    made.setAccessibleName(f"{project}, {heading}: {count:,}")
    say_tip(made, f"{project} · {heading}")
    return made
