"""Faces beside the table of a register: their tabs, what they are handed, and that nothing of the table is lost."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from govdesk.store import edit
from govdesk.store.query import Filter, Order, Query, count
from govdesk.ui.context import View
from govdesk.ui.draft import Drafts
from govdesk.ui.empty_state import EmptyState
from govdesk.ui.pages import face
from govdesk.ui.pages.face import Declared, Face
from govdesk.ui.pages.register_page import RegisterPage
from govdesk.ui.view_memory import ViewMemory

HIGH = Filter("power", "at_least", (4,))


class Sketch(Face):
    """A face that only keeps what it was asked to show."""

    made: list[Sketch]

    def __init__(self, context):
        super().__init__(context)
        self.queries = []
        self.lasso = QPushButton("Lasso")
        self.made.append(self)

    def show_query(self, query):
        self.queries.append(query)
        with self.context.workspace.read() as session:
            registers = self.context.registers
            self.counted.emit(count(session, registers, query), count(session, registers, Query(query.register)))

    def toolbar(self):
        return [self.lasso]


@pytest.fixture
def sketches(monkeypatch):
    """Two fake faces, of two registers of one area; the widgets that were made of them."""
    module = ModuleType("sketch")
    module.Sketch = Sketch
    monkeypatch.setitem(sys.modules, "sketch", module)
    monkeypatch.setattr(Sketch, "made", [], raising=False)
    declared = tuple(
        Declared("sketch", register, "Sketch", "A sketch", "What it tells.", "sketch:Sketch")
        for register in ("stakeholder", "relationship")
    )
    monkeypatch.setattr(face, "FACES", declared)
    return Sketch.made


@pytest.fixture
def page(sketches, window, context):
    def show(code="stakeholder", shown="sketch", **how):
        context.open_view(View(code, Query(code, context.project, **how), shown))
        return window.shell.pages.currentWidget()

    return show


def tab_of(page, register, shown=""):
    return page.faces.tabs.index((register, shown))


def test_a_face_is_a_tab_beside_its_table_and_made_when_first_shown(page, sketches, context):
    found = page(shown="")
    assert sketches == []
    place = tab_of(found, "stakeholder", "sketch")
    assert place == tab_of(found, "stakeholder") + 1
    assert found.tabs.tabText(place) == "Sketch"
    found.tabs.setCurrentIndex(place)
    assert context.view == View("stakeholder", Query("stakeholder", context.project), "sketch")
    assert found._stack.currentWidget() is sketches[0]
    assert (found._title.text(), found._purpose.text()) == ("A sketch", "What it tells.")
    assert sketches[0].lasso.isVisible()


def test_a_face_is_handed_the_query_and_its_filters(page, sketches, context):
    found = page(filters=(HIGH,))
    assert sketches[0].queries[-1] == Query("stakeholder", context.project, (HIGH,))
    assert found.filters.chips["power"].text().strip()
    found.filters.clear()
    assert sketches[0].queries[-1] == Query("stakeholder", context.project)
    assert context.view.face == "sketch"
    assert len(sketches) == 1


def test_what_a_face_asks_for_is_shown_in_its_place(page, sketches, context):
    page()
    inside = Query("stakeholder", context.project, (HIGH,))
    sketches[0].asked.emit(inside)
    assert context.view == View("stakeholder", inside, "sketch")
    assert sketches[0].queries[-1] == inside


def test_a_change_of_the_records_refreshes_the_face(page, sketches, context):
    found = page()
    before = len(sketches[0].queries)
    edit.create(context.workspace, "stakeholder", {"name": "叶志明", "project": context.project})
    assert len(sketches[0].queries) > before
    assert found.filters.count.text() == "3 of 4"
    assert found._stack.currentWidget() is sketches[0]


def test_what_a_face_counts_reaches_bar_and_foot(page, sketches, window):
    found = page()
    assert found.filters.count.text() == "2 of 3"
    sketches[0].counted.emit(1, 7)
    assert found.filters.count.text() == "1 of 7"
    assert "1 shown" in window.shell.status._rows.text()


def test_the_table_comes_back_with_the_same_filters(page, sketches, context, wait_until):
    found = page(filters=(HIGH,))
    found.tabs.setCurrentIndex(tab_of(found, "stakeholder"))
    assert context.view == View("stakeholder", Query("stakeholder", context.project, (HIGH,)))
    wait_until(lambda: found._stack.currentWidget() is found.table)
    assert found.model.rowCount() == 2
    assert not sketches[0].lasso.isVisible()
    found.tabs.setCurrentIndex(tab_of(found, "stakeholder", "sketch"))
    assert found._stack.currentWidget() is sketches[0]
    assert sketches[0].lasso.isVisible()
    assert len(sketches) == 1


def test_each_register_has_a_face_of_its_own(page, sketches):
    found = page()
    found.tabs.setCurrentIndex(tab_of(found, "relationship", "sketch"))
    assert found._stack.currentWidget() is sketches[1]
    assert sketches[1].queries[-1].register == "relationship"
    assert (sketches[0].lasso.isVisible(), sketches[1].lasso.isVisible()) == (False, True)


def test_another_language_keeps_the_face(page, sketches, window, context, wait_until):
    page(filters=(HIGH,))
    window.apply(replace(context.settings, language="zh"))
    wait_until(lambda: len(sketches) == 2)
    found = window.shell.pages.currentWidget()
    assert found._stack.currentWidget() is sketches[1]
    assert found.tabs.currentIndex() == tab_of(found, "stakeholder", "sketch")
    assert sketches[1].queries[-1] == Query("stakeholder", context.project, (HIGH,))


def test_a_new_record_takes_the_values_of_the_filters_of_the_face(page, context):
    found = page(filters=(Filter("level", "any_of", ("expert",)),))
    found.add()
    assert Drafts.of(context).new("stakeholder")["level"] == "expert"


def test_the_columns_of_the_table_stay_its_own(page, context, window):
    found = page(shown="")
    context.open_view(View("relationship", Query("relationship", context.project), "sketch"))
    assert context.columns == tuple(f.name for f in context.registers["relationship"].fields() if f.main)
    assert not found.filters.columns.isVisible()
    found.hide()
    kept = ViewMemory(context).columns(context.registers["relationship"])
    assert [f.name for f in kept] == [f.name for f in context.registers["relationship"].fields() if f.main]


def test_an_order_is_kept_while_a_face_is_shown(page, context, wait_until):
    found = page(shown="", order=(Order("name"),))
    found.tabs.setCurrentIndex(tab_of(found, "stakeholder", "sketch"))
    found.tabs.setCurrentIndex(tab_of(found, "stakeholder"))
    assert context.view.query.order == (Order("name"),)
    wait_until(lambda: found._stack.currentWidget() is found.table)


def test_tools_show_their_icons_alone_where_there_is_little_room(context):
    from PySide6.QtWidgets import QComboBox

    from govdesk.ui.icon import icon
    from govdesk.ui.pages.face import fit_tools
    from govdesk.ui.text import button

    made = button("Department sheet", "", icon("file-text", context.theme.colour("text")))
    bare, box = button("Words alone"), QComboBox()
    fit_tools([made, bare, box], narrow=True)
    assert (made.text(), bare.text()) == ("", "Words alone")
    assert made.toolTip() == "Department sheet"
    fit_tools([made, bare, box], narrow=False)
    assert made.text().strip() == "Department sheet"


EMPTY = (
    ("stakeholder", "map"), ("stakeholder", "engagement"), ("stakeholder", "due"), ("relationship", "network"),
    ("deliverable", "matrix"), ("feedback", "board"), ("feedback", "analysis"), ("feedback", "answered"),
    ("risk", "matrix"), ("checklist", "plan"),
)  # fmt: skip


@pytest.mark.parametrize(("register", "face"), EMPTY)
def test_an_empty_face_teaches_and_offers_the_next_step(
    context, open_workspace, make_window, wait_until, register, face
):
    project = edit.create(open_workspace, "project", {"name": "新项目"})
    window = make_window()
    context.open_view(View(register, Query(register, project), face))

    def taught():
        shown = [e for e in window.findChildren(EmptyState) if e.isVisible()]
        return next((e for e in shown if any(b.isVisible() for b in e.findChildren(QPushButton))), None)

    wait_until(taught, "the empty state with an offer")
    assert all(word.width() <= taught().width() for word in taught().findChildren(QLabel))


def test_an_empty_state_wraps_its_words_where_there_is_little_room(context, app):
    made = EmptyState(context)
    made.show_state("map", "Nothing yet", "Many words that need more than one line here. " * 3, ())
    assert made.minimumSizeHint().width() < 300
    made.deleteLater()


def test_a_new_record_begins_from_the_offer_of_an_empty_matrix(context, open_workspace, make_window, wait_until):
    project = edit.create(open_workspace, "project", {"name": "新项目"})
    window = make_window()
    context.open_view(View("risk", Query("risk", project), "matrix"))
    shown = []
    window.shell.findChild(RegisterPage)._drafts.begun.connect(shown.append)

    def offer():
        found = [b for e in window.findChildren(EmptyState) if e.isVisible() for b in e.findChildren(QPushButton)]
        return next((b for b in found if b.text().strip() == "New risk" and b.isVisible()), None)

    wait_until(offer, "the offer")
    offer().click()
    assert shown == ["risk"]
