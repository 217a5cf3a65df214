"""Procedures: the ways of working that are to stay, who keeps them, and how far they are followed."""

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

PROCEDURE_STATUS = Vocabulary(
    N_("State of a procedure"),
    Term("draft", N_("Draft"), "草稿", "起草中", "编写中", "未编写", "待编写", "未开始", "计划", "In draft", "Drafting", "To do", "Not started"),
    Term("review", N_("In review"), "评审中", "会签中", "审核中", "征求意见", "待发布", "审批中", "Under review", "Reviewing", "For approval"),
    Term("published", N_("Published"), "已发布", "发布", "生效", "已生效", "执行中", "已执行", "试行", "Released", "Effective", "In force",
         "Approved", "Live", "Active", tone="good"),
    Term("retired", N_("Retired"), "废止", "已废止", "作废", "停用", "失效", "Withdrawn", "Obsolete", "Superseded", tone="quiet"),
)  # fmt: skip


class Procedure(ProjectRecord):
    """A way of working that is to stay."""

    about: ClassVar[About] = About(
        N_("Procedure"), N_("Procedures"), "SOP", "delivery", "book-check", "title",
        purpose=N_("Which ways of working are written down, and how far they are followed"),
        empty=N_("A procedure is a way of working that is to stay: who keeps it, since when it holds, how far it is followed."),
        aliases=("标准流程", "SOP", "SOP清单", "标准作业程序", "标准操作流程", "作业指导书", "流程清单", "制度清单", "标准化清单", "制度流程", "SOP台账", "流程文件清单", "SOPs",
                 "SOP list", "Procedure list", "Standard operating procedures", "Process documents",
                 "Work instructions", "Procedure register"),
        number_aliases=("SOP编号", "流程编号", "制度编号", "文件编号", "SOP No.", "Document No.", "Procedure No."),
        folded=True, since=3,
    )  # fmt: skip

    title: Mapped[str | None] = field(
        kinds.Text(), N_("Procedure"), "流程名称", "标准流程", "SOP", "SOP名称", "制度名称", "作业指导书", "标准名称", "文件名称", "流程", "流程文件", "Procedure name",
        "Procedure title", "SOP name", "SOP title", "Process name", "Document title", "Work instruction",
        required=True, key=True, searchable=True, main=True, width=30,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "归口部门", "责任部门", "适用部门", "主责部门", "编制部门", "Unit", "Owning department",
        "Issued by", main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "编制人", "流程负责人", "流程所有者", "编写人", "Process owner", "Procedure owner",
        "Author", "Responsible", main=True,
        recipients=("owner",),
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "涉及模块", "系统模块", "关联模块", "Related deliverable",
        "Module", width=18,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(PROCEDURE_STATUS), N_("Status"), "状态", "发布状态", "文件状态", "编制状态", "当前状态", "是否发布", "Document status", "State",
        default="draft", main=True, width=10, asked=True,
    )  # fmt: skip
    version: Mapped[str | None] = field(
        kinds.Text(), N_("Version"), "版本", "版本号", "版次", "Rev", "Revision", "Version no", width=8,
    )  # fmt: skip
    published: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Published on"), "发布日期", "发布时间", "生效日期", "实施日期", "颁布日期", "Published", "Release date", "Effective date",
        "Issue date", "Effective from", main=True, width=11, asked=True,
    )  # fmt: skip
    kept_at: Mapped[str | None] = field(
        kinds.Text(), N_("Where it is kept"), "存放位置", "文件位置", "链接", "存放地址", "文档链接", "路径", "Location", "Link", "URL", "Document link",
        "Path", searchable=True, width=22,
    )  # fmt: skip
    compliance: Mapped[float | None] = field(
        amount.Percent(), N_("Followed in"), "执行率", "遵从率", "合规率", "落地率", "流程执行率", "符合率", "执行度", "Compliance", "Compliance %",
        "Compliance rate", "Adherence", "Followed", main=True, width=9, asked=True,
        help=N_("In how many of a hundred checked cases people worked this way."),
    )  # fmt: skip
    checked: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Checked on"), "检查日期", "检查时间", "抽查日期", "稽核日期", "统计日期", "Checked", "Audit date", "Date checked",
        "Last audit", width=11, asked=True,
    )  # fmt: skip
    review: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Next review"), "下次复核", "下次评审", "复审日期", "下次修订", "有效期至", "Next review date", "Review date",
        "Review due", "Valid until", width=11,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a check from a day that lies ahead."""
        if values.get("checked") and values["checked"] > dt.date.today():
            text = N_("It cannot have been checked on a day that lies ahead.")
            yield "checked", Invalid("future", Message(text), mild=True)
