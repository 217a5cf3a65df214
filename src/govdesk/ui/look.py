"""Dresses the application: font, palette, style sheet and Qt's own words, after the user's choice and the system's."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QStyleFactory

from govdesk.settings import Settings
from govdesk.ui.font import window_font
from govdesk.ui.style import style_sheet
from govdesk.ui.theme import Theme, palette, theme_for

_LOCALES = {"zh": "zh_CN", "en": "en_GB"}


class Look:
    """What the application wears, and how it changes clothes."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._words: QTranslator | None = None
        self._worn: tuple[str, Theme] | None = None
        app.setStyle(QStyleFactory.create("Fusion"))

    def wear(self, settings: Settings) -> Theme:
        """Put on the theme and the language of the settings, and return the theme."""
        theme = theme_for(settings.theme)
        before = self._worn
        self._worn = (settings.language, theme)
        if before is None or before[0] != settings.language:
            self._speak(settings.language)
        if before != self._worn:
            self._app.setFont(window_font(theme.text, settings.language))
        if before is None or before[1] != theme:
            self._app.setPalette(palette(theme))
            self._app.setStyleSheet(style_sheet(theme))
        return theme

    def _speak(self, code: str) -> None:
        QLocale.setDefault(QLocale(_LOCALES[code]))
        if self._words is not None:
            self._app.removeTranslator(self._words)
            self._words = None
        if code == "en":
            return
        words = QTranslator(self._app)
        if words.load(f"qtbase_{_LOCALES[code]}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            self._app.installTranslator(words)
            self._words = words
