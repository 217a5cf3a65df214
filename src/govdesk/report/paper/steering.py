"""Makes a report: reads the workspace once and returns the whole document as a value.

`desk` holds what every part is made from; the audience says which parts there are; `writing` puts the value into a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message, language
from govdesk.insight.audience import AUDIENCES, FRONTLINE
from govdesk.insight.diagnosis.diagnosing import diagnose_all
from govdesk.insight.unit import beneath
from govdesk.progress import Progress, silent
from govdesk.report.paper.desk import Desk
from govdesk.report.paper.document import Document, Section, Sentence, Sentences
from govdesk.report.paper.made import Made, last_like, last_operation
from govdesk.report.paper.since import changed_since
from govdesk.report.paper.wording import Wording, names_pattern
from govdesk.store.chain import head
from govdesk.store.query import find, table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_HERE = "govdesk.report.paper"
#: What each part of a report is called, and what makes it.
PARTS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "glance": (N_("At a glance"), "glance_section:glance"),
    "since": (N_("Since the last report"), "since_section:since"),
    "decisions": (N_("What to decide"), "decision_section:decisions"),
    "patterns": (N_("What hurts"), "pattern_section:patterns"),
    "numbers": (N_("Goals in numbers"), "number_section:numbers"),
    "story": (N_("What it is worth"), "story_section:story"),
    "risks": (N_("Risks"), "risk_section:risks"),
    "voices": (N_("Feedback"), "voice_section:voices"),
    "ownership": (N_("Who owns what"), "ownership_section:ownership"),
    "milestones": (N_("Milestones"), "course_section:milestones"),
    "budget": (N_("Budget by stages"), "course_section:budget"),
    "commitments": (N_("Commitments"), "course_section:commitments"),
    "owed": (N_("To be done"), "ownership_section:owed"),
    "impact": (N_("What changes for whom"), "number_section:impact"),
    "answered": (N_("You said, we did"), "voice_section:answered"),
    "units": (N_("Units compared"), "unit_section:units"),
    "projects": (N_("Projects side by side"), "unit_section:projects"),
})  # fmt: skip
#: Parts that are left out without a word where they have nothing to say.
OPTIONAL = frozenset({"since", "projects"})
#: Parts that stand on the diagnosis.
_JUDGED = frozenset({"glance", "patterns", "projects"})


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """What report is wanted.

    Args:
        audience: Code of the audience.
        language: `zh` or `en`.
        project: Id of the project; None for all.
        unit: Id of the department whose own rows they are; empty for none.
        parts: The parts wanted; None for all that the audience gets.
        day: The day of which it tells; None for today.
    """

    audience: str
    language: str
    project: str | None = None
    unit: str = ""
    parts: frozenset[str] | None = None
    day: dt.date | None = None

    def made(self, session: Session, file: str) -> Made:
        """Return the report as it is remembered."""
        day = (self.day or dt.date.today()).isoformat()
        state = head(session), last_operation(session)
        return Made(day, file, self.audience, self.language, self.project or "", self.unit, *state)


def build(session: Session, registers: Registers, order: ReportOrder, progress: Progress = silent) -> Document:
    """Return a report.

    Args:
        session: A reading session.
        registers: All registers.
        order: What is wanted.
        progress: Told part by part.

    Raises:
        Cancelled: The user stopped it.
    """
    audience = AUDIENCES[order.audience]
    wanted = [p for p in audience.pages if p in PARTS and (order.parts is None or p in order.parts)]
    desk = make_desk(session, registers, order)
    if _JUDGED.intersection(wanted):
        progress(0, len(wanted), Message(N_("Diagnosing")))
        desk.diagnoses = diagnose_all(session, registers, desk.day, order.project)
    sections: list[Section] = []
    missing: list[str] = []
    for place, code in enumerate(wanted):
        name, maker = PARTS[code]
        progress(place, len(wanted), Message(N_("Reading: {part}"), {"part": Message(name)}))
        found = _maker(maker)(desk)
        if found is not None:
            sections.append(found)
        elif code not in OPTIONAL:
            missing.append(desk.wording.lang.gettext(name))
    progress(len(wanted), len(wanted))
    sections += _silent(desk, missing)
    return finished(desk, tuple(sections), _title(desk))


def make_desk(session: Session, registers: Registers, order: ReportOrder) -> Desk:
    """Return what the parts of a report are made from."""
    audience, lang = AUDIENCES[order.audience], language(order.language)
    hidden = (
        None
        if audience.persons
        else names_pattern(_titles(session, registers, "stakeholder"), _titles(session, registers, "department"))
    )
    units = beneath(session, registers, order.unit)
    day = order.day or dt.date.today()
    last = last_like(session, order.made(session, ""))
    past = changed_since(session, registers, last, order.project) if last is not None else None
    return Desk(session, registers, order.project, audience, order.unit, units, Wording(lang, hidden), day, past)


def _titles(session: Session, registers: Registers, code: str) -> Iterator[str]:
    table = table_of(registers[code])
    title = table.c[registers[code].about.title]
    return iter(session.connection().execute(select(title).where(title.is_not(None))).scalars().all())


def _maker(name: str) -> Callable[[Desk], Section | None]:
    module, function = name.split(":")
    made: Callable[[Desk], Section | None] = getattr(import_module(f"{_HERE}.{module}"), function)
    return made


def _silent(desk: Desk, missing: list[str]) -> list[Section]:
    """Return the part that says for what there are no records, so that nobody takes silence for good news."""
    said = []
    if missing:
        names = desk.wording.joined(missing)
        said.append(Sentence(desk.wording.say(N_("There are no records for: {parts}."), parts=names), tone="quiet"))
    if desk.audience.unit == "must" and not desk.unit:
        text = N_("No unit was named, so no unit’s own rows stand here; only what is for everybody.")
        said.append(Sentence(desk.wording.say(text), tone="quiet"))
    if not said:
        return []
    return [
        Section("silent", desk.wording.lang.gettext(N_("What this report does not say")), (Sentences(tuple(said)),))
    ]


def _title(desk: Desk) -> str:
    if desk.unit:
        return desk.wording.lang.gettext(N_("Report of a unit"))
    front = desk.audience.code == FRONTLINE
    return desk.wording.lang.gettext(N_("Report to the front line") if front else N_("Steering report"))


def finished(desk: Desk, sections: tuple[Section, ...], title: str) -> Document:
    """Return the document of some sections: with subject, audience, day and seal."""
    say, lang, seal = desk.wording.say, desk.wording.lang, head(desk.session) or "–"
    day, audience = desk.day.isoformat(), Message(desk.audience.label)
    made_for = say(N_("Made for: {audience}. {gets}."), audience=audience, gets=Message(desk.audience.gets))
    lines = (*_facts(desk), made_for, say(N_("As of {day} · seal {seal}"), day=day, seal=seal))
    foot = say(N_("GovDesk · for: {audience} · {day} · {seal}"), audience=audience, day=day, seal=seal)
    return Document(title, _subject(desk), lang.code, desk.day, lang.say(audience), seal, lines, sections, foot)


def _subject(desk: Desk) -> str:
    project = find(desk.session, desk.registers, "project", desk.project) if desk.project else None
    unit = find(desk.session, desk.registers, "department", desk.unit) if desk.unit else None
    names = [desk.title(r, 60) for r in (unit, project) if r is not None]
    if project is None and not names:
        homes = desk.read("project")
        names = [desk.title(homes[0], 60)] if len(homes) == 1 else []
    return " · ".join(names) or desk.wording.lang.gettext(N_("All projects"))


def _facts(desk: Desk) -> Iterator[str]:
    """Yield what is known of the project itself: stage, span, who sponsors and who leads it."""
    project = find(desk.session, desk.registers, "project", desk.project) if desk.project else None
    if project is None:
        return
    say = desk.wording.say
    parts = []
    if stage := desk.text(project, "stage"):
        parts.append(say(N_("Stage: {stage}"), stage=stage))
    if desk.value(project, "start") or desk.value(project, "end"):
        span = f"{desk.text(project, 'start') or '…'} – {desk.text(project, 'end') or '…'}"
        parts.append(span)
    for name, text in (("sponsor", N_("Sponsor: {name}")), ("lead_department", N_("Led by: {name}"))):
        if known := desk.text(project, name):
            parts.append(say(text, name=known))
    if parts:
        yield " · ".join(parts)
