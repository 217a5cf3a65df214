"""The part of a report that tells upward what the project is worth: against the industry, against sister projects, to each department.

Only sentences that a measurement supports stand here; where there is none, the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from govdesk.i18n import N_
from govdesk.insight.diagnosis.upward import upward_story
from govdesk.report.paper.document import Section, Sentence, Sentences
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.insight.diagnosis.upward import Statement
    from govdesk.report.paper.desk import Desk

_KINDS = (
    ("industry", N_("Against the industry")),
    ("inside", N_("Against other projects here")),
    ("value", N_("What each department gets from it")),
)
_MOST = 6


def story(desk: Desk) -> Section | None:
    """Return what the project is worth, as far as it was measured."""
    said = [s for project in _projects(desk) for s in upward_story(desk.session, desk.registers, project, desk.day)]
    told = [s for s in said if s.measured and (not desk.unit or s.department in ("", *desk.units))]
    if not told:
        return None
    lang, blocks = desk.wording.lang, []
    for kind, title in _KINDS:
        items = [_sentence(desk, s) for s in told if s.kind == kind]
        if items:
            blocks.append(Sentences(tuple(items[:_MOST]), lang.gettext(title)))
    unmeasured = sum(not s.measured for s in said)
    if unmeasured:
        words = desk.wording.ngettext(
            "{count} more could be said if it were measured.",
            "{count} more could be said if they were measured.",
            unmeasured,
        )
        blocks.append(Sentences((Sentence(words, tone="quiet"),)))
    return Section("story", lang.gettext(N_("What it is worth")), tuple(blocks))


def _sentence(desk: Desk, one: Statement) -> Sentence:
    about = [(e.register, n) for e in one.evidence for n in e.numbers]
    tone = "" if one.good is None else "good" if one.good else "watch"
    return desk.tied(desk.wording.message(one.sentence), about, tone)


def _projects(desk: Desk) -> list[str]:
    if desk.project:
        return [desk.project]
    table = table_of(desk.registers["project"])
    return list(desk.session.connection().execute(select(table.c.id).order_by(table.c.number)).scalars())
