"""The part of a report on the failure patterns: which call for action, why, with their records; and the status light that follows.

The light is never typed in: it is what the gravest pattern says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.i18n import N_
from govdesk.insight.diagnosis.catalogue import rule_named
from govdesk.report.paper.document import Section, Sentence, Sentences
from govdesk.store.query import find

if TYPE_CHECKING:
    from govdesk.insight.diagnosis.finding import Diagnosis, Finding
    from govdesk.report.paper.desk import Desk

_TONES = {"act": "act", "watch": "watch", "none": "good", "insufficient": "quiet"}
_MOST = 8


@dataclass(frozen=True, slots=True)
class Light:
    """Where a project stands, in one word, with what it follows from.

    Args:
        tone: `act`, `watch`, `good` or `quiet`.
        word: The word beside the colour.
        sentence: From how many patterns it follows.
        acts: How many of them call for action.
    """

    tone: str
    word: str
    sentence: str
    acts: int


def light(desk: Desk, diagnoses: Sequence[Diagnosis]) -> Light | None:
    """Return the status light of projects; None where nothing was diagnosed."""
    levels = Counter(f.public().level for d in diagnoses for f in d.findings)
    if not levels:
        return None
    say, count, acts, watched = desk.wording.say, levels.total(), levels["act"], levels["watch"]
    judged = count - levels["insufficient"]
    text = say(
        N_("{acts} patterns to act on, {watched} to watch; {judged} of {count} could be judged"),
        acts=acts, watched=watched, judged=judged, count=count,
    )  # fmt: skip
    if acts:
        return Light("act", say(N_("Red: act")), text, acts)
    if watched:
        return Light("watch", say(N_("Yellow: watch")), text, acts)
    if judged:
        return Light("good", say(N_("Green: no sign")), text, acts)
    return Light("quiet", say(N_("Not enough data")), text, acts)


def hurting(desk: Desk, level: str, *, brief: bool = False) -> list[Sentence]:
    """Return the patterns at a level, each in one sentence with its records.

    Args:
        desk: What a report is made from.
        level: `act` or `watch`.
        brief: Whether the gravest sign of each says enough.
    """
    found = [f.public() for d in desk.diagnoses for f in d.findings]
    return [_sentence(desk, one, brief=brief) for one in found if one.level == level]


def _sentence(desk: Desk, one: Finding, *, brief: bool) -> Sentence:
    sign = next((r for r in one.readings if r.level == one.level), None) if brief else None
    why, evidence = (one.sentence, one.evidence) if sign is None else (sign.sentence, sign.evidence)
    pattern = desk.wording.lang.gettext(rule_named(one.rule).name).rstrip("?？")
    text, home = N_("{pattern}: {why}"), None
    if len(desk.diagnoses) > 1:
        text = N_("{project} · {pattern}: {why}")
        home = find(desk.session, desk.registers, "project", one.project)
    name = (desk.text(home, "code", 24) or desk.title(home, 24)) if home is not None else ""
    about = [(e.register, n) for e in evidence for n in e.numbers]
    return desk.tied(desk.wording.say(text, project=name, pattern=pattern, why=why), about, _TONES[one.level])


def patterns(desk: Desk) -> Section | None:
    """Return what hurts, what to watch, what would change it, and what could not be judged."""
    lang = desk.wording.lang
    acts, watched = hurting(desk, "act"), hurting(desk, "watch")
    if not desk.diagnoses:
        return None
    blocks = []
    if acts:
        blocks.append(Sentences((*acts[:_MOST], *_more(desk, len(acts))), lang.gettext(N_("Act"))))
    if watched:
        blocks.append(Sentences((*watched[:_MOST], *_more(desk, len(watched))), lang.gettext(N_("Watch"))))
    steps = [r for d in desk.diagnoses for r in d.remedies if r.gain > 0][:5]
    if steps:
        items = [
            desk.tied(desk.wording.message(r.text), [(e.register, n) for e in r.evidence for n in e.numbers])
            for r in steps
        ]
        blocks.append(Sentences(tuple(items), lang.gettext(N_("What would change this, most effective first"))))
    dark = [f.public() for d in desk.diagnoses for f in d.findings if f.public().level == "insufficient"]
    if dark:
        names = desk.wording.joined(dict.fromkeys(lang.gettext(rule_named(f.rule).name) for f in dark))
        text = desk.wording.say(N_("Not enough data to judge: {patterns}."), patterns=names)
        blocks.append(Sentences((Sentence(text, tone="quiet"),)))
    return Section("patterns", lang.gettext(N_("What hurts")), tuple(blocks)) if blocks else None


def _more(desk: Desk, count: int) -> tuple[Sentence, ...]:
    if count <= _MOST:
        return ()
    more = count - _MOST
    return (Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet"),)
