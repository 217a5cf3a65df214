"""Where a decision lies, since when, and whether that is too long."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.insight.decision_path import decision_paths
from govdesk.registers import REGISTERS
from govdesk.store.query import Filter, Query
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, update_row

TODAY = dt.date(2026, 6, 30)


def ago(days):
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def world(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS)
    yield World(workspace)
    workspace.close()


class World:
    def __init__(self, workspace):
        self.workspace = workspace
        (self.project,) = self.add("project", {"name": "ERP"})

    def add(self, code, *rows):
        with self.workspace.write("Add") as session:
            return insert_rows(session, REGISTERS[code], rows)

    def decision(self, *steps, **values):
        given = {"project": self.project, "question": "谁牵头", "status": "under_way", **values}
        (made,) = self.add("decision", given)
        rows = [
            {"project": self.project, "decision": made, "place": n, "body": f"会{n}", "outcome": outcome, **days}
            for n, (outcome, days) in enumerate(steps, 1)
        ]
        if rows:
            self.add("decision_step", *rows)
        return made

    def paths(self, *filters):
        with self.workspace.read() as session:
            return decision_paths(session, REGISTERS, Query("decision", self.project, filters), TODAY)


def states(path):
    return [s.state for s in path.stops]


@pytest.mark.parametrize(
    ("steps", "expected", "state"),
    [
        ([("passed", {"date": ago(50)}), ("waiting", {"submitted": ago(31)})], ["passed", "stuck"], "stuck"),
        ([("passed", {"date": ago(50)}), ("waiting", {"submitted": ago(30)})], ["passed", "here"], "moving"),
        ([("waiting", {"planned": ago(40)}), ("waiting", {})], ["stuck", "ahead"], "stuck"),
        ([("returned", {"date": ago(80)}), ("waiting", {"submitted": ago(3)})], ["passed", "here"], "moving"),
        ([("returned", {"date": ago(80)}), ("waiting", {})], ["stuck", "ahead"], "stuck"),
        ([("skipped", {}), ("waiting", {"submitted": ago(1)})], ["skipped", "here"], "moving"),
        ([("passed", {"date": ago(3)}), ("waiting", {})], ["passed", "here"], "moving"),
        ([("passed", {"date": ago(3)}), ("passed", {"date": ago(1)})], ["passed", "passed"], "moving"),
        ([("waiting", {"submitted": TODAY + dt.timedelta(9)})], ["here"], "moving"),
        ([(None, {})], ["here"], "moving"),
        ([], [], "unplanned"),
    ],
)
def test_each_stop_says_where_the_decision_lies(world, steps, expected, state):
    world.decision(*steps)
    (path,) = world.paths().paths
    assert (states(path), path.state) == (expected, state)


def test_a_decision_that_was_taken_lies_nowhere(world):
    world.decision(("passed", {"date": ago(80)}), ("waiting", {"submitted": ago(80)}), status="decided")
    world.decision(status="dropped")
    assert [(p.state, p.here, p.late) for p in world.paths().paths] == [("decided", None, 0), ("gone", None, 0)]


def test_the_most_pressing_comes_first_with_what_it_waits_for(world):
    first = world.decision(("waiting", {"submitted": ago(40)}), question="甲", due=ago(7))
    world.decision(("waiting", {"submitted": ago(90)}), question="乙", depends_on=first)
    world.decision(question="丙")
    found = world.paths()
    assert [(p.question, p.here.days if p.here else 0, p.waits_for, p.late) for p in found.paths] == [
        ("乙", 90, "甲", 0),
        ("甲", 40, "", 7),
        ("丙", 0, "", 0),
    ]
    assert found.total == 3
    assert world.paths(Filter("question", "contains", ("甲",))).paths[0].question == "甲"
    assert world.paths(Filter("question", "contains", ("甲",))).total == 3


def test_decisions_that_wait_for_each_other_are_told_and_do_not_hang(world):
    one, two, three = (world.decision(question=q) for q in "甲乙丙")
    with world.workspace.write("A circle, as a merge may bring it") as session:
        update_row(session, REGISTERS["decision"], one, {"depends_on": two})
        update_row(session, REGISTERS["decision"], two, {"depends_on": one})
        update_row(session, REGISTERS["decision"], three, {"depends_on": one})
    assert [(p.question, p.state) for p in world.paths().paths] == [
        ("甲", "circle"),
        ("乙", "circle"),
        ("丙", "unplanned"),
    ]
