"""Binary workbooks (xlsb): errors, percentages, dates and hidden parts come out of the records as they stand there."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile

import pytest

from govdesk.errors import GovDeskError
from govdesk.sheet.grid import CellError, Range
from govdesk.sheet.reading import read_book

DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FRACTION, HUNDREDTH, WHOLE = 0, 1, 2


def record(kind, body=b""):
    head = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    size, sizes = len(body), b""
    while True:
        sizes += bytes((size & 0x7F | (0x80 if size > 0x7F else 0),))
        size >>= 7
        if not size:
            return head + sizes + body


def text(value):
    return struct.pack("<I", len(value.encode("utf-16-le")) // 2) + value.encode("utf-16-le")


def row(number, *cells, hidden=False):
    flags = bytes((0, 0x10 if hidden else 0, 0))
    return record(0, struct.pack("<IIH", number, 0, 300) + flags + bytes(4)) + b"".join(cells)


def cell(kind, column, body, style=0):
    return record(kind, struct.pack("<II", column, style) + body)


def shared(column, index, style=0):
    return cell(7, column, struct.pack("<I", index), style)


def real(column, value, style=0):
    return cell(5, column, struct.pack("<d", value), style)


def style(number=0, font=0, fill=0):
    return record(47, struct.pack("<HHHH", 0, number, font, fill) + bytes(8))


def font(weight):
    return record(43, struct.pack("<HHH", 220, 0, weight) + bytes(10))


def fill(pattern, colour=b"\x02\x00\x00\x00\xff\xff\x00\xff"):
    return record(45, struct.pack("<I", pattern) + colour + bytes(40))


STYLES = (
    record(44, struct.pack("<H", 164) + text('yyyy"年"m"月"d"日"'))
    + font(400) + font(700)
    + fill(0) + fill(1, b"\x02\x00\x00\x00\xff\xff\xff\xff") + fill(1)
    + record(626, b"") + style(9) + record(627, b"")
    + record(617, struct.pack("<I", 6))
    + style() + style(9) + style(164) + style(font=1) + style(fill=2) + style(49) + style(fill=1)
    + record(618, b"")
)  # fmt: skip
TEXTS = [record(19, b"\0" + text(t)) for t in ("编号", "完成率", "日期", "中\0断")]


def relations(*parts):
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def workbook(sheet, *, state=0, flags=0, styles=STYLES, parts=(), name="登记册"):
    buffer = io.BytesIO()
    book = record(153, struct.pack("<I", flags) + bytes(8)) + record(
        156, struct.pack("<II", state, 1) + text("rId1") + text(name)
    )
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", relations(("officeDocument", "xl/workbook.bin")))
        archive.writestr("xl/workbook.bin", book)
        linked = [
            ("worksheet", "worksheets/sheet1.bin"),
            ("sharedStrings", "sharedStrings.bin"),
            ("styles", "styles.bin"),
        ]
        archive.writestr("xl/_rels/workbook.bin.rels", relations(*linked))
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/sharedStrings.bin", b"".join(TEXTS))
        if styles:
            archive.writestr("xl/styles.bin", styles)
        for part, data in parts:
            archive.writestr(part, data)
    return buffer.getvalue()


def read(tmp_path, *args, **options):
    file = tmp_path / "a.xlsb"
    file.write_bytes(workbook(*args, **options))
    return read_book(file)


SHEET = (
    record(151, struct.pack("<ddIII", 0, 1, 1, 0, 2) + b"\x01")
    + record(60, struct.pack("<IIIIH", 1, 1, 2560, 0, 1))
    + row(0, shared(0, 0, 3), shared(1, 1, 4), shared(2, 2, 3))
    + row(1, real(0, 7), real(1, 0.85, 1), real(2, 46000, 2), cell(6, 3, text("直接")))
    + row(2, cell(3, 0, b"\x2a"), cell(11, 1, b"\x07" + bytes(6)), cell(4, 2, b"\x01"), cell(10, 3, b"\0" + bytes(6)))
    + row(
        3,
        cell(2, 0, struct.pack("<I", (50 << 2) | WHOLE | HUNDREDTH), 1),
        cell(9, 1, struct.pack("<d", 2.5) + bytes(6)),
        cell(8, 2, text("公式") + bytes(6)),
        cell(62, 3, b"\x01" + text("多色") + struct.pack("<I", 1) + bytes(4)),
        cell(2, 4, struct.pack("<I", (-3 << 2 & 0xFFFFFFFF) | WHOLE)),
        cell(2, 5, struct.pack("<d", 1.5)[4:]),
        hidden=True,
    )
    + row(5, cell(1, 0, b""), shared(1, 3, 5))
    + record(176, struct.pack("<IIII", 1, 2, 4, 4))
    + record(161, struct.pack("<IIII", 0, 5, 0, 3))
)


def test_every_kind_of_cell_comes_out_of_the_records(tmp_path):
    book = read(tmp_path, SHEET)
    (grid,) = book.grids
    assert (book.format, grid.name, grid.hidden) == ("xlsb", "登记册", False)
    assert grid.rows == [
        ("编号", "完成率", "日期"),
        (7, 0.85, dt.date(2025, 12, 9), "直接"),
        (CellError("#N/A"), CellError("#DIV/0!"), True, False),
        (0.5, 2.5, "公式", "多色", -3, 1.5),
        (),
        (None, "中\ufffd断"),
    ]
    assert grid.format_at(1, 1) == "percent"
    assert grid.format_at(3, 0) == "percent"
    assert grid.format_at(1, 0) != "percent"


def test_what_surrounds_the_cells_is_told(tmp_path):
    (grid,) = read(tmp_path, SHEET).grids
    assert grid.bold == {0}
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {1}
    assert grid.frozen_row == 1
    assert grid.merges == (Range(1, 4, 2, 4),)
    assert grid.tables == (Range(0, 0, 5, 3),)
    assert [str(n) for n in grid.notices] == ["Hidden in the file but shown here: 1 row, 1 column."]


def test_tables_and_comments_lie_in_parts_of_their_own(tmp_path):
    table = record(343, struct.pack("<IIII", 1, 3, 0, 2) + bytes(20))
    comments = record(635, struct.pack("<IIIII", 0, 2, 2, 1, 1) + bytes(16)) + record(637, b"\0" + text("看这里"))
    parts = [
        ("xl/worksheets/_rels/sheet1.bin.rels", relations(("table", "../t.bin"), ("comments", "../c.bin"))),
        ("xl/t.bin", table),
        ("xl/c.bin", comments),
    ]
    (grid,) = read(tmp_path, SHEET, parts=parts).grids
    assert Range(1, 0, 3, 2) in grid.tables
    assert grid.comments == {(2, 1): "看这里"}


def test_dates_may_count_from_1904_and_sheets_may_be_hidden(tmp_path):
    (grid,) = read(tmp_path, row(0, real(0, 44538, 2)), flags=1, state=2).grids
    assert (grid.rows, grid.hidden) == ([(dt.date(2025, 12, 9),)], True)


def test_a_workbook_without_styles_is_read(tmp_path):
    (grid,) = read(tmp_path, row(0, real(0, 46000, 2)), styles=None).grids
    assert grid.rows == [(46000,)]


def test_a_sheet_longer_than_a_block_is_read(tmp_path):
    many = b"".join(row(n, cell(6, 0, text("长" * 900))) for n in range(2000))
    (grid,) = read(tmp_path, many).grids
    assert len(grid.rows) == 2000
    assert set(grid.rows) == {("长" * 900,)}


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (SHEET[:-5], "corrupt"),
        (row(0, shared(0, 99)), "corrupt"),
        (row(0, cell(6, 0, struct.pack("<I", 4_000_000))), "corrupt"),
        (record(5, b"\0"), "corrupt"),
        (row(1_048_576, real(0, 1)), "outside_grid"),
        (row(0, real(16_384, 1)), "outside_grid"),
    ],
)
def test_damaged_records_are_refused(tmp_path, sheet, code):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, sheet)
    assert caught.value.code == code
