"""Draws upright bars over time or over bands: each with its number, and marks such as a median across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdesk.report.figures.canvas import HEAD, PAD, rough
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style
from govdesk.report.series import told

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_BARS, _FOOT, _ABOVE, _MARKS = 150, 30, 22, 24
_WIDEST, _GAP = 72, 14


def height(_series: Series, _style: Style, _width: int) -> int:
    """Return how high the bars' figure is."""
    return HEAD + _MARKS + _ABOVE + _BARS + _FOOT + PAD // 2


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the bars of the first line."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the first figure

    style, values = canvas.style, series.lines[0].values
    if not values:
        return ()
    across = min(_WIDEST, (canvas.width - 2 * PAD) / len(values))
    floor = canvas.height - _FOOT - PAD // 2
    highest = max((v or 0 for v in values), default=0)
    names = [style.lang.say(c) for c in series.columns]
    each = _each(canvas, names, across)
    canvas.sheet.plot((PAD, PAD + across * len(values)), (floor, floor), color=style.border, linewidth=1)
    _marks(canvas, series, across, floor)
    spots = []
    for j, value in enumerate(values):
        left = PAD + j * across
        tall = max(2.0, _BARS * value / highest) if value and highest else 10.0 if value is None else 0.0
        look: dict[str, Any] = {"facecolor": style.accent, "linewidth": 0.0}
        if value is None:
            look = {"facecolor": style.sunken, "edgecolor": style.muted, "hatch": "///", "linewidth": 0.5}
        canvas.sheet.add_patch(Rectangle((left + across * 0.16, floor - tall), across * 0.68, tall, **look))
        words = told(value)
        if value != 0 and (rough(words, style.caption) <= across or value == highest):
            ink = style.muted if value is None else style.text
            ground = {"facecolor": style.surface, "linewidth": 0, "pad": 1}
            canvas.write(
                left + across / 2, floor - tall - 10, words, size=style.caption, colour=ink, ha="center", bbox=ground,
            )  # fmt: skip
        if j % each == 0:
            middle = max(left + across / 2, 4 + canvas.measure(names[j], style.caption) / 2)
            canvas.write(middle, floor + 15, names[j], size=style.caption, colour=style.muted, ha="center")
        spots.append(Spot(0, j, left, HEAD, across, floor + _FOOT - HEAD))
    return tuple(spots)


def _each(canvas: Canvas, names: list[str], across: float) -> int:
    """Return that each so many-th name is written, so that they do not run into one another."""
    widest = max(canvas.measure(n, canvas.style.caption) for n in names) + 8
    return max(1, int(-(-widest // across)))


def _marks(canvas: Canvas, series: Series, across: float, floor: float) -> None:
    style, end = canvas.style, float(canvas.width - PAD)
    for mark in sorted(series.marks, key=lambda one: one.at, reverse=True):
        x = PAD + mark.at * across
        canvas.sheet.plot(
            (x, x), (HEAD + _MARKS - 6, floor), color=style.watch, linewidth=1.2, linestyle=(0, (4, 3)), zorder=2
        )
        words = style.lang.say(mark.name)
        wide = canvas.measure(words, style.caption)
        left = max(4.0, min(x - wide / 2, end - wide))
        canvas.write(left, HEAD + 6, words, size=style.caption, colour=style.watch)
        end = left - _GAP
