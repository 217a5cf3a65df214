"""Dates as people write them: Chinese, ISO, dotted, with month names, or as a spreadsheet's serial number."""

from __future__ import annotations

import calendar
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
#: A part of a month or year: `2026年5月底`, `2026年底`, `end of May 2026`, `2026 Q2`.
_PART_OF_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:份)?\s*(月?[初底末]|[上中下]旬)(?:前|之前|以前)?")
_PART_OF_YEAR = re.compile(
    r"(\d{4})\s*年?\s*(?:年?([初底末])|第?([一二三四1-4])季度[末底]?|q([1-4])|([上下])半年)(?:前|之前|以前)?"
)
_PART_IN_WORDS = re.compile(r"(end|start|beginning|early|late|mid)[\s-]+(?:of\s+)?(?:([a-z]{3,9})\.?,?\s+)?(\d{4})")
_LAST_OF_PART = {"初": 5, "上旬": 10, "中旬": 20, "start": 5, "beginning": 5, "early": 10, "mid": 20}
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


def likely_day(text: str) -> date | None:
    """Return the day that a part of a month, a quarter or a year most likely means as a term: its last; None for any other text.

    Only for suggestions: `2026年5月底` names no single day.
    """
    text = fold(text)
    if found := _PART_OF_MONTH.fullmatch(text):
        return _last_day(int(found[1]), int(found[2]), _LAST_OF_PART.get(found[3].removeprefix("月"), 31))
    if found := _PART_OF_YEAR.fullmatch(text):
        year, part, quarter, other, half = found.groups()
        month = 3 * ("一二三四".find(quarter) + 1 or int(quarter)) if quarter else 3 * int(other) if other else 12
        if half == "上":
            month = 6
        return _last_day(int(year), 1 if part == "初" else month, 31)
    if found := _PART_IN_WORDS.fullmatch(text):
        month = _month(found[2]) if found[2] else 12 if found[1] in ("end", "late") else 0
        return _last_day(int(found[3]), month, _LAST_OF_PART.get(found[1], 31))
    return None


def _last_day(year: int, month: int, at_most: int) -> date | None:
    if not (1 <= month <= 12 and year):  # noqa: PLR2004 - months of a year
        return None
    return date(year, month, min(at_most, calendar.monthrange(year, month)[1]))


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
