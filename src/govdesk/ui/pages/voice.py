"""The way to quick entry from anywhere: in the inbox its line, elsewhere a card over the page or the dialog that is open."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QVBoxLayout, QWidget

from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.pages.feedback_entry import QuickEntry

_WIDTH = 760
_TOP = 96


class VoiceCard(QDialog):
    """Quick entry in a window of its own; it stays open for the next voice until Escape."""

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(context.say(N_("Write down a voice")))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.entry = QuickEntry(context)
        column.addWidget(self.entry)
        self.entry.left.connect(self.close)
        self.entry.kept.connect(lambda _: context.notify(context.say(N_("The voice is kept. Escape goes back."))))
        room = min(_WIDTH, over.screen().availableGeometry().width())
        self.entry.setFixedWidth(room - 2 * 12)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self.entry.fetch_themes()
        frame = over.window().frameGeometry()
        self.move(frame.center().x() - room // 2, frame.top() + _TOP)

    def reject(self) -> None:
        """Stay open while something is written: Escape clears it first."""
        if self.entry.text.text():
            self.entry.clear()
        else:
            super().reject()


def write_down_voice(context: Context, shell: QWidget) -> None:
    """Let the user type what was said, where he is."""
    modal, view = QApplication.activeModalWidget(), context.view
    if modal is None and view is not None and (view.register, view.face) == ("feedback", "inbox"):
        for entry in shell.findChildren(QuickEntry):
            if entry.isVisible():
                entry.begin()
                return
    over = modal or shell.window()
    card = next((c for c in over.findChildren(VoiceCard) if shiboken6.isValid(c) and c.isVisible()), None)
    if card is None:
        card = VoiceCard(context, over)
        card.setModal(modal is not None)
        card.show()
    card.raise_()
    card.activateWindow()
    card.entry.begin()
