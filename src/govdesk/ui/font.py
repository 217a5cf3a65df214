"""The window's font: the system's own Chinese faces first, the one that comes with GovDesk where there are none."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from govdesk.paths import resource

FAMILIES = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC")


def bring_fonts() -> None:
    """Make the fonts that come with the program known to Qt, unless the system has a Chinese face of the list."""
    known = set(QFontDatabase.families())
    if known.isdisjoint(FAMILIES):
        for path in sorted(resource("fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(path))


def window_font(pixels: int, language: str = "") -> QFont:
    """Return the font of running text, its digits all of one width; in English, quotes are as narrow as letters."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(pixels)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setFeature(QFont.Tag("pwid"), int(language == "en"))
    return font
