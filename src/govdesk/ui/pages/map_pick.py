"""Some of the people on the stakeholder map: those of a quadrant, a cell, a group of the legend, or inside a lasso."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from govdesk.i18n import N_, Message
from govdesk.insight.standing import HIGH, Standing
from govdesk.store.query import Filter
from govdesk.ui.context import Context
from govdesk.ui.pages.map_group import Grouping
from govdesk.ui.pages.map_painter import QUADRANTS


@dataclass(frozen=True, slots=True)
class Pick:
    """What was picked: in words, who belongs to it, and the filters that name them where there are such."""

    words: str
    holds: Callable[[Standing], bool]
    filters: tuple[Filter, ...] = ()


def of_ids(context: Context, ids: Collection[str]) -> Pick:
    """Pick those inside a lasso."""
    inside = frozenset(ids)
    return Pick(context.say(N_("Inside the lasso")), lambda p: p.id in inside)


def of_group(grouping: Grouping, key: str) -> Pick:
    """Pick those of a group of the legend."""
    group = next(g for g in grouping.groups if g.key == key)
    filters = (Filter("engagement", "any_of", (key or None,)),) if grouping.by == "engagement" else ()
    return Pick(group.word, lambda p: grouping.group(p) is group, filters)


def of_quadrant(context: Context, powerful: bool, interested: bool) -> Pick:
    """Pick those of a quadrant."""

    def side(name: str, high: bool) -> Filter:
        return Filter(name, "at_least", (HIGH,)) if high else Filter(name, "at_most", (HIGH - 1,))

    def holds(one: Standing) -> bool:
        return ((one.power or 0) >= HIGH, (one.interest or 0) >= HIGH) == (powerful, interested)

    words = context.say(QUADRANTS[powerful, interested][0])
    return Pick(words, holds, (side("power", powerful), side("interest", interested)))


def of_cell(context: Context, interest: int, power: int) -> Pick:
    """Pick those of one step of interest and power."""
    words = Message(N_("Power {power} · interest {interest}"), {"power": power, "interest": interest})
    filters = (Filter("power", "any_of", (power,)), Filter("interest", "any_of", (interest,)))
    return Pick(context.say(words), lambda p: (p.interest, p.power) == (interest, power), filters)
