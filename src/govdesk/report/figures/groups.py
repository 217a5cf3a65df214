"""Draws a few bars side by side for each of some things, such as planned, approved and spent, each kind in a shade of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.report.figures.canvas import HEAD, PAD, rough
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style, mix

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_BARS, _FOOT, _LEGEND, _ABOVE = 140, 30, 24, 18
_WIDEST = 190


def height(_series: Series, _style: Style, _width: int) -> int:
    """Return how high the figure is."""
    return HEAD + _LEGEND + _ABOVE + _BARS + _FOOT + PAD // 2


def shades(style: Style, count: int) -> tuple[str, ...]:
    """Return a shade for each kind, from light to full."""
    return tuple(mix(style.surface, style.accent, 0.3 + 0.7 * (i + 1) / count) for i in range(count))


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the bars; each kind stands in the legend above them."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the first figure

    style, say = canvas.style, canvas.style.lang.say
    if not series.columns:
        return ()
    colours, x = shades(style, len(series.lines)), float(PAD)
    for line, colour in zip(series.lines, colours, strict=True):
        canvas.sheet.add_patch(Rectangle((x, HEAD + 3), 10, 10, facecolor=colour, linewidth=0))
        canvas.write(x + 15, HEAD + 8, say(line.name), size=style.caption, colour=style.muted)
        x += 15 + canvas.measure(say(line.name), style.caption) + 18
    across = min(_WIDEST, (canvas.width - 2 * PAD) / len(series.columns))
    each = across * 0.8 / len(series.lines)
    floor = HEAD + _LEGEND + _ABOVE + _BARS
    highest = max((v or 0.0 for line in series.lines for v in line.values), default=0.0) or 1.0
    canvas.sheet.plot((PAD, PAD + across * len(series.columns)), (floor, floor), color=style.border, linewidth=1)
    spots = []
    for j, name in enumerate(series.columns):
        left = PAD + j * across
        for i, line in enumerate(series.lines):
            tall = max(0.0, _BARS * (line.values[j] or 0.0) / highest)
            start = left + across * 0.1 + i * each
            canvas.sheet.add_patch(
                Rectangle((start, floor - tall), each * 0.9, tall, facecolor=colours[i], linewidth=0)
            )
            words = short(line.values[j], style.language)
            if line.values[j] and rough(words, style.caption) <= each * 1.3:
                canvas.write(start + each * 0.45, floor - tall - 9, words, size=style.caption, ha="center")
            spots.append(Spot(i, j, start, HEAD, each, floor - HEAD))
        words = canvas.fit(say(name), across - 6, style.caption)
        canvas.write(left + across / 2, floor + 15, words, size=style.caption, colour=style.muted, ha="center")
    return tuple(sorted(spots, key=lambda s: (s.row, s.column)))


def short(value: float | None, lang: str) -> str:
    """Return a number in few digits, as the language counts: by thousands, or by ten thousands."""
    if value is None:
        return "<5"
    steps = ((1e8, "亿"), (1e4, "万")) if lang == "zh" else ((1e9, "bn"), (1e6, "m"), (1e3, "k"))
    for size, letter in steps:
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:g}"
