"""How much room sentences and tables take on a slide, reckoned before anything is written there."""

from __future__ import annotations

from collections.abc import Sequence

from govdesk.i18n import Language
from govdesk.report.paper.document import Grid, Sentence
from govdesk.report.paper.look import behind, lines_of

#: Sizes of what stands behind a sentence and in a table.
REFS, CELL = 9.5, 10.5
_LEADING = 1.32


def high_of(items: Sequence[Sentence], size: float, width: float, lang: Language) -> float:
    """Return how high sentences are, one below the other."""
    return sum(_height(item, size, width, lang) for item in items)


def fitting(items: Sequence[Sentence], size: float, width: float, room: float, lang: Language) -> int:
    """Return how many sentences have room."""
    used, count = 0.0, 0
    for item in items:
        used += _height(item, size, width, lang)
        if used > room:
            break
        count += 1
    return count


def _height(item: Sentence, size: float, width: float, lang: Language) -> float:
    refs = behind(item, lang)
    small = "x" * int(len(refs) * REFS / size) + ("xxxx" if item.fresh else "")
    return lines_of(f"▲ {item.text}  {small}", size * 1.03, width) * size * _LEADING + size * 0.42


def row_height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Return how high a row of a table is."""
    lines = max((lines_of(t, CELL, w - 12) for t, w in zip(texts, widths, strict=True)), default=1)
    return lines * CELL * 1.25 + 9


def grid_height(block: Grid, wide: float) -> float:
    """Return how high a table is in a width, with its title and the line below it."""
    widths = [wide * w / sum(block.widths) for w in block.widths]
    rows = sum(row_height([c.text for c in row.cells], widths) for row in block.rows)
    more, title = 18.0 if block.more > 0 else 0.0, 26.0 if block.title else 0.0
    return rows + more + title + row_height(block.headings, widths)
