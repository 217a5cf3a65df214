"""The window of templates: the program's and the workspace's own kept apart; a checklist is made of one against a record.

An own template is edited and removed here as well.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_, Message
from govdesk.insight.template import Template, add_checklist, library, own_templates
from govdesk.insight.worklist import TARGETS
from govdesk.store.edit import remove
from govdesk.store.query import find
from govdesk.ui.context import Context
from govdesk.ui.editors import editor_for
from govdesk.ui.icon import icon
from govdesk.ui.pages.plan_template_edit import TemplateEditor
from govdesk.ui.text import button, label

_SIZE = (760, 500)
_LIST = 250
_TEMPLATE = int(Qt.ItemDataRole.UserRole)


class TemplateWindow(QDialog):
    """Choose a template and what the checklist is against.

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
        self.list.setFixedWidth(_LIST)
        self.list.setSpacing(3)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.why = label("", "muted", wrap=True)
        self.steps = QListWidget()
        self.steps.setAccessibleName(say(N_("Steps")))
        self.steps.setWordWrap(True)
        self.steps.setSpacing(3)
        self.steps.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.edit = button(say(N_("Edit…")), "", icon("pencil", context.theme.colour("text")))
        self.drop = button(say(N_("Remove")), "", icon("trash-2", context.theme.colour("text")))
        self.add = button(say(N_("Add the checklist")), "primary")
        self._build()
        self.fill()
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
        self.list.itemDoubleClicked.connect(lambda _: self.make())
        self.edit.clicked.connect(lambda: self.edit_own())
        self.drop.clicked.connect(lambda: self.remove_own())
        self.add.clicked.connect(lambda: self.make())
        self.choose(0)

    def _build(self) -> None:
        say, context = self._context.say, self._context
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        row, right, own = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        row.setSpacing(12)
        column.addLayout(row, 1)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        right.addWidget(self.why)
        right.addWidget(self.steps, 1)
        own.addWidget(self.edit)
        own.addWidget(self.drop)
        own.addStretch(1)
        right.addLayout(own)
        self.kind = QComboBox()
        self.kind.setAccessibleName(say(N_("What the checklist is against")))
        self.kind.addItem(say(N_("Nothing in particular")), "")
        self.target = QStackedWidget()
        self.target.addWidget(QWidget())
        self.editors = {}
        for name in TARGETS:
            field = context.registers["checklist"].field(name)
            self.kind.addItem(say(field.label), name)
            self.editors[name] = editor_for(field, context)
            self.editors[name].typed.setProperty("placeholderText", say(N_("Type a few letters, or press ↓")))
            self.target.addWidget(self.editors[name])
        self.kind.currentIndexChanged.connect(self.target.setCurrentIndex)
        self.target.setFixedHeight(self.kind.sizeHint().height() + 2)
        away = button(say(N_("Cancel")))
        away.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.kind)
        foot.addWidget(self.target, 1)
        foot.addWidget(away)
        foot.addWidget(self.add)
        column.addLayout(foot)

    # ------------------------------------------------------------ what is shown

    def fill(self) -> None:
        """List the templates: those of the program, then under a heading of their own those of the workspace."""
        context = self._context
        with context.workspace.read() as session:
            own = own_templates(session, context.registers)
        self.templates = (*library(context.language.code), *own)
        self.list.clear()
        for place, one in enumerate(self.templates):
            if place == 0 or (one.own and not self.templates[place - 1].own):
                words = N_("Kept in this workspace") if one.own else N_("Come with GovDesk")
                self._heading(context.say(words))
            item = QListWidgetItem(one.name)
            item.setData(_TEMPLATE, place)
            self.list.addItem(item)
        if not own:
            self._heading(context.say(N_("Kept in this workspace")))
            hint = QListWidgetItem(context.say(N_("None yet: choose a checklist in the plan, then keep it.")))
            hint.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(hint)

    def _heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        self.list.addItem(item)

    def choose(self, place: int) -> None:
        """Choose a template by its place among all."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_TEMPLATE) == place:
                self.list.setCurrentRow(row)

    def chosen(self) -> Template | None:
        """Return the template that is chosen."""
        item = self.list.currentItem()
        place = item.data(_TEMPLATE) if item is not None else None
        return self.templates[place] if place is not None else None

    def _show(self, item: QListWidgetItem | None) -> None:
        one = self.chosen()
        if item is None or one is None:
            return
        self.why.setText(one.why or self._context.say(N_("Kept in this workspace; you can edit it.")))
        self.steps.clear()
        for text, days in one.steps:
            within = self._context.language.ngettext("within {count} day", "within {count} days", days) if days else ""
            self.steps.addItem(f"{text}  ({within})" if within else text)
        for made in (self.edit, self.drop):
            made.setVisible(one.own)
            made.setEnabled(self._context.writable)

    def offer(self, code: str, identity: str) -> None:
        """Take this record as what the checklist is against; a risk begins with the template for its pitfall."""
        context = self._context
        with context.workspace.read() as session:
            found = find(session, context.registers, code, identity) if code in TARGETS and identity else None
        if found is None:
            return
        self.kind.setCurrentIndex(self.kind.findData(code))
        editor = self.editors[code]
        editor.project = found.values["project"]
        editor.show_value(identity, found.title(context.registers[code]))
        pitfall = found.values.get("pitfall") if code == "risk" else None
        fitting = (n for n, t in enumerate(self.templates) if pitfall and t.pitfall == pitfall)
        self.choose(next(fitting, 0))

    # ------------------------------------------------------------ own templates

    def edit_own(self) -> None:
        """Open the editor of the chosen template."""
        one = self.chosen()
        if one is None or not one.own:
            return
        editor = TemplateEditor(self._context, one.name, one.steps, one.code, self)
        editor.kept.connect(self._again)
        editor.open()

    def remove_own(self) -> None:
        """Remove the chosen template; undo brings it back."""
        one, context = self.chosen(), self._context
        if one is not None and one.own:
            context.edit(lambda: remove(context.workspace, "checklist", [one.code]), lambda _: self._again(""))
            context.notify(context.say(N_("Template removed. Ctrl+Z brings it back.")))

    def _again(self, code: str) -> None:
        self.fill()
        self.choose(next((n for n, t in enumerate(self.templates) if t.code == code), 0))

    # ------------------------------------------------------------ making the checklist

    def make(self) -> None:
        """Add the checklist, or say why it cannot be."""
        context, one = self._context, self.chosen()
        if one is None or not context.writable:
            return
        name = self.kind.currentData()
        identity = self.editors[name].value() if name else None
        if isinstance(identity, Invalid):
            context.ask.tell(context.say(identity.message), kind="error")
            return
        if name and identity is None:
            words = N_("Say which one the checklist is against, or choose “{nothing}”.")
            context.ask.tell(context.say(Message(words, {"nothing": Message(N_("Nothing in particular"))})))
            return
        project = self._project_of(name, identity) or context.project
        if project is None:
            words = N_("Choose what it is against, or one project above; a checklist belongs to a project.")
            context.ask.tell(context.say(words))
            return
        target = (str(name), str(identity)) if name else None
        context.edit(lambda: add_checklist(context.workspace, one, project, dt.date.today(), target), self._done)

    def _done(self, identity: str) -> None:
        self.added.emit(identity)
        self.accept()

    def _project_of(self, code: str, identity: str | None) -> str | None:
        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, code, identity) if identity else None
        return found.values["project"] if found else None
