"""Writes the numbers of a figure to a plain workbook, a sheet for each table; it is not read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from govdesk.sheet.replacement import replace_file
from govdesk.sheet.sheet_name import sheet_name

_WIDTH = 16


@dataclass(frozen=True, slots=True)
class NumberSheet:
    """One table: its name, and its lines of texts and numbers, the headings first."""

    name: str
    lines: tuple[tuple[str | int | float | None, ...], ...]


def write_numbers(path: Path, sheets: Sequence[NumberSheet]) -> None:
    """Write tables to an .xlsx file; whatever stood there before stays until the new one is whole.

    Raises:
        GovDeskError: What `replace_file` found.
    """
    from govdesk.sheet.writing import whole_workbook  # noqa: PLC0415 - loaded when something is written

    counts = [len(s.lines) - 1 for s in sheets]
    replace_file(path, lambda file: _write(file, sheets), lambda written: whole_workbook(written, counts))


def _write(file: BinaryIO, sheets: Sequence[NumberSheet]) -> None:
    import xlsxwriter  # noqa: PLC0415 - loaded when the first workbook is written

    book = xlsxwriter.Workbook(file)
    bold = book.add_format({"bold": True})
    used: set[str] = set()
    for one in sheets:
        page = book.add_worksheet(sheet_name(one.name, used))
        page.set_column(0, max((len(line) for line in one.lines), default=1), _WIDTH)
        page.freeze_panes(1, 1)
        for i, line in enumerate(one.lines):
            for j, cell in enumerate(line):
                style = bold if i == 0 else None
                if isinstance(cell, str):
                    page.write_string(i, j, cell, style)
                elif cell is not None:
                    page.write_number(i, j, cell, style)
    book.close()
