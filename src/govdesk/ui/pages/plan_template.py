"""The window that adds a checklist from a template: which template on the left, its steps on the right, against what below."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.template import Template, add_checklist, library, own_templates
from govdesk.store.query import Filter, Query, records, rows
from govdesk.ui.context import Context
from govdesk.ui.text import button, label

_SIZE = (720, 460)


class TemplateWindow(QDialog):
    """Choose a template and the risk that it is against.

    Signals:
        added: Id of the new checklist.
    """

    added = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        say = context.say
        self.setWindowTitle(say(N_("Checklist from a template")))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.templates: tuple[Template, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(say(N_("Templates")))
        self.list.setFixedWidth(250)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.why = label("", "muted", wrap=True)
        self.steps = QListWidget()
        self.steps.setAccessibleName(say(N_("Steps")))
        self.steps.setWordWrap(True)
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.target = QComboBox()
        self.target.setAccessibleName(say(N_("For risk")))
        self.add = button(say(N_("Add the checklist")), "primary")
        self.add.clicked.connect(self.make)
        away = button(say(N_("Cancel")))
        away.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        row, right = QHBoxLayout(), QVBoxLayout()
        column.addLayout(row, 1)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        right.addWidget(self.why)
        right.addWidget(self.steps, 1)
        foot = QHBoxLayout()
        foot.addWidget(label(say(N_("For risk"))))
        foot.addWidget(self.target, 1)
        foot.addWidget(away)
        foot.addWidget(self.add)
        column.addLayout(foot)
        self._fill()
        self.list.currentRowChanged.connect(self._show)
        self.list.itemDoubleClicked.connect(self.make)
        self.list.setCurrentRow(0)

    def offer_risk(self, identity: str) -> None:
        """Take this risk as what the checklist is against, and begin with the template for its pitfall."""
        self.target.setCurrentIndex(max(0, self.target.findData(identity)))
        pitfall = self._pitfalls.get(identity)
        fitting = (n for n, t in enumerate(self.templates) if pitfall and t.pitfall == pitfall)
        self.list.setCurrentRow(next(fitting, max(0, self.list.currentRow())))

    def _fill(self) -> None:
        context = self._context
        registers = context.registers
        with context.workspace.read() as session:
            self.templates = (*library(context.language.code), *own_templates(session, registers))
            query = Query("risk", context.project, (Filter("status", "none_of", ("closed",)),))
            risks = records(session, registers, "risk", rows(session, registers, query))
        for one in self.templates:
            words = context.say(Message(N_("{template} (own)"), {"template": one.name})) if one.own else one.name
            self.list.addItem(QListWidgetItem(words))
        self.target.addItem(context.say(N_("No risk in particular")), "")
        self._pitfalls = {r.id: r.values["pitfall"] for r in risks}
        for risk in risks:
            self.target.addItem(f"{risk.number}  {risk.title(registers['risk'])}", risk.id)
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setMinimumContentsLength(16)

    def _show(self, place: int) -> None:
        one = self.templates[place]
        self.why.setText(one.why or self._context.say(N_("Kept in this workspace.")))
        self.steps.clear()
        for text, days in one.steps:
            within = self._context.language.ngettext("within {count} day", "within {count} days", days) if days else ""
            self.steps.addItem(f"{text}  ({within})" if within else text)

    def make(self) -> None:
        """Add the checklist, or say why it cannot be."""
        context = self._context
        one = self.templates[max(0, self.list.currentRow())]
        risk = self.target.currentData()
        project = context.project or self._project_of(risk)
        if project is None:
            context.ask.tell(context.say(N_("Choose a risk, or one project above; a checklist belongs to a project.")))
            return
        target = ("risk", risk) if risk else None
        context.edit(lambda: add_checklist(context.workspace, one, project, dt.date.today(), target), self._done)

    def _done(self, identity: str) -> None:
        self.added.emit(identity)
        self.accept()

    def _project_of(self, risk: str) -> str | None:
        from govdesk.store.query import find  # noqa: PLC0415 - only where all projects are shown

        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, "risk", risk) if risk else None
        return found.values["project"] if found else None
