"""The seal of the history as the window shows it, and the look at it after a workspace was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.text import label, say_tip

if TYPE_CHECKING:
    from govdesk.store.chain import Verdict
    from govdesk.store.workspace import Workspace

#: The look waits until what the user wants to see is there.
_LATER = 2_000


class SealWatch(QObject):
    """Says what makes one doubt a workspace that was opened, then holds its whole past against the chain, beside the work."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self, interval=_LATER, singleShot=True)
        self._timer.timeout.connect(self.look)
        context.workspace_changed.connect(self._timer.start)
        self._timer.start()

    def look(self) -> None:
        """Look at the chain of the open workspace."""
        if self._context.is_open:
            workspace = self._context.workspace
            for doubt in workspace.doubts:
                self._context.say_error(GovDeskError(doubt.message, code=doubt.code))
            self._context.jobs.beside(lambda _: _verdict(workspace), self._say, owner=self, failed=self._gone)

    def _say(self, found: Verdict) -> None:
        from govdesk.store.doubt import past  # noqa: PLC0415 - seldom

        context = self._context
        told = context.is_open and any(d.code == "past" for d in context.workspace.doubts)
        if found.first is not None and not told:
            context.say_error(GovDeskError(past(found.first).message, code="past"))

    def _gone(self, _error: Exception) -> None:
        """Leave it to what the user does next to tell of a file that cannot be read."""


def seal_of(context: Context) -> str:
    """Return the seal of the open workspace's history; empty where there is none."""
    return _head(context.workspace) if context.is_open else ""


def sealed(context: Context) -> str:
    """Return the seal as it is printed on a picture or a page."""
    return f"GovDesk {seal_of(context)}".strip()


def seal_line(context: Context) -> QLabel:
    """Make the line that shows the seal of the history; it can be marked and copied."""
    made = label("", "muted", wrap=True)
    made.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    tip = N_("It stands in every export: with it “govdesk check --seal” tells later whether the past was changed.")
    say_tip(made, context.say(tip))
    return made


def fill_seal(context: Context, line: QLabel, owner: QObject) -> None:
    """Read the seal and show it."""
    if not context.is_open:
        line.hide()
        return
    workspace = context.workspace

    def show(head: str) -> None:
        line.setText(context.say(Message(N_("Seal of the history: {head}"), {"head": head})))
        line.setVisible(bool(head))

    context.jobs.read(lambda _progress: _head(workspace), show, owner=owner)


def _head(workspace: Workspace) -> str:
    from govdesk.store.chain import head  # noqa: PLC0415 - after the first paint

    with workspace.read() as session:
        return head(session)


def _verdict(workspace: Workspace) -> Verdict:
    from govdesk.store.chain import verify  # noqa: PLC0415 - after the first paint

    with workspace.read() as session:
        return verify(session)
