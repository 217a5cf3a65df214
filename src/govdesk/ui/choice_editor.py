"""The editor of a choice: a list to open, or the first letters typed, in either language or as pinyin initials."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from govdesk.fields.field import Field
from govdesk.fields.kinds import Choice
from govdesk.fields.text import fold, pinyin
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.editors import Editor, StillWheel

_PAUSE = 1000


class ChoiceEditor(Editor):
    """A list of the vocabulary's words, with a blank one where the field may be empty."""

    typed: QComboBox

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        assert isinstance(field.kind, Choice)  # noqa: S101 - made by kind
        self._kind: Choice = field.kind
        combo = QComboBox()
        super().__init__(field, context, combo, in_table=in_table)
        combo.addItem("—" if field.required else context.say(N_("— (none)")), None)
        for term in self._kind.vocabulary:
            combo.addItem(context.language.gettext(term.label), term.code)
        combo.setMaxVisibleItems(14)
        combo.setMinimumContentsLength(4)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.installEventFilter(StillWheel(self))
        combo.activated.connect(self._chosen)
        self._unfit = ""
        self._typing = ""
        self._pause = QElapsedTimer()
        self._pause.start()

    def show_value(self, value: Any, name: str = "") -> None:
        self._unfit = ""
        self.typed.setCurrentIndex(max(0, self.typed.findData(value)) if value is not None else 0)

    def show_text(self, text: str) -> None:
        value = self._kind.read(text)
        self.show_value(value if isinstance(value, str) else None)
        self._unfit = "" if value is None or isinstance(value, str) else text

    def text(self) -> str:
        return self._unfit or self._kind.show(self.typed.currentData(), self.context.language)

    def value(self) -> Any:
        return self._kind.read(self._unfit) if self._unfit else self.typed.currentData()

    def begin_typing(self, *, replace: bool) -> None:
        if not replace:
            self.typed.showPopup()

    def _chosen(self) -> None:
        self._unfit = ""
        self.edited.emit()
        self.taken.emit("")

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(0)
            return True
        text = event.text()
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if text.strip() and text.isprintable() and plain:
            self._typing = (self._typing if self._pause.elapsed() < _PAUSE else "") + text
            self._pause.restart()
            self._choose(self._starting_with(fold(self._typing)))
            return True
        return super()._key(event)

    def _starting_with(self, typed: str) -> int:
        labels = [fold(self.typed.itemText(i)) for i in range(self.typed.count())]
        ways = (
            lambda i: labels[i].startswith(typed),
            lambda i: fold(str(self.typed.itemData(i) or "")).startswith(typed),
            lambda i: pinyin(self.typed.itemText(i)).rpartition("|")[2].startswith(typed),
            lambda i: pinyin(self.typed.itemText(i)).replace(" ", "").startswith(typed),
        )
        for way in ways:
            found = next((i for i in range(1, len(labels)) if way(i)), -1)
            if found > 0:
                return found
        return -1

    def _choose(self, place: int) -> None:
        if place < 0 or (place == self.typed.currentIndex() and not self._unfit):
            return
        self._unfit = ""
        self.typed.setCurrentIndex(place)
        self.edited.emit()
