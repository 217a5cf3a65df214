"""What a folder of returns would do, line by line, and the work beside the window: reading, planning anew, merging."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.kinds import Link
from govdesk.fields.register import Registers
from govdesk.i18n import N_, Language, Message
from govdesk.progress import Progress
from govdesk.sheet.plan_values import THEIRS, WHOLE, SheetChoice
from govdesk.store.query import find

if TYPE_CHECKING:
    from govdesk.sheet.collecting import Books, Collected
    from govdesk.sheet.plan_values import Conflict, Problem, RowPlan, SheetPlan
    from govdesk.sheet.return_file import Missing, ReturnFile
    from govdesk.store.workspace import Changes, Workspace

KINDS = ("new", "changed", "conflict", "wrong", "doubt")
_NO_NAMES: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a return would do, or that should be looked at.

    Args:
        kind: One of `KINDS`.
        file: The return.
        sheet: Key of its sheet.
        place: The row in it, from 1.
        name: The field; empty for a whole row.
        old: What stands here.
        new: What the return says.
        why: What is to be known of it.
        between: Whether two returns differ, rather than the return and the workspace.
        settled: `mine` or `theirs`, once the user said so.
        base: What was sent, where both sides changed it.
        missing: The record whose row is gone; it is deleted only where the user ticks it.
    """

    kind: str
    file: ReturnFile
    register: str
    sheet: str = ""
    place: int = 0
    record: str = ""
    title: str = ""
    name: str = ""
    old: str = ""
    new: str = ""
    why: Message | None = None
    between: bool = False
    settled: str = ""
    base: str = ""
    missing: Missing | None = None


@dataclass(slots=True)
class Collecting:
    """One folder being taken in: what was read of it, and what the user settled."""

    folder: Path
    read: tuple[list[ReturnFile], Books] | None = None
    choices: dict[Path, dict[str, dict[tuple[int, str], str]]] = field(default_factory=dict)
    chosen: dict[tuple[str, str, str], Path] = field(default_factory=dict)
    left_out: set[Path] = field(default_factory=set)

    def settle(self, line: Line, word: str) -> None:
        """Note which side of a conflict is taken."""
        if line.between:
            if word == THEIRS:
                self.chosen[line.register, line.record, line.name] = line.file.path
            return
        cells = self.choices.setdefault(line.file.path, {}).setdefault(line.sheet, {})
        cells[line.place, line.name or WHOLE] = word

    def said(self) -> dict[Path, dict[str, SheetChoice]]:
        """Return what was settled as choices for the plan."""
        return {
            path: {key: SheetChoice(key.rpartition("#")[0], settled=cells) for key, cells in sheets.items()}
            for path, sheets in self.choices.items()
        }


Shown = tuple["Collected", list[Line]]


def planning(
    workspace: Workspace, registers: Registers, state: Collecting, lang: Language
) -> Callable[[Progress], Shown]:
    """Return the work that reads a folder, unless that was done, and tells what it would do."""
    said, chosen, left_out = state.said(), dict(state.chosen), frozenset(state.left_out)

    def work(progress: Progress) -> Shown:
        from govdesk.sheet.collecting import plan_returns, read_returns  # noqa: PLC0415 - when their work comes

        if state.read is None:
            state.read = read_returns(state.folder, progress)
        with workspace.read() as session:
            found = plan_returns(
                session, registers, workspace.id, state.folder, state.read,
                choices=said, chosen=chosen, left_out=left_out, progress=progress,
            )  # fmt: skip
            return found, list(_lines(_Names(session, registers, lang), found))

    return work


def merging(
    workspace: Workspace, collected: Collected, removed: Sequence[Missing] = ()
) -> Callable[[Progress], Changes | None]:
    """Return the work that merges what was collected as one operation, and deletes what the user ticked with it."""

    def work(progress: Progress) -> Changes | None:
        from govdesk.sheet.collecting import take_in  # noqa: PLC0415 - spreadsheets come when their work comes

        return take_in(workspace, collected, removed=removed, progress=progress)

    return work


def _lines(names: _Names, collected: Collected) -> Iterator[Line]:
    for file in collected.files:
        for problem in file.doubts:
            yield Line("doubt", file, "", title=problem.cell, why=problem.message)
        for missing in file.missing:
            yield Line(
                "doubt",
                file,
                missing.register,
                record=missing.id,
                title=missing.title,
                why=Message(_GONE),
                missing=missing,
            )
        for sheet in file.plan.included() if file.plan is not None else ():
            for row in sheet.rows:
                yield from _of_row(names, file, sheet, row)


_GONE = N_("Its row is no longer in the sheet. It stays here; tick it to delete it here too.")


def _of_row(names: _Names, file: ReturnFile, sheet: SheetPlan, row: RowPlan) -> Iterator[Line]:
    code = str(sheet.register)
    place = (file, code, sheet.choice.key, row.place, row.id or "", row.title)
    if row.status == "wrong":
        for problem in row.problems:
            yield Line("wrong", *place, problem.field or "", "", problem.value, problem.message)
        return
    if row.status == "new":
        yield Line("new", *place)
    between: dict[str | None, Problem] = {p.field: p for p in row.problems if p.code == "two_returns"}
    for name, (old, new) in row.changes.items() if row.status != "new" else ():
        if name not in row.conflicts:
            shown = (names.show(code, name, old), names.show(code, name, new, row.names))
            yield Line("changed", *place, name, *shown)
    for name, conflict in row.conflicts.items():
        why = between[name].message if name in between else _why(conflict)
        shown = (names.show(code, name, conflict.mine), names.show(code, name, conflict.theirs, row.names))
        base = "" if name in between else names.show(code, name, conflict.base)
        yield Line("conflict", *place, name, *shown, why, name in between, row.settled.get(name, ""), base)
    others = [p for p in row.problems if p.code not in ("conflict", "two_returns", "removed")]
    for problem in others:
        yield Line("conflict", *place, problem.field or "", "", problem.value, problem.message)


def _why(conflict: Conflict) -> Message | None:
    if not conflict.author or conflict.at is None:
        return None
    text = N_("Changed here by {author} on {day} since it was sent.")
    return Message(text, {"author": conflict.author, "day": conflict.at.astimezone().strftime("%Y-%m-%d")})


class _Names:
    """Values as people read them; what links point to is looked up once."""

    def __init__(self, session: Session, registers: Registers, lang: Language) -> None:
        self._session = session
        self._registers = registers
        self._lang = lang
        self._known: dict[tuple[str, str], str] = {}

    def show(self, code: str, name: str, value: Any, named: Any = _NO_NAMES) -> str:
        if value is None:
            return ""
        fields = {f.name: f for f in self._registers[code].fields()}
        if name not in fields:
            return str(getattr(value, "name", value)) if not isinstance(value, dict) else ""
        kind = fields[name].kind
        if isinstance(kind, Link):
            if not isinstance(value, str):
                return str(getattr(value, "name", value))
            return named.get(name) or self._title(kind.target, value)
        return kind.show(value, self._lang)

    def _title(self, target: str, identity: str) -> str:
        key = (target, identity)
        if key not in self._known:
            record = find(self._session, self._registers, target, identity)
            self._known[key] = record.title(self._registers[target]) if record else ""
        return self._known[key]
