"""A row of numbered words: a number key picks one, and the next row takes over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from govdesk.ui.context import Context
from govdesk.ui.flow import FlowLayout
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, set_role

KEYS = "1234567890-="
_LABEL = 76


class Strip(QWidget):
    """One question with its numbered answers.

    Signals:
        picked: An answer was picked by key or click.
        taken: Enter was pressed.
    """

    picked = Signal()
    taken = Signal()

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self._context = context
        self.name = name
        self.value: Any = None
        self._choices: list[tuple[Any, QPushButton]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._label = label(name, "muted")
        self._label.setFixedWidth(_LABEL)
        row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._flow = FlowLayout(None, 6)
        row.addLayout(self._flow, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._say()

    def offer(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Show these answers: values and words, as many as there are keys."""
        for _, old in self._choices:
            self._flow.removeWidget(old)
            old.deleteLater()
        self._choices = []
        for key, (value, words) in zip(KEYS, choices, strict=False):
            chip = button(f"{key} {words}", "chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.clicked.connect(giving(self.pick, value))
            self._flow.addWidget(chip)
            self._choices.append((value, chip))
        self.setVisible(bool(self._choices))
        self._fit()
        self.show_value(self.value)

    def show_value(self, value: Any) -> None:
        """Mark the answer that is picked."""
        self.value = value
        for one, chip in self._choices:
            chip.setChecked(one == value and value is not None)
        self._say()

    def pick(self, value: Any) -> None:
        """Pick an answer; picking it once more takes it back."""
        self.show_value(None if value == self.value else value)
        self.picked.emit()

    def pick_key(self, key: str) -> bool:
        """Pick by a key; answer whether it stands for an answer."""
        place = KEYS.find(key) if key else -1
        if 0 <= place < len(self._choices):
            self.show_value(None)
            self.pick(self._choices[place][0])
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep room for every line of answers, however low the window is."""
        self.setMinimumHeight(max(0, self._flow.heightForWidth(self.width() - _LABEL - self.layout().spacing())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.taken.emit()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.show_value(None)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._choices:
            values = [v for v, _ in self._choices]
            step = 1 if key == Qt.Key.Key_Right else -1
            place = values.index(self.value) + step if self.value in values else 0
            self.show_value(values[place % len(values)])
        elif not self.pick_key(normalize("NFKC", event.text())):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        set_role(self._label, "strong")
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        set_role(self._label, "muted")
        super().focusOutEvent(event)

    def _say(self) -> None:
        picked = next((c.text() for v, c in self._choices if v == self.value and v is not None), "—")
        self.setAccessibleName(f"{self.name}: {picked}")
