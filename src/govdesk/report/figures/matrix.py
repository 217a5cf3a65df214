"""Draws a square of cells on grounds of their own, such as risks by probability and impact; the number in each says how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.report.figures.canvas import HEAD, PAD, rough
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style, mix

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_ROW, _FOOT, _GAP = 42, 30, 3
_WIDEST = 150


def height(series: Series, _style: Style, _width: int) -> int:
    """Return how high the square is."""
    return HEAD + _ROW * len(series.lines) + _FOOT + PAD // 2


def ground(style: Style, grade: float) -> str:
    """Return the ground of a cell, from good to grave; it is light enough for dark writing, or dark for light."""
    ends = (style.good, style.watch, style.act)
    place = min(1.0, max(0.0, grade)) * (len(ends) - 1)
    low = min(int(place), len(ends) - 2)
    return mix(style.surface, mix(ends[low], ends[low + 1], place - low), 0.24)


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the cells with their numbers; nothing is written where nobody stands."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the first figure

    style, say = canvas.style, canvas.style.lang.say
    names = [say(line.name) for line in series.lines]
    left = PAD + max((rough(n, style.caption) for n in names), default=0.0) + 10
    across = min(_WIDEST, (canvas.width - left - PAD) / max(1, len(series.columns)))
    spots = []
    for i, line in enumerate(series.lines):
        top = HEAD + i * _ROW
        canvas.write(left - 10, top + _ROW / 2, names[i], size=style.caption, colour=style.muted, ha="right")
        for j, value in enumerate(line.values):
            x = left + j * across
            grade = series.grades[i][j] if i < len(series.grades) and j < len(series.grades[i]) else 0.0
            colour = ground(style, grade)
            box = Rectangle((x + _GAP / 2, top + _GAP / 2), across - _GAP, _ROW - _GAP, facecolor=colour, linewidth=0)
            canvas.sheet.add_patch(box)
            if value != 0:
                words = "<5" if value is None else f"{value:,g}"
                canvas.write(x + across / 2, top + _ROW / 2, words, bold=value is not None, ha="center")
            spots.append(Spot(i, j, x, top, across, _ROW))
    for j, name in enumerate(series.columns):
        middle, floor = left + (j + 0.5) * across, HEAD + _ROW * len(series.lines) + 14
        words = canvas.fit(say(name), across - 4, style.caption)
        canvas.write(middle, floor, words, size=style.caption, colour=style.muted, ha="center")
    return tuple(spots)
