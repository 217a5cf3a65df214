"""Files dropped on the window: which are welcome, and the sheet that says so while they hover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import frame, label

WORKSPACE = "govdesk"
SPREADSHEETS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt")


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the local files that a drag carries."""
    return [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()] if data.hasUrls() else []


def is_workspace(path: Path) -> bool:
    """Answer whether a file's name is that of a workspace."""
    return path.suffix.lower() == f".{WORKSPACE}"


def is_spreadsheet(path: Path) -> bool:
    """Answer whether a file's name is that of a spreadsheet; what Office leaves beside an open one is none."""
    return path.suffix.lower().lstrip(".") in SPREADSHEETS and not path.name.startswith(("~$", ".~"))


class DropSheet(QWidget):
    """Covers the window while files hover over it, and says what will happen."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        card = frame("drop")
        inside = QVBoxLayout(card)
        inside.setSpacing(8)
        mark = QLabel()
        mark.setPixmap(icon("file-spreadsheet", context.theme.colour("accent")).pixmap(QSize(48, 48)))
        self._text, self._files = label("", "title"), label("", "muted")
        inside.addStretch(1)
        for part in (mark, self._text, self._files):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(part)
        inside.addStretch(1)
        column.addWidget(card)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._context.theme.colour("window"))
        painter.end()

    def offer(self, paths: list[Path]) -> None:
        """Cover the window and say what a drop will do."""
        gettext = self._context.language.gettext
        opens = len(paths) == 1 and is_workspace(paths[0])
        self._text.setText(gettext("Drop to open this workspace") if opens else gettext("Drop to import"))
        names = (
            self._context.language.ngettext("{count} file", "{count} files", len(paths))
            if len(paths) > 1
            else paths[0].name
        )
        self._files.setText(names)
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
