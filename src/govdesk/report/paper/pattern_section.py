"""The part of a report on the failure patterns: which call for action, why, with their records; and the status light that follows.

The light is never typed in: it is what the gravest pattern says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govdesk.i18n import N_
from govdesk.report.paper.document import Section, Sentence, Sentences

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk

_TONES = {"act": "act", "watch": "watch", "none": "good", "insufficient": "quiet"}
_MOST = 12


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


def light(desk: Desk, diagnoses: Sequence[Any]) -> Light | None:
    """Return the status light of projects; None where nothing was diagnosed."""
    found = [f.public() for d in diagnoses for f in d.findings]
    if not found:
        return None
    say, levels = desk.wording.say, [f.level for f in found]
    acts, watched, judged = levels.count("act"), levels.count("watch"), len(levels) - levels.count("insufficient")
    text = say(
        N_("{acts} patterns to act on, {watched} to watch, {judged} of {count} could be judged"),
        acts=acts, watched=watched, judged=judged, count=len(levels),
    )  # fmt: skip
    if acts:
        return Light("act", say(N_("Red: act")), text, acts)
    if watched:
        return Light("watch", say(N_("Yellow: watch")), text, acts)
    if judged:
        return Light("good", say(N_("Green: no sign")), text, acts)
    return Light("quiet", say(N_("Not enough data")), text, acts)


def hurting(desk: Desk) -> list[Sentence]:
    """Return the patterns that call for action, then those to watch, each with its records."""
    found = [(d, f.public()) for d in desk.diagnoses or () for f in d.findings]
    ranked = sorted((p for p in found if p[1].level in ("act", "watch")), key=lambda p: p[1].level != "act")
    made = []
    for _, one in ranked:
        about = [(e.register, n) for e in one.evidence for n in e.numbers]
        made.append(desk.tied(desk.wording.message(one.sentence), about, _TONES[one.level]))
    return made


def patterns(desk: Desk) -> Section | None:
    """Return what hurts, and which patterns could not be judged."""
    found = hurting(desk)
    if not found:
        return None
    blocks = (Sentences(tuple(found[:_MOST])),)
    return Section("patterns", desk.wording.lang.gettext(N_("What hurts")), blocks)
