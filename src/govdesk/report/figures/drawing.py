"""A series drawn: as pixels with the places that can be clicked for the screen, or as the bytes of a PNG or SVG file.

Call it from a thread beside the window. One figure is drawn at a time: matplotlib's caches are not made for several.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from govdesk.report.figures.style import Style

if TYPE_CHECKING:
    from govdesk.report.figures.canvas import Canvas
    from govdesk.report.series import Series

#: How much sharper a saved picture is than the screen.
SHARP = 2.0
_DRAWING = Lock()
#: The module that draws each kind of figure; it has `height(series, style, width)` and `draw(canvas, series)`.
PAINTERS: Mapping[str, str] = MappingProxyType({
    "heat": "govdesk.report.figures.heat", "trend": "govdesk.report.figures.bars", "wait": "govdesk.report.figures.bars",
    "course": "govdesk.report.figures.course", "groups": "govdesk.report.figures.groups",
    "line": "govdesk.report.figures.lines", "matrix": "govdesk.report.figures.matrix",
    "gap": "govdesk.report.figures.funnel",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a figure that stands for one number: its row and column, and where it is, in pixels."""

    row: int
    column: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as pixels.

    Args:
        width: Of the figure, in pixels of the layout.
        height: The same.
        scale: How many pixels of the screen one of the layout is.
        across: Pixels of the screen in a row.
        down: Rows of them.
        pixels: Four bytes each: red, green, blue, opacity.
        spots: What can be clicked.
    """

    width: int
    height: int
    scale: float
    across: int
    down: int
    pixels: bytes
    spots: tuple[Spot, ...]


def height(series: Series, style: Style, width: int) -> int:
    """Return how high a figure is in a width, in pixels; needs no matplotlib."""
    found: int = import_module(PAINTERS[series.code]).height(series, style, width)
    return found


def prepare() -> None:
    """Load matplotlib and its fonts; the first time on a machine it looks through the system's fonts, for a second or more."""
    from govdesk.report.figures.canvas import load  # noqa: PLC0415 - loads matplotlib

    with _DRAWING:
        load()


def draw(series: Series, style: Style, width: int, scale: float = 1.0) -> Drawing:
    """Draw a figure for the screen."""
    with _DRAWING:
        canvas, spots = _drawn(series, style, width, scale)
        canvas.agg.draw()
        across, down = canvas.agg.get_width_height(physical=True)
        pixels = bytes(canvas.agg.buffer_rgba())
        return Drawing(canvas.width, canvas.height, scale, across, down, pixels, spots)


def save(series: Series, style: Style, width: int, ending: str, seal: str = "") -> bytes:
    """Return a figure as the bytes of a `png` or `svg` file, with the seal of the history that it was counted from."""
    with _DRAWING:
        canvas, _ = _drawn(series, style, width, SHARP, seal)
        import matplotlib as mpl  # noqa: PLC0415 - loaded with the first figure

        kept = BytesIO()
        metadata: dict[str, str | None] = {"Description": f"GovDesk {seal}".strip()}
        metadata |= {"Date": None, "Creator": "GovDesk"} if ending == "svg" else {"Software": "GovDesk"}
        with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": series.code}):
            canvas.figure.savefig(kept, format=ending, metadata=metadata, facecolor=style.surface)
        return kept.getvalue()


def _drawn(series: Series, style: Style, width: int, scale: float, seal: str = "") -> tuple[Canvas, tuple[Spot, ...]]:
    from govdesk.report.figures.canvas import Canvas  # noqa: PLC0415 - loads matplotlib

    canvas = Canvas(style, width, height(series, style, width), scale)
    canvas.head(series, seal)
    painter: Callable[[Canvas, Series], tuple[Spot, ...]] = import_module(PAINTERS[series.code]).draw
    return canvas, painter(canvas, series)
