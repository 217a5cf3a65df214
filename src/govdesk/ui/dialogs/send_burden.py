"""What the sending asks of each recipient: rows, cells, those still empty, minutes; who is unticked gets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.plain_table import PlainTable
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.package import Burden, Package

_HEADINGS = (N_("To"), N_("Sheets"), N_("Rows"), N_("Cells asked"), N_("Still empty"), N_("Minutes"))
_WIDTHS = (0, 130, 56, 96, 92, 84)
_FIGURES = (2, 3, 4, 5)
_IDS = Qt.ItemDataRole.UserRole


class BurdenTable(PlainTable):
    """One row for each recipient.

    Signals:
        chosen: A recipient was ticked or unticked.
    """

    chosen = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        gettext = context.language.gettext
        name, headings = gettext("What is asked of whom"), [gettext(h) for h in _HEADINGS]
        super().__init__(name, headings, widths=_WIDTHS, figures=_FIGURES, parent=parent)
        self._context = context
        self._packages: tuple[Package, ...] = ()
        self._out: set[tuple[str, ...]] = set()
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._change)

    def show_packages(self, packages: tuple[Package, ...]) -> None:
        """Show the recipients; those who were unticked before stay so."""
        self._packages = packages
        between = self._context.language.gettext(", ")
        with QSignalBlocker(self):
            self.setRowCount(len(packages))
            for row, package in enumerate(packages):
                burden = package.burden
                sheets = between.join(self._sheet(p.wanted.register, len(p.records)) for p in package.parts)
                name = f"{package.name} ({package.hint})" if package.hint else package.name
                texts = (name, sheets, *(f"{n:,}" for n in (burden.rows, burden.cells, burden.empty, burden.minutes)))
                for column, text in enumerate(texts):
                    self.write(row, column, text).setToolTip(tip(text))
                first = self.item(row, 0)
                first.setData(_IDS, package.recipients)
                first.setFlags(first.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                out = tuple(package.recipients) in self._out
                first.setCheckState(Qt.CheckState.Unchecked if out else Qt.CheckState.Checked)
        self.chosen.emit()

    def kept(self) -> list[Package]:
        """Return the packages whose recipients are ticked."""
        return [p for p in self._packages if tuple(p.recipients) not in self._out]

    def total(self) -> Burden | None:
        """Return what is asked of all who are ticked."""
        found = [p.burden for p in self.kept()]
        if not found:
            return None
        whole = found[0]
        for burden in found[1:]:
            whole = whole + burden
        return whole

    def _sheet(self, code: str, rows: int) -> str:
        return f"{self._context.language.gettext(self._context.registers[code].about.plural)} {rows:,}"

    def _change(self, item: QTableWidgetItem) -> None:
        if item.column():
            return
        ids = tuple(item.data(_IDS))
        if item.checkState() == Qt.CheckState.Checked:
            self._out.discard(ids)
        else:
            self._out.add(ids)
        self.chosen.emit()
