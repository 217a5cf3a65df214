"""Where everything of the responsibility matrix stands: rows folded by wave, frozen edges, and what is under a point."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QPoint, QRect, QSize

from govdesk.insight.ownership import DEPARTMENT, PERSON, Board, Head, Line, Place

_COLUMN = 66
_ROOMY = 86
_WIDEST = 132
#: How wide a letter of a heading is on average, as a part of the text size.
_LETTER = 0.5
_WIDE = 84
_NAMES = 300
_CHECK = 96


@dataclass(frozen=True, slots=True)
class Row:
    """One row down the side: a wave's heading, or a deliverable."""

    top: int
    height: int
    wave: str
    line: Line | None = None
    count: int = 0
    folded: bool = False

    @property
    def bottom(self) -> int:
        """Where the next row begins."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Spot:
    """What is under a point: a row and a column by their places; -1 stands for the frozen edges.

    Args:
        row: -1 in the heading; the number of rows in the load row.
        column: -1 in the names; the number of heads in the check column.
    """

    row: int
    column: int


class Layout:
    """The geometry of one board in one size.

    Args:
        board: What is shown.
        size: The room there is; None for as much as the whole needs.
        scroll: How far the cells are scrolled.
        text: Size of running text in pixels.
        folded: Waves whose lines are hidden.
        only: Ids of the lines to show; None for all.
    """

    def __init__(
        self,
        board: Board,
        size: QSize | None,
        scroll: QPoint,
        text: int,
        folded: Collection[str] = (),
        only: Collection[str] | None = None,
    ) -> None:
        self.board = board
        self.scroll = scroll
        self.row_height = max(34, round(text * 2.4))
        self.wave_height = max(27, round(text * 1.95))
        self.band = round(text * 1.5) if any(h.kind == PERSON for h in board.heads) else 0
        self.people_row = 20 if board.by == DEPARTMENT and board.people else 0
        self.head_height = max(56, round(text * 4)) + self.band + self.people_row
        self.load_height = max(42, round(text * 3))
        self.rows = self._rows(folded, only)
        self.height = self.rows[-1].bottom if self.rows else 0
        if size is None:
            across = _NAMES + len(board.heads) * _WIDE + _CHECK * text // 14
            size = QSize(across, self.head_height + self.height + self.load_height)
        self.extent = size
        self.names = min(max(150, round(size.width() * 0.23)), _NAMES)
        self.check = min(_CHECK * text // 14, size.width() // 4)
        room = size.width() - self.names - self.check
        heads = max(1, len(board.heads))
        self.column = min(max(self._least(text), room // heads), _WIDEST)
        self.width = self.column * len(board.heads)
        self.body = QRect(
            self.names,
            self.head_height,
            max(0, min(room, self.width)),
            max(0, min(size.height() - self.head_height - self.load_height, self.height)),
        )
        self.room = QSize(max(0, room), max(0, size.height() - self.head_height - self.load_height))

    def _least(self, text: int) -> int:
        """Return how narrow a column may be: room for two letters, and for the longest word of a heading within reason."""
        words = [w for h in self.board.heads for w in h.name.split() if w.isascii()]
        longest = max(map(len, words), default=0)
        return max(_COLUMN * text // 14, min(round(longest * text * _LETTER) + 10, _ROOMY * text // 14))

    def _rows(self, folded: Collection[str], only: Collection[str] | None) -> list[Row]:
        lines = [x for x in self.board.lines if only is None or x.id in only]
        counts: dict[str, int] = {}
        for line in lines:
            counts[line.wave] = counts.get(line.wave, 0) + 1
        grouped = any(counts)
        made: list[Row] = []
        top, wave = 0, None
        for line in lines:
            if grouped and line.wave != wave:
                wave = line.wave
                made.append(Row(top, self.wave_height, wave, None, counts[wave], wave in folded))
                top += self.wave_height
            if not (grouped and line.wave in folded):
                made.append(Row(top, self.row_height, line.wave, line))
                top += self.row_height
        return made

    @cached_property
    def _tops(self) -> list[int]:
        return [row.top for row in self.rows]

    @cached_property
    def place_of_line(self) -> dict[str, int]:
        """Return the place of each line that is shown, by id."""
        return {row.line.id: n for n, row in enumerate(self.rows) if row.line is not None}

    @property
    def heads(self) -> Sequence[Head]:
        """Return the heads across."""
        return self.board.heads

    def visible_rows(self) -> range:
        """Return the places of the rows in sight."""
        first = max(0, bisect_right(self._tops, self.scroll.y()) - 1)
        last = bisect_right(self._tops, self.scroll.y() + self.body.height())
        return range(first, last)

    def visible_columns(self) -> range:
        """Return the places of the columns in sight."""
        first = max(0, self.scroll.x() // self.column)
        last = min(len(self.heads), (self.scroll.x() + self.body.width()) // self.column + 1)
        return range(first, last)

    def rect(self, row: int, column: int) -> QRect:
        """Return where a cell, a name, a heading, a check or a load stands."""
        x, width = self._across(column)
        if row < 0:
            return QRect(x, 0, width, self.head_height)
        if row >= len(self.rows):
            return QRect(x, self.body.bottom() + 1, width, self.load_height)
        found = self.rows[row]
        return QRect(x, self.head_height + found.top - self.scroll.y(), width, found.height)

    def _across(self, column: int) -> tuple[int, int]:
        if column < 0:
            return 0, self.names
        if column >= len(self.heads):
            return self.body.right() + 1, self.check
        return self.names + column * self.column - self.scroll.x(), self.column

    def spot(self, at: QPoint) -> Spot | None:
        """Return what is under a point; None beside the matrix."""
        if at.x() < 0 or at.y() < 0 or at.x() > self.body.right() + self.check:
            return None
        if at.y() > self.body.bottom() + self.load_height:
            return None
        if at.x() < self.names:
            column = -1
        elif at.x() > self.body.right():
            column = len(self.heads)
        else:
            column = (at.x() - self.names + self.scroll.x()) // self.column
        if at.y() < self.head_height:
            row = -1
        elif at.y() > self.body.bottom():
            row = len(self.rows)
        elif (pinned := self.pinned()) is not None and at.y() < pinned[1] + self.wave_height:
            row = pinned[0]
        else:
            row = bisect_right(self._tops, at.y() - self.head_height + self.scroll.y()) - 1
        return Spot(row, column)

    def place(self, row: int, column: int) -> Place | None:
        """Return the line and head of a cell; None where no letter can stand."""
        if not (0 <= row < len(self.rows) and 0 <= column < len(self.heads)):
            return None
        line = self.rows[row].line
        return (line.id, self.heads[column].id) if line is not None else None

    def block(self, rows: range, columns: range) -> list[list[Place]]:
        """Return the cells of a block, row by row, headings of waves left out."""
        inside = (r for r in rows if 0 <= r < len(self.rows) and self.rows[r].line is not None)
        return [[p for c in columns if (p := self.place(r, c)) is not None] for r in inside]

    # ------------------------------------------------------------ people beside their department

    @cached_property
    def _with_people(self) -> frozenset[str]:
        return frozenset(p.unit for p in self.board.people.values())

    def has_people(self, column: int) -> bool:
        """Answer whether people can stand beside this department."""
        head = self.heads[column]
        return bool(self.people_row) and head.kind == DEPARTMENT and head.id in self._with_people

    def opened(self, column: int) -> bool:
        """Answer whether this department's people stand beside it."""
        after = self.heads[column + 1] if column + 1 < len(self.heads) else None
        return after is not None and after.kind == PERSON and after.unit == self.heads[column].id

    def people_box(self, column: int) -> QRect:
        """Return where a heading's sign for its people stands."""
        rect = self.rect(-1, column)
        return QRect(rect.center().x() - 7, rect.bottom() - 19, 15, 15)

    def units(self, columns: range) -> list[tuple[int, int]]:
        """Return the first and the last column of each run of people of one department, of those in sight."""
        made: list[tuple[int, int]] = []
        for column in columns:
            head = self.heads[column]
            if head.kind != PERSON:
                continue
            if made and made[-1][1] == column - 1 and self.heads[column - 1].unit == head.unit:
                made[-1] = (made[-1][0], column)
            else:
                made.append((column, column))
        return made

    # ------------------------------------------------------------ the wave that is kept in sight

    def pinned(self) -> tuple[int, int] | None:
        """Return the place of the wave heading that stays at the top while its lines scroll, and its height there."""
        first = max(0, bisect_right(self._tops, self.scroll.y()) - 1)
        if not self.rows or not self.scroll.y():
            return None
        place = next((n for n in range(first, -1, -1) if self.rows[n].line is None), None)
        if place is None or self.rows[place].top == self.scroll.y():
            return None
        after = next((n for n in range(place + 1, len(self.rows)) if self.rows[n].line is None), None)
        top = self.head_height
        if after is not None:
            top = min(top, self.rect(after, -1).top() - self.wave_height)
        return place, top
