"""What the cells of a sheet held when it went out, as far as they changed here since: the common ancestor of a merge.

`three_way` asks; the journal answers, or the base values that the workbook itself brings along.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.fields.veil import monday
from govdesk.sheet.identity import is_same
from govdesk.sheet.plan_values import EXTRA, EXTRA_CELL, NewLink

if TYPE_CHECKING:
    from govdesk.fields.kind import Kind
    from govdesk.fields.register import Register

Sent = Mapping[str, Mapping[str, Any]]
_DAY = len("2026-11-16")
_NO_BASE: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a cell held when the sheet went out, and who changed it here last."""

    value: Any
    author: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """What a record that is no longer here held last, and who removed it."""

    values: Mapping[str, Any]
    extra: Mapping[str, str]
    author: str
    at: datetime


def operation_of(session: Session, mark: str) -> int | None:
    """Return the number here of the operation that a sheet's hidden header names; None where nobody here knows it.

    For a sheet that went out from a copy merged since, it is the last operation that both copies shared.
    """
    if mark.isdigit():
        return int(mark)
    statement = (
        "SELECT coalesce(m.target, o.id) FROM operation o LEFT JOIN operation m ON m.id = o.bringer "
        "WHERE o.uid = ? AND coalesce(m.state, 'done') = 'done'"
    )
    found = session.connection().exec_driver_sql(statement, (mark,)).scalar()
    return None if found is None else int(found)


def dumped(kind: Kind | None, value: Any) -> str:
    """Return a value as the journal keeps what was refused: JSON that is the same whenever the value is."""
    if isinstance(value, NewLink):
        return json.dumps({"name": value.name}, ensure_ascii=False)
    return json.dumps(kind.dump(value) if kind is not None else value, ensure_ascii=False, sort_keys=True, default=str)


class Bases:
    """The bases of one register's records.

    Args:
        session: A reading session.
        register: The register.
        operation: The last operation that the sheet knows of; None where nobody knows. Whether a veiled one came before it
            is told nowhere but by its week: those of its own week count as later, so that nothing is overwritten unasked.
        sent: What the workbook says was sent out, by record and field, where it does.
    """

    def __init__(
        self, session: Session, register: type[Register], operation: int | None, sent: Sent | None = None
    ) -> None:
        self._session = session
        self._code = register.register_code()
        self._kinds = {f.name: f.kind for f in register.fields()}
        self._operation = operation
        self._sent = sent or _NO_BASE
        self._found: dict[str, dict[str, Earlier]] | None = None
        self._refused: dict[tuple[str, str], set[str]] | None = None
        self._removed: dict[str, Removed] | None = None

    def earlier(self, record: str, name: str, mine: Any) -> Earlier | None:
        """Return what a cell held at first; None where it did not change here since, or nobody can tell.

        Args:
            record: The record's id.
            name: A field, or `EXTRA_CELL` with the heading of an extra column.
            mine: What the cell holds now.
        """
        sent = self._sent.get(record, _NO_BASE)
        past: Earlier | None
        if name in sent:
            past = Earlier(sent[name])
            told = self._journal().get(record, _NO_BASE).get(_column(name))
            past = Earlier(sent[name], told.author, told.at) if told is not None else past
        elif name.startswith(EXTRA_CELL):
            past = self._journal().get(record, _NO_BASE).get(EXTRA)
            past = past and Earlier(past.value.get(name.removeprefix(EXTRA_CELL)), past.author, past.at)
        else:
            past = self._journal().get(record, _NO_BASE).get(name)
        return None if past is None or is_same(past.value, mine) else past

    def is_refused(self, record: str, name: str, value: Any) -> bool:
        """Answer whether a value was refused for a cell already, when the user settled a conflict since."""
        if self._refused is None:
            self._refused = {}
            statement = (
                "SELECT s.record, s.field, s.refused FROM settlement s JOIN operation o ON o.id = s.operation "
                "WHERE s.register = ? AND (s.operation > ? OR s.operation < 0) AND o.state IN ('done', 'brought')"
            )
            found = self._session.connection().exec_driver_sql(statement, (self._code, self._operation or 0))
            for identity, field, refused in found:
                self._refused.setdefault((identity, field), set()).add(refused)
        held = self._refused.get((record, name))
        return held is not None and dumped(self._kinds.get(name), value) in held

    def removed(self, record: str) -> Removed | None:
        """Return what a record held before it was removed here; None where it never was."""
        if self._removed is None:
            statement = (
                "SELECT c.record, c.old, o.author, o.at FROM change c JOIN operation o ON o.id = c.operation "
                "WHERE c.register = ? AND c.action = 'delete' ORDER BY c.id"
            )
            found = self._session.connection().exec_driver_sql(statement, (self._code,))
            self._removed = {identity: self._last(old, author, at) for identity, old, author, at in found}
        return self._removed.get(record)

    def _last(self, old: str, author: str, at: str) -> Removed:
        held = json.loads(old)
        values = {k: self._kinds[k].load(v) for k, v in held.items() if k in self._kinds}
        return Removed(values, _extra(held.get(EXTRA)), author, datetime.fromisoformat(at))

    def _week(self) -> str:
        """Return the Monday of the week in which the sheet's last operation was done; all that is veiled before is older."""
        asked = "SELECT at FROM operation WHERE id = ?"
        at = self._session.connection().exec_driver_sql(asked, (self._operation,)).scalar()
        # A day less, for the veil counts weeks by the clock of this place, and the operation by that of Greenwich.
        return monday(datetime.fromisoformat(at).date() - timedelta(days=1)).isoformat() if at else ""

    def _journal(self) -> dict[str, dict[str, Earlier]]:
        """Return, per record, the columns changed here since: the value before the first change, the author of the last."""
        if self._found is not None:
            return self._found
        self._found = {}
        if self._operation is None:
            return self._found
        statement = (
            "SELECT c.record, c.old, o.author, o.at, o.id FROM change c JOIN operation o ON o.id = c.operation "
            "WHERE c.register = ? AND (c.operation > ? OR c.operation < 0) AND c.action = 'update' ORDER BY c.id DESC"
        )
        rows = self._session.connection().exec_driver_sql(statement, (self._code, self._operation))
        week = self._week()
        for record, old, author, at, number in rows:
            if number < 0 and at[:_DAY] < week:
                continue
            cells = self._found.setdefault(record, {})
            when = datetime.fromisoformat(at)
            for name, value in json.loads(old).items():
                later = cells.get(name)
                who = (later.author, later.at) if later is not None else (author, when)
                loaded = (
                    _extra(value) if name == EXTRA else self._kinds[name].load(value) if name in self._kinds else value
                )
                cells[name] = Earlier(loaded, *who)
        return self._found


def _column(name: str) -> str:
    return EXTRA if name.startswith(EXTRA_CELL) else name


def _extra(text: str | None) -> dict[str, str]:
    return json.loads(text) if text else {}
