"""Brings what was committed, on whatever thread, to the views on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from govdesk.store.workspace import Changes, Workspace


class Bridge(QObject):
    """Re-emits the changes of the open workspace.

    Signals:
        changed: The `Changes` of one committed operation, on the GUI thread.
    """

    changed = Signal(object)
    _heard = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._leave: Callable[[], None] | None = None
        self._turn = 0
        self._heard.connect(self._pass_on)

    def listen(self, workspace: Workspace | None) -> None:
        """Follow this workspace and no other."""
        if self._leave is not None:
            self._leave()
        self._turn += 1
        self._leave = None if workspace is None else workspace.subscribe(partial(self._heard.emit, self._turn))

    def _pass_on(self, turn: int, changes: Changes) -> None:
        """Re-emit what was heard, unless its workspace was left while it was on its way from another thread."""
        if turn == self._turn and self._leave is not None:
            self.changed.emit(changes)
