"""The texts of an xlsx workbook that lie outside its sheets: shared strings and cell comments.

Read by `xlsx_book` before the sheets that refer to them.
"""

from __future__ import annotations

import re
from typing import IO
from xml.etree.ElementTree import Element

from govdesk.sheet.archive import local_name, strict_parser

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LONE = re.compile("[\ud800-\udfff\0]")


def unescape(text: str) -> str:
    """Decode `_x000D_` and its like; half characters, which no file or database can hold, become U+FFFD."""
    if "_x" not in text:
        return text
    decoded = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    joined = decoded.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _LONE.sub("\ufffd", joined)


def read_shared_strings(part: IO[bytes]) -> list[str | None]:
    """Read the workbook's table of texts, without the pronunciation beside them; empty texts become None."""
    texts: list[str | None] = []
    pieces: list[str] = []
    silent = 0
    inside = False

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal silent, inside
        name = local_name(name)
        if name == "t":
            inside = not silent
        elif name == "si":
            pieces.clear()
        elif name == "rPh":
            silent += 1

    def end(name: str) -> None:
        nonlocal silent, inside
        name = local_name(name)
        if name == "t":
            inside = False
        elif name == "si":
            texts.append(unescape("".join(pieces)) or None)
        elif name == "rPh":
            silent -= 1

    def data(text: str) -> None:
        if inside:
            pieces.append(text)

    parser = strict_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.ParseFile(part)
    return texts


def read_comments(root: Element | None) -> dict[str, str]:
    """Return the comment texts of one sheet by cell address."""
    if root is None:
        return {}
    return {
        comment.get("ref", ""): unescape("".join(t.text or "" for t in comment.iter("t")))
        for comment in root.iterfind("commentList/comment")
    }
