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
    Term("module", N_("Module"), "模块", "功能模块", "系统", "Feature", "功能"),
    Term("process", N_("Process"), "流程", "业务流程", "Workflow"),
    Term("work_package", N_("Work package"), "工作包", "任务", "Task", "Activity"),
    Term("interface", N_("Interface"), "接口", "系统接口", "Integration"),
    Term("document", N_("Document"), "文档", "制度", "课件", "Report"),
)

PURPOSE = Vocabulary(
    N_("Purpose"),
    Term("assist", N_("Assist"), "赋能", "帮助", "辅助", tone="good"),
    Term("inform", N_("Inform"), "告知", "信息", "展示", tone="good"),
    Term("control", N_("Control"), "管控", "控制", "监控", tone="watch"),
    Term("penalise", N_("Penalise"), "惩罚", "考核", "处罚", "Penalize", tone="act"),
)

WORK_STATUS = Vocabulary(
    N_("Progress"),
    Term("planned", N_("Planned"), "计划", "未开始", "待开始", "Not started", "To do", "Backlog", tone="quiet"),
    Term("doing", N_("Under way"), "进行中", "实施中", "开发中", "In progress", "Ongoing", "WIP", "Started"),
    Term(
        "done",
        N_("Done"),
        "完成",
        "已完成",
        "已上线",
        "上线",
        "Completed",
        "Complete",
        "Delivered",
        "Finished",
        tone="good",
    ),
    Term("paused", N_("Paused"), "暂停", "搁置", "On hold", "Blocked", tone="watch"),
    Term("cancelled", N_("Cancelled"), "取消", "已取消", "终止", "Canceled", "Dropped", tone="quiet"),
)

RACI = Vocabulary(
    N_("Responsibility role"),
    Term("R", N_("R Responsible"), "R", "执行", "Responsible", mark="R"),
    Term("A", N_("A Accountable"), "A", "批准", "问责", "Accountable", "Approver", mark="A"),
    Term("C", N_("C Consulted"), "C", "咨询", "征询", "Consulted", "Consult", mark="C"),
    Term("I", N_("I Informed"), "I", "知情", "知会", "告知", "Informed", "Inform", mark="I"),
)


class Deliverable(ProjectRecord):
    """A module, process or work package."""

    about: ClassVar[About] = About(
        N_("Deliverable"), N_("Deliverables"), "DLV", "ownership", "package", "name",
        purpose=N_("What is to be delivered in which wave, and what it is for"),
        empty=N_("Deliverables are the modules, processes and work packages that departments own together."),
        aliases=("交付物", "交付物清单", "工作包", "WBS", "Scope", "模块清单", "任务清单", "Deliverables list"),
        number_aliases=("交付物编号", "Step Id", "WBS ID", "任务编号"),
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Name"), "名称", "交付物", "交付物名称", "模块", "工作包", "任务", "事项", "活动", "步骤", "流程", "Deliverable",
        "Deliverable name", "Task", "Activity", "Step", "Work package", "Module", "Task name", "Process", "工作内容", "工作任务",
        required=True, key=True, searchable=True, main=True, width=28, sorts_by="name_pinyin",
    )  # fmt: skip
    wave: Mapped[str | None] = field(
        kinds.Text(),
        N_("Wave"),
        "批次",
        "阶段",
        "期次",
        "Phase",
        "Release",
        "Key Management Area",
        searchable=True,
        main=True,
        width=14,
    )
    kind: Mapped[str | None] = field(
        kinds.Choice(DELIVERABLE_KIND), N_("Kind"), "类型", "类别", "Type", "Category", main=True, width=12
    )
    purpose: Mapped[str | None] = field(
        kinds.Choice(PURPOSE), N_("Purpose"), "用途", "目的", "出发点", main=True, width=10,
        help=N_("Does it assist people, inform them, control them or penalise them?"),
    )  # fmt: skip
    integration: Mapped[bool | None] = field(
        kinds.Flag(),
        N_("Needs integration"),
        "需要集成",
        "是否集成",
        "需接口",
        "涉及接口",
        "Integration needed",
        main=True,
        width=10,
    )
    status: Mapped[str | None] = field(
        kinds.Choice(WORK_STATUS),
        N_("Progress"),
        "状态",
        "进度",
        "完成情况",
        "Status",
        "State",
        main=True,
        default="planned",
        width=10,
    )
    due: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Due"),
        "到期日",
        "截止日期",
        "计划完成",
        "完成时间",
        "Due date",
        "Deadline",
        "Target date",
        main=True,
        width=11,
    )
    description: Mapped[str | None] = field(
        kinds.LongText(), N_("Description"), "描述", "内容", "Details", "Detail", searchable=True, width=30
    )
    name_pinyin: Mapped[str | None] = pinyin_of("name")


class Responsibility(ProjectRecord):
    """One department's or person's part in one deliverable."""

    about: ClassVar[About] = About(
        N_("Responsibility"), N_("Responsibilities"), "RSP", "ownership", "network", "deliverable",
        purpose=N_("Who is responsible, accountable, consulted and informed for each deliverable"),
        empty=N_("A responsibility says which letter a department holds in a deliverable: R, A, C or I."),
        aliases=("职责", "职责矩阵", "责任矩阵", "责任分配矩阵", "RACI", "RACI matrix", "RACI chart", "RAM"),
        matrix=Matrix("deliverable", ("department", "person"), "role"),
    )  # fmt: skip

    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", owner=True), N_("Deliverable"), "交付物", "任务", "工作包", "活动", "事项", "模块", "步骤", "Task",
        "Activity", "Step", "Work package", "Module", "Process", required=True, key=True, main=True, width=28,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"),
        N_("Department"),
        "部门",
        "责任部门",
        "单位",
        "Team",
        "Unit",
        key=True,
        main=True,
        width=20,
        from_title=True,
    )
    person: Mapped[str | None] = field(
        kinds.Link("stakeholder"),
        N_("Person"),
        "人员",
        "姓名",
        "责任人",
        "负责人",
        "Name",
        "Who",
        "Owner",
        key=True,
        main=True,
    )
    role: Mapped[str | None] = field(
        kinds.Choice(RACI),
        N_("Role"),
        "角色",
        "职责",
        "责任",
        "RACI",
        "Responsibility",
        required=True,
        key=True,
        main=True,
        width=14,
    )
