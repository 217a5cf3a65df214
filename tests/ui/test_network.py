"""The network on the screen: a way is shown and listed, what is not there is said, a kind of tie filters."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest

from govdesk.store import edit
from govdesk.store.history import operations, undo
from govdesk.store.query import Filter, Query, records, rows
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
    for box, name in ((face.panel.start, start), (face.panel.goal, goal)):
        box.choose(box.itemData(box.findText(name)))


def test_a_way_is_listed_step_by_step_and_each_opens_its_tie(face, ids, context):
    seek(face, "乙", "甲")
    assert [face.panel.steps.item(n).text() for n in range(face.panel.steps.count())] == ["1. 甲 reports to 乙"]
    assert len(face.canvas.web.way) == 1
    face.panel.steps.setCurrentRow(0)
    assert context.selection[0] == "relationship"


def test_enter_takes_the_first_who_is_found_by_what_was_typed(face, ids):
    for box, typed in ((face.panel.start, "yi"), (face.panel.goal, "jia")):
        box.lineEdit().clear()
        QTest.keyClicks(box.lineEdit(), typed)
        QTest.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert (face.panel.start.currentData(), face.panel.goal.currentData()) == (ids["乙"], ids["甲"])
    assert face.panel.steps.count() == 1


def test_where_only_conflict_leads_it_is_said(face):
    seek(face, "甲", "丁")
    assert face.panel.steps.count() == 0
    assert "No friendly way" in face.panel.answer.text()
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


def test_a_way_is_sought_over_all_ties_whatever_is_filtered(context, ids, wait_until):
    made = shown(context, Query("relationship", ids["project"], (Filter("kind", "any_of", ("allied",)),)), wait_until)
    seek(made, "甲", "丙")
    assert made.panel.steps.count() == 2
    seek(made, "乙", "丁")
    assert made.panel.steps.count() == 0
    assert "丙 is in conflict with 丁" in made.panel.answer.text()
    made.canvas.repaint()
    shiboken6.delete(made)


def test_somebody_is_found_by_pinyin_and_an_unknown_name_is_not_taken(face, ids):
    box = face.panel.start
    box.choose(ids["乙"])
    box.setEditText("nobody")
    box.lineEdit().editingFinished.emit()
    assert (box.currentText(), box.currentData()) == ("乙", ids["乙"])
    box.setEditText("丙")
    box.lineEdit().editingFinished.emit()
    assert box.currentData() == ids["丙"]
    box.completer().setCompletionPrefix("ding")
    assert box.completer().currentCompletion() == "丁"


def test_the_same_person_twice_is_said_and_the_way_can_be_turned_round(face):
    seek(face, "甲", "甲")
    assert "same person" in face.panel.answer.text()
    seek(face, "乙", "甲")
    face.panel._turn_round()
    assert (face.panel.start.currentText(), face.panel.goal.currentText()) == ("甲", "乙")
    assert face.panel.steps.count() == 1


def drag(canvas, *points):
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        send(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def send(canvas, point):
    at, left = QPointF(point), Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, canvas.mapToGlobal(at), left, left, Qt.KeyboardModifier.NoModifier)
    canvas.mouseMoveEvent(event)


def spot(face, identity):
    return face.canvas.sight.at(face.canvas.web.places[identity]).toPoint()


def kinds_between(workspace, a, b):
    with workspace.read() as session:
        found = records(
            session, workspace.registers, "relationship", rows(session, workspace.registers, Query("relationship"))
        )
    return [r.values["kind"] for r in found if (r.values["person"], r.values["other"]) == (a, b)]


def test_a_tie_is_drawn_by_mouse_its_kind_chosen_and_taken_back_as_one(face, ids, context, open_workspace):
    drag(face.canvas, spot(face, ids["甲"]), QPoint(5, 5), spot(face, ids["丁"]))
    assert [a.text() for a in face.hand.menu.actions()][3] == "甲 is in conflict with 丁"
    face.hand.menu.actions()[1].trigger()
    assert kinds_between(open_workspace, ids["甲"], ids["丁"]) == ["influences"]
    assert context.selection[0] == "relationship"
    with open_workspace.read() as session:
        assert str(operations(session)[0].label) == "New tie: 甲 influences 丁"
    undo(open_workspace)
    assert kinds_between(open_workspace, ids["甲"], ids["丁"]) == []


def test_a_tie_is_drawn_by_keyboard(face, ids, context, open_workspace):
    context.select("stakeholder", ids["甲"])
    QTest.keyClick(face.canvas, Qt.Key.Key_T)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(face.canvas, key)
    aim = face.canvas._aim
    assert aim in ids.values()
    assert aim != ids["甲"]
    QTest.keyClick(face.canvas, Qt.Key.Key_Return)
    face.hand.menu.actions()[3].trigger()
    assert "conflict" in kinds_between(open_workspace, ids["甲"], aim)


@pytest.mark.parametrize("how", ["nowhere", "escape", "same"])
def test_a_tie_that_ends_nowhere_changes_nothing(face, ids, context, open_workspace, how):
    said, start = [], spot(face, ids["甲"])
    context.noticed.connect(said.append)
    if how == "escape":
        QTest.mousePress(face.canvas, Qt.MouseButton.LeftButton, pos=start)
        send(face.canvas, spot(face, ids["丁"]))
        QTest.keyClick(face.canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(face.canvas, Qt.MouseButton.LeftButton, pos=spot(face, ids["丁"]))
    else:
        drag(face.canvas, start, QPoint(5, 5), QPoint(3, 3) if how == "nowhere" else start)
    assert face.hand.menu is None
    assert [("nothing was changed" in t) for t in said] == ([] if how == "escape" else [True])


def test_a_tie_that_is_there_is_chosen_and_not_made_twice(face, ids, context, open_workspace):
    said = []
    context.noticed.connect(said.append)
    face.hand.draw(ids["丙"], "allied", ids["乙"])
    assert "already" in said[0]
    assert kinds_between(open_workspace, ids["丙"], ids["乙"]) == []
    face.hand.draw(ids["乙"], "reports_to", ids["甲"])
    assert kinds_between(open_workspace, ids["乙"], ids["甲"]) == ["reports_to"]


def test_whoever_is_alone_stands_beside_and_is_tied_by_dropping_them_on_somebody(face, ids, open_workspace, wait_until):
    names = [face.panel.alone.item(n).text() for n in range(face.panel.alone.count())]
    assert set(names) == {"王敏", "李国强"}
    item = face.panel.alone.item(0)
    data = face.panel.alone.mimeData([item])
    point = QPointF(spot(face, ids["丙"]))
    left, action = Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction
    face.canvas.dropEvent(QDropEvent(point, action, data, left, Qt.KeyboardModifier.NoModifier))
    face.hand.menu.actions()[0].trigger()
    assert kinds_between(open_workspace, item.data(Qt.ItemDataRole.UserRole), ids["丙"]) == ["reports_to"]


def test_a_click_on_a_tie_chooses_it_and_a_number_key_filters(face, ids, context):
    middle = (spot(face, ids["甲"]) + spot(face, ids["乙"])) / 2
    QTest.mouseClick(face.canvas, Qt.MouseButton.LeftButton, pos=middle)
    assert context.selection == ("relationship", next(t.id for t in face.canvas.web.ties if t.kind == "reports_to"))
    asked = []
    face.asked.connect(asked.append)
    QTest.keyClick(face.canvas, Qt.Key.Key_3)
    assert asked[0].filters == (Filter("kind", "any_of", ("allied",)),)


def test_the_network_is_never_pulled_out_of_sight(face):
    drag(face.canvas, QPoint(4, 4), QPoint(300, 200), QPoint(600, 400))
    assert face.canvas.sight.shift == QPointF(0, 0)
    face.canvas.zoom(2.0)
    drag(face.canvas, QPoint(4, 4), QPoint(300, 200), QPoint(600, 400))
    assert face.canvas.sight.shift == QPointF(0, 0)
    room = face.canvas.sight.room
    assert face.canvas.sight.moved(QPointF(-9e3, -9e3)).shift == QPointF(-room.width(), -room.height())


def test_the_numbers_hold_ties_and_their_counts(face):
    ties, people = face.sheets()
    assert ties.lines[1] == ("甲", "Reports to", "乙", None)
    assert {line[0]: line[1:] for line in people.lines[1:]}["丙"] == (0, 0, 1, 2, 3)


def test_the_legend_shows_all_kinds_again_at_a_second_click(context, ids, wait_until):
    wanted = Filter("kind", "any_of", ("allied",))
    made = shown(context, Query("relationship", ids["project"], (wanted,)), wait_until)
    asked = []
    made.asked.connect(asked.append)
    made._filter("allied")
    assert asked[0].filters == ()
    shiboken6.delete(made)


def test_a_project_without_ties_offers_its_people_and_one_without_people_explains(context, open_workspace, wait_until):
    made = shown(context, Query("relationship"), wait_until)
    assert made._layers.currentIndex() == 0
    assert {p.name for p in made.canvas.web.people.values()} == {"王敏", "李国强", "周杰"}
    shiboken6.delete(made)
    with open_workspace.read() as session:
        lonely = session.connection().exec_driver_sql("SELECT id FROM project ORDER BY row DESC").scalar()
    made = shown(context, Query("relationship", lonely), wait_until)
    assert made._layers.currentIndex() == 1
    shiboken6.delete(made)


def test_no_tie_is_missed_while_the_network_is_still_being_read(context, open_workspace, ids):
    face = NetworkFace(context)
    face.resize(900, 600)
    assert not face.canvas.drawable
    face.show_query(Query("relationship", ids["project"]))
    assert not face.canvas.drawable
    shiboken6.delete(face)
