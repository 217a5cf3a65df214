"""The entry in the menus of a person's record that lists what is kept about them, to hand it out or to erase it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import action


def about_person(context: Context, code: str, identity: str, menu: QMenu) -> list[QAction]:
    """Return the entry, or nothing where the record is no person's."""
    if not identity or not any(f.tells_person for f in context.registers[code].fields()):
        return []
    made = action(
        context.say(N_("Everything kept about this person…")), menu, icon("user", context.theme.colour("text"))
    )

    def show() -> None:
        from govdesk.ui.dialogs.person_dialog import open_person  # noqa: PLC0415 - seldom

        open_person(context, code, identity)

    made.triggered.connect(show)
    return [made]
