"""Department ownership: what is to be delivered, and which department does what for it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, Matrix, ProjectRecord, pinyin_of
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_

DELIVERABLE_KIND = Vocabulary(
    N_("Kind of deliverable"),
    Term("module", N_("Module"), "模块/功能", "子系统", "软件", "System", "Software", "Application", "App", "模块", "功能模块",
         "系统", "Feature", "功能"),
    Term("process", N_("Process"), "流程", "业务流程", "Workflow"),
    Term("work_package", N_("Work package"), "工作", "工作任务", "活动", "里程碑", "Package", "Milestone", "Work", "Service",
         "工作包", "任务", "Task", "Activity"),
    Term("interface", N_("Interface"), "接口", "系统接口", "Integration"),
    Term("document", N_("Document"), "报告", "方案", "手册", "规范", "标准", "培训材料", "Documentation", "Doc", "Plan", "Manual",
         "Guide", "Training material", "Policy", "文档", "制度", "课件", "Report"),
)  # fmt: skip

PURPOSE = Vocabulary(
    N_("Purpose"),
    Term("assist", N_("Assist"), "赋能", "帮助", "辅助", tone="good"),
    Term("inform", N_("Inform"), "告知", "信息", "展示", tone="good"),
    Term("control", N_("Control"), "管控", "控制", "监控", tone="watch"),
    Term("penalise", N_("Penalise"), "惩罚", "考核", "处罚", "Penalize", tone="act"),
)  # fmt: skip

WORK_STATUS = Vocabulary(
    N_("Progress"),
    Term("planned", N_("Planned"), "未启动", "待启动", "待办", "规划中", "筹备中", "计划中", "Open", "New", "Pending", "Upcoming",
         "Scheduled", "Not yet started", "计划", "未开始", "待开始", "Not started", "To do", "Backlog", tone="quiet"),
    Term("doing", N_("Under way"), "建设中", "推进中", "测试中", "联调中", "试运行", "试点中", "处理中", "延期", "滞后", "正常", "Underway",
         "Active", "In work", "Testing", "Delayed", "Late", "On track", "At risk", "Behind schedule", "In process",
         "进行中", "实施中", "开发中", "In progress", "Ongoing", "WIP", "Started"),
    Term("done", N_("Done"), "已交付", "已验收", "验收", "交付", "已关闭", "关闭", "结项", "Closed", "Accepted", "Live", "Released",
         "完成", "已完成", "已上线", "上线", "Completed", "Complete", "Delivered", "Finished", tone="good"),
    Term("paused", N_("Paused"), "挂起", "暂缓", "阻塞", "受阻", "Suspended", "Deferred", "Waiting", "暂停", "搁置", "On hold",
         "Blocked", tone="watch"),
    Term("cancelled", N_("Cancelled"), "取消", "已取消", "终止", "Canceled", "Dropped", tone="quiet"),
)  # fmt: skip

RACI = Vocabulary(
    N_("Responsibility role"),
    Term("R", N_("R Responsible"), "R", "执行", "Responsible", mark="R"),
    Term("A", N_("A Accountable"), "A", "批准", "问责", "Accountable", "Approver", mark="A"),
    Term("C", N_("C Consulted"), "C", "咨询", "征询", "Consulted", "Consult", mark="C"),
    Term("I", N_("I Informed"), "I", "知情", "知会", "告知", "Informed", "Inform", mark="I"),
)  # fmt: skip


class Deliverable(ProjectRecord):
    """A module, process or work package."""

    about: ClassVar[About] = About(
        N_("Deliverable"), N_("Deliverables"), "DLV", "ownership", "package", "name",
        purpose=N_("What is to be delivered in which wave, and what it is for"),
        empty=N_("Deliverables are the modules, processes and work packages that departments own together."),
        aliases=("交付物", "交付物清单", "工作包", "WBS", "Scope", "模块清单", "任务清单", "Deliverables list", "交付物列表", "交付成果", "工作分解",
                 "功能清单", "模块列表", "Deliverable list", "Work breakdown", "Work packages", "Feature list"),
        number_aliases=("交付物编号", "Step Id", "WBS ID", "任务编号"),
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "交付物", "交付物名称", "模块", "工作包", "任务", "事项", "活动", "步骤", "流程", "Deliverable",
        "Deliverable name", "Task", "Activity", "Step", "Work package", "Module", "Task name", "Process", "工作内容",
        "工作任务", "任务名称", "工作项", "工作包名称", "模块名称", "功能模块", "功能", "系统模块", "成果", "成果名称", "交付成果", "交付内容", "活动名称", "流程名称",
        "可交付成果", "WBS名称", "WBS任务", "Work item", "Feature", "Deliverables", "Activity name", "Process name",
        "Module name", "Work package name", "Milestone/Deliverable", "Output", "Title", "Item name", required=True,
        key=True, searchable=True, main=True, width=28, sorts_by="name_pinyin",
    )  # fmt: skip
    wave: Mapped[str | None] = field(
        kinds.Text(), N_("Wave"), "批次", "阶段", "期次", "Phase", "Release", "Key Management Area", "实施批次", "上线批次", "实施阶段",
        "项目阶段", "所属阶段", "里程碑", "Stage", "Wave no", "Sprint", "Iteration", "Milestone", "Project phase",
        searchable=True, main=True, width=14,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(DELIVERABLE_KIND), N_("Kind"), "类型", "类别", "Type", "Category", "交付物类型", "成果类型",
        "Deliverable type", "Kind of deliverable", main=True, width=12,
    )  # fmt: skip
    purpose: Mapped[str | None] = field(
        kinds.Choice(PURPOSE), N_("Purpose"), "用途", "目的", "出发点", "设计目的", "定位", "Intent", "Intended to", main=True,
        width=10, help=N_("Does it assist people, inform them, control them or penalise them?"),
    )  # fmt: skip
    integration: Mapped[bool | None] = field(
        kinds.Flag(), N_("Needs integration"), "需要集成", "是否集成", "需接口", "涉及接口", "Integration needed", "是否需要集成", "需集成",
        "是否需要接口", "是否涉及接口", "接口需求", "Integration", "Needs interface", "Integration required", "Integration required?",
        main=True, width=10,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(WORK_STATUS), N_("Progress"), "状态", "进度", "完成情况", "Status", "State", "当前状态", "交付状态", "完成状态",
        "进展", "实施状态", "Delivery status", "Current status", "Work status", main=True, default="planned", width=10,
        asked=True,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Due"), "到期日", "截止日期", "计划完成", "完成时间", "Due date", "Deadline", "Target date", "交付日期",
        "计划交付日期", "交付时间", "计划完成日期", "计划完成时间", "要求完成时间", "截止时间", "上线日期", "计划上线日期", "完成时限", "End date", "Finish",
        "Finish date", "Delivery date", "Planned finish", "Planned completion", "Planned delivery", "ETA", "Due on",
        main=True, width=11, asked=True,
    )  # fmt: skip
    description: Mapped[str | None] = field(
        kinds.LongText(), N_("Description"), "描述", "内容", "Details", "Detail", "说明", "详细说明", "详细描述", "任务描述", "工作描述",
        "简介", "范围", "Scope", "Summary", "Task description", searchable=True, width=30,
    )  # fmt: skip
    name_pinyin: Mapped[str | None] = pinyin_of("name")


class Responsibility(ProjectRecord):
    """One department's or person's part in one deliverable."""

    about: ClassVar[About] = About(
        N_("Responsibility"), N_("Responsibilities"), "RSP", "ownership", "network", "deliverable",
        purpose=N_("Who is responsible, accountable, consulted and informed for each deliverable"),
        empty=N_("A responsibility says which letter a department holds in a deliverable: R, A, C or I."),
        aliases=("职责", "职责矩阵", "责任矩阵", "责任分配矩阵", "RACI", "RACI matrix", "RACI chart", "RAM", "职责分工", "责任分工", "分工表",
                 "职责分配", "Responsibility matrix", "Responsibility assignment", "RACI table"),
        matrix=Matrix("deliverable", ("department", "person"), "role", leads=("A", "R")),
    )  # fmt: skip

    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", owner=True), N_("Deliverable"), "交付物", "任务", "工作包", "活动", "事项", "模块", "步骤", "Task",
        "Activity", "Step", "Work package", "Module", "Process", "任务名称", "工作任务", "工作项", "工作内容", "活动名称", "流程", "交付成果",
        "模块名称", "职能", "事项名称", "关键活动", "可交付成果", "Deliverables", "Deliverable name", "Task name", "Activity name",
        "Work item", "Function", "Process step", "Milestone", "Tasks", "Activities", "Project task",
        "Project deliverable or task", "Task / Deliverable", "Task/Deliverable", "Activity/Task", "Key activity",
        required=True, key=True, main=True, width=28,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "责任部门", "单位", "Team", "Unit", "责任单位", "参与部门", "主责部门",
        "职能部门", "Dept", "Business unit", "Division", "Group", key=True, main=True, width=20, from_title=True,
        recipients=("department",),
    )  # fmt: skip
    person: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Person"), "人员", "姓名", "责任人", "负责人", "Name", "Who", "Owner", "参与人", "担当人", "人名",
        "责任者", "Assignee", "Assigned to", "Resource", "Team member", "Person/Role", "Responsible person", key=True,
        main=True,
        recipients=("owner", "stakeholder"),
    )  # fmt: skip
    role: Mapped[str | None] = field(
        kinds.Choice(RACI), N_("Role"), "角色", "职责", "责任", "RACI", "Responsibility", "RACI角色", "责任类型", "职责类型", "职责代码",
        "分工", "角色（RACI）", "RACI role", "RACI code", "Role type", "Responsibility type", "RACI letter", required=True,
        key=True, main=True, width=14, asked=True,
    )  # fmt: skip
