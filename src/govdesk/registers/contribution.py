"""Contributions: which department gave what to an outcome, and who acknowledged it."""

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

PART = Vocabulary(
    N_("Part in an outcome"),
    Term("led", N_("Led it"), "牵头", "主导", "主责", "主办", "负责", "Lead", "Led", "Leading", "Owner"),
    Term("shared", N_("Did part of it"), "参与", "共同完成", "协办", "共同", "Shared", "Took part", "Co-owner", "Contributor"),
    Term("supported", N_("Helped"), "支持", "配合", "协助", "Supported", "Support", "Assisted"),
)  # fmt: skip


class Contribution(ProjectRecord):
    """What one department gave to one outcome."""

    about: ClassVar[About] = About(
        N_("Contribution"), N_("Contributions"), "CTB", "ownership", "handshake", "outcome",
        purpose=N_("Which department gave what to which outcome, so that credit is shared as work was"),
        empty=N_("A contribution names one department’s part in an outcome, with what shows it and who acknowledged it."),
        aliases=("贡献清单", "贡献台账", "贡献记录", "部门贡献", "成果贡献", "贡献登记", "成果归属", "成果认领", "Contribution log",
                 "Contribution list", "Contributions register", "Credit log", "Who contributed"),
        number_aliases=("贡献编号",),
        folded=True, since=3,
    )  # fmt: skip

    outcome: Mapped[str | None] = field(
        kinds.Text(), N_("Outcome achieved"), "成果", "成果名称", "取得成果", "成效", "项目成果", "业绩", "结果", "Outcome", "Achievement",
        "Result", "Accomplishment", required=True, key=True, searchable=True, main=True, width=30,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "贡献部门", "贡献单位", "参与部门", "单位", "责任部门", "Unit", "Team",
        "Contributing department", "Contributor", key=True, main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    part: Mapped[str | None] = field(
        kinds.Choice(PART), N_("Part"), "角色", "贡献角色", "参与方式", "贡献类型", "分工", "Role", "Contribution type", main=True, width=11,
    )  # fmt: skip
    contribution: Mapped[str | None] = field(
        kinds.LongText(), N_("What was given"), "贡献", "贡献内容", "贡献说明", "具体贡献", "主要贡献", "贡献描述", "Contribution",
        "Contribution made", "What they did", "Contribution description", searchable=True, main=True, width=34,
        asked=True,
    )  # fmt: skip
    evidence: Mapped[str | None] = field(
        kinds.LongText(), N_("Evidence"), "佐证", "证据", "佐证材料", "证明材料", "支撑材料", "Proof", "Evidence link", searchable=True,
        main=True, width=24, asked=True,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "关联交付物", "Related deliverable", width=18,
    )  # fmt: skip
    metric: Mapped[str | None] = field(
        kinds.Link("metric", creates=False), N_("Metric"), "关联指标", "对应指标", "指标", "Related metric", "KPI", width=18,
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "贡献日期", "完成日期", "时间", "When", "Date of contribution", width=11,
    )  # fmt: skip
    acknowledged_by: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Acknowledged by"), "认可人", "确认人", "确认领导", "表彰人", "Recognised by", "Recognized by",
        "Confirmed by", main=True,
    )  # fmt: skip
    acknowledged: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Acknowledged on"), "认可日期", "确认日期", "表彰日期", "Recognised on", "Recognized on", "Confirmed on",
        main=True, width=11,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield thanks that came before what they are for."""
        given, thanked = values.get("date"), values.get("acknowledged")
        if given and thanked and thanked < given:
            text = N_("It cannot have been acknowledged before it was given.")
            yield "acknowledged", Invalid("order", Message(text), mild=True)
