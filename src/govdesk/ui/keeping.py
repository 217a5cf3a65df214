"""Backups without being asked: every half hour while something was changed, and when the workspace is closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from govdesk.errors import GovDeskError
from govdesk.progress import Progress, silent
from govdesk.store.workspace import Workspace
from govdesk.ui.context import Context

_HALF_AN_HOUR = 30 * 60 * 1000


class Keeping(QObject):
    """Makes backups of the open workspace beside the work."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._failed = False
        self._timer = QTimer(self, interval=_HALF_AN_HOUR)
        self._timer.timeout.connect(self.back_up)
        self._timer.start()
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
