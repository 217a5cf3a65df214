"""Saves a sheet once more with the cells that do not fit coloured and commented, so that its owner can mend it.

An xlsx keeps everything else byte for byte: only its sheet, style and comment parts are edited (`marking_part`), for a
library that reads and rewrites a workbook loses what it does not know, such as pictures and cell images of WPS. What is no
xlsx becomes a new one with the same cells.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Language, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.address import position
from govdesk.sheet.archive import Archive, attribute, damage_refused
from govdesk.sheet.marking_new import fill_page
from govdesk.sheet.marking_part import MarkedBook
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.sheet_name import sheet_name
from govdesk.sheet.xlsx_book import find_book
from govdesk.sheet.xlsx_text import unescape
from govdesk.store.replacement import replace_file

if TYPE_CHECKING:
    from govdesk.sheet.grid import Book
    from govdesk.sheet.plan_values import ImportPlan

#: The most comments in a sheet: spreadsheets open a few thousand slowly and more hardly at all. Colour has no limit.
MOST_COMMENTS = 2000
_WRONG, _DISPUTED = "FFFFC7CE", "FFFFE699"
_KEPT = {".xlsx": ".xlsx", ".xlsm": ".xlsm"}
_OURS = "GovDesk"

#: Per sheet and cell (row and column from 0): the colour, and what is wrong there.
Marks = Mapping[str, Mapping[tuple[int, int], tuple[str, str]]]


def marked_suffix(book: Book) -> str:
    """Return the ending of a marked copy: the book's own where its parts are kept."""
    return _KEPT.get(book.path.suffix.lower(), ".xlsx") if book.format == "xlsx" else ".xlsx"


def marks_of(plan: ImportPlan, language: Language) -> dict[str, dict[tuple[int, int], tuple[str, str]]]:
    """Return what a plan finds wrong or disputed, by sheet and cell, in words."""
    found: dict[str, dict[tuple[int, int], tuple[str, str]]] = {}
    for sheet in plan.included():
        marks = found.setdefault(sheet.sheet, {})
        for row in sheet.rows:
            for problem in row.problems:
                place = position(problem.cell)
                words = language.say(problem.message)
                if problem.suggestion:
                    ask = language.gettext("Did you mean “{suggestion}”?")
                    words = f"{words} {ask.format(suggestion=problem.suggestion)}"
                colour, told = marks.get(place, (_WRONG if row.status == "wrong" else _DISPUTED, ""))
                if words not in told:
                    told = f"{told}\n{words}" if told else words
                marks[place] = (colour, told)
    return {name: marks for name, marks in found.items() if marks}


def save_marked(
    path: Path,
    book: Book,
    plan: ImportPlan,
    *,
    language: Language,
    password: str | None = None,
    progress: Progress = silent,
) -> int:
    """Write a marked copy of a spreadsheet, whole or not at all, and return how many cells are marked.

    Args:
        path: Where it goes; never the file itself.
        book: The spreadsheet as read.
        plan: What its import found.
        language: The comments' language.
        password: What opened the file; the copy has the same.
        progress: Told how far the writing is; may raise `Cancelled`.

    Raises:
        GovDeskError: `itself`, `changed_file`, or what `replace_file` found.
    """
    if path.exists() and book.path.exists() and path.samefile(book.path):
        text = N_("“{file}” is the spreadsheet itself. Nothing was written; choose another name.")
        raise GovDeskError(text, code="itself", file=path.name)
    marks = marks_of(plan, language)
    keeps = book.format == "xlsx"
    data = _kept(book, marks, password, progress) if keeps else _anew(book, marks, progress)
    locked = bool(password) and keeps
    if password and locked:
        data = _locked(data, password)
    replace_file(path, partial(_write, data), partial(_is_whole, locked=locked))
    return sum(map(len, marks.values()))


def _write(data: bytes, file: BinaryIO) -> None:
    file.write(data)


def _kept(book: Book, marks: Marks, password: str | None, progress: Progress) -> bytes:
    """Return the workbook's own parts with the marks among them."""
    try:
        with damage_refused(), _opened(book.path, password) as file:
            archive = Archive(file)
            parts = _sheet_parts(archive)
            file.seek(0)
            marked = MarkedBook(file, archive)
            for number, (name, cells) in enumerate(marks.items()):
                progress(number, len(marks), Message(N_("Saving {file}"), {"file": name}))
                if name in parts:
                    marked.mark(parts[name], cells, _OURS, MOST_COMMENTS)
            return marked.data()
    except (Refusal, OSError) as error:
        text = N_("“{file}” is no longer what was read. Nothing was written; read it again first.")
        raise GovDeskError(text, code="changed_file", file=book.name) from error


def _sheet_parts(archive: Archive) -> dict[str, str]:
    """Return the part of each sheet by the name that people see."""
    book = find_book(archive)
    root, relations = archive.tree(book), archive.relations(book)
    sheets = root.iterfind("sheets/sheet") if root is not None else ()
    return {unescape(s.get("name", "")): relations.get(attribute(s, "id"), ("", ""))[1] for s in sheets}


def _opened(path: Path, password: str | None) -> IO[bytes]:
    if not password:
        return path.open("rb")
    import msoffcrypto  # noqa: PLC0415 - loaded only for a file that has a password

    opened = io.BytesIO()
    with path.open("rb") as file:
        locked = msoffcrypto.OfficeFile(file)
        locked.load_key(password=password)
        locked.decrypt(opened)
    opened.seek(0)
    return opened


def _locked(data: bytes, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415 - see above

    found = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, found)
    return found.getvalue()


def _is_whole(path: Path, *, locked: bool) -> bool:
    """Answer whether every part of what was written can be read back."""
    if locked:
        return path.stat().st_size > 0
    try:
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                data = archive.read(part)
                if part.endswith((".xml", ".rels")):
                    expat.ParserCreate().Parse(data, True)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError):
        return False
    return True


def _anew(book: Book, marks: Marks, progress: Progress) -> bytes:
    """Return a new workbook with the cells of a spreadsheet that is no xlsx."""
    import xlsxwriter  # noqa: PLC0415 - loaded when its work comes

    found = io.BytesIO()
    made = xlsxwriter.Workbook(found, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    taken: set[str] = set()
    for number, grid in enumerate(book.grids):
        progress(number, len(book.grids), Message(N_("Saving {file}"), {"file": grid.name}))
        page = made.add_worksheet(sheet_name(grid.name, taken))
        fill_page(made, page, grid, marks.get(grid.name, {}), MOST_COMMENTS)
    made.close()
    return found.getvalue()
