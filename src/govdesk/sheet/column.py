"""One column of a sheet read by one field: equal cells once, with what the column as a whole tells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from govdesk.fields.dates import needs_order
from govdesk.fields.field import Field
from govdesk.fields.kind import Context, Invalid, Kind, as_text
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.grid import CellError, Grid

_PLACEHOLDER = re.compile(
    r"[\[<【《].*\b(enter|insert|name|type|select|date|task|text|your|tbd)\b.*[\]>】》]|[\[<【《]请?(选择|填写|输入).{0,12}[\]>】》]|"
    r"请(选择|填写|输入).{0,12}|(click|tap) (here|to)\b.{0,30}|[dmy]{1,4}[-/.年][dmy]{1,4}[-/.月][dmy]{1,4}日?|x{3,}|\.{3,}|…+|[-—–_/]+",
    re.IGNORECASE,
)
#: What asks to be filled in, but may as well be a step of a checklist.
_ASKING = re.compile(r"(select|choose|enter|insert|type) [\w ]{3,28}|(选择|填写|输入).{0,12}", re.IGNORECASE)
#: The first characters of both, which tell most cells from them at once.
_PLACEHOLDER_START = re.compile(r"\W*[\[<【《［＜〔请cCtTdDmMyYxXｘ.．…—–_/／-]")
_ASKING_START = re.compile(r"\s*[sSceECtTiI选填输]")
#: What a word begins with that is neither.
PLAIN_START = re.compile(r"[^\W_请cCtTdDmMyYxXｘsSeEiI选填输]")
_REPEATED = 3
_NOTHING = frozenset(
    ("n/a", "na", "none", "nil", "tbd", "tbc", "unspecified", "unknown", "not set", "not applicable", "无", "暂无", "没有", "待定",
     "不适用", "未指定", "未知")
)  # fmt: skip
TEXTS = ("text", "long_text", "tags")
#: The order of a date as a heading gives it: `(DD/MM/YYYY)`.
_ORDER = re.compile(r"(?<![a-z])(?:dd?[-/.]mm?|mm?[-/.]dd?)(?![a-z])")
_SENTENCE = 10
_MOSTLY = 0.8
_FEW = 5
_SEVERAL = 2
_MISSING = object()


def as_seen(cell: object) -> str:
    """Return a cell as the text that stands in the sheet, an error by its own name."""
    return cell.code if isinstance(cell, CellError) else as_text(cell)


def is_placeholder(cell: object) -> bool:
    """Answer whether a cell only says what should stand there."""
    if not isinstance(cell, str) or _PLACEHOLDER_START.match(cell) is None:
        return False
    return _PLACEHOLDER.fullmatch(fold(cell)) is not None


def is_blank(cell: object) -> bool:
    """Answer whether a cell holds nothing that a person filled in."""
    if not isinstance(cell, str):
        return cell is None
    nothing = not cell.strip() if cell.isprintable() else not as_text(cell)
    return nothing or is_placeholder(cell)


def is_nothing(cell: object) -> bool:
    """Answer whether a cell says in words that there is nothing to say."""
    return isinstance(cell, str) and fold(cell) in _NOTHING


class ColumnReader:
    """Reads the cells of one column; equal cells are read once.

    Args:
        grid: The sheet.
        index: The column.
        field: What the column holds.
        rows: The rows of the table.
        day_first: Whether 03/04 is the third of April, as the user said.
        otherwise: The same as the other columns tell, where this one says nothing.
        instead: What is read in the place of a text; an empty one stands for a blank cell.
    """

    def __init__(
        self,
        grid: Grid,
        index: int,
        field: Field,
        rows: range,
        *,
        day_first: bool | None = None,
        otherwise: bool | None = None,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.index = index
        self._instead = instead
        self.field = field
        self._grid = grid
        self._rows = rows
        self._cache: dict[Any, Any] = {}
        #: Whether a word stands for itself; such cells need not be read.
        self.is_text = type(field.kind).read is Kind.read and not instead
        shares = field.kind.code == "percent" and _holds_parts_of_one(grid, index, rows)
        self._percent = shares or grid.formats.get(index) == "percent"
        if field.kind.code == "date" and day_first is None:
            day, month = _votes(grid, index, rows)
            day_first = otherwise if not day and not month else None if day and month else day > month
        self._context = Context(day_first, self._percent)
        #: Cells whose number format differs from their column's, and formulas without a result.
        self.exceptions = {row for row, column in grid.exceptions if column == index}
        #: The value of each cell met so far, by the cell; None where equal cells may mean different values.
        self.memo: dict[Any, Any] | None = None if self.exceptions else self._cache
        self.uncached = {row for row, column in grid.uncached if column == index}

    def read(self, row: int) -> Any:
        """Return the value at a row (from 0), None for blank, Invalid, or Lookup."""
        return self.read_cell(self.cell(row), row)

    def cell(self, row: int) -> object:
        """Return what stands in the column at a row."""
        return self._grid.value(row, self.index)

    def read_cell(self, cell: object, row: int) -> Any:
        """Return the value of a cell that stands in a row of this column."""
        if cell is None:
            if row in self.uncached:
                why = N_("This formula has no saved result. Recalculate the file and save it.")
                return Invalid("uncached", Message(why))
            return None
        if row in self.exceptions:
            percent = self._grid.format_at(row, self.index) == "percent"
            return self._fresh(cell, Context(self._context.day_first, percent))
        # True and 1 are equal to a dictionary, but not to a reader.
        key = (cell,) if cell is True or cell is False else cell
        found = self._cache.get(key, _MISSING)
        if found is _MISSING:
            found = self._cache[key] = self._fresh(cell, self._context)
        return found

    def _fresh(self, cell: object, context: Context) -> Any:
        if self.is_text and type(cell) is str and PLAIN_START.match(cell) and cell.isprintable() and cell[-1] != " ":
            return cell
        if self._instead and (text := self._instead.get(as_seen(cell))) is not None:
            return self.field.kind.read(text, context)
        if isinstance(cell, CellError):
            why = N_("The cell shows the error {code}. Mend it in the file.")
            return Invalid("error_cell", Message(why, {"code": cell.code}))
        if is_blank(cell) or self._asks(cell):
            return None
        value = self.field.kind.read(cell, context)
        code = self.field.kind.code
        if code not in TEXTS and (code == "link" or isinstance(value, Invalid)) and is_nothing(cell):
            return None
        return value

    def _asks(self, cell: object) -> bool:
        """Answer whether a cell asks to be filled in: in a column of words, only where many cells ask alike."""
        if not isinstance(cell, str) or not _ASKING_START.match(cell) or not _ASKING.fullmatch(fold(cell)):
            return False
        code = self.field.kind.code
        if code not in TEXTS:
            return code != "link" and isinstance(self.field.kind.read(cell), Invalid)
        return sum(self._grid.value(r, self.index) == cell for r in self._rows) >= _REPEATED


def _holds_parts_of_one(grid: Grid, index: int, rows: range) -> bool:
    """Answer whether a column of shares is kept as parts of one, such as 0.87, without saying so by its format."""
    cells = [grid.value(row, index) for row in rows]
    numbers = [c for c in cells if isinstance(c, int | float) and not isinstance(c, bool)]
    words = any(isinstance(c, str) and "%" in fold(c) for c in cells)
    return not words and any(0 < n < 1 for n in numbers) and all(0 <= n <= 1 for n in numbers)


def order_told(grid: Grid, columns: Sequence[tuple[int, str]], rows: range) -> bool | None:
    """Return whether days stand before months, as the cells or the headings of the columns of dates tell; None where in doubt."""
    told: set[bool] = set()
    for index, heading in columns:
        day, month = _votes(grid, index, rows)
        if day or month:
            told |= {True} if day else set()
            told |= {False} if month else set()
        elif found := _ORDER.search(fold(heading)):
            told.add(found[0].startswith("d"))
    return told.pop() if len(told) == 1 else None


def _votes(grid: Grid, index: int, rows: range) -> tuple[int, int]:
    """Count the cells of a column that are dates only with the day before the month, and only with it behind."""
    day = month = 0
    cells = [c[index] for c in grid.rows[rows.start : rows.stop] if len(c) > index]
    for cell in cells if str in set(map(type, cells)) else ():
        if isinstance(cell, str) and (pair := needs_order(cell)):
            day += pair[0] > 12
            month += pair[1] > 12
    return day, month


def holds_prose(reader: ColumnReader, rows: range) -> bool:
    """Answer whether a column that should hold steps or words of a list holds something else throughout.

    That is so where it holds sentences, or where a list that a record may do without has none of several words.
    """
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
    sentences = bool(reader.field.prose) and length > wrong * _SENTENCE and wrong * 2 >= total
    optional = reader.field.kind.code == "choice" and (reader.field.default is None or bool(reader.field.prose))
    strange = optional and not reader.field.required and total >= _SEVERAL and wrong == total
    return sentences or strange or (total >= _FEW and wrong > total * _MOSTLY)


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
