"""Blocks copied with their headings: placed by names in any order, and what no name fits said in words."""

from __future__ import annotations

import pytest

from govdesk.i18n import language
from govdesk.insight.ownership import Board, Head, Line
from govdesk.insight.ownership_paste import read_named

LINES = tuple(Line(i, n, name, "p") for n, (i, name) in enumerate((("x", "接口"), ("y", "盘点"), ("z", "会员")), 1))
HEADS = (Head("a", "信息部"), Head("b", "营运部"), Head("c", "IT"))
BOARD = Board("department", LINES, HEADS, {})


def read(*rows, board=BOARD):
    return read_named([r.split("|") for r in rows], board, "DLV")


def said(found):
    return [language("en").say(m) for m in found.unknown]


def test_rows_and_columns_go_by_their_names_in_any_order():
    found = read("批次|事项|营运部|备注|信息部", "一|盘点|R|好|A/C", "一|接口||x|I")
    assert found.pasted.wanted == {("y", "b"): "R", ("y", "a"): "AC", ("x", "b"): "", ("x", "a"): "I"}
    assert (found.lines, found.heads, found.unknown, found.pasted.misfits) == (2, 2, (), ())


def test_a_title_above_and_numbers_instead_of_names_are_understood():
    found = read("责任矩阵||", "任务|信息部|it", "DLV-0003|A|R")
    assert found.pasted.wanted == {("z", "a"): "A", ("z", "c"): "R"}


@pytest.mark.parametrize("rows", [("R|A", "C|"), ("信息部|营运部", "A|R"), ("接口|R", "盘点|A"), ("",)])
def test_a_block_without_both_headings_is_left_to_the_cursor(rows):
    assert read(*rows) is None


def test_what_has_no_place_is_named_with_its_count_and_the_rest_fits():
    found = read("|信息部|采购部|说明", "接口|A|R|长", "仓库|R|A|短", "合计|1||")
    assert found.pasted.wanted == {("x", "a"): "A"}
    assert said(found) == [
        "“采购部” is no column of the matrix: 2 cells left out.",
        "“仓库” is no deliverable of the matrix: 1 cells left out.",
    ]


def test_letters_that_are_no_role_are_told_with_their_place():
    found = read("|信息部|营运部", "接口|X|R")
    assert [(m.row, m.column, m.text) for m in found.pasted.misfits] == [(2, 2, "X")]
    assert found.pasted.wanted == {("x", "b"): "R"}


def test_namesakes_are_told_apart_by_their_order_or_asked_for():
    lines = (*LINES, Line("y2", 4, "盘点", "p"))
    board = Board("department", lines, HEADS, {})
    both = read("|信息部", "盘点|A", "盘点|R", board=board)
    assert both.pasted.wanted == {("y", "a"): "A", ("y2", "a"): "R"}
    one = read("|信息部", "盘点|A", "接口|R", board=board)
    assert one.pasted.wanted == {("x", "a"): "R"}
    assert said(one) == ["“盘点” is the name of several; write its number too, as the matrix shows it."]
    numbered = read("|信息部", "DLV-0004|A", board=board)
    assert numbered.pasted.wanted == {("y2", "a"): "A"}
