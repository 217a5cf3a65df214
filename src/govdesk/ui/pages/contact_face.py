"""Who is due for a contact, as a face of the stakeholders: the longest waiting first, a new contact one key away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.insight.contact import Contact, Contacts, contacts
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.draft import Drafts
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.text import button, tip
from govdesk.ui.theme import ROW_HEIGHT

_HEADS = (N_("Stakeholder"), N_("Due"), N_("Last contact"), N_("Every"), N_("Relationship owner"), N_("What follows"))
_WIDTHS = (150, 184, 104, 80, 140)
_ID = Qt.ItemDataRole.UserRole
_SOON = 3


class ContactFace(Face):
    """Lists the stakeholders by the day on which they should be talked to."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._people: tuple[Contact, ...] = ()
        say = context.say
        self.table = QTableWidget(0, len(_HEADS))
        self.table.setHorizontalHeaderLabels([say(h) for h in _HEADS])
        self.table.setAccessibleName(say(N_("Contacts due")))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        self.without = button("", "link")
        self._empty = EmptyState(context)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.without, 0, Qt.AlignmentFlag.AlignLeft)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._record = button(say(N_("Record a contact")), "", icon("calendar", context.theme.colour("text")), "Enter")
        self._record.clicked.connect(self.record)
        keys = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.record)
        self.table.currentCellChanged.connect(self._choose)
        self.without.clicked.connect(self._open_without)

    def toolbar(self) -> list[QWidget]:
        """Return the button that records a contact with whoever is chosen."""
        self._record.setEnabled(self.context.writable)
        return [self._record]

    def show_query(self, query: Query) -> None:
        """Fetch who is due among the stakeholders of a query beside the window."""
        self._query = query
        self._turn += 1
        workspace, registers, today = self.context.workspace, self.context.registers, date.today()

        def work(_progress: object) -> Contacts:
            with workspace.read() as session:
                return contacts(session, registers, query, today)

        self.context.jobs.read(work, partial(self._loaded, self._turn, today), owner=self)

    def _loaded(self, turn: int, today: date, found: Contacts) -> None:
        if turn != self._turn:
            return
        self._people = found.people
        chosen = self.context.selection[1]
        self.table.blockSignals(True)
        self.table.setRowCount(len(found.people))
        for row, one in enumerate(found.people):
            self._fill(row, one, today)
        rows = [n for n, one in enumerate(found.people) if one.id == chosen]
        self.table.setCurrentCell(rows[0] if rows else -1, 0)
        self.table.blockSignals(False)
        words = self.context.language.ngettext(
            "{count} person has no cadence: say how often",
            "{count} people have no cadence: say how often",
            found.without_cadence,
        )
        self.without.setText(words)
        self.without.setVisible(bool(found.without_cadence))
        self.counted.emit(len(found.people), found.total)
        self._layers.setCurrentIndex(0 if found.people else 1)
        if not found.people:
            self._say_empty()

    def _fill(self, row: int, one: Contact, today: date) -> None:
        theme = self.context.theme
        words, tone, symbol = self.due_words(one, today)
        last = one.last.isoformat() if one.last else self.context.say(N_("Never yet"))
        every = self.context.language.ngettext("{count} day", "{count} days", one.cadence)
        for place, text in enumerate((one.name, words, last, every, one.owner, one.follow_up)):
            item = QTableWidgetItem(text)
            item.setData(_ID, one.id)
            item.setToolTip(tip(text))
            if place == 1:
                item.setForeground(theme.colour(tone))
                item.setIcon(icon(symbol, theme.colour(tone)))
            self.table.setItem(row, place, item)

    def due_words(self, one: Contact, today: date) -> tuple[str, str, str]:
        """Return when somebody is due in words, its tone and its icon."""
        late, say = one.late(today), self.context.language
        if one.planned:
            words = Message(N_("Planned for {date}"), {"date": one.planned.isoformat()})
            return say.say(words), "text", "calendar"
        if one.last is None:
            return say.gettext(N_("Now: there was none yet")), "act", "circle-alert"
        if late > 0:
            return say.ngettext("{count} day overdue", "{count} days overdue", late), "act", "circle-alert"
        if late == 0:
            return say.gettext(N_("Today")), "watch", "clock"
        return (
            say.ngettext("In {count} day", "In {count} days", -late),
            "watch" if -late <= _SOON else "text_muted",
            "clock",
        )

    def record(self) -> None:
        """Begin a contact with whoever is chosen, dated today."""
        row = self.table.currentRow()
        if not self.context.writable or self._query is None:
            return
        if not 0 <= row < len(self._people):
            self.context.notify(self.context.say(N_("Choose somebody in the list first.")))
            return
        values = {"stakeholder": self._people[row].id, "date": date.today(), "project": self._query.project}
        self.context.select("touchpoint", "")
        Drafts.of(self.context).begin("touchpoint", {n: v for n, v in values.items() if v is not None})

    def _choose(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._people):
            self.context.select("stakeholder", self._people[row].id)

    def _open_without(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        others = tuple(f for f in self._query.filters if f.field != "cadence")
        self.context.open_view(View("stakeholder", replace(self._query, filters=(*others, Filter("cadence", "empty")))))

    def _say_empty(self) -> None:
        say = self.context.say
        words = N_(
            "Say for each stakeholder how often there should be a contact; who is due then stands here, the longest waiting first."
        )
        offer = (say(N_("Open the table")), "primary", "users", self._open_table)
        self._empty.show_state("calendar", say(N_("Nobody has a cadence yet")), say(words), (offer,))

    def _open_table(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.context.open_view(View("stakeholder", self._query))
