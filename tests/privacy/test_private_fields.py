"""Private values, planted in every field that declares itself private, leave by no way out unless the field is named."""

from __future__ import annotations

import zipfile

import pytest

from govdesk.cli import main
from govdesk.fields.kinds import Choice, Link
from govdesk.registers import REGISTERS
from govdesk.store.person import text_fields
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

WORD = "植私语"
PRIVATE = {(code, f.name) for code, r in REGISTERS.items() for f in r.fields() if f.private}


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A workspace with a word in every private text, and judgements in every other private field."""
    monkeypatch.setenv("GOVDESK_HOME", str(tmp_path / "home"))
    from datetime import date

    opened = Workspace.create(tmp_path / "ws.govdesk", REGISTERS, author="陈静")
    first: dict[str, str] = {}
    with opened.write("x") as session:
        for code, register in REGISTERS.items():
            values = {}
            for field in register.fields():
                free = field.name in text_fields(register)
                if free:
                    values[field.name] = f"{WORD}{field.name}" if field.private else f"{code} {field.name}"
                elif isinstance(field.kind, Link) and field.kind.target in first:
                    values[field.name] = first[field.kind.target]
                elif isinstance(field.kind, Choice):
                    values[field.name] = field.kind.vocabulary.terms[0].code
                elif field.kind.code == "date" and field.required:
                    values[field.name] = date(2026, 11, 1)
                elif field.kind.code == "number" and field.required:
                    values[field.name] = 1.0
            first[code] = insert_rows(session, register, [values])[0]
    opened.close()
    return tmp_path / "ws.govdesk"


def whole(path):
    """Return every byte that a file holds, the parts of a workbook unpacked."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(n).decode("utf-8", "replace") for n in book.namelist())


def test_they_are_listed_once_by_declaration():
    assert {
        ("stakeholder", n) for n in ("power", "interest", "engagement", "desired", "concerns", "contact")
    } <= PRIVATE
    assert {(code, "notes") for code in REGISTERS} <= PRIVATE


def test_the_word_would_be_seen(path, tmp_path):
    assert main(["export", str(path), str(tmp_path / "x.xlsx"), "--private", "concerns"]) == 0
    assert f"{WORD}concerns" in whole(tmp_path / "x.xlsx")
    assert f"{WORD}notes" not in whole(tmp_path / "x.xlsx")


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_no_workbook_holds_them(path, tmp_path, lang):
    assert main(["export", str(path), str(tmp_path / "x.xlsx"), "--lang", lang]) == 0
    assert WORD not in whole(tmp_path / "x.xlsx")


@pytest.mark.parametrize("code", list(REGISTERS))
def test_no_csv_file_holds_them(path, tmp_path, code):
    assert main(["export", str(path), str(tmp_path / "x.csv"), "--register", code]) == 0
    assert WORD not in whole(tmp_path / "x.csv")


@pytest.mark.parametrize("by", ["department", "owner", "stakeholder"])
def test_no_sheet_that_is_sent_holds_them(path, tmp_path, by):
    assert main(["send", str(path), str(tmp_path / "out"), "--by", by]) == 0
    made = [p for p in (tmp_path / "out").rglob("*") if p.is_file()]
    assert made
    assert [p.name for p in made if WORD in whole(p)] == []


def test_the_history_and_the_answer_of_a_change_do_not_tell_them(path, capsys):
    """What the command line prints of whole records (`list`) is for whoever sits here; the rest tells no value."""
    for words in (
        ["check", path],
        ["registers"],
        ["backup", path],
        ["history", path],
        ["export", path, f"{path}.xlsx"],
    ):
        assert main([*map(str, words), "--json"]) == 0
    assert WORD not in capsys.readouterr().out


def test_no_log_holds_any_value(path, tmp_path, monkeypatch, capsys):
    """Errors raised with a value in hand: by the store, the sheets, a job, a dying object."""
    from govdesk.ui import mishap

    def broken(*_words, **_named):
        raise RuntimeError(f"{WORD} in {path}")

    for place in ("govdesk.store.query.records", "govdesk.sheet.writing.export", "govdesk.store.check.check"):
        monkeypatch.setattr(place, broken)
    monkeypatch.setattr("govdesk.cli.record.records", broken)
    for words in (["list", path, "risk"], ["export", path, tmp_path / "x.xlsx"], ["check", path]):
        assert main([str(w) for w in words]) == 1
    said = capsys.readouterr()
    assert WORD not in said.out + said.err + mishap.report()
    assert "RuntimeError" in mishap.report()
    mishap.clear()
    assert mishap.report() == ""
