"""Metrics over time, training by role and module, pilot sites by weights: figures that stay figures whatever is missing."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.metric_line import MetricLine, Reading, headlines, metric_lines
from govdesk.insight.pilot_score import EQUAL, WEIGHTS, sites, weights_of
from govdesk.insight.training_cover import coverage
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.setting import write_setting
from govdesk.store.workspace import Workspace

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def made(tmp_path):
    workspace = Workspace.create(tmp_path / "a.govdesk", REGISTERS)
    yield workspace
    workspace.close()


@pytest.fixture
def project(made):
    return edit.create(made, "project", {"name": "一"})


def ask(made, work, *args):
    with made.read() as session:
        return work(session, REGISTERS, *args)


def metric(made, project, readings, **values):
    identity = edit.create(made, "metric", {"name": "使用率", "unit": "%", "project": project, **values})
    for day, value, *more in readings:
        own = {"metric": identity, "date": day, "value": value, "project": project}
        edit.create(made, "measurement", {**own, **(more[0] if more else {})})
    return identity


def test_readings_stand_in_the_order_of_their_days_whatever_order_they_came_in(made, project):
    days = [dt.date(2026, 5, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 1)]
    metric(made, project, [(d, d.month) for d in days], baseline=0, target=10)
    (one,) = ask(made, metric_lines, Query("metric", project))
    assert [r.value for r in one.readings] == [1, 3, 5]
    assert one.share == 0.5


def test_a_reading_of_a_unit_is_not_of_the_whole_and_one_of_few_people_is_not_told(made, project):
    unit = edit.create(made, "department", {"name": "北区"})
    day = dt.date(2026, 1, 1)
    metric(
        made,
        project,
        [(day, 1), (day + dt.timedelta(1), 9, {"department": unit}), (day + dt.timedelta(2), 7, {"people": 4})],
    )
    (one,) = ask(made, metric_lines, Query("metric", project))
    assert [r.value for r in one.readings] == [1, None]
    assert one.latest.value == 1


def line(readings, **values):
    known = {"baseline": None, "target": None, "direction": "", "due": None, **values}
    told = tuple(Reading(dt.date(2026, n, 1), v) for n, v in enumerate(readings, 1))
    return MetricLine(
        "", 1, "a", "%", known["direction"], known["baseline"], None, known["target"], known["due"], False, told
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (line([]), "No reading yet"),
        (line([None]), "No reading yet"),
        (line([5]), "No target"),
        (line([5], baseline=5, target=5), "Target met"),
        (line([6], baseline=5, target=5), "Target equals the baseline"),
        (line([6], baseline=5, target=5, direction="hold"), "Target equals the baseline"),
        (line([3], baseline=5, target=2), "67% of the way"),
        (line([2], baseline=5, target=2), "Target met"),
        (line([1], baseline=5, target=2, direction="down"), "Target met"),
        (line([6], baseline=5, target=2), "Going the wrong way"),
        (line([3], baseline=5, target=2, due=dt.date(2026, 6, 1)), "Target missed"),
        (line([3, 4], target=9), "17% of the way"),
    ],
)
def test_how_a_metric_stands_is_always_a_word(one, words):
    assert language("en").say(one.state(TODAY)[0]) == words
    assert language("zh").say(one.state(TODAY)[0])


def test_figures_carry_their_unit():
    assert [line([]).shown(v) for v in (None, 38, 0.5)] == ["–", "38%", "0.5%"]


def test_the_sponsor_gets_three_numbers_of_a_project(made, project):
    for n in range(4):
        edit.create(made, "metric", {"name": f"m{n}", "headline": True, "project": project})
    assert [m.name for m in ask(made, headlines, project)] == ["m0", "m1", "m2"]


def test_training_is_added_up_by_role_and_module(made, project):
    for audience, module, planned, passed in (("店长", "入门", 10, 4), ("店长", "入门", 10, 6), ("督导", "巡店", 0, 0)):
        values = {"module": module, "audience": audience, "planned": planned, "attended": passed, "assessed": passed}
        edit.create(made, "training", {**values, "passed": passed, "project": project})
    found = ask(made, coverage, Query("training", project))
    assert (found.roles, found.modules) == (("店长", "督导"), ("入门", "巡店"))
    assert found.cells["店长", "入门"].share == 0.5
    assert len(found.cells["店长", "入门"].numbers) == 2
    assert found.cells["督导", "巡店"].share is None
    assert ("店长", "巡店") not in found.cells


def test_a_site_is_scored_by_what_is_known_and_what_weighs(made, project):
    known = {"political_risk": 1, "completeness": 50, "willingness": 5, "readiness": None, "typical": None}
    edit.create(made, "pilot_site", {"name": "龙湖路店", "project": project, **known})
    edit.create(made, "pilot_site", {"name": "空", "project": project})
    first, empty = ask(made, sites, Query("pilot_site", project))
    assert first.unknown == 2
    assert first.score(EQUAL) == pytest.approx(100 * 2.5 / 3)
    assert first.score({**EQUAL, "completeness": 0}) == 100
    assert first.score(dict.fromkeys(EQUAL, 0)) is None
    assert empty.score(EQUAL) is None


@pytest.mark.parametrize("kept", ["", "7", "nonsense", '{"typical": 9, "gone": 1, "readiness": "x"}'])
def test_weights_that_make_no_sense_are_those_of_the_first_day(made, kept):
    write_setting(made, WEIGHTS, kept)
    with made.read() as session:
        assert weights_of(session) == EQUAL
