"""The returns of one folder held against each other: the same answer twice counts once, two answers to one cell are a conflict.

No file comes before another: whichever was read first, the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.sheet.answered import resolved
from govdesk.sheet.identity import is_same
from govdesk.sheet.plan_joining import join
from govdesk.sheet.plan_values import Conflict, ImportPlan, NewLink, Problem, RowPlan, SheetPlan
from govdesk.sheet.return_file import ReturnFile

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

_TOLD_TWICE = N_("Two returns answer this cell otherwise: “{mine}” in {file}. Neither is taken until you choose.")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row of a file says of one cell."""

    file: int
    value: Any


Cells = dict[tuple[str, str, str], list[_Said]]


def meet(
    registers: Registers, files: Sequence[ReturnFile], chosen: Mapping[tuple[str, str, str], Path]
) -> list[ReturnFile]:
    """Return the files with what they say of the same cells settled between them.

    Args:
        registers: All registers.
        files: The files as planned one by one.
        chosen: Which file's word the user takes where several differ, by register, record and field.
    """
    planned = [f for f in files if f.plan is not None]
    others = [f for f in files if f.plan is None]
    planned.sort(key=lambda f: (f.package.key if f.package else "", f.name.casefold(), str(f.path)))
    names = [f.name for f in planned]
    cells = _cells(registers, planned)
    disputed = {key: said for key, said in cells.items() if _differ(said)}
    plans = [
        _without(registers, number, f.plan, disputed, names, _losing(f.path, chosen))
        for number, f in enumerate(planned)
        if f.plan is not None
    ]
    joined = join(registers, plans)
    met = [replace(f, plan=p) for f, p in zip(planned, joined, strict=True)]
    return [*_versions(registers, met, planned), *others]


def _losing(path: Path, chosen: Mapping[tuple[str, str, str], Path]) -> dict[tuple[str, str, str], bool]:
    """Return the cells that the user settled between files, and whether this file's word was not taken."""
    return {key: winner != path for key, winner in chosen.items()}


def _cells(registers: Registers, files: Sequence[ReturnFile]) -> Cells:
    found: Cells = {}
    for number, file in enumerate(files):
        for sheet in file.plan.included() if file.plan is not None else ():
            register = registers[str(sheet.register)]
            for row in sheet.rows:
                identity = _identity(register, row)
                for name, value in _said(row) if identity else ():
                    found.setdefault((register.register_code(), identity, name), []).append(_Said(number, value))
    return found


def _identity(register: type[Register], row: RowPlan) -> str:
    """Return what a row is about: the id of its record, or the key of one that it would make."""
    if row.id:
        return row.id
    keys = [row.values.get(f.name) for f in register.fields() if f.key]
    if row.status != "new" or all(k is None for k in keys):
        return ""
    return "\x1f".join(map(_plain, [*keys, row.values.get("project")]))


def _said(row: RowPlan) -> Iterator[tuple[str, Any]]:
    if row.status == "new":
        yield from ((n, v) for n, v in row.values.items() if v is not None)
        return
    yield from ((n, new) for n, (_, new) in row.changes.items())
    yield from ((n, c.theirs) for n, c in row.conflicts.items() if n not in row.changes)


def _plain(value: Any) -> str:
    if isinstance(value, NewLink):
        return f"{value.register}:{fold(value.name)}"
    return fold(str(value)) if value is not None else ""


def _differ(said: Sequence[_Said]) -> bool:
    first = said[0].value
    return any(not is_same(first, s.value) and _plain(first) != _plain(s.value) for s in said[1:])


def _without(
    registers: Registers,
    number: int,
    plan: ImportPlan,
    disputed: Mapping[Any, Sequence[_Said]],
    names: Sequence[str],
    losing: Mapping[tuple[str, str, str], bool],
) -> ImportPlan:
    """Return a plan whose disputed cells are conflicts."""
    if not disputed:
        return plan
    sheets = tuple(_sheet(registers, number, s, disputed, names, losing) for s in plan.sheets)
    return replace(plan, sheets=sheets)


def _sheet(
    registers: Registers,
    number: int,
    sheet: SheetPlan,
    disputed: Mapping[Any, Sequence[_Said]],
    names: Sequence[str],
    losing: Mapping[tuple[str, str, str], bool],
) -> SheetPlan:
    if sheet.register is None or not sheet.choice.include:
        return sheet
    register = registers[sheet.register]
    rows = []
    for row in sheet.rows:
        identity = _identity(register, row)
        held = {n: said for n, _ in _said(row) if (said := disputed.get((sheet.register, identity, n)))}
        settled = {n: losing[key] for n in held if (key := (sheet.register, identity, n)) in losing}
        left = _given_up(row, [n for n, lost in settled.items() if lost])
        open_ = {n: said for n, said in held.items() if n not in settled}
        rows.append(_conflicting(left, number, open_, names) if open_ and identity else left)
    return replace(sheet, rows=tuple(rows))


def _given_up(row: RowPlan, names: Sequence[str]) -> RowPlan:
    """Return a row without its word on some cells."""
    if not names:
        return row
    if row.status == "new":
        return replace(row, values={n: v for n, v in row.values.items() if n not in names})
    changes = {n: pair for n, pair in row.changes.items() if n not in names}
    return resolved(row, changes, {n: c for n, c in row.conflicts.items() if n not in names})


def _conflicting(row: RowPlan, number: int, held: Mapping[str, Sequence[_Said]], names: Sequence[str]) -> RowPlan:
    conflicts = dict(row.conflicts)
    problems = list(row.problems)
    for name, said in held.items():
        other = next((s for s in said if s.file != number and not _is_alike(s.value, row, name)), said[0])
        mine = row.changes[name][0] if name in row.changes else None
        theirs = row.changes[name][1] if name in row.changes else row.values.get(name)
        if name not in conflicts:
            conflicts[name] = Conflict(mine, mine, theirs, names[other.file])
        shown = getattr(other.value, "name", other.value)
        args = {"mine": str(shown), "file": names[other.file]}
        problems.append(Problem("two_returns", f"A{row.place}", Message(_TOLD_TWICE, args), name))
    changes = {n: pair for n, pair in row.changes.items() if n not in held}
    if row.status == "new":
        values = {n: v for n, v in row.values.items() if n not in held}
        return replace(row, values=values, problems=tuple(problems))
    settled = {n: word for n, word in row.settled.items() if n not in held}
    return replace(
        row, status="conflict", changes=changes, conflicts=conflicts, settled=settled, problems=tuple(problems)
    )


def _is_alike(value: Any, row: RowPlan, name: str) -> bool:
    own = row.changes[name][1] if name in row.changes else row.values.get(name)
    return is_same(own, value) or _plain(own) == _plain(value)


def _versions(registers: Registers, met: Sequence[ReturnFile], planned: Sequence[ReturnFile]) -> Iterator[ReturnFile]:
    """Yield the files with what each is beside the others: unchanged, a duplicate, an earlier version."""
    said = [_answers(registers, f) for f in planned]
    for number, file in enumerate(met):
        mine = said[number]
        twins = [
            n
            for n, other in enumerate(planned)
            if n != number
            and other.package is not None
            and file.package is not None
            and other.package.key == file.package.key
        ]
        same = next((n for n in twins if n < number and said[n] == mine), None)
        later = next((n for n in twins if mine.items() < said[n].items()), None)
        if same is not None and mine:
            yield replace(file, state="duplicate", of=planned[same].name)
        elif later is not None and file.state == "answer":
            yield replace(file, state="earlier", of=planned[later].name)
        elif not mine and file.package is not None and not _holds_problems(file):
            yield replace(file, state="taken" if file.package.answers else "unchanged")
        else:
            yield file


def _holds_problems(file: ReturnFile) -> bool:
    emptied = any(d.code == "emptied" for d in file.doubts)
    return bool(emptied or file.missing or (file.plan is not None and any(s.problems for s in file.plan.included())))


def _answers(registers: Registers, file: ReturnFile) -> dict[tuple[str, str, str], str]:
    """Return what a file says that was not sent: each cell with its value."""
    found = {}
    for sheet in file.plan.included() if file.plan is not None else ():
        register = registers[str(sheet.register)]
        for row in sheet.rows:
            for name, value in _said(row):
                found[str(sheet.register), _identity(register, row) or f"#{row.place}", name] = _plain(value)
    return found
