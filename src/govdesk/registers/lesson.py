"""Lessons: what a project learnt, written so that the next one can use it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from govdesk.fields import kinds
from govdesk.fields.field import field
from govdesk.fields.register import About, ProjectRecord
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import N_
from govdesk.registers.vocabularies import PITFALL

LESSON_KIND = Vocabulary(
    N_("Kind of lesson"),
    Term("keep", N_("Do it again"), "经验", "最佳实践", "好经验", "做法", "成功经验", "正面", "Best practice", "Keep", "What went well", "Positive",
         "Success", tone="good"),
    Term("avoid", N_("Avoid it"), "教训", "失败教训", "不足", "反面", "问题", "Avoid", "Mistake", "Pitfall", "Negative", "What went wrong",
         tone="watch"),
    Term("try", N_("Try it"), "建议", "改进建议", "改进", "改进点", "尝试", "Improvement", "Try", "Idea", "Suggestion"),
)  # fmt: skip


class Lesson(ProjectRecord):
    """What to keep."""

    about: ClassVar[About] = About(
        N_("Lesson"), N_("Lessons"), "LSN", "learning", "lightbulb", "title",
        purpose=N_("What was learnt, as advice for the next project, and where it was used again"),
        empty=N_("A lesson says in which situation what was found, and what one should do next time."),
        aliases=("经验教训", "经验教训登记册", "经验教训清单", "经验库", "经验总结", "经验萃取", "知识库", "知识沉淀", "最佳实践", "经验分享", "教训清单", "Lessons learned",
                 "Lessons learnt", "Lessons learned log", "Lessons learned register", "Lesson log", "Knowledge base",
                 "Best practices"),
        number_aliases=("经验编号", "Lesson ID", "Lesson No."),
        since=3,
    )  # fmt: skip

    title: Mapped[str | None] = field(
        kinds.Text(), N_("Lesson"), "经验", "教训", "经验教训", "经验名称", "经验标题", "经验主题", "知识点", "经验要点", "主题", "标题", "Lesson learned",
        "Lesson learnt", "Lesson title", "Lesson name", "Title", "Topic", required=True, key=True, searchable=True,
        main=True, width=30,
    )  # fmt: skip
    kind: Mapped[str | None] = field(
        kinds.Choice(LESSON_KIND), N_("Kind of lesson"), "经验类型", "类型", "经验/教训", "类别", "Lesson type", "Type", "Category", main=True, width=10,
    )  # fmt: skip
    pitfall: Mapped[str | None] = field(
        kinds.Choice(PITFALL), N_("Pitfall"), "所属坑", "失败模式", "坑", main=True, width=14,
        help=N_("Which of the six known ways to fail."),
    )  # fmt: skip
    situation: Mapped[str | None] = field(
        kinds.LongText(), N_("Situation"), "情境", "背景", "场景", "情况描述", "发生背景", "问题描述", "事件描述", "情形", "Context", "Background",
        "What happened", "Event", "Description", searchable=True, main=True, width=30,
    )  # fmt: skip
    insight: Mapped[str | None] = field(
        kinds.LongText(), N_("What we found"), "认识", "体会", "洞察", "原因分析", "启示", "心得", "分析", "发现", "Insight", "Finding", "Cause", "Root cause",
        "What we learned", "Impact", searchable=True, main=True, width=30,
    )  # fmt: skip
    advice: Mapped[str | None] = field(
        kinds.LongText(), N_("Advice"), "建议", "改进建议", "改进措施", "今后做法", "后续建议", "推广建议", "做法", "对策", "Recommendation", "Recommendations",
        "Next time", "Action", "What to do next time", "Corrective action", searchable=True, main=True, width=30,
    )  # fmt: skip
    review: Mapped[str | None] = field(
        kinds.Link("review", creates=False), N_("From review"), "来自复盘", "所属复盘", "关联复盘", "Review", "Related review", width=20,
    )  # fmt: skip
    deliverable: Mapped[str | None] = field(
        kinds.Link("deliverable", creates=False), N_("Deliverable"), "交付物", "涉及模块", "Related deliverable", width=18,
    )  # fmt: skip
    department: Mapped[str | None] = field(
        kinds.Link("department"), N_("Department"), "部门", "来源部门", "提供部门", "分享部门", "Unit", "Team", "Source department", width=16,
        recipients=("department",),
    )  # fmt: skip
    owner: Mapped[str | None] = field(
        kinds.Link("stakeholder"), N_("Owner"), "负责人", "提供人", "分享人", "提出人", "整理人", "记录人", "Author", "Contributor", "Logged by", "Raised by",
        main=True,
        recipients=("owner",),
    )  # fmt: skip
    date: Mapped[dt.date | None] = field(
        kinds.Date(), N_("Date"), "日期", "登记日期", "记录日期", "总结日期", "时间", "Date logged", "Logged on", "Date identified", main=True, width=11,
    )  # fmt: skip
    kept_at: Mapped[str | None] = field(
        kinds.Text(), N_("Where it is kept"), "存放位置", "文档链接", "链接", "文件位置", "Location", "Link", "URL", searchable=True, width=20,
    )  # fmt: skip
    reused: Mapped[str | None] = field(
        kinds.LongText(), N_("Where it was used again"), "复用情况", "应用情况", "推广情况", "应用场景", "复用说明", "Reused", "Where reused", "Reuse", "Applied in",
        searchable=True, main=True, width=24,
    )  # fmt: skip
    reused_in: Mapped[str | None] = field(
        kinds.Link("project", creates=False), N_("Used again in project"), "复用项目", "应用项目", "Reused in", "Applied in project",
        width=18,
    )  # fmt: skip
