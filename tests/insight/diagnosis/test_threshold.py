"""The thresholds of a workspace: set, kept, forgotten where they are as usual, and never a reason to fail."""

from __future__ import annotations

import json

import pytest

from govdesk.insight.diagnosis.threshold import SETTING, keep_limits, limits, usual_limits
from govdesk.registers import REGISTERS
from govdesk.store.setting import read_setting, write_setting
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


def test_a_threshold_is_kept_and_only_what_differs(workspace):
    keep_limits(workspace, {**usual_limits(), "interests.criterion.watch": 25})
    with workspace.read() as session:
        assert limits(session) == {**usual_limits(), "interests.criterion.watch": 25}
        assert json.loads(read_setting(session, SETTING)) == {"interests.criterion.watch": 25}
    keep_limits(workspace, usual_limits())
    with workspace.read() as session:
        assert read_setting(session, SETTING) == ""


@pytest.mark.parametrize(
    "text", ["[", "[]", '{"interests.criterion.watch": -1}', '{"interests.criterion.watch": 9999999}', '{"x": 1}',
             '{"interests.criterion.watch": "20"}', '{"interests.criterion.watch": true}', '{"interests.criterion.watch": 1.5}'],
)  # fmt: skip
def test_what_makes_no_sense_is_as_usual(workspace, text):
    write_setting(workspace, SETTING, text)
    with workspace.read() as session:
        assert limits(session) == usual_limits()


def test_a_threshold_of_zero_does_not_make_a_sign_of_nothing(see):
    world = {"request": [{"statement": "要", "acceptance": "两天"}]}
    assert see("interests.criterion", world, watch=0, act=0)[0].level == "none"


def test_another_threshold_judges_anew(see):
    world = {"request": [{"statement": "要"}, {"statement": "要", "acceptance": "两天"}]}
    assert see("interests.criterion", world)[0].level == "act"
    assert see("interests.criterion", world, act=60)[0].level == "watch"
    assert see("interests.criterion", world, watch=51, act=60)[0].level == "none"
