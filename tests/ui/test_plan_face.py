"""The mitigation plan: lines, progress, the two-step sign-off, grouping, templates, keys."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from govdesk.insight.template import library
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find, records, rows
from govdesk.store.standing import Hindrance
from govdesk.ui.context import View
from govdesk.ui.pages.plan_layout import COLUMNS, HEAD, STEP, TITLES, at, columns
from govdesk.ui.pages.plan_template import TemplateWindow
from govdesk.ui.pages.plan_template_edit import TemplateEditor

SPACE, V = Qt.Key.Key_Space, Qt.Key.Key_V


@pytest.fixture
def work(open_workspace, context):
    """Make records in the first project."""
    with open_workspace.read() as session:
        keys = rows(session, context.registers, Query("project"))
        home = records(session, context.registers, "project", keys)[0].id
        keys = rows(session, context.registers, Query("stakeholder", home))
        people = {r.values["name"]: r.id for r in records(session, context.registers, "stakeholder", keys)}

    def make(code, **values):
        return edit.create(open_workspace, code, {"project": home, **values})

    make.home, make.people = home, people
    return make


@pytest.fixture
def steps(work):
    """A risk, its checklist led by 王敏, and two steps of hers."""
    risk = work("risk", title="店长抵触")
    plan = work("checklist", title="周排行榜整改", risk=risk, owner=work.people["王敏"])
    made = [
        work("checklist_item", checklist=plan, step=text, owner=work.people["王敏"], due=due)
        for text, due in (("停发红黑榜", dt.date(2020, 1, 6)), ("发文说明", None))
    ]
    return risk, plan, made


@pytest.fixture
def face(window, context, wait_until):
    def show(**how):
        context.open_view(View("checklist", Query("checklist", context.project, **how), "plan"))
        found = window.shell.pages.currentWidget().faces._shown
        wait_until(lambda: not context.jobs._running)
        return found

    return show


def values(context, identity):
    with context.workspace.read() as session:
        return find(session, context.registers, "checklist_item", identity).values


def shown(face, context, wait_until):
    wait_until(lambda: not context.jobs._running)
    return {n.step.id: n.step for n in face.canvas.lines if n.step is not None}


def click(face, identity, *, tick):
    QTest.mouseClick(face.canvas.viewport(), Qt.MouseButton.LeftButton, pos=face.canvas.place_of(identity, tick=tick))


def test_a_checklist_stands_over_its_steps_with_its_target(steps, face, context):
    found = face()
    _risk, plan, (first, second) = steps
    assert [n.key for n in found.canvas.lines] == [
        ("checklist", plan), ("checklist_item", first), ("checklist_item", second),
    ]  # fmt: skip
    assert (found.canvas.lines[0].note, found.canvas.lines[0].count) == ("店长抵触", 2)
    assert found.canvas.lines[1].top == HEAD
    assert at(found.canvas.lines, HEAD + STEP - 1) is found.canvas.lines[1]
    assert at(found.canvas.lines, HEAD + 2 * STEP) is None


def test_done_wants_evidence_and_is_one_operation(steps, face, context, answers, wait_until):
    found = face()
    first = steps[2][0]
    answers.types = "群公告截图"
    click(found, first, tick=True)
    now = values(context, first)
    assert (now["status"], now["evidence"], now["done"]) == ("done", "群公告截图", dt.date.today())
    assert shown(found, context, wait_until)[first].waits
    assert found.canvas.lines[0].done == 1
    history.undo(context.workspace)
    assert (values(context, first)["status"], values(context, first)["evidence"]) == ("todo", None)


@pytest.mark.parametrize(("answer", "told"), [(None, 0), ("", 1), ("  ", 1)])
def test_without_evidence_nothing_is_done(steps, face, context, answers, answer, told):
    found = face()
    answers.types = answer
    click(found, steps[2][0], tick=True)
    assert values(context, steps[2][0])["status"] == "todo"
    assert len(answers.said) == told


def test_another_person_verifies_and_the_owner_is_refused(steps, face, context, answers, wait_until, work):
    first = steps[2][0]
    edit.change(context.workspace, "checklist_item", [first], {"status": "done", "evidence": "截图"})
    found = face()
    answers.types = "王敏"
    click(found, first, tick=False)
    assert answers.said == ["Another person than the owner verifies a step."]
    assert values(context, first)["verified_by"] is None
    answers.types = "李国强"
    click(found, first, tick=False)
    assert values(context, first)["verified_by"] == work.people["李国强"]
    assert shown(found, context, wait_until)[first].verifier_name == "李国强"


@pytest.mark.parametrize("name", ["查无此人", "周杰伦"])
def test_a_verifier_nobody_knows_is_named_in_words(steps, face, context, answers, name):
    first = steps[2][0]
    edit.change(context.workspace, "checklist_item", [first], {"status": "done", "evidence": "截图"})
    found = face()
    answers.types = name
    click(found, first, tick=False)
    assert name in answers.said[0]
    assert values(context, first)["verified_by"] is None


def test_a_name_that_two_share_is_asked_for_again(steps, face, context, answers, work):
    first = steps[2][0]
    work("stakeholder", name="李国强")
    edit.change(context.workspace, "checklist_item", [first], {"status": "done", "evidence": "截图"})
    found = face()
    answers.types = "李国强"
    click(found, first, tick=False)
    assert "李国强" in answers.said[0]
    assert values(context, first)["verified_by"] is None


def test_taking_a_tick_back_takes_the_verification_too(steps, face, context, work):
    first = steps[2][0]
    done = {"status": "done", "evidence": "截图", "verified_by": work.people["李国强"]}
    edit.change(context.workspace, "checklist_item", [first], done)
    click(face(), first, tick=True)
    now = values(context, first)
    assert (now["status"], now["verified_by"], now["evidence"]) == ("todo", None, "截图")


def test_keys_choose_tick_and_verify(steps, face, context, answers):
    found = face()
    _, plan, (first, _second) = steps
    QTest.keyClick(found.canvas, Qt.Key.Key_Down)
    assert context.selection == ("checklist", plan)
    QTest.keyClick(found.canvas, Qt.Key.Key_Down)
    assert context.selection == ("checklist_item", first)
    assert found.canvas.accessibleDescription() == "停发红黑榜. To do"
    said = []
    context.noticed.connect(said.append)
    QTest.keyClick(found.canvas, V)
    assert said == ["Only a step that is done can be verified."]
    answers.types = "截图"
    QTest.keyClick(found.canvas, SPACE)
    assert values(context, first)["status"] == "done"


def test_steps_are_grouped_by_owner_and_by_week(steps, face, context, work):
    work("checklist_item", checklist=steps[1], step="无人认领")
    found = face()
    found.grouping.setCurrentIndex(1)
    found.grouping.activated.emit(1)
    heads = [n for n in found.canvas.lines if n.step is None]
    assert [(context.say(h.title), h.count) for h in heads] == [("Nobody yet", 1), ("王敏", 2)]
    assert context.say(heads[1].note) == "Overdue: 1"
    found.grouping.setCurrentIndex(2)
    found.grouping.activated.emit(2)
    heads = [context.say(n.title) for n in found.canvas.lines if n.step is None]
    assert heads == ["Week of 2020-01-06 to 2020-01-12", "Without a date"]


def test_a_template_is_added_to_the_risk_chosen_last(steps, face, context, window, wait_until):
    found = face()
    context.select("checklist", steps[1])
    found.open_templates()
    dialog = window.findChild(TemplateWindow)
    assert (dialog.kind.currentData(), dialog.editors["risk"].value()) == ("risk", steps[0])
    names = [t.name for t in dialog.templates]
    assert names == [t.name for t in library("en")]
    dialog.choose(2)
    assert dialog.steps.count() == len(library("en")[2].steps)
    dialog.make()
    shown(found, context, wait_until)
    plans = {p.title: p for p in found._plans}
    made = plans[library("en")[2].name]
    assert made.target == ("risk", steps[0])
    assert len(made.steps) == len(library("en")[2].steps)
    assert context.selection == ("checklist", made.id)


def listed(dialog):
    return [dialog.list.item(n).text() for n in range(dialog.list.count())]


def test_a_checklist_is_kept_as_a_template_edited_and_removed(steps, face, context, window, wait_until):
    found = face()
    context.select("checklist", steps[1])
    found.keep.click()
    editor = window.findChild(TemplateEditor)
    assert (editor.name.text(), editor.table.rowCount()) == ("周排行榜整改", 2)
    editor.name.setText("我们的整改做法")
    editor.table.item(0, 1).setText("七天")
    editor.keep()
    editor.table.item(0, 1).setText("7")
    editor.keep()
    dialog = TemplateWindow(context, window)
    assert listed(dialog)[-2:] == ["Kept in this workspace", "我们的整改做法"]
    assert listed(dialog)[0] == "Come with GovDesk"
    dialog.choose(len(dialog.templates) - 1)
    assert [dialog.steps.item(n).text() for n in range(2)] == ["停发红黑榜  (within 7 days)", "发文说明"]
    dialog.edit_own()
    second = dialog.findChild(TemplateEditor)
    second.table.setCurrentCell(1, 0)
    second.remove_step()
    second.keep()
    assert dialog.chosen().steps == (("停发红黑榜", 7),)
    dialog.remove_own()
    assert "我们的整改做法" not in listed(dialog)
    dialog.close()
    shown(found, context, wait_until)
    assert [p.title for p in found._plans] == ["周排行榜整改"]


def test_what_comes_with_the_program_can_be_neither_edited_nor_removed(face, context, window, work):
    face()
    dialog = TemplateWindow(context, window)
    dialog.choose(0)
    assert dialog.edit.isHidden()
    assert dialog.drop.isHidden()
    dialog.edit_own()
    dialog.remove_own()
    assert dialog.findChild(TemplateEditor) is None
    dialog.close()


@pytest.mark.parametrize(
    ("code", "values"),
    [("risk", {"title": "弃用"}), ("feedback", {"statement": "太慢"}), ("stakeholder", {"name": "赵云"})],
)
def test_a_template_is_added_to_whatever_was_chosen_last(work, face, context, window, wait_until, code, values):
    target = work(code, **values)
    found = face()
    context.select(code, target)
    found.open_templates()
    dialog = window.findChild(TemplateWindow)
    dialog.make()
    shown(found, context, wait_until)
    assert [p.target for p in found._plans] == [(code, target)]


def test_a_checklist_against_nobody_known_is_not_made(work, face, context, window, answers):
    face()
    dialog = TemplateWindow(context, window)
    dialog.kind.setCurrentIndex(dialog.kind.findData("stakeholder"))
    dialog.make()
    dialog.editors["stakeholder"].show_text("查无此人")
    dialog.make()
    assert "查无此人" in answers.said[1]
    assert len(answers.said) == 2
    with context.workspace.read() as session:
        assert count(session, context.registers, Query("checklist")) == 0
    dialog.close()


def edit_at(face, column):
    face.canvas.column = COLUMNS.index(column)
    QTest.keyClick(face.canvas, Qt.Key.Key_F2)
    return face.canvas.edit.editor


@pytest.mark.parametrize(
    ("column", "text", "held"),
    [
        ("step", "停发红黑榜截图", "停发红黑榜截图"),
        ("due", "2026-12-01", dt.date(2026, 12, 1)),
        ("evidence", "群公告", "群公告"),
        ("owner", "李国强", "李国强"),
    ],
)
def test_a_cell_is_edited_where_it_stands(steps, face, context, work, column, text, held):
    found = face()
    first, second = steps[2]
    context.select("checklist_item", first)
    editor = edit_at(found, column)
    editor.show_text(text)
    editor.taken.emit("down")
    assert values(context, first)[column] == work.people.get(held, held)
    assert context.selection == ("checklist_item", second)
    assert found.canvas.edit.editor is None
    history.undo(context.workspace)
    assert values(context, first)[column] != work.people.get(held, held)


def test_the_sign_off_holds_in_the_cell_too(steps, face, context, wait_until, work):
    found = face()
    first = steps[2][0]
    context.select("checklist_item", first)
    editor = edit_at(found, "verified_by")
    editor.show_text("李国强")
    editor.taken.emit("down")
    assert found.canvas.edit.editor is editor
    assert values(context, first)["verified_by"] is None
    editor.given_up.emit()
    assert found.canvas.edit.editor is None
    edit.change(context.workspace, "checklist_item", [first], {"status": "done", "evidence": "截图"})
    shown(found, context, wait_until)
    editor = edit_at(found, "verified_by")
    editor.show_text("李国强")
    editor.taken.emit("down")
    assert values(context, first)["verified_by"] == work.people["李国强"]


def test_a_key_pressed_on_a_cell_begins_its_text(steps, face, context):
    found = face()
    context.select("checklist_item", steps[2][0])
    found.canvas.column = COLUMNS.index("evidence")
    QTest.keyClick(found.canvas, Qt.Key.Key_K)
    assert found.canvas.edit.editor.text() == "k"
    found.canvas.edit.leave()
    assert values(context, steps[2][0])["evidence"] == "k"


def test_a_step_whose_owner_left_says_so(steps, face, context, work, wait_until):
    edit.change(context.workspace, "stakeholder", [work.people["王敏"]], {"left": dt.date(2020, 1, 1)})
    found = face()
    assert all(s.owner_left for s in shown(found, context, wait_until).values())
    found.grouping.setCurrentIndex(1)
    found.grouping.activated.emit(1)
    assert context.say(found.canvas.lines[0].title) == "王敏 (has left)"


@pytest.mark.parametrize("width", [560, 840, 1400])
def test_the_columns_fill_the_view_and_do_not_overlap(width):
    places = list(columns(width).values())
    assert all(a + w == b for (a, w), (b, _) in pairwise(places))
    assert places[-1][0] + places[-1][1] == width


def test_the_steps_go_to_excel_as_they_stand(steps, face):
    (sheet,) = face().numbers()
    assert sheet.lines[0][:4] == ("Checklist", "Against", "Step", "Owner")
    assert sheet.lines[1][:5] == ("周排行榜整改", "店长抵触", "停发红黑榜", "王敏", dt.date(2020, 1, 6))
    assert len(sheet.lines) == 3


def test_the_template_for_the_pitfall_of_the_risk_comes_first(work, face, context, window):
    risk = work("risk", title="各执一词", pitfall="blame")
    face()
    dialog = TemplateWindow(context, window)
    dialog.offer("risk", risk)
    assert dialog.chosen().pitfall == "blame"
    dialog.close()


def test_all_projects_at_once_need_a_risk_to_tell_the_project(steps, face, context, window, answers):
    context.set_project(None)
    dialog = TemplateWindow(context, window)
    dialog.make()
    assert len(answers.said) == 1
    dialog.offer("risk", steps[0])
    done = []
    dialog.added.connect(done.append)
    dialog.make()
    assert len(done) == 1


def test_no_checklist_yet_offers_templates(face, work, window):
    found = face()
    assert found._stack.currentWidget() is found.empty
    offers = {b.accessibleName(): b for b in found.empty.findChildren(QPushButton)}
    offers["From a template…"].click()
    assert window.findChild(TemplateWindow) is not None


def test_a_read_only_workspace_keeps_its_ticks(steps, face, context, answers):
    found = face()
    context.workspace.hindrance = Hindrance("asked")
    said = []
    context.noticed.connect(said.append)
    click(found, steps[2][0], tick=True)
    assert values(context, steps[2][0])["status"] == "todo"
    assert len(said) == 1
    assert answers.asked == []


def test_a_click_below_the_lines_does_nothing(steps, face, context):
    found = face()
    QTest.mouseClick(found.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, TITLES + HEAD + 2 * STEP + 20))
    assert context.selection == ("", "")
