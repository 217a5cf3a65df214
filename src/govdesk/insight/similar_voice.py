"""Voices that say much the same: the recent statements that share most pairs of characters with a text.

Quick entry warns of what was written down already by it, and an answer shows who else would be answered.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: So many of the latest voices are looked through; a hundredth of a second.
RECENT = 2000
#: The share of common pieces from which two texts say much the same.
ALIKE = 0.4
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Similar:
    """A voice that says much the same: 1 is the very same words."""

    id: str
    number: int
    statement: str
    heard: date | None
    anonymous: bool
    likeness: float


def similar(
    session: Session, registers: Registers, project: str | None, text: str, *, besides: str = "", most: int = 3
) -> tuple[Similar, ...]:
    """Return the recent voices of a project that are most like a text, the likest first.

    Args:
        session: Reads the workspace.
        registers: Hold the feedback.
        project: Where to look; None looks in all.
        text: What was said.
        besides: Id of a voice that is left out, such as the one that the text is from.
        most: How many are returned.
    """
    wanted = _pieces(text)
    if not wanted:
        return ()
    t = table_of(registers["feedback"])
    columns = (t.c.id, t.c.number, t.c.statement, t.c.date, t.c.anonymous)
    statement = select(*columns).order_by(t.c.date.desc(), t.c.number.desc()).limit(RECENT)
    if project:
        statement = statement.where(t.c.project == project)
    found = []
    for identity, number, said, heard, anonymous in session.connection().execute(statement):
        if identity != besides and (likeness := _likeness(wanted, _pieces(said or ""))) >= ALIKE:
            found.append(Similar(identity, number, said, heard, bool(anonymous), likeness))
    return tuple(sorted(found, key=lambda s: (-s.likeness, -s.number))[:most])


def _pieces(text: str) -> frozenset[str]:
    """Return the pairs of characters in a text, threes where it is Latin; nothing of a text too short to tell."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
    size = 3 if plain.isascii() else 2
    return (
        frozenset(plain[i : i + size] for i in range(len(plain) - size + 1)) if len(plain) >= _SHORTEST else frozenset()
    )


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of pieces that two texts have in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if other else 0.0
