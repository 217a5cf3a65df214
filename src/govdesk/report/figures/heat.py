"""Draws a heat map: a cell for each row and column with its number in it, the darker the more; totals at the edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govdesk.report.figures.canvas import HEAD, PAD, rough
from govdesk.report.figures.drawing import Spot
from govdesk.report.figures.style import Style, readable
from govdesk.report.series import HIDDEN

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

_ROW, _TOTAL, _WIDEST = 30, 56, 116
_NAME, _WIDE = 170, 900
_LINE, _SLANTED, _SLANT, _LONGEST = 17, 92, 35, 150
_LINES = 3


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the cells begin, how wide they are, and the headings in lines; no lines where they are slanted."""

    left: float
    across: float
    headings: tuple[tuple[str, ...], ...]

    @property
    def top(self) -> int:
        """Where the first row of cells begins."""
        lines = max(map(len, self.headings), default=0)
        return HEAD + (_LINE * lines + 10 if lines else _SLANTED)


def height(series: Series, style: Style, width: int) -> int:
    """Return how high the heat map is in a width."""
    return _plan(series, style, width).top + _ROW * len(series.lines) + PAD


def draw(canvas: Canvas, series: Series) -> tuple[Spot, ...]:
    """Draw the heat map; the last line and the last column are totals."""
    style, plan, columns = canvas.style, _plan(series, canvas.style, canvas.width), len(series.columns) - 1
    _headings(canvas, plan, [style.lang.say(c) for c in series.columns])
    highest = max((v or 0 for line in series.lines[:-1] for v in line.values[:-1]), default=0)
    spots, colours = [], []
    for i, line in enumerate(series.lines):
        last = i == len(series.lines) - 1
        y = plan.top + i * _ROW
        name = canvas.fit(style.lang.say(line.name), plan.left - PAD - 8, style.size, bold=last)
        canvas.write(PAD, y + _ROW / 2, name, bold=last)
        for j, value in enumerate(line.values):
            spot = Spot(i, j, plan.left + j * plan.across, y, _TOTAL if j == columns else plan.across, _ROW)
            share = None if last or j == columns or not highest else (value or 0) / highest
            colours.append(_cell(canvas, spot, value, share))
            spots.append(spot)
    _grounds(canvas, spots, colours)
    return tuple(spots)


def _plan(series: Series, style: Style, width: int) -> _Plan:
    say = style.lang.say
    room = _NAME + max(0, width - _WIDE) // 2
    name = min(room, max((rough(say(line.name), style.size) for line in series.lines), default=0) + 12)
    across = min(_WIDEST, (width - 2 * PAD - name - _TOTAL) / max(1, len(series.columns) - 1))
    lines = [_lines(say(c), across - 4, style.caption) for c in series.columns[:-1]]
    lines.append((say(series.columns[-1]),))
    return _Plan(PAD + name, across, tuple(lines) if all(lines) else ())


def _headings(canvas: Canvas, plan: _Plan, words: list[str]) -> None:
    style, floor = canvas.style, plan.top - 8
    how: dict[str, Any] = {"size": style.caption, "colour": style.muted}
    for j, heading in enumerate(words):
        last = j == len(words) - 1
        middle = plan.left + j * plan.across + (_TOTAL if last else plan.across) / 2
        if not plan.headings and not last:
            shown = canvas.fit(heading, _LONGEST, style.caption)
            canvas.write(middle - 4, floor, shown, rotation=_SLANT, rotation_mode="anchor", va="baseline", **how)
            continue
        for k, part in enumerate(reversed(plan.headings[j] if plan.headings else (heading,))):
            canvas.write(middle, floor - 6 - k * _LINE, part, ha="center", **how)


def _lines(words: str, room: float, size: int) -> tuple[str, ...]:
    """Return a heading in up to three lines that fit, broken between words or Chinese characters; none if it cannot be."""
    parts, join = (words.split(), " ") if words.isascii() else (list(words), "")
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{join}{part}" if lines else part
        if lines and rough(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(part)
    if len(lines) > 1 and not join:
        each = -(-len(words) // len(lines))
        lines = [words[k : k + each] for k in range(0, len(words), each)]
    return tuple(lines) if len(lines) <= _LINES and all(rough(one, size) <= room for one in lines) else ()


def _cell(canvas: Canvas, spot: Spot, value: float | None, share: float | None) -> str:
    """Write the number of a cell, and return the colour of its ground."""
    style = canvas.style
    ground = style.sunken if value is None else style.shade(share) if share else style.surface
    words = HIDDEN if value is None else f"{value:,g}" if value else "·"
    ink = style.muted if not value else readable(ground) if share else style.text
    middle = spot.left + spot.width / 2, spot.top + spot.height / 2
    canvas.write(*middle, words, colour=ink, bold=share is None and bool(value), ha="center")
    return ground


def _grounds(canvas: Canvas, spots: Sequence[Spot], colours: Sequence[str]) -> None:
    """Paint the grounds of the cells at once: patch by patch it takes twice as long as all their numbers."""
    from matplotlib.collections import PatchCollection  # noqa: PLC0415 - loaded with the first figure
    from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

    filled = [(s, c) for s, c in zip(spots, colours, strict=True) if c != canvas.style.surface]
    boxes = [
        FancyBboxPatch((s.left + 3, s.top + 3), s.width - 6, s.height - 6, "round,pad=2,rounding_size=3")
        for s, _ in filled
    ]
    made = PatchCollection(boxes, facecolors=[c for _, c in filled], linewidths=0)
    canvas.sheet.add_collection(made, autolim=False)
