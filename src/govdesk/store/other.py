"""A colleague's copy of the workspace, read from a snapshot: their file is neither opened as ours nor changed.

`merge` holds it against the workspace; whatever is not sound in it is refused as when opening a file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.progress import Progress, silent
from govdesk.store import opening
from govdesk.store.backup import copy_to
from govdesk.store.cipher import Key
from govdesk.store.workspace import Unlock, Workspace


@contextmanager
def other_copy(
    workspace: Workspace, path: Path, *, unlock: Unlock | None = None, progress: Progress = silent
) -> Iterator[Workspace]:
    """Open a snapshot of a colleague's copy, for reading only.

    Args:
        workspace: Ours.
        path: Their file.
        unlock: Answers its key, where its password is not ours.
        progress: Told how many pages are copied; may raise `Cancelled`.

    Raises:
        GovDeskError: `itself`, `unrelated`, or what opening a file may find wrong with it.
    """
    if path.exists() and path.samefile(workspace.path):
        text = N_("“{file}” is the workspace that is open. Choose the colleague's copy of it.")
        raise GovDeskError(text, code="itself", file=path.name)
    key = _key_of(path, workspace.key, unlock)
    with tempfile.TemporaryDirectory(prefix="govdesk-") as folder:
        snapshot = Path(folder) / path.name
        copy_to(path, snapshot, key=key, progress=progress)
        other = Workspace.open(snapshot, workspace.registers, read_only=True, unlock=_answering(key))
        try:
            if other.id != workspace.id:
                text = N_(
                    "“{file}” is not a copy of this workspace but another one. Nothing was merged; to bring its records in, "
                    "export them there and import the sheets here."
                )
                raise GovDeskError(text, code="unrelated", file=path.name)
            yield other
        finally:
            other.close()


def _key_of(path: Path, ours: Key | None, unlock: Unlock | None) -> Key | None:
    salt = opening.read_header(path).salt
    if salt is None:
        return None
    if ours is not None and ours.salt == salt:
        return ours
    if unlock is None:
        text = N_("“{file}” has a password. Nothing was opened; give the password with it.")
        raise GovDeskError(text, code="password", file=path.name)
    return unlock(salt)


def _answering(key: Key | None) -> Unlock | None:
    return None if key is None else lambda _salt: key


def workspace_id(path: Path) -> str | None:
    """Return the id of the workspace in a file, or None where it is no sound one; the file is only read."""
    from govdesk.store.backup import workspace_of  # noqa: PLC0415

    try:
        opening.read_header(path)
    except GovDeskError:
        return None
    return workspace_of(path)
