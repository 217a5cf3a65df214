"""The way to quick entry from anywhere in the window."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from govdesk.ui.context import Context, View


def write_down_voice(context: Context, shell: QWidget) -> None:
    """Bring the inbox to the front and let the user type what was said."""
    from govdesk.store.query import Query  # noqa: PLC0415 - the store comes with the workspace
    from govdesk.ui.pages.feedback_entry import QuickEntry  # noqa: PLC0415

    view = context.view
    if view is None or (view.register, view.face) != ("feedback", "inbox"):
        context.open_view(View("feedback", Query("feedback", context.project), "inbox"))
    for entry in shell.findChildren(QuickEntry):
        entry.begin()
