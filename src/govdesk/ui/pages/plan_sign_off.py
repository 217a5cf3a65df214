"""The two-step sign-off of a step: done with evidence, then verified by another person than its owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from govdesk.fields.kind import Invalid
from govdesk.i18n import N_
from govdesk.insight.worklist import Step
from govdesk.store.edit import change
from govdesk.ui.context import Context
from govdesk.ui.writer import read_text

_CODE = "checklist_item"


def turn_tick(context: Context, step: Step, today: dt.date) -> bool:
    """Mark a step as done, asking for what shows it, or take that back together with its verification."""
    if not context.writable:
        context.notify(context.say(N_("This workspace is open for reading only; nothing was changed.")))
        return False
    if step.status == "done":
        return _write(context, step, {"status": "todo", "done": None, "verified_by": None})
    evidence = step.evidence
    if not evidence:
        question = context.say(N_("What shows that it is done?"))
        answer = context.ask.text(question, "", context.say(N_("A link, a document, a photo or who saw it.")))
        if answer is None:
            return False
        evidence = answer.strip()
    if not evidence:
        context.ask.tell(
            context.say(
                N_("A step is done when something shows it. The step stays as it was; try again with its evidence.")
            )
        )
        return False
    return _write(context, step, {"status": "done", "done": today, "evidence": evidence})


def verify(context: Context, step: Step) -> bool:
    """Ask who verifies a step that is done, and keep that; the register refuses its owner."""
    say = context.say
    if not context.writable:
        context.notify(say(N_("This workspace is open for reading only; nothing was changed.")))
        return False
    if not step.waits:
        context.notify(say(N_("Only a step that is done can be verified.")))
        return False
    name = context.ask.text(say(N_("Who verifies it?")), "", say(N_("Another person than the owner.")))
    if not name:
        return False
    found = read_text(context, context.registers[_CODE].field("verified_by"), name, context.project)
    if isinstance(found, Invalid):
        context.ask.tell(say(found.message), kind="error")
        return False
    return _write(context, step, {"verified_by": found})


def _write(context: Context, step: Step, values: dict[str, Any]) -> bool:
    return context.edit(lambda: change(context.workspace, _CODE, [step.id], values))
