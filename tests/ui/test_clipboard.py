"""Blocks of cells go to the clipboard and come back as Excel writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.ui.clipboard import to_rows, to_text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a", [["a"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"one\ntwo"\tb', [["one\ntwo", "b"]]),
        ('"say ""hi"""', [['say "hi"']]),
        ('"quoted" amid', [['"quoted" amid']]),
        ("a\t\n\tb\n", [["a", ""], ["", "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ("\t", [["", ""]]),
    ],
)
def test_reads_what_excel_writes(text, rows):
    assert to_rows(text) == rows


def test_no_text_becomes_a_formula():
    assert to_text([["=1+1", "@x", "-3.5", "+more"]]) == "'=1+1\t'@x\t-3.5\t'+more"


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=12)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_a_block_comes_back_as_it_went(rows):
    if rows[-1] == [""] or any(c.startswith("'") for row in rows for c in row):
        return
    assert to_rows(to_text(rows)) == rows
