"""What each column becomes: the sheet as it is on one side, the register's fields on the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from govdesk.sheet.plan_values import EXTRA, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_band import TableBand
from govdesk.ui.dialogs.import_column_card import ColumnCard
from govdesk.ui.dialogs.import_fields import FieldList
from govdesk.ui.dialogs.import_grid import becomes
from govdesk.ui.dialogs.import_grid_view import GridView
from govdesk.ui.dialogs.import_offer import RegisterOffer
from govdesk.ui.dialogs.import_state import hidden_parts, in_words, lacking
from govdesk.ui.dialogs.import_work import is_unsure
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip, set_role

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.plan_values import Column, SheetPlan

_FIELDS = 320


class ColumnsPage(QWidget):
    """The choices for one sheet that decide how it is read.

    Signals:
        header_chosen: The first row of headings, counted from 1, and how many rows they take; 0 to find out.
        register_chosen: Code of the register that the table is for.
        mapped: What the user said of columns: field, `extra` or empty, by column index.
        table_chosen: Another table of the sheet is to be looked at: its number.
        forgotten: What was agreed for the layout is to be forgotten.
    """

    header_chosen = Signal(int, int)
    register_chosen = Signal(str)
    mapped = Signal(object)
    table_chosen = Signal(int)
    forgotten = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._sheet: SheetPlan | None = None
        self._register: type[Register] | None = None
        self._row = -1
        self.grid = GridView(context)
        self.grid.pointed.connect(self._point)
        self.grid.looked_at.connect(self._look)
        self.grid.asked.connect(self._ask)
        self.grid.answered.connect(self._answer)
        self.card = ColumnCard(context)
        self.card.chosen.connect(self.give)
        self.fields = FieldList(context)
        self.fields.dropped.connect(self._dropped)
        self.fields.given.connect(self.give)
        self.fields.emptied.connect(self._empty)
        self.fields.pointed.connect(self._go_to)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        split.setProperty("role", "gap")
        split.addWidget(self._sheet_side())
        split.addWidget(self._field_side())
        split.setStretchFactor(0, 1)
        split.setSizes([1000, _FIELDS])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(split)

    def show_sheet(
        self, sheet: SheetPlan, grid: Grid | None, tables: Sequence[SheetPlan], register: type[Register] | None
    ) -> None:
        """Show a sheet's cells and columns.

        Args:
            sheet: The table that is looked at.
            grid: The cells.
            tables: All tables of the sheet.
            register: What the table holds; None where nobody knows.
        """
        before = self._sheet
        same = before is not None and (before.file, before.choice.key, before.header_row, before.header_rows) == (
            sheet.file, sheet.choice.key, sheet.header_row, sheet.header_rows
        )  # fmt: skip
        self._sheet, self._register = sheet, register
        labels = {f.name: f.label for f in register.fields()} if register is not None else {}
        words = {c.index: becomes(self._context, c, labels) for c in sheet.columns} if register is not None else {}
        current = next((n for n, t in enumerate(tables) if t.choice.key == sheet.choice.key), 0)
        self.grid.show_grid(grid, tables, current, words, stay=same)
        self.grid.put_bands([(n, self._band(t, n, current)) for n, t in enumerate(tables)])
        asks = register is None and bool(sheet.header_row)
        self.offer.setVisible(asks)
        if asks:
            self.offer.show_sheet(sheet)
        for part in (self.card, self.fields):
            part.setVisible(register is not None)
        missing = lacking(sheet, register)
        self.fields.fields.show_fields(register, sheet.columns, missing)
        unsure = [c.index for c in sheet.columns if is_unsure(c)]
        if not same and unsure and sheet.header_row:
            self.grid.go_to_column(unsure[0])
        told, role = in_words(self._context, sheet, register, missing)
        self._state.setText(told)
        self._state.setVisible(not asks)
        if self._state.property("role") != role:
            set_role(self._state, role)
        self._hidden.setText(hidden_parts(self._context, grid))
        self._look(self._row_of_current(), self.grid.column())

    def give(self, code: str) -> None:
        """Let the column that is looked at become a field, and go to the next that is not settled."""
        column = self._current()
        if column is None or self._sheet is None:
            return
        self._set(column.index, code)
        later = [c.index for c in self._sheet.columns if is_unsure(c) and c.index != column.index]
        if is_unsure(column) and later:
            self.grid.go_to_column(next((i for i in later if i > column.index), later[0]))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.grid, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        gettext = self._context.language.gettext
        self._one = button("", "chip")
        self._two = button("", "chip")
        self._one.clicked.connect(giving(self._use_row, 1))
        self._two.clicked.connect(giving(self._use_row, 2))
        say_tip(self._one, gettext("Enter, or a double click on the row, does the same"))
        self._hidden = label("", "caption")
        foot.addWidget(self._one)
        foot.addWidget(self._two)
        foot.addStretch(1)
        foot.addWidget(self._hidden)
        column.addLayout(foot)
        return side

    def _field_side(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(240)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._state = label("", "muted", wrap=True)
        self.offer = RegisterOffer(self._context)
        self.offer.chosen.connect(self.register_chosen)
        column.addWidget(self.offer)
        column.addWidget(self.card)
        column.addWidget(self._state)
        column.addWidget(self.fields, 1)
        column.addStretch(0)
        return side

    def _band(self, sheet: SheetPlan, number: int, current: int) -> TableBand:
        band = TableBand(self._context, sheet, current=number == current)
        band.register_chosen.connect(self.register_chosen)
        band.rows_chosen.connect(self._say_rows)
        band.opened.connect(giving(self.table_chosen.emit, number))
        band.forgotten.connect(self.forgotten)
        return band

    def _current(self) -> Column | None:
        return self.grid.sheet.column_at(self.grid.column())

    def _row_of_current(self) -> int:
        row = self.grid.sheet.row_at(self.grid.currentIndex().row())
        return -1 if row is None else row

    def _look(self, row: int, column: int) -> None:
        self._row = row
        known = self.grid.sheet.column_at(column)
        self.card.show_column(known, self._register)
        if known is None or is_unsure(known):
            self.fields.show_current("-")
            self.fields.scrollToTop()
        else:
            self.fields.show_current(known.field)
        gettext = self._context.language.gettext
        area = self.grid.sheet.current
        other = row >= 0 and (area is None or row not in area.header)
        self._one.setVisible(other)
        self._two.setVisible(other)
        if other:
            self._one.setText(gettext("Row {row} holds the headings").format(row=row + 1))
            self._two.setText(gettext("Rows {first} and {last}").format(first=row + 1, last=row + 2))
            self._one.setAccessibleName(self._one.text())
            self._two.setAccessibleName(gettext("Rows {first} and {last} hold the headings").format(first=row + 1, last=row + 2))  # fmt: skip

    def _use_row(self, rows: int) -> None:
        if self._row >= 0:
            self.header_chosen.emit(self._row + 1, rows)

    def _point(self, row: int) -> None:
        if self._sheet is not None and (row != self._sheet.header_row or self._register is None):
            self.header_chosen.emit(row, 0)

    def _say_rows(self, rows: int) -> None:
        if self._sheet is not None:
            self.header_chosen.emit(self._sheet.header_row, rows)

    def _ask(self, column: int) -> None:
        self.grid.go_to_column(column)
        self.fields.begin()

    def _answer(self, column: int, number: int) -> None:
        self.grid.go_to_column(column)
        self.card.choose(number)

    def _dropped(self, column: int, code: str) -> None:
        self.grid.go_to_column(column)
        self._set(column, code)

    def _go_to(self, code: str) -> None:
        """Look at the column that a field takes, where it is not the one looked at already."""
        columns = [c.index for c in self._sheet.columns if c.field == code] if self._sheet is not None else []
        if columns and self.grid.column() not in columns and code not in (EXTRA, LEFT_OUT):
            self.grid.go_to_column(columns[0])

    def _empty(self, code: str) -> None:
        columns = [c.index for c in self._sheet.columns if c.field == code] if self._sheet is not None else []
        if columns and code not in (EXTRA, LEFT_OUT):
            self._set(columns[0], EXTRA)

    def _set(self, index: int, code: str) -> None:
        """Say what a column becomes; a field is taken by one column only."""
        if self._sheet is None:
            return
        mapping = {c.index: c.field for c in self._sheet.columns if c.how == "user"}
        for other in self._sheet.columns:
            if other.field == code and code not in (EXTRA, LEFT_OUT):
                mapping[other.index] = EXTRA
        mapping[index] = code
        self.mapped.emit(mapping)
