"""Writes one register as a CSV file that opens well in Excel and runs nothing there.

One face of `writing`; `csv_text` takes the same apostrophes off on the way back.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.sheet.outgoing import ExportSheet, columns_of, gathered, in_words, readable

_EVERY = 256
_STARTS_FORMULA = re.compile(r"'*(?:[\t\r]|\s*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)*%?")


def write_csv(file: BinaryIO, sheet: ExportSheet, lang: str, progress: Progress) -> int:
    """Write a sheet as UTF-8 with byte order mark and return the number of rows.

    Args:
        lang: `zh`, `en` or `both`.
    """
    records, extra = gathered(sheet)
    columns = columns_of(sheet, extra, lang)
    doing = Message(N_("Writing “{sheet}”"), {"sheet": sheet.title or in_words(sheet.register.about.plural, lang)})
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    try:
        writer = csv.writer(text)
        writer.writerow([guarded(c.heading) for c in columns])
        count = 0
        for count, record in enumerate(records, 1):
            writer.writerow([_plain(c.cell(record), c.format.number_format) for c in columns])
            if count % _EVERY == 0:
                progress(count, sheet.count, doing)
    finally:
        text.flush()
        text.detach()
    return count


def write_lines(file: BinaryIO, lines: Sequence[Sequence[object]]) -> int:
    """Write a table of counts the same way, the headings first, and return the number of its other lines."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    try:
        csv.writer(text).writerows([_plain(cell) for cell in line] for line in lines)
    finally:
        text.flush()
        text.detach()
    return len(lines) - 1


def _plain(value: object, number_format: str = "") -> object:
    if isinstance(value, float):
        return f"{value * 100:.12g}%" if number_format.endswith("%") else f"{value:.15g}"
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """Return a text with an apostrophe before what a spreadsheet program would take for a formula."""
    text = readable(text)
    return f"'{text}" if _STARTS_FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def rows_of(lines: Iterator[str]) -> int:
    """Count the rows of a CSV text."""
    return sum(1 for _ in csv.reader(lines))
