"""Links after a merge: none may lead to a record that one side removed, and none may close a circle.

`merge` calls it when each record is decided; what is still used somewhere is a conflict of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from govdesk.fields.kinds import Link
from govdesk.i18n import N_, Message
from govdesk.store.divergence import WHOLE, Cells
from govdesk.store.merge_values import MINE, THEIRS, USED_HERE, USED_THERE

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Registers

_NULL = "null"
Registered = dict[str, dict[str, Cells]]
Ask = Callable[[str, str, str, Cells | None, Cells | None], str]


class Chain:
    """Mends the links of a merged workspace.

    Args:
        registers: All registers.
        mine: Our records.
        other: Their records.
        final: What both come to; changed in place.
        ask: Notes a conflict about a record and answers the side that was chosen, or nothing.
        note: Takes what a settlement leaves without its link.
        notices: Told what had to be left out.
    """

    def __init__(
        self,
        registers: Registers,
        mine: Registered,
        other: Registered,
        final: Registered,
        ask: Ask,
        note: Callable[[tuple[str, str, str, str, str]], None],
        notices: list[Message],
    ) -> None:
        self._links = {
            code: [f for f in register.fields() if isinstance(f.kind, Link)] for code, register in registers.items()
        }
        self._mine, self._other, self._final = mine, other, final
        self._ask = ask
        self._note = note
        self._notices = notices
        self._said: dict[tuple[str, str], str] = {}
        self._dropped: set[tuple[str, str]] = set()

    def mend(self) -> None:
        """Decide on every record that is gone and still pointed to, until no link leads nowhere."""
        while broken := list(self._broken()):
            for code, identity, link in broken:
                cells = self._final[code].get(identity)
                if cells is None or cells[link.name] in self._final[_target(link)]:
                    continue
                if not self._bring_back(_target(link), cells[link.name]):
                    self._let_go(code, identity, link)
        if self._dropped:
            text = N_("{count} records were left out, for what they must belong to was removed.")
            self._notices.append(Message(text, {"count": len(self._dropped)}))

    def _broken(self) -> Iterator[tuple[str, str, Field]]:
        for code, held in self._final.items():
            for link in self._links[code]:
                there, name = self._final[_target(link)], link.name
                for identity, cells in held.items():
                    if (pointed := cells[name]) is not None and pointed not in there:
                        yield code, identity, link

    def _bring_back(self, code: str, identity: str) -> bool:
        """Answer whether a record that one side removed stays, for the other side points to it."""
        key = (code, identity)
        if key in self._dropped:
            return False
        mine, other = self._mine[code].get(identity), self._other[code].get(identity)
        if mine is None and other is None:
            return False
        if key not in self._said:
            used = USED_HERE if mine is not None else USED_THERE
            self._said[key] = self._ask(code, identity, used, mine, other)
        gone = THEIRS if mine is not None else MINE
        if self._said[key] == gone:
            return False
        self._final[code][identity] = mine or other or {}
        return True

    def _let_go(self, code: str, identity: str, link: Field) -> None:
        cells = self._final[code][identity]
        if link.required or link.key:
            del self._final[code][identity]
            self._dropped.add((code, identity))
            self._note((code, identity, WHOLE, _NULL, json.dumps(identity)))
        else:
            self._final[code][identity] = {**cells, link.name: None}
            self._note((code, identity, link.name, _NULL, json.dumps(cells[link.name])))


def _target(link: Field) -> str:
    return link.kind.target if isinstance(link.kind, Link) else ""


def circles(registers: Registers, final: Registered) -> Iterator[tuple[str, str, list[str]]]:
    """Yield register, field and records where a tree closes a circle."""
    for code, register in registers.items():
        for link in register.fields():
            if not isinstance(link.kind, Link) or not link.kind.tree:
                continue
            sound: set[str] = set()
            for start in sorted(final[code]):
                path: list[str] = []
                at: str | None = start
                while at is not None and at not in sound and at not in path:
                    path.append(at)
                    at = final[code][at].get(link.name) if at in final[code] else None
                if at is not None and at not in sound:
                    yield code, link.name, sorted(path[path.index(at) :])
                sound.update(path)
