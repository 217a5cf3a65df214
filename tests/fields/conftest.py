"""Values that each kind can hold, for tests over all fields."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import strategies as st

from govdesk.fields.amount import Number
from govdesk.fields.kinds import Choice, Date, Flag, Integer, Scale, Serial


def _values(kind):
    match kind:
        case Choice():
            return st.sampled_from([term.code for term in kind.vocabulary])
        case Date():
            return st.dates(date(1900, 1, 1), date(9998, 12, 31))
        case Flag():
            return st.booleans()
        case Scale() | Integer():
            return st.integers(kind.minimum, kind.maximum)
        case Number():
            most = 10**kind.places
            return st.integers(int(kind.minimum * most), int(kind.maximum * most)).map(lambda n: n / most)
        case Serial():
            return st.integers(1, 999_999_999)
    return st.text(min_size=1).map(kind.read).filter(bool)


@pytest.fixture(scope="session")
def values_of():
    """Answer the strategy for the values of a kind."""
    return _values
