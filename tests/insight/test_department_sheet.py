"""A department's page: what it owns, asks, feels and owes, and what the rule of small groups keeps off it."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.insight.department_sheet import department_sheet
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace

DAY = dt.date(2026, 5, 2)


@pytest.fixture
def world(tmp_path):
    opened = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    opened.made = made = {}
    made["p"] = edit.create(opened, "project", {"name": "新零售"})
    for name in ("信息部", "门店"):
        made[name] = edit.create(opened, "department", {"name": name})
    made["wang"] = make(opened, "stakeholder", name="王敏", department=made["信息部"])
    edit.change(opened, "department", [made["信息部"]], {"head": made["wang"]})
    yield opened
    opened.close()


def make(world, code, **values):
    return edit.create(world, code, {"project": world.made["p"], **values})


def speak(world, unit, sentiments, **more):
    for number, sentiment in enumerate(sentiments):
        values = {"statement": f"{unit}话{number}", "department": world.made[unit], "sentiment": sentiment}
        make(world, "feedback", **values, **more)


def page(world, unit="信息部"):
    with world.read() as session:
        return department_sheet(session, REGISTERS, world.made["p"], world.made[unit], DAY)


def test_it_tells_what_a_department_owns_with_the_letters_in_weight(world):
    late = make(world, "deliverable", name="接口", wave="一", due=dt.date(2026, 5, 1))
    done = make(world, "deliverable", name="盘点", due=dt.date(2026, 5, 1), status="done", evidence="照片")
    for line, role in ((late, "R"), (done, "I"), (late, "A")):
        make(world, "responsibility", deliverable=line, department=world.made["信息部"], role=role)
    found = page(world)
    assert (found.name, found.leader) == ("信息部", "王敏")
    assert [(p.name, p.letters, p.late) for p in found.owns] == [("接口", "AR", True), ("盘点", "I", False)]
    assert page(world, "门店").owns == ()


def test_it_tells_what_its_people_owe(world):
    listed = make(world, "checklist", title="清理")
    make(world, "checklist_item", checklist=listed, step="核对", owner=world.made["wang"], due=dt.date(2026, 5, 1))
    make(world, "checklist_item", checklist=listed, step="通知", department=world.made["信息部"])
    make(
        world,
        "checklist_item",
        checklist=listed,
        step="完了",
        department=world.made["信息部"],
        status="done",
        evidence="照片",
    )
    speak(world, "门店", [0], owner=world.made["wang"], due=DAY)
    found = page(world).owes
    assert [(d.text, d.late, d.answer) for d in found] == [
        ("核对", True, False), ("FB-0001", False, True), ("通知", False, False),
    ]  # fmt: skip
    assert page(world, "门店").owes == ()


def test_a_department_that_never_spoke_has_noughts(world):
    found = page(world)
    assert (found.voices, found.moods, found.asks) == (0, (0, 0, 0), ())


def test_few_voices_are_neither_counted_nor_quoted_nor_told_alike(world):
    speak(world, "信息部", [-1] * 4)
    speak(world, "门店", [1] * 20)
    found = page(world)
    assert found.voices is None
    assert found.moods == (None, None, None)
    assert found.asks == ()
    assert not found.quoted


def test_many_voices_are_counted_and_what_waits_is_quoted(world):
    speak(world, "信息部", [-1] * 6 + [0] * 5 + [2] * 7)
    speak(world, "信息部", [0] * 5, reply="好")
    found = page(world)
    assert found.voices == 23
    assert found.moods == (6, 10, 7)
    assert len(found.asks) == 18


def test_five_voices_are_counted_but_not_quoted(world):
    speak(world, "信息部", [-1] * 5)
    found = page(world)
    assert found.voices == 5
    assert not found.quoted
    assert found.asks == ()
