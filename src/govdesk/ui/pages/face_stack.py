"""The faces of a page as they are made and shown: one widget each, its tools beside the page's main button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from govdesk.store.query import Query
from govdesk.ui.context import Context
from govdesk.ui.pages.face import Declared, Face, faces_of


class FaceStack(QObject):
    """Makes the faces of an area when they are first shown and hands them their queries.

    Signals:
        counted: How many records the face shows, of how many in all.
        asked: Another query that the face wants shown.
        adding: A new record is wanted.
    """

    counted = Signal(int, int)
    asked = Signal(object)
    adding = Signal()

    def __init__(self, context: Context, registers: Sequence[str], stack: QStackedWidget, tools: QHBoxLayout) -> None:
        super().__init__(stack)
        self._context = context
        self._stack = stack
        self._tools = tools
        self._made: dict[tuple[str, str], Face] = {}
        self._shown: Face | None = None
        #: Register and face of each tab, in order; an empty face is the register's table.
        self.tabs = [(code, face) for code in registers for face in ("", *(f.code for f in faces_of(code)))]

    def label(self, register: str, face: str) -> str:
        """Return the words of a tab, as English source text."""
        return declared(register, face).label if face else self._context.registers[register].about.plural

    def heading(self, register: str, face: str) -> tuple[str, str]:
        """Return the title of a tab's page and what it tells, as English source text."""
        if face:
            found = declared(register, face)
            return found.title, found.purpose
        about = self._context.registers[register].about
        return about.plural, about.purpose

    def show(self, query: Query, face: str) -> None:
        """Bring a face to the front with the records of a query."""
        key = (query.register, face)
        if key not in self._made:
            made = declared(*key).make(self._context)
            made.counted.connect(self.counted)
            made.asked.connect(self.asked)
            made.adding.connect(self.adding)
            self._made[key] = made
            self._stack.addWidget(made)
        self._shown = self._made[key]
        self._place_tools()
        self._shown.show_query(query)
        self._stack.setCurrentWidget(self._shown)

    def leave(self) -> None:
        """Show none of them any more."""
        self._shown = None
        self._place_tools()

    @property
    def active(self) -> bool:
        """Whether a face, and not the table, is shown."""
        return self._shown is not None

    def _place_tools(self) -> None:
        wanted = self._shown.toolbar() if self._shown else []
        for place in reversed(range(self._tools.count())):
            item = self._tools.itemAt(place)
            one = item.widget() if item is not None else None
            if one is not None and one not in wanted:
                one.hide()
                self._tools.removeWidget(one)
        for one in wanted:
            if self._tools.indexOf(one) < 0:
                self._tools.addWidget(one)
            one.show()


def declared(register: str, face: str) -> Declared:
    """Return a face's declaration."""
    return next(f for f in faces_of(register) if f.code == face)
