"""A picture or the numbers of a view go to the clipboard or into a file whole; a place that cannot be written is said."""

from __future__ import annotations

import datetime as dt
import errno
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from govdesk.sheet.numbers import NumberSheet
from govdesk.ui.picture import Sight, copy_picture, picture, picture_button, save_numbers, save_picture, titled, vector

SHEETS = (
    NumberSheet("人", (("姓名", "权力", "日期"), ("=1+1", 4, dt.date(2026, 11, 3)), (None, None, None), ("李国强", None, None))),
    NumberSheet("空", (("level",),)),
)  # fmt: skip


def red(painter, size):
    painter.fillRect(0, 0, size.width() // 2, size.height(), Qt.GlobalColor.red)
    painter.drawText(20, 20, "王敏 <b>")


@pytest.fixture
def told(context):
    """What was said in passing."""
    found = []
    context.noticed.connect(found.append)
    return found


@pytest.fixture
def settled(context, wait_until):
    """Wait until nothing is written any more."""
    return lambda: wait_until(lambda: not context.jobs.labelled(), "the file")


def test_a_painter_fills_the_size_asked_for_twice_as_sharp(context):
    image = picture(context, red, QSize(100, 50))
    assert (image.width(), image.height()) == (200, 100)
    assert image.pixelColor(10, 90).red() == 255
    assert image.pixelColor(190, 90) == context.theme.colour("surface")


def test_svg_keeps_words_as_words(context):
    text = vector(context, red, QSize(100, 50)).decode()
    assert "王敏" in text
    assert 'viewBox="0 0 100 50"' in text


def test_svg_can_be_read_whatever_is_typed(context):
    def odd(painter, _size):
        painter.drawText(20, 20, "a\x00\x01\x0b\x1f\x7f\ufffe\uffff<b>&\u202e王")

    found = "".join(ET.fromstring(vector(context, odd, QSize(100, 50), "<&\x01>")).itertext())
    assert "<b>&" in found
    assert "王" in found


def test_a_title_stands_above_the_picture_with_its_note_and_day(context):
    source, room = titled(context, Sight(red, "地图", lambda: QSize(400, 50), note=lambda: "12 of 62"))
    text = vector(context, source, room).decode()
    assert "地图" in text
    assert f"12 of 62 · {dt.date.today().isoformat()}" in text
    assert room.height() > 50
    assert picture(context, source, room).pixelColor(4, 4) == context.theme.colour("surface")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_a_picture_is_saved_where_the_user_says(context, answers, tmp_path, settled, told, ending):
    answers.saves = tmp_path / f"图.{ending}"
    answers.saves.write_bytes(b"old")
    save_picture(context, Sight(red, "地图"), ending)
    settled()
    data = answers.saves.read_bytes()
    assert data.startswith(b"\x89PNG") if ending == "png" else b"<svg" in data
    assert [p.name for p in tmp_path.iterdir() if p.suffix in (f".{ending}", ".part")] == [f"图.{ending}"]
    assert str(answers.saves) in told[-1]


@pytest.mark.parametrize("source", ["widget", "titled widget"])
def test_the_clipboard_holds_the_picture_of_a_widget(context, source):
    widget = QLabel("x")
    widget.resize(60, 30)
    copy_picture(context, Sight(widget, "x", note=(lambda: "n = 3") if source != "widget" else None))
    data = QGuiApplication.clipboard().mimeData()
    assert QImage(data.imageData()).width() == 120
    assert data.hasFormat("image/svg+xml")


@pytest.mark.parametrize("ending", ["svg", "xlsx"])
def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(context, answers, tmp_path, settled, ending):
    answers.saves = tmp_path / "gone" / f"x.{ending}"
    if ending == "svg":
        save_picture(context, Sight(red, "x"), "svg")
    else:
        save_numbers(context, "x", lambda: SHEETS)
    settled()
    assert "There is no folder" in answers.said[0]
    assert not (tmp_path / "gone").exists()


def test_a_file_that_another_program_holds_is_said_and_stays_as_it_is(context, answers, tmp_path, settled, monkeypatch):
    answers.saves = tmp_path / "数.xlsx"
    answers.saves.write_bytes(b"old")

    def held(_self, _target):
        error = OSError(errno.EACCES, "in use")
        error.winerror = 32
        raise error

    monkeypatch.setattr("govdesk.store.replacement._PATIENCE", 0)
    monkeypatch.setattr(Path, "replace", held)
    save_numbers(context, "数", lambda: SHEETS)
    settled()
    assert "open in another program" in answers.said[0]
    assert answers.saves.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_turning_away_writes_nothing(context, answers, told):
    answers.saves = None
    save_picture(context, Sight(red, "a/b"), "svg")
    save_numbers(context, "a/b", lambda: SHEETS)
    assert (answers.said, told, context.jobs.labelled()) == ([], [], [])


def test_numbers_come_out_as_numbers_dates_as_dates_and_words_never_as_formulas(context, answers, tmp_path, settled):
    answers.saves = tmp_path / "数.xlsx"
    save_numbers(context, "数", lambda: SHEETS)
    settled()
    book = load_workbook(answers.saves)
    assert book.sheetnames == ["人", "空"]
    first = book["人"]
    assert [c.value for c in first[2]] == ["=1+1", 4, dt.datetime(2026, 11, 3)]
    assert first["A2"].data_type == "s"
    assert first["A4"].value == "李国强"


def test_numbers_of_persons_say_that_they_are_not_for_others(context, answers, tmp_path, settled, told):
    answers.saves = tmp_path / "数.xlsx"
    save_numbers(context, "数", lambda: SHEETS, private=True)
    settled()
    assert "keep it to yourself" in told[-1]


def test_nothing_to_count_is_said_and_asks_for_no_file(context, answers, told):
    save_numbers(context, "数", lambda: SHEETS[1:])
    assert "no numbers here yet" in told[-1]
    assert answers.asked == []


def test_the_button_offers_the_picture_three_ways_and_the_numbers_where_there_are_any(context):
    made = picture_button(context, red, "地图", numbers=lambda: SHEETS)
    assert [a.text() for a in made.items.actions()] == [
        "Copy the picture",
        "Save as PNG…",
        "Save as SVG…",
        "",
        "Numbers to Excel…",
    ]
    assert len(picture_button(context, red, "地图").items.actions()) == 3


def test_the_menu_entry_writes_the_numbers(context, answers, tmp_path, settled):
    answers.saves = tmp_path / "数.xlsx"
    made = picture_button(context, red, "地图", numbers=partial(tuple, SHEETS))
    made.items.actions()[-1].trigger()
    settled()
    assert answers.saves.exists()
