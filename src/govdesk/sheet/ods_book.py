"""An OpenDocument spreadsheet: tells that it is one, opens and reads its properties; `ods_sheet` reads its sheets.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import Archive, attribute, check_prologue, plain_tree
from govdesk.sheet.ods_key import lock_of
from govdesk.sheet.ods_sheet import OdsReader
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
#: What the manifest names where the document as a whole is encrypted, or what it holds.
_WHOLE = ("", "encrypted-package")


def read_ods(archive: Archive, stream: Stream, password: str | None = None) -> None:
    """Send the whole document through the stream.

    Raises:
        Refusal: It is a text or a drawing, or the password does not open it.
    """
    if "mimetype" in archive:
        with archive.open("mimetype") as part:
            if not part.read(100).startswith(_SPREADSHEET):
                raise Refusal("unknown")
    locked = _locked(archive)
    if any(name in locked for name in _WHOLE):
        raise Refusal("unknown_lock")
    meta = plain_tree(_part(archive, "meta.xml", locked, password)) if "meta.xml" in archive else None
    properties = {
        attribute(entry, "name"): "".join(entry.itertext())
        for entry in (meta.iter("user-defined") if meta is not None else ())
    }
    stream.book("ods", properties)
    total, done = archive.size("content.xml"), 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        stream.progress(done, max(total, done))

    with _part(archive, "content.xml", locked, password) as part:
        OdsReader(stream).read(part, advance)


def _locked(archive: Archive) -> dict[str, Element]:
    """Return the entries of the manifest that are encrypted, by the part that they describe."""
    manifest = archive.tree("META-INF/manifest.xml")
    entries = manifest.iter("file-entry") if manifest is not None else ()
    return {
        attribute(entry, "full-path").lower(): entry
        for entry in entries
        if next(entry.iter("encryption-data"), None) is not None
    }


def _part(archive: Archive, name: str, locked: dict[str, Element], password: str | None) -> IO[bytes]:
    """Open a part, by the password where it is encrypted."""
    if name not in locked:
        return archive.open(name)
    lock = lock_of(locked[name])
    if lock is None:
        raise Refusal("unknown_lock")
    if not password:
        raise Refusal("encrypted")
    with archive.open(name) as part:
        plain = BytesIO(lock.open(part.read(), password))
    check_prologue(plain)
    plain.seek(0)
    return plain
