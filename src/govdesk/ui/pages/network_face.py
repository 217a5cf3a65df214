"""The network of relationships as a face of their register, with a way to reach somebody beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QStackedLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.network import Network, Tie, network, way
from govdesk.progress import Progress
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.network_canvas import NetworkCanvas
from govdesk.ui.picture import picture_button
from govdesk.ui.text import frame, label, tool

_BESIDE = 220
_WORDS = {
    "reports_to": N_("{person} reports to {other}"),
    "influences": N_("{person} influences {other}"),
    "allied": N_("{person} is allied with {other}"),
}


class NetworkFace(Face):
    """Who is tied to whom, and by whom somebody can be reached."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._found: Network | None = None
        self.canvas = NetworkCanvas(context)
        self.start, self.goal, self.steps = QComboBox(), QComboBox(), QListWidget()
        self._answer = label("", "muted", wrap=True)
        self._empty = EmptyState(context)
        self._build()
        self.canvas.chosen.connect(self._choose)
        self.canvas.kind_asked.connect(self._filter)
        self.start.activated.connect(self._seek)
        self.goal.activated.connect(self._seek)
        self.steps.currentRowChanged.connect(self._choose_step)
        context.selected.connect(lambda code, who: self.canvas.select(who if code == "stakeholder" else ""))

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        card, beside = frame("card"), frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.addWidget(self.canvas)
        beside.setFixedWidth(_BESIDE)
        column = QVBoxLayout(beside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(label(say(N_("A way to reach somebody")), "strong", wrap=True))
        for words, box in ((N_("From whom"), self.start), (N_("To whom"), self.goal)):
            column.addWidget(label(say(words), "caption"))
            box.setAccessibleName(say(words))
            column.addWidget(box)
        column.addWidget(self._answer)
        self.steps.setAccessibleName(say(N_("The steps of the way")))
        self.steps.setProperty("role", "plain")
        self.steps.setWordWrap(True)
        column.addWidget(self.steps, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(card, 1)
        row.addWidget(beside)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._whole = tool(icon("rotate-ccw", theme.colour("text")), say(N_("Show the whole network (0)")))
        self._whole.clicked.connect(self.canvas.whole)
        name = say(N_("Network of relationships"))
        self._picture = picture_button(self.context, self.canvas.paint_picture, name)

    def toolbar(self) -> list[QWidget]:
        """Return reset and picture."""
        return [self._whole, self._picture]

    def show_query(self, query: Query) -> None:
        """Fetch and lay out the network of a query beside the window."""
        self._query = query
        self._turn += 1
        workspace, registers = self.context.workspace, self.context.registers

        def work(progress: Progress) -> Network:
            with workspace.read() as session:
                return network(session, registers, query, lambda: progress(0, 0))

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, found: Network) -> None:
        if turn != self._turn:
            return
        self._found = found
        self.canvas.show_network(found)
        self.canvas.select(self.context.selection[1] if self.context.selection[0] == "stakeholder" else "")
        self._fill(found)
        self.counted.emit(len(found.ties), found.total)
        self._layers.setCurrentIndex(0 if found.ties else 1)
        if not found.ties:
            self._say_empty(found.total)

    def _fill(self, found: Network) -> None:
        for box, empty in ((self.start, N_("Choose…")), (self.goal, N_("Choose…"))):
            before = box.currentData()
            box.clear()
            box.addItem(self.context.say(empty), "")
            for one in found.people:
                box.addItem(one.name, one.id)
            box.setCurrentIndex(max(0, box.findData(before)))
        self._seek()

    def _seek(self, _index: int = 0) -> None:
        """Find the way between the two people that are chosen, show it and list it."""
        start, goal = self.start.currentData(), self.goal.currentData()
        self.steps.clear()
        say = self.context.say
        if not start or not goal or self._found is None:
            self._answer.setText(say(N_("The shortest way over friendly ties; whoever is in conflict is gone around.")))
            self.canvas.show_way(())
            return
        found = way(self._found.ties, start, goal)
        self.canvas.show_way(found or ())
        if found is None:
            self._answer.setText(
                say(N_("No friendly way leads there yet. A new tie, or the end of a conflict, would open one."))
            )
            return
        self._answer.setText(self.context.language.ngettext("{count} step", "{count} steps", len(found)))
        self.steps.addItems([self._words(n, tie) for n, tie in enumerate(found, 1)])

    def _words(self, place: int, tie: Tie) -> str:
        people = self.canvas.web.people
        words = Message(_WORDS[tie.kind], {"person": people[tie.person].name, "other": people[tie.other].name})
        return f"{place}. {self.context.say(words)}"

    def _choose_step(self, row: int) -> None:
        ties = self.canvas.web.way
        if 0 <= row < len(ties):
            self.context.select("relationship", ties[row].id)

    def _choose(self, identity: str) -> None:
        self.context.select("stakeholder" if identity else "", identity)

    def _filter(self, kind: str) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        others = tuple(f for f in self._query.filters if f.field != "kind")
        self.asked.emit(replace(self._query, filters=(*others, Filter("kind", "any_of", (kind,)))))

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            words = N_("Every row is still there; the filters only hide them.")
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            self._empty.show_state("search", say(N_("No tie matches")), say(words), (clear,))
            return
        words = N_("Say who reports to, influences, is allied or in conflict with whom, and the network draws itself.")
        offer = (say(N_("Open the table")), "primary", "git-pull-request-arrow", self._open_table)
        self._empty.show_state("network", say(N_("No ties yet")), say(words), (offer,))

    def _open_table(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.context.open_view(View("relationship", self._query))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))
