"""Checklists: the steps that are taken against a risk, for a voice or for a person."""

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

STEP_STATUS = Vocabulary(
    N_("Step status"),
    Term("todo", N_("To do"), "待办", "未开始", "未完成", "Not started", "Pending", "False", "No", "☐", "Not done", tone="quiet"),
    Term("doing", N_("Doing"), "进行中", "In progress", "Ongoing", "Partial", "部分完成"),
    Term("done", N_("Done"), "已完成", "完成", "Completed", "Complete", "Pass", "Passed", "True", "Yes", "✓", "√", "☑", "Implemented",
         "Closed", tone="good"),
    Term("not_applicable", N_("Not applicable"), "不适用", "N/A", "NA", "Not relevant", tone="quiet"),
)  # fmt: skip


class Checklist(ProjectRecord):
    """A set of mitigation steps."""

    about: ClassVar[About] = About(
        N_("Checklist"), N_("Checklists"), "CHK", "mitigation", "list-checks", "title",
        purpose=N_("Which sets of steps are under way, and for what"),
        empty=N_("A checklist gathers the steps against one risk, for one voice or for one person."),
        aliases=("清单", "应对清单", "检查清单列表", "Checklists", "Action plans"),
        number_aliases=("清单编号",),
    )  # fmt: skip

    title: Mapped[str | None] = field(
        kinds.Text(), N_("Title"), "清单", "清单名称", "标题", "名称", "Checklist", "Checklist title", "Name",
        required=True, key=True, searchable=True, main=True, width=32,
    )  # fmt: skip
    risk: Mapped[str | None] = field(
        kinds.Link("risk", creates=False),
        N_("For risk"),
        "针对风险",
        "关联风险",
        "风险",
        "Risk",
        "Related risk",
        main=True,
        width=26,
    )
    feedback: Mapped[str | None] = field(
        kinds.Link("feedback", creates=False), N_("For feedback"), "针对反馈", "关联反馈", "Related feedback", width=26
    )
    stakeholder: Mapped[str | None] = field(
        kinds.Link("stakeholder", creates=False),
        N_("For stakeholder"),
        "针对干系人",
        "关联干系人",
        "Related stakeholder",
        main=True,
    )
    template: Mapped[str | None] = field(kinds.Text(), N_("Template"), "模板", "清单模板", searchable=True, width=16)
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "牵头人", "Responsible", "Lead", main=True
    )


class ChecklistItem(ProjectRecord):
    """One step of a checklist."""

    about: ClassVar[About] = About(
        N_("Checklist step"), N_("Checklist steps"), "STP", "mitigation", "square-check-big", "step",
        purpose=N_("Which steps are done, by whom, with what evidence"),
        empty=N_("A step says what is to be done, by which department and when; evidence shows that it was."),
        aliases=("检查项", "检查清单", "核对单", "行动项", "待办事项", "Checklist", "Action log", "Actions", "To-do list", "Action items",
                 "Testing Checklist"),
        number_aliases=("检查项编号", "步骤编号", "Action No."),
    )  # fmt: skip

    checklist: Mapped[str | None] = field(
        kinds.Link("checklist", owner=True), N_("Checklist"), "清单", "所属清单", "清单名称", "Checklist title",
        required=True, key=True, main=True, width=24, from_title=True,
    )  # fmt: skip
    step: Mapped[str | None] = field(
        kinds.Text(), N_("Step"), "检查项", "检查内容", "步骤", "事项", "内容", "行动项", "任务", "工作内容", "What", "Item", "Task", "Action",
        "Description", "Control Description", "Cybersecurity Control Description", "Test name", "Check", "Activity", "Requirement",
        "Action description", "要求", required=True, key=True, searchable=True, main=True, width=36,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "责任部门", "牵头部门", "Team", "Unit", main=True, width=16
    )
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "责任人", "负责人", "执行人", "Responsible", "Responsible Team/Person", "Assignee",
        "Assigned to", "Who", "Action by", main=True,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Due"),
        "截止日期",
        "到期日",
        "完成期限",
        "计划完成",
        "Due date",
        "Deadline",
        "Target date",
        main=True,
        width=11,
    )
    status: Mapped[str | None] = field(
        kinds.Choice(STEP_STATUS), N_("Status"), "状态", "完成情况", "是否完成", "Implementation Status", "Result", "State", default="todo",
        main=True, width=10,
    )  # fmt: skip
    done: Mapped[dt.date | None] = field(
        kinds.Date(),
        N_("Done on"),
        "完成日期",
        "实际完成",
        "完成时间",
        "Completed on",
        "Date done",
        "Date completed",
        main=True,
        width=11,
    )
    evidence: Mapped[str | None] = field(
        kinds.LongText(),
        N_("Evidence"),
        "证据",
        "佐证",
        "完成证明",
        "验证材料",
        "Proof",
        "Test Evidence",
        searchable=True,
        main=True,
        width=24,
    )
    verified_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"),
        N_("Verified by"),
        "验证人",
        "复核人",
        "验收人",
        "Checked by",
        "Reviewed by",
        main=True,
    )

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a step that its own owner verified."""
        if values.get("verified_by") and values.get("verified_by") == values.get("owner"):
            yield "verified_by", Invalid("self_verified", Message(N_("Another person than the owner verifies a step.")))
