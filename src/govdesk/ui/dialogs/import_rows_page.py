"""What will happen: totals that filter, the planned rows, the chosen one in full, and what to do with what does not fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_conflict import settled
from govdesk.ui.dialogs.import_detail import RowDetail
from govdesk.ui.dialogs.import_plan import STATUSES
from govdesk.ui.dialogs.import_rows import PlanTable
from govdesk.ui.dialogs.import_value_box import BLANK
from govdesk.ui.dialogs.import_work import Source
from govdesk.ui.icon import icon
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import SheetPlan

_DETAIL = 300


class RowsPage(QWidget):
    """The plan of one sheet.

    Signals:
        rows_chosen: Rows were left out or taken back in.
        unreadable_kept: Whether rows come in without the cells that do not fit.
        chosen: The `SheetChoice` with a fix or a settlement more or less.
        marks_asked: The file is to be saved with its problem cells marked.
    """

    rows_chosen = Signal()
    unreadable_kept = Signal(bool)
    chosen = Signal(object)
    marks_asked = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Source | None = None
        self._sheet: SheetPlan | None = None
        self._status = ""
        gettext = context.language.gettext
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._totals())
        self.table = PlanTable(context)
        self.table.plan.chosen.connect(self._rows_chosen)
        self.table.moved.connect(self._show_detail)
        self.table.selectionModel().selectionChanged.connect(self._say_leave)
        self.detail = RowDetail(context)
        self.detail.setMinimumWidth(240)
        self.detail.mended.connect(self._mend)
        self.detail.mended_alike.connect(self._mend_alike)
        self.detail.settled.connect(self._settle)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(8)
        split.setProperty("role", "gap")
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 1)
        split.setSizes([1000, _DETAIL])
        column.addWidget(split, 1)
        foot = QHBoxLayout()
        self._keep = QCheckBox(
            gettext("Bring in wrong rows without the cells that do not fit (their text is kept beside)")
        )
        self._keep.toggled.connect(self.unreadable_kept)
        foot.addWidget(self._keep)
        foot.addStretch(1)
        self._marks = button(gettext("Save with marks…"), "link", icon=icon("save", context.theme.colour("accent")))
        say_tip(self._marks, gettext("Save the sheet once more with the cells that do not fit coloured and commented"))
        self._marks.clicked.connect(self.marks_asked)
        foot.addWidget(self._marks)
        column.addLayout(foot)

    def show_sheet(self, source: Source, sheet: SheetPlan) -> None:
        """Show a sheet's plan, keeping filter and current row where it is the same sheet."""
        same = self._sheet is not None and self._source is source and self._sheet.choice.key == sheet.choice.key
        place = self.table.currentIndex().row() if same else -1
        if not same or not sheet.counts.get(self._status):
            self._status = ""
        self._source, self._sheet = source, sheet
        self._fill_totals()
        self._fill_table(place)
        with QSignalBlocker(self._keep):
            self._keep.setChecked(sheet.choice.keep_unreadable)
        counts = sheet.counts
        self._keep.setVisible(bool(counts["wrong"]) or sheet.choice.keep_unreadable)
        self._marks.setVisible(any(r.problems for r in sheet.rows))

    def filter(self, status: str) -> None:
        """Show the rows of one status; an empty text shows all."""
        self._status = status
        self._buttons[status].setChecked(True)
        self._fill_table(-1)

    def _totals(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(6)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        for status in ("", *STATUSES):
            made = button("", "chip")
            made.setCheckable(True)
            made.clicked.connect(giving(self.filter, status))
            if status:
                _, tone, name = STATUSES[status]
                made.setIcon(icon(name, self._context.theme.tone(tone)[0]))
            group.addButton(made)
            self._buttons[status] = made
            row.addWidget(made)
        row.addStretch(1)
        self._out = label("", "muted")
        row.addWidget(self._out)
        self._leave = button(gettext("Leave out"))
        self._leave.clicked.connect(self._leave_out)
        row.addWidget(self._leave)
        return row

    def _fill_totals(self) -> None:
        if self._sheet is None:
            return
        gettext = self._context.language.gettext
        counts = self._sheet.counts
        for status, made in self._buttons.items():
            word = gettext(STATUSES[status][0]) if status else gettext("All rows")
            count = counts[status] if status else len(self._sheet.rows)
            made.setText(f"{word} {count:,}")
            made.setAccessibleName(f"{word} {count:,}")
            made.setVisible(bool(count) or not status)
            made.setChecked(status == self._status)
        self._say_out()

    def _fill_table(self, place: int) -> None:
        if self._source is None or self._sheet is None:
            return
        self.table.plan.show_sheet(self._source, self._sheet, self._status)
        self.table.plan.name_old(self._source.names)
        self.table.fit()
        rows = self.table.plan.rowCount()
        if rows:
            self.table.setCurrentIndex(self.table.plan.index(min(max(place, 0), rows - 1), 0))
        self._show_detail(self.table.currentIndex().row())
        self._say_leave()

    def _show_detail(self, place: int) -> None:
        self.detail.show_row(self.table.plan, place)

    def _say_out(self) -> None:
        if self._source is None or self._sheet is None:
            return
        count = sum(1 for key, _ in self._source.left_out if key == self._sheet.choice.key)
        words = self._context.language.ngettext("{count} row left out", "{count} rows left out", count)
        self._out.setText(words if count else "")

    def _say_leave(self) -> None:
        gettext = self._context.language.gettext
        first = next((p for p in self.table.chosen_rows() if self.table.plan.can_leave(p)), None)
        out = first is not None and self.table.plan.is_out(first)
        self._leave.setText(gettext("Take in again") if out else gettext("Leave out"))
        self._leave.setAccessibleName(self._leave.text())
        self._leave.setEnabled(first is not None)
        self._leave.setToolTip(gettext("Space does the same for the selected rows"))

    def _leave_out(self) -> None:
        self.table.leave_out()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows_chosen(self) -> None:
        self._say_out()
        self._say_leave()
        self.rows_chosen.emit()

    def _mend(self, place: int, field: str, text: str) -> None:
        if self._sheet is not None:
            fixes = {**self._sheet.choice.fixes, (place, field): "" if text == BLANK else text}
            self.chosen.emit(replace(self._sheet.choice, fixes=fixes))

    def _mend_alike(self, field: str, old: str, text: str) -> None:
        if self._sheet is not None:
            fixes = {**self._sheet.choice.fixes, (field, old): "" if text == BLANK else text}
            self.chosen.emit(replace(self._sheet.choice, fixes=fixes))

    def _settle(self, place: int, name: str, side: str) -> None:
        if self._sheet is not None:
            word = settled(dict(self._sheet.choice.settled), place, name, side)
            self.chosen.emit(replace(self._sheet.choice, settled=word))
