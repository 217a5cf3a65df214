"""The sheet a figure is drawn on: a matplotlib figure measured in pixels, its title, and words with real Chinese glyphs."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from govdesk.paths import cache_folder, resource
from govdesk.report.figures.style import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from govdesk.report.series import Series

_DPI = 96
_POINTS = 72 / _DPI
PAD = 16
#: The room that title and caption take.
HEAD = 56
#: Keeps the size from being cut to a pixel less by the division into inches.
_HAIR = 0.01
_LATIN = 0x2000
_NOTHING = "□"
_FALLBACK = "DejaVu Sans"


class Canvas:
    """One figure while it is drawn; everything on it stands at pixels from the upper left corner."""

    def __init__(self, style: Style, width: int, height: int, scale: float) -> None:
        load()
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - loaded with the first figure
        from matplotlib.figure import Figure  # noqa: PLC0415

        self.style, self.width, self.height, self.scale = style, width, height, scale
        self.figure: Figure = Figure(
            ((width + _HAIR) / _DPI, (height + _HAIR) / _DPI), _DPI * scale, facecolor=style.surface
        )
        self.agg: Any = FigureCanvasAgg(self.figure)
        self.sheet: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.sheet.set_axis_off()
        self.sheet.set_xlim(0, width)
        self.sheet.set_ylim(height, 0)

    def head(self, series: Series, seal: str = "") -> None:
        """Write title and caption, behind it the seal of the history."""
        style, room = self.style, self.width - 2 * PAD
        self.write(PAD, 20, self.fit(style.lang.say(series.title), room, style.size, bold=True), bold=True)
        words = self.fit(
            " · ".join(w for w in (series.caption(style.lang), f"GovDesk {seal}" if seal else "") if w),
            room,
            style.caption,
        )
        self.write(PAD, 40, words, size=style.caption, colour=style.muted)

    def write(
        self, x: float, y: float, words: str, *, size: int = 0, colour: str = "", bold: bool = False, **how: Any
    ) -> None:
        """Write words at a point: by default to its right, in the middle of their height.

        Args:
            x: Pixels from the left.
            y: Pixels from the top.
            words: As they stand; nothing in them is read as a formula.
            size: In pixels; running text unless said.
            colour: The text's own unless said.
            bold: Whether in bold.
            how: What else matplotlib's text takes, such as `ha` or `rotation`.
        """
        shown = drawable(words)
        self.sheet.text(
            x, y, shown, fontsize=(size or self.style.size) * _POINTS, color=colour or self.style.text,
            fontweight=_weight(shown, bold=bold), fontfamily=list(load()), parse_math=False,
            **{"ha": "left", "va": "center_baseline", **how},
        )  # fmt: skip

    def measure(self, words: str, size: int, *, bold: bool = False) -> float:
        """Return how wide words are, in pixels."""
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415

        shown = drawable(words)
        font = FontProperties(family=list(load()), size=size * _POINTS, weight=_weight(shown, bold=bold))
        wide, _, _ = self.agg.get_renderer().get_text_width_height_descent(shown, font, ismath=False)
        return float(wide) / self.scale

    def fit(self, words: str, room: float, size: int, *, bold: bool = False) -> str:
        """Return words, cut where they are wider than the room."""
        if self.measure(words, size, bold=bold) <= room:
            return words
        low, high = 0, len(words)
        while low < high:
            middle = (low + high + 1) // 2
            if self.measure(words[:middle].rstrip() + "…", size, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        return words[:low].rstrip() + "…"


def rough(words: str, size: int) -> float:
    """Return about how wide words are, in pixels, without matplotlib: for what the layout hangs on."""
    return sum(1.0 if ord(c) > _LATIN else 0.62 for c in words) * size


@cache
def load() -> tuple[str, ...]:
    """Load matplotlib with a cache folder of our own and the fonts that come with the program; return the families."""
    kept = cache_folder() / "matplotlib"
    os.environ.setdefault("MPLCONFIGDIR", str(kept))
    from matplotlib.font_manager import FontProperties, fontManager  # noqa: PLC0415 - loaded with the first figure

    found: dict[str, None] = {}
    for path in sorted(resource("fonts").glob("*.otf")):
        fontManager.addfont(path)
        found[FontProperties(fname=path).get_name()] = None
    return (*found, _FALLBACK)


@cache
def _characters(weight: str) -> frozenset[int]:
    """Return every character that our fonts have in a weight."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    paths = [findfont(FontProperties(family=[name], weight=weight)) for name in load()]
    return frozenset().union(*(get_font(path).get_charmap() for path in paths))


def drawable(words: str) -> str:
    """Return words in one line, with an empty box for each character that no font of ours has."""
    known = _characters("normal")
    return "".join(c if ord(c) in known else _NOTHING for c in " ".join(words.split()))


def _weight(words: str, *, bold: bool) -> str:
    """Return the weight in which words can be written: the bold face has only the program's own words."""
    return "bold" if bold and all(ord(c) in _characters("bold") for c in words) else "normal"
