"""Who has a workspace open for writing: the operating system's lock decides, a side file only names the holder."""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a workspace open for writing, where, and since when, as they wrote it down."""

    user: str = "?"
    computer: str = "?"
    since: str = "?"


class WorkspaceLock:
    """The right to write one workspace, held while it is open."""

    def __init__(self, path: Path) -> None:
        #: Why it could not be taken: `full` or `folder`.
        self.hindrance = ""
        self._holder = _side_file(path)
        self._lock = FileLock(lock_file(path), thread_local=False)
        self._path = path

    def acquire(self) -> bool:
        """Take the lock; answer False, with the `hindrance`, where the folder cannot be written.

        On a full disk it is taken all the same, and nobody learns who has it: what is saved already can be read, removed
        and written over.

        Raises:
            GovDeskError: Another process holds it (`in_use`).
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise GovDeskError(self._in_use(), code="in_use") from None
        except (OSError, NotImplementedError) as error:
            self.hindrance = "full" if getattr(error, "errno", None) in _FULL else "folder"
            return False
        try:
            self._holder.write_text(json.dumps(_me(), ensure_ascii=False), encoding="utf-8")
        except OSError as error:
            if error.errno not in _FULL:
                self._lock.release()
                self.hindrance = "folder"
                return False
        return True

    def release(self) -> None:
        """Give the lock back; what the drive says to that loses nothing, for the lock itself ends with the process."""
        if self._lock.is_locked:
            with suppress(OSError):
                self._holder.unlink(missing_ok=True)
            with suppress(OSError):
                self._lock.release()

    def _in_use(self) -> Message:
        found = _written(self._holder)
        text = N_(
            "“{file}” is in use by {user} on {computer} since {since}. Nothing was changed. "
            "Close it there, or open it for reading only."
        )
        names = {"user": found.user, "computer": found.computer, "since": found.since}
        return Message(text, {"file": self._path.name, **names})


def holder_of(path: Path) -> Holder | None:
    """Return who has a workspace open for writing, or None where nobody has, or had when the computer went off."""
    if not _side_file(path).exists() or not lock_file(path).exists():
        return None
    lock = FileLock(lock_file(path), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return _written(_side_file(path))
    except (OSError, NotImplementedError):
        return None
    lock.release()
    return None


def lock_file(path: Path) -> Path:
    """Return the file that the operating system's lock is on; it is empty, and stays."""
    return path.with_name(f".{path.name}.lock")


def _side_file(path: Path) -> Path:
    return path.with_name(f".{path.name}.holder")


def _written(side: Path) -> Holder:
    try:
        told = json.loads(side.read_text(encoding="utf-8"))
        return Holder(*(str(told.get(k, "?")) for k in ("user", "computer", "since")))
    except (OSError, ValueError, AttributeError):
        return Holder()


def _me() -> dict[str, str]:
    since = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    return {"user": user_name(), "computer": platform.node(), "since": since, "process": str(os.getpid())}


def user_name() -> str:
    """Return the name under which the user is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
