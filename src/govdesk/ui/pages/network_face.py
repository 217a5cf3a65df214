"""The network of relationships as a face of their register: ties are drawn on it, and ways sought beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.network import Network, network
from govdesk.progress import Progress
from govdesk.sheet.numbers import NumberSheet
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.network_canvas import NetworkCanvas
from govdesk.ui.pages.network_panel import NetworkPanel
from govdesk.ui.pages.network_tie import TieHand
from govdesk.ui.picture import picture_button
from govdesk.ui.slot import giving
from govdesk.ui.text import action, frame, tool


class NetworkFace(Face):
    """Who is tied to whom, and by whom somebody can be reached."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._found: Network | None = None
        self.canvas = NetworkCanvas(context)
        self.panel = NetworkPanel(context)
        self.hand = TieHand(context, self.canvas)
        self._empty = EmptyState(context)
        self._build()
        self.canvas.chosen.connect(self._choose)
        self.canvas.kind_asked.connect(self._filter)
        self.canvas.menu_asked.connect(self._open_menu)
        self.panel.way_found.connect(self.canvas.show_way)
        self.canvas.tie_chosen.connect(lambda tie: context.select("relationship", tie))
        self.panel.tie_chosen.connect(lambda tie: context.select("relationship", tie))
        self.panel.person_chosen.connect(self._choose)
        self.panel.tie_wanted.connect(self.canvas.begin_tie)
        context.selected.connect(self._selected)

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        card = frame("card")
        inner = QHBoxLayout(card)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.addWidget(self.canvas)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._whole = tool(icon("rotate-ccw", theme.colour("text")), say(N_("Show the whole network (0)")))
        self._whole.clicked.connect(self.canvas.whole)
        self._picture = picture_button(
            self.context,
            self.canvas.paint_picture,
            say(N_("Network of relationships")),
            numbers=self.sheets,
            note=self._note,
            private=True,
        )

    def toolbar(self) -> list[QWidget]:
        """Return reset and what can be taken along."""
        return [self._whole, self._picture]

    # ------------------------------------------------------------ what is shown

    def show_query(self, query: Query) -> None:
        """Fetch and lay out the network of a query beside the window."""
        self._query = query
        self._turn += 1
        workspace, registers = self.context.workspace, self.context.registers
        last = self._found

        def work(progress: Progress) -> Network:
            with workspace.read() as session:
                return network(session, registers, query, lambda: progress(0, 0), last)

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, found: Network) -> None:
        if turn != self._turn:
            return
        self._found = found
        self.hand.ties = found.all_ties
        self.canvas.drawable = self.context.writable
        self.canvas.outsiders = {p.id: p for p in found.everybody}
        self.canvas.show_network(found)
        self._selected(*self.context.selection)
        self.panel.show_network(found)
        self.counted.emit(len(found.ties), found.total)
        fruitless = bool(found.total) and not found.ties
        self._layers.setCurrentIndex(1 if fruitless or len(found.everybody) < 2 else 0)
        if self._layers.currentIndex():
            self._say_empty(found.total)

    def _selected(self, code: str, identity: str) -> None:
        who = identity if code == "stakeholder" else ""
        self.canvas.select(who)
        if self._found is None or not self.canvas.name_of(who):
            return
        ties = [self.panel.sentence(t) for t in self._found.all_ties if who in (t.person, t.other)]
        self.canvas.setAccessibleDescription("; ".join((self.canvas.name_of(who), *ties)))

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            words = N_("Every row is still there; the filters only hide them.")
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            self._empty.show_state("search", say(N_("No tie matches")), say(words), (clear,))
            return
        words = N_(
            "Say who reports to, influences, is allied or in conflict with whom. It takes two people to begin: add them to the stakeholders first."
        )
        offer = (say(N_("Open the stakeholders")), "primary", "users", self._open_people)
        self._empty.show_state("network", say(N_("No ties yet")), say(words), (offer,))

    # ------------------------------------------------------------ choosing

    def _choose(self, identity: str) -> None:
        self.context.select("stakeholder" if identity else "", identity)

    def _open_menu(self, who: str, at: QPoint) -> None:
        """Offer what can be done from somebody."""
        menu = QMenu(self)
        name = {"name": self.canvas.name_of(who)}
        offers = [
            (N_("A way to {name}"), lambda: self.panel.goal.choose(who)),
            (N_("A way from {name}"), lambda: self.panel.start.choose(who)),
        ]
        if self.context.writable:
            offers.insert(0, (N_("Draw a tie from {name} (T)"), lambda: self.canvas.begin_tie(who)))
        for words, work in offers:
            entry = action(self.context.say(Message(words, name)), menu)
            entry.triggered.connect(giving(work))
            menu.addAction(entry)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _filter(self, kind: str) -> None:
        """Show one kind of tie alone, or all again where it was alone already."""
        assert self._query is not None  # noqa: S101 - a query was shown
        others = tuple(f for f in self._query.filters if f.field != "kind")
        wanted = Filter("kind", "any_of", (kind,))
        filters = others if wanted in self._query.filters else (*others, wanted)
        self.asked.emit(replace(self._query, filters=filters))

    def _open_people(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.context.open_view(View("stakeholder", Query("stakeholder", self._query.project)))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))

    # ------------------------------------------------------------ taking it along

    def _note(self) -> str:
        web, words = self.canvas.web, self.context.language
        people = words.ngettext("{count} person", "{count} people", len(web.people))
        ties = words.ngettext("{count} tie", "{count} ties", len(web.ties))
        return f"{people} · {ties}"

    def sheets(self) -> list[NumberSheet]:
        """Return the ties that are shown, and how many of each kind everybody has."""
        say, web = self.context.say, self.canvas.web
        kinds = dict(self.canvas.painter.kinds())
        lines: list[tuple[str | int | None, ...]] = [
            (say(N_("From")), say(N_("Kind of tie")), say(N_("Towards")), say(N_("Strength")))
        ]
        lines += [
            (web.people[t.person].shown, kinds.get(t.kind, t.kind), web.people[t.other].shown, t.strength)
            for t in web.ties
        ]
        counts: list[tuple[str | int | None, ...]] = [(say(N_("Stakeholder")), *kinds.values(), say(N_("Ties")))]
        for one in web.people.values():
            own = [t.kind for t in web.ties if one.id in (t.person, t.other)]
            counts.append((one.shown, *(own.count(k) for k in kinds), len(own)))
        ties, people = say(N_("Relationships")), say(N_("Ties by person"))
        return [NumberSheet(ties, tuple(lines)), NumberSheet(people, tuple(counts))] if web.ties else []
