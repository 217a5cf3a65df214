"""What changed since the last report: the records that the journal has touched, and what became of them in short.

Nameless records have no place in the journal's order, and so are never marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.report.paper.made import Made


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a report.

    Args:
        last: The report before.
        numbers: The numbers of records made or changed since and still there, by register.
        made: How many of them are new, by register.
        removed: How many are gone, by register.
    """

    last: Made
    numbers: Mapping[str, frozenset[int]]
    made: Mapping[str, int]
    removed: Mapping[str, int]

    def has(self, register: str, number: int) -> bool:
        """Answer whether a record changed."""
        return number in self.numbers.get(register, ())

    @property
    def nothing(self) -> bool:
        """Whether nothing changed at all."""
        return not (any(self.numbers.values()) or any(self.removed.values()))


_TOUCHED = (
    "SELECT c.register, c.record, "
    "max(c.action = 'insert') AS made, max(c.action = 'delete') AS removed "
    "FROM change c JOIN operation o ON o.id = c.operation WHERE o.id > ?1 AND o.id > 0 "
    "AND o.state NOT IN ('undone', 'dropped') AND NOT (o.kind IN ('undo', 'redo') AND coalesce(o.target, 0) > ?1) "
    "GROUP BY c.register, c.record"
)


def changed_since(session: Session, registers: Registers, last: Made, project: str | None) -> Since:
    """Return what changed in a project since a report."""
    connection = session.connection()
    touched: dict[str, dict[str, bool]] = {}
    for register, record, made, _ in connection.exec_driver_sql(_TOUCHED, (last.operation,)):
        if register in registers:
            touched.setdefault(register, {})[record] = bool(made)
    numbers: dict[str, frozenset[int]] = {}
    new: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for code, ids in touched.items():
        if registers[code].about.title and not getattr(registers[code].about, "hidden", False):
            there = _there(session, registers, code, project)
            numbers[code] = frozenset(there[i] for i in ids if i in there)
            new[code] = sum(made for i, made in ids.items() if i in there)
            if project is None:
                gone[code] = sum(i not in there and not made for i, made in ids.items())
    return Since(last, numbers, new, gone)


def _there(session: Session, registers: Registers, code: str, project: str | None) -> dict[str, int]:
    register = registers[code]
    table = table_of(register)
    statement = table.select().with_only_columns(table.c.id, table.c.number).where(table.c.row > 0)
    if project and register.in_project:
        statement = statement.where(table.c.project == project)
    return {str(i): int(n or 0) for i, n in session.connection().execute(statement)}
