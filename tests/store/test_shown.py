"""Attacks what is shown of anonymous voices: on no path, alone or held against another, do fewer than five stand out."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.insight.department_sheet import department_sheet
from govdesk.insight.ownership import _departments
from govdesk.registers import REGISTERS
from govdesk.sheet.outgoing import of_query
from govdesk.store import edit, history
from govdesk.store.query import Filter, Order, Query, count, distinct, find, records, rows
from govdesk.store.shown import hide, shown_column
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

TELLING = ("department", "level", "channel")
values = st.sampled_from((None, "a", "b", "c"))
tables = st.lists(st.tuples(st.sampled_from(("p", "q")), values, values, values), max_size=60)


def shown(rows_, found):
    for key, *told in rows_:
        blank = found.names(key)
        yield key, told[0], tuple(None if n in blank else v for n, v in zip(TELLING, told[1:], strict=True))


@settings(max_examples=300, deadline=None)
@given(table=tables)
def test_what_is_shown_of_one_is_shown_of_five_alike(table):
    rows_ = [(-1 - i, *told) for i, told in enumerate(table)]
    found = hide(TELLING, rows_)
    seen = Counter((project, told) for _, project, told in shown(rows_, found))
    for (_, told), amount in seen.items():
        assert amount >= 5 or not any(told)


@settings(max_examples=300, deadline=None)
@given(table=tables)
def test_the_rest_is_nobody_or_five_or_all_there_are(table):
    rows_ = [(-1 - i, *told) for i, told in enumerate(table)]
    found = hide(TELLING, rows_)
    for project in "pq":
        mine = [r for r in rows_ if r[1] == project]
        rest = [r[0] for r in mine if found.depths.get(r[0]) == 0 or not any(r[2:])]
        lost = [k for k in rest if found.depths.get(k) == 0]
        assert not lost or len(rest) >= 5 or len(rest) == len(mine)


@settings(max_examples=200, deadline=None)
@given(table=tables)
def test_groups_and_any_three_of_them_differ_by_nobody_or_by_five(table):
    """Filters over the shown values: unions and differences of up to three groups tell of nobody or of at least five."""
    rows_ = [(-1 - i, "p", *told[1:]) for i, told in enumerate(table)]
    found = hide(TELLING, rows_)
    told = {key: value for key, _, value in shown(rows_, found)}
    groups = {frozenset(k for k, v in told.items() if v[i] == value) for i, value in product(range(3), ("a", "b", "c"))}
    for one, two, three in combinations(sorted(groups, key=sorted), 3):
        for picked in (one - two, one & two, (one | two) - three, (one & two) - three, one & two & three):
            assert len(picked) == 0 or len(picked) >= 5


def test_much_is_shown_where_groups_are_large():
    rows_ = [(-1 - i, "p", "abc"[i % 3], "x", None) for i in range(30)]
    assert not hide(TELLING, rows_).depths


# ------------------------------------------------------------ every path of a workspace


@pytest.fixture
def log(tmp_path):
    """Six anonymous voices from a large department, two from a small one, and three named ones from that."""
    workspace = Workspace.create(tmp_path / "log.govdesk", REGISTERS, author="x")
    project = edit.create(workspace, "project", {"name": "P"})
    large, small, third = (edit.create(workspace, "department", {"name": n}) for n in ("大部门", "小部门", "三部门"))
    made = {"project": project, "anonymous": True}
    plenty = [{**made, "statement": f"大{i}", "department": large} for i in range(6)]
    also = [{**made, "statement": f"三{i}", "department": third} for i in range(7)]
    few = [{**made, "statement": f"小{i}", "department": small, "level": "frontline"} for i in range(2)]
    named = [{"project": project, "statement": f"名{i}", "department": small} for i in range(3)]
    with workspace.write("voices") as session:
        insert_rows(session, REGISTERS["feedback"], [*plenty, *also, *few, *named])
    yield SimpleNamespace(workspace=workspace, project=project, large=large, small=small, third=third)
    workspace.close()


def query(*filters, **traits):
    return Query("feedback", filters=filters, **traits)


def by(department, operator="any_of"):
    return Filter("department", operator, (department,) if department else ())


def test_every_path_counts_the_same(log):
    with log.workspace.read() as session:
        counted = count(session, REGISTERS, query(by(log.small)))
        listed = len(rows(session, REGISTERS, query(by(log.small))))
        values_ = {d.value: d.count for d in distinct(session, REGISTERS, query(), "department")}
        told = Counter(
            r.values["department"] for r in records(session, REGISTERS, "feedback", rows(session, REGISTERS, query()))
        )
        searched = len(rows(session, REGISTERS, query(search="小部门")))
        exported = Counter(r.values["department"] for r in of_query(session, REGISTERS, query()).records)
        column = Counter(session.execute(shown_column_of(session)).scalars())
    assert counted == listed == searched == values_[log.small] == told[log.small] == exported[log.small] == 3
    assert column[log.small] == 3
    assert values_[log.third] == told[log.third] == 7


def shown_column_of(session):
    from sqlalchemy import select

    return select(shown_column(session, REGISTERS["feedback"], "department"))


def test_the_rest_of_the_hidden_takes_the_next_group_along(log):
    with log.workspace.read() as session:
        blank = rows(session, REGISTERS, query(by(None, "empty")))
        assert len(blank) == 8, "two alone would be known by what they are not"
        assert count(session, REGISTERS, query(by(log.large))) == 0


@pytest.mark.parametrize(
    "operator", [o for o in REGISTERS["feedback"].field("department").kind.operators if o != "empty"]
)
def test_filters_agree_with_what_is_shown(log, operator):
    with log.workspace.read() as session:
        everything = records(session, REGISTERS, "feedback", rows(session, REGISTERS, query()))
        for wanted in ((log.small,), (log.large, None), (None,), (log.third, log.small)):
            found = set(rows(session, REGISTERS, query(Filter("department", operator, wanted))))
            held = {
                "any_of": lambda v, w=wanted: v in w, "none_of": lambda v, w=wanted: v not in w,
                "filled": lambda v: v is not None,
            }[operator]  # fmt: skip
            assert found == {r.row for r in everything if held(r.values["department"])}, wanted


def test_sorting_by_a_hidden_field_tells_nothing(log):
    with log.workspace.read() as session:
        ordered = rows(session, REGISTERS, query(order=(Order("department"),)))
        last = records(session, REGISTERS, "feedback", ordered[-8:])
        assert all(r.values["department"] is None for r in last)
        numbers = [r.number for r in last]
    assert numbers == sorted(numbers), "among themselves by their random numbers alone"


def test_the_row_stays_workable_and_says_what_is_hidden(log):
    with log.workspace.read() as session:
        voice = next(
            r
            for r in records(session, REGISTERS, "feedback", rows(session, REGISTERS, query()))
            if r.values["statement"] == "小0"
        )
    assert voice.hidden == TELLING
    edit.change(log.workspace, "feedback", [voice.id], {"reply": "好", "status": "answered"})
    with log.workspace.read() as session:
        again = find(session, REGISTERS, "feedback", voice.id)
    assert (again.values["reply"], again.values["department"]) == ("好", None)


def test_history_does_not_tell_what_is_hidden(log):
    with log.workspace.read() as session:
        keys = rows(session, REGISTERS, query())
        voice = next(r for r in records(session, REGISTERS, "feedback", keys) if r.values["statement"] == "小0")
    edit.change(log.workspace, "feedback", [voice.id], {"department": log.third})
    edit.change(log.workspace, "feedback", [voice.id], {"department": log.small})
    with log.workspace.read() as session:
        told = history.revisions(session, REGISTERS, "feedback", voice.id)
        labels = " ".join(str(o.label) for o in history.operations(session) if o.veiled)
    assert not [r for r in told if r.changes.keys() & {*TELLING}]
    assert "小部门" not in labels
    assert "三部门" not in labels


def test_a_group_that_grows_to_five_is_shown_and_hidden_again_when_it_shrinks(log):
    more = [
        {"project": log.project, "anonymous": True, "statement": f"新{i}", "department": log.small} for i in range(5)
    ]
    with log.workspace.write("more") as session:
        insert_rows(session, REGISTERS["feedback"], more)
    with log.workspace.read() as session:
        assert count(session, REGISTERS, query(by(log.small))) >= 3 + 5
    history.undo(log.workspace)
    with log.workspace.read() as session:
        assert count(session, REGISTERS, query(by(log.small))) == 3


def test_department_sheet_and_ownership_follow(log):
    with log.workspace.read() as session:
        sheet = department_sheet(session, REGISTERS, log.project, log.large)
        heads = {h.id: h for h in _departments(session, REGISTERS, log.project, {})}
    assert sheet.voices == 0
    assert heads[log.large] != heads[log.third]
