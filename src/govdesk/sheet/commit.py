"""A plan carried out: all of its rows as one operation, with the file, the sheet and the row each came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.text import fold
from govdesk.i18n import N_, Message
from govdesk.progress import Progress, silent
from govdesk.sheet.plan_values import EXTRA, IDENTITY, ImportPlan, NewLink, RowPlan, SheetPlan
from govdesk.store.query import table_of
from govdesk.store.workspace import Changes, Workspace
from govdesk.store.writing import insert_rows, new_id, update_row

if TYPE_CHECKING:
    from govdesk.fields.register import Registers

_STEP = 2000


def commit(
    workspace: Workspace,
    plan: ImportPlan,
    *,
    left_out: frozenset[tuple[str, int]] = frozenset(),
    progress: Progress = silent,
) -> Changes | None:
    """Write what a plan says; None where there is nothing to write.

    Args:
        workspace: Where to.
        plan: What to write: its new and changed rows.
        left_out: Rows that the user left out, as sheet key and place.
        progress: Told how far the writing has come; may raise `Cancelled`, which leaves nothing.
    """
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    label = Message(N_("Import {file}"), {"file": plan.path.name})
    try:
        with workspace.write(label, source=plan.path.name) as session:
            _Writer(session, workspace.registers, plan, left_out, progress).write()
    finally:
        end()
    return done[0] if done else None


class _Writer:
    def __init__(
        self,
        session: Session,
        registers: Registers,
        plan: ImportPlan,
        left_out: frozenset[tuple[str, int]],
        progress: Progress,
    ) -> None:
        self._session = session
        self._registers = registers
        self._progress = progress
        self._made: dict[tuple[str, str], str] = {}
        self._sheets = [
            (
                sheet,
                [
                    r
                    for r in sheet.rows
                    if r.status in ("new", "changed") and (sheet.choice.key, r.place) not in left_out
                ],
            )
            for sheet in plan.included()
        ]
        self._total = sum(len(rows) for _, rows in self._sheets)
        self._done = 0

    def write(self) -> None:
        """Write everything, the links' own records first."""
        ids = self._name_new_rows()
        self._make_links()
        for sheet, rows in self._sheets:
            new = [r for r in rows if r.status == "new"]
            for start in range(0, len(new), _STEP):
                self._insert(sheet, new[start : start + _STEP], ids)
            for row in rows:
                if row.status == "changed":
                    self._update(sheet, row)
            if rows:
                self._remember(sheet)

    def _name_new_rows(self) -> dict[int, str]:
        ids: dict[int, str] = {}
        for sheet, rows in self._sheets:
            code = str(sheet.register)
            title = self._registers[code].about.title
            for row in rows:
                if row.status == "new":
                    ids[id(row)] = new_id()
                    name = row.values.get(title)
                    if isinstance(name, str):
                        self._made.setdefault((code, fold(name)), ids[id(row)])
        return ids

    def _make_links(self) -> None:
        wanted: dict[tuple[str, str], tuple[NewLink, Any]] = {}
        for _, rows in self._sheets:
            for row in rows:
                source = row.values if row.status == "new" else {k: new for k, (_, new) in row.changes.items()}
                for value in source.values():
                    if isinstance(value, NewLink):
                        wanted.setdefault((value.register, fold(value.name)), (value, row.values.get("project")))
        for order in (False, True):
            for key, (link, project) in wanted.items():
                if key in self._made or self._registers[link.register].in_project is not order:
                    continue
                self._made[key] = self._make(link, project)

    def _make(self, link: NewLink, project: Any) -> str:
        register = self._registers[link.register]
        values: dict[str, Any] = {register.about.title: link.name}
        if register.in_project:
            values["project"] = self._stored(project)
        return insert_rows(self._session, register, [values])[0]

    def _stored(self, value: Any) -> Any:
        return self._made[value.register, fold(value.name)] if isinstance(value, NewLink) else value

    def _insert(self, sheet: SheetPlan, rows: list[RowPlan], ids: Mapping[int, str]) -> None:
        register = self._registers[str(sheet.register)]
        data = []
        for row in rows:
            values = {k: self._stored(v) for k, v in row.values.items()}
            values["id"] = ids[id(row)]
            if row.extra:
                values[EXTRA] = json.dumps(row.extra, ensure_ascii=False)
            data.append(values)
        insert_rows(self._session, register, data, origins=[_origin(sheet, r) for r in rows])
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
        update_row(self._session, register, str(row.id), values, origin=_origin(sheet, row))
        self._done += 1
        if not self._done % _STEP:
            self._progress(self._done, self._total)

    def _remember(self, sheet: SheetPlan) -> None:
        mapping = {c.heading: c.field for c in sheet.columns if c.field != IDENTITY}
        if not sheet.fingerprint or sheet.shape == "matrix":
            return
        self._session.connection().exec_driver_sql(
            "INSERT INTO layout (fingerprint, mapping, used) VALUES (?, ?, ?) "
            "ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, used = excluded.used",
            (
                sheet.fingerprint,
                json.dumps(mapping, ensure_ascii=False),
                datetime.now(UTC).isoformat(timespec="seconds"),
            ),
        )


def _origin(sheet: SheetPlan, row: RowPlan) -> str:
    return f"{sheet.sheet} · {row.place}"
