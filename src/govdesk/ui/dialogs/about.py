"""About: which version this is, what it stands on, and under which terms."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from govdesk import __version__
from govdesk.paths import resource
from govdesk.ui.context import Context
from govdesk.ui.icon import program_icon
from govdesk.ui.past_seal import fill_seal, seal_line
from govdesk.ui.text import button, label


class About(QDialog):
    """Version, notices and licences."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        gettext = context.language.gettext
        self.setWindowTitle(gettext("About GovDesk"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(16)
        mark = QLabel()
        mark.setPixmap(program_icon().pixmap(QSize(48, 48)))
        head.addWidget(mark)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(label("GovDesk", "title"))
        names.addWidget(label(gettext("Version {version}").format(version=__version__), "muted"))
        head.addLayout(names, 1)
        column.addLayout(head)
        column.addWidget(label(gettext("Works on this computer alone: nothing is sent anywhere."), wrap=True))
        self.seal = seal_line(context)
        column.addWidget(self.seal)
        fill_seal(context, self.seal, self)
        row = QHBoxLayout()
        row.addWidget(label(gettext("Terms and notices"), "muted"))
        self.files = QComboBox()
        self.files.setAccessibleName(gettext("Terms and notices"))
        for path in notices():
            self.files.addItem(path.stem, str(path))
        row.addWidget(self.files, 1)
        column.addLayout(row)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(gettext("Terms and notices"))
        self.files.currentIndexChanged.connect(self._show)
        column.addWidget(self.text, 1)
        shut = button(gettext("Close"), "primary")
        shut.clicked.connect(self.accept)
        column.addWidget(shut, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(640, 480)
        self._show()

    def _show(self) -> None:
        self.text.setPlainText(Path(self.files.currentData()).read_text("utf-8"))


def notices() -> list[Path]:
    """Return the notices that come with the program, the list of bundled works first."""
    found = sorted(p for p in resource("notices").iterdir() if p.suffix in (".md", ".txt"))
    return sorted(found, key=lambda p: p.suffix != ".md")
