"""Shows a sheet with its tables outlined: headings and registers are chosen in it, columns are carried out of it.

The rows and what is known of them come from `import_grid`; `import_columns_page` puts the fields beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_grid import BAND_ROLE, EDGE_ROLE, HIDDEN_ROLE, Area, GridModel
from govdesk.ui.dialogs.import_heading import SheetHeading, drag_column

if TYPE_CHECKING:
    from govdesk.sheet.grid import Grid
    from govdesk.sheet.plan_values import SheetPlan

_LINE, _BAND = 26, 40
_NARROW, _BROAD = 64, 260
_IN_SIGHT, _SPANS = 4, 400
_LEFT, _TOP, _RIGHT, _BOTTOM, _OURS = 1, 2, 4, 8, 16
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
_Index = QModelIndex | QPersistentModelIndex


class _Cells(QStyledItemDelegate):
    """Paints cells with the outline of the table they belong to."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = self._context.theme
        rect = QRect(option.rect)
        painter.save()
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        painter.fillRect(rect, ground if ground is not None else theme.colour("surface"))
        if option.state & QStyle.StateFlag.State_Selected and not index.data(BAND_ROLE):
            painter.fillRect(rect, theme.colour("selection"))
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(ink if ink is not None else theme.colour("text"))
        font = index.data(Qt.ItemDataRole.FontRole)
        shown = painter.font()
        shown.setBold(font is not None and font.bold())
        shown.setItalic(bool(index.data(HIDDEN_ROLE)))
        painter.setFont(shown)
        inside = rect.adjusted(6, 0, -6, 0)
        text = QFontMetrics(shown).elidedText(index.data() or "", Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.setPen(theme.colour("border"))
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._edges(painter, rect, int(index.data(EDGE_ROLE) or 0))
        if option.state & QStyle.StateFlag.State_HasFocus and not index.data(BAND_ROLE):
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _edges(self, painter: QPainter, rect: QRect, edges: int) -> None:
        theme = self._context.theme
        colour, thick = theme.colour("accent" if edges & _OURS else "border_strong"), 2 if edges & _OURS else 1
        for edge, line in (
            (_LEFT, QRect(rect.left(), rect.top(), thick, rect.height() + 1)),
            (_RIGHT, QRect(rect.right() - thick + 1, rect.top(), thick, rect.height() + 1)),
            (_TOP, QRect(rect.left(), rect.top(), rect.width() + 1, thick)),
            (_BOTTOM, QRect(rect.left(), rect.bottom() - thick + 1, rect.width() + 1, thick)),
        ):
            if edges & edge:
                painter.fillRect(line, colour)


class GridView(QTableView):
    """The top of a sheet, in which headings, columns and other tables are pointed at.

    Signals:
        pointed: A row, counted from 1, that the user says holds the headings.
        looked_at: The place of the current cell in the sheet, row and column from 0.
        asked: A column whose field is to be chosen.
        answered: A column and the number (from 1) of the suggestion to take; 0 keeps it beside, -1 leaves it out.
    """

    pointed = Signal(int)
    looked_at = Signal(int, int)
    asked = Signal(int)
    answered = Signal(int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = GridModel(context, self)
        self._pressed: QPoint | None = None
        self._bands: list[QWidget] = []
        self._tall: list[int] = []
        self.heading = SheetHeading(context, self._model.column_at, self)
        self.setHorizontalHeader(self.heading)
        self.setModel(self._model)
        self.setItemDelegate(_Cells(context, self))
        self.setAccessibleName(context.language.gettext("The sheet as it is in the file"))
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_LINE + max(0, context.theme.text - 14))
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.setHighlightSections(False)
        rows.setMinimumSectionSize(20)
        rows.setSectionsClickable(True)
        rows.sectionClicked.connect(self._row_clicked)
        self.heading.picked.connect(self._pick)
        self.heading.chosen.connect(self._choose)
        self.horizontalScrollBar().valueChanged.connect(self._hold_bands)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def sheet(self) -> GridModel:
        """The cells behind the view."""
        return self._model

    def show_grid(
        self, grid: Grid | None, tables: Sequence[SheetPlan], current: int, words: dict[int, str], *, stay: bool
    ) -> None:
        """Show a sheet with the rows of its headings in sight.

        Args:
            grid: Its cells.
            tables: What is planned for its tables.
            current: Which of them is looked at.
            words: What each column becomes.
            stay: Whether it is the same sheet as before, so that the view stays where it is.
        """
        cell, scrolled = self.currentIndex(), (self.verticalScrollBar().value(), self.horizontalScrollBar().value())
        row = self._model.row_at(cell.row()) if cell.isValid() else None
        self.clearSpans()
        self._model.show_grid(grid, tables, current)
        self.heading.show_words(words, grid.hidden_columns if grid is not None else frozenset())
        if not stay:
            self._fit(words)
        self._span(grid)
        area = self._model.current
        if stay and row is not None:
            self.setCurrentIndex(self._model.index(self._model.line_of(row), cell.column()))
            self.verticalScrollBar().setValue(scrolled[0])
            self.horizontalScrollBar().setValue(scrolled[1])
        elif area is not None:
            line = self._model.line_of(area.header.start)
            self.setCurrentIndex(self._model.index(line, area.columns.start))
            if line > _IN_SIGHT:
                self.scrollTo(self._model.index(max(0, line - 2), 0), QTableView.ScrollHint.PositionAtTop)

    def put_bands(self, bands: Sequence[tuple[int, QWidget]]) -> None:
        """Put what is known of each table above it.

        Args:
            bands: The number of a table and its band.
        """
        for line in self._tall:
            self.setRowHeight(line, self.verticalHeader().defaultSectionSize())
        self._bands, self._tall = [], []
        by_table = dict(bands)
        for line, number in self._model.bands():
            if number in by_table:
                self.setRowHeight(line, _BAND)
                self._tall.append(line)
                self._bands.append(by_table[number])
                self.setIndexWidget(self._model.index(line, 0), by_table[number])
        self._make_room()
        self._hold_bands()

    def _make_room(self) -> None:
        """Widen the last column of a narrow sheet until what is said above a table fits."""
        wanted = max((band.sizeHint().width() for band in self._bands), default=0)
        lacks = wanted - self.heading.length()
        if self._bands and lacks > 0:
            last = self._model.columnCount() - 1
            self.setColumnWidth(last, self.columnWidth(last) + lacks)

    def column(self) -> int:
        """Return the column that is looked at, -1 where none is."""
        return self.currentIndex().column()

    def go_to_column(self, section: int) -> None:
        """Look at a column of the table."""
        area = self._model.current
        line = self._model.line_of(area.header.stop - 1) if area is not None else 0
        self.setCurrentIndex(self._model.index(max(0, line), section))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cell, key = self.currentIndex(), event.key()
        row = self._model.row_at(cell.row()) if cell.isValid() else None
        known = self._model.column_at(cell.column())
        if key in _ENTER and row is not None:
            if self._is_heading(row) and known is not None:
                self.asked.emit(cell.column())
            else:
                self.pointed.emit(row + 1)
            return
        if known is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if Qt.Key.Key_1 <= key <= Qt.Key.Key_4:
                self.answered.emit(cell.column(), key - Qt.Key.Key_0)
                return
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_E):
                self.answered.emit(cell.column(), 0 if key == Qt.Key.Key_E else -1)
                return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = self._model.row_at(index.row()) if index.isValid() else None
        self._pressed = event.position().toPoint() if row is not None and self._is_heading(row) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is not None and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            column = self._model.column_at(self.indexAt(self._pressed).column())
            self._pressed = None
            if column is not None:
                drag_column(self._context, self, column)
            return
        if self._pressed is None:
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        row = self._model.row_at(index.row()) if index.isValid() else None
        if row is None:
            return
        if self._is_heading(row):
            self.asked.emit(index.column())
        else:
            self.pointed.emit(row + 1)

    def _is_heading(self, row: int) -> bool:
        area: Area | None = self._model.current
        return area is not None and row in area.header

    def _fit(self, words: dict[int, str]) -> None:
        """Give each column the width that its first cells want, within bounds."""
        metrics = self.fontMetrics()
        area = self._model.current
        first = self._model.line_of(area.header.start) if area is not None else 0
        lines = range(max(0, first), min(self._model.rowCount(), max(0, first) + 30))
        for column in range(self._model.columnCount()):
            texts = [str(self._model.index(n, column).data() or "")[:40] for n in lines]
            wide = max((metrics.horizontalAdvance(t) for t in texts), default=0) + 22
            chip = metrics.horizontalAdvance(words.get(column, "")) + 24
            self.setColumnWidth(column, min(_BROAD, max(_NARROW, wide, chip)))

    def _span(self, grid: Grid | None) -> None:
        """Let merged cells look merged, and bands reach across."""
        for line, _ in self._model.bands():
            self.setSpan(line, 0, 1, max(2, self._model.columnCount()))
        taken: set[tuple[int, int]] = set()
        for merge in (grid.merges if grid is not None else ())[:_SPANS]:
            top, bottom = self._model.line_of(merge.top), self._model.line_of(merge.bottom)
            right = min(merge.right, self._model.columnCount() - 1)
            height, width = bottom - top + 1, right - merge.left + 1
            if top < 0 or bottom - top != merge.bottom - merge.top or width < 1 or height * width > _SPANS:
                continue
            cells = {(r, c) for r in range(top, bottom + 1) for c in range(merge.left, right + 1)}
            if len(cells) > 1 and not cells & taken:
                taken |= cells
                self.setSpan(top, merge.left, height, width)

    def _hold_bands(self) -> None:
        """Keep the bands in sight while the sheet is scrolled sideways."""
        for band in self._bands:
            layout = band.layout()
            if layout is not None:
                margins = layout.contentsMargins()
                layout.setContentsMargins(self.horizontalScrollBar().value() + 8, margins.top(), 8, margins.bottom())

    def _row_clicked(self, line: int) -> None:
        row = self._model.row_at(line)
        if row is not None:
            self.pointed.emit(row + 1)

    def _pick(self, section: int) -> None:
        if section >= 0:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.go_to_column(section)

    def _choose(self, section: int) -> None:
        if self._model.column_at(section) is not None:
            self.asked.emit(section)

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        self.heading.show_current(current.column())
        row = self._model.row_at(current.row())
        self.looked_at.emit(-1 if row is None else row, current.column())

    def sizeHint(self) -> QSize:
        """Ask for a middling size; the page gives what there is."""
        return QSize(520, 320)
