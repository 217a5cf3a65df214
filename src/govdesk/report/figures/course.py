"""Draws lying bars one below the other: how many come through each step, and what share that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.report.figures.canvas import HEAD, PAD
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style
from govdesk.report.series import told

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_ROW, _THICK = 36, 18


def height(series: Series, _style: Style, _width: int) -> int:
    """Return how high the steps are."""
    return HEAD + _ROW * len(series.columns) + PAD


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw a bar for each column: the first line holds the counts, the second their shares in per cent."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the first figure

    style, say = canvas.style, canvas.style.lang.say
    counts, shares = series.lines[0].values, series.lines[1].values
    names = [say(c) for c in series.columns]
    left = PAD + max(canvas.measure(n, style.size) for n in names) + 16
    room = canvas.width - left - PAD - 92
    highest = max((c or 0 for c in counts), default=0)
    spots = []
    for j, (count, share) in enumerate(zip(counts, shares, strict=True)):
        top = HEAD + j * _ROW
        middle = top + _ROW / 2
        canvas.write(PAD, middle, names[j])
        long = room * count / highest if count and highest else 0.0
        canvas.sheet.add_patch(
            Rectangle((left, middle - _THICK / 2), room, _THICK, facecolor=style.sunken, linewidth=0)
        )
        if long:
            bar = Rectangle((left, middle - _THICK / 2), long, _THICK, facecolor=style.accent, linewidth=0)
            canvas.sheet.add_patch(bar)
        words = told(count) if share is None else f"{told(count)} · {share:.0f}%"
        ink = style.muted if count is None else style.text
        canvas.write(left + room + 12, middle, words, colour=ink)
        spots.append(Spot(0, j, PAD, top, canvas.width - 2 * PAD, _ROW))
    return tuple(spots)
