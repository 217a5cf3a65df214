"""The gap calculator: the known case, ranges, and an answer in words where there is no number."""

from __future__ import annotations

import itertools
import math
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.i18n import language
from govdesk.insight.gap import Funnel, Range, Step, likeliest, solve, suffices, swings
from govdesk.insight.gap_source import funnels, kept, moved
from govdesk.insight.gap_word import about, amount, heads, verdict, ways_out, working
from govdesk.registers import REGISTERS
from govdesk.store.sample import make_sample


def point(value):
    return Range(value, value, value)


#: 1.5 billion, 2.5 million each, 4.2%: 14,285 needed; 11,000 in hand.
KNOWN = Funnel("年度目标", "元", point(1.5e9), point(2.5e6), (Step("潜在客户", point(4.2), 11_000),))


def test_the_known_case_comes_out():
    outcome = solve(KNOWN)
    assert outcome.problems == ()
    assert outcome.ends == point(600)
    assert int(outcome.needed.likely) == 14_285
    assert outcome.short.likely == pytest.approx(3_285.714, abs=0.001)
    assert round(outcome.short.likely, -2) == 3_300
    assert not outcome.enough
    assert outcome.leads is None
    assert outcome.brings.likely == pytest.approx(11_000 * 0.042 * 2.5e6)


def test_what_is_missing_is_won_through_another_channel():
    outcome = solve(Funnel("", "", KNOWN.target, KNOWN.value, KNOWN.steps, "官网", (Step("线索", point(10), 857),)))
    assert outcome.leads.likely == pytest.approx(32_857.142 - 857, abs=0.001)


def test_nothing_is_won_elsewhere_where_nothing_is_missing():
    full = Funnel(
        "", "", KNOWN.target, KNOWN.value, (Step("潜在客户", point(4.2), 20_000),), "官网", (Step("线索", point(10)),)
    )
    outcome = solve(full)
    assert outcome.enough
    assert outcome.short == point(0)
    assert outcome.leads == point(0)
    assert outcome.stages[0].short.likely < 0


def test_exactly_enough_is_enough():
    assert solve(Funnel("", "", point(3e8), point(1e5), (Step("一", point(30), 10_000),))).enough
    steps = (Step("一", point(7), 3_000 / 0.07 / 0.3), Step("二", point(30)))
    assert solve(Funnel("", "", point(3e8), point(1e5), steps)).enough


def test_each_step_is_needed_and_what_stands_later_counts():
    steps = (Step("线索", point(50), 100), Step("商机", point(20), 10))
    outcome = solve(Funnel("", "", point(1_000), point(100), steps))
    assert [s.needed.likely for s in outcome.stages] == [100, 50]
    assert [s.short.likely for s in outcome.stages] == [-20, 40]
    assert outcome.brings.likely == pytest.approx((100 * 0.5 + 10) * 0.2 * 100)


ranges = st.tuples(*[st.floats(1, 100)] * 3).map(lambda t: Range(*sorted(t)))


@given(ranges, ranges, st.lists(st.tuples(ranges, st.floats(0, 50)), min_size=1, max_size=3))
def test_the_range_is_that_of_the_corners(target, value, found):
    def short(goal, worth, percents):
        steps = [Step("", point(p), hand) for p, (_, hand) in zip(percents, found, strict=True)]
        return solve(Funnel("", "", point(goal), point(worth), tuple(steps))).stages[0].short.likely

    steps = tuple(Step("", percent, hand) for percent, hand in found)
    outcome = solve(Funnel("", "", target, value, steps)).stages[0].short
    corners = itertools.product(*((r.low, r.high) for r in (target, value, *(p for p, _ in found))))
    tried = [short(c[0], c[1], c[2:]) for c in corners]
    assert outcome.low == pytest.approx(min(tried), rel=1e-6, abs=1e-6)
    assert outcome.high == pytest.approx(max(tried), rel=1e-6, abs=1e-6)
    assert outcome.low <= outcome.likely <= outcome.high


@pytest.mark.parametrize(
    ("funnel", "places", "words"),
    [
        (Funnel(), ["target", "value", "steps"], "empty"),
        (Funnel("", "", point(1), point(0), (Step("a", point(5)),)), ["value"], "zero"),
        (Funnel("", "", point(1), point(-1), (Step("a", point(5)),)), ["value"], "zero"),
        (Funnel("", "", point(0), point(1), (Step("a", point(5)),)), ["target"], "zero"),
        (Funnel("", "", point(1), point(1), (Step("a", point(0)),)), ["0"], "0%"),
        (Funnel("", "", point(1), point(1), (Step("a", point(101)),)), ["0"], "100%"),
        (Funnel("", "", point(1), point(1), (Step("a", point(-1)),)), ["0"], "100%"),
        (Funnel("", "", point(1), point(1), (Step("a", None),)), ["0"], "“a”"),
        (Funnel("", "", point(1), point(1), (Step("a", Range(5, 3, 9)),)), ["0"], "between"),
        (Funnel("", "", Range(5, 9, 3), point(1), (Step("a", point(1)),)), ["target"], "between"),
        (Funnel("", "", point(1), point(1), (Step("a", point(1), -4),)), ["0"], "none"),
        (Funnel("", "", point(1), point(1), (Step("a", point(1)),), "b", (Step("c", None),)), ["1"], "“c”"),
    ],
)
def test_what_has_no_answer_is_said_in_words(funnel, places, words):
    outcome = solve(funnel)
    assert [p.place for p in outcome.problems] == places
    assert words in language("en").say(outcome.problems[0].message)
    assert all(language("zh").say(p.message) for p in outcome.problems)
    assert swings(funnel) == () or places


def test_a_conversion_that_may_be_zero_has_no_upper_end():
    outcome = solve(Funnel("", "", point(1), point(1), (Step("a", Range(0, 5, 10), 3),)))
    assert outcome.problems == ()
    assert outcome.short.high == math.inf
    assert outcome.needed.likely == 20


def test_a_missing_bound_is_the_likely_figure_and_a_missing_likely_one_the_middle():
    assert Range.of(5) == Range(5, 5, 5)
    assert Range.of(None, 2, 4) == Range(2, 3, 4)
    assert Range.of(3, None, 4) == Range(3, 3, 4)
    assert Range.of(None) is None


def test_the_conversion_that_would_do():
    assert suffices(KNOWN, 0) == pytest.approx(100 * 600 / 11_000)
    two = Funnel("", "", point(1_000), point(100), (Step("线索", point(50), 60), Step("商机", point(20), 10)))
    assert suffices(two, 1) == pytest.approx(25)
    assert solve(Funnel("", "", two.target, two.value, (two.steps[0], Step("商机", point(25), 10)))).enough
    assert suffices(two, 0) == pytest.approx(200 / 3)
    assert suffices(Funnel("", "", point(1e9), point(1), (Step("a", point(5), 3),)), 0) is None


def test_what_moves_the_gap_most_stands_first():
    steps = (Step("潜在客户", Range(3, 4.2, 6), 11_000),)
    funnel = Funnel("", "", Range(1.4e9, 1.5e9, 1.6e9), point(2.5e6), steps)
    found = swings(funnel)
    assert [place for place, _ in found] == ["0", "target"]
    assert found[0][1].high == pytest.approx(600 / 0.03 - 11_000)
    assert likeliest(funnel) == Funnel("", "", point(1.5e9), point(2.5e6), (Step("潜在客户", point(4.2), 11_000),))


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (1.5e9, "15亿", "1.5 billion"),
        (2.5e6, "250万", "2.5 million"),
        (14_285.7, "1.43万", "14,285.7"),
        (600, "600", "600"),
        (0, "0", "0"),
        (-3e8, "-3亿", "-300 million"),
        (math.inf, "无上限", "without limit"),
    ],
)
def test_large_sums_are_said_as_people_say_them(value, chinese, english):
    assert (amount(value, language("zh")), amount(value, language("en"))) == (chinese, english)


def test_how_many_are_whole_ones_and_about_two_digits():
    lang = language("en")
    assert [heads(v, lang) for v in (14_285.71, 599.9999999, 2.5, 3.0)] == ["14,285", "600", "2.5", "3"]
    assert [about(v, lang) for v in (3_285.7, 43.2, 123_456)] == ["3,300", "43.2", "120,000"]


def test_the_verdict_says_about_how_many_are_short():
    outcome = solve(KNOWN)
    assert verdict(outcome, language("en")) == "14,285 潜在客户 needed, 11,000 in hand: about 3,300 short."
    assert verdict(outcome, language("zh")) == "需要 14,285（潜在客户），已有 11,000，约缺 3,300。"
    assert working(KNOWN, outcome, language("zh")) == "15亿元 ÷ 每笔 250万 = 600 ÷ 4.2% = 14,285（潜在客户）"
    assert ways_out(KNOWN, outcome, language("en")) == ["Or 潜在客户 going on at 5.45% instead of 4.2%."]


def test_what_is_tried_moves_its_bounds_along_and_is_kept_with_them():
    funnel = Funnel("a", "", Range(90, 100, 110), point(1), (Step("b", Range(4, 5, 6), id="s"),), id="f")
    tried = moved(moved(funnel, "target", 120), "0", 5.5)
    assert tried.target == Range(90, 120, 120)
    assert kept(funnel, tried) == (
        ("funnel", "f", {"target": 120, "target_high": 120}),
        ("funnel_step", "s", {"likely": 5.5}),
    )
    assert kept(funnel, funnel) == ()


def test_the_sample_holds_the_known_case(tmp_path):
    made = make_sample(tmp_path / "a.govdesk", REGISTERS, "zh", date.today())
    with closing(made), made.read() as session:
        found = next(f for f in funnels(session, REGISTERS, None) if f.target and f.target.likely == 1.5e9)
    outcome = solve(found)
    assert int(outcome.needed.likely) == 14_285
    assert int(outcome.short.likely) == 3_285
    assert outcome.leads is not None
