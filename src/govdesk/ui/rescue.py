"""The way out where the open workspace cannot be saved in its place: a copy of it elsewhere, with which the work goes on.

`Context.say_error` and `Writer` tell it what failed; what was typed stays on the screen and goes along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store.shared_place import Shared, shared_place
from govdesk.ui.ask import FileType
from govdesk.ui.context import Context
from govdesk.ui.drop import WORKSPACE
from govdesk.ui.opening import answering
from govdesk.ui.slot import giving

#: Under which name the settings keep the files that were pointed out, and how soon after opening that is done.
_SHARED, _SOON = "shared", 1200
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
        self._leaving = False
        context.workspace_changed.connect(self._look_where)
        QTimer.singleShot(0, self, self._look_where)
        context.bridge.changed.connect(self._offered.clear)
        context.workspace_changed.connect(self._offered.clear)

    def take(self, error: GovDeskError) -> None:
        """Offer the way out once the call that failed has returned; where it was offered already, only say what failed."""
        if self._leaving:
            return
        if error.code in self._offered:
            self._offer_again(error)
            return
        self._offered.add(error.code)
        QTimer.singleShot(0, self, giving(self.offer, error))

    def _offer_again(self, error: GovDeskError) -> None:
        from govdesk.ui.dialogs.notice import Notice, main_window  # noqa: PLC0415 - seldom

        context, window = self._context, main_window()
        if window is None:
            context.notify(context.say(error.message))
        else:
            gettext = context.language.gettext
            Notice(window, context.say(error.message), gettext("Save elsewhere…"), self.save_elsewhere)

    def _look_where(self) -> None:
        """Point out, once for each file, that it lies where other computers reach it, and offer a copy on this one."""
        context = self._context
        if not context.is_open or context.workspace.read_only:
            return
        path = context.workspace.path
        known = context.settings.views.get(_SHARED, {})
        found = None if str(path) in known else shared_place(path)
        if found is not None:
            views = {**context.settings.views, _SHARED: {**known, str(path): found.kind}}
            context.settings = replace(context.settings, views=views)
            QTimer.singleShot(_SOON, self, giving(self._point_out, found, path))

    def _point_out(self, found: Shared, path: Path) -> None:
        from govdesk.ui.dialogs.notice import Notice, main_window  # noqa: PLC0415 - seldom

        context, window = self._context, main_window()
        if window is None or not context.is_open or context.workspace.path != path:
            return
        short = N_("“{file}” lies in a folder shared with other computers. Is that safe?")
        text = context.say(Message(short, {"file": path.name}))
        Notice(window, text, context.say(N_("What to do…")), giving(self.advise, found))

    def advise(self, found: Shared) -> None:
        """Say what can go wrong where the file lies, and offer a copy on this computer."""
        context = self._context
        if not context.is_open:
            return
        told = context.say(found.words(context.workspace.path.name))
        if context.ask.confirm(told, yes=context.say(N_("Work on a copy on this computer…"))):
            self.save_elsewhere()

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
            self._leaving = True
            try:
                self._open_path(target, unlock=answering(workspace.key))
            finally:
                self._leaving = False

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
