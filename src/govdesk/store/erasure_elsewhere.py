"""A person erased from the workspace, erased from what lies beside it: its backups and the user's settings.

Each backup that opens is copied, erased, written anew, verified and put in its own place; one that does not open is named.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message, language
from govdesk.progress import Progress, silent
from govdesk.settings import Settings
from govdesk.store import backup as backups_
from govdesk.store import cipher, migrate, opening, schema
from govdesk.store.cipher import Key
from govdesk.store.erasure import Place, scrub
from govdesk.store.mention import Words, words_of
from govdesk.store.person import Person, person_of
from govdesk.store.replacement import replace_by
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What became of the files beside a workspace: those written anew, and those that still hold the person."""

    anew: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()


def erase_elsewhere(
    workspace: Workspace, person: Person, kept: Collection[Place] = frozenset(), *, progress: Progress = silent
) -> Elsewhere:
    """Erase a person from every backup of a workspace, and find the older files set aside beside it.

    Args:
        workspace: The workspace that they were erased from.
        person: Who was meant.
        kept: Cells whose text was to stay.
        progress: Told which backup is written; may raise `Cancelled`.
    """
    anew, left = [], list(set_aside(workspace))
    found = backups_.backups(workspace.id)
    for number, one in enumerate(found):
        progress(number, len(found), Message(N_("Erasing in the backups")))
        try:
            _erase_in(one.path, workspace.registers, workspace.key, person, kept)
        except cipher.errors(GovDeskError, UnicodeDecodeError):
            left.append(one.path)
        else:
            anew.append(one.path)
    return Elsewhere(tuple(anew), tuple(left))


def delete_left(paths: Collection[Path]) -> list[Path]:
    """Delete files that could not be written anew; return those that stay."""
    stay = []
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError:
            stay.append(path)
    return stay


def set_aside(workspace: Workspace) -> list[Path]:
    """Return the files that lie beside a workspace and were set aside when a backup took its place."""
    stem, suffix = workspace.path.stem, workspace.path.suffix
    found = (p for p in workspace.path.parent.iterdir() if p.suffix == suffix and p.stem.startswith(f"{stem} "))
    return sorted(p for p in found if p.is_file())


def _erase_in(path: Path, registers: Registers, key: Key | None, person: Person, kept: Collection[Place]) -> None:
    def fill(beside: Path) -> None:
        with tempfile.TemporaryDirectory(dir=beside.parent, prefix=".", suffix=".part") as folder:
            copy = Path(folder) / beside.name
            backups_.copy_to(path, copy, key=key)
            migrate.bring_up(copy, registers, key)
            with closing(Workspace.open(copy, registers, unlock=None if key is None else lambda _salt: key)) as opened:
                _erase_here(opened, person, kept)
            copy.replace(beside)

    def is_whole(beside: Path) -> bool:
        opening.verify(beside, registers, schema.VERSION, read_only=True, key=key)
        return True

    replace_by(path, fill, is_whole)


def _erase_here(opened: Workspace, person: Person, kept: Collection[Place]) -> None:
    """Erase a person by what this copy knows of them, and by what the workspace knew; its history grows no longer."""
    with opened.write(Message(N_("A person was erased for good"))) as session:
        known = person_of(session, opened.registers, person.register, person.ids, language("en"))
        told = (*person.words.told, *known.words.told)
        others = {*person.words.others, *known.words.others}
        words = words_of(told, others, person.words.instead)
        scrub(session, opened.registers, replace(known, words=words), kept)
    opened.write_anew()


def erase_in_settings(settings: Settings, words: Words) -> Settings:
    """Return the user's settings without a person: filters, searches, and their name as that of the author."""
    found = {f.name: words.walked(getattr(settings, f.name)) for f in fields(settings) if f.name in ("places", "views")}
    return replace(settings, **found, author=words.replaced(settings.author))
