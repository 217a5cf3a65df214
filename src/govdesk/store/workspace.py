"""The workspace: one file, two doors, `read()` and `write(label)`; every write is one operation in its history."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from govdesk.errors import GovDeskError
from govdesk.i18n import Message, N_
from govdesk.store import migrate, opening, schema
from govdesk.store.lock import WorkspaceLock, user_name

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed operation did: its number, its kind, its words, the registers it touched, and when."""

    operation: int
    kind: str
    label: Message
    registers: frozenset[str]
    at: datetime


Listener = Callable[[Changes], None]


class Workspace:
    """One open workspace file.

    A read-only workspace refuses `write`.
    """

    def __init__(self, path: Path, registers: Registers, engine: Engine, lock: WorkspaceLock | None, author: str) -> None:
        self.path = path
        self.registers = registers
        self.author = author or user_name()
        self.read_only = lock is None
        self._engine = engine
        self._lock = lock
        self._listeners: list[Listener] = []
        with self.read() as session:
            found = session.connection().exec_driver_sql("SELECT value FROM setting WHERE name = 'id'").scalar()
        self.id = str(found)

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
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            os.close(handle)
        except OSError as error:
            text = N_("“{file}” cannot be created ({reason}). Choose another folder.")
            raise GovDeskError(text, code="unwritable", file=str(path), reason=error.strerror or str(error)) from None
        try:
            engine = opening.make_engine(path, {}, read_only=False)  # type: ignore[arg-type]
            with engine.connect().execution_options(govdesk_write=True) as connection, connection.begin():
                schema.create_tables(connection)
                insert = "INSERT INTO setting (name, value) VALUES ('id', ?)"
                connection.exec_driver_sql(insert, (str(uuid7()),))
            engine.dispose()
        except Exception as error:
            path.unlink(missing_ok=True)
            if told := opening.in_words(error, path):
                raise told from error
            raise
        return cls.open(path, registers, author=author)

    @classmethod
    def open(cls, path: Path, registers: Registers, *, author: str = "", read_only: bool = False) -> Workspace:
        """Open a workspace; for reading only where it cannot be written.

        Raises:
            GovDeskError: `missing`, `folder`, `unreadable`, `not_workspace`, `newer`, `damaged`, `foreign` or `in_use`.
        """
        version = opening.read_header(path)
        lock = None if read_only or not _writable(path) else WorkspaceLock(path)
        if lock is not None and not lock.acquire():
            lock = None
        engine = opening.make_engine(path, registers, read_only=lock is None)
        try:
            if version < schema.VERSION:
                migrate.upgrade(engine, path, version, read_only=lock is None)
            opening.verify(engine, path)
            return cls(path, registers, engine, lock, author)
        except Exception as error:
            engine.dispose()
            if lock is not None:
                lock.release()
            if told := opening.in_words(error, path):
                raise told from error
            raise

    def close(self) -> None:
        """Close the file and let others have it."""
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call a listener after each commit, on the thread that wrote; return what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that sees one state of the file and changes nothing."""
        with Session(self._engine, autoflush=False) as session:
            try:
                yield session
            except Exception as error:
                if told := opening.in_words(error, self.path):
                    raise told from error
                raise
            finally:
                session.rollback()

    @contextmanager
    def write(
        self, label: Message | str, *, source: str | None = None, kind: str = "do", target: int | None = None
    ) -> Iterator[Session]:
        """Open a session whose changes become one operation, all or none.

        Args:
            label: What the operation is called in the history.
            source: The file it came from.
            kind: `do`, `undo` or `redo`.
            target: For undo and redo, the operation that is taken back or done again.

        Raises:
            GovDeskError: `read_only`, or what the drive reported.
        """
        if self.read_only:
            text = N_("“{file}” is open for reading only. Nothing was changed.")
            raise GovDeskError(text, code="read_only", file=self.path.name)
        self._still_there()
        message = label if isinstance(label, Message) else Message(label)
        at = datetime.now(UTC)
        try:
            with self._engine.connect().execution_options(govdesk_write=True) as connection, Session(connection) as session:
                number = _begin(session, {
                    "at": at.isoformat(timespec="seconds"), "author": self.author, "label": message.dump(),
                    "source": source, "kind": kind, "target": target, "state": "done",
                })  # fmt: skip
                yield session
                session.flush()
                registers = _finish(session, number, kind)
                session.commit()
        except Exception as error:
            if told := opening.in_words(error, self.path):
                raise told from error
            raise
        if registers:
            done = Changes(number, kind, message, registers, at)
            for listener in list(self._listeners):
                listener(done)

    def _still_there(self) -> None:
        if not self.path.exists():
            text = N_("“{file}” is no longer where it was. Nothing was written; put it back or open it from its new place.")
            raise GovDeskError(text, code="gone", file=str(self.path))


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _begin(session: Session, values: Mapping[str, object]) -> int:
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql("DELETE FROM temp.origin")
    result = connection.execute(schema.operation.insert().values(**values))
    number = int(result.inserted_primary_key[0])
    connection.exec_driver_sql("INSERT INTO temp.current_operation (id) VALUES (?)", (number,))
    return number


def _finish(session: Session, number: int, kind: str) -> frozenset[str]:
    connection = session.connection()
    touched = "SELECT register, count(*) FROM change WHERE operation = ? GROUP BY register"
    counts = {str(r[0]): int(r[1]) for r in connection.exec_driver_sql(touched, (number,))}
    connection.exec_driver_sql("DELETE FROM temp.current_operation")
    if not counts:
        connection.exec_driver_sql("DELETE FROM operation WHERE id = ?", (number,))
        return frozenset()
    connection.exec_driver_sql("UPDATE operation SET rows = ? WHERE id = ?", (sum(counts.values()), number))
    if kind == "do":
        connection.exec_driver_sql("UPDATE operation SET state = 'dropped' WHERE state = 'undone' AND kind = 'do'")
    return frozenset(counts)
