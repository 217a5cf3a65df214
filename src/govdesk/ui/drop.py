"""Files dropped on the window: which are welcome, and the sheet that says so while they hover."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from govdesk.ui.context import Context
from govdesk.ui.text import frame, label

WORKSPACE = "govdesk"
SPREADSHEETS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "txt")


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the local files that a drag carries."""
    return [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()] if data.hasUrls() else []


def is_workspace(path: Path) -> bool:
    """Answer whether a file's name is that of a workspace."""
    return path.suffix.lower() == f".{WORKSPACE}"


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
        self._text = label("", "title")
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(self._text)
        column.addWidget(card)
        self.hide()

    def offer(self, paths: list[Path]) -> None:
        """Cover the window and say what a drop will do."""
        gettext = self._context.language.gettext
        opens = len(paths) == 1 and is_workspace(paths[0])
        self._text.setText(gettext("Drop to open this workspace") if opens else gettext("Drop to import"))
        self.setGeometry(self.parentWidget().rect())
        self.show()
        self.raise_()
