"""What becomes of a voice: which are waiting, how long still, and who may say that it was answered.

The inbox shows by it; its rules hold wherever a voice is answered, confirmed, declined or opened again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.registers.feedback import CLOSED, unconfirmed
from govdesk.store.query import Filter, Order, Query

#: Statuses that still wait for an answer.
WAITING = ("new", "acknowledged", "in_progress")
#: Status that still waits for the word of the one who spoke.
UNCONFIRMED = ("answered",)
ANSWER_DAYS = 14
CONFIRM_DAYS = 7
_SOON = 3


@dataclass(frozen=True, slots=True)
class Deadline:
    """How long there is still to answer: in words, the tone in which they are shown, and words for a narrow place."""

    words: Message
    tone: str
    short: Message | None = None


def deadline(due: date | None, status: str | None, today: date, replied: date | None = None) -> Deadline | None:
    """Return how a voice stands with its deadline, an answered one with its confirmation; None where it has none."""
    if status == "answered" and replied is not None and replied < today:
        days = (today - replied).days
        words = Message(N_("Waits 1 day") if days == 1 else N_("Waits {count} days"), {"count": days})
        short = Message(N_("{count} d"), {"count": days})
        return Deadline(words, "watch" if days > CONFIRM_DAYS else "quiet", short)
    if status == "declined":
        return Deadline(Message(N_("Declined")), "quiet")
    if status in CLOSED:
        return Deadline(Message(N_("Answered")), "good")
    if due is None:
        return None
    days = (due - today).days
    if days < 0:
        one = N_("1 day late") if days == -1 else N_("{count} days late")
        return Deadline(Message(one, {"count": -days}), "act", Message(N_("{count} d late"), {"count": -days}))
    if days == 0:
        return Deadline(Message(N_("Due today")), "watch")
    words = Message(N_("1 day left") if days == 1 else N_("{count} days left"), {"count": days})
    return Deadline(words, "watch" if days <= _SOON else "quiet")


def due_after(heard: date) -> date:
    """Return until when a voice should be answered."""
    return heard + timedelta(days=ANSWER_DAYS)


def heard_on(day: date, *, anonymous: bool) -> date:
    """Return the day that may be kept of when a voice was heard: the Monday of its week where it is anonymous."""
    return day - timedelta(days=day.weekday()) if anonymous else day


def inbox(query: Query, *, answered: bool = False) -> Query:
    """Return the query of the voices that wait; filters and order of the user go before.

    Args:
        query: What the user asked for.
        answered: Whether those that wait for a confirmation are wanted, the longest waiting at the top, instead of
            those that wait for an answer, due first.
    """
    filters, order = query.filters, query.order
    if not any(f.field == "status" for f in filters):
        wanted = UNCONFIRMED if answered else (*WAITING, None)
        filters = (*filters, Filter("status", "any_of", wanted))
    usual = (Order("replied"),) if answered else (Order("due"), Order("date"))
    return replace(query, filters=filters, order=order or usual)


def answer(reply: str, today: date) -> dict[str, Any]:
    """Return what answering changes.

    Raises:
        GovDeskError: `empty`.
    """
    if not reply.strip():
        raise GovDeskError(
            N_("There is no answer yet. Write one sentence that the person will understand."), code="empty"
        )
    return {"reply": reply.strip(), "status": "answered", "replied": today}


def decline(reason: str, today: date) -> dict[str, Any]:
    """Return what declining changes; its reason is the answer.

    Raises:
        GovDeskError: `empty`.
    """
    if not reason.strip():
        raise GovDeskError(N_("A voice is declined with a reason. Write it down; nothing was changed."), code="empty")
    return {"reply": reason.strip(), "status": "declined", "replied": today}


def confirm(values: Mapping[str, Any], by: str | None) -> dict[str, Any]:
    """Return what confirming changes: the one who spoke confirms, or a second person where nobody is named.

    Raises:
        GovDeskError: `unanswered`, `nobody`, `not_source` or `same_person`.
    """
    wrong = unconfirmed({**values, "confirmed_by": by})
    if wrong is not None:
        raise GovDeskError(wrong.message, code=wrong.code)
    return {"status": "confirmed", "confirmed_by": by}


def reopen() -> dict[str, Any]:
    """Return what opening a voice again changes; the history counts it."""
    return {"status": "in_progress", "replied": None, "confirmed_by": None}


def move(values: Mapping[str, Any], status: str, today: date) -> dict[str, Any]:
    """Return what putting a voice into another status changes, as by dragging its card.

    Raises:
        GovDeskError: `unanswered`, `nobody`, `not_source`, `same_person` or `empty`.
    """
    if status == "confirmed":
        return confirm(
            values, values.get("confirmed_by") or (None if values.get("anonymous") else values.get("source"))
        )
    if status in ("answered", "declined"):
        changed = (answer if status == "answered" else decline)(values.get("reply") or "", today)
        return {**changed, "replied": values.get("replied") or today, "confirmed_by": None}
    if values.get("status") in CLOSED:
        return {**reopen(), "status": status}
    return {"status": status}
