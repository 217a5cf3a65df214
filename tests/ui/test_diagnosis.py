"""The diagnosis in the window: tiles that open exactly their records, details, thresholds, steps, and the number beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from govdesk.insight.diagnosis.threshold import limits
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count, records, rows
from govdesk.store.workspace import Workspace
from govdesk.ui.context import View
from govdesk.ui.pages.diagnosis_source import DiagnosisSource


@pytest.fixture
def world(open_workspace, context):
    """A project in which two of three deliverables have nobody accountable, and one polices people."""
    home = next(iter(ids(context, "project")))
    units = [
        edit.create(open_workspace, "department", {"name": name, "kind": kind})
        for name, kind in (("信息技术部", "it"), ("营运部", "operations"))
    ]
    lines = [
        edit.create(open_workspace, "deliverable", {"name": name, "project": home, "purpose": purpose, "wave": wave})
        for name, purpose, wave in (("巡店", "assist", "一"), ("打卡", "control", "二"), ("排名", "penalise", None))
    ]
    part = {"project": home, "deliverable": lines[0], "department": units[1], "role": "A"}
    edit.create(open_workspace, "responsibility", part)
    return home, units, lines


def ids(context, code, query=None):
    with context.workspace.read() as session:
        keys = rows(session, REGISTERS, query or Query(code))
        return [r.id for r in records(session, REGISTERS, code, keys)]


@pytest.fixture
def pits(world, window, context, wait_until):
    """The tab of the six pits, filled."""
    context.set_project(world[0])
    context.open_view(View.of_page("diagnosis", world[0]))
    frame = window.shell.pages.currentWidget()
    body = frame.body("pits")
    wait_until(lambda: body.tiles["leadership"].finding is not None, "the diagnosis is read")
    return body


def settle(body, wait_until, condition):
    wait_until(lambda: condition(body._picture), "the diagnosis is read again")


def test_a_tile_tells_level_sentence_and_records(pits):
    tile = pits.tiles["leadership"]
    assert tile.finding.level == "act"
    assert tile.title.text() == "1 Who leads"
    assert "No accountable department: 2 of 3 deliverables" in tile.words.text()
    assert tile.rows.text() == "2 records ›"
    assert tile.accessibleName() == "1 Who leads: Act"
    assert pits.tiles["expertise"].finding.level == "insufficient"
    assert pits.tiles["expertise"].rows.text().startswith("Missing: ")


def test_the_records_of_a_tile_open_exactly_those(pits, world, context):
    QTest.mouseClick(pits.tiles["leadership"].rows, Qt.MouseButton.LeftButton)
    assert context.view.register == "deliverable"
    assert ids(context, "deliverable", context.view.query) == world[2][1:]


def test_a_tile_opens_its_detail_by_keyboard_and_escape_leads_back(pits, context):
    QTest.keyClick(pits.tiles["leadership"], Qt.Key.Key_Return)
    assert (context.view.tab, context.view.part) == ("pits", "leadership")
    assert pits._stack.currentWidget() is pits.detail
    block = next(b for b in pits.detail.blocks if b.reading.sign == "leadership.accountable")
    assert [box.box.value() for box in block.boxes] == [1, 3, 34]
    QTest.keyClick(pits.detail.back, Qt.Key.Key_Escape)
    assert context.view.part == ""
    assert pits._stack.currentWidget() is pits._tiles_page


def test_a_threshold_set_in_the_detail_is_kept_and_judges_anew(pits, context, wait_until):
    QTest.keyClick(pits.tiles["leadership"], Qt.Key.Key_Return)
    block = next(b for b in pits.detail.blocks if b.reading.sign == "leadership.accountable")
    share = block.boxes[2].box
    share.setValue(90)
    share.editingFinished.emit()
    settle(pits, wait_until, lambda p: p.limits["leadership.accountable.share"] == 90)
    assert pits._picture.one.finding("leadership").level == "watch"
    with context.workspace.read() as session:
        assert limits(session)["leadership.accountable.share"] == 90


def test_ticked_steps_become_one_checklist_that_one_undo_takes_back(pits, world, context):
    rows_ = pits.help._rows
    assert not pits.help.add.isEnabled()
    for row in rows_[:2]:
        row.tick.setChecked(True)
    texts = [row.tick.accessibleName() for row in rows_[:2]]
    assert pits.help.together.text().startswith("Together: ")
    QTest.mouseClick(pits.help.add, Qt.MouseButton.LeftButton)
    with context.workspace.read() as session:
        query = Query("checklist_item", world[0])
        made = records(session, REGISTERS, "checklist_item", rows(session, REGISTERS, query))
    assert [r.values["step"] for r in made] == texts
    assert context.selection[0] == "checklist"
    assert pits.help.ticked() == []
    history.undo(context.workspace)
    with context.workspace.read() as session:
        assert count(session, REGISTERS, Query("checklist_item")) == count(session, REGISTERS, Query("checklist")) == 0


def test_a_template_is_added_from_the_detail(pits, context):
    QTest.keyClick(pits.tiles["leadership"], Qt.Key.Key_Space)
    QTest.mouseClick(pits.detail.template.add, Qt.MouseButton.LeftButton)
    with context.workspace.read() as session:
        assert count(session, REGISTERS, Query("checklist", context.project)) == 1


def test_the_balance_opens_the_deliverables_of_a_part(pits, world, context):
    bar = pits.balance.bar
    assert [bar.words(n) for n in range(3)] == ["Assist 33% (1)", "Control 33% (1)", "Penalise 33% (1)"]
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert ids(context, "deliverable", context.view.query) == [world[2][2]]


def test_the_entry_in_the_navigation_counts_what_calls_for_action(pits, window, context, world, wait_until):
    item = window.shell.navigation._items["diagnosis"]
    acts = pits._picture.one.acts
    assert acts
    assert item.accessibleName() == f"Diagnosis, {acts}"
    context.open_view(View("deliverable", Query("deliverable", world[0])))
    for line in world[2][1:]:
        part = {"project": world[0], "deliverable": line, "department": world[1][1], "role": "A"}
        edit.create(context.workspace, "responsibility", part)
    wait_until(lambda: item.accessibleName() != f"Diagnosis, {acts}", "counted again though nobody looks")


def test_what_is_missing_opens_its_register(pits, context):
    QTest.keyClick(pits.tiles["interests"], Qt.Key.Key_Return)
    block = next(b for b in pits.detail.blocks if b.reading.sign == "interests.conflict")
    assert block.reading.level == "insufficient"
    block.missing_asked.emit("relationship")
    assert context.view.register == "relationship"


def test_all_projects_stand_side_by_side(pits, context, world, wait_until):
    context.set_project(None)
    settle(pits, wait_until, lambda p: len(p.found) == 2)
    assert pits._stack.currentWidget() is pits.projects
    pits.projects.opened.emit(world[0], "leadership")
    settle(pits, wait_until, lambda p: p.one is not None)
    assert pits._stack.currentWidget() is pits.detail


def test_each_tab_shows_its_group_in_both_languages(pits, window, context, world, wait_until):
    for code in ("zh", "en"):
        window.apply(replace(context.settings, language=code))
        frame = window.shell.pages.currentWidget()
        for tab in ("surface", "starting_point", "landing", "scaling", "support", "pits"):
            context.open_view(View.of_page("diagnosis", world[0], tab))
            body = frame.body(tab)
            wait_until(lambda shown=body: shown._picture is not None, tab)
            if tab != "starting_point":
                assert all(tile.finding is not None and tile.words.text() for tile in body.tiles.values()), tab
            else:
                assert len(body.signs.blocks) == 6


def test_a_workspace_without_a_project_is_told_what_belongs_here(context, tmp_path, make_window, wait_until):
    context.attach(Workspace.create(tmp_path / "leer.govdesk", REGISTERS, author="陈静"))
    window = make_window()
    context.open_view(View.of_page("diagnosis", None))
    body = window.shell.pages.currentWidget().body("pits")
    wait_until(lambda: body._stack.currentWidget() is body.empty, "nothing to diagnose")


def test_one_reading_serves_all_tabs(pits, context, world, monkeypatch, wait_until):
    source = DiagnosisSource.of(context)
    wait_until(lambda: not source._stale and source._told == source._asked, "nothing is being read")
    asked = []
    real = source._read
    monkeypatch.setattr(source, "_read", lambda pool: (asked.append(pool), real(pool)))
    context.open_view(View.of_page("diagnosis", world[0], "surface"))
    context.open_view(View.of_page("diagnosis", world[0], "landing"))
    assert asked == []


def test_a_snapshot_is_kept_and_the_next_day_shows_the_trend(pits, context, world, wait_until, monkeypatch):
    QTest.mouseClick(pits.snapshot, Qt.MouseButton.LeftButton)
    with context.workspace.read() as session:
        kept = count(session, REGISTERS, Query("snapshot", world[0]))
    assert kept == len(pits._picture.one.findings)
    settle(pits, wait_until, lambda p: not DiagnosisSource.of(context)._stale)
    assert pits.tiles["leadership"].trend.text() == "–"
    table = REGISTERS["snapshot"].__table__
    with context.workspace.write("yesterday") as session:
        session.connection().execute(table.update().values(date=dt.date.today() - dt.timedelta(days=60)))
    part = {"project": world[0], "deliverable": world[2][1], "department": world[1][0], "role": "A"}
    edit.create(context.workspace, "responsibility", part)
    wait_until(lambda: pits.tiles["leadership"].trend.text() == "↘ 1 fewer than last time", "the trend")
    assert pits._picture.since == dt.date.today() - dt.timedelta(days=60)


def test_a_read_only_workspace_is_diagnosed_but_nothing_is_offered_to_write(
    context, workspace_file, make_window, wait_until
):
    context.attach(Workspace.open(workspace_file, REGISTERS, read_only=True))
    window = make_window()
    home = ids(context, "project")[0]
    context.open_view(View.of_page("diagnosis", home, "landing"))
    body = window.shell.pages.currentWidget().body("landing")
    wait_until(lambda: body._picture is not None, "read")
    assert not body.snapshot.isEnabled()
    assert not any(row.tick.isEnabled() for row in body.help._rows)


def test_what_was_counted_before_the_page_was_opened_is_shown_at_once(world, window, context, wait_until):
    context.set_project(world[0])
    source = DiagnosisSource.of(context)
    wait_until(lambda: source.known is not None and not source._stale, "the number in the navigation")
    context.open_view(View.of_page("diagnosis", world[0]))
    body = window.shell.pages.currentWidget().body("pits")
    wait_until(lambda: not context.jobs.busy, "all is read")
    assert body.tiles["leadership"].finding is not None
