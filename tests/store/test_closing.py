"""A voice is confirmed, declined and opened again only as the rules say, by whichever path its values come."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.registers.feedback import CLOSED, unconfirmed
from govdesk.report.feedback_series import _reopened
from govdesk.store import edit, history
from govdesk.store.query import Query, find, records, rows
from govdesk.store.workspace import Workspace


@pytest.fixture
def log(tmp_path):
    """Make a workspace with three people and a named and an anonymous voice."""
    workspace = Workspace.create(tmp_path / "log.govdesk", REGISTERS, author="x")
    project = edit.create(workspace, "project", {"name": "P"})
    people = [edit.create(workspace, "stakeholder", {"project": project, "name": n}) for n in ("王敏", "李强", "赵刚")]
    made = {"project": project, "owner": people[1]}
    named = edit.create(workspace, "feedback", {**made, "statement": "一", "source": people[0]})
    nameless = edit.create(workspace, "feedback", {**made, "statement": "二", "anonymous": True})
    yield SimpleNamespace(workspace=workspace, project=project, people=people, named=named, nameless=nameless)
    workspace.close()


def held(log, identity):
    with log.workspace.read() as session:
        return find(session, REGISTERS, "feedback", identity).values


def reopened(log):
    """Answer the ids of the voices that the analysis counts as opened again."""
    with log.workspace.read() as session:
        keys = sorted(_reopened(session, REGISTERS)[1])
        return {r.id for r in records(session, REGISTERS, "feedback", keys)}


def set_(log, identity, **values):
    return edit.change(log.workspace, "feedback", [identity], values)


PATHS = {
    "inspector": lambda log, i, v: edit.change(log.workspace, "feedback", [i], v),
    "paste": lambda log, i, v: edit.change_many(log.workspace, "feedback", {i: v}),
    "rework": lambda log, i, v: edit.rework(log.workspace, "feedback", Message("x"), changes={i: v}),
    "new": lambda log, i, v: edit.create(log.workspace, "feedback", {"project": log.project, "statement": "n", **v}),
    "all": lambda log, i, v: edit.create_all(
        log.workspace, [("feedback", {"project": log.project, "statement": "n", **v})], Message("x")
    ),
}


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "values", [{"status": "confirmed"}, {"status": "confirmed", "reply": "好"}, {"status": "declined"}]
)
def test_no_path_closes_a_voice_past_the_rules(log, path, values):
    with pytest.raises(GovDeskError) as raised:
        PATHS[path](log, log.named, values)
    assert raised.value.code == "invalid"
    assert held(log, log.named)["status"] == "new"


def test_the_one_who_spoke_confirms(log):
    wang, li, _ = log.people
    set_(log, log.named, reply="好", status="answered", replied=dt.date(2026, 11, 20))
    with pytest.raises(GovDeskError, match="Only the one who spoke"):
        set_(log, log.named, status="confirmed", confirmed_by=li)
    set_(log, log.named, status="confirmed", confirmed_by=wang)
    assert held(log, log.named)["status"] == "confirmed"


def test_a_second_person_confirms_where_nobody_is_named(log):
    _, li, zhao = log.people
    set_(log, log.nameless, reply="好", status="answered")
    with pytest.raises(GovDeskError, match="second person"):
        set_(log, log.nameless, status="confirmed", confirmed_by=li)
    set_(log, log.nameless, status="confirmed", confirmed_by=zhao)
    with pytest.raises(GovDeskError, match="second person"):
        set_(log, log.nameless, owner=zhao)


def test_what_is_opened_again_by_any_path_is_confirmed_anew_and_counted(log):
    set_(log, log.named, reply="好", status="answered", replied=dt.date(2026, 11, 20))
    set_(log, log.named, status="confirmed", confirmed_by=log.people[0])
    edit.change_many(log.workspace, "feedback", {log.named: {"status": "in_progress"}})
    now = held(log, log.named)
    assert (now["confirmed_by"], now["replied"]) == (None, None)
    with pytest.raises(GovDeskError, match="put their name"):
        set_(log, log.named, status="confirmed")
    assert reopened(log) == {log.named}
    history.undo(log.workspace)
    assert held(log, log.named)["confirmed_by"] == log.people[0]


def test_a_confirmed_voice_that_turns_anonymous_does_not_name_its_source_as_confirmer(log):
    set_(log, log.named, reply="好", status="answered", owner=log.people[1])
    set_(log, log.named, status="confirmed", confirmed_by=log.people[0])
    set_(log, log.named, anonymous=True)
    with log.workspace.read() as session:
        (voice,) = [
            r
            for r in records(session, REGISTERS, "feedback", rows(session, REGISTERS, Query("feedback")))
            if r.values["statement"] == "一"
        ]
    assert log.people[0] not in voice.values.values()
    assert voice.values["status"] == "answered"


EDITS = st.fixed_dictionaries({}, optional={
    "status": st.sampled_from(("new", "acknowledged", "in_progress", *CLOSED)),
    "reply": st.sampled_from((None, " ", "好")),
    "source": st.sampled_from((None, 0, 1)),
    "owner": st.sampled_from((None, 1, 2)),
    "confirmed_by": st.sampled_from((None, 0, 1, 2)),
})  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(st.tuples(st.booleans(), EDITS), max_size=12))
def test_whatever_is_tried_no_voice_stands_closed_against_the_rules(log, edits):
    closed = set()
    for nameless, values in edits:
        identity = log.nameless if nameless else log.named
        wanted = {k: log.people[v] if isinstance(v, int) else v for k, v in values.items()}
        before = held(log, identity)["status"]
        try:
            done = bool(wanted) and edit.change_many(log.workspace, "feedback", {identity: wanted})
        except GovDeskError:
            done = False
        now = held(log, identity)
        assert now["status"] != "confirmed" or unconfirmed(now) is None
        assert now["status"] != "declined" or now["reply"].strip()
        if done and before in CLOSED and now["status"] not in CLOSED:
            closed.add(identity)
            assert now["confirmed_by"] == wanted.get("confirmed_by")
    assert closed <= reopened(log)
