"""Dates as people write them: Chinese, ISO, dotted, with month names, or as a spreadsheet's serial number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s].*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?:\s.*)?")
_DAY_MONTH_NAME = re.compile(r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,9})\.?[\s\-/,.]*(\d{4}|\d{2})")
_MONTH_NAME_DAY = re.compile(r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?[\s\-]*(\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(\d{4})")
_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_SERIAL_LOW, _SERIAL_HIGH = 20000, 73050  # 1954-10-03 … 2099-12-31
_EPOCH = date(1899, 12, 30)
_PIVOT = 70


class Ambiguous(ValueError):
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
        return _EPOCH + timedelta(days=int(cell)) if _SERIAL_LOW <= cell < _SERIAL_HIGH else None
    if not isinstance(cell, str):
        return None
    return _read_text(unicodedata.normalize("NFKC", cell).strip().casefold(), day_first=day_first)


def needs_order(cell: object) -> tuple[int, int] | None:
    """Return the two leading numbers of a text such as 13/04/2026, from which a column's order is voted."""
    if not isinstance(cell, str):
        return None
    found = _YEAR_LAST.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    return (int(found[1]), int(found[2])) if found else None


def _read_text(text: str, *, day_first: bool | None) -> date | None:
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(int(found[1]), int(found[2]), _year(found[3]), day_first=day_first)
    if found := _DAY_MONTH_NAME.fullmatch(text):
        return _date(_year(found[3]), _MONTHS.get(found[2][:3], 0), int(found[1]))
    if found := _MONTH_NAME_DAY.fullmatch(text):
        return _date(int(found[3]), _MONTHS.get(found[1][:3], 0), int(found[2]))
    return read_date(int(text)) if re.fullmatch(r"\d{5}", text) else None


def _year_last(first: int, second: int, year: int, *, day_first: bool | None) -> date | None:
    as_day_first, as_month_first = _date(year, second, first), _date(year, first, second)
    if as_day_first and as_month_first and as_day_first != as_month_first:
        if day_first is None:
            raise Ambiguous
        return as_day_first if day_first else as_month_first
    return as_day_first or as_month_first


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year >= _PIVOT else 2000)  # noqa: PLR2004 - two digits


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
