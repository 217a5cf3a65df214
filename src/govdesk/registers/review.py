"""Reviews: what happened and why, as all who took part see it, without blame."""

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

REVIEW_KIND = Vocabulary(
    N_("Kind of review"),
    Term("quarterly", N_("Quarterly review"), "季度", "季度复盘", "季度回顾", "月度", "月度复盘", "例行复盘", "Quarterly", "Monthly", "Regular",
         "Sprint review"),
    Term("milestone", N_("Review of a milestone"), "里程碑", "里程碑复盘", "阶段复盘", "阶段总结", "Milestone", "Phase review", "Stage review"),
    Term("incident", N_("Review of an incident"), "事件", "事件复盘", "事故复盘", "问题复盘", "专项复盘", "故障复盘", "Incident", "Post-mortem",
         "Postmortem", "After action"),
    Term("closing", N_("Closing review"), "结项", "结项复盘", "项目复盘", "项目总结", "收尾复盘", "Closing", "Project review", "Final"),
    Term("other", N_("Other review"), "其他", "Other"),
)  # fmt: skip

REVIEW_STATUS = Vocabulary(
    N_("State of a review"),
    Term("planned", N_("Review planned"), "计划", "待召开", "未召开", "计划中", "未开始", "Planned", "Scheduled", "Not held", "Open", tone="quiet"),
    Term("held", N_("Review held"), "已召开", "已复盘", "已举行", "进行中", "整改中", "Held", "Done", "In progress", "Completed"),
    Term("closed", N_("Review closed"), "已关闭", "关闭", "闭环", "已闭环", "已完成", "整改完成", "Closed", "Finished", tone="good"),
)  # fmt: skip

AGREEMENT = Vocabulary(
    N_("Word on a review"),
    Term("not_asked", N_("Not asked yet"), "未征求", "待确认", "未确认", "待会签", "未会签", "Not asked", "Pending", "Open", tone="quiet"),
    Term("agreed", N_("Agreed"), "同意", "认同", "已确认", "确认", "无异议", "已会签", "是", "Agree", "Yes", "Confirmed", tone="good"),
    Term("partly", N_("Agreed in part"), "部分同意", "部分认同", "基本同意", "有保留", "有保留意见", "Partly", "Partially", "With reservations",
         tone="watch"),
    Term("disagreed", N_("Did not agree"), "不同意", "不认同", "有异议", "异议", "否", "Disagree", "Disagreed", "No", "Objected", tone="act"),
)  # fmt: skip


class Review(ProjectRecord):
    """A retrospective."""

    about: ClassVar[About] = About(
        N_("Review"), N_("Reviews"), "RVW", "learning", "history", "title",
        purpose=N_("What happened, why, and what is done about it, as all departments agreed"),
        empty=N_("A review looks back on a time or an event: what happened, why, and what is to be different. Nobody is blamed."),
        aliases=("复盘", "复盘清单", "复盘记录", "复盘报告", "项目复盘", "复盘会", "复盘台账", "季度复盘", "事后回顾", "回顾会议", "项目回顾", "总结复盘", "Review log", "Reviews",
                 "Review list", "Retrospective", "Retrospectives", "After action review", "AAR", "Post-mortem",
                 "Post mortem log", "Project review", "Review register"),
        number_aliases=("复盘编号", "Review ID"),
        since=3,
    )  # fmt: skip

    title: Mapped[str | None] = field(
        kinds.Text(), N_("Review title"), "复盘", "复盘主题", "复盘名称", "复盘标题", "复盘事项", "复盘议题", "复盘项目", "回顾主题", "Review", "Review topic",
        "Review name", "Retrospective", "Topic of review", "Title", required=True, key=True, searchable=True, main=True, width=28,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(REVIEW_KIND), N_("Kind of review"), "复盘类型", "类型", "复盘类别", "类别", "Review type", "Type", main=True, width=13,
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Held on"), "复盘日期", "复盘时间", "会议日期", "召开日期", "日期", "时间", "Date", "Review date", "Date held",
        "Meeting date", key=True, main=True, width=11,
    )  # fmt: skip
    period_start: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Looks back from"), "期间开始", "复盘期间起", "起始日期", "开始日期", "回顾期起", "Period start", "Period from", "From", width=11,
    )  # fmt: skip
    period_end: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Looks back to"), "期间结束", "复盘期间止", "结束日期", "截止日期", "回顾期止", "Period end", "Period to", "To", width=11,
    )  # fmt: skip
    scope: Mapped[str | None] = field(
        kinds.LongText(), N_("Scope"), "范围", "复盘范围", "回顾范围", "复盘对象", "Scope of review", "Review scope", searchable=True, main=True, width=26,
    )  # fmt: skip
    happened: Mapped[str | None] = field(
        kinds.LongText(), N_("What happened"), "事实", "发生了什么", "过程回顾", "过程", "事实回顾", "经过", "情况回顾", "回顾目标与结果", "事件经过", "Facts",
        "What happened?", "Timeline", "Course of events", "Events", searchable=True, main=True, width=34,
    )  # fmt: skip
    went_well: Mapped[str | None] = field(
        kinds.LongText(), N_("What went well"), "做得好的", "亮点", "成功经验", "好的方面", "优点", "做得好的地方", "Went well", "What worked",
        "Successes", "Positives", "Keep doing", searchable=True, width=28,
    )  # fmt: skip
    causes: Mapped[str | None] = field(
        kinds.LongText(), N_("Causes"), "原因", "原因分析", "根本原因", "根因", "根因分析", "问题原因", "不足与原因", "Cause", "Root causes", "Root cause", "Why",
        "Cause analysis", searchable=True, main=True, width=30,
    )  # fmt: skip
    risk: Mapped[str | None] = field(
        kinds.Link("risk", creates=False), N_("Linked risk"), "关联风险", "相关风险", "对应风险", "Related risk", width=20,
        help=N_("The risk or issue that gave occasion to it."),
    )  # fmt: skip
    milestone: Mapped[str | None] = field(
        kinds.Link("milestone", creates=False), N_("Milestone"), "里程碑", "关联里程碑", "对应节点", "关联节点", "Related milestone", width=20,
        help=N_("The milestone that gave occasion to it."),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Led by"), "主持人", "复盘主持人", "引导人", "负责人", "组织人", "组织者", "Facilitator", "Moderator", "Chair",
        "Owner", "Host", main=True,
        recipients=("owner",),
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(REVIEW_STATUS), N_("Status"), "状态", "复盘状态", "完成情况", "当前状态", "Review status", "State", default="planned",
        main=True, width=10,
    )  # fmt: skip
    next: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Next review"), "下次复盘", "下次复盘日期", "下次复盘时间", "下次回顾", "下次时间", "Next review date", "Next date", main=True, width=11,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a period that ends before it begins, and a review held on a day that lies ahead."""
        start, end = values.get("period_start"), values.get("period_end")
        if start and end and end < start:
            yield "period_end", Invalid("order", Message(N_("The end lies before the start.")))
        if values.get("status") in ("held", "closed") and values.get("date") and values["date"] > dt.date.today():
            text = N_("A review of a day that lies ahead cannot have been held; leave it planned until then.")
            yield "status", Invalid("future", Message(text), mild=True, instead="planned")


class Agreement(ProjectRecord):
    """One department's word on what a review found."""

    about: ClassVar[About] = About(
        N_("Review agreement"), N_("Review agreements"), "AGR", "learning", "stamp", "review",
        purpose=N_("Which departments share what a review says of the causes, and which see it otherwise"),
        empty=N_("Each department says whether it shares what the review found; where it does not, its own view stands beside."),
        aliases=("复盘会签", "会签", "会签表", "会签单", "部门会签", "复盘确认", "原因确认", "复盘意见", "Sign-off sheet", "Review sign-off",
                 "Agreement log", "Agreement on causes"),
        folded=True, since=3,
    )  # fmt: skip

    review: Mapped[str | None] = field(
        kinds.Link("review", owner=True), N_("Review"), "复盘", "复盘主题", "复盘名称", "所属复盘", "Review title", "Retrospective",
        required=True, key=True, main=True, width=26, from_title=True,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "会签部门", "参与部门", "确认部门", "单位", "Unit", "Team", required=True, key=True,
        main=True, width=18,
        recipients=("department",),
    )  # fmt: skip
    answer: Mapped[str | None] = field(
        kinds.Choice(AGREEMENT), N_("Word on the causes"), "会签意见", "是否同意", "是否认同", "确认结果", "会签结果", "意见", "结论", "状态", "Answer", "Agreed?",
        "Agrees?", "Sign-off", "Status", default="not_asked", main=True, width=12, asked=True, prose="remark",
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Said on"), "会签日期", "会签时间", "确认日期", "确认时间", "日期", "Date", "Signed on", "Answered on", main=True, width=11, asked=True,
    )  # fmt: skip
    person: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Said by"), "会签人", "确认人", "签字人", "部门代表", "代表", "Signed by", "By whom", "Representative", main=True,
        recipients=("owner",),
    )  # fmt: skip
    remark: Mapped[str | None] = field(
        kinds.LongText(), N_("Own view"), "具体意见", "不同意见", "补充意见", "异议内容", "意见说明", "保留意见", "Remark", "Dissent", "Own words", "View",
        searchable=True, main=True, width=30, asked=True,
    )  # fmt: skip
