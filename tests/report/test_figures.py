"""Figures: real glyphs for every word, the same numbers in every place, and nothing but a series needed to draw one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from govdesk.i18n import language
from govdesk.report.figures.drawing import PAINTERS, draw, height, save
from govdesk.report.figures.style import Style, readable
from govdesk.report.series import HIDDEN, Line, Mark, Series

DAY = dt.date(2026, 6, 1)
DARK = Style("#1A2028", "#222A34", "#313B47", "#E4E9F0", "#9AA7B6", "#85ABFF", "#E3B341", "#FF8A80", language="en")


#: What stands in a line of a figure that cannot draw just any numbers.
VALUES = {"gap": (12, 4, 8, 10, 15)}


def series(code="heat", **values):
    shape = (
        {"columns": ("需要", "已有", "缺口", "最少", "最多"), "lines": (Line("线索", VALUES[code]),)}
        if code in VALUES
        else {}
    )
    known = {
        "title": "各部门阻力原因", "unit": "反馈条数", "n": 40, "day": DAY, "columns": ("增加负担", "担心", "合计"),
        "lines": (Line("门店运营部", (12, None, 15)), Line("合计", (12, None, 40))),
    }  # fmt: skip
    return Series(code, **{**known, **shape, **values})


@pytest.mark.parametrize("code", PAINTERS)
@pytest.mark.parametrize("style", [Style(), DARK])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_every_figure_is_drawn_as_sharp_as_the_screen(code, style, scale):
    made = draw(series(code, marks=(Mark("中位数", 1.5),)), style, 500, scale)
    assert (made.across, made.down) == (int(500 * scale), int(made.height * scale))
    assert len(made.pixels) == 4 * made.across * made.down
    assert made.height == height(series(code), style, 500)
    assert len(set(made.pixels[:400_000])) > 20


@pytest.mark.parametrize("code", PAINTERS)
def test_each_number_has_a_place_within_the_figure(code):
    made = draw(series(code), Style(), 500)
    rows = 2 if code in ("heat", "groups", "matrix") else 1
    places = [(0, 2)] if code == "gap" else [(i, j) for i in range(rows) for j in range(3)]
    assert [(s.row, s.column) for s in made.spots] == places
    assert all(s.left >= 0 and s.left + s.width <= 501 and s.top + s.height <= made.height for s in made.spots)


def test_a_rare_character_is_drawn_as_a_box_and_formulas_as_they_stand():
    odd = series(lines=(Line("𓀀 𠮷 😀 $x^2$ \\frac_\x07", (3, 4, 7)), Line("合计", (3, 4, 7))), title="😀$")
    assert draw(odd, Style(), 500).pixels


def test_a_figure_of_a_language_without_the_systems_fonts_has_real_glyphs():
    from govdesk.report.figures.canvas import drawable, load

    assert load()[0].startswith("Noto Sans")
    assert drawable("王敏：扫码登记，信息太多……“烦”") == "王敏：扫码登记，信息太多……“烦”"


@pytest.mark.parametrize("columns", [0, 1, 40])
def test_few_and_many_columns(columns):
    names = tuple(f"第{i}组" for i in range(columns))
    one = series(columns=(*names, "合计"), lines=(Line("合计", (5,) * (columns + 1)),))
    for code in ("heat", "trend"):
        assert draw(
            Series(code, *(getattr(one, n) for n in list(Series.__dataclass_fields__)[1:])), Style(), 600
        ).pixels


def test_no_number_at_all():
    assert draw(series("trend", columns=(), lines=(Line("", ()),)), Style(), 400).spots == ()


def test_the_same_series_makes_the_same_files():
    png, svg = (save(series(), Style(), 500, ending) for ending in ("png", "svg"))
    assert png.startswith(b"\x89PNG")
    assert b"<svg" in svg
    assert (png, svg) == tuple(save(series(), Style(), 500, ending) for ending in ("png", "svg"))


def test_a_series_says_what_it_counts_and_what_it_hides():
    caption = series().caption(language("zh"))
    assert all(part in caption for part in ("反馈条数", "n = 40", "2026-06-01", "<5"))
    assert "<5" not in series(lines=(Line("", (1, 2, 3)),)).caption(language("zh"))
    assert series().words(0, 1, language("zh")) == f"门店运营部, 担心: {HIDDEN}"


def test_the_sheet_of_a_series_hides_what_the_figure_hides():
    table = series().table(language("zh"))
    assert table[:3] == (("反馈条数", "增加负担", "担心", "合计"), ("门店运营部", 12, "<5", 15), ("合计", 12, "<5", 40))


def test_ink_stands_out_from_its_ground():
    assert readable("#FFFFFF") != readable("#2457C5")


def test_pyplot_is_never_loaded_and_the_fonts_are_listed_in_our_own_folder(tmp_path):
    code = """if True:
        import sys, datetime
        from govdesk.report.figures.drawing import draw
        from govdesk.report.figures.style import Style
        from govdesk.report.series import Line, Series
        assert "matplotlib" not in sys.modules
        draw(Series("trend", "t", "u", 1, datetime.date(2026, 1, 1), ("a",), (Line("", (1,)),)), Style(), 400)
        assert "matplotlib.pyplot" not in sys.modules and "PySide6" not in sys.modules
    """
    env = {"GOVDESK_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path), "PATH": ""}
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, env=env, timeout=120)
    assert list((tmp_path / "cache" / "matplotlib").glob("fontlist*.json"))
