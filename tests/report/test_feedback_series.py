"""The numbers of the feedback analysis, and that they pass through the rule of small groups on every path."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.report.feedback_chart import charts
from govdesk.report.feedback_series import Memory, analyse, shown_places
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

DAY = dt.date(2026, 6, 1)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "a.govdesk", REGISTERS, author="陈静")
    yield made
    made.close()


@pytest.fixture
def project(workspace):
    return edit.create(workspace, "project", {"name": "门店数字化"})


@pytest.fixture
def departments(workspace):
    root = edit.create(workspace, "department", {"name": "总部"})
    made = [edit.create(workspace, "department", {"name": n, "parent": root}) for n in ("A", "B")]
    below = edit.create(workspace, "department", {"name": "A1", "parent": made[0]})
    return [*made, below]


@pytest.fixture
def speak(workspace, project):
    def make(count, **values):
        one = {"project": project, "statement": "…", "date": DAY, **values}
        with workspace.write("voices") as session:
            return insert_rows(session, REGISTERS["feedback"], [one] * count)

    return make


def told(workspace, project, memory=None, **how):
    with workspace.read() as session:
        return analyse(session, REGISTERS, Query("feedback", project, **how), memory or Memory())


def test_departments_are_gathered_below_the_root(workspace, project, departments, speak):
    speak(6, department=departments[0], cause="burden")
    speak(7, department=departments[2], cause="burden")
    speak(8, department=departments[1], cause="fear")
    found = told(workspace, project)
    assert [b.name for b in found.branches] == ["A", "B"]
    assert found.heat.columns == ("burden", "fear")
    assert found.heat.counts == ((13, 0, 13), (0, 8, 8), (13, 8, 21))


def test_small_groups_are_hidden_with_another(workspace, project, departments, speak):
    for cause, count in (("burden", 3), ("fear", 20)):
        speak(count, department=departments[0], cause=cause)
        speak(30, department=departments[1], cause=cause)
    found = told(workspace, project)
    assert found.heat.counts[0][0] is None
    assert found.heat.hidden >= 2


def test_a_filter_that_leaves_few_out_hides_rather_than_tells(workspace, project, departments, speak):
    speak(20, department=departments[0], cause="burden", level="frontline")
    speak(2, department=departments[0], cause="burden", level="executive")
    memory = Memory()
    assert told(workspace, project, memory).total == 22
    narrowed = told(workspace, project, memory, filters=(Filter("level", "any_of", ("frontline",)),))
    assert narrowed.total is None
    assert told(workspace, project, Memory(), filters=(Filter("level", "any_of", ("frontline",)),)).total is None


def test_filters_by_department_and_cause_choose_among_what_is_told(workspace, project, departments, speak):
    speak(6, department=departments[0], cause="burden")
    speak(8, department=departments[1], cause="fear")
    query = Query("feedback", project, (Filter("department", "any_of", (departments[1],)),))
    with workspace.read() as session:
        found = analyse(session, REGISTERS, query, Memory())
    assert found.total == 14
    assert shown_places(query, found) == ((1,), (0, 1))


def test_times_to_an_answer(workspace, project, speak):
    for days in range(1, 11):
        speak(1, replied=DAY + dt.timedelta(days=days), reply="x", status="answered")
    found = told(workspace, project)
    assert (found.median_days, found.ninetieth_days, found.answered) == (5.5, 9.0, 10)


def test_few_answers_have_no_median(workspace, project, speak):
    speak(4, replied=DAY, reply="x", status="answered")
    assert told(workspace, project).median_days is None


def test_confirmed_and_reopened_are_counted(workspace, project, speak):
    speak(9)
    speak(6, status="answered", reply="x")
    ids = speak(12, status="confirmed", reply="x")
    found = told(workspace, project)
    assert (found.answered, found.confirmed, found.reopened) == (18, 12, 0)
    for identity in ids[:6]:
        edit.change(workspace, "feedback", [identity], {"status": "in_progress"})
    assert told(workspace, project).reopened == 6


def test_months_are_in_order(workspace, project, speak):
    speak(7, date=dt.date(2026, 7, 3))
    speak(6)
    found = told(workspace, project)
    assert ([p.label(year=True) for p in found.periods], found.trend.counts[0]) == (["2026-06", "2026-07"], (6, 7, 13))


def test_voices_without_a_date_stand_last(workspace, project, speak):
    speak(7, date=None)
    speak(6)
    found = told(workspace, project)
    assert (found.periods[-1], found.trend.counts[0]) == (None, (6, 7, 13))


def test_the_first_answer_counts_for_a_voice_that_was_opened_again(workspace, project, speak):
    ids = speak(6, status="answered", reply="x", replied=DAY + dt.timedelta(days=3))
    speak(20)
    for identity in ids:
        edit.change(workspace, "feedback", [identity], {"status": "in_progress", "replied": None})
        later = {"status": "answered", "replied": DAY + dt.timedelta(days=40)}
        edit.change(workspace, "feedback", [identity], later)
    found = told(workspace, project)
    assert (found.median_days, found.reopened, len(found.reopened_numbers)) == (3.0, 6, 6)


def test_an_answer_without_a_day_is_counted_apart_and_hidden_where_few(workspace, project, speak):
    speak(8, status="answered", reply="x", replied=DAY + dt.timedelta(days=3))
    speak(8, status="answered", reply="x", replied=DAY + dt.timedelta(days=9))
    speak(3, status="answered", reply="x")
    speak(20)
    found = told(workspace, project)
    assert found.bands.counts[0][-3] is None
    assert sum(count is None for count in found.bands.counts[0]) > 1
    assert found.answered == 19


def test_who_waits_is_not_told_where_they_are_few(workspace, project, speak):
    speak(30, status="answered", reply="x", replied=DAY + dt.timedelta(days=3))
    speak(2)
    found = told(workspace, project)
    series = {one.code: one for one in charts(found, shown_places(Query("feedback"), found), DAY)}
    assert found.answered is None
    assert series["wait"].n is None
    assert series["course"].lines[0].values[1] is None
    assert 30 not in series["wait"].lines[0].values


def test_the_figures_say_what_was_counted(workspace, project, departments, speak):
    speak(12, department=departments[0], cause="burden", status="confirmed", reply="x", replied=DAY)
    speak(8, department=departments[1], cause="fear")
    found = told(workspace, project)
    series = {one.code: one for one in charts(found, ((0, 1), (0, 1)), DAY)}
    lang = language("en")
    assert series["heat"].words(0, 0, lang) == "A, Added burden: 12"
    assert [line.values for line in series["heat"].lines] == [(12, 0, 12), (0, 8, 8), (12, 8, 20)]
    assert series["course"].lines[0].values == (20, 12, 12, 0)
    assert series["course"].lines[1].values == (None, 60.0, 100.0, 0.0)
    assert [(m.name.source, m.at) for m in series["wait"].marks] == [
        ("Median {count} days", pytest.approx(1 / 6)), ("90% within {count} days", pytest.approx(1 / 6)),
    ]  # fmt: skip
    assert sum(v for v in series["wait"].lines[0].values if v) == 12


def test_nothing_heard_yet(workspace, project):
    found = told(workspace, project)
    assert (found.total, found.branches, found.everybody) == (0, (), 0)
