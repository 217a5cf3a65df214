"""The overview: what has to be done, who waits, who drifts and what has changed; each number opens exactly its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.insight.overview import Block, waiting_voices
from govdesk.insight.overview_drift import drifting
from govdesk.insight.overview_due import due_this_week
from govdesk.insight.overview_news import News, news
from govdesk.insight.overview_side import Beside, side_by_side
from govdesk.progress import Progress
from govdesk.store import edit
from govdesk.store.query import Filter, Query, count
from govdesk.ui.command import Commands
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages.overview_beside import BesideCard
from govdesk.ui.pages.overview_card import ActsCard, Card, NewsCard
from govdesk.ui.pages.overview_numbers import NumbersStrip, read_numbers
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.visit import last_visit

_CARDS = {
    "week": (
        N_("This week"),
        N_("What is late or due by Sunday and not yet done, whatever register it stands in"),
        N_("Nothing is due this week."),
    ),
    "voices": (
        N_("Voices that wait longest"),
        N_("Feedback that nobody has answered, the oldest first"),
        N_("Every voice has its answer."),
    ),
    "drift": (
        N_("Away from where we wish they stood"),
        N_(
            "Your judgement of people: shown here alone, in no file for others. First who fell back, then who has power."
        ),
        N_("Everybody stands where you wish."),
    ),
}
_WIDE = 700

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.fields.register import Registers
    from govdesk.insight.metric_line import MetricLine
    from govdesk.ui.pages.diagnosis_source import DiagnosisSource, Picture


def holds(session: Session, registers: Registers, project: str | None) -> bool:
    """Answer whether anything is held of a project, or of any."""
    return any(count(session, registers, Query(c, project)) for c, r in registers.items() if r.in_project)


def _made(
    make: Callable[..., Block], registers: Registers, project: str | None, today: date, session: Session
) -> Block:
    return make(session, registers, project, today)


class OverviewBody(Body):
    """The cards of the overview."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._columns = 0
        self._asked = 0
        self._source: DiagnosisSource | None = None
        say = context.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        area.setWidget(self._inside)
        self.beside = BesideCard(context)
        self.beside.opened.connect(self._open)
        self.beside.chosen.connect(context.set_project)
        self.beside.diagnosed.connect(lambda one: context.open_view(View.of_page("diagnosis", one)))
        self._beside: tuple[Beside, ...] = ()
        self.numbers = NumbersStrip(context)
        self.numbers.opened.connect(self._open_readings)
        self.numbers.turned.connect(self._turn)
        self.numbers.adding.connect(lambda: self._open(Query("metric", context.project)))
        self.acts = ActsCard(context)
        self.cards: dict[str, Card] = {code: Card(context, *map(say, texts)) for code, texts in _CARDS.items()}
        self.news = NewsCard(context, "", "", say(N_("Nothing has changed.")))
        self.news.asked.connect(lambda: self._do("history"))
        for card in (*self.cards.values(), self.news):
            card.opened.connect(self._open)
            card.chosen.connect(context.select)
        self.empty = EmptyState(context)
        self.empty.setProperty("first_row", True)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(area)
        self._stack.addWidget(self.empty)
        self.beside.hide()
        self._arrange()

    def show_project(self, project: str | None, part: str) -> None:
        """Read block after block, so that the first stands before the last is counted; a newer wish ends an older one."""
        self._asked += 1
        asked, context = self._asked, self.context
        workspace, registers = context.workspace, context.registers
        now, visit = datetime.now().astimezone(), last_visit(context)
        today, seen = now.date(), visit.operation if visit else None

        def read(make: Callable[[Session], Any], take: Callable[[Any], None]) -> None:
            def work(progress: Progress) -> Any:
                if asked != self._asked:
                    return None
                with workspace.read() as session:
                    return make(session)

            def done(found: Any) -> None:
                if asked == self._asked and found is not None:
                    take(found)

            context.jobs.read(work, done, owner=self)

        self._beside = ()
        self.beside.hide()
        self.numbers.setVisible(project is not None)
        for make in (due_this_week, waiting_voices, drifting):
            read(partial(_made, make, registers, project, today), self._take_block)
        if project is not None:
            read(lambda session: read_numbers(session, registers, project), self.numbers.show_numbers)
        else:
            read(lambda session: side_by_side(session, registers, today), self._take_projects)
        read(lambda session: news(session, registers, project, seen, now), self._take_news)
        read(lambda session: holds(session, registers, project), self._take_end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _take_block(self, block: Block) -> None:
        self.cards[block.code].show_block(block)
        if block.total:
            self._stack.setCurrentWidget(self._area)

    def _take_projects(self, found: tuple[Beside, ...]) -> None:
        self._beside = found
        self.beside.setVisible(len(found) > 1)
        self.beside.show_projects(found, {})

    def _take_news(self, found: News) -> None:
        visit = last_visit(self.context)
        self.news.show_news(found, f"{visit.at.astimezone():%Y-%m-%d %H:%M}" if visit else "")

    def _take_end(self, held: bool) -> None:
        if not held:
            self._say_empty()
        self._stack.setCurrentWidget(self._area if held else self.empty)
        self._diagnose()

    def _say_empty(self) -> None:
        say, offers = self.context.say, []
        if self.context.writable:
            offers = [
                (say(N_("Import a spreadsheet")), "", "file-spreadsheet", lambda: self._do("import")),
                (say(N_("Write down a voice")), "primary", "message-square-plus", lambda: self._do("voice")),
            ]
        words = N_(
            "The overview fills itself from the registers: what is due this week, who waits for an answer, who moves "
            "away, and what has changed. Begin with one register; the others join when you want them."
        )
        self.empty.show_state("layout-dashboard", say(N_("Nothing to look over yet")), say(words), offers)

    def _arrange(self) -> None:
        """Put the cards side by side where there is room, else below one another."""
        columns = 2 if self.width() >= _WIDE else 1
        if columns == self._columns:
            return
        self._columns = columns
        self._grid.addWidget(self.beside, 0, 0, 1, columns)
        self._grid.addWidget(self.numbers, 1, 0, 1, columns)
        for place, card in enumerate((*self.cards.values(), self.news)):
            self._grid.addWidget(card, 2 + place // columns, place % columns)
        self._grid.addWidget(self.acts, 7, 0, 1, columns)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(9, 1)

    def _diagnose(self) -> None:
        """Show what the diagnosis found, once it is read beside the window; it loads after the first paint."""
        from govdesk.ui.pages.diagnosis_source import DiagnosisSource  # noqa: PLC0415

        if self._source is None:
            self._source = DiagnosisSource.of(self.context)
            self._source.told.connect(self._take_diagnosis)
            self._source.tell_count()
        known = self._source.known
        self._take_diagnosis(known if known is not None and known.asked == self.context.project else None)

    def _take_diagnosis(self, picture: Picture | None) -> None:
        found = picture.found if picture is not None else ()
        self.acts.show_findings(found if self.context.project is not None else ())
        self.acts.setVisible(self.context.project is not None and bool(found))
        self.beside.show_projects(self._beside, {d.project: d.acts for d in found})

    def _open_readings(self, metric: MetricLine) -> None:
        self._open(Query("measurement", metric.project, (Filter("metric", "any_of", (metric.id,)),)))

    def _turn(self, identity: str, wanted: bool) -> None:
        workspace = self.context.workspace
        self.context.edit(lambda: edit.change(workspace, "metric", [identity], {"headline": wanted}))

    def _open(self, query: Query) -> None:
        self.context.open_view(View(query.register, query))

    def _do(self, command: str) -> None:
        commands = self.window().findChild(Commands)
        if isinstance(commands, Commands):
            commands[command].trigger()
