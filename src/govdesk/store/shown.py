"""What may be shown of nameless records: fields that would single a person out only where five share them.

Every query, filter, sort, search, count and export reads a register through these conditions, and so do the figures. What
is hidden counts as blank on every path alike, so that no two of them can be held against each other.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, case, func, null, select
from sqlalchemy.orm import Session

from govdesk.fields.veil import SMALLEST

if TYPE_CHECKING:
    from sqlalchemy import Table

    from govdesk.fields.register import Register

Key = tuple[Any, ...]
#: Set in the `info` of a session that compares records with a sheet: it gets true values, and shows none that are hidden.
COMPARES = "compares"
#: Where in a row the telling values begin, after its key and its project.
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Hidden:
    """The nameless rows of which something is hidden: how many of their telling fields are shown, by row key."""

    telling: tuple[str, ...] = ()
    depths: Mapping[int, int] = field(default_factory=dict)
    listed: tuple[str, ...] = ()

    def names(self, row: int) -> tuple[str, ...]:
        """Return the fields of a row that are hidden."""
        return self.telling[self.depths[row] :] if row in self.depths else ()

    def condition(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool] | None:
        """Return the condition that a field is hidden, over the column of row keys; None where it never is."""
        if name not in self.telling or not self.depths:
            return None
        keys = func.json_each(self.listed[self.telling.index(name)]).table_valued("value")
        return column.in_(select(keys.c.value))


_NOTHING = Hidden()


def hidden(session: Session, register: type[Register]) -> Hidden:
    """Return what is hidden of a register's records; nothing in a writing session, which sees all."""
    veil = register.veil
    if veil is None or session.info.get("bare"):
        return _NOTHING
    connection = session.connection()
    memory = session.info.get("memory")
    state = (connection.exec_driver_sql("PRAGMA data_version").scalar(), memory.writes if memory is not None else None)
    held: dict[str, tuple[Any, Hidden]] = connection.info.setdefault("hidden", {})
    code = register.register_code()
    known = held.get(code)
    if known is None or known[0] != state or state[1] is None:
        table: Table = register.__table__  # type: ignore[assignment]
        columns = (table.c.row, table.c.project, *(table.c[n] for n in veil.telling))
        found = connection.execute(select(*columns).where(table.c.row < 0))
        known = held[code] = state, hide(veil.telling, [tuple(r) for r in found])
    return known[1]


def hide(telling: Sequence[str], rows: Iterable[Key]) -> Hidden:
    """Return what is hidden of rows, so that what is shown of each is shown of five alike, and of five the rest is hidden.

    Args:
        telling: The fields that may single a person out, the one most worth showing first.
        rows: Row key, project and telling values of each nameless record.
    """
    projects: dict[Any, list[Key]] = defaultdict(list)
    for row in rows:
        projects[row[1]].append(row)
    depths: dict[int, int] = {}
    for members in projects.values():
        _refine(members, 0, depths)
    partly = {row: depth for row, depth in depths.items() if depth < len(telling)}
    listed = tuple(json.dumps([r for r, depth in partly.items() if depth <= i]) for i in range(len(telling)))
    return Hidden(tuple(telling), partly, listed)


def _refine(members: list[Key], depth: int, depths: dict[int, int]) -> None:
    """Split rows that share what is shown so far by the next field, where each part and the rest are five or nobody."""
    place = _FIRST + depth
    if place == len(members[0]):
        depths |= {row[0]: depth for row in members}
        return
    parts: dict[Any, list[Key]] = defaultdict(list)
    for row in members:
        parts[row[place]].append(row)
    rest = parts.pop(None, [])
    large = sorted((part for part in parts.values() if len(part) >= SMALLEST), key=len)
    rest += [row for part in parts.values() if len(part) < SMALLEST for row in part]
    lonely = depth > 0 or any(v is not None for row in rest for v in row[place:])
    while lonely and 0 < len(rest) < SMALLEST and large:
        rest += large.pop(0)
    if len(rest) >= SMALLEST and all(row[place] is None for row in rest):
        large.append(rest)
    else:
        depths |= {row[0]: depth for row in rest}
    for part in large:
        _refine(part, depth + 1, depths)


def shown_column(session: Session, register: type[Register], name: str) -> ColumnElement[Any]:
    """Return a column as it may be shown: blank where it would single somebody out."""
    table: Table = register.__table__  # type: ignore[assignment]
    column: Column[Any] = table.c[name]
    away = hidden(session, register).condition(table.c.row, name)
    return column if away is None else case((away, null()), else_=column)
