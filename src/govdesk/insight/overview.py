"""What one sees first of a project: blocks of a few records each, with the queries that open exactly the rows they count.

The blocks are made in `overview_due`, `overview_drift`, `overview_news` and here; the page shows them as cards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.insight.answering import deadline, inbox
from govdesk.store.query import Order, Query, Record, count, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

#: So many lines of a block are shown; the rest stands behind its numbers.
SHOWN = 6


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
class Part:
    """One number of a block and what it opens.

    Args:
        words: What is counted, with the number in it.
        query: Opens exactly these records.
        count: How many they are.
        rule: When a record is counted, in words; empty where the words say it.
        tone: The tone of the number.
    """

    words: Message
    query: Query
    count: int
    rule: str = ""
    tone: str = "quiet"


@dataclass(frozen=True, slots=True)
class Block:
    """Records that belong together: their numbers, and the first of them as lines."""

    code: str
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        """How many records there are in all."""
        return sum(p.count for p in self.parts)


def waiting_voices(session: Session, registers: Registers, project: str | None, today: date) -> Block:
    """Return the voices that wait for an answer, the oldest first."""
    query = replace(inbox(Query("feedback", project)), order=(Order("date"), Order("due")))

    def line(one: Record) -> Line:
        found = deadline(one.values["due"], one.values["status"], today)
        note, tone = (found.words, found.tone) if found else (None, "quiet")
        return Line(one.register, one.id, one.values["statement"] or "", one.names.get("department", ""), note, tone)

    return lines_of(session, registers, "voices", query, N_("{count} unanswered"), line)


def lines_of(
    session: Session, registers: Registers, code: str, query: Query, words: str, line: Callable[[Record], Line]
) -> Block:
    """Return a block of one number, with the first records of its query as lines."""
    amount = count(session, registers, query)
    shown = records(session, registers, query.register, rows(session, registers, query, SHOWN))
    parts = (Part(Message(words, {"count": f"{amount:,}"}), query, amount),) if amount else ()
    return Block(code, parts, tuple(line(r) for r in shown))
