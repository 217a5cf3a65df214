"""What the mouse does in the responsibility matrix: click, select a block, pull the handle to fill, fold a wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent

from govdesk.ui.pages.matrix_layout import Spot
from govdesk.ui.pages.matrix_painter import handle, spanned

if TYPE_CHECKING:
    from govdesk.ui.pages.matrix_grid import MatrixGrid

_REACH = 4
_PULL = 60


class MatrixHand:
    """The mouse over one matrix."""

    def __init__(self, grid: MatrixGrid) -> None:
        self._grid = grid
        self._pressed: Spot | None = None
        self._was_current = False
        #: Whether the click that comes has brought the keys here: it only goes to a cell.
        self.fresh = False
        self._moved = False
        self._filling = False
        self._at = QPoint()
        self._pull = QTimer(grid, interval=_PULL)
        self._pull.timeout.connect(self._follow)

    def press(self, event: QMouseEvent) -> None:
        """Begin a click, a selection or a fill."""
        at, grid = event.position().toPoint(), self._grid
        spot, fresh = grid.layout_.spot(at), self.fresh
        self.fresh = False
        self._pressed, self._moved, self._filling = spot, False, False
        if event.button() != Qt.MouseButton.LeftButton or spot is None:
            self._pressed = None
            return
        if self._on_handle(at):
            self._filling = True
            return
        layout = grid.layout_
        last_row, last_column = len(layout.rows), len(layout.heads)
        inside = 0 <= spot.row < last_row
        if spot.row < 0 and 0 <= spot.column < last_column:
            if layout.has_people(spot.column) and layout.people_box(spot.column).adjusted(-8, -4, 8, 5).contains(at):
                grid.people_asked.emit(layout.heads[spot.column].id)
                self._pressed = None
                return
            self._choose_head(spot.column)
        elif inside and layout.rows[spot.row].line is None:
            grid.fold(layout.rows[spot.row].wave)
        elif inside and spot.column < 0:
            grid.move_to(spot.row, 0)
            grid.select_block(range(spot.row, spot.row + 1), range(last_column))
        elif inside:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            whole = len(grid.scene.rows) * len(grid.scene.columns)
            self._was_current = grid.scene.cursor == (spot.row, spot.column) and whole == 1 and not (extend or fresh)
            grid.move_to(spot.row, spot.column, extend=extend)

    def move(self, event: QMouseEvent) -> None:
        """Go on with what the press began; a drag outside the matrix stays at its edge."""
        at, grid = event.position().toPoint(), self._grid
        if self._pressed is None:
            shape = Qt.CursorShape.CrossCursor if self._on_handle(at) else Qt.CursorShape.ArrowCursor
            grid.viewport().setCursor(shape)
            return
        self._at = at
        outside = not grid.layout_.body.contains(at) and (self._filling or self._inside(self._pressed))
        if outside and not self._pull.isActive():
            self._pull.start()
        elif not outside:
            self._pull.stop()
        self._follow()

    def _follow(self) -> None:
        """Stretch the selection or the fill to where the hand is; beyond an edge the matrix scrolls under it."""
        grid, (row, column) = self._grid, self._nearest(self._at)
        if self._pressed is None:
            self._pull.stop()
        elif self._filling:
            self._reach(row, column)
        elif self._inside(self._pressed) and (row, column) != grid.scene.cursor:
            self._moved = True
            grid.move_to(row, column, extend=True)

    def release(self, event: QMouseEvent) -> None:
        """End it: fill, cycle a letter, or open what was clicked."""
        grid, spot = self._grid, self._pressed
        self._pressed = None
        self._pull.stop()
        if self._filling:
            self._filling = False
            target, grid.scene.filled = grid.scene.filled, None
            if target is not None and target != (grid.scene.rows, grid.scene.columns):
                grid.fill_asked.emit(grid.scene.rows, grid.scene.columns, *target)
            grid.viewport().update()
            return
        if spot is None or self._moved or event.button() != Qt.MouseButton.LeftButton:
            return
        heads, rows = grid.layout_.heads, grid.layout_.rows
        if spot.row == len(rows) and 0 <= spot.column < len(heads):
            grid.load_asked.emit(heads[spot.column].id)
        elif 0 <= spot.row < len(rows) and (line := rows[spot.row].line) is not None:
            if spot.column == len(heads):
                grid.check_asked.emit(line.id)
            elif spot.column >= 0 and self._was_current:
                grid.cycle_asked.emit()

    def _inside(self, spot: Spot) -> bool:
        return spot.column >= 0 and 0 <= spot.row < len(self._grid.layout_.rows)

    def _choose_head(self, column: int) -> None:
        grid = self._grid
        grid.select_block(range(len(grid.layout_.rows)), range(column, column + 1))
        grid.chosen.emit(grid.layout_.heads[column].kind, grid.layout_.heads[column].id)

    def _on_handle(self, at: QPoint) -> bool:
        grid = self._grid
        if grid.current_place() is None or not grid.layout_.body.contains(at):
            return False
        return (
            handle(spanned(grid.layout_, grid.scene.rows, grid.scene.columns))
            .adjusted(-_REACH, -_REACH, _REACH, _REACH)
            .contains(at)
        )

    def _nearest(self, at: QPoint) -> tuple[int, int]:
        """Return the cell under a point; beyond an edge, the next one that is not in sight there."""
        layout = self._grid.layout_
        body = layout.body
        x = min(max(at.x(), body.left()), body.right())
        y = min(max(at.y(), body.top()), body.bottom())
        spot = layout.spot(QPoint(x, y))
        if spot is None:
            return self._grid.scene.cursor
        row = spot.row + (at.y() > body.bottom()) - (at.y() < body.top())
        column = spot.column + (at.x() > body.right()) - (at.x() < body.left())
        return min(max(row, 0), len(layout.rows) - 1), min(max(column, 0), len(layout.heads) - 1)

    def _reach(self, row: int, column: int) -> None:
        """Stretch the fill along the way that the hand went furthest."""
        scene, grid = self._grid.scene, self._grid
        rows, columns = scene.rows, scene.columns
        down = max(row - rows.stop + 1, rows.start - row, 0)
        across = max(column - columns.stop + 1, columns.start - column, 0)
        if down >= across:
            rows = range(min(rows.start, row), max(rows.stop, row + 1))
        else:
            columns = range(min(columns.start, column), max(columns.stop, column + 1))
        scene.filled = (rows, columns)
        grid.show_cell(row, column)
