"""A table to read and to choose a row in, as the dialogs have it: no grid, whole rows, nothing to type."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from govdesk.ui.theme import ROW_HEIGHT

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableWidget):
    """A table of texts.

    Args:
        name: What a screen reader calls it.
        headings: Its headings.
        widths: The widths of its first columns; 0 leaves one as it is.
        figures: The columns that hold figures, which stand at the right.
    """

    def __init__(
        self,
        name: str,
        headings: Sequence[str],
        *,
        widths: Sequence[int] = (),
        figures: Collection[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(headings), parent)
        self._figures = figures
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setDefaultAlignment(_LEFT)
        for column, width in enumerate(widths):
            if width:
                self.setColumnWidth(column, width)
        for column in figures:
            self.horizontalHeaderItem(column).setTextAlignment(_RIGHT)

    def write(self, row: int, column: int, text: str) -> QTableWidgetItem:
        """Put a text into a cell."""
        item = QTableWidgetItem(text)
        if column in self._figures:
            item.setTextAlignment(_RIGHT)
        self.setItem(row, column, item)
        return item
