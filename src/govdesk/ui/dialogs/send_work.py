"""What the user chose to send, as a value, and the work beside the window: the burden counted, the workbooks written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from govdesk.progress import Progress

if TYPE_CHECKING:
    from govdesk.sheet.sending import Dispatch, Sending
    from govdesk.sheet.split import Split
    from govdesk.store.workspace import Workspace


def counting(workspace: Workspace, sending: Sending) -> Callable[[Progress], Split]:
    """Return the work that tells who would get which rows."""

    def work(_: Progress) -> Split:
        from govdesk.sheet.split import split  # noqa: PLC0415 - spreadsheets come when their work comes

        with workspace.read() as session:
            return split(session, workspace.registers, sending.wants, sending.by, sending.project)

    return work


def writing(workspace: Workspace, sending: Sending) -> Callable[[Progress], Dispatch]:
    """Return the work that writes the workbooks and notes down what was sent."""

    def work(progress: Progress) -> Dispatch:
        from govdesk.sheet.sending import send  # noqa: PLC0415 - spreadsheets come when their work comes

        return send(workspace, sending, progress)

    return work
