"""Milestones: the days that count, as they were planned, as they are expected now, and as they came."""

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

MILESTONE_KIND = Vocabulary(
    N_("Kind of milestone"),
    Term("start", N_("Start of work"), "启动", "立项", "开工", "Kick-off", "Kickoff", "Start"),
    Term("delivery", N_("Handover"), "交付", "完工", "开发完成", "Delivery", "Completion"),
    Term("pilot", N_("Pilot starts"), "试点", "试运行", "试点启动", "Pilot", "Trial"),
    Term("go_live", N_("Go-live"), "上线", "正式上线", "切换上线", "投产", "推广上线", "Go live", "Launch", "Cutover", "Release"),
    Term("gate", N_("Gate"), "评审", "阶段评审", "验收", "关口", "Review", "Approval", "Stage gate"),
    Term("closing", N_("Wrap-up"), "收尾", "结项", "项目结束", "Closing", "Closure", "Close-out", "End"),
)  # fmt: skip

MILESTONE_STATUS = Vocabulary(
    N_("Milestone status"),
    Term("open", N_("Not reached yet"), "未完成", "未到期", "未开始", "进行中", "待完成", "延期", "滞后", "正常", "按计划", "Open", "Pending",
         "In progress", "Not started", "On track", "Delayed", "At risk", "Upcoming"),
    Term("reached", N_("Reached"), "已完成", "完成", "达成", "已达成", "已通过", "Done", "Completed", "Complete", "Achieved", "Met",
         tone="good"),
    Term("dropped", N_("No longer planned"), "取消", "已取消", "作废", "Cancelled", "Canceled", "Dropped", tone="quiet"),
)  # fmt: skip


class Milestone(ProjectRecord):
    """A day that counts."""

    about: ClassVar[About] = About(
        N_("Milestone"), N_("Milestones"), "MLS", "delivery", "milestone", "name",
        purpose=N_("Which days count, how far each has moved, and which were missed"),
        empty=N_("A milestone is a day that counts: when it was planned, when it is expected now, when it came."),
        aliases=("里程碑", "里程碑清单", "里程碑计划", "里程碑跟踪", "关键节点", "节点计划", "项目节点", "关键节点计划", "一级计划", "里程碑表", "节点清单", "Milestone list",
                 "Milestone plan", "Milestone tracker", "Key dates", "Key milestones", "Milestone schedule",
                 "Milestone register"),
        number_aliases=("里程碑编号", "节点编号", "Milestone ID", "Milestone No."),
        since=3,
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Milestone"), "里程碑", "里程碑名称", "节点", "节点名称", "关键节点", "里程碑节点", "里程碑事件", "关键里程碑", "项目节点", "Milestone name",
        "Milestone title", "Key date", "Key milestone", "Event", "Milestone description", required=True, key=True,
        searchable=True, main=True, width=30,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(MILESTONE_KIND), N_("Kind of milestone"), "里程碑类型", "节点类型", "类型", "类别", "Milestone type", "Type", main=True,
        width=11,
    )  # fmt: skip
    planned: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Planned date"), "计划日期", "计划时间", "计划完成日期", "计划完成时间", "计划完成", "基线日期", "基准日期", "原计划", "原计划日期", "计划达成日期", "计划",
        "Planned", "Baseline date", "Baseline", "Original date", "Plan date", "Target date", "Due date", "Due",
        "Planned finish", "Planned completion", main=True, width=11,
    )  # fmt: skip
    forecast: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Expected date"), "预计日期", "预计时间", "预计完成日期", "预计完成时间", "预计完成", "预测日期", "最新计划", "调整后日期", "变更后日期", "预计达成日期",
        "预计", "Forecast", "Forecast date", "Expected", "Revised date", "Current date", "Latest date",
        "Estimated date", "Estimated completion", "Re-planned", main=True, width=11, asked=True,
    )  # fmt: skip
    actual: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Actual date"), "实际日期", "实际时间", "实际完成日期", "实际完成时间", "实际完成", "完成日期", "达成日期", "实际达成日期", "实际", "Actual",
        "Actual finish", "Actual completion", "Completed on", "Date achieved", "Achieved on", main=True, width=11,
        asked=True,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(MILESTONE_STATUS), N_("Status"), "状态", "里程碑状态", "节点状态", "完成情况", "完成状态", "当前状态", "进展", "Milestone status",
        "State", "Current status", default="open", main=True, width=11, asked=True,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "责任部门", "主责部门", "牵头部门", "责任单位", "Unit", "Responsible department",
        "Team", width=16,
        recipients=("department",),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "节点责任人", "里程碑负责人", "Responsible", "Milestone owner",
        "Assigned to", "Accountable", main=True,
        recipients=("owner",),
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "交付成果", "关联交付物", "输出物", "成果", "Deliverables",
        "Related deliverable", "Output", width=18,
    )  # fmt: skip
    criterion: Mapped[str | None] = field(
        kinds.LongText(), N_("Reached when"), "达成标准", "完成标准", "验收标准", "里程碑标准", "完成标志", "达成条件", "Completion criteria",
        "Success criteria", "Exit criteria", "Acceptance criteria", "Criteria", searchable=True, width=26,
    )  # fmt: skip
    reason: Mapped[str | None] = field(
        kinds.LongText(), N_("Why it moved"), "延期原因", "偏差原因", "调整原因", "变更原因", "滞后原因", "未完成原因", "Reason for delay",
        "Delay reason", "Reason for change", "Variance reason", searchable=True, main=True, width=24, asked=True,
    )  # fmt: skip

    leading: ClassVar[tuple[str, ...]] = ("actual",)

    @classmethod
    def follow(cls, old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Return that a milestone is reached once its day is written down, and open again once it is taken back."""
        if "actual" not in values or "status" in values:
            return {}
        if values["actual"]:
            return {"status": "reached"}
        return {"status": "open"} if old.get("status") == "reached" else {}

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a milestone that was reached on a day that lies ahead."""
        if values.get("actual") and values["actual"] > dt.date.today():
            text = N_(
                "A milestone cannot have been reached on a day that lies ahead; write that day into “Expected date”."
            )
            yield "actual", Invalid("future", Message(text), mild=True)
