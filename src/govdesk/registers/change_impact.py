"""Change impacts: what becomes different for whom, how much, and what each group gains by it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.registers.ownership import WORK_STATUS
from govdesk.registers.vocabularies import LEVEL

IMPACT_SIZE = Vocabulary(
    N_("Size of change"),
    Term("0", N_("None"), "无影响", "没有", "无", "No impact", "Nil"),
    Term("1", N_("Very small"), "极小", "微小", "很小", "Negligible", "Minimal"),
    Term("2", N_("Small"), "较小", "低", "轻微", "Low", "Minor", "S"),
    Term("3", N_("Middling"), "中", "中等", "一般", "Medium", "Moderate", "M"),
    Term("4", N_("Large"), "较大", "高", "大", "High", "Major", "Significant", "L"),
    Term("5", N_("Very large"), "极大", "很大", "极高", "重大", "颠覆", "Very high", "Extreme", "Transformational", "XL"),
)  # fmt: skip


class ChangeImpact(ProjectRecord):
    """What changes for one group."""

    about: ClassVar[About] = About(
        N_("Change impact"), N_("Change impacts"), "CHI", "delivery", "shuffle", "change",
        purpose=N_("What becomes different for whom, how much, and what is done so that it works out"),
        empty=N_("A change impact says what one group does today and will do tomorrow, how big that is, and what they gain."),
        aliases=("变革影响", "变革影响分析", "变更影响", "影响分析", "变革影响评估", "变化点", "变化点清单", "岗位影响", "流程变化", "Change impact",
                 "Change impact assessment", "Change impact analysis", "Impact assessment", "Impact analysis", "CIA",
                 "Change impact log", "Organisational impact", "Organizational impact"),
        number_aliases=("影响编号",),
        folded=True, since=3,
    )  # fmt: skip

    change: Mapped[str | None] = field(
        kinds.Text(), N_("What changes"), "变化", "变化点", "变化内容", "变革内容", "变革事项", "变更点", "变革点", "影响内容", "影响描述", "主要变化", "流程变化", "Change",
        "Change description", "Description of change", "Impact", "Impact description", "Process change",
        required=True, key=True, searchable=True, main=True, width=30,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "受影响部门", "影响部门", "涉及部门", "单位", "影响范围", "Unit", "Team",
        "Impacted department", "Impacted area", "Affected department", "Business unit", "Function", key=True,
        main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    level: Mapped[str | None] = field(
        kinds.Choice(LEVEL), N_("Level"), "层级", "受影响层级", "岗位层级", key=True, main=True, width=12,
    )  # fmt: skip
    role: Mapped[str | None] = field(
        kinds.Text(), N_("Post"), "岗位", "受影响岗位", "影响岗位", "角色", "受影响人群", "影响对象", "受影响群体", "人群", "Role", "Impacted role",
        "Impacted group", "Stakeholder group", "Affected role", "Who", "Audience", searchable=True, main=True, width=16,
    )  # fmt: skip
    headcount: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("How many people"), "人数", "影响人数", "受影响人数", "涉及人数", "Headcount", "Number of people",
        "People impacted", "# people", "Number impacted", "FTE", main=True, width=9, asked=True,
    )  # fmt: skip
    today: Mapped[str | None] = field(
        kinds.LongText(), N_("Today"), "现状", "变革前", "变化前", "当前做法", "现在怎么做", "当前状态", "原流程", "原方式", "As is", "As-is", "Current state",
        "Current", "Before", searchable=True, main=True, width=26,
    )  # fmt: skip
    tomorrow: Mapped[str | None] = field(
        kinds.LongText(), N_("Tomorrow"), "未来", "变革后", "变化后", "未来做法", "以后怎么做", "未来状态", "新流程", "新方式", "To be", "To-be",
        "Future state", "Future", "After", searchable=True, main=True, width=26,
    )  # fmt: skip
    size: Mapped[int | None] = field(
        kinds.Scale(0, 5, vocabulary=IMPACT_SIZE), N_("Size of change"), "影响程度", "变化程度", "影响大小", "影响等级", "变革程度", "影响级别", "Impact level",
        "Impact size", "Degree of change", "Size", "Impact rating", "Magnitude", "Severity", main=True, width=10,
        asked=True,
    )  # fmt: skip
    minutes: Mapped[int | None] = field(
        kinds.Integer(-600, 600), N_("Minutes a day, more or less"), "每日增减分钟", "每天增减（分钟）", "工作量变化（分钟/天）", "每日工时变化", "Minutes per day",
        "Minutes a day", "Extra minutes per day", "Workload change (min/day)", width=10,
        help=N_("For one person: 20 is twenty minutes more a day, -20 is twenty minutes saved."),
    )  # fmt: skip
    gain: Mapped[str | None] = field(
        kinds.LongText(), N_("What this group gains"), "收益", "好处", "获得", "对其的好处", "得到什么", "受益点", "利益点", "Benefit", "Benefits",
        "Gain", "WIIFM", "What's in it for them", searchable=True, main=True, width=26,
    )  # fmt: skip
    action: Mapped[str | None] = field(
        kinds.LongText(), N_("What is done for it"), "应对措施", "应对", "措施", "行动", "变革措施", "支持措施", "变革行动", "配套措施", "Action", "Actions",
        "Mitigation", "Change action", "Response", "Support needed", "Change intervention", searchable=True,
        main=True, width=28, asked=True,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "Responsible", "Action owner", "Assigned to", main=True,
        recipients=("owner",),
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Due"), "到期日", "截止日期", "完成时间", "计划完成日期", "Due date", "Deadline", "Target date", width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(WORK_STATUS), N_("Progress"), "状态", "进度", "完成情况", "Status", "Action status", default="planned",
        main=True, width=10, asked=True,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "涉及模块", "模块", "系统模块", "Related deliverable",
        "Module", "Process", width=18,
    )  # fmt: skip
