"""Whole files from the disk into the workspace: text in several encodings, workbooks with formulas, errors and hidden parts."""

from __future__ import annotations

import datetime as dt

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

HEAD = ("编号", "风险描述", "概率", "影响", "责任人", "截止日期", "状态", "备注")
ROWS = (
    ("R-1", "供应商延期，影响上线", "高", "4", "王敏", "2026年3月1日", "开放", "一；二"),
    ("R-2", '主数据"口径"不一致', "L", "80%", "李雷、王敏", "2026/4/1", "已关闭", ""),
)
SHOWN = [
    ("R-1", "供应商延期，影响上线", 4, 4, "王敏", dt.date(2026, 3, 1), "open", "一；二"),
    ("R-2", '主数据"口径"不一致', 2, 5, "李雷", dt.date(2026, 4, 1), "closed", None),
]
FIELDS = ("reference", "title", "probability", "impact", "owner", "due", "status", "notes")


def quoted(cell, separator):
    return '"{}"'.format(cell.replace('"', '""')) if separator in cell or '"' in cell else cell


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_text_table_in_any_encoding_and_with_any_separator(desk, encoding, separator):
    text = "\r\n".join(separator.join(quoted(c, separator) for c in row) for row in (HEAD, *ROWS))
    path = desk.folder / "ERP风险登记册.csv"
    path.write_bytes(text.encode(encoding))
    desk.take(path)
    assert desk.shown("risk", *FIELDS) == SHOWN
    assert desk.plan(path).counts == {"new": 0, "changed": 0, "same": 2, "conflict": 0, "wrong": 0}


@pytest.fixture
def workbook(desk):
    """Write a workbook and return its path."""

    def workbook(fill, name="ERP风险登记册.xlsx"):
        book = openpyxl.Workbook()
        book.active.title = "风险登记册"
        fill(book, book.active)
        book.save(desk.folder / name)
        return desk.folder / name

    return workbook


def put(page, rows, start=1):
    for number, row in enumerate(rows, start):
        for column, value in enumerate(row, 1):
            page.cell(number, column).value = value


def test_a_workbook_with_real_dates_percents_and_a_table(desk, workbook):
    def fill(book, page):
        put(page, [("风险登记册",), (), HEAD, ("R-1", "停电", 0.7, 3, "王敏", dt.date(2026, 3, 1), "开放", 12.50)], 1)
        page["C4"].number_format = "0%"
        page.add_table(Table(displayName="t", ref="A3:H4"))
        page.merge_cells("A1:H1")

    desk.take(workbook(fill))
    assert desk.shown("risk", *FIELDS) == [("R-1", "停电", 4, 3, "王敏", dt.date(2026, 3, 1), "open", "12.5")]


def test_formulas_without_a_result_and_errors_are_named_by_their_cells(desk, workbook):
    def fill(_book, page):
        put(
            page,
            [HEAD, ("R-1", "停电", "=1+2", 3, "王敏", None, "开放"), ("R-2", "断网", "#N/A", 3, "王敏", None, "开放")],
        )
        page["C3"].data_type = "e"

    rows = desk.only(workbook(fill)).rows
    assert [(p.code, p.cell) for r in rows for p in r.problems] == [("uncached", "C2"), ("error_cell", "C3")]
    assert [r.status for r in rows] == ["wrong", "wrong"]


def test_a_workbook_that_hides_everything_is_read_and_says_so(desk, workbook):
    def fill(book, page):
        put(page, [HEAD, *ROWS])
        page.sheet_state = "hidden"
        page.row_dimensions[2].hidden = True
        page.column_dimensions["B"].hidden = True
        book.create_sheet("说明")["A1"] = "请各部门填写"
        book.active = 1

    plan = desk.plan(workbook(fill))
    assert [(s.sheet, s.counts["new"]) for s in plan.sheets] == [("风险登记册", 2), ("说明", 0)]
    assert len(plan.sheets[0].notices) >= 2


def test_an_owner_merged_down_stands_in_every_row_of_the_merge(desk, workbook):
    def fill(_book, page):
        put(page, [HEAD, *((f"R-{i}", f"风险{i}", 1, 1, "王敏" if i == 1 else None) for i in range(1, 4))])
        page.merge_cells("E2:E4")

    desk.take(workbook(fill))
    assert [r.names["owner"] for r in desk.records("risk")] == ["王敏"] * 3


def test_one_workbook_fills_several_registers(desk, workbook):
    def fill(book, page):
        put(page, [HEAD, *ROWS])
        put(
            book.create_sheet("干系人"), [("姓名", "部门", "职务", "权力", "利益"), ("王敏", "信息部", "经理", 5, "高")]
        )
        put(book.create_sheet("RACI"), [("任务", "信息部", "门店"), ("上线", "A/R", "C"), ("培训", "C", "R")])
        put(
            book.create_sheet("检查清单"),
            [("检查项", "责任部门", "责任人", "状态"), ("核对主数据", "信息部", "王敏", "√")],
        )

    path = workbook(fill, "智慧门店台账.xlsx")
    plan = desk.take(path)
    assert [(s.register, s.counts["new"]) for s in plan.sheets] == [
        ("risk", 2),
        ("stakeholder", 1),
        ("responsibility", 5),
        ("checklist_item", 1),
    ]
    assert [r.values["name"] for r in desk.records("project")] == ["智慧门店"]
    assert sorted(r.values["name"] for r in desk.records("stakeholder")) == ["李雷", "王敏"]
    counts = desk.plan(path).counts
    assert {k: counts[k] for k in ("new", "changed", "conflict", "wrong")} == {
        "new": 0,
        "changed": 0,
        "conflict": 0,
        "wrong": 0,
    }
