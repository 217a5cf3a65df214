"""The band above a table of a sheet: which register it is for, where its headings are, and whether its layout is known.

`import_columns_page` puts one over each table of the grid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import button, label, say_tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan

_DAY = 10


class TableBand(QWidget):
    """What a table is, to be changed where it stands.

    Signals:
        register_chosen: Code of the register that the table is for.
        rows_chosen: How many rows its headings take.
        opened: The table is the one to look at.
        forgotten: What was agreed for its layout is to be forgotten.
    """

    register_chosen = Signal(str)
    rows_chosen = Signal(int)
    opened = Signal()
    forgotten = Signal()

    def __init__(self, context: Context, sheet: SheetPlan, *, current: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        gettext, theme = context.language.gettext, context.theme
        self.setAutoFillBackground(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 8, 3)
        row.setSpacing(8)
        if not sheet.header_row:
            row.addWidget(label(gettext("Click the row that names the columns."), "strong"))
            row.addStretch(1)
            return
        if not current:
            self._other(row, sheet)
            return
        self.register = QComboBox()
        self.register.setAccessibleName(gettext("Register of this table"))
        if sheet.register is None:
            self.register.addItem(gettext("Choose a register…"), "")
        for code, register in context.registers.shown().items():
            name = gettext(register.about.plural)
            self.register.addItem(icon(register.about.icon, theme.colour("text_muted")), name, code)
        with QSignalBlocker(self.register):
            self.register.setCurrentIndex(max(0, self.register.findData(sheet.register or "")))
        self.register.setMaxVisibleItems(16)
        self.register.activated.connect(self._say_register)
        row.addWidget(self.register)
        row.addWidget(label(gettext("Headings in row {row}").format(row=sheet.header_row), "muted"))
        self.rows = QComboBox()
        self.rows.setAccessibleName(gettext("Rows that the headings take"))
        for count in (1, 2, 3):
            self.rows.addItem(context.language.ngettext("{count} row", "{count} rows", count), count)
        self.rows.setCurrentIndex(min(max(sheet.header_rows, 1), self.rows.count()) - 1)
        self.rows.activated.connect(self._say_rows)
        row.addWidget(self.rows)
        if sheet.used:
            words = gettext("Known layout, used on {day}").format(day=sheet.used[:_DAY])
            row.addWidget(label(words, "caption"))
            forget = button(gettext("Forget it"), "link")
            say_tip(forget, gettext("The columns are matched anew, here and in the next sheet of this layout"))
            forget.clicked.connect(self.forgotten)
            row.addWidget(forget)
        row.addStretch(1)

    def _other(self, row: QHBoxLayout, sheet: SheetPlan) -> None:
        gettext = self._context.language.gettext
        name = self._context.registers[sheet.register].about.plural if sheet.register else ""
        words = gettext("Table {number}").format(number=sheet.choice.table + 1)
        row.addWidget(label(f"{words} · {gettext(name)}" if name else words, "muted"))
        show = button(gettext("Look at it"), "link")
        show.clicked.connect(self.opened)
        row.addWidget(show)
        row.addStretch(1)

    def _say_register(self, place: int) -> None:
        if code := self.register.itemData(place):
            self.register_chosen.emit(code)

    def _say_rows(self, place: int) -> None:
        self.rows_chosen.emit(int(self.rows.itemData(place)))
