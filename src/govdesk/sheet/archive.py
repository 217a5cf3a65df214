"""The parts of a zipped spreadsheet, handed out only after the archive was found to be no trap.

Used inside the reading process by `xlsx_book` and `calamine_book`.
"""

from __future__ import annotations

import errno
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.etree import ElementTree as ET
from xml.parsers import expat

from govdesk.sheet.refusal import Refusal

MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 200
MAX_PARTS = 10_000
OTHER_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_LIST_END = b"PK\x05\x06"
_OPENOFFICE = "-//OpenOffice.org//DTD "
_SMALL = 1024 * 1024
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ET.ParseError, expat.ExpatError)


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn what the ZIP and XML readers say of a damaged file into a refusal."""
    try:
        yield
    except RuntimeError as error:
        # zipfile says nothing more precise where a part is encrypted.
        raise Refusal("encrypted" if "encrypted" in str(error) else "corrupt") from error
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):
            raise
        # The archive names a place before its own beginning, or bz2 finds no stream of its own.
        raise Refusal("corrupt") from error
    except (*_DAMAGE, ValueError, LookupError, OverflowError) as error:
        raise Refusal("corrupt") from error


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """Open an archive; where its last part, which lists the others, is missing, the file was cut off."""
    try:
        return zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        file.seek(0)
        if _LIST_END not in file.read():
            raise Refusal("truncated") from None
        raise


class Archive:
    """A zipped spreadsheet whose sizes, parts and XML prologues have been checked.

    Args:
        file: The open file, at its beginning.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = _opened(file)
        entries = self._zip.infolist()
        self._check(entries)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            # Some programs write backslashes, a leading slash or other capitals than the relationships name.
            self._entries.setdefault(entry.filename.replace("\\", "/").lstrip("/").lower(), entry)
        for name, entry in self._entries.items():
            if name.endswith((".xml", ".rels")):
                with self._zip.open(entry) as part:
                    check_prologue(part)

    @staticmethod
    def _check(entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MAX_PARTS:
            raise Refusal("parts", count=len(entries), limit=MAX_PARTS)
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise Refusal("bomb")
        for entry in entries:
            if entry.flag_bits & 1:
                raise Refusal("encrypted")
            if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                raise Refusal("bomb")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """List the parts, in lower case."""
        return list(self._entries)

    def size(self, name: str) -> int:
        """Return the unpacked size of a part in bytes; 0 where it is missing."""
        entry = self._entries.get(name.lower())
        return entry.file_size if entry else 0

    def open(self, name: str) -> IO[bytes]:
        """Open a part for reading in blocks."""
        return self._zip.open(self._entries[name.lower()])

    def tree(self, name: str) -> ET.Element | None:
        """Parse a small part whole, its names without namespaces; None where it is missing."""
        if name not in self:
            return None
        with self.open(name) as part:
            return plain_tree(part)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return what a part refers to: id → (last word of the type, full name of the other part)."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", base + ".rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode", "").lower() == "external":
                continue
            target = relation.get("Target", "").replace("\\", "/")
            full = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], full)
        return found


def check_prologue(part: IO[bytes]) -> None:
    """Refuse a part that declares a document type; one can only stand before the first element."""
    parser = strict_parser()
    begun: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: begun.append(name)
    while not begun and (block := part.read(4096)):
        try:
            parser.Parse(block, False)
        except expat.ExpatError:
            # Only the parts that are read in earnest have to be sound.
            return


def plain_tree(part: IO[bytes]) -> ET.Element:
    """Parse a part whose prologue has been checked, its names without namespaces."""
    root = ET.parse(part).getroot()  # noqa: S314 - without a document type there are no entities
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def strict_parser() -> expat.XMLParserType:
    """Make an XML parser that refuses document types, and with them every entity trick."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_entity
    return parser


def _refuse_doctype(_name: str, _system: str | None, public: str | None, internal: bool) -> None:  # noqa: FBT001 - expat's
    # Documents of OpenOffice 2 name its own DTD, which defines nothing here and is never fetched.
    if internal or not (public or "").startswith(_OPENOFFICE):
        raise Refusal("dtd")


def _refuse_entity(*_declaration: object) -> None:
    raise Refusal("dtd")


def local_name(name: str) -> str:
    """Return an element's name without its prefix."""
    return name.rpartition(":")[2]


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute whatever its namespace; an empty text where it is missing."""
    if (value := element.get(name)) is not None:
        return value
    return next((v for k, v in element.attrib.items() if k.endswith("}" + name)), "")
