"""An OpenDocument spreadsheet: calamine reads its values, its own XML tells the document's properties.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from typing import IO

from govdesk.sheet.archive import Archive, attribute
from govdesk.sheet.calamine_book import read_with_calamine
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def read_ods(file: IO[bytes], archive: Archive, stream: Stream) -> None:
    """Send the whole document through the stream.

    Raises:
        Refusal: It is a text or a drawing, or encrypted.
    """
    if "mimetype" in archive:
        with archive.open("mimetype") as part:
            if not part.read(100).startswith(_SPREADSHEET):
                raise Refusal("unknown")
    manifest = archive.tree("META-INF/manifest.xml")
    if manifest is not None and next(manifest.iter("encryption-data"), None) is not None:
        raise Refusal("encrypted")
    meta = archive.tree("meta.xml")
    properties = {
        attribute(entry, "name"): "".join(entry.itertext())
        for entry in (meta.iter("user-defined") if meta is not None else ())
    }
    read_with_calamine(file, "ods", stream, properties)
