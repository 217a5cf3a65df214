"""Carries out the gestures of the responsibility matrix: each one is planned, written as one operation, and shown at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from govdesk.i18n import N_, Message
from govdesk.insight.ownership import Board, Place
from govdesk.insight.ownership_paste import Named, read_named
from govdesk.insight.ownership_plan import (
    Pasted,
    Plan,
    Wanted,
    cleared,
    cycled,
    label,
    new_records,
    plan,
    read_block,
    settle,
    tiled,
    toggled,
)
from govdesk.store.writing import new_id
from govdesk.ui.clipboard import to_rows, to_text
from govdesk.ui.context import Context
from govdesk.ui.pages.matrix_grid import MatrixGrid
from govdesk.ui.pages.matrix_sheet import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_LISTED = 12
_MANY = 2_000


class MatrixGesture(QObject):
    """Writes what the user does in one matrix.

    Signals:
        settled: The board as a gesture leaves it, or as it was where the gesture could not be written; the cells concerned.
    """

    settled = Signal(object, object)

    def __init__(self, context: Context, grid: MatrixGrid) -> None:
        super().__init__(grid)
        self._context = context
        self._grid = grid
        #: Whether a gesture is being written this moment, so that the board need not be read again for it.
        self.writing = False
        #: Ids of the departments whose people stand beside them.
        self.opened: frozenset[str] = frozenset()
        grid.toggle_asked.connect(self.toggle)
        grid.cycle_asked.connect(self.cycle)
        grid.clear_asked.connect(self.clear)
        grid.fill_asked.connect(self.fill)
        grid.copy_asked.connect(self.copy)
        grid.paste_asked.connect(self.paste)

    def toggle(self, letter: str) -> None:
        """Give the selected cells a letter, or take it from them where all hold it."""
        self.write(toggled(self._grid.board, self._places(), letter))

    def cycle(self) -> None:
        """Give the current cell its next letter."""
        place = self._grid.current_place()
        if place is not None:
            self.write({place: cycled(self._grid.board.cell(*place))})

    def clear(self) -> None:
        """Take all letters from the selected cells."""
        self.write(cleared(self._places()))

    def fill(self, rows: range, columns: range, to_rows_: range, to_columns: range) -> None:
        """Repeat a block of cells over a larger one."""
        block = self._grid.layout_.block
        self.write(tiled(self._grid.board, block(rows, columns), block(to_rows_, to_columns)))

    def copy(self, cut: bool = False) -> None:
        """Put the selected letters on the clipboard, as a spreadsheet would."""
        block = self._grid.selected()
        QApplication.clipboard().setText(to_text([["/".join(self._letters(p)) for p in row] for row in block]))
        if cut:
            self.clear()

    def copy_all(self) -> None:
        """Put the whole matrix with its headings on the clipboard."""
        say = self._context.say
        QApplication.clipboard().setText(to_text(table(self._context.language, self._grid.board)))
        self._context.notify(say(N_("The matrix is on the clipboard; paste it into a spreadsheet.")))

    def _letters(self, place: Place) -> str:
        return self._grid.board.cell(*place).letters

    def paste(self) -> None:
        """Lay what the clipboard holds over the matrix: by its headings where it has any, else from the current cell on."""
        block = to_rows(QApplication.clipboard().text())
        if not any(text.strip() for row in block for text in row):
            self._context.notify(self._context.say(N_("The clipboard holds no letters to paste.")))
            return
        whole = self._whole()
        named = read_named(block, whole, self._context.registers["deliverable"].about.prefix)
        if named is not None:
            self._paste_named(named, whole)
            return
        if self._grid.current_place() is None:
            self._context.notify(self._context.say(N_("Choose the cell in which the block shall begin, then paste.")))
            return
        scene, layout = self._grid.scene, self._grid.layout_
        top, left = scene.rows.start, scene.columns.start
        target = layout.block(range(top, len(layout.rows)), range(left, len(layout.heads)))
        if len(block) == len(block[0]) == 1:
            chosen = self._grid.selected()
            block = [[block[0][0]] * len(row) for row in chosen]
        pasted = read_block(block, target)
        sizes = {
            "rows": len(block), "columns": max(map(len, block)),
            "down": len(target), "across": len(target[0]) if target else 0, "count": pasted.beyond,
        }  # fmt: skip
        text = N_(
            "The block is {rows} × {columns} cells, but from here the matrix has only {down} × {across}: {count} stick out."
        )
        if self._agreed(pasted, [Message(text, sizes)] if pasted.beyond else [], pasted.beyond, self._grid.board):
            self.write(pasted.wanted)

    def _paste_named(self, named: Named, whole: Board) -> None:
        """Write a block that its own headings place, deliverables and heads out of sight included."""
        if not self._agreed(named.pasted, named.unknown, sum(m.args.get("count", 1) for m in named.unknown), whole):
            return
        if not plan(whole, named.pasted.wanted):
            self._context.notify(self._context.say(N_("Nothing to change: the cells hold that already.")))
            return
        words = Message(
            N_("Paste by headings: {lines} deliverables × {heads} columns"),
            {"lines": named.lines, "heads": named.heads},
        )
        self.write(named.pasted.wanted, words, whole)
        self._context.notify(self._context.say(words))

    def _whole(self) -> Board:
        """Return the matrix with every deliverable of the project and everyone who could stand across."""
        from govdesk.insight.ownership import read_board  # noqa: PLC0415 - reads the store again
        from govdesk.store.query import Query  # noqa: PLC0415

        context, by = self._context, self._grid.board.by
        with context.workspace.read() as session:
            query = Query("deliverable", context.project)
            return read_board(session, context.registers, query, by, everyone=True, opened=self.opened)

    def _agreed(self, pasted: Pasted, more: Sequence[Message], count: int, board: Board) -> bool:
        """Answer whether all fits, or the user wants what does."""
        say = self._context.language
        text = N_("Row {row}, column {column}: “{text}” is no role; R, A, C and I are.")
        lines = [say.say(m) for m in more]
        lines += [
            say.say(Message(text, {"row": m.row, "column": m.column, "text": m.text[:40]})) for m in pasted.misfits
        ]
        if len(lines) > _LISTED:
            rest = len(lines) - _LISTED
            lines = [*lines[:_LISTED], say.ngettext("… and {count} more", "… and {count} more", rest)]
        if not lines:
            return True
        detail = "\n".join(lines)
        if not plan(board, pasted.wanted):
            self._context.ask.tell(say.gettext(N_("Nothing was pasted: no cell fits.")), detail, kind="error")
            return False
        number = count + len(pasted.misfits)
        question = say.ngettext(
            "{count} cell does not fit. Paste the rest without it?",
            "{count} cells do not fit. Paste the rest without them?",
            number,
        )
        return self._context.ask.confirm(question, detail, yes=say.gettext(N_("Paste without them")))

    def _places(self) -> list[Place]:
        return [place for row in self._grid.selected() for place in row]

    # ------------------------------------------------------------ writing

    def write(self, wanted: Wanted, words: Message | None = None, whole: Board | None = None) -> None:
        """Write the letters wanted as one operation; nothing happens where they stand already.

        Args:
            wanted: Letters per cell.
            words: What the operation is called, if not after its cells.
            whole: The board that the cells are of, where that is more than is shown; it is then read again.
        """
        board = whole or self._grid.board
        made = plan(board, wanted)
        if not made:
            return
        if not self._context.writable:
            self._context.notify(self._context.say(N_("This workspace is open for reading only.")))
            return
        ids = [new_id() for _ in made.creates]
        work = partial(_rework, self._context, made, new_records(board, made, ids), words or label(board, made))
        if self._context.jobs.writing or len(made.creates) + len(made.changes) + len(made.removes) > _MANY:
            said = Message(N_("Writing responsibilities"))
            self._context.jobs.write(lambda _progress: work(), label=said, owner=self)
            return
        if whole is not None:
            self._context.edit(work)
            return
        self._show(settle(board, made, ids), made)
        self.writing = True
        try:
            written = self._context.edit(work)
        finally:
            self.writing = False
        if not written:
            self._show(board, made)

    def _show(self, board: Board, made: Plan) -> None:
        """Paint a board before the drive has its say, so that a letter stands as soon as its key is pressed."""
        self.settled.emit(board, made.wanted)
        self._grid.viewport().repaint()


def _rework(context: Context, made: Plan, creates: Sequence[Mapping[str, object]], words: Message) -> list[str]:
    from govdesk.store import edit  # noqa: PLC0415 - the store comes with the workspace

    changes = {i: {"role": letter} for i, letter in made.changes.items()}
    return edit.rework(
        context.workspace, "responsibility", words, creates=creates, changes=changes, removes=made.removes
    )
