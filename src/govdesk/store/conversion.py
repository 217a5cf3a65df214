"""A workspace given a password, another one, or none: written anew beside, verified, and put in the old one's place.

Its backups are converted with it, so that no readable copy of what is now encrypted is left behind.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.store import cipher, opening, schema
from govdesk.store.backup import backups
from govdesk.store.cipher import Key
from govdesk.store.lock import WorkspaceLock
from govdesk.store.replacement import replace_by

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


def convert(path: Path, registers: Registers, old: Key | None, new: Key | None) -> list[Path]:
    """Write a closed workspace and its backups under another key.

    Args:
        path: The workspace; nobody has it open.
        registers: What it holds.
        old: Its key now; None where it has no password.
        new: Its key from now on; None for no password.

    Returns:
        The backups that the old key does not open, and that stay as they are.

    Raises:
        GovDeskError: The workspace is in use, cannot be read, or cannot be written.
    """
    lock = WorkspaceLock(path)
    if not lock.acquire():
        text = N_("“{file}” can only be read. Nothing was changed; save a copy elsewhere to go on.")
        raise GovDeskError(text, code="read_only", file=path.name)
    try:
        opening.verify(path, registers, schema.VERSION, read_only=False, key=old)
        found = [b.path for b in backups(_identity(path, old))]
        _convert(path, old, new)
        return [p for p in found if not _is_converted(p, old, new)]
    finally:
        lock.release()


def _is_converted(path: Path, old: Key | None, new: Key | None) -> bool:
    try:
        _convert(path, old, new)
    except cipher.errors(GovDeskError):
        return False
    return True


def _convert(path: Path, old: Key | None, new: Key | None) -> None:
    def fill(beside: Path) -> None:
        beside.unlink()
        _export(path, old, beside, new)

    try:
        replace_by(path, fill, lambda beside: _content(beside, new) == _content(path, old))
    except cipher.errors() as error:
        if told := opening.in_opening(error, path):
            raise told from error
        raise


def _export(source: Path, old: Key | None, target: Path, new: Key | None) -> None:
    """Copy a database page by page under another key, with the driver that knows both kinds."""
    driver = cipher.driver(new or old)
    with closing(driver.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as connection:
        if old is not None:
            connection.execute(f'PRAGMA key = "{old.text()}"')
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA temp_store=MEMORY")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(target), new.text() if new else ""))
        connection.execute("PRAGMA copy.synchronous=OFF")
        connection.execute("PRAGMA copy.journal_mode=OFF")
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute(f"PRAGMA copy.application_id={schema.APPLICATION_ID}")
        connection.execute(f"PRAGMA copy.user_version={version}")
        connection.execute("DETACH DATABASE copy")


def _content(path: Path, key: Key | None) -> list[tuple[object, ...]]:
    """Return what two copies of one workspace have in common: schema, rows of each table, the soundness of the pages."""
    with closing(opening.connect(path, {}, read_only=True, key=key)) as connection:
        tables = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        names = [name for kind, name, _ in tables if kind == "table"]
        rows = [connection.execute(f'SELECT count(*), total(rowid) FROM "{n}"').fetchone() for n in names]  # noqa: S608
        marks = [
            connection.execute(f"PRAGMA {p}").fetchone() for p in ("application_id", "user_version", "quick_check(1)")
        ]
        return [*tables, *rows, *marks]


def _identity(path: Path, key: Key | None) -> str:
    with closing(opening.connect(path, {}, read_only=True, key=key)) as connection:
        return str(connection.execute("SELECT value FROM setting WHERE name = 'id'").fetchone()[0])
