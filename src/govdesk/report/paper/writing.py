"""Writes a report to a file, slides, document or PDF by its ending, whole or not at all.

Last room of a report: `steering` made the value, a writer lays it out, `replacement` puts the finished file in its place.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.progress import Progress, silent
from govdesk.store.replacement import replace_file

if TYPE_CHECKING:
    from govdesk.report.paper.document import Document

#: The endings of a report's file.
FORMATS = (".pptx", ".docx", ".pdf")


def refuse_format(path: Path) -> None:
    """Refuse a file whose ending says nothing of a report.

    Raises:
        GovDeskError: `format`.
    """
    if path.suffix.lower() not in FORMATS:
        text = N_("“{file}” is no name for a report. Nothing was written; end it in .pptx, .docx or .pdf.")
        raise GovDeskError(text, code="format", file=path.name)


def write_report(path: Path, document: Document, progress: Progress = silent) -> None:
    """Write a report; whatever stood there before stays until the new one is whole.

    Raises:
        GovDeskError: `format`, or what `replace_file` found.
        Cancelled: The user stopped it; nothing was written.
    """
    refuse_format(path)
    kept = BytesIO()
    _writer(path.suffix.lower(), document, progress)(kept)
    data = kept.getvalue()
    replace_file(path, lambda file: _put(file, data), lambda written: _whole(written, data))


def _put(file: BinaryIO, data: bytes) -> None:
    file.write(data)


def _writer(ending: str, document: Document, progress: Progress) -> Callable[[BinaryIO], None]:
    match ending:
        case ".pptx":
            from govdesk.report.paper.slide_writer import SlideWriter  # noqa: PLC0415 - only the writer that is wanted

            return SlideWriter(document, progress).write
        case ".docx":
            from govdesk.report.paper.page_writer import PageWriter  # noqa: PLC0415 - as above

            return PageWriter(document, progress).write
        case _:
            from govdesk.report.paper.pdf_writer import write_pdf  # noqa: PLC0415 - as above

            return lambda file: write_pdf(document, file, progress)


def _whole(path: Path, data: bytes) -> bool:
    """Answer whether what stands in a file is what was written, and every part of it can be read."""
    if path.read_bytes() != data:
        return False
    if data.startswith(b"%PDF"):
        return data.rstrip().endswith(b"%%EOF")
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    except (zipfile.BadZipFile, zlib.error):
        return False
