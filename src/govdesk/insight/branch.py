"""The departments under which figures about people are told: those that stand highest, each with all below it.

Every figure groups by the same ones, so that no two of them can be held against each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Branch:
    """One row of the heat map: a department with all that stand below it; empty where none is named."""

    id: str
    name: str
    departments: tuple[str, ...]


def branches_of(session: Session, registers: Registers, used: AbstractSet[str | None]) -> tuple[Branch, ...]:
    """Return the departments that stand highest and hold voices; below one that holds most of them, those one step lower."""
    t = table_of(registers["department"])
    found = session.connection().execute(select(t.c.id, t.c.name, t.c.parent)).all()
    above, names = {r[0]: r[2] for r in found}, {r[0]: r[1] for r in found}
    paths = {d: _path(d, above) for d in used if d is not None and d in names}
    beneath = Counter(path[0] for path in paths.values())
    split = {root for root, count in beneath.items() if count > len(paths) / 2}
    gathered: dict[str, list[str]] = defaultdict(list)
    for department, path in paths.items():
        gathered[path[min(int(path[0] in split), len(path) - 1)]].append(department)
    made = sorted((Branch(i, names[i] or "", tuple(below)) for i, below in gathered.items()), key=lambda b: b.name)
    return (*made, Branch("", "", ("",))) if used - set(paths) else tuple(made)


def _path(department: str, above: Mapping[str, str | None]) -> list[str]:
    path = [department]
    while (parent := above.get(path[0])) and parent in above and parent not in path:
        path.insert(0, parent)
    return path
