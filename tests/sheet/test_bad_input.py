"""Everything that may be wrong with a file or its drive: each has its own word in both languages, and nothing is changed."""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import shutil
import subprocess

import pytest
from tests.sheet.test_reading_hostile import (
    BAD,
    CELL,
    DTD,
    XML,
    encrypted_entry,
    many_columns,
    ole,
    owner_file,
    packed,
    parts,
    sheet,
    workbook,
)

from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.sheet import inspection
from govdesk.sheet.grid import CellError
from govdesk.sheet.outgoing import ExportSheet
from govdesk.sheet.sentence import SENTENCES
from govdesk.sheet.writing import export

HEAD = ("风险描述", "概率", "影响", "截止日期", "状态")
ROW = ("停电", 3, 4, dt.date(2026, 5, 1), "开放")


def both(message):
    """Return a message in both languages, each as it should be: whole, Chinese in Chinese."""
    zh, en = (language(code).say(message) for code in ("zh", "en"))
    assert zh != en
    assert re.search("[\u4e00-\u9fff]{2}", zh)
    assert not re.search("[\u4e00-\u9fff]{4}", re.sub("“[^”]*”", "", en))
    assert "{" not in zh + en
    assert "None" not in zh + en
    return zh, en


def refusal(desk, path):
    """Return the code and both sentences of a file that is not read; the workspace must stay as it was."""
    before = desk.state()
    with pytest.raises(GovDeskError) as caught:
        desk.plan(path)
    assert desk.state() == before
    return caught.value.code, both(caught.value.message)


FILES = {
    "encrypted": ("登记册.xlsx", ole("EncryptedPackage"), "encrypted"),
    "encrypted within": ("登记册.xlsx", encrypted_entry(), "encrypted"),
    "corrupt ZIP": ("登记册.xlsx", BAD["a flipped byte"][1], "corrupt"),
    "truncated": ("登记册.xlsx", workbook()[:-90], "truncated"),
    "wrong extension": ("登记册.xlsx", b"%PDF-1.7 ...", "unknown"),
    "HTML as .xls": ("登记册.xls", b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    "XML as .xls": ("登记册.xls", BAD["XML"][1], "xml"),
    "older than 1995": ("登记册.xls", bytes.fromhex("0902060000001000") + bytes(200), "old_excel"),
    "owner file": ("~$登记册.xlsx", owner_file("王敏"), "owner_file"),
    "owner file without a name": ("~$登记册.xlsx", bytes(165), "owner_file_unnamed"),
    "ZIP bomb": ("登记册.xlsx", BAD["a bomb"][1], "bomb"),
    "too many parts": ("登记册.xlsx", BAD["too many parts"][1], "parts"),
    "DTD": ("登记册.xlsx", workbook(sheet().replace(XML, XML + DTD)), "dtd"),
    "cell outside the grid": ("登记册.xlsx", BAD["a column past XFD"][1], "outside_grid"),
    "0 bytes": ("登记册.xlsx", b"", "empty"),
    "501 columns": ("登记册.xlsx", workbook(sheet(many_columns())), "too_many_columns"),
    "200,001 rows": ("登记册.csv", b"1\n" * 200_001, "too_many_rows"),
    "no sheets": ("登记册.xlsx", BAD["no sheets"][1], "no_sheets"),
}


@pytest.mark.parametrize(("name", "data", "code"), FILES.values(), ids=FILES)
def test_a_bad_file_has_its_own_word_in_both_languages(desk, name, data, code):
    path = desk.folder / name
    path.write_bytes(data)
    found, (zh, en) = refusal(desk, path)
    assert found == code
    assert name in zh
    assert name in en


def test_no_two_codes_share_a_sentence():
    for code in ("zh", "en"):
        said = [language(code).gettext(sentence) for sentence in SENTENCES.values()]
        assert len(set(said)) == len(said)
        assert all("没有导入" in s for s in said) or code == "en"


def test_a_folder_a_missing_file_and_a_missing_folder_are_told_apart(desk):
    (desk.folder / "夹.xlsx").mkdir()
    found = [refusal(desk, desk.folder / name)[0] for name in ("夹.xlsx", "无.xlsx", "盘/无.xlsx")]
    assert found == ["folder", "missing", "folder_gone"]


CLOSED = {
    "no permission": (PermissionError(errno.EACCES, "denied"), "permission"),
    "held by another program": (OSError(errno.EBUSY, "busy"), "locked"),
    "unplugged": (OSError(errno.EIO, "I/O error"), "unplugged"),
    "network gone": (OSError(errno.ETIMEDOUT, "timed out"), "unplugged"),
    "anything else": (OSError(errno.EINVAL, "invalid"), "unreadable"),
}


@pytest.mark.parametrize(("error", "code"), CLOSED.values(), ids=CLOSED)
def test_what_keeps_a_file_from_being_opened_is_told_apart(desk, monkeypatch, error, code):
    path = desk.folder / "a.xlsx"
    path.write_bytes(workbook())

    def refuse(self, *_args, **_options):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(inspection.Path, "open", refuse)
        assert refusal(desk, path)[0] == code


@pytest.mark.parametrize(("number", "code"), [(32, "locked"), (21, "unplugged"), (1167, "unplugged")])
def test_windows_has_numbers_of_its_own(tmp_path, number, code):
    error = PermissionError(errno.EACCES, "denied") if number == 32 else OSError(errno.EINVAL, "not ready")
    error.winerror = number
    assert inspection.why_closed(error, tmp_path / "a.xlsx").code == code


# ---------------------------------------------------------------- sound enough to be read, with a word about it


def risks(desk, *rows, head=HEAD, **traits):
    return desk.grid(head, *rows, name="风险登记册", **traits)


def told(sheet):
    return [both(n)[1] for n in sheet.notices]


def read(desk, *args, **others):
    path = desk.folder / "登记册.xlsx"
    path.write_bytes(workbook(*args, **others))
    return desk.book(path).grids[0]


def test_a_far_corner_is_left_out_and_told(desk):
    grid = read(desk, sheet(CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'))
    assert grid.rows == [(1,)]
    assert "the first is XFD1048576" in told(grid)[0]


LYING = {
    "dimension": sheet(before='<dimension ref="A1:XFD1048576"/>'),
    "merge of the whole sheet": sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "200,000 validations": sheet(
        after="<dataValidations>"
        + "".join(
            f'<dataValidation type="list" sqref="A{n}"><formula1>"a,b"</formula1></dataValidation>'
            for n in range(1, 200_001)
        )
        + "</dataValidations>"
    ),
    "a million formatted empty rows": sheet(
        CELL + "".join(f'<row r="{r}" s="1" customFormat="1"/>' for r in range(2, 1_000_001))
    ),
}


@pytest.mark.parametrize("data", LYING.values(), ids=LYING)
def test_what_only_pretends_to_be_large_is_read_as_what_it_is(desk, data):
    grid = read(desk, data)
    assert grid.rows == [(1,)]
    assert grid.merges == ()


def test_300_columns_are_kept_or_named(desk):
    head = (*HEAD, *(f"字段{n}" for n in range(295)))
    sheet = desk.only(risks(desk, (*ROW, *(f"值{n}" for n in range(295))), head=head))
    assert len(sheet.unmatched) == 295
    assert sheet.rows[0].extra["字段294"] == "值294"


def test_of_two_headings_alike_both_are_kept(desk):
    sheet = desk.only(risks(desk, (*ROW, "甲", "乙"), head=(*HEAD, "楼层", "楼层")))
    assert sheet.rows[0].extra == {"楼层": "甲", "楼层 (2)": "乙"}


def test_a_sheet_without_a_header_or_with_nothing_says_so(desk):
    for rows, word in (([(1, 2), (3, 4)], "No header was found"), ([], "This sheet is empty")):
        sheet = desk.only(desk.grid(*rows))
        assert word in told(sheet)[-1]
        assert sheet.rows == ()


def test_formulas_never_calculated_are_told_cell_by_cell(desk):
    grid = risks(desk, (), (), uncached=frozenset((r, c) for r in (1, 2) for c in range(3)))
    problems = desk.only(grid).problems
    assert {(p.code, p.cell) for p in problems} >= {("uncached", "A2"), ("uncached", "B3")}
    assert "no saved result" in both(problems[0].message)[1]


def test_a_book_that_hides_everything_says_so(desk):
    grid = read(
        desk,
        sheet(
            '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>',
            before='<cols><col min="1" max="2" hidden="1"/></cols>',
        ),
        **{"xl/workbook.xml": hidden_book()},
    )
    assert told(grid) == ["This sheet is hidden in the file.", "Hidden in the file but shown here: 1 row, 1 column."]


def hidden_book():
    return parts()["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="veryHidden"')


CELLS = {
    "error cell": (CellError("#N/A"), "概率", "error_cell", "#N/A"),
    "NaN": ("NaN", "影响", "scale", "NaN"),
    "year 1899": (dt.date(1899, 12, 31), "截止日期", "date_range", "1899"),
    "year 9999": (dt.date(9999, 12, 31), "截止日期", "date_range", "9999"),
    "no date": ("下下周", "截止日期", "date", "下下周"),
    "two dates": ("03/04/2026", "截止日期", "date_order", "day-month"),
    "no word of the list": ("随便", "状态", "choice", "随便"),
}


@pytest.mark.parametrize(("cell", "heading", "code", "word"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_a_problem_with_its_address_and_leaves_the_others_alone(desk, cell, heading, code, word):
    place = HEAD.index(heading)
    before = desk.state()
    bad = tuple(cell if n == place else c for n, c in enumerate(ROW))
    sheet = desk.only(risks(desk, ROW, bad, ("断网", 1, 1, None, "开放")))
    (problem,) = sheet.problems
    assert (problem.code, problem.cell) == (code, f"{chr(65 + place)}3")
    assert word in both(problem.message)[1]
    assert [r.status for r in sheet.rows] == ["new", "wrong", "new"]
    assert desk.state() == before


def test_dates_that_count_from_1904_are_the_days_that_the_sheet_shows(desk):
    members = parts(sheet('<row r="1"><c r="A1" s="1"><v>44538</v></c></row>'))
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    relation = members["xl/_rels/workbook.xml.rels"]
    kind = re.search(r'Type="([^"]*)/worksheet"', relation)[1]
    members["xl/_rels/workbook.xml.rels"] = relation.replace(
        "</Relationships>", f'<Relationship Id="r9" Type="{kind}/styles" Target="styles.xml"/></Relationships>'
    )
    members["xl/styles.xml"] = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    path = desk.folder / "a.xlsx"
    path.write_bytes(packed(members))
    assert desk.book(path).grids[0].rows == [(dt.date(2025, 12, 9),)]


def test_a_cell_of_40000_characters_is_kept_whole_and_cut_only_on_the_way_out(desk):
    long = "长" * 40_000
    desk.take(risks(desk, (long[:200] + "…", *ROW[1:], long), head=(*HEAD, "备注")))
    (record,) = desk.records("risk")
    assert record.values["notes"] == long
    register = REGISTERS["risk"]
    sheet = ExportSheet(register, "", tuple(register.fields()), [record])
    done = export(desk.folder / "out.xlsx", [sheet], language="zh", workspace_id="w", operation=None)
    assert "32,767" in both(done.notices[0])[1]


@pytest.mark.parametrize("text", ["👩‍💻 停电 🔥", "انقطاع الكهرباء", "a\u202e\u200fb", "\u0301停", "𠮷野家"])
def test_emoji_and_text_from_right_to_left_come_through(desk, text):
    path = desk.folder / "风险登记册.csv"
    path.write_text(f"风险描述,概率,影响\n{text},3,4\n", encoding="utf-8")
    desk.take(path)
    assert [r.values["title"] for r in desk.records("risk")] == [desk.book(path).grids[0].rows[1][0]]


def test_half_a_character_becomes_a_visible_sign(desk):
    grid = read(desk, sheet('<row r="1"><c r="A1" t="str"><v>a_xD83D_b</v></c></row>'))
    assert grid.rows == [("a\ufffdb",)]


# ---------------------------------------------------------------- the drive on the way out


def out(path):
    register = REGISTERS["department"]
    return export(
        path,
        [ExportSheet(register, "", tuple(register.fields()), [])],
        language="zh",
        workspace_id="w",
        operation=None,
    )


WRITING = {
    "disk full": (OSError(errno.ENOSPC, "full"), "disk_full"),
    "unplugged": (OSError(errno.EIO, "I/O error"), "unplugged"),
    "device gone": (OSError(errno.ENODEV, "no device"), "unplugged"),
    "no permission": (PermissionError(errno.EACCES, "denied"), "permission"),
    "read-only drive": (OSError(errno.EROFS, "read-only"), "permission"),
    "anything else": (OSError(errno.EINVAL, "invalid"), "unwritable"),
}


@pytest.mark.parametrize(("error", "code"), WRITING.values(), ids=WRITING)
def test_what_keeps_a_file_from_being_written_is_told_apart(tmp_path, monkeypatch, error, code):
    (tmp_path / "a.xlsx").write_bytes(b"old")
    real = os.fsync

    def refuse(handle):
        if error is not None:
            raise error
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(GovDeskError) as caught:
            out(tmp_path / "a.xlsx")
    assert caught.value.code == code
    both(caught.value.message)
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_no_half_of_a_new_one(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mount = shutil.which("mount")
    made = (
        mount
        and subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=16k", "none", place], capture_output=True, check=False
        ).returncode
    )
    if made != 0:
        pytest.skip("only root may make a small disk")
    try:
        (place / "a.xlsx").write_bytes(b"old")
        (place / "filler").write_bytes(bytes(8000))
        with pytest.raises(GovDeskError) as caught:
            out(place / "a.xlsx")
        assert caught.value.code == "disk_full"
        both(caught.value.message)
        assert (place / "a.xlsx").read_bytes() == b"old"
        assert sorted(p.name for p in place.iterdir()) == ["a.xlsx", "filler"]
    finally:
        subprocess.run([shutil.which("umount"), place], check=True)
