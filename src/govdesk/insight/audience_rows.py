"""Which rows an audience gets: those of one unit, or counts by unit where rows are not listed.

A record belongs to the department that it names, else to that of the person whom it names as owner. What nameless people said
is nobody's own row. Counts of people and voices pass through the rule of small groups, by the same branches as every figure.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from govdesk.fields.kinds import Choice, Link
from govdesk.i18n import N_
from govdesk.insight.audience import of_people
from govdesk.insight.branch import branches_of
from govdesk.insight.small_group import Groups, Ledger
from govdesk.store.query import Query, rows, table_of
from govdesk.store.shown import shown_column

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers
    from govdesk.i18n import Language

_HIDDEN = "<5"
_UNIT, _PERSON = "department", "stakeholder"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The records of a register counted by unit: headings, then a line for each unit, then all together."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str | int, ...], ...]


def unit_field(register: type[Register], target: str = _UNIT) -> Field | None:
    """Return the field by which a record of a register belongs to a department, or else to a person."""
    found = [f for f in register.fields() if isinstance(f.kind, Link) and f.kind.target == target and not f.private]
    return next((f for f in found if f.recipients), found[0] if found else None)


def own_rows(session: Session, registers: Registers, query: Query, units: frozenset[str]) -> array[int]:
    """Return the rows of a view that belong to some departments; none where a register tells of nobody's."""
    register = registers[query.register]
    if query.register == _UNIT:
        table = table_of(register)
        own = set(session.connection().execute(select(table.c.row).where(table.c.id.in_(sorted(units)))).scalars())
    else:
        own = {row for row, unit in _homes(session, registers, register).items() if unit in units and row > 0}
    return array("q", (row for row in rows(session, registers, query) if row in own))


def _homes(session: Session, registers: Registers, register: type[Register]) -> dict[int, Any]:
    """Return the department of each row of a register, as far as it may be told."""
    table, direct = table_of(register), unit_field(register)
    person = unit_field(register, _PERSON)
    columns: list[ColumnElement[Any]] = [table.c.row]
    columns.append(shown_column(session, register, direct.name) if direct is not None else table.c.row)
    columns.append(table.c[person.name] if person is not None else table.c.row)
    people = table_of(registers[_PERSON])
    homes = dict(map(tuple, session.connection().execute(select(people.c.id, people.c.department))))
    found = {}
    for row, unit, who in session.connection().execute(select(*columns)):
        own = unit if direct is not None else None
        found[row] = own or (homes.get(who) if person is not None and row > 0 else None)
    return found


def compared(session: Session, registers: Registers, query: Query, lang: Language) -> Comparison:
    """Return the records of a view counted by unit and by their status, or by what else they tell apart."""
    register = registers[query.register]
    state = _state(register)
    terms = list(state.kind.vocabulary) if state is not None and isinstance(state.kind, Choice) else []
    codes = (*(t.code for t in terms), "")
    kept = set(rows(session, registers, query))
    table = table_of(register)
    column = shown_column(session, register, state.name) if state is not None else table.c.row
    states = dict(map(tuple, session.connection().execute(select(table.c.row, column)))) if terms else {}
    homes = _homes(session, registers, register)
    people = of_people(register)
    departments = table_of(registers[_UNIT])
    listed = session.connection().execute(select(departments.c.id, departments.c.name).order_by(departments.c.number))
    names: dict[str | None, str] = {i: str(n or "") for i, n in listed}
    branches = branches_of(session, registers, {homes.get(row) for row in kept}) if people else ()
    above = {unit: branch.id for branch in branches for unit in branch.departments}
    held: dict[str | None, dict[str, list[int]]] = {}
    for row in sorted(kept):
        home = above.get(homes.get(row) or "") if people else homes.get(row)
        code = states.get(row) or ""
        held.setdefault(home if home in names else None, {}).setdefault(code if code in codes else "", []).append(row)
    order = [unit for unit in (*names, None) if unit in held]
    titles = {**names, None: lang.gettext(N_("No department"))}
    used = [c for c in codes if any(c in held[u] for u in order)]
    counts = _counts(held, order, used, people=people)
    labels = {t.code: lang.gettext(t.label) for t in terms}
    words = [labels.get(c, lang.gettext(N_("Not stated"))) for c in used] if terms else []
    headings = (lang.gettext(N_("Unit")), lang.gettext(N_("Records")), *words)
    lines = [(titles[unit], *_cells(counts[place], terms=bool(terms))) for place, unit in enumerate(order)]
    lines.append((lang.gettext(N_("Total")), *_cells(counts[-1], terms=bool(terms))))
    return Comparison(headings, tuple(lines))


def _cells(counts: tuple[int | None, ...], *, terms: bool) -> list[str | int]:
    shown = (counts[-1], *counts[:-1]) if terms else (counts[-1],)
    return [_HIDDEN if n is None else n for n in shown]


def _counts(
    held: Mapping[str | None, Mapping[str, list[int]]], order: list[str | None], used: list[str], *, people: bool
) -> list[tuple[int | None, ...]]:
    """Return counts by unit and state, all together last on both sides; of people only what may be told."""
    if not people:
        lines: list[tuple[int | None, ...]] = []
        for unit in order:
            each = [len(held[unit].get(code, ())) for code in used]
            lines.append((*each, sum(each)))
        total = Counter({code: sum(len(held[u].get(code, ())) for u in order) for code in used})
        return [*lines, (*(total[c] for c in used), total.total())]
    places = {row: n for n, row in enumerate(r for unit in order for rs in held[unit].values() for r in rs)}
    cells = {
        (i, j): sum(1 << places[r] for r in held[unit].get(code, ()))
        for i, unit in enumerate(order)
        for j, code in enumerate(used)
    }
    groups = Groups(tuple(str(u) for u in order), tuple(used), cells)
    return list(Ledger().publish(groups, (1 << len(places)) - 1).counts)


def _state(register: type[Register]) -> Field | None:
    """Return the choice by which records are told apart: their status, else the first that is not private."""
    found = [f for f in register.fields() if isinstance(f.kind, Choice) and not f.private]
    return next((f for f in found if f.name == "status"), found[0] if found else None)
