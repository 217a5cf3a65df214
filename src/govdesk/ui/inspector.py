"""The panel at the right: the chosen record with its form, what it hangs together with, and its past."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.form import Extras, Form
from govdesk.ui.icon import icon
from govdesk.ui.linked import LinkedRecords, Pointing, open_record, pointing_to
from govdesk.ui.past import Past
from govdesk.ui.record_head import RecordHead
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.store.history import Revision
    from govdesk.store.query import Record
    from govdesk.store.workspace import Changes

_PAUSE = 60


class Inspector(QFrame):
    """Shows and edits one record.

    Signals:
        shown: Register code and id of the record whose links and past are now shown too.
    """

    shown = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drafts = Drafts.of(context)
        self._forms: dict[str, Form] = {}
        self._form: Form | None = None
        self._record: Record | None = None
        self._new = ""
        self.setProperty("role", "panel")
        self.setAccessibleName(context.say(N_("The chosen record")))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer.addWidget(self._scroll)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(14, 12, 14, 16)
        self._column.setSpacing(10)
        self._build()
        self._scroll.setWidget(self._inside)
        self._inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._load_details)
        context.bridge.changed.connect(self._follow)
        context.settings_changed.connect(self.flush)
        self._drafts.closing.connect(self.flush)
        self._drafts.begun.connect(self.show_new)
        self._drafts.changed.connect(self._draft_changed)
        self.clear()

    def _build(self) -> None:
        say = self._context.say
        self.head = RecordHead(self._context)
        self._column.addWidget(self.head)
        self._note = label("", "muted", wrap=True)
        self._column.addWidget(self._note)
        self._discard = button(say(N_("Discard")), "", icon("x", self._context.theme.colour("text")))
        self._discard.clicked.connect(self._discard_draft)
        self._column.addWidget(self._discard, 0, Qt.AlignmentFlag.AlignLeft)
        self._form_place = QVBoxLayout()
        self._column.addLayout(self._form_place)
        self._extra_head = label(say(N_("Extra columns")), "strong")
        self._extras = Extras(self._context)
        self._links = LinkedRecords(self._context)
        self._past = Past(self._context)
        for part in (self._extra_head, self._extras, self._links, self._past):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def stand_below(self, part: QWidget) -> None:
        """Let a part of another's making stand between the form and the linked records."""
        self._column.insertWidget(self._column.indexOf(self._links), part)

    # ------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Show that no record is chosen."""
        self.flush()
        self._record, self._new = None, ""
        self._pause.stop()
        self._use_form("")
        self.head.show_words("", self._context.say(N_("No record chosen")))
        self._note.setText(self._context.say(N_("Choose a row to see and edit all of it here.")))
        self._show_parts(note=True)

    def show_record(self, code: str, identity: str) -> None:
        """Show a record."""
        from govdesk.store.query import find  # noqa: PLC0415 - the store comes with the workspace

        if not identity:
            self.clear()
            return
        self.flush()
        with self._context.workspace.read() as session:
            record = find(session, self._context.registers, code, identity)
        if record is None:
            self.clear()
            return
        other = self._record is None or self._record.id != identity
        self._record, self._new = record, ""
        form = self._use_form(code)
        form.show_record(record) if other else form.refresh(record)
        if other:
            self._links.hide()
            self._past.hide()
            self._scroll.verticalScrollBar().setValue(0)
        self._show_head(record)
        self._pause.start()

    def show_new(self, code: str) -> None:
        """Show a register's new record, to be filled in."""
        self.flush()
        self._record, self._new = None, code
        self._pause.stop()
        form = self._use_form(code)
        form.show_new()
        about = self._context.registers[code].about
        self.head.show_words(self._context.say(N_("New entry")), self._context.say(about.label))
        self._show_parts(note=True, discard=True)
        self._say_missing()
        self._scroll.verticalScrollBar().setValue(0)
        form.focus_first()

    def _use_form(self, code: str) -> Form:
        for known, form in self._forms.items():
            form.setVisible(known == code)
        if code and code not in self._forms:
            form = self._forms[code] = Form(self._context.registers[code], self._context)
            form.created.connect(self._created)
            form.opened.connect(self._open)
            self._form_place.addWidget(form)
        self._form = self._forms.get(code)
        return self._form  # type: ignore[return-value]

    def _show_head(self, record: Record) -> None:
        self.head.show_record(record)
        self._extras.show_extra(dict(record.extra))
        self._show_parts(record=True, extra=bool(record.extra))

    def _show_parts(
        self, *, note: bool = False, discard: bool = False, record: bool = False, extra: bool = False
    ) -> None:
        self._note.setVisible(note)
        self._discard.setVisible(discard)
        self._extra_head.setVisible(extra)
        self._extras.setVisible(extra)
        if not record:
            self._links.hide()
            self._past.hide()

    def _load_details(self) -> None:
        """Fetch links and past beside the window."""
        record, context = self._record, self._context
        if record is None or not context.is_open:
            return
        workspace = context.workspace

        def work(progress: Progress) -> tuple[list[Pointing], list[Revision]]:
            from govdesk.store.history import revisions  # noqa: PLC0415 - the store comes with the workspace

            with workspace.read() as session:
                pointing = pointing_to(session, context, record.register, record.id)
                return pointing, revisions(session, context.registers, record.register, record.id)

        def done(found: tuple[list[Pointing], list[Revision]]) -> None:
            if self._record is not None and self._record.id == record.id:
                self._links.show_links(self._record, found[0])
                self._past.show_revisions(record.register, found[1])
                self._links.show()
                self._past.show()
                self.shown.emit(record.register, record.id)

        context.jobs.read(work, done, owner=self)

    # ------------------------------------------------------------ what happens

    def flush(self, _: Any = None) -> None:
        """Save what is being typed, or keep it where it does not fit."""
        if self._form is not None and self._context.is_open:
            self._form.flush()

    def _follow(self, changes: Changes) -> None:
        if self._record is not None and self._context.is_open:
            code, identity = self._record.register, self._record.id
            targets = {getattr(f.kind, "target", "") for f in self._context.registers[code].fields()}
            pointing = {r.register_code() for r, _ in self._context.registers.links_to(code)}
            if changes.registers & ({code} | targets | pointing):
                self._refresh(code, identity)

    def _refresh(self, code: str, identity: str) -> None:
        from govdesk.store.query import find  # noqa: PLC0415

        with self._context.workspace.read() as session:
            record = find(session, self._context.registers, code, identity)
        if record is None:
            self._record = None
            self.clear()
            return
        self._record = record
        if self._form is not None:
            self._form.refresh(record)
        self._show_head(record)
        self._pause.start()

    def _draft_changed(self, code: str) -> None:
        if code == self._new:
            if self._drafts.new(code) is None:
                self.clear()
            else:
                self._say_missing()

    def _say_missing(self) -> None:
        if self._form is None:
            return
        say = self._context.language.gettext
        names = " • ".join(say(f.label) for f in self._form.missing())
        text = N_("Saved as soon as these are filled in: {fields}") if names else N_("Saved once everything fits.")
        self._note.setText(self._context.say(Message(text, {"fields": names})))

    def _created(self, code: str, identity: str) -> None:
        self._new = ""
        self._context.select(code, identity)

    def _discard_draft(self) -> None:
        code = self._new
        for row in self._form.rows.values() if self._form else ():
            row.dirty = False
        self._drafts.discard(code)

    def _open(self, code: str, identity: str) -> None:
        open_record(self._context, code, identity)
