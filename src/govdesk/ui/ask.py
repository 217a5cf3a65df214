"""Questions to the user: the code asks through `Ask`, so that a test can answer in the user's place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

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

    def open_files(self, title: str, types: Sequence[FileType], *, many: bool = False) -> list[Path]:
        """Ask for files that exist."""

    def save_file(self, title: str, suggested: Path, types: Sequence[FileType]) -> Path | None:
        """Ask where a file goes."""
