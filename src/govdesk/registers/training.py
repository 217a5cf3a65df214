"""Training: which course for which role, how many came, were assessed and passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, ProjectRecord
from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import LEVEL

#: From the widest to the narrowest: nobody passes who was not assessed.
_NARROWING = ("planned", "attended", "assessed", "passed")
_TOO_MANY = {
    "attended": N_("More people came than were planned; put the plan right first."),
    "assessed": N_("More people were assessed than came."),
    "passed": N_("More people passed than were assessed."),
}


class Training(ProjectRecord):
    """One course for one role."""

    about: ClassVar[About] = About(
        N_("Training course"), N_("Training courses"), "TRN", "delivery", "graduation-cap", "module",
        purpose=N_("Which course each role needs, how many came, were assessed and passed"),
        empty=N_("A training is one course for one role: how many are to come, came, were assessed and passed."),
        aliases=("培训计划", "培训台账", "培训记录", "培训清单", "培训安排", "培训课程表", "培训统计", "培训覆盖", "培训实施", "培训情况", "Training plan", "Training log",
                 "Training list", "Training schedule", "Training matrix", "Training records", "Training register",
                 "Training tracker", "Training needs", "Trainings"),
        number_aliases=("培训编号", "课程编号", "Training ID", "Course ID"),
        folded=True, since=3,
    )  # fmt: skip

    module: Mapped[str | None] = field(
        kinds.Text(), N_("Course"), "课程", "课程名称", "培训课程", "培训内容", "培训主题", "培训模块", "培训项目", "培训名称", "培训班", "Course name", "Course title",
        "Training", "Training name", "Training course", "Training topic", "Training module", "Training title",
        "Session", required=True, key=True, searchable=True, main=True, width=28,
    )  # fmt: skip
    audience: Mapped[str | None] = field(
        kinds.Text(), N_("For which role"), "培训对象", "受训对象", "参训对象", "参训人员", "岗位", "角色", "学员", "受众", "培训人群", "Audience", "Target audience",
        "Role", "Target group", "Trainees", "Participants", "User group", key=True, searchable=True, main=True,
        width=16,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "参训部门", "受训部门", "所属部门", "单位", "参训单位", "Unit", "Team", "Site",
        "Business unit", key=True, main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    level: Mapped[str | None] = field(kinds.Choice(LEVEL), N_("Level"), "层级", "岗位层级", "对象层级", width=12)
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Held on"), "培训日期", "培训时间", "开课日期", "上课时间", "日期", "时间", "Date", "Training date", "Session date",
        "Start date", "Date of training", key=True, main=True, width=11, asked=True,
    )  # fmt: skip
    trainer: Mapped[str | None] = field(
        kinds.Text(), N_("Trainer"), "讲师", "培训讲师", "授课人", "主讲", "主讲人", "培训师", "Instructor", "Teacher", "Facilitator",
        "Delivered by", searchable=True, width=12,
    )  # fmt: skip
    planned: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("Should come"), "应训人数", "应参训人数", "计划人数", "应到人数", "计划培训人数", "应培训人数", "应参加人数", "Planned",
        "Planned attendees", "Invited", "To be trained", "Required", "Enrolled", "Target number", main=True, width=9,
    )  # fmt: skip
    attended: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("Came"), "实训人数", "实到人数", "参训人数", "实际人数", "实际参训人数", "已培训人数", "参加人数", "签到人数", "Attended",
        "Attendees", "Trained", "Actual attendees", "Completed", "Present", main=True, width=9, asked=True,
    )  # fmt: skip
    assessed: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("Assessed"), "考核人数", "参考人数", "考试人数", "参加考核人数", "测评人数", "参评人数", "Tested", "Examined",
        "Took the test", main=True, width=9, asked=True,
    )  # fmt: skip
    passed: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("Passed the test"), "通过人数", "合格人数", "考核通过人数", "考试合格人数", "认证人数", "持证人数", "Passed", "Certified",
        "Qualified", main=True, width=9, asked=True,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "涉及模块", "系统模块", "所属模块", "Module", "Related deliverable", width=18,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "组织人", "培训负责人", "Responsible", "Organiser", "Organizer",
        "Training owner", main=True,
        recipients=("owner",),
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield where more people passed than were assessed, were assessed than came, or came than should."""
        known = [(name, values[name]) for name in _NARROWING if values.get(name) is not None]
        for (_, wide), (name, narrow) in pairwise(known):
            if narrow > wide:
                yield name, Invalid("too_many", Message(_TOO_MANY[name]), reported=True)
