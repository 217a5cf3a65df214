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
    Term("preparing", N_("Preparing"), "筹备中", "立项中", "规划", "规划中", "计划", "未启动", "待启动", "需求", "设计", "Proposed",
         "Not started", "Preparation", "Design", "Concept", "Draft", "Planned", "筹备", "准备", "立项", "启动", "Planning",
         "Initiation"),
    Term("pilot", N_("Pilot"), "试点中", "试点阶段", "试用", "验证", "Piloting", "Trial", "Proof of concept", "POC", "Testing",
         "试点", "试运行"),
    Term("consolidation", N_("Consolidation"), "固化中", "固化阶段", "优化", "稳定", "Stabilisation", "Stabilization",
         "Hypercare", "固化"),
    Term("scaling", N_("Scaling"), "推广中", "推广阶段", "实施", "实施中", "建设中", "进行中", "在建", "开发", "开发中", "Rolling out",
         "Deployment", "Implementation", "Execution", "Executing", "In progress", "Active", "Ongoing", "Delivery",
         "Build", "推广", "全面推广", "Rollout", "Roll-out"),
    Term("operating", N_("Operating"), "运行中", "已上线", "运维", "正式运行", "试运营", "Operation", "Operations", "Operational",
         "In use", "Production", "BAU", "Support", "运行", "运营", "上线", "Live", "In operation"),
    Term("suspended", N_("Suspended"), "已暂停", "挂起", "搁置", "暂缓", "Suspended", "Paused", "Hold", "Delayed", "暂停",
         "On hold", tone="watch"),
    Term("closed", N_("Finished"), "已结束", "已完成", "完成", "已结项", "结项验收", "验收", "已验收", "终止", "已终止", "取消", "已取消",
         "Closing", "Closure", "Completed", "Complete", "Finished", "Done", "Cancelled", "Canceled", "Ended", "结束",
         "关闭", "结项", "Closed", tone="quiet"),
)  # fmt: skip

DEPARTMENT_KIND = Vocabulary(
    N_("Kind of department"),
    Term("business", N_("Business"), "业务部", "销售部门", "事业部", "业务单元", "Sales", "Business unit", "Commercial", "业务",
         "业务部门", "销售"),
    Term("it", N_("IT"), "信息化", "信息部门", "信息中心", "技术部门", "数字化", "科技部", "Technology", "IT department", "Digital",
         "信息技术", "信息部", "科技", "技术", "Information technology"),
    Term("training", N_("Training"), "人力", "人事", "培训部门", "学习发展", "人力资源部门", "Learning", "L&D", "People", "培训", "人力资源",
         "HR", "Human resources"),
    Term("operations", N_("Operations"), "运营部门", "物流", "仓储", "采购", "制造", "Logistics", "Procurement", "Manufacturing",
         "Warehouse", "Production", "运营", "供应链", "生产", "Supply chain"),
    Term("marketing", N_("Marketing"), "市场部门", "市场营销", "Brand", "Communications", "PR", "市场", "营销", "品牌"),
    Term("finance", N_("Finance"), "财务部门", "财务会计", "风控", "Audit", "Controlling", "Treasury", "财务", "审计",
         "Accounting"),
    Term("frontline", N_("Front-line unit"), "一线", "大区", "区域", "区域公司", "子公司", "分支机构", "分店", "营业部", "网点", "项目部", "工厂",
         "直营店", "加盟店", "Region", "Regional office", "Frontline", "Front line", "Subsidiary", "Site", "Shop",
         "Factory", "Field", "一线单位", "门店", "车间", "分公司", "Branch", "Store", "Plant"),
    Term("management", N_("Management"), "公司", "集团", "集团总部", "总部职能", "职能", "职能部门", "管理", "管理部门", "综合管理", "行政", "HQ",
         "Head office", "Corporate", "Board", "Company", "Administration", "Functional", "管理层", "总部", "总经办",
         "Headquarters"),
    Term("external", N_("Outside organisation"), "外部单位", "外包", "客户", "Supplier", "Customer", "Contractor", "外部",
         "供应商", "合作方", "Vendor", "Partner"),
)  # fmt: skip


class Project(Register):
    """An internal initiative."""

    about: ClassVar[About] = About(
        N_("Project"), N_("Projects"), "PRJ", "organisation", "folder-kanban", "name",
        purpose=N_("Which initiatives are under way, who sponsors and who leads them"),
        empty=N_("A project is the initiative that everything else belongs to: an ERP, an e-learning platform, a store system."),
        aliases=("项目清单", "项目台账", "Project list", "Portfolio", "项目列表", "项目一览", "项目汇总", "项目总表", "Project register",
                 "Initiatives", "Project portfolio"),
        number_aliases=("项目编号",),
    )  # fmt: skip

    code: Mapped[str | None] = field(
        kinds.Text(), N_("Code"), "代号", "项目代号", "项目代码", "Project code", "Project ID", "项目编码", "项目简称", "简称",
        "Short name", "Acronym", "Project no", "Project number", searchable=True, main=True, width=10,
    )  # fmt: skip
    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "项目名称", "项目", "Project name", "Project title", "Project", "Initiative",
        "项目全称", "项目名", "Programme", "Program", "Initiative name", "Full project name", required=True, key=True,
        searchable=True, main=True, width=26, sorts_by="name_pinyin",
    )  # fmt: skip
    purpose: Mapped[str | None] = field(
        kinds.LongText(), N_("Purpose"), "目的", "目标", "项目目标", "建设目标", "Objective", "Goal", "Description", "简介", "项目简介",
        "项目描述", "项目概述", "项目背景", "建设内容", "主要内容", "项目内容", "描述", "Project objective", "Objectives", "Goals",
        "Project goal", "Project description", "Summary", "Business case", "Scope", searchable=True, main=True,
        width=32,
    )  # fmt: skip
    stage: Mapped[str | None] = field(
        kinds.Choice(STAGE), N_("Stage"), "阶段", "项目阶段", "状态", "Phase", "Status", "当前阶段", "所处阶段", "项目状态", "当前状态",
        "进展阶段", "Project phase", "Project stage", "Project status", "Current phase", "Current stage",
        "Current status", "State", main=True, default="preparing", asked=True,
    )  # fmt: skip
    sponsor: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Sponsor"), "发起人", "项目发起人", "主管领导", "Project sponsor", "发起领导", "分管领导", "项目负责领导",
        "Executive sponsor", "Sponsored by", "Business sponsor", main=True,
        recipients=("owner",),
    )  # fmt: skip
    lead_department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Lead department"), "牵头部门", "主导部门", "主责部门", "Lead", "Owner department", "主办部门",
        "责任部门", "归口部门", "承办部门", "实施部门", "负责部门", "部门", "牵头单位", "Lead dept", "Department", "Owning department",
        "Lead unit", "Business unit", main=True,
        recipients=("department",),
    )  # fmt: skip
    start: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Start"), "开始日期", "启动日期", "开始时间", "Start date", "Begin", "开始", "启动", "计划开始", "计划开始日期", "计划启动日期", "立项日期",
        "立项时间", "开工日期", "起始日期", "Planned start", "Planned start date", "Kick-off", "Kick-off date", "Kickoff", "From",
        main=True, width=11,
    )  # fmt: skip
    end: Mapped[dt.date | None] = field(
        kinds.Date(), N_("End"), "结束日期", "完成日期", "结束时间", "End date", "Finish", "Finish date", "结束", "完成", "计划结束", "计划结束日期",
        "计划完成日期", "计划完成时间", "预计完成日期", "预计结束日期", "截止日期", "竣工日期", "上线日期", "计划上线日期", "Planned end", "Planned end date",
        "Planned finish", "Target end date", "Due date", "Deadline", "Go-live", "Go-live date", "Completion date",
        "Expected end", "To", main=True, width=11, asked=True,
    )  # fmt: skip
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
        aliases=("部门清单", "组织架构", "Organisation", "Org chart", "Department list", "部门列表", "部门一览", "组织机构", "机构清单",
                 "门店清单", "单位清单", "Organization", "Organisation structure", "Org structure", "Store list"),
        number_aliases=("部门编号", "部门代码"),
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "部门", "部门名称", "单位", "单位名称", "Department", "Department name", "Unit", "部门全称",
        "组织名称", "机构名称", "机构", "门店名称", "单位全称", "Organisation unit", "Organization unit", "Org unit", "Unit name",
        "Dept", "Dept.", "Team", "Division", "Business unit", "Function", required=True, key=True, searchable=True,
        main=True, width=24, sorts_by="name_pinyin",
        recipients=("department",),
    )  # fmt: skip
    parent: Mapped[str | None] = field(
        kinds.Link("department", tree=True), N_("Belongs to"), "上级部门", "所属部门", "上级单位", "Parent", "Parent department",
        "上级", "上级机构", "上级组织", "上级单位名称", "归属部门", "父部门", "父级部门", "隶属", "隶属单位", "隶属部门", "Parent unit", "Reports to",
        "Belongs to department", "Part of", "Superior department", "Parent organisation", "Parent organization",
        "Parent org", main=True, width=18,
    )  # fmt: skip
    head: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Head"), "负责人", "部门负责人", "部门经理", "主管", "Head of department", "Manager", "部门主管",
        "部门领导", "部门经理姓名", "部门长", "主要负责人", "部门负责人姓名", "店长", "Department head", "Unit head", "Head of unit", "Director",
        "Lead", "Leader", "Owner", main=True,
        recipients=("owner",), asked=True,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(DEPARTMENT_KIND), N_("Kind"), "类型", "部门类型", "性质", "Type", "Category", "单位类型", "机构类型", "组织类型",
        "部门性质", "类别", "部门类别", "Department type", "Unit type", "Kind of unit", main=True,
    )  # fmt: skip
    name_pinyin: Mapped[str | None] = pinyin_of("name")
