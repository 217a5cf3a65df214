"""Two copies of one workspace, edited apart and put together again."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.merge import plan_merge
from govdesk.store.merge_values import MINE, THEIRS, Settling
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.query import select_records
from govdesk.store.workspace import Workspace

ALL_MINE, ALL_THEIRS = Settling(otherwise=MINE), Settling(otherwise=THEIRS)


def merge(ours, theirs, settling=None):
    """Merge the other copy into ours; return the plan that was carried out."""
    with other_copy(ours, theirs.path) as other:
        plan = plan_merge(ours, other, settling)
        write_merge(ours, other, plan)
    return plan


def planned(ours, theirs, settling=None):
    with other_copy(ours, theirs.path) as other:
        return plan_merge(ours, other, settling)


def content(workspace):
    """Return every record of every register by id, without what belongs to the file."""
    with workspace.read() as session:
        return {
            code: {r.id: (dict(r.values), dict(r.extra)) for r in select_records(session, REGISTERS, code)}
            for code in REGISTERS
        }


def sound(*workspaces):
    for workspace in workspaces:
        assert [f.message for f in check(workspace) if not f.ok] == []


@pytest.fixture
def pair(world, tmp_path):
    """Two copies of the world on two laptops."""
    world.workspace.close()
    copies = []
    for name, author in (("a", "Wang Min"), ("b", "Li Qiang")):
        path = tmp_path / f"{name}.govdesk"
        shutil.copy(world.workspace.path, path)
        copies.append(Workspace.open(path, REGISTERS, author=author))
    yield *copies, world
    for copy in copies:
        copy.close()


def values(workspace, code, identity):
    return content(workspace)[code][identity][0]


def test_what_each_side_changed_by_itself_comes_together(pair):
    a, b, world = pair
    edit.change(a, "risk", [world.risk], {"probability": 4})
    edit.change(b, "risk", [world.risk], {"impact": 5})
    edit.create(b, "risk", {"project": world.project, "title": "停电", "owner": world.wang})
    edit.remove(b, "checklist_item", [world.step])
    plan = merge(a, b)
    assert plan.counts == {"new": 1, "changed": 1, "removed": 1, "conflicts": 0}
    assert (values(a, "risk", world.risk)["probability"], values(a, "risk", world.risk)["impact"]) == (4, 5)
    merge(b, a)
    assert content(a) == content(b)
    sound(a, b)


def test_merging_again_changes_nothing_either_way(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    merge(a, b)
    for ours, theirs in ((a, b), (b, a), (a, b), (b, a)):
        merge(ours, theirs)
        before = len(timeline(ours))
        assert planned(ours, theirs).is_nothing
        merge(ours, theirs)
        assert len(timeline(ours)) == before


def timeline(workspace):
    with workspace.read() as session:
        return history.operations(session, limit=1000)


def test_one_undo_takes_all_of_it_back_and_it_can_come_again(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    edit.create(b, "department", {"name": "法务部"})
    before = content(a)
    merge(a, b)
    after = content(a)
    history.undo(a)
    assert content(a) == before
    assert planned(a, b).counts["new"] == 1
    history.redo(a)
    assert content(a) == after
    assert planned(a, b).is_nothing
    history.undo(a)
    merge(a, b)
    assert content(a) == after
    merge(b, a)
    assert content(b) == after
    sound(a, b)


def test_their_history_comes_along_with_their_name_and_time(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    theirs = timeline(b)[0]
    merge(a, b)
    last, brought, *_ = sorted(timeline(a), key=lambda o: -o.id)
    assert (last.copy, last.kind, last.state) == ("b.govdesk", "do", "done")
    assert (brought.author, brought.at, brought.label, brought.state) == (
        "Li Qiang",
        theirs.at,
        theirs.label,
        "brought",
    )
    assert brought.uid == theirs.uid
    with a.read() as session:
        told = history.revisions(session, REGISTERS, "risk", world.risk)
    assert ("Li Qiang", "brought") in {(r.operation.author, r.operation.state) for r in told}


@pytest.mark.parametrize(("side", "kept"), [(MINE, 1), (THEIRS, 5)])
def test_a_cell_changed_on_both_sides_is_asked_once(pair, side, kept):
    a, b, world = pair
    edit.change(a, "risk", [world.risk], {"impact": 1})
    edit.change(b, "risk", [world.risk], {"impact": 5})
    (conflict,) = planned(a, b).conflicts
    assert (conflict.name, conflict.base, conflict.mine, conflict.theirs) == ("impact", None, 1, 5)
    assert (conflict.author, conflict.their_author) == ("Wang Min", "Li Qiang")
    merge(a, b)
    assert values(a, "risk", world.risk)["impact"] == 1
    (again,) = planned(a, b).conflicts
    assert (again.base, again.mine, again.theirs) == (None, 1, 5)
    merge(a, b)
    assert len([o for o in timeline(a) if o.copy]) == 1
    (from_there,) = planned(b, a).conflicts
    assert (from_there.mine, from_there.theirs) == (5, 1)
    merge(a, b, Settling({(world.risk, "impact"): side}))
    assert values(a, "risk", world.risk)["impact"] == kept
    assert planned(a, b).is_nothing
    assert planned(b, a).conflicts == ()
    merge(b, a)
    assert content(a) == content(b)
    sound(a, b)


def test_settled_otherwise_on_each_side_is_asked_again(pair):
    a, b, world = pair
    edit.change(a, "risk", [world.risk], {"impact": 1})
    edit.change(b, "risk", [world.risk], {"impact": 5})
    before = shutil.copy(a.path, a.path.with_name("before.govdesk"))
    merge(a, b, ALL_MINE)
    old = Workspace.open(Path(before), REGISTERS)
    merge(b, old, ALL_MINE)
    old.close()
    (conflict,) = planned(a, b).conflicts
    assert (conflict.mine, conflict.theirs) == (1, 5)
    merge(a, b, ALL_THEIRS)
    merge(b, a)
    assert content(a) == content(b)


def test_both_changed_to_the_same_is_no_conflict(pair):
    a, b, world = pair
    for copy in (a, b):
        edit.change(copy, "risk", [world.risk], {"impact": 3, "tags": "甲, 乙"})
    edit.change(b, "risk", [world.risk], {"tags": "乙, 甲"})
    assert planned(a, b).conflicts == ()


def test_what_was_undone_there_is_no_change(pair):
    a, b, world = pair
    edit.change(a, "risk", [world.risk], {"impact": 1})
    edit.change(b, "risk", [world.risk], {"impact": 5})
    history.undo(b)
    plan = merge(a, b)
    assert plan.conflicts == ()
    assert values(a, "risk", world.risk)["impact"] == 1


@pytest.mark.parametrize("side", [MINE, THEIRS])
@pytest.mark.parametrize("removed_in", ["a", "b"])
def test_removed_on_one_side_and_edited_on_the_other(pair, side, removed_in):
    a, b, world = pair
    remover, editor = (a, b) if removed_in == "a" else (b, a)
    edit.remove(remover, "checklist_item", [world.step])
    edit.change(editor, "checklist_item", [world.step], {"step": "再核对"})
    (conflict,) = planned(a, b).conflicts
    assert (conflict.name, conflict.reason) == ("*", "removed_here" if removed_in == "a" else "removed_there")
    merge(a, b, Settling(otherwise=side))
    stays = (side == THEIRS) == (removed_in == "a")
    assert (world.step in content(a)["checklist_item"]) == stays
    assert planned(b, a).conflicts == ()
    merge(b, a)
    assert content(a) == content(b)
    sound(a, b)


@pytest.mark.parametrize("side", [MINE, THEIRS])
def test_removed_there_and_newly_used_here(pair, side):
    a, b, world = pair
    new = edit.create(b, "stakeholder", {"project": world.project, "name": "新人"})
    merge(a, b)
    edit.remove(b, "stakeholder", [new])
    edit.change(a, "risk", [world.risk], {"owner": new})
    (conflict,) = planned(a, b).conflicts
    assert conflict.reason == "used_here"
    merge(a, b, Settling(otherwise=side))
    assert values(a, "risk", world.risk)["owner"] == (new if side == MINE else None)
    merge(b, a)
    assert content(a) == content(b)
    sound(a, b)


@pytest.mark.parametrize("side", [MINE, THEIRS])
def test_removed_here_and_newly_used_there(pair, side):
    a, b, world = pair
    edit.remove(a, "checklist", [world.checklist])
    step = edit.create(b, "checklist_item", {"project": world.project, "checklist": world.checklist, "step": "二"})
    (conflict,) = planned(a, b).conflicts
    assert conflict.reason == "used_there"
    merge(a, b, Settling(otherwise=side))
    assert (step in content(a)["checklist_item"]) == (side == THEIRS)
    sound(a)
    merge(b, a)
    assert content(a) == content(b)
    sound(b)


def test_a_number_given_twice_is_given_anew_and_said(pair):
    a, b, world = pair
    ours = edit.create(a, "risk", {"project": world.project, "title": "我们的"})
    theirs = edit.create(b, "risk", {"project": world.project, "title": "他们的"})
    plan = merge(a, b)
    assert plan.renumbered == (("他们的", "RSK-0002", "RSK-0003"),)
    numbers = {i: v["number"] for i, (v, _) in content(a)["risk"].items()}
    assert (numbers[ours], numbers[theirs]) == (2, 3)
    merge(b, a)
    assert content(a) == content(b)
    sound(a, b)


def test_numbers_given_anew_on_both_laptops_agree(pair):
    a, b, world = pair
    edit.create(a, "risk", {"project": world.project, "title": "我们的"})
    edit.create(b, "risk", {"project": world.project, "title": "他们的"})
    before = Workspace.open(Path(shutil.copy(a.path, a.path.with_name("before.govdesk"))), REGISTERS)
    merge(a, b)
    merge(b, before)
    before.close()
    assert content(a) == content(b)
    merge(a, b)
    assert content(a) == content(b)


def test_a_department_made_on_both_sides_becomes_one(pair):
    a, b, world = pair
    ours = edit.create(a, "department", {"name": "法务部", "head": world.wang})
    theirs = edit.create(b, "department", {"name": " 法务部"})
    person = edit.create(b, "stakeholder", {"project": world.project, "name": "新人", "department": theirs})
    plan = merge(a, b)
    ((twin),) = plan.twins
    assert (twin.mine, twin.theirs, twin.apart) == (ours, theirs, False)
    held = content(a)["department"]
    assert [i for i, (v, _) in held.items() if v["name"].strip() == "法务部"] == [min(ours, theirs)]
    assert content(a)["stakeholder"][person][0]["department"] == min(ours, theirs)
    assert planned(a, b).is_nothing
    merge(b, a)
    assert content(a) == content(b)
    history.undo(a)
    assert content(a)["department"].keys() & {ours, theirs} == {ours}
    sound(a, b)


def test_twins_may_be_kept_apart(pair):
    a, b, _world = pair
    ours = edit.create(a, "department", {"name": "法务部"})
    theirs = edit.create(b, "department", {"name": "法务部"})
    merge(a, b, Settling(apart=frozenset({theirs})))
    assert {ours, theirs} <= content(a)["department"].keys()
    merge(b, a, Settling(apart=frozenset({ours})))
    assert content(a) == content(b)


def test_two_moves_that_make_a_circle_leave_ours(pair):
    a, b, _world = pair
    one = edit.create(a, "department", {"name": "甲"})
    merge(b, a)
    two = edit.create(b, "department", {"name": "乙"})
    merge(a, b)
    edit.change(a, "department", [one], {"parent": two})
    edit.change(b, "department", [two], {"parent": one})
    plan = merge(a, b)
    assert len(plan.notices) == 1
    assert values(a, "department", two)["parent"] is None
    merge(b, a)
    assert content(a) == content(b)


def test_extra_columns_merge_one_by_one(pair):
    a, b, world = pair
    edit.change(a, "risk", [world.risk], {"extra": '{"预算": "1"}'})
    edit.change(b, "risk", [world.risk], {"extra": '{"来源": "x"}'})
    merge(a, b)
    assert content(a)["risk"][world.risk][1] == {"预算": "1", "来源": "x"}
    edit.change(b, "risk", [world.risk], {"extra": '{"来源": "y"}'})
    edit.change(a, "risk", [world.risk], {"extra": '{"预算": "1", "来源": "z"}'})
    (conflict,) = planned(a, b).conflicts
    assert (conflict.name, conflict.base, conflict.mine, conflict.theirs) == ("extra:来源", "x", "z", "y")


def test_a_large_merge_is_told(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"title": "新"})
    plan = planned(a, b)
    assert (plan.is_large, plan.lost) == (True, (1, 1))


def test_a_rule_broken_only_together_is_told(pair):
    a, b, world = pair
    import datetime as dt

    edit.change(a, "project", [world.project], {"start": dt.date(2026, 5, 1)})
    edit.change(b, "project", [world.project], {"end": dt.date(2026, 4, 1)})
    assert len(planned(a, b).notices) == 1


def test_their_file_stays_as_it_is_byte_for_byte(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    b.close()
    before = hashlib.sha256(b.path.read_bytes()).hexdigest(), sorted(p.name for p in b.path.parent.iterdir())
    merge(a, b)
    assert before == (hashlib.sha256(b.path.read_bytes()).hexdigest(), sorted(p.name for p in b.path.parent.iterdir()))


def test_another_workspace_is_refused(pair, tmp_path):
    a, _, _ = pair
    stranger = Workspace.create(tmp_path / "x.govdesk", REGISTERS)
    stranger.close()
    for path, code in (
        (stranger.path, "unrelated"),
        (a.path, "itself"),
        (tmp_path / "none.govdesk", "missing"),
        (tmp_path, "folder"),
    ):
        with pytest.raises(GovDeskError) as found, other_copy(a, path):
            pass
        assert found.value.code == code


HOSTILE = [
    "CREATE TRIGGER x AFTER INSERT ON risk BEGIN DELETE FROM risk; END",
    "CREATE VIEW x AS SELECT 1",
    "ALTER TABLE risk ADD COLUMN x TEXT",
]


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_copy_with_foreign_parts_is_refused(pair, statement):
    a, b, _ = pair
    b.close()
    with sqlite3.connect(b.path) as raw:
        raw.execute(statement)
    raw.close()
    with pytest.raises(GovDeskError) as found, other_copy(a, b.path):
        pass
    assert found.value.code == "foreign"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET old = 'not json' WHERE action = 'update'",
        "UPDATE change SET old = '[1]', new = '7' WHERE action = 'update'",
        "UPDATE risk SET extra = '[]'",
        "UPDATE risk SET extra = '{'",
        "UPDATE risk SET number = 'x'",
        "UPDATE risk SET raised = 'x'",
        "UPDATE operation SET at = 'x'",
        "UPDATE operation SET id = -id",
        "INSERT INTO settlement (operation, register, record, field, kept) VALUES (1, 'risk', 'x', 'id', '{')",
        "INSERT INTO settlement (operation, register, record, field, kept) SELECT max(id), 'risk', 'x', 'id', '{' FROM operation",
    ],
)
def test_nonsense_in_a_copy_is_refused_or_harmless(pair, statement):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    edit.create(b, "risk", {"project": world.project, "title": "新", "extra": '{"a": "b"}'})
    b.close()
    with sqlite3.connect(b.path) as raw:
        raw.execute(statement)
    raw.close()
    before = content(a)
    try:
        merge(a, b, ALL_THEIRS)
    except GovDeskError:
        assert content(a) == before
    sound(a)


def test_a_plan_that_is_old_is_refused(pair):
    a, b, world = pair
    edit.change(b, "risk", [world.risk], {"impact": 5})
    with other_copy(a, b.path) as other:
        plan = plan_merge(a, other)
        edit.change(a, "risk", [world.risk], {"impact": 1})
        with pytest.raises(GovDeskError) as found:
            write_merge(a, other, plan)
    assert found.value.code == "stale"


STEP = st.one_of(
    st.tuples(st.just("set"), st.integers(0, 2), st.sampled_from(["probability", "impact"]), st.integers(1, 4)),
    st.tuples(st.just("owner"), st.integers(0, 2), st.integers(0, 1), st.none()),
    st.tuples(st.just("make"), st.sampled_from(["risk", "department"]), st.integers(0, 2), st.none()),
    st.tuples(st.just("drop"), st.sampled_from(["risk", "stakeholder", "checklist"]), st.integers(0, 2), st.none()),
    st.tuples(st.just("undo"), st.none(), st.none(), st.none()),
    st.tuples(st.just("merge"), st.sampled_from([MINE, THEIRS, ""]), st.none(), st.none()),
)
PLAY = st.lists(st.tuples(st.integers(0, 1), STEP), max_size=12)


def play(copies, number, step, base):
    ours, theirs = copies[number], copies[1 - number]
    kind, one, two, three = step
    try:
        match kind:
            case "set":
                edit.change(ours, "risk", [base["risk"][one]], {two: three})
            case "owner":
                edit.change(ours, "risk", [base["risk"][one]], {"owner": base["stakeholder"][two]})
            case "make":
                data = (
                    {"name": f"部门 {two}"}
                    if one == "department"
                    else {"title": f"新 {two}", "project": base["project"]}
                )
                edit.create(ours, one, data)
            case "drop":
                edit.remove(ours, one, [base[one][two % len(base[one])]])
            case "undo":
                history.undo(ours)
            case _:
                merge(ours, theirs, Settling(otherwise=one))
    except GovDeskError as error:
        usual = {"gone", "still_used", "nothing_to_undo", "touched_later", "broken_link"}
        if kind == "merge" or error.code not in usual:
            raise


@settings(
    max_examples=20, deadline=None, phases=[Phase.generate, Phase.explicit], suppress_health_check=list(HealthCheck)
)
@given(PLAY, st.sampled_from([MINE, THEIRS]))
def test_any_play_of_edits_and_merges_ends_alike(steps, side):
    with tempfile.TemporaryDirectory() as folder:
        first = Workspace.create(Path(folder) / "a.govdesk", REGISTERS, author="A")
        project = edit.create(first, "project", {"name": "P"})
        base = {"project": project}
        base["stakeholder"] = [edit.create(first, "stakeholder", {"project": project, "name": n}) for n in "xy"]
        base["risk"] = [
            edit.create(first, "risk", {"project": project, "title": t, "owner": base["stakeholder"][0]}) for t in "abc"
        ]
        base["checklist"] = [
            edit.create(first, "checklist", {"project": project, "title": "L", "risk": base["risk"][0]})
        ]
        shutil.copy(first.path, Path(folder) / "b.govdesk")
        copies = (first, Workspace.open(Path(folder) / "b.govdesk", REGISTERS, author="B"))
        for number, step in steps:
            play(copies, number, step, base)
        a, b = copies
        disputed = {(c.record, c.name) for c in planned(a, b).conflicts}
        untouched = content(a), content(b)
        plan = merge(a, b, Settling(otherwise=side))
        for code, held in content(a).items():
            for identity, (cells, _) in held.items():
                old, new = (u[code].get(identity, ({}, {}))[0] for u in untouched)
                for name, value in cells.items():
                    if (
                        name != "number"
                        and old.get(name) == new.get(name)
                        and (identity, "*") not in disputed
                        and old
                        and new
                    ):
                        assert value == old[name]
        assert planned(a, b).is_nothing
        assert planned(b, a).conflicts == ()
        merge(b, a, Settling(otherwise=side))
        assert content(a) == content(b)
        assert planned(a, b).is_nothing or planned(a, b).counts["changed"] == 0
        assert len(plan.conflicts) >= len(disputed)
        sound(a, b)
        a.close()
        b.close()


def test_what_was_made_nameless_here_does_not_come_back_with_its_name(pair):
    a, b, world = pair
    voice = edit.create(b, "feedback", {"project": world.project, "statement": "太慢了", "source": world.wang})
    merge(a, b)
    edit.change(a, "feedback", [voice], {"anonymous": True})
    edit.change(b, "feedback", [voice], {"notes": "x"})
    merge(a, b, ALL_THEIRS)
    assert voice not in content(a)["feedback"]
    sound(a)


def test_a_conflict_about_a_nameless_voice_shows_no_value_that_singles_out(pair):
    a, b, world = pair
    voice = edit.create(b, "feedback", {"project": world.project, "statement": "太慢了", "anonymous": True})
    merge(a, b)
    edit.change(a, "feedback", [voice], {"department": world.finance})
    edit.change(b, "feedback", [voice], {"department": world.head_office})
    (conflict,) = planned(a, b).conflicts
    assert (conflict.name, conflict.base, conflict.mine, conflict.theirs) == ("department", None, None, None)
    merge(a, b, ALL_THEIRS)
    assert planned(a, b).conflicts == ()
    sound(a)


def test_a_nameless_voice_comes_again_after_undo_and_its_operation_names_nobody(pair):
    a, b, world = pair
    voice = edit.create(b, "feedback", {"project": world.project, "statement": "太慢了", "anonymous": True})
    edit.change(b, "risk", [world.risk], {"impact": 5})
    before = content(a)
    merge(a, b)
    assert content(a)["feedback"][voice][0]["statement"] == "太慢了"
    history.undo(a)
    assert content(a) == before
    merge(a, b)
    assert content(a) == content(b)
    with a.read() as session:
        rows = (
            session.connection()
            .exec_driver_sql(
                "SELECT o.id, o.author FROM operation o WHERE o.id IN (SELECT operation FROM change WHERE record = ?1 "
                "UNION SELECT operation FROM brought WHERE record = ?1)",
                (voice,),
            )
            .fetchall()
        )
    assert rows
    assert all(number < 0 and author == "" for number, author in rows)
    sound(a, b)
