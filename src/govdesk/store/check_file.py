"""What `check` looks at beside records and history: nameless records, half-typed texts, password, place, backups."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.store.backup import backups, is_whole
from govdesk.store.finding import Finding
from govdesk.store.schema import draft
from govdesk.store.shared_place import shared_place

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Workspace


def nameless(session: Session, registers: Registers) -> Iterator[Finding]:
    """Answer for each register whether nothing in the file tells who spoke namelessly, or in which order."""
    for code, register in registers.items():
        if register.veil is None:
            continue
        flag, wiped = register.veil.flag, register.veil.wiped
        told = "".join(f' OR t."{name}" IS NOT NULL' for name in wiped)
        statement = (
            f"SELECT count(*), coalesce(sum(t.\"row\" >= 0 OR substr(t.id, 15, 1) <> '4'{told} OR EXISTS ("  # noqa: S608 - own names
            "SELECT 1 FROM change c JOIN operation o ON o.id = c.operation "
            f"WHERE c.record = t.id AND (o.id > 0 OR o.author <> ''))), 0) FROM \"{code}\" t WHERE t.{flag}"
        )
        count, odd = map(int, session.connection().exec_driver_sql(statement).one())
        args = {"register": Message(register.about.plural), "count": count, "odd": odd}
        if odd:
            text = N_(
                "{register}: of {count} anonymous records {odd} can be told from their number, author or place in the "
                "history; they were changed outside GovDesk."
            )
        else:
            text = N_(
                "{register}: nothing in the file tells who is behind the {count} anonymous records, or their order."
            )
        yield Finding(f"nameless.{code}", not odd, Message(text, args))


def drafts(session: Session, registers: Registers) -> Finding:
    """Answer whether what was half typed can be read, and how much it is."""
    rows = session.connection().execute(draft.select()).all()
    odd = sum(r.register not in registers or not _reads(r.content) for r in rows)
    args = {"count": len(rows), "people": len({r.author for r in rows}), "odd": odd}
    if odd:
        text = N_("Of {count} half-typed texts {odd} cannot be read; they are passed over.")
        return Finding("drafts", False, Message(text, args))
    text = N_("{count} half-typed texts of {people} people are kept.") if rows else N_("Nothing half typed is kept.")
    return Finding("drafts", True, Message(text, args))


def _reads(content: str) -> bool:
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False


def password(workspace: Workspace) -> Finding:
    """Say whether the file can be read without a password."""
    if workspace.key is None:
        text = N_("The file has no password: who can read the file can read all of it.")
    else:
        text = N_("The file is encrypted under its password.")
    return Finding("password", True, Message(text), mind=workspace.key is None)


def place(workspace: Workspace) -> Finding:
    """Say whether other computers reach the place of the file."""
    shared = shared_place(workspace.path)
    if shared is None:
        return Finding("place", True, Message(N_("The file lies on this computer, in no folder shared with others.")))
    return Finding("place", True, shared.words(workspace.path.name), mind=True)


def all_backups(workspace: Workspace) -> Finding:
    """Answer whether each backup can be read from end to end."""
    held = backups(workspace.id)
    if not held:
        return Finding("backups", True, Message(N_("There is no backup yet.")))
    broken = [b for b in held if not is_whole(b.path, b.operations, workspace.key)]
    args = {"count": len(held), "when": f"{held[0].at.astimezone():%Y-%m-%d %H:%M}", "broken": len(broken)}
    if len(broken) == len(held):
        return Finding("backups", False, Message(N_("None of the {count} backups is whole. Make one now."), args))
    if broken and broken[0].number == held[0].number:
        whole = next(b for b in held if b not in broken)
        args["whole"] = f"{whole.at.astimezone():%Y-%m-%d %H:%M}"
        text = N_("The newest backup, of {when}, is not whole; the one of {whole} is. Make another now.")
        return Finding("backups", False, Message(text, args))
    if broken:
        args["numbers"] = ", ".join(str(b.number) for b in broken)
        text = N_(
            "{broken} of {count} backups are not whole (number {numbers}); the newest, of {when}, is. Nothing needs to be done."
        )
        return Finding("backups", True, Message(text, args), mind=True)
    return Finding("backups", True, Message(N_("{count} backups, all whole; the newest is of {when}."), args))
