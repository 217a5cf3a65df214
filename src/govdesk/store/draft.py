"""What was typed and is no record yet, kept in the workspace itself, so that a crash takes ten seconds of it at most.

The window's `Drafts` writes it and offers it again. It is encrypted with the file and stands in its backups; it is no edit:
no history, export or merge knows of it. What is typed of a nameless record is kept without saying by whom.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from govdesk.store.schema import draft

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace

#: Register code, and what is typed there: empty for a new record, else a record's id or a word of the window's own.
Place = tuple[str, str]
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIMED = 7


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed in one place.

    Args:
        place: Where.
        content: It, as JSON holds it.
    """

    place: Place
    content: Mapping[str, Any]


def drafts(workspace: Workspace) -> list[Draft]:
    """Return what the workspace's user left unfinished, and what was left of nameless records; what is no JSON is left out."""
    statement = (
        draft.select().where(draft.c.author.in_((workspace.author, ""))).order_by(draft.c.register, draft.c.place)
    )
    with workspace.read() as session:
        rows = session.connection().execute(statement).all()
    found = []
    for row in rows:
        try:
            content = json.loads(row.content)
        except ValueError:
            continue
        if isinstance(content, dict) and row.register in workspace.registers:
            found.append(Draft((row.register, row.place), content))
    return found


def keep_drafts(workspace: Workspace, wanted: Mapping[Place, Mapping[str, Any] | None]) -> None:
    """Keep what stands in these places now; None forgets it, and leaves no trace of it in the file.

    Raises:
        GovDeskError: As `Workspace.write`.
    """
    with workspace.aside() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        for (register, place), content in wanted.items():
            own = (draft.c.register == register) & (draft.c.place == place)
            connection.execute(draft.delete().where(own & draft.c.author.in_((workspace.author, ""))))
            if content is not None:
                author = "" if _is_nameless(workspace, register, place, content) else workspace.author
                text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
                values = {"author": author, "register": register, "place": place, "content": text}
                connection.execute(draft.insert().values(values))
        connection.exec_driver_sql("PRAGMA secure_delete=FAST")


def _is_nameless(workspace: Workspace, register: str, place: str, content: Mapping[str, Any]) -> bool:
    veil = workspace.registers[register].veil
    if veil is None:
        return False
    found = _ID.search(place)
    values = content.get("values")
    return (isinstance(values, Mapping) and veil.covers(values)) or (
        found is not None and UUID(found.group()).version != _TIMED
    )
