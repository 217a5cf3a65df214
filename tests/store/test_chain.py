"""The chain holds through all that GovDesk does, and tells which operation was changed behind its back."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import chain, edit, history, writing
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.workspace import Workspace


def verdict(workspace):
    with workspace.read() as session:
        return chain.verify(session)


def head(workspace):
    with workspace.read() as session:
        return chain.head(session)


def raw(path, *statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def links(path):
    connection = sqlite3.connect(path)
    found = connection.execute("SELECT operation, hex(head) FROM link WHERE operation > 0 ORDER BY 1").fetchall()
    connection.close()
    return dict(found)


def test_each_operation_makes_another_head_and_all_of_them_are_found_again(world):
    seen = [head(world.workspace)]
    for title in "abc":
        edit.create(world.workspace, "risk", {"project": world.project, "title": title})
        seen.append(head(world.workspace))
    history.undo(world.workspace)
    seen.append(head(world.workspace))
    history.redo(world.workspace)
    seen.append(head(world.workspace))
    assert len(set(seen)) == len(seen)
    assert all(len(s) == 24 for s in seen)
    with world.workspace.read() as session:
        numbers = [chain.found(session, s.upper()) for s in seen]
        assert chain.found(session, "0000-0000-0000-0000-0000") is None
        assert chain.found(session, seen[0][:4]) is None
    assert numbers == sorted(numbers)
    assert None not in numbers
    found = verdict(world.workspace)
    assert found.ok
    assert (found.head, found.lightened) == (seen[-1], ())


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE operation SET author = 'Someone else' WHERE id = 5", 5),
        ("UPDATE operation SET at = '2020-01-01T00:00:00+00:00' WHERE id = 5", 5),
        ("UPDATE operation SET label = replace(label, '{', '{ ') WHERE id = 5", 5),
        ("UPDATE change SET new = replace(new, '新零售', '旧零售') WHERE operation = 1", 1),
        ("UPDATE change SET record = 'x' WHERE operation = 4", 4),
        ("DELETE FROM change WHERE operation = 3", 3),
        ("INSERT INTO change (operation, register, record, action) VALUES (2, 'risk', 'x', 'delete')", 2),
        ("DELETE FROM operation WHERE id = 6", 6),
        (
            "INSERT INTO operation (id, at, author, label, kind, state, uid) VALUES (900, '', '', '', 'do', 'done', 'u')",
            900,
        ),
        ("UPDATE link SET head = x'00' WHERE operation = 4", 4),
        ("DELETE FROM link WHERE operation = 4", 4),
        ("UPDATE link SET digest = randomblob(32) WHERE operation = 2", 2),
    ],
)
def test_a_past_that_was_changed_outside_is_noticed(world, statement, first):
    assert verdict(world.workspace).ok
    raw(world.workspace.path, statement)
    found = verdict(world.workspace)
    assert not found.ok
    assert found.first == first


def test_lines_cannot_be_moved_from_one_field_to_the_next(world):
    raw(world.workspace.path, "UPDATE change SET register = 'depart', record = 'ment' || record WHERE operation = 2")
    assert verdict(world.workspace).first == 2


@pytest.fixture
def voices(world):
    made = [
        edit.create(world.workspace, "feedback", {"project": world.project, "statement": f"v{n}", "anonymous": True})
        for n in range(4)
    ]
    world.voices = made
    return world


def test_nameless_voices_are_sealed_without_an_order(voices):
    ordered = links(voices.workspace.path)
    edit.create(voices.workspace, "feedback", {"project": voices.project, "statement": "v9", "anonymous": True})
    assert links(voices.workspace.path) == ordered
    connection = sqlite3.connect(voices.workspace.path)
    veiled = connection.execute("SELECT head, joined FROM link WHERE operation <= 0").fetchall()
    connection.close()
    assert len(veiled) == 6
    assert set(veiled) == {(None, None)}
    assert verdict(voices.workspace).ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET new = replace(new, 'v2', 'w2') WHERE operation < 0",
        "DELETE FROM operation WHERE id = (SELECT min(id) FROM operation)",
        "DELETE FROM link WHERE operation = (SELECT min(operation) FROM link)",
        "DELETE FROM link WHERE operation = 0",
    ],
)
def test_a_nameless_voice_that_was_changed_outside_is_noticed(voices, statement):
    raw(voices.workspace.path, statement)
    found = verdict(voices.workspace)
    assert found.first is not None
    assert found.first <= 0


def test_one_that_turns_nameless_leaves_the_heads_and_no_digest_to_guess_from(world):
    before = links(world.workspace.path)
    connection = sqlite3.connect(world.workspace.path)
    salts = {bytes(r[0]) for r in connection.execute("SELECT salt FROM link WHERE salt IS NOT NULL")}
    edit.change(world.workspace, "feedback", [world.voice], {"anonymous": True})
    found = verdict(world.workspace)
    assert found.ok
    assert found.lightened
    after = links(world.workspace.path)
    assert {n: after[n] for n in before} == before
    kept = {bytes(r[0]) for r in connection.execute("SELECT salt FROM link WHERE salt IS NOT NULL")}
    connection.close()
    assert len(salts - kept) == len(found.lightened)


def test_what_a_write_takes_out_of_the_past_is_sealed_anew(world):
    before = links(world.workspace.path)
    with world.workspace.write("Erase") as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE change SET new = replace(new, '王敏', '…')")
        connection.exec_driver_sql("DELETE FROM operation WHERE id = 3")
        connection.exec_driver_sql("DELETE FROM change WHERE operation = 3")
        connection.exec_driver_sql("UPDATE operation SET author = '' WHERE id = 6")
    found = verdict(world.workspace)
    assert found.ok
    assert {3, 4, 6} <= set(found.lightened)
    assert before.items() <= links(world.workspace.path).items()
    raw(world.workspace.path, "UPDATE change SET new = replace(new, '…', '.') WHERE operation = 4")
    assert verdict(world.workspace).altered == (4,)


def test_a_write_that_fails_or_changes_nothing_leaves_the_chain(world):
    before = links(world.workspace.path)
    with pytest.raises(ZeroDivisionError), world.workspace.write("Nothing"):
        raise ZeroDivisionError
    with world.workspace.write("Nothing"):
        pass
    assert links(world.workspace.path) == before
    assert verdict(world.workspace).ok


def test_two_chains_meet_in_a_merge_and_the_other_head_is_found(world, tmp_path):
    ours = world.workspace
    shutil.copy(ours.path, tmp_path / "copy.govdesk")
    theirs = Workspace.open(tmp_path / "copy.govdesk", REGISTERS, author="Li Qiang")
    edit.change(theirs, "risk", [world.risk], {"title": "数据不全，又旧"})
    edit.create(theirs, "feedback", {"project": world.project, "statement": "leise", "anonymous": True})
    told = head(theirs)
    theirs.close()
    edit.create(ours, "risk", {"project": world.project, "title": "另一个"})
    before = links(ours.path)
    with other_copy(ours, theirs.path) as other:
        assert write_merge(ours, other, plan_merge(ours, other)) is not None
    assert verdict(ours).ok
    assert before.items() <= links(ours.path).items()
    with ours.read() as session:
        number = chain.found(session, told)
        assert number in {o.id for o in history.operations(session) if o.author == "Li Qiang"}
    raw(ours.path, "UPDATE brought SET new = replace(new, '又旧', '又新')")
    assert verdict(ours).first == number
    history.undo(ours)
    assert verdict(ours).first == number


def test_a_file_from_before_the_chain_gets_one(tmp_path):
    path = tmp_path / "before.govdesk"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "golden" / "version_1.govdesk.gz").read_bytes()))
    opened = Workspace.open(path, REGISTERS)
    found = verdict(opened)
    assert found.ok
    assert found.count == len(links(opened.path))
    edit.create(opened, "department", {"name": "neu"})
    assert verdict(opened).count == found.count + 1
    opened.close()


def test_an_older_file_with_foreign_parts_is_refused_before_it_is_lifted(world):
    world.workspace.close()
    path = world.workspace.path
    raw(path, "DROP TABLE link", "DROP TABLE draft", "PRAGMA user_version=1", "CREATE INDEX more ON risk (abs(row))")
    before = path.read_bytes()
    with pytest.raises(GovDeskError) as caught:
        Workspace.open(path, REGISTERS)
    assert caught.value.code == "foreign"
    assert path.read_bytes() == before


def test_a_long_undo_is_sealed_as_the_mirror_of_what_it_took_back(world, monkeypatch):
    monkeypatch.setattr(chain, "_LONG", 3)
    with world.workspace.write("Many") as session:
        made = writing.insert_rows(session, REGISTERS["risk"], [{"project": world.project, "title": t} for t in "abcd"])
    history.undo(world.workspace)
    history.redo(world.workspace)
    history.undo(world.workspace)
    redone = history.redo(world.workspace).operation
    assert verdict(world.workspace).ok
    with world.workspace.write("Erase") as session:
        session.connection().exec_driver_sql(f"UPDATE change SET new = NULL, old = NULL WHERE record = '{made[0]}'")
    found = verdict(world.workspace)
    assert found.ok
    assert redone in found.lightened
    raw(world.workspace.path, f"UPDATE change SET new = replace(new, 'b', 'x') WHERE operation = {redone}")
    assert verdict(world.workspace).first == redone


@pytest.mark.parametrize("which", ["undo", "redo"])
def test_a_mirror_that_was_changed_outside_is_noticed(world, monkeypatch, which):
    monkeypatch.setattr(chain, "_LONG", 3)
    with world.workspace.write("Many") as session:
        writing.insert_rows(session, REGISTERS["risk"], [{"project": world.project, "title": t} for t in "abcd"])
    number = history.undo(world.workspace).operation
    number = history.redo(world.workspace).operation if which == "redo" else number
    assert verdict(world.workspace).ok
    raw(world.workspace.path, f"UPDATE change SET register = 'x' WHERE operation = {number} AND id % 2")
    assert verdict(world.workspace).first == number
