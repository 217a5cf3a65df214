"""The form made from a register's fields: each edit is saved as it is made, and no half-typed text is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from govdesk.fields.field import Field
from govdesk.fields.kind import Invalid
from govdesk.fields.kinds import Link
from govdesk.fields.register import Register
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts, Unfit
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.icon import icon
from govdesk.ui.text import button, label, say_tip, tool
from govdesk.ui.theme import CONTROL_HEIGHT
from govdesk.ui.writer import Writer

if TYPE_CHECKING:
    from govdesk.store.query import Record

_WORDS = 84
#: A text that is still being typed is written at the latest after this time.
_LATEST = 8_000


class Row(QWidget):
    """One field of the form: its name, its editor, and beneath them what is wrong.

    Signals:
        taken: The user is done with the field; whether the next one is wanted.
        opened: Id of the record that the field points to, to be looked at.
        given_up: The user takes back what was typed.
    """

    taken = Signal(bool)
    opened = Signal(str)
    given_up = Signal()

    def __init__(self, field: Field, context: Context) -> None:
        super().__init__()
        self.field = field
        self._context = context
        self.dirty = False
        self._hides = False
        self.editor: Editor = editor_for(field, context)
        self.value: Any = None
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        grid.setColumnMinimumWidth(0, _WORDS)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._words(), 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.editor, 0, 1)
        self._opener = self._make_opener()
        if self._opener is not None:
            grid.addWidget(self._opener, 0, 2)
        self.error = label("", "error", wrap=True)
        self.error.hide()
        grid.addWidget(self.error, 1, 1, 1, 2)
        self.editor.edited.connect(self._edited)
        self.editor.taken.connect(self._taken)
        self.editor.given_up.connect(self._given_up)
        self._late = QTimer(self, singleShot=True, interval=_LATEST)
        self._late.timeout.connect(lambda: self.taken.emit(False))

    def _words(self) -> QWidget:
        say = self._context.language.gettext
        words = label(say(self.field.label) + (" *" if self.field.required else ""), "muted", wrap=True)
        words.setFixedWidth(_WORDS)
        words.setMinimumHeight(CONTROL_HEIGHT)
        words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        words.setBuddy(self.editor)
        private = (
            say(N_("Private: does not leave in a file for others unless you say so.")) if self.field.private else ""
        )
        say_tip(words, "\n".join(t for t in (say(self.field.help), private) if t))
        return words

    def _make_opener(self) -> QWidget | None:
        if not isinstance(self.field.kind, Link):
            return None
        name = self._context.say(Message(N_("Open: {field}"), {"field": Message(self.field.label)}))
        made = tool(icon("arrow-right", self._context.theme.colour("text_muted")), name)
        made.clicked.connect(lambda: self.opened.emit(self.value or ""))
        made.hide()
        return made

    def show_value(self, value: Any, name: str, unfit: Unfit | None) -> None:
        """Show a value, or the text that does not fit in its place."""
        self.value = value
        self._late.stop()
        self.dirty = False
        if unfit is not None:
            self.editor.show_text(unfit.text)
        else:
            self.editor.show_value(value, name)
        self.show_error(unfit.why if unfit else None)
        if self._opener is not None:
            self._opener.setVisible(bool(value))
        self.dirty = False

    def show_hidden(self, hides: bool) -> None:
        """Say in the empty editor that a value is kept back, lest it single somebody out; or say it no more."""
        if hides or self._hides:
            text = self._context.say(N_("Hidden: fewer than five share it")) if hides else ""
            self.editor.typed.setProperty("placeholderText", text)
            self.editor.typed.setAccessibleDescription(text)
        self._hides = hides

    def show_error(self, why: Message | None) -> None:
        """Say beneath the field what is wrong, or nothing."""
        text = self._context.say(why) if why else ""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.editor.mark(invalid=bool(text))
        self.editor.typed.setAccessibleDescription(text or self._context.language.gettext(self.field.help))

    def _edited(self) -> None:
        self.dirty = True
        if not self._late.isActive():
            self._late.start()

    def _taken(self, way: str) -> None:
        self._late.stop()
        self.taken.emit(way == "down")

    def _given_up(self) -> None:
        self._late.stop()
        self.dirty = False
        self.given_up.emit()


class Form(QWidget):
    """The fields of one record, or of a new one that is still to be made.

    Signals:
        created: Register code and id of the record that the filled-in draft became.
        opened: Register code and id of a linked record that the user wants to see.
    """

    created = Signal(str, str)
    opened = Signal(str, str)

    def __init__(self, register: type[Register], context: Context) -> None:
        super().__init__()
        self.register = register
        self._code = register.register_code()
        self._context = context
        self._drafts = Drafts.of(context)
        self._writer = Writer.of(context)
        self._record: Record | None = None
        self._is_new = False
        self.rows: dict[str, Row] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        fields = [f for f in register.fields() if not f.system]
        self._main = [f for f in fields if f.main or (f.required and f.name != "project")]
        self._others = [f for f in fields if f not in self._main]
        for field in self._main:
            self._add(field, self._column)
        self._more = button("", "link")
        self._more.clicked.connect(self._toggle)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._rest = QWidget()
        self._rest_column = QVBoxLayout(self._rest)
        self._rest_column.setContentsMargins(0, 0, 0, 0)
        self._rest_column.setSpacing(8)
        self._rest.hide()
        self._column.addWidget(self._rest)
        self._more.setVisible(bool(self._others))
        self._say_more()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _add(self, field: Field, column: QVBoxLayout) -> None:
        row = self.rows[field.name] = Row(field, self._context)
        row.taken.connect(lambda onward: self._taken(row, onward))
        row.given_up.connect(lambda: self._revert(row))
        row.opened.connect(lambda identity: self._open(row, identity))
        row.editor.setEnabled(self._context.writable)
        column.addWidget(row)

    def _toggle(self) -> None:
        """Unfold or fold the fields that are seldom needed; they are made when first unfolded."""
        folded = self._rest.isHidden()
        if folded:
            self.unfold()
        self._rest.setVisible(folded)
        self._say_more()

    def unfold(self) -> None:
        """Make the editors of the fields that are folded away."""
        for field in self._others:
            if field.name not in self.rows:
                self._add(field, self._rest_column)
                self._fill(self.rows[field.name])

    def _say_more(self) -> None:
        folded = self._rest.isHidden()
        text = N_("More fields ({count})") if folded else N_("Fewer fields")
        self._more.setText(self._context.say(Message(text, {"count": len(self._others)})))
        self._more.setIcon(icon("chevron-right" if folded else "chevron-down", self._context.theme.colour("accent")))

    # ------------------------------------------------------------ what is shown

    def show_record(self, record: Record) -> None:
        """Show a record; what was being typed into the last one is to be flushed before."""
        self._record, self._is_new = record, False
        for row in self.rows.values():
            self._fill(row)

    def show_new(self) -> None:
        """Show the register's unfinished record."""
        self._record, self._is_new = None, True
        for row in self.rows.values():
            self._fill(row)

    def refresh(self, record: Record) -> None:
        """Show a record as it is now, leaving alone what is being typed."""
        self._record = record
        for name, row in self.rows.items():
            in_hand = row.dirty or (row.editor.typed.hasFocus() and row.value == record.values.get(name))
            if not in_hand:
                self._fill(row)

    def _fill(self, row: Row) -> None:
        name = row.field.name
        row.editor.project = self._project()
        unfit = self._drafts.unfit(self._code, self._identity()).get(name)
        if self._record is not None:
            row.show_value(self._record.values.get(name), self._record.names.get(name, ""), unfit)
            row.show_hidden(name in self._record.hidden)
        elif self._is_new:
            value = (self._drafts.new(self._code) or {}).get(name)
            row.show_value(value, self._name_of(row.field, value), unfit)

    def _name_of(self, field: Field, value: Any) -> str:
        from govdesk.store.query import find  # noqa: PLC0415 - the store comes with the workspace

        if not isinstance(field.kind, Link) or not value:
            return ""
        target = field.kind.target
        with self._context.workspace.read() as session:
            found = find(session, self._context.registers, target, value)
        return found.title(self._context.registers[target]) if found else ""

    def _identity(self) -> str:
        return self._record.id if self._record is not None else ""

    def _project(self) -> str | None:
        if self._record is not None:
            return self._record.values.get("project") or self._context.project
        return (self._drafts.new(self._code) or {}).get("project") or self._context.project

    def focus_first(self) -> None:
        """Put the cursor into the first field, or the first that is still needed."""
        needed = [r for r in self.rows.values() if r.field.required and r.editor.value() in (None, "")]
        first = needed[0] if needed else next(iter(self.rows.values()), None)
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------ saving

    def flush(self) -> None:
        """Save what is being typed, or keep it where it does not fit."""
        for row in list(self.rows.values()):
            if row.dirty:
                self.save(row)

    def _taken(self, row: Row, onward: bool) -> None:
        if row.dirty:
            self.save(row)
        if onward:
            self.focusNextChild()

    def save(self, row: Row) -> None:
        """Save one field: into its record, or into the draft, which becomes a record once it can."""
        row.dirty = False
        value, name = row.editor.value(), row.field.name
        if isinstance(value, Invalid):
            self._keep(row, value.message)
        elif self._record is not None:
            self._change(row, value)
        elif self._is_new:
            self._drafts.settle(self._code, "", name)
            row.value = value
            row.show_error(None)
            self._drafts.set_new(self._code, name, value)
            self._complete(row)

    def _change(self, row: Row, value: Any) -> None:
        record, name = self._record, row.field.name
        assert record is not None  # noqa: S101 - the caller asked
        if value == record.values.get(name):
            self._drafts.settle(self._code, record.id, name)
            row.show_error(None)
            return
        refused: list[Message] = []

        def failed(why: Message) -> None:
            refused.append(why)
            self._drafts.keep(self._code, record.id, name, Unfit(row.editor.text(), why))
            if self._record is not None and self._record.id == record.id:
                row.show_error(why)

        if self._writer.change(self._code, [record.id], {name: value}, failed) and not refused:
            self._drafts.settle(self._code, record.id, name)
            row.value = value
            row.show_error(None)
        elif not refused:
            self._revert(row)

    def _keep(self, row: Row, why: Message) -> None:
        self._drafts.keep(self._code, self._identity(), row.field.name, Unfit(row.editor.text(), why))
        row.show_error(why)

    def _revert(self, row: Row) -> None:
        """Take back what was typed into a field."""
        self._drafts.settle(self._code, self._identity(), row.field.name)
        self._fill(row)

    def _complete(self, row: Row) -> None:
        """Make the draft a record once all that is needed is there and fits."""
        values = dict(self._drafts.new(self._code) or {})
        needed = [f.name for f in self.register.fields() if f.required and values.get(f.name) in (None, "")]
        if needed or self._drafts.unfit(self._code, ""):
            return

        def made(identity: str) -> None:
            self._is_new = False
            self.created.emit(self._code, identity)
            self._drafts.discard(self._code)

        self._writer.create(self._code, values, made, row.show_error)

    def missing(self) -> list[Field]:
        """Return the fields that the unfinished record still needs."""
        values = self._drafts.new(self._code) or {}
        return [f for f in self.register.fields() if f.required and values.get(f.name) in (None, "")]

    def _open(self, row: Row, identity: str) -> None:
        if identity and isinstance(row.field.kind, Link):
            self.opened.emit(row.field.kind.target, identity)


class Extras(QFrame):
    """The columns of a spreadsheet that fit no field, kept with the record as they came."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)

    def show_extra(self, extra: dict[str, str]) -> None:
        """Show headings and texts."""
        while item := self._grid.takeAt(0):
            item.widget().deleteLater()
        for place, (heading, text) in enumerate(extra.items()):
            name, words = label(heading, "muted", wrap=True), label(str(text), wrap=True)
            name.setFixedWidth(_WORDS)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, place, 1)
        self.setVisible(bool(extra))
