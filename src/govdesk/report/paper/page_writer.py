"""Puts a report into a document to be read and edited: A4, headings that make an outline, tables that repeat their heading."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from govdesk.i18n import N_, Message, language
from govdesk.progress import Progress, silent
from govdesk.report.figures.drawing import save
from govdesk.report.figures.style import Style
from govdesk.report.paper.document import Block, Cell, Document, Figure, Grid, Sentence, Sentences, Tiles
from govdesk.report.paper.look import COLOURS, FONTS, INK, LOCALES, STYLE, behind, colour, new_word, sign
from govdesk.report.paper.slide_shape import EDGE, PANEL
from govdesk.report.paper.wording import plain

_WIDE = 17.0
_FIGURE = 640
_TEXT, _SMALL = 10.5, 8.5


class PageWriter:
    """One document while it is made."""

    def __init__(self, document: Document, progress: Progress = silent) -> None:
        from docx import Document as Pages  # noqa: PLC0415 - loaded when the first document is written

        self._document, self._lang, self._progress = document, language(document.language), progress
        self._pages: Any = Pages()

    def write(self, file: BinaryIO) -> None:
        """Write the document into an open file."""
        document, pages = self._document, self._pages
        self._set_up()
        properties = pages.core_properties
        properties.title, properties.author, properties.subject = document.title, "GovDesk", document.subject
        properties.keywords, properties.comments = document.audience, document.head
        properties.language = LOCALES[document.language]
        self._run(pages.add_paragraph(), document.title, size=12, ink=STYLE.accent, bold=True)
        title = pages.add_paragraph(style="Title")
        self._run(title, document.subject, size=22, bold=True)
        for line in document.lines:
            self._run(pages.add_paragraph(), line, size=_TEXT - 0.5, ink=STYLE.muted)
        for place, section in enumerate(document.sections):
            self._progress(place, len(document.sections), Message(N_("Writing: {part}"), {"part": section.title}))
            heading = pages.add_heading(level=1)
            heading.paragraph_format.page_break_before = section.alone and place > 0
            self._run(heading, section.title, size=15, bold=True)
            for block in section.blocks:
                self._block(block)
        pages.save(file)

    def _set_up(self) -> None:
        from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

        page = self._pages.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin = page.right_margin = Cm(2)
        page.top_margin, page.bottom_margin = Cm(1.8), Cm(1.8)
        for name in ("Normal", "Title", "Heading 1", "Heading 2"):
            style = self._pages.styles[name]
            style.font.size = Pt(_TEXT)
            self._face(style.element.get_or_add_rPr())
            style.paragraph_format.space_after = Pt(4)
        for name, before in (("Heading 1", 16), ("Heading 2", 8)):
            self._pages.styles[name].paragraph_format.space_before = Pt(before)
            self._pages.styles[name].paragraph_format.keep_with_next = True
        self._take_rule_off(self._pages.styles["Title"])
        self._foot(page.footer.paragraphs[0])

    def _foot(self, paragraph: Any) -> None:
        from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - as above
        from docx.shared import Cm  # noqa: PLC0415

        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(_WIDE), WD_TAB_ALIGNMENT.RIGHT)
        self._run(paragraph, self._document.foot, size=8, ink=STYLE.muted)
        self._run(paragraph, "", size=8, ink=STYLE.muted).add_tab()
        self._number(paragraph)

    def _number(self, paragraph: Any) -> None:
        """Write the number of the page, as the office program counts it."""
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run = self._run(paragraph, "", size=8, ink=STYLE.muted)
            if kind:
                run._r.append(_element("w:fldChar", fldCharType=kind))  # noqa: SLF001 - the library has no face for fields
            else:
                word = _element("w:instrText")
                word.text = text
                run._r.append(word)  # noqa: SLF001 - the same

    @staticmethod
    def _take_rule_off(style: Any) -> None:
        properties = style.element.get_or_add_pPr()
        for border in properties.findall(_name("w:pBdr")):
            properties.remove(border)

    def _face(self, properties: Any) -> None:
        """Write the fonts of the language, those of Chinese letters too, in place of the template's theme fonts."""
        latin, east = FONTS[self._document.language]
        fonts = properties.get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name, face in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
            fonts.set(_name(f"w:{name}"), face)
        own, other = LOCALES[self._document.language], LOCALES["zh"]
        found = properties.find(_name("w:lang"))
        if found is not None:
            properties.remove(found)
        properties.append(_element("w:lang", val=own, eastAsia=other))

    def _run(self, paragraph: Any, text: str, *, size: float = _TEXT, ink: str = INK, bold: bool = False) -> Any:
        """Add words to a paragraph, as text and nothing else."""
        from docx.shared import Pt, RGBColor  # noqa: PLC0415 - as above

        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(ink.lstrip("#"))
        self._face(run._r.get_or_add_rPr())  # noqa: SLF001 - the library has no face for east-asian fonts
        return run

    def _block(self, block: Block) -> None:
        match block:
            case Sentences():
                self._heading(block.title)
                for item in block.items:
                    self._sentence(item)
            case Tiles():
                self._tiles(block)
            case Grid():
                self._heading(block.title)
                self._grid(block)
            case Figure():
                self._figure(block)

    def _heading(self, text: str) -> None:
        if text:
            self._run(self._pages.add_heading(level=2), text, size=11.5, ink=STYLE.accent, bold=True)

    def _sentence(self, item: Sentence) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - as above

        paragraph = self._pages.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Pt(14), Pt(-14)
        self._run(paragraph, f"{sign(item.tone)} ", ink=colour(item.tone), bold=True)
        if item.fresh:
            self._run(paragraph, f"{new_word(self._lang)} · ", size=_SMALL, ink=STYLE.accent, bold=True)
        self._run(paragraph, item.text, ink=COLOURS["quiet"] if item.tone == "quiet" else INK)
        if refs := behind(item, self._lang):
            self._run(paragraph, f"  {refs}", size=_SMALL, ink=STYLE.muted)

    def _tiles(self, block: Tiles) -> None:
        table = self._table(1, [1] * len(block.items))
        for cell, tile in zip(table.rows[0].cells, block.items, strict=True):
            _shade(cell, PANEL)
            label = f"{tile.label} · {new_word(self._lang)}" if tile.fresh else tile.label
            self._run(cell.paragraphs[0], label, size=_SMALL, ink=STYLE.muted)
            value = f"{sign(tile.tone)} {tile.value}" if tile.tone else tile.value
            self._run(cell.add_paragraph(), value, size=16, ink=colour(tile.tone), bold=True)
            under = " · ".join(t for t in (tile.note, behind(tile, self._lang)) if t)
            self._run(cell.add_paragraph(), under, size=_SMALL, ink=STYLE.muted)

    def _grid(self, block: Grid) -> None:
        table = self._table(len(block.rows) + 1, block.widths)
        for cell, heading in zip(table.rows[0].cells, block.headings, strict=True):
            _shade(cell, PANEL)
            self._run(cell.paragraphs[0], heading, size=9, ink=STYLE.muted, bold=True)
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001 - the library has no face for it
        for made, row in zip(table.rows[1:], block.rows, strict=True):
            made._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001 - the same
            for place, (cell, held) in enumerate(zip(made.cells, row.cells, strict=True)):
                self._cell(cell, held, fresh=place == 0 and row.fresh)
        if block.more > 0:
            words = self._lang.ngettext("… and {count} more", "… and {count} more", block.more)
            self._run(self._pages.add_paragraph(), words, size=_SMALL, ink=STYLE.muted)

    def _cell(self, cell: Any, held: Cell, *, fresh: bool) -> None:
        if fresh:
            self._run(cell.paragraphs[0], f"{new_word(self._lang)} · ", size=_SMALL, ink=STYLE.accent, bold=True)
        words = f"{sign(held.tone)} {held.text}" if held.tone not in ("", "quiet") else held.text
        self._run(cell.paragraphs[0], words, size=9, ink=colour(held.tone))

    def _table(self, rows: int, widths: tuple[int, ...] | list[int]) -> Any:
        from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

        table = self._pages.add_table(rows, len(widths))
        table.autofit = False
        _rule(table)
        total = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(_WIDE * width / total)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(_WIDE * width / total)
                cell.paragraphs[0].paragraph_format.space_after = Pt(1)
        gap = self._pages.add_paragraph()
        gap.paragraph_format.space_after = Pt(2)
        gap.paragraph_format.line_spacing = Pt(6)
        return table

    def _figure(self, block: Figure) -> None:
        from docx.shared import Cm  # noqa: PLC0415 - as above

        style = Style(language=self._document.language)
        picture = BytesIO(save(block.series, style, _FIGURE, "png"))
        paragraph = self._pages.add_paragraph()
        made = paragraph.add_run().add_picture(picture, width=Cm(_WIDE))
        series = block.series
        title = plain(self._lang.say(series.title))
        made._inline.docPr.set("descr", plain(f"{title}. {series.caption(self._lang)}", 300))  # noqa: SLF001 - the library has no face for it
        made._inline.docPr.set("name", title)  # noqa: SLF001 - the same


def _name(name: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - loaded when the first document is written

    found: str = qn(name)
    return found


def _element(name: str, **values: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    made = OxmlElement(name)
    for key, value in values.items():
        made.set(_name(f"w:{key}"), value)
    return made


def _shade(cell: Any, ground: str) -> None:
    cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=ground.lstrip("#")))  # noqa: SLF001


def _rule(table: Any) -> None:
    """Draw thin lines between the rows of a table."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=EDGE.lstrip("#")))
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - the library has no face for borders
