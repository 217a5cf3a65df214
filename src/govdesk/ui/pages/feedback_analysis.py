"""The analysis of feedback: what lies behind the voices, where, when, and how fast they are answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.feedback_paper import HIDDEN, AnalysisPaper, Cell
from govdesk.ui.picture import picture_button
from govdesk.ui.text import button, tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from govdesk.progress import Progress
    from govdesk.report.feedback_series import Analysis
    from govdesk.store.query import Query

_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class AnalysisSheet(QWidget):
    """What is painted, with a cell that keys move and Enter or a click opens."""

    def __init__(self, context: Context, opened: Callable[[Cell], None]) -> None:
        super().__init__()
        self._context = context
        self._opened = opened
        self.paper: AnalysisPaper | None = None
        self.current: Cell = (0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_paper(self, paper: AnalysisPaper) -> None:
        """Show other numbers."""
        self.paper = paper
        self.current = (min(self.current[0], len(paper.rows)), min(self.current[1], len(paper.columns)))
        self.setMinimumSize(paper.smallest(), paper.height())
        self._say()
        self.update()

    def words(self, cell: Cell) -> str:
        """Return a cell in words."""
        if self.paper is None:
            return ""
        paper, total = self.paper, self._context.say(N_("Total"))
        row = paper.branch(paper.rows[cell[0]]) if cell[0] < len(paper.rows) else total
        column = paper.cause(paper.columns[cell[1]]) if cell[1] < len(paper.columns) else total
        count = paper.count(cell)
        return f"{row}, {column}: {HIDDEN if count is None else count}"

    def _say(self) -> None:
        self.setAccessibleName(self._context.say(N_("Causes by department")))
        self.setAccessibleDescription(self.words(self.current))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.paper is not None:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), self._context.theme.colour("surface"))
            self.paper.paint(painter, self.size(), self.current if self.hasFocus() else None)
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.paper is None:
            return
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            row = min(max(0, self.current[0] + step[0]), len(self.paper.rows))
            column = min(max(0, self.current[1] + step[1]), len(self.paper.columns))
            self.current = (row, column)
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._opened(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def _under(self, at: QPoint) -> Cell | None:
        return self.paper.cell_at(at, self.width()) if self.paper else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._under(event.position().toPoint()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._under(event.position().toPoint())
        if cell is not None:
            self.current = cell
            self._say()
            self.update()
            self._opened(cell)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            cell = self._under(self.mapFromGlobal(event.globalPos()))  # type: ignore[attr-defined]
            if cell is not None:
                QToolTip.showText(event.globalPos(), tip(self.words(cell)), self)  # type: ignore[attr-defined]
                return True
        return super().event(event)


class AnalysisFace(Face):
    """The analysis as a face of feedback."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._memory: Any = None
        self._turn = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self.sheet = AnalysisSheet(context, self.open_cell)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.sheet)
        self._stack.addWidget(self._scroll)
        self.empty = EmptyState(context)
        self._stack.addWidget(self.empty)
        say = context.say
        self._picture = picture_button(context, self._paint, say(N_("Feedback analysis")), self._size)
        self._numbers = button(say(N_("Numbers to Excel")), "", icon("table-2", context.theme.colour("text")))
        self._numbers.clicked.connect(self.save_numbers)

    def toolbar(self) -> list[QWidget]:
        return [self._numbers, self._picture]

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
        from govdesk.report.feedback_series import shown_places  # noqa: PLC0415

        if turn != self._turn or self._query is None:
            return
        self.counted.emit(analysis.total or 0, analysis.everybody)
        if not analysis.everybody:
            say = self.context.say
            words = say(N_("As soon as voices are written down, this tells what lies behind them, and where."))
            self.empty.show_state("trending-up", say(N_("No voice was heard yet")), words, ())
            self._stack.setCurrentWidget(self.empty)
            return
        self.sheet.show_paper(AnalysisPaper(self.context, analysis, shown_places(self._query, analysis)))
        self._stack.setCurrentWidget(self._scroll)

    def _paint(self, painter: QPainter, size: QSize) -> None:
        if self.sheet.paper is not None:
            self.sheet.paper.paint(painter, size)

    def _size(self) -> QSize:
        paper = self.sheet.paper
        return QSize(max(960, paper.smallest()), paper.height()) if paper else QSize(960, 400)

    # ------------------------------------------------------------ rows and numbers

    def open_cell(self, cell: Cell) -> None:
        """Open the voices of a cell, if its group is large enough for them to be read one by one."""
        from govdesk.insight.small_group import COMMENTS  # noqa: PLC0415
        from govdesk.store.query import Filter, Query  # noqa: PLC0415

        paper, query = self.sheet.paper, self._query
        if paper is None or query is None:
            return
        row, column = paper.place(cell)
        heat = paper.analysis.heat
        if not heat.may_list(row, column):
            words = N_(
                "What fewer than {count} people said is not opened from a figure, so that nobody is singled out."
            )
            self.context.notify(self.context.say(Message(words, {"count": COMMENTS})))
            return
        kept = tuple(f for f in query.filters if f.field not in ("department", "cause"))
        if row < len(heat.rows):
            branch = paper.analysis.branches[row]
            kept += (Filter("department", "any_of", branch.departments if branch.id else (None,)),)
        if column < len(heat.columns):
            kept += (Filter("cause", "any_of", (heat.columns[column] or None,)),)
        self.context.open_view(View("feedback", Query("feedback", query.project, kept, query.search)))

    def save_numbers(self) -> None:
        """Ask where the numbers go and write them there, hidden ones hidden."""
        from govdesk.sheet.numbers import write_numbers  # noqa: PLC0415 - when something is written

        say, paper = self.context.say, self.sheet.paper
        if paper is None:
            return
        name = say(N_("Feedback analysis"))
        suggested = Path.home() / f"{name}.xlsx"
        path = self.context.ask.save_file(say(N_("Save the numbers")), suggested, ((say(N_("Workbook")), ("xlsx",)),))
        if path is None:
            return
        try:
            write_numbers(path, self._sheets(paper))
        except GovDeskError as error:
            self.context.say_error(error)
            return
        self.context.notify(say(Message(N_("Saved: {path}"), {"path": str(path)})))

    def _sheets(self, paper: AnalysisPaper) -> list[Any]:
        from govdesk.sheet.numbers import NumberSheet  # noqa: PLC0415

        say, analysis, total = self.context.say, paper.analysis, self.context.say(N_("Total"))

        def told(count: int | None) -> str | int:
            return HIDDEN if count is None else count

        head = ("", *(paper.cause(j) for j in paper.columns), total)
        lines = [head]
        for i in range(len(paper.rows) + 1):
            name = paper.branch(paper.rows[i]) if i < len(paper.rows) else total
            lines.append((name, *(told(paper.count((i, j))) for j in range(len(paper.columns) + 1))))  # type: ignore[arg-type]
        months = zip((*analysis.months.columns, total), analysis.months.counts[0], strict=True)
        by_month = [(say(N_("Month")), say(N_("Voices"))), *((m or "—", told(c)) for m, c in months)]
        figures = [(say(N_("Figure")), say(N_("Value")), "n"), *paper.tiles()]
        return [
            NumberSheet(say(N_("Causes by department")), tuple(lines)),
            NumberSheet(say(N_("Voices by month")), tuple(by_month)),
            NumberSheet(say(N_("Figures")), tuple(figures)),
        ]
