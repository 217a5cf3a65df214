"""Keeps the tabs of registers that a project does not use out of the way, and brings one out when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action, tip

#: Pixels that the current tab's bold letters may take beyond what was measured.
_SPARE = 16


class Folding(QObject):
    """Shows the tabs of the main registers and of those in use, as far as there is room; a button offers the rest.

    Signals:
        wanted: Place of a tab that was out of the way and is to be shown.
    """

    wanted = Signal(int)

    def __init__(self, context: Context, tabs: QTabBar, places: Sequence[str]) -> None:
        """Watch over the tabs.

        Args:
            context: The window's.
            tabs: The tabs of a page.
            places: The register of each tab.
        """
        super().__init__(tabs)
        self._context = context
        self._tabs = tabs
        self._places = tuple(places)
        self._foldable = [c for c in dict.fromkeys(places) if context.registers[c].about.folded]
        self._now = 0
        self._used: set[str] = set()
        theme = context.theme
        self.more = MenuButton("link", icon("ellipsis", theme.colour("text_muted")))
        self.more.say(context.say(N_("More registers")))
        self.more.setAccessibleName(context.say(N_("More registers of this area")))
        words = N_("Registers that this project does not use yet, and those that find no room beside the others")
        self.more.setToolTip(tip(context.say(words)))
        self.more.setVisible(False)
        self.line = QWidget()
        row = QHBoxLayout(self.line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(tabs)
        row.addWidget(self.more)
        row.addStretch(1)
        self.line.installEventFilter(self)

    @property
    def folded(self) -> list[str]:
        """Codes of the registers whose tabs are out of the way since they hold nothing."""
        return [c for c in self._foldable if c not in self._used and c != self._places[self._now]]

    def show(self, place: int) -> None:
        """Bring the tabs into line with what is in use, the tab that is looked at among them."""
        self._now = place
        self.refresh()

    def refresh(self) -> None:
        """Look again which registers hold records."""
        self._used = set(self._held())
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._arrange()
        return False

    def _arrange(self) -> None:
        """Show as many tabs as there is room for, and put the others into the menu."""
        folded = self.folded
        fitting = [n for n, code in enumerate(self._places) if code not in folded]
        with QSignalBlocker(self._tabs):
            for place in range(len(self._places)):
                self._tabs.setTabVisible(place, place in fitting)
            shown = self._with_room(fitting, bool(folded))
            for place in fitting:
                self._tabs.setTabVisible(place, place in shown)
        self._tabs.updateGeometry()
        self.more.items.clear()
        crowded = [n for n in fitting if n not in shown]
        for place in crowded:
            self._offer(place)
        if crowded and folded:
            self.more.items.addSeparator()
        for code in folded:
            self._offer(self._places.index(code))
        self.more.setVisible(bool(crowded or folded))

    def _with_room(self, places: list[int], folded: bool) -> list[int]:
        widths = {n: self._tabs.tabRect(n).width() for n in places}
        room = self.line.width()
        if not self.line.isVisible() or (sum(widths.values()) + _SPARE <= room and not folded):
            return places
        room -= self.more.sizeHint().width() + _SPARE + widths.get(self._now, 0)
        shown = []
        for place in places:
            if place == self._now:
                shown.append(place)
                continue
            room -= widths[place]
            if room < 0:
                break
            shown.append(place)
        return shown if self._now in shown else [*shown, self._now]

    def _offer(self, place: int) -> None:
        about = self._context.registers[self._places[place]].about
        words = self._tabs.tabText(place).replace("&&", "&")
        one = action(words, self.more.items, icon(about.icon, self._context.theme.colour("text_muted")))
        one.triggered.connect(giving(self.wanted.emit, place))
        self.more.items.addAction(one)

    def _held(self) -> list[str]:
        if not self._foldable or not self._context.is_open:
            return []
        from govdesk.store.query import Query, holds_any  # noqa: PLC0415 - the store comes with the workspace

        context = self._context
        with context.workspace.read() as session:
            queries = {
                c: Query(c, context.project if context.registers[c].in_project else None) for c in self._foldable
            }
            return [c for c, query in queries.items() if holds_any(session, context.registers, query)]
