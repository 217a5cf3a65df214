"""The editor of an own template: its name, its steps in their order, and within how many days each is to be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_, Message
from govdesk.insight.template import keep_template
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import button, label, line

_SIZE = (620, 440)
_DAYS = 110


class TemplateEditor(QDialog):
    """Edits a template, or names a new one made from a checklist.

    Signals:
        kept: Id of the template that was written.
    """

    kept = Signal(str)

    def __init__(
        self,
        context: Context,
        name: str,
        steps: Sequence[tuple[str, int | None]],
        code: str,
        parent: QWidget,
        project: str = "",
    ) -> None:
        super().__init__(parent)
        self._context, self._code, self._project = context, code, project
        say, ink = context.say, context.theme.colour("text")
        title = say(N_("Edit the template") if code else N_("Keep as a template"))
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self.name = line("", say(N_("Name of the template")))
        self.name.setText(name)
        self.table = QTableWidget(0, 2)
        self.table.setAccessibleName(say(N_("Steps")))
        field = context.registers["checklist_item"].field("days")
        self.table.setHorizontalHeaderLabels([say(N_("Step")), say(field.label)])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(1, _DAYS)
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for text, days in steps:
            self._add(text, "" if days is None else str(days))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        hint = N_("Leave out what belongs to one case alone. Owners and dates are not kept.")
        for one in (label(say(N_("Name"))), self.name, label(say(hint), "muted", wrap=True)):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        for words, symbol, act in (
            (N_("Add a step"), "plus", self.add_step),
            (N_("Remove the step"), "trash-2", self.remove_step),
            (N_("Up"), "arrow-up", lambda: self._move(-1)),
            (N_("Down"), "arrow-down", lambda: self._move(1)),
        ):
            made = button(say(words), "ghost", icon(symbol, ink))
            made.clicked.connect(lambda _=False, do=act: do())
            foot.addWidget(made)
        foot.addStretch(1)
        away, keep = button(say(N_("Cancel"))), button(say(N_("Keep the template")), "primary")
        away.clicked.connect(self.reject)
        keep.clicked.connect(lambda: self.keep())
        foot.addWidget(away)
        foot.addWidget(keep)
        column.addLayout(foot)

    def _add(self, text: str, days: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, 0, QTableWidgetItem(text))
        self.table.setItem(row, 1, QTableWidgetItem(days))

    def add_step(self) -> None:
        """Add an empty step and type into it."""
        self._add("", "")
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self.table.edit(self.table.currentIndex())

    def remove_step(self) -> None:
        """Leave out the current step."""
        if self.table.currentRow() >= 0:
            self.table.removeRow(self.table.currentRow())

    def _move(self, way: int) -> None:
        here = self.table.currentRow()
        there = here + way
        if here < 0 or not 0 <= there < self.table.rowCount():
            return
        for column in range(2):
            one, other = self.table.takeItem(here, column), self.table.takeItem(there, column)
            self.table.setItem(here, column, other)
            self.table.setItem(there, column, one)
        self.table.setCurrentCell(there, max(0, self.table.currentColumn()))

    def keep(self) -> None:
        """Write the template, or say what is missing."""
        context = self._context
        field = context.registers["checklist_item"].field("days")
        steps: list[tuple[str, int | None]] = []
        for row in range(self.table.rowCount()):
            text, days = (self.table.item(row, column).text() for column in range(2))
            read = field.kind.read(days)
            if isinstance(read, Invalid):
                words = Message(N_("Step {number}: {why}"), {"number": row + 1, "why": read.message})
                context.ask.tell(context.say(words), kind="error")
                return
            steps.append((text, read))
        name, code, project = self.name.text(), self._code, self._project
        context.edit(lambda: keep_template(context.workspace, project, name, steps, code), self._done)

    def _done(self, identity: str) -> None:
        self.kept.emit(identity)
        self.accept()
