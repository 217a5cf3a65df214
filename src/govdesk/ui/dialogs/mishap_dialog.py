"""What went wrong so far, as it was written down on this computer: to be read before anybody sends it anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from govdesk.i18n import N_, Message
from govdesk.ui.context import Context
from govdesk.ui.mishap import clear, log_path, report
from govdesk.ui.text import button, label


class MishapDialog(QDialog):
    """Shows the file of errors whole; nothing is sent from here, and nothing by itself."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        gettext = context.language.gettext
        self.setWindowTitle(gettext("What went wrong so far"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(gettext("What went wrong so far"), "title"))
        words = gettext(
            "Noted are the time, the kind of error, the place in the program, and the versions; nothing that stands in a record, "
            "no name of a file of yours. It is sent nowhere by itself: read it, and send it if you want to."
        )
        column.addWidget(label(words, "muted", wrap=True))
        where = Message(N_("It stands in {file}."), {"file": str(log_path())})
        column.addWidget(label(context.say(where), "muted", wrap=True))
        self.text = QPlainTextEdit(report() or gettext("Nothing went wrong so far."))
        self.text.setReadOnly(True)
        self.text.setAccessibleName(gettext("What went wrong so far"))
        column.addWidget(self.text, 1)
        row = QHBoxLayout()
        forget = button(gettext("Clear"))
        forget.clicked.connect(self._clear)
        row.addWidget(forget)
        row.addStretch(1)
        copy = button(gettext("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        row.addWidget(copy)
        folder = button(gettext("Show in its folder"))
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path().parent))))
        row.addWidget(folder)
        shut = button(gettext("Close"), "primary")
        shut.setDefault(True)
        shut.clicked.connect(self.accept)
        row.addWidget(shut)
        column.addLayout(row)
        self.resize(680, 460)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def _clear(self) -> None:
        clear()
        self.text.setPlainText(self._context.language.gettext("Nothing went wrong so far."))
