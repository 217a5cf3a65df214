"""Turns a gap calculation into a series for the figure and the slide, and into the table of a workbook."""

from __future__ import annotations

import math
from datetime import date

from govdesk.i18n import N_, Language, Message
from govdesk.insight.gap import Funnel, Range, Stage, solve
from govdesk.insight.gap_word import percent
from govdesk.report.series import Cell, Line, Series

_COLUMNS = (N_("Needed in all"), N_("In hand"), N_("Missing"), N_("Needed at least"), N_("Needed at most"))


def gap_series(funnel: Funnel, today: date) -> Series | None:
    """Return a line for each step: needed, in hand, missing, and between what the need lies; None where it has no answer."""
    outcome = solve(funnel)
    if outcome.problems:
        return None
    lines = [
        *(Line(s.step.name, _values(s)) for s in outcome.stages),
        *(Line(_named(s.step.name, funnel.alternative), _values(s)) for s in outcome.others),
    ]
    unit = Message(N_("Needed, in hand, missing"))
    title = Message(N_("Gap: {name}"), {"name": funnel.name})
    columns = tuple(Message(c) for c in _COLUMNS)
    return Series("gap", title, unit, math.floor(outcome.needed.likely), today, columns, tuple(lines))


def table(funnel: Funnel, lang: Language) -> tuple[tuple[Cell, ...], ...]:
    """Return the calculation as the lines of a sheet: the inputs, then each step with what was worked out."""
    gettext = lang.gettext
    head = ("", gettext(N_("Likely")), gettext(N_("Least")), gettext(N_("Most")))
    rows: list[tuple[Cell, ...]] = [head]
    rows.append((_with_unit(gettext(N_("Target")), funnel.unit), *_bounds(funnel.target)))
    rows.append((gettext(N_("Value of one")), *_bounds(funnel.value)))
    outcome = solve(funnel)
    if outcome.problems:
        return (*rows, *((lang.say(p.message),) for p in outcome.problems))
    rows.append(())
    rows.append((gettext(N_("Step")), gettext(N_("Conversion")), *(gettext(c) for c in _COLUMNS)))
    own: list[tuple[Cell, ...]] = [(s.step.name, _share(s), *_values(s)) for s in outcome.stages]
    other: list[tuple[Cell, ...]] = [
        (_named(s.step.name, funnel.alternative), _share(s), *_values(s)) for s in outcome.others
    ]
    return (*rows, *own, *other)


def _named(step: str, channel: str) -> str:
    return f"{step} · {channel}" if channel else step


def _with_unit(words: str, unit: str) -> str:
    return f"{words} ({unit})" if unit else words


def _bounds(figure: Range | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if figure is None else (figure.likely, figure.low, figure.high)


def _share(stage: Stage) -> str:
    return percent(stage.step.conversion.likely) if stage.step.conversion else ""


def _values(stage: Stage) -> tuple[float, ...]:
    short = max(0.0, stage.short.likely)
    found = (stage.needed.likely, stage.step.in_hand, short, stage.needed.low, stage.needed.high)
    return tuple(round(v, 1) if math.isfinite(v) else stage.needed.likely for v in found)
