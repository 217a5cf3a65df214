"""Stakeholders: who has a stake, how strong, where they stand and where they should."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord, pinyin_of
from govdesk.i18n import N_
from govdesk.registers.vocabularies import DEGREE, ENGAGEMENT, LEVEL


class Stakeholder(ProjectRecord):
    """A person or group with a stake in a project."""

    about: ClassVar[About] = About(
        N_("Stakeholder"), N_("Stakeholders"), "STK", "stakeholders", "users", "name",
        purpose=N_("Who has how much power and interest, where they stand today, and where we hope they will stand"),
        empty=N_("Stakeholders are the people and groups who can carry the project or stop it."),
        aliases=("干系人登记册", "干系人", "相关方登记册", "利益相关者", "利害关系人", "Stakeholder register", "Stakeholder list",
                 "Stakeholder analysis", "相关方清单"),
        number_aliases=("干系人编号", "Stakeholder ID"),
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Stakeholder name"), "Name", "姓名", "名称", "干系人", "干系人姓名", "干系人名称", "相关方", "Stakeholder",
        "Who", "Full name", required=True, key=True, searchable=True, main=True, width=12, sorts_by="name_pinyin",
    )  # fmt: skip
    title: Mapped[str | None] = field(
        kinds.Text(),
        N_("Job title"),
        "职务",
        "职位",
        "岗位",
        "Title",
        "Position",
        "Job",
        searchable=True,
        main=True,
        width=16,
    )
    role: Mapped[str | None] = field(
        kinds.Text(), N_("Role in the project"), "角色", "项目角色", "项目中的角色", "Role", "Project role", "Function", "职能",
        searchable=True, width=16,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "所属部门", "单位", "所在部门", "Organisation", "Organization", "Unit",
        "Company", main=True, width=14,
    )  # fmt: skip
    level: Mapped[str | None] = field(
        kinds.Choice(LEVEL),
        N_("Level"),
        "层级",
        "级别",
        "类别",
        "Stakeholder level",
        "Stakeholder type",
        main=True,
        width=12,
    )
    power: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Power"), "权力", "影响力", "影响", "权力等级", "影响程度", "Influence", "Power level",
        "Influence level", "Level of influence", "Authority", private=True, main=True, width=8,
        help=N_("How far this person can move or stop the project, 1 to 5."),
    )  # fmt: skip
    interest: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Interest"), "关注度", "利益", "利益程度", "关注程度", "兴趣", "Interest level",
        "Level of interest", "Stake", private=True, main=True, width=8,
        help=N_("How much the project matters to this person, 1 to 5."),
    )  # fmt: skip
    engagement: Mapped[str | None] = field(
        kinds.Choice(ENGAGEMENT), N_("Engagement"), "参与度", "当前参与度", "参与程度", "当前态度", "态度", "支持程度", "Current engagement",
        "Current", "Attitude", "Support level", "Engagement level", private=True, main=True, width=11,
        help=N_("Where this person stands today."),
    )  # fmt: skip
    desired: Mapped[str | None] = field(
        kinds.Choice(ENGAGEMENT), N_("Desired engagement"), "期望参与度", "期望态度", "目标参与度", "Desired", "Target engagement",
        "Desired engagement level", private=True, main=True, width=11, help=N_("Where this person should stand."),
    )  # fmt: skip
    needs: Mapped[str | None] = field(
        kinds.LongText(), N_("Needs"), "需求", "诉求", "核心诉求", "主要需求", "Requirements", "Key needs", "Need",
        searchable=True, width=24,
    )  # fmt: skip
    expectations: Mapped[str | None] = field(
        kinds.LongText(),
        N_("Expectations"),
        "期望",
        "主要期望",
        "期待",
        "Expectation",
        "Stake in Project",
        searchable=True,
        width=24,
    )
    concerns: Mapped[str | None] = field(
        kinds.LongText(), N_("Concerns"), "顾虑", "担忧", "关切", "关注点", "Concern", "Worries", "Issues",
        searchable=True, private=True, main=True, width=24,
    )  # fmt: skip
    gain: Mapped[str | None] = field(
        kinds.LongText(), N_("What is in it for them"), "得到什么", "收益", "能得到什么", "好处", "WIIFM", "Benefit", "Gain",
        searchable=True, main=True, width=22, help=N_("One thing that gets better for this person once it works."),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Relationship owner"), "关系负责人", "对接人", "责任人", "负责人", "Owner", "Relationship manager",
        "Responsible", main=True,
    )  # fmt: skip
    key_user: Mapped[bool | None] = field(
        kinds.Flag(), N_("Key user"), "关键用户", "是否关键用户", "种子用户", "Superuser", "Super user", width=8
    )
    cadence: Mapped[int | None] = field(
        kinds.Integer(1, 366), N_("Contact every (days)"), "沟通频率", "沟通频率（天）", "沟通周期", "联系频率", "Frequency",
        "Communication frequency", "Cadence", width=10,
    )  # fmt: skip
    contact: Mapped[str | None] = field(
        kinds.Text(), N_("Contact"), "联系信息", "联系方式", "电话", "邮箱", "手机", "Contact info", "Contact information",
        "Contact details", "Email", "E-mail", "Phone", private=True, searchable=True, width=18,
    )  # fmt: skip
    name_pinyin: Mapped[str | None] = pinyin_of("name")
