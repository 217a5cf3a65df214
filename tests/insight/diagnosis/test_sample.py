"""The sample shows every pattern at least once in its two projects in trouble, and none to act on in the healthy one."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.diagnosis.catalogue import RULES
from govdesk.insight.diagnosis.diagnosing import diagnose_all
from govdesk.insight.diagnosis.finding import LEVELS
from govdesk.insight.diagnosis.snapshot import trends
from govdesk.insight.diagnosis.upward import upward_story
from govdesk.registers import REGISTERS
from govdesk.store.sample import make_sample

TODAY = dt.date.today()


@pytest.fixture(scope="module", params=["zh", "en"])
def sample(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / f"{request.param}.govdesk"
    workspace = make_sample(path, REGISTERS, request.param, TODAY)
    with workspace.read() as session:
        found = diagnose_all(session, REGISTERS, TODAY)
        since = [trends(session, REGISTERS, d.project, d) for d in found]
        told = [upward_story(session, REGISTERS, d.project, TODAY) for d in found]
    workspace.close()
    return request.param, found, since, told


def test_every_pattern_shows_in_one_of_the_two_projects_in_trouble(sample):
    _, found, *_ = sample
    shown = {f.rule for d in found[:2] for f in d.findings if f.level in ("watch", "act")}
    assert [rule.code for rule in RULES if rule.code not in shown] == []


def test_the_healthy_project_shows_nothing_to_act_on(sample):
    _, found, *_ = sample
    assert len(found) == 3
    assert [(f.rule, f.level) for f in found[2].findings if f.level in ("act", "insufficient")] == []


def test_the_sample_shows_all_that_a_level_can_be_but_not_all_red(sample):
    _, found, *_ = sample
    for diagnosis in found[:2]:
        pits = {f.level for f in diagnosis.of("pits")}
        assert {"act", "watch"} <= pits <= set(LEVELS)
        assert diagnosis.remedies


def test_each_sentence_of_the_sample_is_said_in_its_language(sample):
    code, found, _, told = sample
    lang = language(code)
    said = [lang.say(f.sentence) for d in found for f in d.findings]
    said += [lang.say(r.text) for d in found for r in d.remedies]
    said += [lang.say(s.sentence) for story in told for s in story]
    assert all(text and "{" not in text for text in said)
    if code == "en":
        assert [text for text in said if not text.isascii() and any("\u4e00" <= c <= "\u9fff" for c in text)] == []


def test_the_sample_has_a_past_to_compare_with(sample):
    _, found, since, _ = sample
    assert all(since)
    assert {t.direction for t in since[0].values()} >= {"worse", "same", "better"}
    assert found[0].today > max(t.since for t in since[0].values())


def test_the_upward_story_of_the_healthy_project_is_measured(sample):
    *_, told = sample
    kinds = {one.kind for one in told[2] if one.measured}
    assert "value" in kinds
    assert kinds & {"industry", "inside"}
