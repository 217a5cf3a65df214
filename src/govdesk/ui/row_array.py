"""Two arrays of row keys compared: what came, what went, or whether only the order is another."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """One run of rows that came (in the new array) or went (in the old one)."""

    first: int
    last: int
    inserted: bool


def difference(old: array[int], new: array[int]) -> Span | Literal["order", "other"] | None:
    """Return what turns one array into the other: nothing, one run of rows, another order, or more than that.

    Two arrays of one length count as another order: what is no longer there has simply no place in the new one.
    """
    if old == new:
        return None
    if not old or not new:
        return "other"
    start = _common(old, new)
    shorter = min(len(old), len(new))
    if len(old) != len(new):
        tail = shorter - start
        if old[len(old) - tail :] == new[len(new) - tail :]:
            longer = max(len(old), len(new))
            return Span(start, start + longer - shorter - 1, len(new) > len(old))
        return "other"
    return "order"


def _common(one: array[int], two: array[int]) -> int:
    """Return how many keys the two share from the start, halving the stretch that is compared."""
    low, high = 0, min(len(one), len(two))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def place_of(keys: array[int], key: int) -> int:
    """Return where a key stands, or −1."""
    try:
        return keys.index(key)
    except ValueError:
        return -1
