"""The risk matrix: where risks stand, choosing, reassessing by mouse and keys, what has no rating, and its warnings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from govdesk.insight.exposure import SETTING, Bands, Exposure
from govdesk.store import edit, history
from govdesk.store.query import Query, find, records, rows
from govdesk.store.setting import read_setting
from govdesk.store.standing import Hindrance
from govdesk.ui.context import View
from govdesk.ui.dialogs.band_dialog import BandDialog
from govdesk.ui.pages.risk_layout import Grid
from govdesk.ui.pages.risk_painter import card_lines, heap_lines, wash

RATED = {"probability": 4, "impact": 3}


@pytest.fixture
def risk(open_workspace, context):
    def make(**values):
        with open_workspace.read() as session:
            keys = rows(session, context.registers, Query("project"))
            home = records(session, context.registers, "project", keys)[0].id
        return edit.create(open_workspace, "risk", {"title": "店长抵触", "project": home, **values})

    return make


@pytest.fixture
def face(window, context, wait_until):
    def show(**how):
        context.open_view(View("risk", Query("risk", context.project, **how), "matrix"))
        page = window.shell.pages.currentWidget()
        found = page.faces._shown
        settled(found, context, wait_until)
        context.select("", "")
        return found

    return show


def settled(face, context, wait_until):
    wait_until(lambda: not context.jobs._running)
    face.canvas.grab()


def stored(context, identity):
    with context.workspace.read() as session:
        return find(session, context.registers, "risk", identity).values


def disc(face, identity):
    return next(p.box.center() for p in face.canvas._placed if p.risk.id == identity)


def send(canvas, kind, at, buttons=Qt.MouseButton.LeftButton, held=Qt.KeyboardModifier.NoModifier):
    held_button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, at, canvas.mapToGlobal(at), held_button, buttons, held)
    QApplication.sendEvent(canvas, event)


def drag(canvas, start, end, held=Qt.KeyboardModifier.NoModifier):
    send(canvas, QEvent.Type.MouseButtonPress, start)
    send(canvas, QEvent.Type.MouseMove, (start + end) / 2, held=held)
    send(canvas, QEvent.Type.MouseMove, end, held=held)
    send(canvas, QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton, held)


def cell(face, probability, impact):
    return face.canvas._grid.rect((probability, impact)).center()


def test_each_cell_is_found_again_from_its_middle():
    grid = Grid(QSizeF(700, 520))
    for probability in range(1, 6):
        for impact in range(1, 6):
            assert grid.point(grid.rect((probability, impact)).center()) == (probability, impact)
    assert grid.rect((5, 5)).top() < grid.rect((1, 5)).top()
    assert grid.point(QPointF(3, 3)) is None


@pytest.mark.parametrize("many", [1, 6, 7, 400])
def test_discs_of_a_cell_lie_within_it_apart_from_each_other(many):
    grid = Grid(QSizeF(620, 460))
    placed, heaps = grid.place([Exposure(str(n), n, "", current=(2, 3)) for n in range(many)])
    boxes = [p.box for p in placed] + [h.box for h in heaps]
    assert len(placed) + sum(h.count for h in heaps) == many
    assert all(grid.rect((2, 3)).contains(b) for b in boxes)
    assert not any(a.intersects(b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_risks_stand_in_their_cells_and_the_rest_beside(risk, face, context):
    rated, half = risk(**RATED), risk(title="没有评级", probability=5)
    found = face()
    assert found.canvas._grid.point(disc(found, rated)) == (4, 3)
    assert [p.risk.id for p in found.canvas._placed] == [rated]
    assert found.side.bare_words.text() == "Without a rating: 1"
    assert found.side.bare_list.count() == 1
    found.side.bare_list.setCurrentRow(0)
    assert context.selection == ("risk", half)
    assert stored(context, half)["impact"] is None


def test_a_click_chooses_and_the_table_row_is_chosen_there_too(risk, face, context):
    identity = risk(**RATED)
    found = face()
    send(found.canvas, QEvent.Type.MouseButtonPress, disc(found, identity))
    send(found.canvas, QEvent.Type.MouseButtonRelease, disc(found, identity), Qt.MouseButton.NoButton)
    assert context.selection == ("risk", identity)
    assert found.canvas.scene.chosen == identity
    assert found.side.cell_words.text() == "Probability 4 × impact 3: 1"


def test_a_drag_reassesses_with_a_reason_as_one_operation(risk, face, context, wait_until):
    identity = risk(**RATED, title="周排行榜引起抵触")
    found = face()
    drag(found.canvas, disc(found, identity), cell(found, 2, 5))
    assert found.reason.asking
    assert (stored(context, identity)["probability"], stored(context, identity)["impact"]) == (4, 3)
    found.reason.reason.setText("试点结果")
    QTest.keyClick(found.reason.reason, Qt.Key.Key_Return)
    assert (stored(context, identity)["probability"], stored(context, identity)["impact"]) == (2, 5)
    with context.workspace.read() as session:
        last = history.operations(session)[0]
    assert str(last.label) == "周排行榜引起抵触 reassessed: probability 2, impact 5 (试点结果)"
    settled(found, context, wait_until)
    assert found.canvas._grid.point(disc(found, identity)) == (2, 5)
    history.undo(context.workspace)
    assert (stored(context, identity)["probability"], stored(context, identity)["impact"]) == (4, 3)


def test_escape_at_the_reason_takes_the_drag_back(risk, face, context):
    identity = risk(**RATED)
    found = face()
    drag(found.canvas, disc(found, identity), cell(found, 1, 1))
    assert found.canvas._grid.point(disc(found, identity)) == (1, 1)
    QTest.keyClick(found.reason.reason, Qt.Key.Key_Escape)
    assert found.canvas._grid.point(disc(found, identity)) == (4, 3)
    assert stored(context, identity)["probability"] == 4


@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier], ids=["alt", "shift"]
)
def test_a_drag_aside_sets_the_residual_alone(risk, face, context, held):
    identity = risk(**RATED)
    found = face()
    drag(found.canvas, disc(found, identity), cell(found, 1, 2), held)
    found.reason.keep()
    values = stored(context, identity)
    assert (values["residual_probability"], values["residual_impact"]) == (1, 2)
    assert (values["probability"], values["impact"]) == (4, 3)


def test_a_drop_outside_or_on_its_own_cell_changes_nothing(risk, face, context):
    identity = risk(**RATED)
    found = face()
    said = []
    context.noticed.connect(said.append)
    with context.workspace.read() as session:
        before = len(history.operations(session))
    drag(found.canvas, disc(found, identity), QPointF(2, 2))
    assert said == ["Dropped outside the matrix; nothing was changed."]
    drag(found.canvas, disc(found, identity), cell(found, 4, 3) + QPointF(20, 12))
    assert not found.reason.asking
    with context.workspace.read() as session:
        assert len(history.operations(session)) == before


def test_a_read_only_workspace_lets_nothing_be_dragged(risk, face, context):
    identity = risk(**RATED)
    found = face()
    context.workspace.hindrance = Hindrance("asked")
    drag(found.canvas, disc(found, identity), cell(found, 1, 1))
    assert not found.reason.asking
    assert stored(context, identity)["probability"] == 4


def test_keys_walk_the_cells_choose_and_reassess(risk, face, context, wait_until):
    first, second = risk(**RATED), risk(**RATED, title="另一个")
    found = face()
    found.canvas.scene = replace(found.canvas.scene, cell=(4, 2))
    QTest.keyClick(found.canvas, Qt.Key.Key_Right)
    assert found.canvas.scene.cell == (4, 3)
    assert "impact 3: 2" in found.canvas.accessibleDescription()
    QTest.keyClick(found.canvas, Qt.Key.Key_Return)
    assert context.selection == ("risk", first)
    QTest.keyClick(found.canvas, Qt.Key.Key_Return)
    assert context.selection == ("risk", second)
    QTest.keyClick(found.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, second)["probability"] == 5
    settled(found, context, wait_until)
    QTest.keyClick(found.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    values = stored(context, second)
    assert (values["residual_probability"], values["residual_impact"]) == (5, 2)
    settled(found, context, wait_until)
    QTest.keyClick(found.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, second)["probability"] == 5


def test_a_key_gives_no_rating_to_a_risk_without_one(risk, face, context):
    bare = risk()
    risk(**RATED)
    found = face()
    context.select("risk", bare)
    QTest.keyClick(found.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert stored(context, bare)["probability"] is None


def test_a_risk_without_a_rating_gets_one_where_it_is_dropped(risk, face, context):
    bare = risk()
    risk(**RATED)
    found = face()
    assert found.side.bare_list.dragEnabled()
    found.canvas.rate(bare, QPointF(1, 1))
    assert not found.reason.asking
    found.canvas.rate(bare, cell(found, 2, 2))
    found.reason.keep()
    assert (stored(context, bare)["probability"], stored(context, bare)["impact"]) == (2, 2)


def test_a_cell_opens_its_rows(risk, face, context):
    risk(**RATED)
    risk(probability=1, impact=1)
    found = face()
    send(found.canvas, QEvent.Type.MouseButtonPress, found.canvas._grid.rect((4, 3)).bottomRight() - QPointF(4, 4))
    found.side.rows.click()
    assert context.view.face == ""
    with context.workspace.read() as session:
        assert len(rows(session, context.registers, context.view.query)) == 1


def test_a_warning_opens_exactly_its_rows(risk, face, context, wait_until):
    late = risk(**RATED, review=dt.date(2020, 1, 1))
    risk(**RATED)
    found = face()
    wait_until(lambda: "review" in found.strip.buttons)
    assert found.strip.buttons["review"].text().strip() == "Review overdue: 1"
    found.strip.buttons["review"].click()
    assert context.view.face == ""
    with context.workspace.read() as session:
        shown = records(session, context.registers, "risk", rows(session, context.registers, context.view.query))
    assert [r.id for r in shown] == [late]


def test_the_card_says_the_trail_the_owner_and_the_steps(context, open_workspace):
    one = Exposure("a", 7, "弃用", inherent=(5, 4), current=(4, 4), residual=(2, 3), done=1, steps=3)
    assert card_lines(context, Bands(), one) == [
        "RSK-0007  弃用",
        "Inherent 20 Very high → Current 16 High → Residual 6 Medium",
        "Owner: nobody",
        "Steps done: 1 of 3",
    ]


def test_the_trail_of_the_chosen_risk_is_painted(risk, face, context):
    identity = risk(**RATED, inherent_probability=5, inherent_impact=5, residual_probability=1, residual_impact=1)
    found = face()

    def corner():
        at = found.canvas._grid.rect((1, 1)).toRect().adjusted(0, 24, 0, 0)
        return found.canvas.grab().toImage().copy(at)

    before = corner()
    context.select("risk", identity)
    assert corner() != before


def test_bands_are_renamed_and_kept_in_the_workspace(risk, face, context, window, wait_until):
    risk(**RATED)
    found = face()
    dialog = BandDialog(context, found.canvas.scene.bands, window)
    dialog.kept.connect(lambda: found.show_query(found._query))
    dialog.names[3].setText("红线")
    dialog.starts[3].setValue(10)
    dialog.keep()
    assert dialog.problem.text().startswith("Each band needs a name")
    dialog.starts[3].setValue(20)
    dialog.keep()
    settled(found, context, wait_until)
    assert found.canvas.scene.bands == Bands((1, 5, 10, 20), ("Low", "Medium", "High", "红线"))
    with context.workspace.read() as session:
        assert Bands.load(read_setting(session, SETTING)) == found.canvas.scene.bands


def test_no_risk_yet_teaches(face):
    found = face()
    assert found._stack.currentWidget() is found.empty
    assert found.empty._title.text() == "No risks yet"


def test_a_picture_holds_the_bands_and_not_the_cursor(risk, face, context):
    risk(**RATED)
    found = face()
    assert len(found.toolbar()[2].items.actions()) == 5
    image = QImage(QSize(900, 700), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    found.canvas.paint_picture(painter, image.size())
    painter.end()
    grid = Grid(QSizeF(image.size()))
    for band, point in enumerate(((1, 1), (3, 3), (4, 4), (5, 5))):
        at = grid.rect(point).bottomRight() - QPointF(12, 12)
        assert image.pixelColor(at.toPoint()) == wash(context.theme, band)


def test_the_counts_are_copied_as_a_table(risk, face):
    risk(**RATED)
    risk(**RATED, title="另一个")
    found = face()
    found.toolbar()[1].click()
    table = [row.split("\t") for row in QApplication.clipboard().text().split("\n")]
    assert table[0] == ["Probability / Impact", "1", "2", "3", "4", "5"]
    assert table[2] == ["4", "0", "0", "2", "0", "0"]
    assert sum(int(n) for row in table[1:] for n in row[1:]) == 2
    counts, risks = found.numbers()
    assert counts.lines[2] == (4, 0, 0, 2, 0, 0)
    assert risks.lines[1][:2] == ("RSK-0001", "店长抵触")
    assert risks.lines[1][6:8] == (12, "High")
    assert found.note() == "Current · 2 of 2 risks are rated"


@pytest.mark.parametrize(("key", "stage"), [("1", "inherent"), ("3", "residual")])
def test_discs_stand_at_the_stage_that_is_asked_for_and_a_drag_sets_it(risk, face, context, key, stage):
    identity = risk(**RATED, inherent_probability=5, inherent_impact=5, residual_probability=1, residual_impact=2)
    risk(title="只有当前", **RATED)
    found = face()
    QTest.keyClick(found.canvas, key)
    point = found.canvas.risk(identity).at(stage)
    assert found.canvas._grid.point(disc(found, identity)) == point
    assert [p.risk.id for p in found.canvas._placed] == [identity]
    assert found.side.bare_words.text() == "Without a rating: 1"
    drag(found.canvas, disc(found, identity), cell(found, 3, 3))
    found.reason.keep()
    values = stored(context, identity)
    assert (values[f"{stage}_probability"], values[f"{stage}_impact"]) == (3, 3)
    assert (values["probability"], values["impact"]) == (4, 3)
    with context.workspace.read() as session:
        assert f"{stage}: probability 3, impact 3" in str(history.operations(session)[0].label)


@pytest.mark.parametrize("stage", ["inherent", "residual"])
def test_an_end_of_the_trail_is_dragged_on_its_own(risk, face, context, stage):
    identity = risk(**RATED, inherent_probability=5, inherent_impact=5, residual_probability=1, residual_impact=1)
    found = face()
    context.select("risk", identity)
    ends = dict(found.canvas._grid.ends(found.canvas.risk(identity), "current"))
    assert set(ends) == {"inherent", "residual"}
    drag(found.canvas, ends[stage].center(), cell(found, 2, 4))
    found.reason.keep()
    values = stored(context, identity)
    assert (values[f"{stage}_probability"], values[f"{stage}_impact"]) == (2, 4)
    assert (values["probability"], values["impact"]) == (4, 3)


def test_two_ends_in_one_cell_do_not_cover_each_other():
    one = Exposure("a", 1, "", inherent=(3, 3), current=(5, 5), residual=(3, 3))
    (_, first), (_, second) = Grid(QSizeF(620, 460)).ends(one, "current")
    assert not first.intersects(second)


def test_a_heap_says_what_it_holds(risk, face, context):
    for n in range(40):
        risk(title=f"风险{n}", **RATED)
    found = face()
    (heap,) = found.canvas._heaps
    send(found.canvas, QEvent.Type.MouseMove, heap.box.center(), Qt.MouseButton.NoButton)
    lines = heap_lines(context, heap)
    assert lines[0] == f"{heap.count} more risks here"
    assert lines[-1] == "The list at the right holds them all."
    assert found.side.cell_list.count() == 40
    found.canvas.grab()


def test_there_can_be_fewer_or_more_bands(risk, face, context, window, wait_until):
    risk(**RATED)
    found = face()
    dialog = BandDialog(context, found.canvas.scene.bands, window)
    dialog.kept.connect(lambda: found.show_query(found._query))
    dialog.count.setValue(5)
    assert (dialog.names[4].text(), dialog.starts[4].value()) == ("Extreme", 21)
    dialog.count.setValue(3)
    assert dialog.names[3].isHidden()
    dialog.names[2].setText("高危")
    dialog.keep()
    settled(found, context, wait_until)
    assert found.canvas.scene.bands == Bands((1, 5, 10), ("Low", "Medium", "高危"))
    again = BandDialog(context, found.canvas.scene.bands, window)
    again.usual.click()
    assert again.typed() == Bands()
    again.close()


@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_band_has_its_own_ground(context, count):
    grounds = [wash(context.theme, n, count).name() for n in range(count)]
    assert len(set(grounds)) == count


def test_the_chosen_risk_is_never_lost_in_a_heap():
    grid, many = Grid(QSizeF(620, 460)), [Exposure(str(n), n, "", current=(2, 3)) for n in range(60)]
    placed, (heap,) = grid.place(many, "current", "55")
    assert "55" in [p.risk.id for p in placed]
    assert len(placed) + heap.count == 60
