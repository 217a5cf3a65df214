"""Turns the feedback analysis into the series of its four figures: heat map, trend, time to the first answer, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import CAUSE
from govdesk.report.feedback_series import BANDS, Analysis, band
from govdesk.report.series import Line, Mark, Series, Text

_TOTAL = N_("Total")
_UNIT = N_("Voices")
_TREND = {0: N_("Voices by week"), 1: N_("Voices by month"), 3: N_("Voices by quarter"), 12: N_("Voices by year")}


def charts(analysis: Analysis, places: tuple[Sequence[int], Sequence[int]], today: date) -> tuple[Series, ...]:
    """Return the figures of an analysis.

    Args:
        analysis: What was counted.
        places: The rows and columns of the heat map that are in sight.
        today: The day on which it was counted.
    """
    return heat(analysis, places, today), trend(analysis, today), wait(analysis, today), course(analysis, today)


def heat(analysis: Analysis, places: tuple[Sequence[int], Sequence[int]], today: date) -> Series:
    """Return the voices by department and cause; the last line and column are the totals."""
    table, (rows, columns) = analysis.heat, places
    columns = (*columns, len(table.columns))
    names: list[Text] = [_branch(analysis, i) for i in rows]
    lines = [
        Line(name, tuple(table.counts[i][j] for j in columns))
        for name, i in zip((*names, Message(_TOTAL)), (*rows, len(table.rows)), strict=True)
    ]
    causes = tuple(_cause(table.columns[j]) if j < len(table.columns) else Message(_TOTAL) for j in columns)
    return Series("heat", Message(N_("Causes by department")), Message(_UNIT), table.total, today, causes, tuple(lines))


def trend(analysis: Analysis, today: date) -> Series:
    """Return the voices over time."""
    names: list[Text] = [p.label(year=True) if p else Message(N_("No date")) for p in analysis.periods]
    title = _TREND[next((p.months for p in analysis.periods if p), 1)]
    values = analysis.trend.counts[0][: len(names)]
    line = Line("", values)
    return Series("trend", Message(title), Message(_UNIT), analysis.trend.total, today, tuple(names), (line,))


def wait(analysis: Analysis, today: date) -> Series:
    """Return the voices by the days to their first answer, with the median and the days within which nine in ten have it."""
    starts = (0, *(end + 1 for end in BANDS))
    names: list[Text] = [f"{a}–{b}" for a, b in zip(starts, BANDS, strict=False)]
    names.append(f"{starts[-1]}+")
    if analysis.bands.counts[0][len(names)] != 0:
        names.append(Message(N_("No date")))
    marks = [
        Mark(Message(words, {"count": f"{days:g}"}), _at(days))
        for words, days in (
            (N_("Median {count} days"), analysis.median_days),
            (N_("90% within {count} days"), analysis.ninetieth_days),
        )
        if days is not None
    ]
    return Series(
        "wait", Message(N_("Days to the first answer")), Message(_UNIT), analysis.answered, today, tuple(names),
        (Line("", analysis.bands.counts[0][: len(names)]),), tuple(marks),
    )  # fmt: skip


def course(analysis: Analysis, today: date) -> Series:
    """Return how many voices were answered, confirmed (as a share of the answered) and opened again."""
    total, answered = analysis.total, analysis.answered
    counts = (total, answered, analysis.confirmed, analysis.reopened)
    shares = (None, _share(answered, total), _share(analysis.confirmed, answered), _share(analysis.reopened, total))
    names = (N_("Heard"), N_("Answered"), N_("Confirmed"), N_("Opened again"))
    return Series(
        "course", Message(N_("What became of them")), Message(_UNIT), total, today, tuple(map(Message, names)),
        (Line(Message(N_("Voices")), counts), Line(Message(N_("Share in %")), shares)),
    )  # fmt: skip


def _share(part: int | None, whole: int | None) -> float | None:
    return None if part is None or not whole else round(100 * part / whole, 1)


def _at(days: float) -> float:
    """Return where a number of days stands on the scale of bands."""
    place = band(int(days))
    first = BANDS[place - 1] + 1 if place else 0
    wide = BANDS[place] + 1 - first if place < len(BANDS) else first
    return place + min(1.0, (days - first + 0.5) / wide)


def _branch(analysis: Analysis, row: int) -> Text:
    return analysis.branches[row].name or Message(N_("No department"))


def _cause(code: str) -> Text:
    return Message(CAUSE[code].label) if code in CAUSE else Message(N_("No cause"))
