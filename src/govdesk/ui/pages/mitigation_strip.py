"""The strip over the faces of mitigation: what is wrong, each a button that opens its rows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from govdesk.insight.mitigation import Finding, findings
from govdesk.progress import Progress
from govdesk.ui.context import Context, View
from govdesk.ui.flow import FlowLayout
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

_ICONS = {"act": "triangle-alert", "watch": "clock"}


class MitigationStrip(QWidget):
    """Says what is wrong; hidden where nothing is."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Finding, ...] = ()
        self._flow = FlowLayout(self, 6)
        self.buttons: dict[str, QPushButton] = {}
        self.hide()

    def read(self, project: str | None) -> None:
        """Look again at what is wrong in a project."""
        workspace, registers = self._context.workspace, self._context.registers

        def work(progress: Progress) -> tuple[Finding, ...]:
            with workspace.read() as session:
                return findings(session, registers, project, dt.date.today())

        self._context.jobs.read(work, self.show_findings, owner=self)

    def show_findings(self, found: tuple[Finding, ...]) -> None:
        """Make a button for each finding."""
        if found == self._shown and self.buttons:
            return
        self._shown = found
        while item := self._flow.takeAt(0):
            item.widget().hide()
            item.widget().deleteLater()
        self.buttons.clear()
        context = self._context
        for one in found:
            ink = context.theme.colour(one.tone)
            made = button(context.say(one.message), "chip", icon(_ICONS[one.tone], ink), context.say(one.rule))
            made.clicked.connect(giving(context.open_view, View(one.query.register, one.query)))
            self._flow.addWidget(made)
            self.buttons[one.code] = made
        self.setVisible(bool(found))
        self.updateGeometry()
