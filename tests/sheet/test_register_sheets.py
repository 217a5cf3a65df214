"""The sheets that project offices keep for decisions, delivery and learning are known by their headings, in both languages."""

from __future__ import annotations

import pytest

from govdesk.sheet.plan_values import EXTRA

#: Register, name of the sheet, its headings with the field that each means (`-` for none of them), and a row of it.
SHEETS = {
    "承诺": ("commitment", "高层承诺跟踪", "序号 reference|承诺领导 who|承诺内容 promise|支持类型 kind|承诺时间 made|兑现期限 due|是否兑现 status|备注 notes",
           [1, "张维国", "抽调两名业务骨干", "人力", "2026-03-01", "2026-04-01", "未兑现", ""]),
    "commitments": ("commitment", "Commitment log", "ID reference|Promised by who|Commitment promise|Type kind|Date promised made|Due date due|Status status",
                    ["C1", "Ann Lee", "Two people from sales", "People", "2026-03-01", "2026-04-01", "Kept"]),
    "需求": ("request", "需求清单", "需求编号 reference|需求名称 statement|提出部门 department|提出人 raised_by|优先级 priority|验收标准 acceptance|提出时间 raised|是否可行 feasibility|答复意见 answer|状态 status|变更次数 times_changed",
           ["R-01", "价签自动改价", "商品部", "罗文静", "高", "改价后一分钟内生效", "2026-03-01", "可行", "可以", "开发中", 2]),
    "requirements": ("request", "Requirements log", "Req ID reference|Requirement description statement|Requested by raised_by|Department department|Priority priority|Acceptance criteria acceptance|Date raised raised|Status status",
                     ["R1", "Tags change by themselves", "Ann Lee", "Sales", "High", "Within a minute", "2026-03-01", "In development"]),
    "需求跟踪矩阵": ("request", "Sheet1", "需求ID reference|需求描述 statement|需求来源 -|所属模块 deliverable|需求状态 status|验收标准 acceptance|负责人 owner",
               ["A1", "线索自动分派", "市场部", "线索平台", "已上线", "当天分派", "李强"]),
    "决策": ("decision", "待决事项", "编号 reference|待决事项 question|提出部门 department|提出日期 raised|决策期限 due|决策人 decided_by|决策结果 outcome|决策依据 rationale|决策日期 decided|状态 status",
           [1, "由谁牵头", "市场部", "2026-03-01", "2026-03-20", "张维国", "市场部牵头", "最懂业务", "2026-03-18", "已决策"]),
    "decisions": ("decision", "Decision log", "Decision ID reference|Decision question|Rationale rationale|Options considered options|Decision maker decided_by|Date decided decided|Status status",
                  ["D1", "Who leads", "Knows the work", "A; B", "Ann Lee", "2026-03-18", "Approved"]),
    "审批路径": ("decision_step", "决策路径", "议题 decision|顺序 place|审议机构 body|会议类型 kind|提交日期 submitted|审议日期 date|审议结果 outcome|审议意见 reason",
             ["由谁牵头", 2, "信息化委员会", "委员会", "2026-03-01", "2026-03-08", "退回修改", "补充材料"]),
    "approval path": ("decision_step", "Approval path", "Decision decision|Step place|Body body|Submitted submitted|Approved on date|Result outcome",
                      ["Who leads", 1, "Digital committee", "2026-03-01", "2026-03-08", "Approved"]),
    "贡献": ("contribution", "成果贡献登记", "成果名称 outcome|贡献部门 department|贡献角色 part|贡献内容 contribution|佐证材料 evidence|认可人 acknowledged_by",
           ["盘点提速", "营运部", "牵头", "流程重做", "盘点单", "林淑华"]),
    "contributions": ("contribution", "Contribution log", "Outcome outcome|Department department|Contribution contribution|Evidence evidence|Acknowledged by acknowledged_by",
                      ["Faster stocktaking", "Operations", "New process", "Sheets", "Ann Lee"]),
    "里程碑": ("milestone", "里程碑计划", "序号 reference|里程碑名称 name|计划完成时间 planned|预计完成时间 forecast|实际完成时间 actual|责任人 owner|完成标准 criterion|偏差原因 reason|状态 status",
            [1, "统一登录上线", "2026-03-01", "2026-03-15", "2026-03-14", "唐伟", "门店可登录", "联调推迟", "已完成"]),
    "milestones": ("milestone", "Milestone tracker", "No reference|Milestone name|Baseline date planned|Forecast date forecast|Actual date actual|Owner owner|Status status",
                   [1, "Go-live", "2026-03-01", "2026-03-15", "", "Ann Lee", "On track"]),
    "关键节点": ("milestone", "关键节点计划", "节点名称 name|计划日期 planned|实际日期 actual|责任部门 department|延期原因 reason",
             ["验收", "2026-03-01", "2026-03-04", "信息部", "资料不全"]),
    "指标": ("metric", "项目目标", "指标名称 name|指标类型 kind|单位 unit|基线值 baseline|目标值 target|达成时间 due|责任部门 department|数据来源 source",
           ["报销时长", "效率", "天", 5, 2, "2026-12-31", "财务部", "报销系统"]),
    "kpis": ("metric", "KPI list", "KPI name|Category kind|Unit unit|Baseline baseline|Target target|Target date due|Owner owner|Data source source",
             ["Reimbursement", "Efficiency", "days", 5, 2, "2026-12-31", "Ann Lee", "Claims system"]),
    "指标数据": ("measurement", "指标数据", "指标名称 metric|统计日期 date|实际值 value|统计部门 department|样本量 people",
             ["报销时长", "2026-03-31", 4.2, "财务部", 120]),
    "kpi data": ("measurement", "KPI data", "KPI metric|Date date|Actual value value|Business unit department", ["Use", "2026-03-31", "41%", "North"]),
    "变革影响": ("change_impact", "变革影响分析", "变化点 change|受影响部门 department|受影响岗位 role|影响人数 headcount|现状 today|未来 tomorrow|影响程度 size|应对措施 action|责任人 owner",
             ["扫码收货", "物流部", "收货员", 210, "对纸单", "扫托盘", "较大", "带教一周", "郭涛"]),
    "change impacts": ("change_impact", "Change impact assessment", "Change change|Impacted department department|Impacted role role|Headcount headcount|As is today|To be tomorrow|Impact level size|Mitigation action",
                       ["Scan", "Supply", "Receivers", 210, "Paper", "Scanner", "High", "Coaching"]),
    "培训": ("training", "培训台账", "培训课程 module|培训对象 audience|参训部门 department|培训日期 date|讲师 trainer|应训人数 planned|实训人数 attended|考核人数 assessed|合格人数 passed",
           ["移动盘点", "理货员", "华南区", "2026-03-01", "许磊", 42, 40, 38, 30]),
    "training plan": ("training", "Training plan", "Course module|Audience audience|Department department|Training date date|Trainer trainer|Planned planned|Attended attended|Assessed assessed|Passed passed",
                      ["Stocktaking", "Shelf fillers", "South", "2026-03-01", "Lee", 42, 40, 38, 30]),
    "技能": ("skill_need", "技能缺口分析", "技能名称 skill|所属部门 department|需求人数 needed|现有人数 in_house|掌握人 holder|补充方式 plan|措施 action|到位时间 due|费用 cost|审批状态 approval",
           ["旧POS接口", "信息部", 2, 1, "冯雪", "外购", "请供应商带教", "2026-06-30", "18万", "审批中"]),
    "skills": ("skill_need", "Skills gap", "Skill skill|Team department|Required needed|Available in_house|Key person holder|Plan plan|Needed by due",
               ["Data analysis", "IT", 3, 1, "Ann Lee", "Train", "2026-06-30"]),
    "预算": ("budget_stage", "分期预算", "预算阶段 name|计划金额 planned|批准金额 approved|实际支出 spent|关口条件 gate|计划评审日期 gate_due|评审结论 outcome|负责人 owner",
           ["一期", "¥2,600,000", 2500000, "251万", "活跃过50%", "2026-06-30", "通过", "沈毅"]),
    "budget": ("budget_stage", "Budget plan", "Phase name|Budget planned|Approved approved|Actual cost spent|Gate criteria gate|Gate date gate_date|Gate result outcome",
               ["Pilot", 900000, 900000, 870000, "40 leads a month", "2026-06-30", "Passed"]),
    "试点": ("pilot_site", "试点选址评估", "候选单位 name|是否总部 headquarters|政治风险 political_risk|数据完整率 completeness|配合度 willingness|负责人 lead|代表性 typical|是否选定 status",
           ["一车间", "否", 1, "87%", 5, "罗建军", 4, "已选定"]),
    "pilots": ("pilot_site", "Pilot site selection", "Site name|Political risk political_risk|Data completeness completeness|Willingness willingness|Site lead lead|Headcount headcount|Selected? status",
               ["Workshop one", 1, "87%", 5, "Ann Lee", 82, "Selected"]),
    "流程": ("procedure", "SOP清单", "SOP编号 reference|SOP名称 title|归口部门 department|编制人 owner|版本 version|发布日期 published|执行率 compliance|状态 status",
           ["S-1", "首检放行", "质检部", "乔欣", "1.0", "2026-03-01", "92%", "已发布"]),
    "procedures": ("procedure", "SOP list", "SOP title title|Owning department department|Process owner owner|Version version|Effective date published|Compliance rate compliance|Status status",
                   ["Release", "Quality", "Ann Lee", "1.0", "2026-03-01", "92%", "Published"]),
    "标杆": ("benchmark", "行业对标", "对标企业 organisation|对标类型 kind|对标指标 measure|单位 unit|标杆值 theirs|我方数值 ours|数据来源 source|汇报对象 shown_to",
           ["某龙头", "行业", "返工率", "%", "4.5%", 2.7, "年报", "班组长会"]),
    "benchmarks": ("benchmark", "Benchmarking", "Company organisation|Benchmark type kind|Measure measure|Unit unit|Benchmark value theirs|Our value ours|Source source",
                   ["A leader", "Industry", "Rework", "%", 4.5, 2.7, "Yearbook"]),
    "复盘": ("review", "复盘台账", "复盘主题 title|复盘类型 kind|复盘日期 date|事实经过 happened|亮点 went_well|原因分析 causes|主持人 owner|下次复盘时间 next|状态 status",
           ["三季度复盘", "季度复盘", "2026-03-01", "使用率回落", "夜班有人带", "设备不足", "贾立", "2026-06-01", "已召开"]),
    "retrospectives": ("review", "Retrospectives", "Retrospective title|Date held date|What happened happened|What went well went_well|Root causes causes|Facilitator owner|Next review date next",
                       ["Q3", "2026-03-01", "Use fell", "Night shift", "Devices", "Ann Lee", "2026-06-01"]),
    "会签": ("agreement", "复盘会签", "复盘主题 review|会签部门 department|会签意见 answer|会签日期 date|会签人 person|补充意见 remark",
           ["三季度复盘", "营运部", "不同意", "2026-03-03", "赵红梅", "是没给工时"]),
    "经验教训": ("lesson", "经验教训登记册", "编号 reference|经验教训 title|类别 kind|背景 situation|启示 insight|建议 advice|提出人 owner|日期 date",
             [1, "班前会带着用", "经验", "头两周没人点开", "一天一用", "连续三周", "罗建军", "2026-03-01"]),
    "lessons": ("lesson", "Lessons learned", "ID reference|Lesson learned title|Category kind|What happened situation|Recommendation advice|Logged by owner|Date logged date",
                [1, "Use it at stand-ups", "Best practice", "Nobody opened it", "Three weeks each day", "Ann Lee", "2026-03-01"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_known_with_all_its_columns(desk, name):
    register, sheet, headings, row = SHEETS[name]
    wanted = [heading.rsplit(" ", 1) for heading in headings.split("|")]
    plan = desk.only(desk.grid([h for h, _ in wanted], row, name=sheet))
    assert plan.register == register
    assert [(c.heading, c.field) for c in plan.columns if c.field != EXTRA] == [(h, f) for h, f in wanted if f != "-"]
    assert {p.code for r in plan.rows for p in r.problems} <= {"unknown_link"}
    assert plan.counts["wrong" if plan.rows[0].problems else "new"] == 1


@pytest.mark.parametrize("name", [n for n, (_, sheet, _, _) in SHEETS.items() if sheet != "Sheet1"])
def test_most_sheets_are_known_without_their_name(desk, name):
    register, _, headings, row = SHEETS[name]
    plan = desk.only(desk.grid([h.rsplit(" ", 1)[0] for h in headings.split("|")], row, name="Sheet1"))
    assert plan.register == register


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ([0.87, 0.5, 1], [87, 50, 100]),
        ([87, 0.5, 100], [87, 0.5, 100]),
        ([1, 1, 0], [1, 1, 0]),
        (["87%", 0.5], [87, 0.5]),
    ],
)
def test_a_column_of_shares_is_read_as_it_is_meant(desk, cells, read):
    rows = [[f"店{n}", "否", 2, cell] for n, cell in enumerate(cells)]
    plan = desk.only(desk.grid(["候选单位", "是否总部", "政治风险", "数据完整率"], *rows, name="试点选址"))
    assert [r.values["completeness"] for r in plan.rows] == read
