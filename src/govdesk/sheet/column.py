"""One column of a sheet read by one field: every cell once, with what the column as a whole tells."""

from __future__ import annotations

import re
from typing import Any

from govdesk.fields.dates import needs_order
from govdesk.fields.field import Field
from govdesk.fields.kind import Context, Invalid, as_text
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.grid import CellError, Grid

_PLACEHOLDER = re.compile(
    r"[\[<【《].*\b(enter|insert|name|type|select|date|task|text|your|tbd)\b.*[\]>】》]|[\[<【《]?(请?(选择|填写|输入)).{0,12}[\]>】》]?|"
    r"(select|choose) (an? |your |the )?[\w ]{3,24}|(click|enter) (here|text|your|name|date|value)\b.{0,20}|[dmy]{1,4}[-/.年][dmy]{1,4}[-/.月][dmy]{1,4}日?|x{3,}|\.{3,}|[-—–_/]+",
    re.IGNORECASE,
)
_NOTHING = {
    "n/a",
    "na",
    "none",
    "nil",
    "无",
    "暂无",
    "待定",
    "tbd",
    "tbc",
    "不适用",
    "unspecified",
    "not set",
    "unknown",
    "未指定",
    "未知",
}
_TEXTS = ("text", "long_text", "tags")
_SENTENCE = 10
_MOSTLY = 0.8
_FEW = 5
_MISSING = object()


def is_placeholder(cell: object) -> bool:
    """Answer whether a cell only says what should stand there."""
    return isinstance(cell, str) and _PLACEHOLDER.fullmatch(fold(cell)) is not None


def is_blank(cell: object) -> bool:
    """Answer whether a cell holds nothing that a person filled in."""
    return cell is None or (isinstance(cell, str) and (not as_text(cell) or is_placeholder(cell)))


class ColumnReader:
    """Reads the cells of one column; equal cells are read once."""

    def __init__(self, grid: Grid, index: int, field: Field, rows: range, *, day_first: bool | None = None) -> None:
        self.index = index
        self.field = field
        self._grid = grid
        self._cache: dict[Any, Any] = {}
        self._percent = grid.formats.get(index) == "percent"
        self._context = Context(day_first, self._percent)
        if field.kind.code == "date" and day_first is None:
            self._context = Context(_vote(grid, index, rows), self._percent)

    def read(self, row: int) -> Any:
        """Return the value at a row (from 0), None for blank, Invalid, or Lookup."""
        return self.read_cell(self.cell(row), row)

    def cell(self, row: int) -> object:
        """Return what stands in the column at a row."""
        return self._grid.value(row, self.index)

    def read_cell(self, cell: object, row: int) -> Any:
        """Return the value of a cell that stands in a row of this column."""
        if cell is None:
            if (row, self.index) in self._grid.uncached:
                return Invalid(
                    "uncached", Message(N_("This formula has no saved result. Recalculate the file and save it."))
                )
            return None
        key = (type(cell), cell) if not isinstance(cell, CellError) else None
        found = self._cache.get(key, _MISSING) if key else _MISSING
        if found is _MISSING:
            found = self._fresh(cell, row)
            if key:
                self._cache[key] = found
        return found

    def _fresh(self, cell: object, row: int) -> Any:
        if isinstance(cell, CellError):
            return Invalid(
                "error_cell", Message(N_("The cell shows the error {code}. Mend it in the file."), {"code": cell.code})
            )
        if is_blank(cell):
            return None
        context = self._context
        if (row, self.index) in self._grid.exceptions:
            context = Context(context.day_first, self._grid.format_at(row, self.index) == "percent")
        value = self.field.kind.read(cell, context)
        code = self.field.kind.code
        if (
            code not in _TEXTS
            and isinstance(cell, str)
            and fold(cell) in _NOTHING
            and (code == "link" or isinstance(value, Invalid))
        ):
            return None
        return value


def _vote(grid: Grid, index: int, rows: range) -> bool | None:
    day = month = 0
    for row in rows:
        pair = needs_order(grid.value(row, index))
        if pair:
            day += pair[0] > 12
            month += pair[1] > 12
    return None if bool(day) == bool(month) else day > month


def holds_prose(reader: ColumnReader, rows: range) -> bool:
    """Answer whether a column that should hold steps or words of a list holds sentences instead."""
    if reader.field.kind.code not in ("scale", "choice", "flag", "integer"):
        return False
    total = wrong = length = 0
    for row in rows:
        value = reader.read(row)
        if value is None:
            continue
        total += 1
        if isinstance(value, Invalid) and value.code not in ("error_cell", "uncached", "range"):
            wrong += 1
            length += len(as_text(reader.cell(row)))
    long = wrong and length / wrong > _SENTENCE
    return bool(wrong > total * _MOSTLY and (total >= _FEW or (long and reader.field.prose)))


def samples(grid: Grid, index: int, rows: range, most: int = 3) -> tuple[str, ...]:
    """Return the first few values of a column as text."""
    found: list[str] = []
    for row in rows:
        cell = grid.value(row, index)
        if not is_blank(cell) and not isinstance(cell, CellError):
            text = as_text(cell)
            if text not in found:
                found.append(text[:60])
        if len(found) == most:
            break
    return tuple(found)
