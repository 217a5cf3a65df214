"""What the user says of cells that do not fit: one, all alike, blank ones; values matched, blanks cleared, files joined."""

from __future__ import annotations

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.sheet.commit import commit
from govdesk.sheet.layout import forget
from govdesk.sheet.plan_joining import join
from govdesk.sheet.plan_values import LEFT_OUT, NewLink

HEADINGS = ("姓名", "部门", "权力", "参与度", "备注")


def people(desk, *rows, name="干系人登记册", file="干系人.xlsx", **traits):
    return desk.grid(HEADINGS, *rows, name=name, file=file, **traits)


def match(sheet, field, text):
    return next(t for t in sheet.texts if (t.field, t.text) == (field, text))


def said(choice, **traits):
    made = choice("干系人登记册", **traits)
    return {made.key: made}


ROWS = (
    ("陈静", "信息部", "很大", "支持", "a"),
    ("赵磊", "信息部", "很大", "没谱", "b"),
    ("孙丽", "培训部", 2, "中立", "c"),
)


def test_one_answer_holds_for_all_cells_alike_and_for_the_next_sheet_of_the_layout(desk, choice):
    desk.project()
    first = desk.only(people(desk, *ROWS))
    assert first.counts["wrong"] == 2
    strange = match(first, "power", "很大")
    assert (strange.count, strange.state, strange.cell) == (2, "unknown", "C2")
    fixes = {("power", "很大"): "5", ("engagement", "没谱"): ""}
    sheet = desk.take(people(desk, *ROWS), choices=said(choice, fixes=fixes)).sheets[0]
    assert match(sheet, "power", "很大").state == "fixed"
    assert desk.shown("stakeholder", "power", "engagement") == [(5, "supportive"), (5, None), (2, "neutral")]
    later = desk.only(people(desk, ("韩雪", "信息部", "很大", "没谱", None)))
    assert later.counts["new"] == 1
    assert later.choice.fixes == fixes
    forget(desk.workspace, later.fingerprint)
    assert desk.only(people(desk, ("韩雪", "信息部", "很大", "没谱", None))).counts["wrong"] == 1


def test_one_cell_is_mended_by_its_row_and_a_blank_one_filled(desk, choice):
    desk.project()
    fixes = {(2, "power"): "4", (3, "power"): "", (4, "name"): "孙丽丽", ("engagement", "没谱"): "leading"}
    rows = (*ROWS[:2], (None, "培训部", 2, "中立", "c"))
    assert desk.only(people(desk, *rows)).counts["wrong"] == 3
    desk.take(people(desk, *rows), choices=said(choice, fixes=fixes))
    expected = [("陈静", 4, "supportive"), ("赵磊", None, "leading"), ("孙丽丽", 2, "neutral")]
    assert desk.shown("stakeholder", "name", "power", "engagement") == expected


def test_a_replacement_that_does_not_fit_is_wrong_again(desk, choice):
    desk.project()
    sheet = desk.only(people(desk, *ROWS[:1]), choices=said(choice, fixes={(2, "power"): "九"}))
    assert [(p.cell, p.field, p.value) for p in sheet.problems] == [("C2", "power", "九")]


def test_all_blank_cells_of_a_field_get_one_value(desk, choice):
    desk.project()
    rows = [(*ROWS[2][:2], None, *ROWS[2][3:]), ("赵磊", None, 3, "支持", None)]
    desk.take(people(desk, *rows), choices=said(choice, fixes={("power", ""): "1"}))
    assert desk.shown("stakeholder", "name", "power") == [("孙丽", 1), ("赵磊", 3)]


def test_names_are_known_or_new_and_can_be_said_to_be_another(desk, choice):
    project = desk.project()
    desk.add(
        "department",
        {"name": "信息技术部", "project": project} if REGISTERS["department"].in_project else {"name": "信息技术部"},
    )
    sheet = desk.only(people(desk, *ROWS[2:], ("赵磊", "信息技术", 3, "支持", None)))
    assert match(sheet, "department", "信息技术").state == "new"
    assert match(sheet, "department", "信息技术").suggestions[0] == "信息技术部"
    desk.take(
        people(desk, ("赵磊", "信息技术", 3, "支持", None)),
        choices=said(choice, fixes={("department", "信息技术"): "信息技术部"}),
    )
    assert desk.shown("stakeholder", "department") == [("信息技术部",)]
    assert len(desk.records("department")) == 1


def test_a_blank_cell_leaves_the_value_unless_the_user_says_clear(desk, choice):
    desk.project()
    desk.take(people(desk, *ROWS[2:]))
    blank = people(desk, ("孙丽", None, None, "中立", None))
    assert desk.only(blank).counts["same"] == 1
    sheet = desk.only(blank, choices=said(choice, clear=frozenset({"power"})))
    assert sheet.rows[0].changes == {"power": (2, None)}
    desk.take(blank, choices=said(choice, clear=frozenset({"*"})))
    assert desk.shown("stakeholder", "name", "power", "engagement", "notes") == [("孙丽", None, "neutral", None)]
    desk.undo()
    assert desk.shown("stakeholder", "power", "notes") == [(2, "c")]


def test_names_across_a_matrix_become_departments_or_people_as_the_user_says(desk, choice):
    desk.project()
    rows = (("报表", "A", "R"), ("接口", "R", "A"), ("培训", "C", "I"), ("验收", "R", "?"))
    grid = desk.grid(("交付物", "陈静", "信息部"), *rows, name="RACI", file="raci.xlsx")
    first = desk.only(grid)
    assert first.shape == "matrix"
    assert {(t.text, t.field, t.state) for t in first.texts} >= {
        ("陈静", "department", "new"),
        ("?", "role", "unknown"),
    }
    answer = choice("RACI", across={"陈静": "person"}, fixes={("role", "?"): "C"})
    desk.take(grid, choices={answer.key: answer})
    assert [r.values["name"] for r in desk.records("stakeholder")] == ["陈静"]
    assert [r.values["name"] for r in desk.records("department")] == ["信息部"]
    assert len(desk.records("responsibility")) == 8
    again = desk.only(grid)
    assert again.counts["same"] == 8
    assert match(again, "role", "?").state == "fixed"


def test_a_plan_that_the_workspace_has_left_behind_is_not_written(desk):
    project = desk.project()
    plan = desk.plan(people(desk, *ROWS[2:]))
    desk.add("stakeholder", {"name": "孙丽", "project": project})
    before = desk.state()
    with pytest.raises(GovDeskError) as told:
        commit(desk.workspace, plan)
    assert told.value.code == "stale"
    assert desk.state() == before
    desk.undo()
    with pytest.raises(GovDeskError):
        commit(desk.workspace, plan)


def test_several_files_are_one_operation_in_which_one_record_is_made_once(desk):
    desk.project()
    first = desk.plan(people(desk, *ROWS[2:]))
    second = desk.plan(
        people(desk, ("孙丽", "培训部", None, None, None), ("韩雪", "门店", 1, None, None), file="b.xlsx")
    )
    third = desk.plan(people(desk, ("孙丽", "培训部", 2, "领导", "c"), file="c.xlsx"))
    joined = join(REGISTERS, [first, second, third])
    assert [p.counts["new"] for p in joined] == [1, 1, 0]
    assert [p.counts["same"] for p in joined] == [0, 1, 0]
    assert joined[2].counts["conflict"] == 1
    assert joined[1].links == (NewLink("department", "门店"),)
    before = desk.state()
    changes = commit(desk.workspace, joined)
    assert [r.values["name"] for r in desk.records("stakeholder")] == ["孙丽", "韩雪"]
    assert desk.shown("stakeholder", "power", "engagement") == [(2, "neutral"), (1, None)]
    assert changes is not None
    desk.undo()
    assert desk.state() == before


def test_what_a_second_file_adds_to_a_left_out_row_comes_in_by_itself(desk):
    desk.project()
    first = desk.plan(people(desk, ("孙丽", None, 2, None, None)))
    second = desk.plan(people(desk, ("孙丽", "培训部", None, None, None), file="b.xlsx"))
    joined = join(REGISTERS, [first, second])
    assert joined[1].counts["changed"] == 1
    out = frozenset({("干系人登记册#0", 2)})
    commit(desk.workspace, joined, left_out=[out, frozenset()])
    assert desk.shown("stakeholder", "name", "power") == [("孙丽", None)]


def test_a_column_without_a_field_is_suggested_by_its_words_and_by_its_cells(desk):
    desk.project()
    headings = ("姓名", "表态", "部门名", "权力")
    sheet = desk.only(desk.grid(headings, ("陈静", "支持", "甲", 1), ("赵磊", "领导", "乙", 2), name="干系人登记册"))
    column = next(c for c in sheet.columns if c.heading == "表态")
    assert dict(zip(column.suggestions, column.reasons, strict=True))["engagement"] == "cells"
    assert column.field != LEFT_OUT


MATRIX = (
    ["任务", "信息部", "运营部", "财务部"],
    ["接口开发", "R", "A", "I"],
    ["门店培训", "??", "R", "**"],
    ["数据整理", "R", "C", "I"],
)


def test_cells_of_a_matrix_are_mended_one_by_one_or_row_by_row(desk, choice):
    desk.project("ERP")
    grid = desk.grid(*MATRIX, name="RACI矩阵")

    def roles(fixes):
        said = choice("RACI矩阵", fixes=fixes)
        (sheet,) = desk.plan(grid, choices={said.key: said}).sheets
        return [(r.status, r.values.get("role")) for r in sheet.rows if r.place == 3]

    assert roles({}) == [("wrong", None), ("new", "R"), ("wrong", None)]
    assert roles({(3, "B3"): "C"}) == [("new", "C"), ("new", "R"), ("wrong", None)]
    assert roles({(3, "role"): "I"}) == [("new", "I"), ("new", "R"), ("new", "I")]
    assert roles({(3, "role"): "I", (3, "B3"): ""}) == [("new", "R"), ("new", "I")]
    assert roles({("role", "??"): "A", (3, "D3"): "C"}) == [("new", "A"), ("new", "R"), ("new", "C")]
    assert roles({(3, "deliverable"): "培训"}) == [("wrong", None), ("new", "R"), ("wrong", None)]
