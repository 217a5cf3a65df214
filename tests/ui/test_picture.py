"""A picture of a view goes to the clipboard or into a file whole, and a place that cannot be written is said."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from govdesk.ui.picture import copy_picture, offer_picture, picture, picture_button, save_picture, vector


def red(painter, size):
    painter.fillRect(0, 0, size.width() // 2, size.height(), Qt.GlobalColor.red)
    painter.drawText(20, 20, "王敏 <b>")


def test_a_painter_fills_the_size_asked_for_twice_as_sharp(context):
    image = picture(context, red, QSize(100, 50))
    assert (image.width(), image.height()) == (200, 100)
    assert image.pixelColor(10, 90).red() == 255
    assert image.pixelColor(190, 90) == context.theme.colour("surface")


def test_svg_keeps_words_as_words(context):
    text = vector(context, red, QSize(100, 50)).decode()
    assert "王敏" in text
    assert 'viewBox="0 0 100 50"' in text


@pytest.mark.parametrize(("choice", "ending"), [(1, "png"), (2, "svg")])
def test_a_picture_is_saved_where_the_user_says(context, answers, tmp_path, choice, ending):
    answers.chooses, answers.saves = choice, tmp_path / f"图.{ending}"
    offer_picture(context, red, "地图")
    data = answers.saves.read_bytes()
    assert data.startswith(b"\x89PNG") if ending == "png" else b"<svg" in data
    assert [p.name for p in tmp_path.iterdir() if p.suffix == f".{ending}"] == [f"图.{ending}"]


def test_the_clipboard_holds_the_picture_of_a_widget(context):
    widget = QLabel("x")
    widget.resize(60, 30)
    copy_picture(context, widget)
    data = QGuiApplication.clipboard().mimeData()
    assert QImage(data.imageData()).width() == 120
    assert data.hasFormat("image/svg+xml")


def test_a_folder_that_is_not_there_is_said_and_nothing_is_left(context, answers, tmp_path):
    answers.saves = tmp_path / "gone" / "x.png"
    assert save_picture(context, red, "x", "png") is None
    assert "could not be written" in answers.said[0]
    assert not (tmp_path / "gone").exists()


def test_turning_away_writes_nothing(context, answers):
    answers.saves = None
    assert save_picture(context, red, "a/b", "svg") is None
    assert answers.said == []


def test_the_button_offers_all_three(context):
    assert len(picture_button(context, red, "地图").items.actions()) == 3
