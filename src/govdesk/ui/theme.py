"""How the window looks: the palettes of both themes, the sizes, and one small style sheet over Fusion.

A widget takes its looks from its `role` property (see `style_sheet`); what paints itself asks the `Theme` for colours.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette

_LIGHT = {
    "window": "#F5F6F8", "surface": "#FFFFFF", "surface_sunken": "#F0F2F5", "border": "#DFE3E8", "border_strong": "#868F9C",
    "text": "#1A2330", "text_muted": "#5A6675", "accent": "#2457C5", "accent_hover": "#1E4AA9", "on_accent": "#FFFFFF",
    "accent_soft": "#E9EFFC", "good": "#1B7A4B", "good_soft": "#E5F3EB", "watch": "#8F5F00", "watch_soft": "#FDF3D7",
    "act": "#B3261E", "act_soft": "#FCEBE9", "selection": "#E9EFFC", "header": "#FAFBFC", "hover": "#EEF1F5",
    "shadow": "#1A2330",
}  # fmt: skip
_DARK = {
    "window": "#13171D", "surface": "#1A2028", "surface_sunken": "#222A34", "border": "#313B47", "border_strong": "#77838F",
    "text": "#E4E9F0", "text_muted": "#9AA7B6", "accent": "#85ABFF", "accent_hover": "#A3C0FF", "on_accent": "#101B33",
    "accent_soft": "#22304E", "good": "#5CC58F", "good_soft": "#17342A", "watch": "#E3B341", "watch_soft": "#382D12",
    "act": "#FF8A80", "act_soft": "#3D1F1E", "selection": "#22304E", "header": "#1D242D", "hover": "#262F3A",
    "shadow": "#000000",
}  # fmt: skip

#: Disc colours of the engagement levels, the same in both themes; white marks on them measure at least 4.5:1.
ENGAGEMENT: Final = MappingProxyType(
    {"unaware": "#66727F", "resistant": "#B84A00", "neutral": "#8A6D00", "supportive": "#1F75AD", "leading": "#00735A"}
)
#: Ground and letter of the RACI badges, by theme.
RESPONSIBILITY: Final = MappingProxyType(
    {
        "light": {
            "A": ("#2457C5", "#FFFFFF"), "R": ("#1B7A4B", "#FFFFFF"), "C": ("#C9D1DB", "#1A2330"), "I": ("#E6EAEF", "#5A6675"),
        },
        "dark": {
            "A": ("#85ABFF", "#14213D"), "R": ("#5CC58F", "#10281D"), "C": ("#4A5666", "#E4E9F0"), "I": ("#313B47", "#9AA7B6"),
        },
    }
)  # fmt: skip

GRID: Final = 8
ROW_HEIGHT: Final = 34
HEADER_HEIGHT: Final = 30
CONTROL_HEIGHT: Final = 30
RADIUS: Final = 6
CARD_RADIUS: Final = 8
NAVIGATION_WIDTH: Final = 200
INSPECTOR_WIDTH: Final = 300
TOP_BAR: Final = 48
STATUS_BAR: Final = 26
_TEXT = 14
_USUAL_POINTS = {"win32": 9.0, "darwin": 13.0}


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: light or dark, at one text size.

    Args:
        dark: Whether it is the dark one.
        text: Size of running text in pixels; titles and captions follow it.
    """

    dark: bool = False
    text: int = _TEXT

    def hex(self, name: str) -> str:
        """Return a colour of the palette as `#RRGGBB`."""
        return (_DARK if self.dark else _LIGHT)[name]

    def colour(self, name: str) -> QColor:
        """Return a colour of the palette; names are those of the tokens, such as `text_muted` or `act_soft`."""
        return QColor(self.hex(name))

    def tone(self, tone: str) -> tuple[QColor, QColor]:
        """Return text and ground of a badge: `good`, `watch`, `act`, `accent`; anything else is quiet."""
        if tone in ("good", "watch", "act", "accent"):
            return self.colour(tone), self.colour(f"{tone}_soft")
        return self.colour("text_muted"), self.colour("surface_sunken")

    def responsibility(self, letter: str) -> tuple[QColor, QColor]:
        """Return ground and letter colour of a RACI badge."""
        ground, ink = RESPONSIBILITY["dark" if self.dark else "light"][letter]
        return QColor(ground), QColor(ink)

    @property
    def title(self) -> int:
        """Size of a page's title in pixels."""
        return round(self.text * 1.4)

    @property
    def heading(self) -> int:
        """Size of a record's title in pixels."""
        return round(self.text * 1.2)

    @property
    def caption(self) -> int:
        """Size of small print in pixels."""
        return max(12, round(self.text * 0.88))


def theme_for(choice: str) -> Theme:
    """Return the theme for a choice of `system`, `light` or `dark`, with text as large as the system's."""
    hints = QGuiApplication.styleHints()
    dark = choice == "dark" or (choice == "system" and hints.colorScheme() == Qt.ColorScheme.Dark)
    return Theme(dark, text_size())


def text_size() -> int:
    """Return the size of running text in pixels: 14, or more where the system's own font is set larger."""
    points = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    usual = _USUAL_POINTS.get(sys.platform, 11.0)
    return round(_TEXT * min(max(points / usual, 1.0), 1.6))


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette, for what Fusion paints by itself."""
    role = QPalette.ColorRole
    found = QPalette()
    for target, name in (
        (role.Window, "window"), (role.WindowText, "text"), (role.Base, "surface"), (role.AlternateBase, "header"),
        (role.Text, "text"), (role.Button, "surface"), (role.ButtonText, "text"), (role.BrightText, "act"),
        (role.Highlight, "accent"), (role.HighlightedText, "on_accent"), (role.ToolTipBase, "surface"),
        (role.ToolTipText, "text"), (role.PlaceholderText, "text_muted"), (role.Link, "accent"), (role.LinkVisited, "accent"),
        (role.Accent, "accent"), (role.Light, "surface"), (role.Midlight, "surface_sunken"), (role.Mid, "border"),
        (role.Dark, "border_strong"), (role.Shadow, "shadow"),
    ):  # fmt: skip
        found.setColor(target, theme.colour(name))
    for target in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("border_strong"))
    return found
