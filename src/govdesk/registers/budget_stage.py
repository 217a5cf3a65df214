"""Budget stages: the money in tranches, each behind a gate that says when the next may be spent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message

GATE = Vocabulary(
    N_("Outcome of a gate"),
    Term("waiting", N_("Gate still to come"), "未评审", "待评审", "未到", "待验收", "等待", "未开始", "Pending", "Open", "Waiting",
         "Not started", "Not held", tone="quiet"),
    Term("passed", N_("Gate passed"), "通过", "已通过", "达标", "合格", "Passed", "Pass", "Go", "Approved", "Met", tone="good"),
    Term("conditional", N_("Passed on conditions"), "有条件通过", "整改后通过", "部分达标", "Conditional", "Conditional go",
         "Go with conditions", tone="watch"),
    Term("failed", N_("Gate not passed"), "未通过", "不通过", "未达标", "不合格", "停止", "No go", "No-go", "Failed", "Fail", "Stop",
         tone="act"),
    Term("skipped", N_("Gate left out"), "未设关口", "跳过", "免评审", "无关口", "Skipped", "No gate", "Bypassed", tone="act"),
)  # fmt: skip


class BudgetStage(ProjectRecord):
    """One tranche of the budget with its gate."""

    about: ClassVar[About] = About(
        N_("Budget stage"), N_("Budget stages"), "BUD", "delivery", "coins", "name",
        purpose=N_("How much is planned, approved and spent in each stage, and by what gate the next one opens"),
        empty=N_("A budget stage is one tranche of money: what is planned, approved and spent, and the gate behind it."),
        aliases=("预算", "预算表", "预算阶段", "分期预算", "阶段预算", "预算计划", "资金计划", "预算执行", "预算执行情况", "费用计划", "投资计划", "分阶段投入", "Budget",
                 "Budget plan", "Budget tracker", "Budget phases", "Staged budget", "Funding stages",
                 "Funding tranches", "Cost plan", "Budget by stage", "Budget register"),
        number_aliases=("预算编号", "Budget ID"),
        folded=True, since=3,
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Stage of the budget"), "预算阶段", "阶段", "阶段名称", "期次", "批次", "预算科目", "预算项目", "预算名称", "投入阶段", "费用项目", "费用科目", "资金批次",
        "Stage", "Stage name", "Phase", "Budget item", "Budget line", "Tranche", "Budget stage name", "Cost item",
        required=True, key=True, searchable=True, main=True, width=26,
    )  # fmt: skip
    place: Mapped[int | None] = field(
        kinds.Integer(1, 99), N_("Order"), "顺序", "第几期", "阶段序号", "Sequence", "Stage no", "Phase no", main=True, width=7,
    )  # fmt: skip
    planned: Mapped[float | None] = field(
        amount.Money(), N_("Planned sum"), "计划金额", "预算金额", "预算", "计划投入", "计划预算", "预算额", "预算数", "计划数", "申请金额", "预算（元）", "Planned",
        "Planned amount", "Budget", "Budgeted", "Planned cost", "Budget amount", "Requested", main=True, width=13,
    )  # fmt: skip
    approved: Mapped[float | None] = field(
        amount.Money(), N_("Approved sum"), "批准金额", "批复金额", "已批金额", "批复预算", "核准金额", "已批预算", "审批金额", "Approved", "Approved amount",
        "Approved budget", "Released", "Funded", main=True, width=13,
    )  # fmt: skip
    spent: Mapped[float | None] = field(
        amount.Money(), N_("Spent sum"), "已用金额", "实际支出", "已支出", "实际金额", "执行金额", "已执行", "已付金额", "实际花费", "支出金额", "实际数", "Spent", "Actual",
        "Actual cost", "Spend to date", "Actual amount", "Paid", "Used", main=True, width=13, asked=True,
    )  # fmt: skip
    gate: Mapped[str | None] = field(
        kinds.LongText(), N_("Gate criterion"), "关口条件", "关口标准", "准入条件", "放行条件", "评审标准", "验收条件", "拨付条件", "付款条件", "达标条件", "下一阶段条件", "Gate",
        "Gate criteria", "Release criteria", "Exit criteria", "Go/no-go criteria", "Condition", searchable=True,
        main=True, width=30, help=N_("What must be true before the money of the next stage may be spent."),
    )  # fmt: skip
    outcome: Mapped[str | None] = field(
        kinds.Choice(GATE), N_("Outcome of the gate"), "关口结果", "评审结果", "评审结论", "关口结论", "是否通过", "验收结果", "状态", "Gate outcome", "Gate result",
        "Gate status", "Gate decision", "Status", "Go/No-go", default="waiting", main=True, width=12,
    )  # fmt: skip
    gate_due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Gate planned for"), "计划评审日期", "计划评审时间", "关口日期", "计划关口日期", "评审计划日期", "Gate due", "Planned gate date",
        "Gate planned", main=True, width=11,
    )  # fmt: skip
    gate_date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Gate held on"), "评审日期", "评审时间", "实际评审日期", "关口评审日期", "实际关口日期", "Gate date", "Gate held",
        "Date of gate review", width=11,
    )  # fmt: skip
    start: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Start"), "开始日期", "开始时间", "起始日期", "开始", "Start date", "From", "Begin", width=11,
    )  # fmt: skip
    end: Mapped[dt.date | None] = field(
        kinds.Date(), N_("End"), "结束日期", "结束时间", "截止日期", "完成日期", "结束", "End date", "To", "Finish", width=11,
    )  # fmt: skip
    decision: Mapped[str | None] = field(
        kinds.Link("decision", creates=False), N_("Decided in"), "关联决策", "审批决策", "Related decision", width=18,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "预算负责人", "预算责任人", "Budget owner", "Budget holder",
        "Responsible", main=True,
        recipients=("owner",),
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield an end before its start."""
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            yield "end", Invalid("order", Message(N_("The end lies before the start.")))
