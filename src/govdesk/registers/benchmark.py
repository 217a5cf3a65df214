"""Benchmarks: comparisons that persuade, with the industry, with other projects inside, with the best."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import amount, kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.registers.metric import DIRECTION

BENCHMARK_KIND = Vocabulary(
    N_("Kind of benchmark"),
    Term("industry", N_("Industry"), "行业", "同业", "行业平均", "外部", "同行", "行业均值", "Industry average", "External", "Sector", "Peers"),
    Term("inside", N_("Inside the house"), "内部", "内部项目", "集团内", "兄弟单位", "公司内部", "Internal", "Sister project", "In-house"),
    Term("best", N_("Best in class"), "标杆企业", "标杆", "最佳实践", "领先企业", "Best practice", "Leader", "Role model"),
)  # fmt: skip


class Benchmark(ProjectRecord):
    """A comparison that persuades."""

    about: ClassVar[About] = About(
        N_("Benchmark"), N_("Benchmarks"), "BMK", "delivery", "scale", "organisation",
        purpose=N_("How others do it and what they reach, and to whom it was shown"),
        empty=N_("A benchmark compares one figure of another company or project with ours, with its source."),
        aliases=("标杆", "标杆对比", "标杆清单", "对标", "对标分析", "对标表", "行业对标", "标杆案例", "标杆企业", "对标数据", "Benchmark list", "Benchmarking",
                 "Benchmark comparison", "Benchmark data", "Peer comparison", "Industry comparison"),
        number_aliases=("标杆编号",),
        folded=True, since=3,
    )  # fmt: skip

    organisation: Mapped[str | None] = field(
        kinds.Text(), N_("Compared with"), "标杆", "标杆企业", "标杆单位", "对标企业", "对标对象", "对标单位", "对比对象", "企业名称", "标杆名称", "标杆公司", "Organisation",
        "Organization", "Company", "Peer", "Benchmark company", "Benchmark organisation", "Benchmark", "Competitor",
        required=True, key=True, searchable=True, main=True, width=24,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(BENCHMARK_KIND), N_("Kind of benchmark"), "标杆类型", "对标类型", "类型", "类别", "Benchmark type", "Type", main=True,
        width=11,
    )  # fmt: skip
    sister: Mapped[str | None] = field(
        kinds.Link("project", creates=False), N_("Sister project"), "兄弟项目", "内部项目", "对比项目", "Internal project",
        "Compared project", width=18,
    )  # fmt: skip
    measure: Mapped[str | None] = field(
        kinds.Text(), N_("Figure compared"), "对标指标", "指标", "对比指标", "对比项", "对标项", "比较项", "指标名称", "Measure", "Metric compared", "KPI",
        "Indicator", "Benchmark metric", required=True, key=True, searchable=True, main=True, width=22,
    )  # fmt: skip
    metric: Mapped[str | None] = field(
        kinds.Link("metric", creates=False), N_("Our metric"), "我方指标", "对应指标", "关联指标", "Related metric", width=20,
        help=N_("Its latest reading is ours, where no figure of ours is written down."),
    )  # fmt: skip
    unit: Mapped[str | None] = field(
        kinds.Text(), N_("Measured in"), "单位", "计量单位", "Unit", "Unit of measure", "UoM", main=True, width=8,
    )  # fmt: skip
    direction: Mapped[str | None] = field(
        kinds.Choice(DIRECTION), N_("Direction"), "方向", "指标方向", "Desired direction", "Polarity", width=12,
    )  # fmt: skip
    theirs: Mapped[float | None] = field(
        amount.Number(), N_("Their figure"), "标杆值", "对标值", "标杆数据", "行业值", "行业平均", "对方数值", "行业水平", "标杆水平", "Benchmark value",
        "Their value", "Peer value", "Industry average", "Benchmark figure", main=True, width=10,
    )  # fmt: skip
    ours: Mapped[float | None] = field(
        amount.Number(), N_("Our figure"), "我方值", "我方数值", "本公司", "本单位", "我司", "我司现状", "现状值", "当前值", "本公司水平", "Our value", "Ours", "Own value",
        "Our result", "Us", main=True, width=10,
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "数据日期", "统计日期", "对标日期", "数据时间", "数据年份", "As of", "Date of data", "Data date", main=True,
        width=11,
    )  # fmt: skip
    source: Mapped[str | None] = field(
        kinds.Text(), N_("Where it comes from"), "数据来源", "来源", "出处", "信息来源", "资料来源", "Source", "Data source", "Reference source", searchable=True,
        main=True, width=22,
    )  # fmt: skip
    shown_to: Mapped[str | None] = field(
        kinds.Text(), N_("Shown to"), "展示对象", "汇报对象", "给谁看过", "展示给", "分享对象", "Presented to", "Audience", "Shared with",
        searchable=True, main=True, width=18,
    )  # fmt: skip
    shown_on: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Shown on"), "展示日期", "汇报日期", "分享日期", "Presented on", "Date shown", "Shared on", width=11,
    )  # fmt: skip
