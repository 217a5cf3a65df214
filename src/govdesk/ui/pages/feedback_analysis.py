"""The analysis of feedback: what lies behind the voices, where, when, and how fast they are answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QRegion, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.chart_export import save_series
from govdesk.ui.chart_view import ChartView
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.feedback_tiles import Tiles
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame

if TYPE_CHECKING:
    from govdesk.progress import Progress
    from govdesk.report.feedback_series import Analysis
    from govdesk.report.series import Series
    from govdesk.store.query import Filter, Query

_ANSWERED = ("answered", "confirmed")
_CHARTS = ("heat", "trend", "wait", "course")
#: The width from which two figures stand side by side.
_PAIR = 700
#: What stays free around a picture of the page, and on the page beside its scroll bar.
_AROUND, _BAR = 20, 8


class AnalysisFace(Face):
    """The analysis as a face of feedback."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._memory: Any = None
        self._turn = 0
        self.analysis: Analysis | None = None
        self.series: dict[str, Series] = {}
        self._places: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = self._build()
        self._scroll.setWidget(self._page)
        self._stack.addWidget(self._scroll)
        self.empty = EmptyState(context)
        self._stack.addWidget(self.empty)
        say = context.say
        self._numbers = button(say(N_("Numbers to Excel")), "", icon("table-2", context.theme.colour("text")))
        self._numbers.clicked.connect(self.save_numbers)
        name = say(N_("Feedback analysis"))
        self._picture = picture_button(context, self._paint, name, self._size, note=self._note)

    def _build(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, _BAR, 0)
        column.setSpacing(10)
        self.tiles = Tiles(self.context)
        self.tiles.opened.connect(lambda step: self.open_number("course", 0, step))
        column.addWidget(self.tiles)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.charts: dict[str, ChartView] = {}
        self._cards: dict[str, QWidget] = {}
        for code in _CHARTS:
            chart = self.charts[code] = ChartView(self.context, partial(self.may_open, code))
            chart.opened.connect(giving(self._open_current, code))
            card = self._cards[code] = frame("card")
            inner = QVBoxLayout(card)
            inner.setContentsMargins(1, 1, 1, 1)
            inner.addWidget(chart)
        self._arrange()
        return whole

    def _arrange(self) -> None:
        """Put trend and time to answer side by side where there is room."""
        pair = self.width() >= _PAIR
        places = {"heat": (0, 0, 2), "trend": (1, 0, 1), "wait": (1, 1, 1), "course": (2, 0, 2)}
        if not pair:
            places = {code: (i, 0, 2) for i, code in enumerate(_CHARTS)}
        for code, (row, column, span) in places.items():
            self._grid.addWidget(self._cards[code], row, column, 1, span, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() >= _PAIR) != (self.width() >= _PAIR):
            self._arrange()

    def toolbar(self) -> list[QWidget]:
        return [self._picture, self._numbers]

    def _size(self) -> QSize:
        """Return how large a picture of the whole page is, what lies out of sight with it."""
        return self._page.size() + QSize(2 * _AROUND - _BAR, _AROUND)

    def _paint(self, painter: QPainter, _size: QSize) -> None:
        """Paint tiles and figures as they stand on the page."""
        for part in (self.tiles, *self._cards.values()):
            at = part.mapTo(self._page, QPoint(_AROUND, 0))
            part.render(painter, at, QRegion(), QWidget.RenderFlag.DrawChildren)

    def _note(self) -> str:
        heard = self.analysis.total if self.analysis is not None else None
        return f"n = {'–' if heard is None else heard}"

    def show_query(self, query: Query) -> None:
        from govdesk.report.feedback_series import Memory, analyse  # noqa: PLC0415 - comes with the workspace

        if self._memory is None:
            self._memory = Memory()
        self._query = query
        self._turn += 1
        turn, workspace, registers, memory = self._turn, self.context.workspace, self.context.registers, self._memory

        def work(_progress: Progress) -> Analysis:
            with workspace.read() as session:
                return analyse(session, registers, query, memory)

        self.context.jobs.read(work, lambda found: self._show(turn, found), owner=self)

    def _show(self, turn: int, analysis: Analysis) -> None:
        from govdesk.report.feedback_chart import charts  # noqa: PLC0415 - comes with the workspace
        from govdesk.report.feedback_series import shown_places  # noqa: PLC0415

        if turn != self._turn or self._query is None:
            return
        self.analysis = analysis
        self.counted.emit(analysis.total or 0, analysis.everybody)
        self._numbers.setEnabled(bool(analysis.everybody))
        if not analysis.everybody:
            say = self.context.say
            words = say(N_("As soon as voices are written down, this tells what lies behind them, and where."))
            offer = (say(N_("Write down a voice")), "primary", "message-square-plus", self._write_down)
            offers = (offer,) if self.context.writable else ()
            self.empty.show_state("trending-up", say(N_("No voice was heard yet")), words, offers)
            self._stack.setCurrentWidget(self.empty)
            return
        self._places = shown_places(self._query, analysis)
        narrowed = any(f.field in ("department", "cause") for f in self._query.filters)
        note = Message(N_("all departments and causes")) if narrowed else ""
        for one in charts(analysis, self._places, date.today()):
            shown = self.series[one.code] = one if one.code == "heat" else replace(one, note=note)
            self.charts[one.code].show_series(shown)
        self.tiles.show_analysis(analysis)
        self._stack.setCurrentWidget(self._scroll)

    def _write_down(self) -> None:
        from govdesk.ui.pages.voice import write_down_voice  # noqa: PLC0415 - with the first voice

        write_down_voice(self.context, self.window())

    # ------------------------------------------------------------ rows and numbers

    def _open_current(self, code: str) -> None:
        self.open_number(code, *self.charts[code].current)

    def open_number(self, code: str, row: int, column: int) -> None:
        """Open the voices behind a number, if they are so many that they may be read one by one."""
        from govdesk.insight.small_group import COMMENTS  # noqa: PLC0415
        from govdesk.store.query import Query  # noqa: PLC0415

        query, series = self._query, self.series.get(code)
        if query is None or series is None:
            return
        value = series.lines[row].values[column]
        if value == 0:
            self.context.notify(self.context.say(N_("Nobody is counted here.")))
            return
        if value is None or value < COMMENTS:
            words = N_(
                "What fewer than {count} people said is not opened from a figure, so that nobody is singled out."
            )
            self.context.notify(self.context.say(Message(words, {"count": COMMENTS})))
            return
        found = self._filters(code, row, column) or ()
        kept = tuple(f for f in query.filters if f.field not in {"department", "cause"} | {n.field for n in found})
        self.context.open_view(View("feedback", Query("feedback", query.project, (*kept, *found), query.search)))

    def may_open(self, code: str, row: int, column: int) -> bool:
        """Answer whether the voices behind a number may be read one by one."""
        return self._filters(code, row, column) is not None

    def _filters(self, code: str, row: int, column: int) -> tuple[Filter, ...] | None:
        """Return the filters that leave the voices of a number; None where it may not be opened."""
        from govdesk.insight.small_group import COMMENTS  # noqa: PLC0415
        from govdesk.store.query import Filter  # noqa: PLC0415

        analysis, series = self.analysis, self.series.get(code)
        value = series.lines[row].values[column] if series else None
        if analysis is None or value is None or value < COMMENTS:
            return None
        if code == "heat":
            return self._cell(analysis, row, column)
        if code == "trend":
            period = analysis.periods[column]
            if period is None:
                return (Filter("date", "empty"),)
            first, last = period.first.isoformat(), period.last.isoformat()
            return (Filter("date", "from", (first,)), Filter("date", "to", (last,)))
        if code == "wait":
            return (Filter("number", "any_of", analysis.band_numbers[column]),)
        again = Filter("number", "any_of", analysis.reopened_numbers)
        steps = ((), (Filter("status", "any_of", _ANSWERED),), (Filter("status", "any_of", ("confirmed",)),), (again,))
        return steps[column]

    def _cell(self, analysis: Analysis, row: int, column: int) -> tuple[Filter, ...]:
        from govdesk.store.query import Filter  # noqa: PLC0415

        rows, columns = self._places
        found: list[Filter] = []
        if row < len(rows):
            branch = analysis.branches[rows[row]]
            found.append(Filter("department", "any_of", branch.departments if branch.id else (None,)))
        if column < len(columns):
            found.append(Filter("cause", "any_of", (analysis.heat.columns[columns[column]] or None,)))
        return tuple(found)

    def save_numbers(self) -> None:
        """Ask where the numbers of all figures go and write them there, hidden ones hidden."""
        if self.series:
            save_series(self.context, self.context.say(N_("Feedback analysis")), tuple(self.series.values()))
