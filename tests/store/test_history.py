from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.check import check
from govdesk.store.query import Query, find, rows
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows, update_row


def number_of(workspace, code, identity):
    with workspace.read() as session:
        return find(session, workspace.registers, code, identity).number


def value_of(workspace, code, identity, name):
    with workspace.read() as session:
        return find(session, workspace.registers, code, identity).values[name]


def refusal(call, *args):
    with pytest.raises(GovDeskError) as caught:
        call(*args)
    return caught.value


def test_undo_and_redo_walk_through_everything_that_was_done(world, dump):
    workspace = world.workspace
    states = [dump(workspace)]
    edit.change(workspace, "risk", [world.risk], {"probability": 4, "due": date(2026, 3, 1), "owner": world.wang})
    states.append(dump(workspace))
    edit.change(workspace, "risk", [world.risk], {"due": None, "title": "口径不一"})
    states.append(dump(workspace))
    edit.remove(workspace, "checklist", [world.checklist])
    states.append(dump(workspace))
    with workspace.write("Several at once") as session:
        made = insert_rows(
            session,
            REGISTERS["risk"],
            [{"project": world.project, "title": "one"}, {"project": world.project, "title": "two"}],
        )
        update_row(session, REGISTERS["risk"], made[0], {"impact": 5})
        update_row(session, REGISTERS["risk"], made[0], {"impact": 4, "title": "一"})
        update_row(session, REGISTERS["stakeholder"], world.wang, {"name": "王明"})
    states.append(dump(workspace))
    assert all(a != b for a, b in pairwise(states))
    for state in states[-2::-1]:
        history.undo(workspace)
        assert dump(workspace) == state
    for state in states[1:]:
        history.redo(workspace)
        assert dump(workspace) == state
    for state in states[-2::-1]:
        history.undo(workspace)
        assert dump(workspace) == state
    assert all(finding.ok for finding in check(workspace))


def test_the_empty_workspace_is_reached_and_nothing_beyond(world, dump):
    workspace = world.workspace
    full = dump(workspace)
    done = 0
    while True:
        with workspace.read() as session:
            if history.undoable(session) is None:
                break
        history.undo(workspace)
        done += 1
    assert done == 11
    assert not any(dump(workspace).values())
    assert refusal(history.undo, workspace).code == "nothing_to_undo"
    for _ in range(done):
        history.redo(workspace)
    assert dump(workspace) == full
    assert refusal(history.redo, workspace).code == "nothing_to_redo"


def test_undo_and_redo_reach_across_reopening(workspace, dump):
    made = edit.create(workspace, "project", {"name": "One"})
    edit.change(workspace, "project", [made], {"name": "Two"})
    path, after = workspace.path, dump(workspace)
    workspace.close()
    again = Workspace.open(path, REGISTERS)
    history.undo(again)
    assert value_of(again, "project", made, "name") == "One"
    again.close()
    again = Workspace.open(path, REGISTERS)
    history.redo(again)
    assert dump(again) == after
    again.close()


def test_an_operation_is_named_and_knows_its_author_and_file(workspace):
    with workspace.write(Message("Import {file}", {"file": "风险.xlsx"}), source="风险.xlsx · Sheet1") as session:
        insert_rows(session, REGISTERS["project"], [{"name": "P"}, {"name": "Q"}])
    with workspace.read() as session:
        (operation,) = history.operations(session)
        assert history.undoable(session) == operation
    assert (operation.author, operation.source, operation.kind, operation.state) == (
        "Wang Min",
        "风险.xlsx · Sheet1",
        "do",
        "done",
    )
    assert operation.rows == 2
    assert str(operation.label) == "Import 风险.xlsx"


def test_the_timeline_is_read_by_pages(workspace):
    for name in "abc":
        edit.create(workspace, "project", {"name": name})
    with workspace.read() as session:
        last, *_ = first_page = history.operations(session, limit=2)
        rest = history.operations(session, limit=2, before=first_page[-1].id)
    assert [o.id for o in (*first_page, *rest)] == [last.id, last.id - 1, last.id - 2]


def test_undoing_is_itself_told(world):
    workspace = world.workspace
    edit.change(workspace, "risk", [world.risk], {"probability": 4})
    done = history.undo(workspace)
    assert done.kind == "undo"
    assert done.registers == {"risk"}
    with workspace.read() as session:
        undo, undone, *_ = history.operations(session)
        revisions = history.revisions(session, REGISTERS, "risk", world.risk)
    assert undo.target == undone.id
    assert (undo.state, undone.state) == ("done", "undone")
    assert str(undo.label).startswith("Undo: ")
    assert [r.changes.get("probability") for r in revisions] == [(4, None), (None, 4), None]
    assert [r.action for r in revisions] == ["update", "update", "insert"]


def test_an_older_operation_is_undone_when_nothing_touched_it_since(world, dump):
    workspace = world.workspace
    before = dump(workspace)
    edit.change(workspace, "risk", [world.risk], {"probability": 4})
    with workspace.read() as session:
        older = history.undoable(session)
    edit.change(workspace, "feedback", [world.voice], {"severity": 2})
    history.undo(workspace, older.id)
    assert value_of(workspace, "risk", world.risk, "probability") is None
    assert value_of(workspace, "feedback", world.voice, "severity") == 2
    history.undo(workspace)
    assert dump(workspace) == before


def test_an_older_operation_stays_when_a_later_one_touched_its_records(world, dump):
    workspace = world.workspace
    edit.change(workspace, "risk", [world.risk], {"probability": 4})
    with workspace.read() as session:
        older = history.undoable(session)
    edit.change(workspace, "risk", [world.risk], {"impact": 2})
    after = dump(workspace)
    error = refusal(history.undo, workspace, older.id)
    assert error.code == "touched_later"
    assert "Impact of 数据不全" in str(error)
    assert dump(workspace) == after
    history.undo(workspace)
    history.undo(workspace, older.id)
    assert value_of(workspace, "risk", world.risk, "probability") is None


def test_an_older_operation_stays_when_later_records_need_it(world, dump):
    workspace = world.workspace
    made = edit.create(workspace, "department", {"name": "IT"})
    with workspace.read() as session:
        older = history.undoable(session)
    edit.create(workspace, "stakeholder", {"project": world.project, "name": "New", "department": made})
    after = dump(workspace)
    assert refusal(history.undo, workspace, older.id).code == "touched_later"
    assert dump(workspace) == after


def test_what_is_not_in_force_is_not_undone(world):
    workspace = world.workspace
    edit.change(workspace, "risk", [world.risk], {"probability": 4})
    with workspace.read() as session:
        done = history.undoable(session)
    history.undo(workspace, done.id)
    assert refusal(history.undo, workspace, done.id).code == "nothing_to_undo"
    assert refusal(history.undo, workspace, 10_000).code == "nothing_to_undo"


def test_redo_does_again_what_was_undone_last(world):
    workspace = world.workspace
    for name, code, identity in (("probability", "risk", world.risk), ("severity", "feedback", world.voice)):
        edit.change(workspace, code, [identity], {name: 4})
    with workspace.read() as session:
        later, older, *_ = history.operations(session)
    history.undo(workspace, older.id)
    history.undo(workspace, later.id)
    history.redo(workspace)
    assert value_of(workspace, "feedback", world.voice, "severity") == 4
    assert value_of(workspace, "risk", world.risk, "probability") is None
    history.redo(workspace)
    with workspace.read() as session:
        assert history.undoable(session).id == older.id
    history.undo(workspace)
    assert value_of(workspace, "risk", world.risk, "probability") is None
    assert value_of(workspace, "feedback", world.voice, "severity") == 4


def test_a_new_edit_drops_what_could_be_redone(world, timeline):
    workspace = world.workspace
    edit.change(workspace, "risk", [world.risk], {"probability": 4})
    history.undo(workspace)
    edit.change(workspace, "risk", [world.risk], {"probability": 2})
    assert refusal(history.redo, workspace).code == "nothing_to_redo"
    assert [o.state for o in timeline(workspace)[:3]] == ["done", "done", "dropped"]
    history.undo(workspace)
    assert value_of(workspace, "risk", world.risk, "probability") is None


def test_a_number_is_not_given_twice_after_deletion(world):
    workspace = world.workspace
    one = edit.create(workspace, "risk", {"project": world.project, "title": "one"})
    assert number_of(workspace, "risk", one) == 2
    edit.remove(workspace, "risk", [one])
    two = edit.create(workspace, "risk", {"project": world.project, "title": "two"})
    assert number_of(workspace, "risk", two) == 3
    history.undo(workspace)
    history.undo(workspace)
    assert number_of(workspace, "risk", one) == 2
    three = edit.create(workspace, "risk", {"project": world.project, "title": "three"})
    assert number_of(workspace, "risk", three) == 3


def test_a_number_is_free_again_after_undo(world):
    workspace = world.workspace
    edit.create(workspace, "risk", {"project": world.project, "title": "one"})
    history.undo(workspace)
    two = edit.create(workspace, "risk", {"project": world.project, "title": "two"})
    assert number_of(workspace, "risk", two) == 2


def test_a_deletion_is_undone_although_newer_records_came(world):
    workspace = world.workspace
    first = edit.create(workspace, "risk", {"project": world.project, "title": "first"})
    edit.remove(workspace, "risk", [first])
    with workspace.read() as session:
        removal = history.undoable(session)
    second = edit.create(workspace, "risk", {"project": world.project, "title": "second"})
    history.undo(workspace, removal.id)
    with workspace.read() as session:
        assert {find(session, REGISTERS, "risk", i).values["title"] for i in (first, second)} == {"first", "second"}


def test_revisions_tell_old_and_new_the_names_of_links_and_the_place_in_the_file(world):
    workspace = world.workspace
    with workspace.write("Import", source="risks.xlsx") as session:
        row = {
            "project": world.project,
            "title": "from a file",
            "owner": world.wang,
            "due": date(2026, 3, 1),
            "kind": "issue",
        }
        (made,) = insert_rows(session, REGISTERS["risk"], [row], origins=["risks.xlsx · Sheet1 · 7"])
    with workspace.write("Import again", source="risks.xlsx") as session:
        update_row(session, REGISTERS["risk"], made, {"owner": world.li, "due": None}, origin="risks.xlsx · Sheet1 · 8")
    edit.change(workspace, "risk", [made], {"probability": 3})
    with workspace.read() as session:
        last, changed, new = history.revisions(session, REGISTERS, "risk", made)
    assert last.changes == {"probability": (None, 3)}
    assert last.origin == ""
    assert last.operation.author == "Wang Min"
    assert changed.changes == {"owner": (world.wang, world.li), "due": (date(2026, 3, 1), None)}
    assert changed.origin == "risks.xlsx · Sheet1 · 8"
    assert {changed.names[world.wang], changed.names[world.li]} == {"王敏", "李强"}
    assert new.action == "insert"
    assert new.origin == "risks.xlsx · Sheet1 · 7"
    assert new.operation.source == "risks.xlsx"
    assert new.changes["due"] == (None, date(2026, 3, 1))
    assert new.changes["kind"] == (None, "issue")
    assert new.changes["number"] == (None, 2)


def test_revisions_name_a_link_to_a_record_that_is_gone(world):
    workspace = world.workspace
    edit.remove(workspace, "stakeholder", [world.li])
    with workspace.read() as session:
        emptied, *_ = history.revisions(session, REGISTERS, "risk", world.risk)
    assert emptied.changes == {"owner": (world.li, None)}
    assert emptied.names[world.li] == "李强"


def test_the_undo_of_a_thousand_rows_leaves_nothing(workspace, dump):
    before = dump(workspace)
    with workspace.write("Import") as session:
        insert_rows(session, REGISTERS["project"], [{"name": f"项目{i}"} for i in range(1000)])
    after = dump(workspace)
    history.undo(workspace)
    assert dump(workspace) == before
    history.redo(workspace)
    assert dump(workspace) == after
    with workspace.read() as session:
        assert len(rows(session, REGISTERS, Query("project"))) == 1000
