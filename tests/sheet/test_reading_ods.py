"""OpenDocument spreadsheets, as LibreOffice writes them: values, errors, percentages, repeats and what surrounds the cells."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
import zlib
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from govdesk.errors import GovDeskError
from govdesk.sheet.grid import CellError, Range
from govdesk.sheet.reading import read_book

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "table": "table",
        "text": "text",
        "style": "style",
        "fo": "xsl-fo-compatible",
        "meta": "meta",
        "calcext": "calcext",
    }.items()
)
STYLES = (
    '<style:style style:name="ce1" style:family="table-cell"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#ffff00"/></style:style>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
)
META = (
    f'<office:document-meta {NAMES}><office:meta><meta:user-defined meta:name="export">7 号</meta:user-defined>'
    "</office:meta></office:document-meta>"
)


def document(tables, *, before="", meta=META):
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{before}{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("meta.xml", meta)
    return buffer.getvalue()


def table(rows, *, name="登记册", style="ta1"):
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def row(*cells, **attributes):
    marks = "".join(f' table:{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    return f"<table:table-row{marks}>{''.join(cells)}</table:table-row>"


def cell(text="", marks="", kind="string"):
    paragraphs = "".join(f"<text:p>{part}</text:p>" for part in text.split("\n")) if text else ""
    return f'<table:table-cell office:value-type="{kind}" {marks}>{paragraphs}</table:table-cell>'


EMPTY = "<table:table-cell/>"


def read(tmp_path, tables, **options):
    file = tmp_path / "a.ods"
    file.write_bytes(document(tables, **options))
    return read_book(file)


def first(tmp_path, *rows):
    return read(tmp_path, table("".join(rows))).grids[0]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (cell("风险"), "风险"),
        (cell("two\nlines"), "two\nlines"),
        (cell("a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d"), "a   b\tc\nd"),
        (cell("<text:span>rich</text:span> <text:a>link</text:a>"), "rich link"),
        (cell("12", 'office:value="12"', "float"), 12),
        (cell("1.50", 'office:value="1.5"', "float"), 1.5),
        (cell("85%", 'office:value="0.85"', "percentage"), 0.85),
        (cell("¥3.00", 'office:value="3"', "currency"), 3),
        (cell("22.11.26", 'office:date-value="2026-11-22"', "date"), dt.date(2026, 11, 22)),
        (cell("22.11.26", 'office:date-value="2026-11-22T08:30:00"', "date"), dt.datetime(2026, 11, 22, 8, 30)),
        (cell("x", 'office:date-value="1600-02-30"', "date"), "1600-02-30"),
        (cell("08:30", 'office:time-value="PT08H30M00S"', "time"), dt.time(8, 30)),
        (cell("26:30", 'office:time-value="PT26H30M00S"', "time"), "26:30"),
        (cell("WAHR", 'office:boolean-value="true"', "boolean"), True),
        (cell("#N/A", 'calcext:value-type="error" office:string-value=""'), CellError("#N/A")),
        (cell("", 'office:string-value="hidden"'), "hidden"),
        (cell("x", 'office:value="NaN"', "float"), "NaN"),
    ],
)
def test_each_type_of_cell_has_its_value(tmp_path, written, expected):
    assert first(tmp_path, row(written, cell("end"))).rows == [(expected, "end")]


def test_percentages_are_known(tmp_path):
    share = cell("50%", 'office:value="0.5" table:number-columns-repeated="2"', "percentage")
    grid = first(tmp_path, row(share, cell("x"), number_rows_repeated=3))
    assert grid.rows == [(0.5, 0.5, "x")] * 3
    assert [grid.format_at(2, column) for column in (0, 1, 2)] == ["percent", "percent", None]


def test_repeats_are_written_out_only_where_they_hold_something(tmp_path):
    gap = '<table:table-cell table:number-columns-repeated="16000"/>'
    grid = first(
        tmp_path,
        row(cell("a"), gap),
        row(gap, number_rows_repeated=500),
        row(
            '<table:table-cell table:number-columns-repeated="3"/>', cell("b", 'table:number-columns-repeated="2"'), gap
        ),
        row(gap, number_rows_repeated=1_048_000),
    )
    assert len(grid.rows) == 502
    assert grid.rows[0] == ("a",)
    assert grid.rows[501] == (None, None, None, "b", "b")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (row(cell("a"), number_rows_repeated=1_048_576), "too_many_rows"),
        (row(cell("a", 'table:number-columns-repeated="16384"')), "too_many_columns"),
        (row(cell("a", 'table:number-columns-repeated="999999999"')), "outside_grid"),
        (row(EMPTY, number_rows_repeated=10**9) + row(cell("a")), "outside_grid"),
        (row(cell("a"), number_rows_repeated="many"), "corrupt"),
    ],
)
def test_a_hostile_repeat_is_refused(tmp_path, rows, code):
    with pytest.raises(GovDeskError) as caught:
        first(tmp_path, rows)
    assert caught.value.code == code


def test_what_surrounds_the_cells_is_told(tmp_path):
    note = "<office:annotation><text:p>看这里</text:p><text:p>再看</text:p></office:annotation>"
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        '<table:table-column table:number-columns-repeated="16381"/>'
        "<table:table-header-rows>"
        + row(
            cell("标题", 'table:style-name="ce1" table:number-columns-spanned="3" table:number-rows-spanned="1"'),
            '<table:covered-table-cell table:number-columns-repeated="2"/>',
        )
        + "</table:table-header-rows>"
        + row(*(cell(t, 'table:style-name="ce2"') for t in "abc"))
        + row(cell("1"), cell("2").replace("<text:p>", note + "<text:p>", 1), cell("3"), visibility="filter")
        + row('<table:table-cell table:formula="of:=1+1"/>', cell("x"))
    )
    book = read(tmp_path, table(rows) + table(row(cell("y")), name="后台", style="ta2"))
    grid, hidden = book.grids
    assert grid.rows == [("标题",), ("a", "b", "c"), ("1", "2", "3"), (None, "x")]
    assert grid.merges == (Range(0, 0, 0, 2),)
    assert grid.bold == {0, 1}
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {1, 2}
    assert grid.comments == {(2, 1): "看这里\n再看"}
    assert grid.uncached == {(3, 0)}
    assert (hidden.name, hidden.hidden, hidden.rows) == ("后台", True, [("y",)])
    assert book.properties == {"export": "7 号"}
    assert book.format == "ods"


def test_what_is_no_sheet_is_passed_over(tmp_path):
    old = f"<table:tracked-changes><table:table>{row(cell('old'))}</table:table></table:tracked-changes>"
    shapes = "<table:shapes><text:p>drawn</text:p></table:shapes>"
    (grid,) = read(tmp_path, table(shapes + row(cell("new"))), before=old).grids
    assert (grid.name, grid.rows) == ("登记册", [("new",)])


def test_a_document_without_sheets_is_refused(tmp_path):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, "")
    assert caught.value.code == "no_sheets"


def test_the_doctype_that_openoffice_2_wrote_is_no_trap(tmp_path):
    own = '<!DOCTYPE m PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><x/>'
    assert read(tmp_path, table(row(cell("a"))), meta=own).grids[0].rows == [("a",)]
    for other in (own.replace('dtd">', 'dtd" [<!ENTITY a "b">]>'), '<!DOCTYPE m SYSTEM "http://127.0.0.1/x.dtd"><x/>'):
        with pytest.raises(GovDeskError) as caught:
            read(tmp_path, table(row(cell("a"))), meta=other)
        assert caught.value.code == "dtd"


def locked(data, password, *, rounds=1000, algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc", only="."):
    """Encrypt the parts of a document as LibreOffice does."""
    buffer, entries = io.BytesIO(), ""
    with zipfile.ZipFile(io.BytesIO(data)) as plain, zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(plain.namelist()):
            body = plain.read(name)
            if name == "mimetype" or only not in name:
                archive.writestr(name, body)
                continue
            salt, vector = bytes([number]) * 16, bytes([number + 7]) * 16
            key = hashlib.pbkdf2_hmac("sha1", hashlib.sha256(password.encode()).digest(), salt, rounds, 32)
            deflate = zlib.compressobj(wbits=-15)
            packed = deflate.compress(body) + deflate.flush()
            gap = 16 - len(packed) % 16
            cipher = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
            archive.writestr(name, cipher.update(packed + bytes(gap - 1) + bytes([gap])) + cipher.finalize())
            coded = [b64encode(b).decode() for b in (hashlib.sha256(packed[:1024]).digest(), vector, salt)]
            entries += (
                f'<file-entry full-path="{name}"><encryption-data checksum-type="urn:x#sha256-1k" checksum="{coded[0]}">'
                f'<algorithm algorithm-name="{algorithm}" initialisation-vector="{coded[1]}"/>'
                f'<key-derivation key-derivation-name="PBKDF2" key-size="32" iteration-count="{rounds}" salt="{coded[2]}"/>'
                '<start-key-generation start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256"/>'
                "</encryption-data></file-entry>"
            )
        archive.writestr("META-INF/manifest.xml", f"<manifest>{entries}</manifest>")
    return buffer.getvalue()


def opened(tmp_path, data, password=None):
    file = tmp_path / "a.ods"
    file.write_bytes(data)
    return read_book(file, password=password)


def test_a_document_is_opened_by_its_password(tmp_path):
    data = locked(document(table(row(cell("秘密")))), "pa55")
    for password, code in ((None, "encrypted"), ("", "encrypted"), ("wrong", "wrong_password")):
        with pytest.raises(GovDeskError) as caught:
            opened(tmp_path, data, password)
        assert caught.value.code == code
    book = opened(tmp_path, data, "pa55")
    assert book.grids[0].rows == [("秘密",)]
    assert book.properties == {"export": "7 号"}


def test_a_document_encrypted_in_another_way_says_so(tmp_path):
    for options in (
        {"algorithm": "Blowfish CFB"},
        {"rounds": 1, "algorithm": "http://www.w3.org/2009/xmlenc11#aes256-gcm"},
    ):
        with pytest.raises(GovDeskError) as caught:
            opened(tmp_path, locked(document(table(row(cell("a")))), "pa55", **options), "pa55")
        assert caught.value.code == "unknown_lock"


def test_a_trap_behind_a_password_is_one_all_the_same(tmp_path):
    trap = "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"
    with pytest.raises(GovDeskError) as caught:
        opened(tmp_path, locked(document(table(row(cell("a"))), meta=trap), "pa55"), "pa55")
    assert caught.value.code == "dtd"


def test_locked_macros_beside_a_document_are_no_hindrance(tmp_path):
    buffer = io.BytesIO(document(table(row(cell("a")))))
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = '<file-entry full-path="Basic/Own/Module1.xml"><encryption-data/></file-entry>'
        archive.writestr("META-INF/manifest.xml", f"<manifest>{entry}</manifest>")
    assert opened(tmp_path, buffer.getvalue()).grids[0].rows == [("a",)]


def test_a_dtd_is_refused(tmp_path):
    with pytest.raises(GovDeskError) as caught:
        read(tmp_path, table(row(cell("a"))), meta="<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    assert caught.value.code == "dtd"


def test_a_lock_that_is_not_known_has_words_of_its_own(tmp_path):
    locked = tmp_path / "a.ods"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="encrypted-package"><manifest:encryption-data>'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm"/>'
        "</manifest:encryption-data></manifest:file-entry></manifest:manifest>"
    )
    with zipfile.ZipFile(locked, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", "<a/>")
    with pytest.raises(GovDeskError) as refused:
        read_book(locked, password="right")
    assert refused.value.code == "unknown_lock"


def sealed(data, password, *, deflated=False, way="argon2id", **odd):
    """Encrypt a document as a whole, as LibreOffice does from version 24.8 on."""
    salt, vector = b"s" * 16, b"v" * 12
    start = hashlib.sha256(password.encode()).digest()
    if way == "argon2id":
        key = Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=1024).derive(start)
        derived = (
            'key-derivation-name="urn:org:documentfoundation:names:experimental:office:manifest:argon2id" '
            f'argon2-iterations="3" argon2-memory="{odd.get("memory", 1024)}" argon2-lanes="4"'
        )
    else:
        key = hashlib.pbkdf2_hmac("sha1", start, salt, 1000, 32)
        derived = f'key-derivation-name="{way}" iteration-count="1000"'
    if deflated:
        deflate = zlib.compressobj(wbits=-15)
        data = deflate.compress(data) + deflate.flush()
    coded = [b64encode(b).decode() for b in (vector, salt)]
    manifest = (
        '<manifest><file-entry full-path="encrypted-package" media-type="application/vnd.oasis.opendocument.spreadsheet">'
        f'<encryption-data><algorithm algorithm-name="{odd.get("cipher", "http://www.w3.org/2009/xmlenc11#aes256-gcm")}" '
        f'initialisation-vector="{coded[0]}"/><key-derivation {derived} key-size="32" salt="{coded[1]}"/>'
        '<start-key-generation start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256" key-size="32"/>'
        "</encryption-data></file-entry></manifest>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("encrypted-package", vector + AESGCM(key).encrypt(vector, data, None))
    return buffer.getvalue()


@pytest.mark.parametrize("options", [{}, {"deflated": True}, {"way": "PBKDF2"}])
def test_a_document_encrypted_as_a_whole_is_opened_by_its_password(tmp_path, options):
    data = sealed(document(table(row(cell("秘密")))), "pa55", **options)
    for password, code in ((None, "encrypted"), ("", "encrypted"), ("wrong", "wrong_password")):
        with pytest.raises(GovDeskError) as caught:
            opened(tmp_path, data, password)
        assert caught.value.code == code
    book = opened(tmp_path, data, "pa55")
    assert book.grids[0].rows == [("秘密",)]
    assert book.properties == {"export": "7 号"}


@pytest.mark.parametrize("options", [{"way": "scrypt"}, {"cipher": "urn:x#chacha"}, {"memory": 8_000_000}])
def test_a_seal_of_another_kind_or_without_bounds_is_told(tmp_path, options):
    with pytest.raises(GovDeskError) as caught:
        opened(tmp_path, sealed(document(table(row(cell("a")))), "pa55", **options), "pa55")
    assert caught.value.code == "unknown_lock"


def test_a_seal_within_a_seal_and_a_trap_within_are_refused(tmp_path):
    trap = document(table(row(cell("a"))), meta="<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
    for inner, code in ((sealed(trap, "pa55"), "encrypted"), (trap, "dtd"), (b"no archive", "corrupt")):
        with pytest.raises(GovDeskError) as caught:
            opened(tmp_path, sealed(inner, "pa55"), "pa55")
        assert caught.value.code == code


def flat(tables, *, meta="", start=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{start}<office:document xmlns:office="o" xmlns:meta="m" xmlns:table="t" '
        'xmlns:text="x" xmlns:calcext="c" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:meta>{meta}</office:meta><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document>"
    )


def test_a_flat_document_is_read(tmp_path):
    file = tmp_path / "a.fods"
    meta = '<meta:generator>X</meta:generator><meta:user-defined meta:name="export">7 号</meta:user-defined>'
    file.write_text(flat(table(row(cell("甲"), cell("乙")) + row(cell("1"))), meta=meta), encoding="utf-8")
    book = read_book(file)
    assert (book.format, book.properties) == ("fods", {"export": "7 号"})
    assert book.grids[0].rows == [("甲", "乙"), ("1",)]


def test_a_flat_document_that_is_a_trap_or_cut_off_is_refused(tmp_path):
    whole = flat(table(row(cell("a"))))
    for text, code in (
        (flat(table(row(cell("a"))), start="<!DOCTYPE x [<!ENTITY a 'b'>]>"), "dtd"),
        (whole[:-40], "corrupt"),
        (flat(""), "no_sheets"),
    ):
        file = tmp_path / "a.fods"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(GovDeskError) as caught:
            read_book(file)
        assert caught.value.code == code
