"""Responsibility matrices in the shapes in which people draw them."""

from __future__ import annotations

import pytest

from govdesk.sheet.plan import NewLink

HEAD = ("任务", "信息部", "门店", "财务部")


def parts(sheet):
    """Return task, who and mark of each row, and the code of what is wrong with it."""
    return [
        (r.names.get("deliverable"), r.names.get("department") or r.names.get("person"), r.values.get("role"), [p.code for p in r.problems])
        for r in sheet.rows
    ]  # fmt: skip


def good(sheet):
    return [p[:3] for p in parts(sheet) if not p[3]]


def test_names_across_and_letters_in_the_cells(desk):
    grid = desk.grid(
        ["Step Id", "Name", "TPM", "SDM", "Business"],
        [1, "Requirements", "A", "C", "R"],
        [2, "Planning", "A/R", None, "i"],
        name="RACI",
    )
    sheet = desk.only(grid)
    assert (sheet.register, sheet.shape, sheet.header_row) == ("responsibility", "matrix", 1)
    assert good(sheet) == [
        ("Requirements", "TPM", "A"),
        ("Requirements", "SDM", "C"),
        ("Requirements", "Business", "R"),
        ("Planning", "TPM", "A"),
        ("Planning", "TPM", "R"),
        ("Planning", "Business", "I"),
    ]
    assert {r.extra["Step Id"] for r in sheet.rows} == {"1", "2"}


@pytest.mark.parametrize("cell", ["A/R", "A, R", "A+R", "AR", "a、r", "A\nR", "Ａ/Ｒ", "A & R", "A/R/A"])
def test_a_cell_may_hold_two_letters(desk, cell):
    sheet = desk.only(desk.grid(HEAD, ["上线", cell, "C", "I"], ["培训", "R", "A", "I"], name="职责矩阵"))
    assert [p[2] for p in parts(sheet)[:2]] == ["A", "R"]
    assert sheet.counts["wrong"] == 0


@pytest.mark.parametrize("cell", ["✓", "负责", "√", "●", "参与", "R?", "主责"])
def test_a_mark_that_could_mean_two_things_is_asked_not_guessed(desk, cell):
    sheet = desk.only(desk.grid(HEAD, ["上线", cell, "C", "I"], ["培训", "R", "A", "I"], name="职责矩阵"))
    (wrong,) = [r for r in sheet.rows if r.status == "wrong"]
    (problem,) = wrong.problems
    assert (problem.code, problem.cell, problem.field, problem.value) == ("choice", "B2", "role", cell)
    assert str(problem.message) == f"“{cell}” does not say which part is meant. Write one of R, A, C, I."
    assert len(good(sheet)) == 5


def test_words_stand_for_letters_where_the_sheet_calls_itself_a_matrix(desk):
    grid = desk.grid(HEAD, ["上线", "执行", "知情", "批准"], ["培训", "咨询", "执行/批准", "知会"], name="责任分配矩阵")
    assert good(desk.only(grid)) == [
        ("上线", "信息部", "R"),
        ("上线", "门店", "I"),
        ("上线", "财务部", "A"),
        ("培训", "信息部", "C"),
        ("培训", "门店", "R"),
        ("培训", "门店", "A"),
        ("培训", "财务部", "I"),
    ]


def test_a_matrix_of_ticks_is_a_matrix_of_questions(desk):
    sheet = desk.only(desk.grid(HEAD, ["上线", "✓", None, "✓"], ["培训", None, "✓", "✓"], name="职责矩阵"))
    assert (sheet.shape, sheet.counts["wrong"], sheet.counts["new"]) == ("matrix", 4, 0)


def test_letters_across_and_names_in_the_cells(desk):
    grid = desk.grid(
        ["Task", "R", "A", "C", "I"], ["Launch", "IT, Stores", "Board", None, "All staff"], name="RACI matrix"
    )
    assert good(desk.only(grid)) == [
        ("Launch", "IT", "R"),
        ("Launch", "Stores", "R"),
        ("Launch", "Board", "A"),
        ("Launch", "All staff", "I"),
    ]


def test_letters_across_in_words(desk):
    desk.add("department", {"name": "信息部"})
    desk.add("stakeholder", {"name": "王敏", "project": desk.project()})
    grid = desk.grid(
        ["任务", "执行 R", "批准 A", "咨询 C", "知情 I"], ["上线", "信息部", "王敏", "n/a", "-"], name="RACI"
    )
    sheet = desk.only(grid)
    assert good(sheet) == [("上线", "信息部", "R"), ("上线", "王敏", "A")]
    assert isinstance(sheet.rows[1].values["person"], str)


def test_section_rows_and_a_merged_group_column(desk):
    grid = desk.grid(
        ["阶段", *HEAD],
        ["第一阶段：准备"],
        ["准备", "选型", "A", "C", "I"],
        [None, "预算", "C", None, "A"],
        ["上线", "试点", "R", "A", None],
        name="职责矩阵",
        merges=["A2:E2", "A3:A4"],
    )
    sheet = desk.only(grid)
    assert [(r.place, r.names["deliverable"], r.extra["阶段"]) for r in sheet.rows] == [
        (3, "选型", "准备"),
        (3, "选型", "准备"),
        (3, "选型", "准备"),
        (4, "预算", "准备"),
        (4, "预算", "准备"),
        (5, "试点", "上线"),
        (5, "试点", "上线"),
    ]
    assert "row 2" in str(sheet.notices[-1])


def test_a_name_across_that_is_known_as_a_person_is_one(desk):
    desk.add("stakeholder", {"name": "王敏", "project": desk.project()})
    sheet = desk.only(desk.grid(["任务", "王敏", "门店"], ["上线", "R", "A"], ["培训", "A", "C"], name="RACI"))
    assert [sorted({"person", "department"} & r.values.keys()) for r in sheet.rows] == [["person"], ["department"]] * 2


def test_a_long_task_is_a_name_all_the_same(desk):
    task = "Gather requirements from every department that will use the system, and have each of them signed off " * 2
    desk.take(desk.grid(["Task", "IT", "Ops"], [task, "R", "A"], ["Plan", "A", "C"], name="RACI"))
    assert desk.shown("deliverable", "name") == [(task.strip(),), ("Plan",)]


def test_the_list_of_one_persons_parts(desk):
    grid = desk.grid(
        ["Key Management Area", "Step", "Role"],
        ["Planning", "Refine requirements", "A"],
        [None, "Create functional spec", "A/R"],
        ["Stakeholders", "Draft communication", "R/C"],
        name="TPM RACI",
        merges=["A2:A3"],
    )
    sheet = desk.only(grid)
    assert sheet.shape == "list"
    assert good(sheet) == [
        ("Refine requirements", "TPM", "A"),
        ("Create functional spec", "TPM", "A"),
        ("Create functional spec", "TPM", "R"),
        ("Draft communication", "TPM", "R"),
        ("Draft communication", "TPM", "C"),
    ]
    assert [r.extra for r in sheet.rows][1] == {"Key Management Area": "Planning"}


def test_the_same_matrix_again_changes_nothing_whatever_the_order(desk):
    rows = [["上线", "A/R", "C", "✓"], ["培训", "R", "A", "I"], ["选型", None, "R", "A"]]
    desk.take(desk.grid(HEAD, *rows, name="职责矩阵"))
    assert len(desk.records("responsibility")) == 8
    again = desk.only(desk.grid(HEAD, *reversed(rows), name="职责矩阵"))
    assert again.counts == {"new": 0, "changed": 0, "same": 8, "conflict": 0, "wrong": 1}


def test_a_column_left_out_by_the_user_stays_out(desk, choice):
    grid = desk.grid(HEAD, ["上线", "A", "C", "I"], ["培训", "R", "A", "I"], name="RACI")
    picked = choice("RACI", mapping={0: "deliverable", 1: "role", 2: "", 3: "role"})
    assert {p[1] for p in parts(desk.only(grid, choices={picked.key: picked}))} == {"信息部", "财务部"}


def test_each_name_is_made_once(desk):
    plan = desk.plan(
        desk.grid(HEAD, ["上线", "A", "C", "I"], ["培训", "R", "A", "I"], name="RACI", file="ERP RACI.xlsx")
    )
    assert plan.links == tuple(
        NewLink(r, n)
        for r, n in [("project", "ERP"), ("deliverable", "上线"), ("department", "信息部"), ("department", "门店"), ("department", "财务部"), ("deliverable", "培训")]
    )  # fmt: skip
