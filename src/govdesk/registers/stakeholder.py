"""Stakeholders: who has a stake, how strong, where they stand and where they should."""

from __future__ import annotations

import datetime as dt
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
                 "Stakeholder analysis", "相关方清单", "干系人清单", "干系人名单", "干系人分析", "干系人评估", "相关方", "相关方分析", "利益相关方",
                 "利益相关者登记册", "Stakeholder matrix", "Stakeholder map", "Stakeholder engagement",
                 "Stakeholder engagement plan", "Stakeholder log"),
        number_aliases=("干系人编号", "Stakeholder ID"),
        ended="left",
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Stakeholder name"), "Name", "姓名", "名称", "干系人", "干系人姓名", "干系人名称", "相关方", "Stakeholder",
        "Who", "Full name", "联系人", "人员", "人员姓名", "相关方名称", "相关方姓名", "利益相关者", "利益相关方", "利害关系人", "关键干系人", "Stakeholder group", "Person",
        "Individual/Group", "干系人/群体", required=True, key=True, searchable=True, main=True, width=12,
        sorts_by="name_pinyin", tells_person=True,
        recipients=("stakeholder",),
    )  # fmt: skip
    title: Mapped[str | None] = field(
        kinds.Text(), N_("Job title"), "职务", "职位", "岗位", "Title", "Position", "Job", "职称", "岗位名称", "现任职务", "Job role",
        "Designation", "Role/Title", "Position/Title", searchable=True, main=True, width=16, asked=True,
    )  # fmt: skip
    role: Mapped[str | None] = field(
        kinds.Text(), N_("Role in the project"), "角色", "项目角色", "项目中的角色", "Role", "Project role", "Function", "职能",
        "项目职责", "在项目中的角色", "Project Role/Responsibility", "Role in project", searchable=True, width=16,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "所属部门", "单位", "所在部门", "Organisation", "Organization",
        "Unit", "Company", "部门/单位", "所在单位", "所属单位", "公司", "组织", "机构", "所属机构", "Department/Organization",
        "Organisation/Department", "Business unit", "Division", main=True, width=14,
        recipients=("department",),
    )  # fmt: skip
    level: Mapped[str | None] = field(
        kinds.Choice(LEVEL), N_("Level"), "层级", "级别", "类别", "Stakeholder level", "Stakeholder type", "职级", "管理层级",
        main=True, width=12,
    )  # fmt: skip
    power: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Power"), "权力", "影响力", "影响", "权力等级", "影响程度", "Influence", "Power level",
        "Influence level", "Level of influence", "Authority", "权力/影响力", "权力大小", "权力程度", "影响力等级", "Power/Influence",
        "Influence/Power", "Power rating", "Influence rating", private=True, main=True, width=8,
        help=N_("How far this person can move or stop the project, 1 to 5."),
    )  # fmt: skip
    interest: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Interest"), "关注度", "利益", "利益程度", "关注程度", "兴趣", "Interest level",
        "Level of interest", "Stake", "利益相关度", "利益/关注度", "利益关注度", "兴趣程度", "关心程度", "Interest rating",
        "Interest in project", private=True, main=True, width=8,
        help=N_("How much the project matters to this person, 1 to 5."),
    )  # fmt: skip
    engagement: Mapped[str | None] = field(
        kinds.Choice(ENGAGEMENT), N_("Engagement"), "参与度", "当前参与度", "参与程度", "当前态度", "态度", "支持程度",
        "Current engagement", "Current", "Attitude", "Support level", "Engagement level", "当前参与水平", "现状", "当前状态",
        "当前立场", "立场", "支持度", "态度/立场", "当前支持程度", "目前态度", "现有态度", "参与水平", "Current engagement level", "Current level",
        "Position towards project", "Stance", "Current attitude", "Current stance", "Disposition", private=True,
        main=True, width=11, help=N_("Where this person stands today."),
    )  # fmt: skip
    desired: Mapped[str | None] = field(
        kinds.Choice(ENGAGEMENT), N_("Desired engagement"), "期望参与度", "期望态度", "目标参与度", "Desired", "Target engagement",
        "Desired engagement level", "期望状态", "目标态度", "目标状态", "期望参与水平", "期望参与程度", "期望支持程度", "目标参与程度", "Desired level",
        "Target level", "Desired state", "Desired attitude", "Target attitude", "Desired stance",
        "Required engagement", private=True, main=True, width=11, help=N_("Where this person should stand."),
    )  # fmt: skip
    needs: Mapped[str | None] = field(
        kinds.LongText(), N_("Needs"), "需求", "诉求", "核心诉求", "主要需求", "Requirements", "Key needs", "Need", "关键诉求",
        "核心需求", "主要诉求", "需求/期望", "需求与期望", "利益诉求", "诉求/期望", "关键需求", "Needs/Expectations", "Needs and expectations",
        "Key requirements", "Main needs", searchable=True, width=24, asked=True,
    )  # fmt: skip
    expectations: Mapped[str | None] = field(
        kinds.LongText(), N_("Expectations"), "期望", "主要期望", "期待", "Expectation", "Stake in Project", "期望值", "期望/目标",
        "关键期望", "Main expectations", "Key expectations", "Project expectations", searchable=True, width=24, asked=True,
    )  # fmt: skip
    concerns: Mapped[str | None] = field(
        kinds.LongText(), N_("Concerns"), "顾虑", "担忧", "关切", "关注点", "Concern", "Worries", "Issues", "主要顾虑", "担心", "疑虑",
        "主要关切", "核心关切", "痛点", "反对理由", "主要关注点", "Key concerns", "Concerns/Issues", "Objections", "Fears",
        "Pain points", searchable=True, private=True, main=True, width=24,
    )  # fmt: skip
    gain: Mapped[str | None] = field(
        kinds.LongText(), N_("What is in it for them"), "得到什么", "收益", "能得到什么", "好处", "WIIFM", "Benefit", "Gain",
        "对其的好处", "利益点", "价值", "获得的价值", "受益点", "Benefits", "What's in it for them", "What is in it for me", "Value",
        searchable=True, main=True, width=22, help=N_("One thing that gets better for this person once it works."),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Relationship owner"), "关系负责人", "对接人", "责任人", "负责人", "Owner",
        "Relationship manager", "Responsible", "关系维护人", "维护人", "沟通负责人", "跟进人", "责任对接人", "沟通责任人", "管理责任人",
        "Engagement owner", "Contact owner", "Owned by", "Account owner", "Assigned to", main=True,
        recipients=("owner",),
    )  # fmt: skip
    key_user: Mapped[bool | None] = field(
        kinds.Flag(), N_("Key user"), "关键用户", "是否关键用户", "种子用户", "Superuser", "Super user", "关键用户（是/否）", "是否为关键用户",
        "Is key user", "Key User?", width=8,
    )  # fmt: skip
    cadence: Mapped[int | None] = field(
        kinds.Integer(1, 366, kinds.DAY), N_("Contact every (days)"), "沟通频率", "沟通频率（天）", "沟通周期", "联系频率", "Frequency",
        "Communication frequency", "Cadence", "沟通频次", "频率", "频次", "沟通间隔", "接触频率", "Contact cadence",
        "Contact frequency", "Engagement frequency", width=10,
    )  # fmt: skip
    contact: Mapped[str | None] = field(
        kinds.Text(), N_("Contact"), "联系信息", "联系方式", "电话", "邮箱", "手机", "Contact info", "Contact information",
        "Contact details", "Email", "E-mail", "Phone", "电话/邮箱", "手机号", "手机号码", "联系电话", "电话号码", "电子邮件", "电子邮箱", "微信",
        "Tel", "Telephone", "Mobile", "Phone number", "Email address", "Phone/Email", "Email/Phone", private=True,
        searchable=True, tells_person=True, width=18,
    )  # fmt: skip
    left: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Left on"), "离职日期", "离岗日期", "调离日期", "离开日期", "离职时间", "离任日期", "退出日期", "离开项目日期", "Left",
        "Leaving date", "Date left", "Leave date", "Last working day", "Last day", "Exit date", "Resigned on",
        "Termination date", "No longer active since", width=11,
        help=N_("The day on which this person left; what they still own is pointed out from then on."),
    )  # fmt: skip
    name_pinyin: Mapped[str | None] = pinyin_of("name")
