"""One column of a sheet in words: what it holds, what it becomes and why, and the likely fields to choose from.

Stands above the list of `import_fields`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.sheet.plan_values import EXTRA, IDENTITY, LEFT_OUT
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_fields import HOW
from govdesk.ui.dialogs.import_grid import letters
from govdesk.ui.dialogs.import_work import is_unsure
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, say_tip, set_role, shorten

if TYPE_CHECKING:
    from govdesk.fields.register import Register
    from govdesk.sheet.plan_values import Column

_WHY = {"words": N_("similar heading"), "cells": N_("its cells fit")}
_SUGGESTED = 3
_LONGEST = 40


class ColumnCard(QFrame):
    """What is known of the column that is looked at.

    Signals:
        chosen: A field, `extra` or empty for the column.
    """

    chosen = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._codes: list[str] = []
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(3)
        head = QHBoxLayout()
        self._heading = label("", "strong")
        self._heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._how = label("", "caption")
        head.addWidget(self._heading, 1)
        head.addWidget(self._how)
        column.addLayout(head)
        self._samples = label("", "caption")
        self._samples.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column.addWidget(self._samples)
        self._offers = QGridLayout()
        self._offers.setContentsMargins(0, 2, 0, 0)
        self._offers.setHorizontalSpacing(6)
        self._offers.setVerticalSpacing(4)
        column.addLayout(self._offers)
        self._buttons: list[QPushButton] = []

    def show_column(self, column: Column | None, register: type[Register] | None) -> None:
        """Show a column; None where the table has none there."""
        gettext = self._context.language.gettext
        self._codes = []
        words: list[tuple[str, str]] = []
        if column is None:
            self._heading.setText(gettext("No column of the table"))
            self._how.setText("")
            self._samples.setText(gettext("Choose a heading in the sheet."))
        else:
            self._heading.setText(shorten(f"{letters(column.index)}  {column.heading}", _LONGEST))
            say_tip(self._heading, column.heading)
            self._how.setText(gettext(HOW.get(column.how, column.how)))
            set_role(self._how, "watch" if is_unsure(column) else "caption")
            text = " · ".join(column.samples) or gettext("(empty)")
            self._samples.setText(shorten(text, 120))
            say_tip(self._samples, "\n".join(column.samples))
            words = self._offered(column, register)
        self._fill(words)

    def choose(self, number: int) -> None:
        """Take a suggestion by its number from 1; 0 keeps the column beside, -1 leaves it out."""
        if number <= 0:
            self.chosen.emit(EXTRA if number == 0 else LEFT_OUT)
        elif number <= len(self._codes) and self._codes[number - 1] not in (EXTRA, LEFT_OUT):
            self.chosen.emit(self._codes[number - 1])

    def _offered(self, column: Column, register: type[Register] | None) -> list[tuple[str, str]]:
        """Return what is offered, as words and why, and note the codes."""
        gettext = self._context.language.gettext
        labels = {f.name: f.label for f in register.fields() if not f.system} if register is not None else {}
        found = []
        if column.field == IDENTITY or register is None:
            return []
        reasons = column.reasons or ("words",) * len(column.suggestions)
        for name, why in list(zip(column.suggestions, reasons, strict=False))[:_SUGGESTED]:
            if name in labels and name != column.field:
                self._codes.append(name)
                found.append((f"{len(self._codes)}  {gettext(labels[name])}", gettext(_WHY.get(why, why))))
        for code, words, why in (
            (EXTRA, gettext("Extra column"), "E"),
            (LEFT_OUT, gettext("Leave out"), gettext("Del")),
        ):
            if code != column.field or is_unsure(column):
                self._codes.append(code)
                found.append((words, why))
        return found

    def _fill(self, words: list[tuple[str, str]]) -> None:
        for made in self._buttons:
            made.hide()
            made.deleteLater()
        self._buttons = []
        place = 0
        for (text, why), code in zip(words, self._codes, strict=True):
            wide = code not in (EXTRA, LEFT_OUT)
            made = button(f"{text} · {why}" if wide else text, "chip")
            made.setIconSize(QSize(12, 12))
            made.setAccessibleName(f"{text} ({why})")
            made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            say_tip(made, f"{text} ({why})")
            made.clicked.connect(giving(self.chosen.emit, code))
            place += place % 2 if wide else 0
            self._offers.addWidget(made, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1
            self._buttons.append(made)
