"""An xls workbook: calamine reads its values, `biff` what surrounds them, olefile its document properties.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from typing import IO, Any

from govdesk.sheet.biff import BiffScan, BiffSheet, NotBiff8
from govdesk.sheet.calamine_book import read_with_calamine
from govdesk.sheet.stream import Stream

_PROPERTIES = "\x05DocumentSummaryInformation"


def read_xls(file: IO[bytes], stream: Stream) -> None:
    """Send the whole workbook through the stream."""
    sheets, properties = _surroundings(file)
    read_with_calamine(file, "xls", stream, properties, sheets)


def _surroundings(file: IO[bytes]) -> tuple[list[BiffSheet] | None, dict[str, str]]:
    """Return what each sheet says beside its values, None where that cannot be known, and the custom properties."""
    import olefile  # noqa: PLC0415 - only xls pays for it

    file.seek(0)
    try:
        with olefile.OleFileIO(file) as ole:
            properties = _properties(ole)
            if not ole.exists("Workbook"):
                return None, properties
            return BiffScan(ole.openstream("Workbook").read()).sheets(), properties
    except (NotBiff8, OSError, ValueError, LookupError, TypeError):
        # Damaged around the values: calamine decides whether the values themselves are sound.
        return None, {}


def _properties(ole: Any) -> dict[str, str]:
    """Return the custom properties as text."""
    if not ole.exists(_PROPERTIES):
        return {}
    found = ole.get_userdefined_properties(_PROPERTIES)
    return {_text(entry["property_name"]): _text(entry["value"]) for entry in found}


def _text(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("gb18030", "replace")
