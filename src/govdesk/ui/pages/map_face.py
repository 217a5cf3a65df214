"""The stakeholder map as a face of the register: reads who stands where, shows them on the map and as rows beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.standing import HIGH, Moment, Standing, Standings, moments, standing_then, standings, trails
from govdesk.sheet.numbers import NumberSheet
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages import map_pick
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.map_canvas import MapCanvas
from govdesk.ui.pages.map_group import GROUPINGS, Grouping
from govdesk.ui.pages.map_hand import MapHand
from govdesk.ui.pages.map_painter import QUADRANTS
from govdesk.ui.pages.map_panel import MapPanel
from govdesk.ui.pages.map_pick import Pick
from govdesk.ui.pages.map_time import TimeLine
from govdesk.ui.picture import picture_button
from govdesk.ui.text import frame, tool

#: Narrower than this the rows beside the map wait until they are asked for, unless somebody stands there alone.
_ROOMY, _LEAST = 720, 560


class MapFace(Face):
    """Power over interest: who stands where, and where we wish they stood."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._all: tuple[Standing, ...] = ()
        self._shown: Sequence[Standing] = ()
        self._past: Sequence[Moment] = ()
        self._ways: dict[str, list[tuple[int, int]]] = {}
        self._pick: Pick | None = None
        self._beside: bool | None = None
        self.canvas = MapCanvas(context)
        self.hand = MapHand(context, self.canvas)
        self.reason = self.hand.reason
        self.time = TimeLine(context)
        self.panel = MapPanel(context)
        self.unplaced = self.panel.unplaced
        self._empty = EmptyState(context)
        self._build()
        self.canvas.chosen.connect(self._choose)
        self.canvas.lassoed.connect(self._pick_ids)
        self.canvas.quadrant_asked.connect(lambda *high: self.pick(map_pick.of_quadrant(context, *high)))
        self.canvas.group_asked.connect(lambda key: self.pick(map_pick.of_group(self.canvas.painter.grouping, key)))
        self.canvas.cell_asked.connect(lambda *cell: self.pick(map_pick.of_cell(context, *cell)))
        self.canvas.all_asked.connect(partial(self.pick, None))
        self.panel.chosen.connect(self._choose)
        self.panel.cleared.connect(partial(self.pick, None))
        self.panel.rows_asked.connect(self.open_rows)
        self.panel.missing_asked.connect(self._open_missing)
        self.canvas.rows_asked.connect(self.open_rows)
        self.time.turned.connect(lambda _: self._show_people())
        context.selected.connect(self._selected)

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        card = frame("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(0)
        inner.addWidget(self.canvas, 1)
        inner.addWidget(self.time)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(card, 1)
        row.addWidget(self.panel)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName(say(N_("What the colours stand for")))
        self.grouping.setToolTip(say(N_("What the colours stand for")))
        self.grouping.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for code, words in GROUPINGS.items():
            self.grouping.addItem(say(words), code)
        self.grouping.currentIndexChanged.connect(self._regroup)
        self._lasso = tool(
            icon("circle-dashed", theme.colour("text")),
            say(N_("Lasso: draw around people to pick them (or hold Shift)")),
        )
        self._lasso.setCheckable(True)
        self._lasso.toggled.connect(self._set_lasso)
        self._whole = tool(icon("rotate-ccw", theme.colour("text")), say(N_("Show the whole map (0)")))
        self._whole.clicked.connect(self.canvas.whole)
        self._table = tool(icon("table-2", theme.colour("text")), say(N_("The people as rows beside the map")))
        self._table.setCheckable(True)
        self._table.clicked.connect(self._set_beside)
        self._picture = picture_button(
            self.context,
            self.canvas.paint_picture,
            say(N_("Stakeholder map")),
            numbers=self.sheets,
            note=self._note,
            private=True,
        )

    def toolbar(self) -> list[QWidget]:
        """Return grouping, lasso, reset, the rows beside and what can be taken along."""
        return [self.grouping, self._lasso, self._whole, self._table, self._picture]

    # ------------------------------------------------------------ what is shown

    def show_query(self, query: Query) -> None:
        """Fetch the stakeholders of a query beside the window, and the past of its project."""
        if self._query is not None and self._query != query:
            self._pick = None
        self._query = query
        self._turn += 1
        workspace, registers = self.context.workspace, self.context.registers

        def work(_progress: object) -> tuple[Standings, list[Moment]]:
            with workspace.read() as session:
                return standings(session, registers, query), moments(session, query.project)

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, found: tuple[Standings, list[Moment]]) -> None:
        if turn != self._turn:
            return
        people, self._past = found
        self._all = people.people
        self.hand.people = {p.id: p for p in self._all}
        self.time.show_moments(self._past)
        self._regroup()
        self.panel.show_unplaced([p for p in self._all if not p.placed])
        self._place_beside()
        self.counted.emit(len(self._all), people.total)
        self._layers.setCurrentIndex(0 if self._all else 1)
        if not self._all:
            self._say_empty(people.total)

    def _regroup(self, _index: int = 0) -> None:
        """Colour the discs by what was chosen."""
        self.canvas.painter.grouping = Grouping(self.context, self.grouping.currentData(), self._all)
        if _index:
            self._pick = None
        self._show_people()

    def _show_people(self) -> None:
        upto = self.time.upto
        self._shown = list(self._all) if upto is None else standing_then(self._past, upto, self._all)
        self._ways = trails(self._past, len(self._past) if upto is None else upto)
        self.canvas.movable = self.context.writable and upto is None
        self.canvas.show_people(self._shown, self._ways if upto is not None else {})
        self.pick(self._pick)
        code, who = self.context.selection
        self._selected(code, who)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_beside()
        words = N_("Picture, numbers") if self.width() >= _ROOMY else ""
        self._picture.say(self.context.say(words))

    def _set_beside(self, on: bool) -> None:
        self._beside = on
        self._place_beside()

    def _place_beside(self) -> None:
        least = _ROOMY if all(p.placed for p in self._all) else _LEAST
        on = self.width() >= least if self._beside is None else self._beside
        self.panel.setVisible(on)
        self._table.setChecked(on)

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            words = N_("Every row is still there; the filters only hide them.")
            self._empty.show_state("search", say(N_("Nobody on the map matches")), say(words), (clear,))
            return
        words = N_(
            "Each stakeholder becomes a disc as soon as power and interest are judged from 1 to 5. Add people in the table, or import a register."
        )
        offer = (say(N_("Open the table")), "primary", "users", lambda: self._open(()))
        self._empty.show_state("map", say(N_("The map is still empty")), say(words), (offer,))

    # ------------------------------------------------------------ choosing and picking

    def _choose(self, identity: str) -> None:
        self.context.select("stakeholder" if identity else "", identity)

    def _selected(self, code: str, identity: str) -> None:
        chosen = identity if code == "stakeholder" else ""
        self.canvas.select(chosen)
        self.panel.select(chosen)
        if self.time.upto is None:
            self.canvas.scene.trails = {chosen: self._ways[chosen]} if chosen in self._ways else {}

    def _set_lasso(self, on: bool) -> None:
        self.canvas.lassoing = on

    def pick(self, wanted: Pick | None) -> None:
        """Bring some of the people to the front and show them alone beside the map; None shows everybody."""
        self._pick = wanted
        people = [p for p in self._shown if p.placed]
        if wanted is not None:
            people = [p for p in people if wanted.holds(p)]
            if self.panel.isHidden() and self.isVisible():
                self._set_beside(True)
        self.canvas.scene.picked = None if wanted is None else frozenset(p.id for p in people)
        self.canvas.update()
        words = wanted.words if wanted is not None else ""
        self.panel.show_people(people, self.canvas.painter.grouping, words)
        self.panel.select(self.canvas.scene.selected)

    def _pick_ids(self, ids: list[str]) -> None:
        self._lasso.setChecked(False)
        if not ids:
            self.context.notify(self.context.say(N_("Nobody stands inside the line; everything stays as it was.")))
            return
        self.pick(map_pick.of_ids(self.context, ids))

    def open_rows(self) -> None:
        """Open those who are shown beside the map in the register's table."""
        if self._pick is None and self.time.upto is None:
            self._open((Filter("power", "filled"), Filter("interest", "filled")))
        elif self._pick is not None and self._pick.filters and self.time.upto is None:
            self._open(self._pick.filters)
        else:
            self._open_people(self.panel.table.people.people)

    def _open_missing(self) -> None:
        self._open_people([p for p in self._all if not p.placed])

    def _open_people(self, people: Sequence[Standing]) -> None:
        self._open((Filter("number", "any_of", tuple(sorted(p.number for p in people))),))

    def _open(self, filters: tuple[Filter, ...]) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        named = {f.field for f in filters}
        kept = tuple(f for f in self._query.filters if f.field not in named)
        self.context.open_view(View("stakeholder", replace(self._query, filters=(*kept, *filters))))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))

    # ------------------------------------------------------------ taking it along

    def _note(self) -> str:
        placed = sum(p.placed for p in self._shown)
        words = self.context.language.ngettext("{count} person", "{count} people", placed)
        parts = (words, self.context.say(GROUPINGS[self.grouping.currentData()]))
        past = Message(N_("as of {when}"), {"when": self.time.when})
        return " · ".join((*parts, self.context.say(past)) if self.time.when else parts)

    def sheets(self) -> list[NumberSheet]:
        """Return the people as they stand, those beside the map among them, and how many each quadrant holds."""
        say, model = self.context.say, self.panel.table.people
        kept = model.people
        model.people = list(self._shown)
        people = model.sheet()
        model.people = kept
        lines: list[tuple[str | int, ...]] = [(say(N_("Quadrant")), say(N_("People")))]
        for powerful, interested in QUADRANTS:
            held = [p for p in self._shown if p.placed and ((p.power or 0) >= HIGH) == powerful]
            count = sum(((p.interest or 0) >= HIGH) == interested for p in held)
            lines.append((say(QUADRANTS[powerful, interested][0]), count))
        return [people, NumberSheet(say(N_("Quadrants")), tuple(lines))] if self._shown else []
