"""The checklists beside the chosen record: of a risk, a voice and a person, ticked where they stand."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from govdesk.store import edit
from govdesk.store.query import Query, find, records, rows
from govdesk.ui.context import View
from govdesk.ui.pages.plan_template import TemplateWindow
from govdesk.ui.pages.record_plan import RecordPlan


@pytest.fixture
def work(open_workspace, context):
    with open_workspace.read() as session:
        home = records(session, context.registers, "project", rows(session, context.registers, Query("project")))[0].id

    def make(code, **values):
        return edit.create(open_workspace, code, {"project": home, **values})

    make.home = home
    return make


@pytest.fixture
def beside(window, context, wait_until):
    def show(code, identity):
        context.open_view(View(code, Query(code, context.project)))
        wait_until(window.shell.pages.currentWidget().model.rowCount, "the rows")
        wait_until(lambda: not context.jobs._running, "the first choice")
        context.select(code, identity)
        found = window.findChild(RecordPlan)
        wait_until(lambda: found._record == (code, identity) and not context.jobs._running, "the record")
        return found

    return show


TARGETS = [("risk", {"title": "弃用"}), ("feedback", {"statement": "太慢"}), ("stakeholder", {"name": "赵云"})]


@pytest.mark.parametrize(("code", "values"), TARGETS)
def test_a_record_has_its_checklists_beside_it(work, beside, context, answers, wait_until, code, values):
    target = work(code, **values)
    plan = work("checklist", title="整改", **{code: target})
    step = work("checklist_item", checklist=plan, step="停发红黑榜")
    work("checklist_item", checklist=work("checklist", title="别的"), step="无关")
    found = beside(code, target)
    wait_until(lambda: not found.isHidden(), "the checklist")
    assert [p.title for p in found.plans] == ["整改"]
    assert "0 of 1 done" in found.words()
    (box,) = found.findChildren(QCheckBox)
    answers.types = "截图"
    box.click()
    with context.workspace.read() as session:
        assert find(session, context.registers, "checklist_item", step).values["status"] == "done"
    wait_until(lambda: "1 of 1 done · 0 verified" in found.words(), "the progress")


def test_a_tick_without_evidence_stays_off(work, beside, context, answers, wait_until):
    risk = work("risk", title="弃用")
    work("checklist_item", checklist=work("checklist", title="整改", risk=risk), step="停发")
    found = beside("risk", risk)
    wait_until(lambda: found.findChildren(QCheckBox), "the step")
    answers.types = None
    (box,) = found.findChildren(QCheckBox)
    box.click()
    assert not box.isChecked()


def test_a_record_without_a_checklist_offers_a_template_against_itself(work, beside, context, window, wait_until):
    voice = work("feedback", statement="太慢")
    found = beside("feedback", voice)
    wait_until(lambda: not found.isHidden(), "the offer")
    assert "No checklist stands against this yet." in found.words()
    next(b for b in found.findChildren(QPushButton) if b.accessibleName() == "From a template…").click()
    window.findChild(TemplateWindow).make()
    wait_until(lambda: len(found.plans) == 1, "the new checklist")
    assert found.plans[0].target == ("feedback", voice)


def test_other_records_have_nothing_beside_them(work, beside):
    found = beside("deliverable", work("deliverable", name="接口"))
    assert found.isHidden()


def test_the_title_opens_the_plan(work, beside, context, wait_until):
    risk = work("risk", title="弃用")
    plan = work("checklist", title="整改", risk=risk)
    found = beside("risk", risk)
    wait_until(lambda: not found.isHidden(), "the checklist")
    found.findChildren(QPushButton)[0].click()
    assert (context.view.register, context.view.face, context.selection) == ("checklist", "plan", ("checklist", plan))
