"""The password of the open workspace: given, changed or taken away, with what it protects and what it does not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.store import cipher
from govdesk.ui.context import Context
from govdesk.ui.handed_out import handed_out
from govdesk.ui.text import button, label, line
from govdesk.ui.unlocking import Waiting

_PROTECTS = N_(
    "With a password, nobody can read the workspace, its backups or what lies beside them on the drive without it: a lost "
    "laptop, a mislaid stick, a mail to the wrong person."
)
_NOT = N_(
    "It does not protect what you export, what stands on the screen, or the file from someone who knows the password. "
    "Nobody can bring a forgotten password back."
)


class PasswordDialog(QDialog):
    """Asks for the password of now, and for the next one twice.

    Signals:
        wanted: The new `Key`, or None for no password.
    """

    wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._key = context.workspace.key
        gettext = context.language.gettext
        title = gettext("Change the password") if self._key else gettext("Give this workspace a password")
        self.setWindowTitle(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(title, "title"))
        for words in (_PROTECTS, _NOT):
            column.addWidget(label(gettext(words), "muted", wrap=True))
        column.addWidget(label(gettext("Who has this file"), "strong"))
        for said in handed_out(context):
            column.addWidget(label(said, "muted", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.now = self._line(gettext("Password now"))
        self.next = self._line(gettext("New password"))
        self.again = self._line(gettext("The same again"))
        for field in (*([self.now] if self._key else []), self.next, self.again):
            form.addRow(label(field.accessibleName()), field)
        column.addLayout(form)
        self.why = label("", "error", wrap=True)
        self.why.hide()
        column.addWidget(self.why)
        column.addStretch(1)
        foot = QHBoxLayout()
        self.drop = button(gettext("Take the password away"), "danger")
        self.drop.setVisible(self._key is not None)
        self.drop.clicked.connect(self._drop)
        foot.addWidget(self.drop)
        foot.addStretch(1)
        stay = button(gettext("Cancel"))
        stay.clicked.connect(self.reject)
        foot.addWidget(stay)
        self.go = button(title if not self._key else gettext("Change"), "primary")
        self.go.setDefault(True)
        self.go.clicked.connect(self._go)
        foot.addWidget(self.go)
        column.addLayout(foot)
        self.resize(520, 440)
        (self.now if self._key else self.next).setFocus()

    def _line(self, name: str) -> QLineEdit:
        made = line("", name)
        made.setEchoMode(QLineEdit.EchoMode.Password)
        return made

    def _go(self) -> None:
        if not self._knows():
            return
        if self.next.text() != self.again.text():
            self._say(N_("The two passwords are not the same. Nothing was changed; try again."))
            return
        try:
            with Waiting():
                key = cipher.new_key(self.next.text())
        except GovDeskError as error:
            self._tell(self._context.say(error.message))
            return
        self.accept()
        self.wanted.emit(key)

    def _drop(self) -> None:
        gettext = self._context.language.gettext
        question = gettext("Take the password away?")
        detail = gettext("Whoever has the file, or a backup of it, can read it then.")
        if self._knows() and self._context.ask.confirm(question, detail, yes=gettext("Take it away"), danger=True):
            self.accept()
            self.wanted.emit(None)

    def _knows(self) -> bool:
        """Answer whether who sits here knows the password of now."""
        if self._key is None:
            return True
        with Waiting():
            right = cipher.unlock(self.now.text(), self._key.salt) == self._key
        if not right:
            self._say(N_("That is not the password of now. Nothing was changed."))
            self.now.setFocus()
            self.now.selectAll()
        return right

    def _say(self, text: str) -> None:
        self._tell(self._context.language.gettext(text))

    def _tell(self, words: str) -> None:
        self.why.setText(words)
        self.why.show()
