"""Files dropped on the window: which are welcome, and the sheet that says so while they hover."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.ui.context import Context
from govdesk.ui.icon import icon
from govdesk.ui.text import frame, label

WORKSPACE = "govdesk"
SPREADSHEETS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "fods", "csv", "tsv", "txt")


def dropped_files(data: QMimeData) -> list[Path]:
    """Return the local files that a drag carries."""
    return [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()] if data.hasUrls() else []


def is_workspace(path: Path) -> bool:
    """Answer whether a file's name is that of a workspace."""
    return path.suffix.lower() == f".{WORKSPACE}"


def is_spreadsheet(path: Path) -> bool:
    """Answer whether a file's name is that of a spreadsheet; what Office leaves beside an open one is none."""
    return path.suffix.lower().lstrip(".") in SPREADSHEETS and not path.name.startswith(("~$", ".~"))


def spreadsheets_of(paths: Sequence[Path]) -> list[Path]:
    """Return what may be imported of files and folders that were handed over.

    Of a folder these are the files with the name of a spreadsheet; a file handed over by itself counts whatever it is
    called, since what it holds decides, unless nothing among them holds a table.

    Raises:
        GovDeskError: Nothing among them is a spreadsheet (`unknown_file`, `empty_folder`), or a folder cannot be read.
    """
    files = [p for p in paths if not p.is_dir()]
    found = [b for p in paths if p.is_dir() for b in _listed(p) if is_spreadsheet(b)]
    if any(map(_may_hold_a_table, files)) or (files and found):
        return [*files, *found]
    if files:
        text = N_("“{file}” is neither a spreadsheet nor a workspace. Nothing was changed.")
        raise GovDeskError(text, code="unknown_file", file=files[0].name)
    if paths and not found:
        text = N_("The folder “{file}” holds no spreadsheets. Nothing was changed. Drop the folder in which they lie.")
        raise GovDeskError(text, code="empty_folder", file=paths[0].name)
    return found


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        text = N_(
            "The folder “{file}” cannot be read ({reason}). Nothing was changed. Copy its files to another folder."
        )
        raise GovDeskError(text, code="folder", file=folder.name, reason=error.strerror or error) from error


def _may_hold_a_table(path: Path) -> bool:
    """Answer whether a file is called a spreadsheet or begins like one; what cannot be opened is told by its reading."""
    from govdesk.sheet.inspection import inspect  # noqa: PLC0415 - spreadsheets come when their work comes
    from govdesk.sheet.refusal import Refusal  # noqa: PLC0415

    if is_spreadsheet(path):
        return True
    try:
        inspect(path)
    except Refusal as refusal:
        return refusal.code != "unknown"
    return True


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
