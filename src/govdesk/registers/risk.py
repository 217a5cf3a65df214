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
    Term("risk", N_("Risk"), "风险"),
    Term("issue", N_("Issue"), "问题", "Problem"),
    Term("assumption", N_("Assumption"), "假设", "假设条件"),
    Term("dependency", N_("Dependency"), "依赖", "依赖关系", "约束", "Constraint"),
)

RESPONSE = Vocabulary(
    N_("Risk response"),
    Term("avoid", N_("Avoid"), "规避", "避免", "Avoidance"),
    Term("mitigate", N_("Mitigate"), "减轻", "缓解", "降低", "Reduce", "Mitigation", "Treat", "Control"),
    Term("transfer", N_("Transfer"), "转移", "转嫁", "Share", "Transference"),
    Term("accept", N_("Accept"), "接受", "自留", "Acceptance", "Tolerate", "Retain"),
    Term("escalate", N_("Escalate"), "上报", "升级", "Escalation"),
)

RISK_STATUS = Vocabulary(
    N_("Risk status"),
    Term(
        "open",
        N_("Open"),
        "开放",
        "打开",
        "未关闭",
        "新建",
        "待处理",
        "New",
        "Active",
        "Identified",
        "Not started",
        tone="watch",
    ),
    Term(
        "treating",
        N_("Being treated"),
        "应对中",
        "处理中",
        "进行中",
        "In progress",
        "Pending",
        "Mitigating",
        "Mitigate",
        "Mitigation",
    ),
    Term("watching", N_("Watching"), "观察", "监控", "监控中", "Monitoring", "Monitor", "On hold", "Watch"),
    Term(
        "closed",
        N_("Closed"),
        "关闭",
        "已关闭",
        "已解决",
        "完成",
        "已完成",
        "Resolved",
        "Complete",
        "Completed",
        "Done",
        tone="good",
    ),
    Term("occurred", N_("Occurred"), "已发生", "发生", "Materialised", "Materialized", "Realised", tone="act"),
)


class Risk(ProjectRecord):
    """Something that may go wrong, or has."""

    about: ClassVar[About] = About(
        N_("Risk"), N_("Risks"), "RSK", "mitigation", "shield-check", "title",
        purpose=N_("What may go wrong or has, how bad it is, and what is being done"),
        empty=N_("Risks say what may go wrong and why it matters; issues are the ones that already have."),
        aliases=("风险登记册", "风险", "风险清单", "风险日志", "Risk register", "Risk log", "RAID", "RAID register", "RAID log",
                 "问题日志", "问题清单", "Issue log", "Issue register", "Issues", "假设和约束日志", "Assumption log"),
        assumes={
            "问题日志": {"kind": "issue"}, "问题清单": {"kind": "issue"}, "issue log": {"kind": "issue"},
            "issue register": {"kind": "issue"}, "issues": {"kind": "issue"}, "assumption log": {"kind": "assumption"},
            "假设和约束日志": {"kind": "assumption"},
        },
        number_aliases=("风险编号", "问题编号", "Risk ID", "Risk No.", "Issue ID", "Issue No.", "ID #", "CSR"),
    )  # fmt: skip

    kind: Mapped[str | None] = field(
        kinds.Choice(RISK_KIND), N_("Type"), "类型", "RAID", "RAID category", "RAID type", "假设/约束类型", default="risk", main=True,
        width=9,
    )  # fmt: skip
    title: Mapped[str | None] = field(
        kinds.Text(), N_("Title"), "风险", "标题", "风险名称", "风险描述", "风险说明书", "风险事件", "描述", "问题", "问题描述", "假设/约束",
        "Risk", "Risk title", "Risk name", "Risk description", "Description", "Description of Risk", "Description of Issue",
        "Risk Description/ Impact", "Issue", "Issue description", "Summary", "Event", "Risk event", "事件",
        required=True, key=True, searchable=True, main=True, width=40, help=N_("Because of …, … may happen, so that …"),
    )  # fmt: skip
    cause: Mapped[str | None] = field(
        kinds.LongText(), N_("Cause"), "原因", "成因", "风险原因", "风险来源", "Risk cause", "Root cause", "Source", "Trigger cause",
        "Vulnerability", searchable=True, width=26,
    )  # fmt: skip
    effect: Mapped[str | None] = field(
        kinds.LongText(), N_("Effect"), "后果", "影响描述", "对目标的影响", "Description of Impact", "Consequence", "Consequences",
        "Impact description", "Effect on objectives", "Scenario", searchable=True, width=26,
    )  # fmt: skip
    category: Mapped[str | None] = field(
        kinds.Text(), N_("Category"), "分类", "类别", "风险类别", "风险分类", "Risk category", "Categories", "Area", "Workstream",
        searchable=True, main=True, width=14,
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
        "Initial likelihood", "Initial probability", width=8,
    )  # fmt: skip
    inherent_impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Inherent impact"), "固有影响", "初始影响", "Initial impact", width=8
    )
    probability: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Probability"), "概率", "可能性", "发生概率", "当前概率", "Likelihood", "Likelihood rating",
        "Likelihood (1-5)", "L", "P", "L_1to5", "Chance", "Current likelihood", main=True, width=8,
    )  # fmt: skip
    impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Impact"), "影响", "影响程度", "严重性", "严重程度", "当前影响", "Impact rating", "Severity",
        "Consequence rating", "I_1to5", "Impact level", "Current impact", main=True, width=8, prose="effect",
    )  # fmt: skip
    residual_probability: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Residual probability"), "残余概率", "剩余概率", "修订后的概率", "修订后概率", "残余可能性",
        "Residual likelihood", "residual_L_1to5", "Revised likelihood", "Revised probability", "Target likelihood", width=8,
    )  # fmt: skip
    residual_impact: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Residual impact"), "残余影响", "剩余影响", "修订后的影响", "修订后影响", "residual_I_1to5",
        "Revised impact", "Target impact", width=8,
    )  # fmt: skip
    priority: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE),
        N_("Priority"),
        "优先级",
        "紧急程度",
        "紧急度",
        "Urgency",
        "Priority rating",
        width=8,
    )
    response: Mapped[str | None] = field(
        kinds.Choice(RESPONSE), N_("Response"), "响应", "应对策略", "风险应对", "应对", "策略", "Strategy", "Response strategy", "Treatment",
        "Treatment action", "Risk response", "Treatment strategy", main=True, width=10,
    )  # fmt: skip
    action: Mapped[str | None] = field(
        kinds.LongText(), N_("What is done"), "措施", "应对措施", "行动", "处理措施", "活动", "缓解措施", "处理", "Action", "Actions",
        "Mitigation", "Mitigation action", "Mitigation plan", "Risk treatment description", "Preventative Actions", "Preventive actions",
        "Resolution", "Response plan", "Action plan", "Countermeasure", "解决方案", searchable=True, width=32,
    )  # fmt: skip
    contingency: Mapped[str | None] = field(
        kinds.LongText(), N_("Plan B"), "应急预案", "应急措施", "备选方案", "Contingency", "Contingent Actions", "Contingency Actions",
        "Contingency plan", "Fallback", searchable=True, width=26,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "责任方", "责任人", "负责人", "风险责任人", "Risk owner", "Owned by", "Assignee",
        "Assigned to", "Responsible", "Owner of action", main=True,
    )  # fmt: skip
    trigger: Mapped[str | None] = field(
        kinds.LongText(),
        N_("Trigger"),
        "触发条件",
        "触发器",
        "预警信号",
        "Early warning",
        "Risk trigger",
        searchable=True,
        width=22,
    )
    raised: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Raised"), "识别日期", "提出日期", "登记日期", "提交日期", "Date raised", "Date identified", "Identification Date",
        "Raised on", "Created", "Identified on", "Date", width=11,
    )  # fmt: skip
    review: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Next review"), "复核日期", "下次评审", "评审日期", "复审日期", "Review date", "Update due", "Next update", main=True,
        width=11,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Due"), "到期日", "截止日期", "完成期限", "Due date", "Target date", "Target resolution", "Deadline",
        "Date for resolution", "Actions by date", main=True, width=11,
    )  # fmt: skip
    closed_on: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Closed on"), "关闭日期", "解决日期", "完成日期", "Date resolved", "Completion date", "Resolved", "Date closed",
        width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(RISK_STATUS),
        N_("Status"),
        "状态",
        "风险状态",
        "State",
        "Current status",
        default="open",
        main=True,
        width=10,
    )
