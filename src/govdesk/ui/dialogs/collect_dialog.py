"""Collecting: a folder of returns is read, who has answered is shown, what it would change, and all is merged in one step."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.progress import Progress
from govdesk.ui.context import Context
from govdesk.ui.dialogs.careful import CarefulDialog
from govdesk.ui.dialogs.collect_changes import ChangePane
from govdesk.ui.dialogs.collect_people import PeopleTable
from govdesk.ui.dialogs.collect_work import Collecting, Line, Shown, merging, planning
from govdesk.ui.dialogs.import_end import agreed_to_overwrite
from govdesk.ui.dialogs.notice import Notice, main_window, told
from govdesk.ui.jobs import Job
from govdesk.ui.slot import giving
from govdesk.ui.text import button, label, set_role

if TYPE_CHECKING:
    from govdesk.sheet.collecting import Collected
    from govdesk.store.workspace import Changes

_SIZE, _MARGIN = QSize(1180, 690), QSize(40, 40)


def open_collect(context: Context, folder: Path) -> CollectDialog:
    """Show what a folder of returns would do, over the window, and return at once."""
    dialog = CollectDialog(context, folder, main_window())
    dialog.open()
    return dialog


class CollectDialog(CarefulDialog):
    """Reads, shows, asks, merges."""

    def __init__(self, context: Context, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._state = Collecting(folder)
        self._collected: Collected | None = None
        self._lines: list[Line] = []
        self._job: Job | None = None
        self._merging = False
        gettext = context.language.gettext
        self.setWindowTitle(gettext("Collect returns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.resize(_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize() - _MARGIN))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(10)
        self._title = label(gettext("Returns in “{folder}”").format(folder=folder.name), "title")
        column.addWidget(self._title)
        self._summary = label(gettext("Reading the files…"), "muted", wrap=True)
        column.addWidget(self._summary)
        self._body = QSplitter(Qt.Orientation.Vertical)
        self._body.setChildrenCollapsible(False)
        self.people = PeopleTable(context)
        self._body.addWidget(self.people)
        self.changes = ChangePane(context)
        self._body.addWidget(self.changes)
        self._body.setStretchFactor(0, 2)
        self._body.setStretchFactor(1, 3)
        column.addWidget(self._body, 1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(gettext("Progress"))
        column.addWidget(self._bar)
        column.addLayout(self._foot())
        self.people.looked_at.connect(self.changes.look_at)
        self.changes.settled.connect(self._settle)
        self.changes.table.ticked.connect(self._offer)
        self._plan()

    def reject(self) -> None:
        """Stop what is running; while rows are being written, take them back and stay."""
        if self._job is not None:
            self._job.cancel()
            if self._merging:
                return
            self._job.mute()
        super().reject()

    def text(self) -> str:
        """Return what is said at the foot."""
        return self._text.text()

    def summary(self) -> str:
        """Return who has answered, in a sentence."""
        return self._summary.text()

    def _foot(self) -> QHBoxLayout:
        gettext = self._context.language.gettext
        row = QHBoxLayout()
        row.setSpacing(8)
        self.seen = QCheckBox(gettext("I have looked at what is marked “To look at”"))
        self.seen.toggled.connect(self._offer)
        self.seen.hide()
        self._text = label("", "muted", wrap=True)
        self.again = button(gettext("Read again"))
        self.again.clicked.connect(self._read_again)
        self.cancel = button(gettext("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self.go = button(gettext("Merge all"), "primary")
        self.go.setMinimumWidth(140)
        self.go.setAutoDefault(True)
        self.go.setEnabled(False)
        self.go.clicked.connect(self._merge)
        row.addWidget(self.seen)
        row.addWidget(self._text, 1)
        for part in (self.again, self.cancel, self.go):
            row.addWidget(part)
        return row

    def _plan(self) -> None:
        if self._job is not None:
            self._job.mute()
            self._job.cancel()
        self._bar.setRange(0, 0)
        self._bar.show()
        context = self._context
        work = planning(context.workspace, context.registers, self._state, context.language)
        self._job = context.jobs.read(work, self._planned, owner=self, failed=self._unread)
        self._job.progressed.connect(self._progress)
        self._job.ended.connect(self._bar.hide)
        self._offer()

    def _planned(self, shown: Shown) -> None:
        self._job = None
        context = self._context
        self._collected, self._lines = shown
        self.people.show_collected(self._collected)
        self.changes.show_lines(self._lines)
        self.seen.setVisible(any(x.kind == "doubt" for x in self._lines))
        self._summary.setText(self._sentence(self._collected))
        self._say("" if self._lines else context.language.gettext(_nothing_new(self._collected)))
        self._offer()

    def _unread(self, error: Exception) -> None:
        """Show nothing of an earlier reading, for it can no longer be trusted."""
        self._collected, self._lines = None, []
        self.people.setRowCount(0)
        self.changes.show_lines([])
        self.seen.hide()
        self._summary.setText("")
        self._failed(error)

    def _sentence(self, collected: Collected) -> str:
        lang = self._context.language
        if not collected.standings:
            return lang.gettext(
                "Nothing was sent from this workspace yet; only what is marked as ours can be taken in."
            )
        states = Counter(s.state for s in collected.standings)
        answered = states["answered"] + states["late"]
        text = lang.gettext("{answered} of {all} have answered").format(answered=answered, all=len(collected.standings))
        parts = [text]
        for state, words in (
            ("late", N_("late: {count}")), ("unchanged", N_("came back unchanged: {count}")),
            ("waiting", N_("not answered yet: {count}")), ("overdue", N_("overdue: {count}")),
        ):  # fmt: skip
            if states[state]:
                parts.append(lang.gettext(words).format(count=states[state]))
        return " · ".join(parts)

    def _settle(self, lines: list[Line], word: str) -> None:
        for line in lines:
            self._state.settle(line, word)
        self._plan()

    def _read_again(self) -> None:
        self._state = Collecting(self._state.folder)
        self._plan()

    def _offer(self) -> None:
        idle = self._job is None
        self.changes.set_busy(not idle)
        looked = self.seen.isHidden() or self.seen.isChecked()
        written = bool(self.changes.table.lines.deleted()) or any(
            x.kind in ("new", "changed") or x.settled for x in self._lines
        )
        answered = self._collected is not None and any(f.state == "answer" for f in self._collected.files)
        self.go.setEnabled(idle and looked and (written or answered))
        self.again.setEnabled(idle)

    def _merge(self) -> None:
        if self._collected is None or not self._agreed():
            return
        context = self._context
        self._merging = True
        self._body.setEnabled(False)
        self.go.setEnabled(False)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(context.language.gettext("Merging the returns…"))
        work = merging(context.workspace, self._collected, self.changes.table.lines.deleted())
        words = Message(N_("Merging the returns…"))
        self._job = context.jobs.write(work, self._merged, label=words, owner=self, failed=self._failed)
        self._job.progressed.connect(self._progress)
        self._job.ended.connect(self._merge_ended)

    def _agreed(self) -> bool:
        """Ask before more than a tenth of a register is written over or deleted."""
        gone = [(m.register, m.id) for m in self.changes.table.lines.deleted()]
        files = [f for f in self._collected.files if f.plan is not None] if self._collected is not None else []
        sheets = [s for f in files if f.plan is not None for s in f.plan.included()]
        return agreed_to_overwrite(
            self._context, [(str(s.register), r) for s in sheets for r in s.rows if r.is_writable], gone
        )

    def _merge_ended(self) -> None:
        job, self._job = self._job, None
        self._merging = False
        self._bar.hide()
        self._body.setEnabled(True)
        self._say("")
        if job is not None and job.cancelled:
            self._say(self._context.language.gettext("Stopped. Nothing was imported."))
        self._offer()

    def _merged(self, changes: Changes | None) -> None:
        context, window = self._context, self.parentWidget()
        lang = context.language
        rows = len({(x.register, x.record, x.place) for x in self._lines if x.kind in ("new", "changed") or x.settled})
        text = lang.gettext("Merged {rows} from {files} files").format(
            rows=lang.ngettext("{count} row", "{count} rows", rows),
            files=len(self._collected.plans) if self._collected is not None else 0,
        )
        self.accept()
        if changes is None or window is None:
            context.notify(lang.gettext("There was nothing to change.") if changes is None else text)
            return
        Notice(window, text, lang.gettext("Undo"), giving(_take_back, context, changes))

    def _progress(self, done: int, total: int, doing: Message | None) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing is not None:
            self._say(self._context.say(doing) if self._bar.isVisible() else "")

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._bar.hide()
        self._say(self._context.say(told(error)), role="error")
        self._offer()

    def _say(self, text: str, *, role: str = "muted") -> None:
        set_role(self._text, role)
        self._text.setText(text)


def _nothing_new(collected: Collected) -> str:
    """Return why the returns of a folder change nothing, as source text; nothing where there are none."""
    states = {f.state for f in collected.files}
    if not states & {"answer", "unchanged", "taken", "earlier", "duplicate", "older"}:
        return N_("No file in this folder is a return. Put the files that came back into it, then read it again.")
    return N_("There is nothing new in these files: what they say is in the workspace already.")


def _take_back(context: Context, changes: Changes) -> None:
    from govdesk.store.history import undo  # noqa: PLC0415 - only where it is wanted

    workspace = context.workspace

    def work(_: Progress) -> Changes:
        return undo(workspace, changes.operation)

    def said(done: Changes) -> None:
        context.notify(context.say(done.label))

    context.jobs.write(work, said, label=Message(N_("Undoing…")), failed=context.say_error)
