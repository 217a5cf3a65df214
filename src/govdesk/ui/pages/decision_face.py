"""The decisions on their way through their bodies, as a face of the decisions: what is stuck where, and since when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
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
from govdesk.insight.decision_path import STATES, Path, Paths, decision_paths
from govdesk.store.query import Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.decision_painter import PATH, PathDelegate, stop_at, told
from govdesk.ui.pages.face import Face
from govdesk.ui.slot import giving
from govdesk.ui.text import button, tip

_HEADS = (N_("Question to decide"), N_("Where it is"), N_("Its way through the bodies"))
_WIDTHS = (220, 178)
_ROW = 78
#: The states in words, their tone and their icon.
_LOOKS = {
    "circle": (N_("Wait for each other"), "act", "refresh-cw"),
    "stuck": (N_("Stuck"), "act", "circle-alert"),
    "moving": (N_("On its way"), "text", "clock"),
    "unplanned": (N_("No way yet"), "watch", "circle-question-mark"),
    "decided": (N_("Decided"), "good", "circle-check"),
    "gone": (N_("Refused or dropped"), "text_muted", "circle-x"),
}


class DecisionFace(Face):
    """Lists the decisions, the most pressing first, each with its stops."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._all: tuple[Path, ...] = ()
        self._shown: tuple[Path, ...] = ()
        self._state = ""
        self.table = QTableWidget(0, len(_HEADS))
        self.chips: dict[str, QPushButton] = {}
        self._empty = EmptyState(context)
        self._painter = PathDelegate(context)
        self._dress()
        self._build()

    def _dress(self) -> None:
        say, table = self.context.say, self.table
        table.setHorizontalHeaderLabels([say(h) for h in _HEADS])
        table.setAccessibleName(say(N_("Decision path")))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionResizeMode(len(_HEADS) - 1, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(_WIDTHS):
            table.setColumnWidth(place, width)
        table.setItemDelegate(self._painter)
        table.currentCellChanged.connect(self._choose)
        table.viewport().installEventFilter(self)

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        chips = QHBoxLayout()
        chips.setSpacing(6)
        for state in ("", *STATES):
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
        column.addWidget(self.table, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._steps = button(say(N_("Steps")), "", icon("route", theme.colour("text")))
        self._steps.setToolTip(tip(say(N_("All steps as a table, to add and to edit them"))))
        self._steps.clicked.connect(self._open_steps)

    def toolbar(self) -> list[QWidget]:
        """Return the button that opens the steps as a table."""
        return [self._steps]

    def show_query(self, query: Query) -> None:
        """Fetch the ways of the decisions of a query beside the window."""
        self._query = query
        self._turn += 1
        workspace, registers, today = self.context.workspace, self.context.registers, date.today()

        def work(_progress: object) -> Paths:
            with workspace.read() as session:
                return decision_paths(session, registers, query, today)

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, found: Paths) -> None:
        if turn != self._turn:
            return
        self._all = found.paths
        self.counted.emit(len(found.paths), found.total)
        self._layers.setCurrentIndex(0 if found.paths else 1)
        self.show_state(self._state)
        if not found.paths:
            self._say_empty(found.total)

    def show_state(self, state: str) -> None:
        """Show the decisions in a state of `STATES` alone; an empty text shows all."""
        counts = Counter(p.state for p in self._all)
        self._state = state = state if not state or counts[state] else ""
        for code, chip in self.chips.items():
            words = self.context.say(_LOOKS[code][0]) if code else self.context.say(N_("All"))
            amount = counts[code] if code else len(self._all)
            chip.setText(f"{words}  {amount}")
            chip.setAccessibleName(f"{words} {amount}")
            chip.setChecked(code == state)
            chip.setVisible(bool(amount) or not code)
        self._shown = tuple(p for p in self._all if not state or p.state == state)
        chosen = self.context.selection[1]
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._shown))
        for row, path in enumerate(self._shown):
            self._fill(row, path)
        rows = [n for n, one in enumerate(self._shown) if chosen in (one.id, *(s.id for s in one.stops))]
        self.table.setCurrentCell(rows[0] if rows else -1, 0)
        self.table.blockSignals(False)

    def _fill(self, row: int, path: Path) -> None:
        theme = self.context.theme
        words, tone, symbol = self.where(path)
        way = told(self.context, path)
        for place, text in enumerate((path.question, words, way)):
            item = QTableWidgetItem(text)
            item.setToolTip(tip(text))
            if place == 1:
                item.setForeground(theme.colour(tone))
                item.setIcon(icon(symbol, theme.colour(tone)))
            item.setData(PATH, path)
            self.table.setItem(row, place, item)

    def where(self, path: Path) -> tuple[str, str, str]:
        """Return in words where a decision lies, with its tone and its icon."""
        say, lang = self.context.say, self.context.language
        text, tone, symbol = _LOOKS[path.state]
        lines, here = [say(text)], path.here
        if here is not None and path.state in ("stuck", "moving"):
            days = lang.ngettext("{count} day", "{count} days", here.days)
            lines[0] = (
                say(Message(N_("{state}: {days}"), {"state": lines[0], "days": days})) if here.since else lines[0]
            )
            lines.append(here.person or here.body)
        if path.waits_for:
            lines.append(say(Message(N_("first: {question}"), {"question": path.waits_for})))
        elif path.late > 0:
            lines.append(lang.ngettext("{count} day overdue", "{count} days overdue", path.late))
        return "\n".join(lines), tone, symbol

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            index = self.table.indexAt(event.position().toPoint())
            path = index.data(PATH)
            if index.column() == len(_HEADS) - 1 and isinstance(path, Path):
                stop = stop_at(path, self.table.visualRect(index), int(event.position().x()))
                if stop is not None:
                    self.context.select("decision_step", stop.id)
        return False

    def _choose(self, row: int, *_rest: int) -> None:
        if 0 <= row < len(self._shown):
            self.context.select("decision", self._shown[row].id)

    def _open_steps(self) -> None:
        self.context.open_view(View("decision_step", Query("decision_step", self.context.project)))

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        assert self._query is not None  # noqa: S101 - a query was shown
        if total:
            words = say(N_("Every row is still there; the filters only hide them."))
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            self._empty.show_state("search", say(N_("No decision matches")), words, (clear,))
            return
        words = say(
            N_("Write down what has to be decided, then each body that it passes: what is stuck where stands here.")
        )
        offers = ((say(N_("Add the first one")), "primary", "plus", self.adding.emit),) if self.context.writable else ()
        self._empty.show_state("signpost", say(N_("Nothing to decide yet")), words, offers)

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))
