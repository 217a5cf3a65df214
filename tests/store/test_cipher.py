from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from govdesk.errors import GovDeskError
from govdesk.registers import REGISTERS
from govdesk.store import cipher, edit, history
from govdesk.store.backup import back_up, backups, copy_to, counts, restore
from govdesk.store.check import check
from govdesk.store.conversion import convert
from govdesk.store.other import other_copy
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

PASSWORD = "correct horse 正确"
EARNEST = dict(cipher._COSTS)
PLANTED = "种下的词planted"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Derive keys at a small cost; what they cost in earnest has a test of its own."""
    monkeypatch.setattr(cipher, "_COSTS", {b"GDE1": (1, 64, 1)})


@pytest.fixture
def closed(workspace):
    """A workspace with a planted word and a backup, closed."""
    edit.create(workspace, "project", {"name": PLANTED})
    back_up(workspace.path, workspace.id, "asked")
    workspace.close()
    return workspace


def unlock(password=PASSWORD):
    return lambda salt: cipher.unlock(password, salt)


def encrypted(workspace):
    key = cipher.new_key(PASSWORD)
    assert convert(workspace.path, REGISTERS, None, key) == []
    return key


def opened(path, password=PASSWORD, **how):
    return Workspace.open(path, REGISTERS, unlock=unlock(password), **how)


def refusal(call, *args, **kwargs):
    with pytest.raises(GovDeskError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def holders(folder):
    """Answer the files below a folder that hold the planted word."""
    words = [PLANTED.encode(code) for code in ("utf-8", "utf-16-le")]
    return [p for p in Path(folder).rglob("*") if p.is_file() and any(w in p.read_bytes() for w in words)]


def test_the_costs_in_earnest_are_those_that_are_promised():
    for passes, memory, _lanes in EARNEST.values():
        assert passes >= 3
        assert memory >= 64 * 1024


def test_a_planted_word_is_nowhere_on_the_disk(closed, tmp_path, home):
    assert holders(tmp_path)
    assert holders(home)
    encrypted(closed)
    again = opened(closed.path)
    edit.create(again, "project", {"name": f"{PLANTED} 2"})
    history.undo(again)
    back_up(again.path, again.id, "asked", key=again.key)
    with again.write("x") as session:
        for n in range(200):
            session.connection().exec_driver_sql(
                "INSERT INTO setting (name, value) VALUES (?, ?)", (f"{PLANTED}{n}", PLANTED * 100)
            )
        session.connection().exec_driver_sql("PRAGMA cache_spill=1")
        assert [*holders(tmp_path), *holders(home)] == []
    again.close()
    assert [*holders(tmp_path), *holders(home)] == []


def test_with_its_password_all_is_as_it_was(closed):
    before = counts(closed.path, REGISTERS)
    key = encrypted(closed)
    assert closed.path.read_bytes()[:4] == b"GDE1"
    again = opened(closed.path)
    assert counts(closed.path, REGISTERS, key) == before
    edit.create(again, "project", {"name": "Two"})
    history.undo(again)
    history.redo(again)
    assert all(f.ok for f in check(again))
    assert again.key is not None
    assert again.key.secret.hex() not in repr(again.key)
    again.close()


def test_without_or_with_a_wrong_password_nothing_opens(closed):
    encrypted(closed)
    before = closed.path.read_bytes()
    assert refusal(Workspace.open, closed.path, REGISTERS) == "password"
    assert refusal(opened, closed.path, "wrong horse") == "wrong_password"
    assert closed.path.read_bytes() == before
    opened(closed.path).close()


def test_composed_and_decomposed_letters_are_the_same_password(closed):
    key = cipher.new_key("pässword")
    assert cipher.unlock("pa\u0308ssword", key.salt) == key


def test_a_short_password_is_refused():
    assert refusal(cipher.new_key, "1234567") == "short_password"


def test_another_password_and_none_at_all(closed):
    first = encrypted(closed)
    second = cipher.new_key("another horse")
    assert convert(closed.path, REGISTERS, first, second) == []
    assert refusal(opened, closed.path) == "wrong_password"
    opened(closed.path, "another horse").close()
    (backup,) = backups(closed.id)
    assert counts(backup.path, REGISTERS, second)["project"] == 1
    assert convert(closed.path, REGISTERS, second, None) == []
    plain = Workspace.open(closed.path, REGISTERS)
    assert plain.key is None
    assert all(f.ok for f in check(plain))
    plain.close()


def test_an_open_workspace_is_not_converted(workspace):
    assert refusal(convert, workspace.path, REGISTERS, None, cipher.new_key(PASSWORD)) == "in_use"


def test_a_conversion_that_fails_leaves_the_old_file(closed, monkeypatch):
    from govdesk.store import conversion

    before = closed.path.read_bytes()
    monkeypatch.setattr(conversion, "_content", lambda path, key: [path])
    assert refusal(convert, closed.path, REGISTERS, None, cipher.new_key(PASSWORD)) == "not_whole"
    assert closed.path.read_bytes() == before
    assert [p.name for p in closed.path.parent.iterdir() if "part" in p.name] == []


def test_backups_come_back_with_the_password(closed):
    key = encrypted(closed)
    (backup,) = backups(closed.id)
    again = opened(closed.path)
    edit.create(again, "project", {"name": "Two"})
    again.close()
    restore(backup.path, closed.path, REGISTERS, unlock())
    back = opened(closed.path)
    with back.read() as session:
        assert count(session, REGISTERS, Query("project")) == 1
    back.close()
    assert key.salt == closed.path.read_bytes()[:16]


def test_a_colleagues_copy_opens_with_ours_or_its_own_password(closed, tmp_path):
    key = encrypted(closed)
    copy = tmp_path / "copy.govdesk"
    copy_to(closed.path, copy, key=key)
    other = cipher.new_key("another horse")
    theirs = tmp_path / "theirs.govdesk"
    shutil.copyfile(copy, theirs)
    convert(theirs, REGISTERS, key, other)
    ours = opened(closed.path)
    with other_copy(ours, copy) as found:
        assert found.id == ours.id
    assert refusal(other_copy(ours, theirs).__enter__) == "password"
    with other_copy(ours, theirs, unlock=unlock("another horse")) as found:
        assert found.id == ours.id
    ours.close()


@pytest.mark.parametrize("content", [b"GDE1" + os.urandom(4092), b"GDE1" + bytes(12), b"GDE1" + os.urandom(5000)])
def test_noise_that_begins_as_an_encrypted_file_is_refused(tmp_path, content):
    path = tmp_path / "noise.govdesk"
    path.write_bytes(content)
    assert refusal(opened, path) in ("wrong_password", "damaged")
    assert path.read_bytes() == content


def test_a_cut_off_encrypted_file_is_damaged(closed):
    encrypted(closed)
    whole = closed.path.read_bytes()
    closed.path.write_bytes(whole[: len(whole) // 4096 // 2 * 4096])
    assert refusal(opened, closed.path) == "damaged"
