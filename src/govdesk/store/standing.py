"""How an open workspace stands to its file: whether that is still the same file, and why it may only be read.

`Workspace` asks before each write; the window's banner and the refusal of an edit say the same words.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store.lock import Holder, holder_of

Identity = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why a workspace is open for reading only.

    Args:
        code: `asked`, `held`, `file`, `folder` or `full`.
        holder: Who has it open for writing, where that is why.
    """

    code: str
    holder: Holder | None = None

    def words(self, path: Path) -> Message:
        """Return the sentence for it."""
        names = {"file": path.name, "folder": str(path.parent)}
        if self.holder is not None:
            names |= {"user": self.holder.user, "computer": self.holder.computer, "since": self.holder.since}
        return Message(_WORDS[self.code], names)


_WORDS = {
    "asked": N_("“{file}” is open for reading only. Nothing was changed."),
    "held": N_(
        "“{file}” is open for reading only: {user} has had it open on {computer} since {since}. Nothing was changed here; "
        "what is saved there shows here."
    ),
    "file": N_("“{file}” is open for reading only: the file is write-protected. Nothing was changed."),
    "folder": N_("“{file}” is open for reading only: you may not write in “{folder}”. Nothing was changed."),
    "full": N_("“{file}” is open for reading only: the disk is full. Nothing was changed; free some space, then open it again."),
}  # fmt: skip


def hindrance_of(path: Path, *, asked: bool) -> Hindrance | None:
    """Return why a file is not to be written, or None where nothing shows yet."""
    if not os.access(path, os.W_OK):
        return Hindrance("file" if os.access(path.parent, os.W_OK) else "folder")
    if not os.access(path.parent, os.W_OK):
        return Hindrance("folder")
    if not asked:
        return None
    holder = holder_of(path)
    return Hindrance("asked") if holder is None else Hindrance("held", holder)


def identity_of(path: Path) -> Identity:
    """Return by what the system knows a file: device and inode; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def refuse_another(path: Path, identity: Identity) -> None:
    """Refuse to write where a file is no longer the one that was opened.

    Raises:
        GovDeskError: `gone` or `replaced`.
    """
    found = identity_of(path)
    if found is None:
        text = N_("“{file}” is no longer where it was. Nothing was written; put it back or open it from its new place.")
        raise GovDeskError(text, code="gone", file=str(path))
    if found != identity:
        text = N_(
            "Another file has taken the place of “{file}”. Nothing was written; close the workspace and open it again."
        )
        raise GovDeskError(text, code="replaced", file=str(path))
