"""The analysis in the window: hidden counts stay hidden on screen, in the workbook and behind a click."""

from __future__ import annotations

import zipfile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Query
from govdesk.store.writing import insert_rows
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_analysis import AnalysisFace
from govdesk.ui.picture import picture


@pytest.fixture
def departments(open_workspace):
    return [edit.create(open_workspace, "department", {"name": n}) for n in ("门店", "总部")]


@pytest.fixture
def face(window, context, open_workspace, departments, wait_until):
    counts = {(0, "burden"): 3, (0, "fear"): 20, (1, "burden"): 12, (1, "fear"): 30}
    with open_workspace.write("voices") as session:
        for (place, cause), count in counts.items():
            one = {"project": context.project, "statement": "…", "department": departments[place], "cause": cause}
            insert_rows(session, REGISTERS["feedback"], [one] * count)
    context.open_view(View("feedback", Query("feedback", context.project), "analysis"))
    found = window.findChild(AnalysisFace)
    wait_until(lambda: found.sheet.paper is not None)
    return found


def shown(face):
    paper = face.sheet.paper
    size = range(len(paper.rows) + 1), range(len(paper.columns) + 1)
    return {(paper.branch(paper.rows[i]), paper.cause(paper.columns[j])): paper.count((i, j))
            for i in size[0][:-1] for j in size[1][:-1]}  # fmt: skip


def cell_of(face, branch, cause):
    paper = face.sheet.paper
    names = [paper.branch(i) for i in paper.rows], [paper.cause(j) for j in paper.columns]
    return names[0].index(branch), names[1].index(cause)


def test_a_small_group_and_its_company_are_hidden(face):
    found = shown(face)
    assert found["门店", "Added burden"] is None
    assert sum(count is None for count in found.values()) > 1
    assert not picture(face.context, face._paint, face._size()).isNull()


def test_a_large_group_opens_its_rows(face, context):
    paper = face.sheet.paper
    total = (len(paper.rows), cell_of(face, "门店", "Fear")[1])
    face.sheet.current = total
    if paper.count(total) is None:
        total = (len(paper.rows), len(paper.columns))
    assert paper.count(total) is not None
    face.open_cell(total)
    assert context.view.face == ""


def test_a_hidden_group_opens_nothing_and_says_why(face, context):
    said = []
    context.noticed.connect(said.append)
    face.open_cell(cell_of(face, "门店", "Added burden"))
    assert context.view.face == "analysis"
    assert "singled out" in said[-1]


def test_keys_move_and_open(face, context):
    face.sheet.setFocus()
    for _ in range(9):
        QTest.keyClick(face.sheet, Qt.Key.Key_Down)
        QTest.keyClick(face.sheet, Qt.Key.Key_Right)
    paper = face.sheet.paper
    assert face.sheet.current == (len(paper.rows), len(paper.columns))
    assert "Total" in face.sheet.accessibleDescription()
    QTest.keyClick(face.sheet, Qt.Key.Key_Return)
    assert context.view.face == ("" if paper.count(face.sheet.current) else "analysis")


def test_the_workbook_hides_what_the_screen_hides(face, answers, tmp_path):
    answers.saves = tmp_path / "numbers.xlsx"
    face.save_numbers()
    with zipfile.ZipFile(answers.saves) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        numbers = book.read("xl/worksheets/sheet1.xml").decode()
    assert "&lt;5" in texts
    assert "<v>3</v></c>" not in [c for c in numbers.split("<c ") if 't="s"' not in c]
    assert answers.said == []
