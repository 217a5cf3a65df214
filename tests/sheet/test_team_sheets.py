"""Whole sheets as teams keep them, filled in: each heading to its field, each value read, nothing new the second time."""

from __future__ import annotations

import pytest


def again(desk, grid):
    """Return what a second import after the first would do beside leaving all the same."""
    desk.take(grid)
    return {status: count for status, count in desk.plan(grid).counts.items() if status != "same"}


def fields_of(sheet):
    return {c.heading: c.field for c in sheet.columns}


def test_a_register_with_a_title_and_groups_of_headings_merged_both_ways(desk):
    grid = desk.grid(
        ["智慧门店项目干系人登记册"],
        ["编制人：王芳", None, None, "编制日期：2026-03-01"],
        ["序号", "姓名", "基本信息", None, None, "评估信息", None, None, "联系方式", "备注"],
        [None, None, "部门", "职务", "角色", "权力", "利益", "态度"],
        [1, "李建国", "运营管理部", "总监", "项目发起人", "高", "高", "支持", "138-0000", None],
        [2, "钱进", "华东大区", "店长", None, "低", "极高", "抵制", None, "担心考核"],
        merges=["A1:J1", "A3:A4", "B3:B4", "C3:E3", "F3:H3", "I3:I4", "J3:J4"],
    )
    assert again(desk, grid) == {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}
    assert desk.shown("stakeholder", "name", "department", "power", "interest", "engagement", "notes") == [
        ("李建国", "运营管理部", 4, 4, "supportive", None),
        ("钱进", "华东大区", 2, 5, "resistant", "担心考核"),
    ]


def test_a_feedback_list_keeps_no_name_where_the_sheet_keeps_none(desk):
    grid = desk.grid(
        [
            "反馈时间",
            "反馈渠道",
            "反馈部门",
            "反馈人",
            "反馈内容",
            "问题分类",
            "处理人",
            "处理措施",
            "处理状态",
            "是否销号",
        ],
        ["2026-03-01", "微信群", "滨江店", "匿名", "视频太长，没时间看", "培训", "王芳", "拆成微课", "已销号", "是"],
        ["2026-03-02", "电话", "城南店", "张伟", "打卡太多", "考核", "李明", "反馈总部", "处理中", "否"],
        ["2026-03-03", "走访", "河西店", "匿名用户", "系统卡顿", "系统", "赵敏", None, "未处理", "否"],
        file="反馈意见台账.xlsx",
    )
    assert again(desk, grid) == {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}
    shown = desk.shown("feedback", "channel", "source", "anonymous", "theme", "reply", "status")
    # Two anonymous voices are too few to tell through which channel each came.
    assert sorted(shown, key=str) == [
        ("hotline", "张伟", False, "考核", "反馈总部", "in_progress"),
        (None, None, True, "培训", "拆成微课", "answered"),
        (None, None, True, "系统", None, "new"),
    ]
    assert "匿名" not in [name for (name,) in desk.shown("stakeholder", "name")]


def test_a_checklist_with_ticks_and_sections(desk):
    grid = desk.grid(
        ["系统上线准备检查表"],
        ["序号", "检查项", "责任部门", "责任人", "是否完成", "备注"],
        [None, "一、数据准备"],
        [1, "主数据导入完成", "信息部", "小李", "√", None],
        [2, "期初余额核对", "财务部", "陈会计", "×", "差异 3 笔"],
        [None, "二、人员准备"],
        [3, "操作手册下发", "培训中心", "王芳", "进行中", None],
        merges=["A1:F1", "B3:F3", "B6:F6"],
    )
    assert again(desk, grid) == {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}
    assert desk.shown("checklist_item", "step", "department", "status") == [
        ("主数据导入完成", "信息部", "done"),
        ("期初余额核对", "财务部", "todo"),
        ("操作手册下发", "培训中心", "doing"),
    ]


def test_a_matrix_under_groups_names_the_units_not_the_groups(desk):
    grid = desk.grid(
        ["RACI Matrix – CRM"],
        [None, None, "Business", None, "IT", None],
        ["Phase", "Task", "Sales", "Finance", "PMO", "QA"],
        ["Initiation", "Project charter", "C", "A", "R", "I"],
        [None, "Stakeholder map", "C", "I", "A,R", None],
        merges=["A1:F1", "C2:D2", "E2:F2", "A4:A5"],
    )
    assert again(desk, grid) == {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}
    assert {d for (d,) in desk.shown("responsibility", "department")} == {"Sales", "Finance", "PMO", "QA"}
    assert {r.extra["Phase"] for r in desk.records("responsibility")} == {"Initiation"}


def test_signatures_and_totals_below_and_labels_above_are_no_records(desk):
    grid = desk.grid(
        ["智慧工地项目风险台账"],
        ["填报单位：工程部", None, None, "填报日期：2026年3月"],
        ["序号", "风险名称", "风险类别", "可能性", "影响程度", "应对措施", "责任人", "完成时限"],
        [1, "塔吊老化", "安全", "较高", "严重", "更换", "孙工", "2026-05-31"],
        ["合计", 1],
        [None, "注：可能性与影响程度按五级填写。"],
        ["审核人：", "周总", None, "日期：", "2026-03-31"],
        merges=["A1:H1"],
    )
    sheet = desk.only(grid)
    assert (sheet.register, sheet.header_row, sheet.counts["new"], sheet.counts["wrong"]) == ("risk", 3, 1, 0)
    assert fields_of(sheet)["完成时限"] == "due"


@pytest.mark.parametrize(
    ("marks", "engagement", "desired"),
    [
        (("C", None, None, "D", None), "unaware", "supportive"),
        ((None, None, None, "C/D", None), "supportive", "supportive"),
        ((None, "当前", None, None, "期望"), "resistant", "leading"),
        ((None, "√", None, None, None), "resistant", None),
    ],
)
def test_steps_across_with_c_and_d_below_say_where_people_stand_and_should(desk, marks, engagement, desired):
    grid = desk.grid(
        ["干系人", "不知晓", "抵制", "中立", "支持", "领导", "备注"],
        ["王敏", *marks, "按月沟通"],
        ["李雷", None, None, "C", None, None, None],
        name="参与度矩阵",
    )
    assert again(desk, grid) == {"new": 0, "changed": 0, "conflict": 0, "wrong": 0}
    assert desk.shown("stakeholder", "name", "engagement", "desired", "notes") == [
        ("王敏", engagement, desired, "按月沟通"),
        ("李雷", "neutral", None, None),
    ]
    assert desk.records("responsibility") == []


def test_departments_across_are_no_steps_of_a_list(desk):
    grid = desk.grid(
        ["Task", "IT", "Finance", "Marketing", "Operations", "Training"],
        ["Design", "R", "C", "I", "A", None],
        ["Build", "A", "C", None, "R", "I"],
        name="RACI",
    )
    assert desk.only(grid).shape == "matrix"


@pytest.mark.parametrize(
    ("head", "row", "wanted"),
    [
        (["Issue #", "Issue Description", "Issue Owner", "Issue Status"], ["7", "Login fails", "Li Na", "Fixed"], ("7", "Login fails", "Li Na", "closed")),
        (["Risk No.", "Risk Statement", "Risk Lead", "Risk State"], ["R7", "Late", "Li Na", "Ongoing"], ("R7", "Late", "Li Na", "treating")),
        (["问题编号", "问题内容", "问题负责人", "问题状态"], ["W7", "扫码失败", "小李", "未解决"], ("W7", "扫码失败", "小李", "open")),
    ],
)  # fmt: skip
def test_headings_that_begin_with_what_the_record_is_called(desk, head, row, wanted):
    desk.take(desk.grid(head, row, name="Issue log"))
    assert desk.shown("risk", "reference", "title", "owner", "status") == [wanted]


def test_kinds_that_the_list_does_not_know_become_the_category(desk):
    head = ["问题描述", "问题类型", "类型", "优先级", "责任人"]
    grid = desk.grid(
        head, ["扫码失败", None, "硬件", "高", "小李"], ["库存不准", None, "数据", "中", "小王"], name="问题清单"
    )
    desk.take(grid)
    assert desk.shown("risk", "kind", "category") == [("issue", "硬件"), ("issue", "数据")]
    known = desk.grid(["描述", "类型", "优先级"], ["a1", "风险", "高"], ["b1", "硬件", "中"], name="RAID")
    assert [p.cell for p in desk.only(known).problems] == ["B3"]


def test_a_row_of_two_cells_that_is_a_record_stays_one(desk):
    grid = desk.grid(
        ["检查项", "状态", "责任人"], ["审核：网络", "完成", "小李"], ["备份", "未开始", None], name="检查表"
    )
    assert desk.only(grid).counts["new"] == 2


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (["描述", "解决方案", "说明"], ["焊缝开裂", "返工", "已复检"]),
        (["卖方", "问题", "解决方案", "说明"], ["甲公司", "交付晚", "扣款", None]),
        (["No.", "Description", "Action", "Notes"], [1, "Cracked seam", "Rework", "Checked"]),
    ],
)
def test_headings_that_any_list_may_have_make_no_register(desk, head, row):
    assert desk.only(desk.grid(head, row, name="返修记录", file="焊接.xlsx")).register is None


def test_a_matrix_of_engagement_may_still_be_empty(desk):
    grid = desk.grid(["干系人", "不知晓", "抵制", "中立", "支持", "领导"], ["王敏"], name="Sheet1")
    assert desk.only(grid).register == "stakeholder"


@pytest.mark.parametrize("after", [[], [["供应商延期", 3, 4]]], ids=["only", "above"])
def test_a_row_of_formulas_that_were_never_calculated_is_told_not_left_out(desk, after):
    cells = {(row, column) for row in (1, 2) for column in range(3)}
    grid = desk.grid(["风险描述", "概率", "影响"], [], [], *after, name="风险登记册", uncached=frozenset(cells))
    sheet = desk.only(grid)
    assert (sheet.counts["new"], sheet.counts["wrong"]) == (len(after), 2)
    assert {("uncached", "A2"), ("uncached", "A3")} <= {(p.code, p.cell) for p in sheet.problems}
