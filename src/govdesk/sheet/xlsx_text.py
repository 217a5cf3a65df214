"""The texts of an xlsx workbook that lie outside its sheets: shared strings and cell comments.

Read by `xlsx_book` before the sheets that refer to them.
"""

from __future__ import annotations

import re
from typing import IO
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import OTHER_ENCODING, local_name, strict_parser

_BLOCK = 64 * 1024
_ENTRY = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_UNUSUAL = re.compile(rb"[&\r]|<[!?r]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONE = re.compile("[\ud800-\udfff\0]")


def unescape(text: str) -> str:
    """Decode `_x000D_` and its like; half characters, which no file or database can hold, become U+FFFD."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    joined = decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _LONE.sub("\ufffd", joined)


class SharedStrings:
    """Reads the workbook's table of texts, without the pronunciation beside them; empty texts become None.

    Plain entries are read by one regular expression; a block that holds anything else goes through the XML parser.
    """

    def __init__(self) -> None:
        self._texts: list[str | None] = []
        self._pieces: list[str] = []
        self._silent = 0
        self._inside = False
        self._parser = strict_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._data

    def read(self, part: IO[bytes]) -> list[str | None]:
        """Return all texts in order."""
        head = part.read(_BLOCK)
        begin = head.find(b"<si>")
        fast = begin >= 0 and b"<!" not in head[:begin] and not OTHER_ENCODING.match(head)
        self._parser.Parse(head[:begin] if fast else head, False)
        pending = head[begin:] if fast else b""
        while block := part.read(_BLOCK):
            if not fast:
                self._parser.Parse(block, False)
                continue
            pending += block
            cut = pending.rfind(b"</si>") + len(b"</si>")
            if cut >= len(b"</si>"):
                self._take(pending[:cut])
                pending = pending[cut:]
        self._parser.Parse(pending, True)
        return self._texts

    def _take(self, block: bytes) -> None:
        found = None
        if not _UNUSUAL.search(block):
            text = block.decode()
            found = _ENTRY.findall(text)
        if found is None or len(found) != block.count(b"<si"):
            self._parser.Parse(block, False)
        else:
            self._texts.extend((unescape(text) if "_x" in text else text) or None for text in found)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        name = local_name(name)
        if name == "t":
            self._inside = not self._silent
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._silent += 1

    def _end(self, name: str) -> None:
        name = local_name(name)
        if name == "t":
            self._inside = False
        elif name == "si":
            self._texts.append(unescape("".join(self._pieces)) or None)
        elif name == "rPh":
            self._silent -= 1

    def _data(self, text: str) -> None:
        if self._inside:
            self._pieces.append(text)


def read_comments(root: Element | None) -> dict[str, str]:
    """Return the comment texts of one sheet by cell address."""
    if root is None:
        return {}
    return {
        comment.get("ref", ""): unescape("".join(t.text or "" for t in comment.iter("t")))
        for comment in root.iterfind("commentList/comment")
    }
