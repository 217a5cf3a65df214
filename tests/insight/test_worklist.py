"""The work of mitigation: checklists with their targets and progress, steps by owner and by week."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.insight.worklist import by_owner, by_week, monday, plans
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace

FRIDAY, NEXT_MONDAY = dt.date(2026, 11, 27), dt.date(2026, 11, 30)


@pytest.fixture
def work(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    home = edit.create(workspace, "project", {"name": "门店数字化"})

    def make(code, **values):
        return edit.create(workspace, code, {"project": home, **values})

    def read():
        with workspace.read() as session:
            return plans(session, REGISTERS, Query("checklist", home))

    make.read = read
    yield make
    workspace.close()


def test_a_checklist_knows_its_target_and_its_progress(work):
    wang, li = work("stakeholder", name="王敏"), work("stakeholder", name="李国强")
    voice = work("feedback", statement="扫码太多")
    plan = work("checklist", title="减负", feedback=voice, owner=wang)
    work("checklist_item", step="一", checklist=plan, status="done", evidence="单", owner=wang, verified_by=li)
    work("checklist_item", step="二", checklist=plan, status="done", evidence="单", owner=wang)
    work("checklist_item", step="三", checklist=plan)
    work("checklist_item", step="四", checklist=plan, status="not_applicable")
    (found,) = work.read()
    assert (found.target, found.target_title, found.owner_name) == (("feedback", voice), "扫码太多", "王敏")
    assert (len(found.counted), found.done, found.verified) == (3, 2, 1)
    assert [s.waits for s in found.steps] == [False, True, False, False]


def test_a_checklist_against_nothing_has_no_target(work):
    work("checklist", title="独立")
    (found,) = work.read()
    assert (found.target, found.steps) == (("", ""), ())


def test_steps_to_do_are_grouped_by_owner_nobody_first(work):
    wang = work("stakeholder", name="王敏")
    plan = work("checklist", title="单")
    work("checklist_item", step="晚", checklist=plan, owner=wang, due=NEXT_MONDAY)
    work("checklist_item", step="早", checklist=plan, owner=wang, due=FRIDAY)
    work("checklist_item", step="无人", checklist=plan)
    work("checklist_item", step="不做", checklist=plan, status="not_applicable")
    groups = by_owner(work.read())
    assert [(g.name, [s.text for s in g.steps]) for g in groups] == [("", ["无人"]), ("王敏", ["早", "晚"])]


def test_namesakes_are_two_owners(work):
    plan = work("checklist", title="单")
    for _ in range(2):
        work("checklist_item", step="一", checklist=plan, owner=work("stakeholder", name="王敏"))
    assert [g.name for g in by_owner(work.read())] == ["王敏", "王敏"]


def test_steps_to_do_are_grouped_by_week(work):
    plan = work("checklist", title="单")
    for text, due in (("无期", None), ("下周", NEXT_MONDAY), ("本周", FRIDAY)):
        work("checklist_item", step=text, checklist=plan, due=due)
    groups = by_week(work.read())
    assert [(g.week, [s.text for s in g.steps]) for g in groups] == [
        (monday(FRIDAY), ["本周"]), (NEXT_MONDAY, ["下周"]), (None, ["无期"]),
    ]  # fmt: skip
    assert monday(FRIDAY) == dt.date(2026, 11, 23)


def test_a_step_is_late_the_day_after_its_date_until_it_is_over(work):
    plan = work("checklist", title="单")
    work("checklist_item", step="一", checklist=plan, due=FRIDAY)
    work("checklist_item", step="二", checklist=plan, due=FRIDAY, status="done", evidence="单")
    (found,) = work.read()
    assert [s.late(FRIDAY) for s in found.steps] == [False, False]
    assert [s.late(NEXT_MONDAY) for s in found.steps] == [True, False]
