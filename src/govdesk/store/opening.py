"""What is looked at before a file is trusted: its header, its schema, its pages; then the connection is made."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import struct
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store import cipher, schema
from govdesk.store.cipher import Key
from govdesk.store.foreign import guarded, refuse_contents, refuse_header, refuse_numbers, refuse_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from govdesk.store.schema import Registers
    from govdesk.store.workspace import Unlock

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
#: Bytes in a page of an encrypted file.
_PAGE = 4096
_BUSY_MS = 30_000
#: Pages kept in memory by a connection: a long write would else spill, and sync, half way; a reader needs no more.
_WRITING_KIB, _READING_KIB = 65_536, 16_384


@dataclass(frozen=True, slots=True)
class Header:
    """What the first bytes of a workspace tell.

    Args:
        version: Its schema version; 0 where only the key tells it.
        salt: What its key is made with; None where it has no password.
    """

    version: int
    salt: bytes | None = None


def read_header(path: Path) -> Header:
    """Return what the bytes of a workspace file tell by themselves.

    Never on a file that this process has open: closing it would drop the locks that SQLite holds on it.

    Raises:
        GovDeskError: `missing`, `folder`, `unreadable`, `not_workspace`, `newer` or `damaged`.
    """
    if path.is_dir():
        raise GovDeskError(
            N_("“{file}” is a folder, not a workspace. Choose a file ending in .govdesk."),
            code="folder",
            file=path.name,
        )
    try:
        found = path.stat()
        head = b""
        if stat.S_ISREG(found.st_mode):
            with path.open("rb") as file:
                head = file.read(_HEADER)
    except FileNotFoundError:
        text = N_("There is no file “{file}”. It may have been moved or renamed; nothing was created in its place.")
        raise GovDeskError(text, code="missing", file=str(path)) from None
    except OSError as error:
        text = N_("“{file}” cannot be read ({reason}). Nothing was changed.")
        raise GovDeskError(text, code="unreadable", file=path.name, reason=error.strerror or str(error)) from None
    if (salt := cipher.salt_of(head)) is not None:
        if found.st_size % _PAGE and not _unfinished(path):
            raise damaged(path)
        return Header(0, salt)
    if (
        len(head) < _HEADER
        or not head.startswith(_MAGIC)
        or struct.unpack(">I", head[68:72])[0] != schema.APPLICATION_ID
    ):
        text = N_("“{file}” is not a GovDesk workspace. It was left as it is.")
        raise GovDeskError(text, code="not_workspace", file=path.name)
    version = _known(int(struct.unpack(">I", head[60:64])[0]), path)
    refuse_header(path, head)
    page, pages = struct.unpack(">H", head[16:18])[0], struct.unpack(">I", head[28:32])[0]
    if found.st_size < (65536 if page == 1 else page) * pages and not _unfinished(path):
        raise damaged(path)
    return Header(version)


def read_version(path: Path, key: Key | None) -> int:
    """Return the schema version of a workspace that has a password, or beside which an unfinished write lies.

    Such a write is taken back first: until then the file's first bytes may be those of a version that was never reached.

    Raises:
        GovDeskError: `wrong_password`, `not_workspace` or `newer`.
    """
    try:
        with closing(connect(path, {}, read_only=not _unfinished(path), key=key)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except cipher.errors() as error:
        if getattr(error, "sqlite_errorname", "") != "SQLITE_NOTADB":
            raise
        text = N_("This is not the password of “{file}”. Nothing was opened; try again.")
        raise GovDeskError(text, code="wrong_password", file=path.name) from None
    if mark != schema.APPLICATION_ID:
        text = N_("“{file}” is not a GovDesk workspace. It was left as it is.")
        raise GovDeskError(text, code="not_workspace", file=path.name)
    return _known(version, path)


def unlocked(path: Path, unlock: Unlock | None) -> tuple[int, Key | None]:
    """Return the version of a file that is closed, and its key where it has a password."""
    header = read_header(path)
    if header.salt is None:
        return (read_version_told(path) if _unfinished(path) else header.version), None
    if unlock is None:
        text = N_("“{file}” has a password. Nothing was opened; give the password with it.")
        raise GovDeskError(text, code="password", file=path.name)
    key = unlock(header.salt)
    return read_version_told(path, key), key


def read_version_told(path: Path, key: Key | None = None) -> int:
    """Return the same, with every error in words."""
    try:
        return read_version(path, key)
    except Exception as error:
        if told := in_opening(error, path):
            raise told from error
        raise


def _known(version: int, path: Path) -> int:
    if version > schema.VERSION:
        text = N_("“{file}” was made by a newer GovDesk. It was left as it is; update GovDesk to open it.")
        raise GovDeskError(text, code="newer", file=path.name)
    return version


def _unfinished(path: Path) -> bool:
    """Answer whether a write was cut off, which SQLite takes back as soon as the file is opened."""
    journal = path.with_name(f"{path.name}-journal")
    return journal.exists() and journal.stat().st_size > 0


def damaged(path: Path) -> GovDeskError:
    """Return the error for a file that is a workspace but not whole."""
    text = N_("“{file}” is damaged or incomplete. It was left as it is; open a backup or another copy of it.")
    return GovDeskError(text, code="damaged", file=path.name)


def workspace_id(session: Session, path: Path) -> str:
    """Return the id of an open workspace.

    Raises:
        GovDeskError: `damaged` where it has none.
    """
    found = session.connection().exec_driver_sql("SELECT value FROM setting WHERE name = 'id'").scalar()
    if not found:
        raise damaged(path)
    return str(found)


def connect(path: Path, registers: Registers, *, read_only: bool, key: Key | None = None) -> sqlite3.Connection:
    """Return a connection that keeps the house's settings and writes the history of these registers."""
    connection = cipher.connect(f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rw'}", key)
    try:
        _settle(connection)
        if not read_only:
            for statement in schema.triggers(registers):
                connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection


def make_engine(
    path: Path, registers: Registers, *, read_only: bool, key: Key | None = None, scratch: Path | None = None
) -> Engine:
    """Return an engine over such connections; a scratch folder goes when it is disposed of."""

    def creator() -> sqlite3.Connection:
        return connect(path, registers, read_only=read_only, key=key)

    engine = create_engine(
        "sqlite://",
        module=cipher.driver(key),
        creator=creator,
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=5,
        pool_use_lifo=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("govdesk_write")
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_WRITING_KIB if writing else _READING_KIB}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    # A commit that fails leaves its transaction open, and SQLAlchemy takes it for finished.
    @event.listens_for(engine, "checkin")
    def checkin(connection: sqlite3.Connection | None, _record: object) -> None:
        if connection is not None and connection.in_transaction:
            connection.rollback()

    if scratch is not None:

        @event.listens_for(engine, "engine_disposed")
        def disposed(_engine: Engine) -> None:
            shutil.rmtree(scratch, ignore_errors=True)

    return engine


def _settle(connection: sqlite3.Connection) -> None:
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "trusted_schema=OFF",
        "foreign_keys=ON",
        "synchronous=EXTRA",
        "temp_store=MEMORY",
        f"cache_size=-{_READING_KIB}",
        "secure_delete=FAST",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA case_sensitive_like=OFF")


def verify(path: Path, registers: Registers, version: int, *, read_only: bool, key: Key | None = None) -> None:
    """Refuse a file whose schema is not ours or whose pages do not hang together; nothing in it is run.

    Raises:
        GovDeskError: `foreign`, `damaged`, or what the drive reported.
    """
    connection = connect(path, {}, read_only=read_only, key=key)
    try:
        with guarded(connection):
            found = schema.shape(connection.execute("SELECT type, name, sql FROM sqlite_master"))
            if version or {kind for kind, _ in found} - {"table", "index"}:
                refuse_schema(path, found, schema.expected_shape(registers, version))
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise damaged(path)
        if version:
            with guarded(connection):
                refuse_numbers(path, connection)
            refuse_contents(path, connection, schema.parts(registers, version))
    finally:
        connection.close()


_WORDS = (
    ("SQLITE_FULL", "full", N_("The disk is full: “{file}” could not be saved. What was saved before is safe; free some space and try again.")),
    ("SQLITE_READONLY_ROLLBACK", "unfinished", N_("“{file}” was cut off while it was saved. Open it once where it can be written; it mends itself.")),
    ("SQLITE_READONLY", "read_only", N_("“{file}” can only be read. Nothing was changed; save a copy elsewhere to go on.")),
    ("SQLITE_BUSY", "busy", N_("“{file}” is busy in another program. Nothing was changed; try again in a moment.")),
    ("SQLITE_IOERR", "drive", N_("“{file}” could not be written: the drive reports an error. What was saved before is safe; check the drive.")),
    ("SQLITE_CANTOPEN", "gone", N_("“{file}” cannot be reached any more. What was saved before is safe; check the folder or drive.")),
    ("SQLITE_CORRUPT", "damaged", N_("“{file}” is damaged or incomplete. It was left as it is; open a backup or another copy of it.")),
    ("SQLITE_NOTADB", "not_workspace", N_("“{file}” is not a GovDesk workspace. It was left as it is.")),
    ("SQLITE_CONSTRAINT_FOREIGNKEY", "broken_link", N_("A record that is linked here is no longer there, or another still needs it. Nothing was changed.")),
)  # fmt: skip


#: What SQLite says of values that no column of ours can hold.
_UNREADABLE = ("Could not decode", "malformed JSON", "JSON cannot hold BLOB")


def in_words(error: BaseException, path: Path) -> GovDeskError | None:
    """Return the user's sentence for a database error, or None where it is no such error."""
    cause: Any = getattr(error, "orig", error)
    if isinstance(cause, json.JSONDecodeError) or _is_too_deep(
        error
    ):  # what a column holds as JSON is written by us alone
        return damaged(path)
    if not isinstance(cause, cipher.errors()):
        return None
    if str(cause).startswith(_UNREADABLE):
        return damaged(path)
    name = getattr(cause, "sqlite_errorname", "") or ""
    for start, code, text in _WORDS:
        if name.startswith(start):
            return GovDeskError(Message(text, {"file": path.name}), code=code)
    return None


def _is_too_deep(error: BaseException) -> bool:
    """Answer whether JSON was nested deeper than can be read."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return isinstance(error, RecursionError) and trace is not None and "json" in trace.tb_frame.f_globals["__name__"]


def in_opening(error: BaseException, path: Path) -> GovDeskError | None:
    """Return the same for an error while a file is opened, when whatever cannot be understood is a damaged file."""
    cause: Any = getattr(error, "orig", error)
    if isinstance(error, GovDeskError):
        return None
    return in_words(error, path) or (damaged(path) if isinstance(cause, cipher.errors(UnicodeDecodeError)) else None)


def untidy(path: Path) -> GovDeskError:
    """Return what is said where a file could not be written anew after something was erased from it."""
    text = N_(
        "What was erased is gone from the workspace, but traces may be left in free parts of “{file}”: it could not be "
        "written anew. Free some space and close it; it is tried again then."
    )
    return GovDeskError(text, code="untidy", file=path.name)
