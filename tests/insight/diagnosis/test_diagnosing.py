"""The diagnosis as a whole: every rule speaks in both languages, nothing fails on little data, remedies say what they do."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from govdesk.i18n import Message, language
from govdesk.insight.diagnosis.catalogue import RULES, SIGNS
from govdesk.insight.diagnosis.diagnosing import diagnose, diagnose_all
from govdesk.insight.diagnosis.finding import GROUPS, LEVELS, Evidence, Finding, Missing, Reading, composed
from govdesk.insight.diagnosis.remedy import levels_after, remedies
from govdesk.insight.diagnosis.snapshot import last_snapshot, save_snapshot
from govdesk.insight.template import library
from govdesk.registers import REGISTERS
from govdesk.registers.vocabularies import PITFALL
from govdesk.store import edit
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

TODAY = dt.date(2026, 11, 22)
PITS = ["leadership", "interests", "front_line", "expertise", "structure", "blame"]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


def test_the_pits_are_those_of_the_vocabulary_and_stand_first():
    assert [rule.code for rule in RULES if rule.group == "pits"] == PITS == [t.code for t in PITFALL]
    assert [rule.code for rule in RULES[:6]] == PITS


def test_each_rule_stands_once_in_a_known_group_with_a_template_that_exists():
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes))
    assert {rule.group for rule in RULES} == set(GROUPS)
    assert {rule.template for rule in RULES} <= {t.code for t in library("zh")}


def test_every_word_of_a_rule_stands_in_chinese_too():
    zh = language("zh")
    texts = [t for rule in RULES for t in (rule.name, rule.why)]
    texts += [t for one in SIGNS for t in (one.rule, one.step)]
    texts += [t for one in SIGNS for h in one.thresholds for t in (h.label, h.why)]
    assert [t for t in texts if zh.gettext(t) == t] == []


def test_every_threshold_has_a_reason_and_a_usual_value_within_its_bounds():
    for one in SIGNS:
        codes = [t.code for t in one.thresholds]
        assert len(codes) == len(set(codes)), one.code
        assert all(t.why and 0 <= t.usual <= t.most for t in one.thresholds), one.code
        if {"watch", "act"} <= set(codes):
            watch, act = (next(t.usual for t in one.thresholds if t.code == c) for c in ("watch", "act"))
            assert watch > act if one.below else watch < act, one.code


def test_an_empty_workspace_has_nothing_to_diagnose(workspace):
    with workspace.read() as session:
        assert diagnose_all(session, REGISTERS, TODAY) == ()


def test_an_empty_project_is_answered_in_words(workspace):
    home = edit.create(workspace, "project", {"name": "空"})
    with workspace.read() as session:
        found = diagnose(session, REGISTERS, home, TODAY)
    assert [f.rule for f in found.findings] == [rule.code for rule in RULES]
    for finding in found.findings:
        assert finding.level in LEVELS
        assert finding.level != "act"
        for code in ("zh", "en"):
            assert language(code).say(finding.sentence)
        if finding.level == "insufficient":
            assert finding.missing
    assert {f.level for f in found.of("pits")} == {"insufficient"}


def reading(sign, level, step=None, count=1, private=False):
    missing = (Missing("risk", Message("Risks")),) if level == "insufficient" else ()
    step = Message("do") if level in ("watch", "act") else None
    return Reading(sign, level, Message(sign), (Evidence("risk", (count,)),), missing, private, step, count)


def finding(rule, *readings, group="pits"):
    return composed(Finding("p", rule, group, "none", Message(""), (), (), "t", readings))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        (("none", "act", "watch"), "act"),
        (("none", "watch", "insufficient"), "watch"),
        (("none", "none", "none"), "none"),
        (("none", "insufficient"), "none"),
        (("none", "insufficient", "insufficient"), "insufficient"),
        (("insufficient",), "insufficient"),
        (("act", "insufficient", "insufficient", "insufficient"), "act"),
    ],
)
def test_the_gravest_sign_decides_and_half_must_be_judged_to_say_that_nothing_shows(levels, expected):
    assert finding("a", *(reading(str(n), level) for n, level in enumerate(levels))).level == expected


def test_a_finding_tells_its_signs_the_gravest_first_and_each_record_once():
    one = finding("a", reading("w", "watch", count=1), reading("x", "act", count=2), reading("y", "watch", count=1))
    assert language("en").say(one.sentence) == "x; w; y"
    assert one.evidence == (Evidence("risk", (1, 2)),)
    assert one.count == 2


def test_what_is_private_is_left_out_of_what_others_read():
    one = finding("a", reading("x", "act", private=True), reading("y", "none"))
    assert one.public().level == "none"
    assert language("en").say(one.public().sentence) == "y"
    plain = finding("a", reading("y", "none"))
    assert plain.public() is plain


def test_remedies_say_which_level_they_lead_to_and_the_most_effective_stands_first():
    found = (
        finding("a", reading("x", "act"), reading("y", "act"), reading("z", "watch")),
        finding("b", reading("z", "watch")),
        finding("c", reading("q", "act"), reading("r", "watch"), group="landing"),
    )
    made = remedies(found)
    assert [(r.code, [(e.rule, e.before, e.after) for e in r.effects]) for r in made] == [
        ("q", [("c", "act", "watch")]),
        ("z", [("a", "act", "act"), ("b", "watch", "none")]),
        ("x", [("a", "act", "act")]),
        ("y", [("a", "act", "act")]),
        ("r", [("c", "act", "act")]),
    ]
    assert levels_after(found, ["x", "y"]) == {"a": "watch", "b": "watch", "c": "act"}
    assert levels_after(found, ["x", "y", "z"])["a"] == "none"


def test_setting_right_the_only_sign_that_was_judged_leaves_no_sign():
    found = (finding("a", reading("x", "act"), *(reading(str(n), "insufficient") for n in range(3))),)
    assert remedies(found)[0].effects[0].after == "none"
    assert replace(found[0]).level == "act"


def test_a_project_that_was_deleted_meanwhile_has_no_diagnosis(workspace):
    project = edit.create(workspace, "project", {"name": "P"})
    edit.remove(workspace, "project", [project])
    with workspace.read() as session:
        assert diagnose_all(session, REGISTERS, TODAY, project) == ()


def test_a_snapshot_of_the_same_day_takes_the_place_of_the_one_before(workspace):
    project = edit.create(workspace, "project", {"name": "P"})
    for _ in range(2):
        with workspace.read() as session:
            (found,) = diagnose_all(session, REGISTERS, TODAY, project)
        assert save_snapshot(workspace, found) == len(RULES)
        with workspace.read() as session:
            assert last_snapshot(session, REGISTERS, project, TODAY + dt.timedelta(1)) == TODAY
            assert count(session, REGISTERS, Query("snapshot")) == len(RULES)
