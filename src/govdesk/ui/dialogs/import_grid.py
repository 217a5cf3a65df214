"""The sheet as it is in the file, with what was understood of it: headings marked, tables outlined, hidden parts told.

A band above each table says what it holds; `import_grid_view` shows the lines of this model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from govdesk.fields.kind import as_text
from govdesk.sheet.plan_values import EXTRA, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.text import tip

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.plan_values import Column, SheetPlan

#: Rows of the sheet that are shown; more than any header was ever found below.
TOP = 500
_WIDE = 200
_NONE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
BAND_ROLE = Qt.ItemDataRole.UserRole
EDGE_ROLE = Qt.ItemDataRole.UserRole + 1
HIDDEN_ROLE = Qt.ItemDataRole.UserRole + 2
_LEFT, _TOP, _RIGHT, _BOTTOM, _OURS = 1, 2, 4, 8, 16


def letters(column: int) -> str:
    """Return the letters over a column counted from 0."""
    from govdesk.sheet.address import column_letters  # noqa: PLC0415 - spreadsheets come when their work comes

    return column_letters(column)


@dataclass(frozen=True, slots=True)
class Area:
    """Where one table lies, counted from 0, and whether it is the one that is looked at."""

    number: int
    header: range
    rows: range
    columns: range
    current: bool

    def edges(self, row: int, column: int) -> int:
        """Return which edges of the table a cell lies at."""
        if row not in self.rows or column not in self.columns:
            return 0
        found = _OURS if self.current else 0
        found |= _LEFT if column == self.columns.start else 0
        found |= _RIGHT if column == self.columns.stop - 1 else 0
        found |= _TOP if row == self.rows.start else 0
        return found | (_BOTTOM if row == self.rows.stop - 1 else 0)


def area_of(number: int, sheet: SheetPlan, *, current: bool) -> Area:
    """Return where a planned table lies."""
    first = sheet.header_row - 1
    header = range(first, first + max(1, sheet.header_rows))
    places = [c.index for c in sheet.columns] or [0]
    return Area(
        number, header, range(first, max(sheet.last_row, header.stop)), range(min(places), max(places) + 1), current
    )


class GridModel(QAbstractTableModel):
    """The top of a sheet; nothing can be edited.

    Its lines are the rows of the sheet and, above each table, a band of its own.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._grid: Grid | None = None
        self._wide = 0
        self._lines: list[int] = []
        self._places: dict[int, int] = {}
        self._areas: tuple[Area, ...] = ()
        self._columns: dict[int, Column] = {}
        self._bold = QFont()
        self._bold.setBold(True)
        self._slanted = QFont()
        self._slanted.setItalic(True)

    def show_grid(self, grid: Grid | None, tables: Sequence[SheetPlan], current: int) -> None:
        """Show a sheet.

        Args:
            grid: Its cells.
            tables: What is planned for each of its tables.
            current: The table that is looked at.
        """
        self.beginResetModel()
        self._grid = grid
        self._wide = max(1, min(grid.width, _WIDE)) if grid is not None else 0
        found = [area_of(n, t, current=n == current) for n, t in enumerate(tables) if t.header_row]
        self._areas = tuple(found)
        self._columns = {c.index: c for c in tables[current].columns} if tables else {}
        bands: dict[int, list[int]] = {} if found else {0: [current]}
        for area in sorted(found, key=lambda a: not a.current):
            bands.setdefault(area.header.start, []).append(area.number)
        self._lines = []
        count = min(len(grid.rows), TOP) if grid is not None else 0
        for row in range(count):
            self._lines += [-1 - number for number in bands.get(row, ())]
            self._lines.append(row)
        self._places = {line: place for place, line in enumerate(self._lines)}
        self.endResetModel()

    @property
    def areas(self) -> tuple[Area, ...]:
        """The tables of the sheet."""
        return self._areas

    @property
    def current(self) -> Area | None:
        """The table that is looked at."""
        return next((a for a in self._areas if a.current), None)

    def row_at(self, line: int) -> int | None:
        """Return the sheet's row, from 0, at a line; None at a band."""
        row = self._lines[line] if 0 <= line < len(self._lines) else -1
        return row if row >= 0 else None

    def line_of(self, row: int) -> int:
        """Return the line that shows a row of the sheet, -1 where none does."""
        return self._places.get(row, -1)

    def bands(self) -> list[tuple[int, int]]:
        """Return the lines that are bands, with the number of their table."""
        return [(place, -1 - line) for place, line in enumerate(self._lines) if line < 0]

    def column_at(self, section: int) -> Column | None:
        """Return what becomes of a column of the table that is looked at."""
        return self._columns.get(section)

    def is_hidden_column(self, section: int) -> bool:
        """Answer whether the file hides a column."""
        return self._grid is not None and section in self._grid.hidden_columns

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else self._wide

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            return letters(section) if role == Qt.ItemDataRole.DisplayRole else None
        row = self.row_at(section)
        if row is None:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        hidden = self._grid is not None and row in self._grid.hidden_rows
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row + 1}"
        if role == Qt.ItemDataRole.FontRole and hidden:
            return self._slanted
        if role == Qt.ItemDataRole.ToolTipRole:
            gettext = self._context.language.gettext
            words = gettext("Click: this row holds the headings")
            return "\n".join((gettext("Hidden in the file"), words)) if hidden else words
        if role == Qt.ItemDataRole.ForegroundRole and any(row in a.header for a in self._areas):
            return self._context.theme.colour("accent")
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._grid is None:
            return None
        row = self.row_at(index.row())
        if row is None:
            return True if role == BAND_ROLE else None
        if role == BAND_ROLE:
            return False
        if role == EDGE_ROLE:
            return next((e for a in self._areas if (e := a.edges(row, index.column()))), 0)
        if role == HIDDEN_ROLE:
            return row in self._grid.hidden_rows or index.column() in self._grid.hidden_columns
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            text = shown_cell(self._grid.value(row, index.column()))
            return (
                self._tip(text, row, index.column()) if role == Qt.ItemDataRole.ToolTipRole else text.replace("\n", " ")
            )
        return self._look(row, index.column(), role)

    def _tip(self, text: str, row: int, column: int) -> str:
        comment = self._grid.comments.get((row, column), "") if self._grid is not None else ""
        return tip(f"{text}\n—\n{comment}" if comment else text)

    def _look(self, row: int, column: int, role: int) -> Any:
        theme, area = self._context.theme, self.current
        is_header = any(row in a.header and column in a.columns for a in self._areas)
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if is_header else None
        if role == Qt.ItemDataRole.BackgroundRole:
            if area is not None and row in area.header and column in area.columns:
                return theme.colour("accent_soft")
            inside = area is not None and row in area.rows and column in area.columns
            return None if inside else theme.colour("window")
        if role == Qt.ItemDataRole.ForegroundRole:
            known = self._columns.get(column)
            quiet = area is None or row not in area.rows or known is None or known.field == LEFT_OUT
            return theme.colour("text_muted") if quiet and not is_header else None
        return None


def shown_cell(value: object) -> str:
    """Return a cell as the spreadsheet shows it, an error by its own name."""
    code = getattr(value, "code", None)
    return str(code) if isinstance(code, str) else as_text(value)


def becomes(context: Context, column: Column, labels: dict[str, str]) -> str:
    """Return what a column becomes, in words."""
    gettext = context.language.gettext
    if column.field == EXTRA:
        return gettext("Extra column")
    if column.field == LEFT_OUT:
        return gettext("Left out")
    return gettext(labels[column.field]) if column.field in labels else gettext("Tells the records apart")
