"""The figure of a gap calculation: its series, drawn, and its table where there is no answer."""

from __future__ import annotations

import datetime as dt

from govdesk.i18n import language
from govdesk.insight.gap import Funnel, Range, Step
from govdesk.report.figures.drawing import draw, save
from govdesk.report.figures.style import Style
from govdesk.report.gap_chart import gap_series, table

TODAY = dt.date(2026, 11, 22)
SURE = Range(1.5e9, 1.5e9, 1.5e9), Range(2.5e6, 2.5e6, 2.5e6)
KNOWN = Funnel(
    "年度目标", "元", *SURE, (Step("潜在客户", Range(3.5, 4.2, 5), 11_000),), "官网", (Step("线索", Range(5, 10, 20)),)
)


def test_each_step_is_a_line_with_its_range():
    series = gap_series(KNOWN, TODAY)
    assert series.n == 14_285
    assert series.lines[0].values == (14285.7, 11_000, 3285.7, 12_000, 17142.9)
    assert series.lines[1].name == "线索 · 官网"


def test_it_is_drawn_with_a_place_for_each_step_and_saved():
    series = gap_series(KNOWN, TODAY)
    drawing = draw(series, Style(), 700)
    assert [spot.row for spot in drawing.spots] == [0, 1]
    assert save(series, Style(language="en"), 700, "png").startswith(b"\x89PNG")


def test_a_range_without_end_is_drawn_as_the_likely_figure():
    endless = Funnel("a", "", *SURE, (Step("b", Range(0, 4.2, 5)),))
    values = gap_series(endless, TODAY).lines[0].values
    assert round(values[4], 1) == values[0]
    assert draw(gap_series(endless, TODAY), Style(), 700).spots


def test_what_has_no_answer_is_a_sentence_in_the_table():
    wrong = Funnel("a", "", *SURE, (Step("b", Range(0, 0, 0)),))
    assert gap_series(wrong, TODAY) is None
    assert "0%" in str(table(wrong, language("zh"))[-1][0])
