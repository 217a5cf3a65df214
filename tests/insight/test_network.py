"""The network: the way to somebody is short, friendly and goes around conflicts; 300 people lie apart, always alike."""

from __future__ import annotations

import itertools
import math

import pytest

from govdesk.insight.network import Tie, barred, layout, network, way
from govdesk.registers import REGISTERS
from govdesk.store import edit
from govdesk.store.query import Filter, Query
from govdesk.store.workspace import Workspace


def ties(*words):
    return [Tie(str(n), *word.split()) for n, word in enumerate(words)]


def people_on(path, start):
    met = [start]
    for tie in path:
        met.append(tie.other if tie.person == met[-1] else tie.person)
    return met


def test_the_shortest_way_is_found_against_the_direction_of_a_tie_too():
    found = ties("b reports_to a", "b allied c", "c influences d", "a allied x", "x allied y", "y allied d")
    assert people_on(way(found, "a", "d"), "a") == ["a", "b", "c", "d"]


def test_a_conflict_is_no_way():
    assert way(ties("a conflict b"), "a", "b") is None


def test_two_in_conflict_are_not_asked_to_speak_even_where_one_reports_to_the_other():
    found = ties("a reports_to b", "b conflict a", "a allied c", "c allied b")
    assert people_on(way(found, "a", "b"), "a") == ["a", "c", "b"]


def test_nobody_in_conflict_with_the_goal_goes_between():
    found = ties(
        "a allied b", "b allied c", "c allied g", "b conflict g", "a allied d", "d allied e", "e allied f", "f allied g"
    )
    assert people_on(way(found, "a", "g"), "a") == ["a", "d", "e", "f", "g"]


def test_who_has_left_goes_between_no_more():
    found = ties("a allied b", "b allied z", "a allied c", "c allied d", "d allied z")
    assert people_on(way(found, "a", "z"), "a") == ["a", "b", "z"]
    assert people_on(way(found, "a", "z", {"b"}), "a") == ["a", "c", "d", "z"]
    assert way(ties("a allied b", "b allied z"), "a", "z", {"b"}) is None
    assert people_on(way(ties("a allied b"), "a", "b", {"b"}), "a") == ["a", "b"]


def test_of_two_ways_equally_short_the_stronger_is_taken():
    found = [
        Tie("1", "a", "allied", "b", 1),
        Tie("2", "b", "allied", "z"),
        Tie("3", "a", "allied", "c", 5),
        Tie("4", "c", "allied", "z"),
    ]
    assert people_on(way(found, "a", "z"), "a") == ["a", "c", "z"]


def test_what_bars_the_way_is_named():
    found = ties("a allied b", "b allied c", "c conflict b", "x conflict y")
    assert way(found, "a", "c") is None
    assert [t.id for t in barred(found, "a", "c")] == ["2"]
    assert barred(ties("a allied b", "c allied d"), "a", "d") == []
    assert [t.id for t in barred(ties("a allied b", "b conflict d"), "a", "d")] == ["1"]
    assert [t.id for t in barred(ties("a conflict b"), "a", "b")] == ["0"]


def test_oneself_is_reached_without_a_step_and_a_stranger_not_at_all():
    assert way(ties("a allied b"), "a", "a") == []
    assert way(ties("a allied b"), "a", "nobody") is None


def test_300_people_lie_apart_inside_the_picture_and_always_alike():
    ids = [f"p{n}" for n in range(300)]
    found = [Tie(str(n), ids[n], "reports_to", ids[n // 5]) for n in range(1, 300)]
    places = layout(ids, found)
    assert places == layout(ids, found)
    assert all(0 <= v <= 1 for place in places.values() for v in place)
    closest = min(math.dist(a, b) for a, b in itertools.combinations(places.values(), 2))
    assert closest > 0.006
    tied = sum(math.dist(places[t.person], places[t.other]) for t in found) / len(found)
    loose = sum(math.dist(places[a], places[b]) for a, b in zip(ids, ids[150:] + ids[:150], strict=True)) / len(ids)
    assert tied < loose / 2


def test_one_more_tie_leaves_the_picture_much_as_it_was():
    ids = [f"p{n}" for n in range(40)]
    found = [Tie(str(n), ids[n], "reports_to", ids[n // 4]) for n in range(1, 40)]
    before = layout(ids, found)
    more = [*found, Tie("x", ids[39], "allied", ids[20])]
    kept, anew = layout(ids, more, before=before), layout(ids, more)
    moved, other = (sum(math.dist(before[i], places[i]) for i in ids) / len(ids) for places in (kept, anew))
    assert moved < 0.06
    assert moved < other


@pytest.mark.parametrize("amount", [0, 1, 2])
def test_few_people_have_places_too(amount):
    assert len(layout(["a", "b"][:amount], [])) == amount


def test_a_network_holds_the_ties_of_its_query(tmp_path):
    workspace = Workspace.create(tmp_path / "n.govdesk", REGISTERS)
    project = edit.create(workspace, "project", {"name": "一"})
    a, b, c = (edit.create(workspace, "stakeholder", {"name": n, "project": project}) for n in "甲乙丙")
    edit.create(workspace, "relationship", {"project": project, "person": a, "kind": "allied", "other": b})
    edit.create(workspace, "relationship", {"project": project, "person": b, "kind": "conflict", "other": c})
    with workspace.read() as session:
        whole = network(session, REGISTERS, Query("relationship", project))
        some = network(session, REGISTERS, Query("relationship", project, (Filter("kind", "any_of", ("allied",)),)))
        again = network(session, REGISTERS, Query("relationship", project), last=whole)
    workspace.close()
    assert again.places is whole.places
    assert {p.name for p in whole.people} == {"甲", "乙", "丙"}
    assert (len(some.ties), some.total, {p.id for p in some.people}) == (1, 2, {a, b})
    assert sorted(p.ties for p in whole.people) == [1, 1, 2]
    assert len(some.all_ties) == 2
    assert [p.name for p in some.alone] == []
