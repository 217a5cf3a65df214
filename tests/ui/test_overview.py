"""Pages that belong to no register, and the overview as the first of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query, records, rows
from govdesk.ui import page as declared
from govdesk.ui.context import View
from govdesk.ui.page import BELOW, Page, Tab
from govdesk.ui.pages.overview_card import LineRow
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.place import first_view, remember

TODAY = dt.date.today()


class Told(Body):
    """A body that keeps what it was told."""

    def __init__(self, context):
        super().__init__(context)
        self.seen = []
        self.tool = QWidget()

    def show_project(self, project, part):
        self.seen.append((project, part))

    def toolbar(self):
        return [self.tool]


class Other(Told):
    """A body on a tab of its own."""


TRIAL = Page(
    "trial", "Trial", "stethoscope", "A trial", "What it tells", BELOW, "Alt+8",
    (
        Tab("one", "One", f"{__name__}:Told"),
        Tab("two", "Two", f"{__name__}:Other", title="The second", purpose="Another line"),
    ),
)  # fmt: skip


@pytest.fixture
def trial(monkeypatch, window, context, wait_until):
    """A window with a page more, and that page."""
    for place in ("govdesk.ui.page", "govdesk.ui.navigation"):
        monkeypatch.setattr(f"{place}.PAGES", (*declared.PAGES, TRIAL))
    window._rebuild()
    context.open_view(View.of_page("trial", context.project))
    made = window.shell._pages["trial"]
    wait_until(made.isVisible)
    return made


def entry(window, code):
    return window.shell.navigation._items[code]


def test_the_pages_stand_above_and_below_the_areas(trial, window):
    order = list(window.shell.navigation._items)
    assert order[0] == "overview"
    assert order[-1] == "trial"
    assert entry(window, "trial").isChecked()
    assert entry(window, "trial").shortcut().toString() == "Alt+8"


def test_a_body_is_made_when_its_tab_is_shown_and_told_the_project(trial, context):
    assert isinstance(trial.body("one"), Told)
    assert trial.body("two") is None
    trial.tabs.setCurrentIndex(1)
    assert context.view == View.of_page("trial", context.project, "two")
    assert trial.body("two").seen == [(context.project, "")]
    assert (trial._title.text(), trial._purpose.text()) == ("The second", "Another line")
    assert trial.body("two").tool.isVisible()
    assert not trial.body("one").tool.isVisible()


def test_a_part_of_a_tab_has_an_address_and_a_place_in_the_help(trial, context):
    context.open_view(View.of_page("trial", context.project, "two", "leads"))
    assert trial.body("two").seen[-1] == (context.project, "leads")
    assert context.view.help == "trial/two"
    assert View("stakeholder", Query("stakeholder"), "map").help == "stakeholder/map"


def test_it_is_told_again_when_a_record_or_the_project_changes(trial, context, wait_until):
    seen = trial.body("one").seen
    before = len(seen)
    edit.create(context.workspace, "department", {"name": "财务部"})
    wait_until(lambda: len(seen) > before)
    context.set_project(None)
    assert seen[-1] == (None, "")


def test_what_it_says_of_itself_stands_under_the_title(trial):
    trial.body("one").told.emit("3 things")
    assert trial._purpose.text() == "3 things"


def test_a_page_comes_back_as_it_was_left_and_after_a_restart(trial, window, context):
    context.open_view(View.of_page("trial", context.project, "two"))
    entry(window, "feedback").click()
    entry(window, "trial").click()
    assert context.view == View.of_page("trial", context.project, "two")
    context.settings = remember(context)
    assert first_view(context) == View.of_page("trial", context.project, "two")
    context.settings = replace(
        context.settings,
        places={str(context.workspace.path): {"page": "gone", "tab": 3}},
    )
    assert first_view(context).register == "stakeholder"


def test_a_count_stands_beside_a_page(window, context):
    context.page_counted.emit("overview", 3, "act")
    assert entry(window, "overview").accessibleName().endswith("3")
    context.page_counted.emit("overview", None, "")
    assert entry(window, "overview").accessibleName() == "Overview"


def test_a_page_is_not_exported_as_a_table(window, context):
    said = []
    context.noticed.connect(said.append)
    context.open_view(View.of_page("overview", context.project))
    window.opening.export()
    assert len(said) == 1


@pytest.fixture
def overview(window, context):
    """The overview of a project with two voices and a late step."""
    project = context.project
    first = edit.create(
        context.workspace, "feedback", {"statement": "早", "date": TODAY - dt.timedelta(90), "project": project}
    )
    plan = edit.create(context.workspace, "checklist", {"title": "清单", "project": project})
    late = TODAY - dt.timedelta(3)
    edit.create(context.workspace, "checklist_item", {"checklist": plan, "step": "迟", "due": late, "project": project})
    ahead = TODAY + dt.timedelta(30)
    edit.create(
        context.workspace, "checklist_item", {"checklist": plan, "step": "远", "due": ahead, "project": project}
    )
    entry(window, "overview").click()
    return window.shell._pages["overview"].body(""), first


def lines(card):
    return [row.text() for row in card.findChildren(LineRow)]


def test_the_overview_shows_what_is_due_and_who_waits(overview, window, context, wait_until):
    body, first = overview
    wait_until(lambda: lines(body.cards["voices"]))
    assert lines(body.cards["voices"]) == ["早", "扫码登记信息太多"]
    assert lines(body.cards["week"]) == ["迟"]
    row = body.cards["voices"].findChildren(LineRow)[0]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert context.selection == ("feedback", first)


def test_its_number_opens_exactly_its_rows(overview, context, wait_until):
    body, _ = overview
    wait_until(lambda: lines(body.cards["week"]))
    body.cards["week"].number.click()
    assert context.view.register == "checklist_item"
    with context.workspace.read() as session:
        found = records(session, REGISTERS, "checklist_item", rows(session, REGISTERS, context.view.query))
    assert [r.values["step"] for r in found] == ["迟"]
