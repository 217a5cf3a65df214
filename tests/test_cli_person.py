"""A person's data handed to them, and erased, from the command line."""

from __future__ import annotations

import json

import openpyxl
import pytest

from govdesk.cli import main
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.workspace import Workspace

NAME = "欧阳植词"


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("GOVDESK_HOME", str(tmp_path / "home"))
    made = Workspace.create(tmp_path / "ws.govdesk", REGISTERS, author="Wang Min")
    project = edit.create(made, "project", {"name": "新零售"})
    person = edit.create(made, "stakeholder", {"project": project, "name": NAME, "concerns": "怕被裁"})
    edit.create(made, "risk", {"project": project, "title": f"{NAME}要走", "owner": person})
    made.close()
    return made.path


def run(capsys, *words):
    code = main([str(w) for w in words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_workbook_tells_a_person_everything(path, tmp_path, capsys):
    code, said, _ = run(capsys, "export-person", path, NAME, tmp_path / "p.xlsx", "--lang", "en")
    assert (code, NAME in said) == (0, True)
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    cells = {str(c.value) for sheet in book for line in sheet for c in line}
    assert {"怕被裁", f"{NAME}要走", "Concerns", "Risks"} <= cells


def test_a_json_file_does_too(path, tmp_path, capsys):
    assert run(capsys, "export-person", path, "STK-0001", tmp_path / "p.json", "--json")[0] == 0
    data = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert data["person"] == NAME
    assert {t["kind"] for t in data["found"]} >= {"record", "link", "mention", "history"}


def test_another_ending_or_an_unknown_name_writes_nothing(path, tmp_path, capsys):
    assert run(capsys, "export-person", path, NAME, tmp_path / "p.doc")[0] == 2
    assert run(capsys, "export-person", path, "Nobody", tmp_path / "p.xlsx")[0] == 2
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("p.")) == []


def test_a_dry_run_lists_and_changes_nothing(path, capsys):
    before = path.read_bytes()
    code, said, _ = run(capsys, "erase-person", path, NAME, "--dry-run", "--json")
    told = json.loads(said)
    assert (code, told["erased"], told["mentions"][0]["place"]) == (0, False, "RSK-0001.title")
    assert path.read_bytes() == before


def test_erasing_leaves_nothing_but_what_is_to_stay(path, capsys):
    run(capsys, "backup", path)
    code, said, _ = run(capsys, "erase-person", path, NAME, "--json", "--lang", "zh")
    told = json.loads(said)
    assert (code, told["erased"], len(told["backups"]), told["left"]) == (0, True, 1, [])
    folder = path.parent
    found = [p for p in folder.rglob("*") if p.is_file() and NAME.encode() in p.read_bytes()]
    assert found == []
    assert run(capsys, "check", path)[0] == 0


def test_a_text_stays_where_it_is_named(path, capsys):
    assert run(capsys, "erase-person", path, NAME, "--keep", "RSK-0009.title")[0] == 2
    assert run(capsys, "erase-person", path, NAME, "--keep", "RSK-0001.title")[0] == 0
    assert NAME.encode() in path.read_bytes()


def test_a_backup_that_does_not_open_is_named_and_goes_when_told_to(path, capsys):
    run(capsys, "backup", path)
    broken = next((path.parent / "home").rglob("*_asked.govdesk"))
    broken.write_bytes(NAME.encode() * 99)
    _, said, warned = run(capsys, "erase-person", path, NAME, "--json")
    assert json.loads(said)["left"] == [str(broken)]
    assert str(broken) in warned
    run(capsys, "erase-person", path, "STK-0001", "--delete-unreadable")
    assert not broken.exists()
