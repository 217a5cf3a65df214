"""What a number format says about a cell: whether its number is a date, a time, a percentage or text.

`xlsx_style` asks it for every style of a workbook.
"""

from __future__ import annotations

import re

# Ids 27-36 and 50-58 are the dates of Chinese, Japanese and Korean spreadsheets.
_DATE_IDS = frozenset((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58))
_TIME_IDS = frozenset((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56))
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
_SPECIAL_CASE = re.compile(r"\[=-?[\d.]+\]")
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOT_DATE = re.compile(r"general|e[+-]|am/pm|a/p", re.IGNORECASE)


def builtin_category(number: int) -> str:
    """Return the category of a format that workbooks name by its id alone."""
    if number in (9, 10):
        return "percent"
    if number == 49:
        return "text"
    if number == 46:
        return "elapsed"
    return "date" if number in _DATE_IDS else "time" if number in _TIME_IDS else ""


def category(code: str) -> str:
    """Return date, time, elapsed, percent, text or nothing for a number format such as `yyyy"年"m"月"`."""
    sections = _LITERAL.sub("", code).split(";")
    # `[=0]?;0%` shows all but zero by its second part.
    first = sections[1] if len(sections) > 1 and _SPECIAL_CASE.match(code) else sections[0]
    if "%" in first:
        return "percent"
    if _ELAPSED.search(first):
        return "elapsed"
    clock = bool(re.search(r"[hs]|am/pm|上午/下午", first, re.IGNORECASE))
    letters = _NOT_DATE.sub("", first).lower()
    # A lone "e" is the year in East Asian formats; "m" is a month unless an hour or second stands beside it.
    if re.search(r"[yd]|aaa|(?<![0-9#?])e", letters) or ("m" in letters and not clock):
        return "date"
    if clock and re.search(r"[hms]", letters):
        return "time"
    return "text" if first.strip() == "@" else ""
