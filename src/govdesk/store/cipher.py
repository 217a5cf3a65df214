"""The password of a workspace: the key that is made from it, and the driver that keeps the file's pages under that key.

An encrypted file begins with its salt of 16 bytes, of which the first four say what it is; all that follows is noise
without the key. `opening` asks here for every connection.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_

#: What an encrypted workspace begins with: the way in which its key is made.
_MARK = b"GDE1"
_SALT = 16
_KEY = 32
_SHORTEST = 8
#: Argon2id (RFC 9106), by mark: passes, KiB of memory, lanes.
_COSTS: Mapping[bytes, tuple[int, int, int]] = MappingProxyType({_MARK: (3, 128 * 1024, 4)})


@dataclass(frozen=True, slots=True)
class Key:
    """A key with the salt it was made with; it never shows itself.

    Args:
        salt: 16 bytes, the head of the file.
        secret: 32 bytes.
    """

    salt: bytes
    secret: bytes = field(repr=False)

    def text(self) -> str:
        """Return the key as SQLCipher takes a raw one: key and salt in hexadecimal digits."""
        return f"x'{self.secret.hex()}{self.salt.hex()}'"


def salt_of(head: bytes) -> bytes | None:
    """Return the salt at the beginning of a file; None where it is not encrypted."""
    return head[:_SALT] if head[: len(_MARK)] in _COSTS and len(head) >= _SALT else None


def new_key(password: str) -> Key:
    """Make a key for a file that is to be encrypted.

    Raises:
        GovDeskError: The password is too short (`short_password`).
    """
    if len(password) < _SHORTEST:
        text = N_("A password has at least {count} characters. Nothing was changed; choose a longer one.")
        raise GovDeskError(text, code="short_password", count=_SHORTEST)
    return unlock(password, _MARK + os.urandom(_SALT - len(_MARK)))


def unlock(password: str, salt: bytes) -> Key:
    """Return the key that a password makes with a salt; this takes about a second, and 128 MiB.

    Whether it is the right one shows when the file is read.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 - only where there is a password

    passes, memory, lanes = _COSTS[salt[: len(_MARK)]]
    typed = unicodedata.normalize("NFC", password).encode()
    made = Argon2id(salt=salt, length=_KEY, iterations=passes, lanes=lanes, memory_cost=memory)
    return Key(salt, made.derive(typed))


def driver(key: Key | None) -> Any:
    """Return the database driver: Python's own, or SQLCipher's where there is a key."""
    if key is None:
        return sqlite3
    try:
        from sqlcipher3 import dbapi2  # noqa: PLC0415 - only where there is a password
    except ImportError as error:
        text = N_("This computer's GovDesk cannot open workspaces with a password ({reason}).")
        raise GovDeskError(text, code="no_cipher", reason=str(error)) from error
    return dbapi2


def connect(address: str, key: Key | None) -> sqlite3.Connection:
    """Open a connection to a database.

    Args:
        address: Its URI.
        key: Its key, where it is encrypted.
    """
    made: sqlite3.Connection = driver(key).connect(
        address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    if key is not None:
        made.execute("PRAGMA cipher_log_level=NONE")
        made.execute(f'PRAGMA key = "{key.text()}"')
    return made


def errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what the drivers raise that are in use, with others to be caught beside them."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, *([loaded.Error] if loaded is not None else []), *others)
