"""What the user put in the place of cells that do not fit: of one cell, of all alike, of all that are blank.

`rows` and `matrix` ask here as they read; the words themselves are those of `SheetChoice.fixes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import Fixes
    from govdesk.sheet.rows import Reading

_NOTHING: Mapping[str, str] = {}


class Replacements:
    """The user's words for one table.

    Args:
        fixes: The words, by row and field or by field and text.
    """

    def __init__(self, fixes: Fixes) -> None:
        self._cells: dict[int, dict[str, str]] = {}
        self._alike: dict[str, dict[str, str]] = {}
        self._blanks: dict[str, str] = {}
        for (first, second), text in fixes.items():
            if isinstance(first, int):
                self._cells.setdefault(first, {})[second] = text
            elif second:
                self._alike.setdefault(first, {})[second] = text
            elif text:
                self._blanks[first] = text

    def alike(self, field: str) -> Mapping[str, str]:
        """Return what is read in the place of each text of a field."""
        return self._alike.get(field, _NOTHING)

    def own(self, row: int) -> Mapping[str, str]:
        """Return what the user gave for the cells of a row (from 0), by field, or by address in a matrix."""
        return self._cells.get(row + 1, _NOTHING)

    def given(self, reading: Reading) -> Iterator[tuple[str, str]]:
        """Yield the fields of a row that the user gave a text for, those that are blank in a filled row included."""
        own = self._cells.get(reading.row + 1, _NOTHING)
        yield from own.items()
        if self._blanks and (reading.filled or reading.problems):
            taken = {p.field for p in reading.problems} | own.keys()
            for name, text in self._blanks.items():
                if name not in taken and reading.values.get(name) is None:
                    yield name, text


def shared(fixes: Fixes) -> dict[tuple[str, str], str]:
    """Return the words that hold for all cells alike, which the next sheet of the same layout may use as well."""
    return {(a, b): text for (a, b), text in fixes.items() if isinstance(a, str)}


NO_FIXES = Replacements({})
