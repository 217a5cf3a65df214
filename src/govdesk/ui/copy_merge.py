"""Another copy of the open workspace, chosen or dropped: it is merged, or opened instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from govdesk.ui.context import Context
from govdesk.ui.drop import WORKSPACE


class CopyMerge:
    """The ways to the merge.

    Args:
        context: The window's context.
        open_path: Opens a workspace.
    """

    def __init__(self, context: Context, open_path: Callable[[Path], object]) -> None:
        self._context = context
        self._open_path = open_path
        self._dialog: object = None

    def ask(self) -> None:
        """Ask for a colleague's copy of the workspace and merge it."""
        gettext = self._context.language.gettext
        types = [(gettext("GovDesk workspaces"), (WORKSPACE,))]
        for path in self._context.ask.open_files(gettext("Choose the colleague's copy"), types):
            self.merge(path)

    def merge(self, path: Path) -> None:
        """Show what merging a colleague's copy would do."""
        from govdesk.ui.dialogs.merge_dialog import open_merge  # noqa: PLC0415 - heavy, and seldom

        self._dialog = open_merge(self._context, path)

    def offer(self, path: Path) -> None:
        """Open a workspace; where it is a copy of the one that is open, ask whether to merge it instead."""
        if not self._is_copy(path):
            self._open_path(path)
            return
        gettext = self._context.language.gettext
        question = gettext("“{file}” is another copy of the workspace that is open.").format(file=path.name)
        answer = self._context.ask.choose(question, [gettext("Merge it into this one"), gettext("Open it instead")])
        if answer is not None:
            (self.merge, self._open_path)[answer](path)

    def _is_copy(self, path: Path) -> bool:
        from govdesk.store.other import workspace_id  # noqa: PLC0415 - the store loads when a file is opened

        if not self._context.writable or not path.exists() or path.samefile(self._context.workspace.path):
            return False
        return workspace_id(path) == self._context.workspace.id
