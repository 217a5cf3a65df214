from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govdesk.fields.dates import Ambiguous, likely_day, needs_order, read_date
from govdesk.fields.kind import Context, Invalid
from govdesk.fields.kinds import Date

MARCH = date(2026, 3, 1)
THIRTEENTH = date(2026, 4, 13)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (MARCH, MARCH),
        (datetime(2026, 3, 1), MARCH),
        (datetime(2026, 3, 1, 23, 59, 59, 999), MARCH),
        (46082, MARCH),
        (46082.0, MARCH),
        (46082.75, MARCH),
        ("46082", MARCH),
        (20260301, MARCH),
        (20260301.0, MARCH),
        ("20260301", MARCH),
        ("2026-03-01", MARCH),
        ("2026-3-1", MARCH),
        ("2026/03/01", MARCH),
        ("2026/3/1 0:00", MARCH),
        ("2026.3.1", MARCH),
        ("2026 - 03 - 01", MARCH),
        ("2026-03-01T00:00:00", MARCH),
        ("2026-03-01T10:15:30.123Z", MARCH),
        ("2026-03-01 10:15:30+08:00", MARCH),
        ("2026-03-01 上午10:15", MARCH),
        ("2026年3月1日", MARCH),
        ("2026年03月01日", MARCH),
        ("2026 年 3 月 1 日", MARCH),
        ("2026年3月1号", MARCH),
        ("2026年3月1日 星期日", MARCH),
        ("2026年3月1日（周日）", MARCH),
        ("２０２６年３月１日", MARCH),
        ("２０２６－０３－０１", MARCH),
        ("1 March 2026", MARCH),
        ("1 Mar 2026", MARCH),
        ("1st March 2026", MARCH),
        ("01-Mar-26", MARCH),
        ("01-Mar-2026", MARCH),
        ("March 1, 2026", MARCH),
        ("Mar 1 2026", MARCH),
        ("MAR. 1st, 2026", MARCH),
        ("Sunday, 1 March 2026", MARCH),
        ("Sun, Mar 1, 2026", MARCH),
        ("Sept 9, 2025", date(2025, 9, 9)),
        ("13/04/2026", THIRTEENTH),
        ("04/13/2026", THIRTEENTH),
        ("13.04.2026", THIRTEENTH),
        ("13-04-26", THIRTEENTH),
        ("13/04/2026 10:30", THIRTEENTH),
        ("05/05/2026", date(2026, 5, 5)),
        ("1/5/99 ", None),
        ("\xa02026-03-01\u3000", MARCH),
        ("2026\u200b-03-01", MARCH),
        ("2028-02-29", date(2028, 2, 29)),
        ("1955-01-01", date(1955, 1, 1)),
        ("1900-01-01", date(1900, 1, 1)),
        ("9998-12-31", date(9998, 12, 31)),
    ],
)
def test_a_day_in_every_spelling(cell, value):
    read = Date().read(cell)
    if value is None:
        assert read.code == "date_order"
    else:
        assert read == value


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000\xa0", "\u200b"])
def test_blank_is_no_day(cell):
    assert Date().read(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("下下周", "date"),
        ("TBD", "date"),
        ("待定", "date"),
        ("3月1日", "date"),
        ("2026年3月", "date"),
        ("2026-02-30", "date"),
        ("2026-13-01", "date"),
        ("32/01/2026", "date"),
        ("20261301", "date"),
        ("2026-03-01 至 2026-04-30", "date"),
        ("2026-03-01 to 2026-04-30", "date"),
        ("2026.3.1（暂定）", "date"),
        ("1 Marvellous 2026", "date"),
        ("#N/A", "date"),
        ("#REF!", "date"),
        (float("nan"), "date"),
        (float("inf"), "date"),
        (True, "date"),
        (1, "date"),
        (-5.5, "date"),
        (99999999, "date"),
        (time(10, 30), "date"),
        (timedelta(days=3), "date"),
        ("1899-12-31", "date_range"),
        (date(1899, 12, 31), "date_range"),
        (date(9999, 12, 31), "date_range"),
        ("0001-01-01", "date_range"),
        ("03/04/2026", "date_order"),
        ("3.4.26", "date_order"),
        ("03/04/2026 09:00", "date_order"),
    ],
)
def test_no_day_is_invented(cell, code):
    read = Date().read(cell)
    assert isinstance(read, Invalid)
    assert read.code == code


@pytest.mark.parametrize(
    ("text", "day_first", "value"),
    [
        ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)),
        ("13/04/2026", False, THIRTEENTH),
        ("04/13/2026", True, THIRTEENTH),
        ("03/04/26", True, date(2026, 4, 3)),
        ("3.4.1999", True, date(1999, 4, 3)),
        ("01/02/70", True, date(1970, 2, 1)),
        ("01/02/69", True, date(2069, 2, 1)),
    ],
)
def test_the_column_settles_day_and_month(text, day_first, value):
    assert Date().read(text, Context(day_first=day_first)) == value


def test_the_order_is_voted_on_texts_that_need_it():
    assert needs_order("13/04/2026") == (13, 4)
    assert needs_order("０３/０４/２０２６") == (3, 4)
    assert needs_order("2026-04-03") is None
    assert needs_order(46082) is None


@given(st.dates(date(1955, 1, 1), date(2099, 12, 31)))
def test_serials_are_days(day):
    assert read_date((day - date(1899, 12, 30)).days) == day


@given(st.dates(date(1900, 1, 1), date(9998, 12, 31)))
def test_every_written_form_of_a_day_is_read_back(day):
    year, month, number = f"{day.year:04d}", day.month, day.day
    for text in (f"{year}-{month:02d}-{number:02d}", f"{year}/{month}/{number}", f"{year}年{month}月{number}日"):
        assert read_date(text) == day
    assert read_date(f"{number}/{month}/{year}", day_first=True) == day
    assert read_date(f"{month}/{number}/{year}", day_first=False) == day
    assert read_date(f"{day:%d %B} {year}") == day


@given(
    st.one_of(
        st.text(), st.floats(), st.integers(), st.from_regex(r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,4}.{0,6}")
    )
)
def test_any_cell_is_a_day_or_none(cell):
    try:
        read = read_date(cell)
    except Ambiguous:
        return
    assert read is None or isinstance(read, date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年5月底", "2026-05-31"),
        ("2026/2月末前", "2026-02-28"),
        ("2026年12月中旬", "2026-12-20"),
        ("2026年6月上旬", "2026-06-10"),
        ("2026年底", "2026-12-31"),
        ("2026年第二季度", "2026-06-30"),
        ("2026 Q3", "2026-09-30"),
        ("2026年上半年", "2026-06-30"),
        ("end of May 2026", "2026-05-31"),
        ("mid-Sept 2026", "2026-09-20"),
        ("2026年13月底", None),
        ("0000年1月底", None),
        ("5月底", None),
        ("下周", None),
        ("2026年5月1日", None),
    ],
)
def test_a_part_of_a_month_or_year_has_a_likely_last_day(text, day):
    found = likely_day(text)
    assert (found and found.isoformat()) == day
