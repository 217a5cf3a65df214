"""Filled sheets as people send them: what each would do to a workspace, and where it would go wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.sheet.grid import CellError
from govdesk.sheet.plan import NewLink

NEW_PROJECT = NewLink("project", "智慧门店")


def stakeholders(desk, *people, **traits):
    return desk.grid(
        ["干系人登记册"],
        ["项目名称：", "智慧门店", None, None, "准备日期：", dt.date(2026, 3, 1)],
        ["姓名", "职位", "角色", "联系信息", "需求", "期望", "影响", "分类"],
        *people,
        name="干系人登记册",
        file="干系人登记册.xlsx",
        merges=["A1:H1", "B2:D2", "F2:H2"],
        **traits,
    )


WANG = ("王敏", "信息部经理", "项目经理", 13800000000, "数据准确", "按期上线", "高", "内部")


def issues(desk, *rows, **traits):
    return desk.grid(
        ["问题日志"],
        ["项目名称：", None, None, None, None, "准备日期："],
        ["问题编号", "分类", "问题", "对目标的影响", "紧急程度", "责任方", "措施", "状态", "到期日", "说明"],
        *rows,
        name="问题日志",
        file="ERP问题日志.xlsx",
        **traits,
    )


def risks(desk, headings, *rows, **traits):
    return desk.grid(headings, *rows, **{"name": "风险登记册", "file": "ERP风险登记册.xlsx", **traits})


def said(row, code="en"):
    from govdesk.i18n import language

    return [(p.code, p.cell, language(code).say(p.message)) for p in row.problems]


# ---------------------------------------------------------------- the samples, filled in


def test_a_stakeholder_register_under_a_title_and_a_block(desk):
    sheet = desk.only(stakeholders(desk, WANG, ("李雷", "店长", None, "a@b.cn", None, None, 2, None)))
    assert (sheet.register, sheet.header_row, sheet.counts["new"]) == ("stakeholder", 3, 2)
    assert sheet.unmatched == ["分类"]
    assert sheet.rows[0].values == {
        "project": NEW_PROJECT,
        "name": "王敏",
        "title": "信息部经理",
        "role": "项目经理",
        "contact": "13800000000",
        "needs": "数据准确",
        "expectations": "按期上线",
        "power": 4,
    }
    assert sheet.rows[0].extra == {"分类": "内部"}


def test_a_risk_register_with_a_header_of_two_rows(desk):
    upper = [
        "风险编号",
        "风险说明书",
        "概率",
        "影响",
        None,
        None,
        None,
        "等级",
        "响应",
        "修订后的概率",
        "修订后的影响",
        None,
        None,
        None,
    ]
    lower = [None, None, None, "范围", "质量", "进度", "成本", None, None, None, "范围", "质量", "进度", "成本"]
    grid = desk.grid(
        ["风险登记册"],
        ["项目名称：", "智慧门店"],
        [*upper, "修订后的等级", "责任方", "行动", "状态", "说明"],
        lower,
        [
            "R1",
            "接口延期",
            "高",
            "中",
            "低",
            "高",
            "低",
            "高",
            "减轻",
            "低",
            "低",
            "低",
            "中",
            "低",
            "低",
            "王敏",
            "联调",
            "应对中",
            "见附件",
        ],
        name="风险登记册",
        merges=["A1:S1", "A3:A4", "B3:B4", "C3:C4", "D3:G3", "H3:H4", "K3:N3"],
    )
    sheet = desk.only(grid)
    assert (sheet.header_row, sheet.header_rows) == (3, 2)
    (row,) = sheet.rows
    assert row.place == 5
    assert (row.values["probability"], row.values["impact"]) == (4, 4)
    assert (row.values["residual_probability"], row.values["residual_impact"]) == (2, 3)
    assert (row.values["response"], row.values["status"], row.values["reference"]) == ("mitigate", "treating", "R1")
    assert row.extra == {"等级": "高", "修订后的等级": "低"} | {
        "影响 范围": "中", "影响 质量": "低", "影响 成本": "低", "修订后的影响 范围": "低", "修订后的影响 质量": "低", "修订后的影响 成本": "低",
    }  # fmt: skip


def test_an_issue_log_holds_issues_and_its_oddities_are_told(desk):
    grid = issues(
        desk,
        ["1", "数据", "主数据不一致", "报表不准", "高", "李雷、王敏", "清洗", "已关闭", "下下周", "x"],
        [2, "流程", "审批慢", "延误", "一般", "李雷", "简化", "处理中", "2026/4/1", None],
    )
    sheet = desk.only(grid)
    assert [r.values["kind"] for r in sheet.rows] == ["issue", "issue"]
    assert said(sheet.rows[0]) == [("date", "I4", "“下下周” is not a date.")]
    assert said(sheet.rows[0], "zh") == [("date", "I4", "“下下周”不是日期。")]
    assert sheet.rows[0].unreadable == {"到期日": "下下周"}
    assert (sheet.rows[0].values["owner"], sheet.rows[0].extra) == (
        NewLink("stakeholder", "李雷"),
        {"责任方": "李雷、王敏"},
    )
    assert sheet.rows[1].values["due"] == dt.date(2026, 4, 1)


def test_an_issue_log_with_every_cell_merged_across(desk):
    headings = ["Issue ID", "Description", "Impact", "Action", "Owner", "Status", "Date raised", "Date resolved"]
    rows = [
        ["1", "Server is down", "High", "Restart it", "Ann Lee", "Closed", "2026-05-01", "2026-05-02"],
        ["2", "Nobody knows the password", "Medium", "Ask", "Bo", "Open", "2026-05-03", None],
    ]
    wide = [[c for cell in row for c in (cell, None, None)] for row in (headings, *rows)]
    spans = [(chr(65 + c * 3), chr(67 + c * 3)) for c in range(8)]
    merges = [f"{a}{r}:{b}{r}" for r in range(3, 6) for a, b in spans]
    grid = desk.grid(
        ["Issue Log "],
        ["Project Name:", None, None, "Store roll-out"],
        *wide,
        name="Issue Log",
        merges=["A1:X1", *merges],
    )
    sheet = desk.only(grid)
    assert (sheet.register, sheet.counts["new"], sheet.unmatched) == ("risk", 2, [])
    assert sheet.rows[0].values["project"] == NewLink("project", "Store roll-out")
    assert sheet.rows[1].values | {"project": 0, "kind": 0} == {
        "project": 0, "kind": 0, "reference": "2", "title": "Nobody knows the password", "impact": 3, "action": "Ask",
        "owner": NewLink("stakeholder", "Bo"), "status": "open", "raised": dt.date(2026, 5, 3),
    }  # fmt: skip


def test_a_raid_register_tells_its_kinds_by_the_cells(desk):
    grid = desk.grid(
        ["RAID Register: Risks, Assumptions, Issues and Dependencies"],
        [],
        ["ID", "Category", "Description", "Status", "Owner", "Update Due", "Impact", "Related Items", "More Details"],
        [1, "Risk", "Vendor may be late", "Open", "Ann Lee", "2026-05-01", "High", 2, "weekly check"],
        [2, "Assumption", "Data is clean", "Open", "Bob", "2026-05-02", "Low"],
        [3, "Issue", "Server down", "Closed", "Ann Lee", dt.datetime(2026, 6, 5, 10), "Critical"],
        [4, "Dependency", "Wait for network", "In progress", "Carl", 46143, "Medium"],
        [5, "Risk"],
        [6],
        name="RAID Register",
        file="RAID_Register_Log.xlsx",
    )
    sheet = desk.only(grid)
    assert [r.values["kind"] for r in sheet.rows] == ["risk", "assumption", "issue", "dependency"]
    assert [r.values["review"] for r in sheet.rows] == [
        dt.date(2026, 5, 1),
        dt.date(2026, 5, 2),
        dt.date(2026, 6, 5),
        dt.date(2026, 5, 1),
    ]
    assert sheet.rows[0].extra == {"Related Items": "2"}
    assert str(sheet.notices[-1]).endswith(": row 8.")


def test_words_and_numbers_of_both_languages_mean_the_same(desk):
    cells = ["高", "High", "H", "h", 4, "4", "4-高", "高 High", "4 分", "★★★★", "Likely"]
    sheet = desk.only(risks(desk, ["风险描述", "概率"], *[[f"r{i}", c] for i, c in enumerate(cells)]))
    assert {r.values["probability"] for r in sheet.rows} == {4}
    percent = risks(desk, ["风险描述", "概率"], ["停电", 0.8], ["断网", "80%"], formats={1: "percent"})
    assert {r.values["probability"] for r in desk.only(percent).rows} == {5}


def test_one_cell_may_have_another_number_format_than_its_column(desk):
    rows = [["停电", 0.3], ["断网", 3], ["地震", 0.3]]
    sheet = desk.only(risks(desk, ["风险描述", "概率"], *rows, formats={1: "percent"}, exceptions={(2, 1): "number"}))
    assert [r.values.get("probability") for r in sheet.rows] == [2, 3, 2]


# ---------------------------------------------------------------- what is not a record


def test_numbers_defaults_and_placeholders_make_no_rows(desk):
    grid = risks(
        desk,
        ["编号", "风险描述", "分类", "概率", "责任人", "状态", "得分"],
        [1, "停电", "技术", 3, "王敏", "开放", 9],
        [2, "请填写", "请选择", None, "[Name]", "开放", 0],
        [3, None, None, None, None, None, CellError("#VALUE!")],
        [4],
        [None, "——", "xxx"],
    )
    sheet = desk.only(grid)
    assert [(r.place, r.status) for r in sheet.rows] == [(2, "new")]
    assert "rows 3–4" in str(sheet.notices[-1])


def test_words_that_ask_to_be_filled_in_are_steps_where_they_are_not_repeated(desk):
    rows = [["Select vendor for ERP", "Open"], ["选择试点门店", "Open"], ["Enter data into the new system", "Done"]]
    sheet = desk.only(desk.grid(["Action", "Status", "Owner"], *[[*r, "Ann"] for r in rows], name="Actions"))
    assert [r.values["step"] for r in sheet.rows] == [r[0] for r in rows]
    template = [[i, "Select Risk Category", "r" if i < 2 else None] for i in range(6)]
    sheet = desk.only(risks(desk, ["编号", "Risk category", "风险描述"], *template))
    assert [(r.values["title"], "category" in r.values) for r in sheet.rows] == [("r", False), ("r", False)]


def test_totals_legends_and_repeated_headers_are_told_not_taken(desk):
    head = ["编号", "检查项", "责任部门", "责任人", "状态"]
    grid = desk.grid(
        head,
        [1, "主数据核对", "信息部", "王敏", "未开始"],
        head,
        [2, "打印机测试", "门店", "李雷", "已完成"],
        ["合计", 2],
        [],
        ["说明：状态填 未开始/已完成"],
        name="上线检查清单",
    )
    sheet = desk.only(grid)
    assert [r.place for r in sheet.rows] == [2, 4]
    assert "rows 5, 7." in str(sheet.notices[-1])


@pytest.mark.parametrize(
    "remark",
    [
        "注：概率 1-5",
        "Note: all dates are plans",
        "制表人：王敏",
        "图例: 红=高",
        "填表说明：逐条填写",
        "Copyright © 2000",
        "第 1 页，共 2 页",
    ],
)
def test_a_remark_below_the_table_is_no_record(desk, remark):
    sheet = desk.only(risks(desk, ["风险描述", "概率", "责任人"], ["停电", 3, "王敏"], [], [remark]))
    assert [r.place for r in sheet.rows] == [2]
    assert "row 4." in str(sheet.notices[-1])


def test_a_section_title_merged_across_is_no_record(desk):
    grid = desk.grid(
        ["检查项", "责任部门", "责任人", "状态"],
        ["一、准备阶段"],
        ["核对主数据", "信息部", "王敏", "未开始"],
        name="检查清单",
        merges=["A2:D2"],
    )
    sheet = desk.only(grid)
    assert [r.values["step"] for r in sheet.rows] == ["核对主数据"]
    assert "row 2." in str(sheet.notices[-1])


def test_a_record_of_one_cell_is_a_record(desk):
    sheet = desk.only(risks(desk, ["风险描述", "概率", "责任人"], ["停电", 3, "王敏"], ["断网"], ["地震"]))
    assert [r.values["title"] for r in sheet.rows] == ["停电", "断网", "地震"]


# ---------------------------------------------------------------- columns


def test_nothing_of_a_row_is_dropped_when_headings_repeat(desk):
    grid = risks(
        desk,
        ["风险描述", "责任人", "备注", "备注", "责任人", "楼层", "楼层"],
        ["停电", "王敏", "甲", "乙", "李雷", "1", "2"],
    )
    (row,) = desk.only(grid).rows
    assert row.values["notes"] == "甲\n乙"
    assert row.names["owner"] == "王敏"
    assert row.extra == {"责任人 (2)": "李雷", "楼层": "1", "楼层 (2)": "2"}


def test_two_columns_of_one_title_do_not_make_one(desk):
    (row,) = desk.only(
        risks(desk, ["Summary", "Problem", "Owner", "Phone", "Email"], ["Fire", "All burns", "Ann"])
    ).rows
    assert (row.values["title"], row.extra) == ("Fire", {"Problem": "All burns"})
    head = ["Name", "Department", "Phone", "Email"]
    (row,) = desk.only(desk.grid(head, ["Ann", "IT", 138, "ann@x"], name="Stakeholders")).rows
    assert row.values["contact"] == "138, ann@x"


def test_prose_in_a_column_of_steps_goes_where_prose_belongs(desk):
    sentences = ["销售数据晚到一天，月结延误", "门店无法开票，顾客投诉增加", "报表口径不一致，管理层误判"]
    sheet = desk.only(risks(desk, ["风险描述", "影响"], *[[f"r{i}", s] for i, s in enumerate(sentences)]))
    assert sheet.mapping["影响"] == "effect"
    assert [r.values["effect"] for r in sheet.rows] == sentences


def test_a_job_is_no_level_though_its_words_are_levels(desk):
    sheet = desk.only(
        desk.grid(["姓名", "职务", "部门"], ["王敏", "经理", "IT"], ["李雷", "专家", "门店"], name="干系人")
    )
    assert sheet.mapping["职务"] == "title"


def test_values_under_no_heading_are_kept(desk):
    (row,) = desk.only(risks(desk, ["风险描述", None, "责任人"], ["停电", "二楼", "王敏", "加急"])).rows
    assert row.extra == {"(B)": "二楼", "(D)": "加急"}


def test_three_hundred_columns_are_kept(desk):
    grid = risks(desk, ["风险描述", "责任人", *(f"栏{i}" for i in range(298))], ["停电", "王敏", *range(298)])
    (row,) = desk.only(grid).rows
    assert len(row.extra) == 298


def test_what_the_user_said_stands_above_everything(desk, choice):
    grid = risks(desk, ["标题党", "谁", "备注"], ["停电", "王敏", "甲"])
    picked = choice("风险登记册", register="risk", header_row=1, mapping={0: "title", 1: "owner", 2: ""})
    sheet = desk.only(grid, choices={picked.key: picked})
    assert [(c.field, c.how) for c in sheet.columns] == [("title", "user"), ("owner", "user"), ("", "user")]
    assert sheet.rows[0].values["title"] == "停电"
    assert not sheet.rows[0].extra


def test_a_layout_once_agreed_needs_no_mapping(desk, choice):
    head = ["标题党", "谁", "备注", "空"]
    picked = choice("风险登记册", register="risk", header_row=1, mapping={0: "title", 1: "owner", 2: "", 3: "extra"})
    desk.take(risks(desk, head, ["停电", "王敏", "甲"]), choices={picked.key: picked})
    again = desk.only(risks(desk, head, ["断网", "李雷", "乙", "满"], file="b.xlsx"), register="risk")
    assert [c.field for c in again.columns] == ["title", "owner", "", "extra"]
    assert {c.how for c in again.columns} == {"remembered"}


def test_a_column_that_was_empty_when_its_layout_was_agreed_is_not_left_out_later(desk):
    head = ["风险描述", "责任人", "楼层"]
    desk.take(risks(desk, head, ["停电", "王敏"], ["断网", "王敏"]))
    (row,) = desk.only(risks(desk, head, ["地震", "王敏", "三楼"], file="b.xlsx")).rows
    assert row.extra == {"楼层": "三楼"}


def test_kinds_told_by_the_cells_of_one_file_do_not_bind_the_next(desk):
    head = ["ID", "Category", "Description", "Status", "Owner"]
    first = [[1, "Risk", "late", "Open", "Ann"], [2, "Issue", "down", "Open", "Bo"]]
    second = [[1, "Technical", "fire", "Open", "Ann"], [2, "Legal", "law", "Open", "Bo"]]
    desk.take(desk.grid(head, *first, name="RAID Log"))
    rows = desk.only(desk.grid(head, *second, name="RAID Log", file="b.xlsx")).rows
    assert [(r.status, r.values["category"]) for r in rows] == [("new", "Technical"), ("new", "Legal")]


# ---------------------------------------------------------------- cells that do not fit


def test_errors_and_formulas_without_a_result_are_problems_not_blanks(desk):
    grid = risks(
        desk,
        ["风险描述", "概率", "责任人", "备注"],
        ["停电", CellError("#N/A"), CellError("#REF!"), CellError("#VALUE!")],
        ["断网", None, "王敏"],
        ["地震", 1, "王敏", "好"],
        uncached=frozenset({(2, 1)}),
    )
    rows = desk.only(grid).rows
    assert [r.status for r in rows] == ["wrong", "wrong", "new"]
    assert [p[:2] for p in said(rows[0])] == [("error_cell", "B2"), ("error_cell", "C2"), ("error_cell", "D2")]
    assert said(rows[0])[0][2] == "The cell shows the error #N/A. Mend it in the file."
    assert said(rows[1]) == [("uncached", "B3", "This formula has no saved result. Recalculate the file and save it.")]


def test_dates_are_voted_asked_and_rescued(desk, choice):
    head = ["风险描述", "提出日期", "截止日期", "关闭日期", "复核日期"]
    rows = [
        ["a", "03/04/2026", 46113, "下下周", "03/04/2026"],
        ["b", "13/04/2026", "2026年5月1日", "2026.5.1", "05/06/2026"],
        ["c", "05/04/2026", "46113", dt.datetime(2026, 5, 1, 10), "n/a"],
        ["d", "n/a", "待定", "5 May 2026", "2026-07-01"],
    ]
    sheet = desk.only(risks(desk, head, *rows))
    assert [r.values.get("raised") for r in sheet.rows] == [
        dt.date(2026, 4, 3),
        dt.date(2026, 4, 13),
        dt.date(2026, 4, 5),
        None,
    ]
    assert [r.values.get("due") for r in sheet.rows] == [
        dt.date(2026, 4, 1),
        dt.date(2026, 5, 1),
        dt.date(2026, 4, 1),
        None,
    ]
    assert [(p.code, p.cell) for r in sheet.rows for p in r.problems] == [
        ("date", "D2"),
    ]
    assert [r.values.get("review") for r in sheet.rows[:2]] == [dt.date(2026, 4, 3), dt.date(2026, 6, 5)]
    picked = choice("风险登记册", day_first=False)
    sheet = desk.only(risks(desk, head, *rows), choices={picked.key: picked})
    assert [r.values.get("review") for r in sheet.rows[:2]] == [dt.date(2026, 3, 4), dt.date(2026, 5, 6)]


def test_a_part_of_a_month_is_no_date_but_has_a_near_one(desk, choice):
    grid = risks(desk, ["风险描述", "截止日期"], ["a", "2026年5月底"], ["b", "5月底"], ["c", "下周"])
    problems = desk.only(grid).problems
    assert [(p.code, p.value, p.suggestion) for p in problems] == [
        ("date", "2026年5月底", "2026-05-31"),
        ("date", "5月底", ""),
        ("date", "下周", ""),
    ]
    kept = choice("风险登记册", keep_unreadable=True)
    desk.take(grid, choices={kept.key: kept})
    assert [r.extra for r in desk.records("risk")] == [{"截止日期": t} for t in ("2026年5月底", "5月底", "下周")]


@pytest.mark.parametrize(
    ("heading", "other", "raised"),
    [
        ("提出日期", "2026-07-01", None),
        ("提出日期 (DD/MM/YYYY)", "2026-07-01", dt.date(2026, 4, 3)),
        ("Date raised (mm/dd/yyyy)", "2026-07-01", dt.date(2026, 3, 4)),
        ("提出日期", "07/25/2026", dt.date(2026, 3, 4)),
        ("提出日期 (DD/MM/YYYY)", "07/25/2026", None),
    ],
)
def test_a_date_of_two_readings_follows_the_heading_or_the_other_columns_else_it_is_asked(desk, heading, other, raised):
    head = ["风险描述", heading, "截止日期"]
    rows = [["a", "03/04/2026", other], ["b", "05/06/2026", other]]
    sheet = desk.only(risks(desk, head, *rows))
    assert sheet.rows[0].values.get("raised") == raised
    assert {p.code for p in sheet.problems} == (set() if raised else {"date_order"})


def test_a_row_without_what_is_needed_says_what_and_where(desk):
    (row,) = desk.only(risks(desk, ["编号", "风险描述", "责任人", "到期日"], ["R-1", None, "王敏", "2026-01-01"])).rows
    assert said(row) == [("required", "B2", "Title is needed.")]


def test_a_rule_of_the_register_is_told_at_its_cell(desk):
    grid = desk.grid(["项目名称", "开始日期", "结束日期"], ["ERP", "2026-05-01", "2026-01-01"], name="项目清单")
    (row,) = desk.only(grid).rows
    assert said(row) == [("rule", "C2", "The end lies before the start.")]


def test_an_unknown_name_that_cannot_be_made_is_told_with_its_register(desk):
    desk.project()
    grid = desk.grid(["清单名称", "针对风险", "负责人"], ["停电预案", "停电", "王敏"], name="应对清单")
    (row,) = desk.only(grid, register="checklist").rows
    assert said(row) == [("unknown_link", "B2", "There is no Risk called “停电”.")]


def test_a_sentence_is_no_name(desk):
    long = (
        "由信息部牵头，会同财务部、门店运营部和供应链部共同推进，必要时请外部顾问参与，每两周向项目管理委员会书面汇报一次进展，并抄送各区域负责人及相关部门对接人知悉。"
        * 2
    )
    (row,) = desk.only(risks(desk, ["风险描述", "责任人", "概率"], ["停电", long, 3])).rows
    assert [p[:2] for p in said(row)] == [("long_name", "B2")]
    assert row.unreadable == {"责任人": long}


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("cell", ["张三、李四", "张三,李四", "张三；李四", "张三/李四", "张三\n李四", "张三 李四"])
def test_of_several_owners_the_first_is_linked_and_all_are_kept(desk, cell):
    (row,) = desk.only(risks(desk, ["风险描述", "责任人", "概率"], ["停电", cell, 3])).rows
    assert row.values["owner"] == NewLink("stakeholder", "张三")
    assert row.extra == {"责任人": cell}


@pytest.mark.parametrize("cell", ["R&D/QA team", "Ann Lee", "信息部/运维组"])
def test_a_name_with_a_slash_or_a_space_is_one(desk, cell):
    (row,) = desk.only(risks(desk, ["风险描述", "责任人", "概率"], ["停电", cell, 3])).rows
    assert row.values["owner"] == NewLink("stakeholder", cell)


def test_names_are_found_however_they_are_typed(desk):
    project = desk.project()
    ann, wang = desk.add("stakeholder", {"name": "Ann Lee", "project": project}, {"name": "王 敏", "project": project})
    cells = ["ann lee", "ANN  LEE", "Ann\u00a0Lee", "STK-0001", "王敏", "王\u3000敏", "STK-0002"]
    sheet = desk.only(risks(desk, ["风险描述", "责任人", "概率"], *[[f"r{i}", c, 3] for i, c in enumerate(cells)]))
    assert [r.values["owner"] for r in sheet.rows] == [ann] * 4 + [wang] * 3


def test_of_two_namesakes_the_one_of_the_rows_project_is_meant(desk):
    erp, crm = desk.project("ERP"), desk.project("CRM")
    one, two = desk.add("stakeholder", {"name": "王敏", "project": erp}, {"name": "王敏", "project": crm})
    sheet = desk.only(risks(desk, ["项目", "风险描述", "责任人"], ["CRM", "停电", "王敏"], ["ERP", "停电", "王敏"]))
    assert [r.values["owner"] for r in sheet.rows] == [two, one]


def test_a_department_may_stand_below_one_defined_further_down(desk):
    grid = desk.grid(
        ["部门名称", "上级部门", "类型"],
        ["信息部", "总部", "IT"],
        ["总部", None, "管理层"],
        ["门店A", "华东区", "门店"],
        name="部门清单",
    )
    plan = desk.take(grid)
    assert plan.links == (NewLink("department", "华东区"),)
    assert sorted(desk.shown("department", "name", "parent")) == [
        ("信息部", "总部"),
        ("华东区", None),
        ("总部", None),
        ("门店A", "华东区"),
    ]


def test_people_named_by_a_sheet_without_a_project_wait_beside_until_there_is_one(desk):
    grid = desk.grid(["部门名称", "负责人", "类型"], ["信息部", "王敏", "IT"], name="部门清单")
    (row,) = desk.only(grid).rows
    assert ("head" in row.values, row.extra) == (False, {"负责人": "王敏"})
    desk.project()
    (row,) = desk.only(grid).rows
    assert (row.values["head"], row.extra) == (NewLink("stakeholder", "王敏"), {})


# ---------------------------------------------------------------- projects


def projects_of(sheet):
    return [r.names["project"] for r in sheet.rows]


def test_rows_go_to_the_project_given_else_named_else_open_else_only_one(desk):
    named, unnamed = stakeholders(desk, WANG), issues(desk, [1, "x", "停电", "y", "高", "王敏"])
    only = desk.project("ERP")
    assert projects_of(desk.only(unnamed)) == ["ERP"]
    assert projects_of(desk.only(named)) == ["智慧门店"]
    other = desk.project("CRM")
    assert projects_of(desk.only(unnamed, current=other)) == ["CRM"]
    assert projects_of(desk.only(named, current=other)) == ["智慧门店"]
    assert projects_of(desk.only(named, project=only)) == ["ERP"]
    assert desk.plan(named, project=NewLink("project", "新店")).project_name == "新店"
    assert desk.plan(named, project=NewLink("project", "crm")).project == other


def test_a_project_column_sends_each_row_to_its_own(desk):
    erp = desk.project("ERP")
    sheet = desk.only(
        risks(
            desk,
            ["项目", "风险描述", "责任人"],
            ["erp", "停电", "王敏"],
            ["PRJ-0001", "断网", None],
            ["CRM", "地震", None],
        )
    )
    assert [r.values["project"] for r in sheet.rows] == [erp, erp, NewLink("project", "CRM")]


def test_of_several_projects_the_one_in_the_title_is_meant(desk):
    desk.project("ERP")
    crm = desk.project("CRM")
    plan = desk.plan(
        risks(desk, ["风险描述", "责任人", "概率"], ["停电", "王敏", 3], file="2026 CRM 风险登记册 v2.xlsx")
    )
    assert (plan.project, plan.project_name) == (crm, "CRM")


@pytest.mark.parametrize(
    ("file", "name", "title", "project"),
    [
        ("智慧门店风险登记册.xlsx", "Sheet1", None, "智慧门店"),
        ("ERP Risk Register v2 (final).xlsx", "Risks", None, "ERP"),
        ("风险登记册.xlsx", "门店上线", None, "门店上线"),
        ("风险登记册.xlsx", "Sheet1", "智慧门店项目 风险登记册", "智慧门店项目"),
        ("风险登记册.xlsx", "风险登记册", "风险登记册", "风险登记册"),
        (
            "RAID_Register_Log.xlsx",
            "RAID Register",
            "RAID Register: Risks, Assumptions, Issues and Dependencies",
            "RAID Register Log",
        ),
        ("risk_register_2026-03.xlsx", "Sheet1", None, "risk register 2026-03"),
    ],
)
def test_a_new_project_is_named_by_what_the_sheet_is_about(desk, file, name, title, project):
    rows = [["风险描述", "责任人", "概率"], ["停电", "王敏", 3]]
    plan = desk.plan(desk.grid(*([[title]] if title else []), *rows, name=name, file=file), register="risk")
    assert plan.project_name == project


def test_the_same_file_goes_where_it_went_last_time(desk):
    people = desk.grid(["姓名", "部门", "职务"], ["王敏", "IT", "经理"], name="干系人", file="干系人登记册.xlsx")
    desk.project("ERP")
    desk.take(people)
    desk.project("CRM")
    assert desk.plan(people).counts["same"] == 1
    assert projects_of(desk.only(people)) == ["ERP"]


def test_a_list_of_anything_is_no_list_of_projects(desk):
    head = ["Name", "Order", "Description", "Key", "Colour"]
    assert desk.only(desk.grid(head, ["Rare", 1, "seldom", "R", "green"], name="MasterData")).register is None


def test_sheets_of_one_file_make_one_project(desk):
    head, row = ["风险描述", "责任人", "概率"], ["停电", "王敏", 3]
    grids = [desk.grid(head, row, name=n, file="台账.xlsx") for n in ("风险", "问题日志", "风险日志")]
    desk.take(*grids)
    assert len(desk.records("project")) == 1


# ---------------------------------------------------------------- sheets


def test_a_hidden_sheet_and_hidden_rows_are_read_with_a_notice(desk):
    from govdesk.i18n import Message

    told = Message("This sheet is hidden.")
    grid = risks(
        desk,
        ["风险描述", "责任人", "概率"],
        ["停电", "王敏", 3],
        hidden=True,
        hidden_rows=frozenset({1}),
        notices=(told,),
    )
    sheet = desk.only(grid)
    assert (sheet.counts["new"], sheet.notices[0]) == (1, told)


@pytest.mark.parametrize("rows", [[], [()], [(1, 2), (3, 4)]], ids=["nothing", "blank", "numbers"])
def test_a_sheet_that_holds_no_table_says_so(desk, rows):
    sheet = desk.only(desk.grid(*rows))
    assert (sheet.register, sheet.header_row, sheet.rows) == (None, 0, ())
    assert str(sheet.notices[-1]) in (
        "This sheet is empty.",
        "No header was found in this sheet. Click the row that names the columns.",
    )


def test_a_table_that_fits_no_register_waits_for_the_user(desk):
    sheet = desk.only(desk.grid(["Colour", "Weight", "Height"], ["red", 3, 4], ["blue", 5, 6]))
    assert (sheet.register, sheet.header_row) == (None, 1)
    assert str(sheet.notices[-1]) == "No register fits this table. Choose one to bring it in."


def test_only_the_sheet_asked_for_is_planned(desk):
    grids = [risks(desk, ["风险描述", "责任人", "概率"], ["停电", "王敏", 3], name=n) for n in ("风险一", "风险二")]
    assert [s.sheet for s in desk.plan(*grids, sheet="风险二").sheets] == ["风险二"]


# ---------------------------------------------------------------- the sign-off in two steps


def steps(desk, *rows):
    head = ["清单", "检查项", "负责人", "状态", "证据", "验证人"]
    return desk.grid(head, *rows, name="检查清单", file="检查清单.xlsx")


def test_a_step_reported_as_done_comes_in_so_but_is_verified_only_with_evidence_and_by_another(desk):
    sheet = steps(
        desk,
        ["上线", "备份数据", "王敏", "已完成", None, None],
        ["上线", "通知门店", "王敏", "已完成", "群公告", "李雷"],
        ["上线", "关闭旧系统", "王敏", "已完成", "截图", "王敏"],
        ["上线", "盘点", "王敏", "进行中", "截图", "李雷"],
    )
    found = desk.only(sheet)
    assert found.register == "checklist_item"
    assert [r.status for r in found.rows] == ["new"] * 4
    assert [[c for c, *_ in said(r)] for r in found.rows] == [[], [], ["mild"], ["mild"]]
    assert said(found.rows[2])[0][1:] == ("F4", "Another person than the owner verifies a step.")
    desk.take(sheet)
    kept = {r.values["step"]: r for r in desk.records("checklist_item")}
    assert (kept["备份数据"].values["status"], kept["备份数据"].extra) == ("done", {})
    assert kept["通知门店"].values["verified_by"]
    assert (kept["关闭旧系统"].values["status"], kept["关闭旧系统"].values["verified_by"]) == ("done", None)
    assert kept["关闭旧系统"].extra == {"验证人": "王敏"}
    assert desk.only(sheet).counts["same"] == 4
