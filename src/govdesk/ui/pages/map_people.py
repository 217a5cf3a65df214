"""The table beside the stakeholder map: the same people as rows, for whoever reads, sorts or listens rather than looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standing
from govdesk.sheet.numbers import NumberSheet
from govdesk.ui.context import Context
from govdesk.ui.pages.disc import disc_picture, level_word, name_font
from govdesk.ui.pages.map_group import Grouping
from govdesk.ui.text import tip

#: Heads: as short as they must be beside the map, and in full for tooltips and the workbook.
_HEADS = (N_("Stakeholder"), N_("Power"), N_("Interest"), N_("Engagement"), N_("Desired engagement"))
_WIDTHS = (124, 0, 0, 92, 92, 120)
_AROUND = 26
_ROW = 28
_Index = QModelIndex | QPersistentModelIndex
_WHOLE = QModelIndex()


class PeopleModel(QAbstractTableModel):
    """Answers the cells of the table."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self.context = context
        self.people: list[Standing] = []
        self.grouping = Grouping(context)
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    def show_people(self, people: Sequence[Standing], grouping: Grouping) -> None:
        """Show these people."""
        self.beginResetModel()
        self.people, self.grouping = list(people), grouping
        self._order()
        self.endResetModel()

    def columns(self) -> tuple[str, ...]:
        """Return the heads; what people are grouped by has a column of its own."""
        return _HEADS if self.grouping.by == "engagement" else (*_HEADS, self.group_head())

    def group_head(self) -> str:
        """Return the head of what people are grouped by."""
        return str(self.context.registers["stakeholder"].field(self.grouping.by).label)

    def rowCount(self, parent: _Index = _WHOLE) -> int:
        return 0 if parent.isValid() else len(self.people)

    def columnCount(self, parent: _Index = _WHOLE) -> int:
        return 0 if parent.isValid() else len(self.columns())

    def value(self, one: Standing, column: int) -> Any:
        """Return what stands in a cell."""
        if column == len(_HEADS):
            return self.grouping.group(one).word
        level = (one.engagement, one.desired)[column - 3] if column > 2 else None
        return (
            (one.shown, one.power, one.interest)[column] if column <= 2 else level and level_word(self.context, level)
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self.people[index.row()], index.column()
        value = self.value(one, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return "–" if value is None else str(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            gone = self.context.say(Message(N_("Left on {day}"), {"day": str(one.left)})) if one.gone else ""
            return tip(" · ".join(t for t in (one.shown, one.title, one.department, gone) if t))
        if role == Qt.ItemDataRole.FontRole and column == 0 and one.gone:
            return name_font(QFont(), True)
        if role == Qt.ItemDataRole.DecorationRole and column == 0:
            group = self.grouping.group(one)
            made, half = disc_picture(self.context.theme, 9.0, None, group.mark, None, 2.0, group.ground)
            sign = made.copy(round(half - 10) * 2, round(half - 10) * 2, 40, 40)
            icon = QIcon(sign)
            icon.addPixmap(sign, QIcon.Mode.Selected)
            return icon
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (1, 2):
            return int(Qt.AlignmentFlag.AlignCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole
        ):  # fmt: skip
            return self.context.say(self.columns()[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()
        self._sorted = (column, order)
        self._order()
        self.endResetModel()

    def _order(self) -> None:
        """Order the rows as a head asks; else the most powerful and most interested of each group first."""
        column, order = self._sorted
        if not 0 <= column < len(self.columns()):
            self.people.sort(key=lambda p: (self.grouping.place(p), -(p.power or 0), -(p.interest or 0)))
            return

        def key(one: Standing) -> tuple[bool, Any]:
            value = self.value(one, column)
            return value is None, 0 if value is None else value

        self.people.sort(key=key, reverse=order == Qt.SortOrder.DescendingOrder)

    def sheet(self) -> NumberSheet:
        """Return the rows as a table for a workbook."""
        say = self.context.say
        extra = () if self.grouping.by == "department" else (N_("Department"),)
        heads = tuple(say(h) for h in (*self.columns(), *extra, N_("Ties"), N_("Left on")))
        lines = [
            (
                *(self.value(p, n) for n in range(len(self.columns()))),
                *([p.department] if extra else []),
                p.ties,
                p.left,
            )
            for p in self.people
        ]
        return NumberSheet(say(N_("Stakeholders")), (heads, *lines))


class PeopleTable(QTableView):
    """Shows the people, and chooses one.

    Signals:
        chosen: Id of the person whose row became the current one.
    """

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.people = PeopleModel(context, self)
        self.setModel(self.people)
        self.setAccessibleName(context.say(N_("The people on the map")))
        self.setProperty("role", "plain")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(16, 16))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.people.modelReset.connect(self._fit)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self._fit()

    def _fit(self) -> None:
        metrics, say = self.horizontalHeader().fontMetrics(), self.people.context.say
        for column, head in enumerate(self.people.columns()):
            wide = metrics.horizontalAdvance(say(head)) + _AROUND
            self.setColumnWidth(column, max(wide, _WIDTHS[column]))

    def select(self, identity: str) -> None:
        """Make somebody's row the current one, without telling of it."""
        row = next((n for n, p in enumerate(self.people.people) if p.id == identity), -1)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.selectRow(row)
            self.scrollTo(self.people.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def _tell(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(self.people.people[now.row()].id)
