"""Several planned files put side by side, so that all of them are one import: what two of them say of one record meets.

Each file is planned by itself first; `join` then looks across them without asking the workspace again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.plan_values import THEIRS, Conflict, ImportPlan, NewLink, Problem, RowPlan, SheetPlan
from govdesk.store.writing import new_id

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers


def join(registers: Registers, plans: Sequence[ImportPlan]) -> list[ImportPlan]:
    """Return the plans of several files as parts of one import, in the order in which they are written.

    A record that two files would make is made by the first; the second fills in what it left open. Where they differ,
    the second is in conflict with the first.
    """
    if len(plans) < 2:
        return list(plans)
    joiner = _Joiner(registers)
    for plan in plans:
        joiner.take(plan)
    joined = joiner.joined(plans)
    found: list[ImportPlan] = []
    told: set[NewLink] = set()
    for plan in joined:
        links = tuple(n for n in links_of(registers, joined, only=plan) if n not in told)
        told.update(links)
        found.append(replace(plan, links=links))
    return found


def links_of(registers: Registers, plans: Sequence[ImportPlan], only: ImportPlan | None = None) -> tuple[NewLink, ...]:
    """Return the records that links make, without those that a row of the same import makes anyway.

    Args:
        registers: All registers.
        plans: The files of the import.
        only: The file whose links are asked for; None for all.
    """
    made: set[tuple[str, str]] = set()
    wanted: dict[NewLink, None] = {}
    for plan in plans:
        for sheet in plan.included():
            code = str(sheet.register)
            title = registers[code].about.title
            links = [f.name for f in registers[code].fields() if isinstance(f.kind, Link)]
            asked = only is None or plan is only
            for row in sheet.rows:
                if row.status == "new":
                    made.add((code, str(row.values.get(title))))
                    if asked:
                        wanted.update((v, None) for n in links if type(v := row.values.get(n)) is NewLink)
                elif asked and row.is_writable:
                    wanted.update((v, None) for _, v in row.changes.values() if type(v) is NewLink)
    targets = {w.register for w in wanted}
    known = {(register, fold(name)) for register, name in made if register in targets}
    found: list[NewLink] = []
    for link in wanted:
        key = (link.register, fold(link.name))
        if key not in known:
            known.add(key)
            found.append(link)
    return tuple(found)


class _Joiner:
    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        #: Per key of a new record: the file that makes it, its place there, and the values told so far.
        self._made: dict[tuple[Any, ...], list[tuple[int, RowPlan, dict[str, Any]]]] = {}
        self._changed: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        self._given: dict[int, str] = {}
        self._met: dict[int, RowPlan] = {}
        self._file = 0

    def take(self, plan: ImportPlan) -> None:
        """Look at one file more."""
        used: set[int] = set()
        mine: list[tuple[tuple[Any, ...], RowPlan]] = []
        for sheet in plan.included():
            register = self._registers[str(sheet.register)]
            for row in sheet.rows:
                if row.status == "new":
                    key = self._key(register, row)
                    if key is not None and not self._meet(key, row, used):
                        mine.append((key, row))
                elif row.changes and row.is_writable and row.id is not None:
                    self._change(sheet, row)
        for key, row in mine:
            self._made.setdefault(key, []).append((self._file, row, dict(row.values)))
        self._file += 1

    def joined(self, plans: Sequence[ImportPlan]) -> list[ImportPlan]:
        """Return the plans with what was found."""
        return [replace(p, sheets=tuple(replace(s, rows=self._rows(s)) for s in p.sheets)) for p in plans]

    def _rows(self, sheet: SheetPlan) -> tuple[RowPlan, ...]:
        if not self._met and not self._given:
            return sheet.rows
        return tuple(
            self._met.get(id(r)) or (replace(r, id=self._given[id(r)]) if id(r) in self._given else r)
            for r in sheet.rows
        )

    def _key(self, register: type[Register], row: RowPlan) -> tuple[Any, ...] | None:
        names = [f.name for f in register.fields() if f.key]
        values = [row.values.get(n) for n in (*names, "project")]
        if not names or all(v is None for v in values[:-1]):
            return None
        return (register.register_code(), *map(_plain, values))

    def _meet(self, key: tuple[Any, ...], row: RowPlan, used: set[int]) -> bool:
        """Answer whether a file before this one makes the record of a new row, and note what the row adds to it."""
        for _, earlier, told in self._made.get(key, ()):
            if id(earlier) in used:
                continue
            used.add(id(earlier))
            identity = self._given.setdefault(id(earlier), earlier.id or new_id(nameless=True))
            differing = {
                k: (told.get(k), v) for k, v in row.values.items() if v is not None and not _same(told.get(k), v)
            }
            if any(old is not None for old, _ in differing.values()):
                why = Message(N_("Another file of this import says otherwise of the same record."))
                problem = Problem("two_files", f"A{row.place}", why, next(k for k, (o, _) in differing.items() if o))
                self._met[id(row)] = replace(
                    row, status="conflict", id=identity, changes=differing, problems=(*row.problems, problem)
                )
                return True
            told.update({k: v for k, (_, v) in differing.items()})
            extra = {k: v for k, v in row.extra.items() if earlier.extra.get(k) != v}
            status = "changed" if differing or extra else "same"
            self._met[id(row)] = replace(row, status=status, id=identity, changes=differing, extra=extra)
            return True
        return False

    def _change(self, sheet: SheetPlan, row: RowPlan) -> None:
        """Hold the changes of a known record against what a file before this one makes of it.

        To the later file, what the earlier one says is what stands here; a cell of which both speak is a conflict.
        """
        key = (str(sheet.register), str(row.id))
        first, told = self._changed.setdefault(key, (self._file, {}))
        if first == self._file:
            told.update({k: new for k, (_, new) in row.changes.items()})
            return
        left = {k: pair for k, pair in row.changes.items() if k not in told or not _same(told[k], pair[1])}
        against = {k: Conflict(old, told[k], new) for k, (old, new) in left.items() if k in told}
        said = {k: word for k in against if (word := sheet.choice.settlement(row.place, k))}
        left = {
            k: (told.get(k, old), new) for k, (old, new) in left.items() if k not in against or said.get(k) == THEIRS
        }
        told.update({k: new for k, (_, new) in left.items()})
        if not against and len(left) == len(row.changes):
            return
        why = Message(N_("Another file of this import says otherwise of the same record."))
        problems = tuple(Problem("two_files", f"A{row.place}", why, k) for k in against if k not in said)
        waits = problems or any(k not in row.settled for k in row.conflicts)
        self._met[id(row)] = replace(
            row,
            status="conflict" if waits else "changed" if left or row.extra else "same",
            changes=left,
            problems=(*row.problems, *problems),
            conflicts={**row.conflicts, **against},
            settled={**{k: w for k, w in row.settled.items() if k not in against}, **said},
        )


def _plain(value: Any) -> Any:
    if isinstance(value, NewLink):
        return (value.register, fold(value.name))
    return fold(value) if isinstance(value, str) else value


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or _plain(one) == _plain(other)
