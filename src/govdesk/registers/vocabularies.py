"""The words that several registers share: scales, levels, engagement, statuses and causes."""

from __future__ import annotations

from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_

DEGREE = Vocabulary(
    N_("Degree"),
    Term("1", N_("Very low"), "微小", "极小", "几乎不可能", "不可能", "轻微影响", "Very unlikely", "Remote", "Trivial", "Improbable",
         "极低", "很低", "非常低", "VL", "Rare", "Insignificant", "Negligible", "Minimal", "罕见", "可忽略"),
    Term("2", N_("Low"), "偏低", "较小", "偶尔", "不太重要", "Small", "Seldom", "P4", "不紧急", "低", "较低", "L", "Unlikely",
         "Minor", "小", "不太可能", "轻微"),
    Term("3", N_("Medium"), "中度", "中级", "有可能", "普通", "Mid", "Middle", "Occasional", "中", "中等", "一般", "M", "Med",
         "Moderate", "Possible", "Average", "可能", "适中", "P3", "Normal"),
    Term("4", N_("High"), "偏高", "较大", "经常", "可能性大", "Large", "Probable", "P2", "比较重要", "高", "较高", "H", "Likely",
         "Major", "Significant", "大", "很可能", "重大", "重要"),
    Term("5", N_("Very high"), "特高", "极大", "必然", "几乎必然", "非常严重", "特别重大", "关键", "致命", "Very likely", "Very severe",
         "Disastrous", "Highest", "P1", "P0", "Blocker", "非常重要", "特急", "极高", "很高", "非常高", "超高", "VH",
         "Almost certain", "Certain", "Severe", "Critical", "Catastrophic", "Extreme", "紧急", "Urgent", "几乎确定", "灾难性",
         "严重"),
)  # fmt: skip

SENTIMENT = Vocabulary(
    N_("Sentiment"),
    Term("-2", N_("Strongly against"), "强烈反对", "非常反对", "非常不满", "Very negative", tone="act"),
    Term("-1", N_("Against"), "反对", "不满", "消极", "负面", "Negative", tone="watch"),
    Term("0", N_("Neither"), "中性", "中立", "一般", "Neutral", tone="quiet"),
    Term("1", N_("In favour"), "支持", "赞成", "满意", "积极", "正面", "Positive", "For", tone="good"),
    Term("2", N_("Strongly in favour"), "强烈支持", "非常支持", "非常满意", "Very positive", tone="good"),
)  # fmt: skip

ENGAGEMENT = Vocabulary(
    N_("Engagement"),
    Term("unaware", N_("Unaware"), "不知情", "未知", "Not aware", "不了解型", "不知晓", "不知晓型", "无知型", "不了解", mark="U",
         tone="quiet"),
    Term("resistant", N_("Resistant"), "抵制型", "抵触", "抵制", "反对", "Opposed", "Resisting", "Blocker", mark="R",
         tone="act"),
    Term("neutral", N_("Neutral"), "观望", "一般", "无所谓", "不表态", "Undecided", "Indifferent", "中立型", "中立", "中性", mark="N",
         tone="watch"),
    Term("supportive", N_("Supportive"), "赞成", "积极", "Positive", "In favour", "In favor", "支持型", "支持", "Supporter",
         "Support", mark="S", tone="good"),
    Term("leading", N_("Leading"), "领导型", "领导", "引领", "引领型", "Champion", "Leader", "Advocate", mark="L",
         tone="good"),
)  # fmt: skip

LEVEL = Vocabulary(
    N_("Level"),
    Term("executive", N_("Executive"), "总经理", "公司领导", "高级管理", "总监", "董事会", "Director", "Board", "Executives",
         "Senior", "高层", "高管", "高级管理层", "领导班子", "Senior management", "C-level", "Leadership"),
    Term("middle", N_("Middle manager"), "中层干部", "部门经理", "主管", "店长", "Managers", "Mid-level", "Team lead", "Middle",
         "中层", "中层管理", "部门负责人", "经理", "Manager", "Middle management", "Supervisor"),
    Term("frontline", N_("Front line"), "一线人员", "基层员工", "店员", "操作员", "普通员工", "业务员", "Employee", "Front-line staff",
         "User", "Worker", "Junior", "一线", "基层", "一线员工", "员工", "Frontline", "Staff", "Operator", "End user"),
    Term("expert", N_("Expert"), "顾问", "内部专家", "技术骨干", "Consultant", "Subject matter expert", "专家", "技术专家",
         "Specialist", "SME"),
    Term("external", N_("External party"), "外部人员", "外部相关方", "合作方", "合作伙伴", "政府", "Partner", "Government",
         "Regulator", "外部", "外部单位", "供应商", "客户", "Vendor", "Supplier", "Customer", "External"),
)  # fmt: skip

CHANNEL = Vocabulary(
    N_("Channel"),
    Term("meeting", N_("Meeting"), "座谈", "研讨会", "周会", "月度会议", "Workshop", "Town hall", "Focus group", "会议", "座谈会",
         "晨会", "例会"),
    Term("visit", N_("Visit"), "现场", "现场调研", "门店走访", "下店", "实地走访", "Site visit", "Store visit", "On-site", "走访",
         "巡店", "现场走访", "调研", "On site"),
    Term("interview", N_("Interview"), "一对一", "当面", "面对面", "口头", "Face to face", "In person", "1:1", "Verbal", "访谈",
         "面谈", "One-on-one"),
    Term("survey", N_("Survey"), "线上问卷", "调查", "问卷星", "在线问卷", "Form", "Online survey", "问卷", "问卷调查",
         "Questionnaire"),
    Term("chat", N_("Chat"), "微信群", "企微", "企业微信群", "工作群", "钉钉群", "飞书群", "QQ", "QQ群", "Group chat", "WeCom", "Slack",
         "DingTalk", "微信", "企业微信", "钉钉", "飞书", "群聊", "WeChat", "IM", "Teams"),
    Term("hotline", N_("Hotline"), "来电", "400电话", "服务热线", "客服热线", "服务台", "Helpdesk", "Help desk", "Service desk",
         "Telephone", "Phone call", "热线", "电话", "Phone", "Call", "客服"),
    Term("message", N_("Written message"), "书面", "书信", "来信", "工单", "OA", "系统", "平台", "系统提交", "E-mail", "Written",
         "Ticket", "Portal", "Intranet", "留言", "邮件", "意见箱", "Email", "Mail", "Letter"),
)  # fmt: skip

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
)  # fmt: skip

PITFALL = Vocabulary(
    N_("Pitfall"),
    Term("leadership", N_("Who leads"), "主导权之争", "主导权"),
    Term("interests", N_("Interests and credit"), "部门利益纷争", "部门利益", "利益纷争"),
    Term("front_line", N_("The front line"), "一线固化", "一线"),
    Term("expertise", N_("Missing expertise"), "专业知识缺乏", "专业缺乏"),
    Term("structure", N_("Team structure"), "人员结构"),
    Term("blame", N_("Blame"), "失败甩锅", "甩锅"),
)  # fmt: skip
