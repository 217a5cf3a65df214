"""The registers that a table might be for where none fits by itself: those that know most of its headings.

The import offers them, best first; `headings` decides by itself where it can.
"""

from __future__ import annotations

from collections.abc import Iterable

from govdesk.fields.register import Registers
from govdesk.sheet.lexicon import lexicons


def likely_registers(registers: Registers, headings: Iterable[str]) -> list[tuple[str, int]]:
    """Return the codes of registers that know a heading, with how many of its fields they would get, the most first."""
    words = list(headings)
    found = []
    for place, (code, lexicon) in enumerate(lexicons(registers).items()):
        fields = {hit.field for text in words if (hit := lexicon.match(text))}
        titled = registers[code].about.title in fields
        if fields:
            found.append((-len(fields), not titled, place, code))
    return [(code, -count) for count, _, _, code in sorted(found)]
