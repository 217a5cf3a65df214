"""One cell of an xlsx sheet: its raw text becomes a typed value.

Called by `xlsx_sheet` for every cell, and by its fast lane for all but the plainest.
"""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import Any

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack_iso, pack_serial
from govdesk.sheet.stream import Shape
from govdesk.sheet.xlsx_style import Styles
from govdesk.sheet.xlsx_text import unescape

_LONGEST_INTEGER = 18
_EXACT = 2**53


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


class CellReader:
    """Turns raw cell texts into packed values by the workbook's texts and styles.

    Args:
        shape: The sheet's shape, which learns of percentages and text formats.
    """

    def __init__(self, strings: list[str | None], styles: Styles, shape: Shape, *, epoch_1904: bool) -> None:
        self._strings = strings
        self._special = styles.special
        self._epoch_1904 = epoch_1904
        self.shape = shape
        self._dates: dict[tuple[str, str], Any] = {}

    def value(self, row: int, column: int, kind: str, style: str, text: str) -> Any:
        """Return the packed value of a cell whose text is not empty.

        Args:
            kind: The cell's type attribute; empty where it has none.
            style: The cell's style number as written.
            text: Its stored text, entities resolved.
        """
        special = self._special.get(style)
        if special == "text":
            self.shape.texts[column] += 1
        if kind == "s":
            if not text.strip().isdecimal():
                raise Refusal("corrupt")
            return self._strings[int(text)]
        if kind in ("", "n"):
            return self.special_number(row, column, special, text) if special else number(text)
        if kind == "b":
            return text.strip().lower() in ("1", "true")
        if kind == "e":
            return text.encode("utf-8", "replace")
        return pack_iso(text) if kind == "d" else unescape(text)

    def special_number(self, row: int, column: int, special: str, text: str) -> Any:
        """Return a number whose format says that it is more, or shown otherwise, than a number."""
        if special in ("percent", "text"):
            value = number(text)
            if special == "percent" and not isinstance(value, str):
                self.shape.percents.setdefault(column, []).append(row)
            return value
        known = self._dates.get((special, text))
        if known is None:
            value = number(text)
            known = value if isinstance(value, str) else pack_serial(value, special, epoch_1904=self._epoch_1904)
            self._dates[special, text] = known
        return known
