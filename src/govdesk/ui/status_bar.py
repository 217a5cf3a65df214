"""The line at the foot: what is saved, how many rows are shown, what runs in the background, which file it is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QWidget

from govdesk.i18n import Message
from govdesk.store.shared_place import shared_place
from govdesk.store.workspace import Changes
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.icon import icon
from govdesk.ui.jobs import Job
from govdesk.ui.text import ICON, button, label, say_tip
from govdesk.ui.theme import STATUS_BAR

_SOON = 300


class StatusBar(QFrame):
    """The foot of the window."""

    def __init__(self, context: Context, saved: datetime | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("role", "foot")
        self.setFixedHeight(STATUS_BAR + max(0, context.theme.caption - 12))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        gettext = context.language.gettext
        self._check = QLabel()
        self._drafts = Drafts.of(context)
        self._at = saved
        self._saved = label("", "caption")
        self._rows = label("", "caption")
        row.addWidget(self._check)
        row.addWidget(self._saved)
        row.addWidget(self._rows)
        row.addSpacing(8)
        self._job = JobLine(context)
        row.addWidget(self._job)
        row.addStretch(1)
        self._file = label("", "caption")
        row.addWidget(self._file)
        if context.is_open:
            path = context.workspace.path
            here = [gettext("this computer only")] if shared_place(path) is None else []
            self._file.setText(" • ".join((path.name, *here)))
            say_tip(self._file, str(path))
            self.show_saved(saved)
        else:
            self._check.hide()
        context.bridge.changed.connect(self._changed)
        self._drafts.changed.connect(self._look)
        context.counted.connect(self.show_counts)

    def show_saved(self, at: datetime | None) -> None:
        """Say when the last edit was saved, or how many texts stand on the screen alone."""
        context, unsaved = self._context, self._drafts.unsaved
        gettext, self._at = context.language.gettext, at
        sign, ink = ("triangle-alert", "act") if unsaved else ("check", "good")
        self._check.setPixmap(icon(sign, context.theme.colour(ink)).pixmap(ICON))
        if context.workspace.read_only:
            self._check.hide()
            self._saved.setText(gettext("Read-only"))
        elif unsaved:
            self._saved.setText(context.language.ngettext("{count} text not saved", "{count} texts not saved", unsaved))
        elif at is None:
            self._saved.setText(gettext("All saved"))
        else:
            self._saved.setText(gettext("Saved {time}").format(time=f"{at.astimezone():%H:%M}"))

    def show_counts(self, shown: int, total: int) -> None:
        """Say how many rows are shown, and of how many."""
        lang = self._context.language
        text = lang.ngettext("{count} row", "{count} rows", total)
        if shown != total:
            text = lang.gettext("{rows}, {shown} shown").format(rows=text, shown=f"{shown:,}")
        self._rows.setText(text)

    def clear_counts(self) -> None:
        """Say nothing of rows."""
        self._rows.setText("")

    def _changed(self, changes: Changes) -> None:
        self.show_saved(changes.at)

    def _look(self, _code: str) -> None:
        if self._context.is_open:
            self.show_saved(self._at)


class JobLine(QWidget):
    """What runs in the background: its name, how far it is, and a way to stop it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._current: Job | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        gettext = context.language.gettext
        self._text = label("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setAccessibleName(gettext("Progress"))
        self._share = label("", "caption")
        self._stop = button(gettext("Cancel"), "link")
        self._stop.setFixedHeight(STATUS_BAR - 4)
        self._stop.clicked.connect(self._cancel)
        for part in (self._text, self._bar, self._share, self._stop):
            row.addWidget(part)
        self.hide()
        self._timer = QTimer(self, singleShot=True, interval=_SOON)
        self._timer.timeout.connect(self.show)
        context.jobs.began.connect(self.follow)
        for running in context.jobs.labelled():
            self.follow(running)

    def follow(self, job: Job) -> None:
        """Show this job once it has run for a moment."""
        self._current = job
        self._say(job.label)
        self._bar.setRange(0, 0)
        self._share.setText("")
        self._stop.setEnabled(True)
        job.progressed.connect(self._progress)
        job.ended.connect(self._end)
        self._timer.start()

    def _progress(self, done: int, total: int, doing: Message | None) -> None:
        if self.sender() is not self._current:
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._share.setText(f"{done * 100 // total}%" if total else "")
        if doing is not None:
            self._say(doing)

    def _say(self, words: Message | None) -> None:
        text = self._context.say(words) if words is not None else ""
        self._text.setText(self._text.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, 280))
        self._bar.setAccessibleDescription(text)

    def _cancel(self) -> None:
        if self._current is not None:
            self._current.cancel()
            self._stop.setEnabled(False)
            self._text.setText(self._context.language.gettext("Stopping…"))

    def _end(self) -> None:
        if self.sender() is not self._current:
            return
        self._timer.stop()
        self._current = None
        self.hide()
