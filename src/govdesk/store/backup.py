"""Copies of a workspace kept beside the user's settings: made, verified by reopening, thinned by age, and put back.

`Workspace` calls it before a migration, the window when it closes and every half hour, the command line when asked. The
file itself is never copied byte by byte while it is open: SQLite's own backup reads it.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.paths import data_folder
from govdesk.progress import Progress, silent
from govdesk.store import cipher, opening, schema
from govdesk.store.cipher import Key
from govdesk.store.lock import WorkspaceLock
from govdesk.store.replacement import replace_by

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Unlock, Workspace

#: Why a backup was made, by the word in its name.
REASONS = {
    "close": N_("on closing"),
    "timed": N_("while working"),
    "asked": N_("by hand"),
    "migration": N_("before an update"),
    "import": N_("before a large import"),
    "merge": N_("before a merge"),
    "restore": N_("before going back"),
}
_NAME = re.compile(r"(\d{6})_(\d{8}T\d{6})_(\d+)_([a-z]+)\.govdesk")
#: The file in a folder of backups that keeps where the workspace was.
_NOTE = "workspace.txt"
_TIME = "%Y%m%dT%H%M%S"
_PAGES = 2048
#: How many days keep every backup; then how many days, weeks and months keep their newest.
_EVERY, _DAYS, _WEEKS, _MONTHS = 2, 12, 10, 9
#: All backups of a workspace together: this many bytes, or this many times the newest, whichever is more.
_CAP, _TIMES = 1 << 30, 5
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup.

    Args:
        path: Where it is.
        number: Its place in the order in which they were made, whatever the clock said.
        at: When it was made, in UTC.
        operations: How many operations the history held.
        reason: A key of `REASONS`.
        size: Bytes.
    """

    path: Path
    number: int
    at: datetime
    operations: int
    reason: str
    size: int


def folder_of(workspace: str) -> Path:
    """Return the folder of the backups of the workspace with this id."""
    return data_folder() / "backups" / workspace


def backups(workspace: str) -> list[Backup]:
    """Return the backups of a workspace, newest first."""
    found = []
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in folder_of(workspace).iterdir():
            if told := _NAME.fullmatch(path.name):
                number, at, operations, reason = told.groups()
                moment = datetime.strptime(at, _TIME).replace(tzinfo=UTC)
                found.append(Backup(path, int(number), moment, int(operations), reason, path.stat().st_size))
    return sorted(found, key=lambda b: b.number, reverse=True)


def workspace_of(path: Path, key: Key | None = None) -> str | None:
    """Return the id of the workspace at a path, even where the file is damaged or gone; None where nobody knows it.

    Each folder of backups keeps the path that its workspace had last.
    """
    with suppress(GovDeskError):
        opening.read_header(path)
        with _source(path, key) as source:
            found = source.execute("SELECT value FROM setting WHERE name = 'id'").fetchone()
            if found:
                return str(found[0])
    for note in (data_folder() / "backups").glob(f"*/{_NOTE}"):
        with suppress(OSError, UnicodeDecodeError):
            if note.read_text("utf-8") == str(path.resolve()):
                return note.parent.name
    return None


def back_up(
    path: Path, workspace: str, reason: str, *, key: Key | None = None, progress: Progress = silent
) -> Backup | None:
    """Make a backup, verify it, and thin the older ones.

    Args:
        path: The workspace's file; it may be open.
        workspace: Its id.
        reason: A key of `REASONS`.
        key: What it is encrypted under; the backup will be too.
        progress: Told how many pages are copied; may raise `Cancelled`, which leaves nothing.

    Returns:
        The backup, or None where nothing was done since the last one.

    Raises:
        GovDeskError: The workspace cannot be read, or the backup cannot be written.
    """
    before = backups(workspace)
    with _source(path, key) as source:
        operations = _operations(source)
        fresh = not before and not operations and reason in ("close", "timed")
        if fresh or (before and before[0].operations == operations and reason != "asked"):
            return None
        folder = _folder(workspace)
        number = before[0].number + 1 if before else 1
        at = datetime.now(UTC).replace(microsecond=0)
        target = folder / f"{number:06d}_{at.strftime(_TIME)}_{operations}_{reason}.govdesk"
        _copy(source, target, path, progress, key)
    with suppress(OSError):  # the backup counts without it
        (folder / _NOTE).write_text(str(path.resolve()), "utf-8")
    made = Backup(target, number, at, operations, reason, target.stat().st_size)
    for old in surplus([made, *before], key):
        with suppress(OSError):
            old.path.unlink()
    return made


def copy_to(path: Path, target: Path, *, key: Key | None = None, progress: Progress = silent) -> None:
    """Write a verified copy of a workspace, open or not, to a place of the user's own.

    Raises:
        GovDeskError: As `back_up`; also `same` where both are one file.
    """
    if target.exists() and target.samefile(path):
        text = N_("“{file}” is the workspace itself. Nothing was written; choose another name.")
        raise GovDeskError(text, code="same", file=target.name)
    with _source(path, key) as source:
        _copy(source, target, path, progress, key)


def save_elsewhere(workspace: Workspace, target: Path, *, progress: Progress = silent) -> None:
    """Write a verified copy of an open workspace to another place, even where its own file is gone or cannot be written.

    Raises:
        GovDeskError: As `copy_to`.
    """
    if target.exists() and workspace.path.exists() and target.samefile(workspace.path):
        text = N_("“{file}” is the workspace itself. Nothing was written; choose another name.")
        raise GovDeskError(text, code="same", file=target.name)
    try:
        with workspace.lend() as source:
            _copy(source, target, workspace.path, progress, workspace.key)
    except cipher.errors() as error:
        if told := opening.in_words(error, workspace.path):
            raise told from error
        raise


def counts(backup: Path, registers: Registers, key: Key | None = None) -> dict[str, int]:
    """Return how many records of each register a backup holds.

    Raises:
        GovDeskError: It cannot be read, or is not whole.
    """
    with _source(backup, key) as source:
        there = {str(name) for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            code: int(source.execute(f'SELECT count(*) FROM "{code}"').fetchone()[0])  # noqa: S608 - own names
            for code in registers
            if code in there
        }


def restore(backup: Path, path: Path, registers: Registers, unlock: Unlock | None = None) -> Path | None:
    """Put a backup in the place of a workspace that nobody has open; what stood there is set aside.

    Returns:
        Where the file that stood there is now, or None where there was none.

    Raises:
        GovDeskError: The backup is not whole, or the workspace is in use or cannot be written.
    """
    header = opening.read_header(backup)
    key = None if header.salt is None or unlock is None else unlock(header.salt)
    if header.salt is None or key is not None:
        version = header.version if key is None else opening.read_version(backup, key)
        opening.verify(backup, registers, version, read_only=True, key=key)
    lock = WorkspaceLock(path)
    if not lock.acquire():
        text = N_("“{file}” cannot be written in “{folder}”. Nothing was changed; choose another place.")
        raise GovDeskError(text, code="unwritable", file=path.name, folder=str(path.parent))
    aside: list[Path] = []

    def whole(beside: Path) -> bool:
        if not _same(backup, beside):
            return False
        if path.exists():
            aside.append(_set_aside(path))
        return True

    try:
        replace_by(path, lambda beside: _fill(backup, beside), whole)
    finally:
        lock.release()
    return aside[0] if aside else None


def _fill(backup: Path, beside: Path) -> None:
    with backup.open("rb") as source, beside.open("r+b") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _same(first: Path, second: Path) -> bool:
    """Answer whether two files hold the same bytes."""
    with first.open("rb") as one, second.open("rb") as other:
        return hashlib.file_digest(one, "sha256").digest() == hashlib.file_digest(other, "sha256").digest()


def _set_aside(path: Path) -> Path:
    """Give a file a second name beside it, its unfinished write with it, so that another can take its place."""
    stamp = datetime.now().astimezone().strftime("%Y-%m-%d %H%M%S")
    free = (path.with_stem(f"{path.stem} {stamp}{n}") for n in ("", *(f" {k}" for k in range(2, 1000))))
    aside = next(p for p in free if not p.exists())
    try:
        os.link(path, aside)
    except OSError:
        path.rename(aside)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    return aside


def surplus(found: Sequence[Backup], key: Key | None = None) -> list[Backup]:
    """Return the backups that need not be kept, oldest first; the newest that is whole is never among them.

    Days, weeks and months are counted as they occur in the order of the backups, not back from today's date, so that a
    clock that was set wrong for a while costs nothing.

    Args:
        found: All backups, newest first.
        key: What they are encrypted under.
    """
    kept = set(_kept_by_age(found))
    cap = max(_CAP, _TIMES * found[0].size) if found else 0
    total = 0
    for place, backup in enumerate(b for b in found if b.path in kept):
        total += backup.size
        if total > cap and place >= _FEWEST:
            kept.discard(backup.path)
    if len(kept) < len(found):
        kept.update(b.path for b in _first_whole(found, key))
    return [b for b in reversed(found) if b.path not in kept]


def _kept_by_age(found: Sequence[Backup]) -> Iterator[Path]:
    days = [list(group) for _, group in groupby(found, key=lambda b: b.at.date())]
    for group in days[:_EVERY]:
        yield from (b.path for b in group)
    daily = days[_EVERY : _EVERY + _DAYS]
    yield from (group[0].path for group in daily)
    older = [group[0] for group in days[_EVERY + _DAYS :]]
    weekly = _newest_of_each(older, key=lambda day: tuple(day.isocalendar()[:2]))
    yield from (b.path for b in weekly[:_WEEKS])
    rest = older[older.index(weekly[_WEEKS]) :] if len(weekly) > _WEEKS else []
    monthly = _newest_of_each(rest, key=lambda day: (day.year, day.month))
    yield from (b.path for b in monthly[:_MONTHS])


def _newest_of_each(found: Iterable[Backup], *, key: Callable[[date], tuple[int, ...]]) -> list[Backup]:
    return [next(group) for _, group in groupby(found, key=lambda b: key(b.at.date()))]


def _first_whole(found: Iterable[Backup], key: Key | None) -> Iterator[Backup]:
    """Yield the backups down to the newest that is whole."""
    for backup in found:
        if is_whole(backup.path, backup.operations, key):
            yield backup
            return


def newest_whole(workspace: str, key: Key | None = None) -> Backup | None:
    """Return the newest backup of a workspace that can be read from end to end, or None.

    Of backups that have a password, without its key, the newest whose size is whole pages is taken.
    """
    return next(_first_whole(backups(workspace), key), None)


def _folder(workspace: str) -> Path:
    folder = folder_of(workspace)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in folder.glob(".*.part"):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return folder


def _unwritable(folder: Path, error: OSError) -> GovDeskError:
    text = N_(
        "The backup could not be written in “{folder}” ({reason}). The workspace itself is safe; free some space or mend "
        "the folder."
    )
    reason = error.strerror or type(error).__name__
    return GovDeskError(Message(text, {"folder": str(folder), "reason": reason}), code="backup")


@contextmanager
def _source(path: Path, key: Key | None) -> Iterator[sqlite3.Connection]:
    """Open a connection that reads one state of a file; its errors come in words."""
    try:
        with closing(opening.connect(path, {}, read_only=True, key=key)) as connection:
            connection.execute("BEGIN")
            yield connection
    except cipher.errors(UnicodeDecodeError) as error:
        if told := opening.in_opening(error, path):
            raise told from error
        raise


def _operations(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM operation").fetchone()[0])


def _copy(source: sqlite3.Connection, target: Path, path: Path, progress: Progress, key: Key | None) -> None:
    operations = _operations(source)
    label = Message(N_("Backing up {file}"), {"file": path.name})

    def fill(beside: Path) -> None:
        with closing(cipher.connect(beside.resolve().as_uri(), key)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            copy.execute("PRAGMA journal_mode=OFF")
            source.backup(copy, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total, label))

    try:
        replace_by(target, fill, lambda beside: is_whole(beside, operations, key))
    except cipher.errors() as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
            raise _unwritable(target.parent, OSError(0, str(error))) from error
        raise


def is_whole(path: Path, operations: int, key: Key | None) -> bool:
    """Answer whether a copy can be reopened, its pages hang together, and its history is as long as it should be."""
    try:
        if key is None and opening.read_header(path).salt is not None:
            return True
        with _source(path, key) as connection:
            head = connection.execute("PRAGMA application_id").fetchone()[0]
            pages = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            return bool(head == schema.APPLICATION_ID and pages == "ok" and _operations(connection) == operations)
    except cipher.errors(GovDeskError, UnicodeDecodeError):
        return False
