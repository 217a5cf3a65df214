"""One operation that makes, changes and deletes; and the settings that a workspace keeps."""

from __future__ import annotations

import pytest

from govdesk.errors import GovDeskError
from govdesk.i18n import Message
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find
from govdesk.store.setting import read_setting, write_setting


def roles(world):
    with world.workspace.read() as session:
        total = count(session, REGISTERS, Query("responsibility"))
        part = find(session, REGISTERS, "responsibility", world.part)
    return total, part.values["role"] if part else None


def made(world, role):
    return {"project": world.project, "deliverable": world.module, "department": world.finance, "role": role}


def test_makes_changes_and_deletes_as_one_operation(world):
    other = edit.create(world.workspace, "responsibility", made(world, "C"))
    ids = edit.rework(
        world.workspace,
        "responsibility",
        Message("Both"),
        creates=[made(world, "R"), made(world, "I")],
        changes={world.part: {"role": "R"}},
        removes=[other],
    )
    assert len(ids) == 2
    assert roles(world) == (3, "R")
    history.undo(world.workspace)
    assert roles(world) == (2, "A")
    history.redo(world.workspace)
    assert roles(world) == (3, "R")


def test_one_bad_record_leaves_everything_as_it_was(world):
    with pytest.raises(GovDeskError) as caught:
        edit.rework(
            world.workspace,
            "responsibility",
            Message("Bad"),
            creates=[{**made(world, "R"), "role": None}],
            removes=[world.part],
        )
    assert caught.value.code == "invalid"
    assert roles(world) == (1, "A")


def test_a_record_that_is_gone_is_told(world):
    edit.remove(world.workspace, "responsibility", [world.part])
    with pytest.raises(GovDeskError) as caught:
        edit.rework(world.workspace, "responsibility", Message("Late"), changes={world.part: {"role": "R"}})
    assert caught.value.code == "gone"


def test_a_workspace_keeps_its_settings(world):
    with world.workspace.read() as session:
        assert read_setting(session, "rule", "no") == "no"
    for value in ("yes", "off"):
        write_setting(world.workspace, "rule", value)
        with world.workspace.read() as session:
            assert read_setting(session, "rule") == value
