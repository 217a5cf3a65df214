"""The stakeholder map as a face of the register: reads who stands where, and writes what is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.standing import HIGH, Moment, Standing, Standings, moments, standing_then, standings, trail
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.icon import icon
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.map_canvas import MapCanvas
from govdesk.ui.pages.map_time import TimeLine
from govdesk.ui.pages.reason_bar import ReasonBar
from govdesk.ui.picture import picture_button
from govdesk.ui.text import frame, label, tool

_BESIDE = 176
_ID = Qt.ItemDataRole.UserRole


class MapFace(Face):
    """Power over interest: who stands where, and where we wish they stood."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self._all: tuple[Standing, ...] = ()
        self._past: Sequence[Moment] = ()
        self.canvas = MapCanvas(context)
        self.time = TimeLine(context)
        self.reason = ReasonBar(context, self.canvas)
        self.unplaced = QListWidget()
        self._empty = EmptyState(context)
        self._build()
        self.canvas.chosen.connect(self._choose)
        self.canvas.moved.connect(self._moved)
        self.canvas.dropped_outside.connect(self._outside)
        self.canvas.refused.connect(self._refuse)
        self.canvas.lassoed.connect(self._filter_ids)
        self.canvas.quadrant_asked.connect(self._open_quadrant)
        self.canvas.level_asked.connect(self._filter_level)
        self.time.turned.connect(self._show_people)
        self.unplaced.currentItemChanged.connect(self._choose_item)
        context.selected.connect(self._selected)

    def _build(self) -> None:
        say, theme = self.context.say, self.context.theme
        self._card = frame("card")
        inner = QVBoxLayout(self._card)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(0)
        inner.addWidget(self.canvas, 1)
        inner.addWidget(self.time)
        self._beside = frame("card")
        self._beside.setFixedWidth(_BESIDE)
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(10, 10, 10, 10)
        self._beside_title = label("", "strong", wrap=True)
        column.addWidget(self._beside_title)
        column.addWidget(
            label(
                say(N_("Power or interest is not filled in; choose one and fill it in beside.")), "caption", wrap=True
            )
        )
        self.unplaced.setAccessibleName(say(N_("Not on the map")))
        self.unplaced.setProperty("role", "plain")
        self.unplaced.setFrameShape(QFrame.Shape.NoFrame)
        column.addWidget(self.unplaced, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._card, 1)
        row.addWidget(self._beside)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(shown)
        self._layers.addWidget(self._empty)
        self._lasso = tool(
            icon("circle-dashed", theme.colour("text")),
            say(N_("Lasso: draw around people to filter them (or hold Shift)")),
        )
        self._lasso.setCheckable(True)
        self._lasso.toggled.connect(self._set_lasso)
        self._whole = tool(icon("rotate-ccw", theme.colour("text")), say(N_("Show the whole map (0)")))
        self._whole.clicked.connect(self.canvas.whole)
        self._picture = picture_button(self.context, self.canvas.paint_picture, say(N_("Stakeholder map")))

    def toolbar(self) -> list[QWidget]:
        """Return lasso, reset and picture."""
        return [self._lasso, self._whole, self._picture]

    # ------------------------------------------------------------ what is shown

    def show_query(self, query: Query) -> None:
        """Fetch the stakeholders of a query beside the window, and the past of its project."""
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
        self.time.show_moments(self._past)
        self._show_people()
        self._list_unplaced()
        self.canvas.select(self.context.selection[1] if self.context.selection[0] == "stakeholder" else "")
        self.counted.emit(len(self._all), people.total)
        self._layers.setCurrentIndex(0 if self._all else 1)
        if not self._all:
            self._say_empty(people.total)

    def _show_people(self, _upto: object = None) -> None:
        upto = self.time.upto
        people = list(self._all) if upto is None else standing_then(self._past, upto, self._all)
        trails = {} if upto is None else {p.id: trail(self._past, upto, p.id) for p in people}
        if upto is None and self.context.selection[1]:
            chosen = self.context.selection[1]
            trails = {chosen: trail(self._past, len(self._past), chosen)}
        self.canvas.movable = self.context.writable and upto is None
        self.canvas.show_people(people, trails)

    def _list_unplaced(self) -> None:
        missing = [p for p in self._all if not p.placed]
        self._beside.setVisible(bool(missing))
        self._beside_title.setText(self.context.say(Message(N_("Not on the map ({count})"), {"count": len(missing)})))
        self.unplaced.blockSignals(True)
        self.unplaced.clear()
        for one in missing:
            item = QListWidgetItem(one.name)
            item.setData(_ID, one.id)
            item.setToolTip(one.department)
            self.unplaced.addItem(item)
        self.unplaced.blockSignals(False)

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            self._empty.show_state(
                "search",
                say(N_("Nobody on the map matches")),
                say(N_("Every row is still there; the filters only hide them.")),
                (clear,),
            )
            return
        words = say(
            N_(
                "Each stakeholder becomes a disc as soon as power and interest are judged from 1 to 5. Add people in the table, or import a register."
            )
        )
        offer = (say(N_("Open the table")), "primary", "users", lambda: self._open(()))
        self._empty.show_state("map", say(N_("The map is still empty")), words, (offer,))

    # ------------------------------------------------------------ choosing and filtering

    def _choose(self, identity: str) -> None:
        self.context.select("stakeholder" if identity else "", identity)

    def _choose_item(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._choose(item.data(_ID))

    def _selected(self, code: str, identity: str) -> None:
        chosen = identity if code == "stakeholder" else ""
        self.canvas.select(chosen)
        if self.time.upto is None:
            self.canvas.scene.trails = {chosen: trail(self._past, len(self._past), chosen)} if chosen else {}

    def _set_lasso(self, on: bool) -> None:
        self.canvas.lassoing = on

    def _filter_ids(self, ids: list[str]) -> None:
        self._lasso.setChecked(False)
        if not ids:
            self.context.notify(self.context.say(N_("Nobody stands inside the line; the filter stays as it was.")))
            return
        numbers = {p.id: p.number for p in self._all}
        self._ask_filter(Filter("number", "any_of", tuple(sorted(numbers[i] for i in ids))))

    def _filter_level(self, code: str) -> None:
        self._ask_filter(Filter("engagement", "any_of", (code,)))

    def _ask_filter(self, wanted: Filter) -> None:
        assert self._query is not None  # noqa: S101 - people are shown
        others = tuple(f for f in self._query.filters if f.field != wanted.field)
        self.asked.emit(replace(self._query, filters=(*others, wanted)))

    def _open_quadrant(self, powerful: bool, interested: bool) -> None:
        def side(name: str, high: bool) -> Filter:
            return Filter(name, "at_least", (HIGH,)) if high else Filter(name, "at_most", (HIGH - 1,))

        self._open((side("power", powerful), side("interest", interested)))

    def _open(self, filters: tuple[Filter, ...]) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        named = {f.field for f in filters}
        kept = tuple(f for f in self._query.filters if f.field not in named)
        self.context.open_view(View("stakeholder", replace(self._query, filters=(*kept, *filters))))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))

    # ------------------------------------------------------------ reassessing

    def _moved(self, who: str, interest: int, power: int, near: QPoint, by_key: bool) -> None:
        one = self.canvas.scene.by_id.get(who)
        if one is None:
            return
        if by_key:
            self._write(one, interest, power, "")
            return
        self.canvas.ghost = (who, (interest, power))
        words = self.canvas.painter.move_words(one, (interest, power))
        self.reason.ask(words, near, lambda why: self._write(one, interest, power, why), self._leave)

    def _leave(self) -> None:
        self.canvas.ghost = None
        self.canvas.update()

    def _write(self, one: Standing, interest: int, power: int, reason: str) -> None:
        self._leave()
        workspace = self.context.workspace
        values = {n: v for n, v in (("power", power), ("interest", interest)) if getattr(one, n) != v}
        if len(values) == 1:
            self.context.edit(lambda: edit.change(workspace, "stakeholder", [one.id], values, reason))
            return
        args = {"record": one.name, "power": power, "interest": interest, "reason": reason}
        text = (
            N_("{record} to power {power}, interest {interest} ({reason})")
            if reason
            else N_("{record} to power {power}, interest {interest}")
        )
        label_ = Message(text, args)
        self.context.edit(lambda: edit.change_many(workspace, "stakeholder", {one.id: values}, label=label_))

    def _outside(self) -> None:
        self.context.notify(self.context.say(N_("Outside the map there is no judgement: nothing was changed.")))

    def _refuse(self) -> None:
        if not self.context.writable:
            text = N_("This workspace is open for reading only: nothing was changed.")
        else:
            text = N_("This is the past, and it stays as it was. Take the slider back to today to reassess.")
        self.context.notify(self.context.say(text))
