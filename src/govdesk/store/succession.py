"""What stands in the way of a deletion, and how it is handed to another: records that cannot be without what they point to.

A department that holds responsibilities is not deleted under them; another takes them over, and both are one operation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.store.edit import drop, pointing, with_parts
from govdesk.store.query import find, table_of
from govdesk.store.writing import update_row

if TYPE_CHECKING:
    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Held:
    """Records of one register that hold on to what shall be deleted, by one field."""

    register: str
    field: str
    ids: tuple[str, ...]


def held(session: Session, registers: Registers, code: str, ids: Sequence[str]) -> tuple[Held, ...]:
    """Return what stands in the way of deleting records; empty where nothing does."""
    doomed = with_parts(session, registers, code, ids)
    found = []
    for target, gone in doomed.items():
        for register, link in registers.links_to(target):
            if not (link.required or link.key):
                continue
            own = doomed.get(register.register_code(), {})
            left = tuple(i for i in pointing(session, register, link, gone) if i not in own)
            if left:
                found.append(Held(register.register_code(), link.name, left))
    return tuple(found)


def hand_over(workspace: Workspace, code: str, ids: Sequence[str], heir: str) -> int:
    """Give what stands in the way to another record and delete, all as one operation; return how many were given.

    What the other holds already in the very same way is not doubled.

    Raises:
        GovDeskError: `gone` where the other is no longer there; `itself` where it is among those to delete; `still_used`
            where what stands in the way points elsewhere than to the deleted records themselves.
    """
    registers = workspace.registers
    with workspace.read() as session:
        other = find(session, registers, code, heir)
        first = find(session, registers, code, ids[0]) if ids else None
    if other is None or first is None:
        raise GovDeskError(N_("This record is no longer there; another operation removed it."), code="gone")
    if heir in ids:
        raise GovDeskError(N_("What is deleted cannot take over; choose another."), code="itself")
    about = registers[code]
    args = {"record": first.title(about), "heir": other.title(about)}
    given = 0
    with workspace.write(Message(N_("Delete {record}, all of it to {heir}"), args)) as session:
        for one in held(session, registers, code, ids):
            register = registers[one.register]
            for identity in one.ids:
                if _doubled(session, registers, one, identity, heir):
                    drop(session, registers, one.register, [identity])
                else:
                    update_row(session, register, identity, {one.field: heir})
                given += 1
        drop(session, registers, code, list(ids))
    return given


def _doubled(session: Session, registers: Registers, one: Held, identity: str, heir: str) -> bool:
    """Answer whether the other already has a record with the same keys."""
    register = registers[one.register]
    record = find(session, registers, one.register, identity)
    if record is None:
        return False
    table = table_of(register)
    keys = {f.name: record.values.get(f.name) for f in register.fields() if f.key} | {one.field: heir}
    if register.in_project:
        keys["project"] = record.values.get("project")
    same = [table.c[name].is_(None) if value is None else table.c[name] == value for name, value in keys.items()]
    statement = select(table.c.id).where(*same, table.c.id != identity).limit(1)
    return session.connection().execute(statement).first() is not None
