"""Pilot sites: where one could begin, how fit each place is for it, and how it went where one did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.kind import Invalid
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_, Message
from govdesk.registers.vocabularies import DEGREE

SITE_STATUS = Vocabulary(
    N_("State of a site"),
    Term("candidate", N_("Candidate"), "候选", "备选", "待选", "评估中", "未选", "Shortlisted", "Proposed", "Under evaluation", "Option"),
    Term("chosen", N_("Chosen"), "已选", "选定", "已选定", "入选", "是", "确定", "Selected", "Confirmed", "Yes", tone="good"),
    Term("running", N_("Pilot running"), "试点中", "进行中", "运行中", "在试点", "Running", "In pilot", "In progress", "Live"),
    Term("finished", N_("Pilot over"), "已完成", "试点结束", "结束", "已结束", "完成", "Finished", "Done", "Completed", "Complete",
         tone="good"),
    Term("dropped", N_("Not taken"), "落选", "未入选", "淘汰", "放弃", "不选", "否", "退出", "Not selected", "Rejected", "No", "Dropped",
         tone="quiet"),
)  # fmt: skip

SITE_RESULT = Vocabulary(
    N_("How a pilot went"),
    Term("success", N_("Worked"), "成功", "达标", "达到预期", "通过", "好", "Success", "Successful", "Positive", tone="good"),
    Term("mixed", N_("Worked in part"), "部分达标", "部分成功", "一般", "喜忧参半", "Mixed", "Partial", "Partly successful", tone="watch"),
    Term("failed", N_("Did not work"), "失败", "未达标", "未达到预期", "不成功", "Failed", "Failure", "Unsuccessful", tone="act"),
)  # fmt: skip


class PilotSite(ProjectRecord):
    """A place where the project could begin."""

    about: ClassVar[About] = About(
        N_("Pilot site"), N_("Pilot sites"), "PLT", "delivery", "map-pin", "name",
        purpose=N_("Where to begin: how safe, ready and willing each place is, and how it went"),
        empty=N_("A pilot site is a place where one could begin: a store, a plant, a branch, with what speaks for and against it."),
        aliases=("试点", "试点清单", "试点单位", "试点选址", "试点评估", "试点门店", "试点候选", "试点名单", "试点选择", "试点评分", "试点单位清单", "Pilot", "Pilot list",
                 "Pilot selection", "Pilot site selection", "Pilot candidates", "Pilot evaluation", "Pilots",
                 "Pilot scoring", "Pilot units"),
        number_aliases=("试点编号", "Pilot ID", "Site ID"),
        folded=True, since=3,
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Site"), "试点", "试点名称", "试点单位", "试点门店", "试点工厂", "试点部门", "候选单位", "候选试点", "候选门店", "试点候选单位", "试点区域", "Site name",
        "Pilot site", "Pilot", "Pilot unit", "Candidate", "Candidate site", "Location", "Pilot name", "Pilot location",
        required=True, key=True, searchable=True, main=True, width=22,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "所属部门", "所属单位", "单位", "上级单位", "Unit", "Business unit", "Branch",
        main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    headquarters: Mapped[bool | None] = field(
        kinds.Flag(), N_("At headquarters"), "是否总部", "总部", "在总部", "是否在总部", "Headquarters", "HQ", "HQ?", "Is headquarters",
        width=8,
    )  # fmt: skip
    political_risk: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Political risk"), "政治风险", "政治敏感度", "敏感度", "阻力程度", "政治安全", "组织阻力", "Political sensitivity",
        "Politics", private=True, main=True, width=9, help=N_("1 is a place where a failure would hurt nobody, 5 one where all would watch."),
    )  # fmt: skip
    completeness: Mapped[float | None] = field(
        amount.Percent(), N_("Data completeness"), "数据完整率", "数据完整度", "数据完备率", "数据齐全率", "数据完整性", "基础数据完整率", "Data completeness %",
        "Data readiness", "Data quality", "Data complete", main=True, width=10, asked=True,
    )  # fmt: skip
    willingness: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Willingness of the lead"), "配合度", "负责人意愿", "意愿", "配合意愿", "负责人配合度", "积极性", "配合程度", "Willingness",
        "Cooperation", "Cooperativeness", "Lead's cooperation", private=True, main=True, width=9,
    )  # fmt: skip
    lead: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Lead on site"), "试点负责人", "现场负责人", "负责人", "店长", "对接人", "单位负责人", "站点负责人", "Site lead", "Lead",
        "Site manager", "Owner", "Pilot lead", "Local lead", main=True,
        recipients=("owner",),
    )  # fmt: skip
    readiness: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("Systems and network ready"), "系统就绪度", "基础条件", "硬件条件", "信息化基础", "网络条件", "基础设施", "准备度", "Readiness",
        "IT readiness", "Infrastructure", "Technical readiness", main=True, width=9, asked=True,
    )  # fmt: skip
    typical: Mapped[int | None] = field(
        kinds.Scale(vocabulary=DEGREE), N_("How typical"), "代表性", "典型性", "典型程度", "可复制性", "Representativeness", "Representative",
        "Typicality", "Transferability", main=True, width=9,
    )  # fmt: skip
    headcount: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("How many people"), "人数", "涉及人数", "员工数", "规模", "员工人数", "Headcount", "Staff", "Number of users",
        "Size", width=9,
    )  # fmt: skip
    status: Mapped[str | None] = field(
        kinds.Choice(SITE_STATUS), N_("State of the site"), "是否选定", "是否入选", "试点状态", "选定结果", "状态", "Chosen?", "Selected?", "Selected",
        "Status", "Selection", "Pilot status", default="candidate", main=True, width=11,
    )  # fmt: skip
    start: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Start"), "开始日期", "试点开始", "试点开始日期", "试点开始时间", "启动日期", "Start date", "Pilot start", "From", width=11,
    )  # fmt: skip
    end: Mapped[dt.date | None] = field(
        kinds.Date(), N_("End"), "结束日期", "试点结束", "试点结束日期", "试点结束时间", "End date", "Pilot end", "To", width=11,
    )  # fmt: skip
    use: Mapped[float | None] = field(
        amount.Percent(), N_("Share in use"), "使用率", "系统使用率", "活跃率", "上线率", "应用率", "Usage", "Usage rate", "Adoption", "Adoption rate", "Use",
        main=True, width=9, asked=True,
    )  # fmt: skip
    result: Mapped[str | None] = field(
        kinds.Choice(SITE_RESULT), N_("How it went"), "试点结果", "试点效果", "试点结论", "效果", "结果", "Result", "Pilot result", "Outcome rating",
        main=True, width=11, prose="outcome",
    )  # fmt: skip
    outcome: Mapped[str | None] = field(
        kinds.LongText(), N_("What came of it"), "成效", "试点成效", "试点总结", "结果说明", "主要成效", "试点情况", "Outcome", "Findings", "Results",
        "Summary of results", "Pilot findings", searchable=True, width=28, asked=True,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield an end before its start."""
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            yield "end", Invalid("order", Message(N_("The end lies before the start.")))
