"""Older files brought up to date: each step lifts the schema by one version, all in one transaction.

A file that is only read stays as it is: a copy of it is lifted, and goes when it is closed.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.errors import GovDeskError
from govdesk.i18n import N_
from govdesk.store import chain, schema
from govdesk.store.cipher import Key
from govdesk.store.opening import connect, damaged, make_engine, read_header, read_version, verify
from govdesk.store.version_3 import add_tables

if TYPE_CHECKING:
    from alembic.operations import Operations

    from govdesk.fields.register import Registers
Step = Callable[["Operations"], None]


def _add_chain(operations: Operations) -> None:
    """Link the operations of a file whose history was no chain yet, and make room for drafts."""
    import sqlalchemy as sa  # noqa: PLC0415 - loaded only when a migration is due

    operations.create_table(
        "link",
        sa.Column("operation", sa.Integer, primary_key=True, nullable=False),
        sa.Column("salt", sa.LargeBinary),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("now", sa.LargeBinary),
        sa.Column("head", sa.LargeBinary),
        sa.Column("joined", sa.LargeBinary),
    )
    operations.create_table(
        "draft",
        *(sa.Column(name, sa.Text, primary_key=True, nullable=False) for name in ("author", "register", "place")),
        sa.Column("content", sa.Text, nullable=False),
    )
    chain.seal_all(operations.get_bind())


#: The step that leaves each version behind, by the version that it starts from.
STEPS: Mapping[int, Step] = {1: _add_chain, 2: add_tables}


def lifted(path: Path, registers: Registers, version: int, key: Key | None, *, in_place: bool) -> Path:
    """Bring an older file up to date, after a backup of it; or a copy in a scratch folder, where it is only read.

    Returns:
        The file to read.
    """
    if in_place:
        back_up_first(path, key)
        bring_up(path, registers, key, version)
        return path
    from govdesk.store.backup import copy_to  # noqa: PLC0415 - seldom

    folder = Path(tempfile.mkdtemp(prefix="govdesk-"))
    try:
        copy_to(path, folder / path.name, key=key)
        bring_up(folder / path.name, registers, key)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder / path.name


def bring_up(path: Path, registers: Registers, key: Key | None, version: int | None = None) -> None:
    """Lift a file that nobody else has, whatever its version, and without a backup; a newer or broken one is refused."""
    if version is None:
        version = read_header(path).version if key is None else read_version(path, key)
        verify(path, registers, version, read_only=True, key=key)
    if version < schema.VERSION:
        upgrade(path, version, read_only=False, key=key)
        verify(path, registers, schema.VERSION, read_only=False, key=key)


def back_up_first(path: Path, key: Key | None) -> None:
    """Make a backup of an older file before it is brought up to date."""
    from govdesk.store.backup import back_up  # noqa: PLC0415 - an update comes once in a long while

    connection = connect(path, {}, read_only=True, key=key)
    try:
        identity = connection.execute("SELECT value FROM setting WHERE name = 'id'").fetchone()
    finally:
        connection.close()
    if identity is None:
        raise damaged(path)
    back_up(path, str(identity[0]), "migration", key=key)


def upgrade(
    path: Path,
    version: int,
    *,
    read_only: bool,
    steps: Mapping[int, Step] = STEPS,
    goal: int = schema.VERSION,
    key: Key | None = None,
) -> None:
    """Lift a file from its version to the goal, or leave it untouched.

    Raises:
        GovDeskError: `older` where no step leads from its version, or where the file cannot be written.
    """
    missing = [v for v in range(version, goal) if v not in steps]
    if missing or read_only:
        text = N_("“{file}” was made by an older GovDesk and cannot be brought up to date here. It was left as it is.")
        raise GovDeskError(text, code="older", file=path.name)
    from alembic.operations import Operations  # noqa: PLC0415 - loaded only when a migration is due
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    engine = make_engine(path, {}, read_only=False, key=key)
    try:
        with engine.connect().execution_options(govdesk_write=True) as connection, connection.begin():
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            operations = Operations(MigrationContext.configure(connection))
            for start in range(version, goal):
                steps[start](operations)
            connection.exec_driver_sql(f"PRAGMA user_version={goal}")
    finally:
        engine.dispose()
