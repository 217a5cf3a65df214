"""Writes registers to a spreadsheet, .xlsx or .csv, that comes back through an import without a change.

Last room of an export: `outgoing` turns a view into a sheet, `workbook` or `text_table` writes it, `replacement` puts the
finished file in its place.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.outgoing import ExportSheet, new_export
from govdesk.sheet.text_table import rows_of, write_csv, write_lines
from govdesk.sheet.workbook import Workbook
from govdesk.store.replacement import replace_file

if TYPE_CHECKING:
    from govdesk.insight.audience import Audience
    from govdesk.sheet.numbers import NumberSheet

FORMATS = (".xlsx", ".csv")
_CHUNK = 1 << 20
_SHEET_PART = re.compile(r"xl/worksheets/sheet(\d+)\.xml")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: where, how many rows in each sheet, and what the user should know of it."""

    path: Path
    rows: tuple[int, ...]
    notices: tuple[Message, ...] = ()


def export(
    path: Path,
    sheets: Sequence[ExportSheet],
    *,
    language: str,
    workspace_id: str,
    operation: str,
    head: str = "",
    audience: Audience | None = None,
    numbers: Sequence[NumberSheet] = (),
    progress: Progress = silent,
) -> Exported:
    """Write sheets to a file; whatever stood there before stays until the new one is whole.

    Args:
        path: Ends in `.xlsx`, or `.csv` for a single sheet.
        language: `zh`, `en`, or `both` for headings in both and values in Chinese.
        workspace_id: Goes into the file, so that it is known when it comes back.
        operation: The last operation in the workspace's history, from which a merge tells who changed what; empty where
            there is none yet.
        head: The head of the history's chain; it is printed in the foot of each page, and told beside a CSV file.
        audience: For whom it is made; it is printed in the head of each page.
        numbers: Tables of counts that go out besides, or instead.

    Raises:
        GovDeskError: `format`, `one_register`, `too_many_rows`, or what `replace_file` found.
        Cancelled: The user stopped it; nothing was written.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        text = N_("“{file}” is no spreadsheet name. Nothing was written; end it in .xlsx or .csv.")
        raise GovDeskError(text, code="format", file=path.name)
    if ending == ".csv":
        return replace(_export_csv(path, sheets, numbers, language, progress), notices=_seal_apart(head))
    marks = (workspace_id, operation or "0", new_export())
    book = Workbook(language, marks, progress, sum(s.count for s in sheets), head=head, audience=audience)
    replace_file(path, partial(_write_book, book, sheets, numbers), lambda written: whole_workbook(written, book.rows))
    notices: tuple[Message, ...] = ()
    if book.cut:
        text = N_(
            "{count} texts are longer than the 32,767 characters that a cell holds; in the file they end there with “…”."
        )
        notices = (Message(text, {"count": book.cut}),)
    return Exported(path, tuple(book.rows), notices)


def _seal_apart(head: str) -> tuple[Message, ...]:
    """Return what is said where a file has no place for the seal."""
    text = N_(
        "A CSV file has no place for the seal of the history. It is {head}; note it beside the file if it is to count later."
    )
    return (Message(text, {"head": head}),) if head else ()


def _write_book(book: Workbook, sheets: Sequence[ExportSheet], numbers: Sequence[NumberSheet], file: BinaryIO) -> None:
    book.write(file, sheets, numbers)


def _export_csv(
    path: Path,
    sheets: Sequence[ExportSheet],
    numbers: Sequence[NumberSheet],
    language: str,
    progress: Progress,
) -> Exported:
    if len(sheets) + len(numbers) != 1:
        text = N_("A CSV file holds one register. Nothing was written; choose one, or end the name in .xlsx.")
        raise GovDeskError(text, code="one_register")
    rows: list[int] = []

    def write(file: BinaryIO) -> None:
        rows.append(write_lines(file, numbers[0].lines) if numbers else write_csv(file, sheets[0], language, progress))

    replace_file(path, write, lambda written: _whole_csv(written, rows[0]))
    return Exported(path, tuple(rows))


def _whole_csv(path: Path, rows: int) -> bool:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return rows_of(file) == rows + 1


def whole_workbook(path: Path, rows: Sequence[int]) -> bool:
    """Answer whether every part of a workbook can be read back and its sheets hold these many rows."""
    seen: dict[int, int] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                found = _SHEET_PART.fullmatch(part)
                count = _rows_in(archive, part)
                if found:
                    seen[int(found[1])] = count - 1
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError):
        return False
    return all(seen.get(number) == count for number, count in enumerate(rows, 1))


def _rows_in(archive: zipfile.ZipFile, part: str) -> int:
    """Read a part to its end, so that its checksum and its markup are tried, and count its rows."""
    parser = expat.ParserCreate()
    count, rest = 0, b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
            text = rest + chunk
            count += text.count(b"<row ")
            rest = text[-4:]
    parser.Parse(b"", True)
    return count
