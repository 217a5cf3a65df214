"""The parts of a report on feedback: how it is answered, what lies behind it, and what was said and done.

Every count passes through the rule of small groups; words are quoted where ten or more spoke.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.insight.answered import answered as said_and_done
from govdesk.insight.answering import WAITING
from govdesk.insight.department_sheet import MOODS, department_sheet
from govdesk.insight.small_group import small
from govdesk.registers.vocabularies import CAUSE
from govdesk.report.feedback_chart import course, heat, trend, wait
from govdesk.report.feedback_series import Analysis, Memory, analyse
from govdesk.report.paper.document import Cell, Figure, Grid, Row, Section, Sentence, Sentences
from govdesk.report.series import told
from govdesk.store.query import Filter, Query, count

if TYPE_CHECKING:
    from govdesk.report.paper.desk import Desk

_CAUSES, _BRANCHES, _PAIRS = 6, 8, 12


def analysis_of(desk: Desk) -> Analysis | None:
    """Return the analysis of the project's feedback; None where nobody spoke."""
    query = Query("feedback", desk.project)
    if not count(desk.session, desk.registers, query):
        return None
    return analyse(desk.session, desk.registers, query, Memory())


def voices(desk: Desk) -> Section | None:
    """Return how feedback is answered and what lies behind it."""
    if desk.unit:
        return _voices_of_unit(desk)
    found = analysis_of(desk)
    if found is None:
        return None
    title = desk.wording.lang.gettext(N_("Feedback"))
    figures = (
        heat(found, _places(found), desk.day),
        course(found, desk.day),
        trend(found, desk.day),
        wait(found, desk.day),
    )
    shown = figures if desk.audience.all_fields else figures[:3]
    return Section("voices", title, (Sentences((*answering(desk, found), *_causes(desk, found))), *map(Figure, shown)))


def answering(desk: Desk, found: Analysis) -> list[Sentence]:
    """Return how many were heard, answered and confirmed, as far as that may be told."""
    say = desk.wording.say
    if found.total is None:
        return [Sentence(say(N_("So few spoke that no number may be told.")), tone="quiet")]
    said = [Sentence(desk.wording.ngettext("{count} voice was heard.", "{count} voices were heard.", found.total))]
    if found.answered is not None and found.total:
        share = round(100 * found.answered / found.total)
        text = say(N_("{count} of them are answered: {share}%."), count=found.answered, share=share)
        said.append(Sentence(text, tone="good" if share >= 80 else "watch"))  # noqa: PLR2004 - four in five
    if found.median_days is not None:
        said.append(Sentence(say(N_("Half of the answers came within {days} days."), days=f"{found.median_days:g}")))
    late = Filter("due", "to", ((desk.day - timedelta(days=1)).isoformat(),))
    waiting = Filter("status", "any_of", (*WAITING, None))
    overdue, all_waiting = desk.read("feedback", late, waiting), desk.read("feedback", waiting)
    if overdue and not any(map(small, (len(overdue), len(all_waiting) - len(overdue)))):
        text = desk.wording.ngettext(
            "{count} waits past its deadline.", "{count} wait past their deadline.", len(overdue)
        )
        said.append(desk.sentence(text, overdue, "act"))
    return said


def _causes(desk: Desk, found: Analysis) -> list[Sentence]:
    totals = dict(zip(found.heat.columns, found.heat.counts[-1], strict=False))
    known = sorted(((n, c) for c, n in totals.items() if n and c in CAUSE), key=lambda one: -one[0])
    if not known:
        return []
    say = desk.wording.say
    parts = [say(N_("{cause} {count}"), cause=Message(CAUSE[c].label), count=n) for n, c in known[:3]]
    return [Sentence(say(N_("Most often behind it: {causes}."), causes=desk.wording.joined(parts)))]


def _places(found: Analysis) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the rows and columns of the heat map that are shown: where the most voices are."""
    totals = found.heat.counts[-1]
    columns = sorted(range(len(found.heat.columns)), key=lambda j: (not found.heat.columns[j], -(totals[j] or 0)))
    order = sorted(range(len(found.heat.rows)), key=lambda i: -(found.heat.counts[i][-1] or 0))
    return tuple(sorted(order[:_BRANCHES])), tuple(columns[:_CAUSES])


def _voices_of_unit(desk: Desk) -> Section | None:
    """Return how the people of one unit feel, as far as that may be told."""
    sheet = department_sheet(desk.session, desk.registers, desk.project, desk.unit, desk.day)
    say, lang = desk.wording.say, desk.wording.lang
    if sheet.voices == 0:
        return None
    if sheet.voices is None:
        said = [Sentence(say(N_("Too few spoke to show how many, or how they feel.")), tone="quiet")]
        return Section("voices", lang.gettext(N_("Feedback")), (Sentences(tuple(said)),))
    parts = [f"{lang.gettext(m)} {told(n)}" for m, n in zip(MOODS, sheet.moods, strict=True)]
    said = [Sentence(say(N_("{count} voices: {moods}."), count=sheet.voices, moods=desk.wording.joined(parts)))]
    if sheet.quoted and sheet.asks:
        asks = tuple(Sentence(f"“{desk.wording.user(t)}”") for t in sheet.asks[:_PAIRS])
        more = len(sheet.asks) - len(asks)
        if more > 0:
            asks = (
                *asks,
                Sentence(desk.wording.ngettext("… and {count} more", "… and {count} more", more), tone="quiet"),
            )
        blocks = (Sentences(tuple(said)), Sentences(asks, lang.gettext(N_("Waits for an answer"))))
        return Section("voices", lang.gettext(N_("Feedback")), blocks)
    return Section("voices", lang.gettext(N_("Feedback")), (Sentences(tuple(said)),))


def answered(desk: Desk) -> Section | None:
    """Return what was said and what was done, without names, departments or days; only where ten or more were answered."""
    found = said_and_done(desk.session, desk.registers, Query("feedback", desk.project))
    if not found.total:
        return None
    lang = desk.wording.lang
    title = lang.gettext(N_("You said, we did"))
    if not found.enough:
        text = desk.wording.say(N_("So few voices are answered so far that quoting them would tell who spoke."))
        return Section("answered", title, (Sentences((Sentence(text, tone="quiet"),)),))
    pairs = [(c.theme, p) for c in found.chapters for p in c.pairs]
    rows = tuple(
        Row((Cell(desk.wording.user(pair.said, 110)), Cell(desk.wording.user(pair.did, 110))))
        for _, pair in pairs[:_PAIRS]
    )
    headings = (lang.gettext(N_("You said")), lang.gettext(N_("We did")))
    return Section("answered", title, (Grid(headings, rows, (1, 1), more=found.total - len(rows)),))
