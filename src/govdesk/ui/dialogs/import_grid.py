"""The sheet as it is in the file: its top rows with letters and numbers, the rows of headings marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from govdesk.fields.kind import as_text
from govdesk.ui.context import Context
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid

#: Rows of the sheet that are shown; more than any header was ever found below.
TOP = 200
_WIDE = 200
_IN_SIGHT = 4
_LINE = 26
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


def letters(column: int) -> str:
    """Return the letters over a column counted from 0."""
    from govdesk.sheet.address import column_letters  # noqa: PLC0415 - spreadsheets come when their work comes

    return column_letters(column)


class GridModel(QAbstractTableModel):
    """The top of a sheet; nothing can be edited."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._grid: Grid | None = None
        self._header = range(0)
        self._bold = QFont()
        self._bold.setBold(True)

    def show_grid(self, grid: Grid | None, header_row: int, header_rows: int) -> None:
        """Show a sheet.

        Args:
            grid: Its cells.
            header_row: Where the headings begin, counted from 1; 0 where there are none.
            header_rows: How many rows they take.
        """
        self.beginResetModel()
        self._grid = grid
        self._header = range(header_row - 1, header_row - 1 + max(1, header_rows)) if header_row else range(0)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() or self._grid is None else min(len(self._grid.rows), TOP)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() or self._grid is None else min(self._grid.width, _WIDE)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        vertical = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            return str(section + 1) if vertical else letters(section)
        if role == Qt.ItemDataRole.ForegroundRole and vertical and section in self._header:
            return self._context.theme.colour("accent")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        is_header = index.isValid() and index.row() in self._header
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if is_header else None
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._context.theme.colour("accent_soft") if is_header else None
        if (
            role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            or self._grid is None
            or not index.isValid()
        ):
            return None
        text = shown_cell(self._grid.value(index.row(), index.column()))
        return tip(text) if role == Qt.ItemDataRole.ToolTipRole else text.replace("\n", " ")


def shown_cell(value: object) -> str:
    """Return a cell as the spreadsheet shows it, an error by its own name."""
    code = getattr(value, "code", None)
    return str(code) if isinstance(code, str) else as_text(value)


class GridView(QTableView):
    """The top of a sheet, in which a row of headings can be pointed at.

    Signals:
        pointed: A row, counted from 1, that the user says holds the headings.
    """

    pointed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = GridModel(context, self)
        self.setModel(self._model)
        gettext = context.language.gettext
        self.setAccessibleName(gettext("The sheet as it is in the file"))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_LINE + max(0, context.theme.text - 14))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setHighlightSections(False)
        rows.sectionClicked.connect(lambda row: self.pointed.emit(row + 1))
        self.horizontalHeader().setHighlightSections(False)
        self.clicked.connect(lambda index: self.pointed.emit(index.row() + 1))

    def show_grid(self, grid: Grid | None, header_row: int, header_rows: int) -> None:
        """Show a sheet with the rows of its headings in sight."""
        self._model.show_grid(grid, header_row, header_rows)
        for column in range(self._model.columnCount()):
            self.setColumnWidth(column, 120)
        if header_row > _IN_SIGHT:
            self.scrollTo(self._model.index(max(0, header_row - 2), 0), QTableView.ScrollHint.PositionAtTop)
        if header_row:
            self.setCurrentIndex(self._model.index(header_row - 1, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.pointed.emit(self.currentIndex().row() + 1)
            return
        super().keyPressEvent(event)
