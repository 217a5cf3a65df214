"""The blocks of the overview: what is due, who waits, who fell back, what has changed, the projects side by side."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.insight.overview import SHOWN, waiting_voices
from govdesk.insight.overview_drift import drifting
from govdesk.insight.overview_due import _DUES, due_this_week, week_end
from govdesk.insight.overview_news import news
from govdesk.insight.overview_side import side_by_side
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import count
from govdesk.store.workspace import Workspace

TODAY = dt.date.today()
NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def made(tmp_path):
    workspace = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield workspace
    workspace.close()


@pytest.fixture
def project(made):
    return edit.create(made, "project", {"name": "一"})


def ask(made, block, *args):
    with made.read() as session:
        return block(session, REGISTERS, *args)


def opens(made, part):
    with made.read() as session:
        assert count(session, REGISTERS, part.query) == part.count
    return part.count


def day(days):
    return TODAY + dt.timedelta(days)


def test_the_week_ends_on_sunday():
    assert week_end(dt.date(2026, 11, 22)) == dt.date(2026, 11, 22)
    assert week_end(dt.date(2026, 11, 23)) == dt.date(2026, 11, 29)


def test_every_register_that_can_be_due_is_asked_by_fields_that_it_has():
    known = {d.register for d in _DUES} & set(REGISTERS)
    assert {"checklist_item", "feedback", "risk", "deliverable"} <= known
    for due in (d for d in _DUES if d.register in known):
        names = {f.name for f in REGISTERS[due.register].fields()}
        assert {*due.days, *(f.field for f in due.open)} <= names
        for wanted in due.open:
            kind = REGISTERS[due.register].field(wanted.field).kind
            assert {v for v in wanted.values if v is not None} <= {t.code for t in getattr(kind, "vocabulary", ())}
        assert not due.person or due.person in names


def test_late_and_next_stand_side_by_side_however_much_is_late(made, project):
    for n in range(2 * SHOWN):
        edit.create(made, "risk", {"title": f"迟{n}", "review": day(-n - 1), "project": project})
    edit.create(made, "deliverable", {"name": "今", "due": TODAY, "project": project})
    edit.create(made, "deliverable", {"name": "远", "due": day(30), "project": project})
    edit.create(made, "deliverable", {"name": "完", "due": day(-3), "status": "done", "project": project})
    edit.create(made, "risk", {"title": "关", "review": day(-3), "status": "closed", "project": project})
    block = ask(made, due_this_week, project, TODAY)
    assert [opens(made, p) for p in block.parts] == [2 * SHOWN, 1]
    assert block.total == 2 * SHOWN + 1
    assert [line.text for line in block.lines] == ["迟11", "迟10", "迟9", "迟8", "迟7", "今"]
    assert [line.tone for line in block.lines] == ["act"] * 5 + ["watch"]


def test_nothing_due_is_an_empty_block(made, project):
    assert ask(made, due_this_week, project, TODAY).parts == ()
    assert ask(made, waiting_voices, project, TODAY).parts == ()
    assert ask(made, drifting, project, TODAY).parts == ()
    assert ask(made, due_this_week, None, TODAY).lines == ()


def test_the_oldest_voice_stands_first_and_answered_ones_do_not_count(made, project):
    for words, days, status in (("新", 1, "new"), ("旧", 9, "acknowledged"), ("答", 20, "answered")):
        voice = {"statement": words, "date": day(-days), "status": status, "project": project}
        edit.create(made, "feedback", {**voice, **({"reply": "好", "replied": TODAY} if status == "answered" else {})})
    block = ask(made, waiting_voices, project, TODAY)
    assert [line.text for line in block.lines] == ["旧", "新"]
    assert opens(made, block.parts[0]) == 2


def person(made, project, name, now, wish, **more):
    values = {"name": name, "engagement": now, "desired": wish, "project": project, **more}
    return edit.create(made, "stakeholder", values)


def test_who_fell_back_stands_before_who_was_always_below(made, project):
    fell = person(made, project, "退", "supportive", "supportive", power=1)
    person(made, project, "低", "neutral", "leading", power=5)
    person(made, project, "弱", "resistant", "leading", power=1)
    person(made, project, "好", "leading", "supportive", power=5)
    risen = person(made, project, "升", "resistant", "leading", power=4)
    gone = person(made, project, "走", "supportive", "supportive", power=5)
    edit.change(made, "stakeholder", [fell, gone], {"engagement": "neutral"})
    edit.change(made, "stakeholder", [gone], {"left": day(-1)})
    edit.change(made, "stakeholder", [risen], {"engagement": "neutral"})
    block = ask(made, drifting, project, TODAY)
    assert [opens(made, p) for p in block.parts] == [1, 4]
    assert [line.text for line in block.lines] == ["退", "低", "升"]
    assert language("en").say(block.lines[0].note) == "Supportive → Neutral"
    assert language("zh").say(block.lines[1].note) == "中立，期望领导"


def test_a_higher_wish_is_no_step_back_unless_the_distance_grew(made, project):
    who = person(made, project, "甲", "neutral", "neutral")
    edit.change(made, "stakeholder", [who], {"desired": "supportive"})
    assert [p.count for p in ask(made, drifting, project, TODAY).parts] == [1, 1]
    edit.change(made, "stakeholder", [who], {"engagement": "supportive"})
    assert ask(made, drifting, project, TODAY).parts == ()


def test_what_was_undone_is_no_step_back(made, project):
    who = person(made, project, "甲", "neutral", "supportive")
    edit.change(made, "stakeholder", [who], {"engagement": "resistant"})
    history.undo(made)
    assert [p.count for p in ask(made, drifting, project, TODAY).parts] == [1]


def test_what_changed_long_ago_does_not_count(made, project):
    who = person(made, project, "甲", "neutral", "supportive")
    edit.change(made, "stakeholder", [who], {"engagement": "resistant"})
    assert [p.count for p in ask(made, drifting, project, day(200)).parts] == [1]


def test_news_are_counted_by_register_from_the_last_visit_on(made, project):
    with made.read() as session:
        seen = history.latest(session).id
    for name in ("乙", "丙"):
        person(made, project, name, None, None)
    edit.create(made, "department", {"name": "财务部"})
    edit.create(made, "stakeholder", {"name": "别", "project": edit.create(made, "project", {"name": "二"})})
    found = ask(made, news, project, seen, NOW)
    assert (found.first, found.count) == (False, 5)
    assert {p.query.register: opens(made, p) for p in found.parts} == {"stakeholder": 2, "department": 1, "project": 1}
    assert found.last[0].id > found.last[-1].id
    everything = ask(made, news, None, seen, NOW)
    assert {p.query.register: p.count for p in everything.parts}["stakeholder"] == 3
    with made.read() as session:
        last = history.latest(session).id
    assert ask(made, news, project, last, NOW).count == 0
    assert ask(made, news, project, 10**9, NOW).parts == ()


def test_a_first_visit_is_told_of_the_last_days(made, project):
    assert ask(made, news, None, None, NOW).count == 1
    assert ask(made, news, None, None, NOW + dt.timedelta(30)).count == 0


def test_the_time_of_a_nameless_voice_is_not_told_by_the_news(made, project):
    with made.read() as session:
        seen = history.latest(session).id
    edit.create(made, "feedback", {"statement": "匿", "anonymous": True, "date": TODAY, "project": project})
    found = ask(made, news, project, seen, NOW)
    assert [p for p in found.parts if p.query.register == "feedback"] == []
    assert all(not o.veiled for o in found.last)


def test_projects_stand_in_the_order_of_their_numbers(made, project):
    second = edit.create(made, "project", {"name": "二"})
    edit.create(made, "project", {"name": "完", "stage": "closed"})
    edit.create(made, "feedback", {"statement": "旧", "date": day(-30), "due": day(-3), "project": second})
    edit.create(made, "risk", {"title": "迟", "review": day(-3), "project": project})
    found = ask(made, side_by_side, TODAY)
    assert [one.name for one in found] == ["一", "二"]
    assert [(o.due.count, o.voices.count, o.late.count, o.drift.count) for o in found] == [(1, 0, 0, 0), (1, 1, 1, 0)]
