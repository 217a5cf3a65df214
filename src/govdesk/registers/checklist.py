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
    Term("todo", N_("To do"), "×", "✗", "✘", "✕", "❌", "☒", "否", "未", "未启动", "待完成", "待开始", "未通过", "不通过", "不合格",
         "未落实", "未就绪", "不具备", "Open", "To-do", "Todo", "New", "Planned", "Fail", "Failed", "Not ready",
         "Not complete", "Not completed", "Incomplete", "N", "待办", "未开始", "未完成", "Not started", "Pending", "False",
         "No", "☐", "Not done", tone="quiet"),
    Term("doing", N_("Doing"), "处理中", "推进中", "跟进中", "办理中", "持续推进", "In process", "Started", "WIP", "Under way",
         "Underway", "In work", "Partially done", "Partially complete", "△", "◐", "进行中", "In progress", "Ongoing",
         "Partial", "部分完成"),
    Term("done", N_("Done"), "✔", "✅", "●", "是", "已办结", "办结", "已落实", "已就绪", "就绪", "通过", "合格", "具备", "已具备", "已关闭",
         "已闭环", "Y", "OK", "Ready", "Finished", "Resolved", "Met", "Compliant", "已完成", "完成", "Completed", "Complete",
         "Pass", "Passed", "True", "Yes", "✓", "√", "☑", "Implemented", "Closed", tone="good"),
    Term("not_applicable", N_("Not applicable"), "不涉及", "取消", "已取消", "Cancelled", "Canceled", "Not required",
         "Skipped", "不适用", "N/A", "NA", "Not relevant", tone="quiet"),
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
        kinds.Text(), N_("Title"), "清单", "清单名称", "标题", "名称", "Checklist", "Checklist title", "Name", "清单标题", "检查表",
        "检查表名称", "List", "List name", "Checklist name", required=True, key=True, searchable=True, main=True, width=32,
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
    review: Mapped[str | None] = field(
        kinds.Link("review", creates=False), N_("From review"), "来自复盘", "所属复盘", "关联复盘", "Related review", since=3,
    )  # fmt: skip
    template: Mapped[str | None] = field(
        kinds.Text(), N_("Template"), "模板", "清单模板", "模板名称", "所用模板", "Template name", "Based on", searchable=True,
        width=16,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "牵头人", "Responsible", "Lead", "责任部门/人", "主责人",
        "Owner name", "Assignee", "Assigned to", "Person responsible", main=True,
        recipients=("owner",),
    )  # fmt: skip
    pattern: Mapped[bool | None] = field(
        kinds.Flag(), N_("Kept as a template"), "作为模板", "是否模板", "是模板", "Is template", "Is a template", width=8,
        help=N_("A template stands for no work of its own; new checklists begin with its steps."),
    )  # fmt: skip


class ChecklistItem(ProjectRecord):
    """One step of a checklist."""

    about: ClassVar[About] = About(
        N_("Checklist step"), N_("Checklist steps"), "STP", "mitigation", "square-check-big", "step",
        purpose=N_("Which steps are done, by whom, with what evidence"),
        empty=N_("A step says what is to be done, by which department and when; evidence shows that it was."),
        aliases=("检查项", "检查清单", "核对单", "行动项", "待办事项", "Checklist", "Action log", "Actions", "To-do list",
                 "Action items", "Testing Checklist", "检查表", "检查单", "核查表", "核查清单", "自查表", "自检表", "上线检查", "验收清单",
                 "准备清单", "任务跟踪", "行动计划", "行动清单", "行动跟踪", "待办", "待办清单", "督办事项", "督办台账", "决议跟踪", "Action register",
                 "Action tracker", "Action list", "Action plan", "Action items list", "Readiness", "To do list",
                 "Task list"),
        number_aliases=("检查项编号", "步骤编号", "Action No."),
    )  # fmt: skip

    checklist: Mapped[str | None] = field(
        kinds.Link("checklist", owner=True), N_("Checklist"), "清单", "所属清单", "清单名称", "Checklist title", "检查表", "检查表名称",
        "清单标题", "Checklist name", "List", required=True, key=True, main=True, width=24, from_title=True,
    )  # fmt: skip
    step: Mapped[str | None] = field(
        kinds.Text(), N_("Step"), "检查项", "检查内容", "步骤", "事项", "内容", "行动项", "任务", "工作内容", "What", "Item", "Task",
        "Action", "Description", "Control Description", "Cybersecurity Control Description", "Test name", "Check",
        "Activity", "Requirement", "Action description", "要求", "检查项目", "督办事项", "督办内容", "重点工作", "整改事项", "整改内容", "跟踪事项", "检查要点", "检查事项", "核查项", "核查内容", "核对项", "任务内容",
        "任务描述", "任务名称", "待办", "待办事项", "行动", "行动内容", "行动措施", "行动描述", "工作项", "工作事项", "工作任务", "具体事项", "具体内容", "具体措施",
        "落实事项", "议定事项", "会议决议", "决议事项", "准备事项", "准备项", "描述", "Action item", "Action items", "Action/Task",
        "Task/Action", "Task description", "Task name", "To do", "To-do", "Todo", "Checklist item", "Checklist step",
        "Check item", "Check point", "Checkpoint", "Steps", "Activities", "Items", "Criteria", "Criterion",
        "Question", "Work item", "Next step", "Readiness item", "Task Description/Action", required=True, key=True,
        searchable=True, main=True, width=36,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "责任部门", "牵头部门", "Team", "Unit", "主责部门", "负责部门", "落实部门",
        "配合部门/责任部门", "责任单位", "牵头单位", "承办部门", "执行部门", "Owner department", "Responsible department", "Responsible team",
        "Function", main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "责任人", "负责人", "执行人", "Responsible", "Responsible Team/Person",
        "Assignee", "Assigned to", "Who", "Action by", "主责人", "经办人", "承办人", "落实人", "跟进人", "检查人", "Action owner",
        "Task owner", "Person responsible", "Responsible person", "Assigned", "Owner name", "Lead", "By whom", "PIC",
        "DRI", "Responsible party", "Accountable", main=True,
        recipients=("owner",),
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Due"), "截止日期", "到期日", "完成期限", "计划完成", "Due date", "Deadline", "Target date", "计划完成时间",
        "计划完成日期", "要求完成时间", "要求完成日期", "完成时限", "期限", "时限", "截止时间", "截止", "计划日期", "预计完成日期", "预计完成时间", "目标日期", "Due by",
        "Due on", "By when", "When", "Complete by", "Planned date", "Planned completion", "Planned completion date",
        "ETA", "Target completion date", "Finish by", main=True, width=11,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(STEP_STATUS), N_("Status"), "状态", "完成情况", "是否完成", "Implementation Status", "Result", "State",
        "完成状态", "当前状态", "任务状态", "检查结果", "核查结果", "结果", "是否通过", "是否落实", "是否就绪", "是否具备", "确认", "勾选", "√/×", "Done",
        "Done?", "Completed?", "Completed", "Complete", "Complete?", "Pass/Fail", "Y/N", "Yes/No", "Ready", "Ready?",
        "Check?", "Checked", "Status/Result", "Current status", "Done (Y/N)", "Progress status", "Go/No-Go",
        default="todo", main=True, width=10, asked=True,
    )  # fmt: skip
    done: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Done on"), "完成日期", "实际完成", "完成时间", "Completed on", "Date done", "Date completed", "实际完成日期",
        "实际完成时间", "完成于", "办结日期", "Completion date", "Actual date", "Actual completion", "Actual completion date",
        "Completed date", "Closed on", "Date closed", "Closed date", "Finished on", "Done date", main=True, width=11,
        asked=True,
    )  # fmt: skip
    evidence: Mapped[str | None] = field(
        kinds.LongText(), N_("Evidence"), "证据", "佐证", "完成证明", "验证材料", "Proof", "Test Evidence", "完成证据", "证明材料",
        "佐证材料", "附件", "完成证明材料", "交付成果", "输出", "输出物", "Evidences", "Evidence link", "Output", "Link", "Attachment",
        "Reference document", searchable=True, main=True, width=24, asked=True,
    )  # fmt: skip
    verified_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Verified by"), "验证人", "复核人", "验收人", "Checked by", "Reviewed by", "复核", "核实人",
        "确认人", "检查人/复核人", "审核人", "验证者", "Verified", "Approved by", "Verifier", "Sign-off", "Signed off by",
        "Sign off by", "QA by", main=True,
    )  # fmt: skip

    days: Mapped[int | None] = field(
        kinds.Integer(0, 3660, kinds.DAY), N_("Days allowed"), "限期天数", "时限（天）", "几天内", "天数", "所需天数", "工期（天）", "Days",
        "Within days", "Within (days)", "Duration (days)", width=8,
        help=N_("In a template: within how many days from its start the step is to be done."),
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield what breaks the sign-off in two steps: done with evidence, then verified by another than its owner."""
        done, shown = values.get("status") == "done", (values.get("evidence") or "").strip()
        if done and not shown:
            text = N_("A step is done when something shows it: fill in its evidence first.")
            yield "status", Invalid("no_evidence", Message(text), reported=True)
        if values.get("done") and values["done"] > dt.date.today():
            text = N_("A step cannot have been done on a day that lies ahead.")
            yield "done", Invalid("future", Message(text), mild=True)
        if not values.get("verified_by"):
            return
        if values["verified_by"] == values.get("owner"):
            text = N_("Another person than the owner verifies a step.")
            yield "verified_by", Invalid("self_verified", Message(text), mild=True)
        elif not done or not shown:
            text = N_("Only a step that is done, with its evidence, can be verified.")
            yield "verified_by", Invalid("not_done", Message(text), mild=True)
