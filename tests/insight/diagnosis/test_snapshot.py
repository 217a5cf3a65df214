"""Snapshots: one per rule and day, and the trend since the last of an earlier day."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.insight.diagnosis.diagnosing import diagnose
from govdesk.insight.diagnosis.snapshot import last_snapshot, save_snapshot, trends
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

FIRST, THEN, NOW = dt.date(2026, 8, 1), dt.date(2026, 9, 30), dt.date(2026, 11, 22)


@pytest.fixture
def home(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    project = edit.create(workspace, "project", {"name": "门店数字化"})
    units = [edit.create(workspace, "department", {"name": f"部门{n}", "kind": "finance"}) for n in range(3)]
    lines = [edit.create(workspace, "deliverable", {"name": f"{n}", "project": project}) for n in range(20)]

    def own(n):
        part = {"project": project, "deliverable": lines[n], "department": units[n % 3], "role": "A"}
        return edit.create(workspace, "responsibility", part)

    def look(day):
        with workspace.read() as session:
            found = diagnose(session, REGISTERS, project, day)
            return found, trends(session, REGISTERS, project, found)

    look.workspace, look.project, look.own = workspace, project, own
    yield look
    workspace.close()


def test_without_a_snapshot_there_is_no_trend(home):
    assert home(NOW)[1] == {}


@pytest.mark.parametrize(
    ("before", "after", "direction", "change"),
    [(16, 16, "same", 0), (16, 17, "better", -1), (16, 20, "better", 0), (0, 16, "unknown", 0)],
)
def test_the_trend_tells_level_and_count_since_the_last_snapshot(home, before, after, direction, change):
    for n in range(before):
        home.own(n)
    save_snapshot(home.workspace, home(THEN)[0])
    for n in range(before, after):
        home.own(n)
    trend = home(NOW)[1]["leadership"]
    assert trend.since == THEN
    assert (trend.direction, trend.change) == (direction, change)


def test_more_records_at_the_same_level_are_worse(home):
    made = [home.own(n) for n in range(17)]
    save_snapshot(home.workspace, home(THEN)[0])
    edit.remove(home.workspace, "responsibility", made[:2])
    assert (home(NOW)[1]["leadership"].direction, home(NOW)[1]["leadership"].change) == ("worse", 2)


def test_a_second_snapshot_of_a_day_takes_the_place_of_the_first(home):
    home.own(0)
    kept = save_snapshot(home.workspace, home(NOW)[0])
    home.own(1)
    found, _ = home(NOW)
    assert save_snapshot(home.workspace, found) == kept == len(found.findings)
    with home.workspace.read() as session:
        assert count(session, REGISTERS, Query("snapshot")) == kept
    history.undo(home.workspace)
    history.undo(home.workspace)


def test_a_snapshot_is_one_operation(home):
    save_snapshot(home.workspace, home(NOW)[0])
    history.undo(home.workspace)
    with home.workspace.read() as session:
        assert count(session, REGISTERS, Query("snapshot")) == 0


def test_the_last_snapshot_is_of_an_earlier_day_and_of_the_same_project(home):
    other = edit.create(home.workspace, "project", {"name": "另一个"})
    for day in (FIRST, THEN, NOW):
        save_snapshot(home.workspace, home(day)[0])
    with home.workspace.read() as session:
        assert last_snapshot(session, REGISTERS, home.project, NOW) == THEN
        assert last_snapshot(session, REGISTERS, home.project, THEN) == FIRST
        assert last_snapshot(session, REGISTERS, home.project, FIRST) is None
        assert last_snapshot(session, REGISTERS, other, NOW) is None
