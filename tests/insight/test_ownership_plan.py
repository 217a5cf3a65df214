"""Gestures of the responsibility matrix as plans: the fewest records touched, and blocks that do not fit."""

from __future__ import annotations

import pytest

from govdesk.insight.ownership import PERSON, Board, Cell, Head, Line
from govdesk.insight.ownership_plan import (
    cleared,
    cycled,
    label,
    letters_of,
    new_records,
    plan,
    read_block,
    settle,
    tiled,
    toggled,
)

LINES = tuple(Line(x, n, x.upper(), "p") for n, x in enumerate("xyz"))
HEADS = tuple(Head(h, h.upper()) for h in "ab")
AT = [[(line.id, head.id) for head in HEADS] for line in LINES]


def board(**cells):
    found = {(k[0], k[1]): Cell({x: (f"{k}{x}",) for x in v}) for k, v in cells.items()}
    return Board("department", LINES, HEADS, found)


def test_a_letter_added_is_one_new_record():
    made = plan(board(xa="A"), {("x", "a"): "AR"})
    assert (made.creates, made.changes, made.removes) == ((("x", "a", "R"),), {}, ())
    values = {"project": "p", "deliverable": "x", "department": "a", "role": "R"}
    assert new_records(board(), made, ["n"]) == [{"id": "n", **values}]


def test_a_letter_that_becomes_another_keeps_its_record():
    made = plan(board(xa="R"), {("x", "a"): "A"})
    assert (made.creates, made.changes, made.removes) == ((), {"xaR": "A"}, ())


def test_what_stands_already_is_no_plan():
    assert not plan(board(xa="AR"), {("x", "a"): "RA", ("y", "b"): ""})


def test_a_person_holds_a_letter_in_the_view_by_person():
    people = Board("person", LINES, tuple(Head(h, h.upper(), kind=PERSON) for h in "ab"), {})
    assert new_records(people, plan(people, {("x", "a"): "I"}), ["n"])[0]["person"] == "a"


@pytest.mark.parametrize(
    "wanted", [{("x", "a"): "AR", ("y", "b"): "C"}, {("x", "a"): ""}, {("x", "a"): "I", ("z", "b"): "R"}]
)
def test_the_settled_board_holds_what_was_wanted(wanted):
    start = board(xa="R", yb="AC")
    made = plan(start, wanted)
    after = settle(start, made, [f"new{n}" for n in range(len(made.creates))])
    assert {p: after.cell(*p).letters for p in wanted} == {
        p: "".join(sorted(v, key="ARCI".index)) for p, v in wanted.items()
    }
    assert not plan(after, wanted)


def test_a_second_record_of_the_same_letter_goes_too():
    twice = Board("department", LINES, HEADS, {("x", "a"): Cell({"R": ("one", "two")})})
    assert plan(twice, {("x", "a"): ""}).removes == ("one", "two")


def test_letters_toggle_over_a_block():
    start = board(xa="A", xb="AR")
    both = [("x", "a"), ("x", "b")]
    assert toggled(start, both, "R") == {("x", "a"): "AR", ("x", "b"): "AR"}
    assert toggled(start, both, "A") == {("x", "a"): "", ("x", "b"): "R"}
    assert cleared(both) == {("x", "a"): "", ("x", "b"): ""}


def test_a_click_goes_round():
    seen, cell = [], Cell()
    for _ in range(5):
        letters = cycled(cell)
        seen.append(letters)
        cell = Cell(dict.fromkeys(letters, ("r",)))
    assert seen == ["R", "A", "C", "I", ""]
    assert cycled(Cell({"A": ("1",), "R": ("2",)})) == ""


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("R", "R"), ("a/r", "AR"), ("RA", "AR"), (" A, R ", "AR"), ("", ""), ("负责", None), ("Responsible", "R"),
        ("R Responsible", "R"), ("执行", "R"), ("X", None), ("RX", None), ("A、C", "AC"), ("1", None), ("Ａ", "A"),
    ],
)  # fmt: skip
def test_pasted_texts_are_read_as_letters(text, letters):
    assert letters_of(text) == letters


def test_a_block_larger_than_the_matrix_is_told_apart():
    found = read_block([["R", "A", "C"], ["", "?", ""], ["I", "", ""]], [AT[1], AT[2]])
    assert found.wanted == {("y", "a"): "R", ("y", "b"): "A", ("z", "a"): ""}
    assert [(m.row, m.column, m.text) for m in found.misfits] == [(2, 2, "?")]
    assert found.beyond == 2


def test_a_fill_repeats_its_source_and_leaves_it_alone():
    start = board(ya="R", yb="A")
    assert tiled(start, [AT[1]], AT) == {("x", "a"): "R", ("x", "b"): "A", ("z", "a"): "R", ("z", "b"): "A"}
    two = board(xa="R", ya="A")
    assert tiled(two, [[AT[0][0]], [AT[1][0]]], [[r[0]] for r in AT]) == {("z", "a"): "R"}


def test_an_operation_says_what_it_did():
    start = board(xa="A")
    assert str(label(start, plan(start, {("x", "a"): "AR"}))) == "A: A/R in X"
    assert str(label(start, plan(start, {("x", "a"): ""}))) == "A: no part in X"
    assert str(label(start, plan(start, {("x", "a"): "", ("y", "a"): "R"}))) == "Responsibilities in 2 cells"


def test_a_department_knows_at_once_what_its_people_hold_beside_it():
    heads = (Head("a", "A"), Head("w", "Wang", unit="a", kind=PERSON), Head("b", "B"))
    start = Board("department", LINES, heads, {})
    made = plan(start, {("x", "w"): "AR"})
    assert [r["person"] for r in new_records(start, made, ["1", "2"])] == ["w", "w"]
    after = settle(start, made, ["1", "2"])
    assert after.cell("x", "a").through == {"A": ("w",), "R": ("w",)}
    assert not after.cell("x", "a").held
    cleared_ = settle(after, plan(after, {("x", "w"): ""}), [])
    assert cleared_.cells == {}
