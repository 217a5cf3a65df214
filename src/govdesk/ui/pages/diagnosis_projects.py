"""All projects side by side: the level of each rule of a tab, project by project, without ranking anybody."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from govdesk.insight.diagnosis.finding import Finding
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.diagnosis_source import Picture
from govdesk.ui.pages.diagnosis_word import LEVEL_ICONS, LEVEL_TONES, level_word, rule_title
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label, say_tip


class ProjectsGrid(QWidget):
    """Rules down, projects across.

    Signals:
        opened: Id of a project and code of a rule.
    """

    opened = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: QWidget | None = None

    def show_picture(self, picture: Picture, rules: Sequence[str]) -> None:
        """Show the projects of a picture."""
        if self._card is not None:
            self._card.hide()
            self._card.deleteLater()
        self._card = frame("card")
        grid = QGridLayout(self._card)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for across, diagnosis in enumerate(picture.found, 1):
            name = picture.names.get(diagnosis.project, "")
            grid.addWidget(label(name, "strong", wrap=True), 0, across)
            for down, code in enumerate(rules, 1):
                grid.addWidget(self._cell(diagnosis.project, name, code, diagnosis.finding(code)), down, across)
        for down, code in enumerate(rules, 1):
            grid.addWidget(label(rule_title(self._context, code)), down, 0)
        grid.setColumnStretch(len(picture.found) + 1, 1)
        self._column.addWidget(self._card, 0, Qt.AlignmentFlag.AlignTop)

    def _cell(self, project: str, name: str, code: str, finding: Finding) -> QWidget:
        context = self._context
        ink = context.theme.tone(LEVEL_TONES[finding.level])[0]
        word = level_word(context, finding.level, code)
        made = button(word, "link", icon(LEVEL_ICONS[finding.level], ink))
        made.setIconSize(QSize(18, 18))
        made.setAccessibleName(f"{name}, {rule_title(context, code)}: {word}")
        say_tip(made, context.say(finding.sentence))
        made.clicked.connect(giving(self.opened.emit, project, code))
        return made
