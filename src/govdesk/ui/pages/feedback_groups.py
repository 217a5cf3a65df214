"""The two groups of the inbox, each with its number: voices that wait for an answer, answers that wait to be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.slot import giving
from govdesk.ui.text import button

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.store.query import Query

_WORDS = (N_("Waiting for an answer"), N_("Waiting to be confirmed"))


class InboxGroups(QWidget):
    """Two chips, one of them on.

    Signals:
        chosen: The other group is wanted.
    """

    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._turn = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self.chips: list[QPushButton] = []
        for place, words in enumerate(_WORDS):
            chip = button(context.say(words), "chip")
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            chip.clicked.connect(giving(self.chosen.emit))
            self._group.addButton(chip, place)
            self.chips.append(chip)
            row.addWidget(chip)
        row.addStretch(1)

    @property
    def answered(self) -> bool:
        """Whether the answers that wait to be confirmed are wanted."""
        return self._group.checkedId() == 1

    def show_query(self, query: Query) -> None:
        """Count both groups of a query; a filter by status leaves no groups."""
        self.setVisible(not any(f.field == "status" for f in query.filters))
        self._turn += 1
        turn, workspace, registers = self._turn, self._context.workspace, self._context.registers

        def work(_progress: Progress) -> tuple[int, int]:
            from govdesk.insight.answering import inbox  # noqa: PLC0415 - comes with the workspace
            from govdesk.store.query import count  # noqa: PLC0415

            with workspace.read() as session:
                waiting, done = (count(session, registers, inbox(query, answered=a)) for a in (False, True))
            return waiting, done

        self._context.jobs.read(work, lambda found: self._show(turn, found), owner=self)

    def _show(self, turn: int, counts: tuple[int, int]) -> None:
        if turn == self._turn:
            for chip, words, found in zip(self.chips, _WORDS, counts, strict=True):
                chip.setText(f"{self._context.say(words)}  {found:,}")
                chip.setAccessibleName(chip.text())
