"""Templates of checklists: the library in both languages, the user's own, and a checklist made from one."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.errors import GovDeskError
from govdesk.insight.template import Template, add_checklist, library, own_templates
from govdesk.paths import resource
from govdesk.registers import REGISTERS
from govdesk.registers.vocabularies import PITFALL
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find, records, rows
from govdesk.store.workspace import Workspace

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.fixture
def home(workspace):
    return edit.create(workspace, "project", {"name": "门店数字化"})


def test_the_library_says_the_same_in_both_languages():
    zh, en = library("zh"), library("en")
    assert [t.code for t in zh] == [t.code for t in en]
    assert [len(t.steps) for t in zh] == [len(t.steps) for t in en]
    for one in (*zh, *en):
        assert one.name
        assert one.why
        assert len(one.steps) >= 4
        assert all(text for text, _ in one.steps)
        assert all(days is None or days >= 0 for _, days in one.steps)


def test_each_known_way_to_fail_has_a_template():
    assert {t.pitfall for t in library("zh")} - {""} == {t.code for t in PITFALL}


def test_no_file_lies_there_unlisted():
    files = {p.stem for p in resource("templates").glob("*.csv")} - {"library"}
    assert files == {t.code for t in library("en")}


def test_a_checklist_is_made_as_one_operation_and_undone_as_one(workspace, home):
    risk = edit.create(workspace, "risk", {"title": "弃用", "project": home})
    template = library("zh")[0]
    made = add_checklist(workspace, template, home, TODAY, ("risk", risk))
    with workspace.read() as session:
        head = find(session, REGISTERS, "checklist", made).values
        query = Query("checklist_item", home)
        steps = [r.values for r in records(session, REGISTERS, "checklist_item", rows(session, REGISTERS, query))]
    assert (head["title"], head["template"], head["risk"]) == (template.name, template.name, risk)
    assert [s["step"] for s in steps] == [text for text, _ in template.steps]
    assert steps[0]["due"] == TODAY + dt.timedelta(days=template.steps[0][1])
    assert {s["status"] for s in steps} == {"todo"}
    history.undo(workspace)
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("checklist")) == count(session, REGISTERS, Query("checklist_item")) == 0


def test_a_template_with_a_wrong_step_makes_nothing(workspace, home):
    with pytest.raises(GovDeskError):
        add_checklist(workspace, Template("x", "坏", "", "", (("好", 1), ("", 2))), home, TODAY)
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("checklist")) == 0


def test_the_users_own_templates_are_the_newest_of_their_name(workspace, home):
    for step in ("旧", "新"):
        one = edit.create(workspace, "checklist", {"title": "单", "template": "我们的做法", "project": home})
        edit.create(workspace, "checklist_item", {"step": step, "checklist": one, "project": home})
    edit.create(workspace, "checklist", {"title": "空", "template": "没有步骤", "project": home})
    add_checklist(workspace, library("zh")[0], home, TODAY)
    with workspace.read() as session:
        found = own_templates(session, REGISTERS)
    assert [(t.name, t.steps, t.own) for t in found] == [("我们的做法", (("新", None),), True)]
