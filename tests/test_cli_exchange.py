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


def returned_book(workspace, tmp_path, capsys, register="risk"):
    """Send a register out by owner; return the folder, and the file and the sheet with the most rows."""
    out = tmp_path / "下发"
    sent = told(capsys, "send", workspace, out, "--by", "owner", "--register", register, "--lang", "zh")
    best = max(sent["packages"], key=lambda p: p["rows"])
    path = out / best["file"]
    for other in out.iterdir():
        if other != path:
            other.unlink()
    book = openpyxl.load_workbook(path)
    page = next(s for s in book.worksheets if str(s["A1"].value).startswith("_govdesk:"))
    return out, path, book, page


def column_of(page, *names):
    return next(c.column for c in page[1] if c.value in names)


def backups_of(workspace, capsys):
    return [b["reason"] for b in told(capsys, "backup", workspace, "--list")["backups"]]


def test_an_import_that_overwrites_much_names_the_figure_after_a_backup(workspace, tmp_path, capsys):
    sheet = tmp_path / "风险.xlsx"
    told(capsys, "export", workspace, sheet, "--register", "risk", "--lang", "zh")
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    column = column_of(page, "状态")
    for row in range(2, page.max_row + 1):
        page.cell(row, column).value = "已关闭"
    book.save(sheet)
    found = told(capsys, "import", workspace, sheet, "--dry-run")
    (dry,) = found["sheets"]
    assert [(o["register"], o["records"]) for o in found["overwritten"]] == [("risk", dry["counts"]["changed"])]
    assert "import" not in backups_of(workspace, capsys)
    assert main(["import", str(workspace), str(sheet), "--lang", "en"]) == 0
    assert f"This import changes or deletes {dry['counts']['changed']} of" in capsys.readouterr().out
    assert "import" in backups_of(workspace, capsys)


def test_who_says_no_at_the_terminal_keeps_what_is_there(workspace, tmp_path, capsys, monkeypatch):
    import io

    sheet = tmp_path / "风险.xlsx"
    told(capsys, "export", workspace, sheet, "--register", "risk", "--lang", "zh")
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    for row in range(2, page.max_row + 1):
        page.cell(row, column_of(page, "状态")).value = "已关闭"
    book.save(sheet)
    terminal = io.StringIO("n\n")
    terminal.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", terminal)
    assert main(["import", str(workspace), str(sheet), "--lang", "en"]) == 0
    assert "nothing was imported" in capsys.readouterr().out
    monkeypatch.undo()
    (dry,) = told(capsys, "import", workspace, sheet, "--dry-run")["sheets"]
    assert dry["counts"]["changed"]


def test_a_row_gone_from_a_return_is_deleted_only_when_asked_for(workspace, tmp_path, capsys):
    out, path, book, page = returned_book(workspace, tmp_path, capsys)
    page.delete_rows(2)
    book.save(path)
    before = len(told(capsys, "list", workspace, "risk"))
    found = told(capsys, "collect", workspace, out)
    assert [len(f["missing"]) for f in found["files"] if f["file"] == path.name] == [1]
    assert len(told(capsys, "list", workspace, "risk")) == before
    assert told(capsys, "collect", workspace, out, "--delete-missing")["operation"] is not None
    assert len(told(capsys, "list", workspace, "risk")) == before - 1
    told(capsys, "undo", workspace)
    assert len(told(capsys, "list", workspace, "risk")) == before


def test_a_cell_that_nobody_asked_for_is_told(workspace, tmp_path, capsys):
    out, path, book, page = returned_book(workspace, tmp_path, capsys)
    cell = page.cell(2, column_of(page, "标题"))
    cell.value = f"{cell.value}（改）"
    book.save(path)
    found = told(capsys, "collect", workspace, out, "--dry-run")
    (file,) = [f for f in found["files"] if f["file"] == path.name]
    assert [(p["code"], p["cell"]) for p in file["problems"]] == [("unasked", cell.coordinate)]


def test_a_partly_sorted_sheet_waits_for_consent(workspace, tmp_path, capsys):
    out, path, book, page = returned_book(workspace, tmp_path, capsys, "checklist_item")
    rows = [[page.cell(r, c).value for c in range(2, page.max_column + 1)] for r in range(2, page.max_row + 1)]
    rows = [row for row in rows if row[0]]
    assert len(rows) > 1
    rows[0][column_of(page, "佐证") - 2] = "照片两张"
    for place, row in enumerate(reversed(rows), start=2):
        for column, value in enumerate(row, start=2):
            page.cell(place, column).value = value
    book.save(path)
    found = told(capsys, "collect", workspace, out)
    (file,) = [f for f in found["files"] if f["file"] == path.name]
    assert [p["code"] for p in file["problems"]] == ["partly_sorted"]
    assert file["changed"] == 1
    assert found["operation"] is None or found["counts"]["changed"] == 1
    (again,) = [f for f in told(capsys, "collect", workspace, out, "--dry-run")["files"] if f["file"] == path.name]
    assert again["changed"] == 1
    told(capsys, "collect", workspace, out, "--realign")
    (after,) = [f for f in told(capsys, "collect", workspace, out, "--dry-run")["files"] if f["file"] == path.name]
    assert after["changed"] == 0


def test_mine_and_theirs_together_are_refused(workspace, tmp_path, capsys):
    assert main(["collect", str(workspace), str(tmp_path), "--mine", "--theirs"]) == 2
    assert "--theirs" in capsys.readouterr().err


def headings(path):
    import openpyxl

    return {str(c.value) for sheet in openpyxl.load_workbook(path) for c in sheet[1]}


def test_an_export_leaves_private_fields_at_home_unless_each_is_named(workspace, tmp_path, capsys):
    told(capsys, "export", workspace, tmp_path / "a.xlsx", "--lang", "en")
    assert not {"Power", "Interest", "Engagement", "Concerns", "Notes", "Contact"} & headings(tmp_path / "a.xlsx")
    told(capsys, "export", workspace, tmp_path / "b.xlsx", "--lang", "en", "--private", "power,备注")
    assert {"Power", "Notes"} <= headings(tmp_path / "b.xlsx")
    assert not {"Interest", "Engagement"} & headings(tmp_path / "b.xlsx")
    assert main(["export", str(workspace), str(tmp_path / "c.xlsx"), "--private", "nonsense"]) == 2
    assert not (tmp_path / "c.xlsx").exists()


def test_a_blank_cell_of_a_return_empties_its_field_only_when_asked_to(workspace, tmp_path, capsys):
    out, path, book, page = returned_book(workspace, tmp_path, capsys)
    column = column_of(page, "概率")
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, column).value is not None)
    page.cell(row, column).value = None
    book.save(path)
    (file,) = [f for f in told(capsys, "collect", workspace, out)["files"] if f["file"] == path.name]
    assert [(p["code"], p["field"]) for p in file["problems"]] == [("emptied", "probability")]
    assert (file["answered"], file["changed"], file["conflicts"]) == (True, 0, 0)
    (file,) = [f for f in told(capsys, "collect", workspace, out, "--clear")["files"] if f["file"] == path.name]
    assert (file["changed"], file["problems"], [c["new"] for c in file["cells"]]) == (1, [], [None])


def test_an_import_empties_a_field_only_when_asked_to(workspace, tmp_path, capsys):
    sheet = tmp_path / "风险.xlsx"
    told(capsys, "export", workspace, sheet, "--register", "risk", "--lang", "zh")
    book = openpyxl.load_workbook(sheet)
    page = book.active
    column = column_of(page, "应对措施")
    row = next(r for r in range(2, page.max_row + 1) if page.cell(r, column).value is not None)
    page.cell(row, column).value = None
    book.save(sheet)
    (plain,) = told(capsys, "import", workspace, sheet, "--dry-run")["sheets"]
    (cleared,) = told(capsys, "import", workspace, sheet, "--dry-run", "--clear")["sheets"]
    assert (plain["counts"]["changed"], cleared["counts"]["changed"]) == (0, 1)
