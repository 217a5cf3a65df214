"""All that stands in the window in one language and one theme; made anew when either becomes another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from govdesk.progress import Progress
from govdesk.ui.area import area_of, areas
from govdesk.ui.command import Commands
from govdesk.ui.context import Context, View
from govdesk.ui.navigation import Navigation
from govdesk.ui.page import page
from govdesk.ui.project import ProjectName, project_register, projects
from govdesk.ui.read_only import ReadOnlyBanner
from govdesk.ui.search_panel import SearchPanel
from govdesk.ui.side import Side
from govdesk.ui.spare_side import SpareSide
from govdesk.ui.status_bar import StatusBar
from govdesk.ui.theme import INSPECTOR_WIDTH
from govdesk.ui.top_bar import TopBar
from govdesk.ui.welcome import Welcome

_NARROW = 1180
_VERY_NARROW = 980
_TAB = Qt.FocusPolicy.TabFocus
#: Milliseconds in which the first paint reaches the screen.
_FRAME = 16


class Shell(QWidget):
    """Bar, navigation, page, side panel and foot, or the welcome page where no workspace is open.

    Signals:
        area_chosen: Code of the area that the user went to.
        painted: It is on the screen for the first time; what can wait may come now.
    """

    area_chosen = Signal(str)
    painted = Signal()

    def __init__(self, context: Context, commands: Commands, recent: Sequence[QAction], saved: datetime | None) -> None:
        super().__init__()
        self._context = context
        self._areas = areas(context.registers)
        self._pages: dict[str, QWidget] = {}
        self._seen = False
        self.setObjectName("shell")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top = TopBar(context, commands, recent)
        column.addWidget(self.top)
        self.welcome: Welcome | None = None
        self.read_only: ReadOnlyBanner | None = None
        if context.is_open:
            self._fill(column)
        else:
            self.welcome = Welcome(context, commands)
            column.addWidget(self.welcome, 1)
        self.status = StatusBar(context, saved)
        column.addWidget(self.status)
        self.search = SearchPanel(context, self) if context.is_open else None
        if self.search is not None:
            self.search.gone.connect(self.focus_page)
        context.view_changed.connect(self.show_view)
        context.bridge.changed.connect(self.refresh)
        context.project_changed.connect(self.refresh)

    def show_view(self, view: View) -> None:
        """Bring the page that holds this view to the front."""
        if self.welcome is not None:
            return
        code = self.area_of(view)
        if code not in self._pages:
            self._pages[code] = self._make_page(code)
            self.pages.addWidget(self._pages[code])
        self.pages.setCurrentWidget(self._pages[code])
        self.navigation.show_area(code)
        self._spare.show_view(view)
        if view.page:
            self.status.clear_counts()

    def area_of(self, view: View) -> str:
        """Return the code of the area, or of the page, that holds a view."""
        return area_of(self._context.registers, view)

    def first_view(self, area: str) -> View:
        """Return what is shown of an area, or of a page, when the user goes there for the first time."""
        from govdesk.store.query import Query  # noqa: PLC0415 - after the first paint

        if page(area) is not None:
            return View.of_page(area, self._context.project)
        lead = next(a.registers[0] for a in self._areas if a.code == area)
        return View(lead, Query(lead))

    def refresh(self) -> None:
        """Count the records and list the projects again."""
        if self.welcome is not None or not self._context.is_open:
            return
        context = self._context
        workspace, registers, project, lang = context.workspace, context.registers, context.project, context.language

        def work(progress: Progress) -> tuple[dict[str, int], list[ProjectName]]:
            from govdesk.store.query import totals  # noqa: PLC0415 - after the first paint

            with workspace.read() as session:
                named = projects(session, registers, lang)
                counts = totals(session, registers, project)
                shared = totals(session, registers, None) if project is not None else counts
            return {c: (counts if registers[c].in_project else shared)[c] for c in registers}, named

        context.jobs.read(work, lambda found: self._take(project, *found), owner=self)

    def open_search(self) -> None:
        """Open the search below its field."""
        if self.search is not None:
            self.search.open_over(self._search_place())

    def focus_next_part(self) -> None:
        """Move the keyboard from one part of the window to the next: page, side, bar, navigation."""
        parts = [self.top] if self.welcome is not None else [self.pages, self.side, self.top, self.navigation]
        parts = [p for p in (*parts, self.welcome) if p is not None and p.isVisible()]
        now = QApplication.focusWidget()
        at = next((n for n, p in enumerate(parts) if now is not None and p.isAncestorOf(now)), -1)
        for part in (*parts[at + 1 :], *parts[: at + 1]):
            if focus_first(part):
                return

    def focus_page(self) -> None:
        """Give the keyboard to the rows of the page."""
        if self.welcome is None:
            focus_first(self.pages)

    def toggle_side(self) -> None:
        """Show or hide the panel at the right, and remember it."""
        if self.welcome is not None:
            return
        shown = self.side.isHidden()
        self.side.setVisible(shown)
        if shown:
            self.side.show_selection()
        self._context.settings = replace(self._context.settings, inspector=INSPECTOR_WIDTH if shown else 0)

    def show_history(self) -> None:
        """Show the history at the right, or put it away."""
        if self.welcome is not None:
            return
        if self.side.isVisible() and self.side.shows_history:
            self.side.leave_history()
            return
        self.side.setVisible(True)
        self.side.show_history()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._seen:
            self._seen = True
            QTimer.singleShot(_FRAME, self, self._bring_rest)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.welcome is None and self._context.is_open:
            self.navigation.set_narrow(self.width() < _NARROW)
            self.top.set_narrow(self.width() < _VERY_NARROW)
        if self.search is not None and self.search.isVisible():
            self.layout().activate()
            self.search.place(self._search_place())

    def _bring_rest(self) -> None:
        self.refresh()
        if self.welcome is None:
            self.side.show_selection()
        now = QApplication.focusWidget()
        if now is None or self.top.isAncestorOf(now):
            self.welcome.first.setFocus() if self.welcome is not None else self.focus_page()
        self._count_findings()
        self.painted.emit()

    def _count_findings(self) -> None:
        if self.welcome is None:
            from govdesk.ui.pages.diagnosis_source import DiagnosisSource  # noqa: PLC0415 - after the first paint

            DiagnosisSource.of(self._context).tell_count()

    def _fill(self, column: QVBoxLayout) -> None:
        hindrance = self._context.workspace.hindrance
        if hindrance is not None:
            self.read_only = ReadOnlyBanner(self._context, hindrance)
            column.addWidget(self.read_only)
        row = QHBoxLayout()
        row.setSpacing(0)
        self.navigation = Navigation(self._context, self._areas)
        self.navigation.chosen.connect(self.area_chosen)
        row.addWidget(self.navigation)
        self.pages = QStackedWidget()
        self.pages.setMinimumWidth(360)
        self.side = Side(self._context)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.pages)
        parts.addWidget(self.side)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        width = self._context.settings.inspector
        parts.setSizes([10_000, width or INSPECTOR_WIDTH])
        self.side.setVisible(width > 0)
        self._spare = SpareSide(self._context, self.side)
        parts.splitterMoved.connect(self._keep_width)
        row.addWidget(parts, 1)
        column.addLayout(row, 1)

    def _search_place(self) -> QRect:
        return QRect(self.top.search.mapTo(self, QPoint(0, 0)), self.top.search.size())

    def _make_page(self, code: str) -> QWidget:
        if (found := page(code)) is not None:
            from govdesk.ui.pages.page_frame import PageFrame  # noqa: PLC0415 - pages load when they are shown

            return PageFrame(self._context, found)
        from govdesk.ui.pages.register_page import RegisterPage  # noqa: PLC0415

        return RegisterPage(self._context, next(a.registers for a in self._areas if a.code == code))

    def _take(self, project: str | None, totals: dict[str, int], named: list[ProjectName]) -> None:
        self.navigation.show_totals(totals)
        self.top.show_projects(named)
        if project == self._context.project and all(project != one.id for one in named):
            self._context.set_project(None)

    def _keep_width(self) -> None:
        self._context.settings = replace(self._context.settings, inspector=self.side.width())

    def ask_for_projects(self) -> None:
        """Show the list of projects."""
        from govdesk.store.query import Query  # noqa: PLC0415 - after the first paint

        code = project_register(self._context.registers)
        self._context.open_view(View(code, Query(code)))


def focus_first(part: QWidget) -> bool:
    """Focus a part's table, else what was focused in it last, else the first that can be."""
    takers = [w for w in part.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.focusPolicy() & _TAB]
    table = next((w for w in takers if isinstance(w, QAbstractItemView)), None)
    taker = table or (part.focusWidget() if part.focusWidget() in takers else next(iter(takers), None))
    if taker is not None:
        taker.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return taker is not None
