"""The detail of a rule: its signs with their rules and thresholds at the left; what would change it and a template at the right."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.diagnosis.catalogue import rule_named
from govdesk.insight.diagnosis.finding import Diagnosis, Finding
from govdesk.insight.template import Template, add_checklist, library
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.pages.diagnosis_help import HelpCard
from govdesk.ui.pages.diagnosis_sign import SignBlock
from govdesk.ui.pages.diagnosis_source import Picture
from govdesk.ui.pages.diagnosis_tile import LevelMark
from govdesk.ui.pages.diagnosis_word import rule_title, trend_told, trend_word
from govdesk.ui.text import button, frame, label

_BESIDE = 380
_STEPS = 6


class TemplateCard(QWidget):
    """The checklist that helps against a rule, to add.

    Signals:
        added: Id of the checklist that was made.
    """

    added = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._template: Template | None = None
        self._project = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addWidget(label(context.say(N_("A checklist that helped others")), "strong"))
        self.name, self.why = label("", "", wrap=True), label("", "caption", wrap=True)
        column.addWidget(self.name)
        column.addWidget(self.why)
        self._steps: QLabel = label("", "muted", wrap=True)
        column.addWidget(self._steps)
        self.add = button(
            context.say(N_("Add this checklist")), "", icon("clipboard-list", context.theme.colour("text"))
        )
        self.add.setEnabled(context.writable)
        self.add.clicked.connect(self._add)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_template(self, code: str, project: str) -> None:
        """Show the template of a rule."""
        found = next((t for t in library(self._context.language.code) if t.code == code), None)
        self._template, self._project = found, project
        self.setVisible(found is not None)
        if found is not None:
            self.name.setText(found.name)
            self.why.setText(found.why)
            self._steps.setText("\n".join(f"· {text}" for text, _ in found.steps))

    def _add(self) -> None:
        template, project, context = self._template, self._project, self._context
        if template is None:
            return
        workspace, today = context.workspace, dt.date.today()

        def done(identity: str) -> None:
            context.notify(context.say(Message(N_("Checklist added: {name}"), {"name": template.name})))
            self.added.emit(identity)

        context.edit(lambda: add_checklist(workspace, template, project, today), done)


class RuleDetail(QWidget):
    """One rule.

    Signals:
        left: Back to the tiles.
        rows_asked: The `Evidence` to open.
        missing_asked: Code of a register of which something is missing.
        threshold_chosen: Full name of a threshold, and its new value.
        added: Id of a checklist that was made.
    """

    left = Signal()
    rows_asked = Signal(object)
    missing_asked = Signal(str)
    threshold_chosen = Signal(str, int)
    added = Signal(str)

    def __init__(self, context: Context, back: str) -> None:
        super().__init__()
        self._context = context
        self._shown: object = None
        self.blocks: list[SignBlock] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._head(column, back)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._signs = QVBoxLayout()
        self._signs.setSpacing(8)
        row.addLayout(self._signs, 1)
        row.addWidget(self._beside(), 0, Qt.AlignmentFlag.AlignTop)
        area.setWidget(inside)
        column.addWidget(area, 1)

    def _head(self, column: QVBoxLayout, back: str) -> None:
        context = self._context
        head = QHBoxLayout()
        head.setSpacing(10)
        self.back = button(back, "ghost", icon("chevron-left", context.theme.colour("text")))
        self.back.clicked.connect(self.left)
        self.back.setVisible(bool(back))
        self.title, self.mark, self.trend = label("", "heading"), LevelMark(context), label("", "caption")
        head.addWidget(self.back)
        head.addWidget(self.title)
        head.addWidget(self.mark)
        head.addStretch(1)
        head.addWidget(self.trend)
        column.addLayout(head)
        self.why = label("", "muted", wrap=True)
        column.addWidget(self.why)
        self.note = label("", "", wrap=True)
        column.addWidget(self.note)

    def _beside(self) -> QWidget:
        beside = QWidget()
        beside.setFixedWidth(_BESIDE)
        lines = QVBoxLayout(beside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        self.help = HelpCard(self._context, self._context.say(N_("What would change this?")), _STEPS)
        self.template = TemplateCard(self._context)
        for one in (self.help, self.template):
            one.added.connect(self.added)
            lines.addWidget(one)
        return beside

    def show_rule(self, picture: Picture, diagnosis: Diagnosis, finding: Finding) -> None:
        """Show a rule as it stands now."""
        trend = picture.trends.get(diagnosis.project, {}).get(finding.rule)
        shown = (diagnosis, finding, trend, dict(picture.limits))
        if shown == self._shown:
            return
        self._shown = shown
        context, rule = self._context, rule_named(finding.rule)
        self.title.setText(rule_title(context, finding.rule).replace("&", "&&"))
        self.mark.show_level(finding.level, finding.rule)
        told = trend_told(context, trend)
        self.trend.setText(f"{trend_word(context, trend)} · {told}" if trend else told)
        self.why.setText(context.say(rule.why))
        self.note.setText(context.say(finding.note) if finding.note else "")
        self.note.setVisible(finding.note is not None)
        self.help.show_steps(diagnosis, (finding.rule,))
        self.template.show_template(finding.template, diagnosis.project)
        self._fill(picture, finding)

    def _fill(self, picture: Picture, finding: Finding) -> None:
        while item := self._signs.takeAt(0):
            if item.widget() is not None:
                item.widget().hide()
                item.widget().deleteLater()
        self.blocks = []
        for reading in finding.readings:
            block = SignBlock(self._context, finding.rule, reading, picture.limits)
            block.rows_asked.connect(self.rows_asked)
            block.missing_asked.connect(self.missing_asked)
            block.threshold_chosen.connect(self.threshold_chosen)
            self._signs.addWidget(block)
            self.blocks.append(block)
        self._signs.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.back.isVisible():
            self.left.emit()
        else:
            super().keyPressEvent(event)
