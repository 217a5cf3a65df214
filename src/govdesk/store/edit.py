"""Edits by hand: one record made, changed or removed, checked first and named in the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, null, or_, select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.fields.kind import Invalid, Lookup
from govdesk.fields.kinds import Choice, Flag, Link, Serial
from govdesk.fields.text import fold
from govdesk.i18n import N_, Message, language
from govdesk.store.query import Record, find, like, select_records, table_of
from govdesk.store.workspace import Changes, Workspace
from govdesk.store.writing import insert_rows, update_row

if TYPE_CHECKING:
    from govdesk.fields.field import Field
    from govdesk.fields.register import Register, Registers

_SHORT = 24


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a typed name may mean, with a word that tells it from its namesakes."""

    id: str
    title: str
    hint: Message | str


def validate(
    session: Session, registers: Registers, code: str, values: Mapping[str, Any], identity: str | None = None
) -> list[tuple[str, Invalid]]:
    """Return what is wrong with a record's values: field name and why.

    What was wrong with an old record before is not held against a change of its other fields.

    Args:
        session: Any session.
        registers: All registers.
        code: The record's register.
        values: All values for a new record; the changed ones for an old one.
        identity: The id of an old record.
    """
    register = registers[code]
    old = find(session, registers, code, identity) if identity else None
    whole = register.turned(old.values if old else {}, values)
    problems: list[tuple[str, Invalid]] = []
    for declared in register.fields():
        value = whole.get(declared.name)
        if declared.required and value in (None, "") and (old is None or declared.name in values):
            message = Message(N_("{field} is needed."), {"field": Message(declared.label)})
            problems.append((declared.name, Invalid("required", message)))
        elif isinstance(value, Invalid):
            problems.append((declared.name, value))
    known = {(name, problem.code) for name, problem in register.check(old.values)} if old else set()
    problems += [(n, p) for n, p in register.check(whole) if n in values or (n, p.code) not in known]
    problems += register.check_turn(old.values, whole) if old else ()
    if identity and (circle := _circle(session, register, values, identity)):
        problems.append(circle)
    return problems


def _circle(
    session: Session, register: type[Register], values: Mapping[str, Any], identity: str
) -> tuple[str, Invalid] | None:
    table = table_of(register)
    for declared in register.fields():
        if not isinstance(declared.kind, Link) or not declared.kind.tree:
            continue
        above, seen = values.get(declared.name), set()
        while above and above not in seen:
            if above == identity:
                return declared.name, Invalid("circle", Message(N_("A record cannot stand below itself.")))
            seen.add(above)
            above = session.connection().execute(select(table.c[declared.name]).where(table.c.id == above)).scalar()
    return None


def _refuse_invalid(problems: Sequence[tuple[str, Invalid]]) -> None:
    if problems:
        raise GovDeskError(problems[0][1].message, code="invalid")


def create(workspace: Workspace, code: str, values: Mapping[str, Any], label: Message | None = None) -> str:
    """Make a record and return its id.

    Raises:
        GovDeskError: `invalid`.
    """
    register = workspace.registers[code]
    title = Message(
        N_("New: {register} {record}"), {"register": Message(register.about.label), "record": _title(register, values)}
    )
    with workspace.write(label or title) as session:
        _refuse_invalid(validate(session, workspace.registers, code, values))
        return insert_rows(session, register, [values])[0]


def _title(register: type[Register], values: Mapping[str, Any]) -> str:
    if isinstance(register.field(register.about.title).kind, Link):
        return ""
    return _short(str(values.get(register.about.title) or ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"


def change(
    workspace: Workspace, code: str, ids: Sequence[str], values: Mapping[str, Any], reason: str = ""
) -> Changes | None:
    """Set fields of records to values; None where nothing differs.

    Raises:
        GovDeskError: `invalid`, or `gone` where no such record is left.
    """
    with workspace.read() as session:
        first = find(session, workspace.registers, code, ids[0]) if ids else None
        if first is None:
            raise GovDeskError(N_("This record is no longer there; another operation removed it."), code="gone")
        label = _change_label(session, workspace.registers, first, values, len(ids), reason)
    return change_many(workspace, code, dict.fromkeys(ids, values), label=label)


def _change_label(
    session: Session, registers: Registers, record: Record, values: Mapping[str, Any], many: int, reason: str
) -> Message:
    register = registers[record.register]
    names = [register.field(n) for n in values if n != "extra"]
    args: dict[str, Any] = {"record": _short(record.title(register)), "count": many, "reason": reason}
    args["field"] = Message(names[0].label) if names else Message(N_("Extra columns"))
    if many > 1:
        return Message(N_("{field} of {count} records"), args)
    if len(names) == 1:
        args["value"] = _value_words(session, registers, names[0], values[names[0].name])
        text = N_("{field} of {record} to {value} ({reason})") if reason else N_("{field} of {record} to {value}")
        return (
            Message(text, args)
            if values[names[0].name] is not None
            else Message(N_("{field} of {record} cleared"), args)
        )
    return Message(N_("Edit of {record}"), args)


def _value_words(session: Session, registers: Registers, shown: Field, value: Any) -> Message | str:
    if value is None or isinstance(value, Invalid):
        return ""
    if isinstance(shown.kind, Choice) and value in shown.kind.vocabulary:
        return Message(shown.kind.vocabulary[value].label)
    if isinstance(shown.kind, Flag):
        return Message(N_("Yes") if value else N_("No"))
    if isinstance(shown.kind, Link):
        target = find(session, registers, shown.kind.target, value)
        return _short(target.title(registers[shown.kind.target])) if target else ""
    return _short(shown.kind.show(value, language("en")))


def change_many(
    workspace: Workspace,
    code: str,
    changes: Mapping[str, Mapping[str, Any]],
    creates: Sequence[Mapping[str, Any]] = (),
    label: Message | None = None,
) -> Changes | None:
    """Change and make several records as one operation, all or none; None where nothing differs.

    Raises:
        GovDeskError: `invalid`.
    """
    register = workspace.registers[code]
    words = label or Message(N_("Paste into {register}"), {"register": Message(register.about.plural)})
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    try:
        with workspace.write(words) as session:
            for identity, values in changes.items():
                _refuse_invalid(validate(session, workspace.registers, code, values, identity))
                update_row(session, register, identity, values)
            for values in creates:
                _refuse_invalid(validate(session, workspace.registers, code, values))
            insert_rows(session, register, creates)
    finally:
        end()
    return done[0] if done else None


def create_all(workspace: Workspace, made: Sequence[tuple[str, Mapping[str, Any]]], label: Message) -> list[str]:
    """Make records of several registers as one operation, all or none; return their ids in order.

    Args:
        workspace: Where to.
        made: Register code and values of each; a record that others of them link to brings its own `id` and comes first.
        label: What the operation is called.

    Raises:
        GovDeskError: `invalid`.
    """
    ids = []
    with workspace.write(label) as session:
        for code, values in made:
            _refuse_invalid(validate(session, workspace.registers, code, values))
            ids += insert_rows(session, workspace.registers[code], [values])
    return ids


def rework(
    workspace: Workspace,
    code: str,
    label: Message,
    *,
    creates: Sequence[Mapping[str, Any]] = (),
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    removes: Sequence[str] = (),
) -> list[str]:
    """Make, change and delete records of a register as one operation, all or none; return the ids of the new ones.

    Raises:
        GovDeskError: `invalid`; `still_used`; `gone` where a record to change is no longer there.
    """
    register = workspace.registers[code]
    with workspace.write(label) as session:
        for identity, values in (changes or {}).items():
            if find(session, workspace.registers, code, identity) is None:
                raise GovDeskError(N_("This record is no longer there; another operation removed it."), code="gone")
            _refuse_invalid(validate(session, workspace.registers, code, values, identity))
            update_row(session, register, identity, values)
        if removes:
            drop(session, workspace.registers, code, list(removes))
        for values in creates:
            _refuse_invalid(validate(session, workspace.registers, code, values))
        return insert_rows(session, register, creates)


def change_each(workspace: Workspace, changes: Sequence[tuple[str, str, Mapping[str, Any]]], label: Message) -> None:
    """Change records of several registers as one operation, all or none.

    Args:
        workspace: Where to.
        changes: Register code, id and values of each.
        label: What the operation is called.

    Raises:
        GovDeskError: `invalid`; `gone` where a record is no longer there.
    """
    with workspace.write(label) as session:
        for code, identity, values in changes:
            if find(session, workspace.registers, code, identity) is None:
                raise GovDeskError(N_("This record is no longer there; another operation removed it."), code="gone")
            _refuse_invalid(validate(session, workspace.registers, code, values, identity))
            update_row(session, workspace.registers[code], identity, values)


def remove(workspace: Workspace, code: str, ids: Sequence[str]) -> Changes:
    """Delete records with the parts they own; links to them from elsewhere are emptied.

    Raises:
        GovDeskError: `still_used` where records that cannot be without them point to them; `gone`.
    """
    registers = workspace.registers
    with workspace.read() as session:
        first = find(session, registers, code, ids[0]) if ids else None
    if first is None:
        raise GovDeskError(N_("This record is no longer there; another operation removed it."), code="gone")
    args = {
        "record": _short(first.title(registers[code])),
        "count": len(ids),
        "register": Message(registers[code].about.plural),
    }
    label = Message(N_("Delete {record}") if len(ids) == 1 else N_("Delete {count} {register}"), args)
    done: list[Changes] = []
    end = workspace.subscribe(done.append)
    try:
        with workspace.write(label) as session:
            drop(session, registers, code, list(ids))
    finally:
        end()
    return done[0]


_BATCH = 30_000


def drop(session: Session, registers: Registers, code: str, ids: list[str]) -> None:
    """Delete records and all that is part of them; empty or refuse the links that point there from elsewhere."""
    doomed = with_parts(session, registers, code, ids)
    for target, gone in doomed.items():
        for register, link in registers.links_to(target):
            left = [
                i for i in pointing(session, register, link, gone) if i not in doomed.get(register.register_code(), ())
            ]
            if left and (link.required or link.key):
                text = N_("{register} still point to it ({count}). Give them to another first; nothing was deleted.")
                names = {"count": len(left), "register": Message(register.about.plural)}
                raise GovDeskError(text, code="still_used", **names)
            table = table_of(register)
            for batch in _batches(left):
                session.connection().execute(table.update().where(table.c.id.in_(batch)).values({link.name: None}))
    for target, gone in doomed.items():
        table = table_of(registers[target])
        for batch in _batches(gone):
            session.connection().execute(table.delete().where(table.c.id.in_(batch)))


def with_parts(session: Session, registers: Registers, code: str, ids: Iterable[str]) -> dict[str, dict[str, None]]:
    """Return the ids to delete by register, in order: the records, what they own, what that owns."""
    doomed: dict[str, dict[str, None]] = {}
    waiting = [(code, dict.fromkeys(ids))]
    while waiting:
        target, fresh = waiting.pop()
        known = doomed.setdefault(target, {})
        fresh = {i: None for i in fresh if i not in known}
        known.update(fresh)
        for register, link in registers.links_to(target) if fresh else ():
            if isinstance(link.kind, Link) and link.kind.owner:
                waiting.append((register.register_code(), dict.fromkeys(pointing(session, register, link, fresh))))
    return doomed


def pointing(session: Session, register: type[Register], link: Field, ids: Iterable[str]) -> list[str]:
    """Return the ids of the records of a register that point to some records by a link."""
    table = table_of(register)
    found: list[str] = []
    for batch in _batches(ids):
        statement = select(table.c.id).where(table.c[link.name].in_(batch))
        found += session.connection().execute(statement).scalars()
    return found


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    rest = list(ids)
    for start in range(0, len(rest), _BATCH):
        yield rest[start : start + _BATCH]


def resolve(session: Session, registers: Registers, lookup: Lookup, project: str | None) -> str | None:
    """Return the id of the record that a name means: an id, a business number, or a title; None where none or several do."""
    register = registers[lookup.target]
    table = table_of(register)
    number = Serial(register.about.prefix).read(lookup.text)
    if isinstance(number, int):
        found = session.connection().execute(select(table.c.id).where(table.c.number == number)).scalar()
        if found:
            return str(found)
    column = table.c[register.about.title]
    home = table.c.project if register.in_project else null()
    likely = or_(column.ilike(_pattern(lookup.text), escape="\\"), table.c.id == lookup.text)
    statement = select(table.c.id, column, home).where(likely)
    wanted = fold(lookup.text)
    found = session.connection().execute(statement).all()
    same = [r for r in found if r[0] == lookup.text] or [r for r in found if fold(r[1] or "") == wanted]
    near = [r for r in same if r[2] == project] or same
    return str(near[0][0]) if len(near) == 1 else None


def _pattern(text: str) -> str:
    first = fold(text)[:1]
    return f"%{first}%" if first.isalnum() else "%"


def candidates(
    session: Session, registers: Registers, target: str, text: str, project: str | None, limit: int = 30
) -> list[Candidate]:
    """Return the records that a typed text may mean, those of the project first, by name or pinyin initials."""
    register = registers[target]
    table = table_of(register)
    title = table.c[register.about.title]
    words = []
    for word in text.split():
        parts = [like(title, word)]
        if word.isascii():
            parts += [like(c, word.lower()) for c in table.c if "derived" in c.info]
        words.append(or_(*parts))
    own = [case((table.c.project == project, 0), else_=1)] if project and register.in_project else []
    if ended := register.about.ended:
        own.insert(0, case((table.c[ended] <= date.today(), 1), else_=0))
    statement = select(table.c.id).where(*words).order_by(*own, func.length(title), title).limit(limit)
    ids = session.connection().execute(statement).scalars().all()
    found = {r.id: r for r in select_records(session, registers, target, table.c.id.in_(ids))}
    return [Candidate(i, found[i].title(register), _hint(register, found[i])) for i in ids]


def _hint(register: type[Register], record: Record) -> Message | str:
    ended = record.values.get(register.about.ended)
    if ended and ended <= date.today():
        return Message(
            N_("{field} {date}"),
            {"field": Message(register.field(register.about.ended).label), "date": ended.isoformat()},
        )
    shown = (record.names.get(f.name) for f in register.fields() if isinstance(f.kind, Link) and f.name != "project")
    return next((n for n in shown if n), "") or f"{register.about.prefix}-{record.number:04d}"
