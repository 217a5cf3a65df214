"""What happens when something goes wrong that nobody foresaw: one sentence for the user, and a log without their data."""

from __future__ import annotations

import faulthandler
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from govdesk import __version__
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
    at = datetime.now().astimezone().isoformat(timespec="seconds")
    text = "\n".join([f"{at} {type(error).__name__} · {_program()}", *places, ""])
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.exists() and path.stat().st_size > _LIMIT else "a"
        with path.open(mode, encoding="utf-8") as file:
            file.write(text)
    except OSError:
        sys.stderr.write(text)


def report() -> str:
    """Return all that was written down of what went wrong, the crashes last; empty where nothing did."""
    found = []
    for path in (log_path(), crash_path()):
        try:
            found.append(path.read_text("utf-8", "replace").strip())
        except OSError:
            continue
    return "\n\n".join(t for t in found if t)


def clear() -> None:
    """Forget what was written down."""
    for path in (log_path(), crash_path()):
        try:
            path.write_text("", "utf-8")
        except OSError:
            continue


def crash_path() -> Path:
    """Return the file in which the interpreter itself writes where it stood when the process died."""
    return config_folder() / "crash.log"


def watch_crashes() -> None:
    """Have a death of the process noted: places in the program, no values."""
    path = crash_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        faulthandler.enable(path.open("a", encoding="utf-8"))
    except OSError:
        faulthandler.enable()


def _program() -> str:
    return f"GovDesk {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"


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
    threading.excepthook = lambda told: note(told.exc_value) if told.exc_value is not None else None
    sys.unraisablehook = lambda told: note(told.exc_value) if told.exc_value is not None else None
