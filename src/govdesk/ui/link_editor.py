"""The editor of a link: a name typed in any language or as pinyin initials, found while typing, or made anew."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from govdesk.fields.field import Field
from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.editors import LineEditor
from govdesk.ui.icon import icon
from govdesk.ui.writer import Writer, read_text

_ID = int(Qt.ItemDataRole.UserRole) + 1
_NAME = int(Qt.ItemDataRole.UserRole) + 2
_NEW = "\0new"
_PAUSE = 90
_ROW = 30
_WIDE = 300


class LinkEditor(LineEditor):
    """A line with the records that the typed text may mean."""

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        assert isinstance(field.kind, Link)  # noqa: S101 - made by kind
        self._target = field.kind.target
        super().__init__(field, context, in_table=in_table)
        self._id: str | None = None
        self._name = ""
        self._found = QStandardItemModel(self)
        self._completer = QCompleter(self._found, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(self.typed)
        self._completer.activated[QModelIndex].connect(self._picked)  # type: ignore[index]
        self._completer.popup().setAccessibleName(context.language.gettext(field.label))
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.suggest)
        self.typed.textEdited.connect(self._typed)

    def show_value(self, value: Any, name: str = "") -> None:
        self._id, self._name = value, name
        self.show_text(name)

    def text(self) -> str:
        return self.typed.text()

    def value(self) -> Any:
        text = self.typed.text()
        if not text.strip():
            return None
        if self._id is not None and text == self._name:
            return self._id
        return read_text(self.context, self.field, text, self.project)

    def suggest(self) -> None:
        """Open the list of what the typed text may mean."""
        from govdesk.store.edit import candidates  # noqa: PLC0415 - the store comes with the workspace

        text = self.typed.text().strip()
        with self.context.workspace.read() as session:
            found = candidates(session, self.context.registers, self._target, text, self.project)
        self._found.clear()
        for candidate in found:
            hint = self.context.say(candidate.hint) if candidate.hint else ""
            item = QStandardItem(f"{candidate.title}   {hint}" if hint else candidate.title)
            item.setSizeHint(QSize(0, _ROW))
            item.setData(candidate.id, _ID)
            item.setData(candidate.title, _NAME)
            self._found.appendRow(item)
        if text and self._creates() and fold(text) not in {fold(c.title) for c in found}:
            label = self.context.registers[self._target].about.label
            words = Message(N_("Add “{text}” as a new entry: {register}"), {"text": text, "register": Message(label)})
            item = QStandardItem(icon("plus", self.context.theme.colour("accent")), self.context.say(words))
            item.setSizeHint(QSize(0, _ROW))
            item.setData(_NEW, _ID)
            item.setData(text, _NAME)
            self._found.appendRow(item)
        if self._found.rowCount():
            width = max(_WIDE, self.width())
            left = min(0, self.screen().availableGeometry().right() - self.mapToGlobal(QPoint(width, 0)).x())
            self._completer.complete(QRect(left, 0, width, self.height()))
        else:
            self._completer.popup().hide()

    def _creates(self) -> bool:
        title = self.context.registers[self._target].about.title
        kind = self.context.registers[self._target].field(title).kind
        return self.context.writable and kind.code in ("text", "long_text")

    def _typed(self) -> None:
        self._pause.start()

    def _picked(self, index: QModelIndex) -> None:
        identity, name = index.data(_ID), index.data(_NAME)
        if identity == _NEW:
            self._add(name)
            return
        self.show_value(identity, name)
        self.edited.emit()
        self.taken.emit("")

    def _add(self, name: str) -> None:
        """Make a record of that name in the target register and point to it."""
        register = self.context.registers[self._target]
        values: dict[str, Any] = {f.name: f.default for f in register.fields() if f.default is not None}
        values[register.about.title] = name
        if register.in_project:
            values["project"] = self.project

        def made(identity: str) -> None:
            self.show_value(identity, name)
            self.edited.emit()
            self.taken.emit("")

        Writer.of(self.context).create(
            self._target, values, made, lambda why: self.context.ask.tell(self.context.say(why))
        )

    def _key(self, event: QKeyEvent) -> bool:
        popup = self._completer.popup()
        if popup.isVisible():
            if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._take_first()
            return super()._key(event)
        if event.key() == Qt.Key.Key_Down:
            self.suggest()
            return True
        return super()._key(event)

    def _take_first(self) -> None:
        """Leaving by Tab takes the one candidate that the text can mean."""
        popup = self._completer.popup()
        current = popup.currentIndex()
        index = current if current.isValid() else self._found.index(0, 0)
        if index.isValid() and index.data(_ID) != _NEW and (current.isValid() or self._found.rowCount() <= _ONE):
            self.show_value(index.data(_ID), index.data(_NAME))
            self.edited.emit()
        popup.hide()


_ONE = 2
