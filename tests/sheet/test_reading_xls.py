"""Old workbooks: the values that calamine reads, and beside them the errors and percentages that it does not tell."""

from __future__ import annotations

import datetime as dt
import struct

import pytest

from govdesk.errors import GovDeskError
from govdesk.sheet.grid import CellError, Range
from govdesk.sheet.reading import read_book

STREAM_START, FREE, END = 0, 0xFFFFFFFF, 0xFFFFFFFE


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def text(value):
    return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")


def xf(font=0, number=0, fill=0, colour=64):
    return record(0xE0, struct.pack("<HHHBBBBIIH", font, number, 0, 0, 0, 0, 0, 0, fill << 26, colour))


def cell(kind, row, column, style, body=b""):
    return record(kind, struct.pack("<HHH", row, column, style) + body)


def workbook_stream(rows, *, version=0x0600, extra=b""):
    """Build a workbook of one sheet from the records of its cells."""
    fonts = b"".join(
        record(0x31, struct.pack("<HHHH", 200, 0, 0, w) + bytes(6) + b"\x05\x00Arial")
        for w in (400, 400, 400, 400, 700)
    )
    formats = record(0x41E, struct.pack("<H", 164) + text("0.0%"))
    dates = record(0x41E, struct.pack("<H", 165) + text('yyyy"年"m"月"d"日"'))
    styles = (
        xf()
        + xf(number=9)
        + xf(number=164, fill=1, colour=9)
        + xf(number=165, fill=1, colour=9)
        + xf(font=5)
        + xf(fill=1, colour=13)
        + xf(number=49)
    )
    bof = record(0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0x600)) + record(0x42, struct.pack("<H", 1200))
    head = bof + extra + fonts + formats + dates + styles
    name = struct.pack("<BB", 3, 1) + "登记册".encode("utf-16-le")
    start = len(head) + 4 + 6 + len(name) + 4
    sheet = record(0x809, struct.pack("<HHHHII", version, 0x10, 0, 0, 0, 0x600)) + rows + record(0x0A)
    return head + record(0x85, struct.pack("<IBB", start, 0, 0) + name) + record(0x0A) + sheet


def ole_file(stream, name="Workbook"):
    """Wrap one stream into the smallest OLE file."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    sectors = len(stream) // 512
    chain = [*range(1, sectors), END, END, 0xFFFFFFFD]
    fat = b"".join(struct.pack("<I", n) for n in chain)
    fat = fat.ljust(512, b"\xff")
    assert len(fat) == 512

    def entry(title, kind, first, size, child=FREE):
        raw = (title + "\0").encode("utf-16-le")
        links = struct.pack("<III", FREE, FREE, child)
        return (
            raw.ljust(64, b"\0")
            + struct.pack("<HBB", len(raw), kind, 1)
            + links
            + bytes(36)
            + struct.pack("<IQ", first, size)
        )

    directory = entry("Root Entry", 5, END, 0, 1) + entry(name, 2, 0, len(stream)) + bytes(256)
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, END, 0, END, 0)
    header += struct.pack("<I", sectors + 1) + b"\xff" * 432
    return header + stream + directory + fat


def label(row, column, value, style=0):
    return cell(0x204, row, column, style, text(value))


def number(row, column, value, style=0):
    return cell(0x203, row, column, style, struct.pack("<d", value))


ROWS = (
    label(0, 0, "编号", 4)
    + label(0, 1, "完成率", 5)
    + label(0, 2, "日期", 4)
    + number(1, 0, 7)
    + number(1, 1, 0.85, 2)
    + number(1, 2, 46000, 3)
    + cell(0x205, 2, 0, 0, bytes((42, 1)))
    + cell(0x06, 2, 1, 1, bytes((2, 0, 7, 0, 0, 0, 0xFF, 0xFF)) + bytes(6) + struct.pack("<H", 0))
    + cell(0x205, 2, 3, 0, bytes((1, 0)))
    + record(0xBD, struct.pack("<HHHIHIH", 3, 0, 1, (50 << 2) | 3, 1, (75 << 2) | 3, 1))
    + cell(0x205, 5, 4, 0, bytes((23, 1)))
    + record(0x208, struct.pack("<HHHHHHHI", 3, 0, 2, 255, 0, 0, 0x20, 0))
    + record(0x7D, struct.pack("<HHHHH", 1, 1, 2560, 0, 1) + bytes(2))
    + record(0x23E, struct.pack("<HHHHHHHI", 8, 0, 0, 0, 0, 0, 0, 0))
    + record(0x41, struct.pack("<HHHHH", 0, 1, 1, 0, 2))
    + record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 2, 4))
)


def read(tmp_path, data, name="老.xls"):
    file = tmp_path / name
    file.write_bytes(data)
    return read_book(file)


def test_values_errors_and_percentages_come_together(tmp_path):
    book = read(tmp_path, ole_file(workbook_stream(ROWS)))
    (grid,) = book.grids
    assert (book.format, grid.name) == ("xls", "登记册")
    assert grid.rows == [
        ("编号", "完成率", "日期"),
        (7, 0.85, dt.date(2025, 12, 9)),
        (CellError("#N/A"), CellError("#DIV/0!"), None, True),
        (0.5, 0.75),
        (),
        (None, None, None, None, CellError("#REF!")),
    ]
    assert grid.format_at(1, 1) == "percent"
    assert [grid.format_at(row, 0) for row in (1, 3)] == [None, "percent"]
    assert not grid.notices[1:]
    assert str(grid.notices[0]) == "Hidden in the file but shown here: 1 row, 1 column."


def test_what_surrounds_the_cells_is_told(tmp_path):
    (grid,) = read(tmp_path, ole_file(workbook_stream(ROWS))).grids
    assert grid.bold == {0}
    assert grid.hidden_rows == {3}
    assert grid.hidden_columns == {1}
    assert grid.frozen_row == 1
    assert grid.merges == (Range(0, 2, 0, 4),)


def test_an_old_workbook_called_xlsx_is_read_all_the_same(tmp_path):
    assert read(tmp_path, ole_file(workbook_stream(ROWS)), "a.xlsx").format == "xls"


def test_a_protected_old_workbook_is_refused(tmp_path):
    protected = record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, ole_file(workbook_stream(ROWS, extra=protected)))
    assert caught.value.code == "encrypted"


@pytest.mark.parametrize("cut", [100, 600, 1500])
def test_a_truncated_old_workbook_is_refused(tmp_path, cut):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, ole_file(workbook_stream(ROWS))[:cut])
    assert caught.value.code in ("corrupt", "unknown")


def test_a_far_corner_of_an_old_workbook_is_named_as_the_cause(tmp_path):
    with pytest.raises(GovDeskError, match="far away") as caught:
        read(tmp_path, ole_file(workbook_stream(number(0, 0, 1) + number(65535, 255, 1))))
    assert caught.value.code == "memory"


def test_a_table_away_from_the_corner_stays_where_it_is(tmp_path):
    (grid,) = read(tmp_path, ole_file(workbook_stream(number(4, 2, 1) + label(6, 3, "x")))).grids
    assert grid.rows == [(), (), (), (), (None, None, 1), (), (None, None, None, "x")]


def test_a_workbook_is_opened_by_its_password(tmp_path):
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as plain:
        plain.add_worksheet("S").write_row(0, 0, ["秘密", 1])
    with (tmp_path / "plain.xlsx").open("rb") as source, (tmp_path / "a.xlsx").open("wb") as target:
        ooxml.OOXMLFile(source).encrypt("pa55", target)
    for password, code in ((None, "encrypted"), ("", "encrypted"), ("wrong", "wrong_password")):
        with pytest.raises(GovDeskError) as caught:
            read_book(tmp_path / "a.xlsx", password=password)
        assert caught.value.code == code
    assert read_book(tmp_path / "a.xlsx", password="pa55").grids[0].rows == [("秘密", 1)]
