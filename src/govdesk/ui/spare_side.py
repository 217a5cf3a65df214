"""Gives a page that belongs to no register the room of the side panel, as long as no record is chosen there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from govdesk.ui.context import Context, View
from govdesk.ui.side import Side


class SpareSide(QObject):
    """Puts the side panel away where it would stand empty beside a page, and back when there is something to show."""

    def __init__(self, context: Context, side: Side) -> None:
        super().__init__(side)
        self._context = context
        self._side = side
        self._spared = False
        context.selected.connect(self._selected)

    def show_view(self, view: View) -> None:
        """Put the panel away for a page, and back for rows."""
        empty = bool(view.page) and not self._context.selection[1] and not self._side.shows_history
        if empty and not self._side.isHidden():
            self._spared = True
            self._side.hide()
        elif not empty:
            self._bring_back()

    def _selected(self, code: str, identity: str) -> None:
        if identity:
            self._bring_back()
        elif self._context.view is not None and self._context.view.page:
            self.show_view(self._context.view)

    def _bring_back(self) -> None:
        if self._spared:
            self._spared = False
            self._side.show()
            self._side.show_selection()
