"""Keeps the open workspace safe: backups without being asked, the way back to one, its password, the lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace
from govdesk.ui.context import Context, View
from govdesk.ui.draft import Drafts
from govdesk.ui.opening import Opening, answering
from govdesk.ui.past_seal import SealWatch
from govdesk.ui.rescue import Rescue
from govdesk.ui.slot import giving
from govdesk.ui.unlocking import Idle

if TYPE_CHECKING:
    from govdesk.store.backup import Backup
    from govdesk.store.cipher import Key

#: Milliseconds until the window stands on which something is pointed out.
_SOON = 600
_HALF_AN_HOUR = 30 * 60 * 1000


class Keeping(QObject):
    """Makes backups of the open workspace beside the work, goes back to one, locks it with its password."""

    def __init__(self, context: Context, opening: Opening, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._opening = opening
        context.rescue = Rescue(context, opening.open_path, self)
        self._idle = Idle(context, self)
        self._idle.passed.connect(self.lock)
        self._seal = SealWatch(context, self)
        self._failed = False
        self._timer = QTimer(self, interval=_HALF_AN_HOUR)
        self._timer.timeout.connect(self.back_up)
        self._timer.start()
        self._drafts = Drafts.of(context)
        context.workspace_changed.connect(self.offer_unfinished)
        self.offer_unfinished()
        context.workspace_closing.connect(self._back_up_on_closing)

    def back_up(self) -> None:
        """Make a backup where something was done since the last one; what goes wrong is said once."""
        context = self._context
        if not context.writable:
            return
        workspace = context.workspace
        context.jobs.beside(
            lambda progress: _back_up(workspace, "timed", progress),
            self._went_well,
            owner=self,
            failed=self._went_wrong,
        )

    def convert(self, key: Key | None) -> None:
        """Write the open workspace and its backups anew under another key, and open it again."""
        from govdesk.store.conversion import convert  # noqa: PLC0415 - seldom

        context = self._context
        path, old = context.workspace.path, context.workspace.key
        context.attach(None)

        def reopen(left: list[Path] | None) -> None:
            now = old if left is None else key
            self._opening.open_path(path, unlock=answering(now))
            if left:
                names = ", ".join(p.name for p in left)
                text = Message(
                    N_("These backups could not be converted and are as they were: {files}."), {"files": names}
                )
                context.say_error(GovDeskError(text, code="left"))

        def fail(error: Exception) -> None:
            context.say_error(error)
            reopen(None)

        label = Message(N_("Writing “{file}” anew"), {"file": path.name})
        context.jobs.write(
            lambda _progress: convert(path, context.registers, old, key), reopen, label=label, owner=self, failed=fail
        )

    def lock(self) -> None:
        """Close the workspace that was left alone, and ask for its password before it is shown again."""
        path = self._context.workspace.path
        self._context.attach(None)
        QTimer.singleShot(0, self, giving(self._opening.open_path, path))

    def go_back(self, backup: Backup) -> None:
        """Put a backup in the place of the open workspace, and open it."""
        from govdesk.store.backup import back_up  # noqa: PLC0415 - seldom

        context = self._context
        path, identity, key = context.workspace.path, context.workspace.id, context.workspace.key
        try:
            back_up(path, identity, "restore", key=key)
        except GovDeskError as error:
            context.say_error(error)
            return
        context.attach(None)
        self._opening.put_back(backup.path, path, key)
        self._opening.open_path(path, unlock=answering(key))

    def look_at(self, backup: Backup) -> None:
        """Open a backup for reading, in the place of what is open."""
        key = self._context.workspace.key if self._context.is_open else None
        self._opening.open_path(backup.path, read_only=True, unlock=answering(key))

    def offer_unfinished(self) -> None:
        """Point to what somebody was still typing when the workspace was closed, or the program ended."""
        if self._context.is_open and self._drafts.kept():
            QTimer.singleShot(_SOON, self, self._point_to_unfinished)

    def _point_to_unfinished(self) -> None:
        from govdesk.ui.dialogs.notice import Notice, main_window  # noqa: PLC0415 - seldom

        context, places, window = self._context, self._drafts.kept(), main_window()
        if not places or window is None or not context.is_open:
            return
        labels = dict.fromkeys(context.say(context.registers[code].about.plural) for code, _ in places)
        text = Message(N_("What was still being typed is kept: {registers}"), {"registers": ", ".join(labels)})
        Notice(window, context.say(text), context.say(N_("Show")), giving(self._show_unfinished, *places[0]))

    def _show_unfinished(self, code: str, record: str) -> None:
        context = self._context
        project = context.project if context.registers[code].in_project else None
        context.open_view(View(code, Query(code, project)))
        if record:
            context.select(code, record)
        elif self._drafts.new(code) is not None:
            self._drafts.begin(code, {})

    def _back_up_on_closing(self, workspace: Workspace) -> None:
        if workspace.read_only:
            return
        try:
            _back_up(workspace, "close", silent)
        except GovDeskError as error:
            self._context.say_error(error)

    def _went_well(self, _made: object) -> None:
        self._failed = False

    def _went_wrong(self, error: Exception) -> None:
        if not self._failed:
            self._context.say_error(error)
        self._failed = True


def _back_up(workspace: Workspace, reason: str, progress: Progress) -> None:
    from govdesk.store.backup import back_up  # noqa: PLC0415 - after the first paint

    back_up(workspace.path, workspace.id, reason, key=workspace.key, progress=progress)
