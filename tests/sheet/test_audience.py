"""Exports for an audience: its rows, its fields, its grouping, said on the workbook itself."""

from __future__ import annotations

import json

import openpyxl
import pytest

from govdesk.cli import main
from govdesk.insight.audience import AUDIENCES, fields_for
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace


@pytest.fixture
def path(tmp_path):
    """Two shops, one with a counter below it; people, voices and steps in each."""
    with_close = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    project = edit.create(with_close, "project", {"name": "新零售"})
    units = {n: edit.create(with_close, "department", {"name": n}) for n in ("一店", "二店")}
    units["柜台"] = edit.create(with_close, "department", {"name": "柜台", "parent": units["一店"]})
    listed = edit.create(with_close, "checklist", {"project": project, "title": "清单"})
    for n, (name, unit) in enumerate(units.items()):
        who = edit.create(
            with_close, "stakeholder", {"project": project, "name": f"王{n}某", "department": unit, "power": 5}
        )
        edit.create(with_close, "risk", {"project": project, "title": f"险{name}", "owner": who})
        step = {"project": project, "checklist": listed, "step": f"步{name}", "department": unit, "owner": who}
        edit.create(with_close, "checklist_item", step)
        for k in range((7, 6, 2)[n]):
            voice = {"project": project, "statement": f"话{name}{k}", "department": unit}
            edit.create(with_close, "feedback", {**voice, "anonymous": k == 0})
    with_close.close()
    return tmp_path / "w.govdesk"


def export(path, *options):
    out = path.with_name("out.xlsx")
    out.unlink(missing_ok=True)
    code = main(["export", str(path), str(out), "--lang", "zh", *options])
    return (code, openpyxl.load_workbook(out) if out.exists() else None)


def words(book):
    return {str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if c.value is not None}


def test_without_a_word_it_is_for_the_lead_in_every_detail(path):
    code, book = export(path)
    assert code == 0
    assert {"险一店", "险二店", "话二店1", "王0某"} <= words(book)
    assert book.worksheets[0].oddHeader.center.text.endswith("部门或项目负责人")
    assert "部门或项目负责人" in book.properties.subject


def test_a_lead_of_a_unit_gets_it_with_what_stands_below(path):
    _, book = export(path, "--audience", "lead", "--department", "一店")
    found = words(book)
    assert {"险一店", "险柜台", "步柜台", "话一店1"} <= found
    assert not {"险二店", "步二店", "话二店1", "话一店0"} & found


def test_the_front_line_gets_its_own_rows_without_names(path, capsys):
    assert export(path, "--audience", "frontline") == (2, None)
    assert "“一线”" in capsys.readouterr().err
    _, book = export(path, "--audience", "frontline", "--department", "二店")
    found = words(book)
    assert {"险二店", "步二店"} <= found
    assert not any(w.startswith(("王", "险一", "步一", "话一")) for w in found)


def test_the_group_gets_counts_by_unit_and_nobody_in_them(path):
    _, book = export(path, "--audience", "group")
    found = words(book)
    assert not any(w.startswith(("王", "险", "步", "话")) for w in found)
    voices = {row[0]: row[1] for row in book["反馈"].iter_rows(values_only=True)}
    assert voices["柜台"] == "<5"
    assert "<5" in (voices["一店"], voices["二店"])
    people = {row[0]: row[1] for row in book["干系人"].iter_rows(values_only=True)}
    assert set(people.values()) == {"记录数", "<5"}
    steps = {row[0]: row[1] for row in book["检查项"].iter_rows(values_only=True)}
    assert steps == {"部门": "记录数", "一店": 1, "二店": 1, "柜台": 1, "合计": 3}


def test_the_sponsor_gets_rows_of_things_and_counts_of_people(path):
    _, book = export(path, "--audience", "sponsor")
    found = words(book)
    assert {"险一店", "步二店"} <= found
    assert not any(w.startswith("话") for w in found)


@pytest.mark.parametrize("audience", [a for a in AUDIENCES if a != "lead"])
def test_private_fields_go_to_a_lead_alone(path, audience, capsys):
    options = ("--register", "stakeholder", "--private", "power", "--audience", audience)
    assert export(path, *options, *(("--department", "一店") if audience == "frontline" else ()))[0] == 2
    assert "power" in capsys.readouterr().err
    assert "权力" in words(export(path, *options[:-1], "lead")[1])


def test_no_audience_has_a_private_field_by_itself():
    for audience in AUDIENCES.values():
        assert not [f for r in REGISTERS.values() for f in fields_for(audience, r) if f.private]


def test_an_audience_that_looks_at_no_unit_takes_none(path):
    assert export(path, "--audience", "group", "--department", "一店")[0] == 2
    assert export(path, "--department", "三店")[0] == 2


def test_counts_go_to_a_text_table_too(path, capsys):
    out = path.with_name("out.csv")
    assert (
        main(["export", str(path), str(out), "--lang", "zh", "--register", "risk", "--audience", "group", "--json"])
        == 0
    )
    assert json.loads(capsys.readouterr().out)["compared"] == ["risk"]
    assert out.read_text("utf-8-sig").splitlines() == [
        "部门,记录数,开放",
        "一店,1,1",
        "二店,1,1",
        "柜台,1,1",
        "合计,3,3",
    ]


def test_what_is_sent_out_says_for_whom(path, capsys):
    folder = path.with_name("out")
    options = ["send", str(path), str(folder), "--by", "department", "--register", "checklist_item", "--lang", "zh"]
    assert main([*options, "--audience", "sponsor"]) == 2
    capsys.readouterr()
    assert main([*options, "--audience", "frontline"]) == 0
    book = openpyxl.load_workbook(next(folder.glob("*.xlsx")))
    assert any(w.endswith(" · 一线") for w in words(book))
    assert not any(w.startswith("王") for w in words(book))
