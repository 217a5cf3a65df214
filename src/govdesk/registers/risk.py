"""Risks and issues: what may go wrong or has, how bad, and what is done about it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.registers.vocabularies import DEGREE, PITFALL

RISK_KIND = Vocabulary(
    N_("Type of entry"),
    Term("risk", N_("Risk"), "R", "威胁", "Threat", "风险"),
    Term("issue", N_("Issue"), "I", "事件", "Incident", "问题", "Problem"),
    Term("assumption", N_("Assumption"), "A", "前提", "假设", "假设条件"),
    Term("dependency", N_("Dependency"), "D", "外部依赖", "依赖", "依赖关系", "约束", "Constraint"),
)  # fmt: skip

RESPONSE = Vocabulary(
    N_("Risk response"),
    Term("avoid", N_("Avoid"), "回避", "消除", "Eliminate", "Terminate", "规避", "避免", "Avoidance"),
    Term("mitigate", N_("Mitigate"), "减缓", "降低风险", "减轻风险", "控制", "减少", "Reduction", "Minimise", "Minimize", "减轻",
         "缓解", "降低", "Reduce", "Mitigation", "Treat", "Control"),
    Term("transfer", N_("Transfer"), "分担", "共担", "外包", "Sharing", "Insure", "转移", "转嫁", "Share", "Transference"),
    Term("accept", N_("Accept"), "接受风险", "承担", "容忍", "保留", "Accepted", "Monitor", "Watch", "接受", "自留", "Acceptance",
         "Tolerate", "Retain"),
    Term("escalate", N_("Escalate"), "上升", "报告上级", "Escalated", "上报", "升级", "Escalation"),
)  # fmt: skip

RISK_STATUS = Vocabulary(
    N_("Risk status"),
    Term("open", N_("Open"), "未解决", "未处理", "未完成", "待解决", "待定", "待确认", "已识别", "已登记", "存在", "新增", "激活", "未闭环", "否",
         "Opened", "Raised", "Logged", "Draft", "Proposed", "Reopened", "Unresolved", "Outstanding", "To do", "开放",
         "打开", "未关闭", "新建", "待处理", "New", "Active", "Identified", "Not started", tone="watch"),
    Term("treating", N_("Being treated"), "应对", "跟进中", "解决中", "整改中", "推进中", "缓解中", "进行", "Ongoing", "In treatment",
         "Under treatment", "In process", "Being mitigated", "WIP", "Under way", "Assigned", "Work in progress",
         "In work", "应对中", "处理中", "进行中", "In progress", "Pending", "Mitigating", "Mitigate", "Mitigation"),
    Term("watching", N_("Watching"), "跟踪", "跟踪中", "持续跟踪", "持续关注", "关注", "关注中", "监测", "监测中", "暂缓", "挂起", "Monitored",
         "Deferred", "Under review", "Under observation", "Parked", "观察", "监控", "监控中", "Monitoring", "Monitor",
         "On hold", "Watch"),
    Term("closed", N_("Closed"), "已处理", "处理完成", "处理完毕", "解决", "已闭环", "闭环", "已消除", "消除", "已销号", "销号", "已缓解", "取消",
         "已取消", "失效", "是", "Mitigated", "Retired", "Cancelled", "Canceled", "Inactive", "Expired", "Fixed", "Solved",
         "Finished", "关闭", "已关闭", "已解决", "完成", "已完成", "Resolved", "Complete", "Completed", "Done", tone="good"),
    Term("occurred", N_("Occurred"), "已触发", "触发", "转为问题", "已转问题", "Issue", "Triggered", "Became an issue",
         "Happened", "已发生", "发生", "Materialised", "Materialized", "Realised", tone="act"),
)  # fmt: skip


class Risk(ProjectRecord):
    """Something that may go wrong, or has."""

    about: ClassVar[About] = About(
        N_("Risk"), N_("Risks"), "RSK", "mitigation", "shield-check", "title",
        purpose=N_("What may go wrong or has, how bad it is, and what is being done"),
        empty=N_("Risks say what may go wrong and why it matters; issues are the ones that already have."),
        aliases=("风险登记册", "风险", "风险清单", "风险日志", "Risk register", "Risk log", "RAID", "RAID register", "RAID log",
                 "问题日志", "问题清单", "Issue log", "Issue register", "Issues", "假设和约束日志", "Assumption log", "风险台账",
                 "风险列表", "风险评估", "风险矩阵", "风险库", "问题台账", "问题登记册", "问题跟踪", "问题列表", "问题汇总", "Risk list",
                 "Risk assessment", "Risk matrix", "Risk tracker", "Risks and issues", "Issue tracker", "Issue list",
                 "Project risks"),
        assumes={
            "问题日志": {"kind": "issue"}, "问题清单": {"kind": "issue"}, "issue log": {"kind": "issue"},
            "issue register": {"kind": "issue"}, "issues": {"kind": "issue"}, "assumption log": {"kind": "assumption"},
            "假设和约束日志": {"kind": "assumption"}, "问题台账": {"kind": "issue"}, "问题登记册": {"kind": "issue"},
            "问题跟踪": {"kind": "issue"}, "问题列表": {"kind": "issue"}, "问题汇总": {"kind": "issue"},
            "issue tracker": {"kind": "issue"}, "issue list": {"kind": "issue"},
        },
        number_aliases=("风险编号", "问题编号", "Risk ID", "Risk No.", "Issue ID", "Issue No.", "ID #", "CSR"),
    )  # fmt: skip

    kind: Mapped[str | None] = field(
        kinds.Choice(RISK_KIND), N_("Type"), "类型", "RAID", "RAID category", "RAID type", "假设/约束类型", "条目类型", "登记类型",
        "RAID类型", "类型（R/A/I/D）", "R/A/I/D", "Item type", "Log type", "Entry type", default="risk", main=True, width=9, prose="category",
    )  # fmt: skip
    title: Mapped[str | None] = field(
        kinds.Text(), N_("Title"), "风险", "标题", "风险名称", "风险描述", "风险说明书", "风险事件", "描述", "问题", "问题描述", "假设/约束", "Risk",
        "Risk title", "Risk name", "Risk description", "Description", "Description of Risk", "Description of Issue",
        "Risk Description/ Impact", "Issue", "Issue description", "Summary", "Event", "Risk event", "事件", "风险内容",
        "风险点", "风险项", "风险事项", "风险因素", "主要风险", "潜在风险", "问题内容", "问题现象", "问题名称", "问题标题", "假设", "依赖", "事项", "内容",
        "Risk statement", "Risk/Issue", "Risk or issue", "Issue title", "Issue name", "Issue summary",
        "What can go wrong", "Potential risk", "Assumption", "Dependency", "Title/Description", "Problem",
        "Problem description", "RAID item", required=True, key=True, searchable=True, main=True, width=40,
        help=N_("Because of …, … may happen, so that …"),
    )  # fmt: skip
    cause: Mapped[str | None] = field(
        kinds.LongText(), N_("Cause"), "原因", "成因", "风险原因", "风险来源", "Risk cause", "Root cause", "Source",
        "Trigger cause", "Vulnerability", "风险成因", "原因分析", "根本原因", "风险起因", "产生原因", "触因", "致因", "风险源", "Causes",
        "Root causes", "Potential cause", "Risk source", "Risk causes", "Drivers", searchable=True, width=26,
    )  # fmt: skip
    effect: Mapped[str | None] = field(
        kinds.LongText(), N_("Effect"), "后果", "影响描述", "对目标的影响", "Description of Impact", "Consequence",
        "Consequences", "Impact description", "Effect on objectives", "Scenario", "影响分析", "影响后果", "风险后果", "可能后果",
        "潜在影响", "潜在后果", "后果描述", "影响范围", "可能造成的影响", "Potential impact", "Potential consequence", "Effects",
        "Impact/Consequence", "Consequence description", "Risk effect", "Impact summary", searchable=True, width=26,
    )  # fmt: skip
    category: Mapped[str | None] = field(
        kinds.Text(), N_("Category"), "分类", "类别", "风险类别", "风险分类", "Risk category", "Categories", "Area", "Workstream",
        "领域", "所属领域", "问题类型", "问题分类", "问题类别", "风险类型", "所属模块", "风险领域", "模块", "Risk type", "Issue type",
        "Issue category", "Risk area", "Domain", "Theme", "Module", "Department/Area", searchable=True, main=True,
        width=14,
    )  # fmt: skip
    pitfall: Mapped[str | None] = field(
        kinds.Choice(PITFALL),
        N_("Pitfall"),
        "所属坑",
        "坑",
        "失败模式",
        main=True,
        width=14,
        help=N_("Which of the six known ways to fail."),
    )
    inherent_probability: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Inherent probability"), "固有概率", "固有可能性", "初始概率", "Inherent likelihood",
        "Initial likelihood", "Initial probability", "初始可能性", "原始可能性", "原始概率", "应对前可能性", "应对前概率", "措施前可能性",
        "Gross likelihood", "Gross probability", "Pre-mitigation likelihood", "Pre-mitigation probability",
        "Likelihood before", "Probability before", "Original likelihood", width=8,
    )  # fmt: skip
    inherent_impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Inherent impact"), "固有影响", "初始影响", "Initial impact", "原始影响", "应对前影响",
        "应对前影响程度", "措施前影响", "Gross impact", "Pre-mitigation impact", "Impact before", "Original impact",
        "Inherent severity", width=8,
    )  # fmt: skip
    probability: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Probability"), "概率", "可能性", "发生概率", "当前概率", "Likelihood",
        "Likelihood rating", "Likelihood (1-5)", "L", "P", "L_1to5", "Chance", "Current likelihood", "可能性等级", "概率等级",
        "发生可能性", "发生的可能性", "发生几率", "几率", "概率值", "可能性评分", "可能性得分", "出现概率", "Prob", "Prob.", "Probability rating",
        "Likelihood score", "Probability score", "Likelihood of occurrence", "Probability of occurrence",
        "Probability level", "Likelihood level", main=True, width=8, asked=True,
    )  # fmt: skip
    impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Impact"), "影响", "影响程度", "严重性", "严重程度", "当前影响", "Impact rating",
        "Severity", "Consequence rating", "I_1to5", "Impact level", "Current impact", "影响等级", "影响度", "严重度", "影响大小",
        "影响评分", "影响得分", "严重性等级", "影响级别", "危害程度", "后果严重性", "后果严重程度", "Impact score", "Severity rating",
        "Severity level", "Severity score", "Impact severity", "Consequence level", "Magnitude", main=True, width=8,
        prose="effect", asked=True,
    )  # fmt: skip
    residual_probability: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Residual probability"), "残余概率", "剩余概率", "修订后的概率", "修订后概率", "残余可能性",
        "Residual likelihood", "residual_L_1to5", "Revised likelihood", "Revised probability", "Target likelihood",
        "应对后可能性", "应对后概率", "措施后可能性", "残余可能性等级", "剩余可能性", "Post-mitigation likelihood", "Post-mitigation probability",
        "Likelihood after", "Probability after", width=8,
    )  # fmt: skip
    residual_impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Residual impact"), "残余影响", "剩余影响", "修订后的影响", "修订后影响", "residual_I_1to5",
        "Revised impact", "Target impact", "应对后影响", "应对后影响程度", "措施后影响", "残余影响程度", "剩余影响程度", "Post-mitigation impact",
        "Impact after", "Residual severity", width=8,
    )  # fmt: skip
    priority: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Priority"), "优先级", "紧急程度", "紧急度", "Urgency", "Priority rating", "风险优先级",
        "优先等级", "优先顺序", "重要程度", "重要性", "Priority level", "Issue priority", "Importance", width=8,
    )  # fmt: skip
    response: Mapped[str | None] = field(
        kinds.Choice(RESPONSE), N_("Response"), "响应", "应对策略", "风险应对", "应对", "策略", "Strategy", "Response strategy",
        "Treatment", "Treatment action", "Risk response", "Treatment strategy", "应对方式", "风险应对策略", "应对类型", "策略类型",
        "处置策略", "处理策略", "处置方式", "Response type", "Risk strategy", "Mitigation strategy", "Risk response strategy",
        "Treatment option", "Treatment type", main=True, width=10, prose="action",
    )  # fmt: skip
    action: Mapped[str | None] = field(
        kinds.LongText(), N_("What is done"), "措施", "应对措施", "行动", "处理措施", "活动", "缓解措施", "处理", "对策", "应对对策", "Action", "Actions",
        "Mitigation", "Mitigation action", "Mitigation plan", "Risk treatment description", "Preventative Actions",
        "Preventive actions", "Resolution", "Response plan", "Action plan", "Countermeasure", "解决方案", "风险应对措施",
        "解决措施", "控制措施", "处置措施", "防范措施", "预防措施", "整改措施", "应对计划", "行动计划", "应对方案", "缓解方案", "处理方案", "处理结果", "应对行动",
        "措施/行动", "处理意见", "建议措施", "现有控制措施", "跟进措施", "Controls", "Control", "Existing controls", "Current controls",
        "Controls in place", "Mitigating actions", "Mitigations", "Mitigation actions", "Mitigation measures",
        "Mitigation steps", "Mitigation/Response", "Mitigation approach", "Response actions", "Action taken",
        "Action required", "Actions taken", "Recommended action", "Next steps", "Next action", "Corrective action",
        "Proposed solution", "Solution", "Workaround", "Treatment plan", "Risk mitigation", searchable=True, width=32,
        asked=True,
    )  # fmt: skip
    contingency: Mapped[str | None] = field(
        kinds.LongText(), N_("Plan B"), "应急预案", "应急措施", "备选方案", "Contingency", "Contingent Actions",
        "Contingency Actions", "Contingency plan", "Fallback", "应急计划", "应急方案", "备用方案", "备用计划", "B计划",
        "Contingency plans", "Fallback plan", "Backup plan", "Contingency action", searchable=True, width=26,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "责任方", "责任人", "负责人", "风险责任人", "Risk owner", "Owned by", "Assignee",
        "Assigned to", "Responsible", "Owner of action", "处理人", "跟进人", "主责人", "风险所有者", "风险负责人", "问题责任人", "问题负责人",
        "应对责任人", "措施责任人", "整改责任人", "Issue owner", "Action owner", "Responsible person", "Person responsible",
        "Responsible party", "Accountable", "Lead", "Risk lead", "Handled by", "Owner/Assignee", main=True,
        recipients=("owner",),
    )  # fmt: skip
    trigger: Mapped[str | None] = field(
        kinds.LongText(), N_("Trigger"), "触发条件", "触发器", "预警信号", "Early warning", "Risk trigger", "触发事件", "触发信号",
        "触发因素", "征兆", "预警指标", "Triggers", "Trigger event", "Warning signs", "Indicators", "Trigger/Indicator",
        "Risk indicator", searchable=True, width=22,
    )  # fmt: skip
    raised: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Raised"), "识别日期", "提出日期", "登记日期", "提交日期", "Date raised", "Date identified",
        "Identification Date", "Raised on", "Created", "Identified on", "Date", "发现日期", "发生日期", "创建日期", "登记时间",
        "记录日期", "上报日期", "日期", "Date logged", "Logged on", "Date opened", "Opened", "Opened on", "Date reported",
        "Reported on", "Open date", "Log date", "Entry date", "Date created", "Created on", "Date entered",
        "Date of identification", "Identified", width=11,
    )  # fmt: skip
    review: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Next review"), "复核日期", "下次评审", "评审日期", "复审日期", "Review date", "Update due", "Next update",
        "下次复核日期", "下次评估日期", "评估日期", "跟踪日期", "检查日期", "Next review date", "Review", main=True, width=11,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Due"), "到期日", "截止日期", "完成期限", "Due date", "Target date", "Target resolution", "Deadline",
        "Date for resolution", "Actions by date", "计划完成日期", "计划关闭日期", "计划解决日期", "要求完成日期", "应对期限", "解决期限", "完成时限",
        "期限", "时限", "预计完成日期", "预计解决日期", "目标日期", "整改期限", "截止时间", "ETA", "Due by", "Due on", "Planned close date",
        "Target closure date", "Target completion", "Target completion date", "Action due date", "Planned completion",
        "Expected resolution date", "Resolve by", "Needed by", "Target closing date", main=True, width=11, asked=True,
    )  # fmt: skip
    closed_on: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Closed on"), "关闭日期", "解决日期", "完成日期", "Date resolved", "Completion date", "Resolved",
        "Date closed", "实际完成日期", "实际关闭日期", "实际解决日期", "解决时间", "关闭时间", "销号日期", "Closure date", "Closed", "Close date",
        "Closing date", "Resolution date", "Resolved on", "Actual completion date", "Actual close date",
        "Actual closure date", width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(RISK_STATUS), N_("Status"), "状态", "风险状态", "State", "Current status", "当前状态", "处理状态", "处理进度",
        "问题状态", "跟踪状态", "是否解决", "是否关闭", "Open/Closed", "Risk state", default="open", main=True, width=10, asked=True,
    )  # fmt: skip
