"""Sending out and collecting from the command line, with the documents that other programs read."""

from __future__ import annotations

import json

import openpyxl
import pytest

from govdesk.cli import main


@pytest.fixture
def workspace(tmp_path):
    path = tmp_path / "a.govdesk"
    assert main(["demo", str(path), "--lang", "zh"]) == 0
    return path


def told(capsys, *arguments, code=0):
    capsys.readouterr()
    assert main([*map(str, arguments), "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_what_is_sent_is_told_and_comes_back(workspace, tmp_path, capsys):
    out = tmp_path / "下发"
    sent = told(capsys, "send", workspace, out, "--by", "owner", "--register", "risk", "--until", "2030-01-31")
    assert sent["total"]["rows"] == sum(p["rows"] for p in sent["packages"]) > 0
    assert {p.name for p in out.iterdir()} == {p["file"] for p in sent["packages"]}
    first = out / sent["packages"][0]["file"]
    book = openpyxl.load_workbook(first)
    page = next(s for s in book.worksheets if str(s["A1"].value).startswith("_govdesk:"))
    page.cell(2, page.max_column).value = "closed"
    book.save(first)
    dry = told(capsys, "collect", workspace, out, "--dry-run")
    (file,) = [f for f in dry["files"] if f["answered"]]
    assert (file["file"], file["changed"], file["conflicts"], file["problems"]) == (first.name, 1, 0, [])
    assert dry["operation"] is None
    assert told(capsys, "collect", workspace, out)["operation"] is not None
    again = told(capsys, "collect", workspace, out)
    assert again["operation"] is None
    states = {r["name"]: r["state"] for r in again["recipients"]}
    assert states[sent["packages"][0]["recipient"]] == "answered"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--by", "owner", "--register", "relationship"], "no_recipient"),
        (["--by", "owner", "--register", "risk", "--fields", "nothing"], "nothing_asked"),
        (["--by", "owner", "--fields", "nothing"], "unknown_field"),
        (["--by", "owner", "--register", "risk", "--fields", "编号"], "not_asked"),
        (["--by", "owner", "--register", "risk", "--until", "下下周"], "invalid"),
        (["--by", "cousin"], "usage"),
        ([], "usage"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_nothing_is_written(workspace, tmp_path, capsys, arguments, code):
    from govdesk.cli.parser import parse
    from govdesk.errors import GovDeskError
    from govdesk.i18n import language

    with pytest.raises(GovDeskError) as refused:
        parse(["send", str(workspace), str(tmp_path / "out"), *arguments], language("en"))
    assert refused.value.code == code
    assert not (tmp_path / "out").exists()


def test_private_fields_go_only_when_named(workspace, tmp_path, capsys):
    sent = told(capsys, "send", workspace, tmp_path / "a", "--by", "stakeholder", "--register", "stakeholder")
    assert not {"power", "interest"} & {f for p in sent["packages"] for s in p["sheets"] for f in s["fields"]}
    capsys.readouterr()
    main(
        [
            "send",
            str(workspace),
            str(tmp_path / "b"),
            "--by",
            "stakeholder",
            "--fields",
            "power",
            "--register",
            "干系人",
        ]
    )
    assert "Power" in (err := capsys.readouterr().err) or "权力" in err


def test_a_folder_that_is_not_there_is_said(workspace, tmp_path, capsys):
    assert main(["collect", str(workspace), str(tmp_path / "none")]) != 0
    assert "none" in capsys.readouterr().err
