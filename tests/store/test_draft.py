"""Half-typed entries in the workspace: kept, one per place and user, no edit, no trace once they are forgotten."""

from __future__ import annotations

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import cipher, edit
from govdesk.store.backup import backups, copy_to
from govdesk.store.check import check
from govdesk.store.conversion import convert
from govdesk.store.draft import drafts, keep_drafts
from govdesk.store.merge import plan_merge
from govdesk.store.other import other_copy
from govdesk.store.workspace import Workspace

NEW = {"values": {"title": "半句话"}, "texts": {}}


def contents(workspace):
    return {d.place: d.content for d in drafts(workspace)}


def test_a_draft_comes_back_after_the_file_was_closed_and_is_no_edit(world, timeline):
    workspace = world.workspace
    before = timeline(workspace)
    keep_drafts(workspace, {("risk", ""): NEW, ("risk", world.risk): {"texts": {"due": {"text": "31.2."}}}})
    keep_drafts(workspace, {("risk", ""): {**NEW, "values": {"title": "更多"}}})
    workspace.close()
    again = Workspace.open(workspace.path, REGISTERS, author="Wang Min")
    assert contents(again)["risk", ""]["values"] == {"title": "更多"}
    assert len(contents(again)) == 2
    assert timeline(again) == before
    assert all(f.ok for f in check(again))
    keep_drafts(again, {("risk", ""): None, ("risk", world.risk): None})
    assert contents(again) == {}
    again.close()


def test_each_user_has_drafts_of_their_own(workspace):
    keep_drafts(workspace, {("risk", ""): NEW})
    workspace.close()
    other = Workspace.open(workspace.path, REGISTERS, author="Li Qiang")
    assert contents(other) == {}
    keep_drafts(other, {("risk", ""): {"values": {"title": "李"}, "texts": {}}})
    other.close()
    again = Workspace.open(workspace.path, REGISTERS, author="Wang Min")
    assert contents(again)["risk", ""] == NEW
    again.close()


def test_a_nameless_draft_does_not_say_who_typed_it(workspace):
    nameless = edit.create(
        workspace,
        "feedback",
        {"project": edit.create(workspace, "project", {"name": "P"}), "statement": "x", "anonymous": True},
    )
    keep_drafts(workspace, {("feedback", "line"): {"values": {"statement": "机密", "anonymous": False}}})
    places = {
        ("feedback", "line"): {"values": {"statement": "机密", "anonymous": True}},
        ("feedback", f"answer:{nameless}"): {"reply": "好"},
    }
    keep_drafts(workspace, places)
    with workspace.read() as session:
        authors = session.connection().exec_driver_sql("SELECT DISTINCT author FROM draft").scalars().all()
    assert authors == [""]
    assert contents(workspace) == places


def test_what_was_forgotten_leaves_no_trace_in_the_file(workspace):
    word = "hidden-word-4711"
    keep_drafts(workspace, {("feedback", "line"): {"values": {"statement": word * 400}}})
    assert word.encode() in workspace.path.read_bytes()
    keep_drafts(workspace, {("feedback", "line"): None})
    workspace.close()
    assert word.encode() not in workspace.path.read_bytes()


def test_a_draft_is_encrypted_with_the_workspace(workspace):
    pytest.importorskip("sqlcipher3")
    keep_drafts(workspace, {("risk", ""): {"values": {"title": "planted-word"}, "texts": {}}})
    workspace.close()
    key = cipher.new_key("correct horse")
    convert(workspace.path, REGISTERS, None, key)
    assert b"planted-word" not in workspace.path.read_bytes()
    again = Workspace.open(workspace.path, REGISTERS, author="Wang Min", unlock=lambda _: key)
    assert contents(again)["risk", ""]["values"] == {"title": "planted-word"}
    keep_drafts(again, {("risk", ""): {"values": {"title": "other-word"}, "texts": {}}})
    assert contents(again)["risk", ""]["values"] == {"title": "other-word"}
    again.close()
    assert backups(workspace.id) == []


def test_a_colleagues_drafts_are_not_merged(world, tmp_path):
    workspace = world.workspace
    copy_to(workspace.path, tmp_path / "copy.govdesk")
    theirs = Workspace.open(tmp_path / "copy.govdesk", REGISTERS, author="Wang Min")
    keep_drafts(theirs, {("risk", ""): NEW})
    theirs.close()
    with other_copy(workspace, theirs.path) as other:
        assert plan_merge(workspace, other).is_nothing
    assert contents(workspace) == {}


def test_a_workspace_for_reading_only_keeps_no_draft(workspace):
    reader = Workspace.open(workspace.path, REGISTERS, read_only=True)
    with pytest.raises(GovDeskError) as caught:
        keep_drafts(reader, {("risk", ""): NEW})
    assert caught.value.code == "read_only"
    reader.close()


def test_what_is_no_json_is_left_out(workspace):
    with workspace.aside() as connection:
        for code, text in (("risk", "{"), ("risk2", "{}"), ("feedback", "[]")):
            values = ("Wang Min", code, "", text)
            connection.exec_driver_sql("INSERT INTO draft VALUES (?, ?, ?, ?)", values)
    assert drafts(workspace) == []
