"""Draws readings as a line over their days, with the target as a dashed line beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.report.figures.canvas import HEAD, PAD
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style
from govdesk.report.series import told

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_HIGH, _FOOT, _ABOVE, _SIDE, _LABEL = 130, 30, 26, 30, 110


def height(_series: Series, _style: Style, _width: int) -> int:
    """Return how high the line's figure is."""
    return HEAD + _ABOVE + _HIGH + _FOOT + PAD // 2


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the first line with its points, the second dashed."""
    style, say = canvas.style, canvas.style.lang.say
    if not series.columns:
        return ()
    known = [v for line in series.lines for v in line.values if v is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    span = (high - low) or abs(high) or 1.0
    floor = HEAD + _ABOVE + _HIGH
    start, end = float(PAD + _SIDE), float(canvas.width - PAD - _LABEL)
    step = (end - start) / max(1, len(series.columns) - 1)

    def at(j: int, value: float) -> tuple[float, float]:
        x = start + j * step if len(series.columns) > 1 else (start + end) / 2
        return x, floor - 8 - (value - low) / span * (_HIGH - 16)

    canvas.sheet.plot((PAD, end + _SIDE), (floor, floor), color=style.border, linewidth=1)
    for line, colour, dash in zip(series.lines[1:], (style.watch,), ((0, (5, 3)),), strict=False):
        points = [at(j, v) for j, v in enumerate(line.values) if v is not None]
        canvas.sheet.plot([p[0] for p in points], [p[1] for p in points], color=colour, linewidth=1.3, linestyle=dash)
        if points:
            words = canvas.fit(f"{say(line.name)} {told(line.values[-1])}", _LABEL - 6, style.caption)
            canvas.write(points[-1][0] + 10, points[-1][1], words, size=style.caption, colour=colour)
    spots = []
    values = series.lines[0].values
    points = [at(j, v) for j, v in enumerate(values) if v is not None]
    canvas.sheet.plot([p[0] for p in points], [p[1] for p in points], color=style.accent, linewidth=2)
    canvas.sheet.plot([p[0] for p in points], [p[1] for p in points], "o", color=style.accent, markersize=5)
    names, last = [say(c) for c in series.columns], -1e9
    for j, value in enumerate(values):
        x, y = at(j, value if value is not None else low)
        canvas.write(x, y - 14, told(value), size=style.caption, ha="center")
        wide = canvas.measure(names[j], style.caption)
        if x - wide / 2 > last:
            canvas.write(
                max(x, 4 + wide / 2), floor + 15, names[j], size=style.caption, colour=style.muted, ha="center"
            )
            last = x + wide / 2 + 12
        spots.append(Spot(0, j, max(0.0, x - step / 2), HEAD, step, floor + _FOOT - HEAD))
    return tuple(spots)
