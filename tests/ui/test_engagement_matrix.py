"""The engagement matrix: a mark dragged to another level is one undoable operation, elsewhere it changes nothing."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.history import operations, undo
from govdesk.store.query import Filter, Query, find
from govdesk.ui.pages.engagement_face import EngagementFace
from govdesk.ui.pages.engagement_paper import HEAD


@pytest.fixture
def wang(open_workspace):
    with open_workspace.read() as session:
        found = session.connection().exec_driver_sql("SELECT id, project FROM stakeholder WHERE name = '王敏'").one()
    edit.change(open_workspace, "stakeholder", [found[0]], {"engagement": "resistant", "desired": "supportive"})
    return found


@pytest.fixture
def face(context, wang, wait_until):
    made = EngagementFace(context)
    made.resize(900, 500)
    made.show()
    shown = []
    made.counted.connect(lambda *n: shown.append(n))
    made.show_query(Query("stakeholder", wang[1]))
    wait_until(lambda: shown, "the people")
    yield made
    shiboken6.delete(made)


def drag(grid, *points):
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(points) - 1), QEvent.Type.MouseButtonRelease]
    acts = [grid.mousePressEvent, *[grid.mouseMoveEvent] * (len(points) - 1), grid.mouseReleaseEvent]
    for kind, act, point in zip(kinds, acts, (*points, points[-1]), strict=True):
        act(QMouseEvent(kind, point, grid.mapToGlobal(point), left, left, none))


def levels(workspace, identity):
    with workspace.read() as session:
        values = find(session, REGISTERS, "stakeholder", identity).values
        return values["engagement"], values["desired"]


def row_of(grid, identity):
    return next(n for n, p in enumerate(grid.people) if p.id == identity)


def test_dragging_c_is_one_operation_with_its_reason(face, wang, open_workspace):
    grid = face.grid
    row = row_of(grid, wang[0])
    drag(grid, grid.centre(row, "C"), grid.box(row, "neutral").center())
    assert levels(open_workspace, wang[0]) == ("resistant", "supportive")
    face.reason.reason.setText("谈过一次")
    QTest.keyClick(face.reason.reason, Qt.Key.Key_Return)
    assert levels(open_workspace, wang[0]) == ("neutral", "supportive")
    with open_workspace.read() as session:
        assert "谈过一次" in str(operations(session)[0].label)
    undo(open_workspace)
    assert levels(open_workspace, wang[0]) == ("resistant", "supportive")


def test_dragging_d_changes_the_wish(face, wang, open_workspace):
    grid = face.grid
    row = row_of(grid, wang[0])
    drag(grid, grid.centre(row, "D"), grid.box(row, "leading").center())
    face.reason.keep()
    assert levels(open_workspace, wang[0]) == ("resistant", "leading")


@pytest.mark.parametrize("place", ["names", "head", "row", "beyond"])
def test_a_mark_dropped_elsewhere_changes_nothing_and_says_so(face, wang, open_workspace, context, place):
    said = []
    context.noticed.connect(said.append)
    grid = face.grid
    row = row_of(grid, wang[0])
    to = {
        "names": QPointF(20, grid.box(row, "neutral").center().y()),
        "head": QPointF(grid.box(row, "neutral").center().x(), HEAD - 10),
        "row": grid.box(row + 1, "neutral").center(),
        "beyond": QPointF(5000, grid.box(row, "neutral").center().y()),
    }[place]
    drag(grid, grid.centre(row, "C"), QPointF(500, 300), to)
    assert levels(open_workspace, wang[0]) == ("resistant", "supportive")
    assert "nothing was changed" in said[0]


def test_keys_choose_and_move_both_marks(face, wang, open_workspace, context):
    grid = face.grid
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert context.selection == ("stakeholder", grid.people[0].id)
    context.select("stakeholder", wang[0])
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert levels(open_workspace, wang[0]) == ("neutral", "leading")


def test_somebody_never_judged_has_a_mark_beside_the_columns(face, open_workspace):
    grid = face.grid
    row = next(n for n, p in enumerate(grid.people) if p.engagement is None)
    assert grid.centre(row, "C").x() < grid.box(row, "unaware").left()
    drag(grid, grid.centre(row, "C"), grid.box(row, "neutral").center())
    face.reason.keep()
    assert levels(open_workspace, grid.people[row].id) == ("neutral", None)


def test_a_columns_head_filters(face, wang):
    asked = []
    face.asked.connect(asked.append)
    drag(face.grid, QPointF(face.grid.box(0, "resistant").center().x(), 10))
    assert asked[0].filters == (Filter("engagement", "any_of", ("resistant",)),)


def test_nobody_at_all_is_explained(context, open_workspace, wait_until):
    made = EngagementFace(context)
    shown = []
    made.counted.connect(lambda *n: shown.append(n))
    made.show_query(Query("stakeholder", None, (Filter("engagement", "any_of", ("leading",)),)))
    wait_until(lambda: shown, "nobody")
    assert shown == [(0, 3)]
    assert made._layers.currentIndex() == 1
    shiboken6.delete(made)


def test_the_numbers_are_a_matrix_of_c_and_d(face, wang):
    matrix, counts = face.sheets()
    line = next(line for line in matrix.lines if line[0] == "王敏")
    assert dict(zip(matrix.lines[0], line, strict=True)) | {
        "Resistant": "C",
        "Supportive": "D",
        "Neutral": None,
    } == dict(zip(matrix.lines[0], line, strict=True))
    assert ("Resistant", 1, 0) in counts.lines


def test_who_is_chosen_is_told_to_a_screen_reader(face, wang, context):
    context.select("stakeholder", wang[0])
    assert face.grid.accessibleDescription() == "王敏: today Resistant, wished for Supportive"
