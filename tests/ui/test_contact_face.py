"""Contacts due: said in words, chosen into the inspector, and a new one begun with a key."""

from __future__ import annotations

import datetime as dt

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.ui.draft import Drafts
from govdesk.ui.pages.contact_face import ContactFace


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


def test_return_begins_a_contact_with_who_is_chosen(face, context):
    made, ids = face
    begun = []
    Drafts.of(context).begun.connect(begun.append)
    made.record()
    assert begun == []
    made.table.setCurrentCell(0, 0)
    assert context.selection == ("stakeholder", ids["王敏"])
    keys = made.table.findChild(QShortcut)
    assert keys.key() == QKeySequence(Qt.Key.Key_Return)
    keys.activated.emit()
    assert begun == ["touchpoint"]


def test_those_without_a_cadence_open_as_rows(face, context):
    face[0].without.click()
    assert context.view.query.filters == (Filter("cadence", "empty"),)


def test_nobody_with_a_cadence_is_explained(face, wait_until):
    made = face[0]
    made.show_query(Query("stakeholder", None, (Filter("cadence", "empty"),)))
    wait_until(lambda: made._layers.currentIndex() == 1, "the empty state")
