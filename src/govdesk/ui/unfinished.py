"""The line that reminds of a new record that was left half filled in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from govdesk.fields.register import Register
from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.draft import Drafts
from govdesk.ui.text import button, label


class Unfinished(QFrame):
    """Shown while a register has an unfinished record that is not what the inspector shows.

    Signals:
        resumed: The user wants to go on with it.
    """

    resumed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._drafts = Drafts.of(context)
        self._register: type[Register] | None = None
        self.setProperty("role", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        self._words = label("", wrap=True)
        row.addWidget(self._words, 1)
        onward = button(context.say(N_("Go on with it")))
        onward.clicked.connect(self.resumed)
        drop = button(context.say(N_("Discard")), "ghost")
        drop.clicked.connect(self._discard)
        row.addWidget(onward)
        row.addWidget(drop)
        self.hide()
        self._drafts.changed.connect(self._look)
        context.selected.connect(self._look)

    def watch(self, register: type[Register]) -> None:
        """Remind of this register's unfinished record."""
        self._register = register
        words = Message(N_("An unfinished entry is kept: {register}"), {"register": Message(register.about.label)})
        self._words.setText(self._context.say(words))
        self._look()

    def _look(self, *_: object) -> None:
        code = self._register.register_code() if self._register is not None else ""
        left = self._drafts.new(code) is not None and self._context.selection[1] != ""
        self.setVisible(left)

    def _discard(self) -> None:
        if self._register is not None:
            self._drafts.discard(self._register.register_code())
