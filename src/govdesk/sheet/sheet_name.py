"""Names that a workbook accepts for its sheets: short enough, without forbidden characters, each once."""

from __future__ import annotations

import re

from govdesk.sheet.outgoing import readable

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_RESERVED = "history"


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a title as a sheet's name and remember it among those taken (which are compared without case)."""
    base = _FORBIDDEN.sub(" ", readable(title)).strip(" '") or "Sheet"
    if base.casefold() == _RESERVED:
        base += "_"
    name, number = _cut(base, _LONGEST), 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = _cut(base, _LONGEST - len(ending)) + ending, number + 1
    taken.add(name.casefold())
    return name


def _cut(text: str, units: int) -> str:
    """Return the text cut to a number of UTF-16 units, which is how a workbook counts."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").rstrip(" '")
