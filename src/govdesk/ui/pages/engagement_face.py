"""The engagement matrix as a face of the register: reads where people stand, writes where a mark is dragged to."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QStackedLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.insight.standing import Standings, standings
from govdesk.sheet.numbers import Cell, NumberSheet
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.ui.context import Context, View
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages.disc import level_word, levels
from govdesk.ui.pages.engagement_grid import EngagementGrid
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.reason_bar import ReasonBar
from govdesk.ui.picture import picture_button


class EngagementFace(Face):
    """Five columns from unaware to leading: where each stands today, and where we wish they stood."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._query: Query | None = None
        self._turn = 0
        self.grid = EngagementGrid(context)
        self.reason = ReasonBar(context, self.grid)
        self._empty = EmptyState(context)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self.grid)
        self._layers.addWidget(self._empty)
        name = context.say(N_("Engagement matrix"))
        self._picture = picture_button(
            context,
            self.grid.paint_picture,
            name,
            self.grid.picture_size,
            numbers=self.sheets,
            note=self._note,
            private=True,
        )
        self.grid.chosen.connect(lambda identity: context.select("stakeholder", identity))
        self.grid.moved.connect(self._moved)
        self.grid.dropped_outside.connect(self._outside)
        self.grid.refused.connect(self._refuse)
        self.grid.level_asked.connect(self._filter)
        context.selected.connect(self._selected)

    def _selected(self, code: str, identity: str) -> None:
        self.grid.select(identity if code == "stakeholder" else "")
        one = next((p for p in self.grid.people if p.id == self.grid.selected), None)
        if one is not None:
            now, wish = level_word(self.context, one.engagement), level_word(self.context, one.desired)
            words = Message(N_("{name}: today {now}, wished for {wish}"), {"name": one.shown, "now": now, "wish": wish})
            self.grid.setAccessibleDescription(self.context.say(words))

    def toolbar(self) -> list[QWidget]:
        """Return what can be taken along."""
        return [self._picture]

    def show_query(self, query: Query) -> None:
        """Fetch the stakeholders of a query beside the window."""
        self._query = query
        self._turn += 1
        workspace, registers = self.context.workspace, self.context.registers

        def work(_progress: object) -> Standings:
            with workspace.read() as session:
                return standings(session, registers, query)

        self.context.jobs.read(work, partial(self._loaded, self._turn), owner=self)

    def _loaded(self, turn: int, found: Standings) -> None:
        if turn != self._turn:
            return
        self.grid.movable = self.context.writable
        self.grid.show_people(found.people)
        self._selected(*self.context.selection)
        self.counted.emit(len(found.people), found.total)
        self._layers.setCurrentIndex(0 if found.people else 1)
        if not found.people:
            self._say_empty(found.total)

    def _say_empty(self, total: int) -> None:
        say = self.context.say
        if total:
            clear = (say(N_("Clear the filters")), "primary", "funnel-x", self._clear)
            title, words = (
                N_("Nobody in the matrix matches"),
                N_("Every row is still there; the filters only hide them."),
            )
            self._empty.show_state("search", say(title), say(words), (clear,))
            return
        words = N_("Each stakeholder becomes a row: C where they stand today, D where you wish they stood.")
        offer = (say(N_("Open the table")), "primary", "users", self._open_table)
        self._empty.show_state("users", say(N_("The matrix is still empty")), say(words), (offer,))

    def _note(self) -> str:
        return self.context.language.ngettext("{count} person", "{count} people", len(self.grid.people))

    def sheets(self) -> list[NumberSheet]:
        """Return the matrix as teams keep it, C and D in five columns, and how many stand at each level."""
        say, people = self.context.say, self.grid.people
        words = dict(levels(self.context))
        heads = (say(N_("Stakeholder")), say(N_("Job title")), say(N_("Department")), *words.values())
        lines: list[tuple[Cell, ...]] = [heads]
        for one in people:
            marks = [
                "".join(m for m, held in (("C", one.engagement), ("D", one.desired)) if held == code) or None
                for code in words
            ]
            lines.append((one.shown, one.title or None, one.department or None, *marks))
        counts: list[tuple[Cell, ...]] = [(say(N_("Level")), say(N_("Engagement")), say(N_("Desired engagement")))]
        for code, word in words.items():
            counts.append((word, sum(p.engagement == code for p in people), sum(p.desired == code for p in people)))
        names = (say(N_("Engagement matrix")), say(N_("How many at each level")))
        return [NumberSheet(names[0], tuple(lines)), NumberSheet(names[1], tuple(counts))] if people else []

    def _open_table(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.context.open_view(View("stakeholder", self._query))

    def _clear(self) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        self.asked.emit(replace(self._query, filters=(), search=""))

    def _filter(self, field: str, level: str) -> None:
        assert self._query is not None  # noqa: S101 - a query was shown
        others = tuple(f for f in self._query.filters if f.field != field)
        self.asked.emit(replace(self._query, filters=(*others, Filter(field, "any_of", (level,)))))

    def _moved(self, who: str, field: str, level: str, near: QPoint, by_key: bool) -> None:
        if by_key:
            self._write(who, field, level, "")
            return
        one = next(p for p in self.grid.people if p.id == who)
        self.grid.ghost = (who, field, level)
        args = {
            "record": one.shown,
            "now": level_word(self.context, getattr(one, field)),
            "then": level_word(self.context, level),
        }
        text = N_("{record}: {now} → {then}") if field == "engagement" else N_("{record}, wished for: {now} → {then}")
        words = self.context.say(Message(text, args))
        self.reason.ask(words, near, lambda why: self._write(who, field, level, why), self._leave)

    def _leave(self) -> None:
        self.grid.ghost = None
        self.grid.viewport().update()

    def _write(self, who: str, field: str, level: str, reason: str) -> None:
        self._leave()
        workspace = self.context.workspace
        self.context.edit(lambda: edit.change(workspace, "stakeholder", [who], {field: level}, reason))

    def _outside(self) -> None:
        text = N_("There is no level there, or it is another’s row: nothing was changed.")
        self.context.notify(self.context.say(text))

    def _refuse(self) -> None:
        self.context.notify(self.context.say(N_("This workspace is open for reading only: nothing was changed.")))
