"""An xlsx or xlsm workbook: finds its parts by their relationships and sends its sheets in order.

Called by `worker` in the reading process; sheets themselves are read by `xlsx_sheet`.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from govdesk.sheet.address import box, position
from govdesk.sheet.archive import Archive, attribute
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import MAX_COLUMNS, Shape, Stream
from govdesk.sheet.xlsx_sheet import SheetReader
from govdesk.sheet.xlsx_style import read_styles
from govdesk.sheet.xlsx_text import SharedStrings, read_comments, unescape

_MAX_COMMENTS = 50_000
_MAX_TABLES = 1_000


class SheetPart(NamedTuple):
    """A sheet as the workbook lists it: its name, whether it is hidden, the part that holds it."""

    name: str
    hidden: bool
    part: str


def read_xlsx(archive: Archive, stream: Stream) -> None:
    """Send the whole workbook through the stream.

    Raises:
        Refusal: The workbook is damaged, or no workbook.
    """
    book = find_book(archive)
    root = archive.tree(book)
    if root is None or root.tag != "workbook":
        raise Refusal("unknown")
    relations = archive.relations(book)
    sheets = _sheets(archive, root, relations)
    by_kind = dict(relations.values())
    styles = read_styles(archive.tree(by_kind.get("styles", "")))
    strings: list[str | None] = []
    if (texts := by_kind.get("sharedStrings", "")) in archive:
        with archive.open(texts) as part:
            strings = SharedStrings().read(part)
    properties = root.find("workbookPr")
    epoch_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    stream.book("xlsx", read_properties(archive))
    total, done = sum(archive.size(sheet.part) for sheet in sheets), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        stream.progress(done, total)

    for sheet in sheets:
        stream.sheet(sheet.name, hidden=sheet.hidden)
        with archive.open(sheet.part) as part:
            shape = SheetReader(strings, styles, stream, epoch_1904=epoch_1904).read(part, advance)
        _add_neighbours(archive, sheet.part, shape)
        stream.end(shape)


def find_book(archive: Archive) -> str:
    """Return the name of the workbook part; an empty text where the archive holds none."""
    for kind, part in archive.relations("").values():
        if kind == "officeDocument":
            return part
    return next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if name in archive), "")


def read_properties(archive: Archive) -> dict[str, str]:
    """Return the custom document properties by name, values as text."""
    root = archive.tree("docProps/custom.xml")
    return {
        entry.get("name", ""): "".join(entry.itertext()).strip()
        for entry in (root if root is not None else ())
        if entry.get("name")
    }


def _sheets(archive: Archive, root: Element, relations: dict[str, tuple[str, str]]) -> list[SheetPart]:
    """List the sheets that hold cells; those with only a chart or a dialog are no data."""
    found: list[SheetPart] = []
    for sheet in root.iterfind("sheets/sheet"):
        kind, part = relations.get(attribute(sheet, "id"), ("", ""))
        if kind != "worksheet":
            continue
        if part not in archive:
            raise Refusal("corrupt")
        hidden = sheet.get("state", "visible") != "visible"
        found.append(SheetPart(unescape(sheet.get("name", "")), hidden, part))
    if not found:
        raise Refusal("no_sheets")
    return found


def _add_neighbours(archive: Archive, part: str, shape: Shape) -> None:
    """Add what lies in parts of its own: the sheet's tables and comments."""
    for kind, name in archive.relations(part).values():
        if kind == "table" and len(shape.tables) < _MAX_TABLES:
            table = archive.tree(name)
            if table is not None and table.get("ref"):
                shape.tables.append(box(table.get("ref", "")))
        elif kind == "comments":
            for address, text in list(read_comments(archive.tree(name)).items())[:_MAX_COMMENTS]:
                row, column = position(address)
                if text and column < MAX_COLUMNS:
                    shape.comments[row, column] = text
