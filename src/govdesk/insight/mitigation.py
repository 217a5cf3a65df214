"""What is wrong with the mitigation of a project: findings, each with its rule in words and the query that opens its rows.

A person has left once the day is there on which the register of stakeholders says so; what they still own waits for nobody.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.store.query import Filter, Query, count, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govdesk.fields.register import Registers

_OPEN_RISK = Filter("status", "none_of", ("closed",))
_OPEN_STEP = Filter("status", "none_of", ("done", "not_applicable"))
_UNDER_WAY = Filter("stage", "none_of", ("closed",))
_OPEN_VOICE = Filter("status", "none_of", ("confirmed", "declined"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Args:
        code: Its name in the code.
        tone: `act` or `watch`.
        message: A few words with the number of records.
        rule: When it is said, in words, as source text.
        query: Opens exactly its records.
        count: How many they are.
    """

    code: str
    tone: str
    message: Message
    rule: str
    query: Query
    count: int


def findings(session: Session, registers: Registers, project: str | None, today: dt.date) -> tuple[Finding, ...]:
    """Return what is wrong today, the gravest first; what finds nothing is left out."""
    before = ((today - dt.timedelta(days=1)).isoformat(),)
    lowered = _lowered(session, registers, project)
    under_way = Filter("number", "any_of", _under_way(session, registers, project))
    gone = Filter("owner", "any_of", departed(session, registers, today))
    candidates = (
        (
            "lowered", "act", N_("Residual lowered, nothing done: {count}"),
            N_("The residual rating is below the current one, yet no step of any checklist for the risk is done."),
            Query("risk", project, (Filter("number", "any_of", lowered),)),
        ),
        *(
            (
                f"left_{register}", "act", text,
                N_("The record is still open, and the day is past on which its owner left."),
                Query(register, project, (*still_open, gone)),
            )
            for register, text, still_open in (
                ("risk", N_("Owner has left, open risks: {count}"), (_OPEN_RISK,)),
                ("checklist_item", N_("Owner has left, open steps: {count}"), (_OPEN_STEP,)),
                ("checklist", N_("Lead has left, open checklists: {count}"), (under_way,)),
                ("feedback", N_("Owner has left, open voices: {count}"), (_OPEN_VOICE,)),
            )
            if gone.values
        ),
        *(
            (f"left_{one.register}", "act", text, rule, one)
            for one, text, rule in _left_posts(session, registers, project, gone.values)
        ),
        (
            "unowned", "act", N_("Nobody answers for it: {count}"),
            N_("The risk is not closed and has no owner, or its owner was removed."),
            Query("risk", project, (_OPEN_RISK, Filter("owner", "empty"))),
        ),
        (
            "review", "watch", N_("Review overdue: {count}"),
            N_("The risk is not closed and its next review lies before today."),
            Query("risk", project, (_OPEN_RISK, Filter("review", "to", before))),
        ),
        (
            "steps", "watch", N_("Steps overdue: {count}"),
            N_("The step is neither done nor set aside, and its due date lies before today."),
            Query("checklist_item", project, (_OPEN_STEP, Filter("due", "to", before))),
        ),
        (
            "evidence", "watch", N_("Done without evidence: {count}"),
            N_("The step is marked as done, but nothing shows that it was."),
            Query("checklist_item", project, (Filter("status", "any_of", ("done",)), Filter("evidence", "empty"))),
        ),
    )  # fmt: skip
    made = ((c, tone, text, rule, q, count(session, registers, q)) for c, tone, text, rule, q in candidates)
    return tuple(Finding(c, tone, Message(text, {"count": n}), rule, q, n) for c, tone, text, rule, q, n in made if n)


def _left_posts(
    session: Session, registers: Registers, project: str | None, gone: tuple[str, ...]
) -> Iterator[tuple[Query, str, str]]:
    """Yield where somebody who has left still holds a post: its query, words and rule."""
    if not gone:
        return
    home = table_of(registers["project"])
    own = select(home.c.number).where(home.c.id == project)
    only = (Filter("number", "any_of", tuple(session.connection().execute(own).scalars())),) if project else ()
    yield (
        Query("project", None, (*only, _UNDER_WAY, Filter("sponsor", "any_of", gone))),
        N_("Sponsor has left, open projects: {count}"),
        N_("The project is not closed, and the day is past on which its sponsor left."),
    )
    yield (
        Query("department", None, (Filter("head", "any_of", gone),)),
        N_("Department head has left: {count}"),
        N_("The day is past on which the head of the department left."),
    )
    people = table_of(registers["stakeholder"])
    still = select(people.c.number).where(people.c.owner.in_(gone), people.c.id.not_in(gone)).order_by(people.c.number)
    numbers = tuple(session.connection().execute(still).scalars())
    yield (
        Query("stakeholder", project, (Filter("owner", "any_of", gone), Filter("number", "any_of", numbers))),
        N_("Relationship owner has left: {count}"),
        N_("The person is still here, and the day is past on which the relationship owner left."),
    )


def departed(session: Session, registers: Registers, today: dt.date) -> tuple[str, ...]:
    """Return the ids of the people who have left by a day."""
    people = table_of(registers["stakeholder"])
    statement = select(people.c.id).where(people.c.left <= today).order_by(people.c.number)
    return tuple(session.connection().execute(statement).scalars())


def _under_way(session: Session, registers: Registers, project: str | None) -> tuple[int, ...]:
    """Return the numbers of the checklists with something still to do."""
    item, checklist = table_of(registers["checklist_item"]), table_of(registers["checklist"])
    undone = func.coalesce(item.c.status, "").not_in(("done", "not_applicable"))
    statement = select(checklist.c.number).where(
        exists().where(item.c.checklist == checklist.c.id, undone), checklist.c.pattern.is_not(True)
    )
    if project:
        statement = statement.where(checklist.c.project == project)
    return tuple(session.connection().execute(statement.order_by(checklist.c.number)).scalars())


def _lowered(session: Session, registers: Registers, project: str | None) -> tuple[int, ...]:
    risk = table_of(registers["risk"])
    item, checklist = table_of(registers["checklist_item"]), table_of(registers["checklist"])
    done = exists().where(checklist.c.risk == risk.c.id, item.c.checklist == checklist.c.id, item.c.status == "done")
    statement = select(risk.c.number).where(
        risk.c.residual_probability * risk.c.residual_impact < risk.c.probability * risk.c.impact,
        func.coalesce(risk.c.status, "") != "closed",
        ~done,
    )
    if project:
        statement = statement.where(risk.c.project == project)
    return tuple(session.connection().execute(statement.order_by(risk.c.number)).scalars())
