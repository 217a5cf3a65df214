"""The board: cards by status, moved by mouse and by keys, each move one operation that the rules allow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, find, records, rows
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_board import BoardFace
from govdesk.ui.pages.feedback_columns import break_at
from govdesk.ui.picture import picture


@pytest.fixture
def voice(context, window, open_workspace):
    return edit.create(open_workspace, "feedback", {"project": context.project, "statement": "网络慢", "status": "new"})


@pytest.fixture
def board(window, context, voice, wait_until):
    context.open_view(View("feedback", Query("feedback", context.project), "board"))
    found = window.findChild(BoardFace)
    wait_until(lambda: found.canvas.board.find(voice))
    return found


@pytest.fixture
def status(open_workspace, voice):
    def read():
        with open_workspace.read() as session:
            return find(session, REGISTERS, "feedback", voice).values["status"]

    return read


def drag(canvas, identity, to):
    start = canvas.card_rect(identity).center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, start + QPoint(30, 0))
    QTest.mouseMove(canvas, to)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=to)


def lane_centre(canvas, status):
    place = next(i for i, lane in enumerate(canvas.board.lanes) if lane.status == status)
    return canvas.board.lane(place, canvas.width(), canvas.height()).center()


def test_dragging_a_card_changes_its_status_as_one_operation(board, voice, status, open_workspace, context):
    drag(board.canvas, voice, lane_centre(board.canvas, "in_progress"))
    assert status() == "in_progress"
    assert context.selection == ("feedback", voice)
    history.undo(open_workspace)
    assert status() == "new"


def test_a_card_dropped_outside_stays(board, voice, status, context):
    said = []
    context.noticed.connect(said.append)
    drag(board.canvas, voice, QPoint(-40, 60))
    assert status() == "new"
    assert "outside" in said[-1]


def test_alt_and_an_arrow_move_a_card(board, voice, status, context, wait_until):
    context.select("feedback", voice)
    QTest.keyClick(board.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert status() == "acknowledged"
    wait_until(lambda: (board.canvas.board.find(voice) or (0, 0))[0] == 1)
    QTest.keyClick(board.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert status() == "new"


def test_arrows_choose_cards(board, voice, context):
    context.select("", "")
    QTest.keyClick(board.canvas, Qt.Key.Key_Down)
    first = context.selection[1]
    QTest.keyClick(board.canvas, Qt.Key.Key_Down)
    assert {first, context.selection[1]} >= {voice}
    assert len({first, context.selection[1]}) == 2


def test_moving_to_answered_asks_for_the_answer(board, voice, status, answers):
    answers.types = None
    drag(board.canvas, voice, lane_centre(board.canvas, "answered"))
    assert status() == "new"
    answers.types = "A second line comes."
    drag(board.canvas, voice, lane_centre(board.canvas, "answered"))
    assert status() == "answered"


def test_confirming_without_an_answer_leads_to_where_it_is_written(board, voice, status, context):
    drag(board.canvas, voice, lane_centre(board.canvas, "confirmed"))
    assert status() == "new"
    assert "answered voice" in board.answer.why.text()
    assert board.answer.isVisible()
    assert board.answer.reply.hasFocus() or board.window().focusWidget() is board.answer.reply


def test_confirming_a_voice_without_a_name_leads_to_the_second_person(
    board, voice, status, context, open_workspace, wait_until
):
    edit.change(open_workspace, "feedback", [voice], {"reply": "A second line.", "status": "answered"})
    wait_until(lambda: (board.canvas.board.find(voice) or (0, 0))[0] == 3)
    drag(board.canvas, voice, lane_centre(board.canvas, "confirmed"))
    assert status() == "answered"
    assert "second person" in board.answer.why.text()
    assert board.answer.by.isVisible()
    assert board.window().focusWidget() is board.answer.by.typed
    second = edit.create(open_workspace, "stakeholder", {"name": "陈静", "project": context.project})
    board.answer.by.show_value(second, "陈静")
    QTest.mouseClick(board.answer.buttons["confirm"], Qt.MouseButton.LeftButton)
    assert status() == "confirmed"
    wait_until(lambda: not board.answer.isVisible(), "nothing left to do")


def test_the_cards_go_to_excel_each_with_its_status(board, voice):
    (sheet,) = board.sheets()
    assert sheet.lines[0][:2] == ("Status", "No.")
    assert [line[4] for line in sheet.lines if line[0] == "New"].count("网络慢") == 1
    assert len(sheet.lines) - 1 == sum(lane.count for lane in board.canvas.board.lanes)


def test_the_board_is_painted(board):
    assert not picture(board.context, board._paint).isNull()
    assert not board.grab().isNull()


def test_columns_without_cards_are_folded_and_still_take_one(board, voice, status, wait_until):
    canvas = board.canvas
    lanes = [canvas.board.lane(i, canvas.width(), 400).width() for i in range(6)]
    assert max(lanes) == lanes[0]
    assert lanes[1:] == [lanes[5]] * 5
    drag(canvas, voice, lane_centre(canvas, "acknowledged"))
    assert status() == "acknowledged"


def test_the_board_fits_a_small_screen_with_cards_in_every_column(board, context, open_workspace, wait_until):
    who = edit.create(open_workspace, "stakeholder", {"project": context.project, "name": "孙丽"})
    for code in ("acknowledged", "in_progress", "answered", "confirmed", "declined"):
        values = {"project": context.project, "statement": "x", "status": code, "reply": "y", "confirmed_by": who}
        edit.create(open_workspace, "feedback", values)
    wait_until(lambda: all(lane.count for lane in board.canvas.board.lanes))
    assert board.canvas.board.smallest() <= 700
    assert not picture(context, board._paint, board.canvas.size()).isNull()


def test_an_empty_board_says_what_belongs_here(board, voice, open_workspace, context, wait_until):
    for one in (voice, *others(open_workspace, voice)):
        edit.remove(open_workspace, "feedback", [one])
    wait_until(lambda: board._stack.currentWidget() is board.empty)
    assert "card" in board.empty._words.text()


def others(workspace, voice):
    with workspace.read() as session:
        found = records(session, REGISTERS, "feedback", rows(session, REGISTERS, Query("feedback")))
    return [r.id for r in found if r.id != voice]


@pytest.mark.parametrize(
    ("text", "room", "first"),
    [("排名发了三周，完课率", 6, "排名发了三"), ("the till is slow", 10, "the till "), ("网络慢", 9, "网络慢"), ("排名发了三周完", 6, "排名发了三周")],
)  # fmt: skip
def test_a_line_of_a_card_ends_where_it_may(text, room, first):
    assert text[: break_at(text, room)] == first
