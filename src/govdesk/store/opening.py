"""What is looked at before a file is trusted: its header, its schema, its pages; then the connection is made."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from govdesk.errors import GovDeskError
from govdesk.i18n import Message, N_
from govdesk.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from govdesk.fields.register import Registers

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
_BUSY_MS = 10_000
_CACHE_KIB = 65_536


def read_header(path: Path) -> int:
    """Return the schema version of a workspace file, from its bytes alone.

    Raises:
        GovDeskError: `missing`, `folder`, `unreadable`, `not_workspace`, `newer` or `damaged`.
    """
    if path.is_dir():
        raise GovDeskError(N_("“{file}” is a folder, not a workspace. Choose a file ending in .govdesk."), code="folder", file=path.name)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEADER)
    except FileNotFoundError:
        raise GovDeskError(
            N_("There is no file “{file}”. It may have been moved or renamed; nothing was created in its place."),
            code="missing",
            file=str(path),
        ) from None
    except OSError as error:
        text = N_("“{file}” cannot be read ({reason}). Nothing was changed.")
        raise GovDeskError(text, code="unreadable", file=path.name, reason=error.strerror or str(error)) from None
    if len(head) < _HEADER or not head.startswith(_MAGIC) or struct.unpack(">I", head[68:72])[0] != schema.APPLICATION_ID:
        text = N_("“{file}” is not a GovDesk workspace. It was left as it is.")
        raise GovDeskError(text, code="not_workspace", file=path.name)
    version = int(struct.unpack(">I", head[60:64])[0])
    if version > schema.VERSION:
        text = N_("“{file}” was made by a newer GovDesk. It was left as it is; update GovDesk to open it.")
        raise GovDeskError(text, code="newer", file=path.name)
    page, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
    if size < (65536 if page == 1 else page) * pages:
        raise damaged(path)
    return version


def damaged(path: Path) -> GovDeskError:
    """Return the error for a file that is a workspace but not whole."""
    text = N_("“{file}” is damaged or incomplete. It was left as it is; open a backup or another copy of it.")
    return GovDeskError(text, code="damaged", file=path.name)


def make_engine(path: Path, registers: Registers, *, read_only: bool) -> Engine:
    """Return an engine whose connections keep the house's settings and write history."""
    address = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=512)
        _settle(connection)
        if not read_only:
            for statement in schema.triggers(registers):
                connection.execute(statement)
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=3, max_overflow=5, pool_reset_on_return=None)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("govdesk_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _settle(connection: sqlite3.Connection) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "trusted_schema=OFF",
        "foreign_keys=ON",
        "synchronous=EXTRA",
        "temp_store=MEMORY",
        f"cache_size=-{_CACHE_KIB}",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA case_sensitive_like=OFF")


def verify(engine: Engine, path: Path) -> None:
    """Refuse a file whose schema is not ours or whose pages do not hang together.

    Raises:
        GovDeskError: `foreign` or `damaged`.
    """
    try:
        with engine.connect() as connection:
            found = {tuple(r) for r in connection.exec_driver_sql("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")}
            if found != schema.expected_objects():
                text = N_("“{file}” holds parts that GovDesk did not make. It was not opened; nothing in it was run.")
                raise GovDeskError(text, code="foreign", file=path.name)
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise damaged(path)
    except GovDeskError:
        raise
    except Exception as error:
        if is_database_error(error):
            raise damaged(path) from error
        raise


def is_database_error(error: BaseException) -> bool:
    """Answer whether an exception comes from an unreadable or broken database."""
    cause: Any = getattr(error, "orig", error)
    return isinstance(cause, sqlite3.DatabaseError | UnicodeDecodeError)


def in_words(error: BaseException, path: Path) -> GovDeskError | None:
    """Return the user's sentence for a database error, or None where it is no such error."""
    cause: Any = getattr(error, "orig", error)
    if not isinstance(cause, sqlite3.Error):
        return None
    name = getattr(cause, "sqlite_errorname", "") or ""
    texts = {
        "SQLITE_FULL": N_("The disk is full: “{file}” could not be saved. What was saved before is safe; free some space and try again."),
        "SQLITE_READONLY": N_("“{file}” can only be read. Nothing was changed; save a copy elsewhere to go on."),
        "SQLITE_BUSY": N_("“{file}” is busy in another program. Nothing was changed; try again in a moment."),
        "SQLITE_IOERR": N_("“{file}” could not be written: the drive reports an error. What was saved before is safe; check the drive."),
        "SQLITE_CANTOPEN": N_("“{file}” cannot be reached any more. What was saved before is safe; check the folder or drive."),
        "SQLITE_CORRUPT": N_("“{file}” is damaged or incomplete. It was left as it is; open a backup or another copy of it."),
        "SQLITE_NOTADB": N_("“{file}” is not a GovDesk workspace. It was left as it is."),
    }
    for start, text in texts.items():
        if name.startswith(start):
            return GovDeskError(Message(text, {"file": path.name}), code=start.removeprefix("SQLITE_").lower())
    return None
