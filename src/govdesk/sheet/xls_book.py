"""An xls workbook: finds its records and its document properties, and sends its sheets in order.

Called by `worker` in the reading process; workbooks of Excel 95 and before go to `calamine_book`.
"""

from __future__ import annotations

from struct import error
from typing import IO, Any

from govdesk.sheet.biff import BiffBook, NotBiff8
from govdesk.sheet.biff_sheet import BiffSheet
from govdesk.sheet.calamine_book import read_with_calamine
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream

_PROPERTIES = "\x05DocumentSummaryInformation"
_DAMAGE = (OSError, ValueError, LookupError, TypeError, error)


def read_xls(file: IO[bytes], stream: Stream) -> None:
    """Send the whole workbook through the stream.

    Raises:
        Refusal: It is damaged or encrypted.
    """
    data, properties = _opened(file)
    try:
        book = BiffBook(data) if data is not None else None
    except NotBiff8:
        book = None
    except (error, LookupError) as damage:
        raise Refusal("corrupt") from damage
    if book is None:
        read_with_calamine(file, stream, properties)
        return
    stream.book("xls", properties)
    try:
        for done, entry in enumerate(book.sheets, 1):
            stream.sheet(entry.name, hidden=entry.hidden)
            BiffSheet(book, stream).read(entry)
            stream.progress(done, len(book.sheets))
    except (error, LookupError) as damage:
        raise Refusal("corrupt") from damage


def _opened(file: IO[bytes]) -> tuple[bytes | None, dict[str, str]]:
    """Return the workbook stream, None where it is of an older kind, and the custom properties."""
    import olefile  # noqa: PLC0415 - only xls pays for it

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            data = ole.openstream("Workbook").read() if ole.exists("Workbook") else None
            return data, _properties(ole)
    except _DAMAGE as damage:
        raise Refusal("corrupt") from damage


def _properties(ole: Any) -> dict[str, str]:
    """Return the custom properties as text; none where they are damaged."""
    if not ole.exists(_PROPERTIES):
        return {}
    try:
        found = ole.get_userdefined_properties(_PROPERTIES)
        return {_text(entry["property_name"]): _text(entry["value"]) for entry in found}
    except _DAMAGE:
        return {}


def _text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("gb18030", "replace")
