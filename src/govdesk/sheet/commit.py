"""A plan carried out: all of its rows as one operation, with the file, the sheet and the row each came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.ancestor import dumped
from govdesk.sheet.layout import remember
from govdesk.sheet.overwriting import large_overwriting
from govdesk.sheet.plan_values import EXTRA, MINE, ImportPlan, NewLink, RowPlan, SheetPlan
from govdesk.store.backup import back_up
from govdesk.store.edit import drop
from govdesk.store.query import table_of
from govdesk.store.workspace import Changes, Workspace
from govdesk.store.writing import insert_rows, new_id, note_settled, update_row
from govdesk.sweeping import unswept

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers

_STEP = 2000
Beside = Callable[[Session, int], None]
#: Rows that the user left out, as sheet key and place.
LeftOut = frozenset[tuple[str, int]]
_NO_CHANGE = (None, None)


@unswept()
def commit(
    workspace: Workspace,
    plan: ImportPlan | Sequence[ImportPlan],
    *,
    left_out: LeftOut | Sequence[LeftOut] = frozenset(),
    progress: Progress = silent,
    label: Message | None = None,
    beside: Beside | None = None,
    removed: Sequence[tuple[str, str]] = (),
) -> Changes | None:
    """Write what a plan says, or the plans of several files as one operation; None where there is nothing to write.

    Where much of what is here is written over, a backup is made first; without it nothing is written.

    Args:
        workspace: Where to.
        plan: What to write: its new and changed rows.
        left_out: Rows that the user left out, as sheet key and place; one set for each of several plans.
        progress: Told how far the writing has come; may raise `Cancelled`, which leaves nothing.
        label: What the operation is called, if not an import of these files.
        beside: Writes what belongs to it; called with the session and the number of the operation.
        removed: Register and id of the records that go with it.

    Raises:
        GovDeskError: `stale` where the workspace is no longer the one that was planned for; nothing is written.
    """
    plans = [plan] if isinstance(plan, ImportPlan) else list(plan)
    out = [left_out] * len(plans) if isinstance(left_out, frozenset) else list(left_out)
    done: list[Changes] = []
    taken = [(str(s.register), r) for p, o in zip(plans, out, strict=True) for s in p.included() for r in _taken(s, o)]
    if large_overwriting(workspace, taken, removed):
        back_up(workspace.path, workspace.id, "import", key=workspace.key, progress=progress)
    end = workspace.subscribe(done.append)
    names = [p.path.name for p, o in zip(plans, out, strict=True) if _brings(p, o)]
    words = Message(N_("Import {file}"), {"file": names[0] if names else ""})
    if len(names) > 1:
        words = Message(N_("Import {count} files: {files}"), {"count": len(names), "files": ", ".join(names)})
    try:
        with workspace.write(label or words, source=", ".join(names)) as session:
            _refuse_stale(session, plans)
            _Writer(session, workspace.registers, plans, out, progress).write()
            for code in sorted({code for code, _ in removed}):
                drop(session, workspace.registers, code, [i for c, i in removed if c == code])
            if beside is not None:
                number = session.connection().exec_driver_sql("SELECT id FROM current_operation").scalar()
                beside(session, int(number or 0))
    finally:
        end()
    return done[0] if done else None


def _taken(sheet: SheetPlan, left_out: LeftOut) -> Iterator[RowPlan]:
    """Yield the rows of a sheet that are written."""
    return (r for r in sheet.rows if r.is_writable and (sheet.choice.key, r.place) not in left_out)


def _brings(plan: ImportPlan, left_out: LeftOut) -> bool:
    return any(any(True for _ in _taken(sheet, left_out)) for sheet in plan.included())


def _refuse_stale(session: Session, plans: Sequence[ImportPlan]) -> None:
    """Stop where anything was written since the plans were made, apart from the operation that this write began."""
    statement = "SELECT coalesce(sum(id), 0) FROM operation WHERE id < (SELECT max(id) FROM operation)"
    last = session.connection().exec_driver_sql(statement).scalar()
    if any(p.operation != last for p in plans):
        text = N_(
            "The workspace was changed since the plan was made. Nothing was imported; look at the new plan first."
        )
        raise GovDeskError(text, code="stale")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A record that a link names: how it is written, whose it is, and where the name stands."""

    name: str
    project: Any
    origin: str


class _Writer:
    def __init__(
        self,
        session: Session,
        registers: Registers,
        plans: Sequence[ImportPlan],
        left_out: Sequence[LeftOut],
        progress: Progress,
    ) -> None:
        self._session = session
        self._registers = registers
        self._progress = progress
        self._made: dict[tuple[str, str], str] = {}
        self._links: dict[int, str] = {}
        self._several = sum(_brings(p, o) for p, o in zip(plans, left_out, strict=True)) > 1
        self._sheets = [
            (sheet, list(_taken(sheet, out)))
            for plan, out in zip(plans, left_out, strict=True)
            for sheet in plan.included()
        ]
        self._join(plans)
        self._total = sum(len(rows) for _, rows in self._sheets)
        self._done = 0

    def _join(self, plans: Sequence[ImportPlan]) -> None:
        """Let a row that adds to a record of another file make it, where that file's own row was left out."""
        made = {r.id for _, rows in self._sheets for r in rows if r.status == "new" and r.id}
        lost = {r.id for p in plans for s in p.sheets for r in s.rows if r.status == "new" and r.id} - made
        for number, (sheet, rows) in enumerate(self._sheets) if lost else ():
            self._sheets[number] = (sheet, [replace(r, status="new") if r.id in lost else r for r in rows])

    def write(self) -> None:
        """Write everything, the links' own records first."""
        ids = {id(r): r.id or self._new_id(s, r) for s, rows in self._sheets for r in rows if r.status == "new"}
        wanted = self._wanted(ids)
        self._name_rows(ids, wanted.keys())
        for code in sorted(wanted, key=lambda c: self._registers[c].in_project):
            self._make(self._registers[code], wanted[code])
        for sheet, rows in self._sheets:
            new = [r for r in rows if r.status == "new"]
            for start in range(0, len(new), _STEP):
                self._insert(sheet, new[start : start + _STEP], ids)
            for row in rows:
                if row.status != "new" and (row.changes or row.extra):
                    self._update(sheet, row)
            self._settle(sheet, rows)
            if rows:
                remember(self._session, sheet)

    def _new_id(self, sheet: SheetPlan, row: RowPlan) -> str:
        veil = self._registers[str(sheet.register)].veil
        return new_id(nameless=veil is not None and veil.covers(row.values))

    def _wanted(self, ids: Mapping[int, str]) -> dict[str, dict[str, _Wanted]]:
        """Return, by register and folded name, the records that links name."""
        wanted: dict[str, dict[str, _Wanted]] = {}
        for sheet, rows in self._sheets:
            links = [f.name for f in self._registers[str(sheet.register)].fields() if isinstance(f.kind, Link)]
            # Equal names of one column are one object: most are known by that already.
            met: set[int] = set()
            for row in rows:
                for name in links:
                    value = row.values.get(name) if row.status == "new" else row.changes.get(name, _NO_CHANGE)[1]
                    if type(value) is NewLink and id(value) not in met:
                        met.add(id(value))
                        found = _Wanted(value.name, self._project_of(sheet, row, ids), self._origin(sheet, row))
                        wanted.setdefault(value.register, {}).setdefault(fold(value.name), found)
        return wanted

    def _name_rows(self, ids: Mapping[int, str], codes: AbstractSet[str]) -> None:
        """Note the names of new rows that links of the same file may mean."""
        for sheet, rows in self._sheets:
            code = str(sheet.register)
            title = self._registers[code].about.title
            for row in rows if code in codes else ():
                name = row.values.get(title)
                if row.status == "new" and isinstance(name, str):
                    self._made.setdefault((code, fold(name)), ids[id(row)])

    def _project_of(self, sheet: SheetPlan, row: RowPlan, ids: Mapping[int, str]) -> Any:
        """Return the project of what a row's links make: the row's own, itself, or the one that the plan names."""
        own = (ids.get(id(row)) or row.id) if sheet.register == "project" else None
        return row.values.get("project") or own or sheet.project

    def _make(self, register: type[Register], wanted: Mapping[str, _Wanted]) -> None:
        """Make the records that only links name."""
        code, title = register.register_code(), register.about.title
        open_ = {name: w for name, w in wanted.items() if (code, name) not in self._made}
        rows = [{title: w.name, **self._home(register, w.project)} for w in open_.values()]
        made = insert_rows(self._session, register, rows, origins=[w.origin for w in open_.values()])
        self._made.update(zip([(code, name) for name in open_], made, strict=True))

    def _home(self, register: type[Register], project: Any) -> dict[str, Any]:
        return {"project": self._stored(project)} if register.in_project else {}

    def _stored(self, value: Any) -> Any:
        if not isinstance(value, NewLink):
            return value
        found = self._links.get(id(value))
        if found is None:
            found = self._links[id(value)] = self._made[value.register, fold(value.name)]
        return found

    def _insert(self, sheet: SheetPlan, rows: list[RowPlan], ids: Mapping[int, str]) -> None:
        register = self._registers[str(sheet.register)]
        links = [f.name for f in register.fields() if isinstance(f.kind, Link)]
        data = []
        for row in rows:
            values = {**row.values, "id": ids[id(row)]}
            for name in links:
                if type(value := values.get(name)) is NewLink:
                    values[name] = self._stored(value)
            if row.extra:
                values[EXTRA] = _as_json(tuple(row.extra.items()))
            data.append(values)
        insert_rows(self._session, register, data, origins=[self._origin(sheet, r) for r in rows])
        self._done += len(rows)
        self._progress(
            self._done, self._total, Message(N_("Saving {register}"), {"register": Message(register.about.plural)})
        )

    def _update(self, sheet: SheetPlan, row: RowPlan) -> None:
        register = self._registers[str(sheet.register)]
        values = {k: self._stored(new) for k, (_, new) in row.changes.items()}
        if row.extra:
            table = table_of(register)
            old = self._session.connection().execute(select(table.c.extra).where(table.c.id == row.id)).scalar()
            merged = {**(json.loads(old) if old else {}), **row.extra}
            values[EXTRA] = json.dumps(merged, ensure_ascii=False)
        update_row(self._session, register, str(row.id), values, origin=self._origin(sheet, row))
        self._done += 1
        if not self._done % _STEP:
            self._progress(self._done, self._total)

    def _settle(self, sheet: SheetPlan, rows: list[RowPlan]) -> None:
        """Note which value of each settled conflict was refused, so that the same sheet asks no second time."""
        kinds = {f.name: f.kind for f in self._registers[str(sheet.register)].fields()}
        found = [
            (sheet.register, row.id, name, *(dumped(kinds.get(name), v) for v in _outcome(row, name)))
            for row in rows
            for name in row.settled
        ]
        note_settled(self._session, found)

    def _origin(self, sheet: SheetPlan, row: RowPlan) -> str:
        place = f"{sheet.sheet} · {row.place}"
        return f"{sheet.file} · {place}" if self._several else place


@lru_cache(maxsize=4096)
def _as_json(items: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(dict(items), ensure_ascii=False)


def _outcome(row: RowPlan, name: str) -> tuple[Any, Any]:
    """Return the value of a settled conflict that was kept and the one that was refused."""
    conflict = row.conflicts[name]
    pair = (conflict.mine, conflict.theirs)
    return pair if row.settled[name] == MINE else pair[::-1]
