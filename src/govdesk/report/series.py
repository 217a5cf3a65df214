"""A figure's numbers as one frozen value: what is counted by what, with its title, its unit, how many and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from govdesk.i18n import N_, Language, Message

#: The mark of a count that may not be told; the same for small groups and for those hidden to protect them.
HIDDEN = "<5"
#: Words in the user's own language, or to be said in the figure's.
Text = str | Message
Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of numbers and its name; None where a number may not be told."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the scale that is pointed out, such as a median, in steps of columns from the first one's left edge."""

    name: Text
    at: float


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one figure, the same for the screen, a file, a slide and a workbook.

    Args:
        code: Which figure it is, one of `drawing.PAINTERS`.
        title: What it shows.
        unit: What is counted.
        n: How many are counted in all; None where that may not be told.
        day: The day on which it was counted.
        columns: The name of each column.
        lines: The numbers by row.
        marks: Places on the scale to point out.
        note: What else has to be known to read it.
        grades: For a table of cells with a ground of their own: how grave each is, from 0 to 1.
    """

    code: str
    title: Text
    unit: Text
    n: int | None
    day: date
    columns: tuple[Text, ...]
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    note: Text = ""
    grades: tuple[tuple[float, ...], ...] = ()

    @property
    def hides(self) -> bool:
        """Whether some number may not be told."""
        return any(value is None for line in self.lines for value in line.values)

    def caption(self, lang: Language) -> str:
        """Return the line below the title: unit, how many, which day, and what is hidden."""
        parts = [lang.say(self.unit), f"n = {told(self.n)}", self.day.isoformat()]
        if self.hides:
            parts.append(lang.gettext(N_("<5: hidden for privacy")))
        if self.note:
            parts.append(lang.say(self.note))
        return " · ".join(parts)

    def words(self, row: int, column: int, lang: Language) -> str:
        """Return one number in words: its row, its column, what is counted."""
        names = (lang.say(self.lines[row].name), lang.say(self.columns[column]))
        return f"{', '.join(n for n in names if n)}: {told(self.lines[row].values[column])}"

    def table(self, lang: Language) -> tuple[tuple[Cell, ...], ...]:
        """Return the numbers as the lines of a sheet: headings, rows, marks, and what they were counted from."""
        head: tuple[Cell, ...] = (lang.say(self.unit), *map(lang.say, self.columns))
        rows = [(lang.say(line.name), *map(_cell, line.values)) for line in self.lines]
        foot = [(lang.say(mark.name),) for mark in self.marks]
        return (head, *rows, *foot, (self.caption(lang),))


def told(value: float | None) -> str:
    """Return a number as it is shown."""
    return HIDDEN if value is None else f"{value:,g}"


def _cell(value: float | None) -> Cell:
    return HIDDEN if value is None else value
