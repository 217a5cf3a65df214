"""How much of what is here an import would write over; where that is much, the user is asked, and `commit` backs up first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govdesk.i18n import N_, Message
from govdesk.sheet.plan_values import RowPlan
from govdesk.store.query import Query, count
from govdesk.store.workspace import Workspace

#: The share of a register that may be written over unasked.
_UNASKED = 0.1


@dataclass(frozen=True, slots=True)
class Overwriting:
    """What an import would write over in one register.

    Args:
        register: Its code.
        changed: Records that would change.
        total: Records that there are.
    """

    register: str
    changed: int
    total: int

    def words(self, workspace: Workspace) -> Message:
        """Return it as a sentence."""
        text = N_("This import changes or deletes {changed} of {total} records in “{register}” ({share}%).")
        name = Message(workspace.registers[self.register].about.plural)
        share = round(self.changed * 100 / max(self.total, 1))
        return Message(text, {"changed": self.changed, "total": self.total, "register": name, "share": share})


def large_overwriting(
    workspace: Workspace, written: Iterable[tuple[str, RowPlan]], removed: Iterable[tuple[str, str]] = ()
) -> list[Overwriting]:
    """Return the registers of which more than a tenth would be written over.

    Args:
        workspace: Where the rows go.
        written: The rows that would be written, each with the code of its register.
        removed: Register and id of the records that would be deleted.
    """
    touched: dict[str, set[str]] = {}
    for code, identity in removed:
        touched.setdefault(code, set()).add(identity)
    for code, row in written:
        if row.status != "new" and row.id and (row.changes or row.settled):
            touched.setdefault(code, set()).add(row.id)
    with workspace.read() as session:
        found = [
            Overwriting(code, len(ids), count(session, workspace.registers, Query(code)))
            for code, ids in touched.items()
        ]
    return [o for o in found if o.changed > o.total * _UNASKED]
