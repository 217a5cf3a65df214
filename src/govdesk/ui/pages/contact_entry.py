"""One line that takes down a contact: Enter on somebody in the list, what was said, Enter again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_, Message
from govdesk.insight.contact import Contact
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.editors import Editor, editor_for
from govdesk.ui.icon import icon
from govdesk.ui.text import button, frame, label, line, say_tip, shorten

_KEPT = "contact-entry"
#: After how many milliseconds at most what is typed is kept.
_LATE = 5_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST = 18


class ContactEntry(QObject):
    """The bar that takes down one contact.

    Signals:
        kept: Id of the stakeholder whose contact was taken down.
        left: Nothing is to be taken down any more.
    """

    kept = Signal(str)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._register = context.registers["touchpoint"]
        self._who: Contact | None = None
        say = context.say
        self.widget = frame("card")
        column = QVBoxLayout(self.widget)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._name, self._ahead = label("", "strong"), label("", "caption", wrap=True)
        row.addWidget(self._name)
        self.editors: dict[str, Editor] = {}
        for name, width in (("kind", 120), ("date", 124)):
            editor = self.editors[name] = editor_for(self._register.field(name), context)
            editor.setFixedWidth(width)
            say_tip(editor.typed, say(self._register.field(name).label))
            editor.edited.connect(self._look_ahead)
            row.addWidget(editor)
        self.text = line(say(N_("What was said, in one line…")), say(self._register.field("summary").label))
        self.follow = line(say(N_("What follows? (optional)")), say(self._register.field("follow_up").label))
        row.addWidget(self.text, 3)
        row.addWidget(self.follow, 2)
        for one in (self.text, self.follow):
            one.installEventFilter(self)
        self.keep = button(say(N_("Keep")), "primary")
        say_tip(self.keep, "Enter")
        self.keep.clicked.connect(self.save)
        row.addWidget(self.keep)
        self._leave = button("", "ghost", icon("x", context.theme.colour("text_muted")))
        self._leave.setAccessibleName(say(N_("Leave it (Escape)")))
        self._leave.setToolTip(say(N_("Leave it (Escape)")))
        self._leave.clicked.connect(self.leave)
        row.addWidget(self._leave)
        column.addLayout(row)
        column.addWidget(self._ahead)
        self.widget.hide()
        self._drafts = Drafts.of(context)
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self._put_by)
        self._drafts.closing.connect(self._put_by)
        for one in (self.text, self.follow):
            one.textChanged.connect(lambda _: self._late.isActive() or self._late.start())

    def _put_by(self) -> None:
        """Keep what is being written down, lest the program end before it is a contact."""
        self._late.stop()
        if self._who is not None:
            kept = {"summary": self.text.text(), "follow_up": self.follow.text()}
            self._drafts.set_line("touchpoint", f"line:{self._who.id}", kept if any(kept.values()) else {})

    @property
    def open(self) -> bool:
        """Whether a contact is being taken down."""
        return not self.widget.isHidden()

    def begin(self, who: Contact) -> None:
        """Take down a contact with somebody, of today unless said otherwise; what is typed already stays."""
        if self._who is not None and self._who.id != who.id:
            self._drafts.set_line("touchpoint", f"line:{self._who.id}", {})
            self._late.start()
        self._who = who
        kept = self._drafts.line("touchpoint", f"line:{who.id}")
        if not self.text.text() and not self.follow.text():
            self.text.setText(str(kept.get("summary", "")))
            self.follow.setText(str(kept.get("follow_up", "")))
        name = shorten(who.shown, _LONGEST)
        self._name.setText(self._context.say(Message(N_("With {name}"), {"name": name})))
        if not self.open:
            self.editors["date"].show_value(date.today())
            self.editors["kind"].show_value(self._context.settings.views.get(self._key(), {}).get("kind"))
        self.widget.show()
        self._look_ahead()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Take nothing down; what was typed is gone."""
        if self._who is not None:
            self._drafts.set_line("touchpoint", f"line:{self._who.id}", {})
        self.text.clear()
        self.follow.clear()
        self.widget.hide()
        self._who = None
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self.save()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return False

    def _look_ahead(self, *_: object) -> None:
        """Say what a day that lies ahead means."""
        day = self.editors["date"].value()
        ahead = isinstance(day, date) and day > date.today()
        words = N_("This day lies ahead: the contact is kept as planned, and counts once the day has come.")
        self._ahead.setText(self._context.say(words) if ahead else "")
        self._ahead.setVisible(ahead)

    def save(self) -> None:
        """Keep the contact as one operation; what cannot be kept stays, with the reason."""
        from govdesk.store import edit  # noqa: PLC0415 - the store comes with the workspace

        say, workspace, who = self._context.say, self._context.workspace, self._who
        text, day, kind = self.text.text().strip(), self.editors["date"].value(), self.editors["kind"].value()
        wrong = next((v for v in (day, kind) if isinstance(v, Invalid)), None)
        if wrong is not None:
            self._context.notify(say(wrong.message))
        elif who is None or not text:
            self._context.notify(say(N_("Write down what was said first.")))
            self.text.setFocus()
        else:
            values: dict[str, Any] = {
                "project": who.project, "stakeholder": who.id, "date": day or date.today(), "kind": kind,
                "summary": text, "follow_up": self.follow.text().strip() or None,
            }  # fmt: skip
            label_ = Message(N_("Contact with {name}: {text}"), {"name": who.name, "text": shorten(text, 24)})

            def done(_identity: str) -> None:
                self._remember(kind)
                self.leave()
                self.kept.emit(who.id)

            self._context.edit(lambda: edit.create(workspace, "touchpoint", values, label_), done)

    def _key(self) -> str:
        return f"{self._context.workspace.id}/{_KEPT}"

    def _remember(self, kind: Any) -> None:
        settings = self._context.settings
        self._context.settings = replace(settings, views={**settings.views, self._key(): {"kind": kind}})
