"""The sample workspace is whole in both languages, and data that does not fit is named by file and line."""

from __future__ import annotations

import datetime as dt

import pytest

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Date, Link
from govdesk.i18n import LANGUAGES
from govdesk.registers import REGISTERS
from govdesk.store.check import check
from govdesk.store.history import operations, undo
from govdesk.store.query import Query, records, rows, totals
from govdesk.store.sample import make_sample

TODAY = dt.date(2026, 3, 2)
PROJECT = "key,code,name_zh,name_en,sponsor,start,stage\np1,X1,甲,One,s1,-10,pilot\n"
PEOPLE = "key,project,name,power,key_user,owner\ns1,p1,王敏,4,1,s2\ns2,p1,李雷,,0,s1\n"


def made(tmp_path, language="zh", **tables):
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    for code, text in tables.items():
        (folder / f"{code}.csv").write_text(text, encoding="utf-8")
    return make_sample(tmp_path / "s.govdesk", REGISTERS, language, TODAY, folder=folder)


def all_of(workspace, code):
    with workspace.read() as session:
        return records(session, REGISTERS, code, rows(session, REGISTERS, Query(code)))


@pytest.mark.parametrize(("language", "name"), [("zh", "甲"), ("en", "One")])
def test_rows_are_read_by_their_kinds_and_links_in_a_circle_hold(tmp_path, language, name):
    workspace = made(tmp_path, language, project=PROJECT, stakeholder=PEOPLE)
    project = all_of(workspace, "project")[0]
    wang, li = all_of(workspace, "stakeholder")
    assert (project.values["name"], project.values["start"], project.values["stage"]) == (
        name,
        dt.date(2026, 2, 20),
        "pilot",
    )
    assert project.names["sponsor"] == "王敏"
    assert (wang.values["power"], wang.values["key_user"], wang.names["owner"]) == (4, True, "李雷")
    assert (li.values["power"], li.values["key_user"], li.names["owner"]) == (None, False, "王敏")
    workspace.close()


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        ({"project": PROJECT}, r"project\.csv, line 2, sponsor: “s1”"),
        ({"project": PROJECT, "stakeholder": PEOPLE.replace("s2,p1", "s1,p1")}, r"stakeholder\.csv, line 3, key: “s1” stands there twice"),
        ({"stakeholder": PEOPLE.replace("p1", "")}, r"stakeholder\.csv, line 2, project: Project is needed"),
        ({"project": PROJECT.replace("pilot", "Pilot")}, r"line 2, sponsor|line 2, stage"),
        ({"project": "key,name\np1,\n"}, r"project\.csv, line 2, name: Name is needed"),
        ({"project": "key,name,colour\np1,x,y\n"}, r"project\.csv, line 1, colour: There is no such field"),
        ({"project": "key,name,number\np1,x,3\n"}, r"project\.csv, line 1, number"),
        ({"project": "key,name\np1\n"}, r"project\.csv, line 2, -: The line has more or fewer"),
        ({"project": "key,name\np1,x,y\n"}, r"project\.csv, line 2, -: The line has more or fewer"),
        ({"project": "key,name,start\np1,x,2026-01-01\n"}, r"line 2, start: “2026-01-01” does not fit"),
        ({"project": "key,name,start,end\np1,x,5,4\n"}, r"line 2, end: The end lies before the start"),
        ({"project": "key,name\np1,x\n", "stakeholder": "key,project,name,power\ns,p1,x,6\n"}, r"stakeholder\.csv, line 2, power"),
        ({"project": "key,name\np1,x\n", "stakeholder": "key,project,name,key_user\ns,p1,x,yes\n"}, r"stakeholder\.csv, line 2, key_user"),
    ],
)  # fmt: skip
def test_data_that_does_not_fit_is_named_and_no_workspace_is_left(tmp_path, tables, words):
    with pytest.raises(GovDeskError, match=words):
        made(tmp_path, **tables)
    assert not (tmp_path / "s.govdesk").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_that_comes_with_the_program_is_whole(tmp_path, language):
    workspace = make_sample(tmp_path / "s.govdesk", REGISTERS, language, TODAY)
    with workspace.read() as session:
        counts = totals(session, REGISTERS, None)
        past = [o for o in operations(session) if not o.veiled]
        assert len(operations(session)) == len(past) + 1, "what is nameless stands apart"
    days = [(o.at.date() - TODAY).days for o in past]
    assert len(past) > 12
    assert days == sorted(days, reverse=True)
    assert (days[-1] < -100, str(past[-1].label)) == (True, "Sample data")
    assert all(f.ok for f in check(workspace))
    assert counts["project"] == 3
    assert all(counts[code] >= least for code, least in {
        "department": 25, "stakeholder": 60, "deliverable": 40, "responsibility": 40, "feedback": 150, "risk": 25,
        "checklist": 15, "checklist_item": 100,
    }.items())  # fmt: skip
    dates = [
        r.values[f.name]
        for code, register in REGISTERS.items()
        for f in register.fields()
        if isinstance(f.kind, Date)
        for r in all_of(workspace, code)
        if r.values[f.name]
    ]
    assert min(dates) < TODAY < max(dates)
    assert max(abs((d - TODAY).days) for d in dates) < 1000
    linked = sum(
        bool(r.names)
        for code, reg in REGISTERS.items()
        if any(isinstance(f.kind, Link) for f in reg.fields())
        for r in all_of(workspace, code)
    )
    assert linked > 600
    for _ in past:
        undo(workspace)
    with workspace.read() as session:
        assert set(totals(session, REGISTERS, None).values()) == {0}
    workspace.close()


PAST = "register,key,field,day,before,reason_zh,reason_en\n"


def test_the_past_leads_to_what_is_and_each_turn_is_an_operation_of_its_day(tmp_path):
    turns = "stakeholder,s1,power,-9,1,升职,promoted\nstakeholder,s1,power,-20,3,,\n"
    workspace = made(tmp_path, project=PROJECT, stakeholder=PEOPLE, past=PAST + turns)
    with workspace.read() as session:
        last, first, whole = operations(session)
        assert [str(o.at.date()) for o in (last, first, whole)] == ["2026-02-21", "2026-02-10", "2026-02-09"]
        assert str(last.label) == "Power of 王敏 to 4 (升职)"
    assert all_of(workspace, "stakeholder")[0].values["power"] == 4
    undo(workspace)
    assert all_of(workspace, "stakeholder")[0].values["power"] == 1
    undo(workspace)
    assert all_of(workspace, "stakeholder")[0].values["power"] == 3
    workspace.close()


@pytest.mark.parametrize("line", ["stakeholder,nobody,power,-9,1,,", "stakeholder,s1,power,-9,7,,"])
def test_a_past_that_does_not_fit_is_named(tmp_path, line):
    with pytest.raises(GovDeskError, match=r"past\.csv, line 2"):
        made(tmp_path, project=PROJECT, stakeholder=PEOPLE, past=f"{PAST}{line}\n")


def test_a_file_that_is_there_is_left_as_it_is(tmp_path):
    (tmp_path / "s.govdesk").write_text("mine")
    with pytest.raises(GovDeskError, match="is there already"):
        make_sample(tmp_path / "s.govdesk", REGISTERS, "zh", TODAY)
    assert (tmp_path / "s.govdesk").read_text() == "mine"
