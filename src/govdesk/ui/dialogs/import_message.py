"""What stands in the place of a sheet: a file being read, or the sentence why it cannot be."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from govdesk.i18n import Message
from govdesk.ui.context import Context
from govdesk.ui.dialogs.import_work import Source
from govdesk.ui.icon import icon
from govdesk.ui.text import beside_icon, button, frame, label, line

_CARD = 520
#: Codes of files that a password opens.
LOCKED = ("encrypted", "wrong_password")


class MessagePane(QWidget):
    """A card in the middle.

    Signals:
        again: A `Source` to read once more, and the password that opens it, or nothing.
        dropped: A `Source` to take off the list.
    """

    again = Signal(object, str)
    dropped = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._source: Source | None = None
        self._asked = False
        gettext = context.language.gettext
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        card = frame("card")
        card.setFixedWidth(_CARD)
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(10)
        self._sign = QLabel()
        column.addWidget(self._sign)
        self._title = label("", "heading", wrap=True)
        self._text = label("", "muted", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(gettext("Progress"))
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._bar)
        self.password = line(gettext("Password of the file"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._ask_again)
        column.addWidget(self.password)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 6, 0, 0)
        self._again = button(gettext("Try again"), icon=icon("refresh-cw", context.theme.colour("text")))
        self._drop = button(gettext("Take off the list"), "ghost")
        self._again.clicked.connect(self._ask_again)
        self._drop.clicked.connect(self._ask_drop)
        buttons.addWidget(self._again)
        buttons.addWidget(self._drop)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def show_source(self, source: Source) -> None:
        """Show where a file stands."""
        self._source = source
        gettext, theme = self._context.language.gettext, self._context.theme
        failed = source.state == "failed"
        locked = failed and source.code in LOCKED
        name, tone = ("circle-alert", "act") if failed else ("file-spreadsheet", "accent")
        if locked:
            name, tone = "lock", "accent" if source.code != "wrong_password" else "act"
        self._sign.setPixmap(icon(name, theme.colour(tone)).pixmap(QSize(28, 28)))
        self._again.setVisible(failed)
        self._drop.setVisible(failed)
        self._bar.setVisible(not failed)
        self.password.setVisible(locked)
        self.password.clear()
        if locked and self._asked:
            self._asked = False
            QTimer.singleShot(0, self, self.begin)
        self._again.setText(beside_icon(gettext("Open") if locked else gettext("Try again")))
        self._again.setAccessibleName(gettext("Open") if locked else gettext("Try again"))
        self._title.setText(source.path.name)
        if failed and source.error is not None:
            asked = locked and source.code != "wrong_password"
            words = gettext(
                "This file is protected. Type its password; nothing is changed, and the password is not kept."
            )
            self._text.setText(words if asked else self._context.say(source.error))
        elif source.state == "ready":
            self._bar.hide()
            self._text.setText(gettext("This file holds no sheet with rows."))
        else:
            self._bar.setRange(0, 0)
            self._text.setText(gettext("The file is being read. Nothing is changed before you agree."))

    def begin(self) -> None:
        """Take the keyboard where a password is asked for."""
        if self.password.isVisible():
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def text(self) -> str:
        """Return what the card says."""
        return self._text.text()

    def show_progress(self, done: int, total: int, doing: Message | None) -> None:
        """Say how far the reading is."""
        if self._source is None or self._source.state not in ("reading", "planning"):
            return
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if doing is not None:
            self._text.setText(self._context.say(doing))

    def _ask_again(self) -> None:
        if self._source is not None:
            self._asked = True
            self.again.emit(self._source, self.password.text() if self._source.code in LOCKED else "")

    def _ask_drop(self) -> None:
        if self._source is not None:
            self.dropped.emit(self._source)
