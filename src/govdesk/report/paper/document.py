"""A report as one frozen value: sections of sentences, figures and tables, all in the report's language.

Builders make it once from the workspace; the writers for slides, document and PDF only lay it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from govdesk.report.series import Series

#: How a sentence or a cell is meant: `act`, `watch`, `good`, `quiet`, or nothing in particular.
Tone = str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, tied to the records that it stands on.

    Args:
        text: In the report's language.
        refs: The business numbers of its records, such as `RSK-0012`.
        more: How many further records it stands on.
        tone: How it is meant.
        fresh: Whether one of its records changed since the last report.
    """

    text: str
    refs: tuple[str, ...] = ()
    more: int = 0
    tone: Tone = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences one below the other, under a small heading where there is one."""

    items: tuple[Sentence, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One number or word to be seen from afar, what it is, and the line beneath."""

    label: str
    value: str
    note: str = ""
    tone: Tone = ""
    refs: tuple[str, ...] = ()
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles side by side."""

    items: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table; marked where its record changed since the last report."""

    cells: tuple[Cell, ...]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Args:
        headings: One for each column.
        rows: Each as many cells as there are headings.
        widths: How wide each column is beside the others.
        title: A small heading above it.
        more: How many rows there are besides those shown.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[int, ...]
    title: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, from the same numbers as on the screen."""

    series: Series


Block = Sentences | Tiles | Grid | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report; on slides it begins a slide of its own.

    Args:
        code: Its name in the code.
        title: Its heading.
        blocks: What stands in it, in order.
        beside: Whether its sentences stand in two columns where there is room.
        alone: Whether it begins a page of its own.
    """

    code: str
    title: str
    blocks: tuple[Block, ...]
    beside: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    Args:
        title: What it is.
        subject: Whom or what it is about.
        language: `zh` or `en`.
        day: Of which day it tells.
        audience: For whom it was made, in words.
        head: The head of the history's chain as it is printed; empty where nothing was done yet.
        lines: What stands below the title.
        sections: What stands in it.
        foot: What stands at the foot of every page.
    """

    title: str
    subject: str
    language: str
    day: date
    audience: str
    head: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str

    @property
    def figures(self) -> tuple[Series, ...]:
        """Every chart in it, in order."""
        return tuple(b.series for s in self.sections for b in s.blocks if isinstance(b, Figure))
