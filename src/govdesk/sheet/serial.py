"""Spreadsheet serial numbers as dates and times, in the form that passes through the pipe from the reading process.

A date travels as `("d", year, month, day)`, a time as `("t", …)`, a date with time as `("dt", …)`; an error travels as bytes.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from math import floor

Packed = tuple[str | int, ...]
_DAY_MS = 86_400_000
_LAST = {False: 2_958_465, True: 2_957_003}


def pack_serial(number: float, category: str, *, epoch_1904: bool = False) -> Packed | str | int | float:
    """Turn a serial number into the date or time that the sheet shows; what is none becomes the text shown.

    Args:
        number: Days since the workbook's epoch.
        category: date, time or elapsed.
        epoch_1904: Whether the workbook counts from 1904, as old Macintosh files do.
    """
    total = round(number * _DAY_MS)
    if category == "elapsed" and abs(number) <= _LAST[False]:
        return _elapsed(total)
    days, rest = divmod(total, _DAY_MS)
    if not 0 <= days <= _LAST[epoch_1904]:
        return _plain(number)
    if days == 0 and not epoch_1904 and (category == "time" or rest):
        return _clock(rest)
    if category == "time" and days == 0:
        return _clock(rest)
    if epoch_1904:
        day = date(1904, 1, 1) + timedelta(days)
    elif days in (0, 60):
        # The sheet shows two days that never were: 0 January and 29 February 1900.
        return "1900-01-00" if days == 0 else "1900-02-29"
    else:
        day = date(1899, 12, 31 if days < 60 else 30) + timedelta(days)
    if not rest:
        return ("d", day.year, day.month, day.day)
    return ("dt", day.year, day.month, day.day, *_clock(rest)[1:])


def pack(value: object) -> object:
    """Pack a date, time or duration for the pipe; other values stay as they are."""
    if isinstance(value, datetime):
        if value.time() == time():
            return ("d", value.year, value.month, value.day)
        return ("dt", value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond)
    if isinstance(value, date):
        return ("d", value.year, value.month, value.day)
    if isinstance(value, time):
        return ("t", value.hour, value.minute, value.second, value.microsecond)
    if isinstance(value, timedelta):
        return _elapsed(round(value.total_seconds() * 1000))
    return value


def pack_iso(text: str) -> Packed | str:
    """Pack the ISO date of a cell of type `d`; what is none stays text."""
    for read in (date.fromisoformat, time.fromisoformat, datetime.fromisoformat):
        try:
            packed = pack(read(text))
        except ValueError:
            continue
        if isinstance(packed, tuple):
            return packed
    return text


def _plain(number: float) -> str:
    return str(int(number)) if number == floor(number) and abs(number) < 1e15 else str(number)


def _clock(milliseconds: int) -> Packed:
    seconds, milliseconds = divmod(milliseconds, 1000)
    return ("t", seconds // 3600, seconds // 60 % 60, seconds % 60, milliseconds * 1000)


def _elapsed(milliseconds: int) -> str:
    sign, seconds = "-" if milliseconds < 0 else "", abs(milliseconds) // 1000
    text = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
