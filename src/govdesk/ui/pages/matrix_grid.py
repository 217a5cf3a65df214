"""The responsibility matrix as a widget: scrolls, selects, and turns keys and the mouse into gestures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QToolTip

from govdesk.i18n import N_
from govdesk.insight.ownership import Board, Place
from govdesk.insight.ownership_check import Finding, Load
from govdesk.ui.context import Context
from govdesk.ui.pages.matrix_hand import MatrixHand
from govdesk.ui.pages.matrix_keys import take_key
from govdesk.ui.pages.matrix_layout import Layout, Spot
from govdesk.ui.pages.matrix_margin import Scene
from govdesk.ui.pages.matrix_painter import MatrixPainter
from govdesk.ui.pages.matrix_word import spot_words
from govdesk.ui.text import tip

#: A picture of a larger matrix is made smaller, for the sake of memory.
_LARGEST = QSize(5000, 5000)
_SHARP = 2.0


class MatrixGrid(QAbstractScrollArea):
    """Shows one board and says what the user wants of it; it writes nothing.

    Signals:
        toggle_asked: A letter for the selected cells.
        cycle_asked: The current cell gets its next letter.
        clear_asked: The selected cells shall hold nothing.
        fill_asked: Source and target blocks: rows, columns, rows, columns.
        copy_asked: The selection goes to the clipboard; whether it is cleared too.
        paste_asked: The clipboard comes into the matrix.
        chosen: What it is (`line`, `department` or `person`) and the id of what the cursor stands on.
        check_asked: Id of a line whose findings shall be explained.
        load_asked: Id of a head whose load shall be opened.
        leave_asked: What is explained shall be explained no more.
        people_asked: Id of a department whose people shall stand beside it, or no longer.
    """

    toggle_asked = Signal(str)
    cycle_asked = Signal()
    clear_asked = Signal()
    fill_asked = Signal(object, object, object, object)
    copy_asked = Signal(bool)
    paste_asked = Signal()
    chosen = Signal(str, str)
    check_asked = Signal(str)
    load_asked = Signal(str)
    leave_asked = Signal()
    people_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._folded: set[str] = set()
        self._only: frozenset[str] | None = None
        self._painter = MatrixPainter(context, self.devicePixelRatioF())
        self.scene = Scene()
        self.anchor = (0, 0)
        self.board = Board("department", (), (), {})
        self.layout_ = Layout(self.board, self.viewport().size(), QPoint(), context.theme.text)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(context.say(N_("Responsibility matrix")))
        self.viewport().setMouseTracking(True)
        self._hand = MatrixHand(self)
        self.horizontalScrollBar().valueChanged.connect(self.arrange)
        self.verticalScrollBar().valueChanged.connect(self.arrange)

    # ------------------------------------------------------------ what is shown

    def show_board(self, board: Board, only: Collection[str] | None = None) -> None:
        """Show a board; the cursor stays on its cell where that is still there."""
        held, first = self.current_place(), not self.layout_.rows
        self.board = board
        self._only = None if only is None else frozenset(only)
        self.arrange()
        if held is not None and held[0] in self.layout_.place_of_line:
            row = self.layout_.place_of_line[held[0]]
            column = next((n for n, h in enumerate(board.heads) if h.id == held[1]), self.scene.cursor[1])
            if (row, column) != self.scene.cursor:
                self.scene.cursor = self.anchor = (row, column)
        if first and len(self.layout_.rows) > 1 and self.layout_.rows[0].line is None:
            self.scene.cursor = self.anchor = (1, 0)
        self._clamp()
        self.viewport().update()

    def replace_board(self, board: Board) -> None:
        """Show the same lines and heads with other letters."""
        self.board = self.layout_.board = board
        self.viewport().update()

    def show_findings(self, lines: Sequence[Finding], heads: Sequence[Finding], loads: Mapping[str, Load]) -> None:
        """Show what is wrong and what everyone carries."""
        by_line: dict[str, list[Finding]] = {}
        by_head: dict[str, list[Finding]] = {}
        for found in lines:
            by_line.setdefault(found.line, []).append(found)
        for found in heads:
            by_head.setdefault(found.head, []).append(found)
        self.scene.by_line, self.scene.by_head, self.scene.loads = by_line, by_head, loads
        self.viewport().update()

    def arrange(self) -> None:
        """Lay everything out anew, for another size, scroll or board."""
        scroll = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        size = self.viewport().size()
        self.layout_ = Layout(self.board, size, scroll, self._context.theme.text, self._folded, self._only)
        room = self.layout_.room
        for bar, whole, part, step in (
            (self.horizontalScrollBar(), self.layout_.width, room.width(), self.layout_.column),
            (self.verticalScrollBar(), self.layout_.height, room.height(), self.layout_.row_height),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(max(1, part))
            bar.setSingleStep(step)
        self.viewport().update()

    def fold(self, wave: str, *, folded: bool | None = None) -> None:
        """Hide or show the lines of a wave."""
        hide = wave not in self._folded if folded is None else folded
        (self._folded.add if hide else self._folded.discard)(wave)
        self.arrange()
        row = next((n for n, r in enumerate(self.layout_.rows) if r.line is None and r.wave == wave), 0)
        self.move_to(row, self.scene.cursor[1])

    # ------------------------------------------------------------ the cursor

    def current_place(self) -> Place | None:
        """Return the line and head under the cursor."""
        return self.layout_.place(*self.scene.cursor)

    def selected(self) -> list[list[Place]]:
        """Return the selected cells, row by row."""
        columns = range(self.scene.columns.start, min(self.scene.columns.stop, len(self.layout_.heads)))
        return self.layout_.block(self.scene.rows, columns)

    def move_to(self, row: int, column: int, *, extend: bool = False) -> None:
        """Bring the cursor to a cell, with the selection where asked, and into sight."""
        self.scene.cursor = (row, column)
        if not extend:
            self.anchor = (row, column)
        self._clamp()
        self.show_cell(*self.scene.cursor)
        self._tell(rows=not extend)

    def select_block(self, rows: range, columns: range) -> None:
        """Select a block of cells; the cursor stands on its first."""
        self.scene.cursor, self.anchor = (rows.start, columns.start), (rows.stop - 1, columns.stop - 1)
        self._clamp()
        self._tell(rows=False)
        self.viewport().update()

    def light(self, places: Collection[Place]) -> None:
        """Light up cells that something is wrong with, and stand on the first."""
        self.scene.lit = frozenset(places)
        first = next((p for p in places if p[0] in self.layout_.place_of_line), None)
        if first is not None:
            column = next((n for n, h in enumerate(self.board.heads) if h.id == first[1]), 0)
            self.move_to(self.layout_.place_of_line[first[0]], column)
        self.viewport().update()

    def stand_on(self, line: str) -> None:
        """Bring the cursor to a line, unfolding its wave."""
        wave = next((x.wave for x in self.board.lines if x.id == line), "")
        if wave in self._folded:
            self.fold(wave, folded=False)
        if line in self.layout_.place_of_line:
            self.move_to(self.layout_.place_of_line[line], self.scene.cursor[1])

    def show_cell(self, row: int, column: int) -> None:
        """Scroll until a cell is in sight."""
        layout = self.layout_
        if 0 <= column < len(layout.heads):
            rect = QRect(column * layout.column, 0, layout.column, 1)
            _reveal(self.horizontalScrollBar(), rect.left(), rect.right(), layout.room.width())
        if 0 <= row < len(layout.rows):
            found = layout.rows[row]
            above = layout.wave_height if found.line is not None and layout.rows[0].line is None else 0
            _reveal(self.verticalScrollBar(), found.top - above, found.bottom, layout.room.height())
        self.viewport().update()

    def _clamp(self) -> None:
        """Keep the cursor in the matrix; one row above are the headings, one below the loads, where nothing is selected."""
        rows, last_column = len(self.layout_.rows), len(self.layout_.heads)

        def within(at: tuple[int, int], first: int, last: int) -> tuple[int, int]:
            return min(max(at[0], first), max(first, last)), min(max(at[1], 0), last_column)

        self.scene.cursor = within(self.scene.cursor, -1, rows)
        if not 0 <= self.scene.cursor[0] < rows:
            self.anchor = self.scene.cursor
            self.scene.rows = self.scene.columns = range(0)
            return
        self.anchor = within(self.anchor, 0, rows - 1)
        (top, left), (bottom, right) = self.scene.cursor, self.anchor
        self.scene.rows = range(min(top, bottom), max(top, bottom) + 1)
        self.scene.columns = range(min(left, right), max(left, right) + 1)

    def _tell(self, *, rows: bool) -> None:
        """Let the inspector follow, and a screen reader know where the cursor is."""
        row, column = self.scene.cursor
        self.setAccessibleDescription(self._words(Spot(row, column)))
        if not 0 <= row < len(self.layout_.rows):
            if rows and 0 <= column < len(self.layout_.heads):
                self.chosen.emit(self.layout_.heads[column].kind, self.layout_.heads[column].id)
            return
        line = self.layout_.rows[row].line
        if rows and line is not None:
            self.chosen.emit("line", line.id)

    def _words(self, spot: Spot) -> str:
        return spot_words(self._context.language, self.layout_, self.scene, spot)

    # ------------------------------------------------------------ the whole as a picture

    def whole_size(self) -> QSize:
        """Return how large a picture of the whole matrix is; a very large one is made smaller."""
        whole = self._whole().extent
        return whole.scaled(whole.boundedTo(_LARGEST), Qt.AspectRatioMode.KeepAspectRatio)

    def paint_whole(self, painter: QPainter, size: QSize) -> None:
        """Paint all lines and heads, without cursor and selection."""
        layout = self._whole()
        painter.scale(size.width() / layout.extent.width(), size.height() / layout.extent.height())
        nowhere = replace(self.scene, cursor=(-9, -9), rows=range(0), columns=range(0), filled=None, lit=frozenset())
        MatrixPainter(self._context, _SHARP).paint(painter, layout, nowhere)

    def _whole(self) -> Layout:
        return Layout(self.board, None, QPoint(), self._context.theme.text, self._folded, self._only)

    # ------------------------------------------------------------ what Qt sends

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            spot = self.layout_.spot(event.pos())
            words = self._words(spot) if spot else ""
            QToolTip.showText(event.globalPos(), tip(words) if words else "", self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.scene.focused = self.hasFocus()
        self._painter.paint(painter, self.layout_, self.scene)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not take_key(self, event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hand.release(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._hand.fresh = event.reason() == Qt.FocusReason.MouseFocusReason
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


def _reveal(bar: QScrollBar, first: int, last: int, room: int) -> None:
    if first < bar.value():
        bar.setValue(first)
    elif last > bar.value() + room:
        bar.setValue(last - room + 1)
