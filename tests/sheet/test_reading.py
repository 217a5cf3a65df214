"""What the cells hold is what the reading gives: typed values, number formats, errors, and all that a sheet says beside."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from govdesk.sheet.archive import Archive
from govdesk.sheet.grid import CellError, Grid, Range, cell_address
from govdesk.sheet.number_format import category
from govdesk.sheet.reading import _Assembly, read_book
from govdesk.sheet.serial import pack_serial
from govdesk.sheet.stream import Stream
from govdesk.sheet.xlsx_book import read_xlsx
from govdesk.sheet.xlsx_text import SharedStrings


def made(fill, **options):
    """Make a workbook with XlsxWriter; `fill` writes to its first sheet, row by row where memory is to be constant."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, options)
    fill(workbook, workbook.add_worksheet("S"))
    workbook.close()
    return buffer.getvalue()


def here(data):
    """Read a workbook within the test's own process."""
    assembly = _Assembly("x.xlsx")
    read_xlsx(Archive(io.BytesIO(data)), Stream(assembly.take))
    return assembly.grids


def changed(data, name, old, new):
    """Change the text of one part."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            text = source.read(entry).decode()
            if entry == name:
                assert re.search(old, text)
                text = re.sub(old, new, text)
            target.writestr(entry, text)
    return buffer.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def many_kinds(workbook, sheet):
    """Write 150 rows, enough for the fast lane, of all kinds of cell."""
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    share = workbook.add_format({"num_format": "0%"})
    sheet.write_row(0, 0, ["编号", "名称", "日期", "完成率", "公式", "错误", "真假"])
    for row in range(1, 150):
        sheet.write_number(row, 0, row)
        sheet.write_string(row, 1, f"风险 & <{row}> \n第二行" if row % 3 else f"plain {row}")
        sheet.write_datetime(row, 2, dt.datetime(2026, 1, 1) + dt.timedelta(row / 2), day)
        sheet.write_number(row, 3, row / 200, share)
        if row % 2:
            sheet.write_formula(row, 4, "=A1*2", None, row * 2)
        if row % 5 == 0:
            sheet.write_formula(row, 5, "=NA()", None, "#N/A")
        sheet.write_boolean(row, 6, row % 2 == 0)


def test_all_kinds_of_cell_come_through_the_reading_process(tmp_path):
    file = tmp_path / "登记册.xlsx"
    file.write_bytes(made(many_kinds))
    book = read_book(file)
    (grid,) = book.grids
    assert (book.format, book.name, grid.file, grid.name) == ("xlsx", "登记册.xlsx", "登记册.xlsx", "S")
    assert grid.rows[0] == ("编号", "名称", "日期", "完成率", "公式", "错误", "真假")
    assert grid.rows[2] == (2, "风险 & <2> \n第二行", dt.date(2026, 1, 2), 0.01, None, None, True)
    assert grid.rows[105] == (
        105,
        "plain 105",
        dt.datetime(2026, 2, 22, 12),
        0.525,
        210,
        CellError("#N/A"),
        False,
    )
    assert grid.formats == {0: "number", 2: "date", 3: "percent", 4: "number"}
    assert len(grid.rows) == 150
    assert grid.width == 7


@pytest.mark.parametrize("constant_memory", [False, True], ids=["shared texts", "inline texts"])
def test_the_fast_lane_and_the_xml_parser_agree(constant_memory):
    data = made(many_kinds, constant_memory=constant_memory)
    fast = here(data)
    slow = here(changed(data, SHEET, "<sheetData>", "<!-- no fast lane --><sheetData>"))
    assert fast == slow


def test_the_fast_lane_is_taken(monkeypatch):
    taken = []
    from govdesk.sheet.xlsx_sheet import SheetReader

    values = SheetReader._values
    taken_note = lambda self, row, found, **told: taken.append(row) or values(self, row, found, **told)  # noqa: E731 - short
    monkeypatch.setattr(SheetReader, "_values", taken_note)
    here(made(lambda _book, sheet: [sheet.write_row(r, 0, [r, "text", 0.5]) for r in range(100)]))
    assert taken == list(range(60, 100))


def test_a_prefix_before_every_element_is_no_hindrance():
    data = made(many_kinds)
    expected = here(data)
    data = changed(data, SHEET, r"<(/?)(?=[a-z])", r"<\1x:")
    assert here(changed(data, SHEET, 'xmlns="', 'xmlns:x="')) == expected


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "UTF-8"])
def test_a_sheet_in_another_encoding_is_read(encoding):
    data = made(lambda _book, sheet: [sheet.write_row(r, 0, [r, "x"]) for r in range(90)], constant_memory=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name).decode()
            if name == SHEET:
                text = text.replace(">x<", ">é<").replace('encoding="UTF-8"', f'encoding="{encoding}"')
            target.writestr(name, text.encode(encoding if name == SHEET else "utf-8"))
    (grid,) = here(buffer.getvalue())
    assert grid.rows == [(row, "é") for row in range(90)]


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
)
NUMBER = st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9, allow_subnormal=False).map(lambda x: round(x, 3))
DAY = st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 31))
MOMENT = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 31)).map(lambda m: m.replace(microsecond=0))


@given(
    st.lists(st.lists(st.none() | TEXT | NUMBER | DAY | MOMENT | st.booleans(), max_size=6), max_size=5), st.booleans()
)
def test_what_is_written_is_what_is_read(rows, epoch_1904):
    def fill(workbook, sheet):
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number + 70, column, value)
                elif isinstance(value, dt.date):
                    sheet.write_datetime(number + 70, column, value, moment)
                elif value is not None:
                    sheet.write(number + 70, column, value)

    def normal(value):
        return value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else value

    if epoch_1904:
        rows = [[None if isinstance(v, dt.date) and v.year < 1905 else v for v in row] for row in rows]
    (grid,) = here(made(fill, date_1904=epoch_1904))
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            assert grid.value(number + 70, column) == normal(value)
            assert type(grid.value(number + 70, column)) in (type(normal(value)), int)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", ""),
        ("0.00", ""),
        ("0%", "percent"),
        ("[=0]?;0%", "percent"),
        ('[=1]"是";[=0]"否"', ""),
        ("0.0%;[Red]-0.0%", "percent"),
        ('0"%"', ""),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("[$-804]yyyy/m/d;@", "date"),
        ("[$-F800]dddd, mmmm dd, yyyy", "date"),
        ('[DBNum1]yyyy"年"', "date"),
        ('e"年"', "date"),
        ("mmm", "date"),
        ("m/d/yy h:mm", "date"),
        ("h:mm AM/PM", "time"),
        ('上午/下午h"时"mm"分"', "time"),
        ("mm:ss", "time"),
        ("[h]:mm", "elapsed"),
        ("@", "text"),
        ("#,##0.00_);[Red](#,##0.00)", ""),
        ('_-* #,##0.00 "day"_-', ""),
        ("0.00E+00", ""),
        ('General"天"', ""),
    ],
)
def test_a_number_format_says_what_the_number_is(code, expected):
    assert category(code) == expected


@pytest.mark.parametrize(
    ("number", "kind", "epoch_1904", "expected"),
    [
        (1, "date", False, ("d", 1900, 1, 1)),
        (59, "date", False, ("d", 1900, 2, 28)),
        (60, "date", False, "1900-02-29"),
        (61, "date", False, ("d", 1900, 3, 1)),
        (0, "date", False, "1900-01-00"),
        (0, "date", True, ("d", 1904, 1, 1)),
        (0.5, "time", False, ("t", 12, 0, 0, 0)),
        (45000.999999999, "date", False, ("d", 2023, 3, 16)),
        (2958465, "date", False, ("d", 9999, 12, 31)),
        (2958465.999999999, "date", False, "2958466"),
        (2958466, "date", False, "2958466"),
        (-1, "date", False, "-1"),
        (1e300, "date", False, "1e+300"),
        (26.5 / 24, "elapsed", False, "26:30"),
        (-0.25, "elapsed", False, "-6:00"),
    ],
)
def test_a_serial_number_is_the_day_that_the_sheet_shows(number, kind, epoch_1904, expected):
    got = pack_serial(number, kind, epoch_1904=epoch_1904)
    assert got == expected or got == str(float(number))


def test_a_percentage_among_numbers_is_never_lost():
    def fill(workbook, sheet):
        share = workbook.add_format({"num_format": "0%"})
        for row in range(70):
            sheet.write_number(row, 0, 0.5, share if row != 66 else None)
            sheet.write_number(row, 1, 0.5, share if row == 66 else None)

    (grid,) = here(made(fill))
    assert grid.formats == {0: "percent", 1: "number"}
    assert grid.exceptions == {(66, 0): "number", (66, 1): "percent"}
    assert [grid.format_at(66, c) for c in (0, 1)] == ["number", "percent"]
    assert [grid.format_at(65, c) for c in (0, 1)] == ["percent", "number"]


def test_a_sheet_tells_all_that_surrounds_its_cells():
    def fill(workbook, sheet):
        bold = workbook.add_format({"bold": True})
        blue = workbook.add_format({"bg_color": "#DDEEFF"})
        white = workbook.add_format({"bg_color": "#FFFFFF"})
        sheet.merge_range("A1:C1", "风险登记册", bold)
        sheet.add_table("A2:C70", {"columns": [{"header": h} for h in ("编号", "名称", "状态")], "style": None})
        sheet.write_row("A2", ["编号", "名称", "状态"], blue)
        sheet.write_row("A3", [1, "a", "open"], white)
        sheet.write_row("A4", [2, "b", "open"])
        sheet.write_row("A70", [3, "c", "open"])
        sheet.freeze_panes(2, 0)
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.set_row(69, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.write_comment("B3", "看这里")
        workbook.set_custom_property("govdesk", "export-7")
        second = workbook.add_worksheet("后台")
        second.write("A1", 1)
        second.autofilter("A1:B5")
        second.very_hidden()

    first, second = here(made(fill))
    assert first.merges == (Range(0, 0, 0, 2),)
    assert first.bold == {0, 1}
    assert first.tables == (Range(1, 0, 69, 2),)
    assert first.frozen_row == 2
    assert first.hidden_rows == {3, 69}
    assert first.hidden_columns == {1}
    assert "看这里" in first.comments[2, 1]
    assert [str(n) for n in first.notices] == ["Hidden in the file but shown here: 2 rows, 1 column."]
    assert second.hidden
    assert second.tables == (Range(0, 0, 0, 0),)
    assert [str(n) for n in second.notices] == ["This sheet is hidden in the file."]


def test_custom_properties_are_kept(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(made(lambda book, sheet: (sheet.write(0, 0, 1), book.set_custom_property("export", "7 号"))))
    assert read_book(file).properties == {"export": "7 号"}


def test_a_formula_never_calculated_is_told_from_an_empty_one(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "x", "=A1"])
    book.save(tmp_path / "a.xlsx")
    (grid,) = read_book(tmp_path / "a.xlsx").grids
    assert grid.rows == [(None, "x")]
    assert grid.uncached == {(0, 0), (0, 2)}
    assert str(grid.notices[0]).startswith("Formulas without a result: 2, the first in A1.")
    blank = made(lambda _book, sheet: sheet.write_formula(0, 0, '=""', None, "x"))
    (grid,) = here(changed(blank, SHEET, "<v>x</v>", "<v></v>"))
    assert not grid.uncached


def test_a_picture_inside_a_cell_is_reported():
    picture = '=_xlfn.DISPIMG("ID_1",1)'
    (grid,) = here(made(lambda _book, sheet: [sheet.write_formula(r, 0, picture, None, picture) for r in range(3)]))
    assert grid.rows == []
    assert [str(n) for n in grid.notices] == ["Pictures inside cells, left out: 3, the first in A1."]


def test_text_is_kept_as_typed():
    texts = ["  two  ", "\u00a0", "a\u200bb", "0012", "=1+1", "👍🏽 שלום", "x" * 40_000, "line\r\nbreak", "_x0041_"]
    data = made(lambda _book, sheet: [sheet.write_string(80 + r, 0, "t") for r in range(len(texts))])
    escaped = [re.sub("[<&]", "", t).replace("\r", "_x000D_").replace("_x0041_", "_x005F_x0041_") for t in texts]
    items = "".join(f'<si><t xml:space="preserve">{t}</t></si>' for t in escaped)
    data = changed(data, "xl/sharedStrings.xml", r"<si>.*</si>", lambda _m: items)
    for number in range(len(texts)):
        data = changed(data, SHEET, f'(r="A{81 + number}" t="s"><v>)0', rf"\g<1>{number}")
    (grid,) = here(data)
    assert [row[0] for row in grid.rows[80:]] == texts


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        ("<si><r><t>rich </t></r><r><t>text</t></r></si>", "rich text"),
        ("<si><t>漢字</t><rPh sb='0' eb='2'><t>かんじ</t></rPh></si>", "漢字"),
        ("<si><t>half _xD83D_ pair</t></si>", "half \ufffd pair"),
        ("<si><t>_xD83D__xDC4D_</t></si>", "👍"),
        ("<si><t>nul_x0000_</t></si>", "nul\ufffd"),
        ("<si/>", None),
    ],
)
def test_shared_texts_are_read_as_shown(stored, expected):
    data = made(lambda _book, sheet: sheet.write_row(0, 0, ["x", 7]))
    (grid,) = here(changed(data, "xl/sharedStrings.xml", "<si>.*</si>", stored))
    assert grid.rows == [(expected, 7)]


@pytest.mark.parametrize(
    "odd", ["<t>a &amp; b</t>", "<r><t>a &amp; </t></r><r><t>b</t></r>", "<t>a <![CDATA[&]]> b</t>"]
)
@pytest.mark.parametrize("encoding", ["UTF-8", "utf-16", "iso-8859-1"])
def test_many_shared_texts_are_read_whatever_stands_among_them(odd, encoding):
    plain = [f"Café {n}" for n in range(9_000)]
    items = [f"<si><t>{text}</t></si>" for text in plain]
    items[5_000] = f"<si>{odd}</si>"
    data = f'<?xml version="1.0" encoding="{encoding}"?><sst>{"".join(items)}</sst>'.encode(encoding)
    plain[5_000] = "a & b"
    assert SharedStrings().read(io.BytesIO(data)) == plain


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<v>NaN</v>", "NaN"),
        ("<v>INF</v>", "INF"),
        ("<v>1e999</v>", "1e999"),
        ("<v>1E3</v>", 1000),
        ("<v>-0.5</v>", -0.5),
        ("<v>110101199001011000</v>", 110101199001011000),
        ("<v>1.10101199001011E+17</v>", 110101199001011000),
        ("<v>1e300</v>", 1e300),
        ("<v>" + "9" * 5000 + "</v>", "9" * 5000),
        ("<v>abc</v>", "abc"),
        ("<v></v>", None),
        ("<f>1/0</f><v>5</v>", 5),
    ],
)
@pytest.mark.parametrize("row", [1, 90])
def test_a_stored_number_is_a_number_or_stays_text(cell, expected, row):
    data = made(lambda _book, sheet: sheet.write_row(row - 1, 0, [1, 2]))
    (grid,) = here(changed(data, SHEET, f'(<c r="A{row}">)<v>1</v>', rf"\g<1>{cell}"))
    assert grid.rows[row - 1] == (expected, 2)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("e", "#DIV/0!", CellError("#DIV/0!")),
        ("b", "1", True),
        ("d", "2026-11-22", dt.date(2026, 11, 22)),
        ("d", "2026-11-22T08:30:00", dt.datetime(2026, 11, 22, 8, 30)),
        ("d", "下下周", "下下周"),
        ("str", "a_x000A_b", "a\nb"),
    ],
)
@pytest.mark.parametrize("row", [1, 90])
def test_each_type_of_cell_has_its_value(kind, text, expected, row):
    data = made(lambda _book, sheet: sheet.write_row(row - 1, 0, [1, 2]))
    (grid,) = here(changed(data, SHEET, f'<c r="A{row}"><v>1', f'<c r="A{row}" t="{kind}"><v>{text}'))
    assert grid.rows[row - 1] == (expected, 2)


def test_an_address_is_what_the_sheet_shows():
    assert [cell_address(*at) for at in ((6, 1), (0, 25), (0, 26), (1048575, 16383))] == [
        "B7",
        "Z1",
        "AA1",
        "XFD1048576",
    ]
    assert Range(1, 0, 8, 2).address == "A2:C9"
    assert Grid("f", "s", [(1,)]).value(5, 5) is None


def test_the_real_files_read_as_openpyxl_reads_them(samples):
    compared = 0
    for file in sorted(samples.glob("*.xlsx")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(file, data_only=True)
        for grid in read_book(file).grids:
            sheet = book[grid.name]
            for row in range(max(sheet.max_row, len(grid.rows))):
                for column in range(max(sheet.max_column, grid.width)):
                    theirs, ours = sheet.cell(row + 1, column + 1).value, grid.value(row, column)
                    if isinstance(theirs, dt.datetime) and theirs.time() == dt.time():
                        theirs = theirs.date()
                    ours = ours.code if isinstance(ours, CellError) else ours
                    assert (theirs or None) == (ours or None), (file.name, grid.name, cell_address(row, column))
                    compared += ours is not None
    assert compared > 1000


def test_every_real_file_holds_cells(samples):
    for file in sorted(samples.iterdir()):
        assert any(grid.rows for grid in read_book(file).grids), file.name
