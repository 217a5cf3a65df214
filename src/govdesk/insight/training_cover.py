"""Training by role and module: of those who need it, how many came, were assessed, and passed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from govdesk.store.query import Query, records, rows

if TYPE_CHECKING:
    from govdesk.fields.register import Registers


@dataclass(frozen=True, slots=True)
class Cover:
    """The courses of one role in one module, added up."""

    planned: int
    attended: int
    assessed: int
    passed: int
    numbers: tuple[int, ...]

    @property
    def share(self) -> float | None:
        """The share of the planned who passed; None where nobody is planned."""
        return min(1.0, self.passed / self.planned) if self.planned else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Roles, modules, and the courses where the two meet; what has no course is a hole."""

    roles: tuple[str, ...]
    modules: tuple[str, ...]
    cells: dict[tuple[str, str], Cover]


def coverage(session: Session, registers: Registers, query: Query) -> Coverage:
    """Return the training of a query by role and module, both in the order in which they first occur."""
    cells: dict[tuple[str, str], Cover] = {}
    roles, modules = dict[str, None](), dict[str, None]()
    for one in records(session, registers, "training", rows(session, registers, query)):
        v = one.values
        key = (v["audience"] or one.names.get("department", ""), v["module"] or "")
        roles[key[0]], modules[key[1]] = None, None
        old = cells.get(key, Cover(0, 0, 0, 0, ()))
        cells[key] = Cover(
            old.planned + (v["planned"] or 0),
            old.attended + (v["attended"] or 0),
            old.assessed + (v["assessed"] or 0),
            old.passed + (v["passed"] or 0),
            (*old.numbers, one.number),
        )
    return Coverage(tuple(roles), tuple(modules), cells)
