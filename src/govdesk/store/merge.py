"""Two copies of one workspace put together, cell by cell: what only one side changed is taken, what both changed is asked.

`other` gives the colleague's copy, `divergence` what each side did; the plan that comes out is a value, and nothing is
written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kinds import Serial, Tags
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.store import opening
from govdesk.store.dispute import NO_TOUCH, Disputes
from govdesk.store.divergence import SAME, WHOLE, Cells, Divergence, Touch, cells_of, deleted, diverged, known, waiting
from govdesk.store.erased import erased
from govdesk.store.merge_links import Chain, circles
from govdesk.store.merge_twins import find_twins, rename
from govdesk.store.merge_values import (
    REMOVED_HERE,
    REMOVED_THERE,
    THEIRS,
    MergePlan,
    RegisterMerge,
    Settling,
    Twin,
)
from govdesk.store.workspace import Workspace

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

Registered = dict[str, dict[str, Cells]]
_NAMED = 3
_NOTHING: Mapping[str, Touch] = {}
_NEVER_ASKED = ("id", "number")


def plan_merge(
    workspace: Workspace, other: Workspace, settling: Settling | None = None, *, progress: Progress = silent
) -> MergePlan:
    """Return what merging a copy would do.

    Args:
        workspace: Ours.
        other: The snapshot of theirs, as `other_copy` opens it.
        settling: What the user said to the conflicts.
        progress: Told which register is compared; may raise `Cancelled`.

    Raises:
        GovDeskError: `damaged` where the copy holds what no workspace would.
    """
    with workspace.read() as session, other.read() as theirs:
        try:
            return _Merger(session, theirs, workspace.registers, settling or Settling(), progress).plan(other.path.name)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise opening.damaged(other.path) from error


class _Merger:
    def __init__(
        self, session: Session, other: Session, registers: Registers, settling: Settling, progress: Progress
    ) -> None:
        self._registers = registers
        self._settling = settling
        self._progress = progress
        here, there = known(session), known(other)
        self._last = session.connection().exec_driver_sql("SELECT coalesce(max(id), 0) FROM operation").scalar_one()
        self._ours, self._theirs = diverged(session, registers, there), diverged(other, registers, here)
        self._sessions = (session, other)
        #: What was erased here, or made nameless, left no trace; nothing of it comes back.
        self._deleted = deleted(session)
        self._erased = erased(session), erased(other)
        self._notices: list[Message] = []
        self._before: Registered = {}
        self._mine: Registered = {}
        self._other: Registered = {}
        self._final: Registered = {}
        self._disputes = Disputes(
            registers,
            settling,
            (self._mine, self._other),
            (self._ours, self._theirs),
            (waiting(session), waiting(other)),
        )

    def plan(self, file: str) -> MergePlan:
        """Return the whole plan."""
        quiet = self._theirs.says_nothing
        if quiet and not self._disputes.waiting:
            return MergePlan(file, last=self._last, is_nothing=True)
        for number, code in enumerate(self._registers):
            doing = Message(N_("Comparing {sheet}"), {"sheet": Message(self._registers[code].about.plural)})
            self._progress(number, len(self._registers), doing)
            self._before[code] = cells_of(self._sessions[0], self._registers, code)
            self._other[code] = cells_of(self._sessions[1], self._registers, code)
        self._mine.update((code, dict(held)) for code, held in self._before.items())
        twins = self._join()
        for code in self._registers:
            self._final[code] = dict(self._mine[code])
            for identity in {**self._other[code], **self._mine[code]}:
                self._meet(code, identity)
        self._tell_of_erased()
        self._follow_links()
        renumbered = self._renumber()
        self._judge()
        merged = tuple(m for code in self._registers if (m := self._difference(code)) is not None)
        return MergePlan(
            file, merged, tuple(self._disputes.conflicts), tuple(twins), tuple(renumbered), tuple(self._notices),
            len(self._theirs.deeds), tuple(self._disputes.settlements), self._last,
            min((d.id for d in self._ours.deeds if d.id > 0), default=self._last + 1) - 1, self._disputes.names(),
            quiet and not merged and not self._disputes.settlements,
        )  # fmt: skip

    def _join(self) -> list[Twin]:
        """Let records that were made apart but are the same stand under one id, on both sides alike."""
        for (code, gone), kept in self._theirs.joined.items():
            rename(self._registers, self._mine, self._ours, code, gone, kept)
        for (code, gone), kept in self._ours.joined.items():
            rename(self._registers, self._other, self._theirs, code, gone, kept)
        sides = (self._mine, self._ours), (self._other, self._theirs)
        twins = find_twins(self._registers, sides, self._settling.apart)
        for twin in twins:
            if not twin.apart:
                kept, gone = sorted((twin.mine, twin.theirs))
                held, done = (self._mine, self._ours) if gone == twin.mine else (self._other, self._theirs)
                rename(self._registers, held, done, twin.register, gone, kept)
                self._disputes.settlements.append((twin.register, gone, SAME, json.dumps(kept), json.dumps(gone)))
        return twins

    def _meet(self, code: str, identity: str) -> None:
        """Decide what becomes of one record."""
        key = (code, identity)
        mine, theirs = self._mine[code].get(identity), self._other[code].get(identity)
        if key in self._erased[0] or key in self._erased[1]:
            if mine is not None and theirs is not None and key not in self._erased[0]:
                self._final[code][identity] = theirs
        elif mine is not None and theirs is not None:
            if mine != theirs:
                self._final[code][identity] = self._cells(code, identity, mine, theirs)
        elif theirs is not None:
            waits = (*key, WHOLE) in self._disputes.waiting
            touched = waits or self._touched(self._theirs, key, theirs)
            if key in self._theirs.made:
                self._final[code][identity] = theirs
            elif not waits and key not in self._ours.gone:
                if touched and key in self._deleted:
                    self._final[code][identity] = theirs
            elif touched and self._disputes.record(code, identity, REMOVED_HERE, None, theirs) == THEIRS:
                self._final[code][identity] = theirs
        elif mine is not None and (key in self._theirs.gone or (*key, WHOLE) in self._disputes.waiting):
            touched = self._touched(self._ours, key, mine) or (*key, WHOLE) in self._disputes.waiting
            if not touched or self._disputes.record(code, identity, REMOVED_THERE, mine, None) == THEIRS:
                del self._final[code][identity]

    def _tell_of_erased(self) -> None:
        """Say that a person who was erased on one side stays so, or is erased on this one too."""
        here, there = self._erased
        texts = (
            ({*here} - {*there}, self._other, N_("{count} persons in the copy were erased here, and stay erased.")),
            ({*there} - {*here}, self._mine,
             N_("{count} persons were erased in the copy; merging erases them here too, for good.")),
        )  # fmt: skip
        for keys, held, text in texts:
            count = sum(identity in held.get(code, ()) for code, identity in keys)
            if count:
                self._notices.append(Message(text, {"count": count}))

    def _touched(self, side: Divergence, key: tuple[str, str], cells: Cells) -> bool:
        touches = side.touches.get(key, _NOTHING)
        return any(t.decided or (n in cells and cells[n] != t.base) for n, t in touches.items())

    def _cells(self, code: str, identity: str, mine: Cells, theirs: Cells) -> Cells:
        """Return a record that both hold, each cell from the side that changed it."""
        ours, others = (s.touches.get((code, identity), _NOTHING) for s in (self._ours, self._theirs))
        kinds = {f.name: f.kind for f in self._registers[code].fields()}
        found: Cells = {}
        for name in {**mine, **theirs}:
            here, there = mine.get(name), theirs.get(name)
            if here == there or (isinstance(kinds.get(name), Tags) and _tags(here) == _tags(there)):
                continue
            own, other = ours.get(name, NO_TOUCH), others.get(name, NO_TOUCH)
            changed_here = name in ours and (own.decided or own.base != here)
            changed_there = name in others and (other.decided or other.base != there)
            if (code, identity, name) in self._disputes.waiting:
                changed_here = changed_there = True
            if changed_here and not changed_there:
                continue
            taken = changed_there and not changed_here
            if name in _NEVER_ASKED:
                found[name] = there if taken else max(here or 0, there or 0)
                continue
            if not taken and (here is None or there is None) and not (changed_here or changed_there):
                taken = here is None
                if not taken:
                    continue
            alike = isinstance(here, str) and isinstance(there, str) and fold(here) == fold(there)
            if alike and not changed_here and not changed_there:
                found[name] = min(str(here), str(there))
                continue
            if taken or self._disputes.cell(code, identity, name, here, there, own, other) == THEIRS:
                found[name] = there
        return {**mine, **found} if found else mine

    def _follow_links(self) -> None:
        """See that no link leads nowhere and no record stands below itself."""
        chain = Chain(
            self._registers,
            self._mine,
            self._other,
            self._final,
            self._disputes.record,
            self._disputes.settlements.append,
            self._notices,
        )
        chain.mend()
        for code, name, circle in circles(self._registers, self._final):
            for identity in circle:
                kept = self._mine[code].get(identity, {}).get(name)
                cells = self._final[code][identity]
                if cells[name] == kept:
                    continue
                text = N_("“{record}” stays where it is here: both moves together would make a circle.")
                self._notices.append(Message(text, {"record": self._disputes.title(code, cells)}))
                self._disputes.settlements.append((code, identity, name, json.dumps(kept), json.dumps(cells[name])))
                self._final[code][identity] = {**cells, name: kept}

    def _renumber(self) -> list[tuple[str, str, str]]:
        """Give the later of two records with one number the next that is free on both sides."""
        found = []
        for code, held in self._final.items():
            by_number: dict[int, list[str]] = {}
            for identity, cells in held.items():
                by_number.setdefault(cells["number"], []).append(identity)
            twice = [i for ids in by_number.values() if len(ids) > 1 for i in sorted(ids)[1:]]
            if not twice:
                continue
            following = max(map(self._highest, (code, code), self._sessions)) + 1
            show = Serial(self._registers[code].about.prefix).show
            for identity in sorted(twice):
                cells = held[identity]
                held[identity] = {**cells, "number": following}
                self._disputes.settlements.append(
                    (code, identity, "number", json.dumps(following), json.dumps(cells["number"]))
                )
                old, new = (show(n, None) for n in (cells["number"], following))  # type: ignore[arg-type]
                found.append((self._disputes.title(code, cells), old, new))
                following += 1
        return found

    def _highest(self, code: str, session: Session) -> int:
        from govdesk.store.writing import next_number  # noqa: PLC0415 - a circle of imports else

        return next_number(session, self._registers[code]) - 1

    def _judge(self) -> None:
        """Say which records break a rule of their register only now that both sides are together."""
        broken: list[str] = []
        for code, held in self._final.items():
            register = self._registers[code]
            kinds = {f.name: f.kind for f in register.fields()}
            for identity, cells in held.items():
                mine = self._mine[code].get(identity)
                if mine is None or mine is cells:
                    continue
                sides = (cells, mine, self._other[code].get(identity, cells))
                loaded = [{n: kinds[n].load(v) for n, v in c.items() if n in kinds} for c in sides]
                wrong, *before = ({(n, p.code) for n, p in register.check(values)} for values in loaded)
                if any(w not in side for w in wrong for side in before):
                    broken.append(self._disputes.title(code, cells))
        if broken:
            names = "、".join(broken[:_NAMED]) + (" …" if len(broken) > _NAMED else "")
            text = N_("Put together, {count} records break a rule of their register; look at them afterwards: {names}.")
            self._notices.append(Message(text, {"count": len(broken), "names": names}))

    def _difference(self, code: str) -> RegisterMerge | None:
        before, final = self._before[code], self._final[code]
        new = tuple(cells for identity, cells in final.items() if identity not in before)
        changed = {}
        for identity, cells in final.items():
            held = before.get(identity)
            if held is not None and held is not cells:
                pairs = {n: (held.get(n), cells.get(n)) for n in {**held, **cells} if held.get(n) != cells.get(n)}
                if pairs:
                    changed[identity] = pairs
        removed = tuple(i for i in before if i not in final)
        if not new and not changed and not removed:
            return None
        return RegisterMerge(code, len(before), new, changed, removed)


def _tags(text: Any) -> Any:
    return frozenset(text.split(", ")) if isinstance(text, str) else text
