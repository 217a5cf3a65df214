"""An xlsb workbook: its parts are those of an xlsx, each written as records instead of XML; sends its sheets in order.

Called by `worker` in the reading process; sheets themselves are read by `xlsb_sheet`.
"""

from __future__ import annotations

from struct import error, unpack_from
from typing import NamedTuple

from govdesk.sheet.archive import Archive
from govdesk.sheet.binary_sheet import BinaryStyle
from govdesk.sheet.number_format import builtin_category, category
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import MAX_COLUMNS, Shape, Stream
from govdesk.sheet.xlsb_record import records, rectangle, rich_text, text
from govdesk.sheet.xlsb_sheet import read_sheet
from govdesk.sheet.xlsx_book import read_properties

_SHEET, _PROPERTIES, _TEXT = 156, 153, 19
_FONT, _FILL, _FORMAT, _STYLE, _STYLES, _STYLES_END = 43, 45, 44, 47, 617, 618
_TABLE, _COMMENT, _COMMENT_TEXT = 343, 635, 637
_BOLD = 600
_NO_FILL = (0, 17)
_WHITE = b"\xff\xff\xff"
_WHITE_NUMBERS = ((1, 9), (1, 65), (3, 0))
_MAX_COMMENTS = 50_000


class _Sheet(NamedTuple):
    name: str
    hidden: bool
    part: str


def read_xlsb(archive: Archive, book: str, stream: Stream) -> None:
    """Send the whole workbook through the stream.

    Args:
        archive: The zipped workbook.
        book: Name of its workbook part.
        stream: Where the sheets go.

    Raises:
        Refusal: The workbook is damaged.
    """
    try:
        _read(archive, book, stream)
    except (error, LookupError) as damage:
        raise Refusal("corrupt") from damage


def _read(archive: Archive, book: str, stream: Stream) -> None:
    relations = archive.relations(book)
    by_kind = dict(relations.values())
    sheets: list[_Sheet] = []
    epoch_1904 = False
    with archive.open(book) as part:
        for kind, body in records(part):
            if kind == _SHEET:
                target, place = text(body, 8)
                name, _ = text(body, place)
                what, where = relations.get(target, ("", ""))
                if what == "worksheet":
                    sheets.append(_Sheet(name, body[0] in (1, 2), where))
            elif kind == _PROPERTIES:
                epoch_1904 = bool(body[0] & 1)
    if not sheets:
        raise Refusal("no_sheets")
    styles = _styles(archive, by_kind.get("styles", ""))
    texts = _texts(archive, by_kind.get("sharedStrings", ""))
    stream.book("xlsb", read_properties(archive))
    for done, sheet in enumerate(sheets, 1):
        if sheet.part not in archive:
            raise Refusal("corrupt")
        stream.sheet(sheet.name, hidden=sheet.hidden)
        with archive.open(sheet.part) as part:
            cells = read_sheet(part, texts, styles, stream, epoch_1904=epoch_1904)
        _add_neighbours(archive, sheet.part, cells.shape)
        cells.finish()
        stream.progress(done, len(sheets))


def _texts(archive: Archive, name: str) -> list[str]:
    if name not in archive:
        return []
    with archive.open(name) as part:
        return [rich_text(body) for kind, body in records(part) if kind == _TEXT]


def _styles(archive: Archive, name: str) -> list[BinaryStyle]:
    """Return the cell styles; none where the workbook has no part for them."""
    formats: dict[int, str] = {}
    bold: list[bool] = []
    filled: list[bool] = []
    found: list[BinaryStyle] = []
    if name not in archive:
        return found
    inside = False
    with archive.open(name) as part:
        for kind, body in records(part):
            if kind in (_STYLES, _STYLES_END):
                inside = kind == _STYLES
            elif kind == _FORMAT:
                formats[unpack_from("<H", body)[0]] = category(text(body, 2)[0])
            elif kind == _FONT:
                bold.append(unpack_from("<H", body, 4)[0] >= _BOLD)
            elif kind == _FILL:
                filled.append(_is_filled(body))
            elif kind == _STYLE and inside:
                number, font, fill = unpack_from("<HHH", body, 2)
                shown = formats[number] if number in formats else builtin_category(number)
                strong = (font < len(bold) and bold[font]) or (fill < len(filled) and filled[fill])
                found.append(BinaryStyle(shown, strong))
    return found


def _is_filled(body: bytes) -> bool:
    """Answer whether a fill has a colour other than white."""
    if unpack_from("<I", body)[0] in _NO_FILL:
        return False
    kind, number = body[4] >> 1, body[5]
    return (kind, number) not in _WHITE_NUMBERS and not (kind == 2 and body[8:11] == _WHITE)


def _add_neighbours(archive: Archive, sheet: str, shape: Shape) -> None:
    """Add what lies in parts of its own: the sheet's tables and comments."""
    for what, name in archive.relations(sheet).values():
        if name not in archive or what not in ("table", "comments"):
            continue
        with archive.open(name) as part:
            place = (0, 0)
            for kind, body in records(part):
                if kind == _TABLE:
                    shape.tables.append(rectangle(body))
                elif kind == _COMMENT:
                    place = rectangle(body, 4)[:2]
                elif kind == _COMMENT_TEXT and place[1] < MAX_COLUMNS and len(shape.comments) < _MAX_COMMENTS:
                    shape.comments[place] = rich_text(body)
