"""Stretches of time for a trend: weeks, months, quarters or years, whichever tell the whole span in few bars, none left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from govdesk.i18n import N_, Message

_WEEKS, _MONTHS, _QUARTERS = 26, 30, 48
_MONTH = 30.4
#: So many voices a week make weeks worth telling, most of them large enough to be told.
_EACH = 10
_WEEK, _YEAR = 7, 12


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch: its first and last day, and how many months it has (0: a week)."""

    first: date
    last: date
    months: int

    @property
    def code(self) -> str:
        """Its name in a table."""
        return self.first.isoformat()

    def label(self, *, year: bool) -> str:
        """Return its name on an axis, with the year where that is asked for."""
        if self.months == 0:
            return f"{self.first:%m-%d}"
        if self.months == 1:
            return f"{self.first:%Y-%m}" if year else f"{self.first:%m}"
        if self.months == _YEAR:
            return f"{self.first:%Y}"
        quarter = (self.first.month - 1) // 3 + 1
        return f"{self.first:%Y} Q{quarter}" if year else f"Q{quarter}"

    @property
    def name(self) -> Message | str:
        """Its name in full."""
        if self.months == 0:
            args = {"first": self.first.isoformat(), "last": self.last.isoformat()}
            return Message(N_("week {first} to {last}"), args)
        return self.label(year=True)

    def like(self, day: date) -> Period:
        """Return the stretch of the same length that holds a day."""
        if self.months == 0:
            first = day - timedelta(days=day.weekday())
            return Period(first, first + timedelta(days=_WEEK - 1), 0)
        month = (day.month - 1) // self.months * self.months
        ends = day.year * _YEAR + month + self.months
        last = date(ends // _YEAR, ends % _YEAR + 1, 1) - timedelta(days=1)
        return Period(date(day.year, month + 1, 1), last, self.months)

    def after(self) -> Period:
        """Return the stretch that follows."""
        return self.like(self.last + timedelta(days=1))


def periods(days: Iterable[str], voices: int) -> tuple[Period, ...]:
    """Return the stretches from the first to the last day, without a gap.

    Args:
        days: The days on which something was, written as 2026-05-12.
        voices: How many fell on them; weeks are told only where there are enough for each.
    """
    found = sorted(days)
    if not found:
        return ()
    first, last = date.fromisoformat(found[0]), date.fromisoformat(found[-1])
    span = (last - first).days
    steps: tuple[tuple[int, float], ...] = ((0, _WEEKS * _WEEK), (1, _MONTHS * _MONTH), (3, _QUARTERS * 3 * _MONTH))
    steps = steps[0 if voices >= _EACH * span / _WEEK else 1 :]
    length = next((months for months, longest in steps if span <= longest), _YEAR)
    made = [Period(first, first, length).like(first)]
    while made[-1].last < last:
        made.append(made[-1].after())
    return tuple(made)
