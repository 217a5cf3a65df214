"""What stands in the way of a deletion is told with its records, and handed to another in one operation."""

from __future__ import annotations

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find
from govdesk.store.succession import hand_over, held
from govdesk.store.workspace import Workspace


@pytest.fixture
def world(tmp_path):
    opened = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    made = opened.made = {"p": edit.create(opened, "project", {"name": "新零售"})}
    for name in ("信息部", "营运部"):
        made[name] = edit.create(opened, "department", {"name": name})
    made["wang"] = edit.create(
        opened, "stakeholder", {"name": "王敏", "project": made["p"], "department": made["信息部"]}
    )
    for line, unit, letter in (("接口", "信息部", "A"), ("接口", "营运部", "A"), ("盘点", "信息部", "R")):
        if line not in made:
            made[line] = edit.create(opened, "deliverable", {"name": line, "project": made["p"]})
        values = {"project": made["p"], "deliverable": made[line], "department": made[unit], "role": letter}
        made[line, unit] = edit.create(opened, "responsibility", values)
    yield opened
    opened.close()


def state(world):
    with world.read() as session:
        return [count(session, REGISTERS, Query(c)) for c in ("department", "responsibility", "stakeholder")]


def test_a_department_that_holds_responsibilities_is_named_with_them(world):
    with world.read() as session:
        (one,) = held(session, REGISTERS, "department", [world.made["信息部"]])
        assert held(session, REGISTERS, "stakeholder", [world.made["wang"]]) == ()
    assert (one.register, one.field) == ("responsibility", "department")
    assert set(one.ids) == {world.made["接口", "信息部"], world.made["盘点", "信息部"]}


def test_another_takes_over_without_doubling_and_undo_brings_all_back(world):
    made = world.made
    assert hand_over(world, "department", [made["信息部"]], made["营运部"]) == 2
    assert state(world) == [1, 2, 1]
    with world.read() as session:
        assert find(session, REGISTERS, "responsibility", made["盘点", "信息部"]).values["department"] == made["营运部"]
        assert find(session, REGISTERS, "stakeholder", made["wang"]).values["department"] is None
        assert str(history.undoable(session).label) == "Delete 信息部, all of it to 营运部"
    history.undo(world)
    assert state(world) == [2, 3, 1]
    with world.read() as session:
        assert find(session, REGISTERS, "stakeholder", made["wang"]).values["department"] == made["信息部"]


@pytest.mark.parametrize(("heir", "code"), [("信息部", "itself"), ("nobody", "gone")])
def test_nobody_takes_over_from_itself_or_when_gone(world, heir, code):
    with pytest.raises(GovDeskError) as refused:
        hand_over(world, "department", [world.made["信息部"]], world.made.get(heir, heir))
    assert refused.value.code == code
    assert state(world) == [2, 3, 1]
