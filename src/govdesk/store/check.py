"""Looks whether a workspace is sound: its pages and links, whether its history tells exactly what it holds, what lies beside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.store import check_file
from govdesk.store.chain import found as found_in_chain
from govdesk.store.chain import verify
from govdesk.store.finding import Finding
from govdesk.store.query import table_of

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers
    from govdesk.store.workspace import Workspace

_ALL_AT_ONCE = 20_000
#: How many operations are named at most.
_NAMED = 10


def check(workspace: Workspace) -> list[Finding]:
    """Look at everything that must hold in a workspace; nothing is changed."""
    with workspace.read() as session:
        return [
            _pages(session),
            _links(session),
            _operations(session),
            *_chain(session),
            *(_history(session, register) for register in workspace.registers.values()),
            _required(session, workspace.registers),
            *check_file.nameless(session, workspace.registers),
            check_file.drafts(session, workspace.registers),
            check_file.password(workspace),
            check_file.place(workspace),
            check_file.all_backups(workspace),
        ]


def _all(session: Session, statement: str, values: tuple[Any, ...] = ()) -> Sequence[Any]:
    return session.connection().exec_driver_sql(statement, values).fetchall()


def _pages(session: Session) -> Finding:
    told = [str(r[0]) for r in _all(session, "PRAGMA integrity_check(1)")]
    if told == ["ok"]:
        return Finding("pages", True, Message(N_("The file hangs together.")))
    text = N_("The file is damaged: {detail}. Open a backup or another copy of it.")
    return Finding("pages", False, Message(text, {"detail": told[0].splitlines()[-1] if told else "?"}))


def _links(session: Session) -> Finding:
    broken = _all(session, "PRAGMA foreign_key_check")
    if not broken:
        return Finding("links", True, Message(N_("Every link leads to a record.")))
    args = {"count": len(broken), "register": str(broken[0][0])}
    return Finding("links", False, Message(N_("{count} links lead nowhere, the first in {register}."), args))


def _operations(session: Session) -> Finding:
    orphans = _all(session, "SELECT DISTINCT operation FROM change WHERE operation NOT IN (SELECT id FROM operation)")
    statement = "SELECT id FROM operation o WHERE rows <> (SELECT count(*) FROM change WHERE operation = o.id) AND state <> 'brought'"
    miscounted = _all(session, statement)
    if not orphans and not miscounted:
        return Finding(
            "operations", True, Message(N_("Every change belongs to an operation, and each counts its rows."))
        )
    text = N_("The history has gaps: {orphans} operations are missing, {miscounted} have lost rows.")
    return Finding("operations", False, Message(text, {"orphans": len(orphans), "miscounted": len(miscounted)}))


def _chain(session: Session) -> Iterator[Finding]:
    """Answer whether the past is what was sealed, and say what that proves."""
    found = verify(session)
    args = {"count": found.count, "head": found.head}
    if found.broken is not None:
        text = N_(
            "From operation {number} on the history is not the chain that GovDesk wrote; it was changed outside GovDesk."
        )
        yield Finding("chain", False, Message(text, {**args, "number": found.broken}))
    if doubtful := {*found.altered, *found.missing}:
        listed = ", ".join(f"{n}" for n in sorted(doubtful)[:_NAMED]) + ("…" if len(doubtful) > _NAMED else "")
        text = N_(
            "{count} operations are not what was sealed of them, or are gone: {numbers}. They were changed outside GovDesk."
        )
        yield Finding("chain", False, Message(text, {"count": len(doubtful), "numbers": listed}))
    if found.ok:
        text = (
            N_("The history is one unbroken chain of {count} operations; its seal is {head}.")
            if found.count
            else N_("Nothing was done yet, so the history has no seal.")
        )
        yield Finding("chain", True, Message(text, args))
    if found.lightened:
        text = N_(
            "From {count} operations something was taken out within GovDesk, as when somebody is made nameless; their place in the chain is kept."
        )
        yield Finding("chain.lightened", True, Message(text, {"count": len(found.lightened)}))
    if found.count:
        text = N_(
            "The chain shows what was changed past GovDesk by somebody who did not make it anew. Who can write the file can also "
            "write a whole new chain: that shows only where the seal differs from one printed earlier in an export (“--seal”)."
        )
        yield Finding("chain.meaning", True, Message(text))


def sealed_at(session: Session, text: str) -> Finding:
    """Answer whether a printed seal stood in this history, and where."""
    number = found_in_chain(session, text)
    if number is None:
        words = N_(
            "The seal {seal} never stood in this history: it is another workspace, an older copy, or the past was written anew."
        )
        return Finding("seal", False, Message(words, {"seal": text}))
    later = int(_all(session, "SELECT count(*) FROM operation WHERE id > ?", (number,))[0][0])
    words = N_(
        "The seal {seal} stood at operation {number}; {count} came after it. Everything up to there is in the chain as it was then."
    )
    return Finding("seal", True, Message(words, {"seal": text, "number": number, "count": later}))


def _history(session: Session, register: type[Register]) -> Finding:
    """Answer whether each record is what its history tells, and none is missing."""
    code = register.register_code()
    args = {"register": Message(register.about.plural)}
    if odd := _untold(session, register, _doubtful(session, register)):
        text = N_("{register}: {count} records are not what their history tells; they were changed outside GovDesk.")
        return Finding(f"history.{code}", False, Message(text, {**args, "count": odd}))
    balance = "SELECT coalesce(sum((action = 'insert') - (action = 'delete')), 0) FROM change WHERE register = ?"
    told = int(_all(session, balance, (code,))[0][0])
    there = int(_all(session, f'SELECT count(*) FROM "{code}"')[0][0])  # noqa: S608 - own name
    if told != there:
        text = N_("{register}: the history tells of {told} records, {there} are there.")
        return Finding(f"history.{code}", False, Message(text, {**args, "told": told, "there": there}))
    return Finding(
        f"history.{code}",
        True,
        Message(N_("{register}: all {there} records are what their history tells."), {**args, "there": there}),
    )


def _doubtful(session: Session, register: type[Register]) -> list[str]:
    """Return the records whose last change is not an insert of just what they hold.

    One pass in SQL settles nearly all; only the rest is replayed change by change.
    """
    code = register.register_code()
    pairs = ", ".join(f"'{c.name}', t.\"{c.name}\"" for c in table_of(register).columns)
    statement = (
        f'SELECT t.id FROM "{code}" t LEFT JOIN change c ON c.id = (SELECT max(id) FROM change WHERE record = t.id) '  # noqa: S608
        f"WHERE c.id IS NULL OR c.register <> '{code}' OR c.action <> 'insert' "
        f"OR c.new <> json_patch('{{}}', json_object({pairs}))"
    )
    return [str(r[0]) for r in _all(session, statement)]


def _untold(session: Session, register: type[Register], identities: list[str]) -> int:
    """Count the records whose history, replayed change by change, does not end in what they hold."""
    count = 0
    columns = [c.name for c in table_of(register).columns]
    names = ", ".join(f'"{c}"' for c in columns)
    for start in range(0, len(identities), _ALL_AT_ONCE):
        chunk = tuple(identities[start : start + _ALL_AT_ONCE])
        marks = ",".join("?" * len(chunk))
        held = _all(session, f'SELECT id, {names} FROM "{register.register_code()}" WHERE id IN ({marks})', chunk)  # noqa: S608
        states = {str(r[0]): _filled(dict(zip(columns, r[1:], strict=True))) for r in held}
        told = f"SELECT record, register, action, old, new FROM change WHERE record IN ({marks}) ORDER BY record, id"  # noqa: S608
        replayed = {
            record: _replay(register.register_code(), steps)
            for record, steps in groupby(_all(session, told, chunk), key=lambda r: str(r[0]))
        }
        count += sum(replayed.get(i) != state for i, state in states.items())
    return count


def _replay(code: str, steps: Iterable[Any]) -> dict[str, Any] | None:
    """Return what a record holds after its changes; None where one does not follow from those before it."""
    state: dict[str, Any] = {}
    for _, register, action, old, new in steps:
        try:
            before, after = json.loads(old or "{}"), json.loads(new or "{}")
        except ValueError:
            return None
        expected = {k: state.get(k) for k in before} if action == "update" else state
        if register != code or _filled(expected) != _filled(before):
            return None
        state = {**state, **after} if action == "update" else after
    return _filled(state)


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None}


def _required(session: Session, registers: Registers) -> Finding:
    for register in registers.values():
        for field in register.fields():
            if not field.required:
                continue
            table = register.register_code()
            blank = f'"{field.name}" IS NULL OR "{field.name}" = \'\''
            count = int(_all(session, f'SELECT count(*) FROM "{table}" WHERE {blank}')[0][0])  # noqa: S608 - own names
            if count:
                args = {"register": Message(register.about.plural), "field": Message(field.label), "count": count}
                text = N_("{register}: {count} records lack “{field}”, which is needed.")
                return Finding("required", False, Message(text, args))
    return Finding("required", True, Message(N_("Every record has what it needs.")))
