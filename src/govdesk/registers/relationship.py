"""What ties stakeholders together, and each contact with them."""

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
from govdesk.registers.vocabularies import DEGREE

TIE = Vocabulary(
    N_("Kind of tie"),
    Term("reports_to", N_("Reports to"), "汇报", "汇报给", "上级是", "Report"),
    Term("influences", N_("Influences"), "影响", "能影响", "Influence"),
    Term("allied", N_("Allied with"), "同盟", "盟友", "支持", "Ally", "Alliance", tone="good"),
    Term("conflict", N_("In conflict with"), "冲突", "矛盾", "对立", "Conflict", tone="act"),
)

CONTACT = Vocabulary(
    N_("Kind of contact"),
    Term("meeting", N_("Meeting"), "会议", "面谈", "座谈"),
    Term("visit", N_("Reference visit"), "标杆考察", "考察", "走访", "参观", "Visit"),
    Term("rehearsal", N_("Rehearsal"), "沙盘预演", "预演", "沙盘", "Workshop"),
    Term("demo", N_("Demo"), "演示", "Demonstration"),
    Term("call", N_("Call"), "电话", "通话", "Phone"),
    Term("message", N_("Written message"), "消息", "邮件", "微信", "Email", "Chat"),
)


class Relationship(ProjectRecord):
    """A tie from one stakeholder to another."""

    about: ClassVar[About] = About(
        N_("Relationship"), N_("Relationships"), "REL", "stakeholders", "git-pull-request-arrow", "person",
        purpose=N_("Who reports to, influences, is allied or in conflict with whom"),
        empty=N_("A relationship ties two stakeholders: one reports to, influences, is allied or in conflict with the other."),
        aliases=("关系", "关系清单", "干系人关系", "Relationships", "Stakeholder relationships"),
        number_aliases=("关系编号",),
    )  # fmt: skip

    person: Mapped[str | None] = field(
        kinds.Link("stakeholder", owner=True), N_("From"), "甲方", "从", "起点", "干系人", "Source", "Person", "Stakeholder",
        required=True, key=True, main=True, width=16,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(TIE), N_("Kind of tie"), "关系", "关系类型", "类型", "Type", "Relation", "Relationship",
        required=True, key=True, main=True, width=14,
    )  # fmt: skip
    other: Mapped[str | None] = field(
        kinds.Link("stakeholder", owner=True), N_("Towards"), "乙方", "到", "终点", "对方", "Target", "Towards whom", "With",
        required=True, key=True, main=True, width=16,
    )  # fmt: skip
    strength: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Strength"), "强度", "程度", "紧密程度", "Weight", main=True, width=8
    )

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a tie of somebody to themselves."""
        if values.get("person") and values.get("person") == values.get("other"):
            yield "other", Invalid("self_tie", Message(N_("A tie needs two different people.")))


class Touchpoint(ProjectRecord):
    """One contact with a stakeholder."""

    about: ClassVar[About] = About(
        N_("Touchpoint"), N_("Touchpoints"), "TPT", "stakeholders", "calendar", "summary",
        purpose=N_("Each contact with a stakeholder, what came of it, and what was promised"),
        empty=N_("A touchpoint is one contact: a meeting, a visit, a demo, a call, with what was said and what follows."),
        aliases=("沟通记录", "沟通日志", "会议记录", "拜访记录", "Communication log", "Contact log", "Meeting log"),
        number_aliases=("沟通编号",),
    )  # fmt: skip

    date: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Date"),
        "日期",
        "沟通日期",
        "时间",
        "Date of contact",
        "When",
        required=True,
        key=True,
        main=True,
        width=11,
    )
    kind: Mapped[str | None] = field(
        kinds.Choice(CONTACT),
        N_("Kind of contact"),
        "方式",
        "沟通方式",
        "渠道",
        "形式",
        "Channel",
        "Type",
        main=True,
        width=12,
    )
    stakeholder: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("With whom"), "干系人", "对象", "沟通对象", "Person", "Stakeholder", "Who",
        required=True, key=True, main=True, width=16,
        recipients=("stakeholder",),
    )  # fmt: skip
    others: Mapped[str | None] = field(
        kinds.Tags(),
        N_("Others present"),
        "参与人",
        "参加人",
        "与会人员",
        "Participants",
        "Attendees",
        searchable=True,
        width=18,
    )
    summary: Mapped[str | None] = field(
        kinds.LongText(), N_("Summary"), "内容", "摘要", "沟通内容", "纪要", "Content", "Notes of the talk", "Description",
        "主题", "沟通主题", "议题", "主要内容", "沟通要点", "结论", "沟通结果", "沟通结论", "会谈内容", "Topic", "Subject", "Key points", "Outcome",
        required=True, key=True, searchable=True, main=True, width=36,
    )  # fmt: skip
    moment_of_truth: Mapped[bool | None] = field(
        kinds.Flag(), N_("Moment of truth"), "关键时刻", "是否关键时刻", main=True, width=9,
        help=N_("Help was given just when it mattered."),
    )  # fmt: skip
    follow_up: Mapped[str | None] = field(
        kinds.Text(),
        N_("What follows"),
        "后续",
        "后续行动",
        "待办",
        "下一步",
        "Follow-up",
        "Next step",
        "Action",
        searchable=True,
        main=True,
        width=24,
        asked=True,
    )
    due: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Due"),
        "到期日",
        "截止日期",
        "完成期限",
        "Due date",
        "Deadline",
        main=True,
        width=11,
        asked=True,
    )
