"""Where a cell lies: `B7` and row 6, column 1, from one to the other and back.

Rows and columns count from 0 everywhere in `sheet`; only people and files see addresses.
"""

from __future__ import annotations

from govdesk.sheet.refusal import Refusal

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383


def column_letters(column: int) -> str:
    """Return the letters over a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_address(row: int, column: int) -> str:
    """Return the address that the spreadsheet shows for a cell, such as `B7`."""
    return f"{column_letters(column)}{row + 1}"


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
