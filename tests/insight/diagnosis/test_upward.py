"""The upward story: each sentence with its figure and its measurement, never more than the figures say."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.diagnosis.upward import upward_story
from govdesk.registers import REGISTERS

TODAY = dt.date(2026, 11, 22)
METRIC = {
    "_": "m",
    "name": "报销天数",
    "unit": "天",
    "baseline": 5.0,
    "target": 2.0,
    "department": "@fin",
    "direction": "down",
}
READ = [{"metric": "@m", "date": dt.date(2026, 11, 1), "value": 3.5}]
UNITS = [{"_": "fin", "name": "财务部"}, {"_": "it", "name": "信息技术部"}]
BENCH = {
    "organisation": "同行平均",
    "kind": "industry",
    "measure": "报销天数",
    "theirs": 7.0,
    "metric": "@m",
    "unit": "天",
}


def story(world, **records):
    with world({"department": UNITS, **records}) as (session, ids):
        return upward_story(session, REGISTERS, ids["home"], TODAY)


def said(found, lang="en"):
    return [language(lang).say(one.sentence) for one in found]


def test_the_value_of_a_department_is_told_by_its_metric(world):
    found = story(world, metric=[METRIC], measurement=READ)
    assert said(found) == ["财务部: 报销天数 from 5 天 to 3.5 天, 50% of the way to 2 天"]
    assert (found[0].kind, found[0].measured, found[0].good) == ("value", True, True)
    assert {e.register for e in found[0].evidence} == {"metric", "measurement"}


@pytest.mark.parametrize(
    ("values", "tail", "good"),
    [
        ({}, "50% better", True),
        ({"theirs": 1.0}, "250% behind", False),
        ({"theirs": 0.0}, "同行平均: 0 天", False),
        ({"theirs": 3.5}, "the same as 同行平均", None),
        ({"direction": "up"}, "50% behind", False),
    ],
)
def test_a_comparison_says_who_is_ahead(world, values, tail, good):
    found = story(world, metric=[METRIC], measurement=READ, benchmark=[{**BENCH, **values}])
    assert found[0].kind == "industry"
    assert said(found)[0].endswith(tail)
    assert (found[0].measured, found[0].good) == (True, good)


def test_a_figure_that_was_typed_in_is_no_measurement(world):
    found = story(world, benchmark=[{**BENCH, "metric": None, "ours": 6.3, "direction": "down"}])
    assert said(found) == ["报销天数: 6.3 天; 同行平均: 7 天. 10% better"]
    assert not found[0].measured


def test_where_nobody_says_which_way_is_better_nothing_is_claimed(world):
    found = story(world, benchmark=[{**BENCH, "metric": None, "ours": 6.3}])
    assert said(found) == ["报销天数: 6.3 天; 同行平均: 7 天"]
    assert found[0].good is None


def test_a_comparison_without_our_figure_is_not_told(world):
    assert story(world, benchmark=[{**BENCH, "metric": None}]) == ()


@pytest.mark.parametrize("values", [{"target": 5.0}, {"baseline": None}, {"target": None}])
def test_a_metric_without_a_way_to_go_tells_no_value(world, values):
    assert story(world, metric=[{**METRIC, **values}], measurement=READ) == ()


def test_readings_out_of_order_and_ahead_tell_the_last_of_today(world):
    readings = [{**READ[0], "date": dt.date(2026, 11, d), "value": v} for d, v in ((20, 2.0), (3, 4.0), (29, 1.0))]
    assert "to 2 天, 100%" in said(story(world, metric=[METRIC], measurement=readings))[0]


def test_a_department_that_carries_and_was_never_measured_is_named_as_a_gap(world):
    part = {"deliverable": "@d", "department": "@it", "role": "R"}
    found = story(
        world, metric=[METRIC], measurement=READ, deliverable=[{"_": "d", "name": "接口"}], responsibility=[part]
    )
    assert [(one.department != "", one.measured) for one in found] == [(True, True), (True, False)]
    assert said(found)[1] == "信息技术部: no measured value yet"


def test_inside_comparisons_stand_after_those_outside(world):
    inside = {**BENCH, "organisation": "华东区", "kind": "inside"}
    found = story(world, metric=[METRIC], measurement=READ, benchmark=[inside, BENCH])
    assert [one.kind for one in found] == ["industry", "inside", "value"]
