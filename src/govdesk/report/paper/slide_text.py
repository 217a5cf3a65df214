"""Sentences and tables of a slide, each with its sign, its mark of what is new, and its records in small print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govdesk.i18n import Language
from govdesk.report.paper.document import Grid, Row, Sentence
from govdesk.report.paper.look import COLOURS, STYLE, behind, colour, new_word, sign
from govdesk.report.paper.slide_chart import plain_table
from govdesk.report.paper.slide_room import CELL, REFS
from govdesk.report.paper.slide_shape import PANEL, box, describe, fill, first, points, run


def put_sentence(paragraph: Any, item: Sentence, size: float, lang: Language) -> None:
    """Write a sentence into a paragraph."""
    paragraph.space_after = points(size * 0.42)
    run(paragraph, f"{sign(item.tone)} ", lang.code, size=size, colour=colour(item.tone), bold=True)
    if item.fresh:
        run(paragraph, f"{new_word(lang)} · ", lang.code, size=size - 2, colour=STYLE.accent, bold=True)
    ink = COLOURS["quiet"] if item.tone == "quiet" else STYLE.text
    run(paragraph, item.text, lang.code, size=size, colour=ink)
    if refs := behind(item, lang):
        run(paragraph, f"  {refs}", lang.code, size=REFS, colour=STYLE.muted)


def put_table(
    slide: Any,
    block: Grid,
    rows: Sequence[tuple[Row, float]],
    widths: Sequence[float],
    head: float,
    place: tuple[float, float],
    title: str,
    lang: Language,
) -> float:
    """Write some rows of a table with its headings, and return where it ends.

    Args:
        slide: The slide.
        block: The table.
        rows: The rows, each with its height.
        widths: Of the columns.
        head: How high the headings are.
        place: Left and top.
        title: What it shows, where it does not say so itself.
        lang: The language of the report.
    """
    left, top = place
    if block.title:
        run(first(box(slide, left, top, 600, 20)), block.title, lang.code, size=15, colour=STYLE.accent, bold=True)
        top += 26
    total = head + sum(high for _, high in rows)
    shape = slide.shapes.add_table(len(rows) + 1, len(widths), *map(points, (left, top, sum(widths), total)))
    plain_table(shape)
    describe(shape, block.title or title)
    table = shape.table
    for j, width in enumerate(widths):
        table.columns[j].width = points(width)
        fill(table.cell(0, j), block.headings[j], lang.code, size=CELL, colour=STYLE.muted, bold=True, ground=PANEL)
    table.rows[0].height = points(head)
    for i, (row, high) in enumerate(rows, 1):
        table.rows[i].height = points(high)
        for j, cell in enumerate(row.cells):
            words = f"{sign(cell.tone)} {cell.text}" if cell.tone not in ("", "quiet") else cell.text
            if j == 0 and row.fresh:
                words = f"{new_word(lang)} · {words}"
            fill(table.cell(i, j), words, lang.code, size=CELL, colour=colour(cell.tone))
    return top + total + 4
