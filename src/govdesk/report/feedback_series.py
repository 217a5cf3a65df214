"""The numbers of the feedback analysis: cause by department, voices over time, time to the first answer, what became of them.

Reads the rows once, counts people as bits, and lets the rule of small groups say what may be told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import compress
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.insight.answering import WAITING
from govdesk.insight.branch import Branch, branches_of
from govdesk.insight.small_group import COMMENTS, SMALLEST, Groups, Ledger, Table
from govdesk.registers.feedback import CLOSED
from govdesk.report.period import Period, periods
from govdesk.report.tally import Coded, chosen, coded, masks
from govdesk.store.query import Filter, Query, rows, table_of
from govdesk.store.schema import change, operation
from govdesk.store.shown import shown_column

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.report.tally import Chosen, Codes

_AXES = ("department", "cause")
_ANSWERED = ("answered", "confirmed")
_PERCENTILE = 0.9
#: The last day of each band of days to the first answer; the band after the last has no end.
BANDS = (2, 4, 7, 10, 14, 21, 28)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analysis shows; None where a number may not be told.

    Args:
        heat: Voices by branch and cause.
        branches: The rows of that table.
        trend: Voices by period.
        periods: The columns of that table; None stands for the voices without a date.
        bands: Voices by the days to their first answer; then those answered on an unknown day, those not answered.
        band_numbers: The business numbers of the voices in each band, the unknown day last.
        median_days: Days to the first answer.
        ninetieth_days: Days within which nine in ten got it.
        answered: How many are answered, confirmed or not.
        confirmed: How many of them are confirmed.
        reopened: How many were opened again.
        reopened_numbers: Their business numbers.
        total: How many voices are counted.
        everybody: How many there are.
    """

    heat: Table
    branches: tuple[Branch, ...]
    trend: Table
    periods: tuple[Period | None, ...]
    bands: Table
    band_numbers: tuple[tuple[int, ...], ...]
    median_days: float | None
    ninetieth_days: float | None
    answered: int | None
    confirmed: int | None
    reopened: int | None
    reopened_numbers: tuple[int, ...]
    total: int | None
    everybody: int


@dataclass(slots=True)
class Memory:
    """Remembers what was told, for as long as the data stay as they are."""

    _key: tuple[tuple[int, ...], str | None] = ((), None)
    ledger: Ledger = field(default_factory=Ledger)

    def of(self, state: tuple[int, ...], project: str | None) -> tuple[Ledger, bool]:
        """Return the ledger of a state of the data, and whether it is a new one."""
        fresh = (state, project) != self._key
        if fresh:
            self._key, self.ledger = (state, project), Ledger()
        return self.ledger, fresh


@dataclass(frozen=True, slots=True)
class _Voices:
    """All voices, a column each; a voice's place in the columns is its bit."""

    rows: Sequence[int]
    numbers: Sequence[int]
    departments: Coded
    causes: Coded
    heard: Coded
    replied: Coded
    statuses: Coded

    def __len__(self) -> int:
        return len(self.rows)


def analyse(session: Session, registers: Registers, query: Query, memory: Memory) -> Analysis:
    """Return the analysis of a view; filters by department or cause choose what is shown of it, not what is counted."""
    voices = _voices(session, registers, query.project)
    state = tuple(session.connection().execute(select(func.max(operation.c.id), func.count())).one())
    ledger, fresh = memory.of(state, query.project)
    branches = branches_of(session, registers, set(voices.departments.values))
    first, reopened = _reopened(session, registers)
    days = _days(voices, first)
    columns: tuple[Period | None, ...] = periods(filter(None, voices.heard.values), len(voices))
    if None in voices.heard.values:
        columns = (*columns, None)
    answered = chosen(_of_status(voices, _ANSWERED), len(voices))
    groups = _heat_groups(voices, branches), _trend_groups(voices, columns), _band_groups(answered, days)
    everybody = (1 << len(voices)) - 1
    if fresh:
        for one in groups:
            ledger.publish(one, everybody)
    population = _population(session, registers, query, voices, everybody)
    heat, trend, bands = (ledger.publish(one, population) for one in groups)
    again = bits(place for place, row in enumerate(voices.rows) if row in reopened) & population if reopened else 0
    confirmed, members = (_of_status(voices, s) & population for s in (_ANSWERED[1:], _ANSWERED))
    known = _answered(bands)
    kept = chosen(members, len(voices))
    timed = sorted(days[kept & (days >= 0)].tolist())
    told = bands.total is not None
    return Analysis(
        heat, branches, trend, columns, bands, _band_numbers(voices, days, kept),
        float(median(timed)) if told and len(timed) >= SMALLEST else None,
        float(timed[ceil(_PERCENTILE * len(timed)) - 1]) if told and len(timed) >= COMMENTS else None,
        known, ledger.figure(confirmed, members) if known is not None else None, ledger.figure(again, population),
        tuple(compress(voices.numbers, chosen(again, len(voices)).tolist())), heat.total, len(voices),
    )  # fmt: skip


def _answered(bands: Table) -> int | None:
    """Return how many are answered; None where that, or how many are not, may not be told."""
    waiting = bands.counts[0][-2]
    return None if bands.total is None or waiting is None else bands.total - waiting


def _of_status(voices: _Voices, wanted: Sequence[str]) -> int:
    found = masks(voices.statuses.codes)
    return sum(found[place] for place, status in enumerate(voices.statuses.values) if status in wanted)


def _voices(session: Session, registers: Registers, project: str | None) -> _Voices:
    """Return all voices of a project, dates as they are stored: texts that sort and are quick to read."""
    t = table_of(registers["feedback"])
    unit = shown_column(session, registers["feedback"], "department")
    columns = (t.c.row, t.c.number, unit, t.c.cause, t.c.date, t.c.replied, t.c.status)
    statement = select(*columns)
    if project:
        statement = statement.where(t.c.project == project)
    cursor: Any = session.connection().execute(statement).cursor
    found = list(zip(*cursor.fetchall(), strict=True)) or [()] * len(columns)
    return _Voices(found[0], found[1], *map(coded, found[2:]))


def _population(session: Session, registers: Registers, query: Query, voices: _Voices, everybody: int) -> int:
    others = tuple(f for f in query.filters if f.field not in _AXES)
    if not others and not query.search:
        return everybody
    keys = set(rows(session, registers, replace(query, filters=others, order=())))
    return bits(place for place, row in enumerate(voices.rows) if row in keys)


def bits(places: Iterable[int]) -> int:
    """Return a number with these bits set."""
    found = list(places)
    if not found:
        return 0
    whole = bytearray(max(found) // 8 + 1)
    for place in found:
        whole[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(whole, "little")


def _heat_groups(voices: _Voices, branches: Sequence[Branch]) -> Groups:
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    at: dict[str | None, int] = {d: i for i, branch in enumerate(branches) for d in branch.departments}
    nowhere = next((i for i, b in enumerate(branches) if not b.id), -1)
    lines = voices.departments.through([at.get(d, nowhere) for d in voices.departments.values])
    causes, heard = voices.causes.values, np.bincount(voices.causes.codes, minlength=len(voices.causes.values))
    order = sorted(range(len(causes)), key=lambda place: (not causes[place], -heard[place]))
    column = {place: j for j, place in enumerate(order)}
    cells = masks(lines * len(causes) + voices.causes.through([column[place] for place in range(len(causes))]))
    names = tuple(causes[place] or "" for place in order)
    return Groups(tuple(b.id for b in branches), names, {divmod(code, len(causes)): m for code, m in cells.items()})


def _trend_groups(voices: _Voices, columns: Sequence[Period | None]) -> Groups:
    at = {period: j for j, period in enumerate(columns)}
    grain = next((p for p in columns if p is not None), None)
    held = [at[grain.like(date.fromisoformat(day)) if grain and day else None] for day in voices.heard.values]
    names = tuple(p.code if p else "" for p in columns)
    return Groups(("",), names, {(0, j): m for j, m in masks(voices.heard.through(held)).items()})


def _band_groups(answered: Chosen, days: Codes) -> Groups:
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    unknown = len(BANDS) + 1
    places = np.where(answered, np.where(days < 0, unknown, np.searchsorted(BANDS, days)), unknown + 1)
    names = tuple(str(end) for end in (*BANDS, "more", "unknown", "waiting"))
    return Groups(("",), names, {(0, j): m for j, m in masks(places).items()})


def _band_numbers(voices: _Voices, days: Codes, kept: Chosen) -> tuple[tuple[int, ...], ...]:
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    numbers = np.array(voices.numbers, dtype=np.int64)[kept]
    places = np.where(days < 0, len(BANDS) + 1, np.searchsorted(BANDS, days))[kept]
    return tuple(tuple(numbers[places == j].tolist()) for j in range(len(BANDS) + 2))


def band(days: int) -> int:
    """Return the band that a number of days falls into."""
    return next((j for j, end in enumerate(BANDS) if days <= end), len(BANDS))


def _days(voices: _Voices, first: Mapping[int, str]) -> Codes:
    """Return the days to each first answer; −1 where there is none, or where it lies before the question."""
    import numpy as np  # noqa: PLC0415 - loaded with the first analysis

    heard, replied = (c.through([_ordinal(day) for day in c.values]) for c in (voices.heard, voices.replied))
    for place, row in enumerate(voices.rows) if first else ():
        if row in first:
            replied[place] = _ordinal(first[row])
    found: Codes = np.where((heard > 0) & (replied >= heard), replied - heard, -1)
    return found


def _ordinal(day: str | None) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


def _reopened(session: Session, registers: Registers) -> tuple[dict[int, str], set[int]]:
    """Return when voices opened again were answered first, and the row keys of those that were closed and opened again."""
    t = table_of(registers["feedback"])
    before, after = func.json_extract(change.c.old, "$.status"), func.json_extract(change.c.new, "$.status")
    replied = func.json_extract(change.c.old, "$.replied")
    statement = (
        select(t.c.row, replied)
        .select_from(change)
        .join(operation, operation.c.id == change.c.operation)
        .join(t, t.c.id == change.c.record)
        .where(change.c.register == "feedback", change.c.action == "update")
        .where(before.in_(CLOSED), after.in_(WAITING), operation.c.kind == "do", operation.c.state == "done")
    )
    found = session.connection().execute(statement).all()
    first: dict[int, str] = {}
    for row, day in found:
        if day and day < first.get(row, "9"):
            first[row] = day
    return first, {row for row, _ in found}


def shown_places(query: Query, analysis: Analysis) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the rows and columns of the heat map that filters by department and cause leave in sight."""
    wanted = {f.field: f for f in query.filters if f.field in _AXES}
    branch_keys: list[tuple[Any, ...]] = [b.departments if b.id else (None,) for b in analysis.branches]
    cause_keys: list[tuple[Any, ...]] = [(c or None,) for c in analysis.heat.columns]
    return _kept(wanted.get("department"), branch_keys), _kept(wanted.get("cause"), cause_keys)


def _kept(wanted: Filter | None, keys: Sequence[tuple[Any, ...]]) -> tuple[int, ...]:
    if wanted is None:
        return tuple(range(len(keys)))
    tests: dict[str, Callable[[tuple[Any, ...]], bool]] = {
        "any_of": lambda k: bool(set(k) & set(wanted.values)),
        "none_of": lambda k: not set(k) <= set(wanted.values),
        "empty": lambda k: None in k,
        "filled": lambda k: None not in k,
    }
    test = tests.get(wanted.operator)
    return tuple(i for i, k in enumerate(keys) if test is None or test(k))
