"""Puts a new file in the place of an old one, whole or not at all: beside it first, verified, then moved over.

Last step of an export and of a backup; the caller hands over what writes and what verifies.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from govdesk.errors import GovDeskError, drive_is_gone
from govdesk.i18n import N_, Message

_PATIENCE = 2.5
_PAUSE = 0.1
_FULL = (errno.ENOSPC, errno.EDQUOT) if hasattr(errno, "EDQUOT") else (errno.ENOSPC,)
_SHARING = (5, 32, 33)


def replace_file(path: Path, write: Callable[[BinaryIO], None], verify: Callable[[Path], bool]) -> None:
    """Write a file beside its place, verify it, and move it there.

    Args:
        path: The place; an older file there stays as it is unless everything went well.
        write: Fills the new file.
        verify: Answers whether what was written can be read back whole.

    Raises:
        GovDeskError: `folder`, `read_only`, `disk_full`, `locked`, `unplugged`, `permission`, `no_folder`, `unwritable` or
            `not_whole`.
    """
    replace_by(path, lambda beside: _write(beside, write), verify)


def replace_by(path: Path, fill: Callable[[Path], None], verify: Callable[[Path], bool]) -> None:
    """Do the same where what fills the new file wants its path: it is there already, and empty.

    Args:
        path: The place.
        fill: Fills the file at the path that it is given.
        verify: Answers whether what was written can be read back whole.

    Raises:
        GovDeskError: As `replace_file`.
    """
    target = Path(os.path.realpath(path))
    if target.is_dir():
        text = N_("“{file}” is a folder. Nothing was written; choose the name of a file.")
        raise GovDeskError(text, code="folder", file=path.name)
    if target.exists() and not os.access(target, os.W_OK):
        text = N_("“{file}” may only be read. It was left as it is; choose another name.")
        raise GovDeskError(text, code="read_only", file=path.name)
    beside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        try:
            _make(beside, _mode(target))
            fill(beside)
            _sync(beside)
            if not verify(beside):
                text = N_(
                    "“{file}” did not come out whole. Whatever stood there before is untouched; check the drive and try again."
                )
                raise GovDeskError(text, code="not_whole", file=path.name)
            _move(beside, target)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(target.parent)
    except OSError as error:
        raise _in_words(error, path) from error


def _mode(target: Path) -> int:
    return stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666


def _make(beside: Path, mode: int) -> None:
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode))


def _write(beside: Path, write: Callable[[BinaryIO], None]) -> None:
    with beside.open("r+b") as file:
        write(file)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _move(beside: Path, target: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            beside.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _SHARING or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _in_words(error: OSError, path: Path) -> GovDeskError:
    names = {"file": path.name, "folder": str(path.parent), "reason": error.strerror or type(error).__name__}
    if error.errno in _FULL:
        text = N_(
            "The disk is full: “{file}” could not be written. Whatever stood there before is untouched; free some space or choose another drive."
        )
        return GovDeskError(Message(text, names), code="disk_full")
    if getattr(error, "winerror", None) in _SHARING:
        text = N_("“{file}” is open in another program. It was left as it is; close it there or choose another name.")
        return GovDeskError(Message(text, names), code="locked")
    if drive_is_gone(error):
        text = N_(
            "The drive of “{file}” does not answer, as when a stick was pulled out or a network went away ({reason}). "
            "Nothing was written; connect it again or choose another place."
        )
        return GovDeskError(Message(text, names), code="unplugged")
    if error.errno == errno.EROFS or isinstance(error, PermissionError):
        text = N_("You may not write in “{folder}” ({reason}). Nothing was written; choose a folder of your own.")
        return GovDeskError(Message(text, names), code="permission")
    if isinstance(error, FileNotFoundError):
        text = N_("There is no folder “{folder}”. Nothing was written; choose another.")
        return GovDeskError(Message(text, names), code="no_folder")
    text = N_(
        "“{file}” could not be written in “{folder}” ({reason}). Whatever stood there before is untouched; choose another place."
    )
    return GovDeskError(Message(text, names), code="unwritable")
