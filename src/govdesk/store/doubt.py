"""What makes one doubt a file that was opened, without keeping it shut: links to nowhere, a history that is no chain.

`Workspace.open` asks once, so each file is asked; the command line and the window say what is found, `check` tells more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govdesk.i18n import N_, Message
from govdesk.store.chain import first_break

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy.orm import Session

    from govdesk.fields.register import Registers

_LINKS = N_(
    "In “{file}” {count} links lead to records that are not there, the first in {register}: another program wrote in it. "
    "Nothing was done about it; choose anew what is linked there, or go back to a backup (“govdesk check” tells more)."
)
_CHANGED = N_(
    "The history of this workspace was changed outside GovDesk, first at operation {number}. Nothing was done about it; "
    "compare it with a backup before you rely on it (“govdesk check” tells more)."
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason not to rely on a file: `links` or `past`, and what is said of it."""

    code: str
    message: Message


def doubts(session: Session, path: Path, registers: Registers) -> tuple[Doubt, ...]:
    """Return what makes one doubt a file that is open: its foreign keys and the links of its history are followed."""
    connection = session.connection()
    found = []
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        first = str(broken[0][0])
        register = Message(registers[first].about.plural) if first in registers else first
        args = {"file": path.name, "count": len(broken), "register": register}
        found.append(Doubt("links", Message(_LINKS, args)))
    if (number := first_break(connection)) is not None:
        found.append(past(number))
    return tuple(found)


def past(number: int) -> Doubt:
    """Return the doubt about a history that is not what was sealed from an operation on."""
    return Doubt("past", Message(_CHANGED, {"number": number}))
