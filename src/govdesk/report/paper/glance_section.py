"""The first page of a report: the status light, the sponsor's numbers, what hurts and what is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govdesk.i18n import N_
from govdesk.report.paper.decision_section import (
    decision_sentence,
    open_decisions,
    open_requests,
    request_sentence,
    stuck_at,
)
from govdesk.report.paper.document import Section, Sentence, Sentences, Tile, Tiles
from govdesk.report.paper.number_section import headline_tiles
from govdesk.report.paper.pattern_section import hurting, light
from govdesk.report.paper.risk_section import bands_of, open_risks

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk

_MOST = 4


def glance(desk: Desk) -> Section | None:
    """Return the page to decide on."""
    lang = desk.wording.lang
    state = light(desk, desk.diagnoses)
    where = lang.gettext(N_("Where it stands"))
    tiles = [Tile(where, state.word, state.sentence, state.tone)] if state is not None else []
    tiles += headline_tiles(desk)
    hurts = [*hurting(desk, "act", brief=True), *hurting(desk, "watch", brief=True)][:_MOST] or _risks(desk)
    waiting = open_decisions(desk)
    steps = stuck_at(desk, waiting)
    decide = [decision_sentence(desk, r, steps.get(r.id)) for r in waiting[:_MOST]]
    decide += [request_sentence(desk, r) for r in open_requests(desk)[: _MOST - len(decide)]]
    none_hurts = Sentence(desk.wording.say(N_("Nothing that the registers show calls for action.")), tone="quiet")
    none_waits = Sentence(desk.wording.say(N_("No decision and no request waits.")), tone="quiet")
    blocks = (
        *((Tiles(tuple(tiles)),) if tiles else ()),
        Sentences(tuple(hurts) or (none_hurts,), lang.gettext(N_("What hurts"))),
        Sentences(tuple(decide) or (none_waits,), lang.gettext(N_("What to decide"))),
    )
    return Section("glance", lang.gettext(N_("At a glance")), blocks, beside=True)


def _risks(desk: Desk) -> list[Sentence]:
    """Return the gravest risks, where no pattern could be judged."""
    bands = bands_of(desk)
    found = [e for e in open_risks(desk) if e.current and bands.of(e.current) >= len(bands.starts) - 2]
    return [desk.tied(desk.wording.user(e.title, 100), [("risk", e.number)], "act") for e in found[:_MOST]]
