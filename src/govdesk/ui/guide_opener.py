"""Opens the guide at what the main window shows, or at what the dialog in front is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QApplication, QWidget

from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.ui.guide import GuideWindow


class GuideOpener:
    """Keeps the one guide."""

    def __init__(self, context: Context, main: QWidget) -> None:
        self._context = context
        self._main = main
        self._guide: GuideWindow | None = None

    def show(self) -> None:
        """Open the guide where it tells of what is in front."""
        from govdesk.ui.guide import GuideWindow  # noqa: PLC0415 - loaded when it is wanted

        over = QApplication.activeModalWidget() or self._main
        if self._guide is not None and shiboken6.isValid(self._guide):
            self._guide.close()
        self._guide = GuideWindow(self._context, over)
        self._guide.show_place(self._place(over))
        self._guide.show()

    def _place(self, over: QWidget) -> str:
        if over is not self._main:
            return type(over).__name__
        view = self._context.view
        return view.help if view is not None and self._context.is_open else "welcome"
