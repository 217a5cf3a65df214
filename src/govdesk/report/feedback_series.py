"""The numbers of the feedback analysis: cause by department, voices by month, time to an answer, confirmed, reopened.

Reads the rows once, counts people as bits, and lets the rule of small groups say what may be told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govdesk.insight.answering import CLOSED, WAITING
from govdesk.insight.small_group import COMMENTS, SMALLEST, Groups, Ledger, Table
from govdesk.store.query import Filter, Query, rows, table_of
from govdesk.store.schema import change, operation

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_AXES = ("department", "cause")
_PERCENTILE = 0.9


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the heat map: a department with all that stand below it; empty where none is named."""

    id: str
    name: str
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analysis shows; None where a number may not be told."""

    heat: Table
    branches: tuple[Branch, ...]
    months: Table
    median_days: float | None
    ninetieth_days: float | None
    timed: int | None
    answered: int | None
    confirmed: int | None
    reopened: int | None
    total: int | None
    everybody: int


@dataclass(slots=True)
class Memory:
    """Remembers what was told, for as long as the data stay as they are."""

    _key: tuple[int, str | None] = (-1, None)
    ledger: Ledger = field(default_factory=Ledger)

    def of(self, state: int, project: str | None) -> tuple[Ledger, bool]:
        """Return the ledger of a state of the data, and whether it is a new one."""
        fresh = (state, project) != self._key
        if fresh:
            self._key, self.ledger = (state, project), Ledger()
        return self.ledger, fresh


@dataclass(frozen=True, slots=True)
class _Voice:
    place: int
    id: str
    department: str | None
    cause: str | None
    heard: date | None
    replied: date | None
    status: str | None
    reply: bool


def analyse(session: Session, registers: Registers, query: Query, memory: Memory) -> Analysis:
    """Return the analysis of a view; filters by department or cause choose what is shown of it, not what is counted."""
    voices = _voices(session, registers, query.project)
    state = session.connection().execute(select(func.max(operation.c.id))).scalar() or 0
    ledger, fresh = memory.of(state, query.project)
    branches = _branches(session, registers, {v.department for v in voices.values()})
    heat, months = _heat_groups(voices.values(), branches), _month_groups(voices.values())
    everybody = (1 << len(voices)) - 1
    if fresh:
        ledger.publish(heat, everybody)
        ledger.publish(months, everybody)
    population = _population(session, registers, query, voices)
    chosen = [v for v in voices.values() if population >> v.place & 1]
    return _told(session, ledger, chosen, (heat, months), branches, (population, everybody))


def _told(
    session: Session,
    ledger: Ledger,
    chosen: Sequence[_Voice],
    groups: tuple[Groups, Groups],
    branches: tuple[Branch, ...],
    masks: tuple[int, int],
) -> Analysis:
    population, everybody = masks
    heat = ledger.publish(groups[0], population)
    months = ledger.publish(groups[1], population)
    timely = [v for v in chosen if v.replied and v.heard and v.replied >= v.heard]
    timed = [(v.replied - v.heard).days for v in timely if v.replied and v.heard]
    again = _reopened(session)
    answered = ledger.figure(_mask(v for v in chosen if v.status in ("answered", "confirmed")), population)
    confirmed = ledger.figure(_mask(v for v in chosen if v.status == "confirmed"), population)
    enough = len(timed) >= SMALLEST
    return Analysis(
        heat,
        branches,
        months,
        float(median(timed)) if enough else None,
        float(_percentile(timed)) if len(timed) >= COMMENTS else None,
        ledger.figure(_mask(timely), population),
        answered,
        confirmed if answered is not None else None,
        ledger.figure(_mask(v for v in chosen if v.id in again), population),
        heat.total,
        everybody.bit_count(),
    )


def _percentile(values: Sequence[int]) -> int:
    return sorted(values)[ceil(_PERCENTILE * len(values)) - 1]


def _voices(session: Session, registers: Registers, project: str | None) -> dict[int, _Voice]:
    """Return all voices of a project by their row keys."""
    t = table_of(registers["feedback"])
    columns = (t.c.row, t.c.id, t.c.department, t.c.cause, t.c.date, t.c.replied, t.c.status, t.c.reply.is_not(None))
    statement = select(*columns).order_by(t.c.row)
    if project:
        statement = statement.where(t.c.project == project)
    found = session.connection().execute(statement)
    return {r[0]: _Voice(place, *r[1:]) for place, r in enumerate(found)}


def _population(session: Session, registers: Registers, query: Query, voices: Mapping[int, _Voice]) -> int:
    others = tuple(f for f in query.filters if f.field not in _AXES)
    keys = rows(session, registers, replace(query, filters=others, order=()))
    return _mask(voices[k] for k in keys if k in voices)


def _mask(members: Iterable[_Voice]) -> int:
    return bits(v.place for v in members)


def bits(places: Iterable[int]) -> int:
    """Return a number with these bits set."""
    found = list(places)
    if not found:
        return 0
    whole = bytearray(max(found) // 8 + 1)
    for place in found:
        whole[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(whole, "little")


def _heat_groups(voices: Iterable[_Voice], branches: Sequence[Branch]) -> Groups:
    at = {department: i for i, branch in enumerate(branches) for department in branch.departments}
    causes: dict[str, None] = {}
    cells: dict[tuple[int, str], list[int]] = defaultdict(list)
    nowhere = next((i for i, b in enumerate(branches) if not b.id), -1)
    for voice in voices:
        causes.setdefault(voice.cause or "")
        cells[at.get(voice.department or "", nowhere), voice.cause or ""].append(voice.place)
    order = sorted(causes, key=lambda c: (c == "", -sum(len(p) for (_, k), p in cells.items() if k == c)))
    column = {cause: j for j, cause in enumerate(order)}
    masks = {(i, column[cause]): bits(places) for (i, cause), places in cells.items()}
    return Groups(tuple(b.id for b in branches), tuple(order), masks)


def _month_groups(voices: Iterable[_Voice]) -> Groups:
    months: dict[str, list[int]] = defaultdict(list)
    for voice in voices:
        months[voice.heard.strftime("%Y-%m") if voice.heard else ""].append(voice.place)
    order = sorted(months)
    return Groups(("",), tuple(order), {(0, j): bits(months[m]) for j, m in enumerate(order)})


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


def _reopened(session: Session) -> set[str]:
    """Return the ids of the voices that were closed and opened again."""
    before, after = func.json_extract(change.c.old, "$.status"), func.json_extract(change.c.new, "$.status")
    statement = (
        select(change.c.record)
        .join(operation, operation.c.id == change.c.operation)
        .where(change.c.register == "feedback", change.c.action == "update")
        .where(before.in_(CLOSED), after.in_(WAITING), operation.c.kind == "do", operation.c.state == "done")
        .distinct()
    )
    return set(session.connection().execute(statement).scalars())


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
