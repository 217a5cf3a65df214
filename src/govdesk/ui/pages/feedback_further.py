"""The ways that lead on from a voice: a risk made of it or linked to it, a checklist against it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context, View
from govdesk.ui.icon import icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.slot import giving
from govdesk.ui.text import action, say_tip

if TYPE_CHECKING:
    from govdesk.store.query import Record


class FurtherButton(MenuButton):
    """A menu of what can be made of the chosen voice."""

    def __init__(self, context: Context, chosen: Callable[[], Record | None]) -> None:
        ink = context.theme.colour("text")
        super().__init__("", icon("shield-alert", ink), icon("chevron-down", ink))
        self._context = context
        self._chosen = chosen
        say = context.say
        self.say(say(N_("Take further")))
        self.setAccessibleName(say(N_("Take further")))
        say_tip(self, say(N_("Make a risk of it, or a checklist against it")))
        self.risk = self._offer(N_("Make a risk of it"), "shield-alert", self.make_risk)
        self.open_risk = self._offer(N_("Open its risk"), "external-link", self.show_risk)
        self.checklist = self._offer(N_("Checklist against it…"), "list-checks", self.make_checklist)

    def _offer(self, words: str, symbol: str, work: Callable[[], object]) -> QAction:
        made = action(self._context.say(words), self, icon(symbol, self._context.theme.colour("text")))
        made.triggered.connect(giving(work))
        self.items.addAction(made)
        return made

    def refresh(self) -> None:
        """Offer what fits the chosen voice."""
        voice = self._chosen()
        linked = bool(voice is not None and voice.values.get("risk"))
        self.risk.setVisible(not linked)
        self.open_risk.setVisible(linked)
        for made in (self.risk, self.checklist):
            made.setEnabled(self._context.writable)
        if voice is not None and linked:
            words = self._context.say(N_("Open its risk"))
            self.open_risk.setText(f"{words}: {voice.names.get('risk', '')[:40]}".replace("&", "&&"))

    def make_risk(self) -> None:
        """Make a risk of the voice, as one step that can be undone."""
        from govdesk.insight.escalation import raise_risk  # noqa: PLC0415 - now and then

        voice, context = self._chosen(), self._context
        if voice is not None and context.writable:
            words = Message(N_("A risk was made of FB-{number}. Say how likely and how bad it is."))
            told = Message(words.source, {"number": f"{voice.number:04d}"})
            context.edit(lambda: raise_risk(context.workspace, voice), lambda _: context.notify(context.say(told)))

    def show_risk(self) -> None:
        """Open the risk that the voice is linked to."""
        from govdesk.store.query import Query  # noqa: PLC0415 - comes with the workspace

        voice = self._chosen()
        if voice is not None and voice.values.get("risk"):
            self._context.open_view(View("risk", Query("risk", self._context.project)))
            self._context.select("risk", voice.values["risk"])

    def make_checklist(self) -> None:
        """Open the templates, so that a checklist against the voice is made of one."""
        from govdesk.ui.pages.plan_template import TemplateWindow  # noqa: PLC0415 - opened now and then

        voice = self._chosen()
        if voice is not None:
            window = TemplateWindow(self._context, self.window())
            window.offer("feedback", voice.id)
            window.added.connect(lambda identity: self._context.select("checklist", identity))
            window.open()
