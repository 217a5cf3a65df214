"""Bad files: each is refused with its own code, or read without what is bad in it; none hurts the program."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from govdesk.errors import GovDeskError
from govdesk.sheet import inspection
from govdesk.sheet.reading import read_book
from govdesk.sheet.sentence import NOTICES, SENTENCES

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
DTD = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet(rows=CELL, *, before="", after=""):
    return f'{XML}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def parts(sheet_xml=None, **others):
    """Name the parts of a smallest workbook; others are added or, as None, left out."""
    found = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{DOCUMENT}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r1" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet() if sheet_xml is None else sheet_xml,
        **others,
    }
    return {name: text for name, text in found.items() if text is not None}


def packed(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def workbook(sheet_xml=None, **others):
    return packed(parts(sheet_xml, **others))


def other_packing():
    """Say of every part that it is packed by bz2, which it is not."""
    data = workbook()
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data = re.sub(re.escape(mark) + b"(.{%d})\x08\x00" % (place - 4), mark + b"\\1\x0c\x00", data, flags=re.DOTALL)
    return data


def encrypted_entry():
    data = bytearray(workbook())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def ole(name):
    """Fake the first sectors of an OLE file with one stream of this name."""
    return inspection._OLE + bytes(504) + name.encode("utf-16-le") + bytes(512 - 2 * len(name))


def owner_file(user):
    """Make the 165 bytes that Excel leaves beside an open workbook."""
    plain = bytes([len(user.encode("gb18030"))]) + user.encode("gb18030")
    wide = struct.pack("<H", len(user)) + user.encode("utf-16-le")
    return (plain.ljust(55, b" ") + wide).ljust(165, b" ")


def many_columns():
    letters = [f"{chr(65 + i // 26 - 1)}{chr(65 + i % 26)}" if i > 25 else chr(65 + i) for i in range(501)]
    return "<row r='1'>" + "".join(f"<c r='{c}1'><v>1</v></c>" for c in letters) + "</row>"


def many_rows(count):
    return "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, count + 1))


BAD = {
    "zero bytes": ("a.xlsx", b"", "empty"),
    "truncated": ("a.xlsx", workbook()[:-120], "truncated"),
    "half a ZIP": ("a.xlsx", workbook()[: len(workbook()) // 2], "truncated"),
    "only the start of a ZIP": ("a.xlsx", b"PK\x03\x04" + b"garbage" * 100, "truncated"),
    "a flipped byte": ("a.xlsx", workbook().replace(b"xl/workbook.xml", b"xl/workb\xffok.xml", 1), "corrupt"),
    "a ZIP without its beginning": ("a.xlsx", b"PK\x03\x04" + workbook()[400:], "corrupt"),
    "a row inside a row": (
        "a.xlsx",
        workbook(
            sheet('<row r="70"><c r="A70"><v>1</v></c><row r="71"></row></row>').replace("</row></row>", "</row>")
        ),
        "corrupt",
    ),
    "parts packed otherwise than they say": ("a.xlsx", other_packing(), "corrupt"),
    "zeros": ("a.xlsx", bytes(5000), "corrupt"),
    "a web page": ("a.xls", b"\xef\xbb\xbf\n<html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
    "a web page in capitals": ("a.xls", b"<!DOCTYPE HTML PUBLIC '-//W3C'><HTML></HTML>", "html"),
    "a mail archive": ("a.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
    "XML": ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml"),
    "XHTML": ("a.xls", b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "html"),
    "a web page in UTF-16": ("a.xls", "<html><table></table></html>".encode("utf-16"), "html"),
    "a PDF": ("a.xlsx", b"%PDF-1.7 ....", "unknown"),
    "a program": ("a.csv", b"\x7fELF\x02\x01\x01\0\0\0\0", "unknown"),
    "a text that is no table": ("a.py", b"import this\n", "unknown"),
    "a text document": (
        "a.xlsx",
        workbook(
            **{
                "xl/workbook.xml": None,
                "word/document.xml": "<document/>",
                "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" '
                f'Type="{DOCUMENT}/officeDocument" Target="word/document.xml"/></Relationships>',
            }
        ),
        "unknown",
    ),
    "any other ZIP": ("a.xlsx", packed({"readme.txt": "hello"}), "unknown"),
    "an OpenDocument text": (
        "a.ods",
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
        "unknown",
    ),
    "an encrypted OpenDocument": (
        "a.ods",
        packed(
            {
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "noise",
                "META-INF/manifest.xml": "<manifest><file-entry><encryption-data/></file-entry></manifest>",
            }
        ),
        "unknown_lock",
    ),
    "encrypted": ("a.xlsx", ole("EncryptedPackage"), "encrypted"),
    "encrypted entries": ("a.xlsx", encrypted_entry(), "encrypted"),
    "an OLE text document": ("a.xls", ole("WordDocument"), "unknown"),
    "a broken xls": ("a.xls", ole("Workbook"), "corrupt"),
    "a bomb": ("a.xlsx", workbook(**{"xl/media/a.bin": b"0" * 5_000_000}), "bomb"),
    "too many parts": ("a.xlsx", workbook(**{f"xl/{i}.bin": "" for i in range(10_001)}), "parts"),
    "DTD in the sheet": ("a.xlsx", workbook(sheet().replace(XML, XML + DTD)), "dtd"),
    "DTD in a part that is not read": ("a.xlsx", workbook(**{"docProps/app.xml": XML + DTD + "<x>&b;</x>"}), "dtd"),
    "DTD in UTF-16": ("a.xlsx", workbook(**{"docProps/app.xml": (DTD + "<x/>").encode("utf-16")}), "dtd"),
    "DTD after a long comment": ("a.xlsx", workbook(f"<!--{'x' * 9000}-->{DTD}<worksheet/>"), "dtd"),
    "no sheets": ("a.xlsx", workbook(**{"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "no_sheets"),
    "a sheet's part is missing": ("a.xlsx", workbook(**{"xl/worksheets/sheet1.xml": None}), "corrupt"),
    "unclosed XML": ("a.xlsx", workbook(sheet()[:-20]), "corrupt"),
    "no XML at all": ("a.xlsx", workbook("hello"), "corrupt"),
    "a text that does not exist": (
        "a.xlsx",
        workbook(sheet('<row r="1"><c r="A1" t="s"><v>9</v></c></row>')),
        "corrupt",
    ),
    "a text before the first": (
        "a.xlsx",
        workbook(sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')),
        "corrupt",
    ),
    "a cell outside the grid": (
        "a.xlsx",
        workbook(sheet('<row r="1"><c r="ZZZZ1"><v>1</v></c></row>')),
        "outside_grid",
    ),
    "a column past XFD": ("a.xlsx", workbook(sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>')), "outside_grid"),
    "row 0": ("a.xlsx", workbook(sheet('<row r="0"><c r="A0"><v>1</v></c></row>')), "outside_grid"),
    "a row past the last": (
        "a.xlsx",
        workbook(sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
        "outside_grid",
    ),
    "a merge outside the grid": (
        "a.xlsx",
        workbook(sheet(after='<mergeCells><mergeCell ref="A1:A99999999"/></mergeCells>')),
        "outside_grid",
    ),
    "501 columns": ("a.xlsx", workbook(sheet(many_columns())), "too_many_columns"),
    "200,001 rows": ("a.xlsx", workbook(sheet(many_rows(200_001))), "too_many_rows"),
    "200,001 lines": ("a.csv", b"1\n" * 200_001, "too_many_rows"),
}


@pytest.mark.parametrize(("name", "data", "code"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_with_its_own_word(tmp_path, name, data, code):
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(GovDeskError) as caught:
        read_book(file)
    assert caught.value.code == code
    assert name in str(caught.value)
    assert "{" not in str(caught.value)


def test_the_smallest_workbook_is_read(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook())
    assert read_book(file).grids[0].rows == [(1,)]


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    (tmp_path / "f.xlsx").mkdir()
    for name, code in (("gone.xlsx", "missing"), ("f.xlsx", "folder"), ("f.xlsx/x/y.csv", "folder_gone")):
        with pytest.raises(GovDeskError) as caught:
            read_book(tmp_path / name)
        assert caught.value.code == code


def test_a_file_over_50_mb_is_refused_unread(tmp_path):
    file = tmp_path / "a.xlsx"
    with file.open("wb") as out:
        out.write(b"PK\x03\x04")
        out.truncate(50 * 2**20 + 1)
    with pytest.raises(GovDeskError, match="51 MB") as caught:
        read_book(file)
    assert caught.value.code == "too_large"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "Permission denied"), "permission"),
        (OSError(16, "Device or resource busy"), "locked"),
        (OSError(5, "Input/output error"), "unplugged"),
        (OSError(19, "No such device"), "unplugged"),
        (OSError(22, "Invalid argument"), "unreadable"),
    ],
)
def test_a_file_that_cannot_be_opened_is_named(tmp_path, monkeypatch, error, code):
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook())

    def refuse(*_args, **_options):
        raise error

    monkeypatch.setattr(inspection.Path, "open", refuse)
    with pytest.raises(GovDeskError) as caught:
        read_book(file)
    assert caught.value.code == code


def test_a_file_locked_on_windows_is_in_use(tmp_path):
    error = PermissionError(13, "The process cannot access the file")
    error.winerror = 32
    assert inspection.why_closed(error, tmp_path / "a.xlsx").code == "locked"


@pytest.mark.parametrize("user", ["王敏", "Ann O'Neil", ""])
def test_an_owner_file_says_who_has_which_file_open(tmp_path, user):
    file = tmp_path / "~$风险.xlsx"
    file.write_bytes(owner_file(user) if user else bytes(165))
    with pytest.raises(GovDeskError, match=r"“风险\.xlsx”") as caught:
        read_book(file)
    assert user in str(caught.value)
    assert caught.value.code.startswith("owner_file")


def test_the_lock_file_of_libreoffice_is_known_too(tmp_path):
    file = tmp_path / ".~lock.a.xlsx#"
    file.write_text(",wang,laptop,22.11.2026 10:00,file:///home/wang;", encoding="utf-8")
    with pytest.raises(GovDeskError, match=r"“a\.xlsx” is open") as caught:
        read_book(file)
    assert caught.value.code == "owner_file_unnamed"


def test_every_refusal_and_notice_has_its_sentence():
    source = "".join(file.read_text(encoding="utf-8") for file in Path(inspection.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'Refusal\(\s*"(\w+)"', source))
    assert len(codes) > 15
    assert codes <= SENTENCES.keys()
    notices = set(re.findall(r'notices(?:\.append\(|=\[)\("(\w+)"', source))
    assert len(notices) > 4
    assert notices <= NOTICES.keys()
    assert all("{file}" in sentence and "Nothing was imported" in sentence for sentence in SENTENCES.values())


# Traps inside sound files


def read(tmp_path, *args, **others):
    file = tmp_path / "trap.xlsx"
    file.write_bytes(workbook(*args, **others))
    return read_book(file).grids[0]


def test_a_far_corner_is_left_out_and_named(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    grid = read(tmp_path, sheet(CELL + '<row r="2"><c r="A2"><v>2</v></c><c r="XFD2"><v>3</v></c></row>' + far))
    assert grid.rows == [(1,), (2,)]
    assert [str(n) for n in grid.notices] == ["Cells far outside the table, left out: 2, the first is XFD2."]


def test_a_lying_dimension_and_count_change_nothing(tmp_path):
    strings = f'<sst xmlns="{MAIN}" count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>'
    relations = parts()["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="r2" Type="{DOCUMENT}/sharedStrings" Target="/xl/s.xml"/></Relationships>',
    )
    for dimension in ("A1", "A1:XFD1048576", "nonsense"):
        grid = read(
            tmp_path,
            sheet(CELL + '<row r="2"><c r="B2" t="s"><v>0</v></c></row>', before=f'<dimension ref="{dimension}"/>'),
            **{"xl/s.xml": strings, "xl/_rels/workbook.xml.rels": relations},
        )
        assert grid.rows == [(1,), (None, "x")]


def test_a_merge_of_the_whole_sheet_shrinks_to_what_is_there(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    beside = (
        '<autoFilter ref="D1:F9"/><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="D1:F9"/></mergeCells>'
    )
    grid = read(tmp_path, sheet(rows, after=beside))
    assert [m.address for m in grid.merges] == ["A1:B1"]
    assert grid.tables == ()


def test_hidden_columns_to_the_end_of_the_grid_shrink_too(tmp_path):
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c></row>'
    grid = read(tmp_path, sheet(rows, before='<cols><col min="2" max="16384" hidden="1"/></cols>'))
    assert grid.hidden_columns == {1}


def test_many_validations_are_passed_over(tmp_path):
    rule = '<dataValidation type="list" sqref="A{}"><formula1>"a,b"</formula1></dataValidation>'
    rules = "".join(rule.format(row) for row in range(1, 200_001))
    grid = read(tmp_path, sheet(after=f"<dataValidations>{rules}</dataValidations>"))
    assert grid.rows == [(1,)]


def test_half_a_million_formatted_empty_rows_hold_nothing(tmp_path):
    rows = "".join(f'<row r="{r}" s="1" customFormat="1"/>' for r in range(2, 1_000_001, 2))
    grid = read(tmp_path, sheet(CELL + rows))
    assert grid.rows == [(1,)]


def test_rows_and_cells_out_of_order_find_their_place(tmp_path):
    rows = (
        '<row r="3"><c r="C3"><v>33</v></c><c r="A3"><v>31</v></c></row>'
        '<row r="1"><c r="A1"><v>11</v></c></row>'
        '<row r="3"><c r="B3"><v>32</v></c></row>'
    )
    assert read(tmp_path, sheet(rows)).rows == [(11,), (), (31, 32, 33)]


def test_a_workbook_whose_names_are_odd_is_read(tmp_path):
    members = {name.replace("/", "\\").replace("sheet1", "Sheet1"): text for name, text in parts().items()}
    file = tmp_path / "a.xlsx"
    file.write_bytes(packed(members))
    assert read_book(file).grids[0].rows == [(1,)]
