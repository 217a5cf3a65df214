"""The workspace: one file, two doors, `read()` and `write(label)`; every write is one operation in its history."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store import cipher, migrate, opening, schema
from govdesk.store.cipher import Key
from govdesk.store.doubt import doubts
from govdesk.store.journal import begin, finish
from govdesk.store.lock import WorkspaceLock, user_name
from govdesk.store.standing import Hindrance, Identity, hindrance_of, identity_of, refuse_another
from govdesk.store.veil import Memory, Veiled

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed operation did: number, kind, words, registers touched, when.

    Where records turned nameless, something of it is `final`, and each goes on under another id.
    """

    operation: int
    kind: str
    label: Message
    registers: frozenset[str]
    at: datetime
    final: bool = False
    renamed: Mapping[str, str] = field(default_factory=dict)


Listener = Callable[[Changes], None]
#: Answers the key for a salt: asks for the password, and derives it.
Unlock = Callable[[bytes], Key]


class Workspace:
    """One open workspace file.

    A read-only workspace refuses `write`.
    """

    def __init__(
        self,
        path: Path,
        registers: Registers,
        engine: Engine,
        lock: WorkspaceLock | None,
        author: str,
        key: Key | None = None,
        hindrance: Hindrance | None = None,
        place: Path | None = None,
    ) -> None:
        self.path = path
        #: What its pages are encrypted under; None where it has no password.
        self.key = key
        self.registers = registers
        self.author = author or user_name()
        #: Why it may only be read; None where it may be written.
        self.hindrance = hindrance
        self._engine = engine
        self._lock = lock
        self._closed = False
        self._untidy = False
        self.memory = Memory()
        self._listeners: list[Listener] = []
        self._reading = threading.local()
        self._identity = identity_of(place or path)
        with self.read() as session:
            self.id = opening.workspace_id(session, path)
            #: What makes one doubt the file, though it can be read.
            self.doubts = doubts(session, path, registers)
        _OPEN[self._identity] += 1
        if key is not None:
            _KEYS[self._identity] = key

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written; `hindrance` says why."""
        return self.hindrance is not None

    @classmethod
    def create(cls, path: Path, registers: Registers, *, author: str = "") -> Workspace:
        """Make a new, empty workspace and open it.

        Raises:
            GovDeskError: `exists`, or `unwritable` where the folder cannot be written.
        """
        if path.exists():
            text = N_("“{file}” is there already. It was left as it is; choose another name.")
            raise GovDeskError(text, code="exists", file=path.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _fill(path, registers)
        except OSError as error:
            text = N_("“{file}” cannot be created ({reason}). Choose another folder.")
            raise GovDeskError(text, code="unwritable", file=str(path), reason=error.strerror or str(error)) from None
        except Exception as error:
            if told := opening.in_words(error, path):
                raise told from error
            raise
        return cls.open(path, registers, author=author)

    @classmethod
    def open(
        cls,
        path: Path,
        registers: Registers,
        *,
        author: str = "",
        read_only: bool = False,
        unlock: Unlock | None = None,
    ) -> Workspace:
        """Open a workspace; for reading only where it cannot be written.

        Args:
            path: Its file.
            registers: What it holds.
            author: Who the history names.
            read_only: Whether nothing is to be written.
            unlock: Answers the key for the salt of a workspace that has a password.

        Raises:
            GovDeskError: `missing`, `folder`, `unreadable`, `not_workspace`, `newer`, `damaged`, `foreign`, `in_use`,
                `password` where there is one and nobody to ask, or `wrong_password`.
        """
        key = _KEYS.get(identity_of(path))
        version = schema.VERSION
        if not _OPEN[identity_of(path)]:
            version, key = opening.unlocked(path, unlock)
        hindrance = hindrance_of(path, asked=read_only)
        lock = WorkspaceLock(path) if hindrance is None else None
        if lock is not None and not lock.acquire():
            hindrance, lock = Hindrance(lock.hindrance), None
        engine, place = None, path
        try:
            shut = hindrance is not None and hindrance.code in ("file", "folder")
            opening.verify(path, registers, version, read_only=shut, key=key)
            if version < schema.VERSION:
                place = migrate.lifted(path, registers, version, key, in_place=lock is not None)
            scratch = place.parent if place != path else None
            engine = opening.make_engine(place, registers, read_only=lock is None, key=key, scratch=scratch)
            return cls(path, registers, engine, lock, author, key, hindrance, place)
        except Exception as error:
            if engine is not None:
                engine.dispose()
            if lock is not None:
                lock.release()
            if told := opening.in_opening(error, path):
                raise told from error
            raise

    def close(self) -> None:
        """Close the file and let others have it."""
        if self._closed:
            return
        self._closed = True
        if self._untidy and not self.read_only:
            self._tidy(at_once=True)
        self._engine.dispose()
        _OPEN[self._identity] -= 1
        if not _OPEN[self._identity]:
            _KEYS.pop(self._identity, None)
        if self._lock is not None:
            self._lock.release()

    def lend(self) -> AbstractContextManager[sqlite3.Connection]:
        """Lend a connection to the file that was opened, wherever that is now; it is only to be read."""
        return _lent(self._engine)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit, on the thread that wrote; return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one state of the file and changes nothing."""
        open_here: list[Session] = self._reading.__dict__.setdefault("sessions", [])
        with Session(self._engine, autoflush=False) as session:
            session.info["memory"] = self.memory
            open_here.append(session)
            try:
                with _told(self.path):
                    yield session
            finally:
                open_here.remove(session)
                session.rollback()

    @contextmanager
    def write(
        self,
        label: Message | str,
        *,
        source: str | None = None,
        kind: str = "do",
        target: int | None = None,
        copy: str | None = None,
        room: int = 0,
    ) -> Iterator[Session]:
        """Open a session whose changes become one operation, all or none.

        Args:
            label: What the operation is called in the history.
            source: The file it came from.
            kind: `do`, `undo` or `redo`.
            target: For undo and redo, the operation that is taken back or done again; for a merge, the last that both
                copies shared.
            copy: For a merge, the other copy's name.
            room: For a merge, how many operations it brings in; their numbers are left free before its own.

        Raises:
            GovDeskError: `read_only`, or what the drive reported.
        """
        _refuse(self, self._reading.__dict__.get("sessions", []))
        refuse_another(self.path, self._identity)
        message = label if isinstance(label, Message) else Message(label)
        at = datetime.now(UTC)
        try:
            with (
                self._engine.connect().execution_options(govdesk_write=True) as connection,
                Session(connection) as session,
            ):
                session.info["bare"] = True
                number = begin(session, {
                    "at": at.isoformat(timespec="seconds"), "author": self.author, "label": message.dump(), "uid": str(uuid7()),
                    "source": source, "kind": kind, "target": target, "state": "done", "copy": copy,
                }, room)  # fmt: skip
                yield session
                session.flush()
                done = finish(session, self.registers, number, kind)
                session.commit()
        except Exception as error:
            if told := opening.in_words(error, self.path):
                raise told from error
            raise
        self.memory.writes += 1
        if done is None:
            return
        if done.veiled is not None:
            self.memory.keep(done.operation, done.veiled, done.last)
            self._tidy(at_once=bool(done.veiled.final))
        veiled = done.veiled or Veiled()
        changes = Changes(done.operation, kind, message, done.registers, at, done.final, veiled.renamed)
        for listener in list(self._listeners):
            listener(changes)

    def _tidy(self, *, at_once: bool) -> None:
        """Write the file anew, now or when it is closed: neither free pages nor the places of rows tell what is veiled."""
        self._untidy = True
        if not at_once:
            return
        with _lent(self._engine) as driver:
            try:
                driver.execute("VACUUM")
            except cipher.errors():
                return
        self._untidy = False

    def write_anew(self) -> None:
        """Write the file anew at once, so that no free page holds what is gone.

        Raises:
            GovDeskError: What the drive reported; it is tried once more when the file is closed.
        """
        self._tidy(at_once=True)
        if self._untidy:
            raise opening.untidy(self.path)

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """Open a transaction for what is no edit and stands in no history; a record cannot be written in it.

        Raises:
            GovDeskError: As `write`.
        """
        _refuse(self, self._reading.__dict__.get("sessions", []))
        refuse_another(self.path, self._identity)
        writing = self._engine.connect().execution_options(govdesk_write=True)
        with _told(self.path), writing as connection, connection.begin():
            yield connection


@contextmanager
def _lent(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Lend an engine's connection to the file that was opened, even where that has gone from its place."""
    with engine.connect() as connection:
        found = connection.connection.driver_connection
        assert found is not None  # noqa: S101 - the engine has just connected
        yield found


def _refuse(workspace: Workspace, open_here: list[Session]) -> None:
    if workspace.hindrance is not None:
        raise GovDeskError(workspace.hindrance.words(workspace.path), code="read_only")
    if any(s.in_transaction() for s in open_here):
        raise RuntimeError("a write inside a read on the same thread would wait for itself")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Raise the database's errors in words."""
    try:
        yield
    except Exception as error:
        if told := opening.in_words(error, path):
            raise told from error
        raise


#: How often this process has each file open, by device and inode, and the keys of those that have a password.
_OPEN: Counter[Identity] = Counter()
_KEYS: dict[Identity, Key] = {}


def _fill(path: Path, registers: Registers) -> None:
    """Make a workspace beside its place, and put it there whole where nothing is yet."""
    beside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _write_tables(beside, registers)
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a drive that knows no second names
            beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)


def _write_tables(path: Path, registers: Registers) -> None:
    engine = opening.make_engine(path, {}, read_only=False)
    try:
        with engine.connect().execution_options(govdesk_write=True) as connection, connection.begin():
            schema.create_tables(connection, registers)
            insert = "INSERT INTO setting (name, value) VALUES ('id', ?)"
            connection.exec_driver_sql(insert, (str(uuid7()),))
    finally:
        engine.dispose()
