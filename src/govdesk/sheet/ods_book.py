"""An OpenDocument spreadsheet: tells that it is one, and reads its properties; `ods_sheet` reads its sheets.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from govdesk.sheet.archive import Archive, attribute
from govdesk.sheet.ods_sheet import OdsReader
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def read_ods(archive: Archive, stream: Stream) -> None:
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
    stream.book("ods", properties)
    total, done = archive.size("content.xml"), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        stream.progress(done, total)

    with archive.open("content.xml") as part:
        OdsReader(stream).read(part, advance)
