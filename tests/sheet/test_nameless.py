"""A sheet of voices comes in without the names of those who want none, and tells nothing of them afterwards."""

from __future__ import annotations

import sqlite3

import pytest

from govdesk.registers import REGISTERS
from govdesk.store.check import check
from govdesk.store.history import undo

HEAD = ["编号", "反馈日期", "反馈人", "是否匿名", "反馈内容", "处理人"]


@pytest.fixture
def sheet(desk):
    return desk.grid(
        HEAD,
        ["A-1", "2026-11-19", "王敏", "否", "培训太长", "李强"],
        ["A-2", "2026-11-19", "欧阳探针", "是", "排班太晚", "李强"],
        ["A-3", "2026-11-20", "赵刚", "否", "打卡方便", "李强"],
        file="意见台账.xlsx",
    )


def raw(desk, statement):
    connection = sqlite3.connect(desk.workspace.path)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def test_the_name_beside_an_anonymous_voice_does_not_come_in(desk, sheet):
    plan = desk.take(sheet)
    assert plan.counts["new"] == 3
    assert "欧阳探针" not in [link.name for link in plan.links]
    assert "欧阳探针".encode() not in desk.workspace.path.read_bytes()
    found = dict(raw(desk, "SELECT statement, date FROM feedback"))
    assert found == {"培训太长": "2026-11-19", "排班太晚": "2026-11-16", "打卡方便": "2026-11-20"}


def test_no_operation_tells_from_which_file_and_row_it_came(desk, sheet):
    desk.take(sheet)
    told = raw(
        desk,
        "SELECT o.author, o.source, o.label, c.origin, o.id < 0, c.id < 0 FROM change c JOIN operation o "
        "ON o.id = c.operation WHERE json_extract(c.new, '$.statement') = '排班太晚'",
    )
    assert [(a, s, origin, o, c) for a, s, _, origin, o, c in told] == [("", None, None, 1, 1)]
    assert "台账" not in told[0][2]
    assert all(f.ok for f in check(desk.workspace))


def test_the_whole_import_is_undone_as_one_step(desk, sheet):
    desk.take(sheet)
    undo(desk.workspace)
    assert raw(desk, "SELECT count(*) FROM feedback") == [(0,)]


def test_the_same_sheet_again_changes_nothing(desk, sheet):
    desk.take(sheet)
    assert desk.plan(sheet).counts == {"new": 0, "changed": 0, "same": 3, "conflict": 0, "wrong": 0}


def test_a_sheet_that_turns_a_voice_nameless_wipes_it(desk, sheet):
    desk.take(desk.grid(HEAD, ["A-2", "2026-11-19", "欧阳探针", "否", "排班太晚", "李强"]))
    desk.take(sheet)
    assert raw(desk, "SELECT source, reference, \"row\" < 0 FROM feedback WHERE statement = '排班太晚'") == [
        (None, None, 1)
    ]
    assert all(f.ok for f in check(desk.workspace))


def test_a_sheet_never_names_a_nameless_voice_again(desk, sheet):
    desk.take(sheet)
    (plan,) = desk.plan(desk.grid(HEAD, ["", "2026-11-19", "欧阳探针", "否", "排班太晚", "李强"])).sheets
    assert [r.status for r in plan.rows] == ["wrong"]
    assert "stays so" in str(plan.rows[0].problems[0].message)
    assert REGISTERS["feedback"].veil is not None


def test_what_a_sheet_closes_past_the_rules_comes_in_as_answered_and_says_why(desk):
    head = ["反馈日期", "反馈人", "反馈内容", "处理人", "处理结果", "状态", "确认人"]
    grid = desk.grid(
        head,
        ["2026-11-19", "王敏", "培训太长", "李强", "已缩短", "已闭环", "王敏"],
        ["2026-11-19", "赵刚", "打卡太多", "李强", "已合并", "已闭环", "李强"],
        ["2026-11-19", "匿名", "排班太晚", "李强", "已调整", "已闭环", "李强"],
        ["2026-11-19", "匿名", "食堂太远", "李强", "已设点", "已闭环", "王敏"],
        ["2026-11-19", "孙丽", "想要奖金", "李强", None, "不予受理", None],
        file="销号台账.xlsx",
    )
    (sheet,) = desk.take(grid).sheets
    found = dict(raw(desk, "SELECT statement, status FROM feedback"))
    assert found == {
        "培训太长": "confirmed", "打卡太多": "answered", "排班太晚": "answered", "食堂太远": "confirmed", "想要奖金": "acknowledged",
    }  # fmt: skip
    assert [r.place for r in sheet.rows if r.problems] == [3, 4, 6]
    assert "comes in as “Answered”" in str(sheet.rows[1].problems[0].message)
    assert desk.plan(grid).counts["same"] == 5


def test_a_plan_shows_no_value_that_is_hidden_and_finds_the_same_sheet_unchanged(desk):
    head = ["反馈日期", "反馈人", "反馈内容", "部门"]
    grid = desk.grid(head, ["2026-11-19", "匿名", "排班太晚", "夜班部"], ["2026-11-19", "王敏", "打卡方便", "夜班部"])
    desk.take(grid)
    assert desk.plan(grid).counts["same"] == 2
    (sheet,) = desk.plan(desk.grid(head, ["2026-11-19", "匿名", "排班太晚", "早班部"])).sheets
    (old, _) = sheet.rows[0].changes["department"]
    assert old is None
