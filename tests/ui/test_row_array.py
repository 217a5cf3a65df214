"""Two arrays of row keys are told apart as Qt wants to hear it."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.ui.row_array import Span, difference, place_of


def keys(*values):
    return array("q", values)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (keys(1, 2, 3), keys(1, 2, 3), None),
        (keys(1, 2, 3), keys(1, 2, 3, 4, 5), Span(3, 4, inserted=True)),
        (keys(1, 2, 3), keys(9, 1, 2, 3), Span(0, 0, inserted=True)),
        (keys(1, 2, 3, 4), keys(1, 4), Span(1, 2, inserted=False)),
        (keys(1, 2, 3), keys(3, 1, 2), "order"),
        (keys(1, 2, 3), keys(4, 5), "other"),
        (keys(), keys(1), "other"),
    ],
)
def test_difference(old, new, expected):
    assert difference(old, new) == expected


@given(st.lists(st.integers(0, 30), unique=True), st.lists(st.integers(0, 30), unique=True))
def test_a_span_turns_the_old_array_into_the_new(old, new):
    found = difference(keys(*old), keys(*new))
    if found is None:
        assert old == new
    if isinstance(found, Span):
        longer, shorter = (new, old) if found.inserted else (old, new)
        assert longer[: found.first] + longer[found.last + 1 :] == shorter


def test_place_of():
    assert place_of(keys(5, 7), 7) == 1
    assert place_of(keys(5, 7), 8) == -1
