"""The past of the map: each moment gives where everybody stood then, also after an undo, a removal and a new arrival."""

from __future__ import annotations

import pytest

from govdesk.insight.standing import Standing, moments, standing_then, standings, told_apart, trails
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.history import undo
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "s.govdesk", REGISTERS)
    yield made
    made.close()


@pytest.fixture
def project(workspace):
    return edit.create(workspace, "project", {"name": "一"})


def person(workspace, project, **values):
    return edit.create(workspace, "stakeholder", {"name": "王敏", "project": project, **values})


def past(workspace, project):
    with workspace.read() as session:
        return moments(session, project), standings(session, REGISTERS, Query("stakeholder", project)).people


def change(workspace, who, **values):
    edit.change(workspace, "stakeholder", [who], values)


def test_each_moment_gives_the_standing_of_then(workspace, project):
    wang = person(workspace, project, power=2, interest=2, engagement="neutral")
    change(workspace, wang, power=5, interest=4)
    change(workspace, wang, concerns="两套表")
    change(workspace, wang, engagement="supportive")
    found, people = past(workspace, project)
    assert len(found) == 3
    assert [standing_then(found, n, people)[0].power for n in (1, 2, 3)] == [2, 5, 5]
    assert [standing_then(found, n, people)[0].engagement for n in (1, 2, 3)] == ["neutral", "neutral", "supportive"]
    assert standing_then(found, 0, people) == []
    assert trails(found, 3)[wang] == [(2, 2), (4, 5)]


def test_an_undo_is_a_moment_that_goes_back(workspace, project):
    wang = person(workspace, project, power=2, interest=2)
    change(workspace, wang, power=4)
    undo(workspace)
    found, people = past(workspace, project)
    assert [standing_then(found, n, people)[0].power for n in (1, 2, 3)] == [2, 4, 2]
    assert trails(found, 3)[wang] == [(2, 2), (2, 4), (2, 2)]


def test_a_judgement_taken_away_leaves_the_map(workspace, project):
    wang = person(workspace, project, power=2, interest=2)
    change(workspace, wang, interest=None)
    found, people = past(workspace, project)
    assert not standing_then(found, 2, people)[0].placed
    assert trails(found, 2) == {}


def test_who_came_later_was_not_there_and_other_projects_stay_out(workspace, project):
    person(workspace, project, power=1, interest=1)
    later = person(workspace, project, power=3, interest=3)
    other = edit.create(workspace, "project", {"name": "二"})
    person(workspace, other, power=5, interest=5)
    found, people = past(workspace, project)
    assert len(found) == 2
    assert [len(standing_then(found, n, people)) for n in (1, 2)] == [1, 2]
    edit.remove(workspace, "stakeholder", [later])
    undo(workspace)
    found, people = past(workspace, project)
    assert [len(standing_then(found, n, people)) for n in (2, 3, 4)] == [2, 1, 2]


def test_ties_are_counted_at_both_ends_within_the_project(workspace, project):
    a, b = person(workspace, project), person(workspace, project, power=1)
    edit.create(workspace, "relationship", {"project": project, "person": a, "kind": "allied", "other": b})
    assert [p.ties for p in past(workspace, project)[1]] == [1, 1]
    assert [p.placed for p in past(workspace, project)[1]] == [False, False]


def test_namesakes_are_told_apart_by_department_then_title_then_number():
    people = [
        Standing("a", 1, "王敏", "店长", "财务部"),
        Standing("b", 2, "王敏", "店长", "营运部"),
        Standing("c", 3, "王敏", "主管", "营运部"),
        Standing("d", 4, "王敏", "店长", "营运部"),
        Standing("e", 5, "李国强", "店长", "财务部"),
    ]
    shown = [p.shown for p in told_apart(people, "STK")]
    assert shown == ["王敏 · 财务部", "王敏 · STK-0002", "王敏 · 主管", "王敏 · STK-0004", "李国强"]
    assert len(set(shown)) == len(people)
