"""The merge of a colleague's copy, from the file to one undo."""

from __future__ import annotations

import shutil

import pytest
import shiboken6

from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import find
from govdesk.store.workspace import Workspace
from govdesk.ui.copy_merge import CopyMerge
from govdesk.ui.dialogs.merge_dialog import MergeDialog


@pytest.fixture
def person(open_workspace):
    made = edit.create(open_workspace, "project", {"name": "P"})
    return edit.create(open_workspace, "stakeholder", {"project": made, "name": "新人", "power": 2})


@pytest.fixture
def copy(open_workspace, person, tmp_path):
    """A colleague's copy; what it does is written by calling it."""
    path = tmp_path / "copy.govdesk"
    shutil.copy(open_workspace.path, path)

    def work(act):
        theirs = Workspace.open(path, REGISTERS, author="Li Qiang")
        act(theirs)
        theirs.close()
        return path

    return work


@pytest.fixture
def shown(context, wait_until):
    made = []

    def shown(path):
        dialog = MergeDialog(context, path)
        made.append(dialog)
        dialog.open()
        wait_until(lambda: dialog.plan is not None or dialog.text(), "the plan")
        wait_until(lambda: dialog._job is None, "the job")
        return dialog

    yield shown
    for dialog in filter(shiboken6.isValid, made):
        dialog.close()


def power(workspace, person):
    with workspace.read() as session:
        return find(session, REGISTERS, "stakeholder", person).values["power"]


def ended(dialog, wait_until):
    wait_until(lambda: not shiboken6.isValid(dialog), "the end of the merge")


def test_what_nobody_disputes_is_merged_by_one_button_and_undone_at_once(
    shown, copy, context, open_workspace, person, answers, wait_until
):
    dialog = shown(copy(lambda w: edit.change(w, "stakeholder", [person], {"power": 5})))
    assert not dialog.conflicts.isVisible()
    dialog.go.click()
    ended(dialog, wait_until)
    assert power(open_workspace, person) == 5
    history.undo(open_workspace)
    assert power(open_workspace, person) == 2


def test_a_conflict_is_settled_in_the_list(shown, copy, open_workspace, person, wait_until):
    path = copy(lambda w: edit.change(w, "stakeholder", [person], {"power": 5}))
    edit.change(open_workspace, "stakeholder", [person], {"power": 1})
    dialog = shown(path)
    (line,) = dialog.conflicts.disputes
    assert (line.base, line.mine, line.theirs, line.their_author) == ("2", "1", "5", "Li Qiang")
    dialog.conflicts.settle([0], "theirs")
    dialog.go.click()
    ended(dialog, wait_until)
    assert power(open_workspace, person) == 5


def test_a_conflict_left_open_keeps_what_is_here_and_comes_again(shown, copy, open_workspace, person, wait_until):
    path = copy(lambda w: edit.change(w, "stakeholder", [person], {"power": 5}))
    edit.change(open_workspace, "stakeholder", [person], {"power": 1})
    dialog = shown(path)
    dialog.go.click()
    ended(dialog, wait_until)
    assert power(open_workspace, person) == 1
    again = shown(path)
    assert len(again.conflicts.disputes) == 1
    assert not again.go.isEnabled()
    again.conflicts.settle([0], "theirs")
    assert again.go.isEnabled()
    again.go.click()
    ended(again, wait_until)
    assert power(open_workspace, person) == 5


def test_a_large_merge_asks_first_and_names_the_figure(shown, copy, open_workspace, person, answers):
    with open_workspace.read() as session:
        ids = [i for (i,) in session.connection().exec_driver_sql("SELECT id FROM stakeholder")]
    dialog = shown(copy(lambda w: edit.change(w, "stakeholder", ids, {"notes": "x", "name": "y"})))
    answers.confirms = False
    dialog.go.click()
    assert f"{len(ids)} of {len(ids)} records" in answers.asked[-1]
    assert dialog.result() == 0
    assert power(open_workspace, person) == 2


def test_a_copy_that_moved_on_is_shown_once_more(shown, copy, open_workspace, person, wait_until):
    dialog = shown(copy(lambda w: edit.change(w, "stakeholder", [person], {"power": 5})))
    copy(lambda w: edit.change(w, "stakeholder", [person], {"power": 4}))
    dialog.go.click()
    wait_until(lambda: "meanwhile" in dialog.text(), "the word")
    assert power(open_workspace, person) == 2
    dialog.go.click()
    ended(dialog, wait_until)
    assert power(open_workspace, person) == 4


def test_twins_are_proposed_and_may_stay_apart(shown, copy, open_workspace, wait_until):
    path = copy(lambda w: edit.create(w, "department", {"name": "法务部"}))
    edit.create(open_workspace, "department", {"name": "法务部"})
    dialog = shown(path)
    (box,) = dialog._boxes()
    box.click()
    wait_until(lambda: dialog._job is None and dialog.plan.twins[0].apart, "the new plan")
    dialog.go.click()
    ended(dialog, wait_until)
    with open_workspace.read() as session:
        count = session.connection().exec_driver_sql("SELECT count(*) FROM department WHERE name = '法务部'").scalar()
    assert count == 2


def test_a_stranger_is_refused_in_words(shown, open_workspace, tmp_path):
    Workspace.create(tmp_path / "x.govdesk", REGISTERS).close()
    dialog = shown(tmp_path / "x.govdesk")
    assert "not a copy of this workspace" in dialog.text()
    assert not dialog.go.isEnabled()


def test_a_copy_that_says_nothing_new_is_said(shown, copy):
    dialog = shown(copy(lambda w: None))
    assert dialog.text().startswith("There is nothing to merge")
    assert not dialog.go.isEnabled()


@pytest.mark.parametrize(("answer", "merges"), [(0, True), (1, False), (None, False)])
def test_a_copy_dropped_on_the_window_may_be_merged(
    context, copy, open_workspace, answers, monkeypatch, answer, merges
):
    path = copy(lambda w: None)
    called = []
    copies = CopyMerge(context, lambda p: called.append(("open", p)))
    monkeypatch.setattr(copies, "merge", lambda p: called.append(("merge", p)))
    answers.chooses = answer
    copies.offer(path)
    assert called == ([] if answer is None else [("merge" if merges else "open", path)])


def test_another_workspace_dropped_is_opened_at_once(context, open_workspace, answers, tmp_path):
    Workspace.create(tmp_path / "x.govdesk", REGISTERS).close()
    called = []
    copies = CopyMerge(context, called.append)
    copies.offer(tmp_path / "x.govdesk")
    copies.offer(open_workspace.path)
    assert called == [tmp_path / "x.govdesk", open_workspace.path]
    assert answers.asked == []
