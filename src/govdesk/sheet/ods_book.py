"""An OpenDocument spreadsheet: tells that it is one, opens and reads its properties; `ods_sheet` reads its sheets.

Called by `worker` in the reading process.
"""

from __future__ import annotations

from contextlib import suppress
from io import SEEK_END, BytesIO
from typing import IO
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import Archive, attribute, check_prologue, plain_tree, strict_parser
from govdesk.sheet.ods_key import lock_of
from govdesk.sheet.ods_seal import PACKAGE, seal_of
from govdesk.sheet.ods_sheet import OdsReader
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.stream import Stream

_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


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
    if PACKAGE in locked and PACKAGE in archive:
        read_ods(_unsealed(archive, locked[PACKAGE], password), stream)
        return
    if PACKAGE in locked or "" in locked:
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


def read_fods(file: IO[bytes], stream: Stream) -> None:
    """Send a flat document, which is one XML file, through the stream."""
    total = file.seek(0, SEEK_END)
    file.seek(0)
    stream.book("fods", _flat_properties(file))
    file.seek(0)
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        stream.progress(done, total)

    OdsReader(stream).read(file, advance)


def _flat_properties(file: IO[bytes]) -> dict[str, str]:
    """Return the custom properties of a flat document, which stand before its body."""
    found: dict[str, str] = {}
    inside: list[str] = []
    parser = strict_parser()

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(attributes.get("meta:name", "") if name == "meta:user-defined" else name)
        if name == "office:body":
            raise StopIteration

    def end(_name: str) -> None:
        inside.pop()

    def data(text: str) -> None:
        if inside and ":" not in inside[-1]:
            found[inside[-1]] = found.get(inside[-1], "") + text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    with suppress(StopIteration):
        while block := file.read(65536):
            parser.Parse(block, False)
    return found


def _unsealed(archive: Archive, entry: Element, password: str | None) -> Archive:
    """Open a document that is encrypted as a whole."""
    seal = seal_of(entry)
    if seal is None:
        raise Refusal("unknown_lock")
    if not password:
        raise Refusal("encrypted")
    with archive.open(PACKAGE) as part:
        return Archive(BytesIO(seal.open(part.read(), password)))


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
