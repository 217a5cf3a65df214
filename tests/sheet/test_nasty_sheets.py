"""Sheets as teams really send them, made here by dozens: the header found, the register known, no column lost in silence."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pytest

from govdesk.registers import REGISTERS
from govdesk.sheet.lexicon import lexicons
from govdesk.sheet.pane import find_all
from govdesk.sheet.step import with_words

KNOWN = lexicons(REGISTERS)
ENOUGH = 0.95
DAY = dt.date(2026, 3, 1)


@dataclass(frozen=True)
class Body:
    """One table: its register, its heading row, its data."""

    register: str
    head: tuple
    rows: tuple
    title: str


@dataclass
class Sheet:
    """A sheet with what should be found in it: header row from 1, header rows, register."""

    rows: list
    wanted: list
    merges: tuple = ()
    name: str = "Sheet1"
    file: str = "汇总.xlsx"
    traits: dict = field(default_factory=dict)


BODIES = {
    "stakeholders zh": Body(
        "stakeholder",
        ("序号", "姓名", "所在部门", "职务", "影响力", "关注程度", "当前态度", "联系电话"),
        (
            (1, "李建国", "运营管理部", "总监", "高", "高", "支持", "138-0000"),
            (2, "钱进", "华东大区", "店长", "低", "中", "抵制", None),
            (3, "周婷", "信息部", "经理", "中", "高", "中立", None),
        ),
        "智慧门店项目干系人登记表",
    ),
    "stakeholders en": Body(
        "stakeholder",
        ("No.", "Stakeholder Name", "Department", "Job Title", "Power (1-5)", "Interest (1-5)", "Attitude", "E-mail"),
        (
            (1, "Ann Lee", "Finance", "Controller", 5, 3, "Supportive", "ann@x.org"),
            (2, "Bo Chan", "Store 12", "Manager", 2, 5, "Resistant", None),
        ),
        "Stakeholder Register - CRM rollout",
    ),
    "risks zh": Body(
        "risk",
        ("编号", "风险描述", "风险类别", "可能性", "影响程度", "应对措施", "责任人", "完成时限", "状态"),
        (
            ("R-1", "供应商延期交付", "外部", "高", "中", "每周跟踪", "王敏", DAY, "开放"),
            ("R-2", "主数据口径不一致", "数据", "中", "高", "统一口径", "李雷", DAY, "已关闭"),
            ("R-3", "关键用户流失", "组织", "低", "高", None, "王敏", None, "开放"),
        ),
        "项目风险登记册",
    ),
    "risks en": Body(
        "risk",
        ("Risk ID", "Risk Description", "Category", "Likelihood", "Impact", "Mitigation", "Owner", "Due Date", "Status"),
        (
            ("R1", "Vendor slips", "External", "H", "M", "Weekly calls", "Li Na", DAY, "Open"),
            ("R2", "Data not clean", "Data", "M", "H", "Cleanse", "Bo", DAY, "Closed"),
        ),
        "Project Risk Log",
    ),
    "feedback zh": Body(
        "feedback",
        ("日期", "反馈渠道", "反馈部门", "反馈人", "反馈内容", "处理人", "处理状态"),
        (
            (DAY, "微信群", "滨江店", "张伟", "打卡太多，员工有意见", "李明", "处理中"),
            (DAY, "走访", "河西店", "匿名", "系统经常卡顿，排队很长", "赵敏", "未处理"),
        ),
        "一线反馈意见台账",
    ),
    "feedback en": Body(
        "feedback",
        ("Date", "Channel", "Department", "Raised by", "Feedback", "Severity", "Status"),
        (
            (DAY, "Survey", "Store 3", "Ann", "The training video is too long for a shift", "High", "Open"),
            (DAY, "Hotline", "Store 7", "Bo", "Scanner freezes twice a day", "Medium", "Closed"),
        ),
        "Frontline Feedback Log",
    ),
    "checklist zh": Body(
        "checklist_item",
        ("序号", "检查项", "责任部门", "责任人", "完成日期", "是否完成", "佐证材料"),
        (
            (1, "主数据导入完成", "信息部", "小李", DAY, "√", "截图"),
            (2, "期初余额核对", "财务部", "陈会计", None, "×", None),
            (3, "操作手册下发", "培训中心", "王芳", None, "进行中", None),
        ),
        "系统上线准备检查表",
    ),
    "checklist en": Body(
        "checklist_item",
        ("#", "Checklist item", "Responsible department", "Owner", "Due date", "Done?", "Evidence"),
        (
            (1, "Master data loaded", "IT", "Li", DAY, "Yes", "screenshot"),
            (2, "Opening balances agreed", "Finance", "Bo", DAY, "No", None),
        ),
        "Go-live checklist",
    ),
    "deliverables zh": Body(
        "deliverable",
        ("编号", "交付物名称", "类型", "批次", "进度", "到期日", "说明"),
        (
            ("D1", "门店操作手册", "文档", "第一批", "进行中", DAY, "含截图"),
            ("D2", "店长培训课件", "培训", "第二批", "未开始", DAY, None),
        ),
        "交付物清单",
    ),
    "departments en": Body(
        "department",
        ("Department", "Parent department", "Head of department", "Type", "Notes"),
        (("Finance", "Head office", "Ann Lee", "Function", None), ("Store 12", "East region", "Bo Chan", "Store", "new")),
        "Departments",
    ),
    "both languages": Body(
        "risk",
        ("编号 ID", "风险描述\nRisk description", "可能性 Likelihood", "影响 Impact", "责任人 Owner", "状态 Status"),
        ((1, "供应商延期", 3, 4, "王敏", "开放 Open"), (2, "停电", 1, 5, "李雷", "已关闭 Closed")),
        "风险登记册 Risk Register",
    ),
}  # fmt: skip


def letters(column):
    return chr(65 + column) if column < 26 else f"{chr(64 + column // 26)}{chr(65 + column % 26)}"


def plain(body):
    return Sheet([body.head, *body.rows], [(1, 1, body.register)])


def titled(body):
    merge = f"A1:{letters(len(body.head) - 1)}1"
    return Sheet([(body.title,), body.head, *body.rows], [(2, 1, body.register)], (merge,))


def with_a_block_above(body):
    zh = body.title[0] > "z" or "智" in body.title
    labels = (("项目名称：", "智慧门店", None, "编制日期：", DAY), ("编制人：", "王芳", None, "版本：", "V1.2"))
    if not zh:
        labels = (("Project:", "CRM", None, "Date:", DAY), ("Prepared by:", "Ann", None, "Version:", "1.2"))
    return Sheet([(body.title,), (), *labels, (), body.head, *body.rows], [(6, 1, body.register)])


def with_notes_above(body):
    notes = (
        ("填表说明：请各部门于每月25日前填报，逾期视为无变化。",),
        ("1. 概率、影响按高、中、低填写；2. 状态请从下拉列表中选择；3. 空白行请勿删除。",),
    )
    return Sheet([*notes, body.head, *body.rows], [(3, 1, body.register)])


def pushed_aside(body):
    shift = (None, None)
    return Sheet(
        [(), (), (), (*shift, body.title), (), (*shift, *body.head), *((*shift, *r) for r in body.rows)],
        [(6, 1, body.register)],
    )


def with_totals_and_legend(body):
    below = (("合计", len(body.rows)), (), ("图例：", "红=高", "黄=中", "绿=低"), ("注：本表每周更新。",))
    return Sheet([(body.title,), body.head, *body.rows, *below], [(2, 1, body.register)])


def pre_numbered(body):
    numbers = [(n,) for n in range(len(body.rows) + 1, 31)]
    return Sheet([(body.title,), body.head, *body.rows, *numbers], [(2, 1, body.register)])


def with_gaps_between_rows(body):
    rows = [line for row in body.rows for line in (row, ())]
    return Sheet([body.head, *rows], [(1, 1, body.register)])


def under_a_ruler(body):
    """A first row of column letters or numbers, as printed forms have it."""
    return Sheet(
        [tuple(range(1, len(body.head) + 1)), body.head, *body.rows], [(2, 1, body.register)], name=body.title[:20]
    )


def with_hints_below_the_header(body):
    hints = tuple("（必填）" if n < 2 else "（选填）" for n in range(len(body.head)))
    return Sheet([(body.title,), body.head, hints, *body.rows], [(2, 1, body.register)])


def with_widened_words(body):
    """Headings spread out and starred, as forms do."""
    head = tuple(
        f"*{h}：" if n % 2 else (f"{h[0]}  {h[1]}" if len(h) == 2 and not h.isascii() else f" {h} ")
        for n, h in enumerate(body.head)
    )
    return Sheet([(body.title,), head, *body.rows], [(2, 1, body.register)])


FRAMES = (
    plain, titled, with_a_block_above, with_notes_above, pushed_aside, with_totals_and_legend, pre_numbered,
    with_gaps_between_rows, under_a_ruler, with_hints_below_the_header, with_widened_words,
)  # fmt: skip


def stacked(upper, lower, *between):
    first = (upper.title,), upper.head, *upper.rows
    second = (*between, (lower.title,), lower.head, *lower.rows)
    start = len(first) + len(between) + 2
    return Sheet([*first, *second], [(2, 1, upper.register), (start, 1, lower.register)])


def side_by_side(left, right):
    width = len(left.head)
    height = max(len(left.rows), len(right.rows))
    pad = lambda row: (*row, *[None] * (width - len(row)))  # noqa: E731
    rows = [
        (*pad(left.rows[n] if n < len(left.rows) else ()), None, *(right.rows[n] if n < len(right.rows) else ()))
        for n in range(height)
    ]
    return Sheet([(*left.head, None, *right.head), *rows], [(1, 1, left.register), (1, 1, right.register)])


def grouped(body, *spans):
    """Put the names of groups above the headings, each merged over its columns."""
    upper = [None] * len(body.head)
    merges = []
    for first, last, name in spans:
        upper[first] = name
        merges.append(f"{letters(first)}2:{letters(last)}2")
    return Sheet([(body.title,), tuple(upper), body.head, *body.rows], [(2, 2, body.register)], tuple(merges))


def both_ways(body, *spans):
    """Merge headings down beside groups that are merged across."""
    inside = {c for first, last, _ in spans for c in range(first, last + 1)}
    upper = [None if c in inside else h for c, h in enumerate(body.head)]
    lower = [h if c in inside else None for c, h in enumerate(body.head)]
    merges = [f"{letters(c)}2:{letters(c)}3" for c in range(len(body.head)) if c not in inside]
    for first, last, name in spans:
        upper[first] = name
        merges.append(f"{letters(first)}2:{letters(last)}2")
    return Sheet([(body.title,), tuple(upper), tuple(lower), *body.rows], [(2, 2, body.register)], tuple(merges))


RACI_ZH = Sheet(
    [("门店上线责任分配矩阵（RACI）",), (), ("阶段", "工作任务", "信息部", "财务部", "运营部", "门店"),
     ("准备", "主数据清洗", "A", "C", "R", "I"), (None, "网络检查", "A/R", None, "C", "I"),
     ("上线", "期初盘点", "C", "A", "R", "R"), ("说明：R=负责 A=批准 C=咨询 I=知会",)],
    [(3, 1, "responsibility")], ("A1:F1", "A4:A5"),
)  # fmt: skip
RACI_PEOPLE = Sheet(
    [("Activity", "Ann Lee", "Bo Chan", "Carl Ode"), ("Kick-off", "A", "R", "I"), ("Training", "C", "A/R", "I"),
     ("Go-live", "A", "R", "C"), (), ("R = Responsible, A = Accountable, C = Consulted, I = Informed",)],
    [(1, 1, "responsibility")], name="RACI",
)  # fmt: skip
RACI_GROUPS = Sheet(
    [("RACI Matrix",), (None, None, "Business", None, "IT", None), ("Phase", "Task", "Sales", "Finance", "PMO", "QA"),
     ("Initiate", "Charter", "C", "A", "R", "I"), (None, "Stakeholder map", "C", "I", "A", "R")],
    [(2, 2, "responsibility")], ("C2:D2", "E2:F2"),
)  # fmt: skip
RACI_UNDER_LETTERS = Sheet(
    [("任务", "负责 R", "批准 A", "咨询 C", "知会 I"), ("主数据清洗", "信息部", "王敏", "财务部、门店", "运营部"),
     ("期初盘点", "门店", "李雷", "财务部", None)],
    [(1, 1, "responsibility")], name="责任矩阵",
)  # fmt: skip
STEPS_ACROSS = Sheet(
    [("干系人参与度评估矩阵",), ("干系人", "不知晓", "抵制", "中立", "支持", "领导"),
     ("王敏", None, "C", None, "D", None), ("李雷", None, None, None, "C/D", None)],
    [(2, 1, "stakeholder")],
)  # fmt: skip
SECTIONS = Sheet(
    [("系统上线准备检查表",), ("序号", "检查项", "责任部门", "责任人", "是否完成", "备注"), ("一、数据准备",),
     (1, "主数据导入完成", "信息部", "小李", "√", None), (2, "期初余额核对", "财务部", "陈会计", "×", "差异3笔"),
     ("二、人员准备",), (3, "操作手册下发", "培训中心", "王芳", "进行中", None)],
    [(2, 1, "checklist_item")], ("A1:F1", "A3:F3", "A6:F6"),
)  # fmt: skip
REPEATED_HEADER = Sheet(
    [BODIES["risks zh"].head, *BODIES["risks zh"].rows, (), BODIES["risks zh"].head, *BODIES["risks zh"].rows],
    [(1, 1, "risk")],
)
WITH_A_SCALE_BESIDE = Sheet(
    [("风险描述", "概率", "影响", "责任人", "状态", None, None, "分值", "含义"), ("供应商延期", 3, 4, "王敏", "开放", None, None, 5, "极高"),
     ("停电", 2, 5, "李雷", "开放", None, None, 4, "高")],
    [(1, 1, "risk")], name="风险登记册",
)  # fmt: skip
SPACED = Sheet(
    [("风险描述", None, "概率", "影响", None, "责任人", "状态"), ("供应商延期", None, 3, 4, None, "王敏", "开放"),
     ("停电", None, 2, 5, None, "李雷", "开放")],
    [(1, 1, "risk")], name="风险登记册",
)  # fmt: skip
HIDDEN = Sheet(
    [(BODIES["risks en"].title,), BODIES["risks en"].head, *BODIES["risks en"].rows], [(2, 1, "risk")],
    traits={"hidden_rows": frozenset((0, 2)), "hidden_columns": frozenset((0, 5)), "hidden": True},
)  # fmt: skip
STYLED = Sheet(
    [("某某项目",), ("风险", "谁", "怎么办"), ("停电", "王敏", "备用电源"), ("断网", "李雷", "双线路")], [(2, 1, "risk")],
    name="风险清单", traits={"bold": frozenset((1,)), "frozen_row": 2},
)  # fmt: skip

PAIRS = [
    ("stakeholders zh", "risks zh"), ("risks en", "stakeholders en"), ("feedback zh", "checklist zh"),
    ("checklist en", "risks en"), ("stakeholders zh", "deliverables zh"), ("departments en", "feedback en"),
]  # fmt: skip
NASTY = {
    **{f"{frame.__name__} · {name}": frame(body) for frame in FRAMES for name, body in BODIES.items()},
    **{f"stacked · {a} · {b}": stacked(BODIES[a], BODIES[b], ()) for a, b in PAIRS},
    **{f"stacked close · {a} · {b}": stacked(BODIES[a], BODIES[b]) for a, b in PAIRS},
    **{f"stacked after totals · {a} · {b}": stacked(BODIES[a], BODIES[b], ("合计", 3), (), ()) for a, b in PAIRS},
    **{f"side by side · {a} · {b}": side_by_side(BODIES[a], BODIES[b]) for a, b in PAIRS},
    "the same list in two halves": side_by_side(BODIES["stakeholders zh"], BODIES["stakeholders zh"]),
    "groups · stakeholders": grouped(BODIES["stakeholders zh"], (0, 3, "基本信息"), (4, 6, "评估"), (7, 7, "其他")),
    "groups · risks": grouped(BODIES["risks zh"], (0, 2, "识别"), (3, 4, "评估"), (5, 8, "应对")),
    "groups · risks en": grouped(BODIES["risks en"], (0, 2, "Identification"), (3, 4, "Assessment"), (5, 8, "Response")),
    "groups · feedback": grouped(BODIES["feedback en"], (0, 3, "Source"), (4, 6, "Content")),
    "both ways · stakeholders": both_ways(BODIES["stakeholders zh"], (4, 6, "评估信息")),
    "both ways · risks": both_ways(BODIES["risks zh"], (3, 4, "评估"), (5, 7, "应对")),
    "both ways · risks en": both_ways(BODIES["risks en"], (3, 4, "Assessment")),
    "both ways · checklist": both_ways(BODIES["checklist zh"], (2, 3, "责任"), (4, 6, "完成情况")),
    "RACI zh": RACI_ZH, "RACI with people": RACI_PEOPLE, "RACI with groups": RACI_GROUPS, "names under letters": RACI_UNDER_LETTERS,
    "steps across": STEPS_ACROSS, "sections": SECTIONS, "repeated header": REPEATED_HEADER, "a scale beside": WITH_A_SCALE_BESIDE,
    "spaced": SPACED, "hidden": HIDDEN, "styled": STYLED,
}  # fmt: skip


def grid_of(desk, sheet):
    return desk.grid(*sheet.rows, name=sheet.name, file=sheet.file, merges=sheet.merges, **sheet.traits)


def found_in(grid):
    return [(t.header_row + 1, t.header_rows, t.register) for _, t in find_all(with_words(grid, KNOWN), KNOWN)]


def test_the_headers_of_nasty_sheets_are_found(desk):
    assert len(NASTY) > 60
    missed = {name: found for name, sheet in NASTY.items() if (found := found_in(grid_of(desk, sheet))) != sheet.wanted}
    assert len(missed) <= len(NASTY) * (1 - ENOUGH), missed


@pytest.mark.parametrize("name", sorted(NASTY.keys() - {"steps across"}))
def test_no_column_of_a_nasty_sheet_is_lost_in_silence(desk, name):
    sheet = NASTY[name]
    plan = desk.plan(grid_of(desk, sheet))
    told = " ".join(str(n) for s in plan.sheets for n in s.notices)
    columns = {c.index: c for s in plan.sheets for c in s.columns}
    first = min(s.header_row + s.header_rows - 1 for s in plan.sheets)
    used = {c for row in sheet.rows[first:] for c, cell in enumerate(row) if cell is not None}
    assert used <= columns.keys() or "beside the table" in told
    for column in columns.values():
        if not column.field:
            cells = [row[column.index] for row in sheet.rows[first:] if column.index < len(row)]
            assert not any(isinstance(c, str) and len(c) > 3 for c in cells) or "No register" in told


def test_cells_beside_a_table_are_told(desk):
    grid = desk.grid(
        ["风险描述", "概率", "影响", "状态"], ["停电", 1, 2, "开放"], ["断网", 1, 2, "开放", None, None, "图例", "红=高"],
        name="风险登记册",
    )  # fmt: skip
    assert "left out: 2, the first is G3." in str(desk.only(grid).notices[-1])


def test_tables_side_by_side_are_read_each_by_itself(desk):
    sheet = NASTY["side by side · stakeholders zh · risks zh"]
    desk.take(grid_of(desk, sheet))
    assert desk.shown("risk", "title", "owner")[0] == ("供应商延期交付", "王敏")
    assert {"李建国", "钱进", "周婷"} <= {name for (name,) in desk.shown("stakeholder", "name")}
    assert all(not r.extra for r in desk.records("risk"))
    assert {k: v for k, v in desk.plan(grid_of(desk, sheet)).counts.items() if k != "same"} == {
        "new": 0, "changed": 0, "conflict": 0, "wrong": 0,
    }  # fmt: skip


def test_two_registers_under_one_row_of_names_are_read_each_by_itself(desk):
    grid = desk.grid(
        ["干系人", None, None, "风险", None, None],
        ["姓名", "部门", "职务", "风险描述", "概率", "影响"],
        ["王敏", "信息部", "经理", "停电", "高", "中"],
        ["李雷", "运营部", "主管", "断网", "低", "低"],
        name="汇总",
        merges=("A1:C1", "D1:F1"),
    )
    people, risks = desk.plan(grid).sheets
    assert (people.register, [r.values["name"] for r in people.rows]) == ("stakeholder", ["王敏", "李雷"])
    assert (risks.register, [r.values["impact"] for r in risks.rows]) == ("risk", [3, 2])
    assert [p.unmatched for p in (people, risks)] == [[], []]


def test_one_register_under_names_of_its_parts_stays_whole(desk):
    grid = desk.grid(
        ["风险", None, None, "责任", None, None],
        ["风险描述", "概率", "影响", "责任人", "截止日期", "状态"],
        ["停电", "高", "中", "王敏", "2026-03-01", "开放"],
        name="汇总",
    )
    (only,) = desk.plan(grid).sheets
    assert (only.register, only.rows[0].values["probability"], only.rows[0].values["status"]) == ("risk", 4, "open")
