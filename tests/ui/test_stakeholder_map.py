"""The stakeholder map: what is dragged is one undoable operation, what is dropped outside changes nothing, nobody is guessed."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest

from govdesk.i18n import Message
from govdesk.insight.standing import Moment, Standing
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.history import operations, undo
from govdesk.store.query import Filter, Query, find
from govdesk.ui.context import View
from govdesk.ui.pages.hover_card import card_lines
from govdesk.ui.pages.map_canvas import PERSON
from govdesk.ui.pages.map_face import MapFace
from govdesk.ui.pages.map_group import Grouping
from govdesk.ui.pages.map_painter import MapPainter, Scene, plot_of, radius_of
from govdesk.ui.pages.map_plan import Frame, clusters, pack, place_labels
from govdesk.ui.pages.map_time import stops
from govdesk.ui.picture import vector


@pytest.fixture
def people(open_workspace):
    """Four stakeholders of the first project: three on the map, 李国强 without interest; ids by name."""
    with open_workspace.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project ORDER BY row").scalar()
        ids = dict(session.connection().exec_driver_sql("SELECT name, id FROM stakeholder").fetchall())
    edit.change(open_workspace, "stakeholder", [ids["王敏"]], {"power": 5, "interest": 4, "engagement": "resistant"})
    for name, power, interest in (("陈静", 3, 3), ("赵磊", 1, 5)):
        ids[name] = edit.create(
            open_workspace, "stakeholder", {"name": name, "project": project, "power": power, "interest": interest}
        )
    ids["project"] = project
    return ids


@pytest.fixture
def face(context, people, wait_until):
    made = MapFace(context)
    made.resize(900, 600)
    made.show()
    shown = []
    made.counted.connect(lambda *n: shown.append(n))
    made.show_query(Query("stakeholder", people["project"]))
    wait_until(lambda: shown, "the people")
    context.bridge.changed.connect(lambda _: made.show_query(Query("stakeholder", people["project"])))
    yield made
    shiboken6.delete(made)


def mouse(widget, kind, point, modifiers=Qt.KeyboardModifier.NoModifier):
    left = Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else left
    place = QPointF(point)
    event = QMouseEvent(kind, place, widget.mapToGlobal(place), left, held, modifiers)
    {
        QEvent.Type.MouseButtonPress: widget.mousePressEvent,
        QEvent.Type.MouseMove: widget.mouseMoveEvent,
        QEvent.Type.MouseButtonRelease: widget.mouseReleaseEvent,
    }[kind](event)


def drag(canvas, *points, modifiers=Qt.KeyboardModifier.NoModifier):
    mouse(canvas, QEvent.Type.MouseButtonPress, points[0], modifiers)
    for point in points[1:]:
        mouse(canvas, QEvent.Type.MouseMove, point, modifiers)
    mouse(canvas, QEvent.Type.MouseButtonRelease, points[-1], modifiers)


def judged(workspace, identity):
    with workspace.read() as session:
        values = find(session, REGISTERS, "stakeholder", identity).values
        return values["power"], values["interest"]


def test_a_drag_is_one_operation_with_its_reason_and_undo_takes_it_back(face, people, open_workspace, context):
    canvas = face.canvas
    drag(canvas, canvas.point_of(people["王敏"]), canvas.frame.at(2, 2))
    assert judged(open_workspace, people["王敏"]) == (5, 4)
    face.reason.reason.setText("周评比方案公布")
    QTest.keyClick(face.reason.reason, Qt.Key.Key_Return)
    assert judged(open_workspace, people["王敏"]) == (2, 2)
    with open_workspace.read() as session:
        assert "周评比方案公布" in str(operations(session)[0].label)
    undo(open_workspace)
    assert judged(open_workspace, people["王敏"]) == (5, 4)
    assert context.selection == ("stakeholder", people["王敏"])


def test_escape_takes_the_drag_back(face, people, open_workspace):
    canvas = face.canvas
    drag(canvas, canvas.point_of(people["王敏"]), canvas.frame.at(2, 2))
    QTest.keyClick(face.reason.reason, Qt.Key.Key_Escape)
    assert judged(open_workspace, people["王敏"]) == (5, 4)
    assert canvas.ghost is None


@pytest.mark.parametrize("outside", [QPointF(-40, 100), QPointF(5, 5), QPointF(2000, 300)])
def test_a_drag_dropped_outside_changes_nothing_and_says_so(face, people, open_workspace, context, outside):
    said = []
    context.noticed.connect(said.append)
    drag(face.canvas, face.canvas.point_of(people["王敏"]), QPointF(300, 300), outside)
    assert judged(open_workspace, people["王敏"]) == (5, 4)
    assert not face.reason.asking
    assert "nothing was changed" in said[0]


def test_shift_and_arrows_reassess_one_step_and_stop_at_the_edge(face, people, open_workspace, context):
    said = []
    context.noticed.connect(said.append)
    context.select("stakeholder", people["王敏"])
    face.canvas.setFocus()
    QTest.keyClick(face.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert judged(open_workspace, people["王敏"]) == (5, 3)
    QTest.keyClick(face.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert judged(open_workspace, people["王敏"]) == (5, 3)
    assert len(said) == 1


def test_arrows_move_the_selection_to_the_nearest_disc(face, people, context):
    context.select("stakeholder", people["陈静"])
    QTest.keyClick(face.canvas, Qt.Key.Key_Up)
    assert context.selection[1] == people["王敏"]
    QTest.keyClick(face.canvas, Qt.Key.Key_Down)
    assert context.selection[1] in (people["陈静"], people["赵磊"])


def test_who_lacks_a_judgement_stands_beside_the_map(face, people, context):
    assert [face.unplaced.item(n).text() for n in range(face.unplaced.count())] == ["李国强 · Power 4"]
    assert people["李国强"] not in face.canvas.scene.places
    face.unplaced.setCurrentRow(0)
    assert context.selection == ("stakeholder", people["李国强"])
    face.panel._more.click()
    number = next(p.number for p in face._all if p.id == people["李国强"])
    assert context.view.query.filters == (Filter("number", "any_of", (number,)),)


def rows(face):
    """The names in the table beside the map."""
    model = face.panel.table.people
    return {model.data(model.index(n, 0)) for n in range(model.rowCount())}


def test_the_table_beside_holds_who_is_on_the_map_and_chooses(face, people, context):
    assert rows(face) == {"王敏", "陈静", "赵磊"}
    context.select("stakeholder", people["赵磊"])
    table = face.panel.table
    assert table.people.people[table.currentIndex().row()].id == people["赵磊"]
    table.selectRow(next(n for n, p in enumerate(table.people.people) if p.id == people["陈静"]))
    assert context.selection == ("stakeholder", people["陈静"])
    assert face.canvas.scene.selected == people["陈静"]


def test_a_lasso_leaves_those_inside_in_the_table_and_opens_them_as_rows(face, people, context):
    at = face.canvas.point_of(people["王敏"])
    corners = [at + QPointF(x, y) for x, y in ((-30, -30), (40, -30), (40, 30), (-30, 30))]
    drag(face.canvas, *corners, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert rows(face) == {"王敏"}
    assert face.canvas.scene.picked == {people["王敏"]}
    number = next(p.number for p in face.canvas.scene.people if p.id == people["王敏"])
    face.open_rows()
    assert context.view == View(
        "stakeholder", Query("stakeholder", people["project"], (Filter("number", "any_of", (number,)),))
    )
    QTest.keyClick(face.canvas, Qt.Key.Key_Escape)
    assert rows(face) == {"王敏", "陈静", "赵磊"}
    assert face.canvas.scene.picked is None


def test_a_lasso_that_closes_where_it_began_picks_those_inside(face, people):
    at = face.canvas.point_of(people["王敏"])
    corners = [at + QPointF(x, y) for x, y in ((-30, -30), (40, -30), (40, 30), (-30, 30), (-30, -30))]
    drag(face.canvas, *corners, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert rows(face) == {"王敏"}


def test_who_has_left_is_told_on_the_map_and_in_the_rows(face, people, context, open_workspace, wait_until):
    def ink():
        picture = face.canvas.grab().toImage()
        return picture.pixelColor((face.canvas.point_of(people["王敏"]) + QPointF(8, 0)).toPoint()).name()

    model, before = face.panel.table.people, ink()
    edit.change(open_workspace, "stakeholder", [people["王敏"]], {"left": dt.date(2026, 1, 2)})
    wait_until(lambda: any(p.gone for p in model.people), "the one who left")
    assert ink() != before
    fonts = {p.name: model.data(model.index(n, 0), Qt.ItemDataRole.FontRole) for n, p in enumerate(model.people)}
    assert fonts["王敏"].strikeOut()
    assert fonts["陈静"] is None
    assert model.sheet().lines[0][-1] == "Left on"
    assert dt.date(2026, 1, 2) in {line[-1] for line in model.sheet().lines}
    gone = next(p for p in model.people if p.gone)
    assert ("Left on 2026-01-02", "act") in card_lines(context, gone)


def test_keys_pick_a_quadrant_and_a_level_and_open_them(face, people, context):
    for key, names in ((Qt.Key.Key_2, {"王敏"}), (Qt.Key.Key_3, {"陈静"}), (Qt.Key.Key_4, {"赵磊"})):
        QTest.keyClick(face.canvas, key)
        assert rows(face) == names
    QTest.keyClick(face.canvas, Qt.Key.Key_L)
    QTest.keyClick(face.canvas, Qt.Key.Key_L)
    assert rows(face) == {"王敏"}
    QTest.keyClick(face.canvas, Qt.Key.Key_Return)
    assert context.view.query.filters == (Filter("engagement", "any_of", ("resistant",)),)


def test_an_empty_lasso_says_so_and_leaves_the_table(face, context):
    said = []
    context.noticed.connect(said.append)
    drag(face.canvas, QPointF(50, 420), QPointF(70, 420), QPointF(70, 440), modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert "Nobody stands inside" in said[0]
    assert len(rows(face)) == 3


def test_a_quadrants_name_and_a_level_pick_their_people(face, people, context):
    face.canvas.repaint()
    box = face.canvas.painter.title_box(face.canvas.frame, (True, True))
    drag(face.canvas, box.center())
    assert rows(face) == {"王敏"}
    face.open_rows()
    assert context.view.query.filters == (Filter("power", "at_least", (4,)), Filter("interest", "at_least", (4,)))
    boxes = {code: box for box, code in face.canvas.painter.legend_boxes(face.canvas.frame)}
    drag(face.canvas, boxes["resistant"].center())
    assert rows(face) == {"王敏"}
    drag(face.canvas, boxes[""].center())
    assert rows(face) == {"陈静", "赵磊"}
    face.open_rows()
    assert context.view.query.filters == (Filter("engagement", "any_of", (None,)),)


@pytest.mark.parametrize(("by", "words"), [("level", {"Executive", "Not filled in"}), ("project", {"门店数字化"})])
def test_colours_stand_for_department_level_or_project(face, people, open_workspace, context, wait_until, by, words):
    edit.change(open_workspace, "stakeholder", [people["王敏"]], {"level": "executive"})
    wait_until(lambda: face.canvas.scene.by_id[people["王敏"]].level == "executive", "the change")
    face.grouping.setCurrentIndex(face.grouping.findData(by))
    assert {g.word for g in face.canvas.painter.grouping.shown} == words
    boxes = face.canvas.painter.legend_boxes(face.canvas.frame)
    drag(face.canvas, boxes[0][0].center())
    assert rows(face) == ({"王敏"} if by == "level" else {"王敏", "陈静", "赵磊"})
    model = face.panel.table.people
    assert model.headerData(model.columnCount() - 1, Qt.Orientation.Horizontal) in ("Level", "Project")


def test_many_groups_share_the_last_colour(context):
    people = [Standing(str(n), n, str(n), department=f"部门{n // 2 if n < 20 else n}") for n in range(40)]
    found = Grouping(context, "department", [*people, Standing("x", 99, "x")])
    assert len(found.groups) == 9
    assert [found.groups[-1].word, found.group(people[39]).word, found.groups[-2].word] == [
        "Others",
        "Others",
        "Not filled in",
    ]
    assert len({g.mark for g in found.groups}) == 9


def dropped(face, identity, point, kind=QDropEvent):
    data = QMimeData()
    data.setData(PERSON, identity.encode())
    left, action = Qt.MouseButton.LeftButton, Qt.DropAction.MoveAction
    face.canvas.dropEvent(kind(QPointF(point), action, data, left, Qt.KeyboardModifier.NoModifier))


def test_somebody_dragged_from_beside_gets_both_judgements_in_one_operation(face, people, open_workspace):
    beside = face.unplaced
    assert bytes(beside.mimeData([beside.item(0)]).data(PERSON).data()).decode() == people["李国强"]
    dropped(face, people["李国强"], face.canvas.frame.at(2, 5))
    assert judged(open_workspace, people["李国强"]) == (4, None)
    QTest.keyClick(face.reason.reason, Qt.Key.Key_Return)
    assert judged(open_workspace, people["李国强"]) == (5, 2)
    undo(open_workspace)
    assert judged(open_workspace, people["李国强"]) == (4, None)


def test_somebody_dropped_beside_the_plot_stays_unjudged(face, people, open_workspace, context):
    said = []
    context.noticed.connect(said.append)
    dropped(face, people["李国强"], QPointF(3, 3))
    assert not face.reason.asking
    assert judged(open_workspace, people["李国强"]) == (4, None)
    assert "nothing was changed" in said[0]


def test_escape_in_the_middle_of_a_drag_leaves_everything(face, people, open_workspace):
    at = face.canvas.point_of(people["王敏"])
    mouse(face.canvas, QEvent.Type.MouseButtonPress, at)
    mouse(face.canvas, QEvent.Type.MouseMove, at + QPointF(-200, 100))
    QTest.keyClick(face.canvas, Qt.Key.Key_Escape)
    mouse(face.canvas, QEvent.Type.MouseButtonRelease, at + QPointF(-200, 100))
    assert not face.reason.asking
    assert judged(open_workspace, people["王敏"]) == (5, 4)


def test_the_numbers_are_those_of_the_map(face):
    people, quadrants = face.sheets()
    assert people.lines[0][:3] == ("Stakeholder", "Power", "Interest")
    assert {line[:3] for line in people.lines[1:]} == {
        ("王敏", 5, 4),
        ("陈静", 3, 3),
        ("赵磊", 1, 5),
        ("李国强", 4, None),
    }
    assert dict(quadrants.lines[1:]) == {"Keep satisfied": 0, "Manage closely": 1, "Monitor": 1, "Keep informed": 1}


def moment(day, hour=12, minute=0):
    return Moment(dt.datetime(2026, 3, day, hour, minute, tzinfo=dt.UTC), Message("x"), {})


def test_the_slider_goes_by_days_and_by_less_where_all_is_younger():
    past = [moment(1), moment(1, 13), moment(4)]
    days = stops(past, dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC))
    assert [s.upto for s in days[:5]] == [2, 2, 2, 3, 3]
    assert len(days) == 20
    hours = stops(past, dt.datetime(2026, 3, 4, 13, tzinfo=dt.UTC))
    assert len(hours) == 74
    assert [s.upto for s in hours[:2]] == [1, 2]
    assert [s.upto for s in stops(past[:2], dt.datetime(2026, 3, 1, 13, 5, tzinfo=dt.UTC))][::60] == [1, 2]
    assert [s.upto for s in stops(past[:1], past[0].at)] == [1]
    assert stops([], past[0].at) == []


def test_the_past_is_shown_and_cannot_be_moved(face, people, open_workspace, context, wait_until):
    edit.change(open_workspace, "stakeholder", [people["王敏"]], {"power": 1, "interest": 1})
    wait_until(lambda: face.canvas.scene.by_id[people["王敏"]].power == 1, "the change")
    said = []
    context.noticed.connect(said.append)
    face.time.slider.setValue(face.time.slider.maximum() - 1)
    assert face.canvas.scene.by_id[people["王敏"]].power == 5
    at = face.canvas.point_of(people["王敏"])
    drag(face.canvas, at, QPointF(200, 200))
    assert judged(open_workspace, people["王敏"]) == (1, 1)
    assert "past" in said[0]
    assert f"as of {face.time.when}" in face._note()
    face.time.slider.setValue(face.time.slider.maximum())
    assert face.canvas.scene.trails == {people["王敏"]: [(4, 5), (1, 1)]} or face.canvas.movable


def test_the_picture_holds_the_names(face, context):
    text = vector(context, face.canvas.paint_picture, QSize(1000, 700)).decode()
    assert "王敏" in text
    assert "Manage closely" in text


def many(amount):
    return [
        Standing(
            str(n), n, f"干系人{n:03d}", power=1 + n % 5, interest=1 + n // 5 % 5, engagement="neutral", ties=n % 9
        )
        for n in range(amount)
    ]


@pytest.mark.parametrize("amount", [60, 200])
def test_labels_cover_neither_each_other_nor_the_discs(context, amount):
    scene = Scene()
    scene.show(many(amount))
    frame = Frame(plot_of(1280, 800))
    labels, crowded = MapPainter(context).laid(scene, frame)
    assert not crowded
    boxes = [box for box, _ in labels.values()]
    assert len(boxes) > amount * 0.5
    assert not any(a.intersects(b) for a, b in itertools.combinations(boxes, 2))
    for who, (box, _) in labels.items():
        for other, place in scene.places.items():
            centre = frame.at(*place)
            assert other == who or not box.intersects(QRectF(centre.x() - 9, centre.y() - 9, 18, 18))


def test_a_crowd_is_shown_as_clusters_that_open_when_zoomed(context):
    people, frame = many(2000), Frame(plot_of(900, 600))
    found = clusters(people, frame)
    assert sum(map(len, found.values())) == 2000
    assert clusters(people, frame.zoomed(12, frame.plot.center())) == {}
    assert len(set(pack(people).values())) == 2000


def test_a_frame_keeps_what_is_under_the_mouse_and_never_shows_beyond(context):
    frame = Frame(plot_of(900, 600))
    point = QPointF(300, 200)
    near = frame.zoomed(3, point)
    assert near.judgement(point) == pytest.approx(frame.judgement(point))
    far = near.moved(QPointF(5000, 5000), near.zoom)
    assert far.at(0.5, 5.5) == frame.plot.topLeft() + QPointF(0, far.strip)
    assert far.line(True) == frame.plot.top()
    assert frame.cell(QPoint(0, 0).toPointF()) is None
    names = [frame.cell(QPointF(100, frame.line(powerful) + 4)) for powerful in (True, False)]
    assert names == [(1, 5), (1, 3)]


def test_low_cells_lay_their_people_side_by_side_and_shrink_the_discs():
    people = [Standing(str(n), n, f"人{n}", power=3, interest=3) for n in range(3)]
    low, high = pack(people, None, (160.0, 34.0)), pack(people, None, (160.0, 140.0))
    assert len({y for _, y in low.values()}) == 1
    assert len({y for _, y in high.values()}) == 3
    assert radius_of(people[0], Frame(plot_of(800, 260))) < radius_of(people[0], Frame(plot_of(800, 600)))


@pytest.mark.parametrize(
    ("name", "tried"),
    [
        ("Anna Chen · Finance", ["Anna Chen · Finance", "Anna Chen", "Anna C."]),
        ("王敏 · 财务部", ["王敏 · 财务部", "王敏"]),
        ("夜班理货员（华北）", ["夜班理货员（华北）", "夜班理货…"]),
        ("Store managers, East", ["Store managers, East", "Store m."]),
    ],
)
def test_a_label_is_shortened_to_what_somebody_is_still_known_by(context, name, tried):
    discs = {"x": (QPointF(100, 50), 10.0, name)}
    for words in tried:
        room = QRectF(90, 42, 26 + 7.0 * len(words), 17)
        found = place_labels(discs, lambda t: 7.0 * len(t), 14.0, room)
        assert found["x"][1] == words
