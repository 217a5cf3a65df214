"""What would change the diagnosis: for each sign that shows, the level its rules would have if it were set right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.i18n import N_, Language, Message
from govdesk.insight.diagnosis.finding import SILENCE, Effect, Finding, Reading, Remedy, composed, gravity
from govdesk.store.edit import create_all
from govdesk.store.writing import new_id

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace

#: Within so many days a step against something grave is to be done, and one against something to watch.
_DAYS = {"act": 14, "watch": 30}


def remedies(findings: Sequence[Finding]) -> tuple[Remedy, ...]:
    """Return the steps that would help, most effective first.

    First come those that take most levels off, over all rules; then those that help at all where most is wrong, a pit
    before another rule; then those with the fewest records to set right.
    """
    shown: dict[str, Reading] = {}
    rests: dict[str, list[Finding]] = {}
    for finding in findings:
        for reading in finding.readings:
            if reading.step is not None:
                shown[reading.sign] = reading
                rests.setdefault(reading.sign, []).append(finding)
    found = [_remedy(reading, rests[code]) for code, reading in shown.items()]
    place = {finding.rule: n for n, finding in enumerate(findings)}

    def rank(one: Remedy) -> tuple[Any, ...]:
        pits = any(f.group == "pits" and gravity(f.level) > 1 for f in rests[one.code])
        return (
            -one.gain,
            -gravity(shown[one.code].level),
            not pits,
            -len(one.effects),
            one.count,
            place[one.effects[0].rule],
        )

    return tuple(sorted(found, key=rank))


def _remedy(reading: Reading, findings: Sequence[Finding]) -> Remedy:
    effects = []
    for finding in findings:
        healed = tuple(
            replace(one, level="none", step=None) if one.sign == reading.sign else one for one in finding.readings
        )
        effects.append(Effect(finding.rule, finding.level, _level(replace(finding, readings=healed))))
    return Remedy(reading.sign, reading.step or SILENCE, tuple(effects), reading.evidence, reading.count)


def _level(finding: Finding) -> str:
    """Return the level of a finding with other readings; what shows no sign any more is fine, though not all was judged."""
    level = composed(finding).level
    return "none" if level == "insufficient" else level


def levels_after(findings: Sequence[Finding], done: Sequence[str]) -> dict[str, str]:
    """Return the level that each rule would have if several steps were done."""
    found = {}
    for finding in findings:
        if finding.level == "insufficient":
            found[finding.rule] = finding.level
            continue
        healed = tuple(
            replace(one, level="none") if one.sign in done and gravity(one.level) else one for one in finding.readings
        )
        found[finding.rule] = _level(replace(finding, readings=healed))
    return found


def add_steps(workspace: Workspace, project: str, chosen: Sequence[Remedy], today: dt.date, lang: Language) -> str:
    """Make a checklist of steps as one operation, in the words of a language, and return its id.

    Raises:
        GovDeskError: `invalid`.
    """
    identity = new_id()
    title = lang.say(Message(N_("From the diagnosis of {day}"), {"day": today.isoformat()}))
    steps = [
        {
            "project": project, "checklist": identity, "step": lang.say(one.text), "status": "todo",
            "due": today + dt.timedelta(days=_DAYS[_gravest(one)]),
        }
        for one in chosen
    ]  # fmt: skip
    head = {"id": identity, "project": project, "title": title, "template": lang.gettext(N_("Diagnosis"))}
    label = Message(N_("Steps from the diagnosis: {count}"), {"count": len(steps)})
    create_all(workspace, [("checklist", head), *(("checklist_item", s) for s in steps)], label)
    return identity


def _gravest(one: Remedy) -> str:
    return "act" if any(e.before == "act" for e in one.effects) else "watch"
