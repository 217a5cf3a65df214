"""Records that both copies made for the same thing, such as a department typed on two laptops: found, and made one.

`merge` proposes them; the id that sorts first stands for both, so that both copies choose the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.store.divergence import Cells, Divergence
from govdesk.store.merge_values import Twin

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

Side = tuple[dict[str, dict[str, Cells]], Divergence]


def find_twins(registers: Registers, sides: tuple[Side, Side], apart: frozenset[str]) -> list[Twin]:
    """Return the records made on both sides that are called the same, in registers that others point into.

    Args:
        registers: All registers.
        sides: The cells of ours and of theirs, each with what was done there alone.
        apart: Ids of their records that the user said are no twins.
    """
    found: list[Twin] = []
    (mine, ours), (other, theirs) = sides
    for code, register in registers.items():
        names = [f.name for f in register.fields() if f.key]
        if names != [register.about.title] or next(registers.links_to(code), None) is None:
            continue
        known = {
            _name(register, cells): identity
            for identity, cells in mine[code].items()
            if (code, identity) in ours.made and identity not in other[code]
        }
        for identity, cells in other[code].items():
            if (code, identity) in theirs.made and identity not in mine[code]:
                twin = known.pop(_name(register, cells), None)
                if twin is not None:
                    title = str(cells[register.about.title])
                    found.append(Twin(code, title, twin, identity, identity in apart))
    return found


def _name(register: type[Register], cells: Cells) -> tuple[Any, ...]:
    return fold(str(cells[register.about.title] or "")), cells.get("project")


def rename(
    registers: Registers, held: dict[str, dict[str, Cells]], done: Divergence, code: str, gone: str, kept: str
) -> None:
    """Let a record of one side stand under another id, with all that points to it."""
    cells = held[code].pop(gone, None)
    if cells is None:
        return
    held[code].setdefault(kept, {**cells, "id": kept})
    for register, link in registers.links_to(code):
        if isinstance(link.kind, Link):
            records = held[register.register_code()]
            pointing = [i for i, found in records.items() if found.get(link.name) == gone]
            for identity in pointing:
                records[identity] = {**records[identity], link.name: kept}
    if (code, gone) in done.made:
        done.made.discard((code, gone))
        done.made.add((code, kept))
    if touches := done.touches.pop((code, gone), None):
        done.touches.setdefault((code, kept), {}).update(touches)
