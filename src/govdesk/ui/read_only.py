"""The line above the pages that says why a workspace may only be read, and what leads out of that."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from govdesk.i18n import N_
from govdesk.store.standing import Hindrance
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import ICON, button, label

_WAY = {
    "asked": N_("Open it again to edit it, or save a copy of your own."),
    "held": N_("Close it there and try again, or save a copy of your own; copies can be merged later."),
    "file": N_("Save a copy of your own to edit it."),
    "folder": N_("Save a copy in a folder of your own to edit it."),
    "full": N_("Free some space and try again, or save a copy on another drive."),
}


class ReadOnlyBanner(QFrame):
    """Shown while the open workspace may only be read."""

    def __init__(self, context: Context, hindrance: Hindrance) -> None:
        super().__init__()
        say = context.say
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icon("lock", context.theme.colour("watch")).pixmap(ICON))
        row.addWidget(mark)
        told = say(hindrance.words(context.workspace.path))
        self.words = label(f"{told} {say(_WAY[hindrance.code])}", wrap=True)
        self.setAccessibleName(self.words.text())
        row.addWidget(self.words, 1)
        if context.rescue is None:
            return
        if hindrance.code in ("asked", "held", "full"):
            again = button(say(N_("Try again") if hindrance.code != "asked" else N_("Open for editing")))
            again.clicked.connect(context.rescue.open_again)
            row.addWidget(again)
        copy = button(say(N_("Save a copy…")))
        copy.clicked.connect(context.rescue.save_elsewhere)
        row.addWidget(copy)
