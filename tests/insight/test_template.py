"""Templates of checklists: the library in both languages, the user's own, and a checklist made from one."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.errors import GovDeskError
from govdesk.insight.template import Template, add_checklist, keep_template, library, own_templates, steps_of
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


def kept(workspace):
    with workspace.read() as session:
        return [(t.name, t.steps, t.own) for t in own_templates(session, REGISTERS)]


def test_a_template_is_made_from_a_checklist_edited_and_removed(workspace, home):
    made = add_checklist(workspace, library("zh")[0], home, TODAY)
    with workspace.read() as session:
        steps = steps_of(session, REGISTERS, made)
    assert steps == library("zh")[0].steps
    own = keep_template(workspace, home, " 我们的做法 ", (*steps[:2], ("  ", 3)))
    assert kept(workspace) == [("我们的做法", steps[:2], True)]
    assert keep_template(workspace, home, "改过的做法", [("只此一步", None)], own) == own
    assert kept(workspace) == [("改过的做法", (("只此一步", None),), True)]
    history.undo(workspace)
    assert kept(workspace) == [("我们的做法", steps[:2], True)]
    edit.remove(workspace, "checklist", [own])
    assert kept(workspace) == []
    history.undo(workspace)
    assert kept(workspace) == [("我们的做法", steps[:2], True)]


def test_a_checklist_made_from_an_own_template_leaves_it_as_it_is(workspace, home):
    keep_template(workspace, home, "我们的做法", [("一", 3), ("二", None)])
    with workspace.read() as session:
        (own,) = own_templates(session, REGISTERS)
    made = add_checklist(workspace, own, home, TODAY)
    with workspace.read() as session:
        steps = records(session, REGISTERS, "checklist_item", rows(session, REGISTERS, Query("checklist_item")))
    edit.change(workspace, "checklist_item", [s.id for s in steps if s.values["checklist"] == made], {"step": "改"})
    assert kept(workspace) == [("我们的做法", (("一", 3), ("二", None)), True)]


@pytest.mark.parametrize(("name", "steps", "code"), [(" ", [("一", None)], "unnamed"), ("做法", [("  ", 1)], "empty")])
def test_a_template_without_name_or_steps_is_refused(workspace, home, name, steps, code):
    with pytest.raises(GovDeskError) as refused:
        keep_template(workspace, home, name, steps)
    assert refused.value.code == code
    assert kept(workspace) == []


def test_a_template_that_is_gone_is_not_edited(workspace, home):
    own = keep_template(workspace, home, "做法", [("一", None)])
    edit.remove(workspace, "checklist", [own])
    with pytest.raises(GovDeskError) as refused:
        keep_template(workspace, home, "做法", [("二", None)], own)
    assert refused.value.code == "gone"
