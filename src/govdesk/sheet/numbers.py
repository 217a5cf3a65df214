"""Writes the numbers of a figure to a plain workbook, a sheet for each table; it is not read back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from govdesk.sheet.sheet_name import sheet_name
from govdesk.store.replacement import replace_file

#: What a cell may hold; None leaves it blank.
Cell = str | int | float | dt.date | None

_NARROW, _WIDE = 10, 48
_SAMPLED = 200
_LONGEST = 32_767


@dataclass(frozen=True, slots=True)
class NumberSheet:
    """One table: its name, and its lines of texts, numbers and dates, the headings first."""

    name: str
    lines: tuple[tuple[Cell, ...], ...]


def write_numbers(path: Path, sheets: Sequence[NumberSheet], seal: str = "") -> None:
    """Write tables to an .xlsx file; whatever stood there before stays until the new one is whole.

    Args:
        path: The file.
        sheets: The tables.
        seal: Of the history that they were counted from; it is printed in the foot of each page.

    Raises:
        GovDeskError: What `replace_file` found.
    """
    from govdesk.sheet.writing import whole_workbook  # noqa: PLC0415 - loaded when something is written

    counts = [sum(any(c is not None for c in line) for line in s.lines) - 1 for s in sheets]
    replace_file(path, lambda file: _write(file, sheets, seal), lambda written: whole_workbook(written, counts))


def _write(file: BinaryIO, sheets: Sequence[NumberSheet], seal: str) -> None:
    import xlsxwriter  # noqa: PLC0415 - loaded when the first workbook is written

    whole = io.BytesIO()
    book = xlsxwriter.Workbook(whole, {"in_memory": True})
    book.set_properties({"title": "GovDesk", "comments": f"GovDesk {seal}".strip()})
    used: set[str] = set()
    for one in sheets:
        page = book.add_worksheet(sheet_name(one.name, used))
        page.set_footer(f"&L&8GovDesk {seal}&C&P / &N")
        put_lines(book, page, one.lines)
    book.close()
    file.write(whole.getbuffer())


def put_lines(book: Any, page: Any, lines: Sequence[Sequence[Cell]]) -> list[int]:
    """Put the lines of a table on a page of a workbook, the first in bold, and return how wide the columns are."""
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    widths = _widths(lines)
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 1)
    for i, line in enumerate(lines):
        for j, cell in enumerate(line):
            style = bold if i == 0 else None
            if isinstance(cell, str):
                page.write_string(i, j, cell[:_LONGEST], style)
            elif isinstance(cell, dt.date):
                page.write_datetime(i, j, cell, day)
            elif cell is not None:
                page.write_number(i, j, cell, style)
    return widths


def _widths(lines: Sequence[Sequence[Cell]]) -> list[int]:
    """Return how wide each column is, in letters, as its first lines ask."""
    found: list[int] = []
    for line in lines[:_SAMPLED]:
        found += [_NARROW] * (len(line) - len(found))
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                wide = sum(2 if east_asian_width(c) in "WF" else 1 for c in cell[:_WIDE])
                found[column] = max(found[column], min(_WIDE, wide + 2))
    return found
