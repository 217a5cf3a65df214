"""The analysis in the window: hidden counts stay hidden on screen, in the workbook and behind a click."""

from __future__ import annotations

import datetime as dt
import threading
import zipfile
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from govdesk.registers import REGISTERS
from govdesk.report.figures import drawing
from govdesk.store import edit
from govdesk.store.query import Query, rows
from govdesk.store.writing import insert_rows
from govdesk.ui import chart_export
from govdesk.ui.context import View
from govdesk.ui.pages.feedback_analysis import AnalysisFace
from govdesk.ui.past_seal import seal_of
from govdesk.ui.picture import picture
from govdesk.ui.theme import Theme

DAY = dt.date(2026, 6, 1)


@pytest.fixture
def departments(open_workspace):
    return [edit.create(open_workspace, "department", {"name": n}) for n in ("门店", "总部")]


@pytest.fixture
def face(window, context, open_workspace, departments, wait_until):
    counts = {(0, "burden"): 3, (0, "fear"): 20, (1, "burden"): 12, (1, "fear"): 30}
    with open_workspace.write("voices") as session:
        for (place, cause), count in counts.items():
            one = {"project": context.project, "statement": "…", "department": departments[place], "cause": cause}
            one |= {"date": DAY, "status": "answered", "replied": DAY, "reply": "x"} if cause == "fear" else {}
            insert_rows(session, REGISTERS["feedback"], [one] * count)
    context.open_view(View("feedback", Query("feedback", context.project), "analysis"))
    found = window.findChild(AnalysisFace)
    wait_until(lambda: all(chart.drawing is not None for chart in found.charts.values()))
    return found


def place_of(face, branch, cause):
    heat, say = face.series["heat"], face.context.say
    return [say(line.name) for line in heat.lines].index(branch), [say(c) for c in heat.columns].index(cause)


def opened(face, code, row, column, open_workspace):
    face.open_number(code, row, column)
    assert face.context.view.face == ""
    with open_workspace.read() as session:
        return len(rows(session, REGISTERS, face.context.view.query))


def test_a_small_group_and_its_company_are_hidden(face):
    heat = face.series["heat"]
    row, column = place_of(face, "门店", "Added burden")
    assert heat.lines[row].values[column] is None
    assert sum(value is None for line in heat.lines for value in line.values) > 1
    assert face.charts["heat"].words((row, column)) == "门店, Added burden: <5"


def test_every_number_that_may_be_opened_opens_its_own_rows(face, open_workspace):
    tried = 0
    for code, series in face.series.items():
        for i, line in enumerate(series.lines[: 1 if code == "course" else None]):
            for j, value in enumerate(line.values):
                if face.may_open(code, i, j):
                    assert opened(face, code, i, j, open_workspace) == value, (code, i, j)
                    tried += 1
    assert tried >= 8


def test_a_hidden_group_opens_nothing_and_says_why(face, context):
    said = []
    context.noticed.connect(said.append)
    place = place_of(face, "门店", "Added burden")
    assert not face.may_open("heat", *place)
    face.open_number("heat", *place)
    assert context.view.face == "analysis"
    assert "singled out" in said[-1]


def test_keys_move_and_open(face, context):
    heat = face.charts["heat"]
    heat.setFocus()
    for _ in range(9):
        QTest.keyClick(heat, Qt.Key.Key_Down)
        QTest.keyClick(heat, Qt.Key.Key_Right)
    assert heat.current == (len(heat.series.lines) - 1, len(heat.series.columns) - 1)
    assert "Total" in heat.accessibleDescription()
    QTest.keyClick(heat, Qt.Key.Key_Return)
    assert context.view.face == ""


def test_a_click_opens_the_bar_under_it(face, context):
    chart = face.charts["trend"]
    spot = next(s for s in chart.drawing.spots if face.may_open("trend", s.row, s.column))
    at = (spot.left + spot.width / 2, spot.top + spot.height / 2)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(*map(int, at)))
    assert {f.field for f in context.view.query.filters} == {"date"}


def test_the_workbook_hides_what_the_screen_hides(face, answers, context, tmp_path, wait_until):
    answers.saves = tmp_path / "numbers.xlsx"
    face.save_numbers()
    wait_until(answers.saves.exists)
    with zipfile.ZipFile(answers.saves) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        numbers = book.read("xl/worksheets/sheet1.xml").decode()
        assert len([name for name in book.namelist() if "worksheets/sheet" in name]) == 4
    assert "&lt;5" in texts
    assert "<v>3</v></c>" not in [c for c in numbers.split("<c ") if 't="s"' not in c]
    assert answers.said == []


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_same_figure_goes_to_a_file(face, answers, context, tmp_path, wait_until, ending):
    answers.saves = tmp_path / f"figure.{ending}"
    chart = face.charts["heat"]
    chart_export.save_figure(context, chart, ending)
    wait_until(answers.saves.exists)
    assert answers.saves.read_bytes() == drawing.save(chart.series, chart.style_now, 960, ending, seal_of(context))


def test_the_figure_goes_to_the_clipboard(face, context, wait_until):
    said = []
    context.noticed.connect(said.append)
    chart_export.copy_figure(context, face.charts["wait"])
    wait_until(lambda: said)
    kept = QGuiApplication.clipboard().mimeData()
    assert kept.hasImage()
    assert b"<svg" in bytes(kept.data("image/svg+xml").data())


def test_it_is_drawn_beside_the_window_and_only_when_something_changed(face, context, monkeypatch, wait_until):
    threads, real = [], drawing.draw

    def counted(*how):
        threads.append(threading.current_thread())
        return real(*how)

    monkeypatch.setattr(drawing, "draw", counted)
    chart = face.charts["heat"]
    chart.show_series(replace(chart.series))
    chart._draw()
    assert threads == []
    context.theme = Theme(dark=True)
    chart._draw()
    wait_until(lambda: chart.drawing.pixels[:3] == bytes((0x1A, 0x20, 0x28)))
    assert threads
    assert threading.main_thread() not in threads


def test_what_is_wanted_while_one_is_drawn_is_drawn_after_it(face, wait_until):
    chart = face.charts["course"]
    first, second = (replace(chart.series, title=words) for words in ("one", "two"))
    for one in (first, second):
        chart.show_series(one)
        chart._draw()
    wait_until(lambda: chart._shown[0] == second)


def test_a_page_that_is_gone_gets_no_drawing(face, context, wait_until):
    chart = face.charts["heat"]
    chart.show_series(replace(chart.series, title="late"))
    chart._draw()
    face.deleteLater()
    wait_until(lambda: not context.jobs._running)


def test_the_whole_page_is_one_picture_also_what_lies_out_of_sight(face, context):
    size = face._size()
    last = face.charts["course"]
    assert size.height() >= last.mapTo(face._page, last.rect().bottomLeft()).y()
    made = picture(context, face._paint, size, 1.0)
    ground = made.pixelColor(1, 1)
    for part in (face.tiles, *face._cards.values()):
        at = part.mapTo(face._page, part.rect().topLeft()) + QPoint(20, 0)
        box = made.copy(QRect(at, part.size()))
        assert any(box.pixelColor(x, box.height() // 2) != ground for x in range(box.width()))
    assert face._note().startswith("n = ")
