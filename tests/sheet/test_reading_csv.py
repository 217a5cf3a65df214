"""Text tables: the encoding and the separator are found, quoting is understood, every cell stays the text it is."""

from __future__ import annotations

import pytest

from govdesk.errors import GovDeskError
from govdesk.sheet.csv_text import decode, separator
from govdesk.sheet.reading import read_book

SIMPLIFIED = "编号,风险描述,负责人,状态\n1,供应商延期交付,王敏,处理中\n2,一线员工不愿使用新系统,李强,已关闭\n"
TRADITIONAL = "編號,風險描述,負責人,狀態\n1,供應商延期交付,王敏,處理中\n2,第一線員工不願使用新系統,李強,已關閉\n"
SHORT = "姓名,部门\n王敏,市场部\n"


def read(tmp_path, data, name="表.csv"):
    file = tmp_path / name
    file.write_bytes(data)
    return read_book(file).grids[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "utf-8-sig"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        ("id;title\r\n1;plain\r\n", "utf-16-le"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gbk"),
        (SHORT, "gb18030"),
        ("欧阳娜娜\n", "gb18030"),
        ("歐陽娜娜\n", "big5"),
        ("是否完成,日期\n是,2026-01-01\n", "gb18030"),
        ("干系人,权力,利益\n集团领导,高,高\n", "gb18030"),
        (TRADITIONAL, "big5"),
        ("姓名,部門\n王敏,市場部\n", "big5"),
        ("專案,負責單位\n數位轉型,資訊處\n", "big5"),
        ("Nom,Rôle\nAndré,Chargé d’études\n", "cp1252"),
        ("id,title\n1,plain\n", "ascii"),
    ],
)
def test_the_encoding_is_found(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_byte_lost_at_the_end_does_not_change_the_encoding():
    assert decode(SIMPLIFIED.strip().encode()[:-1]).startswith("编号,风险描述")


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize(
    "text",
    [
        "a|b|c\n1|2|3\n4|5|6\n",
        "a|b\n1|x, y and z\n2|p, q\n",
        "a|b\n1|x; y; z\n2|p; q; r\n",
        'a|b\n1|"x, y; z\tand, so; on"\n2|x\n',
        "Risk register, 2026\n\na|b|c\n1|2|3\n4|5|6\n",
        "a|b|c\n",
    ],
)
def test_the_separator_is_found(text, mark):
    rows = [line.split("|") for line in text.splitlines() if "|" in line]
    text = text.replace(mark, " ").replace("|", mark)
    assert separator(text) == mark, rows


def test_every_cell_is_a_text(tmp_path):
    grid = read(tmp_path, b'id,note,when\r\n001,"two\r\nlines, ""quoted""",2026-01-02\r\n\r\n3,,  x \r\n')
    assert grid.rows == [
        ("id", "note", "when"),
        ("001", 'two\r\nlines, "quoted"', "2026-01-02"),
        (),
        ("3", None, "  x "),
    ]
    assert grid.name == "表"
    assert grid.formats == {}


def test_the_apostrophe_that_guards_a_formula_is_taken_off(tmp_path):
    grid = read(tmp_path, b"a,b,c,d\n'=1+1,'@x,'tis,it's\n'-,'+1,'\t,'\n''=1,''x,',x\n")
    assert grid.rows[1:] == [("=1+1", "@x", "'tis", "it's"), ("-", "+1", "\t", "'"), ("'=1", "''x", "'", "x")]


def test_a_quote_that_is_never_closed_swallows_nothing(tmp_path):
    grid = read(tmp_path, b'id,size\n1,"5 inch\n2,6 inch\n3,7 inch\n4,8 inch\n')
    assert grid.rows == [("id", "size"), ("1", '"5 inch'), ("2", "6 inch"), ("3", "7 inch"), ("4", "8 inch")]
    assert "quotation mark" in str(grid.notices[0])


def test_a_separator_that_the_file_declares_is_used(tmp_path):
    grid = read(tmp_path, b"sep=;\r\na,x;b\r\n1,y;2\r\n")
    assert grid.rows == [(), ("a,x", "b"), ("1,y", "2")]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx", "a.txt", "a.tsv", "a"])
def test_the_name_does_not_matter(tmp_path, name):
    file = tmp_path / name
    file.write_bytes(b"a\tb\n1\t2\n")
    book = read_book(file)
    assert (book.format, book.grids[0].rows) == ("csv", [("a", "b"), ("1", "2")])


def test_a_stray_nul_does_not_stop_the_reading(tmp_path):
    text = "id,note\n" + "1,some words\n" * 500
    assert read(tmp_path, text.encode() + b"2,a\0b\n").rows[-1] == ("2", "a\ufffdb")


def test_wide_text_without_a_mark_and_a_few_zero_bytes_are_read(tmp_path):
    assert read(tmp_path, "编号\t风险\r\n1\t停电\r\n".encode("utf-16-le")).rows[1] == ("1", "停电")
    assert read(tmp_path, b"id,note\n" + b"1,some words\n" * 40 + b"2,a\0b\n").rows[-1] == ("2", "a\ufffdb")


def test_noise_is_no_table(tmp_path):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, b"a,b\n" * 2000 + bytes(5000))
    assert caught.value.code == "unknown"


def test_a_text_of_a_million_characters_is_kept(tmp_path):
    assert len(read(tmp_path, b"a,b\n1," + b"x" * 1_000_000).rows[1][1]) == 1_000_000


def test_more_than_500_columns_are_refused(tmp_path):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, b",".join([b"x"] * 501))
    assert caught.value.code == "too_many_columns"


def test_a_sheet_from_taiwan_is_understood(desk, tmp_path):
    path = tmp_path / "關係人.csv"
    path.write_bytes("姓名,職務,部門,權力,參與度\n陳靜,經理,資訊部,高,支持\n趙磊,主任,財務部,低,中立\n".encode("big5"))
    (sheet,) = desk.plan(path).sheets
    assert sheet.register == "stakeholder"
    assert [(r.values["name"], r.values["power"], r.values["engagement"]) for r in sheet.rows] == [
        ("陳靜", 4, "supportive"), ("趙磊", 2, "neutral")
    ]  # fmt: skip
