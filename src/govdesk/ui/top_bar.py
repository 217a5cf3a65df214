"""The bar at the top: the program's menu, the project, the search, undo and redo, import and export, the language."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from govdesk.ui.command import Commands, keys_of
from govdesk.ui.context import Context
from govdesk.ui.icon import icon, program_icon
from govdesk.ui.menu_button import MenuButton
from govdesk.ui.project import ProjectName
from govdesk.ui.slot import giving
from govdesk.ui.text import action, beside_icon, button, label, say_tip
from govdesk.ui.theme import NAVIGATION_WIDTH, TOP_BAR

_MENU = (
    "new",
    "open",
    "sample",
    "",
    "merge",
    "folder",
    "backups",
    "password",
    "close",
    "",
    "settings",
    "guide",
    "keys",
    "mishaps",
    "about",
    "",
    "quit",
)
#: What the search takes beside its words: icon, padding, and a gap before its key.
_AROUND = 64


class TopBar(QFrame):
    """The bar at the top of the window.

    Signals:
        project_chosen: Id of the project to look at; empty for all.
        project_made: The user wants a new project.
        projects_asked: The user wants to see the list of projects.
    """

    project_chosen = Signal(str)
    project_made = Signal()
    projects_asked = Signal()

    def __init__(
        self, context: Context, commands: Commands, recent: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._commands = commands
        self.setProperty("role", "bar")
        self.setFixedHeight(TOP_BAR)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        self.brand = self._brand(recent)
        row.addWidget(self.brand)
        self.project = self._picker()
        self.search = SearchField(context, commands["search"])
        self.undo = self._tool("undo")
        self.redo = self._tool("redo")
        self.take = self._doors("import", "collect", "merge")
        self.give = self._doors("export", "send")
        for part in (self.project, self.search, self.undo, self.redo, self.take, self.give):
            row.addWidget(part)
            part.setVisible(context.is_open)
        if not context.is_open:
            row.addStretch(1)
        row.setStretchFactor(self.search, 1)
        row.addWidget(self._language())

    def show_projects(self, found: Sequence[ProjectName]) -> None:
        """Fill the picker, and name on it the project that is looked at."""
        gettext = self._context.language.gettext
        current = next((p for p in found if p.id == self._context.project), None)
        words = " • ".join(filter(None, (current.name, current.stage))) if current else gettext("All projects")
        shown = self.project.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, 190)
        self.project.say(shown)
        self.project.setAccessibleName(": ".join((gettext("Project"), words)))
        say_tip(self.project, words if shown != words else gettext("Choose the project"))
        menu = self.project.items
        menu.clear()
        self._add(menu, gettext("All projects"), "", self._context.project is None)
        if found:
            menu.addSeparator()
        for entry in found:
            self._add(menu, " • ".join(filter(None, (entry.name, entry.stage))), entry.id, entry is current)
        menu.addSeparator()
        if self._context.writable:
            made = action(gettext("New project…"), menu, self._icon("plus"))
            made.triggered.connect(self.project_made)
            menu.addAction(made)
        listed = action(gettext("List of projects"), menu, self._icon("list"))
        listed.triggered.connect(self.projects_asked)
        menu.addAction(listed)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone on import and export, where the window is narrow."""
        for code, part in (("import", self.take), ("export", self.give)):
            part.setText("" if narrow else beside_icon(self._commands[code].text()))

    def _brand(self, recent: Sequence[QAction]) -> MenuButton:
        made = MenuButton("brand", program_icon())
        made.say("GovDesk")
        made.setIconSize(QSize(24, 24))
        made.setFixedWidth(NAVIGATION_WIDTH - 16)
        made.setAccessibleName(self._context.language.gettext("GovDesk menu"))
        for code in _MENU:
            made.items.addAction(self._commands[code]) if code else made.items.addSeparator()
            if code == "open" and recent:
                under = made.items.addMenu(self._icon("clock"), self._context.language.gettext("Recent workspaces"))
                under.addActions(list(recent))
        return made

    def _picker(self) -> MenuButton:
        made = MenuButton("picker", self._icon("folder-kanban"), self._icon("chevron-down"))
        made.setMinimumWidth(120)
        made.setAccessibleName(self._context.language.gettext("Project"))
        return made

    def _doors(self, first: str, *others: str) -> MenuButton:
        """Make a button with the ways in, or out; it is called after the usual one."""
        source = self._commands[first]
        made = MenuButton("", source.icon(), self._icon("chevron-down"))
        made.say(source.text())
        made.setAccessibleName(source.text())
        say_tip(made, f"{source.text()} ({keys_of(source)})")
        for code in (first, *others):
            made.items.addAction(self._commands[code])
        made.setEnabled(source.isEnabled())
        source.enabledChanged.connect(made.setEnabled)
        return made

    def _tool(self, code: str) -> QToolButton:
        made = QToolButton()
        made.setDefaultAction(self._commands[code])
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        made.setIconSize(QSize(18, 18))
        made.setProperty("role", "ghost")
        made.setAccessibleName(self._commands[code].text())
        return made

    def _language(self) -> QPushButton:
        words = {"zh": ("中", "Switch to English"), "en": ("EN", "切换到中文")}
        text, hint = words[self._context.language.code]
        made = button(text, "ghost", None, hint)
        made.setAccessibleName(hint)
        made.setFixedWidth(44)
        made.clicked.connect(self._commands["language"].trigger)
        return made

    def _icon(self, name: str) -> QIcon:
        return icon(name, self._context.theme.colour("text_muted"))

    def _add(self, menu: QMenu, words: str, identity: str, chosen: bool) -> None:
        made = action(words, menu)
        made.setCheckable(True)
        made.setChecked(chosen)
        made.triggered.connect(giving(self.project_chosen.emit, identity))
        menu.addAction(made)


class SearchField(QPushButton):
    """Looks like a line to type into, and opens the search when touched."""

    def __init__(self, context: Context, command: QAction) -> None:
        self._words = context.language.gettext("Search people, feedback, risks, checklists…")
        super().__init__(beside_icon(self._words))
        self.setProperty("role", "field")
        self.setIcon(icon("search", context.theme.colour("text_muted")))
        self.setAccessibleName(command.text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        self.key = label(keys_of(command).replace("+", " "), "key")
        row.addWidget(self.key)
        self.clicked.connect(command.trigger)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to what the key beside them leaves."""
        super().resizeEvent(event)
        room = self.width() - self.key.sizeHint().width() - _AROUND
        self.setText(beside_icon(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)))
