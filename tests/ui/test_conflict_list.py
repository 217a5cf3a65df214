"""The list of conflicts: what is chosen by click, by key and by menu, and what is told of it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from govdesk.ui.conflict_list import ConflictList
from govdesk.ui.conflict_model import BASE, MINE, THEIRS, WHO, Dispute

AT = dt.datetime(2026, 11, 3, 8, 0, tzinfo=dt.UTC)


def dispute(row, name, **traits):
    return Dispute(row, name, f"RSK-{row}", name.title(), "old", "here", "there", "Ann", AT, **traits)


@pytest.fixture
def shown(context):
    made = ConflictList(context)
    made.resize(1000, 500)
    made.show_conflicts([dispute(1, "impact"), dispute(1, "owner"), dispute(2, "impact"), dispute(3, "action")])
    made.said = []
    made.settled.connect(made.said.append)
    made.show()
    yield made
    made.close()


def click(shown, place, column):
    spot = shown.table.visualRect(shown.table.model().index(place, column)).center()
    QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def test_the_model_keeps_the_rules_of_a_model(shown):
    QAbstractItemModelTester(shown.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert shown.table.model().rowCount(QModelIndex()) == 4
    assert shown.table.model().index(0, WHO).data().startswith("Ann • 11-03")


def test_a_click_on_a_value_takes_it_and_another_leaves_it_open(shown):
    click(shown, 2, THEIRS)
    click(shown, 1, MINE)
    click(shown, 1, MINE)
    click(shown, 1, BASE)
    assert shown.said == [{(2, "impact"): "theirs"}, {(1, "owner"): "mine"}, {(1, "owner"): ""}]


@pytest.mark.parametrize(
    ("reach", "taken"),
    [
        ("selected", {(1, "impact")}),
        ("record", {(1, "impact"), (1, "owner")}),
        ("field", {(1, "impact"), (2, "impact")}),
        ("all", {(1, "impact"), (1, "owner"), (2, "impact"), (3, "action")}),
    ],
)
def test_a_choice_reaches_as_far_as_it_says(shown, reach, taken):
    place = ("selected", "record", "field", "all").index(reach)
    shown.theirs.items.actions()[place].trigger()
    assert shown.said == [dict.fromkeys(taken, "theirs")]


def test_keys_settle_what_is_selected(shown):
    shown.table.selectAll()
    QTest.keyClick(shown.table, Qt.Key.Key_Right)
    assert shown.count.text() == "All 4 settled"
    QTest.keyClick(shown.table, Qt.Key.Key_Left)
    assert {d.settled for d in shown.disputes} == {"mine"}
    QTest.keyClick(shown.table, Qt.Key.Key_Delete)
    assert shown.count.text() == "4 conflicts open"


def test_the_whole_texts_of_the_current_conflict_stand_below(shown):
    shown.show_conflicts([dispute(5, "action")])
    base, mine, theirs = (text.toPlainText() for text, _ in shown._texts)
    assert (base, mine, theirs) == ("old", "here", "there")
    assert shown._texts[1][1].text().startswith("Here • Ann")


def test_the_same_conflicts_settled_elsewhere_keep_the_place(shown):
    shown.table.selectRow(2)
    shown.show_conflicts([dispute(d.row, d.name, settled="mine") for d in shown.disputes])
    assert shown.table.currentIndex().row() == 2
    assert shown.said == []
