"""What one sees first: the work of this week and the voices that wait longest, each as few lines and the query of its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import Message
from govdesk.insight.answering import deadline, inbox
from govdesk.store.query import Filter, Order, Query, Record, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: So many lines of a block are shown; the rest stands behind its number.
SHOWN = 6
_OPEN_STEP = Filter("status", "none_of", ("done", "not_applicable"))


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a block.

    Args:
        register: Its register.
        id: Its id.
        text: What it says.
        beside: Who or what it belongs to, as plain words.
        note: How it stands, such as how many days it is late.
        tone: The tone of the note: `act`, `watch`, `good` or `quiet`.
    """

    register: str
    id: str
    text: str
    beside: str
    note: Message | None
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Block:
    """Records that belong together, the first few of them as lines.

    Args:
        code: Its name in the code.
        query: Opens exactly its records.
        total: How many they are.
        lines: The first of them.
    """

    code: str
    query: Query
    total: int
    lines: tuple[Line, ...]


def week_end(today: date) -> date:
    """Return the Sunday of a day's week."""
    return today + timedelta(days=6 - today.weekday())


def steps_due(session: Session, registers: Registers, project: str | None, today: date) -> Block:
    """Return the steps of checklists that are late or due by Sunday."""
    due = Filter("due", "to", (week_end(today).isoformat(),))
    query = Query("checklist_item", project, (_OPEN_STEP, due), order=(Order("due"),))

    def line(one: Record) -> Line:
        found = deadline(one.values["due"], None, today)
        note, tone = (found.words, found.tone) if found else (None, "quiet")
        return Line(one.register, one.id, one.values["step"] or "", one.names.get("owner", ""), note, tone)

    return _block(session, registers, "week", query, line)


def waiting_voices(session: Session, registers: Registers, project: str | None, today: date) -> Block:
    """Return the voices that wait for an answer, the oldest first."""
    query = replace(inbox(Query("feedback", project)), order=(Order("date"), Order("due")))

    def line(one: Record) -> Line:
        found = deadline(one.values["due"], one.values["status"], today)
        note, tone = (found.words, found.tone) if found else (None, "quiet")
        return Line(one.register, one.id, one.values["statement"] or "", one.names.get("department", ""), note, tone)

    return _block(session, registers, "voices", query, line)


def _block(session: Session, registers: Registers, code: str, query: Query, line: Callable[[Record], Line]) -> Block:
    keys = rows(session, registers, query)
    shown = records(session, registers, query.register, keys[:SHOWN])
    return Block(code, query, len(keys), tuple(line(r) for r in shown))
