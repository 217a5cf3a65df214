"""How a figure looks: colours, text size and language; the window makes one from its theme, a slide from its own."""

from __future__ import annotations

from dataclasses import dataclass

from govdesk.i18n import Language, language

_STEPS = 12.92


@dataclass(frozen=True, slots=True)
class Style:
    """Colours as `#RRGGBB`, the size of running text in pixels, and the language of the words."""

    surface: str = "#FFFFFF"
    sunken: str = "#F0F2F5"
    border: str = "#DFE3E8"
    text: str = "#1A2330"
    muted: str = "#5A6675"
    accent: str = "#2457C5"
    watch: str = "#8F5F00"
    act: str = "#B3261E"
    good: str = "#1B7F4B"
    size: int = 14
    language: str = "zh"

    @property
    def lang(self) -> Language:
        """The language of the words."""
        return language(self.language)

    @property
    def caption(self) -> int:
        """Size of small print in pixels."""
        return max(11, round(self.size * 0.86))

    def shade(self, share: float) -> str:
        """Return the colour between ground and accent for a share of the highest count."""
        return mix(self.surface, self.accent, 0.12 + 0.88 * share)


def mix(ground: str, ink: str, share: float) -> str:
    """Return a colour between two."""
    parts = zip(_rgb(ground), _rgb(ink), strict=True)
    return "#" + "".join(f"{round(g + (i - g) * share):02X}" for g, i in parts)


def readable(ground: str) -> str:
    """Return the dark or the light ink, whichever stands out more from a ground."""
    shares = (v / 255 for v in _rgb(ground))
    parts = [c / _STEPS if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]  # noqa: PLR2004 - as WCAG has it
    light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    return "#1A2330" if light > 0.2 else "#FFFFFF"  # noqa: PLR2004 - where both inks read equally well


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
