from __future__ import annotations

from datetime import date

import pytest

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid, Lookup
from govdesk.i18n import LANGUAGES, Message, language
from govdesk.registers import REGISTERS
from govdesk.store import edit, history
from govdesk.store.query import Query, count, find


def refusal(call, *args, **options):
    with pytest.raises(GovDeskError) as caught:
        call(*args, **options)
    return caught.value


def record(world, code, identity):
    with world.workspace.read() as session:
        return find(session, REGISTERS, code, identity)


def words(workspace, lang="en"):
    """Answer what the last operation is called."""
    with workspace.read() as session:
        return language(lang).say(history.undoable(session).label)


def codes(problems):
    return [(name, problem.code) for name, problem in problems]


def test_a_new_record_gets_number_defaults_and_pinyin(world):
    made = record(world, "risk", world.risk)
    assert (made.number, made.values["status"], made.values["kind"]) == (1, "open", "risk")
    with world.workspace.read() as session:
        assert (
            session.connection().exec_driver_sql("SELECT name_pinyin FROM stakeholder WHERE name = '王敏'").scalar()
            == "wangmin|wm"
        )
    edit.change(world.workspace, "stakeholder", [world.wang], {"name": "李雷"})
    with world.workspace.read() as session:
        assert (
            session.connection().exec_driver_sql("SELECT name_pinyin FROM stakeholder WHERE name = '李雷'").scalar()
            == "lilei|ll"
        )


def test_what_is_required_is_asked_for(world, dump):
    before = dump(world.workspace)
    error = refusal(edit.create, world.workspace, "risk", {"project": world.project})
    assert error.code == "invalid"
    assert str(error) == "Title is needed."
    assert refusal(edit.create, world.workspace, "risk", {"title": "x"}).code == "invalid"
    assert refusal(edit.change, world.workspace, "risk", [world.risk], {"title": None}).code == "invalid"
    assert refusal(edit.change, world.workspace, "risk", [world.risk], {"title": ""}).code == "invalid"
    assert dump(world.workspace) == before


def test_an_old_record_may_be_mended_bit_by_bit(world):
    workspace = world.workspace
    with workspace.write("A poor import") as session:
        (made,) = edit.insert_rows(session, REGISTERS["risk"], [{"project": world.project}])
    edit.change(workspace, "risk", [made], {"probability": 2})
    assert record(world, "risk", made).values["probability"] == 2


def test_an_unreadable_value_is_refused(world):
    invalid = Invalid("date", Message("“{text}” is not a date.", {"text": "下下周"}))
    error = refusal(edit.change, world.workspace, "risk", [world.risk], {"due": invalid})
    assert str(error) == "“下下周” is not a date."


def test_the_registers_own_rules_are_asked(world):
    with world.workspace.read() as session:
        check = lambda values, identity=None: codes(edit.validate(session, REGISTERS, "feedback", values, identity))  # noqa: E731
        assert check({"project": world.project, "statement": "x", "status": "confirmed"}) == [("status", "unanswered")]
        assert check({"anonymous": True}, world.voice) == [], "the name goes with it"
        source = find(session, REGISTERS, "feedback", world.voice).values["source"]
        assert check({"anonymous": True, "source": source}, world.voice) == [("source", "anonymous")]
        assert check({"anonymous": True, "source": None}, world.voice) == []


def test_what_was_wrong_before_does_not_stop_another_edit(world):
    workspace = world.workspace
    with workspace.write("A poor import") as session:
        row = {"project": world.project, "statement": "x", "date": date(2026, 2, 1), "replied": date(2026, 1, 1)}
        (made,) = edit.insert_rows(session, REGISTERS["feedback"], [row])
    edit.change(workspace, "feedback", [made], {"severity": 2})
    assert refusal(edit.change, workspace, "feedback", [made], {"replied": date(2026, 1, 2)}).code == "invalid"
    assert refusal(edit.change, workspace, "feedback", [made], {"status": "confirmed"}).code == "invalid"
    edit.change(workspace, "feedback", [made], {"replied": date(2026, 2, 2)})
    assert refusal(edit.change, workspace, "feedback", [made], {"date": date(2026, 3, 1)}).code == "invalid"


def test_no_department_stands_below_itself(world):
    workspace = world.workspace
    assert refusal(edit.change, workspace, "department", [world.finance], {"parent": world.finance}).code == "invalid"
    assert (
        refusal(edit.change, workspace, "department", [world.head_office], {"parent": world.finance}).code == "invalid"
    )
    team = edit.create(workspace, "department", {"name": "出纳组", "parent": world.finance})
    with workspace.read() as session:
        assert codes(edit.validate(session, REGISTERS, "department", {"parent": team}, world.head_office)) == [
            ("parent", "circle")
        ]
    other = edit.create(workspace, "department", {"name": "IT"})
    both = {other: {"parent": team}, world.head_office: {"parent": other}}
    assert refusal(edit.change_many, workspace, "department", both).code == "invalid"
    edit.change(workspace, "department", [team], {"parent": other})
    assert record(world, "department", team).values["parent"] == other


def test_links_that_are_no_tree_may_go_round(world):
    edit.change(world.workspace, "stakeholder", [world.wang], {"owner": world.li})
    assert record(world, "stakeholder", world.wang).names["owner"] == "李强"


@pytest.mark.parametrize(
    ("values", "reason", "en"),
    [
        ({"probability": 4}, "", "Probability of 数据不全 to 4"),
        ({"status": "closed"}, "", "Status of 数据不全 to Closed"),
        ({"status": "closed"}, "done", "Status of 数据不全 to Closed (done)"),
        ({"due": date(2026, 3, 1)}, "", "Due of 数据不全 to 2026-03-01"),
        ({"owner": None}, "", "Owner of 数据不全 cleared"),
        (
            {"title": "一个很长很长很长很长很长很长很长很长的标题在这里了"},
            "",
            "Title of 数据不全 to 一个很长很长很长很长很长很长很长很长的标题在这…",
        ),
        ({"probability": 4, "impact": 3}, "", "Edit of 数据不全"),
    ],
)
def test_an_edit_is_named_by_what_it_does(world, values, reason, en):
    edit.change(world.workspace, "risk", [world.risk], values, reason)
    assert words(world.workspace) == en


def test_a_link_is_named_by_its_record(world):
    edit.change(world.workspace, "risk", [world.risk], {"owner": world.wang})
    assert words(world.workspace) == "Owner of 数据不全 to 王敏"


def test_several_records_are_changed_as_one(world):
    workspace = world.workspace
    done = edit.change(workspace, "stakeholder", [world.wang, world.li], {"key_user": True})
    assert done.registers == {"stakeholder"}
    assert words(workspace) == "Key user of 2 records"
    history.undo(workspace)
    assert record(world, "stakeholder", world.li).values["key_user"] is None


def test_a_block_is_pasted_all_or_none(world, dump):
    workspace = world.workspace
    new = [{"project": world.project, "title": "one"}, {"project": world.project, "title": "two"}]
    edit.change_many(workspace, "risk", {world.risk: {"impact": 2}}, new)
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("risk")) == 3
    history.undo(workspace)
    before = dump(workspace)
    assert (
        refusal(edit.change_many, workspace, "risk", {world.risk: {"impact": 2}}, [*new, {"title": "no project"}]).code
        == "invalid"
    )
    assert dump(workspace) == before


def test_what_is_gone_cannot_be_edited_or_deleted(world):
    edit.remove(world.workspace, "feedback", [world.voice])
    assert refusal(edit.change, world.workspace, "feedback", [world.voice], {"severity": 2}).code == "gone"
    assert refusal(edit.remove, world.workspace, "feedback", [world.voice]).code == "gone"
    assert refusal(edit.change, world.workspace, "feedback", [], {"severity": 2}).code == "gone"


def test_a_record_that_others_need_is_not_deleted(world, dump):
    before = dump(world.workspace)
    error = refusal(edit.remove, world.workspace, "stakeholder", [world.wang])
    assert error.code == "still_used"
    assert str(error) == "Responsibilities still point to it (1). Give them to another first; nothing was deleted."
    assert dump(world.workspace) == before


def test_links_to_a_deleted_record_are_emptied_and_undo_is_whole(world, dump):
    workspace = world.workspace
    before = dump(workspace)
    done = edit.remove(workspace, "stakeholder", [world.li])
    assert done.registers == {"stakeholder", "risk", "checklist_item", "feedback"}
    assert record(world, "risk", world.risk).values["owner"] is None
    assert record(world, "feedback", world.voice).values["source"] is None
    assert words(workspace) == "Delete 李强"
    history.undo(workspace)
    assert dump(workspace) == before


def test_two_records_that_point_to_each_other_go_together(world, dump):
    workspace = world.workspace
    edit.remove(workspace, "responsibility", [world.part])
    edit.change(workspace, "stakeholder", [world.wang], {"owner": world.li})
    before = dump(workspace)
    edit.remove(workspace, "stakeholder", [world.wang, world.li])
    assert words(workspace) == "Delete 2 Stakeholders"
    with workspace.read() as session:
        assert count(session, REGISTERS, Query("stakeholder")) == 0
    history.undo(workspace)
    assert dump(workspace) == before


def test_parts_go_with_what_they_are_part_of(world, dump):
    workspace = world.workspace
    before = dump(workspace)
    done = edit.remove(workspace, "checklist", [world.checklist])
    assert done.registers == {"checklist", "checklist_item"}
    assert record(world, "checklist_item", world.step) is None
    history.undo(workspace)
    assert dump(workspace) == before


def test_a_project_goes_with_all_that_is_in_it_and_comes_back_whole(world, dump):
    workspace = world.workspace
    edit.change(workspace, "project", [world.project], {"sponsor": world.wang})
    edit.change(workspace, "department", [world.finance], {"head": world.wang})
    other = edit.create(workspace, "project", {"name": "other"})
    before = dump(workspace)
    edit.remove(workspace, "project", [world.project])
    left = {code: len(records) for code, records in dump(workspace).items() if records}
    assert left == {"project": 1, "department": 2}
    assert record(world, "department", world.finance).values["head"] is None
    history.undo(workspace)
    assert dump(workspace) == before
    edit.remove(workspace, "project", [other])


def resolve(world, target, text, project="own"):
    with world.workspace.read() as session:
        return edit.resolve(session, REGISTERS, Lookup(target, text), world.project if project == "own" else project)


@pytest.mark.parametrize("text", ["王敏", " 王敏 ", "王\u200b敏", "STK-0001", "stk-0001", "ＳＴＫ－０００１"])
def test_a_name_or_number_finds_its_record(world, text):
    assert resolve(world, "stakeholder", text) == world.wang
    assert resolve(world, "stakeholder", world.wang) == world.wang


@pytest.mark.parametrize("text", ["王", "王敏敏", "STK-0099", "%", "_", "wangmin", "' OR 1=1 --", "\\"])
def test_a_name_that_nobody_has_finds_nothing(world, text):
    assert resolve(world, "stakeholder", text) is None


def test_a_name_is_found_whatever_its_case(world):
    made = edit.create(world.workspace, "stakeholder", {"project": world.project, "name": "Zhang Wei_50%"})
    assert resolve(world, "stakeholder", "ZHANG  wei_50%") == made


def test_namesakes_are_told_apart_by_project_or_not_at_all(world):
    other = edit.create(world.workspace, "project", {"name": "other"})
    there = edit.create(world.workspace, "stakeholder", {"project": other, "name": "王敏"})
    assert resolve(world, "stakeholder", "王敏") == world.wang
    assert resolve(world, "stakeholder", "王敏", other) == there
    assert resolve(world, "stakeholder", "王敏", None) is None
    edit.create(world.workspace, "stakeholder", {"project": world.project, "name": "王敏"})
    assert resolve(world, "stakeholder", "王敏") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王", ["王敏"]),
        ("wm", ["王敏"]),
        ("wang", ["王敏"]),
        ("qiang", ["李强"]),
        ("", ["李强", "王敏"]),
        ("王 敏", ["王敏"]),
        ("zz", []),
        ("%", []),
    ],
)
def test_candidates_are_found_by_name_or_pinyin(world, text, names):
    with world.workspace.read() as session:
        found = edit.candidates(session, REGISTERS, "stakeholder", text, world.project)
    assert sorted(c.title for c in found) == sorted(names)


def test_candidates_of_the_project_come_first_with_a_hint(world):
    other = edit.create(world.workspace, "project", {"name": "other"})
    edit.create(world.workspace, "stakeholder", {"project": other, "name": "王"})
    with world.workspace.read() as session:
        found = edit.candidates(session, REGISTERS, "stakeholder", "王", world.project)
        assert len(edit.candidates(session, REGISTERS, "stakeholder", "", None, limit=2)) == 2
    assert [(c.title, c.hint) for c in found] == [("王敏", "财务部"), ("王", "STK-0003")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_operation_has_words_in_each_language(world, lang):
    workspace = world.workspace
    edit.change(workspace, "risk", [world.risk], {"status": "closed"})
    edit.remove(workspace, "checklist", [world.checklist])
    with workspace.read() as session:
        told = [language(lang).say(o.label) for o in history.operations(session)]
    assert all(told)
    assert not [t for t in told if "{" in t]
