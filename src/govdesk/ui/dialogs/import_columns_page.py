"""Where the headings are and what each column becomes: the sheet as it is above, the mapping below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from govdesk.fields.register import Register
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_grid import TOP, GridView
from govdesk.ui.dialogs.import_mapping import MappingTable
from govdesk.ui.dialogs.import_work import is_unsure
from govdesk.ui.text import label

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.plan_values import SheetPlan


class ColumnsPage(QWidget):
    """The choices for one sheet that decide how it is read.

    Signals:
        header_chosen: The first row of headings, counted from 1, and how many rows they take.
        mapped: The whole mapping: field, `extra` or empty, by column index.
    """

    header_chosen = Signal(int, int)
    mapped = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._header_line())
        self.grid = GridView(context)
        self.grid.pointed.connect(self._pointed)
        self.mapping = MappingTable(context)
        self.mapping.mapping.mapped.connect(self.mapped)
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 8, 0, 0)
        inside.setSpacing(6)
        self._ask = label("", "muted", wrap=True)
        inside.addWidget(self._ask)
        inside.addWidget(self.mapping, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(self.grid)
        split.addWidget(below)
        split.setSizes([160, 260])
        column.addWidget(split, 1)
        self.grid.setMinimumHeight(110)
        self._none = gettext("No row of headings was found by itself. Point at the row that names the columns.")

    def show_sheet(self, sheet: SheetPlan, grid: Grid | None, register: type[Register] | None) -> None:
        """Show a sheet's cells and columns."""
        gettext = self._context.language.gettext
        with QSignalBlocker(self._row):
            self._row.clear()
            for row in range(1, max(sheet.header_row, min(TOP, len(grid.rows) if grid is not None else 1)) + 1):
                self._row.addItem(f"{row}", row)
            self._row.setCurrentIndex(sheet.header_row - 1)
            self._rows.setCurrentIndex(min(max(sheet.header_rows, 1), self._rows.count()) - 1)
        self.grid.show_grid(grid, sheet.header_row, sheet.header_rows)
        self.mapping.show_columns(sheet.columns, register)
        unsure = sum(map(is_unsure, sheet.columns))
        if not sheet.header_row:
            self._ask.setText(self._none)
        elif register is None:
            self._ask.setText(gettext("No register fits these headings by itself. Choose one above."))
        elif unsure:
            words = self._context.language.ngettext(
                "{count} column matches no field by itself. Give it one, or leave it as an extra column of the record.",
                "{count} columns match no field by themselves. Give them one, or leave them as extra columns of the record.",
                unsure,
            )
            self._ask.setText(words)
        else:
            self._ask.setText(gettext("Every column has found its field. Change any of them here."))

    def _header_line(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self._row = QComboBox()
        self._row.setAccessibleName(gettext("Row of the headings"))
        self._row.setFixedWidth(76)
        self._row.setMaxVisibleItems(16)
        self._row.activated.connect(self._say_header)
        self._rows = QComboBox()
        self._rows.setAccessibleName(gettext("Rows that the headings take"))
        for count in (1, 2, 3):
            self._rows.addItem(self._context.language.ngettext("{count} row", "{count} rows", count), count)
        self._rows.activated.connect(self._say_header)
        words = label(gettext("Headings from row"), "muted")
        words.setBuddy(self._row)
        row.addWidget(words)
        row.addWidget(self._row)
        row.addWidget(label(gettext("over"), "muted"))
        row.addWidget(self._rows)
        row.addStretch(1)
        row.addWidget(label(gettext("Or click the row that names the columns"), "caption"))
        return row

    def _pointed(self, row: int) -> None:
        if row != self._row.currentData() or not self.mapping.mapping.rowCount():
            self.header_chosen.emit(row, 0)

    def _say_header(self) -> None:
        if self._row.currentData() is not None:
            self.header_chosen.emit(int(self._row.currentData()), int(self._rows.currentData()))
