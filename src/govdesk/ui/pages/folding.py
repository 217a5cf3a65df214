"""Keeps the tabs of registers that a project does not use out of the way, and brings one out when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTabBar

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action, tip


class Folding(QObject):
    """Shows the tabs of the main registers and of those in use; a button beside them offers the rest.

    Signals:
        wanted: Code of a register that was folded and is to be shown.
    """

    wanted = Signal(str)

    def __init__(self, context: Context, registers: Sequence[str], tabs: QTabBar, places: Sequence[str]) -> None:
        """Watch over the tabs.

        Args:
            context: The window's.
            registers: Codes of the page's registers.
            tabs: Their tabs.
            places: The register of each tab.
        """
        super().__init__(tabs)
        self._context = context
        self._tabs = tabs
        self._places = tuple(places)
        self._foldable = [c for c in registers if context.registers[c].about.folded]
        self._now = ""
        theme = context.theme
        self.more = MenuButton("link", icon("ellipsis", theme.colour("text_muted")))
        self.more.say(context.say(N_("More registers")))
        self.more.setAccessibleName(context.say(N_("More registers of this area")))
        self.more.setToolTip(tip(context.say(N_("Registers that this project does not use yet"))))
        self.more.setVisible(False)

    @property
    def folded(self) -> list[str]:
        """Codes of the registers whose tabs are out of the way."""
        return [c for n, c in enumerate(self._places) if not self._tabs.isTabVisible(n) and c in self._foldable]

    def show(self, register: str) -> None:
        """Bring the tabs into line with what is in use, the register that is looked at among them."""
        self._now = register
        self.refresh()

    def refresh(self) -> None:
        """Look again which registers hold records."""
        used = {self._now, *self._used()}
        for place, code in enumerate(self._places):
            self._tabs.setTabVisible(place, code not in self._foldable or code in used)
        self.more.items.clear()
        for code in (c for c in self._foldable if c not in used):
            about = self._context.registers[code].about
            words = self._context.say(about.plural).replace("&", "&&")
            one = action(words, self.more.items, icon(about.icon, self._context.theme.colour("text_muted")))
            one.setToolTip(tip(self._context.say(about.purpose)))
            one.triggered.connect(giving(self.wanted.emit, code))
            self.more.items.addAction(one)
        self.more.setVisible(not self.more.items.isEmpty())

    def _used(self) -> list[str]:
        if not self._foldable or not self._context.is_open:
            return []
        from govdesk.store.query import Query, holds_any  # noqa: PLC0415 - the store comes with the workspace

        context = self._context
        with context.workspace.read() as session:
            queries = {
                c: Query(c, context.project if context.registers[c].in_project else None) for c in self._foldable
            }
            return [c for c, query in queries.items() if holds_any(session, context.registers, query)]
