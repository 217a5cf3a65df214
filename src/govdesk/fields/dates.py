"""Dates as people write them: Chinese, ISO, dotted, with month names, or as a spreadsheet's serial number."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from govdesk.fields.text import fold

#: What may follow a day: a time, a weekday.
_REST = (
    r"(?:[t\s]*(?:[上下中]午\s*)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:am|pm|z|[+-]\d{2}:?\d{2})?"
    r"|[\s,(]*(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\)?)?"
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*[日号]?{_REST}")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}|\d{{2}}){_REST}")
_DAY_MONTH_NAME = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,9})\.?[\s\-/,.]*(\d{4}|\d{2})"
)
_MONTH_NAME_DAY = re.compile(r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(\d{4})")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SERIAL_LOW, _SERIAL_HIGH = 20000, 73050  # 1954-10-03 … 2099-12-31
_COMPACT_LOW, _COMPACT_HIGH = 19000101, 21000101
_EPOCH = date(1899, 12, 30)
_PIVOT = 70


class Ambiguous(ValueError):  # noqa: N818 - the value is at fault, not the program
    """Day and month could each be the other."""


def read_date(cell: object, *, day_first: bool | None = None) -> date | None:
    """Return the date that a cell holds.

    Args:
        cell: A date, a datetime, a serial number or a text.
        day_first: Settles 03/04/2026; None raises where it matters.

    Returns:
        The date, or None where the cell is no date.

    Raises:
        Ambiguous: Day and month could each be the other.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if _SERIAL_LOW <= cell < _SERIAL_HIGH:
            return _EPOCH + timedelta(days=int(cell))
        return _read_text(f"{cell:.0f}", day_first=day_first) if _COMPACT_LOW <= cell < _COMPACT_HIGH else None
    return _read_text(fold(cell), day_first=day_first) if isinstance(cell, str) else None


def needs_order(cell: object) -> tuple[int, int] | None:
    """Return the two leading numbers of a text such as 13/04/2026, from which a column's order is voted."""
    if not isinstance(cell, str):
        return None
    found = _YEAR_LAST.fullmatch(fold(cell))
    return (int(found[1]), int(found[2])) if found else None


def _read_text(text: str, *, day_first: bool | None) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[2]), _year(found[3]), day_first=day_first)
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return _date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return read_date(int(text)) if re.fullmatch(r"\d{5}", text) else None


def _year_last(first: int, second: int, year: int, *, day_first: bool | None) -> date | None:
    as_day_first, as_month_first = _date(year, second, first), _date(year, first, second)
    if as_day_first and as_month_first and as_day_first != as_month_first:
        if day_first is None:
            raise Ambiguous
        return as_day_first if day_first else as_month_first
    return as_day_first or as_month_first


def _month(name: str) -> int:
    return next((i for i, month in enumerate(_MONTHS, 1) if month.startswith(name) or name == "sept" == month[:4]), 0)


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= _PIVOT else 2000)  # noqa: PLR2004 - two digits


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
