"""Small groups and judgements of people stay protected: no count of one to four voices, by sentence, by evidence or by subtraction."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from govdesk.i18n import language
from govdesk.insight.diagnosis.diagnosing import diagnose
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

TODAY = dt.date(2026, 11, 22)
OPINIONS = (
    "front_line.resistance",
    "starting_point.privacy",
    "technology.fit",
    "training.skill",
    "bottom_up.sentiment",
)


def voices(*groups):
    """Front-line voices: how many, and what they say."""
    return {
        "feedback": [
            {"statement": "说", "level": "frontline", **values} for count, values in groups for _ in range(count)
        ]
    }


def readings(session, ids):
    found = diagnose(session, REGISTERS, ids["home"], TODAY)
    return {r.sign: r for f in found.findings for r in f.readings if r.sign in OPINIONS}


@pytest.mark.parametrize("few", range(1, 5))
@pytest.mark.parametrize("turned", [False, True], ids=["few", "all but few"])
def test_a_part_of_under_five_is_told_neither_by_number_nor_by_rows(world, few, turned):
    parts = (few, 20) if not turned else (20, few)
    with world(voices((parts[0], {"cause": "burden"}), (parts[1], {"cause": "fear"}))) as (session, ids):
        found = readings(session, ids)["front_line.resistance"]
        assert found.level == ("act" if turned else "none")
        said = language("en").say(found.sentence)
        assert set(map(int, re.findall(r"\d+", said))) == {20 + few}
        assert [e.count for e in found.evidence] == [20 + few]


def test_counts_that_tell_a_small_group_by_subtraction_are_not_told_both(world):
    records = voices(
        (8, {"cause": "burden", "sentiment": -1}), (3, {"cause": "privacy"}), (20, {"cause": "fear", "sentiment": 1})
    )
    with world(records) as (session, ids):
        found = readings(session, ids)
        told = [found["front_line.resistance"], found["starting_point.privacy"]]
        counts = [{e.count for e in one.evidence} for one in told]
    assert counts[0] == {8}
    assert counts[1] == {31}
    assert "11" not in language("en").say(told[1].sentence)


@pytest.mark.parametrize("sign", OPINIONS)
def test_under_five_voices_nothing_is_judged(world, sign):
    with world(voices((4, {"cause": "burden", "sentiment": -2}))) as (session, ids):
        assert readings(session, ids)[sign].level == "insufficient"


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


def test_level_and_unit_of_nameless_voices_count_only_as_far_as_they_may_be_shown(workspace):
    home = edit.create(workspace, "project", {"name": "一"})
    said = {"project": home, "statement": "说", "cause": "burden", "anonymous": True}
    with workspace.write("voices") as session:
        insert_rows(session, REGISTERS["feedback"], [{**said, "level": "frontline"} for _ in range(4)])
        insert_rows(session, REGISTERS["feedback"], [{**said, "level": "middle"} for _ in range(9)])
    with workspace.read() as session:
        found = readings(session, {"home": home})["front_line.resistance"]
    assert found.level == "insufficient"
    assert found.evidence == ()


def test_conflicts_between_heads_and_the_climate_of_a_pilot_go_into_no_file_for_others(world):
    records = {
        "department": [{"name": "甲", "head": "@a"}, {"name": "乙", "head": "@b"}],
        "stakeholder": [{"_": "a", "name": "王敏"}, {"_": "b", "name": "李国强"}],
        "relationship": [{"person": "@a", "other": "@b", "kind": "conflict"}],
        "pilot_site": [{"name": "店", "status": "chosen", "political_risk": 5, "completeness": 90.0}],
    }
    with world(records) as (session, ids):
        found = diagnose(session, REGISTERS, ids["home"], TODAY)
    for rule, level in (("interests", "insufficient"), ("safe_pilot", "none")):
        finding = found.finding(rule)
        assert finding.level in ("watch", "act")
        public = finding.public()
        assert public.level == level
        assert not any(r.private for r in public.readings)
        assert all(e.register != "relationship" for e in public.evidence)
    for finding in found.findings:
        for reading in finding.readings:
            said = language("zh").say(reading.sentence)
            assert "王敏" not in said
            assert "李国强" not in said


def test_a_reading_of_under_five_people_is_no_measurement(see):
    world = {
        "metric": [{"_": "m", "name": "使用率", "kind": "use", "unit": "%", "target": 70.0}],
        "measurement": [
            {"_": "old", "metric": "@m", "date": dt.date(2026, 11, 1), "value": 60.0, "people": 40},
            {"_": "few", "metric": "@m", "date": dt.date(2026, 11, 20), "value": 10.0, "people": 4},
        ],
    }
    reading, behind = see("front_line.use", world)
    assert behind == {"m", "old"}
    assert reading.level == "watch"
