"""The registers that a table might be for, where none fits by itself: the likeliest as buttons, all in the band above it.

`import_columns_page` shows it in the place of the fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan

_OFFERED = 4


class RegisterOffer(QFrame):
    """Asks what a table holds.

    Signals:
        chosen: The code of a register.
    """

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.buttons: list[QPushButton] = []
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(6)
        gettext = context.language.gettext
        column.addWidget(label(gettext("What does this table hold?"), "strong"))
        self._words = label("", "muted", wrap=True)
        column.addWidget(self._words)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        column.addLayout(self._offers)

    def show_sheet(self, sheet: SheetPlan) -> None:
        """Offer the registers that know most of a table's headings."""
        from govdesk.sheet.likely_register import likely_registers  # noqa: PLC0415 - seldom

        for made in self.buttons:
            made.hide()
            made.deleteLater()
        lang, registers = self._context.language, self._context.registers
        found = likely_registers(registers, (c.heading for c in sheet.columns))[:_OFFERED]
        self.buttons = []
        for code, count in found:
            about = registers[code].about
            known = lang.ngettext("knows {count} column", "knows {count} columns", count).format(count=count)
            text = f"{lang.gettext(about.plural)} · {known}"
            made = button(text, "picker", icon(about.icon, self._context.theme.colour("accent")))
            made.setIconSize(QSize(16, 16))
            made.clicked.connect(giving(self.chosen.emit, code))
            self._offers.addWidget(made)
            self.buttons.append(made)
        words = lang.gettext("No register fits all of its headings by itself. Choose one here or above the table.")
        none = lang.gettext("No register knows any of its headings. Choose one above the table, or another row.")
        self._words.setText(words if found else none)
