"""Stretches of time: how long they are by the span they tell, and that none is left out."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from govdesk.report.period import periods


@pytest.mark.parametrize(
    ("first", "last", "voices", "names"),
    [
        ("2026-06-03", "2026-06-15", 40, ["06-01", "06-08", "06-15"]),
        ("2026-06-03", "2026-08-15", 20, ["2026-06", "2026-07", "2026-08"]),
        ("2026-11-30", "2028-01-01", 9000, [f"2026-{m}" for m in (11, 12)] + [f"2027-{m:02}" for m in range(1, 13)] + ["2028-01"]),
        ("2020-01-15", "2026-12-31", 9000, [f"{y} Q{q}" for y in range(2020, 2027) for q in range(1, 5)]),
        ("1999-12-31", "2026-01-01", 9000, [str(y) for y in range(1999, 2027)]),
    ],
)  # fmt: skip
def test_stretches_follow_one_another(first, last, voices, names):
    found = periods((last, first), voices)
    assert [p.label(year=True) for p in found] == names
    assert all(a.last + dt.timedelta(days=1) == b.first for a, b in itertools.pairwise(found))
    assert found[0].first <= dt.date.fromisoformat(first) <= found[0].last
    assert found[-1].first <= dt.date.fromisoformat(last) <= found[-1].last


def test_no_day_makes_no_stretch():
    assert periods((), 0) == ()
