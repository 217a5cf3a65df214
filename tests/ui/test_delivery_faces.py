"""The pictures of the delivery area: a row for each record, by mouse and keys, with what is missing said in words."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query, count
from govdesk.ui.context import View
from govdesk.ui.pages.face import FACES
from govdesk.ui.pages.milestone_face import Milestone
from govdesk.ui.picture import picture

TODAY = dt.date.today()
FACES_OF = {
    "metric": "line",
    "milestone": "axis",
    "training": "cover",
    "budget_stage": "gates",
    "pilot_site": "compare",
}


def day(days):
    return TODAY + dt.timedelta(days)


@pytest.fixture
def fill(window, context):
    """Make records of a register in the project that is looked at."""

    def make(code, *rows):
        return [edit.create(context.workspace, code, {"project": context.project, **row}) for row in rows]

    return make


@pytest.fixture
def show(window, context, wait_until):
    """Open a face and wait until its rows, or its emptiness, are shown."""

    def make(code):
        context.open_view(View(code, Query(code, context.project), FACES_OF[code]))
        page = window.shell._pages[REGISTERS[code].about.area]
        face = page.faces._made[code, FACES_OF[code]]
        wait_until(lambda: face.canvas.rows or (face._stack.currentWidget() is face.empty and face._asked))
        return face

    return make


@pytest.fixture
def metrics(fill):
    (used, _) = fill("metric", {"name": "使用率", "unit": "%", "baseline": 0, "target": 60}, {"name": "空"})
    fill("measurement", *({"metric": used, "date": day(-n), "value": 30 - n} for n in (9, 1, 5)))
    return used


def test_a_metric_is_a_line_whose_readings_open(metrics, show, context, wait_until):
    face = show("metric")
    wait_until(lambda: len(face.canvas.rows) == 2)
    assert "29%" in face.canvas.rows[0].words
    assert "No reading yet" in face.canvas.rows[1].words
    face.canvas.setFocus()
    QTest.keyClick(face.canvas, Qt.Key.Key_Down)
    assert context.selection == ("metric", metrics)
    assert "使用率" in face.canvas.accessibleDescription()
    QTest.keyClick(face.canvas, Qt.Key.Key_Return)
    assert context.view.register == "measurement"
    with context.workspace.read() as session:
        assert count(session, REGISTERS, context.view.query) == 3


def test_a_row_is_chosen_by_a_click(metrics, show, context, wait_until):
    face = show("metric")
    wait_until(lambda: len(face.canvas.rows) == 2)
    face.resize(800, 400)
    QTest.mouseClick(face.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 40))
    assert context.selection == ("metric", metrics)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ((day(-9), None, day(-9)), "Reached"),
        ((day(-9), None, day(-5)), "4 days later"),
        ((day(-9), None, day(-11)), "2 days early"),
        ((day(-9), None, None), "9 days overdue"),
        ((day(-9), day(3), None), "12 days later"),
        ((day(9), None, None), "As planned"),
        ((None, None, None), "No date"),
        ((None, day(-2), None), "2 days overdue"),
    ],
)
def test_how_a_milestone_stands(context, dates, words):
    assert context.say(Milestone("a", "", *dates, dropped=False).state(TODAY)[0]) == words


def test_milestones_stand_by_their_day_on_one_axis(fill, show, wait_until):
    fill(
        "milestone",
        {"name": "后", "planned": day(30)},
        {"name": "先", "planned": day(-3), "forecast": day(5)},
        {"name": "无"},
    )
    face = show("milestone")
    wait_until(lambda: len(face.canvas.rows) == 3)
    assert [r.data.name for r in face.canvas.rows] == ["先", "后", "无"]
    assert face.lines()[1][5] == 8


def test_training_tells_of_roles_without_a_course_and_opens_a_cell(fill, show, context, wait_until):
    full = {"planned": 10, "attended": 8, "assessed": 8, "passed": 7}
    fill("training", {"module": "入门", "audience": "店长", **full}, {"module": "巡店", "audience": "督导", **full})
    face = show("training")
    wait_until(lambda: len(face.canvas.rows) == 2)
    assert "2 combinations without a course" in face.note.text()
    assert "巡店: no course" in face.canvas.rows[0].words
    face.open_row(face.canvas.rows[1], -1)
    with context.workspace.read() as session:
        assert context.view.register == "training"
        assert count(session, REGISTERS, context.view.query) == 1


def test_the_budget_says_what_went_over_and_which_gate_is_late(fill, show, wait_until):
    fill(
        "budget_stage",
        {"name": "二", "place": 2, "planned": 100, "approved": 90, "spent": 95, "outcome": "skipped"},
        {"name": "一", "place": 1, "planned": 2_600_000, "outcome": "waiting", "gate_due": day(-1)},
        {"name": "空", "place": 3},
    )
    face = show("budget_stage")
    wait_until(lambda: len(face.canvas.rows) == 3)
    assert [r.data.name for r in face.canvas.rows] == ["一", "二", "空"]
    assert "1 stages over" in face.note.text()
    assert "Gate overdue" in face.canvas.rows[0].words
    assert "over what was approved" in face.canvas.rows[1].words


def test_pilot_sites_are_compared_by_weights_that_are_kept(fill, show, context, wait_until):
    marks = {"political_risk": 1, "completeness": 20, "willingness": 5, "readiness": 5, "typical": 5}
    fill(
        "pilot_site", {"name": "甲", **marks}, {"name": "乙", "completeness": 90, "political_risk": 4, "willingness": 3}
    )
    face = show("pilot_site")
    wait_until(lambda: len(face.canvas.rows) == 2)
    assert "No site is chosen yet" in face.note.text()
    assert [r.data.name for r in face.canvas.rows] == ["甲", "乙"]
    for field in ("willingness", "political_risk", "readiness", "typical"):
        for _ in range(3):
            before = face.weights[field]
            face.buttons[field].click()
            wait_until(lambda f=field, b=before: face.weights[f] != b)
    wait_until(lambda: [r.data.name for r in face.canvas.rows] == ["乙", "甲"])
    assert face.buttons["typical"].text().endswith("× 0")
    edit.change(context.workspace, "pilot_site", [face.canvas.rows[1].key[1]], {"status": "chosen"})
    wait_until(lambda: "Chosen: 甲. By these weights 乙 would fit better." in face.note.text())


@pytest.mark.parametrize("code", FACES_OF)
def test_an_empty_face_says_what_belongs_there(show, code, wait_until):
    face = show(code)
    wait_until(lambda: face._stack.currentWidget() is face.empty)
    assert not face.canvas.rows
    assert face.lines()


@pytest.mark.parametrize("code", FACES_OF)
@pytest.mark.parametrize("width", [300, 1100])
def test_every_face_paints_what_is_there_at_any_width(filled, make_window, context, wait_until, code, width):
    window = make_window()
    context.open_view(View(code, Query(code), FACES_OF[code]))
    face = window.shell._pages[REGISTERS[code].about.area].faces._made[code, FACES_OF[code]]
    wait_until(lambda: face.canvas.rows)
    face.canvas.resize(width, 500)
    assert not face.canvas.grab().isNull()
    assert not picture(context, face.canvas.paint_all, face.canvas.whole_size()).isNull()
    assert all(len(row) == len(face.lines()[0]) or len(row) <= 6 for row in face.lines())


def test_the_faces_are_declared_with_their_registers():
    assert {f.register: f.code for f in FACES if f.register in FACES_OF} == FACES_OF
