"""The overview: what has to be done this week and who waits for an answer, each number opening exactly its rows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.overview import Block, steps_due, waiting_voices
from govdesk.progress import Progress
from govdesk.ui.context import Context, View
from govdesk.ui.pages.overview_card import Card
from govdesk.ui.pages.page_frame import Body

_CARDS = {
    "week": (
        N_("This week"),
        N_("Steps of checklists that are late or due by Sunday, and not yet done"),
        N_("Nothing is due this week."),
    ),
    "voices": (
        N_("Voices that wait longest"),
        N_("Feedback that nobody has answered, the oldest first"),
        N_("Every voice has its answer."),
    ),
}


class OverviewBody(Body):
    """The cards of the overview."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        self.cards: dict[str, Card] = {}
        for place, (code, texts) in enumerate(_CARDS.items()):
            card = Card(self.context, *map(self.context.say, texts))
            card.opened.connect(self._open)
            card.chosen.connect(self.context.select)
            grid.addWidget(card, place // 2, place % 2)
            self.cards[code] = card
        grid.setRowStretch(len(_CARDS), 1)
        area.setWidget(inside)
        column.addWidget(area)

    def show_project(self, project: str | None, part: str) -> None:
        workspace, registers, today = self.context.workspace, self.context.registers, date.today()

        def work(progress: Progress) -> list[Block]:
            with workspace.read() as session:
                return [make(session, registers, project, today) for make in (steps_due, waiting_voices)]

        self.context.jobs.read(work, self._take, owner=self)

    def _take(self, blocks: list[Block]) -> None:
        for block in blocks:
            self.cards[block.code].show_block(block)

    def _open(self, block: Block) -> None:
        self.context.open_view(View(block.query.register, block.query))
