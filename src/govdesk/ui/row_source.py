"""Asks the store which rows a view has: at once where that is quick, else beside the window."""

from __future__ import annotations

from array import array
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from govdesk.ui.context import Context

if TYPE_CHECKING:
    from govdesk.store.query import Query

_SLOW = 0.3
_MANY = 150_000


class RowSource(QObject):
    """Fetches the row keys of the query asked last.

    Signals:
        fetched: The keys, as an `array`.
        loading: Whether they are being fetched beside the window.
    """

    fetched = Signal(object)
    loading = Signal(bool)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.total = 0
        self._slow = False
        self._turn = 0
        self._waiting = False
        self._totals: dict[tuple[str, str | None], int] = {}

    def ask(self, query: Query) -> None:
        """Fetch the keys of a query; what was asked before it is no longer wanted."""
        from govdesk.store.query import rows  # noqa: PLC0415 - the store comes with the workspace

        workspace, registers = self._context.workspace, self._context.registers
        self._turn += 1
        turn = self._turn
        self._count(query)

        def fetch() -> tuple[array[int], float]:
            began = perf_counter()
            with workspace.read() as session:
                return rows(session, registers, query), perf_counter() - began

        if self._slow or self.total > _MANY:
            self._wait(waiting=True)
            self._context.jobs.read(lambda _progress: fetch(), lambda found: self._arrived(turn, *found), owner=self)
        else:
            self._arrived(turn, *fetch())

    def _arrived(self, turn: int, keys: array[int], took: float) -> None:
        self._slow = took > _SLOW
        if turn == self._turn:
            self._wait(waiting=False)
            self.fetched.emit(keys)

    def _wait(self, *, waiting: bool) -> None:
        if waiting != self._waiting:
            self._waiting = waiting
            self.loading.emit(waiting)

    def _count(self, query: Query) -> None:
        """Learn how many rows the register has in the query's project, without its filters."""
        from govdesk.store.query import Query, count  # noqa: PLC0415

        known = (query.register, query.project)
        if known not in self._totals:
            with self._context.workspace.read() as session:
                self._totals[known] = count(session, self._context.registers, Query(*known))
        self.total = self._totals[known]

    def stale(self) -> None:
        """Count anew the next time."""
        self._totals.clear()

    def close(self) -> None:
        """Forget what was asked."""
        self.stale()
        self.total, self._slow = 0, False
        self._turn += 1
        self._wait(waiting=False)
