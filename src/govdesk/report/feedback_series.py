"""The numbers of the feedback analysis: cause by department, voices over time, time to the first answer, what became of them.

Reads the rows once, counts people as bits, and lets the rule of small groups say what may be told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.insight.answering import WAITING
from govdesk.insight.small_group import COMMENTS, SMALLEST, Groups, Ledger, Table
from govdesk.registers.feedback import CLOSED
from govdesk.report.period import Period, periods
from govdesk.store.query import Filter, Query, rows, table_of
from govdesk.store.schema import change, operation

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_AXES = ("department", "cause")
_ANSWERED = ("answered", "confirmed")
_PERCENTILE = 0.9
#: The last day of each band of days to the first answer; the band after the last has no end.
BANDS = (2, 4, 7, 10, 14, 21, 28)


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the heat map: a department with all that stand below it; empty where none is named."""

    id: str
    name: str
    departments: tuple[str, ...]


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
    ids: Sequence[str]
    numbers: Sequence[int]
    departments: Sequence[str | None]
    causes: Sequence[str | None]
    heard: Sequence[str | None]
    replied: Sequence[str | None]
    statuses: Sequence[str | None]


def analyse(session: Session, registers: Registers, query: Query, memory: Memory) -> Analysis:
    """Return the analysis of a view; filters by department or cause choose what is shown of it, not what is counted."""
    voices = _voices(session, registers, query.project)
    state = tuple(session.connection().execute(select(func.max(operation.c.id), func.count())).one())
    ledger, fresh = memory.of(state, query.project)
    branches = _branches(session, registers, set(voices.departments))
    first, reopened = _reopened(session)
    days = [_days(heard, first.get(i, r)) for i, heard, r in zip(voices.ids, voices.heard, voices.replied, strict=True)]
    columns: tuple[Period | None, ...] = periods(filter(None, set(voices.heard)), len(voices.rows))
    if None in voices.heard:
        columns = (*columns, None)
    groups = _heat_groups(voices, branches), _trend_groups(voices, columns), _band_groups(voices, days)
    everybody = (1 << len(voices.rows)) - 1
    if fresh:
        for one in groups:
            ledger.publish(one, everybody)
    population = _population(session, registers, query, voices, everybody)
    heat, trend, bands = (ledger.publish(one, population) for one in groups)
    again = bits(place for place, identity in enumerate(voices.ids) if identity in reopened) & population
    confirmed, answered = (_of_status(voices, s) & population for s in (_ANSWERED[1:], _ANSWERED))
    known = _answered(bands)
    timed = sorted(d for d, kept in zip(days, _chosen(answered, len(days)), strict=True) if kept and d is not None)
    told = bands.total is not None
    return Analysis(
        heat, branches, trend, columns, bands, _band_numbers(voices, days, answered),
        float(median(timed)) if told and len(timed) >= SMALLEST else None,
        float(timed[ceil(_PERCENTILE * len(timed)) - 1]) if told and len(timed) >= COMMENTS else None,
        known, ledger.figure(confirmed, answered) if known is not None else None, ledger.figure(again, population),
        _numbers(voices, again), heat.total, len(voices.rows),
    )  # fmt: skip


def _answered(bands: Table) -> int | None:
    """Return how many are answered; None where that, or how many are not, may not be told."""
    waiting = bands.counts[0][-2]
    return None if bands.total is None or waiting is None else bands.total - waiting


def _of_status(voices: _Voices, wanted: Sequence[str]) -> int:
    return bits(place for place, status in enumerate(voices.statuses) if status in wanted)


def _numbers(voices: _Voices, mask: int) -> tuple[int, ...]:
    kept = _chosen(mask, len(voices.numbers))
    return tuple(n for n, k in zip(voices.numbers, kept, strict=True) if k) if mask else ()


def _voices(session: Session, registers: Registers, project: str | None) -> _Voices:
    """Return all voices of a project, dates as they are stored: texts that sort and are quick to read."""
    t = table_of(registers["feedback"])
    columns = (t.c.row, t.c.id, t.c.number, t.c.department, t.c.cause, t.c.date, t.c.replied, t.c.status)
    statement = select(*columns)
    if project:
        statement = statement.where(t.c.project == project)
    cursor: Any = session.connection().execute(statement).cursor
    found = cursor.fetchall()
    return _Voices(*zip(*found, strict=True)) if found else _Voices(*((),) * len(columns))


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


def _chosen(mask: int, size: int) -> list[bool]:
    """Return for each place whether its bit is set."""
    return [b == "1" for b in reversed(f"{mask:0{size}b}")] if size else []


def _heat_groups(voices: _Voices, branches: Sequence[Branch]) -> Groups:
    at: dict[str | None, int] = {d: i for i, branch in enumerate(branches) for d in branch.departments}
    nowhere = next((i for i, b in enumerate(branches) if not b.id), -1)
    pairs: dict[tuple[str | None, str | None], list[int]] = defaultdict(list)
    for place, pair in enumerate(zip(voices.departments, voices.causes, strict=True)):
        pairs[pair].append(place)
    heard = Counter({cause: 0 for _, cause in pairs})
    for (_, cause), places in pairs.items():
        heard[cause] += len(places)
    order = sorted(heard, key=lambda c: (not c, -heard[c]))
    column = {cause: j for j, cause in enumerate(order)}
    masks: dict[tuple[int, int], int] = defaultdict(int)
    for (department, cause), places in pairs.items():
        masks[at.get(department, nowhere), column[cause]] |= bits(places)
    return Groups(tuple(b.id for b in branches), tuple(c or "" for c in order), masks)


def _trend_groups(voices: _Voices, columns: Sequence[Period | None]) -> Groups:
    at = {period: j for j, period in enumerate(columns)}
    grain = next((p for p in columns if p is not None), None)
    held: dict[str | None, int] = {None: at.get(None, -1)}
    if grain is not None:
        held |= {day: at[grain.like(date.fromisoformat(day))] for day in set(voices.heard) if day}
    cells: dict[int, list[int]] = defaultdict(list)
    for place, day in enumerate(voices.heard):
        cells[held[day or None]].append(place)
    names = tuple(p.code if p else "" for p in columns)
    return Groups(("",), names, {(0, j): bits(places) for j, places in cells.items()})


def _band_groups(voices: _Voices, days: Sequence[int | None]) -> Groups:
    cells: dict[int, list[int]] = defaultdict(list)
    unknown = len(BANDS) + 1
    for place, (count, status) in enumerate(zip(days, voices.statuses, strict=True)):
        found = unknown + 1 if status not in _ANSWERED else unknown if count is None else band(count)
        cells[found].append(place)
    names = tuple(str(end) for end in (*BANDS, "more", "unknown", "waiting"))
    return Groups(("",), names, {(0, j): bits(places) for j, places in cells.items()})


def _band_numbers(voices: _Voices, days: Sequence[int | None], answered: int) -> tuple[tuple[int, ...], ...]:
    found: list[list[int]] = [[] for _ in range(len(BANDS) + 2)]
    for number, count, kept in zip(voices.numbers, days, _chosen(answered, len(days)), strict=True):
        if kept:
            found[-1 if count is None else band(count)].append(number)
    return tuple(map(tuple, found))


@cache
def band(days: int) -> int:
    """Return the band that a number of days falls into."""
    return next((j for j, end in enumerate(BANDS) if days <= end), len(BANDS))


@cache
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _days(heard: str | None, replied: str | None) -> int | None:
    """Return the days to the first answer; None where there is none, or where it lies before the question."""
    if not heard or not replied or replied < heard:
        return None
    return _ordinal(replied) - _ordinal(heard)


def _branches(session: Session, registers: Registers, used: set[str | None]) -> tuple[Branch, ...]:
    """Return the departments that stand highest and hold voices; below one that holds most of them, those one step lower."""
    t = table_of(registers["department"])
    found = session.connection().execute(select(t.c.id, t.c.name, t.c.parent)).all()
    above, names = {r[0]: r[2] for r in found}, {r[0]: r[1] for r in found}
    paths = {d: _path(d, above) for d in used if d is not None and d in names}
    beneath = Counter(path[0] for path in paths.values())
    split = {root for root, count in beneath.items() if count > len(paths) / 2}
    gathered: dict[str, list[str]] = defaultdict(list)
    for department, path in paths.items():
        gathered[path[min(int(path[0] in split), len(path) - 1)]].append(department)
    made = sorted((Branch(i, names[i] or "", tuple(below)) for i, below in gathered.items()), key=lambda b: b.name)
    return (*made, Branch("", "", ("",))) if used - set(paths) else tuple(made)


def _path(department: str, above: Mapping[str, str | None]) -> list[str]:
    path = [department]
    while (parent := above.get(path[0])) and parent in above and parent not in path:
        path.insert(0, parent)
    return path


def _reopened(session: Session) -> tuple[dict[str, str], set[str]]:
    """Return when voices opened again were answered first, and the ids of those that were closed and opened again."""
    before, after = func.json_extract(change.c.old, "$.status"), func.json_extract(change.c.new, "$.status")
    replied = func.json_extract(change.c.old, "$.replied")
    statement = (
        select(change.c.record, replied)
        .join(operation, operation.c.id == change.c.operation)
        .where(change.c.register == "feedback", change.c.action == "update")
        .where(before.in_(CLOSED), after.in_(WAITING), operation.c.kind == "do", operation.c.state == "done")
    )
    found = session.connection().execute(statement).all()
    first: dict[str, str] = {}
    for record, day in found:
        if day and day < first.get(record, "9"):
            first[record] = day
    return first, {record for record, _ in found}


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
