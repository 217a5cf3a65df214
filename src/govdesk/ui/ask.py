"""Questions to the user: the code asks through `Ask`, so that a test can answer in the user's place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import shiboken6
from PySide6.QtCore import QDir, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QSplitter,
    QWidget,
)

from govdesk.i18n import N_
from govdesk.ui.text import message_box

#: Shown name of a file type and its endings, such as `("Spreadsheets", ("xlsx", "csv"))`.
FileType = tuple[str, tuple[str, ...]]


class Ask(Protocol):
    """What can be asked; every text comes in the window's language."""

    def tell(self, text: str, detail: str = "", *, kind: str = "info") -> None:
        """Say something that must be read; `kind` is `info` or `error`."""

    def confirm(self, question: str, detail: str = "", *, yes: str, danger: bool = False) -> bool:
        """Ask whether to go on; `yes` is the word on the button."""

    def choose(self, question: str, options: Sequence[str], detail: str = "") -> int | None:
        """Ask for one of a few options, each a button; None where the user turns away."""

    def text(self, question: str, value: str = "", detail: str = "") -> str | None:
        """Ask for one line of text; None where the user turns away."""

    def secret(self, question: str, detail: str = "") -> str | None:
        """Ask for a password, which is not shown; None where the user turns away."""

    def open_files(self, title: str, types: Sequence[FileType], *, many: bool = False) -> list[Path]:
        """Ask for files that exist."""

    def save_file(self, title: str, suggested: Path, types: Sequence[FileType]) -> Path | None:
        """Ask where a file goes."""

    def folder(self, title: str, suggested: Path) -> Path | None:
        """Ask for a folder."""


#: The words of Qt's own file dialog that its Chinese catalogue lacks.
_LABELS = {
    QFileDialog.DialogLabel.LookIn: N_("Look in:"),
    QFileDialog.DialogLabel.FileName: N_("File name:"),
    QFileDialog.DialogLabel.FileType: N_("Files of type:"),
}
#: Widths of the places and of the files in it, and its height.
_FILES, _HIGH = (160, 660), 500


class QtAsk:
    """Asks with Qt's dialogs, over the window that is in front.

    Args:
        words: Translates into the window's language of the moment.
    """

    def __init__(self, words: Callable[[str], str]) -> None:
        self._words = words

    def tell(self, text: str, detail: str = "", *, kind: str = "info") -> None:
        """Say something that must be read."""
        box = message_box(_front(), text, detail)
        box.setIcon(QMessageBox.Icon.Warning if kind == "error" else QMessageBox.Icon.Information)
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.exec()

    def confirm(self, question: str, detail: str = "", *, yes: str, danger: bool = False) -> bool:
        """Ask whether to go on."""
        box = message_box(_front(), question, detail)
        box.setIcon(QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question)
        go = box.addButton(yes.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(stay if danger else go)
        return _answer(box) is go

    def choose(self, question: str, options: Sequence[str], detail: str = "") -> int | None:
        """Ask for one of a few options."""
        box = message_box(_front(), question, detail)
        box.setIcon(QMessageBox.Icon.Question)
        made = [box.addButton(o.replace("&", "&&"), QMessageBox.ButtonRole.ActionRole) for o in options]
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(made[0])
        found = _answer(box)
        return next((n for n, b in enumerate(made) if b is found), None)

    def text(self, question: str, value: str = "", detail: str = "") -> str | None:
        """Ask for one line of text."""
        typed = self._line(question, value, detail, QLineEdit.EchoMode.Normal)
        return typed if typed is None else typed.strip()

    def secret(self, question: str, detail: str = "") -> str | None:
        """Ask for a password."""
        return self._line(question, "", detail, QLineEdit.EchoMode.Password)

    def _line(self, question: str, value: str, detail: str, echo: QLineEdit.EchoMode) -> str | None:
        dialog = QInputDialog(_front())
        dialog.setWindowTitle("GovDesk")
        dialog.setLabelText(f"{question}\n{detail}" if detail else question)
        dialog.setTextEchoMode(echo)
        dialog.setTextValue(value)
        dialog.resize(420, dialog.sizeHint().height())
        for found in dialog.findChildren(QLabel):
            found.setTextFormat(Qt.TextFormat.PlainText)
        return dialog.textValue() if dialog.exec() else None

    def open_files(self, title: str, types: Sequence[FileType], *, many: bool = False) -> list[Path]:
        """Ask for files that exist."""
        dialog = self._files(title, QDir.homePath(), types)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles if many else QFileDialog.FileMode.ExistingFile)
        return [Path(f) for f in dialog.selectedFiles()] if dialog.exec() else []

    def save_file(self, title: str, suggested: Path, types: Sequence[FileType]) -> Path | None:
        """Ask where a file goes; the first ending is added where none was typed."""
        dialog = self._files(title, str(suggested.parent), types)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(types[0][1][0])
        dialog.selectFile(suggested.name)
        if not dialog.exec():
            return None
        path = Path(dialog.selectedFiles()[0])
        endings = [f".{e}" for _, group in types for e in group]
        return path if path.suffix.lower() in endings else path.with_name(f"{path.name}{endings[0]}")

    def folder(self, title: str, suggested: Path) -> Path | None:
        """Ask for a folder, which may be made there."""
        dialog = self._files(title, str(suggested), ())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        return Path(dialog.selectedFiles()[0]) if dialog.exec() else None

    def _files(self, title: str, folder: str, types: Sequence[FileType]) -> QFileDialog:
        dialog = QFileDialog(_front(), title, folder, _patterns(types))
        dialog.resize(sum(_FILES), _HIGH)
        for split in dialog.findChildren(QSplitter):
            split.setSizes(_FILES)
        for label, text in _LABELS.items():
            dialog.setLabelText(label, self._words(text))
        return dialog


def _answer(box: QMessageBox) -> QAbstractButton | None:
    """Ask, and return the button; None where the dialog under the question ended meanwhile and took it along."""
    box.exec()
    return box.clickedButton() if shiboken6.isValid(box) else None


def _front() -> QWidget | None:
    return QApplication.activeModalWidget() or QApplication.activeWindow()


def _patterns(types: Sequence[FileType]) -> str:
    return ";;".join(f"{name} ({' '.join(f'*.{e}' for e in endings)})" for name, endings in types)
