"""Contacts due: said in words, chosen into the inspector, and a new one begun with a key."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest

from govdesk.store import edit
from govdesk.store.history import operations, undo
from govdesk.store.query import Filter, Query, records, rows
from govdesk.ui.pages.contact_face import ContactFace
from govdesk.ui.pages.contact_paper import list_size, paint_list
from govdesk.ui.picture import vector


@pytest.fixture
def face(context, open_workspace, wait_until):
    with open_workspace.read() as session:
        ids = dict(session.connection().exec_driver_sql("SELECT name, id FROM stakeholder").fetchall())
        project = session.connection().exec_driver_sql("SELECT id FROM project ORDER BY row").scalar()
    edit.change(open_workspace, "stakeholder", [ids["王敏"]], {"cadence": 7})
    values = {
        "project": project,
        "stakeholder": ids["王敏"],
        "date": dt.date.today() - dt.timedelta(10),
        "summary": "x",
    }
    edit.create(open_workspace, "touchpoint", values)
    made = ContactFace(context)
    counts = []
    made.counted.connect(lambda *n: counts.append(n))
    made.show()
    made.show_query(Query("stakeholder", project))
    wait_until(lambda: counts, "the contacts")
    yield made, ids
    shiboken6.delete(made)


def test_what_is_overdue_is_said_in_words(face):
    table = face[0].table
    assert [table.item(0, n).text() for n in range(4)][:2] == ["王敏", "3 days overdue"]
    assert table.item(0, 3).text() == "7 days"
    assert face[0].without.text().startswith("1 person has no cadence")


def touchpoints(workspace):
    with workspace.read() as session:
        registers = workspace.registers
        return records(session, registers, "touchpoint", rows(session, registers, Query("touchpoint")))


def test_enter_words_enter_takes_down_a_contact_as_one_operation(face, context, open_workspace, wait_until):
    made, ids = face
    context.bridge.changed.connect(lambda _: made.show_query(made._query))
    made.record()
    assert not made.entry.open
    made.table.setCurrentCell(0, 0)
    assert context.selection == ("stakeholder", ids["王敏"])
    keys = made.table.findChild(QShortcut)
    assert keys.key() == QKeySequence(Qt.Key.Key_Return)
    keys.activated.emit()
    QTest.keyClicks(made.entry.text, "went well")
    made.entry.editors["kind"].show_value("call")
    QTest.keyClick(made.entry.text, Qt.Key.Key_Return)
    kept = touchpoints(open_workspace)[-1].values
    assert (kept["summary"], kept["stakeholder"], kept["date"]) == ("went well", ids["王敏"], dt.date.today())
    assert (kept["kind"], made.entry.open) == ("call", False)
    wait_until(lambda: made.table.item(0, 1).text() == "In 7 days", "the list anew")
    with open_workspace.read() as session:
        assert str(operations(session)[0].label) == "Contact with 王敏: went well"
    undo(open_workspace)
    assert len(touchpoints(open_workspace)) == 1
    made.entry.begin(made._people[0])
    assert made.entry.editors["kind"].value() == "call"


def test_nothing_said_is_not_kept_and_escape_leaves_it(face, context, open_workspace):
    made = face[0]
    said = []
    context.noticed.connect(said.append)
    made.entry.begin(made._people[0])
    QTest.keyClick(made.entry.text, Qt.Key.Key_Return)
    assert "first" in said[0]
    assert made.entry.open
    QTest.keyClick(made.entry.text, Qt.Key.Key_Escape)
    assert not made.entry.open
    assert len(touchpoints(open_workspace)) == 1


def test_a_day_ahead_is_kept_as_planned_and_says_so(face, context, open_workspace, wait_until):
    made = face[0]
    context.bridge.changed.connect(lambda _: made.show_query(made._query))
    made.entry.begin(made._people[0])
    made.entry.editors["date"].show_value(dt.date.today() + dt.timedelta(5))
    made.entry._look_ahead()
    assert "lies ahead" in made.entry._ahead.text()
    made.entry.text.setText("x")
    made.entry.save()
    wait_until(lambda: "Planned for" in made.table.item(0, 1).text(), "the list anew")
    assert made.chips["planned"].text() == "Planned  1"


def test_a_state_shows_its_people_alone(face):
    made = face[0]
    assert [c.text() for c in made.chips.values()] == [
        "All  1", "Never yet  0", "Overdue  1", "Within 7 days  0", "Planned  0", "Later  0",
    ]  # fmt: skip
    made.chips["overdue"].click()
    assert made.table.rowCount() == 1
    assert made.chips["overdue"].isChecked()
    assert not made.chips["later"].isEnabled()


def test_the_numbers_hold_dates_as_dates(face):
    line = face[0].sheets()[0].lines[1]
    today = dt.date.today()
    assert line == ("王敏", today - dt.timedelta(3), "Overdue", None, today - dt.timedelta(10), 7, None, None)


def test_those_without_a_cadence_open_as_rows(face, context):
    face[0].without.click()
    assert context.view.query.filters == (Filter("cadence", "empty"),)


def test_nobody_with_a_cadence_is_explained(face, wait_until):
    made = face[0]
    made.show_query(Query("stakeholder", None, (Filter("cadence", "empty"),)))
    wait_until(lambda: made._layers.currentIndex() == 1, "the empty state")


def test_the_picture_holds_the_whole_list(face, context):
    made = face[0]
    paint = partial(paint_list, context, made.table, (150, 168, 106, 84, 156, 220))
    text = vector(context, paint, list_size(made.table)).decode()
    assert "王敏" in text
    assert "3 days overdue" in text
    assert "Last contact" in text
