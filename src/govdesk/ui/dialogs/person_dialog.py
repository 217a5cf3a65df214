"""Everything that is kept about a person: listed, written to a file for them, or erased for good."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.store.person import KINDS, Person, Trace
from govdesk.ui.context import Context
from govdesk.ui.dialogs.notice import main_window
from govdesk.ui.dialogs.person_list import TraceTable
from govdesk.ui.jobs import Job
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.store.erasure_elsewhere import Elsewhere

_SIZE = QSize(980, 600)
_FORBIDDEN = '<>:"/\\|?*'


def open_person(context: Context, code: str, identity: str) -> PersonDialog:
    """Show what is kept about the person of a record, over the window, and return at once."""
    dialog = PersonDialog(context, code, identity, main_window())
    dialog.open()
    return dialog


class PersonDialog(QDialog):
    """Lists the traces of a person, with a tick at each text in which their name is to be replaced."""

    def __init__(self, context: Context, code: str, identity: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._code, self._identity = code, identity
        self._person: Person | None = None
        self._found: list[Trace] = []
        self._job: Job | None = None
        gettext = context.language.gettext
        self.setWindowTitle(gettext("What is kept about a person"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        self._title = label(gettext("What is kept about a person"), "title", wrap=True)
        column.addWidget(self._title)
        self._words = label("", "muted", wrap=True)
        column.addWidget(self._words)
        self.table = TraceTable(context, self)
        column.addWidget(self.table, 1)
        note = gettext(
            "Erasing leaves the record as a place without a name, so that links and numbers still hold, and replaces the name in "
            "every ticked text, in the history and in the backups. Copies of others, sheets sent and files exported stay."
        )
        column.addWidget(label(note, "muted", wrap=True))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(gettext("Progress"))
        column.addWidget(self._bar)
        column.addLayout(self._foot())
        self.resize(_SIZE)
        self._look()

    def _foot(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.erase = button(gettext("Erase for good…"), "danger")
        self.erase.clicked.connect(self._erase)
        row.addWidget(self.erase)
        row.addStretch(1)
        self.save = button(gettext("Save to a file…"))
        self.save.clicked.connect(self._save)
        row.addWidget(self.save)
        self.shut = button(gettext("Close"), "primary")
        self.shut.setDefault(True)
        self.shut.clicked.connect(self.reject)
        row.addWidget(self.shut)
        return row

    def reject(self) -> None:
        """Close, unless the erasing is under way."""
        if self._job is None:
            super().reject()

    def _begin(self, job: Job | None) -> None:
        self._job = job
        self._bar.setVisible(job is not None)
        for one in (self.save, self.shut):
            one.setEnabled(job is None)
        self.erase.setEnabled(job is None and self._person is not None and self._context.writable)

    def _look(self) -> None:
        from govdesk.store.person import person_named_by, traces  # noqa: PLC0415 - seldom

        workspace, lang = self._context.workspace, self._context.language
        code, identity = self._code, self._identity

        def work(_progress: Progress) -> tuple[Person, list[Trace]]:
            with workspace.read() as session:
                person = person_named_by(session, workspace.registers, code, identity, lang)
                return person, traces(session, workspace.registers, person, lang)

        self._begin(self._context.jobs.read(work, self._show, owner=self, failed=self._fail))

    def _show(self, found: tuple[Person, list[Trace]]) -> None:
        self._person, self._found = found
        self._begin(None)
        say = self._context.say
        self._title.setText(say(Message(N_("What is kept about {name}"), {"name": self._person.name})))
        counts = Counter(t.kind for t in self._found)
        told = [
            Message(N_("{what}: {count}"), {"what": Message(w), "count": counts[k]})
            for k, w in KINDS.items()
            if counts[k]
        ]
        self._words.setText(" • ".join(say(t) for t in told))
        self.table.show_traces(self._found)

    def _fail(self, error: Exception) -> None:
        self._begin(None)
        self._context.say_error(error)

    def _save(self) -> None:
        if self._person is None:
            return
        from govdesk.sheet.person_book import write_person  # noqa: PLC0415 - seldom

        say, person, found, lang = self._context.say, self._person, self._found, self._context.language
        safe = (
            "".join("_" if c in _FORBIDDEN or not c.isprintable() else c for c in person.name).strip(" .") or "GovDesk"
        )
        types = ((say(N_("Workbook")), ("xlsx",)), (say(N_("JSON document")), ("json",)))
        title = say(N_("Save what is kept about this person"))
        path = self._context.ask.save_file(title, Path.home() / f"{safe[:80]}.xlsx", types)
        if path is None:
            return
        registers = self._context.registers

        def done(_answer: object) -> None:
            self._begin(None)
            text = N_("Saved: {path}. It holds judgements of this person: hand it to this person alone.")
            self._context.notify(say(Message(text, {"path": str(path)})))

        work = lambda _progress: write_person(path, registers, person, found, lang)  # noqa: E731 - one call
        self._begin(self._context.jobs.read(work, done, owner=self, failed=self._fail))

    def _erase(self) -> None:
        person = self._person
        if person is None:
            return
        say = self._context.say
        question = say(Message(N_("Erase {name} for good?"), {"name": person.name}))
        detail = say(
            N_(
                "The record loses its name and everything written in it, here, in the history and in the backups. Nothing brings "
                "it back: no undo, no backup."
            )
        )
        if not self._context.ask.confirm(question, detail, yes=say(N_("Erase for good")), danger=True):
            return
        from govdesk.store.erasure import erase  # noqa: PLC0415 - seldom
        from govdesk.store.erasure_elsewhere import erase_elsewhere  # noqa: PLC0415

        workspace, kept = self._context.workspace, self.table.kept()

        def work(progress: Progress) -> Elsewhere:
            erase(workspace, person, kept)
            return erase_elsewhere(workspace, person, kept, progress=progress)

        label_ = Message(N_("Erasing"))
        self._begin(self._context.jobs.write(work, self._erased, label=label_, owner=self, failed=self._fail))

    def _erased(self, elsewhere: Elsewhere) -> None:
        from govdesk.settings import save  # noqa: PLC0415
        from govdesk.store.erasure_elsewhere import delete_left, erase_in_settings  # noqa: PLC0415

        self._begin(None)
        context, say, person = self._context, self._context.say, self._person
        left = list(elsewhere.left)
        if person is not None and (fewer := erase_in_settings(context.settings, person.words)) != context.settings:
            context.settings = fewer
            try:
                save(fewer)
            except GovDeskError as error:
                context.say_error(error)
        if left:
            names = "\n".join(str(p) for p in left)
            question = say(N_("These files could not be written anew and may still hold this person. Delete them?"))
            if context.ask.confirm(question, names, yes=say(N_("Delete them")), danger=True):
                left = delete_left(left)
        text = N_("Erased. The file and {count} backups were written anew; nothing of it is left in them.")
        context.notify(say(Message(text, {"count": len(elsewhere.anew)})))
        self.accept()
