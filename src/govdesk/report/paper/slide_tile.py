"""Tiles of a slide: each number or word to be seen from afar on a ground of its own."""

from __future__ import annotations

from typing import Any

from govdesk.i18n import Language
from govdesk.report.paper.document import Tiles
from govdesk.report.paper.look import STYLE, behind, colour, lines_of, new_word, sign
from govdesk.report.paper.slide_shape import PANEL, box, first, panel, run

#: How high a tile is.
TILE = 96.0
_GAP = 14.0


def put_tiles(slide: Any, block: Tiles, place: tuple[float, float, float], lang: Language) -> None:
    """Put tiles side by side.

    Args:
        slide: The slide.
        block: The tiles.
        place: Left, top and width of the room for all of them.
        lang: The language of the report.
    """
    start, top, room = place
    count = max(1, len(block.items))
    wide = (room - _GAP * (count - 1)) / count
    for k, tile in enumerate(block.items):
        left = start + k * (wide + _GAP)
        panel(slide, left, top, wide, TILE, PANEL)
        panel(slide, left, top, 4, TILE, colour(tile.tone) if tile.tone else STYLE.accent)
        frame = box(slide, left + 14, top + 8, wide - 22, TILE - 12)
        label = f"{tile.label} · {new_word(lang)}" if tile.fresh else tile.label
        run(first(frame), label, lang.code, size=11, colour=STYLE.muted)
        value = f"{sign(tile.tone)} {tile.value}" if tile.tone else tile.value
        size = 26 if lines_of(value, 26, wide - 22) == 1 else 18
        run(frame.add_paragraph(), value, lang.code, size=size, colour=colour(tile.tone), bold=True)
        under = " · ".join(t for t in (tile.note, behind(tile, lang)) if t)
        small = 10 if lines_of(under, 10, wide - 22) <= 2 else 8.5  # noqa: PLR2004 - two lines fit
        run(frame.add_paragraph(), under, lang.code, size=small, colour=STYLE.muted)
