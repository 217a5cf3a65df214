"""What goes out is what people can edit: real tables, dates and lists, no formula, and it comes back as it was."""

from __future__ import annotations

import csv
import datetime as dt
import errno
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.errors import Cancelled, GovDeskError
from govdesk.fields.kind import Context
from govdesk.fields.kinds import Choice, Date, Flag, Link, Scale
from govdesk.fields.vocabulary import Term, Vocabulary
from govdesk.i18n import language
from govdesk.registers import REGISTERS
from govdesk.sheet import workbook
from govdesk.sheet.archive import Archive
from govdesk.sheet.cell_markup import markup, text_width
from govdesk.sheet.csv_text import read_csv
from govdesk.sheet.lexicon import Lexicon
from govdesk.sheet.outgoing import ExportSheet, columns_of, of_query
from govdesk.sheet.reading import _Assembly, read_book
from govdesk.sheet.sheet_name import sheet_name
from govdesk.sheet.stream import Stream
from govdesk.sheet.writing import export, whole_workbook
from govdesk.sheet.xlsx_book import read_xlsx
from govdesk.sheet.xlsx_text import unescape
from govdesk.store import replacement
from govdesk.store.query import Filter, Query, Record
from govdesk.store.workspace import Workspace
from govdesk.store.writing import insert_rows

STAKEHOLDER = REGISTERS["stakeholder"]
RISK = REGISTERS["risk"]
STARTS = ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\tTAB", "\rCR", "\0NUL"]
ODD = [
    "<r><t>x</t></r>",
    "_x0041_",
    "a\x07b",
    "https://example.org",
    "0012",
    "TRUE",
    "  ",
    "a\r\nb",
    "&lt;",
    "😀 \u202eRTL",
    "\ud800",
]


def record(register, number=1, *, names=None, extra=None, **values):
    return Record(
        register.register_code(), number, f"id-{number}", number, {"number": number, **values}, names or {}, extra or {}
    )


def sheet_of(register, *records, fields=None, title="", extra=None):
    chosen = tuple(register.field(n) for n in fields) if fields else register.fields()
    return ExportSheet(register, title, chosen, records, extra)


def written(tmp_path, *sheets, lang="en", name="out.xlsx", operation=""):
    path = tmp_path / name
    export(path, sheets, language=lang, workspace_id="ws-1", operation=operation)
    return path


def grid(path, number=0):
    """Read a sheet back within the test's own process."""
    assembly = _Assembly(path.name)
    if path.suffix == ".csv":
        read_csv(path.read_bytes(), path.stem, Stream(assembly.take))
    else:
        with path.open("rb") as file:
            read_xlsx(Archive(file), Stream(assembly.take))
    return assembly.grids[number]


def page_of(path, number=0):
    return openpyxl.load_workbook(path).worksheets[number]


def column(path, field, register=STAKEHOLDER):
    """The cells below the heading of a field, as a spreadsheet reader gives them."""
    shown = grid(path)
    heading = language("en").gettext(register.field(field).label)
    place = shown.rows[0].index(heading)
    return [shown.value(r, place) for r in range(1, len(shown.rows))]


# ---------------------------------------------------------------- what stands in the file


def test_the_sheet_is_a_table_with_a_hidden_id_column_that_says_where_it_comes_from(tmp_path):
    path = written(
        tmp_path,
        sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="王敏"), record(STAKEHOLDER, 2, name="李雷")),
        operation="7",
    )
    page = page_of(path)
    table = page.tables["govdesk_stakeholder_1"]
    assert re.fullmatch(r"_govdesk:ws-1:stakeholder:7:[0-9a-f]{8}", page["A1"].value)
    assert [page["A2"].value, page["A3"].value] == ["id-1", "id-2"]
    assert page.column_dimensions["A"].hidden
    assert table.ref == f"A1:{page.cell(1, page.max_column).column_letter}3"
    assert [c.name for c in table.tableColumns] == [c.value for c in page[1]]
    export = page["A1"].value.rpartition(":")[2]
    named = {"govdesk.workspace": "ws-1", "govdesk.operation": "7", "govdesk.export": export}
    assert read_book(path).properties == named


def test_the_hidden_id_column_is_no_hidden_part_to_be_told_of(tmp_path):
    path = written(tmp_path, sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="王敏")), operation=7)
    assert read_book(path).grids[0].notices == ()


def test_values_come_back_as_what_they_are(tmp_path):
    day = dt.date(2026, 11, 3)
    values = {"name": "王敏", "power": 4, "engagement": "resistant", "key_user": True, "cadence": 14, "tags": "甲, 乙"}
    people = [
        record(STAKEHOLDER, 12, names={"department": "信息部"}, department="x", **values),
        record(STAKEHOLDER, 13, name="空"),
    ]
    path = written(tmp_path, sheet_of(STAKEHOLDER, *people))
    assert column(path, "number") == ["STK-0012", "STK-0013"]
    assert column(path, "department") == ["信息部", None]
    assert column(path, "power") == [4, None]
    assert column(path, "engagement") == ["Resistant", None]
    assert column(path, "key_user") == ["Yes", None]
    path = written(tmp_path, sheet_of(RISK, record(RISK, title="t", raised=day)), name="risk.xlsx")
    assert column(path, "raised", RISK) == [day]
    page = page_of(path)
    assert page[f"{place_of(page, 'title', RISK)}2"].number_format == "@"


@pytest.mark.parametrize(
    "day", [dt.date(1900, 1, 1), dt.date(1900, 2, 28), dt.date(1900, 3, 1), dt.date(2026, 2, 28), dt.date(9998, 12, 31)]
)
def test_a_date_is_a_real_date(tmp_path, day):
    path = written(tmp_path, sheet_of(RISK, record(RISK, title="t", raised=day), fields=["raised"]))
    cell = page_of(path)["B2"]
    assert cell.is_date
    assert cell.number_format == "yyyy-mm-dd"
    assert cell.value.date() == day
    assert grid(path).value(1, 1) == day


def test_every_kind_of_every_register_is_read_back_as_written(tmp_path):
    for register in REGISTERS.values():
        values, names = {}, {}
        for field in register.fields():
            kind = field.kind
            if isinstance(kind, Link):
                names[field.name] = f"{field.name} 名"
            elif isinstance(kind, Choice):
                values[field.name] = kind.vocabulary.terms[-1].code
            elif isinstance(kind, Flag):
                values[field.name] = False
            elif isinstance(kind, Date):
                values[field.name] = dt.date(2026, 2, 1)
            else:
                values[field.name] = kind.maximum if isinstance(kind, Scale) else 7 if kind.align == "right" else "文本"
        values.pop("number")
        one = record(register, 3, names=names, **values)
        path = written(tmp_path, sheet_of(register, one), name=f"{register.register_code()}.xlsx")
        row = grid(path).rows[1]
        for place, field in enumerate(register.fields(), 1):
            expected = names.get(field.name, one.values.get(field.name))
            percent = Context(percent=field.kind.sheet_format(language("en")).number_format.endswith("%"))
            read = row[place] if isinstance(field.kind, Link) else field.kind.read(row[place], percent)
            assert read == expected, (register.register_code(), field.name)


@pytest.mark.parametrize("text", STARTS + ODD)
@pytest.mark.parametrize("code", list(REGISTERS))
def test_no_text_becomes_a_formula(tmp_path, code, text):
    register = REGISTERS[code]
    texts = [f for f in register.fields() if f.kind.code in ("text", "long_text", "tags")]
    assert texts
    linked = {f.name: text for f in register.fields() if isinstance(f.kind, Link)}
    one = record(register, names=linked, extra={text: text}, **{f.name: text for f in texts})
    path = written(tmp_path, sheet_of(register, one))
    with zipfile.ZipFile(path) as archive:
        markup_of_sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in markup_of_sheet
    assert b"hyperlink" not in markup_of_sheet
    page = page_of(path)
    assert {c.data_type for c in page[2] if c.value is not None} <= {"s", "inlineStr", "n"}
    expected = text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
    headings, cells = grid(path).rows[:2]
    for field in [*texts, *(register.field(n) for n in linked)]:
        assert cells[headings.index(language("en").gettext(field.label))] == expected, field.name
    assert cells[len(register.fields()) + 1] == expected


def test_spaces_at_the_edge_of_a_text_are_marked_to_be_kept(tmp_path):
    path = written(
        tmp_path,
        sheet_of(
            STAKEHOLDER, record(STAKEHOLDER, name=" a", title="b\n", needs="c d"), fields=["name", "title", "needs"]
        ),
    )
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    assert text.count('<t xml:space="preserve">') == 2
    assert "<t>c d</t>" in text


@given(st.text(max_size=40))
def test_markup_says_the_text_and_nothing_else(text):
    told = ET.fromstring(f"<t>{markup(text)}</t>").text or ""
    assert unescape(told) == "".join(
        "\ufffd" if c in "\0\ufffe\uffff" or "\ud800" <= c <= "\udfff" else c for c in text
    )


def test_extra_columns_go_out_beside_the_fields_under_headings_of_their_own(tmp_path):
    name = STAKEHOLDER.field("name").label
    people = [
        record(STAKEHOLDER, name="甲", extra={"工号": "007", name.upper(): "x"}),
        record(STAKEHOLDER, 2, name="乙", extra={"_govdesk:a": "x"}),
    ]
    headings, *rows = grid(written(tmp_path, sheet_of(STAKEHOLDER, *people, fields=["name"]))).rows
    assert headings[1:] == (name, "工号", f"{name.upper()} 2")
    assert rows == [("id-1", "甲", "007", "x"), ("id-2", "乙")]


def test_a_text_longer_than_a_cell_is_cut_and_said_so(tmp_path):
    path = tmp_path / "long.xlsx"
    long, just = "字" * 32_768, "😀" * 16_383
    people = [record(STAKEHOLDER, name="甲", needs=long), record(STAKEHOLDER, 2, name="乙", needs=just)]
    done = export(path, [sheet_of(STAKEHOLDER, *people)], language="en", workspace_id="w", operation="1")
    assert column(path, "needs") == ["字" * 32_766 + "…", just]
    assert "1 text" in str(done.notices[0])


def test_an_empty_register_is_a_sheet_to_fill_in(tmp_path):
    path = written(tmp_path, sheet_of(STAKEHOLDER))
    page = page_of(path)
    assert page.tables["govdesk_stakeholder_1"].ref.endswith("2")
    assert len(grid(path).rows) == 1


# ---------------------------------------------------------------- how it looks


def validation(page, address):
    found = [d for d in page.data_validations.dataValidation if address in d.sqref]
    return found[0] if found else None


def place_of(page, field, register=STAKEHOLDER):
    heading = language("en").gettext(register.field(field).label)
    return next(c.column_letter for c in page[1] if c.value == heading)


def test_choices_and_flags_have_drop_downs_scales_have_limits_and_help_is_told(tmp_path):
    page = page_of(written(tmp_path, sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="甲"))))
    engagement = validation(page, f"{place_of(page, 'engagement')}2")
    assert engagement.formula1 == '"Unaware,Resistant,Neutral,Supportive,Leading"'
    assert engagement.prompt == STAKEHOLDER.field("engagement").help
    assert validation(page, f"{place_of(page, 'key_user')}900").formula1 == '"Yes,No"'
    power = validation(page, f"{place_of(page, 'power')}2")
    assert (power.type, power.formula1, power.formula2) == ("whole", "1", "5")
    gain = validation(page, f"{place_of(page, 'gain')}2")
    assert (gain.type, gain.prompt) == (None, STAKEHOLDER.field("gain").help)
    assert validation(page, f"{place_of(page, 'name')}2") is None


def test_long_lists_stand_in_a_hidden_sheet(tmp_path, monkeypatch):
    words = Vocabulary("Long", *(Term(f"c{i}", f"Word number {i} of a long list") for i in range(30)))
    fields = (STAKEHOLDER.field("name"), *(f.bound("stakeholder", n) for n, f in two_choices(words)))
    sheet = ExportSheet(STAKEHOLDER, "", fields, [record(STAKEHOLDER, name="甲", a="c3", b="c4")])
    book = openpyxl.load_workbook(written(tmp_path, sheet))
    assert [p.sheet_state for p in book.worksheets] == ["visible", "veryHidden"]
    assert validation(book.worksheets[0], "C2").formula1 == "_govdesk_lists!$A$1:$A$30"
    assert validation(book.worksheets[0], "D2").formula1 == "_govdesk_lists!$A$1:$A$30"
    assert [r[0].value for r in book["_govdesk_lists"].iter_rows()] == [t.label for t in words]


def two_choices(words):
    from govdesk.fields.field import Field

    return [("a", Field("A choice", Choice(words))), ("b", Field("Another choice", Choice(words)))]


def test_columns_are_wide_enough_for_chinese(tmp_path):
    assert text_width("abc") == 3
    assert text_width("干系人abc\n名") == 9
    people = [record(STAKEHOLDER, name="新疆维吾尔自治区分公司", title="Clerk")]
    page = page_of(written(tmp_path, sheet_of(STAKEHOLDER, *people, fields=["name", "title", "needs"])))
    assert page.column_dimensions["B"].width > 22
    assert page.column_dimensions["C"].width < 15
    assert page.column_dimensions["D"].width > 30
    assert page["D2"].alignment.wrap_text or page["D1"].alignment.wrap_text


def test_the_page_is_set_up_for_reading_and_printing(tmp_path):
    page = page_of(written(tmp_path, sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="甲"))))
    fields = [f.name for f in STAKEHOLDER.fields()]
    assert page.freeze_panes == page.cell(2, 2 + fields.index("name") + 1).coordinate
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$1:$1"
    assert page.oddFooter.center.text == "&P / &N"
    assert page["B1"].font.bold
    assert page.row_dimensions[1].height > 20


def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path):
    texts = ("短", "一句话" * 20, "一\n二\n三", "长" * 5000, None)
    people = [record(STAKEHOLDER, n, name="甲", needs=t) for n, t in enumerate(texts, 1)]
    page = page_of(written(tmp_path, sheet_of(STAKEHOLDER, *people, fields=["name", "needs"])))
    assert [page.row_dimensions[n].height for n in range(2, 7)] == [18, 63, 48, 303, 18]


def test_a_wide_sheet_goes_over_several_pages_instead_of_becoming_too_small_to_read(tmp_path):
    narrow = page_of(written(tmp_path, sheet_of(STAKEHOLDER, fields=["number", "name", "title"]), name="a.xlsx"))
    wide = page_of(written(tmp_path, sheet_of(RISK), name="b.xlsx"))
    assert narrow.page_setup.fitToWidth in (None, 1)
    assert wide.page_setup.fitToWidth >= 2
    assert wide.print_title_cols is not None


@pytest.mark.parametrize("code", list(REGISTERS))
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_each_heading_leads_back_to_its_field(code, lang):
    register = REGISTERS[code]
    columns = columns_of(sheet_of(register), (), lang)
    assert len({c.heading.casefold() for c in columns}) == len(columns)
    lexicon = Lexicon(register)
    assert {c.heading: getattr(lexicon.match(c.heading), "field", None) for c in columns} == {
        c.heading: c.field.name for c in columns
    }


def test_headings_in_both_languages_have_values_in_chinese(tmp_path):
    zh, en = language("zh"), language("en")
    path = written(tmp_path, sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="甲", engagement="neutral")), lang="both")
    assert f"{zh.gettext('Engagement')} Engagement".removeprefix("Engagement ") in grid(path).rows[0]
    assert zh.gettext("Neutral") in grid(path).rows[1]
    assert en.gettext("Neutral") == "Neutral"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("干系人", "干系人"), ("a/b:c*d?e[f]g\\h", "a b c d e f g h"), ("'quoted'", "quoted"), ("", "Sheet"), ("History", "History_"),
        ("x" * 40, "x" * 31), ("字" * 40, "字" * 31), ("😀" * 20, "😀" * 15), ("\0\x01", "\ufffd"),
    ],
)  # fmt: skip
def test_sheets_have_names_that_a_workbook_accepts(title, name):
    taken = set()
    assert sheet_name(title, taken) == name
    second = sheet_name(title.upper(), taken)
    assert second.casefold() != name.casefold()
    assert len(second.encode("utf-16-le")) <= 62


def test_several_registers_are_several_sheets(tmp_path):
    sheets = [
        sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="甲"), title="同名"),
        sheet_of(RISK, record(RISK, title="乙"), title="同名"),
    ]
    path = written(tmp_path, *sheets)
    assert [g.name for g in read_book(path).grids] == ["同名", "同名 2"]
    assert [p.tables.keys() for p in openpyxl.load_workbook(path).worksheets] == [
        {"govdesk_stakeholder_1": 0}.keys(), {"govdesk_risk_2": 0}.keys(),
    ]  # fmt: skip


# ---------------------------------------------------------------- CSV


def test_csv_is_utf_8_with_a_mark_and_runs_nothing(tmp_path):
    texts = [*STARTS[:-1], "'=1", "-5", "+8.5%", "-5-5", "plain", 'a"b,c\nd']
    people = [record(STAKEHOLDER, i, name=t, power=3) for i, t in enumerate(texts, 1)]
    path = written(tmp_path, sheet_of(STAKEHOLDER, *people, fields=["number", "name", "power"]), name="a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [row[1] for row in csv.reader(file)][1:]
    assert cells == [
        "'=1+1",
        "'+1+1",
        "'-1+cmd|' /C calc'!A0",
        "'@SUM(A1)",
        "'\tTAB",
        "'\rCR",
        "''=1",
        "-5",
        "+8.5%",
        "'-5-5",
        "plain",
        'a"b,c\nd',
    ]
    back = [r[1] for r in grid(path).rows[1:]]
    assert back == texts


def test_csv_holds_one_register(tmp_path):
    with pytest.raises(GovDeskError, match="one register"):
        written(tmp_path, sheet_of(STAKEHOLDER), sheet_of(RISK), name="a.csv")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the file on the drive


def test_a_name_that_is_no_spreadsheet_is_refused(tmp_path):
    with pytest.raises(GovDeskError, match=r"\.xlsx or \.csv"):
        written(tmp_path, sheet_of(STAKEHOLDER), name="a.doc")


def failing(error, after=3):
    def records():
        for number in range(1, 10):
            if number > after:
                raise error
            yield record(STAKEHOLDER, number, name="甲")

    return ExportSheet(STAKEHOLDER, "", STAKEHOLDER.fields(), records(), ())


@pytest.mark.parametrize("name", ["old.xlsx", "old.csv"])
@pytest.mark.parametrize(
    "error", [Cancelled(), OSError(errno.ENOSPC, "No space left on device"), OSError(errno.EIO, "I/O error")]
)
def test_what_fails_half_way_leaves_the_old_file(tmp_path, name, error):
    (tmp_path / name).write_bytes(b"old")
    with pytest.raises((Cancelled, GovDeskError)) as caught:
        export(tmp_path / name, [failing(error)], language="en", workspace_id="w", operation="1")
    assert (tmp_path / name).read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == [name]
    if isinstance(error, OSError):
        assert caught.value.code == ("disk_full" if error.errno == errno.ENOSPC else "unplugged")


def test_progress_can_stop_the_writing(tmp_path):
    def stop(done, total, doing=None):
        assert (done, total) == (256, 300)
        raise Cancelled

    people = [record(STAKEHOLDER, i, name="甲") for i in range(1, 301)]
    sheet = ExportSheet(STAKEHOLDER, "", STAKEHOLDER.fields(), people, (), 300)
    with pytest.raises(Cancelled):
        export(tmp_path / "a.xlsx", [sheet], language="en", workspace_id="w", operation="1", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_missing_folder_are_named(tmp_path):
    (tmp_path / "d.xlsx").mkdir()
    with pytest.raises(GovDeskError, match="is a folder"):
        written(tmp_path, sheet_of(STAKEHOLDER), name="d.xlsx")
    with pytest.raises(GovDeskError, match="no folder"):
        written(tmp_path, sheet_of(STAKEHOLDER), name="none/a.xlsx")


def test_a_file_that_another_program_holds_is_named_after_a_while(tmp_path, monkeypatch):
    held = PermissionError(errno.EACCES, "denied")
    held.winerror = 32
    tries = []

    def refuse(_self, _target):
        tries.append(1)
        raise held

    clock = iter([0.0, 1.0, 2.0, 3.0])
    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(replacement.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(replacement.time, "sleep", lambda _: None)
    with pytest.raises(GovDeskError, match="open in another program") as caught:
        written(tmp_path, sheet_of(STAKEHOLDER))
    assert (caught.value.code, len(tries)) == ("locked", 3)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_did_not_come_out_whole_is_not_put_in_place(tmp_path, monkeypatch):
    def half(file, _sheets):
        file.write(b"PK\x03\x04 half")

    monkeypatch.setattr(workbook.Workbook, "write", lambda self, file, sheets, numbers: half(file, sheets))
    (tmp_path / "out.xlsx").write_bytes(b"old")
    with pytest.raises(GovDeskError, match="did not come out whole"):
        written(tmp_path, sheet_of(STAKEHOLDER))
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"


def test_a_flipped_byte_and_a_missing_row_are_seen(tmp_path):
    path = written(tmp_path, sheet_of(STAKEHOLDER, record(STAKEHOLDER, name="甲")))
    assert whole_workbook(path, [1])
    assert not whole_workbook(path, [2])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    path.write_bytes(data)
    assert not whole_workbook(path, [1])


def test_an_old_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    written(tmp_path, sheet_of(STAKEHOLDER))
    assert path.stat().st_mode & 0o777 == 0o640


# ---------------------------------------------------------------- a view


def test_a_view_goes_out_as_it_stands(tmp_path):
    workspace = Workspace.create(tmp_path / "w.govdesk", REGISTERS)
    with workspace.write("x") as session:
        project = insert_rows(session, REGISTERS["project"], [{"name": "甲项目"}])[0]
        people = [
            {"project": project, "name": f"人{i}", "power": i % 5 + 1, "extra": f'{{"工号":"{i}"}}'} for i in range(20)
        ]
        insert_rows(session, STAKEHOLDER, people)
    with workspace.read() as session:
        query = Query("stakeholder", project, (Filter("power", "at_least", (5,)),))
        sheet = of_query(session, REGISTERS, query, fields=[STAKEHOLDER.field("name"), STAKEHOLDER.field("project")])
        path = written(tmp_path, sheet)
    workspace.close()
    assert [r[1:] for r in grid(path).rows[1:]] == [(f"人{i}", "甲项目", str(i)) for i in (4, 9, 14, 19)]
    assert sheet.count == 4
