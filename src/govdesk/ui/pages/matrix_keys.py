"""What the keys do in the responsibility matrix: letters, moving, extending, filling, copying, folding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from govdesk.insight.ownership import LETTERS

if TYPE_CHECKING:
    from govdesk.ui.pages.matrix_grid import MatrixGrid

_Key = Qt.Key
_STEPS = {_Key.Key_Up: (-1, 0), _Key.Key_Down: (1, 0), _Key.Key_Left: (0, -1), _Key.Key_Right: (0, 1)}
_OPENS = (_Key.Key_Space, _Key.Key_Return, _Key.Key_Enter)
_FAR = 1_000_000


def take_key(grid: MatrixGrid, event: QKeyEvent) -> bool:
    """Do what a key asks for; answer whether it asked for anything."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return False
    return _clipboard(grid, event) or _move(grid, event.key(), control, shift) or _act(grid, event, control)


def _clipboard(grid: MatrixGrid, event: QKeyEvent) -> bool:
    if event.matches(QKeySequence.StandardKey.Copy):
        grid.copy_asked.emit(False)
    elif event.matches(QKeySequence.StandardKey.Cut):
        grid.copy_asked.emit(True)
    elif event.matches(QKeySequence.StandardKey.Paste):
        grid.paste_asked.emit()
    elif event.matches(QKeySequence.StandardKey.SelectAll):
        grid.select_block(range(len(grid.layout_.rows)), range(len(grid.layout_.heads)))
    else:
        return False
    return True


def _move(grid: MatrixGrid, key: int, control: bool, shift: bool) -> bool:
    row, column = grid.scene.cursor
    wave = _wave(grid, row)
    if wave is not None and key in (_Key.Key_Left, _Key.Key_Right) and not (control or shift):
        grid.fold(wave, folded=key == _Key.Key_Left)
        return True
    page = max(1, grid.layout_.room.height() // grid.layout_.row_height - 1)
    if key in _STEPS:
        down, right = _STEPS[_Key(key)]
        far = _FAR if control else 1
        row, column = row + down * far, column + right * far
        if (control or shift) and down:
            row = _inside(grid, row)
    elif key in (_Key.Key_PageUp, _Key.Key_PageDown):
        row = _inside(grid, row + (page if key == _Key.Key_PageDown else -page))
    elif key in (_Key.Key_Home, _Key.Key_End):
        column = 0 if key == _Key.Key_Home else len(grid.layout_.heads) - 1
        row = _inside(grid, 0 if key == _Key.Key_Home else _FAR) if control else row
    else:
        return False
    grid.move_to(row, column, extend=shift)
    return True


def _inside(grid: MatrixGrid, row: int) -> int:
    """Return the nearest row that is neither the headings nor the loads."""
    return max(0, min(row, len(grid.layout_.rows) - 1))


def _wave(grid: MatrixGrid, row: int) -> str | None:
    """Return the wave whose heading is in this row; None in other rows."""
    rows = grid.layout_.rows
    return rows[row].wave if 0 <= row < len(rows) and rows[row].line is None else None


def _act(grid: MatrixGrid, event: QKeyEvent, control: bool) -> bool:
    key, letter = event.key(), event.text().upper()
    row, column = grid.scene.cursor
    wave = _wave(grid, row)
    if control and key == _Key.Key_D:
        _fill(grid, down=True)
    elif control and key == _Key.Key_R:
        _fill(grid, down=False)
    elif control:
        return False
    elif letter and letter in LETTERS:
        grid.toggle_asked.emit(letter)
    elif key in (_Key.Key_Delete, _Key.Key_Backspace):
        grid.clear_asked.emit()
    elif wave is not None and key in _OPENS:
        grid.fold(wave)
    elif key in _OPENS and not 0 <= row < len(grid.layout_.rows):
        _margin(grid, row, column)
    elif key in _OPENS and column >= len(grid.layout_.heads):
        line = grid.layout_.rows[row].line
        grid.check_asked.emit(line.id if line else "")
    elif key == _Key.Key_Escape:
        grid.leave_asked.emit()
    elif key == _Key.Key_Space:
        grid.cycle_asked.emit()
    elif key in (_Key.Key_Return, _Key.Key_Enter):
        grid.move_to(_inside(grid, row + 1), column)
    else:
        return False
    return True


def _margin(grid: MatrixGrid, row: int, column: int) -> None:
    """Open what a heading or a load stands for: the people of a department, or what it carries."""
    if column >= len(grid.layout_.heads):
        return
    head = grid.layout_.heads[column].id
    if row >= len(grid.layout_.rows):
        grid.load_asked.emit(head)
    elif grid.layout_.has_people(column):
        grid.people_asked.emit(head)


def _fill(grid: MatrixGrid, *, down: bool) -> None:
    """Give the selected cells the letters of the first row or column; with one row or column, of the one before it."""
    rows, columns = grid.scene.rows, grid.scene.columns
    if not rows or not columns:
        return
    if down:
        first = rows.start if len(rows) > 1 else max(0, rows.start - 1)
        grid.fill_asked.emit(range(first, first + 1), columns, range(first, rows.stop), columns)
    else:
        first = columns.start if len(columns) > 1 else max(0, columns.start - 1)
        grid.fill_asked.emit(rows, range(first, first + 1), rows, range(first, columns.stop))
