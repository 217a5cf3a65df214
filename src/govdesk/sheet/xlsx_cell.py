"""One cell of an xlsx sheet: its raw text becomes a typed value, by its type and its style.

Asked by `xlsx_markup` for each cell, and by the fast lane of `xlsx_sheet` for each new pattern of a row.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from math import isfinite
from typing import Any

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack_iso, pack_serial
from govdesk.sheet.stream import Shape
from govdesk.sheet.xlsx_style import Styles
from govdesk.sheet.xlsx_text import unescape

Converter = Callable[[str], Any]
_LONGEST_INTEGER = 18
_EXACT = 2**53
_MOST_KNOWN = 200_000


def number(text: str) -> int | float | str:
    """Read a stored number; what is none, and what no database holds (NaN, infinity), stays text."""
    digits = text.lstrip("-")
    if digits.isdecimal() and len(digits) <= _LONGEST_INTEGER:
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if not isfinite(value):
        return text
    if not value.is_integer() or abs(value) >= 10**_LONGEST_INTEGER:
        return value
    # Above 2⁵³ a float is not the number that stands there, which may be an identity card's.
    return int(Decimal(text)) if abs(value) > _EXACT else int(value)


class Memory(dict[str, Any]):
    """Raw text → value, worked out once; no text is no value.

    Args:
        make: Works out the value of a text.
    """

    def __init__(self, make: Converter) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> Any:
        value = self._make(text) if text else None
        if len(self) < _MOST_KNOWN:
            self[text] = value
        return value


class CellReader:
    """Knows how to read each kind of cell of one sheet.

    Args:
        strings: The workbook's shared texts.
        styles: What its cell styles mean.
        shape: The sheet's shape, which learns of percentages and text formats.
        epoch_1904: Whether dates count from 1904.
    """

    def __init__(self, strings: list[str | None], styles: Styles, shape: Shape, *, epoch_1904: bool) -> None:
        self.shape = shape
        self._strings = strings
        self._special = styles.special
        self._shared = Memory(self._shared_text)
        self._numbers = Memory(number)
        self._dates = {
            special: Memory(partial(_date, special, epoch_1904=epoch_1904)) for special in ("date", "time", "elapsed")
        }

    def converter(self, kind: str, style: str) -> Converter:
        """Return what turns the text of such cells into a packed value; an empty text into None.

        Args:
            kind: The cell's type attribute; empty where it has none.
            style: Its style number as written.
        """
        if kind == "s":
            return self._shared.__getitem__
        if kind in ("", "n"):
            return self._dates.get(self._special.get(style, ""), self._numbers).__getitem__
        return _OTHERS.get(kind, as_escaped)

    def special(self, style: str) -> str:
        """Return the category of the style's number format; an empty text for most."""
        return self._special.get(style, "")

    def note(self, row: int, column: int, special: str, value: object) -> None:
        """Remember a number shown as a percentage, or a value in a cell formatted as text."""
        if special == "percent" and type(value) in (int, float):
            self.shape.percents.setdefault(column, []).append(row)
        elif special == "text" and value is not None:
            self.shape.texts[column] += 1

    def _shared_text(self, text: str) -> str | None:
        if not text.strip().isdecimal():
            raise Refusal("corrupt")
        return self._strings[int(text)]


def _date(special: str, text: str, *, epoch_1904: bool) -> Any:
    value = number(text)
    return value if isinstance(value, str) else pack_serial(value, special, epoch_1904=epoch_1904)


def as_escaped(text: str) -> str | None:
    """Read a text as it is written between the marks; an empty one is no value."""
    return unescape(text) or None


def _truth(text: str) -> bool | None:
    return text.strip().lower() in ("1", "true") if text else None


def _error(text: str) -> bytes | None:
    return text.encode("utf-8", "replace") or None


def _iso(text: str) -> Any:
    return pack_iso(text) or None


_OTHERS: dict[str, Converter] = {"b": _truth, "e": _error, "d": _iso}
