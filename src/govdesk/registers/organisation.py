"""Organisation: the projects of a workspace and the tree of departments that they share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, Register, pinyin_of
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message

STAGE = Vocabulary(
    N_("Stage"),
    Term("preparing", N_("Preparing"), "筹备", "准备", "立项", "启动", "Planning", "Initiation"),
    Term("pilot", N_("Pilot"), "试点", "试运行"),
    Term("consolidation", N_("Consolidation"), "固化"),
    Term("scaling", N_("Scaling"), "推广", "全面推广", "Rollout", "Roll-out"),
    Term("operating", N_("Operating"), "运行", "运营", "上线", "Live", "In operation"),
    Term("suspended", N_("Suspended"), "暂停", "On hold", tone="watch"),
    Term("closed", N_("Finished"), "结束", "关闭", "结项", "Closed", tone="quiet"),
)

DEPARTMENT_KIND = Vocabulary(
    N_("Kind of department"),
    Term("business", N_("Business"), "业务", "业务部门", "销售"),
    Term("it", N_("IT"), "信息技术", "信息部", "科技", "技术", "Information technology"),
    Term("training", N_("Training"), "培训", "人力资源", "HR", "Human resources"),
    Term("operations", N_("Operations"), "运营", "供应链", "生产", "Supply chain"),
    Term("marketing", N_("Marketing"), "市场", "营销", "品牌"),
    Term("finance", N_("Finance"), "财务", "审计", "Accounting"),
    Term("frontline", N_("Front-line unit"), "一线单位", "门店", "车间", "分公司", "Branch", "Store", "Plant"),
    Term("management", N_("Management"), "管理层", "总部", "总经办", "Headquarters"),
    Term("external", N_("Outside organisation"), "外部", "供应商", "合作方", "Vendor", "Partner"),
)


class Project(Register):
    """An internal initiative."""

    about: ClassVar[About] = About(
        N_("Project"), N_("Projects"), "PRJ", "organisation", "folder-kanban", "name",
        purpose=N_("Which initiatives are under way, who sponsors and who leads them"),
        empty=N_("A project is the initiative that everything else belongs to: an ERP, an e-learning platform, a store system."),
        aliases=("项目清单", "项目台账", "Project list", "Portfolio"),
        number_aliases=("项目编号",),
    )  # fmt: skip

    code: Mapped[str | None] = field(
        kinds.Text(),
        N_("Code"),
        "代号",
        "项目代号",
        "项目代码",
        "Project code",
        "Project ID",
        searchable=True,
        main=True,
        width=10,
    )
    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "项目名称", "项目", "Project name", "Project title", "Project", "Initiative",
        required=True, key=True, searchable=True, main=True, width=26, sorts_by="name_pinyin",
    )  # fmt: skip
    purpose: Mapped[str | None] = field(
        kinds.LongText(), N_("Purpose"), "目的", "目标", "项目目标", "建设目标", "Objective", "Goal", "Description", "简介",
        searchable=True, main=True, width=32,
    )  # fmt: skip
    stage: Mapped[str | None] = field(
        kinds.Choice(STAGE), N_("Stage"), "阶段", "项目阶段", "状态", "Phase", "Status", main=True, default="preparing"
    )
    sponsor: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Sponsor"), "发起人", "项目发起人", "主管领导", "Project sponsor", main=True
    )
    lead_department: Mapped[str | None] = field(
        kinds.Link("department"),
        N_("Lead department"),
        "牵头部门",
        "主导部门",
        "主责部门",
        "Lead",
        "Owner department",
        main=True,
    )
    start: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Start"), "开始日期", "启动日期", "开始时间", "Start date", "Begin", main=True, width=11
    )
    end: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("End"),
        "结束日期",
        "完成日期",
        "结束时间",
        "End date",
        "Finish",
        "Finish date",
        main=True,
        width=11,
    )
    name_pinyin: Mapped[str | None] = pinyin_of("name")

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield an end before its start."""
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            yield "end", Invalid("order", Message(N_("The end lies before the start.")))


class Department(Register):
    """A unit of the organisation, in a tree."""

    about: ClassVar[About] = About(
        N_("Department"), N_("Departments"), "DEP", "organisation", "building-2", "name",
        purpose=N_("Which units take part, who heads them, and how they hang together"),
        empty=N_("Departments are the units that own, ask, do and feel: headquarters functions, regions, stores, plants."),
        aliases=("部门清单", "组织架构", "Organisation", "Org chart", "Department list"),
        number_aliases=("部门编号", "部门代码"),
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "部门", "部门名称", "单位", "单位名称", "Department", "Department name", "Unit",
        required=True, key=True, searchable=True, main=True, width=24, sorts_by="name_pinyin",
    )  # fmt: skip
    parent: Mapped[str | None] = field(
        kinds.Link("department", tree=True),
        N_("Belongs to"),
        "上级部门",
        "所属部门",
        "上级单位",
        "Parent",
        "Parent department",
        main=True,
        width=18,
    )
    head: Mapped[str | None] = field(
        kinds.Link("stakeholder"),
        N_("Head"),
        "负责人",
        "部门负责人",
        "部门经理",
        "主管",
        "Head of department",
        "Manager",
        main=True,
    )
    kind: Mapped[str | None] = field(
        kinds.Choice(DEPARTMENT_KIND), N_("Kind"), "类型", "部门类型", "性质", "Type", "Category", main=True
    )
    name_pinyin: Mapped[str | None] = pinyin_of("name")
