"""What kind of file this is, told by its first bytes and not by its name; bad ones are refused before any reader starts.

First step of `reading`.
"""

from __future__ import annotations

import errno
import re
from pathlib import Path

from govdesk.errors import drive_is_gone
from govdesk.sheet.refusal import Refusal

MAX_FILE = 50 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FLAT = b'"application/vnd.oasis.opendocument.spreadsheet"'
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt", ".tab", ".xls", ".xlsx", ".xlsm", ".et", ".prn", ""}
_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body|table|meta|style|div)\b|\s*MIME-Version:", re.IGNORECASE)
#: The first record of a workbook that is no OLE file, as Excel wrote them up to version 4.
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00[\x00-\x07]")
#: What nearly all characters of a table are, read as UTF-16; bytes of anything else hit other scripts and gaps.
_WIDE_TEXT = re.compile("[\t\r\n\x20-\x7e\xa0-\xff\u2010-\u2027\u3000-\u301f\u4e00-\u9fff\uff00-\uff5e]")
_ASCII = ",;\t\r\n"
_FEW, _MOSTLY = 2, 0.98
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x1f\x8b",
    b"MZ",
    b"SQLite format 3",
)


def inspect(path: Path) -> str:
    """Return `zip`, `ole`, `flat` or `text` for a file that may be read.

    Raises:
        Refusal: The file is missing, unreadable, too large, or plainly no spreadsheet.
    """
    head = _first_bytes(path)
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_BINARY):
        raise Refusal("unknown")
    if _OLD_EXCEL.match(head):
        raise Refusal("old_excel")
    if _FLAT in head and b"<office:document" in head:
        return "flat"
    _refuse_markup(_plain(head))
    if head.startswith(_UTF16) or wide_text(head):
        return "text"
    if b"\0" in head and not _hardly_any(head):
        # A truncated download and a stick pulled too early both leave a file of zeros.
        raise Refusal("corrupt" if not head.strip(b"\0") else "unknown")
    if path.suffix.lower() not in _TEXT_SUFFIXES:
        raise Refusal("unknown")
    return "text"


def wide_text(head: bytes) -> str | None:
    """Return utf-16-le or utf-16-be where bytes without a mark are plainly text in it, else None."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "ignore")
        plain = sum(map(text.count, _ASCII))
        if plain >= _FEW and len(_WIDE_TEXT.findall(text)) >= len(text) * _MOSTLY:
            return encoding
    return None


def _hardly_any(head: bytes) -> bool:
    """Answer whether a text merely has a stray zero byte here and there."""
    return head.count(0) * 100 < len(head) and _CONTROL.search(head) is None


def _first_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refusal("folder")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise why_closed(error, path) from error
    _refuse_owner_file(path, head)
    if not size:
        raise Refusal("empty")
    if size > MAX_FILE:
        raise Refusal("too_large", size=-(-size // 2**20), limit=MAX_FILE // 2**20)
    return head


def why_closed(error: OSError, path: Path) -> Refusal:
    """Return the refusal of a file that the system does not let us read."""
    reason = error.strerror or type(error).__name__
    if drive_is_gone(error):
        return Refusal("unplugged", reason=reason)
    if isinstance(error, FileNotFoundError | NotADirectoryError) or error.errno == errno.ENAMETOOLONG:
        return Refusal("missing" if path.parent.exists() else "folder_gone", folder=str(path.parent))
    # Windows answers 32 and 33 where another program holds the file, 5 where the user may not read it.
    if getattr(error, "winerror", None) in (32, 33) or error.errno in (errno.EBUSY, errno.EAGAIN):
        return Refusal("locked")
    return Refusal("permission") if isinstance(error, PermissionError) else Refusal("unreadable", reason=reason)


def _refuse_owner_file(path: Path, head: bytes) -> None:
    name = path.name
    if name.startswith(".~lock.") and name.endswith("#"):
        original, owner = name[7:-1], head.decode("utf-8", "replace").split(",")[0].strip()
    elif name.startswith("~$"):
        original, owner = name[2:], _owner(head)
    else:
        return
    if owner:
        raise Refusal("owner_file", original=original, owner=owner)
    raise Refusal("owner_file_unnamed", original=original)


def _owner(head: bytes) -> str:
    """Read the user's name that Excel and WPS leave in an owner file: at byte 55 as UTF-16, before it in ANSI."""
    if len(head) >= 57:
        length = int.from_bytes(head[55:57], "little")
        if 0 < length <= 54 and (name := head[57 : 57 + 2 * length].decode("utf-16-le", "replace").strip("\0 ")):
            return name
    if head and 0 < head[0] <= 54:
        return head[1 : 1 + head[0]].decode("gb18030", "replace").strip("\0 ")
    return ""


def _plain(head: bytes) -> bytes:
    if head.startswith(_UTF16):
        return head.decode("utf-16", "ignore").encode()
    return head.removeprefix(b"\xef\xbb\xbf")


def _refuse_markup(head: bytes) -> None:
    if _MARKUP.match(head):
        raise Refusal("html")
    if head.lstrip().startswith(b"<?xml"):
        raise Refusal("html" if re.search(rb"<html\b", head, re.IGNORECASE) else "xml")
    if re.match(rb"\s*<!--", head) and re.search(rb"<(html|table)\b", head, re.IGNORECASE):
        raise Refusal("html")
