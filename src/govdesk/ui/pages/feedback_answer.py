"""The answer to the chosen voice: write it, pass it on a step, let it be confirmed, decline it with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.icon import icon
from govdesk.ui.pages.feedback_further import FurtherButton
from govdesk.ui.pages.feedback_similar import SimilarVoices
from govdesk.ui.slot import giving
from govdesk.ui.text import button, frame, label

if TYPE_CHECKING:
    from govdesk.store.query import Record

_HEIGHT = 64
#: After how many milliseconds at most what is typed is kept.
_LATE = 5_000
_STATES = {
    "acknowledge": ("new", None),
    "begin": ("new", "acknowledged", None),
    "answer": ("new", "acknowledged", "in_progress", "answered", None),
    "decline": ("new", "acknowledged", "in_progress", None),
    "confirm": ("answered",),
    "reopen": ("answered", "confirmed", "declined"),
}


class _Reply(QPlainTextEdit):
    """Where the answer is written; Ctrl+Enter gives it."""

    def __init__(self, give: Callable[[], object]) -> None:
        super().__init__()
        self._give = give
        self.setTabChangesFocus(True)
        self.setFixedHeight(_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._give()
            return
        super().keyPressEvent(event)


class AnswerBox(QWidget):
    """Shows the chosen voice and what can be done with it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.record: Record | None = None
        say, theme = context.say, context.theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        self._voice = label("", "strong", wrap=True)
        column.addWidget(self._voice)
        self.reply = _Reply(lambda: self._do("answer"))
        self.reply.setPlaceholderText(say(N_("One sentence that the person will understand… (Ctrl+Enter answers)")))
        self.reply.setAccessibleName(say(N_("Answer")))
        self._drafts = Drafts.of(context)
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self._put_by)
        self._drafts.closing.connect(self._put_by)
        self.reply.textChanged.connect(lambda: self._late.isActive() or self._late.start())
        column.addWidget(self.reply)
        self.why = label("", "error", wrap=True)
        self.why.hide()
        column.addWidget(self.why)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for code, words, name, role in (
            ("answer", N_("Answer"), "corner-up-left", "primary"),
            ("acknowledge", N_("Acknowledge"), "check", ""),
            ("begin", N_("Start work"), "play", ""),
            ("decline", N_("Decline…"), "x", ""),
            ("confirm", N_("Confirm"), "badge-check", "primary"),
            ("reopen", N_("Open again"), "rotate-ccw", ""),
        ):
            made = button(say(words), role, icon(name, theme.colour("on_accent" if role else "text")))
            made.clicked.connect(giving(self._do, code))
            self.buttons[code] = made
            row.addWidget(made)
        self.by: Editor = editor_for(context.registers["feedback"].field("confirmed_by"), context)
        self.by.setFixedWidth(150)
        self.by.typed.setProperty("placeholderText", say(N_("Who confirms it?")))
        row.insertWidget(row.indexOf(self.buttons["confirm"]), self.by)
        row.addStretch(1)
        self.further = FurtherButton(context, lambda: self.record)
        row.addWidget(self.further)
        column.addLayout(row)
        self.similar = SimilarVoices(context, say(N_("Much the same:")), 2)
        column.insertWidget(1, self.similar)
        self.show_record(None)

    def show_record(self, record: Record | None) -> None:
        """Show a voice; the box is gone where there is none."""
        other = (record.id if record else "") != (self.record.id if self.record else "")
        self.record = record
        self.setVisible(record is not None)
        self.why.hide()
        if record is None:
            return
        values, status = record.values, record.values.get("status")
        self.further.refresh()
        if other:
            self.similar.look(str(values.get("statement") or ""), record.id)
        self._voice.setText(" ".join(str(values.get("statement") or "").split())[:200])
        if other or not self.reply.document().isModified():
            self._show_reply(record)
        source = None if values.get("anonymous") else values.get("source")
        by = values.get("confirmed_by") or source
        name = record.names.get("confirmed_by" if values.get("confirmed_by") else "source", "")
        self.by.show_value(by, name if by else "")
        for code, made in self.buttons.items():
            made.setVisible(status in _STATES[code])
            made.setEnabled(self._context.writable)
        self.by.setVisible(status in _STATES["confirm"])

    def _show_reply(self, record: Record) -> None:
        """Show the answer as it stands, or as somebody was writing it when the program ended."""
        kept = self._drafts.line("feedback", f"answer:{record.id}").get("reply")
        self.reply.setPlainText(kept or record.values.get("reply") or "")
        self._late.stop()
        self.reply.document().setModified(bool(kept))

    def _put_by(self) -> None:
        """Keep what is being written, lest the program end before it is given."""
        self._late.stop()
        if self.record is not None and self.reply.document().isModified():
            self._drafts.set_line("feedback", f"answer:{self.record.id}", {"reply": self.reply.toPlainText()})

    def ask_for(self, why: GovDeskError) -> None:
        """Say what a confirmation still needs, and put the keys where it is given: the answer, or who confirms it."""
        self.why.setText(self._context.say(why.message))
        self.why.show()
        field: QWidget = self.reply if why.code == "unanswered" else self.by.typed
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, code: str) -> None:
        """Take a step, one operation with its own words."""
        from govdesk.insight import answering  # noqa: PLC0415 - when something is answered

        record, today = self.record, date.today()
        if record is None or not self._context.writable:
            return
        try:
            if code == "answer":
                self._change(N_("Answer to {record}"), answering.answer(self.reply.toPlainText(), today))
            elif code == "decline":
                self._decline(record)
            elif code == "confirm":
                by = self.by.value()
                if isinstance(by, Invalid):
                    raise GovDeskError(by.message, code="invalid")
                self._change(N_("Answer to {record} confirmed"), answering.confirm(record.values, by))
            elif code == "reopen":
                self._change(N_("{record} opened again"), answering.reopen())
            else:
                status = {"acknowledge": "acknowledged", "begin": "in_progress"}[code]
                changed = answering.move(record.values, status, today)
                words = N_("{record} acknowledged") if code == "acknowledge" else N_("Work on {record} started")
                self._change(words, changed)
        except GovDeskError as error:
            self._context.say_error(error)

    def _decline(self, record: Record) -> None:
        from govdesk.insight import answering  # noqa: PLC0415

        say = self._context.say
        question = say(N_("Why is it declined? The person will read this."))
        reason = self._context.ask.text(question, self.reply.toPlainText() or record.values.get("reply") or "")
        if reason is not None:
            self._change(N_("{record} declined"), answering.decline(reason, date.today()))

    def _change(self, words: str, changed: Mapping[str, Any]) -> None:
        from govdesk.store import edit  # noqa: PLC0415

        record, workspace = self.record, self._context.workspace
        assert record is not None  # noqa: S101 - a step is taken on it
        self.reply.document().setModified(False)
        self._late.stop()
        self._drafts.set_line("feedback", f"answer:{record.id}", {})
        label_ = Message(words, {"record": f"FB-{record.number:04d}"})
        self._context.edit(lambda: edit.change_many(workspace, "feedback", {record.id: changed}, label=label_))
