"""What can be done from anywhere in the window: each command's words, icon and keys, declared once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import say_tip


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    Args:
        code: Its name in the code.
        text: What it does, as English source text.
        icon: Name of its icon.
        keys: Its shortcuts, the shown one first.
        group: Heading of the shortcut sheet that it stands under.
        needs: `open` or `writable`: what must be so before it can be done.
    """

    code: str
    text: str
    icon: str
    keys: tuple[str, ...]
    group: str
    needs: str = ""


EDIT, LOOK, FILE = N_("Work"), N_("View"), N_("Workspace")

COMMANDS = (
    Command("undo", N_("Undo"), "undo-2", ("Ctrl+Z",), EDIT, "writable"),
    Command("redo", N_("Redo"), "redo-2", ("Ctrl+Y", "Ctrl+Shift+Z"), EDIT, "writable"),
    Command("voice", N_("Write down a voice"), "message-square-plus", ("Ctrl+Shift+N",), EDIT, "writable"),
    Command("import", N_("Import"), "download", ("Ctrl+I",), EDIT, "writable"),
    Command("merge", N_("Merge a colleague's copy…"), "git-pull-request-arrow", ("Ctrl+Shift+M",), EDIT, "writable"),
    Command("export", N_("Export"), "upload", ("Ctrl+E",), EDIT, "open"),
    Command("send", N_("Send out to be filled in…"), "send", ("Ctrl+Shift+E",), EDIT, "writable"),
    Command("collect", N_("Collect returns…"), "inbox", ("Ctrl+Shift+I",), EDIT, "writable"),
    Command("search", N_("Search everything"), "search", ("Ctrl+K",), LOOK, "open"),
    Command("project", N_("Choose the project"), "folder-kanban", ("Ctrl+P",), LOOK, "open"),
    Command("history", N_("History of all changes"), "history", ("Ctrl+H",), LOOK, "open"),
    Command("part", N_("To the next part of the window"), "panel-left", ("F6",), LOOK),
    Command("side", N_("Show or hide the record at the side"), "panel-right", ("F4",), LOOK, "open"),
    Command("language", N_("Switch between Chinese and English"), "languages", ("Ctrl+L",), LOOK),
    Command("settings", N_("Settings"), "settings", ("Ctrl+,",), LOOK),
    Command("new", N_("New workspace…"), "file-plus", ("Ctrl+Alt+N",), FILE),
    Command("open", N_("Open a workspace…"), "folder-open", ("Ctrl+O",), FILE),
    Command("sample", N_("Open the sample"), "sparkles", ("Ctrl+Alt+S",), FILE),
    Command("folder", N_("Show the file in its folder"), "external-link", ("Ctrl+Alt+F",), FILE, "open"),
    Command("backups", N_("Backups…"), "history", ("Ctrl+Alt+B",), FILE, "open"),
    Command("password", N_("Password…"), "lock", ("Ctrl+Alt+P",), FILE, "writable"),
    Command("close", N_("Close the workspace"), "x", ("Ctrl+W",), FILE, "open"),
    Command("guide", N_("Guide"), "book-open", ("F1",), FILE),
    Command("keys", N_("Keyboard shortcuts"), "keyboard", ("Ctrl+/",), FILE),
    Command("mishaps", N_("What went wrong so far…"), "triangle-alert", ("Ctrl+Alt+W",), FILE),
    Command("about", N_("About GovDesk"), "info", ("Shift+F1",), FILE),
    Command("quit", N_("Quit"), "log-out", ("Ctrl+Q",), FILE),
)


class Commands(QObject):
    """The commands as actions of the window."""

    def __init__(self, context: Context, window: QWidget, slots: Mapping[str, Callable[[], object]]) -> None:
        super().__init__(window)
        self._context = context
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            made = QAction(window)
            made.setShortcuts([QKeySequence(k) for k in command.keys])
            made.triggered.connect(giving(slots[command.code]))
            window.addAction(made)
            self._actions[command.code] = made
        self.dress()
        context.workspace_changed.connect(self.enable)

    def __getitem__(self, code: str) -> QAction:
        return self._actions[code]

    def dress(self) -> None:
        """Give every action its words and its colour for the language and theme of now."""
        gettext = self._context.language.gettext
        for command in COMMANDS:
            action = self._actions[command.code]
            action.setText(gettext(command.text))
            say_tip(action, f"{gettext(command.text)} ({keys_of(action)})")
            action.setIcon(icon(command.icon, self._context.theme.colour("text")))
        self.enable()

    def enable(self) -> None:
        """Offer what can be done now; undo and redo are offered by those who know what they would do."""
        able = {"": True, "open": self._context.is_open, "writable": self._context.writable}
        for command in COMMANDS:
            if command.code not in ("undo", "redo"):
                self._actions[command.code].setEnabled(able[command.needs])


def keys_of(action: QAction) -> str:
    """Return an action's shortcut as a person reads it."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
