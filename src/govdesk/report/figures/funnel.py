"""Draws a funnel: for each step a bar of what is needed, what is in hand, what is missing, and how far it is uncertain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdesk.report.figures.canvas import HEAD, PAD, rough
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style, mix
from govdesk.report.series import told

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_ROW, _BAR, _WIDEST = 52, 20, 220


def height(series: Series, _style: Style, _width: int) -> int:
    """Return how high the figure is."""
    return HEAD + _ROW * len(series.lines) + PAD


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the steps from the first to the last."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415 - loaded with the first figure

    style, say = canvas.style, canvas.style.lang.say
    name = min(_WIDEST, max((rough(say(line.name), style.size) for line in series.lines), default=0) + 16)
    left, width = PAD + name, canvas.width - 2 * PAD - name
    most = max((max(line.values[0] or 0, line.values[4] or 0) for line in series.lines), default=0) or 1
    spots = []
    for row, line in enumerate(series.lines):
        needed, held, missing, low, high = (value or 0.0 for value in line.values)
        top = HEAD + row * _ROW
        canvas.write(PAD, top + _BAR / 2, canvas.fit(say(line.name), name - 8, style.size))
        wide = width * needed / most
        share = 1 - min(1.0, missing / needed) if needed else 1.0
        ground: dict[str, Any] = {
            "facecolor": mix(style.surface, style.act, 0.16),
            "edgecolor": style.act if missing else "none",
        }
        canvas.sheet.add_patch(Rectangle((left, top), wide, _BAR, linewidth=1.0, **ground))
        canvas.sheet.add_patch(Rectangle((left, top), wide * share, _BAR, facecolor=style.accent, linewidth=0))
        if low != high:
            ends, middle = (left + width * low / most, left + width * high / most), top + _BAR / 2
            canvas.sheet.plot(ends, (middle, middle), color=style.text, linewidth=1.2)
            for x in ends:
                canvas.sheet.plot((x, x), (middle - 4, middle + 4), color=style.text, linewidth=1.2)
        words = " · ".join(
            f"{say(c)} {told(float(int(v)))}" for c, v in zip(series.columns[:3], (needed, held, missing), strict=True)
        )
        canvas.write(left, top + _BAR + 12, words, size=style.caption, colour=style.muted)
        spots.append(Spot(row, 2, PAD, top, canvas.width - 2 * PAD, _ROW - 8))
    return tuple(spots)
