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
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import CAUSE, CHANNEL, DEGREE, LEVEL, SENTIMENT

FEEDBACK_STATUS = Vocabulary(
    N_("Feedback status"),
    Term("new", N_("New"), "新建", "待处理", "未处理", "未受理", "Open", "Opened", tone="watch"),
    Term("acknowledged", N_("Acknowledged"), "已受理", "受理", "已接收", "Received", "Accepted"),
    Term("in_progress", N_("In progress"), "处理中", "进行中", "跟进中", "Pending", "Ongoing"),
    Term("answered", N_("Answered"), "已答复", "已回复", "已反馈", "已解决", "Replied", "Resolved", tone="good"),
    Term("confirmed", N_("Confirmed"), "已确认", "销号", "已销号", "已关闭", "关闭", "Closed", "Done", tone="good"),
    Term("declined", N_("Declined"), "不采纳", "拒绝", "不予采纳", "Rejected", tone="quiet"),
)


class Feedback(ProjectRecord):
    """One voice."""

    about: ClassVar[About] = About(
        N_("Feedback entry"), N_("Feedback"), "FB", "feedback", "message-square-text", "statement",
        purpose=N_("Every voice gets an answer: what was said, why, and what we did"),
        empty=N_("Feedback is what people say about the project, in their words: one voice, one line."),
        aliases=("反馈", "反馈日志", "反馈记录", "意见收集", "意见反馈", "问题反馈", "Feedback log", "Voice of user", "意见汇总"),
        number_aliases=("反馈编号", "Feedback ID"),
    )  # fmt: skip

    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "反馈日期", "提出日期", "反馈时间", "提出时间", "时间", "Date raised", "Raised on", "Received",
        main=True, width=11,
    )  # fmt: skip
    channel: Mapped[str | None] = field(
        kinds.Choice(CHANNEL), N_("Channel"), "渠道", "来源渠道", "反馈渠道", "方式", "Source channel", width=10
    )
    department: Mapped[str | None] = field(
        kinds.Link("department"),
        N_("Department"),
        "部门",
        "反馈部门",
        "提出部门",
        "单位",
        "门店",
        "Unit",
        "Team",
        main=True,
        width=16,
    )
    level: Mapped[str | None] = field(kinds.Choice(LEVEL), N_("Level"), "层级", "级别", "岗位层级", width=12)
    source: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Who said it"), "反馈人", "提出人", "来源", "姓名", "Source", "From", "Raised by", "Reporter",
        "Submitted by", main=True, width=14,
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
        kinds.LongText(), N_("Statement"), "内容", "反馈内容", "意见", "问题", "问题描述", "意见内容", "原话", "反馈", "Feedback", "Comment",
        "Description", "What was said", "Voice", required=True, key=True, searchable=True, main=True, width=40,
    )  # fmt: skip
    theme: Mapped[str | None] = field(
        kinds.Text(),
        N_("Theme"),
        "主题",
        "类别",
        "分类",
        "模块",
        "Topic",
        "Category",
        "Subject",
        searchable=True,
        main=True,
        width=14,
    )
    cause: Mapped[str | None] = field(
        kinds.Choice(CAUSE), N_("Resistance cause"), "阻力原因", "原因", "原因分析", "Cause", "Root cause", main=True, width=14,
        help=N_("What lies behind it; leave blank where nothing resists."),
    )  # fmt: skip
    sentiment: Mapped[int | None] = field(
        kinds.Scale(-2, 2, vocabulary=SENTIMENT),
        N_("Sentiment"),
        "态度",
        "情绪",
        "倾向",
        "Mood",
        "Attitude",
        main=True,
        width=12,
    )
    severity: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE),
        N_("Severity"),
        "严重程度",
        "优先级",
        "紧急程度",
        "重要性",
        "Priority",
        "Urgency",
        width=9,
    )
    status: Mapped[str | None] = field(
        kinds.Choice(FEEDBACK_STATUS),
        N_("Status"),
        "状态",
        "处理状态",
        "进展",
        "State",
        main=True,
        default="new",
        width=10,
    )
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"),
        N_("Owner"),
        "负责人",
        "责任人",
        "处理人",
        "跟进人",
        "Assignee",
        "Assigned to",
        "Responsible",
        main=True,
    )
    due: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Answer due"),
        "时限",
        "答复期限",
        "截止日期",
        "到期日",
        "要求完成时间",
        "Due",
        "Due date",
        "Deadline",
        main=True,
        width=11,
    )
    reply: Mapped[str | None] = field(
        kinds.LongText(), N_("Answer"), "答复", "回复", "处理结果", "处理意见", "解决方案", "措施", "Reply", "Response", "Resolution",
        "Action", "Action taken", searchable=True, width=32,
    )  # fmt: skip
    replied: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Answered on"),
        "答复日期",
        "回复日期",
        "完成日期",
        "解决日期",
        "Replied on",
        "Date resolved",
        "Closed on",
        width=11,
    )
    confirmed_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Confirmed by"), "确认人", "销号人", "Confirmed", "Verified by",
        help=N_("The one who spoke, or a second person where the voice is anonymous."),
    )  # fmt: skip
    risk: Mapped[str | None] = field(
        kinds.Link("risk", creates=False), N_("Linked risk"), "关联风险", "相关风险", "Risk", "Related risk", width=18
    )

    @classmethod
    def veil(cls, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return an anonymous voice with no more of its date than the week, counted by its Monday."""
        date = values.get("date")
        if not values.get("anonymous"):
            return None
        return {**values, "date": date - dt.timedelta(days=date.weekday()) if date else None}

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield what would break a promise: a named anonymous voice, a confirmation without an answer."""
        if values.get("anonymous") and values.get("source"):
            yield "source", Invalid("anonymous", Message(N_("An anonymous voice keeps no name.")))
        if values.get("status") == "confirmed" and not values.get("reply"):
            yield "reply", Invalid("unanswered", Message(N_("Only an answered voice can be confirmed.")))
        date, replied = values.get("date"), values.get("replied")
        if date and replied and replied < date:
            yield "replied", Invalid("order", Message(N_("The answer lies before the question.")))
