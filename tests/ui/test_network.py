"""The network on the screen: a way is shown and listed, what is not there is said, a kind of tie filters."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.ui.pages.network_face import NetworkFace
from govdesk.ui.picture import vector


@pytest.fixture
def ids(open_workspace):
    """甲 reports to 乙, 乙 is allied with 丙, 甲 quarrels with 丙, 丙 with 丁."""
    with open_workspace.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project ORDER BY row").scalar()
    found = {"project": project}
    for name in "甲乙丙丁":
        found[name] = edit.create(open_workspace, "stakeholder", {"name": name, "project": project})
    for a, kind, b in (
        ("甲", "reports_to", "乙"),
        ("乙", "allied", "丙"),
        ("甲", "conflict", "丙"),
        ("丙", "conflict", "丁"),
    ):
        values = {"project": project, "person": found[a], "kind": kind, "other": found[b]}
        edit.create(open_workspace, "relationship", values)
    return found


def shown(context, query, wait_until):
    face = NetworkFace(context)
    face.resize(900, 600)
    face.show()
    counts = []
    face.counted.connect(lambda *n: counts.append(n))
    face.show_query(query)
    wait_until(lambda: counts, "the network")
    return face


@pytest.fixture
def face(context, ids, wait_until):
    made = shown(context, Query("relationship", ids["project"]), wait_until)
    yield made
    shiboken6.delete(made)


def seek(face, start, goal):
    face.start.setCurrentText(start)
    face.goal.setCurrentText(goal)
    face.goal.activated.emit(face.goal.currentIndex())


def test_a_way_is_listed_step_by_step_and_each_opens_its_tie(face, ids, context):
    seek(face, "乙", "甲")
    assert [face.steps.item(n).text() for n in range(face.steps.count())] == ["1. 甲 reports to 乙"]
    assert len(face.canvas.web.way) == 1
    face.steps.setCurrentRow(0)
    assert context.selection[0] == "relationship"


def test_where_only_conflict_leads_it_is_said(face):
    seek(face, "甲", "丁")
    assert face.steps.count() == 0
    assert "No friendly way" in face._answer.text()
    assert face.canvas.web.way == ()


def test_a_click_chooses_a_person_and_arrows_the_next(face, ids, context):
    point = face.canvas.sight.at(face.canvas.web.places[ids["乙"]]).toPoint()
    QTest.mouseClick(face.canvas, Qt.MouseButton.LeftButton, pos=point)
    assert context.selection == ("stakeholder", ids["乙"])
    assert face.canvas.web.selected == ids["乙"]
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(face.canvas, key)
    assert context.selection[1] in ids.values()


def test_the_legend_filters_by_kind(face):
    asked = []
    face.asked.connect(asked.append)
    box, code, _ = face.canvas.painter.legend_boxes(face.canvas.sight)[-1]
    QTest.mouseClick(
        face.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(box.center().x()), round(box.center().y()))
    )
    assert (code, asked[0].filters) == ("conflict", (Filter("kind", "any_of", ("conflict",)),))


def test_the_picture_holds_names_and_kinds(face, context):
    text = vector(context, face.canvas.paint_picture, QSize(900, 600)).decode()
    assert "乙" in text
    assert "In conflict with" in text


def test_a_project_without_ties_is_explained(context, open_workspace, wait_until):
    made = shown(context, Query("relationship"), wait_until)
    assert made._layers.currentIndex() == 1
    shiboken6.delete(made)
