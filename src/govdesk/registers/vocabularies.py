"""The words that several registers share: scales, levels, engagement, statuses and causes."""

from __future__ import annotations

from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_

DEGREE = Vocabulary(
    N_("Degree"),
    Term("1", N_("Very low"), "极低", "很低", "非常低", "VL", "Rare", "Insignificant", "Negligible", "Minimal", "罕见", "可忽略"),
    Term("2", N_("Low"), "低", "较低", "L", "Unlikely", "Minor", "小", "不太可能", "轻微"),
    Term("3", N_("Medium"), "中", "中等", "一般", "M", "Med", "Moderate", "Possible", "Average", "可能", "适中", "P3", "Normal"),
    Term("4", N_("High"), "高", "较高", "H", "Likely", "Major", "Significant", "大", "很可能", "重大", "重要"),
    Term("5", N_("Very high"), "极高", "很高", "非常高", "超高", "VH", "Almost certain", "Certain", "Severe", "Critical",
         "Catastrophic", "Extreme", "紧急", "Urgent", "几乎确定", "灾难性", "严重"),
)  # fmt: skip

SENTIMENT = Vocabulary(
    N_("Sentiment"),
    Term("-2", N_("Strongly against"), "强烈反对", "非常反对", "非常不满", "Very negative", tone="act"),
    Term("-1", N_("Against"), "反对", "不满", "消极", "负面", "Negative", tone="watch"),
    Term("0", N_("Neither"), "中性", "中立", "一般", "Neutral", tone="quiet"),
    Term("1", N_("In favour"), "支持", "赞成", "满意", "积极", "正面", "Positive", "For", tone="good"),
    Term("2", N_("Strongly in favour"), "强烈支持", "非常支持", "非常满意", "Very positive", tone="good"),
)

ENGAGEMENT = Vocabulary(
    N_("Engagement"),
    Term("unaware", N_("Unaware"), "不了解型", "不知晓", "不知晓型", "无知型", "不了解", mark="U", tone="quiet"),
    Term(
        "resistant",
        N_("Resistant"),
        "抵制型",
        "抵触",
        "抵制",
        "反对",
        "Opposed",
        "Resisting",
        "Blocker",
        mark="R",
        tone="act",
    ),
    Term("neutral", N_("Neutral"), "中立型", "中立", "中性", mark="N", tone="watch"),
    Term("supportive", N_("Supportive"), "支持型", "支持", "Supporter", "Support", mark="S", tone="good"),
    Term(
        "leading",
        N_("Leading"),
        "领导型",
        "领导",
        "引领",
        "引领型",
        "Champion",
        "Leader",
        "Advocate",
        mark="L",
        tone="good",
    ),
)

LEVEL = Vocabulary(
    N_("Level"),
    Term(
        "executive",
        N_("Executive"),
        "高层",
        "高管",
        "高级管理层",
        "领导班子",
        "Senior management",
        "C-level",
        "Leadership",
    ),
    Term(
        "middle",
        N_("Middle manager"),
        "中层",
        "中层管理",
        "部门负责人",
        "经理",
        "Manager",
        "Middle management",
        "Supervisor",
    ),
    Term(
        "frontline", N_("Front line"), "一线", "基层", "一线员工", "员工", "Frontline", "Staff", "Operator", "End user"
    ),
    Term("expert", N_("Expert"), "专家", "技术专家", "Specialist", "SME"),
    Term(
        "external",
        N_("External party"),
        "外部",
        "外部单位",
        "供应商",
        "客户",
        "Vendor",
        "Supplier",
        "Customer",
        "External",
    ),
)

CHANNEL = Vocabulary(
    N_("Channel"),
    Term("meeting", N_("Meeting"), "会议", "座谈会", "晨会", "例会"),
    Term("visit", N_("Visit"), "走访", "巡店", "现场走访", "调研", "On site"),
    Term("interview", N_("Interview"), "访谈", "面谈", "One-on-one"),
    Term("survey", N_("Survey"), "问卷", "问卷调查", "Questionnaire"),
    Term("chat", N_("Chat"), "微信", "企业微信", "钉钉", "飞书", "群聊", "WeChat", "IM", "Teams"),
    Term("hotline", N_("Hotline"), "热线", "电话", "Phone", "Call", "客服"),
    Term("message", N_("Written message"), "留言", "邮件", "意见箱", "Email", "Mail", "Letter"),
)

CAUSE = Vocabulary(
    N_("Resistance cause"),
    Term("habit", N_("Habit"), "习惯固化", "习惯", "固化"),
    Term("burden", N_("Added burden"), "增加负担", "负担", "加重负担", "Burden", "Extra work"),
    Term("no_benefit", N_("No visible benefit"), "看不到好处", "没有好处", "无收益", "No benefit"),
    Term("fear", N_("Fear"), "担心", "担心岗位", "担心考核", "怕出错", "顾虑"),
    Term("skill", N_("Missing skill"), "能力不足", "不会用", "技能不足", "Skill", "Lack of skill"),
    Term("poor_fit", N_("Poor fit with the work"), "与实际脱节", "脱节", "不适用", "Poor fit", "Not practical"),
    Term("data_quality", N_("Data quality"), "数据质量", "数据不准", "口径不一致"),
    Term("integration", N_("Systems not connected"), "系统不通", "接口不通", "集成", "Integration"),
    Term("privacy", N_("Privacy concern"), "隐私顾虑", "隐私", "Privacy"),
    Term("distrust", N_("Distrust"), "不信任", "缺乏信任"),
    Term("workload", N_("Too few hands"), "人手不足", "人手不够", "工作量", "Workload", "Understaffed"),
)

PITFALL = Vocabulary(
    N_("Pitfall"),
    Term("leadership", N_("Who leads"), "主导权之争", "主导权"),
    Term("interests", N_("Interests and credit"), "部门利益纷争", "部门利益", "利益纷争"),
    Term("front_line", N_("The front line"), "一线固化", "一线"),
    Term("expertise", N_("Missing expertise"), "专业知识缺乏", "专业缺乏"),
    Term("structure", N_("Team structure"), "人员结构"),
    Term("blame", N_("Blame"), "失败甩锅", "甩锅"),
)
