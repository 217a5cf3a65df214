"""Where the command line takes passwords from, and the commands that give a workspace one or take it away.

Never from the arguments, which others on the computer can see: from a file, from the environment, or typed unseen.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from govdesk.cli.output import Output
from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message, language, system_language
from govdesk.registers import REGISTERS
from govdesk.store import cipher, opening
from govdesk.store.cipher import Key
from govdesk.store.workspace import Unlock, Workspace

_NOW, _NEXT = "GOVDESK_PASSWORD", "GOVDESK_NEW_PASSWORD"


def unlocking(options: argparse.Namespace) -> Unlock:
    """Return what answers the key of a workspace that has a password."""
    path = getattr(options, "password_file", None)
    lang = options.lang if options.lang in ("zh", "en") else system_language()

    def unlock(salt: bytes) -> Key:
        found = _found(path, _NOW)
        if found is None:
            found = _typed(language(lang).gettext("Password: "))
        return cipher.unlock(found, salt)

    return unlock


def encrypt_command(options: argparse.Namespace, out: Output) -> int:
    """Give a workspace a password, or another one."""
    old = _key_now(options)
    password = _found(options.new_password_file, _NEXT)
    if password is None:
        password = _typed(out.lang.gettext("New password: "))
        if _typed(out.lang.gettext("The same again: ")) != password:
            text = N_("The two passwords are not the same. Nothing was changed; try again.")
            raise GovDeskError(text, code="mistyped")
    return _convert(options.workspace, old, cipher.new_key(password), out)


def decrypt_command(options: argparse.Namespace, out: Output) -> int:
    """Take the password away."""
    old = _key_now(options)
    if old is None:
        text = N_("“{file}” has no password. Nothing was changed.")
        raise GovDeskError(text, code="no_password", file=options.workspace.name)
    return _convert(options.workspace, old, None, out)


def _key_now(options: argparse.Namespace) -> Key | None:
    """Return the key of a workspace once it is known to open it."""
    opening.read_header(options.workspace)
    opened = Workspace.open(options.workspace, REGISTERS, read_only=True, unlock=unlocking(options))
    opened.close()
    return opened.key


def _convert(path: Path, old: Key | None, new: Key | None, out: Output) -> int:
    from govdesk.store.conversion import convert  # noqa: PLC0415 - only these commands need it

    left = convert(path, REGISTERS, old, new)
    text = N_("“{file}” has a password now, and so have its backups. Nobody can open them without it.")
    gone = N_("“{file}” and its backups have no password any more.")
    out.say(Message(text if new else gone, {"file": path.name}))
    for backup in left:
        out.warn(Message(N_("This backup could not be converted and is as it was: {file}."), {"file": str(backup)}))
    out.document({"workspace": str(path), "password": new is not None, "left": [str(p) for p in left]})
    return 0


def _found(path: Path | None, name: str) -> str | None:
    """Return the password in a file's first line, else in the environment, or None."""
    if path is None:
        return os.environ.get(name)
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        text = N_("The password cannot be read from “{file}” ({reason}). Nothing was changed.")
        raise GovDeskError(text, code="password_file", file=str(path), reason=reason) from error


def _typed(prompt: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        text = N_(
            "The workspace has a password. Give it with --password-file FILE or in the environment as GOVDESK_PASSWORD."
        )
        raise GovDeskError(text, code="password")
    return getpass.getpass(prompt)
