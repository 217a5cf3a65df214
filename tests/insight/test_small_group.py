"""Attacks the rule of small groups as a curious reader would: by subtracting what is told from what is told."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govdesk.insight.small_group import COMMENTS, SMALLEST, Groups, Ledger, Table, small


def people(counts):
    """Fill a table with people: a bit for each."""
    cells, next_one = {}, 0
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            cells[i, j] = ((1 << count) - 1) << next_one
            next_one += count
    groups = Groups(tuple(f"d{i}" for i in range(len(counts))), tuple(f"c{j}" for j in range(len(counts[0]))), cells)
    return groups, (1 << next_one) - 1


def random_counts(dice):
    shape = dice.randint(1, 6), dice.randint(1, 6)
    top = dice.choice((3, 6, 12, 30))
    return [[max(0, dice.randint(-top // 3, top)) for _ in range(shape[1])] for _ in range(shape[0])]


class Span:
    """What follows from some sums, by elimination over the rationals."""

    def __init__(self):
        self._rows = {}

    def _rest(self, vector):
        rest = {k: Fraction(v) for k, v in vector.items() if v}
        for pivot in sorted(rest):
            self._reduce(rest, pivot)
        return {k: v for k, v in rest.items() if v}

    def _reduce(self, rest, pivot):
        while rest:
            found = next((k for k in sorted(rest) if rest[k] and k in self._rows), None)
            if found is None:
                return
            factor = rest[found]
            for k, v in self._rows[found].items():
                rest[k] = rest.get(k, 0) - factor * v
                if not rest[k]:
                    del rest[k]

    def add(self, vector):
        rest = self._rest(vector)
        if rest:
            pivot = min(rest)
            self._rows[pivot] = {k: v / rest[pivot] for k, v in rest.items()}

    def tells(self, vector):
        return not self._rest(vector)


def places(table: Table):
    for i, row in enumerate(table.counts):
        for j, count in enumerate(row):
            yield (i, j), count


def inner(groups, place):
    bottom, right = len(groups.rows), len(groups.columns)
    rows = range(bottom) if place[0] == bottom else (place[0],)
    columns = range(right) if place[1] == right else (place[1],)
    return {(i, j): 1 for i in rows for j in columns}


def leaks(groups, truth, told):
    """Name the small groups, single or in pairs of one line, that follow from a table by subtraction."""
    span = Span()
    for place, count in places(told):
        if count is not None:
            span.add(inner(groups, place))
    counts = dict(places(truth))
    hidden = [p for p, count in places(told) if count is None]
    for place in hidden:
        if counts[place] and span.tells(inner(groups, place)) and small(counts[place]):
            yield place
    for one, two in combinations(hidden, 2):
        alike = (one[0] == two[0]) != (one[1] == two[1])
        apart = not set(inner(groups, one)) & set(inner(groups, two))
        if alike and apart and small(counts[one] + counts[two]) and counts[one] and counts[two]:
            both = inner(groups, one) | inner(groups, two)
            if span.tells(both):
                yield one, two


def truth_of(groups, population):
    members = groups.within(population)
    size = range(len(groups.rows) + 1), range(len(groups.columns) + 1)
    return Table(groups.rows, groups.columns, tuple(tuple(members[i, j].bit_count() for j in size[1]) for i in size[0]))


def threshold_alone(truth):
    counts = tuple(tuple(None if small(n) else n for n in row) for row in truth.counts)
    return Table(truth.rows, truth.columns, counts)


SEEDS = range(150)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_small_follows_from_one_table(seed):
    groups, everybody = people(random_counts(random.Random(seed)))
    told = Ledger().publish(groups, everybody)
    assert not list(leaks(groups, truth_of(groups, everybody), told))
    assert not any(count is not None and small(count) for _, count in places(told))


def test_the_attack_finds_what_a_threshold_alone_leaves_open():
    found = 0
    for seed in SEEDS:
        groups, everybody = people(random_counts(random.Random(seed)))
        truth = truth_of(groups, everybody)
        found += bool(list(leaks(groups, truth, threshold_alone(truth))))
    assert found > len(SEEDS) // 4


def test_what_is_told_is_true_and_much_is_told():
    shown = hidden = 0
    for seed in SEEDS:
        groups, everybody = people(random_counts(random.Random(seed)))
        told, truth = Ledger().publish(groups, everybody), truth_of(groups, everybody)
        for (_, count), (_, true) in zip(places(told), places(truth), strict=True):
            assert count in (None, true)
            shown, hidden = shown + (count is not None), hidden + (count is None)
    assert shown > hidden / 2


def test_large_groups_are_all_told():
    groups, everybody = people([[5, 9, 0], [12, 30, 7]])
    told = Ledger().publish(groups, everybody)
    assert told.counts == ((5, 9, 0, 14), (12, 30, 7, 49), (17, 39, 7, 63))
    assert told.hidden == 0


def test_a_single_small_cell_takes_a_ring_of_others_with_it():
    groups, everybody = people([[3, 20, 30], [40, 50, 60], [70, 80, 90]])
    told = Ledger().publish(groups, everybody)
    assert [p for p, count in places(told) if count is None] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def test_the_rest_of_a_total_is_a_group_too():
    groups, everybody = people([[20], [2], [1]])
    told = Ledger().publish(groups, everybody)
    assert told.counts[0][0] is None or told.total is None


@pytest.mark.parametrize("seed", SEEDS)
def test_filtered_views_do_not_tell_what_the_first_view_hid(seed):
    """Three views of the same people; what is attacked are the cells of each and the differences between them."""
    dice = random.Random(1000 + seed)
    groups, everybody = people(random_counts(dice))
    ledger, told = Ledger(), []
    views = [everybody]
    for _ in range(3):
        share = dice.choice((0.5, 0.9, 0.97))
        kept = sum(1 << k for k in range(everybody.bit_length()) if dice.random() < share)
        views.append(views[dice.randrange(len(views))] & kept)
    told += [(groups.within(view), ledger.publish(groups, view)) for view in views]
    for (one, first), (two, second) in combinations(told, 2):
        for place, count in places(first):
            if count is not None and second.counts[place[0]][place[1]] is not None:
                assert not small((one[place] & ~two[place]).bit_count())
                assert not small((two[place] & ~one[place]).bit_count())
        assert not list(leaks(groups, truth_of(groups, views[0]), told[0][1]))
    for members, table in told:
        for place, count in places(table):
            if count is None and small(members[place].bit_count()):
                assert not any(
                    a[place] ^ b[place] == members[place]
                    for (a, s), (b, t) in combinations(told, 2)
                    if s.counts[place[0]][place[1]] is not None and t.counts[place[0]][place[1]] is not None
                )


@pytest.mark.parametrize("seed", SEEDS)
def test_subtraction_across_two_views_tells_nothing_small(seed):
    """The cells of two views, cut into those in both and those in one, are unknowns; all that is told are sums of them."""
    dice = random.Random(5000 + seed)
    groups, everybody = people(random_counts(dice))
    kept = sum(1 << k for k in range(everybody.bit_length()) if dice.random() < dice.choice((0.6, 0.9)))
    ledger = Ledger()
    span = Span()
    tables = [(view, ledger.publish(groups, view)) for view in (everybody, everybody & kept)]
    for number, (_, table) in enumerate(tables):
        for place, count in places(table):
            if count is not None:
                span.add({(*p, part): 1 for p in inner(groups, place) for part in ("in", "out")[: 2 - number]})
    for number, (view, table) in enumerate(tables):
        members = groups.within(view)
        for place, count in places(table):
            if count is None and small(members[place].bit_count()):
                parts = ("in", "out")[: 2 - number]
                assert not span.tells({(*p, part): 1 for p in inner(groups, place) for part in parts})


def test_the_same_view_is_told_the_same_way_again():
    groups, everybody = people([[3, 20, 30], [40, 50, 60]])
    ledger = Ledger()
    assert ledger.publish(groups, everybody) == ledger.publish(groups, everybody)


def test_a_single_figure_and_its_rest_are_large_or_nobody():
    ledger = Ledger()
    everybody = (1 << 40) - 1
    assert ledger.figure((1 << 20) - 1, everybody) == 20
    assert ledger.figure((1 << 3) - 1, everybody) is None
    assert ledger.figure((1 << 38) - 1, everybody) is None
    assert ledger.figure((1 << 22) - 1, everybody) is None, "two more than the twenty that were told"
    assert ledger.figure((1 << 25) - 1, everybody) == 25
    assert ledger.figure(0, everybody) == 0


def test_comments_are_opened_for_larger_groups_only():
    groups, everybody = people([[SMALLEST, COMMENTS - 1, COMMENTS]])
    told = Ledger().publish(groups, everybody)
    assert [told.may_list(0, j) for j in range(3)] == [False, False, True]


def test_three_views_tell_nothing_that_two_do_not():
    """The whole is two halves and three people; told one after another, the third would give the three away."""
    first, second = (1 << 10) - 1, ((1 << 10) - 1) << 10
    everybody = (1 << 23) - 1
    ledger = Ledger()
    told = [ledger.figure(group, everybody) for group in (first, second)]
    assert None in told
    cells = {(0, 0): everybody}
    groups, ledger = Groups(("",), ("",), cells), Ledger()
    tables = [ledger.publish(groups, view) for view in (first, second, everybody)]
    assert None in [t.total for t in tables]


GROUPS = st.integers(min_value=0, max_value=(1 << 24) - 1)


@settings(max_examples=300, deadline=None)
@given(groups=st.lists(st.tuples(GROUPS, GROUPS, st.booleans()), max_size=8))
def test_no_sum_or_difference_of_three_figures_is_small(groups):
    everybody = (1 << 24) - 1
    ledger, told = Ledger(), [everybody]
    for one, two, both in groups:
        asked = one | two if both else one
        if ledger.figure(asked, everybody) is not None:
            told.append(asked)
    for chosen in combinations(dict.fromkeys(told), 3):
        for signs in product((-1, 0, 1), repeat=3):
            weights = [sum(s for s, g in zip(signs, chosen, strict=True) if g >> k & 1) for k in range(24)]
            if set(weights) <= {0, 1}:
                assert not small(sum(weights)), (chosen, signs)


@settings(max_examples=150, deadline=None)
@given(views=st.lists(st.tuples(GROUPS, GROUPS), min_size=3, max_size=5))
def test_no_three_views_of_a_table_tell_a_small_group_of_a_place(views):
    everybody = (1 << 24) - 1
    cells = {(0, 0): 0xFFF, (0, 1): 0xFFF000}
    groups, ledger = Groups(("r",), ("a", "b"), cells), Ledger()
    told = [(groups.within(v), ledger.publish(groups, v)) for v in (everybody, *(a | b for a, b in views))]
    for three in combinations(told, 3):
        for i, j in {place for place, _ in places(three[0][1])}:
            open_ = [m[i, j] for m, t in three if t.counts[i][j] is not None]
            for signs in product((-1, 0, 1), repeat=len(open_)):
                weights = [sum(s for s, g in zip(signs, open_, strict=True) if g >> k & 1) for k in range(24)]
                if set(weights) <= {0, 1}:
                    assert not small(sum(weights))


def test_after_too_many_views_nothing_new_is_told():
    ledger = Ledger()
    told = [ledger.figure(((1 << 6) - 1) << (6 * k), (1 << 600) - 1) for k in range(90)]
    assert told[0] == 6
    assert told[-1] is None
