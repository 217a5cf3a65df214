"""When each workspace was closed here last, so that the overview can tell what has changed since; kept in the settings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from govdesk.errors import GovDeskError
from govdesk.ui.context import Context

_KEPT = 40


@dataclass(frozen=True, slots=True)
class Visit:
    """The end of a visit: the last operation that was there, and the time."""

    operation: int
    at: datetime


class Visits(QObject):
    """Keeps the end of each visit."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        context.workspace_closing.connect(self.keep)

    def keep(self, *_closing: object) -> None:
        """Remember that the open workspace is left now."""
        from govdesk.store.history import latest  # noqa: PLC0415 - the store comes with the workspace

        context = self._context
        if not context.is_open:
            return
        workspace = context.workspace
        try:
            with workspace.read() as session:
                found = latest(session)
        except GovDeskError:
            return
        visits = {k: v for k, v in context.settings.visits.items() if k != workspace.id}
        visits[workspace.id] = {"operation": found.id if found else 0, "at": datetime.now(UTC).isoformat()}
        context.settings = replace(context.settings, visits=dict(list(visits.items())[-_KEPT:]))


def last_visit(context: Context) -> Visit | None:
    """Return the end of the last visit to the open workspace; None where there was none, or it makes no sense."""
    kept = context.settings.visits.get(context.workspace.id)
    try:
        return Visit(int(kept["operation"]), datetime.fromisoformat(kept["at"])) if kept is not None else None
    except (KeyError, TypeError, ValueError):
        return None
