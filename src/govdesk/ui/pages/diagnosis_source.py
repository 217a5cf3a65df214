"""Reads the diagnosis beside the window, once for all tabs that show it, and keeps the number in the navigation true.

One source lives as long as the context. Pages ask it; it answers at once with what it knows, and again when it knows more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal
from sqlalchemy import select

from govdesk.insight.diagnosis.diagnosing import diagnose_all
from govdesk.insight.diagnosis.finding import Diagnosis
from govdesk.insight.diagnosis.snapshot import Trend, trends
from govdesk.insight.diagnosis.threshold import keep_limits, limits
from govdesk.progress import Progress
from govdesk.store.query import table_of
from govdesk.ui.context import Context

PAGE = "diagnosis"
#: Milliseconds after a change until the number is counted again where nobody looks at the page.
_REST = 700


@dataclass(frozen=True, slots=True)
class Picture:
    """What the pages show.

    Args:
        asked: The project that was asked for; None for all.
        found: The diagnosis of each project.
        trends: What became of each rule since the last snapshot, by project.
        names: The name of each project, by id.
        limits: The thresholds that hold.
    """

    asked: str | None
    found: tuple[Diagnosis, ...]
    trends: Mapping[str, Mapping[str, Trend]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def one(self) -> Diagnosis | None:
        """The diagnosis, where it is of one project."""
        return self.found[0] if len(self.found) == 1 else None

    @property
    def since(self) -> dt.date | None:
        """The day of the last snapshot before today."""
        days = [t.since for by_rule in self.trends.values() for t in by_rule.values()]
        return max(days, default=None)


class DiagnosisSource(QObject):
    """The one that reads.

    Signals:
        told: A new `Picture`.
    """

    told = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._context = context
        self._known: Picture | None = None
        self._stale = True
        self._asked = self._told = 0
        self._timer = QTimer(self, singleShot=True, interval=_REST)
        self._timer.timeout.connect(self._count)
        context.bridge.changed.connect(self.forget)
        context.project_changed.connect(self.forget)
        context.workspace_changed.connect(self._another)

    @classmethod
    def of(cls, context: Context) -> DiagnosisSource:
        """Return the source of a context; the first who asks makes it."""
        found = context.findChild(cls)
        return found if isinstance(found, cls) else cls(context)

    @property
    def known(self) -> Picture | None:
        """What was read last, though it may be out of date."""
        return self._known

    def ask(self) -> None:
        """Tell the picture of the project that is looked at: what is known at once, what is new when it is read."""
        if not self._context.is_open:
            return
        known = self._known
        if known is not None and known.asked == self._context.project:
            self.told.emit(known)
            if not self._stale:
                return
        self._read("read")

    def forget(self, *_: object) -> None:
        """Hold what is known for out of date, and count again in a while."""
        self._stale = True
        if self._context.is_open:
            self._timer.start()

    def tell_count(self) -> None:
        """Put the number beside the page's entry, or count it first."""
        known = self._known
        if not self._stale and self._told != self._asked:
            return
        if known is None or self._stale or known.asked != self._context.project:
            self.forget()
        else:
            self._show_count(known)

    def set_limit(self, name: str, value: int) -> bool:
        """Set a threshold of the workspace; answer whether it was kept."""
        workspace = self._context.workspace
        chosen = {**(self._known.limits if self._known else {}), name: value}
        return self._context.edit(lambda: keep_limits(workspace, chosen), lambda _: self._read("read"))

    def _another(self) -> None:
        self._known, self._stale = None, True
        self._timer.stop()

    def _count(self) -> None:
        if self._stale and self._context.is_open:
            self._read("beside")

    def _read(self, pool: str) -> None:
        self._asked += 1
        self._stale = False
        self._timer.stop()
        asked, context = self._asked, self._context
        workspace, registers, project, today = context.workspace, context.registers, context.project, dt.date.today()

        def work(progress: Progress) -> Picture:
            with workspace.read() as session:
                found = diagnose_all(session, registers, today, project)
                known = {d.project: trends(session, registers, d.project, d) for d in found}
                table = table_of(registers["project"])
                named = session.connection().execute(select(table.c.id, table.c.name))
                return Picture(project, found, known, {i: n or "" for i, n in named}, limits(session))

        context.jobs.start(pool, work, lambda picture: self._take(asked, picture), owner=self)

    def _take(self, asked: int, picture: Picture) -> None:
        if asked != self._asked:
            return
        self._known, self._told = picture, asked
        self._show_count(picture)
        self.told.emit(picture)

    def _show_count(self, picture: Picture) -> None:
        acts = sum(d.acts for d in picture.found)
        self._context.page_counted.emit(PAGE, acts or None, "act")
