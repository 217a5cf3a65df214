"""One editor for each kind of value; form and table use the same ones.

An editor is shown a value, tells when it was `edited` and when it is `taken`, and answers the value or why there is none.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from govdesk.fields.field import Field
from govdesk.ui.context import Context
from govdesk.ui.text import line, say_tip

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason)


class Editor(QWidget):
    """The editor of one value; it wraps the widget that is typed into.

    Signals:
        edited: Its text is another, not yet taken.
        taken: The user is done with it; where to go next: empty, `down`, `up`, `next`, `previous` or `fill`.
        given_up: The user takes back what was typed.
    """

    edited = Signal()
    taken = Signal(str)
    given_up = Signal()
    #: Whether it needs more room than its cell.
    spreads = False

    def __init__(self, field: Field, context: Context, typed: QWidget, *, in_table: bool = False) -> None:
        super().__init__()
        self.field = field
        self.context = context
        self.in_table = in_table
        #: The project in whose light names are looked up.
        self.project: str | None = context.project
        self.typed = typed
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(typed)
        name = context.language.gettext(field.label)
        typed.setAccessibleName(name)
        typed.setAccessibleDescription(context.language.gettext(field.help))
        if not in_table:
            say_tip(typed, context.language.gettext(field.help))
        self.setFocusProxy(typed)
        self.setAutoFillBackground(in_table)
        typed.installEventFilter(self)

    def show_value(self, value: Any, name: str = "") -> None:
        """Show a value; for a link, with the name of what it points to."""
        self.show_text(self.field.kind.show(value, self.context.language))

    def show_text(self, text: str) -> None:
        """Show a text as it was typed."""

    def text(self) -> str:
        """Return what stands in it."""
        return ""

    def value(self) -> Any:
        """Return the value that it stands for, None for blank, or Invalid."""
        return self.field.kind.read(self.text())

    def begin_typing(self, *, replace: bool) -> None:
        """Get ready in a table: what stands there is replaced by what is typed, or gone on with."""

    def mark(self, *, invalid: bool) -> None:
        """Show whether its text does not fit."""
        self.typed.setProperty("invalid", invalid)
        self.typed.style().unpolish(self.typed)
        self.typed.style().polish(self.typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and not self._passes(event):
            self.taken.emit("")
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
        return False

    def _passes(self, event: QFocusEvent) -> bool:
        """Answer whether the focus comes back by itself: it is lent to a popup, such as the list of a choice."""
        popup = QApplication.activePopupWidget()
        return event.reason() in _PASSING or (popup is not None and popup.parentWidget() is self.typed)

    def _key(self, event: QKeyEvent) -> bool:
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in _ENTER and self.takes_enter(event):
            fills = self.in_table and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.taken.emit("fill" if fills else "up" if shift else "down")
        elif self.in_table and key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.taken.emit("previous" if shift or key == Qt.Key.Key_Backtab else "next")
        else:
            return False
        return True

    def takes_enter(self, event: QKeyEvent) -> bool:
        """Answer whether this Enter ends the edit rather than being typed."""
        return True


class LineEditor(Editor):
    """A line of text: also for numbers, tags and whatever else is read from text."""

    typed: QLineEdit

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        super().__init__(field, context, line(), in_table=in_table)
        if field.kind.align == "right":
            self.typed.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.typed.textEdited.connect(self.edited)

    def show_text(self, text: str) -> None:
        if text != self.typed.text():
            self.typed.setText(text)
            self.typed.setCursorPosition(0)

    def text(self) -> str:
        return self.typed.text()

    def begin_typing(self, *, replace: bool) -> None:
        if replace:
            self.typed.selectAll()
        else:
            self.typed.deselect()
            self.typed.end(False)


class IntegerEditor(LineEditor):
    """A whole number; the arrow keys count."""

    def _key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            return super()._key(event)
        value = self.value()
        counted = self.field.kind.read(str((value if isinstance(value, int) else 0) + step))
        if isinstance(counted, int):
            self.show_value(counted)
            self.edited.emit()
        return True


class LongTextEditor(Editor):
    """Text of several lines; it grows with what is typed."""

    typed: QPlainTextEdit
    spreads = True

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        typed = QPlainTextEdit()
        super().__init__(field, context, typed, in_table=in_table)
        typed.setTabChangesFocus(True)
        typed.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        typed.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        typed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        typed.document().setDocumentMargin(2)
        typed.textChanged.connect(self._changed)
        typed.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._shown = ""
        self._fit()

    def show_text(self, text: str) -> None:
        self._shown = text
        if text != self.typed.toPlainText():
            self.typed.setPlainText(text)
        self._fit()

    def text(self) -> str:
        return self.typed.toPlainText()

    def begin_typing(self, *, replace: bool) -> None:
        cursor = self.typed.textCursor()
        cursor.select(cursor.SelectionType.Document) if replace else cursor.movePosition(cursor.MoveOperation.End)
        self.typed.setTextCursor(cursor)

    def takes_enter(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.in_table:
            return bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
            self.typed.insertPlainText("\n")
            event.accept()
            return False
        return True

    def _key(self, event: QKeyEvent) -> bool:
        typed_enter = event.key() in _ENTER and self.in_table and not self.takes_enter(event)
        return typed_enter or super()._key(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _changed(self) -> None:
        if self.typed.toPlainText() != self._shown:
            self._shown = self.typed.toPlainText()
            self.edited.emit()

    def _fit(self, *_: object) -> None:
        if self.in_table:
            return
        lines = int(self.typed.document().documentLayout().documentSize().height())
        fits = lines <= _TALLEST
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.typed.setVerticalScrollBarPolicy(policy)
        self.typed.setFixedHeight(min(max(lines, 2), _TALLEST) * self.typed.fontMetrics().lineSpacing() + 20)


_TALLEST = 8


class FlagEditor(Editor):
    """Yes or no: a box to tick, which also understands y, n, 1, 0, 是 and 否."""

    typed: QCheckBox

    def __init__(self, field: Field, context: Context, *, in_table: bool = False) -> None:
        super().__init__(field, context, QCheckBox(), in_table=in_table)
        self._blank = True
        self.typed.clicked.connect(self._clicked)

    def show_value(self, value: Any, name: str = "") -> None:
        self._blank = value is None
        self.typed.setChecked(bool(value))
        self._say()

    def show_text(self, text: str) -> None:
        value = self.field.kind.read(text)
        self.show_value(value if isinstance(value, bool) else None)

    def text(self) -> str:
        return self.field.kind.show(self.value(), self.context.language)

    def value(self) -> Any:
        return None if self._blank and not self.typed.isChecked() else self.typed.isChecked()

    def _clicked(self) -> None:
        self._blank = False
        self._say()
        self.edited.emit()
        if not self.in_table:
            self.taken.emit("")

    def _say(self) -> None:
        self.typed.setText(self.field.kind.show(self.typed.isChecked(), self.context.language))

    def _key(self, event: QKeyEvent) -> bool:
        read = self.field.kind.read(event.text()) if event.text().strip() else None
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) or isinstance(read, bool):
            self.show_value(read if isinstance(read, bool) else None)
            self.edited.emit()
            return True
        return super()._key(event)


class StillWheel(QObject):
    """Keeps the wheel for scrolling: a turn over a closed list must not change its value."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def editor_for(field: Field, context: Context, *, in_table: bool = False) -> Editor:
    """Make the editor of a field's kind."""
    from govdesk.ui.choice_editor import ChoiceEditor  # noqa: PLC0415 - they build on this module
    from govdesk.ui.date_editor import DateEditor  # noqa: PLC0415
    from govdesk.ui.link_editor import LinkEditor  # noqa: PLC0415
    from govdesk.ui.scale_editor import ScaleEditor  # noqa: PLC0415

    made = {
        "long_text": LongTextEditor, "integer": IntegerEditor, "flag": FlagEditor,
        "scale": ScaleEditor, "date": DateEditor, "choice": ChoiceEditor, "link": LinkEditor,
    }.get(field.kind.code, LineEditor)  # fmt: skip
    return made(field, context, in_table=in_table)
