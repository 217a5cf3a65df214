"""Where tables begin and end in sheets as people lay them out."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.registers import REGISTERS
from govdesk.sheet.headings import find_tables
from govdesk.sheet.lexicon import lexicons

KNOWN = lexicons(REGISTERS)
RISKS = ("编号", "风险描述", "概率", "影响", "状态")
RISK = ("R-1", "供应商延期", "高", "中", "开放")
PEOPLE = ("姓名", "部门", "职务", "权力", "利益")
PERSON = ("王敏", "信息部", "经理", 5, 4)


def tables(grid, **options):
    return find_tables(grid, KNOWN, **options)


def places(grid):
    """Header row from 1, header rows, register, last row from 1."""
    return [(t.header_row + 1, t.header_rows, t.register, t.last_row + 1) for t in tables(grid)]


def fields(table):
    return {h.text: h.hit.field if h.hit else None for h in table.headings}


def test_a_title_and_a_block_of_labels_stand_above_the_header(desk):
    grid = desk.grid(
        ["干系人登记册"],
        ["项目名称：", "智慧门店", None, "准备日期：", dt.date(2026, 3, 1)],
        ["姓名", "职位", "角色", "联系信息", "需求", "期望", "影响", "分类"],
        ["王敏", "经理", "项目经理", "138", "准", "快", "高", "内部"],
        name="干系人登记册",
        merges=["A1:H1", "B2:C2"],
    )
    assert places(grid) == [(3, 1, "stakeholder", 4)]


TWO_ROWS = (
    ["风险编号", "风险说明书", "概率", "影响", None, None, None, "等级", "修订后的影响", None, None, None, "责任方"],
    [None, None, None, "范围", "质量", "进度", "成本", None, "范围", "质量", "进度", "成本"],
)


@pytest.mark.parametrize("merges", [["A1:A2", "B1:B2", "D1:G1", "I1:L1"], []], ids=["merged", "open"])
def test_a_header_of_two_rows_names_groups_and_columns(desk, merges):
    grid = desk.grid(
        *TWO_ROWS, ["R1", "停电", 3, 1, 2, 3, 4, "高", 1, 1, 2, 1, "王敏"], name="风险登记册", merges=merges
    )
    (table,) = tables(grid)
    assert (table.header_row, table.header_rows, table.register) == (0, 2, "risk")
    found = fields(table)
    assert found["影响 范围"] == found["影响 成本"] == "impact"
    assert found["修订后的影响 范围"] == found["修订后的影响 成本"] == "residual_impact"
    assert found["责任方"] == "owner"
    assert found["等级"] is None


@pytest.mark.parametrize(
    ("group", "field"), [("固有风险", "inherent_impact"), ("残余风险", "residual_impact"), ("Inherent risk", None), ("当前", "impact"), ("处置前", None)]
)  # fmt: skip
def test_a_group_gives_its_columns_their_meaning_or_none(desk, group, field):
    own = "影响" if group[0] > "z" else "Impact"
    grid = desk.grid(
        ["风险描述", group, None, "责任人"],
        [None, "概率", own],
        ["停电", 1, 2, "王敏"],
        name="风险登记册",
        merges=["A1:A2", "B1:C1", "D1:D2"],
    )
    found = fields(tables(grid)[0])
    assert found[f"{group} {own}"] == (field or ("inherent_impact" if group.startswith("Inherent") else None))


def test_a_group_whose_columns_speak_for_themselves_decides_nothing(desk):
    grid = desk.grid(
        ["Summary", None, None, None, "Description", None],
        ["ID", "Date Raised", "Raised By", "Received By", "Description of Risk", "Likelihood Rating"],
        ["1", dt.date(2026, 1, 1), "Ann", "Bo", "Fire", "High"],
        name="Risk register",
        merges=["A1:D1", "E1:F1"],
    )
    found = fields(tables(grid)[0])
    assert found["Summary ID"] == "number"
    assert found["Summary Received By"] != "title"


def test_a_group_row_above_a_full_header_is_part_of_it(desk):
    grid = desk.grid(
        [None, None, "评估", None, "应对", None],
        ["编号", "风险描述", "概率", "影响", "措施", "责任人"],
        ["1", "停电", 3, 2, "备用电源", "王敏"],
        name="风险登记册",
        merges=["C1:D1", "E1:F1"],
    )
    (table,) = tables(grid)
    assert (table.header_row, table.header_rows) == (0, 2)
    assert [h.hit.field for h in table.headings] == ["number", "title", "probability", "impact", "action", "owner"]


@pytest.mark.parametrize("between", [[()], [(), ("干系人",)], [(), (), ("二、干系人清单",)], [("干系人",)]])
def test_several_tables_stand_in_one_sheet(desk, between):
    grid = desk.grid(["风险清单"], RISKS, RISK, RISK, *between, PEOPLE, PERSON, name="汇总")
    found = places(grid)
    start = 5 + len(between)
    assert found == [(2, 1, "risk", 4), (start, 1, "stakeholder", start + 1)]


def test_a_table_above_the_best_one_is_found_as_well(desk):
    full = ("编号", "风险描述", "分类", "概率", "影响", "应对策略", "措施", "责任人", "状态", "到期日")
    grid = desk.grid(
        PEOPLE,
        PERSON,
        [],
        full,
        ["R-1", "停电", "技术", 1, 2, "规避", "x", "王敏", "开放", dt.date(2026, 1, 1)],
        name="汇总",
    )
    assert places(grid) == [(1, 1, "stakeholder", 2), (4, 1, "risk", 5)]


def test_labels_above_a_table_that_hold_nothing_are_no_table(desk):
    labels = ["Project", "Process", "Project Lead", "Business Division", "Sponsor"]
    head = ["Risk", "Probability", "Impact", "Owner", "Status", "Due date"]
    assert places(desk.grid(["Risk register"], labels, [], head, name="Risks")) == [(4, 1, "risk", 4)]


def test_a_repeated_header_is_no_new_table(desk):
    assert places(desk.grid(PEOPLE, PERSON, [], PEOPLE, PERSON, name="干系人")) == [(1, 1, "stakeholder", 5)]


@pytest.mark.parametrize("word", ["合计", "总计：", "Total", "小计"])
def test_a_table_ends_at_its_totals(desk, word):
    grid = desk.grid(RISKS, RISK, RISK, [word, 2], [], ["说明：概率 1-5"], ["图例", "红=高"], name="风险登记册")
    (table,) = tables(grid)
    assert (table.last_row, table.end) == (2, 6)


def test_totals_between_groups_end_nothing(desk):
    grid = desk.grid(RISKS, RISK, ["小计", 1], RISK, RISK, ["小计", 2], ["合计", 3], name="风险登记册")
    (table,) = tables(grid)
    assert table.last_row == 4
    assert table.totals == {2}


def test_a_record_that_begins_with_total_is_no_total(desk):
    row = ("Total", "Total loss of the building by fire", "低", "高", "开放")
    (table,) = tables(desk.grid(RISKS, RISK, row, name="风险登记册"))
    assert table.last_row == 2


def test_values_under_no_heading_get_a_column_by_its_letters(desk):
    grid = desk.grid(
        [None, *RISKS], [1, *RISK, "见附件"], [2, *RISK], [3, *RISK], ["x", *RISK, None, "beside"], name="风险登记册"
    )
    (table,) = tables(grid)
    assert [(h.column, h.text) for h in table.headings if not h.named] == [(0, "(A)"), (6, "(G)")]


def test_running_numbers_under_no_heading_are_no_column(desk):
    (table,) = tables(desk.grid([None, *RISKS], [1, *RISK], [2, *RISK], [3, *RISK], name="风险登记册"))
    assert all(h.named for h in table.headings)


def test_cells_merged_across_for_every_column(desk):
    headings = ["Issue ID", "Description", "Impact", "Action", "Owner", "Status", "Date raised"]
    values = ["1", "Server down", "High", "Restart", "Ann", "Open", dt.date(2026, 5, 1)]
    wide = lambda cells: [c for cell in cells for c in (cell, None, None, None)]  # noqa: E731
    letters = [chr(65 + i * 4) + "{0}:" + chr(65 + i * 4 + 3) + "{0}" for i in range(6)]
    merges = [span.format(row) for row in (3, 4) for span in letters]
    grid = desk.grid(
        ["Issue Log"], ["Project Name:"], wide(headings), wide(values), name="Issue Log", merges=["A1:AB1", *merges]
    )
    (table,) = tables(grid)
    assert (table.header_row, table.register) == (2, "risk")
    assert [h.column for h in table.headings] == [0, 4, 8, 12, 16, 20, 24]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [()],
        [(1, 2, 3), (4, 5, 6)],
        [("王敏", "信息部", "经理"), ("李雷", "门店", "店长"), ("韩梅", "财务部", "总监")],
        [("请各部门填写",), ("谢谢配合",)],
    ],
    ids=["nothing", "blank", "numbers", "words", "text"],
)
def test_a_sheet_without_a_header_has_no_table(desk, rows):
    assert tables(desk.grid(*rows)) == []


def test_the_user_may_say_which_row_is_the_header(desk):
    grid = desk.grid(["名", "在哪", "多大"], PEOPLE, PERSON, name="干系人")
    (table,) = tables(grid, header_row=0, header_rows=1)
    assert (table.header_row, table.first_row) == (0, 1)


def test_three_hundred_columns(desk):
    grid = desk.grid([*PEOPLE, *(f"栏{i}" for i in range(295))], [*PERSON, *range(295)], name="干系人")
    (table,) = tables(grid)
    assert (table.register, len(table.headings)) == ("stakeholder", 300)


@pytest.mark.parametrize("style", [{"bold": frozenset({1})}, {"frozen_row": 2}], ids=["bold", "frozen"])
def test_style_tells_a_header_that_no_word_does(desk, style):
    grid = desk.grid(["甲", "乙", "丙"], ["子", "丑", "寅"], ["a", "b", "c"], ["d", "e", "f"], **style)
    assert [t.header_row for t in tables(grid)] == [1]


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=8), st.integers(0, 9), st.sampled_from([*RISKS, *PEOPLE, "合计"])),
            max_size=7,
        ),
        max_size=12,
    )
)
def test_any_sheet_is_answered_and_its_tables_do_not_overlap(rows):
    from govdesk.sheet.grid import Grid

    grid = Grid("x.xlsx", "x", [tuple(r) for r in rows])
    row = -1
    for table in tables(grid):
        assert row < table.header_row < len(grid.rows)
        assert table.first_row - 1 <= table.last_row <= table.end < len(grid.rows)
        row = table.end
