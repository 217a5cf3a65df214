"""Notes where two copies disagree, how the user settled it, and what waits to be asked again.

`merge` and `merge_links` call it; what it gathers goes into the plan.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from govdesk.fields.kinds import Link
from govdesk.store.divergence import OPEN, WHOLE, Cells, Divergence, Touch
from govdesk.store.merge_values import BOTH, MINE, MergeConflict, Settling

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

Registered = dict[str, dict[str, Cells]]
Waiting = Mapping[tuple[str, str, str], Any]
NO_TOUCH = Touch(None, "", "")
_NO_TOUCHES: Mapping[str, Touch] = {}


class Disputes:
    """The conflicts of one merge.

    Args:
        registers: All registers.
        settling: What the user said.
        records: Our records and theirs; filled in place by who merges.
        done: What was done here alone and there alone.
        waiting: Cells whose conflict a merge before left open, here and there, with their base.
    """

    def __init__(
        self,
        registers: Registers,
        settling: Settling,
        records: tuple[Registered, Registered],
        done: tuple[Divergence, Divergence],
        waiting: tuple[Waiting, Waiting],
    ) -> None:
        self._registers = registers
        self._settling = settling
        self._mine, self._other = records
        self._done = done
        self._noted = waiting[0].keys()
        mine = {k: v for k, v in waiting[0].items() if k not in done[1].decided}
        self.waiting = mine | {k: v for k, v in waiting[1].items() if k not in done[0].decided}
        self._asked: set[tuple[str, str]] = set()
        self.conflicts: list[MergeConflict] = []
        self.settlements: list[tuple[str, str, str, str, str]] = []

    def cell(self, code: str, identity: str, name: str, here: Any, there: Any, own: Touch, other: Touch) -> str:
        """Note a conflict about a cell, and return the side that was chosen, or nothing."""
        base = own.base if own is not NO_TOUCH else self.waiting.get((code, identity, name), other.base)
        title = self.title(code, self._mine[code][identity])
        side = self._settling.of(identity, name)
        self._settle(code, identity, name, side, here, there, base)
        if self._is_veiled(code, identity, name):
            base, here, there = None, None, None
        self.conflicts.append(MergeConflict(
            code, identity, name, title, BOTH, base, here, there, own.author, own.at, other.author, other.at, side
        ))  # fmt: skip
        return side

    def _is_veiled(self, code: str, identity: str, name: str) -> bool:
        """Answer whether a cell may single out somebody who is to stay nameless, so that no value of it is shown."""
        veil = self._registers[code].veil
        sides = (held[code].get(identity, {}) for held in (self._mine, self._other))
        return veil is not None and name in veil.telling and any(map(veil.covers, sides))

    def record(self, code: str, identity: str, reason: str, mine: Cells | None, theirs: Cells | None) -> str:
        """Note a conflict about a whole record, and return the side that was chosen."""
        side = self._settling.of(identity, WHOLE)
        key = (code, identity)
        if key in self._asked:
            return side
        self._asked.add(key)
        last = [
            max(((t.at, t.author) for t in s.touches.get(key, _NO_TOUCHES).values()), default=("", ""))
            for s in self._done
        ]
        for place, done in enumerate(self._done):
            if key in done.gone and (mine, theirs)[place] is None:
                last[place] = (done.gone[key].at, done.gone[key].author)
        (at, author), (their_at, their_author) = last
        title = self.title(code, mine or theirs or {})
        here, there = (title if cells is not None else None for cells in (mine, theirs))
        self.conflicts.append(MergeConflict(
            code, identity, WHOLE, title, reason, title, here, there, author, at, their_author, their_at, side
        ))  # fmt: skip
        self._settle(code, identity, WHOLE, side, here, there)
        return side

    def _settle(self, code: str, identity: str, name: str, side: str, here: Any, there: Any, base: Any = None) -> None:
        """Note how a conflict was settled, or that it waits, so that it is asked once more with the next merge."""
        if side:
            kept, refused = (here, there) if side == MINE else (there, here)
            self.settlements.append((code, identity, name, json.dumps(kept), json.dumps(refused)))
        elif (code, identity, name) not in self._noted:
            self.settlements.append((code, identity, name, json.dumps(base), OPEN))

    def title(self, code: str, cells: Cells) -> str:
        """Return a record in one line."""
        register = self._registers[code]
        held: Any = cells.get(register.about.title)
        if isinstance(register.field(register.about.title).kind, Link):
            target = register.field(register.about.title).kind.target  # type: ignore[attr-defined]
            linked = self._mine[target].get(held) or self._other[target].get(held)
            return self.title(target, linked) if linked else ""
        return str(held or "")

    def names(self) -> dict[str, str]:
        """Return what the records are called that disputed links point to."""
        found = {}
        for conflict in self.conflicts:
            fields = {f.name: f for f in self._registers[conflict.register].fields()}
            kind = fields[conflict.name].kind if conflict.name in fields else None
            for identity in (conflict.base, conflict.mine, conflict.theirs) if isinstance(kind, Link) else ():
                cells = self._mine[kind.target].get(identity) or self._other[kind.target].get(identity)  # type: ignore[union-attr]
                if cells is not None:
                    found[identity] = self.title(kind.target, cells)  # type: ignore[union-attr]
        return found
