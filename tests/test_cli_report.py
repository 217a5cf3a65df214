"""The report command: every format and audience, what it says, what it remembers, and what it refuses."""

from __future__ import annotations

import json

import pytest

from govdesk.cli import main
from govdesk.insight.audience import AUDIENCES
from govdesk.registers import REGISTERS
from govdesk.report.paper.made import reports_made
from govdesk.store import edit
from govdesk.store.workspace import Workspace


@pytest.fixture
def path(tmp_path):
    opened = Workspace.create(tmp_path / "w.govdesk", REGISTERS, author="陈静")
    project = edit.create(opened, "project", {"name": "新零售"})
    unit = edit.create(opened, "department", {"name": "营运部"})
    edit.create(opened, "department", {"name": "信息部"})
    who = edit.create(opened, "stakeholder", {"project": project, "name": "王敏", "department": unit, "power": 5})
    edit.create(opened, "risk", {"project": project, "title": "牵头不清", "owner": who, "probability": 5, "impact": 5})
    opened.close()
    return tmp_path / "w.govdesk"


def run(capsys, *words):
    code = main(["report", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out, told.err


def made(path):
    opened = Workspace.open(path, REGISTERS, read_only=True)
    with opened.read() as session:
        found = reports_made(session)
    opened.close()
    return found


@pytest.mark.parametrize("ending", ["pptx", "docx", "pdf"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_each_audience_gets_each_format(path, capsys, ending, audience):
    out = path.with_name(f"r.{ending}")
    code, said, _ = run(capsys, path, out, "--audience", audience, "--lang", "zh", "--json")
    told = json.loads(said)
    assert code == 0
    assert (told["audience"], told["remembered"]) == (audience, True)
    assert out.stat().st_size > 1000
    assert [m.file for m in made(path)] == [out.name]


@pytest.mark.parametrize("ending", ["pptx", "docx", "pdf"])
def test_an_empty_workspace_gets_a_report(tmp_path, capsys, ending):
    Workspace.create(tmp_path / "e.govdesk", REGISTERS).close()
    assert run(capsys, tmp_path / "e.govdesk", tmp_path / f"r.{ending}")[0] == 0


def test_a_page_for_each_department(path, capsys):
    out = path.with_name("r.pdf")
    _, said, _ = run(capsys, path, out, "--one-page", "all", "--json")
    assert json.loads(said)["sections"] == ["department", "department"]
    assert run(capsys, path, out, "--one-page", "营运部")[0] == 0
    code, _, err = run(capsys, path, out, "--one-page", "财务部", "--lang", "zh")
    assert code == 2
    assert "营运部" in err
    assert run(capsys, path, out, "--one-page", "all", "--audience", "group")[0] == 2


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("r.txt",), ".pptx"),
        (("nowhere/r.pdf",), "nowhere"),
        (("r.pdf", "--project", "没有"), "没有"),
        (("r.pdf", "--audience", "board"), "frontline"),
        (("r.pdf", "--audience", "group", "--department", "营运部"), "Group"),
        (("w.govdesk",), ".pptx"),
    ],
)
def test_what_cannot_be_is_refused_in_words(path, capsys, words, hint):
    before = path.read_bytes()
    code, _, err = run(capsys, path, path.parent / words[0], *words[1:], "--lang", "en")
    assert code == 2
    assert hint in err
    assert path.read_bytes() == before


def test_where_the_workspace_is_in_use_the_report_is_made_and_it_is_said_what_is_not_remembered(path, capsys):
    opened = Workspace.open(path, REGISTERS)
    code, said, _ = run(capsys, path, path.with_name("r.docx"), "--lang", "en")
    opened.close()
    assert code == 0
    assert "could not be written to" in said
    assert made(path) == ()


def test_the_next_report_knows_of_the_last(path, capsys):
    out = path.with_name("r.pdf")
    run(capsys, path, out, "--lang", "en")
    run(capsys, path, out, "--lang", "en")
    assert "since" not in json.loads(run(capsys, path, out, "--json")[1])["sections"]
    assert main(["set", str(path), "risk", "RSK-0001", "probability=2"]) == 0
    capsys.readouterr()
    assert "since" in json.loads(run(capsys, path, out, "--json", "--lang", "zh")[1])["sections"]
