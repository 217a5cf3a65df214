"""What the faces of mitigation have in common: the strip of warnings above, a card or a teaching emptiness below, one read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from govdesk.i18n import N_
from govdesk.store.query import Query, count
from govdesk.ui.context import Context
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages.face import Face
from govdesk.ui.pages.mitigation_strip import MitigationStrip
from govdesk.ui.text import frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from govdesk.progress import Progress


class MitigationFace(Face):
    """Reads its records beside the window and shows them in `body`; only the newest answer counts.

    Args:
        context: The window's shared state.
        code: The register that it shows.
    """

    def __init__(self, context: Context, code: str) -> None:
        super().__init__(context)
        self._query = Query(code)
        self._asked = 0
        self.strip = MitigationStrip(context)
        self.empty = EmptyState(context)
        self.body = frame("card")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.body)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)

    def fetch(self, session: Session, query: Query) -> tuple[Sequence[Any], Any]:
        """Return the records of a query, and whatever is read beside them; runs on another thread."""
        raise NotImplementedError

    def take(self, found: Sequence[Any], beside: Any) -> None:
        """Show what was fetched."""
        raise NotImplementedError

    def teach(self) -> None:
        """Say in `empty` what belongs here, where there is nothing at all."""
        raise NotImplementedError

    #: What the emptiness is called where the filters hide everything.
    unfit = ""

    def show_query(self, query: Query) -> None:
        """Fetch the records of a query and show them."""
        self._query = query
        self._asked += 1
        asked = self._asked
        workspace, registers = self.context.workspace, self.context.registers

        def work(_progress: Progress) -> tuple[Sequence[Any], Any, int]:
            with workspace.read() as session:
                return *self.fetch(session, query), count(session, registers, Query(query.register, query.project))

        self.context.jobs.read(work, lambda answer: self._answered(asked, *answer), owner=self)
        self.strip.read(query.project)

    def _answered(self, asked: int, found: Sequence[Any], beside: Any, total: int) -> None:
        if asked != self._asked:
            return
        self.counted.emit(len(found), total)
        self._stack.setCurrentIndex(0 if found else 1)
        if not found and total:
            say = self.context.say
            words = say(N_("Every row is still there; the filters only hide them."))
            self.empty.show_state("search", say(self.unfit), words, ())
        elif not found:
            self.teach()
        self.take(found, beside)
