"""The panel at the right: the record that is selected, or the history of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.theme import INSPECTOR_WIDTH

if TYPE_CHECKING:
    from govdesk.ui.history_panel import HistoryPanel
    from govdesk.ui.inspector import Inspector


class Side(QStackedWidget):
    """Holds the inspector and the history; each is made when it is first needed.

    Signals:
        undo_asked: Number of an operation that the history shall take back.
    """

    undo_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._inspector: Inspector | None = None
        self._history: HistoryPanel | None = None
        self._shown = ("", "")
        self.setProperty("role", "sheet")
        self.addWidget(QWidget())
        self.setMinimumWidth(INSPECTOR_WIDTH - 60)
        context.selected.connect(self.show_record)
        Drafts.of(context).begun.connect(self.show_draft)

    @property
    def shows_history(self) -> bool:
        """Whether the history is what is shown."""
        return self._history is not None and self.currentWidget() is self._history

    def show_selection(self) -> None:
        """Show the record that is selected now, or that none is."""
        if not self.shows_history:
            self.show_record(*self._context.selection)

    def show_record(self, code: str, identity: str) -> None:
        """Show a record; another one than before takes the place of the history."""
        another, self._shown = (code, identity) != self._shown, (code, identity)
        if self.isHidden() and self._inspector is None:
            return
        inspector = self._make_inspector()
        if identity:
            inspector.show_record(code, identity)
        else:
            inspector.clear()
        if not self.shows_history or (identity and another):
            self.setCurrentWidget(inspector)

    def show_draft(self, code: str) -> None:
        """Show the form of a new record, whatever was there before."""
        self.show()
        if self._inspector is None:
            self._make_inspector().show_new(code)
        self.setCurrentWidget(self._make_inspector())

    def show_history(self) -> None:
        """Show the history, in place of the record."""
        if self._history is None:
            from govdesk.ui.history_panel import HistoryPanel  # noqa: PLC0415 - after the first paint

            self._history = HistoryPanel(self._context)
            self._history.closed.connect(self.leave_history)
            self._history.undo_asked.connect(self.undo_asked)
            self.addWidget(self._history)
        self.setCurrentWidget(self._history)
        self._history.list.setFocus()

    def leave_history(self) -> None:
        """Go back to the record."""
        self.setCurrentIndex(0)
        self.show_record(*self._context.selection)

    def _make_inspector(self) -> Inspector:
        if self._inspector is None:
            from govdesk.ui.inspector import Inspector  # noqa: PLC0415 - after the first paint
            from govdesk.ui.pages.record_plan import RecordPlan  # noqa: PLC0415

            self._inspector = Inspector(self._context)
            plan = RecordPlan(self._context)
            self._inspector.stand_below(plan)
            self._inspector.shown.connect(plan.show_record)
            self.addWidget(self._inspector)
        return self._inspector
