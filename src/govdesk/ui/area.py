"""The areas of the navigation: each gathers the registers that name it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.fields.register import Registers
from govdesk.i18n import N_

if TYPE_CHECKING:
    from govdesk.ui.context import View

_KNOWN = {
    "organisation": (N_("Organisation"), "building-2"),
    "stakeholders": (N_("Stakeholders"), "users"),
    "ownership": (N_("Ownership"), "network"),
    "feedback": (N_("Feedback"), "message-square-text"),
    "mitigation": (N_("Mitigation"), "shield-check"),
    "delivery": (N_("Delivery"), "trending-up"),
    "learning": (N_("Learning"), "lightbulb"),
}


@dataclass(frozen=True, slots=True)
class Area:
    """One entry of the navigation: its code, its name as English source text, its icon, its registers."""

    code: str
    label: str
    icon: str
    registers: tuple[str, ...]


def areas(registers: Registers) -> tuple[Area, ...]:
    """Return the areas in the order in which the registers name them; the first register leads."""
    found: dict[str, list[str]] = {}
    for code, register in registers.shown().items():
        found.setdefault(register.about.area, []).append(code)
    made = []
    for code, codes in found.items():
        about = registers[codes[0]].about
        label, icon = _KNOWN.get(code, (about.plural, about.icon))
        made.append(Area(code, label, icon, tuple(codes)))
    return tuple(made)


def area_of(registers: Registers, view: View) -> str:
    """Return the code of the area, or of the page, that holds a view."""
    return view.page or registers[view.register].about.area
