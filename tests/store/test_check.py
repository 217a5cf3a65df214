"""A sound workspace passes, and each way in which one can be unsound is found and named."""

from __future__ import annotations

import sqlite3

import pytest

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import backup, chain
from govdesk.store.check import check, sealed_at
from govdesk.store.edit import change, create, remove
from govdesk.store.history import redo, undo
from govdesk.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.govdesk", REGISTERS)
    project = create(made, "project", {"name": "甲项目"})
    for name in ("王敏", "李雷", "韩梅"):
        create(made, "stakeholder", {"project": project, "name": name, "power": 3})
    yield made
    made.close()


def person(workspace, name="王敏"):
    with workspace.read() as session:
        return session.connection().exec_driver_sql("SELECT id FROM stakeholder WHERE name = ?", (name,)).scalar()


def unsound(workspace):
    return {f.code for f in check(workspace) if not f.ok}


def behind_its_back(workspace, *statements):
    connection = sqlite3.connect(workspace.path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_workspace_stays_sound_through_edits_undo_and_redo(workspace):
    assert unsound(workspace) == set()
    one = person(workspace)
    change(workspace, "stakeholder", [one], {"power": 5, "needs": "x"})
    change(workspace, "stakeholder", [one], {"needs": None, "key_user": True})
    remove(workspace, "stakeholder", [person(workspace, "李雷")])
    assert unsound(workspace) == set()
    undo(workspace)
    undo(workspace)
    assert unsound(workspace) == set()
    redo(workspace)
    assert unsound(workspace) == set()
    for _ in range(6):
        undo(workspace)
    findings = check(workspace)
    assert all(f.ok for f in findings)
    assert "stakeholder" in {f.code.removeprefix("history.") for f in findings}


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE stakeholder SET power = 1 WHERE name = '王敏'", {"history.stakeholder"}),
        ("UPDATE stakeholder SET needs = 'x' WHERE name = '韩梅'", {"history.stakeholder"}),
        ("DELETE FROM stakeholder WHERE name = '李雷'", {"history.stakeholder"}),
        ("INSERT INTO project (id, number, name) VALUES ('x', 9, '乙')", {"history.project"}),
        ("UPDATE stakeholder SET project = 'nowhere' WHERE name = '韩梅'", {"links", "history.stakeholder"}),
        ("UPDATE project SET name = ''", {"required", "history.project"}),
        ("DELETE FROM operation WHERE id = 2", {"operations"}),
        ("UPDATE operation SET rows = 7 WHERE id = 2", {"operations"}),
        ("UPDATE change SET new = json_set(new, '$.power', 5) WHERE record = (SELECT id FROM stakeholder WHERE name = '韩梅')",
         {"history.stakeholder"}),
        ("UPDATE change SET new = 'no json' WHERE action = 'update'", {"history.stakeholder"}),
        ("UPDATE change SET old = json_set(old, '$.power', 2) WHERE action = 'update'", {"history.stakeholder"}),
        ("DELETE FROM change WHERE action = 'update'", {"operations", "history.stakeholder"}),
        ("UPDATE change SET register = 'risk' WHERE action = 'update'", {"history.stakeholder"}),
    ],
)  # fmt: skip
def test_what_was_done_behind_its_back_is_found(workspace, statement, codes):
    change(workspace, "stakeholder", [person(workspace)], {"power": 4})
    assert unsound(workspace) == set()
    behind_its_back(workspace, "PRAGMA foreign_keys=OFF", statement)
    past = any(f" {table} " in f"{statement} " for table in ("change", "operation")) and "rows" not in statement
    assert unsound(workspace) == codes | ({"chain"} if past else set())


def test_an_index_that_lies_is_found(workspace):
    path = workspace.path
    workspace.close()
    roots = "(SELECT sum(rootpage) FROM sqlite_master WHERE name IN {0}) - rootpage WHERE name IN {0}"
    swap = roots.format("('ix_stakeholder_project', 'ix_stakeholder_department')")
    behind_its_back(workspace, "PRAGMA writable_schema=ON", f"UPDATE sqlite_master SET rootpage = {swap}")
    opened = Workspace.open(path, REGISTERS, read_only=True)
    assert "pages" in unsound(opened)
    opened.close()


def test_findings_are_sentences_in_both_languages(workspace):
    for finding in check(workspace):
        for code in ("zh", "en"):
            assert language(code).say(finding.message).rstrip().endswith((".", "。"))


def test_a_backup_that_is_not_whole_is_told(workspace):
    assert backup.back_up(workspace.path, workspace.id, "asked") is not None
    assert unsound(workspace) == set()
    create(workspace, "project", {"name": "乙项目"})
    made = backup.back_up(workspace.path, workspace.id, "asked")
    made.path.write_bytes(made.path.read_bytes()[:5000])
    assert unsound(workspace) == {"backups"}
    for held in backup.backups(workspace.id):
        held.path.write_bytes(b"x")
    assert unsound(workspace) == {"backups"}


def test_a_printed_seal_is_found_again(workspace):
    with workspace.read() as session:
        seal = chain.head(session)
    create(workspace, "project", {"name": "乙项目"})
    with workspace.read() as session:
        assert sealed_at(session, seal).ok
        assert not sealed_at(session, seal.replace(seal[:4], "0000" if seal[:4] != "0000" else "1111")).ok


def finding(workspace, code):
    (found,) = [f for f in check(workspace) if f.code == code]
    return found


def test_it_tells_of_half_typed_texts_and_of_those_that_cannot_be_read(workspace):
    from govdesk.store.draft import keep_drafts

    assert "Nothing half typed" in language("en").say(finding(workspace, "drafts").message)
    keep_drafts(workspace, {("risk", ""): {"values": {"title": "x"}, "texts": {}}})
    told = finding(workspace, "drafts")
    assert told.ok
    assert told.message.args["count"] == told.message.args["people"] == 1
    behind_its_back(workspace, "UPDATE draft SET content = '[1'")
    assert not finding(workspace, "drafts").ok


def test_it_looks_at_every_backup(workspace):
    for name in ("a", "b", "c"):
        create(workspace, "project", {"name": name})
        backup.back_up(workspace.path, workspace.id, "asked")
    assert "3 backups, all whole" in language("en").say(finding(workspace, "backups").message)
    oldest = backup.backups(workspace.id)[-1]
    oldest.path.write_bytes(oldest.path.read_bytes()[:9000])
    told = finding(workspace, "backups")
    assert (told.ok, told.mind, told.message.args["numbers"]) == (True, True, str(oldest.number))


def test_it_tells_of_the_place_and_of_the_password(workspace, tmp_path):
    assert finding(workspace, "place").ok
    assert finding(workspace, "password").mind
    (tmp_path / ".stfolder").mkdir()
    told = finding(workspace, "place")
    assert (told.ok, told.mind) == (True, True)


def test_it_finds_an_anonymous_record_that_can_be_told(workspace):
    with workspace.read() as session:
        project = session.connection().exec_driver_sql("SELECT id FROM project").scalar()
    create(workspace, "feedback", {"project": project, "statement": "太慢", "anonymous": True})
    assert finding(workspace, "nameless.feedback").ok
    behind_its_back(workspace, "UPDATE operation SET author = '王敏' WHERE id < 0")
    assert not finding(workspace, "nameless.feedback").ok
