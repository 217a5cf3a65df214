"""The findings of mitigation: each fires on its records alone, stays silent beside them, and opens exactly them."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.exposure import Bands, exposures, fields_of
from govdesk.insight.mitigation import findings
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query, records, rows, table_of
from govdesk.store.workspace import Workspace

TODAY = dt.date(2026, 11, 22)
YESTERDAY = dt.date(2026, 11, 21)
LOWERED = {"probability": 4, "impact": 4, "residual_probability": 2, "residual_impact": 3}


@pytest.fixture
def project(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    home = edit.create(workspace, "project", {"name": "门店数字化"})
    owner = edit.create(workspace, "stakeholder", {"name": "王敏", "project": home})

    def make(code, **values):
        return edit.create(workspace, code, {"project": home, **values})

    def risk(**values):
        return make("risk", **{"title": "弃用", "owner": owner, **values})

    def step(risk_id, **values):
        return make("checklist_item", step="一", checklist=make("checklist", title="单", risk=risk_id), **values)

    make.make, make.workspace, make.home, make.owner, make.risk, make.step = make, workspace, home, owner, risk, step
    yield make
    workspace.close()


def found(make, code, project=True):
    """Answer the ids that the query of a finding opens; None where it is not said."""
    with make.workspace.read() as session:
        one = next(
            (f for f in findings(session, REGISTERS, make.home if project else None, TODAY) if f.code == code), None
        )
        if one is None:
            return None
        opened = records(session, REGISTERS, one.query.register, rows(session, REGISTERS, one.query))
    assert one.count == len(opened) == one.message.args["count"]
    return [r.id for r in opened]


def test_nothing_is_said_of_a_project_in_order(project):
    project.risk(review=TODAY, probability=2, impact=2, residual_probability=2, residual_impact=2)
    with project.workspace.read() as session:
        assert findings(session, REGISTERS, project.home, TODAY) == ()


def test_a_residual_below_the_current_rating_wants_a_step_done(project):
    risk = project.risk(**LOWERED)
    project.step(risk, status="doing")
    assert found(project, "lowered") == [risk]
    project.step(risk, status="done", evidence="截图")
    assert found(project, "lowered") is None


@pytest.mark.parametrize(
    "values",
    [
        LOWERED | {"residual_probability": 4, "residual_impact": 4},
        LOWERED | {"residual_impact": None},
        LOWERED | {"probability": None},
        LOWERED | {"status": "closed"},
    ],
    ids=["equal", "no residual", "no current", "closed"],
)
def test_a_residual_that_did_not_fall_or_cannot_be_judged_is_let_be(project, values):
    project.risk(**values)
    assert found(project, "lowered") is None


def test_a_step_done_for_another_risk_does_not_count(project):
    risk, other = project.risk(**LOWERED), project.risk(**LOWERED)
    project.step(other, status="done", evidence="截图")
    assert found(project, "lowered") == [risk]


def test_an_open_risk_wants_an_owner(project):
    risk = project.risk(owner=None, status="watching")
    project.risk(owner=None, status="closed")
    assert found(project, "unowned") == [risk]


def test_an_owner_who_was_removed_leaves_the_risk_to_nobody(project):
    risk = project.risk()
    assert found(project, "unowned") is None
    edit.remove(project.workspace, "stakeholder", [project.owner])
    assert found(project, "unowned") == [risk]


def leave(project, day):
    edit.change(project.workspace, "stakeholder", [project.owner], {"left": day})


@pytest.mark.parametrize(("day", "told"), [(TODAY, True), (YESTERDAY, True), (dt.date(2026, 11, 23), False)])
def test_what_a_person_who_left_still_owns_is_pointed_out(project, day, told):
    risk = project.risk()
    project.risk(status="closed")
    step = project.step(risk, owner=project.owner)
    project.step(risk, owner=project.owner, status="not_applicable")
    plan = project.make("checklist", title="单", owner=project.owner)
    project.make("checklist_item", step="一", checklist=plan)
    project.make("checklist", title="空", owner=project.owner)
    project.make("checklist", title="模板", owner=project.owner, pattern=True)
    voice = project.make("feedback", statement="太慢", owner=project.owner)
    project.make("feedback", statement="好", owner=project.owner, status="declined", reply="不")
    leave(project, day)
    expected = {"risk": [risk], "checklist_item": [step], "checklist": [plan], "feedback": [voice]}
    for register, ids in expected.items():
        assert found(project, f"left_{register}") == (ids if told else None)


@pytest.mark.parametrize(("day", "told"), [(TODAY, True), (dt.date(2026, 11, 23), False)])
def test_a_post_that_a_person_who_left_still_holds_is_pointed_out(project, day, told):
    edit.change(project.workspace, "project", [project.home], {"sponsor": project.owner})
    edit.create(project.workspace, "project", {"name": "别的项目", "sponsor": project.owner})
    unit = edit.create(project.workspace, "department", {"name": "营运部", "head": project.owner})
    edit.create(project.workspace, "department", {"name": "财务部"})
    kept = project.make("stakeholder", name="赵磊", owner=project.owner)
    project.make("stakeholder", name="钱进", owner=project.owner, left=day)
    project.make("stakeholder", name="孙悦", owner=kept)
    leave(project, day)
    assert found(project, "left_project") == ([project.home] if told else None)
    assert found(project, "left_department") == ([unit] if told else None)
    assert found(project, "left_stakeholder") == ([kept] if told else None)
    edit.change(project.workspace, "project", [project.home], {"stage": "closed"})
    assert found(project, "left_project") is None


def test_a_review_is_overdue_from_the_day_after(project):
    late = project.risk(review=YESTERDAY)
    project.risk(review=TODAY)
    project.risk(review=YESTERDAY, status="closed")
    project.risk()
    assert found(project, "review") == [late]


def test_a_step_is_overdue_from_the_day_after(project):
    risk = project.risk()
    late = project.step(risk, due=YESTERDAY, status="doing")
    for values in (
        {"due": TODAY},
        {"due": YESTERDAY, "status": "not_applicable"},
        {"due": YESTERDAY, "status": "done", "evidence": "单"},
    ):
        project.step(risk, **values)
    assert found(project, "steps") == [late]


def test_a_done_step_wants_evidence(project):
    bare = project.step(project.risk())
    table = table_of(REGISTERS["checklist_item"])
    with project.workspace.write("A file from before the rule") as session:
        session.connection().execute(table.update().where(table.c.id == bare).values(status="done"))
    project.step(project.risk(), status="done", evidence="照片")
    assert found(project, "evidence") == [bare]


def test_another_project_is_left_out(project):
    elsewhere = edit.create(project.workspace, "project", {"name": "另一个"})
    other = edit.create(project.workspace, "risk", {"title": "x", "project": elsewhere, **LOWERED})
    assert found(project, "lowered") is None
    assert found(project, "lowered", project=False) == [other]


def test_an_exposure_knows_its_places_and_its_progress(project):
    risk = project.risk(**LOWERED, inherent_probability=5, inherent_impact=5)
    project.step(risk, status="done", evidence="单")
    project.step(risk, status="todo")
    project.step(risk, status="not_applicable")
    half = project.risk(probability=3)
    with project.workspace.read() as session:
        first, second = exposures(session, REGISTERS, Query("risk", project.home))
    assert (first.inherent, first.current, first.residual) == ((5, 5), (4, 4), (2, 3))
    assert (first.owner, first.done, first.steps) == ("王敏", 1, 2)
    assert (second.id, second.current) == (half, None)
    assert [fields_of("residual"), fields_of("current")] == [
        ("residual_probability", "residual_impact"), ("probability", "impact"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("point", "band"),
    [((1, 1), 0), ((2, 2), 0), ((1, 5), 1), ((3, 3), 1), ((2, 5), 2), ((4, 4), 2), ((4, 5), 3), ((5, 5), 3)],
)
def test_a_band_begins_at_its_first_score(point, band):
    assert Bands().of(point) == band


def test_bands_are_kept_as_the_organisation_names_them():
    own = Bands((1, 4, 9, 16), ("绿", "黄", "橙", "红"))
    assert Bands.load(own.dump()) == own
    assert own.of((3, 3)) == 2


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", '{"starts":[1,5,5,9],"labels":["a","b","c","d"]}', '{"starts":[2,5,6,9],"labels":["a","b","c","d"]}',
     '{"starts":[1,5,6,30],"labels":["a","b","c","d"]}', '{"starts":[1,5,6,9],"labels":["a","b","c",""]}', '{"starts":["x"],"labels":1}'],
)  # fmt: skip
def test_bands_that_make_no_sense_are_the_usual_ones(text):
    assert Bands.load(text) == Bands()


def test_the_words_of_findings_are_plain_in_both_languages(project):
    project.risk(**LOWERED, owner=None, review=YESTERDAY)
    with project.workspace.read() as session:
        said = [language("en").say(f.message) for f in findings(session, REGISTERS, project.home, TODAY)]
    assert said == ["Residual lowered, nothing done: 1", "Nobody answers for it: 1", "Review overdue: 1"]
