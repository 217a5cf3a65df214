"""Commitments: what leaders promised the project, and whether it was kept."""

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

COMMITMENT_KIND = Vocabulary(
    N_("Kind of commitment"),
    Term("people", N_("People"), "人", "人力", "人员支持", "抽调人员", "Staff", "Headcount", "Resources"),
    Term("budget", N_("Money"), "经费", "资金", "预算支持", "费用", "Budget", "Funding", "Funds"),
    Term("time", N_("Time given"), "时间", "工时", "投入时间", "Time", "Hours"),
    Term("decision", N_("A decision"), "决策", "审批", "表态", "决定", "Decision", "Approval", "Ruling"),
    Term("support", N_("Backing"), "支持", "站台", "协调", "出面协调", "资源协调", "Support", "Sponsorship", "Coordination"),
)  # fmt: skip

COMMITMENT_STATUS = Vocabulary(
    N_("Commitment status"),
    Term("open", N_("Not yet due"), "未到期", "进行中", "待落实", "落实中", "跟进中", "未完成", "Open", "Pending", "In progress",
         "Ongoing", tone="watch"),
    Term("kept", N_("Kept"), "已落实", "落实", "已完成", "完成", "兑现", "是", "Done", "Fulfilled", "Delivered", "Yes", "Met",
         tone="good"),
    Term("partly", N_("Partly kept"), "部分落实", "部分完成", "打折扣", "Partially", "Partially kept", "Partial",
         tone="watch"),
    Term("broken", N_("Not kept"), "未落实", "没有兑现", "落空", "否", "逾期", "Broken", "Unfulfilled", "Not met", "No", "Missed",
         tone="act"),
    Term("withdrawn", N_("Taken back"), "撤回", "取消", "已取消", "作废", "Withdrawn", "Cancelled", "Canceled", tone="quiet"),
)  # fmt: skip


class Commitment(ProjectRecord):
    """What a leader promised."""

    about: ClassVar[About] = About(
        N_("Commitment"), N_("Commitments"), "CMT", "stakeholders", "flag", "promise",
        purpose=N_("What leaders promised the project, by when, and whether it was kept"),
        empty=N_("A commitment is what a leader promised: people, money, time or a decision, and by when."),
        aliases=("承诺清单", "承诺台账", "承诺事项", "领导承诺", "高层承诺", "承诺跟踪", "承诺兑现", "承诺书", "资源承诺", "Commitment log",
                 "Commitment list", "Commitment register", "Commitment tracker", "Leadership commitments",
                 "Promises", "Sponsor commitments"),
        number_aliases=("承诺编号", "Commitment ID"),
        folded=True, since=3,
    )  # fmt: skip

    who: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Who promised"), "承诺人", "承诺领导", "承诺方", "领导", "领导姓名", "承诺责任人", "Promised by",
        "Committed by", "Leader", "Commitment owner", "By", "Executive", required=True, key=True, main=True, width=14,
        recipients=("stakeholder",),
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(COMMITMENT_KIND), N_("What kind"), "承诺类型", "承诺类别", "支持类型", "资源类型", "类型", "类别", "Commitment type",
        "Type of commitment", "Type", "Category", "Resource type", main=True, width=10,
    )  # fmt: skip
    promise: Mapped[str | None] = field(
        kinds.LongText(), N_("Promise"), "承诺", "承诺内容", "承诺事项", "承诺描述", "具体承诺", "承诺要点", "支持事项", "支持内容", "Commitment",
        "Commitment made", "What was promised", "What", "Promised", "Commitment description", required=True, key=True,
        searchable=True, main=True, width=36,
    )  # fmt: skip
    towards: Mapped[str | None] = field(
        kinds.Link("department"), N_("Promised to"), "对谁承诺", "承诺对象", "受益部门", "对象部门", "面向部门", "To whom", "To",
        "Beneficiary", width=16,
    )  # fmt: skip
    made: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Promised on"), "承诺日期", "承诺时间", "表态日期", "表态时间", "Date promised", "Date of commitment",
        "Commitment date", "Made on", "Date", main=True, width=11,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("To be kept by"), "兑现期限", "兑现时间", "兑现日期", "承诺完成时间", "承诺期限", "落实期限", "截止日期", "截止时间", "完成时限", "到期日",
        "Due", "Due date", "Deadline", "By when", "Target date", main=True, width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(COMMITMENT_STATUS), N_("Kept?"), "是否兑现", "兑现情况", "兑现状态", "落实情况", "是否落实", "承诺状态", "状态", "完成情况",
        "Status", "Fulfilled?", "Fulfilment", "Commitment status", "State", default="open", main=True, width=10,
        asked=True,
    )  # fmt: skip
    kept_on: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Kept on"), "实际兑现日期", "实际兑现时间", "落实日期", "落实时间", "实际完成日期", "Fulfilled on", "Date fulfilled",
        "Actual date", "Completed on", width=11, asked=True,
    )  # fmt: skip
    evidence: Mapped[str | None] = field(
        kinds.LongText(), N_("Evidence"), "佐证", "证据", "兑现证据", "落实证据", "落实说明", "佐证材料", "证明材料", "Proof", "Evidence link",
        searchable=True, width=24, asked=True,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a promise that was kept before it was made."""
        made, kept = values.get("made"), values.get("kept_on")
        if made and kept and kept < made:
            text = N_("It cannot have been kept before it was promised.")
            yield "kept_on", Invalid("order", Message(text), mild=True)
