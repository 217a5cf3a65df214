"""Colours and comments put into the parts of an xlsx; every other byte of the workbook stays.

`marking` says which cells; `markup_edit` finds the places.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO
from xml.sax.saxutils import escape

from govdesk.sheet.address import cell_address
from govdesk.sheet.archive import Archive
from govdesk.sheet.marking_note import COMMENTS, DRAWING, comment, noted, shapes_of
from govdesk.sheet.marking_place import SheetPlaces, StylePlaces
from govdesk.sheet.markup_edit import Edits, counted, in_utf8, prefix_of, tag_at, walk, with_attribute
from govdesk.sheet.refusal import Refusal
from govdesk.sheet.xlsx_book import find_book

_TYPES = "[Content_Types].xml"
_RELATIONS = b'<?xml version="1.0" encoding="UTF-8"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
_USUAL, _STRICT = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_COMMENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
Cells = Mapping[tuple[int, int], tuple[str, str]]


class MarkedBook:
    """A workbook whose parts are being marked.

    Args:
        file: The workbook, open for reading.
        archive: The same, its sizes and prologues checked.
    """

    def __init__(self, file: IO[bytes], archive: Archive) -> None:
        self._zip = zipfile.ZipFile(file)
        self._archive = archive
        self._names = {i.filename.replace("\\", "/").lstrip("/").lower(): i.filename for i in self._zip.infolist()}
        self._parts: dict[str, bytes] = {}
        relations = archive.relations(find_book(archive)).values()
        self._styles = next((part for kind, part in relations if kind == "styles"), "")

    def mark(self, part: str, cells: Cells, author: str, most: int) -> None:
        """Colour cells of a sheet and comment the first of them.

        Args:
            part: The sheet's part.
            cells: Colour and words by row and column from 0.
            author: Whose comments they are.
            most: How many comments at most.
        """
        data = self._read(part)
        found = SheetPlaces(data, cells)
        edits = Edits(data)
        self._colour(edits, found, cells)
        told = sorted(cells.items())[:most]
        if told:
            self._comment(part, edits, found, [(place, words) for place, (_, words) in told], author)
        self._parts[part] = edits.done()

    def data(self) -> bytes:
        """Return the whole workbook."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            written = set()
            for info in self._zip.infolist():
                name = info.filename.replace("\\", "/").lstrip("/").lower()
                changed = next((d for p, d in self._parts.items() if p.lower() == name), None)
                written.add(name)
                archive.writestr(info, self._zip.read(info) if changed is None else changed, info.compress_type)
            for part, data in self._parts.items():
                if part.lower() not in written:
                    archive.writestr(part, data)
        return made.getvalue()

    def _read(self, part: str) -> bytes:
        known = next((d for p, d in self._parts.items() if p.lower() == part.lower()), None)
        if known is not None:
            return known
        if part.lower() not in self._names:
            raise Refusal("corrupt")
        return in_utf8(self._zip.read(self._names[part.lower()]))

    def _has(self, part: str) -> bool:
        return part.lower() in self._names or any(p.lower() == part.lower() for p in self._parts)

    def _colour(self, edits: Edits, found: SheetPlaces, cells: Cells) -> None:
        if not self._styles or not self._has(self._styles):
            return
        wanted = {(style, cells[place][0]) for place, (_, style) in found.cells.items()}
        wanted |= {(0, cells[place][0]) for place in found.gaps}
        styles = self._restyled(wanted)
        for place, (at, style) in found.cells.items():
            tag = tag_at(edits.data, at)
            if (style, cells[place][0]) in styles:
                edits.replace(at, tag, with_attribute(tag, "s", str(styles[style, cells[place][0]])))
        for place, at in sorted(found.gaps.items()):
            if (0, cells[place][0]) in styles:
                prefix = prefix_of(tag_at(edits.data, at)) if edits.data[at : at + 1] == b"<" else b""
                new = f'c r="{cell_address(*place)}" s="{styles[0, cells[place][0]]}"/>'
                edits.insert(at, b"<" + prefix + new.encode())

    def _restyled(self, wanted: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
        """Add a style for each one wanted in a colour, and return their numbers."""
        data = self._read(self._styles)
        places = StylePlaces(data)
        if not places.is_whole:
            return {}
        edits, prefix = Edits(data), prefix_of(tag_at(data, places.starts["fills"])).decode()
        colours = sorted({colour for _, colour in wanted})
        for colour in colours:
            pattern = f'<{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="{colour}"/><{prefix}bgColor indexed="64"/>'
            made = f"<{prefix}fill>{pattern}</{prefix}patternFill></{prefix}fill>"
            edits.insert(places.ends["fills"], made.encode())
        found: dict[tuple[int, str], int] = {}
        for style, colour in sorted(wanted):
            first, last = places.styles[style if style < len(places.styles) else 0]
            tag = tag_at(data, first)
            new = with_attribute(tag, "fillId", str(places.fills + colours.index(colour)))
            edits.insert(places.ends["cellXfs"], with_attribute(new, "applyFill", "1") + data[first + len(tag) : last])
            found[style, colour] = len(places.styles) + len(found)
        sizes = {"fills": places.fills + len(colours), "cellXfs": len(places.styles) + len(found)}
        for name, count in sizes.items():
            tag = tag_at(data, places.starts[name])
            edits.replace(places.starts[name], tag, counted(tag, count))
        self._parts[self._styles] = edits.done()
        return found

    def _comment(
        self, part: str, edits: Edits, found: SheetPlaces, told: Sequence[tuple[tuple[int, int], str]], author: str
    ) -> None:
        base = _STRICT if found.strict else _USUAL
        relations = self._archive.relations(part)
        known = next((name for kind, name in relations.values() if kind == "comments" and self._has(name)), "")
        number = re.sub(r"\D", "", posixpath.basename(part)) or "0"
        if known:
            self._parts[known] = noted(self._read(known), told, author)
        else:
            name = self._free(f"xl/comments_marks{number}.xml")
            self._parts[name] = COMMENTS.format(
                author=escape(author), comments="".join(comment(place, words, 0) for place, words in told)
            ).encode()
            self._relate(part, "marksComments", f"{base}/comments", name)
            self._declare(f'<Override PartName="/{name}" ContentType="{_COMMENT_TYPE}"/>', f'PartName="/{name}"')
        drawing = relations.get(found.notes, ("", ""))[1] if found.notes else ""
        shapes = shapes_of(told)
        if drawing and self._has(drawing):
            old = self._read(drawing)
            at = old.rfind(b"</xml>")
            if at >= 0:
                self._parts[drawing] = old[:at] + shapes.encode() + old[at:]
            return
        name = self._free(f"xl/drawings/vmlDrawing_marks{number}.vml")
        self._parts[name] = DRAWING.format(shapes=shapes).encode()
        self._relate(part, "marksDrawing", f"{base}/vmlDrawing", name)
        self._declare('<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>', 'Extension="vml"')  # fmt: skip
        prefix = prefix_of(tag_at(edits.data, edits.data.find(b"<", edits.data.find(b"?>") + 1))).decode()
        edits.insert(found.behind, f'<{prefix}legacyDrawing xmlns:r="{base}" r:id="marksDrawing"/>'.encode())

    def _free(self, name: str) -> str:
        stem, dot, ending = name.rpartition(".")
        while self._has(name):
            stem += "_"
            name = stem + dot + ending
        return name

    def _relate(self, part: str, identity: str, kind: str, target: str) -> None:
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        data = self._read(name) if self._has(name) else _RELATIONS
        self._parts[name] = _before_end(data, "Relationship", f'Id="{identity}" Type="{kind}" Target="/{target}"')

    def _declare(self, element: str, sign: str) -> None:
        data = self._read(_TYPES)
        if sign.lower().encode() not in data.lower():
            name, _, attributes = element[1:-2].partition(" ")
            self._parts[_TYPES] = _before_end(data, name, attributes)


def _before_end(data: bytes, name: str, attributes: str) -> bytes:
    """Return a part with one element more, the last below its root."""
    edits = Edits(data)

    def start(_: str, __: dict[str, str], depth: int, at: int) -> None:
        tag = tag_at(data, at)
        if depth == 0 and tag.endswith(b"/>"):
            root = re.match(rb"<([^\s/>]+)", tag)
            new = f"<{prefix_of(tag).decode()}{name} {attributes}/></{root[1].decode() if root else ''}>"
            edits.replace(at, tag, tag[:-2] + b">" + new.encode())

    def end(_: str, depth: int, at: int) -> None:
        if depth == 0:
            prefix = prefix_of(tag_at(data, at)).decode()
            edits.insert(at, f"<{prefix}{name} {attributes}/>".encode())

    walk(data, start, end)
    return edits.done()
