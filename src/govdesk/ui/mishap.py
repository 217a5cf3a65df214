"""What happens when something goes wrong that nobody foresaw: one sentence for the user, and a log without their data."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from govdesk.errors import Cancelled, GovDeskError
from govdesk.i18n import N_, Message
from govdesk.paths import config_folder

_LIMIT = 200_000


def sentence(error: BaseException) -> Message:
    """Return what the user is told of an error."""
    if isinstance(error, GovDeskError):
        return error.message
    if isinstance(error, Cancelled):
        return Message(N_("Stopped. Nothing was changed."))
    text = N_(
        "Something went wrong inside GovDesk ({kind}). What was saved is safe. The details are in {file}; please report them."
    )
    return Message(text, {"kind": type(error).__name__, "file": str(log_path())})


def log_path() -> Path:
    """Return the file that keeps what went wrong."""
    return config_folder() / "errors.log"


def note(error: BaseException) -> None:
    """Write down where an error came from; its own words are left out, for they may quote a record."""
    places = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    text = "\n".join(
        [f"{datetime.now().astimezone().isoformat(timespec='seconds')} {type(error).__name__}", *places, ""]
    )
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.exists() and path.stat().st_size > _LIMIT else "a"
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError:
        sys.stderr.write(text)


def watch(say: Callable[[Exception], None]) -> None:
    """Have every exception that no slot caught told, one at a time."""
    busy = False

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        nonlocal busy
        if not isinstance(error, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        if not busy:
            busy = True
            try:
                say(error)
            finally:
                busy = False

    sys.excepthook = hook
