"""What the keys do in a table, as in Excel: moving, editing, clearing, copying, filling, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from govdesk.ui.table_model import TableModel

if TYPE_CHECKING:
    from govdesk.ui.table_view import TableView

_STEPS = {"down": (1, 0), "up": (-1, 0), "next": (0, 1), "previous": (0, -1)}
_Flag = QItemSelectionModel.SelectionFlag


class TableKeys(QObject):
    """The keys of one table."""

    def __init__(self, view: TableView, model: TableModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._run_began: int | None = None

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; answer whether it asked for anything."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control, shift = (
            modifiers == Qt.KeyboardModifier.ControlModifier,
            modifiers == Qt.KeyboardModifier.ShiftModifier,
        )
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        blocks = self._view.blocks
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (plain or shift):
            self.go("up" if shift else "down")
        elif key == Qt.Key.Key_F2 and (plain or control):
            self._view.edit_current(all_selected=control)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and plain:
            blocks.clear()
        elif key == Qt.Key.Key_Delete and control:
            blocks.remove_rows()
        elif key == Qt.Key.Key_D and control:
            blocks.fill_down()
        elif key == Qt.Key.Key_Space and (control or shift):
            self._select_line(rows=shift)
        elif key == Qt.Key.Key_Space and plain:
            return self._toggle()
        elif event.matches(QKeySequence.StandardKey.Copy):
            blocks.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            blocks.cut()
        elif event.matches(QKeySequence.StandardKey.Paste):
            blocks.paste()
        else:
            return False
        return True

    def go(self, way: str) -> None:
        """Move from cell to cell: Enter after a run of Tabs goes back to the column where it began."""
        index = self._view.currentIndex()
        self._view.setFocus()
        if way not in _STEPS or not index.isValid():
            return
        down, right = _STEPS[way]
        row, column = index.row() + down, index.column() + right
        if right:
            self._run_began = index.column() if self._run_began is None else self._run_began
            if column >= self._model.columnCount() and row + 1 < self._model.rowCount():
                row, column = row + 1, 0
            elif column < 0 and row > 0:
                row, column = row - 1, self._model.columnCount() - 1
        elif self._run_began is not None:
            column, self._run_began = self._run_began, None
        target = self._model.index(row, column)
        if target.isValid():
            self._view.setCurrentIndex(target)

    def end_run(self) -> None:
        """Forget where a run of Tabs began."""
        self._run_began = None

    def _toggle(self) -> bool:
        """Let the space bar turn a yes into a no."""
        index, record = self._view.currentIndex(), self._view.current_record()
        if record is None or self._model.columns[index.column()].kind.code != "flag":
            return False
        field = self._model.columns[index.column()]
        if self._model.editable(field):
            self._model.put(self._view.selected_ids() or [record.id], field, not record.values.get(field.name))
        return True

    def _select_line(self, *, rows: bool) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            whole = _Flag.ClearAndSelect | (_Flag.Rows if rows else _Flag.Columns)
            self._view.selectionModel().select(QItemSelection(index, index), whole)
