"""Who has a workspace open for writing: the operating system's lock decides, a side file only names the holder."""

from __future__ import annotations

import getpass
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message


class WorkspaceLock:
    """The right to write one workspace, held while it is open."""

    def __init__(self, path: Path) -> None:
        self._holder = path.with_name(f".{path.name}.holder")
        self._lock = FileLock(path.with_name(f".{path.name}.lock"), thread_local=False)
        self._path = path

    def acquire(self) -> bool:
        """Take the lock; answer False where the folder cannot be written.

        Raises:
            GovDeskError: Another process holds it (`in_use`).
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise GovDeskError(self._in_use(), code="in_use") from None
        except (OSError, NotImplementedError):
            return False
        try:
            self._holder.write_text(json.dumps(_me(), ensure_ascii=False), encoding="utf-8")
        except OSError:
            self._lock.release()
            return False
        return True

    def release(self) -> None:
        """Give the lock back."""
        if self._lock.is_locked:
            self._holder.unlink(missing_ok=True)
            self._lock.release()

    def _in_use(self) -> Message:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            holder = {}
        text = N_(
            "“{file}” is in use by {user} on {computer} since {since}. Nothing was changed. "
            "Close it there, or open it for reading only."
        )
        names = {k: str(holder.get(k, "?")) for k in ("user", "computer", "since")}
        return Message(text, {"file": self._path.name, **names})


def _me() -> dict[str, str]:
    since = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    return {"user": user_name(), "computer": platform.node(), "since": since, "process": str(os.getpid())}


def user_name() -> str:
    """Return the name under which the user is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"
