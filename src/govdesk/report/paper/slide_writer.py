"""Puts a report on slides: a page of title, then each part on slides of its own, going on where one is full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from govdesk.i18n import N_, Message, language
from govdesk.progress import Progress, silent
from govdesk.report.paper.document import Block, Document, Figure, Grid, Section, Sentences, Tiles
from govdesk.report.paper.look import STYLE, lines_of
from govdesk.report.paper.slide_chart import put
from govdesk.report.paper.slide_room import fitting, grid_height, high_of, row_height
from govdesk.report.paper.slide_shape import box, first, panel, points, run, set_fonts
from govdesk.report.paper.slide_text import put_sentence, put_table
from govdesk.report.paper.slide_tile import TILE, put_tiles

WIDTH, HEIGHT = 960.0, 540.0
_EDGE, _TOP, _FLOOR, _GAP = 44.0, 92.0, 498.0, 14.0
_TEXT, _TITLE = 14.0, 24.0
_TITLE_ONLY = 5
_SMALLEST, _LEAST = 11.5, 170.0
#: Figures that are tables of cells, and so as high as their rows.
_CELLS = ("heat", "matrix")


class SlideWriter:
    """One presentation while it is made."""

    def __init__(self, document: Document, progress: Progress = silent) -> None:
        from pptx import Presentation  # noqa: PLC0415 - loaded when the first slides are written

        self._document, self._lang, self._progress = document, language(document.language), progress
        self._deck: Any = Presentation()
        self._deck.slide_width, self._deck.slide_height = points(WIDTH), points(HEIGHT)
        set_fonts(self._deck, document.language)
        _widen(self._deck)
        self._slide: Any = None
        self._section: Section | None = None
        self._part = 0
        self._y = _TOP
        self._size = _TEXT

    def write(self, file: BinaryIO) -> None:
        """Write the slides into an open file."""
        properties = self._deck.core_properties
        document = self._document
        properties.title, properties.author, properties.subject = document.title, "GovDesk", document.subject
        properties.keywords, properties.comments = document.audience, document.head
        properties.language = document.language
        self._cover()
        for place, section in enumerate(document.sections):
            self._progress(place, len(document.sections), Message(N_("Writing: {part}"), {"part": section.title}))
            self._write_section(section)
        self._deck.save(file)

    @property
    def slides(self) -> int:
        """How many slides there are."""
        return len(self._deck.slides)

    def _cover(self) -> None:
        document = self._document
        slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        panel(slide, 0, 0, 14, HEIGHT, STYLE.accent)
        _head(slide, document.subject, self._lang.code, 170.0, 34.0, 760.0)
        frame = box(slide, 64, 132, 830, 30)
        run(first(frame), document.title, self._lang.code, size=18, colour=STYLE.accent, bold=True)
        frame = box(slide, 64, 278, 830, 160)
        for n, text in enumerate(document.lines):
            paragraph = first(frame) if n == 0 else frame.add_paragraph()
            paragraph.space_after = points(6)
            run(paragraph, text, self._lang.code, size=14, colour=STYLE.muted)
        self._foot(slide)

    def _foot(self, slide: Any) -> None:
        frame = box(slide, _EDGE, HEIGHT - 26, WIDTH - 2 * _EDGE - 60, 14)
        run(first(frame), self._document.foot, self._lang.code, size=9, colour=STYLE.muted)
        frame = box(slide, WIDTH - _EDGE - 60, HEIGHT - 26, 60, 14)
        first(frame).alignment = _right()
        run(first(frame), str(len(self._deck.slides)), self._lang.code, size=9, colour=STYLE.muted)

    def _next(self) -> None:
        """Begin another slide of the section."""
        section = self._section
        assert section is not None  # noqa: S101 - a section is being written
        self._part += 1
        self._slide = self._deck.slides.add_slide(self._deck.slide_layouts[_TITLE_ONLY])
        title = section.title if self._part == 1 else f"{section.title} ({self._part})"
        _head(self._slide, title, self._lang.code, 32.0, _TITLE, WIDTH - 2 * _EDGE)
        panel(self._slide, _EDGE, 74, 36, 3, STYLE.accent)
        self._foot(self._slide)
        self._y = _TOP

    def _write_section(self, section: Section) -> None:
        if section.code == "silent" and self._slide is not None and self._add_below(section):
            return
        self._section, self._part = section, 0
        self._next()
        blocks = list(section.blocks)
        while blocks and isinstance(blocks[0], Tiles):
            self._tiles(blocks.pop(0))  # type: ignore[arg-type]
        words = [b for b in blocks if isinstance(b, Sentences)]
        figures = [b for b in blocks if isinstance(b, Figure)]
        half = (WIDTH - 2 * _EDGE - 28) / 2
        if section.alone:
            self._on_one(blocks, half)
            return
        if section.beside and len(words) == 2:  # noqa: PLR2004 - left and right
            self._beside(words, half)
            blocks = [b for b in blocks if b not in words]
        elif figures and words:
            grid = next((b for b in blocks if isinstance(b, Grid)), None)
            self._with_figure(words, figures[0], half, grid)
            blocks = [b for b in blocks if b not in words and b is not figures[0]]
        self._size = self._fit(blocks)
        self._rest(blocks, half)
        self._size = _TEXT

    def _on_one(self, blocks: Sequence[Block], half: float) -> None:
        """Write tables on the left and sentences on the right, all on one slide as far as they can be read there."""
        top, slide = self._y, self._slide
        words = [b for b in blocks if isinstance(b, Sentences)]
        for grid in (b for b in blocks if isinstance(b, Grid)):
            kept = grid
            while len(kept.rows) > 1 and self._y + grid_height(kept, half) > _FLOOR:
                kept = replace(kept, rows=kept.rows[:-1], more=kept.more + 1)
            self._grid(kept, half)
        self._slide, self._y = slide, top
        size, titles = _TEXT, sum(26 + 6 for b in words if b.title)
        while (
            size > _SMALLEST - 2
            and top + titles + sum(high_of(b.items, size, half, self._lang) for b in words) > _FLOOR
        ):
            size -= 0.5
        self._size = size
        for block in words:
            self._y = self._sentences(block, _EDGE + half + 28, half) + 6
        self._size = _TEXT

    def _add_below(self, section: Section) -> bool:
        """Write a short last word below what stands on the slide; answer whether there was room for it."""
        words = [b for b in section.blocks if isinstance(b, Sentences)]
        wide = WIDTH - 2 * _EDGE
        if self._y + sum(high_of(b.items, _TEXT, wide, self._lang) for b in words) + 40 > _FLOOR:
            return False
        for block in words:
            self._y = self._sentences(Sentences(block.items, section.title), _EDGE, wide) + _GAP
        return True

    def _fit(self, blocks: Sequence[Block]) -> float:
        """Return the size in which sentences fill one slide, where nothing but a few too many keeps them from it."""
        words = [b for b in blocks if isinstance(b, Sentences)]
        if len(words) < len(blocks):
            return _TEXT
        wide, size = WIDTH - 2 * _EDGE, _TEXT
        titles = sum(26 + _GAP for b in words if b.title)

        def high(one: float) -> float:
            return titles + sum(high_of(b.items, one, wide, self._lang) for b in words)

        while size > _SMALLEST and self._y + high(size) > _FLOOR:
            size -= 0.5
        return size if self._y + high(size) <= _FLOOR else _TEXT

    def _rest(self, blocks: Sequence[Block], half: float) -> None:
        waiting = [b for b in blocks if isinstance(b, Figure)]
        for block in blocks:
            if isinstance(block, Sentences):
                self._y = self._sentences(block, _EDGE, WIDTH - 2 * _EDGE) + _GAP
            elif isinstance(block, Tiles):
                self._tiles(block)
            elif isinstance(block, Grid):
                self._grid(block)
        for n in range(0, len(waiting), 2):
            self._next()
            high = _FLOOR - _TOP
            for k, figure in enumerate(waiting[n : n + 2]):
                put(self._slide, figure.series, self._lang, _EDGE + k * (half + 28), _TOP, half, high)

    def _beside(self, words: Sequence[Sentences], half: float) -> None:
        top, slide, ends = self._y, self._slide, []
        for k, block in enumerate(words):
            self._y = top
            ends.append(self._sentences(block, _EDGE + k * (half + 28), half, keep=True))
        self._slide, self._y = slide, max(ends) + _GAP

    def _with_figure(self, words: Sequence[Sentences], figure: Figure, half: float, grid: Grid | None) -> None:
        """Write sentences on the left and a figure on the right of one slide, a table below them where it has room."""
        slide, top = self._slide, self._y
        high = min(
            _FLOOR - top, 300.0 if figure.series.code not in _CELLS else 48.0 + 26 * (len(figure.series.lines) + 1)
        )
        if grid is not None:
            left = _FLOOR - top - grid_height(grid, WIDTH - 2 * _EDGE) - 3 * _GAP
            high = (
                max(high, left)
                if left >= high and figure.series.code not in _CELLS
                else high
                if left < _LEAST
                else min(high, left)
            )
        put(slide, figure.series, self._lang, _EDGE + half + 28, top, half, high)
        for block in words:
            self._y = self._sentences(block, _EDGE, half) + _GAP
        if self._slide is slide:
            self._y = max(self._y, top + high + _GAP)

    def _tiles(self, block: Tiles) -> None:
        put_tiles(self._slide, block, (_EDGE, self._y, WIDTH - 2 * _EDGE), self._lang)
        self._y += TILE + _GAP

    def _sentences(self, block: Sentences, left: float, width: float, *, keep: bool = False) -> float:
        """Write sentences from the present height, going on to another slide where one is full; return where they end.

        Args:
            keep: Whether they stay on this slide, in smaller print where there are many.
        """
        items, lang = list(block.items), self._lang
        size = self._size
        if keep:
            while size > 10 and self._y + high_of(items, size, width, self._lang) + 24 > _FLOOR:  # noqa: PLR2004 - smaller cannot be read
                size -= 0.5
        started = False
        while items or not started:
            room = _FLOOR - self._y - (24 if block.title else 0)
            fits = len(items) if keep else fitting(items, size, width, room, self._lang)
            if items and fits == 0:
                self._next()
                fits = max(1, fitting(items, size, width, _FLOOR - _TOP - 24, self._lang))
            if block.title:
                frame = box(self._slide, left, self._y, width, 20)
                run(first(frame), block.title, lang.code, size=15, colour=STYLE.accent, bold=True)
                self._y += 26
            now, items = items[:fits], items[fits:]
            high = high_of(now, size, width, self._lang)
            frame = box(self._slide, left, self._y, width, high)
            for n, item in enumerate(now):
                put_sentence(first(frame) if n == 0 else frame.add_paragraph(), item, size, self._lang)
            self._y += high
            started = True
        return self._y

    def _grid(self, block: Grid, wide: float = WIDTH - 2 * _EDGE) -> None:
        widths = [wide * w / sum(block.widths) for w in block.widths]
        high = [row_height([c.text for c in row.cells], widths) for row in block.rows]
        head, rows = row_height(block.headings, widths), list(zip(block.rows, high, strict=True))
        while rows:
            title = 26.0 if block.title else 0.0
            if self._y + title + head + rows[0][1] > _FLOOR or (
                self._y > _TOP and self._y + title + head + min(90.0, sum(high)) > _FLOOR
            ):
                self._next()
            used, count = self._y + title + head, 0
            while count < len(rows) and (count == 0 or used + rows[count][1] <= _FLOOR):
                used += rows[count][1]
                count += 1
            place, shown = (_EDGE, self._y), self._section.title if self._section else ""
            self._y = put_table(self._slide, block, rows[:count], widths, head, place, shown, self._lang)
            rows = rows[count:]
        if block.more > 0:
            words = self._lang.ngettext("… and {count} more", "… and {count} more", block.more)
            run(first(box(self._slide, _EDGE, self._y, wide, 16)), words, self._lang.code, size=10, colour=STYLE.muted)
            self._y += 18
        self._y += _GAP


def _right() -> Any:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415 - as above

    return PP_ALIGN.RIGHT


def _head(slide: Any, text: str, lang: str, top: float, size: float, width: float) -> None:
    """Write the title of a slide into its placeholder, so that outline and screen reader find it."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - as above

    title = slide.shapes.title
    left = _EDGE if top < 100 else 64.0  # noqa: PLR2004 - the cover's own place
    title.left, title.top, title.width, title.height = map(points, (left, top, width, 40 if top < 100 else 100))  # noqa: PLR2004
    frame = title.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = first(frame)
    paragraph.alignment = PP_ALIGN.LEFT
    run(paragraph, text, lang, size=size if lines_of(text, size, width) <= 2 else size * 0.75, bold=True)  # noqa: PLR2004
    title.fill.background()


def _widen(deck: Any) -> None:
    """Stretch what the library's template lays out for narrow slides, so that slides added by hand fit too."""
    share = WIDTH / 720.0
    for holder in (*deck.slide_masters, *deck.slide_layouts):
        for shape in holder.placeholders:
            if shape._element.spPr.xfrm is not None:  # noqa: SLF001 - what has no place of its own takes its master's
                shape.left, shape.width = int(shape.left * share), int(shape.width * share)
