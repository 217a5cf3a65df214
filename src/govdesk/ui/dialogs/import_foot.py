"""The foot of the import: what will be added besides, how far the work is, and the one button that brings it all in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_added import AddedRecords
from govdesk.ui.dialogs.import_work import Source, is_useful
from govdesk.ui.text import button, label

if TYPE_CHECKING:
    from govdesk.sheet.plan_values import NewLink

_SOON = 250


class ImportFoot(QFrame):
    """The line under an import.

    Signals:
        agreed: The user wants the rows.
        cancelled: The user turns away, or stops the writing.
    """

    agreed = Signal()
    cancelled = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._writing = False
        self._links: tuple[NewLink, ...] = ()
        self.setProperty("role", "foot")
        gettext = context.language.gettext
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(8)
        left = QVBoxLayout()
        left.setSpacing(4)
        self._text = label("", "muted", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(280)
        self._bar.setAccessibleName(gettext("Progress"))
        self._bar.hide()
        left.addWidget(self._text)
        left.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(left, 1)
        self._added = button(gettext("Which?"), "link")
        self._added.setAccessibleName(gettext("Which records will be added"))
        self._added.clicked.connect(self._name_links)
        row.addWidget(self._added)
        row.addSpacing(16)
        self.cancel = button(gettext("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.go = button(gettext("Import"), "primary")
        self.go.setMinimumWidth(150)
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self.agreed)
        row.addWidget(self.cancel)
        row.addWidget(self.go)
        self._timer = QTimer(self, singleShot=True, interval=_SOON)
        self._timer.timeout.connect(self._bar.show)

    def show_sources(self, sources: list[Source], *, busy: bool) -> None:
        """Say what all files together would bring."""
        if self._writing:
            return
        lang = self._context.language
        if busy:
            self._say_busy(reading=any(s.state == "reading" for s in sources))
            return
        count = sum(s.accepted(p) for s in sources for p in s.sheets())
        self.go.setText(
            lang.ngettext("Import {count} row", "Import {count} rows", count) if count else lang.gettext("Import")
        )
        self.go.setAccessibleName(self.go.text())
        self.go.setEnabled(bool(count) and self._context.writable)
        self._links = tuple(dict.fromkeys(n for s in sources if s.plan is not None for n in s.plan.links))
        self._added.setVisible(bool(self._links) and bool(count))
        self._timer.stop()
        self._bar.hide()
        self._text.setText(self._summary(sources, count))

    def _say_busy(self, *, reading: bool) -> None:
        self.go.setEnabled(False)
        self._added.hide()
        gettext = self._context.language.gettext
        self._text.setText(gettext("Reading the files…") if reading else gettext("Working it out…"))
        if not self._bar.isVisible() and not self._timer.isActive():
            self._bar.setRange(0, 0)
            self._timer.start()

    def text(self) -> str:
        """Return what the foot says."""
        return self._text.text()

    def show_progress(self, done: int, total: int, doing: Message | None) -> None:
        """Say how far the work is."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing is not None:
            self._text.setText(self._context.say(doing))

    def begin(self) -> None:
        """Show that rows are being written."""
        gettext = self._context.language.gettext
        self._writing = True
        self.go.setEnabled(False)
        self._added.hide()
        self._text.setText(gettext("Importing…"))
        self._bar.setRange(0, 0)
        self._bar.show()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_stopping(self) -> None:
        """Show that the writing is being taken back."""
        self.cancel.setEnabled(False)
        self._text.setText(self._context.language.gettext("Stopping…"))

    def end(self, sources: list[Source], why: Message) -> None:
        """Show that nothing was written, and why."""
        self._writing = False
        self.cancel.setEnabled(True)
        self.show_sources(sources, busy=False)
        self._text.setText(self._context.say(why))

    def _summary(self, sources: list[Source], count: int) -> str:
        gettext = self._context.language.gettext
        if not self._context.writable:
            return gettext("This workspace is open for reading only; nothing can be imported.")
        if not count:
            planned = [p for s in sources for p in s.sheets() if is_useful(p)]
            everything = planned and all(r.status == "same" for p in planned for r in p.rows)
            if everything:
                return gettext("Nothing to import: every row is in the workspace already.")
            nothing = gettext("Nothing to import so far.") if sources else ""
            return f"{nothing} {self._kept_out(sources)}".strip()
        kept_out = self._kept_out(sources)
        made = Counter(n.register for n in self._links)
        if not made:
            return kept_out
        parts = []
        for code, number in made.items():
            about = self._context.registers[code].about
            name = gettext(about.label if number == 1 else about.plural)
            parts.append(gettext("{count} {register}").format(count=number, register=name.lower()))
        added = gettext("Named in the rows and added with them: {list}.").format(list=gettext(", ").join(parts))
        return f"{kept_out} {added}" if kept_out else added

    def _kept_out(self, sources: list[Source]) -> str:
        """Say how many rows stay out, for they are wrong or in conflict."""
        lang = self._context.language
        counts = [s.counts for source in sources for s in source.sheets() if s.register and s.choice.include]
        wrong, disputed = sum(c["wrong"] for c in counts), sum(c["conflict"] for c in counts)
        parts = []
        if wrong:
            parts.append(lang.ngettext("{count} wrong row stays out.", "{count} wrong rows stay out.", wrong))
        if disputed:
            parts.append(
                lang.ngettext("{count} row waits for its conflict.", "{count} rows wait for their conflicts.", disputed)
            )
        return " ".join(parts)

    def _name_links(self) -> None:
        AddedRecords(self._context, self._links, self).open_above(self._added)
