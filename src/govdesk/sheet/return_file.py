"""One file of a folder of returns: what it is, to whose workbook it belongs, and what it would change.

`collecting` reads the files into these values, holds them against each other, and carries them out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.sheet.header import IDENTITY_HEADING
from govdesk.sheet.plan_values import ImportPlan, Problem

if TYPE_CHECKING:
    from govdesk.sheet.grid import Book
    from govdesk.sheet.sent import Sent, SentPackage

#: What a file of the folder turned out to be.
STATES = {
    "answer": N_("Answer"),
    "unchanged": N_("Came back unchanged"),
    "taken": N_("Taken in before"),
    "earlier": N_("Earlier version"),
    "duplicate": N_("Duplicate"),
    "older": N_("Of an earlier round"),
    "elsewhere": N_("Of another workspace"),
    "foreign": N_("Not ours"),
    "open": N_("Still open"),
    "unreadable": N_("Cannot be read"),
    "other": N_("No spreadsheet"),
}
#: Those whose cells are taken in.
TAKEN = ("answer", "earlier", "older")
SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".fods", ".csv", ".et", ".tsv", ".txt")
_MOST = 2_000
_SEARCHED = 60
_OWNER = re.compile(r"~\$.*|\.~lock\..*#")


@dataclass(frozen=True, slots=True)
class Missing:
    """A record that was sent and is no longer in the sheet: its deletion is proposed, never done unasked."""

    register: str
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """One file of the folder.

    Args:
        path: Where it lies.
        state: One of `STATES`.
        why: What a person should know of that state.
        sent: The round that it answers.
        package: The workbook that it was.
        of: Name of the file that it repeats or comes before.
        plan: What it would do.
        doubts: What a person should confirm before it is taken in: partly sorted, a changed heading.
        missing: Records that were sent and are no longer in it.
    """

    path: Path
    state: str
    why: Message | None = None
    sent: Sent | None = None
    package: SentPackage | None = None
    of: str = ""
    plan: ImportPlan | None = None
    doubts: tuple[Problem, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def name(self) -> str:
        """Its name."""
        return self.path.name

    @property
    def counts(self) -> dict[str, int]:
        """How many of its rows are new, changed, same, in conflict and wrong."""
        return self.plan.counts if self.plan is not None else {}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with its cells, and what should be confirmed."""
        rows = [p for s in self.plan.included() for p in s.problems] if self.plan is not None else []
        return [*self.doubts, *rows]


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file says of where it comes from, in its hidden headings and its properties."""

    workspace: str = ""
    operation: str = ""
    export: str = ""


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder and of those in it, by name; what the system hides is left out.

    Raises:
        GovDeskError: `no_folder`, `too_many_files`.
    """
    if not folder.is_dir():
        text = N_("There is no folder “{folder}”. Nothing was collected.")
        raise GovDeskError(text, code="no_folder", folder=str(folder))
    found: list[Path] = []
    for path in sorted(folder.rglob("*"), key=lambda p: (p.name.casefold(), str(p))):
        inside = path.relative_to(folder).parts
        hidden = any(p.startswith(".") for p in inside[:-1]) or inside[0] == "__MACOSX"
        shown = not path.name.startswith(".") or _OWNER.fullmatch(path.name)
        if path.is_file() and shown and not hidden and path.name not in ("Thumbs.db", "desktop.ini"):
            found.append(path)
        if len(found) > _MOST:
            text = N_(
                "“{folder}” holds more than {count} files. Nothing was collected; choose the folder of the returns alone."
            )
            raise GovDeskError(text, code="too_many_files", folder=folder.name, count=_MOST)
    return found


def is_owner_file(path: Path) -> bool:
    """Answer whether a file only says who has another one open."""
    return _OWNER.fullmatch(path.name) is not None


def digest(path: Path) -> bytes:
    """Return what two files share only if they are the same byte for byte."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def marks_of(book: Book) -> Marks:
    """Return what a file says of itself: the hidden headings first, which stay with a sheet copied to a new book."""
    for heading in _headings(book):
        workspace, _, operation, export = heading.groups()
        return Marks(workspace, operation, export or book.properties.get("govdesk.export", ""))
    told = (book.properties.get(f"govdesk.{name}", "") for name in ("workspace", "operation", "export"))
    return Marks(*told)


def _headings(book: Book) -> Iterator[re.Match[str]]:
    for grid in book.grids:
        for row in grid.rows[:_SEARCHED]:
            for cell in row:
                found = IDENTITY_HEADING.fullmatch(cell.strip()) if isinstance(cell, str) else None
                if found is not None:
                    yield found


def package_of(rounds: Sequence[Sent], export: str) -> tuple[Sent, SentPackage] | None:
    """Return the workbook that went out under a key, with its round."""
    return next(((s, p) for s in rounds for p in s.packages if p.key == export), None)
