"""Who is due for a contact: by cadence from the last one had; a contact ahead is planned, not had."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.insight.contact import STATES, contacts
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace

TODAY = dt.date(2026, 3, 20)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "c.govdesk", REGISTERS)
    yield made
    made.close()


def person(workspace, project, name, **values):
    return edit.create(workspace, "stakeholder", {"name": name, "project": project, **values})


def talk(workspace, project, who, day, follow_up=""):
    values = {"project": project, "stakeholder": who, "date": day, "summary": "谈", "follow_up": follow_up}
    edit.create(workspace, "touchpoint", values)


def test_the_most_overdue_come_first_and_nobody_met_before_all(workspace):
    project = edit.create(workspace, "project", {"name": "一"})
    soon, late, never = (person(workspace, project, n, cadence=14) for n in ("赵", "钱", "孙"))
    person(workspace, project, "李")
    talk(workspace, project, soon, dt.date(2026, 3, 18))
    talk(workspace, project, late, dt.date(2026, 1, 1))
    talk(workspace, project, late, dt.date(2026, 2, 1), "发纪要")
    talk(workspace, project, never, dt.date(2026, 4, 1))
    with workspace.read() as session:
        found = contacts(session, REGISTERS, Query("stakeholder", project), TODAY)
    assert [c.name for c in found.people] == ["孙", "钱", "赵"]
    assert [c.late(TODAY) for c in found.people] == [0, 33, -12]
    assert (found.people[0].last, found.people[0].planned) == (None, dt.date(2026, 4, 1))
    assert found.people[1].follow_up == "发纪要"
    assert (found.without_cadence, found.total) == (1, 4)


def test_who_has_left_is_due_no_more(workspace):
    project = edit.create(workspace, "project", {"name": "一"})
    person(workspace, project, "赵", cadence=14, left=TODAY)
    person(workspace, project, "钱", cadence=14, left=dt.date(2026, 3, 21))
    with workspace.read() as session:
        found = contacts(session, REGISTERS, Query("stakeholder", project), TODAY)
    assert [c.name for c in found.people] == ["钱"]


def test_each_contact_is_in_one_state_and_namesakes_are_told_apart(workspace):
    project = edit.create(workspace, "project", {"name": "一"})
    days = {"never": None, "overdue": 15, "soon": 14, "later": 7}
    for state, ago in days.items():
        who = person(workspace, project, "王敏", title=state, cadence=14)
        if ago is not None:
            talk(workspace, project, who, TODAY - dt.timedelta(ago))
    planned = person(workspace, project, "李国强", title="planned", cadence=14)
    talk(workspace, project, planned, TODAY + dt.timedelta(3))
    with workspace.read() as session:
        found = contacts(session, REGISTERS, Query("stakeholder", project), TODAY).people
    assert {c.hint or "planned": c.state(TODAY) for c in found} == {s: s for s in STATES}
    assert {c.project for c in found} == {project}
