"""A page of the window that belongs to no register: title, tabs and tools around the bodies that its declaration names.

The window shows one when a `View` names it; each body is told the project, and again whenever a record has changed.
"""

from __future__ import annotations

from importlib import import_module

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from govdesk.ui.context import Context, View
from govdesk.ui.page import Page, Tab
from govdesk.ui.pages.face import fit_tools
from govdesk.ui.text import frame, label

_NARROW = 760


class Body(QWidget):
    """What one tab of a page shows.

    Signals:
        told: Another line under the title, in the user's language, such as how many findings there are.
    """

    told = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def show_project(self, project: str | None, part: str) -> None:
        """Show a project, or all; called again whenever the project or any record changes.

        Args:
            project: Its id; None for all projects.
            part: What of the tab is asked for, such as the code of a finding; empty for nothing in particular.
        """
        raise NotImplementedError

    def toolbar(self) -> list[QWidget]:
        """Return the widgets that stand beside the title while this body is shown."""
        return []


class PageFrame(QWidget):
    """One page with its tabs."""

    def __init__(self, context: Context, page: Page) -> None:
        super().__init__()
        self._context = context
        self._page = page
        self._bodies: dict[str, Body] = {}
        self._shown: Body | None = None
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._refresh)
        self._build()
        context.view_changed.connect(self.show_view)
        context.bridge.changed.connect(self._changed)
        if context.view is not None:
            self.show_view(context.view)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        head = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._purpose = label("", "title"), label("", "muted", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._purpose)
        head.addLayout(words, 1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        head.addLayout(self._tools)
        column.addLayout(head)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self._context.say(self._page.title))
        for tab in self._page.tabs:
            self.tabs.addTab(self._context.say(tab.label).replace("&", "&&"))
        self.tabs.currentChanged.connect(self._choose)
        under = QWidget()
        lines = QVBoxLayout(under)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.tabs)
        lines.addWidget(frame("line"))
        under.setVisible(len(self._page.tabs) > 1)
        column.addWidget(under)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)

    def show_view(self, view: View) -> None:
        """Show a view, if it is of this page."""
        if view.page != self._page.code:
            return
        tab = self._page.tab(view.tab)
        say = self._context.say
        self._title.setText(say(tab.title or self._page.title))
        body = self._body(tab)
        if body is not self._shown:
            self._purpose.setText(say(tab.purpose or self._page.purpose))
            self._shown = body
            self._place_tools()
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._page.tabs.index(tab))
        self.tabs.blockSignals(False)
        self._context.columns = ()
        self._stack.setCurrentWidget(body)
        body.show_project(view.query.project, view.part)

    def body(self, code: str) -> Body | None:
        """Return the body of a tab, if it was shown before."""
        return self._bodies.get(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _body(self, tab: Tab) -> Body:
        if tab.code not in self._bodies:
            module, _, name = tab.maker.partition(":")
            made = getattr(import_module(module), name)(self._context)
            assert isinstance(made, Body)  # noqa: S101 - declared so
            made.told.connect(self._tell)
            self._bodies[tab.code] = made
            self._stack.addWidget(made)
        return self._bodies[tab.code]

    def _tell(self, words: str) -> None:
        if self.sender() is self._shown or self._shown is None:
            self._purpose.setText(words)

    def _choose(self, place: int) -> None:
        self._context.select("", "")
        self._context.open_view(View.of_page(self._page.code, self._context.project, self._page.tabs[place].code))

    def _changed(self, _changes: object) -> None:
        if self.isVisible():
            self._again.start()

    def _refresh(self) -> None:
        view = self._context.view
        if view is not None and self.isVisible():
            self.show_view(view)

    def _place_tools(self) -> None:
        wanted = self._shown.toolbar() if self._shown is not None else []
        while item := self._tools.takeAt(0):
            if item.widget() is not None and item.widget() not in wanted:
                item.widget().hide()
        for one in wanted:
            self._tools.addWidget(one, 0, Qt.AlignmentFlag.AlignVCenter)
            one.show()
        self._fit()

    def _fit(self) -> None:
        if self._shown is not None:
            fit_tools(self._shown.toolbar(), narrow=self.width() < _NARROW)
