"""Pages that belong to no register, and the overview as the first of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from govdesk.insight.diagnosis.diagnosing import diagnose
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query, records, rows
from govdesk.store.workspace import Workspace
from govdesk.ui import page as declared
from govdesk.ui.context import View
from govdesk.ui.page import BELOW, Page, Tab
from govdesk.ui.pages.overview_line import LineRow
from govdesk.ui.pages.overview_numbers import NumberTile
from govdesk.ui.pages.page_frame import Body
from govdesk.ui.place import first_view, kept_view, remember
from govdesk.ui.visit import last_visit

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
    assert kept_view(context) == View.of_page("trial", context.project, "two")
    nonsense = {"page": "gone", "tab": 3}
    context.settings = replace(context.settings, places={str(context.workspace.path): nonsense})
    assert kept_view(context) is None


def test_a_used_workspace_opens_on_the_overview_of_the_project_looked_at_last(window, context, open_workspace):
    with open_workspace.read() as session:
        second = records(session, REGISTERS, "project", rows(session, REGISTERS, Query("project")))[1].id
    context.open_view(View("feedback", Query("feedback", second, search="扫码")))
    context.settings = remember(context)
    assert first_view(context) == View.of_page("overview", second)
    context.settings = replace(context.settings, start="last")
    assert first_view(context) == View("feedback", Query("feedback", second, search="扫码"))
    context.settings = replace(context.settings, start="overview")
    window._views.clear()
    window._look_around()
    entry(window, "feedback").click()
    assert context.view == View("feedback", Query("feedback", second, search="扫码"))


def test_an_unused_workspace_opens_on_its_first_register(context, tmp_path):
    context.attach(Workspace.create(tmp_path / "neu.govdesk", REGISTERS))
    project = edit.create(context.workspace, "project", {"name": "新"})
    assert first_view(context) == View("stakeholder", Query("stakeholder", project))


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
def overview(window, context, wait_until):
    """The overview of a project with two voices, a late step, a step far ahead, and somebody who fell back."""
    project, made = context.project, context.workspace
    old = TODAY - dt.timedelta(90)
    voice = {"statement": "早", "date": old, "due": old, "project": project}
    first = edit.create(made, "feedback", voice)
    plan = edit.create(made, "checklist", {"title": "清单", "project": project})
    for name, days in (("迟", -3), ("远", 30)):
        due = TODAY + dt.timedelta(days)
        edit.create(made, "checklist_item", {"checklist": plan, "step": name, "due": due, "project": project})
    wish = {"name": "刘国栋", "engagement": "supportive", "desired": "supportive", "project": project}
    person = edit.create(made, "stakeholder", wish)
    edit.change(made, "stakeholder", [person], {"engagement": "resistant"})
    entry(window, "overview").click()
    body = window.shell._pages["overview"].body("")
    wait_until(lambda: len(lines(body.cards["voices"])) == 2 and lines(body.cards["drift"]) == ["刘国栋"])
    return body, first


def lines(card):
    return [row.text() for row in card.findChildren(LineRow) if row.isVisible()]


def shown(context):
    with context.workspace.read() as session:
        view = context.view.query
        return [
            r.title(REGISTERS[view.register])
            for r in records(session, REGISTERS, view.register, rows(session, REGISTERS, view))
        ]


def test_the_overview_shows_what_is_due_who_waits_and_who_fell_back(overview, context, wait_until):
    body, first = overview
    wait_until(lambda: lines(body.cards["voices"]))
    assert lines(body.cards["voices"]) == ["早", "扫码登记信息太多"]
    assert lines(body.cards["week"]) == ["迟"]
    assert lines(body.cards["drift"]) == ["刘国栋"]
    QTest.mouseClick(body.cards["voices"].findChildren(LineRow)[0], Qt.MouseButton.LeftButton)
    assert context.selection == ("feedback", first)


@pytest.mark.parametrize(
    ("card", "number", "expected"),
    [("week", 0, ["迟"]), ("drift", 0, ["刘国栋"]), ("voices", 0, ["早", "扫码登记信息太多"])],
)
def test_its_numbers_open_exactly_their_rows(overview, context, wait_until, card, number, expected):
    body, _ = overview
    wait_until(lambda: lines(body.cards[card]))
    body.cards[card].numbers[number].click()
    assert shown(context) == expected


def test_it_can_be_walked_through_and_opened_by_keys(overview, context, wait_until):
    body, first = overview
    wait_until(lambda: lines(body.cards["voices"]))
    row = body.cards["voices"].findChildren(LineRow)[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Space)
    assert context.selection == ("feedback", first)
    assert "早" in row.accessibleName()
    assert "late" in row.accessibleName()


def test_what_changed_since_the_last_visit_is_told(overview, context, window, wait_until):
    body, _ = overview
    wait_until(lambda: len(lines(body.news)) == 5)
    assert body.news.title.text() == "Changes of the last 7 days"
    window.visits.keep()
    edit.create(context.workspace, "department", {"name": "财务部"})
    wait_until(lambda: len(lines(body.news)) == 1)
    assert body.news.title.text().startswith("Since your last visit (")
    assert [b.text() for b in body.news.numbers] == ["Departments 1 ›"]
    body.news.numbers[0].click()
    assert shown(context) == ["财务部"]


def test_a_closed_workspace_remembers_the_visit(window, context, open_workspace):
    identity = open_workspace.id
    context.attach(None)
    assert context.settings.visits[identity]["operation"] > 0


def test_a_visit_that_makes_no_sense_is_none(window, context):
    for kept in ({"operation": "x", "at": "y"}, {}, {"operation": 3}):
        context.settings = replace(context.settings, visits={context.workspace.id: kept})
        assert last_visit(context) is None


def test_projects_stand_side_by_side_in_the_order_of_their_numbers(overview, context, wait_until):
    body, _ = overview
    context.set_project(None)
    wait_until(body.beside.isVisible)
    buttons = {b.accessibleName() or b.text(): b for b in body.beside.findChildren(QPushButton)}
    names = [b.text() for b in buttons.values() if not b.text().isdigit()]
    assert names == ["门店数字化", "线上营销"]
    assert buttons["门店数字化, Unanswered voices: 2"].isEnabled()
    assert "线上营销, Unanswered voices: 0" not in buttons
    buttons["门店数字化, Fell back: 1"].click()
    assert shown(context) == ["刘国栋"]


def test_an_empty_project_is_told_what_belongs_here(window, context, wait_until):
    empty = edit.create(context.workspace, "project", {"name": "空"})
    context.set_project(empty)
    entry(window, "overview").click()
    body = window.shell._pages["overview"].body("")
    wait_until(body.empty.isVisible)
    assert any("Nothing to look over" in w.text() for w in body.empty.findChildren(QLabel))


def test_cards_stand_below_one_another_where_there_is_little_room(overview, wait_until):
    body, _ = overview
    wait_until(lambda: lines(body.cards["week"]))
    for width, columns in ((900, 2), (500, 1), (900, 2)):
        body.resize(width, 700)
        assert body._columns == columns


def test_the_sponsors_numbers_are_chosen_and_kept_with_the_project(overview, context, wait_until):
    body, _ = overview
    for n in range(4):
        edit.create(context.workspace, "metric", {"name": f"指标{n}", "target": 5, "project": context.project})
    wait_until(lambda: len(body.numbers.choice.items.actions()) == 6)
    for n in range(3):
        body.numbers.choice.items.actions()[n].trigger()
        wait_until(lambda n=n: len(body.numbers.findChildren(NumberTile)) >= n + 1)
        wait_until(lambda n=n: body.numbers.choice.items.actions()[n].isChecked())
    wait_until(lambda: not body.numbers.choice.items.actions()[3].isEnabled())
    with context.workspace.read() as session:
        chosen = session.connection().exec_driver_sql("SELECT count(*) FROM metric WHERE headline").scalar_one()
    assert chosen == 3
    wait_until(lambda: any(t.isVisible() for t in body.numbers.findChildren(NumberTile)))
    tile = next(t for t in body.numbers.findChildren(NumberTile) if t.isVisible())
    assert "No reading yet" in tile.accessibleName()
    tile.click()
    assert context.view.register == "measurement"


def test_findings_at_act_open_their_rule(overview, context, wait_until):
    body, _ = overview
    finding = next((f for f in diagnosed(context) if f.level == "act"), None)
    assert finding is not None
    wait_until(lambda: lines(body.acts))
    row = next(r for r in body.acts.findChildren(LineRow) if r.isVisible())
    row.click()
    assert (context.view.page, context.view.tab, context.view.part) == ("diagnosis", finding.group, finding.rule)


def diagnosed(context):
    with context.workspace.read() as session:
        return diagnose(session, REGISTERS, context.project, TODAY).findings
