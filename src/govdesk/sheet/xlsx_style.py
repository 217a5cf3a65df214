"""What the styles of an xlsx workbook say: which are dates or percentages, and which make a cell stand out.

Read once per workbook by `xlsx_book`, asked for every cell by `xlsx_sheet`.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govdesk.sheet.number_format import builtin_category, category

_ON = ("1", "true", None)
_WHITE = {
    ("rgb", "FFFFFFFF"),
    ("rgb", "00FFFFFF"),
    ("theme", "0"),
    ("indexed", "9"),
    ("indexed", "65"),
    ("indexed", "64"),
}


@dataclass(frozen=True, slots=True)
class Styles:
    """What each cell style, by its number, means for reading.

    Args:
        special: Category of the number format, only for styles that have one.
        strong: Styles that are bold or filled with a colour.
    """

    special: dict[str, str]
    strong: frozenset[str]


def read_styles(root: Element | None) -> Styles:
    """Read a styles part; without one no cell is a date."""
    if root is None:
        return Styles({}, frozenset())
    formats = {f.get("numFmtId", ""): category(f.get("formatCode", "")) for f in root.iterfind("numFmts/numFmt")}
    bold = [_is_bold(font) for font in root.iterfind("fonts/font")]
    filled = [_is_filled(fill) for fill in root.iterfind("fills/fill")]
    special: dict[str, str] = {}
    strong: set[str] = set()
    for number, style in enumerate(root.iterfind("cellXfs/xf")):
        key = style.get("numFmtId", "0")
        kind = formats[key] if key in formats else builtin_category(int(key) if key.isdigit() else 0)
        if kind:
            special[str(number)] = kind
        if _holds(bold, style.get("fontId")) or _holds(filled, style.get("fillId")):
            strong.add(str(number))
    return Styles(special, frozenset(strong))


def _holds(flags: list[bool], index: str | None) -> bool:
    return index is not None and index.isdigit() and int(index) < len(flags) and flags[int(index)]


def _is_bold(font: Element) -> bool:
    mark = font.find("b")
    return mark is not None and mark.get("val") in _ON


def _is_filled(fill: Element) -> bool:
    pattern = fill.find("patternFill")
    if pattern is None:
        return fill.find("gradientFill") is not None
    if pattern.get("patternType") in (None, "none", "gray125"):
        return False
    colour = pattern.find("fgColor")
    return colour is not None and not _WHITE & set(colour.attrib.items())
