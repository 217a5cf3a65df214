"""Reads a spreadsheet file into grids of typed cells, whatever it is called and however bad it is.

First room of an import: `headings` and `plan` take it from here. The file is looked at by `inspection`, parsed in a process
of its own (`child`, `worker`), and put together here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from govdesk.i18n import Message
from govdesk.progress import Progress, silent
from govdesk.sheet.child import converse
from govdesk.sheet.grid import MARK, Book, CellError, Grid, Range, Row
from govdesk.sheet.inspection import inspect, why_closed
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.sentence import NOTICES, hidden_parts, refused

_SEARCHED = 60


def read_book(
    path: Path,
    *,
    password: str | None = None,
    progress: Progress | None = None,
    command: Sequence[str] | None = None,
) -> Book:
    """Read a spreadsheet: xlsx, xlsm, xlsb, xls, ods, fods or a text table.

    Args:
        password: Opens an encrypted workbook.
        progress: Told how far the reading has come; may raise `Cancelled`.
        command: What to start as the reading process, where it is not our own.

    Raises:
        GovDeskError: The file cannot be read; its `code` says why.
        Cancelled: The user stopped it.
    """
    path = Path(path)
    assembly = _Assembly(path.name)
    try:
        kind = inspect(path)
        for message in converse(path, kind, password=password, progress=progress or silent, command=command):
            assembly.take(message)
    except Refusal as refusal:
        raise refused(path.name, refusal.code, refusal.values) from refusal
    except OSError as error:
        closed = why_closed(error, path)
        raise refused(path.name, closed.code, closed.values) from error
    return Book(path, path.name, assembly.kind, tuple(assembly.grids), assembly.properties)


class _Assembly:
    """Puts the messages of the reading process together."""

    def __init__(self, file: str) -> None:
        self.kind = ""
        self.properties: dict[str, str] = {}
        self.grids: list[Grid] = []
        self._file = file
        self._name = ""
        self._hidden = False
        self._rows: list[Row] = []
        # Equal dates are kept once, however many cells hold them; equal texts come from the reading process as one.
        self._known: dict[object, object] = {}

    def take(self, message: tuple[Any, ...]) -> None:
        """Add one message."""
        match message:
            case ("book", kind, properties):
                self.kind, self.properties = kind, properties
            case ("sheet", name, hidden):
                self._name, self._hidden, self._rows = name, hidden, []
            case ("rows", start, rows, packed):
                self._place(start, [self._unpacked(row, packed) for row in rows] if packed else rows)
            case ("end", shape):
                self.grids.append(self._grid(shape))

    def _unpacked(self, row: tuple[Any, ...], packed: list[int]) -> Row:
        """Return a row with dates and errors for what stands in their place in the given columns."""
        known, cells, width = self._known, list(row), len(row)
        for column in packed:
            if column >= width:
                break
            value = cells[column]
            if type(value) is tuple or type(value) is bytes:
                found = known.get(value)
                if found is None:
                    found = known[value] = _unpack(value)
                cells[column] = found
        return tuple(cells)

    def _place(self, start: int, rows: list[Row]) -> None:
        held = self._rows
        if start >= len(held):
            held.extend([()] * (start - len(held)))
            held.extend(rows)
            return
        for index, row in enumerate(rows, start):
            if index >= len(held):
                held.append(row)
            elif row:
                held[index] = _overlaid(held[index], row)

    def _grid(self, shape: dict[str, Any]) -> Grid:
        notices = [Message(NOTICES[code], args) for code, args in shape["notices"]]
        if told := hidden_parts(len(shape["hidden_rows"]), len(set(shape["hidden_columns"]) - self._own_columns())):
            notices.append(told)
        if self._hidden:
            hidden = NOTICES["hidden_sheet"]
            notices.insert(0, Message(hidden))
        return Grid(
            file=self._file,
            name=self._name,
            rows=self._rows,
            merges=tuple(Range(*box) for box in shape["merges"]),
            bold=frozenset(shape["bold"]),
            formats=shape["formats"],
            exceptions={**shape["exceptions"], **self._plain_numbers(shape["mixed"])},
            hidden_rows=frozenset(shape["hidden_rows"]),
            hidden_columns=frozenset(shape["hidden_columns"]),
            hidden=self._hidden,
            tables=tuple(Range(*box) for box in shape["tables"]),
            frozen_row=shape["frozen_row"],
            uncached=frozenset(shape["uncached"]),
            comments=shape["comments"],
            notices=tuple(notices),
        )

    def _own_columns(self) -> set[int]:
        """Return the columns that an export hides itself, which nobody needs to be told of."""
        return {
            column
            for row in self._rows[:_SEARCHED]
            for column, cell in enumerate(row)
            if isinstance(cell, str) and cell.startswith(MARK)
        }

    def _plain_numbers(self, mixed: dict[int, list[int]]) -> dict[tuple[int, int], str]:
        """Find the numbers that are no percentages in columns where most are."""
        found: dict[tuple[int, int], str] = {}
        for column, percents in mixed.items():
            marked = set(percents)
            for index, row in enumerate(self._rows):
                if column < len(row) and type(row[column]) in (int, float) and index not in marked:
                    found[index, column] = "number"
        return found


def _overlaid(below: Row, above: Row) -> Row:
    """Lay a row that the file repeats over the one before it."""
    width = max(len(below), len(above))
    lower = below + (None,) * (width - len(below))
    upper = above + (None,) * (width - len(above))
    return tuple(old if new is None else new for old, new in zip(lower, upper, strict=True))


def _unpack(value: tuple[Any, ...] | bytes) -> object:
    if isinstance(value, bytes):
        return CellError(value.decode("utf-8", "replace"))
    kind, *parts = value
    return {"d": date, "t": time, "dt": datetime}[kind](*parts)
