"""Who is due for a contact, as a face of the stakeholders: the longest waiting first, a new contact one key away."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from govdesk.i18n import N_, Message
from govdesk.insight.contact import SOON, Contact, Contacts, contacts
from govdesk.sheet.numbers import Cell, NumberSheet
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.contact_entry import ContactEntry
from govdesk.ui.pages.contact_paper import list_size, paint_list
from govdesk.ui.pages.face import Face
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import button, tip
from govdesk.ui.theme import ROW_HEIGHT

_HEADS = (N_("Stakeholder"), N_("Due"), N_("Last contact"), N_("Every"), N_("Relationship owner"), N_("What follows"))
_WIDTHS = (150, 168, 106, 84, 156)
_STATES = {
    "never": N_("Never yet"),
    "overdue": N_("Overdue"),
    "soon": N_("Within {days} days"),
    "planned": N_("Planned"),
    "later": N_("Later"),
}
_ID = Qt.ItemDataRole.UserRole
#: Width of the last column in a picture.
_LAST = 220


class ContactFace(Face):
    """Lists the stakeholders by the day on which they should be talked to."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._all: tuple[Contact, ...] = ()
        self._people: tuple[Contact, ...] = ()
        self._today = date.today()
        self._state = ""
        self._next = ""
        self.table = QTableWidget(0, len(_HEADS))
        self.entry = ContactEntry(context)
        self.chips: dict[str, QPushButton] = {}
        self.without = button("", "link")
        self._empty = EmptyState(context)
        self._dress()
        self._build()
        self.table.currentCellChanged.connect(self._choose)
        self.table.cellDoubleClicked.connect(lambda *_: self.record())
        self.without.clicked.connect(self._open_without)
        self.entry.kept.connect(self._go_on)
        self.entry.left.connect(self.table.setFocus)

    def _dress(self) -> None:
        say = self.context.say
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
        head.setHighlightSections(False)
        head.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        head.setMinimumSectionSize(90)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        keys = QShortcut(QKeySequence(Qt.Key.Key_Return), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self.record)

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for state in ("", *_STATES):
            chip = self.chips[state] = button("", "chip")
            chip.setCheckable(True)
            chip.clicked.connect(giving(self.show_state, state))
            chips.addWidget(chip)
        chips.addStretch(1)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(chips)
        column.addWidget(self.entry.widget)
        column.addWidget(self.table, 1)
        column.addWidget(self.without, 0, Qt.AlignmentFlag.AlignLeft)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._record = button(say(N_("Record a contact")), "", icon("calendar", theme.colour("text")), "Enter")
        self._record.clicked.connect(self.record)
        name = say(N_("Contacts due"))
        self._picture = picture_button(
            self.context,
            partial(paint_list, self.context, self.table, (*_WIDTHS, _LAST)),
            name,
            partial(list_size, self.table),
            numbers=self.sheets,
            note=self._note,
        )

    def toolbar(self) -> list[QWidget]:
        """Return the button that records a contact with whoever is chosen, and what can be taken along."""
        self._record.setEnabled(self.context.writable)
        return [self._record, self._picture]

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
        self._all, self._today = found.people, today
        words = self.context.language.ngettext(
            "{count} person has no cadence: say how often",
            "{count} people have no cadence: say how often",
            found.without_cadence,
        )
        self.without.setText(words)
        self.without.setVisible(bool(found.without_cadence))
        self.counted.emit(len(found.people), found.total)
        self._layers.setCurrentIndex(0 if found.people else 1)
        self.show_state(self._state)
        if not found.people:
            self._say_empty(found.total)

    def show_state(self, state: str) -> None:
        """Show those whose contact is in a state of `STATES` alone; an empty text shows everybody."""
        counts = Counter(c.state(self._today) for c in self._all)
        self._state = state = state if not state or counts[state] else ""
        for code, chip in self.chips.items():
            words = self.context.say(Message(_STATES[code], {"days": SOON})) if code else self.context.say(N_("All"))
            amount = counts[code] if code else len(self._all)
            chip.setText(f"{words}  {amount}")
            chip.setAccessibleName(f"{words} {amount}")
            chip.setChecked(code == state)
            chip.setEnabled(bool(amount) or not code)
        self._people = tuple(c for c in self._all if not state or c.state(self._today) == state)
        chosen = self._next or self.context.selection[1]
        self._next = ""
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._people))
        for row, one in enumerate(self._people):
            self._fill(row, one, self._today)
        rows = [n for n, one in enumerate(self._people) if one.id == chosen]
        self.table.setCurrentCell(rows[0] if rows else -1, 0)
        self.table.blockSignals(False)

    def _fill(self, row: int, one: Contact, today: date) -> None:
        theme = self.context.theme
        words, tone, symbol = self.due_words(one, today)
        last = one.last.isoformat() if one.last else self.context.say(N_("Never yet"))
        every = self.context.language.ngettext("{count} day", "{count} days", one.cadence)
        for place, text in enumerate((one.shown, words, last, every, one.owner, one.follow_up)):
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
            return say.gettext(N_("Now: none yet")), "act", "circle-alert"
        if late > 0:
            return say.ngettext("{count} day overdue", "{count} days overdue", late), "act", "circle-alert"
        if late == 0:
            return say.gettext(N_("Today")), "watch", "clock"
        return (
            say.ngettext("In {count} day", "In {count} days", -late),
            "watch" if -late < SOON else "text_muted",
            "clock",
        )

    def record(self) -> None:
        """Begin a contact with whoever is chosen, dated today."""
        row = self.table.currentRow()
        if not self.context.writable:
            return
        if not 0 <= row < len(self._people):
            self.context.notify(self.context.say(N_("Choose somebody in the list first.")))
            return
        self.entry.begin(self._people[row])

    def _go_on(self, done: str) -> None:
        """Choose who comes after the one that was talked to, once the list is there anew."""
        ids = [c.id for c in self._people]
        place = ids.index(done) + 1 if done in ids else len(ids)
        self._next = ids[place] if place < len(ids) else ""
        self.context.notify(self.context.say(N_("Kept. Ctrl+Z takes it back.")))

    def _choose(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._people):
            self.context.select("stakeholder", self._people[row].id)

    def _open_without(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        others = tuple(f for f in self._query.filters if f.field != "cadence")
        self.context.open_view(View("stakeholder", replace(self._query, filters=(*others, Filter("cadence", "empty")))))

    def _note(self) -> str:
        return self.context.language.ngettext("{count} person", "{count} people", len(self._people))

    def sheets(self) -> list[NumberSheet]:
        """Return who is due as a table, dates as dates."""
        say = self.context.say
        heads = (N_("Stakeholder"), N_("Due"), N_("State"), N_("Planned"), N_("Last contact"), N_("Contact every (days)"),
                 N_("Relationship owner"), N_("What follows"))  # fmt: skip
        lines: list[tuple[Cell, ...]] = [tuple(say(h) for h in heads)]
        for one in self._people:
            state = say(Message(_STATES[one.state(self._today)], {"days": SOON}))
            lines.append(
                (
                    one.shown,
                    one.due,
                    state,
                    one.planned,
                    one.last,
                    one.cadence,
                    one.owner or None,
                    one.follow_up or None,
                )
            )
        return [NumberSheet(say(N_("Contacts due")), tuple(lines))]

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        assert self._query is not None  # noqa: S101 - a query was shown
        if total and (self._query.filters or self._query.search):
            words = N_("Every row is still there; the filters only hide them.")
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            self._empty.show_state("search", say(N_("Nobody who is due matches")), say(words), (clear,))
            return
        words = N_(
            "Say for each stakeholder how often there should be a contact; who is due then stands here, the longest waiting first."
        )
        offer = (say(N_("Open the table")), "primary", "users", self._open_table)
        self._empty.show_state("calendar", say(N_("Nobody has a cadence yet")), say(words), (offer,))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))

    def _open_table(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.context.open_view(View("stakeholder", self._query))
