"""You said, we did: the answered voices as a list that may be hung on the wall, without names, departments or days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.insight.small_group import COMMENTS
from govdesk.store.query import Filter, Order, Query, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_MOST = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """One voice and what became of it."""

    said: str
    did: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pairs of one theme; empty where none is named."""

    theme: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The list: its chapters, how many voices it holds, how many there are, and whether so few may be listed."""

    chapters: tuple[Chapter, ...]
    shown: int
    total: int
    enough: bool


def answered(session: Session, registers: Registers, query: Query) -> Answered:
    """Return what was said and done in a view, by theme; nothing where fewer than ten voices would stand alone."""
    done = (*query.filters, Filter("status", "any_of", ("answered", "confirmed")), Filter("reply", "filled"))
    keys = rows(
        session, registers, replace(query, filters=done, order=(Order("theme"), Order("replied", descending=True)))
    )
    if 0 < len(keys) < COMMENTS:
        return Answered((), 0, len(keys), enough=False)
    themes: dict[str, list[Pair]] = {}
    for record in records(session, registers, "feedback", keys[:_MOST]):
        values = record.values
        pair = Pair(_line(values["statement"]), _line(values["reply"]), values.get("status") == "confirmed")
        themes.setdefault(str(values.get("theme") or ""), []).append(pair)
    chapters = tuple(Chapter(theme, tuple(pairs)) for theme, pairs in themes.items())
    return Answered(chapters, min(len(keys), _MOST), len(keys), enough=True)


def _line(text: object) -> str:
    return " ".join(str(text or "").split())
