"""Feedback: each voice that was heard, what lies behind it, and the answer that it got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.veil import Veil
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import CAUSE, CHANNEL, DEGREE, LEVEL, SENTIMENT

FEEDBACK_STATUS = Vocabulary(
    N_("Feedback status"),
    Term("new", N_("New"), "新增", "待受理", "已登记", "未答复", "未回复", "待回复", "待答复", "未解决", "否", "Submitted", "Logged",
         "Not started", "To do", "Unanswered", "新建", "待处理", "未处理", "未受理", "Open", "Opened", tone="watch"),
    Term("acknowledged", N_("Acknowledged"), "已收到", "已记录", "已转办", "待跟进", "已分派", "已指派", "Triaged", "Assigned",
         "Acknowledge", "Noted", "已受理", "受理", "已接收", "Received", "Accepted"),
    Term("in_progress", N_("In progress"), "处理", "办理中", "解决中", "整改中", "推进中", "跟踪中", "待确认", "已采纳", "采纳",
         "Under review", "In review", "In process", "Working on it", "WIP", "Being handled", "Planned", "处理中", "进行中",
         "跟进中", "Pending", "Ongoing"),
    Term("answered", N_("Answered"), "已处理", "处理完成", "处理完毕", "已办理", "解决", "答复", "已完成", "完成", "是", "Answer given",
         "Responded", "Completed", "Complete", "Fixed", "Solved", "已答复", "已回复", "已反馈", "已解决", "Replied", "Resolved",
         tone="good"),
    Term("confirmed", N_("Confirmed"), "已办结", "办结", "已闭环", "闭环", "已验收", "已核销", "Verified", "Accepted by user",
         "Signed off", "已确认", "销号", "已销号", "已关闭", "关闭", "Closed", "Done", tone="good"),
    Term("declined", N_("Declined"), "不予受理", "未采纳", "驳回", "无法解决", "暂不处理", "Declined", "Won't fix", "Will not do",
         "Not accepted", "Dismissed", "不采纳", "拒绝", "不予采纳", "Rejected", tone="quiet"),
)  # fmt: skip


#: Statuses in which a voice waits for nothing more; from each it can be opened again.
CLOSED = ("answered", "confirmed", "declined")


class Feedback(ProjectRecord):
    """One voice."""

    about: ClassVar[About] = About(
        N_("Feedback entry"), N_("Feedback"), "FB", "feedback", "message-square-text", "statement",
        purpose=N_("Every voice gets an answer: what was said, why, and what we did"),
        empty=N_("Feedback is what people say about the project, in their words: one voice, one line."),
        aliases=("反馈", "反馈日志", "反馈记录", "意见收集", "意见反馈", "问题反馈", "Feedback log", "Voice of user", "意见汇总", "反馈台账",
                 "反馈清单", "反馈表", "意见台账", "意见建议", "意见征集", "意见反馈台账", "用户反馈", "员工反馈", "一线反馈", "门店反馈", "建议收集", "诉求",
                 "销号台账", "Feedback register", "Feedback tracker", "User feedback", "Feedback form", "Suggestions",
                 "Voice of customer"),
        number_aliases=("反馈编号", "Feedback ID"),
    )  # fmt: skip
    leading: ClassVar[tuple[str, ...]] = ("status", "anonymous")
    veil: ClassVar[Veil | None] = Veil(
        "anonymous",
        "source",
        wiped=("source", "reference"),
        weekly=("date",),
        telling=("department", "level", "channel"),
    )

    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "反馈日期", "提出日期", "反馈时间", "提出时间", "时间", "Date raised", "Raised on", "Received",
        "登记日期", "提交日期", "填写日期", "收集日期", "受理日期", "接收日期", "记录日期", "Feedback date", "Date received", "Received on", "Created",
        "Created on", "Submitted", "Submitted on", "Timestamp", "Date of feedback", main=True, width=11,
        tells_who=True,
    )  # fmt: skip
    channel: Mapped[str | None] = field(
        kinds.Choice(CHANNEL), N_("Channel"), "渠道", "来源渠道", "反馈渠道", "方式", "Source channel", "来源方式", "收集方式", "收集渠道",
        "反馈方式", "沟通方式", "途径", "Method", "Medium", "How received", width=10,
        tells_who=True,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "反馈部门", "提出部门", "单位", "门店", "Unit", "Team", "反馈单位", "提出单位",
        "所属部门", "所在部门", "来源部门", "区域", "Branch", "Store", "Site", "门店名称", "Business unit", "所属单位", main=True, width=16,
        recipients=("department",), tells_who=True,
    )  # fmt: skip
    level: Mapped[str | None] = field(
        kinds.Choice(LEVEL), N_("Level"), "层级", "级别", "岗位层级", width=12,
        tells_who=True,
    )  # fmt: skip
    source: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Who said it"), "反馈人", "提出人", "来源", "姓名", "Source", "From", "Raised by",
        "Reporter", "Submitted by", "反馈者", "提出者", "意见人", "用户", "员工", "员工姓名", "客户姓名", "填报人", "反馈人姓名", "Name", "Who",
        "Employee", "Respondent", "User", "Person", "Author", "Given by", "Provided by", unnamed="anonymous", main=True, width=14,
        recipients=("stakeholder",), tells_who=True,
    )  # fmt: skip
    anonymous: Mapped[bool | None] = field(
        kinds.Flag(),
        N_("Anonymous"),
        "匿名",
        "是否匿名",
        default=False,
        width=8,
        help=N_("No name is kept, now or later."),
    )
    statement: Mapped[str | None] = field(
        kinds.LongText(), N_("Statement"), "内容", "反馈内容", "意见", "问题", "问题描述", "意见内容", "原话", "反馈", "Feedback",
        "Comment", "Description", "What was said", "Voice", "意见建议", "意见/建议", "意见与建议", "建议", "建议内容", "诉求", "诉求内容",
        "反馈意见", "反馈问题", "问题/建议", "问题与建议", "具体内容", "事项", "描述", "反馈描述", "问题内容", "情况说明", "Feedback text", "Message",
        "Suggestion", "Issue", "Statement/quote", "Verbatim", "Feedback description", "Details",
        required=True, key=True, searchable=True, main=True, width=40,
    )  # fmt: skip
    theme: Mapped[str | None] = field(
        kinds.Text(), N_("Theme"), "主题", "类别", "分类", "模块", "Topic", "Category", "Subject", "问题分类", "问题类型", "反馈类型",
        "反馈类别", "意见类别", "意见类型", "类型", "所属模块", "系统模块", "功能模块", "Type", "Area", "Module", "Tag", searchable=True,
        main=True, width=14,
    )  # fmt: skip
    cause: Mapped[str | None] = field(
        kinds.Choice(CAUSE), N_("Resistance cause"), "阻力原因", "原因", "原因分析", "Cause", "Root cause", "阻力类型", "抵触原因",
        "根本原因", "原因分类", "Reason", "Resistance reason", "Reason for resistance", main=True, width=14,
        help=N_("What lies behind it; leave blank where nothing resists."),
    )  # fmt: skip
    sentiment: Mapped[int | None] = field(
        kinds.Scale(-2, 2, vocabulary=SENTIMENT), N_("Sentiment"), "态度", "情绪", "倾向", "Mood", "Attitude", "情感", "情感倾向",
        "评价倾向", "Feeling", "Tone", main=True, width=12,
    )  # fmt: skip
    severity: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Severity"), "严重程度", "优先级", "紧急程度", "重要性", "Priority", "Urgency", "重要程度",
        "优先等级", "紧急度", "影响程度", "Importance", "Impact", width=9,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(FEEDBACK_STATUS), N_("Status"), "状态", "处理状态", "进展", "State", "处理进度", "办理状态", "处理进展", "跟进状态",
        "当前状态", "是否解决", "闭环状态", "Current status", main=True, default="new", width=10, asked=True,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "处理人", "跟进人", "Assignee", "Assigned to", "Responsible",
        "处理责任人", "跟进责任人", "承办人", "受理人", "对接人", "责任处理人", "经办人", "Handled by", "Handler", "Action owner",
        "Person responsible", "Action by", main=True,
        recipients=("owner",),
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Answer due"), "时限", "答复期限", "截止日期", "到期日", "要求完成时间", "Due", "Due date", "Deadline", "处理时限",
        "计划完成时间", "计划完成日期", "完成时限", "期望完成时间", "应答复日期", "办理时限", "Target date", "Respond by", "Reply by",
        "Action by date", "Answer by", main=True, width=11,
    )  # fmt: skip
    reply: Mapped[str | None] = field(
        kinds.LongText(), N_("Answer"), "答复", "回复", "处理结果", "处理意见", "解决方案", "措施", "Reply", "Response", "Resolution",
        "Action", "Action taken", "处理措施", "处理方案", "解决措施", "答复内容", "回复内容", "处理结果/答复", "整改措施", "改进措施", "应对措施", "反馈结果",
        "办理结果", "答复情况", "处理说明", "Answer given", "Response given", "What we did", "Outcome", "Our response",
        "Follow-up action", searchable=True, width=32, asked=True,
    )  # fmt: skip
    replied: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Answered on"), "答复日期", "回复日期", "完成日期", "解决日期", "Replied on", "Date resolved", "Closed on",
        "实际完成时间", "实际完成日期", "处理日期", "解决时间", "关闭日期", "办结日期", "Answered", "Date answered", "Date replied",
        "Resolved on", "Date closed", "Response date", "Completed on", "Closed", width=11, asked=True,
    )  # fmt: skip
    confirmed_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Confirmed by"), "确认人", "销号人", "Confirmed", "Verified by", "复核人", "验收人",
        "确认人/销号人", "Confirmed with", help=N_("The one who spoke, or a second person where the voice is anonymous."),
    )  # fmt: skip
    risk: Mapped[str | None] = field(
        kinds.Link("risk", creates=False), N_("Linked risk"), "关联风险", "相关风险", "Risk", "Related risk", width=18
    )

    @classmethod
    def follow(cls, old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what goes when a voice is opened again, or turns anonymous after its own confirmation."""
        if values.get("anonymous") and old.get("confirmed_by") and old.get("confirmed_by") == old.get("source"):
            closed = {"status": "answered"} if old.get("status") == "confirmed" else {}
            return {"confirmed_by": None, **closed}
        if "status" not in values or old.get("status") not in CLOSED:
            return {}
        if values["status"] not in CLOSED:
            return {"replied": None, "confirmed_by": None}
        return {"confirmed_by": None} if values["status"] != "confirmed" else {}

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield what would break a promise: a named anonymous voice, one closed otherwise than the rules say."""
        if values.get("anonymous") and values.get("source"):
            yield "source", Invalid("anonymous", Message(N_("An anonymous voice keeps no name.")))
        if values.get("status") == "confirmed" and (wrong := unconfirmed(values)):
            yield "status", wrong
        if values.get("status") == "declined" and not (values.get("reply") or "").strip():
            text = N_("A voice is declined with a reason: write it as the answer first.")
            yield "status", Invalid("no_reason", Message(text), mild=True, instead="acknowledged")
        date, replied = values.get("date"), values.get("replied")
        if date and replied and replied < date:
            yield "replied", Invalid("order", Message(N_("The answer lies before the question.")))


def unconfirmed(values: Mapping[str, Any]) -> Invalid | None:
    """Return why a voice of these values cannot be confirmed: the one who spoke does it, or else a second person."""
    source = None if values.get("anonymous") else values.get("source")
    by = values.get("confirmed_by")
    if not (values.get("reply") or "").strip():
        code, text = "unanswered", N_("Only an answered voice can be confirmed. Write the answer first.")
    elif not by and source:
        code, text = "nobody", N_("The one who spoke confirms the answer: put their name into “Confirmed by” first.")
    elif not by:
        code, text = "nobody", N_("Nobody is named here, so a second person confirms: fill in “Confirmed by” first.")
    elif source and by != source:
        code, text = "not_source", N_("Only the one who spoke can confirm the answer. Ask them; nothing was changed.")
    elif not source and by == values.get("owner"):
        text = N_("Where nobody is named, a second person confirms, not the one who answered. Nothing was changed.")
        code = "same_person"
    else:
        return None
    return Invalid(code, Message(text), mild=True, instead="answered")
