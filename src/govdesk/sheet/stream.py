"""The way out of the reading process: sheets leave it row by row, within the limits of what GovDesk takes in.

Every reader (xlsx, calamine, csv) writes to a `Stream`; `reading` puts the pieces together on the other side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from govdesk.sheet.address import cell_address
from govdesk.sheet.refusal import Refusal

MAX_ROWS = 200_000
MAX_COLUMNS = 500
MAX_CELLS = 6_000_000
STYLED_ROWS = 60
_MAX_STRAYS = 1_000
_CHUNK = 1_000

Cells = list[Any]
Box = tuple[int, int, int, int]


@dataclass(slots=True)
class Shape:
    """What a reader learns of a sheet beside its values; rows and columns count from 0.

    Args:
        percents: Column → rows whose number is shown as a percentage.
        texts: Column → number of cells formatted as text.
        notices: (code, values) of what the user should know.
    """

    merges: list[Box] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    tables: list[Box] = field(default_factory=list)
    frozen_row: int | None = None
    uncached: list[tuple[int, int]] = field(default_factory=list)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: dict[int, list[int]] = field(default_factory=dict)
    texts: Counter[int] = field(default_factory=Counter)
    notices: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


class Stream:
    """Sends a book piece by piece and refuses it once it grows over the limits.

    Args:
        send: Puts one message of plain values on the pipe.
    """

    def __init__(self, send: Callable[[tuple[Any, ...]], None]) -> None:
        self._send = send
        self._cells_sent = 0
        self._sheets = 0

    def book(self, kind: str, properties: dict[str, str]) -> None:
        """Announce the book."""
        self._send(("book", kind, properties))

    def progress(self, done: int, total: int) -> None:
        """Tell how far the reading has come."""
        self._send(("progress", done, total))

    def sheet(self, name: str, *, hidden: bool = False) -> None:
        """Begin a sheet."""
        self._sheets += 1
        self._name = name
        self._start = 0
        self._chunk: list[tuple[Any, ...]] = []
        self._rows_filled = 0
        self._width = 0
        self._height = 0
        self._strays: set[tuple[int, int]] = set()
        self._types: dict[int, Counter[type]] = {}
        self._send(("sheet", name, hidden))

    def row(self, index: int, cells: Cells) -> None:
        """Send one row; cells after its last filled one are dropped.

        Args:
            index: Row number from 0; rows come in any order, a repeated one adds to the first.
            cells: Packed values from column A on.
        """
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if index >= MAX_ROWS or len(cells) > MAX_COLUMNS:
            cells = self._within(index, cells)
            if not cells:
                return
        position = self._start + len(self._chunk)
        if index != position:
            if position < index < position + _CHUNK and self._chunk:
                self._chunk.extend([()] * (index - position))
            else:
                self._flush()
                self._start = index
        self._chunk.append(tuple(cells))
        self._rows_filled += 1
        if len(self._chunk) >= _CHUNK:
            self._flush()

    def end(self, shape: Shape) -> None:
        """Send what is known of the sheet beside its values, and so end it."""
        self._flush()
        if self._strays:
            row, column = min(self._strays)
            shape.notices.append(("strays", {"count": len(self._strays), "cell": cell_address(row, column)}))
        self._clip(shape)
        formats, exceptions, mixed = self._formats(shape)
        self._send(("end", {
            "merges": shape.merges,
            "bold": shape.bold,
            "hidden_rows": shape.hidden_rows,
            "hidden_columns": shape.hidden_columns,
            "tables": shape.tables,
            "frozen_row": shape.frozen_row,
            "uncached": shape.uncached,
            "comments": shape.comments,
            "formats": formats,
            "exceptions": exceptions,
            "mixed": mixed,
            "notices": shape.notices,
        }))  # fmt: skip

    def finish(self) -> None:
        """Say that the book is complete."""
        if not self._sheets:
            raise Refusal("no_sheets")
        self._send(("done",))

    def _within(self, index: int, cells: Cells) -> Cells:
        """Cut off what lies far outside any real table, such as a space typed into the last cell of the grid."""
        first = 0 if index >= MAX_ROWS else MAX_COLUMNS
        self._strays.update((index, c) for c in range(first, len(cells)) if cells[c] is not None)
        cells = cells[:first]
        while cells and cells[-1] is None:
            cells.pop()
        self._width = max(self._width, len(cells))
        if len({column for _row, column in self._strays if column >= MAX_COLUMNS}) + self._width > MAX_COLUMNS:
            raise Refusal("too_many_columns", sheet=self._name, limit=MAX_COLUMNS)
        if len(self._strays) > _MAX_STRAYS or (index >= MAX_ROWS and self._rows_filled >= MAX_ROWS):
            raise Refusal("too_many_rows", sheet=self._name, limit=MAX_ROWS)
        return cells

    def _flush(self) -> None:
        if not self._chunk:
            return
        packed: list[int] = []
        for column, values in enumerate(zip_longest(*self._chunk)):
            counts = Counter(map(type, values))
            if tuple in counts or bytes in counts:
                packed.append(column)
            self._cells_sent += len(values) - counts.pop(type(None), 0)
            if column in self._types:
                self._types[column].update(counts)
            else:
                self._types[column] = counts
        if self._cells_sent > MAX_CELLS:
            raise Refusal("too_many_cells", limit=MAX_CELLS)
        self._send(("rows", self._start, self._chunk, packed))
        self._start += len(self._chunk)
        self._height = max(self._height, self._start)
        self._width = max(self._width, len(self._types))
        self._chunk = []

    def _clip(self, shape: Shape) -> None:
        """Confine all that a sheet says to the area that holds values, so that nobody walks a million empty rows."""
        bottom, right = self._height - 1, self._width - 1
        shape.merges = [box for box in _clipped(shape.merges, bottom, right) if box[0] < box[2] or box[1] < box[3]]
        shape.tables = _clipped(shape.tables, bottom, right)
        shape.hidden_rows = [row for row in shape.hidden_rows if row <= bottom]
        shape.hidden_columns = [column for column in shape.hidden_columns if column <= right]
        if shape.uncached:
            row, column = min(shape.uncached)
            shape.notices.append(("uncached", {"count": len(shape.uncached), "cell": cell_address(row, column)}))

    def _formats(self, shape: Shape) -> tuple[dict[int, str], dict[tuple[int, int], str], dict[int, list[int]]]:
        """Tell each column's usual number format, and where a column mixes percentages with other numbers.

        Returns:
            Format by column; percent cells in columns that are not; all percent rows of percent columns that hold
            other numbers too.
        """
        formats: dict[int, str] = {}
        exceptions: dict[tuple[int, int], str] = {}
        mixed: dict[int, list[int]] = {}
        for column, counts in self._types.items():
            filled = counts.total()
            numbers = counts[int] + counts[float]
            percents = shape.percents.get(column, [])
            if percents and 2 * len(percents) > numbers:
                formats[column] = "percent"
                if len(percents) < numbers:
                    mixed[column] = percents
                continue
            exceptions.update(((row, column), "percent") for row in percents)
            if 2 * shape.texts[column] > filled:
                formats[column] = "text"
            elif 2 * counts[tuple] > filled:
                formats[column] = "date"
            elif 2 * numbers > filled:
                formats[column] = "number"
        return formats, exceptions, mixed


def _clipped(boxes: Iterable[Box], bottom: int, right: int) -> list[Box]:
    return [(t, left, min(b, bottom), min(r, right)) for t, left, b, r in boxes if t <= bottom and left <= right]
