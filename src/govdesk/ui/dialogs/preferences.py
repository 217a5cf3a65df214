"""The settings: language, look and name; each choice holds at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from govdesk.settings import Settings
from govdesk.ui.context import Context
from govdesk.ui.opening import with_author
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, line

#: After how many minutes without a touch a workspace with a password may be locked.
_MINUTES = (5, 15, 60, 0)
_NATIVE = {"zh": "简体中文", "en": "English"}


class Preferences(QDialog):
    """What the user may choose."""

    def __init__(self, context: Context, apply: Callable[[Settings], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._apply = apply
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 20)
        self._inside: QWidget | None = None
        self.name: QLineEdit
        self.choices: dict[str, QPushButton] = {}
        self._fill()
        self.resize(460, 260)
        context.settings_changed.connect(self._refill)

    def done(self, result: int) -> None:
        self._keep_name()
        super().done(result)

    def _fill(self) -> None:
        gettext = self._context.language.gettext
        settings = self._context.settings
        self.setWindowTitle(gettext("Settings"))
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label(gettext("Settings"), "title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        looks = {"system": gettext("As the system"), "light": gettext("Light"), "dark": gettext("Dark")}
        words = gettext("{count} minutes")
        minutes = {str(n): words.format(count=n) if n else gettext("Never") for n in _MINUTES}
        starts = {"overview": gettext("The overview"), "last": gettext("Where I was")}
        rows = (
            (gettext("Language"), self._choice("language", _NATIVE, settings.language)),
            (gettext("Appearance"), self._choice("theme", looks, settings.theme)),
            (gettext("Open on"), self._choice("start", starts, settings.start)),
            (gettext("Lock after"), self._choice("lock", minutes, str(settings.lock))),
        )
        for number, (words, part) in enumerate(rows):
            grid.addWidget(label(words, "muted"), number, 0)
            grid.addLayout(part, number, 1)
        self.name = line("", gettext("Your name"))
        self.name.setText(settings.author)
        self.name.editingFinished.connect(self._keep_name)
        grid.addWidget(label(gettext("Your name"), "muted"), len(rows), 0)
        grid.addWidget(self.name, len(rows), 1)
        told = label(gettext("Stands beside each of your edits in the history."), "caption", wrap=True)
        grid.addWidget(told, len(rows) + 1, 1)
        column.addLayout(grid)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        shut = button(gettext("Close"), "primary")
        shut.clicked.connect(self.accept)
        foot.addWidget(shut)
        column.addLayout(foot)
        self._column.addWidget(self._inside)

    def _choice(self, setting: str, words: dict[str, str], chosen: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self._inside)
        for code, text in words.items():
            made = button(text, "chip")
            made.setCheckable(True)
            made.setChecked(code == chosen)
            made.clicked.connect(giving(self._choose, setting, code))
            group.addButton(made)
            row.addWidget(made)
            self.choices[code] = made
        row.addStretch(1)
        return row

    def _choose(self, setting: str, code: str) -> None:
        now = self._context.settings
        chosen: dict[str, Any] = {setting: int(code) if setting == "lock" else code}
        self._apply(replace(now, **chosen))

    def _keep_name(self) -> None:
        name = self.name.text().strip()
        if name != self._context.settings.author:
            with_author(self._context, name)
            self._apply(self._context.settings)

    def _refill(self, settings: Settings) -> None:
        QTimer.singleShot(0, self, self._again)

    def _again(self) -> None:
        typed = self.name.text()
        if self._inside is not None:
            self._column.removeWidget(self._inside)
            self._inside.deleteLater()
        self._fill()
        self.name.setText(typed)
