"""The network of stakeholders: who is tied to whom, a readable place for each, and the shortest friendly way to somebody."""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.register import Registers
from govdesk.fields.text import pinyin
from govdesk.insight.standing import Standing, standings
from govdesk.store.query import Order, Query, count, rows, table_of

#: Ties along which somebody can be reached; a conflict is no way.
FRIENDLY = frozenset(["reports_to", "influences", "allied"])
CONFLICT = "conflict"
_TURNS = 120
#: So many people are laid out where there is no tie yet.
_ROOM = 300
#: How often those too close are pushed apart, and how wide a picture of height 1 is.
_PUSHES, _ASPECT = 80, 1.35
#: From so many people on, those with most ties get more room, by this factor.
_CROWD, _HUB = 80, 2.9
_GOLDEN = math.pi * (3 - math.sqrt(5))

#: From such a share of known people on, a picture is settled, and how far it may still move in a turn.
_KNOWN, _WARM = 0.7, 0.04

Place = tuple[float, float]
_NOWHERE: Mapping[str, Place] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Tie:
    """One relationship: from whom, of what kind, towards whom, how strong."""

    id: str
    person: str
    kind: str
    other: str
    strength: int | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The ties of a query, the people at their ends, and a place for each.

    Args:
        ties: The ties of the query.
        people: Those at their ends; where the project has no tie yet, everybody who fits.
        places: Where each of them lies, from 0 to 1 both ways.
        total: How many ties there are without the query's filters.
        all_ties: These, filtered or not: a way is sought over all of them.
        everybody: All people of the project, by name.
        sought: What each can be found by: name, pinyin, department.
    """

    ties: tuple[Tie, ...]
    people: tuple[Standing, ...]
    places: Mapping[str, Place]
    total: int
    all_ties: tuple[Tie, ...] = ()
    everybody: tuple[Standing, ...] = ()
    sought: Mapping[str, str] = field(default_factory=dict)

    @property
    def gone(self) -> frozenset[str]:
        """Those who have left: nobody reaches anybody by them."""
        return frozenset(p.id for p in self.everybody if p.gone)

    @property
    def alone(self) -> tuple[Standing, ...]:
        """Those of the project who have no tie at all."""
        ends = {end for t in self.all_ties for end in (t.person, t.other)}
        return tuple(p for p in self.everybody if p.id not in ends)


def network(
    session: Session,
    registers: Registers,
    query: Query,
    stop: Callable[[], None] = lambda: None,
    last: Network | None = None,
) -> Network:
    """Return the network of the relationships in a query; who had a place in the last one keeps it, or keeps near it."""
    table = table_of(registers["relationship"])
    wanted = set(rows(session, registers, query))
    columns = (table.c.row, table.c.id, table.c.person, table.c.kind, table.c.other, table.c.strength)
    statement = select(*columns).order_by(table.c.number)
    if query.project:
        statement = statement.where(table.c.project == query.project)
    everybody = standings(session, registers, Query("stakeholder", query.project, order=(Order("name"),))).people
    known = {p.id for p in everybody}
    found = [r for r in session.connection().execute(statement) if r[2] in known and r[4] in known and r[3]]
    all_ties = tuple(Tie(*r[1:]) for r in found)
    ties = tuple(t for t, r in zip(all_ties, found, strict=True) if r[0] in wanted)
    ends = {end for t in ties for end in (t.person, t.other)} if all_ties else {p.id for p in everybody[:_ROOM]}
    people = tuple(p for p in everybody if p.id in ends)
    total = count(session, registers, Query("relationship", query.project))
    ids, pairs = [p.id for p in people], {(t.person, t.other) for t in ties}
    same = last is not None and set(last.places) == set(ids) and {(t.person, t.other) for t in last.ties} == pairs
    places = last.places if last is not None and same else layout(ids, ties, stop, last.places if last else _NOWHERE)
    sought = {p.id: f"{p.shown} {pinyin(p.name)} {p.department}".casefold() for p in everybody}
    return Network(ties, people, places, total, all_ties, everybody, sought)


def layout(
    ids: Sequence[str],
    ties: Iterable[Tie],
    stop: Callable[[], None] = lambda: None,
    before: Mapping[str, Place] = _NOWHERE,
) -> dict[str, Place]:
    """Return a place for each, from 0 to 1 both ways: tied people near each other, all of them apart.

    Forces after Fruchterman and Reingold; only those in the neighbouring squares push each other away, so 300 people
    take about a second. The same people and ties always lie the same.

    Args:
        ids: The people.
        ties: What draws them together.
        stop: Called once in a turn; raises where nobody waits for the answer any more.
        before: Where people lay so far: with most of them known, the picture changes no more than it must.
    """
    amount = len(ids)
    if amount <= 1:
        return dict.fromkeys(ids, (0.5, 0.5))
    ideal = 1.0
    spread = ideal * math.sqrt(amount) * 0.6
    xs = [spread * math.sqrt((n + 0.5) / amount) * math.cos(n * _GOLDEN) for n in range(amount)]
    ys = [spread * math.sqrt((n + 0.5) / amount) * math.sin(n * _GOLDEN) for n in range(amount)]
    known = [who for who in ids if who in before]
    settled = len(known) >= _KNOWN * amount
    for n, who in enumerate(ids):
        if settled and who in before:
            xs[n], ys[n] = ((before[who][0] - 0.5) * 2 * spread, (before[who][1] - 0.5) * 2 * spread)
    number = {who: n for n, who in enumerate(ids)}
    pairs = sorted({tuple(sorted((number[t.person], number[t.other]))) for t in ties if t.person != t.other})
    turns = _TURNS // 8 if settled else max(_TURNS // 5, min(_TURNS, _TURNS * 400 // amount))
    for turn in range(turns):
        stop()
        heat = (_WARM if settled else 0.5) * ideal * (1 - turn / turns) + 0.01
        push_x, push_y = _apart(xs, ys, ideal)
        for a, b in pairs:
            across, up = xs[a] - xs[b], ys[a] - ys[b]
            pull = math.hypot(across, up) / ideal
            push_x[a] -= across * pull
            push_y[a] -= up * pull
            push_x[b] += across * pull
            push_y[b] += up * pull
        for n in range(amount):
            across, up = push_x[n] - 0.06 * xs[n], push_y[n] - 0.06 * ys[n]
            far = math.hypot(across, up)
            if far > 0:
                step = min(far, heat) / far
                xs[n] += across * step
                ys[n] += up * step
    return dict(zip(ids, _spread(_fitted(xs, ys), _rooms(amount, pairs), stop), strict=True))


def _rooms(amount: int, pairs: Iterable[tuple[int, ...]]) -> list[float]:
    """Return how much room each asks for: among many, those with most ties more than the others, for their names."""
    ties = Counter(end for pair in pairs for end in pair)
    hubs = {n for n, _ in ties.most_common(amount // 8)} if amount > _CROWD else set()
    return [_HUB if n in hubs else 1.0 for n in range(amount)]


def _spread(places: Sequence[Place], rooms: Sequence[float], stop: Callable[[], None]) -> list[Place]:
    """Push apart those who would cover each other; forces alone crowd the middle.

    Distances are measured on a picture as wide as pictures are, so that discs keep apart on it both ways.
    """
    apart = 0.9 * math.sqrt(_ASPECT / sum(r * r for r in rooms))
    reach = apart * max(rooms)
    xs, ys = [x * _ASPECT for x, _ in places], [y for _, y in places]
    for _ in range(max(_PUSHES // 5, min(_PUSHES, _PUSHES * 400 // len(places)))):
        stop()
        squares: dict[tuple[int, int], list[int]] = defaultdict(list)
        for n, (x, y) in enumerate(zip(xs, ys, strict=True)):
            squares[int(x // reach), int(y // reach)].append(n)
        moved = False
        for (column, line), own in squares.items():
            near = [m for c in (-1, 0, 1) for d in (-1, 0, 1) for m in squares.get((column + c, line + d), ())]
            for n in own:
                for m in near:
                    if m <= n:
                        continue
                    across, up = xs[n] - xs[m], ys[n] - ys[m]
                    far = math.hypot(across, up)
                    wanted = apart * (rooms[n] + rooms[m]) / 2
                    if far < wanted:
                        moved = True
                        turn = n * _GOLDEN
                        way_x, way_y = (across / far, up / far) if far else (math.cos(turn), math.sin(turn))
                        step = (wanted - far) * 0.3
                        xs[n], ys[n] = xs[n] + way_x * step, ys[n] + way_y * step
                        xs[m], ys[m] = xs[m] - way_x * step, ys[m] - way_y * step
        xs, ys = [min(max(x, 0.0), _ASPECT) for x in xs], [min(max(y, 0.0), 1.0) for y in ys]
        if not moved:
            break
    return [(x / _ASPECT, y) for x, y in zip(xs, ys, strict=True)]


def _apart(xs: Sequence[float], ys: Sequence[float], ideal: float) -> tuple[list[float], list[float]]:
    reach = 2.5 * ideal
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, (x, y) in enumerate(zip(xs, ys, strict=True)):
        squares[int(x // reach), int(y // reach)].append(n)
    push_x, push_y = [0.0] * len(xs), [0.0] * len(xs)
    for (column, line), own in squares.items():
        near = [m for c in (-1, 0, 1) for d in (-1, 0, 1) for m in squares.get((column + c, line + d), ())]
        for n in own:
            x, y, sum_x, sum_y = xs[n], ys[n], 0.0, 0.0
            for m in near:
                across, up = x - xs[m], y - ys[m]
                square = across * across + up * up
                if m != n and square < reach * reach:
                    force = ideal * ideal / max(square, 1e-4)
                    sum_x += across * force
                    sum_y += up * force
            push_x[n], push_y[n] = sum_x, sum_y
    return push_x, push_y


def _fitted(xs: Sequence[float], ys: Sequence[float]) -> list[Place]:
    left, low = min(xs), min(ys)
    wide, high = max(max(xs) - left, 1e-6), max(max(ys) - low, 1e-6)
    return [((x - left) / wide, (y - low) / high) for x, y in zip(xs, ys, strict=True)]


def way(ties: Iterable[Tie], start: str, goal: str, gone: Collection[str] = frozenset()) -> list[Tie] | None:
    """Return the fewest friendly ties from one person to another, strong ones first; None where there is no such way.

    Nobody in conflict with the goal is asked to go between, nor who is gone, and no two in conflict are asked to speak
    to each other.
    """
    away = set(gone) - {start, goal}
    ties = [t for t in ties if t.person not in away and t.other not in away]
    foes = {frozenset((t.person, t.other)) for t in ties if t.kind == CONFLICT}
    return _shortest([t for t in ties if t.kind in FRIENDLY], foes, start, goal)


def _shortest(ties: Sequence[Tie], foes: Collection[frozenset[str]], start: str, goal: str) -> list[Tie] | None:
    steps: dict[str, list[Tie]] = defaultdict(list)
    for tie in sorted(ties, key=lambda t: -(t.strength or 0)):
        if frozenset((tie.person, tie.other)) not in foes:
            steps[tie.person].append(tie)
            steps[tie.other].append(tie)
    came: dict[str, Tie | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        who = waiting.popleft()
        for tie in steps[who]:
            following = tie.other if tie.person == who else tie.person
            if following not in came and frozenset((following, goal)) not in foes:
                came[following] = tie
                waiting.append(following)
    if goal not in came:
        return None
    path: list[Tie] = []
    who = goal
    while (tie_ := came[who]) is not None:
        path.append(tie_)
        who = tie_.person if tie_.other == who else tie_.other
    return path[::-1]


def barred(ties: Iterable[Tie], start: str, goal: str) -> list[Tie]:
    """Return the conflicts that stand in the shortest way there would be without them; none where no tie leads there."""
    ties = list(ties)
    friendly = [t for t in ties if t.kind in FRIENDLY]
    path = _shortest(friendly, (), start, goal) or _shortest(ties, (), start, goal) or []
    met = [start]
    for tie in path:
        met.append(tie.other if tie.person == met[-1] else tie.person)
    pairs = {frozenset(p) for p in pairwise(met)} | {frozenset((who, goal)) for who in met[1:-1]}
    return [t for t in ties if t.kind == CONFLICT and frozenset((t.person, t.other)) in pairs]
