"""A risk made of a voice: linked, as one operation, with nothing in it that nobody said."""

from __future__ import annotations

import pytest

from govdesk.insight.escalation import raise_risk
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


def record(workspace, code, identity):
    with workspace.read() as session:
        return find(session, REGISTERS, code, identity)


def test_a_risk_is_made_and_linked_in_one_step(workspace):
    project = edit.create(workspace, "project", {"name": "门店"})
    said = "扫码登记要填的信息太多，" * 12
    values = {"project": project, "statement": said, "cause": "burden", "theme": "登记"}
    voice = edit.create(workspace, "feedback", values)
    identity = raise_risk(workspace, record(workspace, "feedback", voice))
    risk = record(workspace, "risk", identity).values
    assert record(workspace, "feedback", voice).values["risk"] == identity
    assert (risk["project"], risk["pitfall"], risk["category"], risk["status"]) == (
        project,
        "front_line",
        "登记",
        "open",
    )
    assert (len(risk["title"]), risk["cause"]) == (80, said)
    assert (risk["probability"], risk["impact"]) == (None, None)
    history.undo(workspace)
    assert record(workspace, "feedback", voice).values["risk"] is None
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("risk")) == 0
