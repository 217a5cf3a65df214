"""Requests: what departments ask of the project, when it counts as done, and the answer that they got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import DEGREE, LEVEL

FEASIBILITY = Vocabulary(
    N_("Feasibility"),
    Term("assessing", N_("Being assessed"), "评估中", "分析中", "待评估", "未评估", "待定", "Assessing", "Under assessment", "TBD",
         "To be assessed", tone="watch"),
    Term("feasible", N_("Feasible"), "可行", "可实现", "可以", "能做", "支持", "是", "Yes", "Possible", "Can do", tone="good"),
    Term("partly", N_("Partly feasible"), "部分可行", "部分支持", "有条件可行", "变通实现", "Partial", "Partially", "With conditions",
         "Workaround", tone="watch"),
    Term("not_feasible", N_("Not feasible"), "不可行", "不支持", "无法实现", "做不了", "否", "No", "Infeasible", "Not possible",
         tone="act"),
)  # fmt: skip

REQUEST_STATUS = Vocabulary(
    N_("Request status"),
    Term("new", N_("New"), "新建", "新增", "已提出", "已提交", "待评审", "待受理", "待处理", "未处理", "未答复", "待答复", "提出", "Open", "Raised",
         "Submitted", "Logged", "Pending", "To do", tone="watch"),
    Term("assessing", N_("Under assessment"), "评审中", "评估中", "分析中", "受理", "已受理", "调研中", "澄清中", "Assessing", "In review",
         "Under review", "Analysis", "In analysis"),
    Term("accepted", N_("Accepted"), "已采纳", "采纳", "已确认", "确认", "评审通过", "已评审", "已立项", "待开发", "已排期", "排期中", "Approved",
         "Planned", "Scheduled", "Baselined"),
    Term("doing", N_("Under way"), "开发中", "实现中", "实施中", "进行中", "处理中", "测试中", "设计中", "In progress", "In development",
         "Ongoing", "Doing", "Testing", "WIP"),
    Term("delivered", N_("Delivered"), "已上线", "上线", "已交付", "已实现", "已完成", "完成", "已开发", "待验收", "Done", "Implemented",
         "Completed", "Complete", "Released", "Live", tone="good"),
    Term("confirmed", N_("Accepted by the asker"), "已验收", "验收", "验收通过", "业务已确认", "已关闭", "关闭", "闭环", "已闭环", "Closed",
         "Signed off", "Verified", "Accepted by user", tone="good"),
    Term("rejected", N_("Turned down"), "已拒绝", "拒绝", "不采纳", "未采纳", "驳回", "不做", "Rejected", "Declined", "Won't do",
         "Out of scope", tone="quiet"),
    Term("withdrawn", N_("Withdrawn"), "撤回", "已撤回", "取消", "已取消", "作废", "Cancelled", "Canceled", "Dropped", tone="quiet"),
)  # fmt: skip


class Request(ProjectRecord):
    """What a department asks for."""

    about: ClassVar[About] = About(
        N_("Request"), N_("Requests"), "REQ", "ownership", "message-square-plus", "statement",
        purpose=N_("What departments ask for, when it counts as done, and whether they got an answer"),
        empty=N_("A request says what a department needs and by what it will be known to be done."),
        aliases=("需求清单", "需求台账", "需求列表", "需求池", "需求登记表", "需求登记册", "需求汇总", "需求收集", "需求收集表", "需求跟踪", "需求跟踪矩阵", "需求跟踪表",
                 "需求管理", "需求变更", "业务需求", "用户需求", "需求表", "Requirements", "Requirement list", "Requirements list",
                 "Requirements log", "Requirements register", "Requirements traceability matrix", "RTM",
                 "Request log", "Request list", "Request tracker", "Change requests", "Change request log",
                 "Feature requests", "Product backlog", "User stories", "Business requirements"),
        number_aliases=("需求编号", "需求ID", "变更编号", "Request ID", "Requirement ID", "Req ID", "Req. ID", "CR No", "Story ID"),
        folded=True, since=3,
    )  # fmt: skip

    statement: Mapped[str | None] = field(
        kinds.LongText(), N_("Request text"), "需求", "需求描述", "需求内容", "需求说明", "需求名称", "需求标题", "需求事项", "业务需求", "用户需求", "功能需求",
        "具体需求", "需求点", "需求概述", "变更内容", "变更描述", "需求详述", "需求项", "Request", "Request description", "Requirement",
        "Requirement description", "Requirements", "Requirement statement", "Business requirement", "User story",
        "Feature request", "What is requested", "Change description", "Change requested", "Requested change",
        required=True, key=True, searchable=True, main=True, width=38,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Asked by"), "提出部门", "需求部门", "需求方", "提报部门", "申请部门", "业务部门", "来源部门", "部门", "需求单位", "提出单位",
        "需求提出部门", "Department", "Requesting department", "Requested by department", "Requesting unit",
        "Business unit", "Origin", main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    raised_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Raised by"), "提出人", "需求提出人", "申请人", "提报人", "需求人", "需求联系人", "Requester",
        "Requestor", "Requested by", "Raised by whom", "Stakeholder", "Submitted by", width=14,
        recipients=("stakeholder",),
    )  # fmt: skip
    level: Mapped[str | None] = field(
        kinds.Choice(LEVEL), N_("Level"), "层级", "提出人层级", "岗位层级", "需求层级", width=12,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "所属模块", "涉及模块", "功能模块", "系统模块", "模块", "涉及系统",
        "所属系统", "Module", "Feature", "System", "Component", "WBS deliverable", main=True, width=18,
    )  # fmt: skip
    acceptance: Mapped[str | None] = field(
        kinds.LongText(), N_("Acceptance criterion"), "验收标准", "验收条件", "验收准则", "验收要求", "完成标准", "验收口径", "Acceptance criteria",
        "Acceptance", "Definition of done", "Done when", "Success criteria", "Fit criterion", searchable=True,
        main=True, width=30, asked=True, help=N_("By what those who ask will know that it is done."),
    )  # fmt: skip
    priority: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Priority"), "优先级", "需求优先级", "优先等级", "重要程度", "紧急程度", "重要性", "Importance",
        "Urgency", "Priority level", main=True, width=9,
    )  # fmt: skip
    raised: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Raised on"), "提出日期", "提出时间", "需求提出时间", "申请日期", "登记日期", "提报日期", "收到日期", "Date raised",
        "Request date", "Date requested", "Submitted on", "Date submitted", "Raised", "Date", main=True, width=11,
    )  # fmt: skip
    reply_due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Answer due"), "答复期限", "答复时限", "应答复日期", "回复期限", "要求答复时间", "期望完成时间", "期望上线时间", "要求完成时间", "期望日期",
        "Reply due", "Answer by", "Respond by", "Needed by", "Required by", "Due date", width=11,
    )  # fmt: skip
    feasibility: Mapped[str | None] = field(
        kinds.Choice(FEASIBILITY), N_("Feasibility"), "可行性", "是否可行", "可行性评估", "可行性结论", "评估结论", "技术可行性", "Feasible?",
        "Feasible", "Feasibility assessment", main=True, width=10, asked=True,
    )  # fmt: skip
    answer: Mapped[str | None] = field(
        kinds.LongText(), N_("Answer to it"), "答复", "答复意见", "可行性答复", "评审意见", "评估意见", "IT答复", "回复意见", "处理意见", "处理结果", "实现方案", "解决方案",
        "Answer", "Response", "Reply", "IT response", "Assessment", "Resolution", "Decision", searchable=True,
        width=30, asked=True,
    )  # fmt: skip
    answered: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Answered on"), "答复日期", "答复时间", "回复日期", "评审日期", "评审时间", "Answered", "Response date",
        "Date answered", "Replied on", "Assessed on", width=11, asked=True,
    )  # fmt: skip
    answered_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Answered by"), "答复人", "评审人", "评估人", "回复人", "Responder", "Assessed by",
        "Reviewed by",
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(REQUEST_STATUS), N_("Status"), "状态", "需求状态", "处理状态", "进展", "进度", "当前状态", "实现状态", "Request status",
        "Requirement status", "State", "Current status", default="new", main=True, width=11, asked=True,
    )  # fmt: skip
    times_changed: Mapped[int | None] = field(
        kinds.Integer(0, 999), N_("Times changed"), "变更次数", "修改次数", "需求变更次数", "变更数", "Changes", "Change count",
        "Number of changes", "Revisions", main=True, width=8,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "需求负责人", "产品经理", "跟进人", "处理人", "对接人", "Responsible",
        "Assignee", "Assigned to", "Business analyst", "Product owner", main=True,
        recipients=("owner",),
    )  # fmt: skip
    decision: Mapped[str | None] = field(
        kinds.Link("decision", creates=False), N_("Decided in"), "关联决策", "决策事项", "Related decision", width=18,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield an answer before the question, and a request that is turned down without one."""
        raised, answered = values.get("raised"), values.get("answered")
        if raised and answered and answered < raised:
            yield "answered", Invalid("order", Message(N_("The answer lies before the question.")), mild=True)
        if values.get("status") == "rejected" and not (values.get("answer") or "").strip():
            text = N_("A request is turned down with a reason: write it as the answer first.")
            yield "status", Invalid("no_reason", Message(text), reported=True)
