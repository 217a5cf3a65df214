"""The gap calculations kept with a project: read as funnels, and written as the values of their records."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.insight.gap import Funnel, Range, Step
from govdesk.store.query import Order, Query, Record, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

FUNNEL, STEP = "funnel", "funnel_step"
_OTHER = "alternative"


def funnels(session: Session, registers: Registers, project: str | None) -> tuple[Funnel, ...]:
    """Return the calculations of a project in the order of their numbers."""
    held = records(
        session, registers, FUNNEL, rows(session, registers, Query(FUNNEL, project, order=(Order("number"),)))
    )
    order = (Order("place"), Order("number"))
    steps: dict[str, list[Record]] = {}
    for one in records(session, registers, STEP, rows(session, registers, Query(STEP, project, order=order))):
        steps.setdefault(one.values["funnel"], []).append(one)
    return tuple(_funnel(one, steps.get(one.id, [])) for one in held)


def _funnel(one: Record, steps: list[Record]) -> Funnel:
    v = one.values
    return Funnel(
        v["name"] or "",
        v["unit"] or "",
        Range.of(v["target"], v["target_low"], v["target_high"]),
        Range.of(v["value"], v["value_low"], v["value_high"]),
        tuple(_step(s) for s in steps if s.values["channel"] != _OTHER),
        v["alternative"] or "",
        tuple(_step(s) for s in steps if s.values["channel"] == _OTHER),
        one.id,
    )


def _step(one: Record) -> Step:
    v = one.values
    return Step(v["name"] or "", Range.of(v["likely"], v["low"], v["high"]), v["in_hand"] or 0.0, one.id)


def kept(funnel: Funnel, tried: Funnel) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """Return the changes that make a tried funnel the kept one: register, id and values of each record that differs.

    A range whose likely figure was moved out of it takes the figure as its bound.
    """
    found: list[tuple[str, str, dict[str, Any]]] = []
    own: dict[str, Any] = {}
    for name, old, new in (("target", funnel.target, tried.target), ("value", funnel.value, tried.value)):
        if new is not None and old != new:
            own |= _bounds(old, new, name, f"{name}_low", f"{name}_high")
    if own:
        found.append((FUNNEL, funnel.id, own))
    both = zip((*funnel.steps, *funnel.others), (*tried.steps, *tried.others), strict=True)
    for before, after in both:
        if after.conversion is not None and before.conversion != after.conversion:
            found.append((STEP, before.id, _bounds(before.conversion, after.conversion, "likely", "low", "high")))
    return tuple(found)


def _bounds(old: Range | None, new: Range, likely: str, low: str, high: str) -> dict[str, Any]:
    values: dict[str, Any] = {likely: new.likely}
    if old is not None and not old.certain:
        values |= {
            n: new.likely for n, outside in ((low, new.likely < old.low), (high, new.likely > old.high)) if outside
        }
    return values


def moved(funnel: Funnel, place: str, value: float) -> Funnel:
    """Return a funnel with the likely figure at a place (as in `Problem`) moved; its bounds move along where it passes them."""

    def shifted(old: Range | None) -> Range:
        if old is None or old.certain:
            return Range(value, value, value)
        return Range(min(old.low, value), value, max(old.high, value))

    if place == "target":
        return replace(funnel, target=shifted(funnel.target))
    if place == "value":
        return replace(funnel, value=shifted(funnel.value))
    number = int(place)
    both = [
        replace(s, conversion=shifted(s.conversion)) if n == number else s
        for n, s in enumerate((*funnel.steps, *funnel.others))
    ]
    first = len(funnel.steps)
    return replace(funnel, steps=tuple(both[:first]), others=tuple(both[first:]))
