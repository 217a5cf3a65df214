"""The facts of a review: what was written down between two days, in order, of this project alone, without blame."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import LANGUAGES, language
from govdesk.insight.review_facts import as_text, review_facts
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.workspace import Workspace

FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 3, 31)


@pytest.fixture
def world(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="打字的人")
    project = edit.create(workspace, "project", {"name": "ERP"})
    other = edit.create(workspace, "project", {"name": "MES"})
    yield workspace, project, other
    workspace.close()


def told(workspace, project, first=FIRST, last=LAST, lang="en"):
    with workspace.read() as session:
        return as_text(review_facts(session, REGISTERS, project, first, last), language(lang)).split("\n")


def day(number):
    return dt.date(2026, 3, number)


def test_what_was_decided_promised_reached_and_read_is_told_by_its_day(world):
    workspace, project, other = world
    boss = edit.create(workspace, "stakeholder", {"project": project, "name": "林淑华"})
    for home in (project, other):
        made = edit.create(
            workspace, "decision",
            {"project": home, "question": "谁牵头", "raised": day(2), "decided": day(9), "outcome": "营运部", "rationale": "最懂",
             "decided_by": boss, "status": "decided", "announced": day(10)},
        )  # fmt: skip
    edit.create(
        workspace,
        "decision_step",
        {"project": other, "decision": made, "body": "委员会", "date": day(5), "outcome": "passed"},
    )
    edit.create(workspace, "milestone", {"project": project, "name": "上线", "planned": day(12), "actual": day(15)})
    edit.create(workspace, "milestone", {"project": project, "name": "验收", "planned": day(20), "actual": None})
    edit.create(workspace, "milestone", {"project": project, "name": "取消的", "planned": day(20), "status": "dropped"})
    edit.create(
        workspace,
        "commitment",
        {"project": project, "who": boss, "promise": "抽两人", "made": day(3), "kept_on": day(28)},
    )
    metric = edit.create(workspace, "metric", {"project": project, "name": "使用率"})
    for when, value in ((30, 40.5), (1, 10.0), (15, 20.0)):
        edit.create(workspace, "measurement", {"project": project, "metric": metric, "date": day(when), "value": value})
    assert told(workspace, project) == [
        "2026-03-01  使用率: 10",
        "2026-03-02  To be decided: 谁牵头",
        "2026-03-03  林淑华 promised: 抽两人",
        "2026-03-09  林淑华 decided: 谁牵头 → 营运部 (because: 最懂)",
        "2026-03-10  Told to those affected: 谁牵头",
        "2026-03-15  Milestone reached 3 days after its day: 上线",
        "2026-03-20  Milestone planned for this day did not come: 验收",
        "2026-03-28  Kept: 抽两人 (林淑华)",
        "2026-03-30  使用率: 40.5",
    ]
    assert "2026-03-05  委员会: 谁牵头 – Passed" in told(workspace, other)
    assert told(workspace, project, LAST, FIRST) == told(workspace, project)
    assert all("打字的人" not in line for lang in LANGUAGES for line in told(workspace, project, lang=lang))


def test_what_became_what_is_told_from_the_journal_unless_it_was_undone(world):
    workspace, project, _ = world
    today = dt.date.today()
    risk = edit.create(workspace, "risk", {"project": project, "title": "断网"})
    edit.change(workspace, "risk", [risk], {"status": "treating"})
    edit.change(workspace, "risk", [risk], {"status": "occurred"})
    edit.change(workspace, "project", [project], {"stage": "pilot"})
    span = (today - dt.timedelta(1), today + dt.timedelta(1))
    assert [line.split("  ", 1)[1] for line in told(workspace, project, *span)] == [
        "ERP is now: Pilot",
        "断网 is now: Occurred",
    ]
    history.undo(workspace)
    assert [line.split("  ", 1)[1] for line in told(workspace, project, *span)] == ["断网 is now: Occurred"]


def test_nothing_happened_is_no_text(world):
    workspace, project, _ = world
    assert told(workspace, project) == [""]
