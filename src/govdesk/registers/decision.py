"""Decisions on their way through the bodies that have to agree: the question, each step, the outcome and its reason."""

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

DECISION_STATUS = Vocabulary(
    N_("Decision status"),
    Term("open", N_("To be decided"), "待决策", "待决", "未决", "待定", "待议", "未开始", "待提交", "Open", "Pending", "To decide", "New",
         tone="watch"),
    Term("under_way", N_("On its way"), "决策中", "审议中", "审批中", "流转中", "会签中", "上会中", "进行中", "In progress", "Under review",
         "In approval", "Escalated"),
    Term("decided", N_("Decided"), "已决策", "已决", "已决定", "已通过", "通过", "已批准", "批准", "同意", "已审批", "Approved", "Made",
         "Agreed", "Done", "Closed", tone="good"),
    Term("rejected", N_("Refused"), "否决", "已否决", "未通过", "不同意", "驳回", "不批准", "Rejected", "Denied", "Declined", tone="act"),
    Term("dropped", N_("No longer needed"), "取消", "已取消", "撤回", "作废", "不再需要", "Dropped", "Withdrawn", "Cancelled",
         "Superseded", tone="quiet"),
)  # fmt: skip

BODY = Vocabulary(
    N_("Kind of body"),
    Term("department", N_("Department proposal"), "部门", "部门提案", "部门会议", "业务部门", "部门内部", "Department"),
    Term("working_group", N_("Working group"), "工作组", "项目组", "专项组", "工作小组", "项目例会", "联席会议", "Project team", "Task force"),
    Term("committee", N_("Committee"), "委员会", "评审会", "评审委员会", "专业委员会", "信息化委员会", "领导小组", "推进会", "Steering committee",
         "Review board", "Steering"),
    Term("executive", N_("Executive meeting"), "总经理办公会", "总办会", "办公会", "高管会", "经营班子会", "总裁办公会", "Management meeting",
         "Executive committee", "Executive board", "ExCo"),
    Term("board", N_("Board"), "董事会", "党委会", "股东会", "Board of directors", "Supervisory board"),
    Term("other", N_("Other body"), "其他", "外部", "Other"),
)  # fmt: skip

STEP_OUTCOME = Vocabulary(
    N_("Outcome of a step"),
    Term("waiting", N_("Still to come"), "待审议", "待上会", "未上会", "待审批", "等待", "未开始", "审议中", "Waiting", "Pending", "Open",
         "Not started", tone="quiet"),
    Term("passed", N_("Passed"), "通过", "已通过", "同意", "批准", "审议通过", "完成", "Approved", "Agreed", "Done", tone="good"),
    Term("conditional", N_("Passed with conditions"), "有条件通过", "原则通过", "原则同意", "修改后通过", "附条件", "Conditionally approved",
         "Conditional", "With conditions", tone="watch"),
    Term("returned", N_("Sent back"), "退回", "退回修改", "打回", "补充材料", "重新提交", "Returned", "Rework", "Back to author",
         tone="watch"),
    Term("deferred", N_("Put off"), "暂缓", "延期", "搁置", "再议", "下次再议", "延后", "Deferred", "Postponed", "On hold", tone="watch"),
    Term("refused", N_("Voted down"), "否决", "不通过", "未通过", "不同意", "驳回", "Rejected", "Refused", "Denied", tone="act"),
    Term("skipped", N_("Not needed here"), "无需", "不需要", "跳过", "免审", "不涉及", "Skipped", "Not needed", "N/A", tone="quiet"),
)  # fmt: skip


class Decision(ProjectRecord):
    """A question on its way through its bodies."""

    about: ClassVar[About] = About(
        N_("Decision"), N_("Decisions"), "DEC", "ownership", "signpost", "question",
        purpose=N_("What has to be decided, where it is on its way, what was decided and why"),
        empty=N_("A decision is a question that somebody has to answer: write the question, who decides, and by when."),
        aliases=("决策清单", "决策台账", "决策日志", "决策记录", "决策事项", "决策跟踪", "待决事项", "待决策事项", "决策登记", "议题清单", "议题", "重大决策",
                 "三重一大", "决议清单", "决议", "Decision log", "Decision list", "Decision register", "Decision tracker",
                 "Decision record", "Key decisions", "Open decisions", "Pending decisions"),
        number_aliases=("决策编号", "议题编号", "Decision ID", "Decision No."),
        folded=True, since=3,
    )  # fmt: skip

    question: Mapped[str | None] = field(
        kinds.LongText(), N_("Question to decide"), "决策事项", "待决事项", "待决策事项", "决策问题", "决策内容", "决策主题", "决策", "决策名称", "议题", "议题名称",
        "审议事项", "请示事项", "提请决策事项", "Question", "Decision", "Decision needed", "Decision required",
        "Decision description", "Decision title", "Decision topic", "Decision to be made", "Matter",
        required=True, key=True, searchable=True, main=True, width=38,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Put forward by"), "提出部门", "提案部门", "提请部门", "申请部门", "议题提出部门", "主办部门", "部门", "Proposed by",
        "Proposing department", "Department", "Requested by", main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "决策责任人", "落实人", "执行人", "推动人", "跟进人", "Decision owner",
        "Responsible", "Action owner", "Driver", main=True,
        recipients=("owner",), help=N_("Who carries the question to an answer, and the answer into effect."),
    )  # fmt: skip
    raised: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Raised on"), "提出日期", "提出时间", "提交日期", "提请日期", "登记日期", "Date raised", "Raised", "Date opened",
        "Submitted on", main=True, width=11,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Needed by"), "决策期限", "决策时限", "需决策时间", "期望决策时间", "要求决策日期", "最晚决策日期", "截止日期", "Decision due",
        "Due date", "Due", "Deadline", "Decide by", "Target date", "Required by", main=True, width=11,
    )  # fmt: skip
    options: Mapped[str | None] = field(
        kinds.LongText(), N_("Options"), "备选方案", "可选方案", "方案", "决策选项", "选项", "方案比选", "Options considered",
        "Alternatives", "Alternatives considered", "Choices", searchable=True, width=30,
    )  # fmt: skip
    outcome: Mapped[str | None] = field(
        kinds.LongText(), N_("What was decided"), "决策结果", "决策结论", "决定", "决议", "结论", "决议内容", "审议结果", "最终方案", "Decision made",
        "Outcome", "Resolution", "Result", "Final decision", "Conclusion", searchable=True, main=True, width=30,
    )  # fmt: skip
    rationale: Mapped[str | None] = field(
        kinds.LongText(), N_("Why so"), "决策理由", "决策依据", "理由", "依据", "原因", "决策原因", "Rationale", "Reason", "Justification",
        "Reasoning", "Basis", "Why", searchable=True, main=True, width=30,
    )  # fmt: skip
    decided_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Decided by"), "决策人", "拍板人", "决策者", "批准人", "审批人", "决策领导", "Decision maker",
        "Decision-maker", "Decider", "Approved by", "Approver", "Made by", main=True,
    )  # fmt: skip
    decided: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Decided on"), "决策日期", "决策时间", "决定日期", "批准日期", "审批日期", "通过日期", "Decision date", "Date decided",
        "Date of decision", "Approved on", "Date made", "Date", main=True, width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(DECISION_STATUS), N_("Status"), "状态", "决策状态", "进展", "当前状态", "审批状态", "Decision status", "State",
        default="open", main=True, width=11,
    )  # fmt: skip
    announced: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Told on"), "告知日期", "传达日期", "传达时间", "通知日期", "发布日期", "宣贯日期", "Announced on", "Communicated on",
        "Date communicated", "Communicated", width=11, help=N_("When those whom it concerns were told."),
    )  # fmt: skip
    announced_to: Mapped[str | None] = field(
        kinds.Text(), N_("Told to"), "告知对象", "告知范围", "传达对象", "传达范围", "通知范围", "Announced to", "Communicated to",
        "Informed parties", "Audience", searchable=True, width=18,
    )  # fmt: skip
    depends_on: Mapped[str | None] = field(
        kinds.Link("decision", creates=False, tree=True), N_("Waits for"), "前置决策", "依赖决策", "前置事项", "先决事项", "Depends on",
        "Predecessor", "Blocked by", "Prerequisite decision", width=18,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "涉及模块", "关联交付物", "Related deliverable",
        width=18,
    )  # fmt: skip
    risk: Mapped[str | None] = field(
        kinds.Link("risk", creates=False), N_("Linked risk"), "关联风险", "相关风险", "Related risk", width=18,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield an answer before its question, or one from a day that lies ahead."""
        raised, decided, told = values.get("raised"), values.get("decided"), values.get("announced")
        if raised and decided and decided < raised:
            text = N_("It cannot have been decided before it was asked.")
            yield "decided", Invalid("order", Message(text), mild=True)
        elif decided and decided > dt.date.today():
            text = N_("It cannot have been decided on a day that lies ahead; write that day into “Needed by”.")
            yield "decided", Invalid("future", Message(text), mild=True)
        if decided and told and told < decided:
            text = N_("People cannot have been told before it was decided.")
            yield "announced", Invalid("order", Message(text), mild=True)


class DecisionStep(ProjectRecord):
    """One body on the way of a decision."""

    about: ClassVar[About] = About(
        N_("Decision step"), N_("Decision steps"), "DST", "ownership", "route", "body",
        purpose=N_("Through which bodies each decision goes, where it waits and since when"),
        empty=N_("A step is one body that a decision passes: the department’s proposal, the committee, the executive meeting."),
        aliases=("决策步骤", "决策路径", "决策流程", "审批流程", "审批路径", "审批节点", "会签流程", "上会安排", "上会计划", "Decision path",
                 "Decision process", "Approval path", "Approval steps", "Approval workflow"),
        number_aliases=("步骤编号", "节点编号"),
        folded=True, since=3,
    )  # fmt: skip

    decision: Mapped[str | None] = field(
        kinds.Link("decision", owner=True), N_("Decision"), "决策事项", "决策", "待决事项", "议题", "议题名称", "所属决策", "审批事项", "上会议题",
        "Question", "Matter", "Decision title", required=True, key=True, main=True, width=28, from_title=True,
    )  # fmt: skip
    place: Mapped[int | None] = field(
        kinds.Integer(1, 99), N_("Order"), "顺序", "步骤", "步骤序号", "第几步", "审批顺序", "节点顺序", "Step", "Step no", "Sequence",
        "Stage no", key=True, main=True, width=7,
    )  # fmt: skip
    body: Mapped[str | None] = field(
        kinds.Text(), N_("Body"), "决策机构", "审批节点", "审议机构", "会议名称", "上会会议", "决策会议", "审批环节", "环节", "节点", "节点名称", "审议会议", "会议机构",
        "Forum", "Committee", "Approval body", "Decision body", "Approval step", "Step name", "Gate body", "Meeting",
        required=True, key=True, searchable=True, main=True, width=22,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(BODY), N_("Kind of body"), "机构类型", "会议类型", "节点类型", "层级", "Body type", "Forum type", "Type",
        "Decision level", main=True, width=14,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "审批部门", "会签部门", "归口部门", "Unit", "Approving department",
        width=16,
        recipients=("department",),
    )  # fmt: skip
    person: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("With whom it lies"), "审批人", "经办人", "当前处理人", "主持人", "召集人", "处理人", "负责人", "Approver",
        "With", "Chair", "Held by", "Owner", "Responsible", main=True, width=14,
        recipients=("owner",),
    )  # fmt: skip
    planned: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Planned for"), "计划上会日期", "计划日期", "计划时间", "上会日期", "计划审议日期", "预计审批日期", "会议日期", "Planned date",
        "Planned on", "Scheduled", "Meeting date", "Due", "Due date", main=True, width=11,
    )  # fmt: skip
    submitted: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Came in on"), "提交日期", "提交时间", "到达日期", "送达日期", "送审日期", "收到日期", "Submitted on", "Submitted",
        "Received on", "Entered on", main=True, width=11,
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Dealt with on"), "审议日期", "审批日期", "审批时间", "办结日期", "通过日期", "实际日期", "实际上会日期", "Decided on",
        "Approved on", "Completed on", "Actual date", "Date", main=True, width=11, asked=True,
    )  # fmt: skip
    outcome: Mapped[str | None] = field(
        kinds.Choice(STEP_OUTCOME), N_("Outcome"), "结果", "审议结果", "审批结果", "审批状态", "结论", "状态", "会议结论", "Result", "Status",
        "Decision outcome", default="waiting", main=True, width=12, asked=True,
    )  # fmt: skip
    reason: Mapped[str | None] = field(
        kinds.LongText(), N_("Opinion and conditions"), "审议意见", "审批意见", "意见", "会议意见", "理由", "原因", "条件", "Opinion",
        "Reason", "Conditions", searchable=True, main=True, width=28, asked=True,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a step that was dealt with before it came in."""
        submitted, dealt = values.get("submitted"), values.get("date")
        if submitted and dealt and dealt < submitted:
            text = N_("It cannot have been dealt with before it came in.")
            yield "date", Invalid("order", Message(text), mild=True)
