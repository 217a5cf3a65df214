"""A planned merge carried out: all of it as one operation, which brings the other copy's history along.

The operations of the other side stand in the timeline with their own author and time, in state `brought`, under the merge
that brought them; undoing the merge takes them out of force with it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from secrets import randbelow
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.store.chain import heads
from govdesk.store.divergence import EXTRA, Cells, known
from govdesk.store.erasure_merge import erase_merged
from govdesk.store.merge_values import MergePlan, RegisterMerge
from govdesk.store.workspace import Changes, Workspace
from govdesk.store.writing import insert_rows, note_settled, update_row

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

_STEP = 500
_BATCH = 5_000
_RANDOM = 1 << 52


def write_merge(
    workspace: Workspace, other: Workspace, plan: MergePlan, *, progress: Progress = silent
) -> Changes | None:
    """Write what a plan says; None where there is nothing to write.

    Args:
        workspace: Ours.
        other: The snapshot that the plan was made from.
        plan: The plan; conflicts that are open leave what is here, and are asked again with the next merge.
        progress: Told how far the writing has come; may raise `Cancelled`, which leaves nothing.

    Raises:
        GovDeskError: `stale` where something was written since the plan was made.
    """
    if plan.is_nothing:
        return None
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    label = Message(N_("Merge {file}"), {"file": plan.file})
    try:
        with (
            other.read() as theirs,
            workspace.write(
                label, source=plan.file, target=plan.shared, copy=plan.file, room=plan.operations
            ) as session,
        ):
            _Writer(session, theirs, workspace.registers, plan, progress).write()
    finally:
        end()
    if done and done[0].final:
        workspace.write_anew()
    return done[0] if done else None


class _Writer:
    def __init__(
        self, session: Session, other: Session, registers: Registers, plan: MergePlan, progress: Progress
    ) -> None:
        self._session = session
        self._connection = session.connection()
        self._other = other
        self._theirs = other.connection()
        self._registers = registers
        self._plan = plan
        self._progress = progress
        self._number = int(self._connection.exec_driver_sql("SELECT id FROM current_operation").scalar_one())
        self._total = sum(len(r.new) + len(r.changed) for r in plan.registers)
        self._done = 0
        self._others = known(other)

    def write(self) -> None:
        """Write records, settlements and history."""
        last = self._connection.exec_driver_sql(
            "SELECT coalesce(max(id), 0) FROM operation WHERE id < ?", (self._number,)
        ).scalar()
        if last != self._plan.last:
            text = N_(
                "The workspace was changed since the merge was planned. Nothing was merged; look at it once more."
            )
            raise GovDeskError(text, code="stale")
        for merged in self._plan.registers:
            self._insert(merged)
        for merged in self._plan.registers:
            self._update(merged)
        for merged in self._plan.registers:
            for start in range(0, len(merged.removed), _BATCH):
                gone = json.dumps(merged.removed[start : start + _BATCH])
                statement = f'DELETE FROM "{merged.register}" WHERE id IN (SELECT value FROM json_each(?))'  # noqa: S608 - own name
                self._connection.exec_driver_sql(statement, (gone,))
        note_settled(self._session, self._plan.settlements)
        self._bring()
        self._share()
        erase_merged(self._session, self._other, self._registers)

    def _insert(self, merged: RegisterMerge) -> None:
        register = self._registers[merged.register]
        for start in range(0, len(merged.new), _STEP):
            batch = merged.new[start : start + _STEP]
            insert_rows(self._session, register, [_loaded(register, cells) for cells in batch], as_is=True)
            self._tell(len(batch), register)

    def _update(self, merged: RegisterMerge) -> None:
        register = self._registers[merged.register]
        for number, (identity, cells) in enumerate(merged.changed.items(), 1):
            values = _loaded(register, {n: new for n, (_, new) in cells.items() if not n.startswith(EXTRA)})
            extra = {n.removeprefix(EXTRA): new for n, (_, new) in cells.items() if n.startswith(EXTRA)}
            if extra:
                statement = f'SELECT extra FROM "{merged.register}" WHERE id = ?'  # noqa: S608 - own name
                held = self._connection.exec_driver_sql(statement, (identity,)).scalar()
                values["extra"] = _joined({**(json.loads(held) if held else {}), **extra})
            update_row(self._session, register, identity, values)
            if not number % _STEP:
                self._tell(_STEP, register)

    def _tell(self, count: int, register: type[Register]) -> None:
        self._done = min(self._done + count, self._total)
        doing = Message(N_("Saving {register}"), {"register": Message(register.about.plural)})
        self._progress(self._done, self._total, doing)

    def _bring(self) -> None:
        """Take the other side's operations into the history, each with its own author and time."""
        here = {d.uid for d in known(self._session).values()}
        wanted = [d for uid, d in self._others.items() if uid not in here]
        there = {uid: i for uid, i in self._connection.exec_driver_sql("SELECT uid, id FROM operation")}  # noqa: C416 - rows
        numbers: dict[int, int] = {}
        following = self._number - self._plan.operations
        for deed in wanted:
            if deed.uid in there:
                numbers[deed.id] = there[deed.uid]
                continue
            veiled = deed.id < 0
            numbers[deed.id] = -1 - randbelow(_RANDOM) if veiled else following
            following += not veiled
        self._bring_operations(numbers, {d.uid for d in wanted if d.uid in there})
        made = heads(self._theirs, numbers)
        self._session.info["joined"] = {numbers[i]: h for i, h in made.items() if numbers[i] > 0}
        mine = {d.id for d in wanted if not d.brought and d.uid not in there}
        brought = {d.id for d in wanted if d.brought and d.uid not in there}
        self._copy("change", "brought", numbers, mine)
        self._copy("brought", "brought", numbers, brought)
        in_force = {d.id for d in wanted if d.state in ("done", "brought") and d.uid not in there}
        self._copy("settlement", "settlement", numbers, in_force)

    def _bring_operations(self, numbers: dict[int, int], again: set[str]) -> None:
        statement = (
            "SELECT id, at, author, label, source, kind, target, rows, uid, copy FROM operation "
            "WHERE id IN (SELECT value FROM json_each(?))"
        )
        uids = {d.id: d.uid for d in self._others.values()}
        held = {uid: i for uid, i in self._connection.exec_driver_sql("SELECT uid, id FROM operation")}  # noqa: C416 - rows
        rows = []
        for number, at, author, label, source, kind, target, count, uid, copy in self._theirs.exec_driver_sql(
            statement, (json.dumps(list(numbers)),)
        ):
            if uid in again:
                continue
            aim = numbers.get(target) or held.get(uids.get(target, ""))
            rows.append(
                (numbers[number], at, author, label, source, kind, aim, "brought", count, uid, copy, self._number)
            )
        if rows:
            self._connection.exec_driver_sql(
                "INSERT INTO operation (id, at, author, label, source, kind, target, state, rows, uid, copy, bringer) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
        if again:
            self._connection.exec_driver_sql(
                "UPDATE operation SET bringer = ? WHERE bringer IS NOT NULL AND uid IN (SELECT value FROM json_each(?))",
                (self._number, json.dumps(sorted(again))),
            )

    def _copy(self, source: str, target: str, numbers: dict[int, int], wanted: set[int]) -> None:
        columns = {
            "brought": ("register", "record", "action", "old", "new", "origin"),
            "settlement": ("register", "record", "field", "kept", "refused"),
        }[target]
        names = ", ".join(columns)
        statement = (
            f"SELECT operation, {names} FROM {source} WHERE operation IN (SELECT value FROM json_each(?)) ORDER BY id"  # noqa: S608 - own names
        )
        found = self._theirs.exec_driver_sql(statement, (json.dumps(sorted(wanted)),))
        marks = ", ".join("?" * (len(columns) + 1))
        insert = f"INSERT INTO {target} (operation, {names}) VALUES ({marks})"  # noqa: S608 - own names
        while batch := found.fetchmany(_BATCH):
            self._connection.exec_driver_sql(insert, [(numbers[r[0]], *r[1:]) for r in batch])

    def _share(self) -> None:
        """Take over settings and layouts that are not here yet; where both have one, ours stands."""
        for table, names in (("setting", ("name", "value")), ("layout", ("fingerprint", "mapping", "used"))):
            listed = ", ".join(names)
            rows: Sequence[Any] = [tuple(r) for r in self._theirs.exec_driver_sql(f"SELECT {listed} FROM {table}")]  # noqa: S608 - own names
            marks = ", ".join("?" * len(names))
            if rows:
                self._connection.exec_driver_sql(
                    f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({marks})",  # noqa: S608 - own names
                    list(rows),
                )


def _loaded(register: type[Register], cells: Cells) -> dict[str, Any]:
    """Return cells as the values that writing takes, the extra columns put together again."""
    kinds = {f.name: f.kind for f in register.fields()}
    values = {n: kinds[n].load(v) if n in kinds else v for n, v in cells.items() if not n.startswith(EXTRA)}
    extra = {n.removeprefix(EXTRA): v for n, v in cells.items() if n.startswith(EXTRA)}
    if extra:
        values["extra"] = _joined(extra)
    return values


def _joined(extra: dict[str, Any]) -> str | None:
    held = {heading: text for heading, text in extra.items() if text is not None}
    return json.dumps(held, ensure_ascii=False) if held else None
