"""Undo and redo from the window: what they would do next is asked of the journal, and said on their buttons."""

from __future__ import annotations

from PySide6.QtCore import QObject

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.store.workspace import Changes
from govdesk.ui.command import Commands, keys_of
from govdesk.ui.context import Context
from govdesk.ui.text import say_tip


class Undoing(QObject):
    """Takes operations back and does them again."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._commands: Commands | None = None
        self._labels: dict[str, Message | None] = {"undo": None, "redo": None}
        context.bridge.changed.connect(self.refresh)
        context.bridge.changed.connect(self._say_final)

    def serve(self, commands: Commands) -> None:
        """Keep these commands' words true."""
        self._commands = commands
        self.dress()

    def refresh(self) -> None:
        """Ask the journal what could be undone and redone now."""
        self._labels = {"undo": None, "redo": None}
        if not self._context.writable:
            self.dress()
            return
        workspace = self._context.workspace

        def work(progress: Progress) -> dict[str, Message | None]:
            from govdesk.store.history import redoable, undoable  # noqa: PLC0415 - after the first paint

            with workspace.read() as session:
                found = {"undo": undoable(session), "redo": redoable(session)}
            return {name: one.label if one else None for name, one in found.items()}

        self._context.jobs.read(work, self._take, owner=self)

    def undo(self, operation: int | None = None) -> None:
        """Take back the last operation, or a chosen one."""
        if not self._context.is_open:
            return
        workspace = self._context.workspace

        def work(progress: Progress) -> Changes:
            from govdesk.store import history  # noqa: PLC0415 - after the first paint

            return history.undo(workspace, operation)

        self._context.jobs.write(work, self._told, label=Message(N_("Undoing…")), owner=self)

    def redo(self) -> None:
        """Do again what was undone last."""
        if not self._context.is_open:
            return
        workspace = self._context.workspace

        def work(progress: Progress) -> Changes:
            from govdesk.store import history  # noqa: PLC0415 - after the first paint

            return history.redo(workspace)

        self._context.jobs.write(work, self._told, label=Message(N_("Doing it again…")), owner=self)

    def dress(self) -> None:
        """Say on both commands what they would do."""
        if self._commands is None:
            return
        gettext = self._context.language.gettext
        words = {"undo": gettext("Undo: {operation}"), "redo": gettext("Redo: {operation}")}
        idle = {"undo": gettext("Nothing to undo"), "redo": gettext("Nothing to redo")}
        for name, label in self._labels.items():
            action = self._commands[name]
            action.setEnabled(label is not None)
            text = words[name].format(operation=self._context.say(label)) if label is not None else idle[name]
            say_tip(action, f"{text} ({keys_of(action)})")

    def _take(self, labels: dict[str, Message | None]) -> None:
        self._labels = labels
        self.dress()

    def _say_final(self, changes: Changes) -> None:
        if changes.final:
            words = N_("Now anonymous: name, day, author and history are gone from the file. This cannot be undone.")
            self._context.notify(self._context.say(words))
            code, identity = self._context.selection
            if identity in changes.renamed:
                self._context.select(code, changes.renamed[identity])

    def _told(self, changes: Changes) -> None:
        self._context.notify(self._context.say(changes.label))
