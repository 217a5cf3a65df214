"""Small shapes of a slide: text boxes, runs, table cells; all text goes through here, as text and nothing else."""

from __future__ import annotations

from typing import Any

from govdesk.report.paper.look import FONTS, INK, LOCALES

PANEL, EDGE = "#F0F2F5", "#DFE3E8"
_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"


def points(value: float) -> Any:
    """Return points as the library counts them."""
    from pptx.util import Pt  # noqa: PLC0415 - loaded when the first slides are written

    return Pt(value)


def rgb(colour: str) -> Any:
    """Return a colour as the library has it."""
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as above

    return RGBColor.from_string(colour.lstrip("#"))


def box(slide: Any, left: float, top: float, width: float, height: float) -> Any:
    """Add a text box without margins and return its frame."""
    frame = slide.shapes.add_textbox(*map(points, (left, top, width, height))).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


def run(paragraph: Any, text: str, lang: str, *, size: float, colour: str = INK, bold: bool = False) -> None:
    """Add words to a paragraph."""
    made = paragraph.add_run()
    made.text = text
    made.font.size, made.font.bold = points(size), bold
    made.font.color.rgb = rgb(colour)
    made._r.get_or_add_rPr().set("lang", LOCALES[lang])  # noqa: SLF001 - the library has no face for it
    made._r.get_or_add_rPr().set("altLang", LOCALES["en" if lang == "zh" else "zh"])  # noqa: SLF001


def first(frame: Any) -> Any:
    """Return the first paragraph of a frame, for text."""
    return frame.paragraphs[0]


def panel(slide: Any, left: float, top: float, width: float, height: float, colour: str) -> Any:
    """Add a plain ground."""
    from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415 - as above

    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(points, (left, top, width, height)))
    shape.fill.solid()
    shape.fill.fore_color.rgb = rgb(colour)
    shape.line.fill.background()
    shape.shadow.inherit = False
    return shape


def fill(
    cell: Any, text: str, lang: str, *, size: float, colour: str = INK, bold: bool = False, ground: str = ""
) -> None:
    """Write a table cell."""
    frame = cell.text_frame
    frame.word_wrap = True
    cell.margin_left = cell.margin_right = points(5)
    cell.margin_top = cell.margin_bottom = points(3)
    run(first(frame), text, lang, size=size, colour=colour, bold=bold)
    if ground:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(ground)
    else:
        cell.fill.background()
    edge(cell)


def edge(cell: Any) -> None:
    """Draw a thin line under a cell."""
    from lxml import etree  # noqa: PLC0415 - as above

    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library has no face for borders
    line = etree.Element(f"{{{_NS}}}lnB", w="6350")
    solid = etree.SubElement(line, f"{{{_NS}}}solidFill")
    etree.SubElement(solid, f"{{{_NS}}}srgbClr", val=EDGE.lstrip("#"))
    properties.insert(0, line)


def describe(shape: Any, words: str) -> None:
    """Say what a shape shows, for those who do not see it."""
    shape._element._nvXxPr.cNvPr.set("descr", words)  # noqa: SLF001 - the library has no face for it


def set_fonts(presentation: Any, lang: str) -> None:
    """Have every text of a presentation written with the fonts of its language, Chinese letters too, by the theme itself."""
    from lxml import etree  # noqa: PLC0415 - as above

    latin, east = FONTS[lang]
    for master in presentation.slide_masters:
        for related in master.part.rels.values():
            if not related.reltype.endswith("/theme"):
                continue
            part = related.target_part
            tree = etree.fromstring(part.blob)
            for name in ("majorFont", "minorFont"):
                for group in tree.iter(f"{{{_NS}}}{name}"):
                    group.find(f"{{{_NS}}}latin").set("typeface", latin)
                    group.find(f"{{{_NS}}}ea").set("typeface", east)
                    for script in group.findall(f"{{{_NS}}}font"):
                        if script.get("script") == "Hans":
                            script.set("typeface", east)
            part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001
