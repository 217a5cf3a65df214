"""Deleting what others hold on to: said with counts, handed to another, or looked at; never without a word."""

from __future__ import annotations

import pytest

from govdesk.store import edit
from govdesk.store.query import Filter, Query, count, records, rows
from govdesk.ui.removal import remove_records


@pytest.fixture
def units(open_workspace, context):
    with open_workspace.read() as session:
        home = records(session, context.registers, "project", rows(session, context.registers, Query("project")))[0].id
    made = {name: edit.create(open_workspace, "department", {"name": name}) for name in ("信息部", "营运部", "培训部")}
    line = edit.create(open_workspace, "deliverable", {"name": "接口", "project": home})
    for letter in "AR":
        values = {"project": home, "deliverable": line, "department": made["信息部"], "role": letter}
        edit.create(open_workspace, "responsibility", values)
    return made


def kept(context):
    with context.workspace.read() as session:
        return [count(session, context.registers, Query(c)) for c in ("department", "responsibility")]


def test_what_nothing_holds_on_to_is_deleted(units, window, context, answers):
    done = []
    remove_records(context, "department", [units["培训部"]], done.append)
    assert len(done) == 1
    assert kept(context) == [2, 2]
    assert not answers.asked


def test_a_department_with_responsibilities_is_handed_over_by_name(units, window, context, answers):
    answers.chooses, answers.types, done = 0, "营运部", []
    remove_records(context, "department", [units["信息部"]], done.append)
    assert done == [2]
    assert kept(context) == [2, 2]


@pytest.mark.parametrize("name", ["查无此部", "信息部"])
def test_nobody_known_takes_over(units, window, context, answers, name):
    answers.chooses, answers.types = 0, name
    remove_records(context, "department", [units["信息部"]], lambda _: None)
    assert len(answers.said) == 1
    assert kept(context) == [3, 2]


def test_what_stands_in_the_way_opens_as_rows(units, window, context, answers):
    answers.chooses = 1
    remove_records(context, "department", [units["信息部"]], lambda _: None)
    assert context.view.register == "responsibility"
    assert context.view.query.filters == (Filter("department", "any_of", (units["信息部"],)),)
    assert kept(context) == [3, 2]


def test_turning_away_leaves_everything(units, window, context, answers):
    answers.chooses = None
    remove_records(context, "department", [units["信息部"]], lambda _: None)
    assert kept(context) == [3, 2]
