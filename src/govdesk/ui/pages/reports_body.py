"""The page of reports: choose, see what will stand in it, make it with one click, and find what was made before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.insight.audience import AUDIENCES
from govdesk.report.paper.made import Made
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.jobs import Job
from govdesk.ui.mishap import sentence
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.pages.reports_form import PAGES, ReportForm
from govdesk.ui.pages.reports_work import Outline, Part, keeping, making, outlining
from govdesk.ui.plain_table import PlainTable
from govdesk.ui.text import button, frame, label, set_role

_PAUSE = 250
_ALWAYS = ("silent", "department")


class ReportsBody(Body):
    """The form on the left, what will stand in the report on the right, what was made before below."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._project: str | None = None
        self._left_out: set[str] = set()
        self._job: Job | None = None
        self._made: Path | None = None
        self._looking: Job | None = None
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self._look)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._order_card(), 3)
        row.addWidget(self._parts_card(), 2)
        column.addLayout(row)
        column.addWidget(self._past_card(), 1)
        area.setWidget(inside)
        outer.addWidget(area)

    def show_project(self, project: str | None, part: str) -> None:
        self._project = project
        self._later.start()

    # ---------------------------------------------------------------- the cards

    def _card(self, title: str) -> tuple[QFrame, QVBoxLayout]:
        card = frame("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        if title:
            column.addWidget(label(self.context.say(title), "heading"))
        return card, column

    def _order_card(self) -> QWidget:
        card, column = self._card("")
        self.form = ReportForm(self.context)
        self.form.changed.connect(self._later.start)
        self.form.named.connect(self._named)
        column.addWidget(self.form)
        column.addStretch(1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.context.say(N_("Progress")))
        self._bar.hide()
        column.addWidget(self._bar)
        self.said = label("", "muted", wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.hide()
        column.addWidget(self.said)
        row = QHBoxLayout()
        row.setSpacing(8)
        theme, say = self.context.theme, self.context.say
        self.go = button(say(N_("Make the report")), "primary")
        self.go.clicked.connect(self._make)
        self.cancel = button(say(N_("Cancel")))
        self.cancel.clicked.connect(self._stop)
        self.cancel.hide()
        self.opened = button(say(N_("Open the report")), icon=icon("external-link", theme.colour("text")))
        self.folder = button(say(N_("Open folder")), icon=icon("folder-open", theme.colour("text")))
        self.opened.clicked.connect(lambda: self._show(self._made))
        self.folder.clicked.connect(lambda: self._show(self._made.parent if self._made is not None else None))
        for part in (self.go, self.cancel, self.opened, self.folder):
            row.addWidget(part)
        row.addStretch(1)
        self.opened.hide()
        self.folder.hide()
        column.addLayout(row)
        return card

    def _parts_card(self) -> QWidget:
        card, column = self._card(N_("What will stand in it"))
        self.parts = QListWidget()
        self.parts.setAccessibleName(self.context.say(N_("What will stand in it")))
        self.parts.setMinimumHeight(300)
        self.parts.itemChanged.connect(self._tick)
        column.addWidget(self.parts, 1)
        self._seal = label("", "caption", wrap=True)
        column.addWidget(self._seal)
        return card

    def _past_card(self) -> QWidget:
        card, column = self._card(N_("Made before"))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        say = self.context.say
        names = (N_("Day"), N_("File"), N_("For which readers"), N_("Language"), N_("Seal of the history"))
        self.past = PlainTable(say(N_("Made before")), [say(n) for n in names], widths=(110, 420, 150, 90))
        self.past.horizontalHeader().setStretchLastSection(True)
        self.past.setMinimumHeight(150)
        column.addWidget(self.past)
        self._nothing = label(say(N_("No report was made of this workspace yet.")), "muted")
        column.addWidget(self._nothing)
        column.addStretch(1)
        return card

    # ---------------------------------------------------------------- what will stand in it

    def _named(self) -> None:
        self.go.setEnabled(self._job is None and self.form.complete)

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        context = self.context
        work = outlining(context.workspace, context.registers, self.form.wish(), self._project, context.language)
        self._looking = context.jobs.beside(work, self._take, owner=self, failed=self._not_seen)

    def _take(self, outline: Outline) -> None:
        self.form.name_subject(outline.subject)
        self.parts.blockSignals(True)
        self.parts.clear()
        for part in outline.parts:
            self.parts.addItem(self._item(part))
        self.parts.blockSignals(False)
        words = Message(N_("Seal of the history: {seal}"), {"seal": outline.seal or "–"})
        self._seal.setText(self.context.say(words))
        self._fill_past(outline.made)
        self.go.setEnabled(self._job is None and self.form.complete)

    def _item(self, part: Part) -> QListWidgetItem:
        item = QListWidgetItem(f"{part.title} — {part.amount}" if part.amount else part.title)
        item.setData(Qt.ItemDataRole.UserRole, part.code)
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        if part.empty:
            item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            item.setForeground(self.context.theme.colour("text_muted"))
        elif part.code not in _ALWAYS and self.form.wish().kind != PAGES:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
            item.setFlags(flags)
            chosen = part.code not in self._left_out
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        return item

    def _tick(self, item: QListWidgetItem) -> None:
        code = str(item.data(Qt.ItemDataRole.UserRole))
        (self._left_out.discard if item.checkState() == Qt.CheckState.Checked else self._left_out.add)(code)

    def _not_seen(self, error: Exception) -> None:
        self._say(self.context.say(sentence(error)), role="error")

    def _fill_past(self, made: tuple[Made, ...]) -> None:
        self.past.setRowCount(len(made))
        languages = {"zh": N_("Chinese"), "en": N_("English")}
        for row, one in enumerate(made):
            audience = AUDIENCES.get(one.audience)
            words = (
                one.day, one.file, self.context.say(audience.label) if audience else one.audience,
                self.context.say(languages.get(one.language, one.language)), one.head,
            )  # fmt: skip
            for column, text in enumerate(words):
                self.past.write(row, column, text).setToolTip("")
        self.past.setVisible(bool(made))
        self._nothing.setVisible(not made)

    # ---------------------------------------------------------------- making it

    def _make(self) -> None:
        if self._job is not None or not self.form.complete:
            return
        context, wish = self.context, self.form.wish()
        if wish.path.exists():
            question = context.say(Message(N_("“{file}” is there already. Replace it?"), {"file": wish.path.name}))
            if not context.ask.confirm(question, yes=context.say(N_("Replace")), danger=True):
                return
        wanted = frozenset(AUDIENCES[wish.audience].pages) - self._left_out if self._left_out else None
        self._made = None
        for part in (self.opened, self.folder):
            part.hide()
        self._running(on=True)
        self._say(context.say(N_("Making the report…")))
        work = making(context.workspace, context.registers, wish, self._project, wanted)
        label_ = Message(N_("Making the report “{file}”"), {"file": wish.path.name})
        self._job = context.jobs.beside(work, self._done, label=label_, owner=self, failed=self._failed)
        self._job.progressed.connect(self._progress)
        self._job.ended.connect(self._ended)

    def _progress(self, done: int, total: int, doing: Message | None) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing is not None and self.cancel.isEnabled():
            self._say(self.context.say(doing))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
            self._say(self.context.say(N_("Stopping…")))

    def _ended(self) -> None:
        job, self._job = self._job, None
        self._running(on=False)
        if job is not None and job.cancelled:
            self._say(self.context.say(N_("Stopped. No file was written.")))

    def _done(self, answer: tuple[Path, Made]) -> None:
        path, made = answer
        self._made = path
        self._say(self.context.say(Message(N_("Saved: {path}"), {"path": str(path)})), role="strong")
        for part in (self.opened, self.folder):
            part.show()
        self.opened.setFocus(Qt.FocusReason.OtherFocusReason)
        self.form.forget_name()
        self.context.jobs.write(keeping(self.context.workspace, made), lambda _kept: self._later.start(), owner=self)

    def _failed(self, error: Exception) -> None:
        self._say(self.context.say(sentence(error)), role="error")

    def _running(self, *, on: bool) -> None:
        self._bar.setRange(0, 0)
        self._bar.setVisible(on)
        self.cancel.setVisible(on)
        self.cancel.setEnabled(True)
        self.form.setEnabled(not on)
        self.parts.setEnabled(not on)
        self.go.setEnabled(not on and self.form.complete)

    def _say(self, text: str, *, role: str = "muted") -> None:
        set_role(self.said, role)
        self.said.setText(text)
        self.said.setVisible(bool(text))

    @staticmethod
    def _show(path: Path | None) -> None:
        if path is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
