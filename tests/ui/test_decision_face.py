"""The decisions as paths, and the facts of a review, as the window shows them."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, find
from govdesk.ui.context import View

TODAY = dt.date.today()


def ago(days):
    return TODAY - dt.timedelta(days=days)


@pytest.fixture
def made(window, context):
    """A decision that is stuck at its second body, one that is taken, and a review; their ids."""
    workspace, project = context.workspace, context.project
    stuck = edit.create(
        workspace, "decision", {"project": project, "question": "谁牵头", "status": "under_way", "raised": ago(90)}
    )
    for place, (body, outcome, days) in enumerate((("部门", "passed", 80), ("委员会", "waiting", 70)), 1):
        values = {"project": project, "decision": stuck, "place": place, "body": body, "outcome": outcome}
        edit.create(workspace, "decision_step", values | {"submitted": ago(days)})
    taken = edit.create(
        workspace,
        "decision",
        {"project": project, "question": "在哪试点", "status": "decided", "decided": ago(9), "outcome": "一店"},
    )
    review = edit.create(
        workspace, "review", {"project": project, "title": "三季度复盘", "date": TODAY, "happened": "先写的一句"}
    )
    return stuck, taken, review


def face(window, context, register, code):
    context.open_view(View(register, Query(register, context.project), code))
    return window.shell.pages.currentWidget().faces._shown


def test_the_paths_stand_in_order_and_choose_their_records(window, context, made, wait_until):
    shown = face(window, context, "decision", "path")
    wait_until(lambda: shown.table.rowCount() == 2)
    assert [shown.table.item(n, 0).text() for n in range(2)] == ["谁牵头", "在哪试点"]
    assert shown.table.item(0, 1).text().startswith("Stuck: 70 days")
    assert shown.table.item(0, 2).text().split("\n")[1] == "2. 委员会: 70 days"
    shown.table.setCurrentCell(0, 0)
    assert context.selection == ("decision", made[0])
    way = shown.table.model().index(0, 2)
    shown.table.scrollTo(way)
    box = shown.table.visualRect(way)
    at = QPoint(box.left() + 8 + min((box.width() - 16) // 2, 168) * 3 // 2, box.center().y())
    QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert context.selection[0] == "decision_step"
    shown.chips["decided"].click()
    assert [shown.table.item(n, 0).text() for n in range(shown.table.rowCount())] == ["在哪试点"]


def test_the_ticked_facts_go_into_the_review_in_one_step_that_can_be_undone(window, context, made, wait_until):
    shown = face(window, context, "review", "facts")
    wait_until(lambda: shown.table.rowCount() >= 2)
    words = [shown.table.item(n, 1).text() for n in range(shown.table.rowCount())]
    assert "To be decided: 谁牵头" in words
    unwanted = words.index("To be decided: 谁牵头")
    shown.table.item(unwanted, 0).setCheckState(Qt.CheckState.Unchecked)
    shown.write.click()

    def held():
        with context.workspace.read() as session:
            return find(session, REGISTERS, "review", made[2]).values

    assert held()["happened"].split("\n") == ["先写的一句", f"{ago(9)}  Decided: 在哪试点 → 一店"]
    assert held()["period_end"] == TODAY
    shown.write.click()
    assert held()["happened"].count("在哪试点") == 1
    history.undo(context.workspace)
    assert held()["happened"] == "先写的一句"


@pytest.mark.parametrize(("text", "said"), [("", "Write both days"), ("nonsense", "“nonsense” is not a date.")])
def test_days_that_are_none_are_answered_in_words(window, context, made, wait_until, text, said):
    shown = face(window, context, "review", "facts")
    wait_until(lambda: shown.table.rowCount() >= 2)
    shown.start.setText(text)
    shown.start.editingFinished.emit()
    assert shown._said.text().startswith(said)
    shown.write.click()
    with context.workspace.read() as session:
        assert find(session, REGISTERS, "review", made[2]).values["happened"] == "先写的一句"


def test_nothing_yet_offers_the_first_one(window, context):
    shown = face(window, context, "decision", "path")
    assert shown._empty is not None
    found = face(window, context, "review", "facts")
    assert found._layers.currentIndex() == 1
