"""What a kind is: how a value is stored, read from what people type, shown, and written to a sheet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import types

from govdesk.fields.text import clean
from govdesk.i18n import Language, Message


@dataclass(frozen=True, slots=True)
class Invalid:
    """Why a cell does not fit.

    Args:
        code: For machines.
        message: A sentence for people.
        suggestion: A fix, where one is near.
        mild: Whether a row of a sheet may come in without this cell, its text kept beside the record.
        instead: What a mild one may hold in place of what does not fit.
        reported: Whether a sheet brings it in all the same, as others report it; only who works here is held to it.
    """

    code: str
    message: Message
    suggestion: str = ""
    mild: bool = False
    instead: Any = None
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Lookup:
    """A name that stands for a record of another register, still to be found."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a column as a whole tells about each of its cells.

    Args:
        day_first: Whether 03/04/2026 is the third of April; None where nothing tells.
        percent: Whether numbers are shown as percent.
    """

    day_first: bool | None = None
    percent: bool = False


NO_CONTEXT = Context()
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """How a column of this kind looks in a workbook: number format, drop-down words, width in characters."""

    number_format: str = "@"
    words: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    width: int = 16
    wrap: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of value and its four faces; text that needs no reading is the default."""

    code: ClassVar[str] = "text"
    align: ClassVar[str] = "left"
    #: Filter operators offered for this kind, the usual one first.
    operators: ClassVar[tuple[str, ...]] = ("contains", "is", "empty", "filled")

    def sql(self) -> types.TypeEngine[Any]:
        """Return the column type."""
        return types.Text()

    def read(self, cell: object, context: Context = NO_CONTEXT) -> Any:  # noqa: ARG002 - faces share one signature
        """Return the value that a cell or a typed text stands for, None for blank, or Invalid."""
        return as_text(cell) or None

    def show(self, value: Any, lang: Language) -> str:  # noqa: ARG002
        """Return the value as a person reads it; `read(show(v)) == v`."""
        return "" if value is None else str(value)

    def load(self, stored: Any) -> Any:
        """Return the value of what the journal's JSON holds."""
        return stored

    def dump(self, value: Any) -> Any:
        """Return what JSON holds for the value."""
        return value

    def plain(self, value: Any) -> Any:
        """Return what other programs are given in JSON; usually what the journal holds."""
        return self.dump(value)

    def cell(self, value: Any, lang: Language) -> object:
        """Return what is written to a sheet's cell."""
        return self.show(value, lang) or None

    def sheet_format(self, lang: Language) -> SheetFormat:  # noqa: ARG002
        """Return how a column of this kind looks in a workbook."""
        return SheetFormat()


def as_text(cell: object) -> str:
    """Return a cell as the text that a person sees in it; whole numbers without their `.0`, others to 15 digits."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return clean(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return "NaN" if math.isnan(cell) else str(cell)
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else f"{cell:.15g}"
    iso = getattr(cell, "isoformat", None)
    if iso is not None:
        text: str = iso()
        return text.removesuffix("T00:00:00").replace("T", " ")
    return clean(str(cell))
