"""A department with all that stand below it: what is meant by one's own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


def beneath(session: Session, registers: Registers, unit: str) -> frozenset[str]:
    """Return a department and all that stand below it, nothing for an empty id; a circle ends where it closes."""
    table = table_of(registers["department"])
    below: dict[str | None, list[str]] = {}
    for identity, parent in session.connection().execute(select(table.c.id, table.c.parent)):
        below.setdefault(parent, []).append(identity)
    found = {unit} if unit else set()
    waiting = [unit] if unit else []
    while waiting:
        for child in below.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return frozenset(found)
