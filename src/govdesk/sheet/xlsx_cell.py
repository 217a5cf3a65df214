"""One cell of an xlsx sheet: its address and its raw text become a position and a typed value.

Called by `xlsx_sheet` for every cell, and by its fast lane for all but the plainest.
"""

from __future__ import annotations

from typing import Any

from govdesk.sheet.refusal import Refusal
from govdesk.sheet.serial import pack_iso, pack_serial
from govdesk.sheet.stream import Shape
from govdesk.sheet.xlsx_style import Styles
from govdesk.sheet.xlsx_text import unescape

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
_LONGEST_INTEGER = 18


class Columns(dict[str, int]):
    """Column letters → column number from 0, worked out once each."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - 64
        if not letters or not letters.isascii() or not letters.isupper() or number - 1 > LAST_COLUMN:
            raise Refusal("outside_grid", cell=letters)
        self[letters] = number - 1
        return number - 1


COLUMNS = Columns()


def position(address: str) -> tuple[int, int]:
    """Return row and column, from 0, of an address such as `B7` or `$B$7`.

    Raises:
        Refusal: The address lies outside the grid.
    """
    plain = address.replace("$", "").upper()
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if not digits or len(digits) > 7 or not 0 < int(digits) <= LAST_ROW + 1 or len(letters) > 3:
        raise Refusal("outside_grid", cell=address[:40])
    return int(digits) - 1, COLUMNS[letters]


def box(reference: str) -> tuple[int, int, int, int]:
    """Return top, left, bottom, right, from 0, of a reference such as `A1:C9`; whole rows and columns are allowed."""
    first, _, last = reference.replace("$", "").upper().partition(":")
    last = last or first
    if first.isalpha() and last.isalpha():
        first, last = f"{first}1", f"{last}{LAST_ROW + 1}"
    elif first.isdigit() and last.isdigit():
        first, last = f"A{first}", f"XFD{last}"
    top, left = position(first)
    bottom, right = position(last)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def number(text: str) -> int | float | str:
    """Read a stored number; what is none, and what no database holds (NaN, infinity), stays text."""
    digits = text.lstrip("-")
    if digits.isdecimal() and len(digits) <= _LONGEST_INTEGER:
        return int(text)
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    return int(value) if value.is_integer() and abs(value) < 10**_LONGEST_INTEGER else value


class CellReader:
    """Turns raw cell texts into packed values by the workbook's texts and styles.

    Args:
        shape: The sheet's shape, which learns of percentages and text formats.
    """

    def __init__(self, strings: list[str | None], styles: Styles, epoch_1904: bool, shape: Shape) -> None:
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
