"""Old workbooks (xls): values, errors, dates, percentages and hidden parts come out of the records as they stand there."""

from __future__ import annotations

import datetime as dt
import hashlib
import struct

import pytest

from govdesk.errors import GovDeskError
from govdesk.sheet.grid import CellError, Range
from govdesk.sheet.reading import read_book

STREAM_START, FREE, END = 0, 0xFFFFFFFF, 0xFFFFFFFE


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def text(value):
    raw = value.encode("utf-16-le")
    return struct.pack("<HB", len(raw) // 2, 1) + raw


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


def test_a_far_corner_of_an_old_workbook_costs_nothing(tmp_path):
    (grid,) = read(tmp_path, ole_file(workbook_stream(number(0, 0, 1) + number(65535, 255, 1)))).grids
    assert [(row, cells) for row, cells in enumerate(grid.rows) if cells] == [(0, (1,)), (65535, (*[None] * 255, 1))]


def test_a_table_away_from_the_corner_stays_where_it_is(tmp_path):
    (grid,) = read(tmp_path, ole_file(workbook_stream(number(4, 2, 1) + label(6, 3, "x")))).grids
    assert grid.rows == [(), (), (), (), (None, None, 1), (), (None, None, None, "x")]


def table(*pieces):
    """Cut a table of shared texts into the records that hold and continue it."""
    return record(0xFC, struct.pack("<II", 1, 1) + pieces[0]) + b"".join(record(0x3C, p) for p in pieces[1:])


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([text("编号") + struct.pack("<HB", 3, 0) + b"abc"], ["编号", "abc"]),
        ([struct.pack("<HB", 4, 0) + b"ab", b"\x01" + "编号".encode("utf-16-le") + text("x")], ["ab编号", "x"]),
        ([struct.pack("<HB", 3, 1) + "编".encode("utf-16-le"), b"\0bc" + text("y")], ["编bc", "y"]),
        ([text("满"), text("新")], ["满", "新"]),
        ([struct.pack("<HB", 2, 1), b"\0ab" + text("z")], ["ab", "z"]),
        ([struct.pack("<HBH", 2, 8, 1) + b"ab" + bytes(4) + text("z")], ["ab", "z"]),
        ([struct.pack("<HBI", 2, 4, 5) + b"ab" + bytes(2), bytes(3) + text("z")], ["ab", "z"]),
        ([text("a") + text("") + text("\U0001f600")], ["a", None, "\U0001f600"]),
    ],
    ids=[
        "one record",
        "wider",
        "narrower",
        "between texts",
        "after the length",
        "fonts",
        "phonetic",
        "empty and emoji",
    ],
)
def test_shared_texts_go_on_in_further_records(tmp_path, pieces, expected):
    cells = b"".join(cell(0xFD, 0, n, 0, struct.pack("<I", n)) for n in range(len(expected)))
    (grid,) = read(tmp_path, ole_file(workbook_stream(cells, extra=table(*pieces)))).grids
    assert grid.rows == [tuple(expected)]


def test_the_text_of_a_formula_stands_in_a_record_of_its_own(tmp_path):
    formula = lambda column, *result: cell(  # noqa: E731
        0x06, 0, column, 0, bytes((*result, 0xFF, 0xFF)) + bytes(6) + struct.pack("<H", 0)
    )
    rows = (
        formula(0, 0, 0, 0, 0, 0, 0) + record(0x4BC, bytes(10)) + record(0x207, text("算出"))
        + formula(1, 3, 0, 0, 0, 0, 0)
        + formula(2, 1, 0, 1, 0, 0, 0)
        + formula(3, 0, 0, 0, 0, 0, 0) + record(0x207, struct.pack("<HB", 3, 1) + "长".encode("utf-16-le")) + record(0x3C, b"\0ab")
    )  # fmt: skip
    (grid,) = read(tmp_path, ole_file(workbook_stream(rows))).grids
    assert grid.rows == [("算出", None, True, "长ab")]


def test_dates_may_count_from_1904(tmp_path):
    (grid,) = read(
        tmp_path, ole_file(workbook_stream(number(0, 0, 44538, 3), extra=record(0x22, struct.pack("<H", 1))))
    ).grids
    assert grid.rows == [(dt.date(2025, 12, 9),)]


def test_comments_are_kept(tmp_path):
    def comment(number, body):
        shape = record(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, number) + bytes(14))
        head = record(0x1B6, struct.pack("<HHHHHHH", 0, 0, 0, 0, 0, len(body), 16) + bytes(4))
        return shape + head + record(0x3C, b"\x01" + body.encode("utf-16-le")) + record(0x3C, bytes(16))

    rows = label(0, 0, "a") + comment(7, "看这里") + comment(8, "b")
    rows += record(0x1C, struct.pack("<HHHH", 0, 0, 0, 8)) + record(0x1C, struct.pack("<HHHH", 3, 2, 0, 7))
    (grid,) = read(tmp_path, ole_file(workbook_stream(rows))).grids
    assert grid.comments == {(0, 0): "b", (3, 2): "看这里"}


def test_a_workbook_whose_streams_are_named_in_capitals_is_read(tmp_path):
    (grid,) = read(tmp_path, ole_file(workbook_stream(ROWS), "WORKBOOK")).grids
    assert grid.rows[0] == ("编号", "完成率", "日期")


def test_a_sheet_whose_records_end_too_soon_is_refused(tmp_path):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, ole_file(workbook_stream(ROWS)[:-60].ljust(8192, b"\x01")))
    assert caught.value.code == "corrupt"


@pytest.mark.parametrize("head", ["0902060000001000", "0904060000001000", "0900040002001000", "0908080000050500"])
def test_a_workbook_from_before_1995_has_its_own_word(tmp_path, head):
    with pytest.raises(GovDeskError, match="before 1995") as caught:
        read(tmp_path, bytes.fromhex(head) + bytes(200))
    assert caught.value.code == "old_excel"


def scrambled(stream, password):
    """Protect a workbook stream as Excel 97 did: RC4 under keys made from the password, headers left open."""
    rc4 = pytest.importorskip("msoffcrypto.method.rc4")
    from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
    from cryptography.hazmat.primitives.ciphers import Cipher

    salt, verifier = bytes(range(16)), b"sixteen letters!"

    def cipher(block):
        return Cipher(ARC4(rc4._makekey(password, salt, block)), mode=None).encryptor()

    check = cipher(0).update(verifier + hashlib.md5(verifier).digest())
    lock = record(0x2F, struct.pack("<HHH", 1, 1, 1) + salt + check)
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    stream = stream[:first] + lock + stream[first:]
    stream += record(0, bytes(-len(stream) % 4))
    closed = b"".join(cipher(n).update(stream[1024 * n : 1024 * n + 1024]) for n in range(-(-len(stream) // 1024)))
    found, place = bytearray(closed), 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        open_ = place + 4 + {0x85: 4, 0x809: size, 0x2F: size}.get(kind, 0)
        found[place:open_] = stream[place:open_]
        place += 4 + size
    return bytes(found)


def test_an_old_workbook_is_opened_by_its_password(tmp_path):
    stream = workbook_stream(ROWS)
    entry = stream.index(struct.pack("<HH", 0x85, 14)) + 4
    start = struct.unpack_from("<I", stream, entry)[0] + len(record(0x2F, bytes(54)))
    stream = stream[:entry] + struct.pack("<I", start) + stream[entry + 4 :]
    (tmp_path / "a.xls").write_bytes(ole_file(scrambled(stream, "秘密1")))
    for password, code in ((None, "encrypted"), ("", "encrypted"), ("wrong", "wrong_password")):
        with pytest.raises(GovDeskError) as caught:
            read_book(tmp_path / "a.xls", password=password)
        assert caught.value.code == code
    assert read_book(tmp_path / "a.xls", password="秘密1").grids[0].rows[0] == ("编号", "完成率", "日期")


def test_what_excel_opens_without_asking_is_opened_without_asking(tmp_path):
    ooxml = pytest.importorskip("msoffcrypto.format.ooxml")
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "plain.xlsx") as plain:
        plain.add_worksheet("S").write_row(0, 0, ["只读", 1])
    with (tmp_path / "plain.xlsx").open("rb") as source, (tmp_path / "a.xlsx").open("wb") as target:
        ooxml.OOXMLFile(source).encrypt("VelvetSweatshop", target)
    for password in (None, "other"):
        assert read_book(tmp_path / "a.xlsx", password=password).grids[0].rows == [("只读", 1)]


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
