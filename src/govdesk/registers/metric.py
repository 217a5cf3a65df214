"""Metrics: the goals in numbers, each with where it began, where it shall be, and its readings on the way."""

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

METRIC_KIND = Vocabulary(
    N_("Kind of metric"),
    Term("use", N_("Use"), "使用率", "使用", "活跃", "活跃度", "覆盖率", "推广率", "Adoption", "Usage", "Utilisation", "Utilization"),
    Term("time", N_("Time taken"), "时长", "时效", "效率", "周期", "耗时", "Time", "Efficiency", "Cycle time", "Speed", "Lead time"),
    Term("cost", N_("Cost"), "费用", "成本费用", "节约", "降本", "Costs", "Savings", "Expense"),
    Term("revenue", N_("Revenue"), "营收", "销售额", "业绩", "产值", "Sales", "Income", "Growth"),
    Term("quality", N_("Quality"), "差错", "差错率", "准确率", "合格率", "Error rate", "Accuracy", "Defects"),
    Term("satisfaction", N_("Satisfaction"), "体验", "满意率", "NPS", "Experience"),
    Term("compliance", N_("Rules followed"), "合规率", "执行率", "遵从", "流程遵从", "Compliance", "Adherence"),
    Term("data", N_("Data readiness"), "数据完整度", "数据完整性", "数据质量", "完整率", "Data quality", "Data completeness"),
    Term("skill", N_("Skills"), "技能", "培训", "通过率", "持证", "Training", "Competence"),
    Term("other", N_("Other metric"), "其他", "Other"),
)  # fmt: skip

DIRECTION = Vocabulary(
    N_("Direction"),
    Term("up", N_("Higher is better"), "越高越好", "提升", "上升", "增加", "正向", "↑", "Up", "Increase", "Higher", "Maximise",
         "Maximize", "Raise"),
    Term("down", N_("Lower is better"), "越低越好", "降低", "下降", "减少", "缩短", "负向", "逆向", "↓", "Down", "Decrease", "Lower",
         "Reduce", "Minimise", "Minimize"),
    Term("hold", N_("Keep as it is"), "不变", "保持不变", "维持", "稳定", "→", "Hold", "Maintain", "Stable", "Keep"),
)  # fmt: skip


class Metric(ProjectRecord):
    """A goal in numbers."""

    about: ClassVar[About] = About(
        N_("Metric"), N_("Metrics"), "MTR", "delivery", "target", "name",
        purpose=N_("What the project promises in numbers: where it began, where it shall be, where it stands"),
        empty=N_("A metric is a goal in numbers: from 5 days to 2, from 0 to 60 % in use. Its readings show the way there."),
        aliases=("指标", "指标清单", "指标体系", "目标", "目标清单", "项目目标", "KPI", "关键指标", "考核指标", "量化目标", "指标台账", "绩效指标", "北极星指标", "KPI list",
                 "KPIs", "KPI register", "Metric list", "Metrics register", "Goals", "Targets", "Objectives", "OKR",
                 "Scorecard", "Benefits register", "Success metrics"),
        number_aliases=("指标编号", "目标编号", "KPI ID", "Metric ID"),
        since=3,
    )  # fmt: skip

    name: Mapped[str | None] = field(
        kinds.Text(), N_("Metric"), "指标", "指标名称", "目标", "目标名称", "关键指标", "考核指标", "衡量指标", "量化指标", "评价指标", "绩效指标", "KPI", "KPI名称",
        "Metric name", "KPI name", "Measure", "Indicator", "Goal", "Objective", "Key result", "Benefit",
        required=True, key=True, searchable=True, main=True, width=30,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(METRIC_KIND), N_("Kind of metric"), "指标类型", "指标类别", "指标分类", "维度", "指标维度", "类型", "类别", "Metric type",
        "KPI type", "Category", "Type", "Dimension", main=True, width=12,
    )  # fmt: skip
    unit: Mapped[str | None] = field(
        kinds.Text(), N_("Measured in"), "单位", "计量单位", "指标单位", "度量单位", "Unit", "Unit of measure", "UoM", "Units", main=True, width=8,
    )  # fmt: skip
    direction: Mapped[str | None] = field(
        kinds.Choice(DIRECTION), N_("Direction"), "方向", "指标方向", "期望方向", "趋势要求", "正向/逆向", "Desired direction", "Polarity",
        main=True, width=12, help=N_("Left blank, it follows from where the metric begins and where it shall be."),
    )  # fmt: skip
    baseline: Mapped[float | None] = field(
        amount.Number(), N_("Baseline"), "基线", "基线值", "现状", "现状值", "当前值", "基准值", "初始值", "起点值", "改善前", "上线前", "去年同期", "Baseline value",
        "Current value", "As is", "Starting value", "Start value", "Before", "From", main=True, width=10,
    )  # fmt: skip
    baseline_on: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Baseline taken on"), "基线日期", "基线时间", "基准日期", "基线测量日期", "Baseline date", "Date of baseline", width=11,
    )  # fmt: skip
    target: Mapped[float | None] = field(
        amount.Number(), N_("Target"), "目标值", "目标数值", "目标水平", "期望值", "计划值", "改善后目标", "年度目标", "Target value", "Goal value",
        "To be", "Planned value", main=True, width=10,
    )  # fmt: skip
    due: Mapped[dt.date | None] = field(
        kinds.Date(), N_("To be reached by"), "达成日期", "达成时间", "达成期限", "目标日期", "完成时间", "完成期限", "截止日期", "目标达成时间", "Target date",
        "Due date", "Due", "By when", "Deadline", main=True, width=11,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("For which department"), "受益部门", "责任部门", "所属部门", "考核部门", "部门", "指标归口部门", "Department",
        "Beneficiary", "Responsible department", "Business unit", main=True, width=16,
        recipients=("department",),
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "关联交付物", "关联模块", "Related deliverable", width=18,
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "责任人", "指标责任人", "指标负责人", "Metric owner", "KPI owner", "Responsible",
        main=True,
        recipients=("owner",),
    )  # fmt: skip
    source: Mapped[str | None] = field(
        kinds.Text(), N_("Where it is read"), "数据来源", "取数来源", "统计口径", "数据口径", "指标口径", "计算公式", "计算方法", "Data source", "Source",
        "Measurement method", "Formula", "How measured", "Calculation", searchable=True, width=22,
    )  # fmt: skip
    headline: Mapped[bool | None] = field(
        kinds.Flag(), N_("Asked for by the sponsor"), "发起人关注", "领导关注", "是否核心指标", "核心指标", "重点指标", "Headline", "Sponsor metric",
        "Key metric", width=9, help=N_("The three numbers that stand on the overview."),
    )  # fmt: skip
    cadence: Mapped[int | None] = field(
        kinds.Integer(1, 366, kinds.DAY), N_("Read every (days)"), "统计频率", "统计周期", "测量频率", "更新频率", "频率", "Frequency",
        "Measurement frequency", "Reporting frequency", width=9,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a target that is where the metric begins, or lies the wrong way from there."""
        baseline, target, direction = values.get("baseline"), values.get("target"), values.get("direction")
        if baseline is None or target is None or direction == "hold":
            return
        if target == baseline:
            text = N_(
                "The target is what the baseline is already. If it is to stay so, choose the direction “Keep as it is”."
            )
            yield "target", Invalid("no_change", Message(text), reported=True)
        elif direction and (target > baseline) != (direction == "up"):
            text = N_("The target lies on the other side of the baseline than the direction says.")
            yield "direction", Invalid("wrong_way", Message(text), reported=True)


class Measurement(ProjectRecord):
    """One reading of a metric."""

    about: ClassVar[About] = About(
        N_("Reading"), N_("Readings"), "MSR", "delivery", "ruler", "metric",
        purpose=N_("Each metric’s readings over time, for the whole or for one department"),
        empty=N_("A reading is one metric’s figure on one day, for the whole project or for one department."),
        aliases=("测量记录", "指标数据", "指标测量", "指标值", "指标跟踪", "指标填报", "数据采集", "统计数据", "度量记录", "Measurements", "Measurement log",
                 "KPI data", "KPI values", "Metric values", "KPI tracking", "KPI readings", "Actuals"),
        folded=True, since=3,
    )  # fmt: skip

    metric: Mapped[str | None] = field(
        kinds.Link("metric", owner=True), N_("Metric"), "指标", "指标名称", "KPI", "KPI名称", "考核指标", "目标名称", "Metric name", "KPI name",
        "Measure", "Indicator", required=True, key=True, main=True, width=28, from_title=True,
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "测量日期", "统计日期", "数据日期", "统计时间", "采集日期", "期间", "统计期间", "月份", "时间", "Date measured",
        "Measured on", "Reading date", "Period", "As of", "Month", "Reporting date", required=True, key=True,
        main=True, width=11, asked=True,
    )  # fmt: skip
    value: Mapped[float | None] = field(
        amount.Number(), N_("Value read"), "测量值", "实际值", "数值", "值", "指标值", "统计值", "本期值", "完成值", "实绩", "Value", "Actual", "Actual value",
        "Reading", "Measured value", "Result", required=True, main=True, width=10, asked=True,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "单位", "统计部门", "填报部门", "门店", "所属部门", "统计单位", "Unit", "Team", "Site",
        "Business unit", "Branch", key=True, main=True, width=16,
        recipients=("department",), help=N_("Left blank, the reading is of the whole."),
    )  # fmt: skip
    people: Mapped[int | None] = field(
        kinds.Integer(0, 10_000_000), N_("People counted"), "人数", "统计人数", "样本量", "样本数", "基数", "Sample size", "n",
        "Number of people", "Respondents", main=True, width=9,
        help=N_("How many people the figure is taken from; groups under five are not shown apart."),
    )  # fmt: skip
    source: Mapped[str | None] = field(
        kinds.Text(), N_("Where it is read"), "数据来源", "来源", "取数来源", "Data source", "Source", searchable=True, width=20,
    )  # fmt: skip

    @classmethod
    def check(cls, values: Mapping[str, Any]) -> Iterator[tuple[str, Invalid]]:
        """Yield a reading from a day that lies ahead."""
        if values.get("date") and values["date"] > dt.date.today():
            text = N_("A reading cannot be of a day that lies ahead; what is planned is the metric’s target.")
            yield "date", Invalid("future", Message(text), reported=True)
