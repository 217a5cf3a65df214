"""What a register promises about records that are to stay nameless, declared once; store, sheets and figures keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: A group of fewer people than this is not told apart, in rows or in figures.
SMALLEST = 5


@dataclass(frozen=True, slots=True)
class Veil:
    """How nameless records are kept.

    Args:
        flag: The field that says that a record is nameless; once set, it stays.
        person: The field that names who it is of; other links to the same person are emptied with it.
        wiped: Fields that are emptied for good.
        weekly: Dates of which only the week is kept, by its Monday.
        telling: Fields that may single a person out, the one most worth showing first; shown for groups of five only.
    """

    flag: str
    person: str
    wiped: tuple[str, ...]
    weekly: tuple[str, ...]
    telling: tuple[str, ...]

    def covers(self, values: Mapping[str, Any]) -> bool:
        """Answer whether a record of these values is nameless."""
        return bool(values.get(self.flag))

    def coarse(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values with no more than the week of their dates."""
        return {k: monday(v) if k in self.weekly and isinstance(v, date) else v for k, v in values.items()}

    def wipe(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values without what is not kept of a nameless record."""
        name = values.get(self.person)
        hidden = {*self.wiped, *(k for k, v in values.items() if name is not None and v == name)}
        return {k: None if k in hidden else v for k, v in self.coarse(values).items()}


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())
