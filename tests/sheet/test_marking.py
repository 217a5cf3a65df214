"""A sheet saved back with its problem cells marked: the rest of the workbook stays as it was."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from govdesk.errors import GovDeskError
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.sheet.marking import marked_suffix, save_marked
from govdesk.sheet.plan import make_plan
from govdesk.sheet.reading import read_book

RED = "FFFFC7CE"


def register(path, *, comment=""):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "干系人 & 登记册"
    sheet.append(("姓名", "职务", "部门", "权力", "参与度"))
    sheet.append(("陈静", "经理", "信息部", "很大", "支持"))
    sheet.append((None, "店长", "门店", 3, "没谱"))
    sheet.append(("赵磊", "经理", "信息部", 2, "中立"))
    sheet["D2"].font = Font(bold=True, italic=True)
    sheet["E4"].value = "=1+1"
    sheet["E4"].value = "中立"
    sheet.conditional_formatting.add("D2:D4", openpyxl.formatting.rule.CellIsRule(operator="equal", formula=["3"]))
    if comment:
        sheet["D2"].comment = Comment(comment, "王敏")
        sheet["A4"].comment = Comment("另一条", "王敏")
    book.create_sheet("其他").append(("甲", "=SUM(1,2)"))
    book.save(path)
    return path


def plan_of(desk, path, password=None):
    book = read_book(path, password=password)
    with desk.workspace.read() as session:
        return book, make_plan(session, REGISTERS, book)


def mark(desk, path, target, lang="en", password=None):
    book, plan = plan_of(desk, path, password)
    return save_marked(target, book, plan, language=language(lang), password=password)


@pytest.fixture
def source(tmp_path):
    return register(tmp_path / "干系人.xlsx")


def test_the_cells_that_do_not_fit_are_coloured_and_commented_and_the_rest_stays(desk, source, tmp_path):
    desk.project()
    target = tmp_path / "marked.xlsx"
    assert mark(desk, source, target, "zh") == 3
    sheet = openpyxl.load_workbook(target)["干系人 & 登记册"]
    marked = {c.coordinate for r in sheet.iter_rows() for c in r if c.fill.fgColor.rgb == RED}
    assert marked == {"D2", "A3", "E3"}
    assert sheet["D2"].value == "很大"
    assert sheet["D2"].font.bold
    assert sheet["D2"].font.italic
    assert "不是 1 到 5 的等级" in sheet["D2"].comment.text
    assert sheet["A3"].comment.text
    assert sheet["A2"].fill.fgColor.rgb != RED
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target) as new:
        touched = {n for n in old.namelist() if old.read(n) != new.read(n)}
    assert touched == {
        "xl/styles.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    }  # fmt: skip
    again, plan = plan_of(desk, target)
    assert [g.rows for g in again.grids] == [g.rows for g in read_book(source).grids]
    assert plan.counts["wrong"] == 2


def test_comments_that_are_there_stay_and_are_added_to(desk, tmp_path):
    desk.project()
    source = register(tmp_path / "a.xlsx", comment="请核对 <b>")
    target = tmp_path / "b.xlsx"
    mark(desk, source, target)
    sheet = openpyxl.load_workbook(target)["干系人 & 登记册"]
    assert sheet["A4"].comment.text == "另一条"
    assert sheet["D2"].comment.text.startswith("请核对 <b>\n“很大”")
    assert sheet["E3"].comment.author == "GovDesk"
    mark(desk, target, tmp_path / "c.xlsx")
    assert openpyxl.load_workbook(tmp_path / "c.xlsx")["干系人 & 登记册"]["A3"].comment.text.count("needed") == 2


def test_a_text_file_becomes_a_workbook_in_which_no_text_is_a_formula(desk, tmp_path):
    desk.project()
    path = tmp_path / "干系人登记册.csv"
    path.write_text("姓名,部门,权力\n陈静,=1+1,很大\n赵磊,门店,3\n", "utf-8")
    book, plan = plan_of(desk, path)
    assert marked_suffix(book) == ".xlsx"
    target = tmp_path / "b.xlsx"
    assert save_marked(target, book, plan, language=language("en")) == 1
    sheet = openpyxl.load_workbook(target).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=1+1", "s")
    assert sheet["C2"].fill.fgColor.rgb == RED
    assert sheet["C2"].comment is not None


def test_a_file_is_never_written_over_itself_nor_left_in_halves(desk, source, tmp_path):
    desk.project()
    before = source.read_bytes()
    with pytest.raises(GovDeskError) as told:
        mark(desk, source, source)
    assert told.value.code == "itself"
    book, plan = plan_of(desk, source)
    source.write_bytes(before[:500])
    target = tmp_path / "b.xlsx"
    with pytest.raises(GovDeskError) as told:
        save_marked(target, book, plan, language=language("en"))
    assert told.value.code == "changed_file"
    assert not target.exists()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_a_copy_of_a_protected_file_has_the_same_password(desk, source, tmp_path):
    from msoffcrypto.format.ooxml import OOXMLFile

    desk.project()
    locked, target = tmp_path / "locked.xlsx", tmp_path / "b.xlsx"
    with source.open("rb") as plain, locked.open("wb") as out:
        OOXMLFile(plain).encrypt("苹果 1", out)
    mark(desk, locked, target, password="苹果 1")
    assert not zipfile.is_zipfile(target)
    again, _ = plan_of(desk, target, "苹果 1")
    assert again.grids[0].comments
