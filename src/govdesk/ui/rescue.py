"""The way out where the open workspace cannot be saved in its place: a copy of it elsewhere, with which the work goes on.

`Context.say_error` and `Writer` tell it what failed; what was typed stays on the screen and goes along.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.ask import FileType
from govdesk.ui.context import Context
from govdesk.ui.drop import WORKSPACE
from govdesk.ui.opening import answering
from govdesk.ui.slot import giving

#: What goes wrong with the place, not with the edit.
_PLACES = frozenset({"full", "drive", "gone", "replaced"})


def is_of_place(error: Exception, path: Path) -> bool:
    """Answer whether an error says that a workspace cannot be saved where it is, rather than what is wrong with an edit."""
    if not isinstance(error, GovDeskError) or error.code not in _PLACES:
        return False
    return error.message.args.get("file") in (path.name, str(path))


class Rescue(QObject):
    """Offers to save the open workspace elsewhere, once for each thing that goes wrong until something is saved again.

    Args:
        context: The window's context.
        open_path: Opens a workspace.
    """

    def __init__(self, context: Context, open_path: Callable[..., object], parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._open_path = open_path
        self._offered: set[str] = set()
        context.bridge.changed.connect(self._offered.clear)
        context.workspace_changed.connect(self._offered.clear)

    def take(self, error: GovDeskError) -> None:
        """Offer the way out once the call that failed has returned; where it was offered already, only say what failed."""
        if error.code in self._offered:
            self._context.notify(self._context.say(error.message))
            return
        self._offered.add(error.code)
        QTimer.singleShot(0, self, giving(self.offer, error))

    def open_again(self) -> None:
        """Open what is open for reading once more, for editing."""
        workspace = self._context.workspace
        path, key = workspace.path, workspace.key
        self._context.attach(None)
        self._open_path(path, unlock=answering(key))

    def offer(self, error: GovDeskError) -> None:
        """Say what went wrong, and offer a copy elsewhere."""
        context = self._context
        gettext = context.language.gettext
        detail = gettext(
            "What you typed is still on the screen. You can try again later, or save a copy of the workspace in another "
            "folder and go on there."
        )
        if context.is_open and context.ask.confirm(context.say(error.message), detail, yes=gettext("Save elsewhere…")):
            self.save_elsewhere()

    def save_elsewhere(self) -> None:
        """Ask for another place, save a copy of the open workspace there, and go on with it."""
        from govdesk.store.backup import save_elsewhere  # noqa: PLC0415 - seldom

        context = self._context
        gettext = context.language.gettext
        workspace = context.workspace
        types: list[FileType] = [(gettext("GovDesk workspaces"), (WORKSPACE,))]
        target = context.ask.save_file(gettext("Where is the copy kept?"), Path.home() / workspace.path.name, types)
        if target is None:
            return

        def saved(_: object) -> None:
            self._open_path(target, unlock=answering(workspace.key))

        context.jobs.write(
            lambda progress: save_elsewhere(workspace, target, progress=progress),
            saved,
            label=Message(N_("Saving a copy of “{file}”"), {"file": workspace.path.name}),
            owner=self,
            failed=lambda error: context.ask.tell(_words(context, error), kind="error"),
        )


def _words(context: Context, error: Exception) -> str:
    from govdesk.ui.mishap import sentence  # noqa: PLC0415 - seldom

    return context.say(sentence(error))
