"""Sheets that went out to several people and come back in any order: what merges by itself, and what is asked."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from govdesk.registers import REGISTERS
from govdesk.sheet.outgoing import columns_of, gathered, of_query
from govdesk.sheet.plan import SheetChoice, commit
from govdesk.sheet.plan_values import MINE, THEIRS, WHOLE
from govdesk.store.check import check
from govdesk.store.edit import change, remove
from govdesk.store.history import operations, redo, undo
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.query import Query
from govdesk.store.workspace import Workspace

FIELDS = {"概率": "probability", "影响": "impact", "应对措施": "action", "预算": "extra:预算"}
ALL = {"risk#0": SheetChoice("risk", settled={(0, WHOLE): MINE})}


def sent(desk):
    """Return a sheet of all risks as an export would write it: headings and rows."""
    with desk.workspace.read() as session:
        sheet = of_query(session, REGISTERS, Query("risk"))
        records, extra = gathered(sheet)
        columns = columns_of(sheet, extra, "zh")
        last = operations(session, limit=1)[0]
        mark = f"_govdesk:{desk.workspace.id}:risk:{last.uid}"
        return [[mark, *(c.heading for c in columns)], *([r.id, *(c.cell(r) for c in columns)] for r in records)]


def edited(rows, edits):
    """Return a copy of a sheet with some cells changed, given by row from 0 and heading."""
    found = [list(r) for r in rows]
    for (row, heading), value in edits.items():
        found[row + 1][found[0].index(heading)] = value
    return found


def grid(desk, rows):
    return desk.grid(*rows, name="risk")


def settled(how: Mapping):
    return {"risk#0": SheetChoice("risk", settled=how)}


def make(desk, rows=4):
    project = desk.project("ERP")
    values = [
        {"project": project, "title": f"风险 {n}", "probability": 2, "impact": 2, "extra": '{"预算": "0"}'}
        for n in range(rows)
    ]
    return desk.add("risk", *values)


def cells(desk):
    """Return every cell under test by row and heading."""
    held = {}
    for row, record in enumerate(desk.records("risk")):
        for heading, name in FIELDS.items():
            plain = not name.startswith("extra:")
            held[row, heading] = record.values[name] if plain else record.extra.get(heading)
    return held


def edit_here(desk, ids, edits):
    for (row, heading), value in edits.items():
        name = FIELDS[heading]
        new = {"extra": f'{{"{heading}": "{value}"}}'} if name.startswith("extra:") else {name: value}
        change(desk.workspace, "risk", [ids[row]], new)


@pytest.fixture
def ids(desk):
    return make(desk)


def test_a_conflict_names_who_when_and_the_three_values(desk, ids):
    sheet = edited(sent(desk), {(0, "概率"): 5, (0, "影响"): 4})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    (row,) = [r for r in desk.only(grid(desk, sheet)).rows if r.status != "same"]
    ((name, found),) = row.conflicts.items()
    assert (name, found.base, found.mine, found.theirs, found.author) == ("probability", 2, 1, 5, "tester")
    assert found.at is not None
    assert row.changes == {"impact": (2, 4)}


def test_what_nobody_disputes_is_written_while_the_conflict_waits(desk, ids):
    sheet = edited(sent(desk), {(0, "概率"): 5, (0, "影响"): 4})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    desk.take(grid(desk, sheet))
    assert (cells(desk)[0, "概率"], cells(desk)[0, "影响"]) == (1, 4)
    assert desk.plan(grid(desk, sheet)).counts["conflict"] == 1


@pytest.mark.parametrize("heading", FIELDS)
def test_both_changed_to_the_same_is_no_conflict(desk, ids, heading):
    value = "x" if heading in ("应对措施", "预算") else 5
    sheet = edited(sent(desk), {(0, heading): value})
    edit_here(desk, ids, {(0, heading): value})
    assert desk.plan(grid(desk, sheet)).counts["same"] == 4


@pytest.mark.parametrize(
    "how",
    [
        {(2, "probability"): THEIRS},
        {(2, WHOLE): THEIRS},
        {(0, "probability"): THEIRS},
        {(0, WHOLE): THEIRS},
        {(0, WHOLE): MINE, (0, "probability"): THEIRS},
        {(0, "probability"): MINE, (2, WHOLE): THEIRS},
        {(2, WHOLE): MINE, (2, "probability"): THEIRS},
    ],
)
def test_the_narrower_word_settles(desk, ids, how):
    sheet = edited(sent(desk), {(0, "概率"): 5})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    desk.take(grid(desk, sheet), choices=settled(how))
    assert cells(desk)[0, "概率"] == 5


@pytest.mark.parametrize("how", [MINE, THEIRS])
def test_a_settled_conflict_is_not_asked_again_but_after_undo(desk, ids, how):
    sheet = edited(sent(desk), {(0, "概率"): 5, (1, "预算"): "9"})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    edit_here(desk, ids, {(1, "预算"): "7"})
    assert desk.plan(grid(desk, sheet)).counts["conflict"] == 2
    choice = settled({(0, WHOLE): how})
    desk.take(grid(desk, sheet), choices=choice)
    for again in (None, choice):
        assert desk.plan(grid(desk, sheet), choices=again or {}).counts["same"] == 4
    before = desk.state()
    assert commit(desk.workspace, desk.plan(grid(desk, sheet), choices=choice)) is None
    desk.undo()
    assert desk.plan(grid(desk, sheet)).counts["conflict"] == 2
    redo(desk.workspace)
    assert desk.state() == before
    assert desk.plan(grid(desk, sheet)).counts["same"] == 4
    assert all(f.ok for f in check(desk.workspace))


def test_the_word_mine_alone_is_one_operation_that_can_be_undone(desk, ids):
    sheet = edited(sent(desk), {(0, "概率"): 5})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    desk.take(grid(desk, sheet), choices=ALL)
    with desk.workspace.read() as session:
        (last,) = operations(session, limit=1)
    assert (last.source, last.rows) == ("book.xlsx", 0)
    undo(desk.workspace)
    assert desk.plan(grid(desk, sheet)).counts["conflict"] == 1


def test_a_refused_value_is_asked_again_when_the_sheet_is_newer(desk, ids):
    sheet = edited(sent(desk), {(0, "概率"): 5})
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    desk.take(grid(desk, sheet), choices=ALL)
    newer = edited(sent(desk), {(0, "概率"): 5})
    assert desk.plan(grid(desk, newer)).counts["changed"] == 1
    change(desk.workspace, "risk", [ids[0]], {"probability": 3})
    assert desk.plan(grid(desk, newer)).counts["conflict"] == 1


@pytest.mark.parametrize("how", [MINE, THEIRS])
def test_removed_here_and_edited_there_is_a_conflict_of_the_row(desk, ids, how):
    sheet = edited(sent(desk), {(0, "概率"): 5})
    before = desk.records("risk")[0]
    remove(desk.workspace, "risk", [ids[0]])
    (row,) = [r for r in desk.only(grid(desk, sheet)).rows if r.status != "same"]
    assert (row.status, row.problems[0].code, list(row.conflicts)) == ("conflict", "removed", [WHOLE])
    assert row.conflicts[WHOLE].theirs == {"probability": 5}
    assert not row.is_writable
    desk.take(grid(desk, sheet), choices=settled({(2, WHOLE): how}))
    assert desk.plan(grid(desk, sheet)).counts["same"] == 4
    found = {r.id: r for r in desk.records("risk")}
    if how == MINE:
        assert ids[0] not in found
    else:
        back = found[ids[0]]
        assert (back.number, back.extra) == (before.number, before.extra)
        assert back.values == {**before.values, "probability": 5, **derived(back)}
    assert all(f.ok for f in check(desk.workspace))


def derived(record):
    return {k: v for k, v in record.values.items() if k != "probability"}


def test_removed_here_after_an_edit_here_and_untouched_there_stays_removed(desk, ids):
    sheet = sent(desk)
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    remove(desk.workspace, "risk", [ids[0]])
    assert desk.plan(grid(desk, sheet)).counts["same"] == 4


def test_a_record_whose_project_is_gone_too_is_not_brought_back(desk, ids):
    sheet = edited(sent(desk), {(0, "概率"): 5})
    with desk.workspace.read() as session:
        project = next(iter(of_query(session, REGISTERS, Query("project")).records)).id
    remove(desk.workspace, "project", [project])
    choice = settled({(0, WHOLE): THEIRS})
    plan = desk.plan(grid(desk, sheet), choices=choice)
    commit(desk.workspace, plan)
    assert all(f.ok for f in check(desk.workspace))


def test_a_sheet_from_a_colleague_s_copy_has_no_base_here(desk, ids):
    rows = edited(sent(desk), {(0, "概率"): 5})
    rows[0][0] = f"_govdesk:{desk.workspace.id}:risk:0190-not-ours"
    change(desk.workspace, "risk", [ids[0]], {"probability": 1})
    assert desk.plan(grid(desk, rows)).counts["changed"] == 1


EDIT = st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(["概率", "影响"])), st.integers(1, 5), max_size=4
) | st.dictionaries(
    st.tuples(st.integers(0, 2), st.sampled_from(["应对措施", "预算"])), st.sampled_from("abc"), max_size=4
)


@settings(
    max_examples=8, deadline=None, phases=[Phase.generate, Phase.explicit], suppress_health_check=list(HealthCheck)
)
@given(here=EDIT, copies=st.lists(EDIT, min_size=2, max_size=3))
@example(  # what stands here meanwhile, seen beside the last sheet, looks like its column sorted by itself
    here={},
    copies=[{(2, "应对措施"): "b"}, {(1, "应对措施"): "a"}, {(0, "应对措施"): "a", (1, "应对措施"): "b"}],
)
def test_returns_in_any_order(desk, here, copies):
    make_desk = type(desk)
    outcomes = set()
    for order in permutations(range(len(copies))):
        with tempfile.TemporaryDirectory() as folder:
            desk = make_desk(Path(folder))
            ids = make(desk, 3)
            base = cells(desk)
            sheets = [edited(sent(desk), c) for c in copies]
            edit_here(desk, ids, here)
            for number in order:
                desk.take(grid(desk, sheets[number]))
            held = cells(desk)
            undisputed = []
            for cell, old in base.items():
                said = [v for edits in (here, *copies) if (v := edits.get(cell, old)) != old]
                if len(set(said)) < 2:
                    assert held[cell] == (said[0] if said else old)
                    undisputed.append((cell, held[cell]))
                else:
                    assert held[cell] in said
                    assert cell not in here or here[cell] == old or held[cell] == here[cell]
            outcomes.add(tuple(undisputed))
            for sheet, edits in zip(sheets, copies, strict=True):
                rows = desk.only(grid(desk, sheet)).rows
                asked = {(r.place - 2, name) for r in rows for name in r.conflicts}
                lost = {(row, FIELDS[h]) for (row, h), v in edits.items() if v != base[row, h] and held[row, h] != v}
                assert asked == lost
                assert not any(r.changes or r.extra for r in rows)
            for sheet in sheets:
                desk.take(grid(desk, sheet), choices=ALL)
                assert desk.plan(grid(desk, sheet)).counts["same"] == 3
            assert cells(desk) == held
            desk.workspace.close()
    assert len(outcomes) == 1


def test_a_sheet_from_a_copy_that_was_merged_reverts_nothing(desk, ids, tmp_path):
    path = tmp_path / "copy.govdesk"
    shutil.copy(desk.workspace.path, path)
    theirs = Workspace.open(path, REGISTERS, author="Li Qiang")
    change(theirs, "risk", [ids[0]], {"impact": 4})
    ours, desk.workspace = desk.workspace, theirs
    sheet = edited(sent(desk), {(1, "概率"): 5})
    desk.workspace = ours
    change(ours, "risk", [ids[0]], {"probability": 1})
    with other_copy(ours, path) as other:
        write_merge(ours, other, plan_merge(ours, other))
    theirs.close()
    (row,) = [r for r in desk.only(grid(desk, sheet)).rows if r.status != "same"]
    assert (row.id, row.status, row.changes) == (ids[1], "changed", {"probability": (2, 5)})
