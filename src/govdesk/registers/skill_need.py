"""Skills and posts that the project needs: what is there, who alone holds it, and how the gap is closed."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.registers.ownership import WORK_STATUS

NEED_KIND = Vocabulary(
    N_("Kind of need"),
    Term("skill", N_("Skill"), "技能", "能力", "专业能力", "专业知识", "Competence", "Knowledge", "Expertise"),
    Term(
        "role",
        N_("Post in the team"),
        "岗位",
        "角色",
        "编制",
        "职位",
        "项目岗位",
        "Role",
        "Position",
        "Vacancy",
        "Post",
    ),
)

SKILL_PLAN = Vocabulary(
    N_("How the gap is closed"),
    Term("train", N_("Train"), "培训", "培养", "内部培养", "自学", "Training", "Upskill", "Develop"),
    Term("hire", N_("Hire"), "招聘", "外招", "社招", "新招", "Recruit", "Recruitment", "Hiring"),
    Term("borrow", N_("Borrow"), "借调", "抽调", "内部借用", "调配", "Second", "Secondment", "Loan", "Transfer in"),
    Term("buy", N_("Buy in"), "外购", "外包", "采购", "外聘", "顾问", "供应商", "Outsource", "Contract", "Consultant", "Vendor", "Buy"),
)  # fmt: skip

APPROVAL = Vocabulary(
    N_("Approval"),
    Term("not_asked", N_("Not asked for"), "未申请", "未报批", "未提交", "Not requested", "Not submitted", tone="watch"),
    Term("asked", N_("Asked for"), "已申请", "审批中", "报批中", "待批", "待审批", "Requested", "Pending", "Submitted", "In approval",
         tone="watch"),
    Term("approved", N_("Approved"), "已批准", "已批", "批准", "已审批", "同意", "通过", "是", "Yes", "Granted", tone="good"),
    Term("refused", N_("Not approved"), "未批准", "不批准", "驳回", "否决", "否", "Rejected", "Refused", "Denied", "No", tone="act"),
)  # fmt: skip


class SkillNeed(ProjectRecord):
    """A skill or post that the project needs."""

    about: ClassVar[About] = About(
        N_("Skill need"), N_("Skill needs"), "SKN", "delivery", "puzzle", "skill",
        purpose=N_("Which skills and posts the project needs, what is missing, and how it will be had"),
        empty=N_("A skill need says what the project must be able to do, how many can, who alone can, and what is planned."),
        aliases=("技能缺口", "技能清单", "能力缺口", "技能差距", "能力差距", "技能矩阵", "能力矩阵", "人才缺口", "岗位需求", "人员需求", "资源缺口", "人力缺口", "专业能力", "Skill gap",
                 "Skills gap", "Skill gaps", "Skills matrix", "Skill matrix", "Skills inventory", "Competency matrix",
                 "Resource gap", "Staffing plan", "Staffing needs"),
        number_aliases=("技能编号",),
        folded=True, since=3,
    )  # fmt: skip

    skill: Mapped[str | None] = field(
        kinds.Text(), N_("Skill or post"), "技能", "技能名称", "能力", "能力项", "所需技能", "所需能力", "技能要求", "专业能力", "岗位名称", "岗位", "角色", "技能项", "关键技能",
        "Skill", "Skill name", "Required skill", "Skill required", "Competency", "Competence", "Expertise",
        "Capability", "Position", "Role", required=True, key=True, searchable=True, main=True, width=26,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(NEED_KIND), N_("Kind of need"), "需求类型", "类型", "缺口类型", "类别", "Type", "Need type", "Category", default="skill",
        main=True, width=11,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "需求部门", "所属部门", "归属部门", "单位", "Unit", "Team", "Business unit", key=True,
        main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    needed: Mapped[int | None] = field(
        kinds.Integer(0, 100_000), N_("Needed"), "需要人数", "需求人数", "所需人数", "需求数", "需要数量", "应配人数", "编制数", "Required", "People needed",
        "Number needed", "Needed FTE", "Demand", main=True, width=8,
    )  # fmt: skip
    in_house: Mapped[int | None] = field(
        kinds.Integer(0, 100_000), N_("In house"), "现有人数", "已有人数", "现有", "在岗人数", "具备人数", "内部具备人数", "已到位人数", "到位人数", "Available", "Existing",
        "Current", "People available", "On board", "Supply", main=True, width=8, asked=True,
    )  # fmt: skip
    critical: Mapped[bool | None] = field(
        kinds.Flag(), N_("Key skill"), "是否关键", "关键", "是否关键技能", "关键岗位", "是否关键岗位", "Critical", "Critical?", "Key?", "Is critical",
        main=True, width=8, help=N_("Without it the project stands still."),
    )  # fmt: skip
    holder: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Only held by"), "掌握人", "唯一掌握人", "持有人", "现有人员", "具备人员", "关键人员", "在岗人员", "Held by", "Holder",
        "Key person", "Current holder", "Who has it", main=True, help=N_("The one person who can do it, where it is only one."),
    )  # fmt: skip
    plan: Mapped[str | None] = field(
        kinds.Choice(SKILL_PLAN), N_("How to get it"), "解决方式", "补充方式", "获取方式", "补缺方式", "解决途径", "弥补方式", "来源方式", "Plan", "Approach",
        "How", "Sourcing", "Closing action type", main=True, width=10, prose="action",
    )  # fmt: skip
    action: Mapped[str | None] = field(
        kinds.LongText(), N_("What is done"), "措施", "补充措施", "解决措施", "行动", "提升措施", "培养计划", "行动计划", "解决方案", "Action", "Actions",
        "Action plan", "Gap closing plan", "Development plan", searchable=True, width=28, asked=True,
    )  # fmt: skip
    cost: Mapped[float | None] = field(
        amount.Money(), N_("Outside cost"), "费用", "外部费用", "外部成本", "预计费用", "预算", "所需费用", "采购费用", "Cost", "Estimated cost",
        "External cost", "Budget needed", width=12,
    )  # fmt: skip
    approval: Mapped[str | None] = field(
        kinds.Choice(APPROVAL), N_("Cost approved?"), "费用审批", "审批状态", "是否批准", "费用是否批准", "预算审批", "Approval", "Approved?",
        "Approval status", "Cost approval", main=True, width=10,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Needed from"), "到位时间", "到位日期", "要求到位时间", "需要时间", "计划到位时间", "截止日期", "完成时间", "Needed by", "Due", "Due date",
        "Required by", "Target date", "Start needed", main=True, width=11,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "Responsible", "Action owner", main=True,
        recipients=("owner",),
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(WORK_STATUS), N_("Progress"), "状态", "进度", "进展", "完成情况", "Status", default="planned", main=True, width=10,
        asked=True,
    )  # fmt: skip
