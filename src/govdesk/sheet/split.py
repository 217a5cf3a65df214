"""Who gets which rows: the records of several registers given to departments, owners or stakeholders.

The declarations say which field names them (`Field.recipients`); where a register has none of its own, the way leads
through a person to theirs: a risk goes to the department of its owner. What a matrix has at its side goes to who answers for
it there: a deliverable to who is accountable.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.fields.kinds import Link
from govdesk.fields.text import fold
from govdesk.sheet.package import Package, Part, Wanted, burden_of
from govdesk.store.query import Query, Record, records, rows, table_of

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers


@dataclass(frozen=True, slots=True)
class Split:
    """Records given to their recipients.

    Args:
        packages: One for each recipient, by name.
        without: How many records of each register have nobody to go to.
        withheld: How many of each register stay, because nobody may be told who spoke.
    """

    packages: tuple[Package, ...]
    without: Mapping[str, int]
    withheld: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Way:
    """How a record leads to its recipient: the register of those, and the fields to follow, none where it is one itself.

    Args:
        target: Code of the register of the recipients.
        steps: The fields to follow.
        matrix: The register whose records say who answers for this one, where the steps begin there.
    """

    target: str
    steps: tuple[Field, ...]
    matrix: type[Register] | None = None

    @property
    def tells_who(self) -> bool:
        """Whether going this way tells of the one who spoke."""
        return any(f.tells_who for f in self.steps)


def way_to(registers: Registers, register: type[Register], by: str) -> Way | None:
    """Return how the records of a register lead to departments, owners or stakeholders; None where they do not."""
    own = next((f for f in register.fields() if by in f.recipients), None)
    if own is not None:
        return _way(register, own)
    people = [f for f in register.fields() if f.recipients and isinstance(f.kind, Link)]
    for person in sorted(people, key=lambda f: "owner" not in f.recipients):
        assert isinstance(person.kind, Link)  # noqa: S101 - asked above
        target = registers[person.kind.target]
        further = next((f for f in target.fields() if by in f.recipients), None)
        if further is not None:
            rest = _way(target, further)
            return Way(rest.target, (person, *rest.steps))
    return _way_across(registers, register.register_code(), by)


def _way_across(registers: Registers, code: str, by: str) -> Way | None:
    """Return how what stands at the side of a matrix leads to who answers for it."""
    for other in registers.values():
        laid = other.about.matrix
        if laid is None or not laid.leads or getattr(other.field(laid.side).kind, "target", "") != code:
            continue
        for field in map(other.field, laid.top):
            if by in field.recipients and isinstance(field.kind, Link):
                return Way(field.kind.target, (field,), other)
    return None


def _way(register: type[Register], own: Field) -> Way:
    if isinstance(own.kind, Link):
        return Way(own.kind.target, (own,))
    return Way(register.register_code(), ())


def can_be_split(registers: Registers, by: str) -> list[str]:
    """Return the registers whose records have such recipients."""
    return [code for code, register in registers.items() if way_to(registers, register, by) is not None]


def split(session: Session, registers: Registers, wants: Sequence[Wanted], by: str, project: str | None) -> Split:
    """Give the records of registers to their recipients.

    Args:
        session: A reading session.
        registers: All registers.
        wants: What is wanted of each register.
        by: `department`, `owner` or `stakeholder`.
        project: Id of the only project, or None for all.
    """
    shares: dict[str, dict[Wanted, list[Record]]] = {}
    without: Counter[str] = Counter()
    withheld: Counter[str] = Counter()
    target = ""
    for want in wants:
        register = registers[want.register]
        way = way_to(registers, register, by)
        if way is None:
            continue
        target = way.target
        for record, recipient in _given(session, registers, register, way, project):
            if way.tells_who and register.is_nameless(record.values):
                withheld[want.register] += 1
            elif recipient is None:
                without[want.register] += 1
            else:
                shares.setdefault(recipient, {}).setdefault(want, []).append(record)
    packages = _packages(session, registers, target, shares, wants) if shares else ()
    return Split(tuple(packages), dict(without), dict(withheld))


def _given(
    session: Session, registers: Registers, register: type[Register], way: Way, project: str | None
) -> Iterator[tuple[Record, str | None]]:
    """Yield each record of a register and the id of its recipient."""
    code = register.register_code()
    further: dict[str, str | None] | None = None
    if len(way.steps) > 1:
        first, second = way.steps
        table = table_of(registers[getattr(first.kind, "target", "")])
        found = session.connection().execute(select(table.c.id, table.c[second.name]))
        further = {i: v for i, v in found}  # noqa: C416 - rows are pairs, not a mapping
    leading = _leading(session, way) if way.matrix is not None else None
    for record in records(session, registers, code, rows(session, registers, Query(code, project))):
        if leading is not None:
            yield record, leading.get(record.id)
            continue
        if not way.steps:
            yield record, record.id
            continue
        identity = record.values.get(way.steps[0].name)
        yield record, (further.get(identity) if further is not None and identity else identity)


def _leading(session: Session, way: Way) -> dict[str, str]:
    """Return who answers for what stands at the side of a matrix; of several, whose part was noted first."""
    assert way.matrix is not None  # noqa: S101 - asked by the caller
    laid = way.matrix.about.matrix
    assert laid is not None  # noqa: S101 - `way_to` found it by this
    table = table_of(way.matrix)
    side, who, mark = table.c[laid.side], table.c[way.steps[0].name], table.c[laid.cell]
    statement = select(side, who, mark).where(who.is_not(None), mark.in_(laid.leads)).order_by(table.c.number)
    found: dict[str, str] = {}
    for record, recipient, _ in sorted(session.connection().execute(statement), key=lambda r: laid.leads.index(r[2])):
        found.setdefault(record, recipient)
    return found


def _packages(
    session: Session,
    registers: Registers,
    target: str,
    shares: Mapping[str, Mapping[Wanted, Sequence[Record]]],
    wants: Sequence[Wanted],
) -> Iterator[Package]:
    """Yield one package for each person or department, those of one name in several projects as one."""
    known = _names(session, registers, target, list(shares))
    again = Counter((fold(name), home) for name, _, home in known.values())
    groups: dict[str, list[str]] = {}
    for identity, (name, _, home) in known.items():
        alone = again[fold(name), home] > 1 or not home
        groups.setdefault(identity if alone else fold(name), []).append(identity)
    for ids in sorted(groups.values(), key=lambda ids: (known[ids[0]][0].casefold(), ids[0])):
        parts = []
        for want in wants:
            found = [r for i in ids for r in shares[i].get(want, ())]
            if found:
                parts.append(Part(want, tuple(sorted(found, key=lambda r: r.number))))
        name, hint, home = known[ids[0]]
        namesake = again[fold(name), home] > 1
        yield Package(tuple(ids), name, tuple(parts), burden_of(registers, parts), hint if namesake else "")


def _names(
    session: Session, registers: Registers, target: str, ids: Sequence[str]
) -> dict[str, tuple[str, str, str | None]]:
    """Return name, business number and project of the recipients, by id."""
    register = registers[target]
    table = table_of(register)
    home = [table.c.project] if register.in_project else []
    title = table.c[register.about.title]
    statement = select(table.c.id, title, table.c.number, *home)
    wanted = set(ids)
    show = register.field("number").kind.show
    found = {}
    for identity, name, number, *project in session.connection().execute(statement):
        if identity in wanted:
            label = show(number, None)  # type: ignore[arg-type]
            found[identity] = (str(name or label), label, project[0] if project else None)
    return found
