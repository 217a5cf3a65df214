"""Comments as an xlsx keeps them: words in one part, the little boxes they are shown in, drawn in another.

Used by `marking_part` alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from govdesk.sheet.address import cell_address, position
from govdesk.sheet.markup_edit import Edits, prefix_of, tag_at, walk
from govdesk.sheet.outgoing import readable

COMMENTS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<authors><author>{author}</author></authors><commentList>{comments}</commentList></comments>"
)
DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="91"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>{shapes}</xml>'
)
SHAPE = (
    '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
    "style='position:absolute;margin-left:80pt;margin-top:5pt;width:190pt;height:70pt;z-index:{order};visibility:hidden' "
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    "<v:path o:connecttype=\"none\"/><v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 31, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
#: Far above the numbers that spreadsheets give to shapes by themselves (91 × 1024).
_FIRST = 93_184
_LONGEST = 4000
Told = Sequence[tuple[tuple[int, int], str]]


def comment(place: tuple[int, int], words: str, author: int, prefix: str = "") -> str:
    """Return a comment of a cell."""
    p = prefix
    return (
        f'<{p}comment ref="{cell_address(*place)}" authorId="{author}"><{p}text><{p}r>'
        f'<{p}t xml:space="preserve">{_text(words)}</{p}t></{p}r></{p}text></{p}comment>'
    )


def shapes_of(told: Told) -> str:
    """Return the boxes of comments."""
    return "".join(
        SHAPE.format(
            number=_FIRST + n, order=n + 1, row=row, column=column,
            left=column + 1, right=column + 4, top=max(0, row - 1), bottom=row + 4,
        )
        for n, ((row, column), _) in enumerate(told, 1)
    )  # fmt: skip


def noted(data: bytes, told: Told, author: str) -> bytes:
    """Return a part of comments with more of them; where a cell has one already, the words are added to it."""
    edits = Edits(data)
    words = dict(told)
    authors, seen = 0, set()
    current: tuple[int, int] | None = None
    root = data[data.find(b"<", data.find(b"?>") + 1) :]
    prefix = prefix_of(tag_at(root, 0)).decode()

    def start(name: str, attributes: dict[str, str], _: int, __: int) -> None:
        nonlocal authors, current
        authors += name == "author"
        if name == "comment":
            current = position(attributes.get("ref", "A1"))
            seen.add(current)

    def end(name: str, _: int, at: int) -> None:
        if name == "authors":
            edits.insert(at, f"<{prefix}author>{escape(author)}</{prefix}author>".encode())
        elif name == "text" and current in words:
            more = f'<{prefix}r><{prefix}t xml:space="preserve">\n{_text(words[current])}</{prefix}t></{prefix}r>'
            edits.insert(at, more.encode())
        elif name == "commentList":
            left = [p for p in told if p[0] not in seen]
            edits.insert(at, "".join(comment(place, text, authors, prefix) for place, text in left).encode())

    walk(data, start, end)
    return edits.done()


def _text(words: str) -> str:
    return escape(readable(words)[:_LONGEST])
