"""Layouts that teams use and that a reader easily gets wrong: parts by column, a third table of no register, notes below."""

from __future__ import annotations

import openpyxl
import pytest

from govdesk.i18n import language


@pytest.fixture
def planned(desk):
    def plan(name, *rows, sheet="Sheet1"):
        book = openpyxl.Workbook()
        page = book.active
        page.title = sheet
        for row in rows:
            page.append(row)
        path = desk.folder / f"{name}.xlsx"
        book.save(path)
        return desk.plan(path)

    return plan


def test_names_under_lettered_headings_are_parts(planned):
    plan = planned(
        "分工",
        ("交付物", "负责部门(R)", "审批（A）", "咨询(C)", "知会(I)"),
        ("总账上线", "财务部", "信息中心", "生产部", None),
        ("接口", "信息中心", "财务部", None, None),
        sheet="责任",
    )
    (table,) = plan.sheets
    assert (table.register, table.shape) == ("responsibility", "matrix")
    told = {(r.values["deliverable"].name, r.values["department"].name, r.values["role"]) for r in table.rows}
    assert ("总账上线", "财务部", "R") in told
    assert ("总账上线", "信息中心", "A") in told
    assert len(told) == 5


def test_a_table_of_no_register_ends_the_one_above(planned):
    plan = planned(
        "汇编",
        ("一、风险",), ("风险描述", "概率", "影响", "应对措施"), ("合同纠纷", "中", "高", "法务审核"), (None,),
        ("二、沟通计划",), ("对象", "频率", "方式"), ("领导层", "每周", "会议"),
    )  # fmt: skip
    assert [[r.title for r in s.rows] for s in plan.sheets] == [["合同纠纷"], []]
    assert plan.sheets[1].register is None


def test_a_note_in_the_column_of_numbers_is_told(planned):
    plan = planned(
        "风险",
        ("编号", "风险描述", "概率", "影响"), ("R-1", "断网", 3, 3), (None,), ("填表说明：概率、影响填 1 到 5",),
    )  # fmt: skip
    told = [language("zh").say(n) for n in plan.sheets[0].notices]
    assert any("4" in t for t in told), told


@pytest.mark.parametrize("name", ["04意见反馈台账", "23_问题清单", "项目风险登记表", "系统风险清单"])
def test_neither_a_number_nor_a_bare_word_becomes_a_project(planned, name):
    plan = planned(name, ("风险描述", "概率", "影响", "应对措施"), ("断网", 3, 3, "双链路"))
    assert plan.project_name not in ("04", "23", "项目", "系统")


def test_a_talk_is_known_by_its_topic_and_outcome(planned):
    plan = planned("沟通记录", ("日期", "对象", "方式", "主题", "结论"), ("2026-3-1", "王建国", "面谈", "预算", "同意"))
    (row,) = plan.sheets[0].rows
    assert (row.status, row.values["summary"], row.extra) == ("new", "预算", {"结论": "同意"})


def test_a_file_called_after_a_register_needs_few_of_its_columns(planned):
    rows = ("利益相关者", "权力(1-5)", "利益(1-5)", "象限", "策略"), ("董事长", 5, 3, "令其满意", "专题汇报")
    (table,) = planned("利益相关者权力利益", *rows, sheet="矩阵").sheets
    assert (table.register, table.rows[0].values["power"]) == ("stakeholder", 5)
    assert table.rows[0].extra == {"象限": "令其满意", "策略": "专题汇报"}
