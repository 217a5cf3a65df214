"""The facts of a review, as a face of the reviews: what happened between two days, to tick and to write into the review."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.fields.kind import Invalid
from govdesk.fields.kinds import Date
from govdesk.i18n import N_, Message
from govdesk.insight.review_facts import Fact, as_text, review_facts
from govdesk.store import edit
from govdesk.store.query import Query, Record, records, rows
from govdesk.ui.context import Context
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.text import beside_icon, button, label, line, shorten, tip

_HEADS = (N_("Date"), N_("What happened"), N_("Written down in"))
_WIDTHS = (128, 460)
#: A review that says no days looks back so far.
_QUARTER = timedelta(days=91)
_LONGEST = 60


class ReviewFace(Face):
    """Lists what happened in the days that a review looks back on, and writes what is ticked into it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._turn = 0
        self._query: Query | None = None
        self._reviews: list[Record] = []
        self._facts: tuple[Fact, ...] = ()
        self._of = ""
        say, theme = context.say, context.theme
        self.review = QComboBox()
        self.review.setAccessibleName(say(N_("Review")))
        self.review.setMinimumWidth(220)
        self.start, self.end = self._day(N_("Looks back from")), self._day(N_("Looks back to"))
        self.table = QTableWidget(0, len(_HEADS))
        self.write = button("", "primary", icon("pencil", theme.colour("on_accent")))
        self._said = label("", "muted", wrap=True)
        self._empty = EmptyState(context)
        self._build()
        self.review.activated.connect(self._take_review)
        self.start.editingFinished.connect(self._fetch)
        self.end.editingFinished.connect(self._fetch)
        self.table.itemChanged.connect(self._count)
        self.table.currentCellChanged.connect(self._choose)
        self.write.clicked.connect(self._write)

    def _day(self, name: str) -> QLineEdit:
        made = line()
        made.setFixedWidth(110)
        made.setAccessibleName(self.context.say(name))
        return made

    def _build(self) -> None:
        say, table = self.context.say, self.table
        table.setHorizontalHeaderLabels([say(h) for h in _HEADS])
        table.setAccessibleName(say(N_("Facts for a review")))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(0, _WIDTHS[0])
        table.setColumnWidth(2, 130)
        above = QHBoxLayout()
        above.setSpacing(8)
        for widget in (self.review, label(say(N_("from"))), self.start, label(say(N_("to"))), self.end):
            above.addWidget(widget)
        above.addStretch(1)
        above.addWidget(self.write)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(above)
        column.addWidget(self._said)
        column.addWidget(table, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)

    def show_query(self, query: Query) -> None:
        """Offer the reviews of a query, the chosen one first."""
        self._query = query
        with self.context.workspace.read() as session:
            self._reviews = records(
                session, self.context.registers, "review", rows(session, self.context.registers, query)
            )
        self.counted.emit(len(self._reviews), len(self._reviews))
        self._layers.setCurrentIndex(0 if self._reviews else 1)
        if not self._reviews:
            self._say_empty()
            return
        asked = self.context.selection[1] if self.context.selection[0] == "review" else self._of
        with QSignalBlocker(self.review):
            self.review.clear()
            for one in self._reviews:
                self.review.addItem(shorten(one.values["title"] or "", _LONGEST), one.id)
            self.review.setCurrentIndex(max(0, self.review.findData(asked)))
        if self._of != self.review.currentData():
            self._take_review()
        else:
            self._fetch()

    def _record(self) -> Record | None:
        return next((r for r in self._reviews if r.id == self.review.currentData()), None)

    def _take_review(self) -> None:
        """Take the days of the chosen review, or the quarter before it."""
        found = self._record()
        if found is None:
            return
        self._of = found.id
        end = found.values["period_end"] or found.values["date"] or date.today()
        start = found.values["period_start"] or end - _QUARTER
        self.start.setText(start.isoformat())
        self.end.setText(end.isoformat())
        self.context.select("review", found.id)
        self._fetch()

    def days(self) -> tuple[date, date] | None:
        """Return the two days that are typed, or say what is wrong with them."""
        found = [Date().read(one.text()) for one in (self.start, self.end)]
        for one in found:
            if not isinstance(one, date):
                why = one.message if isinstance(one, Invalid) else Message(N_("Write both days, such as 2026-03-01."))
                self._said.setText(self.context.language.say(why))
                return None
        return found[0], found[1]

    def _fetch(self) -> None:
        found, days = self._record(), self.days()
        if found is None or days is None:
            return
        self._turn += 1
        workspace, registers, project = self.context.workspace, self.context.registers, found.values["project"]

        def work(_progress: object) -> tuple[Fact, ...]:
            with workspace.read() as session:
                return review_facts(session, registers, project, *days)

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, facts: tuple[Fact, ...]) -> None:
        if turn != self._turn:
            return
        if facts != self._facts or not facts:
            self._facts = facts
            self._fill()
        self._count()

    def _fill(self) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._facts))
            for row, fact in enumerate(self._facts):
                words = self.context.language.say(fact.sentence)
                where = self.context.say(self.context.registers[fact.register].about.plural)
                for place, text in enumerate((fact.day.isoformat(), words, where)):
                    item = QTableWidgetItem(text)
                    item.setToolTip(tip(text))
                    if not place:
                        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                        item.setCheckState(Qt.CheckState.Checked)
                    self.table.setItem(row, place, item)

    @property
    def ticked(self) -> tuple[Fact, ...]:
        """The facts that are to be written down."""
        states = [self.table.item(n, 0) for n in range(len(self._facts))]
        return tuple(
            fact
            for fact, item in zip(self._facts, states, strict=True)
            if item is not None and item.checkState() == Qt.CheckState.Checked
        )

    def _count(self) -> None:
        lang, count = self.context.language, len(self.ticked)
        written = lang.ngettext("Write {count} fact into the review", "Write {count} facts into the review", count)
        self.write.setText(beside_icon(written))
        self.write.setEnabled(bool(count) and self.context.writable)
        words = N_("Nothing was written down of these days: no decision, no milestone, no reading.")
        if self._facts:
            words = N_("Untick what does not belong. Why it happened is for all departments to say together.")
        self._said.setText(self.context.say(words))

    def _write(self) -> None:
        found, days, facts = self._record(), self.days(), self.ticked
        if found is None or days is None or not facts:
            return
        lines = as_text(facts, self.context.language).split("\n")
        there = (found.values["happened"] or "").strip()
        known = set(there.split("\n"))
        text = "\n".join(part for part in (there, *(one for one in lines if one not in known)) if part)
        values = {"happened": text, "period_start": min(days), "period_end": max(days)}
        workspace = self.context.workspace
        if self.context.edit(lambda: edit.change(workspace, "review", [found.id], values)):
            self.context.notify(self.context.say(N_("Written into “What happened”. Ctrl+Z takes it back.")))

    def _choose(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._facts):
            self.context.select(self._facts[row].register, self._facts[row].id)

    def _say_empty(self) -> None:
        say = self.context.say
        words = say(N_("Make a review first; then what happened in its days stands here, to be written into it."))
        offers = ((say(N_("Add the first one")), "primary", "plus", self.adding.emit),) if self.context.writable else ()
        self._empty.show_state("history", say(N_("No review yet")), words, offers)
