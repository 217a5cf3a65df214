"""Settings that belong to a workspace and travel with its file, such as a rule that one organisation holds and another not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.store.schema import setting

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace


def read_setting(session: Session, name: str, default: str = "") -> str:
    """Return a setting of the workspace, or the default where it was never set."""
    found = session.connection().execute(select(setting.c.value).where(setting.c.name == name)).scalar()
    return default if found is None else str(found)


def write_setting(workspace: Workspace, name: str, value: str) -> None:
    """Keep a setting in the workspace; it is no record, so the history does not list it."""
    with workspace.write(Message(N_("Setting of the workspace"))) as session:
        put_setting(session, name, value)


def put_setting(session: Session, name: str, value: str) -> None:
    """Keep a setting as part of a larger write."""
    connection = session.connection()
    kept = connection.execute(setting.update().where(setting.c.name == name).values(value=value))
    if not kept.rowcount:
        connection.execute(setting.insert().values(name=name, value=value))


def settings_named(session: Session, start: str) -> dict[str, str]:
    """Return the settings whose names begin with a text."""
    statement = select(setting.c.name, setting.c.value).where(setting.c.name.startswith(start, autoescape=True))
    return {str(name): str(value) for name, value in session.connection().execute(statement)}
