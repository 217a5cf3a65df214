"""Every register's table keeps Qt's contract for models while records come, change, go and come back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Filter, Order, Query
from govdesk.store.standing import Hindrance
from govdesk.ui.row_pages import PAGE
from govdesk.ui.table_model import TableModel

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def texts(model):
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


@pytest.fixture
def model(context, filled):
    made = TableModel(context)
    tester = QAbstractItemModelTester(made, FATAL)
    yield made
    tester.deleteLater()
    made.deleteLater()


@pytest.mark.parametrize("code", REGISTERS)
def test_insert_edit_delete_and_undo_restore_the_table(context, filled, model, code):
    register = REGISTERS[code]
    model.show_query(Query(code))
    before = texts(model)
    assert len(before) == 3

    first = model.record(0)
    values = {n: v for n, v in first.values.items() if v is not None and not register.field(n).system}
    values.pop("parent", None)
    edit.create(context.workspace, code, values)
    assert model.rowCount() == 4

    place = next(i for i, f in enumerate(model.columns) if f.kind.code in ("text", "long_text", "choice", "number"))
    column = model.columns[place]
    other = model.index(1, place).data(Qt.ItemDataRole.EditRole)
    assert model.setData(model.index(0, place), other)
    assert model.record(0).values[column.name] == model.record(1).values[column.name]

    edit.remove(context.workspace, code, [model.record(3).id])
    assert model.rowCount() == 3
    for _ in range(3):
        history.undo(context.workspace)
    assert texts(model) == before


@pytest.mark.parametrize("code", REGISTERS)
def test_every_column_sorts_both_ways(context, filled, model, code):
    model.show_query(Query(code), REGISTERS[code].fields())
    for column in range(model.columnCount()):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            model.sort(column, order)
            assert sorted(r.id for r in model.records(0, 2)) == sorted(filled[code])
    model.sort([f.name for f in model.columns].index("number"), Qt.SortOrder.DescendingOrder)
    veil, found = REGISTERS[code].veil, model.records(0, 2)
    numbers = [r.number for r in found]
    assert numbers == sorted(numbers, reverse=True)
    told = [r.number for r in found if veil is None or not veil.covers(r.values)]
    assert set(told) <= {1, 2, 3}
    assert veil is not None or told == [3, 2, 1]


def test_a_row_keeps_its_index_when_the_order_changes(context, filled, model):
    from PySide6.QtCore import QPersistentModelIndex

    model.show_query(Query("risk", order=(Order("number"),)))
    held = QPersistentModelIndex(model.index(0, 1))
    identity = model.record(0).id
    model.show_query(Query("risk", order=(Order("number", descending=True),)))
    assert held.row() == 2
    assert model.record(held.row()).id == identity


def test_pages_come_as_rows_come_into_sight(context, filled, model):
    values = [{"name": f"{i:04d}", "project": filled["project"][0]} for i in range(2 * PAGE)]
    edit.change_many(context.workspace, "stakeholder", {}, values)
    model.show_query(Query("stakeholder", filters=(Filter("name", "contains", "0"),)))
    last = model.rowCount() - 1
    assert last > PAGE
    assert model.record(last).values["name"] == "0511"
    assert 1 not in model._pages.known
    assert model.record(PAGE).values["name"] == "0255"
    assert 1 in model._pages.known


def test_an_edit_that_does_not_fit_is_refused_and_changes_nothing(context, filled, model):
    model.show_query(Query("risk"))
    said = []
    model.refused.connect(said.append)
    place = [f.name for f in model.columns].index("due")
    assert not model.setData(model.index(0, place), "someday")
    assert "someday" in context.say(said[0])
    assert model.record(0).values["due"] is not None


def test_an_edit_in_place_keeps_the_rows_where_they_are(context, filled, model):
    model.show_query(Query("risk", order=(Order("title"),)))
    order = [r.id for r in model.records(0, 2)]
    place = [f.name for f in model.columns].index("title")
    assert model.setData(model.index(0, place), "标题 9")
    assert [r.id for r in model.records(0, 2)] == order
    history.undo(context.workspace)
    assert model.record(0).values["title"] == "标题 0"


def test_a_read_only_workspace_offers_no_cell_to_edit(context, filled, model):
    model.show_query(Query("risk"))
    assert model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    context.workspace.hindrance = Hindrance("asked")
    assert not model.flags(model.index(0, 1)) & Qt.ItemFlag.ItemIsEditable


def test_links_are_read_by_name(context, filled, model):
    model.show_query(Query("feedback"))
    place = [f.name for f in model.columns].index("department")
    assert model.setData(model.index(0, place), "标题 2")
    assert model.record(0).values["department"] == filled["department"][2]
    assert not model.setData(model.index(0, place), "nobody knows it")


def test_a_name_that_changes_elsewhere_is_shown_here(context, filled, model):
    model.show_query(Query("checklist_item"))
    place = [f.name for f in model.columns].index("checklist")
    assert model.index(0, place).data() == "标题 0"
    edit.change(context.workspace, "checklist", [filled["checklist"][0]], {"title": "Renamed"})
    assert model.index(0, place).data() == "Renamed"


def test_a_slow_view_is_fetched_beside_the_window_and_the_last_one_asked_wins(context, filled, model, wait_until):
    model._source._slow = True
    told, busy = [], []
    model.loaded.connect(lambda shown, total: told.append((shown, total)))
    model.loading.connect(busy.append)
    model.show_query(Query("risk"))
    model.show_query(Query("risk", filters=(Filter("title", "contains", "1"),)))
    assert model.rowCount() == 0
    assert busy == [True]
    wait_until(lambda: told)
    assert told == [(1, 3)]
    assert busy == [True, False]
    assert model.record(0).values["title"] == "标题 1"
