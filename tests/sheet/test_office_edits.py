"""A real editor damages workbooks as people do, and saves them in its own formats; each row still finds its record."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from govdesk.registers import REGISTERS
from govdesk.sheet.collecting import plan_returns, read_returns
from govdesk.sheet.package import usual
from govdesk.sheet.sending import Sending, send

OFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

MACRO = """
Function Pair(key As String, content As Variant) As Object
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = key
  made.Value = content
  Pair = made
End Function

Sub Edit(place As String)
  Dim files, stream, doc, sheet, other, order, part
  On Error GoTo Broken
  Dim field(0) As New com.sun.star.table.TableSortField
  files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
  stream = CreateUnoService("com.sun.star.io.TextInputStream")
  stream.setInputStream(files.openFileRead(place))
  stream.setEncoding("UTF-8")
  Do While Not stream.isEOF()
    order = stream.readLine()
    order = Join(Split(Join(Split(order, Chr(10)), ""), Chr(13)), "")
    part = Split(order & "||||", "|")
    Select Case part(0)
    Case "open"
      doc = StarDesktop.loadComponentFromURL(part(1), "_blank", 0, Array(Pair("Hidden", True)))
      sheet = doc.Sheets.getByName(part(2))
      sheet.unprotect("")
    Case "set"
      sheet.getCellRangeByName(part(1)).String = part(2)
    Case "sort"
      field(0).Field = CInt(part(2))
      field(0).IsAscending = (part(3) = "up")
      sheet.getCellRangeByName(part(1)).sort(Array(Pair("SortFields", field()), Pair("ContainsHeader", False)))
    Case "insert"
      sheet.Rows.insertByIndex(CInt(part(1)), 1)
    Case "copy"
      sheet.Rows.insertByIndex(CInt(part(2)), 1)
      sheet.copyRange(sheet.getCellByPosition(0, CInt(part(2))).CellAddress, sheet.getCellRangeByName(part(1)).RangeAddress)
    Case "delete"
      sheet.Rows.removeByIndex(CInt(part(1)), 1)
    Case "drop"
      sheet.Columns.removeByIndex(CInt(part(1)), 1)
    Case "move"
      sheet.Columns.insertByIndex(CInt(part(2)), 1)
      sheet.moveRange(sheet.getCellByPosition(CInt(part(2)), 0).CellAddress, sheet.getCellRangeByName(part(1)).RangeAddress)
    Case "unhide"
      sheet.Columns.getByIndex(0).IsVisible = True
    Case "newbook"
      other = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, Array(Pair("Hidden", True)))
      other.Sheets.importSheet(doc, sheet.Name, 0)
      doc.close(True)
      doc = other
    Case "alone"
      Do While doc.Sheets.getByIndex(0).Name <> sheet.Name
        doc.Sheets.removeByName(doc.Sheets.getByIndex(0).Name)
      Loop
    Case "save"
      doc.storeToURL(part(1), Array(Pair("FilterName", part(2)), Pair("FilterOptions", part(3))))
      doc.close(True)
    End Select
  Loop
  stream.closeInput()
  Exit Sub
Broken:
  Open ConvertFromURL(place) & ".error" For Output As #1
  Print #1, order & " line " & Erl & ": " & Error$
  Close #1
  StarDesktop.terminate()
End Sub
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{}</script:module>"""

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97", "csv": "Text - txt - csv (StarCalc)"}
OPTIONS = {"csv": "|44,34,76,1"}
TITLES = ["甲事", "乙事", "丙事", "丁事", "戊事", "己事"]
#: Columns: A hidden id, B number, C title, D owner, E next review, F probability, G impact, H action, I due, J status.
FILLED = ["set|H2|双写一周", "set|J3|应对中"]
EDITS = {
    "filled": FILLED,
    "sorted whole": [*FILLED, "sort|A2:J7|2|down"],
    "sorted without the hidden column": [*FILLED, "sort|B2:J7|1|down"],
    "numbers sorted alone": [*FILLED, "sort|B2:B7|0|down"],
    "some columns sorted": ["sort|B2:C7|1|down"],
    "one column sorted": ["set|J3|应对中", "sort|H2:H7|0|down"],
    "row inserted": [*FILLED, "insert|3", "set|C4|新来的"],
    "row copied": [*FILLED, "copy|A2:J2|3", "set|C4|抄来改的"],
    "row deleted": [*FILLED, "delete|5"],
    "column deleted": [*FILLED, "drop|5"],
    "column moved": [*FILLED, "move|H1:H12|1"],
    "heading renamed": [*FILLED, "set|H1|咱们怎么办", "set|J1|如今怎样了"],
    "hidden column edited": [*FILLED, "unhide", "set|A2|x", "set|A3|"],
    "hidden column deleted": [*FILLED, "drop|0"],
    "copied to a new book": [*FILLED, "newbook"],
}
FORMATS = [("filled", e) for e in FILTERS] + [("sorted without the hidden column", e) for e in ("ods", "xls")]
RUNS = [(name, "xlsx") for name in EDITS if name != "filled"] + FORMATS


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Return an editor that carries out several files' edits in one start of LibreOffice."""
    profile = tmp_path_factory.mktemp("office")
    office = [OFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    subprocess.run([*office, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    code = MACRO.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    module = profile / "user" / "basic" / "Standard" / "Module1.xba"
    module.write_text(MODULE.format(code), "utf-8")

    def edit(lines):
        script = profile / "edits.txt"
        script.write_text("\n".join(lines) + "\n", "utf-8")
        macro = f'macro:///Standard.Module1.Edit("{script.as_uri()}")'
        subprocess.run([*office, macro], check=True, capture_output=True, timeout=120)

    return edit


@pytest.fixture(scope="module")
def returns(office, desk_in, tmp_path_factory):
    """Return what each edited workbook would do, by the name of the edit and the format."""
    desk = desk_in(tmp_path_factory.mktemp("returns"))
    rows = [{"title": t, "owner": desk.wang, "project": desk.home, "action": f"{t}的措施"} for t in TITLES]
    for record in desk.records("risk"):
        from govdesk.store.edit import remove

        remove(desk.workspace, "risk", [record.id])
    desk.add("risk", *rows)
    done = send(desk.workspace, Sending("owner", (usual(REGISTERS["risk"]),), desk.folder / "out", "zh"))
    (package,) = done.sent.packages
    source, lines, folders = done.folder / package.file, [], {}
    for name, ending in RUNS:
        folder = folders[name, ending] = desk.folder / f"{len(folders)}"
        folder.mkdir()
        lines += [f"open|{source.as_uri()}|风险", *EDITS[name]]
        lines += ["alone"] if ending == "csv" else []
        lines += [f"save|{(folder / f'back.{ending}').as_uri()}|{FILTERS[ending]}{OPTIONS.get(ending, '')}"]
    office(lines)

    def found(name, ending="xlsx"):
        folder = folders[name, ending]
        with desk.workspace.read() as session:
            collected = plan_returns(session, REGISTERS, desk.workspace.id, folder, read_returns(folder))
        (file,) = collected.files
        return file

    yield found
    desk.workspace.close()


def changes(file):
    """Return (title, field, new value) of every change, and the titles of new rows."""
    rows = [r for s in file.plan.included() for r in s.rows]
    changed = {(r.title, n, v) for r in rows for n, (_, v) in r.changes.items()}
    return changed, [r.values["title"] for r in rows if r.status == "new"]


ANSWERS = {("甲事", "action", "双写一周"), ("乙事", "status", "treating")}


@pytest.mark.parametrize("name", [n for n in EDITS if n not in ("some columns sorted", "one column sorted")])
def test_every_answer_finds_its_record(returns, name):
    file = returns(name)
    added = {"row inserted": ["新来的"], "row copied": ["抄来改的"]}.get(name, [])
    assert changes(file) == (ANSWERS, added)
    assert file.state == "answer"
    assert file.package.name == "王敏"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("sorted whole", set()),
        ("sorted without the hidden column", {"partly_sorted"}),
        ("numbers sorted alone", {"numbers_sorted"}),
        ("some columns sorted", {"mixed_rows"}),
        ("one column sorted", {"column_sorted"}),
        ("heading renamed", {"renamed_heading"}),
    ],
)
def test_what_a_person_should_look_at_is_told(returns, name, codes):
    assert {p.code for p in returns(name).problems} == codes


def test_a_column_sorted_alone_is_left_out_and_the_rest_taken(returns):
    assert changes(returns("one column sorted")) == ({("乙事", "status", "treating")}, [])


def test_a_row_that_was_deleted_is_proposed(returns):
    assert [m.title for m in returns("row deleted").missing] == ["戊事"]
    assert [returns(n).missing for n in ("sorted whole", "copied to a new book", "filled")] == [(), (), ()]


@pytest.mark.parametrize("ending", list(FILTERS))
def test_every_format_comes_back(returns, ending):
    file = returns("filled", ending)
    assert changes(file) == (ANSWERS, [])
    assert file.package.name == "王敏"


@pytest.mark.parametrize("ending", ["ods", "xls"])
def test_sorting_is_found_in_every_format(returns, ending):
    file = returns("sorted without the hidden column", ending)
    assert changes(file) == (ANSWERS, [])
    assert [p.code for p in file.problems] == ["partly_sorted"]
