"""The part of a report on what is to be decided: open decisions with where they are stuck, and requests without an answer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from govdesk.i18n import N_
from govdesk.report.paper.document import Cell, Grid, Row, Section, Sentence, Sentences
from govdesk.store.query import Filter, Order

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk
    from govdesk.store.query import Record

_MOST = 8
_OPEN = ("open", "under_way", None)
_UNANSWERED = ("new", "assessing", None)
_PASSED = ("passed", "conditional", "skipped")


def open_decisions(desk: Desk) -> list[Record]:
    """Return the decisions that are still to be made, due first."""
    found = desk.read("decision", Filter("status", "any_of", _OPEN), order=(Order("due"), Order("number")))
    return [r for r in found if not desk.unit or desk.is_own(r, "department")]


def open_requests(desk: Desk) -> list[Record]:
    """Return the requests that wait for an answer, those wanted first at the top."""
    order = (Order("reply_due"), Order("priority", descending=True))
    found = desk.read("request", Filter("status", "any_of", _UNANSWERED), Filter("answered", "empty"), order=order)
    return [r for r in found if not desk.unit or desk.is_own(r, "department")]


def stuck_at(desk: Desk, decisions: list[Record]) -> dict[str, Record]:
    """Return the first body that has not passed each decision yet, by the decision's id."""
    steps: dict[str, list[Record]] = defaultdict(list)
    wanted = {r.id for r in decisions}
    for step in desk.read("decision_step", order=(Order("place"),)):
        if desk.value(step, "decision") in wanted:
            steps[desk.value(step, "decision")].append(step)
    waiting = {i: next((s for s in own if desk.value(s, "outcome") not in _PASSED), None) for i, own in steps.items()}
    return {i: s for i, s in waiting.items() if s is not None}


def decision_sentence(desk: Desk, record: Record, step: Record | None) -> Sentence:
    """Return one open decision as a sentence: the question, until when, and where it lies."""
    say, due = desk.wording.say, desk.value(record, "due")
    late = due is not None and due < desk.day
    question, parts = desk.title(record, 100), []
    if due is not None:
        parts.append(say(N_("was due on {day}") if late else N_("due on {day}"), day=due.isoformat()))
    if step is not None:
        parts.append(say(N_("lies with {body}"), body=desk.title(step, 40)))
    elif desk.audience.persons and (owner := desk.text(record, "owner")):
        parts.append(say(N_("prepared by {name}"), name=owner))
    about = [record, *([step] if step is not None else [])]
    bracket = (
        f" ({desk.wording.joined(parts)})" if desk.wording.lang.code == "en" else f"（{desk.wording.joined(parts)}）"
    )
    return desk.sentence(question + (bracket if parts else ""), about, "act" if late else "")


def request_sentence(desk: Desk, record: Record) -> Sentence:
    """Return one request that waits, as a sentence: what is asked, by whom, until when."""
    say, due = desk.wording.say, desk.value(record, "reply_due")
    late = due is not None and due < desk.day
    unit = desk.text(record, "department", 40)
    text = say(N_("{unit} asks: {request}"), unit=unit, request=desk.title(record)) if unit else desk.title(record)
    if late:
        text = say(N_("{text} (an answer was due on {day})"), text=text, day=due.isoformat())
    return desk.sentence(text, [record], "act" if late else "")


def decisions(desk: Desk) -> Section | None:
    """Return what is to be decided, what was asked for and waits, and what was decided of late."""
    waiting, asked = open_decisions(desk), open_requests(desk)
    taken = desk.read(
        "decision", Filter("status", "any_of", ("decided", "rejected")), order=(Order("decided", descending=True),)
    )
    taken = [r for r in taken if not desk.unit or desk.is_own(r, "department")]
    if not (waiting or asked or taken):
        return None
    lang, steps = desk.wording.lang, stuck_at(desk, waiting)
    blocks: list[Sentences | Grid] = []
    if waiting:
        items = [decision_sentence(desk, r, steps.get(r.id)) for r in waiting[:_MOST]]
        blocks.append(Sentences((*items, *_more(desk, len(waiting))), lang.gettext(N_("To be decided"))))
    if asked:
        items = [request_sentence(desk, r) for r in asked[:_MOST]]
        blocks.append(Sentences((*items, *_more(desk, len(asked))), lang.gettext(N_("Asked for, without an answer"))))
    if not waiting:
        text = desk.wording.say(N_("No decision is open."))
        blocks.insert(0, Sentences((Sentence(text, tone="good"),), lang.gettext(N_("To be decided"))))
    if taken:
        names = (N_("Decided"), N_("What"), N_("Outcome"))
        rows = tuple(
            Row(
                (
                    Cell(desk.text(r, "decided") or "–"),
                    Cell(f"{desk.ref('decision', r.number)} {desk.title(r, 60)}"),
                    Cell(desk.text(r, "outcome", 90) or desk.text(r, "status")),
                ),
                desk.fresh(r),
            )
            for r in taken[:5]
        )
        grid = Grid(tuple(map(lang.gettext, names)), rows, (12, 36, 40), lang.gettext(N_("Decided last")))
        blocks.append(grid)
    return Section("decisions", lang.gettext(N_("What to decide")), tuple(blocks))


def _more(desk: Desk, count: int) -> tuple[Sentence, ...]:
    if count <= _MOST:
        return ()
    more = count - _MOST
    return (Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet"),)
