"""What was read from a spreadsheet: plain typed cells, before anybody knows which register they belong to.

`reading` makes these values; `headings` and `plan` look at them. Rows and columns count from 0 and start at cell A1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from govdesk.i18n import Message
from govdesk.sheet.address import cell_address

#: What the header cell of the hidden id column of an export starts with.
MARK = "_govdesk:"


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error, such as `#N/A`, instead of a value."""

    code: str


CellValue = str | int | float | bool | date | datetime | time | CellError | None
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, its last row and column included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    @property
    def address(self) -> str:
        """The rectangle as a spreadsheet names it, such as `A2:C9`."""
        first, last = cell_address(self.top, self.left), cell_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as read.

    Args:
        file: Name of the file, without its folder.
        name: Name of the sheet.
        rows: Typed values; rows end at their last filled cell, an empty row is `()`.
        merges: Merged cells; only the first cell of each holds a value.
        bold: Rows among the first 60 whose filled cells are mostly bold or coloured.
        formats: What most cells of a column hold by their number format: date, percent, text or number.
        exceptions: Cells whose number format is percent where their column's is not, and the other way round.
        hidden: Whether the sheet itself is hidden.
        tables: Ranges that the sheet itself declares as tables or filtered lists.
        frozen_row: The number of rows that stay in view while scrolling.
        uncached: Formulas whose result was never calculated; their value is None.
        comments: Text of cell comments.
        notices: What the user should know before trusting the sheet.
    """

    file: str
    name: str
    rows: list[Row]
    merges: tuple[Range, ...] = ()
    bold: frozenset[int] = frozenset()
    formats: dict[int, str] = field(default_factory=dict)
    exceptions: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    tables: tuple[Range, ...] = ()
    frozen_row: int | None = None
    uncached: frozenset[tuple[int, int]] = frozenset()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    notices: tuple[Message, ...] = ()

    @property
    def width(self) -> int:
        """Count the columns up to the last filled one."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> object:
        """Return the cell's value; None where the sheet holds nothing."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def format_at(self, row: int, column: int) -> str | None:
        """Return the category of the cell's number format, so that 0.85 is known to be shown as 85%."""
        return self.exceptions.get((row, column)) or self.formats.get(column)


@dataclass(frozen=True, slots=True)
class Book:
    """One spreadsheet file as read.

    Args:
        path: Where the file lies.
        name: Its name without the folder.
        format: What it holds whatever it is called: xlsx, xlsb, xls, ods, fods or csv.
        grids: Its sheets in order, hidden ones included.
        properties: The custom document properties, by name.
    """

    path: Path
    name: str
    format: str
    grids: tuple[Grid, ...]
    properties: dict[str, str] = field(default_factory=dict)
