"""The rule of small groups: no figure tells the count of fewer than five people, neither by itself nor by subtraction.

Every figure about feedback passes through a `Ledger` on its way to screen, chart or sheet. A count is hidden where its group is
small; then, as long as something small could still be worked out from what is left, the next smallest count is hidden
as well. To find what could be worked out, the rule looks for another table that would look the same: a group whose
count is the same in all of them is as good as told. Later views of the same data, such as filtered ones, must differ
from the earlier ones by nobody or by five.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from govdesk.fields import veil

SMALLEST = veil.SMALLEST
#: So many voices it takes until what they said may be read one by one.
COMMENTS = 10
#: So many views of one state of the data are held against each other; a later one would tell too much, and tells nothing.
VIEWS = 30

#: Row and column of a count; the row after the last and the column after the last hold the totals.
Place = tuple[int, int]


def small(count: int) -> bool:
    """Answer whether a count is of somebody, but of too few."""
    return 0 < count < SMALLEST


@dataclass(frozen=True, slots=True)
class Groups:
    """Who stands in which cell: the members of each as bits of a number, by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Place, int]

    def within(self, population: int) -> dict[Place, int]:
        """Return the members of each cell and each total among a population."""
        bottom, right = len(self.rows), len(self.columns)
        found = {(i, j): 0 for i in range(bottom + 1) for j in range(right + 1)}
        for (i, j), members in self.cells.items():
            kept = members & population
            for place in ((i, j), (i, right), (bottom, j), (bottom, right)):
                found[place] |= kept
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """Counts that may be told; None where a count is hidden. The last row and the last column are the totals."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int | None, ...], ...]

    @property
    def total(self) -> int | None:
        """The count of all, if it may be told."""
        return self.counts[-1][-1]

    @property
    def hidden(self) -> int:
        """How many cells, totals apart, are hidden."""
        return sum(n is None for row in self.counts[:-1] for n in row[:-1])

    def may_list(self, row: int, column: int) -> bool:
        """Answer whether what a group said may be read one by one."""
        count = self.counts[row][column]
        return count is not None and count >= COMMENTS


@dataclass(frozen=True, slots=True)
class _Told:
    members: Mapping[Place, int]
    hidden: frozenset[Place]


@dataclass(slots=True)
class Ledger:
    """Remembers what was told of one state of the data, so that no later figure gives away an earlier one."""

    _told: dict[tuple[tuple[str, ...], tuple[str, ...]], list[_Told]] = field(default_factory=dict)
    _figures: list[int] = field(default_factory=list)

    def publish(self, groups: Groups, population: int) -> Table:
        """Return the counts of a population that may be told, and remember them."""
        before = self._told.setdefault((groups.rows, groups.columns), [])
        members = groups.within(population)
        same = next((t for t in before if t.members == members), None)
        hidden = same.hidden if same else _hidden(groups, members, before)
        if same is None:
            before.append(_Told(members, hidden))
        bottom, right = len(groups.rows), len(groups.columns)
        counts = tuple(
            tuple(None if (i, j) in hidden else members[i, j].bit_count() for j in range(right + 1))
            for i in range(bottom + 1)
        )
        return Table(groups.rows, groups.columns, counts)

    def figure(self, members: int, of: int) -> int | None:
        """Return the count of a single group if it may be told: neither it, nor the rest, nor a difference is small."""
        if members in self._figures:
            return members.bit_count()
        known = [*self._figures, of]
        if len(known) > VIEWS or small(members.bit_count()) or any(map(small, _between(members, known))):
            return None
        self._figures += [k for k in (members, of) if k not in self._figures]
        return members.bit_count()


def _between(members: int, known: Sequence[int]) -> Iterator[int]:
    """Yield the sizes of the groups that follow from a group and one or two that are known, by adding and subtracting."""
    for one in known:
        yield (members & ~one).bit_count()
        yield (one & ~members).bit_count()
    for one, two in combinations(known, 2):
        for group in _follow(members, one, two):
            yield group.bit_count()


def _follow(one: int, two: int, three: int) -> Iterator[int]:
    """Yield the groups whose counts are sums or differences of three counts."""
    among = two | three
    alone, both = one & ~among, two & three
    second, third = two & ~three, three & ~two
    parts = (alone, second & ~one, third & ~one, second & one, third & one, both & ~one, both & one)
    for a, b in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        weights = (1, a, b, 1 + a, 1 + b, a + b, 1 + a + b)
        found = {w for w, part in zip(weights, parts, strict=True) if part}
        if found <= {0, 1} or found <= {0, -1}:
            group = 0
            for weight, part in zip(weights, parts, strict=True):
                group |= part if weight else 0
            yield group


def _hidden(groups: Groups, members: Mapping[Place, int], before: Sequence[_Told]) -> frozenset[Place]:
    counts = {place: m.bit_count() for place, m in members.items()}
    if len(before) >= VIEWS:
        return frozenset(counts)
    hidden = {p for p, n in counts.items() if small(n) or _betrays(p, members[p], before)}
    known = {p for p in counts if p not in hidden and _known(p, members[p], before)}
    while leak := next(_leaks(groups, counts, hidden), None):
        spare = [p for p, n in counts.items() if n and p not in hidden and p not in known]
        if not spare:
            return frozenset(counts)
        hidden.add(_cheapest(groups, counts, hidden, leak, spare))
    return frozenset(hidden)


def _betrays(place: Place, members: int, before: Sequence[_Told]) -> bool:
    """Answer whether telling a count would, beside an earlier one of the same place, tell a small or a hidden group."""
    secrets = {t.members[place] for t in before if place in t.hidden}
    if members and members in secrets:
        return True
    open_ = [t.members[place] for t in before if place not in t.hidden]
    for one, two in combinations(open_, 2):
        for group in _follow(members, one, two):
            if small(group.bit_count()) or (group and group in secrets):
                return True
    for told in before:
        if place not in told.hidden:
            then = told.members[place]
            if small((members & ~then).bit_count()) or small((then & ~members).bit_count()):
                return True
            if members != then and (members ^ then) in secrets:
                return True
    return False


def _known(place: Place, members: int, before: Sequence[_Told]) -> bool:
    """Answer whether earlier views tell a count already, so that hiding it would hide nothing."""
    earlier = [t.members[place] for t in before if place not in t.hidden]
    return members in earlier or any(a ^ b == members for a, b in combinations(earlier, 2))


def _cheapest(
    groups: Groups, counts: Mapping[Place, int], hidden: set[Place], leak: Sequence[Place], spare: Sequence[Place]
) -> Place:
    """Choose the next count to hide: company for a lonely one first, then what closes a ring; totals last."""
    bottom, right = len(groups.rows), len(groups.columns)
    rows, columns = Counter(i for i, _ in hidden), Counter(j for _, j in hidden)
    lonely_rows = {i for i, _ in leak if rows[i] == sum(p[0] == i for p in leak)}
    lonely_columns = {j for _, j in leak if columns[j] == sum(p[1] == j for p in leak)}

    def cost(place: Place) -> tuple[bool, bool, int]:
        if lonely_rows or lonely_columns:
            helps = place[0] in lonely_rows or place[1] in lonely_columns
        else:
            helps = bool(rows[place[0]] and columns[place[1]])
        return not helps, place[0] == bottom or place[1] == right, counts[place]

    return min(spare, key=cost)


def _leaks(groups: Groups, counts: Mapping[Place, int], hidden: set[Place]) -> Iterator[tuple[Place, ...]]:
    """Yield small groups of hidden cells whose count could be worked out from the counts that are left."""
    freedom = _freedom(groups, hidden)
    for place in sorted(hidden):
        if not freedom[place]:
            yield (place,)
    for line in _lines(groups):
        inner = [p for p in line[:-1] if p in hidden]
        if line[-1] not in hidden and small(sum(counts[p] for p in inner)):
            yield tuple(inner)
        few = [p for p in inner if counts[p] < SMALLEST]
        for pair in combinations(few, 2):
            if small(counts[pair[0]] + counts[pair[1]]) and not freedom[pair[0]] + freedom[pair[1]]:
                yield pair


def _lines(groups: Groups) -> Iterator[list[Place]]:
    """Yield the places of each row and each column, its total last."""
    bottom, right = len(groups.rows), len(groups.columns)
    for i in range(bottom + 1):
        yield [(i, j) for j in range(right + 1)]
    for j in range(right + 1):
        yield [(i, j) for i in range(bottom + 1)]


def _freedom(groups: Groups, hidden: set[Place]) -> dict[Place, int]:
    """Return by how much each hidden count could be another while every shown one, and every sum, stays the same.

    One random direction of change is enough: what does not move along it moves along none, but for a chance of less
    than one in 2⁵⁰. Lines are points and hidden counts join a row to a column; where they close a ring, counts along
    it can go up and down by turns.
    """
    bottom, right = len(groups.rows), len(groups.columns)
    dice = random.Random(len(hidden))  # noqa: S311 - a repeatable direction, not a secret
    joined: dict[tuple[str, int], list[Place]] = {}
    for place in sorted(hidden):
        joined.setdefault(("row", place[0]), []).append(place)
        joined.setdefault(("column", place[1]), []).append(place)
    found: dict[Place, int] = {}
    seen: set[tuple[str, int]] = set()
    for start in joined:
        order, above = _tree(start, joined, seen)
        branches = set(above.values())
        for point in order:
            for place in joined[point]:
                if place not in branches:
                    found.setdefault(place, dice.getrandbits(64))
        for point in reversed(order[1:]):
            branch = above[point]
            found[branch] = -sum(found[p] for p in joined[point] if p != branch)
    totals = {p for p in hidden if (p[0] == bottom) != (p[1] == right)}
    return {p: -n if p in totals else n for p, n in found.items()}


def _tree(
    start: tuple[str, int], joined: Mapping[tuple[str, int], Sequence[Place]], seen: set[tuple[str, int]]
) -> tuple[list[tuple[str, int]], dict[tuple[str, int], Place]]:
    """Return the points that hang together with one, nearest first, and the count by which each was reached."""
    order: list[tuple[str, int]] = []
    above: dict[tuple[str, int], Place] = {}
    waiting = [] if start in seen else [start]
    seen.update(waiting)
    while waiting:
        point = waiting.pop()
        order.append(point)
        for place in joined[point]:
            other = ("column", place[1]) if point[0] == "row" else ("row", place[0])
            if other not in seen:
                seen.add(other)
                above[other] = place
                waiting.append(other)
    return order, above
