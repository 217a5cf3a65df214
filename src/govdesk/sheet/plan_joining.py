"""Several planned files put side by side, so that all of them are one import: what two of them say of one record meets.

Each file is planned by itself first; `join` then looks across them without asking the workspace again.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.address import cell_address
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
    wanted: dict[NewLink, None] = {}
    # Equal names of one column are one object: most are known by that already.
    met: set[int] = set()
    for plan in plans if only is None else [only]:
        for sheet in plan.included():
            links = [f.name for f in registers[str(sheet.register)].fields() if isinstance(f.kind, Link)]
            for row in sheet.rows:
                values: Iterable[Any]
                if row.status == "new":
                    values = map(row.values.get, links)
                elif row.is_writable:
                    values = (new for _, new in row.changes.values())
                else:
                    continue
                for value in values:
                    if type(value) is NewLink and id(value) not in met:
                        met.add(id(value))
                        wanted[value] = None
    known = {key for plan in plans for key in _made(registers, plan, {w.register for w in wanted})}
    found: list[NewLink] = []
    for link in wanted:
        key = (link.register, fold(link.name))
        if key not in known:
            known.add(key)
            found.append(link)
    return tuple(found)


def _made(registers: Registers, plan: ImportPlan, codes: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield register and folded name of what the rows of a file make."""
    for sheet in plan.included():
        code = str(sheet.register)
        title = registers[code].about.title
        for row in sheet.rows if code in codes else ():
            if row.status == "new":
                yield code, fold(str(row.values.get(title)))


class _Joiner:
    def __init__(self, registers: Registers) -> None:
        self._registers = registers
        #: Per key of a new record: the file that makes it, its place there, and the values told so far.
        self._made: dict[tuple[Any, ...], list[tuple[int, RowPlan, dict[str, Any]]]] = {}
        self._changed: dict[tuple[str, str], tuple[int, dict[str, Any]]] = {}
        self._given: dict[int, str] = {}
        self._met: dict[int, RowPlan] = {}
        self._file = 0
        self._names: list[str] = []

    def take(self, plan: ImportPlan) -> None:
        """Look at one file more."""
        self._names.append(plan.path.name)
        used: set[int] = set()
        mine: list[tuple[tuple[Any, ...], RowPlan]] = []
        for sheet in plan.included():
            register = self._registers[str(sheet.register)]
            for row in sheet.rows:
                if row.status == "new":
                    key = self._key(register, row)
                    if key is not None and not self._meet(key, row, sheet, used):
                        mine.append((key, row))
                elif row.changes and row.is_writable and row.id is not None:
                    self._change(row, sheet)
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

    def _meet(self, key: tuple[Any, ...], row: RowPlan, sheet: SheetPlan, used: set[int]) -> bool:
        """Answer whether a file before this one makes the record of a new row, and note what the row adds to it."""
        for file, earlier, told in self._made.get(key, ()):
            if id(earlier) in used:
                continue
            used.add(id(earlier))
            identity = self._given.setdefault(id(earlier), earlier.id or new_id(nameless=True))
            pairs = {k: (told.get(k), v) for k, v in row.values.items() if v is not None and not _same(told.get(k), v)}
            extra = {k: v for k, v in row.extra.items() if earlier.extra.get(k) != v}
            against = {k: (None, old) for k, (old, _) in pairs.items() if old is not None}
            self._met[id(row)] = self._beside(replace(row, id=identity, extra=extra), sheet, pairs, against, file)
            told.update({k: v for k, (old, v) in pairs.items() if old is None})
            return True
        return False

    def _change(self, row: RowPlan, sheet: SheetPlan) -> None:
        """Hold the changes of a known record against what a file before this one makes of it."""
        first, told = self._changed.setdefault((str(sheet.register), str(row.id)), (self._file, {}))
        if first == self._file:
            told.update({k: new for k, (_, new) in row.changes.items()})
            return
        pairs = {k: pair for k, pair in row.changes.items() if k not in told or not _same(told[k], pair[1])}
        against = {k: (old, told[k]) for k, (old, _) in pairs.items() if k in told}
        if against or len(pairs) < len(row.changes):
            self._met[id(row)] = self._beside(row, sheet, pairs, against, first)
        told.update({k: new for k, (_, new) in pairs.items() if k not in told})

    def _beside(
        self,
        row: RowPlan,
        sheet: SheetPlan,
        pairs: Mapping[str, tuple[Any, Any]],
        against: Mapping[str, tuple[Any, Any]],
        file: int,
    ) -> RowPlan:
        """Return a row beside that of a file before it.

        Args:
            row: The row.
            sheet: Its sheet, with how conflicts were settled.
            pairs: Old and new value of the fields that it says otherwise.
            against: Of those that the other file fills too, what the record held before and what that file says.
            file: Which file that is.
        """
        conflicts = {k: Conflict(base, mine, pairs[k][1], self._names[file]) for k, (base, mine) in against.items()}
        settled = {k: word for k in conflicts if (word := sheet.choice.settlement(row.place, k))}
        changes = {k: v for k, v in pairs.items() if k not in conflicts}
        changes |= {k: (c.mine, c.theirs) for k, c in conflicts.items() if settled.get(k) == THEIRS}
        open_ = [k for k in conflicts if k not in settled]
        places = {c.field: c.index for c in reversed(sheet.columns)}
        why = Message(N_("“{file}” says otherwise of the same record."), {"file": self._names[file]})
        told = [Problem("two_files", cell_address(row.place - 1, places.get(k, 0)), why, k) for k in open_]
        status = "conflict" if open_ else "changed" if changes or row.extra else "same"
        return replace(
            row, status=status, changes=changes, conflicts={**row.conflicts, **conflicts},
            settled={**row.settled, **settled}, problems=(*row.problems, *told),
        )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, NewLink):
        return (value.register, fold(value.name))
    return fold(value) if isinstance(value, str) else value


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or _plain(one) == _plain(other)
