"""A person erased: nothing of them is left in the bytes, the history stays sound, and no undo or merge brings them back."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.store import backup, cipher, edit, history
from govdesk.store.check import check
from govdesk.store.draft import keep_drafts
from govdesk.store.erased import erased
from govdesk.store.erasure import erase
from govdesk.store.erasure_elsewhere import erase_elsewhere, erase_in_settings
from govdesk.store.mention import words_of
from govdesk.store.merge import plan_merge
from govdesk.store.merge_writing import write_merge
from govdesk.store.other import other_copy
from govdesk.store.person import LINK, MENTION, RECORD, find_person, traces
from govdesk.store.query import find
from govdesk.store.setting import write_setting
from govdesk.store.workspace import Workspace

NAME, PHONE, WORRY = "欧阳植词", "13900007777", "怕被裁员植语"
#: A short value, which stands in the words of the operation that wrote it.
ROLE = "植角"


@pytest.fixture
def kept(world):
    """A person of whom much is kept everywhere."""
    ws = world.workspace
    values = {"project": world.project, "name": NAME, "contact": PHONE, "concerns": WORRY, "power": 4}
    world.person = edit.create(ws, "stakeholder", values)
    edit.change(ws, "stakeholder", [world.person], {"concerns": WORRY + "二"})
    edit.change(ws, "stakeholder", [world.person], {"role": ROLE})
    edit.change(ws, "stakeholder", [world.person], {"title": f"{NAME}的头衔"})
    edit.change(ws, "risk", [world.risk], {"title": f"{NAME}要调走，电话{PHONE}", "owner": world.person})
    world.said = edit.create(
        ws, "feedback", {"project": world.project, "statement": f"{NAME}说太慢", "source": world.person}
    )
    gone = edit.create(ws, "risk", {"project": world.project, "title": f"{NAME}的旧风险", "tags": NAME})
    edit.remove(ws, "risk", [gone])
    history.undo(ws)
    history.redo(ws)
    write_setting(ws, "note", json.dumps({"text": f"给{NAME}"}))
    with ws.write(f"给{NAME}的事", source=f"{NAME}.xlsx") as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "INSERT INTO layout VALUES ('x', ?, '2026-01-01')",
            (json.dumps({"texts": {"owner": {NAME: "a"}}}, ensure_ascii=False),),
        )
        connection.exec_driver_sql(
            "UPDATE risk SET extra = ?", (json.dumps({f"{NAME}列": f"见{NAME}"}, ensure_ascii=False),)
        )
    ws.author = NAME
    edit.change(ws, "risk", [world.risk], {"notes": "由本人写"})
    return world


def person(workspace, name=NAME):
    with workspace.read() as session:
        return find_person(session, REGISTERS, name, language("en"))


def hidden_in(data: bytes, *words: str) -> list[str]:
    return [w for w in words for code in ("utf-8", "utf-16-le", "utf-16-be") if w.encode(code) in data]


def assert_sound(workspace):
    assert {f.code for f in check(workspace) if not f.ok} <= {"backups"}


def test_nothing_is_left_in_the_file_and_its_history_is_sound(kept):
    ws = kept.workspace
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY) == [NAME, PHONE, WORRY]
    erase(ws, person(ws))
    assert_sound(ws)
    ws.close()
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY, ROLE, "ouyang", "OuYang") == []


def test_no_free_page_holds_what_was_long(world):
    ws = world.workspace
    values = {"project": world.project, "name": NAME, "concerns": WORRY * 4_000}
    edit.create(ws, "stakeholder", values)
    erase(ws, person(ws))
    assert hidden_in(ws.path.read_bytes(), NAME, WORRY) == []


def test_links_and_the_texts_around_the_name_stay(kept):
    ws = kept.workspace
    erase(ws, person(ws))
    with ws.read() as session:
        risk = find(session, REGISTERS, "risk", kept.risk)
        voice = find(session, REGISTERS, "feedback", kept.said)
        left = find(session, REGISTERS, "stakeholder", kept.person)
    assert (risk.values["owner"], voice.values["source"]) == (kept.person, kept.person)
    assert left.values["name"].startswith("Erased person ")
    assert left.values["power"] is None
    assert risk.values["title"].startswith("Erased person ")
    assert "要调走" in risk.values["title"]


def test_no_undo_brings_anything_back(kept):
    ws = kept.workspace
    erase(ws, person(ws))
    undone = 0
    while True:
        with ws.read() as session:
            if history.undoable(session) is None:
                break
        history.undo(ws)
        undone += 1
        assert_sound(ws)
    assert undone > 5
    while True:
        with ws.read() as session:
            if history.redoable(session) is None:
                break
        history.redo(ws)
    assert_sound(ws)
    ws.write_anew()
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY) == []


def test_every_place_is_listed_before(kept):
    ws = kept.workspace
    with ws.read() as session:
        found = traces(session, REGISTERS, find_person(session, REGISTERS, NAME, language("en")), language("en"))
    assert {t.field for t in found if t.kind == RECORD} >= {"name", "contact", "concerns", "power"}
    assert {(t.register, t.field) for t in found if t.kind == LINK} == {("risk", "owner"), ("feedback", "source")}
    assert ("risk", kept.risk, "title") in {t.place for t in found if t.kind == MENTION}
    assert {t.kind for t in found} >= {"history", "author", "other"}


def test_a_text_that_is_to_stay_stays_with_its_history(kept):
    ws = kept.workspace
    place = ("risk", kept.risk, "title")
    erase(ws, person(ws), {place})
    assert_sound(ws)
    with ws.read() as session:
        assert NAME in find(session, REGISTERS, "risk", kept.risk).values["title"]
        assert NAME not in find(session, REGISTERS, "feedback", kept.said).values["statement"]


def test_a_longer_name_is_somebody_else(world):
    ws = world.workspace
    first = edit.create(ws, "stakeholder", {"project": world.project, "name": "李伟"})
    second = edit.create(ws, "stakeholder", {"project": world.project, "name": "李伟明"})
    risk = edit.create(ws, "risk", {"project": world.project, "title": "李伟明和李伟意见不同"})
    erase(ws, person(ws, "李伟"))
    with ws.read() as session:
        title = find(session, REGISTERS, "risk", risk).values["title"]
        assert find(session, REGISTERS, "stakeholder", second).values["name"] == "李伟明"
        assert find(session, REGISTERS, "stakeholder", first).values["name"] != "李伟"
    assert title.startswith("李伟明和Erased person ")


@pytest.mark.parametrize(
    ("text", "told"),
    [("met Li Wei today", True), ("li  wei", True), ("Li_Wei.xlsx", True), ("Li Weiming", False), ("Ali Wei", False)],
)
def test_latin_names_are_whole_words(text, told):
    assert words_of(["Li Wei"], (), "x").found(text) is told


def test_a_name_that_was_cut_off_goes_too():
    words = words_of(["Alexandra Planted"], (), "x")
    assert "Alexandra" not in words.replaced("Edit of a long talk with Alexandra Pl…")


def test_backups_are_written_anew_and_what_does_not_open_is_named(kept):
    ws = kept.workspace
    whole = backup.back_up(ws.path, ws.id, "asked")
    erase(ws, meant := person(ws))
    broken = whole.path.with_name("000009_20260101T000000_9_asked.govdesk")
    broken.write_bytes(b"no workspace" * 100)
    told = erase_elsewhere(ws, meant)
    assert told.anew == (whole.path,)
    assert told.left == (broken,)
    assert hidden_in(whole.path.read_bytes(), NAME, PHONE, WORRY) == []
    assert backup.newest_whole(ws.id).path == whole.path
    assert [p.name for p in whole.path.parent.iterdir() if p.name.endswith(".part")] == []
    with closing(Workspace.open(whole.path, REGISTERS, read_only=True)) as opened:
        assert_sound(opened)


def test_an_encrypted_workspace_and_its_backups(kept, monkeypatch):
    monkeypatch.setattr(cipher, "_COSTS", {b"GDE1": (1, 64, 1)})
    from govdesk.store.conversion import convert

    ws = kept.workspace
    made = backup.back_up(ws.path, ws.id, "asked")
    ws.close()
    key = cipher.new_key("correct horse")
    convert(ws.path, REGISTERS, None, key)
    with closing(Workspace.open(ws.path, REGISTERS, unlock=lambda _salt: key)) as opened:
        erase(opened, meant := person(opened))
        assert erase_elsewhere(opened, meant).anew == (made.path,)
        assert_sound(opened)
    with (
        closing(Workspace.open(made.path, REGISTERS, read_only=True, unlock=lambda _salt: key)) as old,
        old.read() as s,
    ):
        assert NAME not in json.dumps(
            [list(map(str, r)) for r in s.connection().exec_driver_sql("SELECT * FROM change")]
        )


def test_somebody_who_was_deleted_before_is_found_in_the_history(world):
    ws = world.workspace
    gone = edit.create(ws, "stakeholder", {"project": world.project, "name": NAME, "contact": PHONE})
    edit.remove(ws, "stakeholder", [gone])
    erase(ws, person(ws))
    assert_sound(ws)
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE) == []
    history.undo(ws)
    with ws.read() as session:
        assert find(session, REGISTERS, "stakeholder", gone).values["name"].startswith("Erased person")


def copy(workspace, to):
    backup.copy_to(workspace.path, to)
    return Workspace.open(to, REGISTERS, author="Colleague")


def merged(workspace, other):
    with other_copy(workspace, other.path) as theirs:
        plan = plan_merge(workspace, theirs)
        write_merge(workspace, theirs, plan)
        return plan


def test_a_colleagues_copy_cannot_bring_them_back(kept, tmp_path):
    ws = kept.workspace
    with closing(copy(ws, tmp_path / "b.govdesk")) as other:
        edit.change(other, "stakeholder", [kept.person], {"concerns": WORRY + "三", "name": NAME + "新"})
        edit.create(other, "risk", {"project": kept.project, "title": f"{NAME}又来了"})
        erase(ws, person(ws))
        plan = merged(ws, other)
    assert any("erased" in str(n) for n in plan.notices)
    assert_sound(ws)
    with ws.read() as session:
        assert find(session, REGISTERS, "stakeholder", kept.person).values["name"].startswith("Erased person")
        assert (("stakeholder", kept.person)) in erased(session)
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY) == []
    history.undo(ws)
    assert_sound(ws)
    ws.write_anew()
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY) == []


def test_a_merge_with_a_copy_that_erased_them_erases_them_here_and_says_so(kept, tmp_path):
    ws = kept.workspace
    with closing(copy(ws, tmp_path / "b.govdesk")) as other:
        erase(other, person(other))
        other.close()
        plan = merged(ws, other)
    assert any("erases them here" in str(n) for n in plan.notices)
    assert_sound(ws)
    assert hidden_in(ws.path.read_bytes(), NAME, PHONE, WORRY) == []


def test_the_settings_of_the_user_forget_the_name():
    from govdesk.settings import Settings

    words = words_of([NAME], (), "x")
    settings = Settings(author=NAME, views={"risk": {"search": NAME}}, recent=(f"/home/{NAME}.govdesk",))
    left = erase_in_settings(settings, words)
    assert NAME not in left.author + json.dumps(left.views)
    assert left.recent == settings.recent


def test_what_is_half_typed_of_them_goes_too(kept):
    ws = kept.workspace
    keep_drafts(
        ws, {("stakeholder", kept.person): {"values": {"contact": "植半句"}}, ("risk", ""): {"values": {"title": NAME}}}
    )
    assert hidden_in(ws.path.read_bytes(), "植半句") == ["植半句"]
    erase(ws, person(ws))
    assert hidden_in(ws.path.read_bytes(), NAME, "植半句") == []


def test_erasing_is_no_operation_that_undo_takes_back(kept, timeline):
    ws = kept.workspace
    erase(ws, person(ws))
    assert timeline(ws)[0].kind == "erase"
    with ws.read() as session:
        assert history.undoable(session).kind == "do"
