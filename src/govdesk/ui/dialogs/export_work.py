"""What an export brings out, as a value, and the work that writes it beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.fields.field import Field
from govdesk.fields.register import Register, Registers
from govdesk.progress import Progress
from govdesk.store.query import Query, count

if TYPE_CHECKING:
    from govdesk.sheet.writing import Exported
    from govdesk.store.workspace import Workspace

VIEW, REGISTER, ALL = "view", "register", "all"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What goes out, and how.

    Args:
        scope: The view as it stands, its whole register, or every register that holds records.
        query: The view.
        columns: Names of the fields that the view shows, in order.
        language: `zh`, `en` or `both`.
        private: Whether private judgements go along.
        path: The file to write.
    """

    scope: str
    query: Query
    columns: tuple[str, ...]
    language: str
    private: bool
    path: Path

    def queries(self, registers: Registers) -> list[Query]:
        """Return what stands on each sheet."""
        if self.scope == VIEW:
            return [self.query]
        if self.scope == REGISTER:
            return [Query(self.query.register, self.query.project)]
        return [Query(code, self.query.project) for code in registers]

    def fields(self, register: type[Register]) -> list[Field]:
        """Return the columns of a register's sheet."""
        shown = register.fields()
        if self.scope == VIEW and self.columns:
            known = {f.name: f for f in shown}
            shown = tuple(known[n] for n in self.columns if n in known)
        return [f for f in shown if self.private or not f.private]


def private_fields(choice: ExportChoice, registers: Registers, codes: Sequence[str]) -> list[Field]:
    """Return the private fields that these registers' sheets would hold."""
    whole = replace(choice, private=True)
    found = {f.label: f for code in codes for f in whole.fields(registers[code]) if f.private}
    return list(found.values())


def amounts(workspace: Workspace, registers: Registers, query: Query) -> tuple[int, int, dict[str, int]]:
    """Return the rows of the view, of its register, and of each register that holds any."""
    with workspace.read() as session:
        view = count(session, registers, query)
        each = {code: count(session, registers, Query(code, query.project)) for code in registers}
    return view, each[query.register], {code: n for code, n in each.items() if n}


def exporting(workspace: Workspace, registers: Registers, choice: ExportChoice) -> Callable[[Progress], Exported]:
    """Return the work that writes the file."""

    def work(progress: Progress) -> Exported:
        from govdesk.sheet.outgoing import of_query  # noqa: PLC0415 - spreadsheets come when their work comes
        from govdesk.sheet.writing import export  # noqa: PLC0415
        from govdesk.store.chain import head  # noqa: PLC0415
        from govdesk.store.history import latest  # noqa: PLC0415

        with workspace.read() as session:
            last = latest(session)
            sheets = [
                of_query(session, registers, query, fields=choice.fields(registers[query.register]))
                for query in choice.queries(registers)
            ]
            if choice.scope == ALL:
                sheets = [s for s in sheets if s.count] or sheets[:1]
            return export(
                choice.path,
                sheets,
                language=choice.language,
                workspace_id=workspace.id,
                operation=last.uid if last else "",
                head=head(session),
                progress=progress,
            )

    return work
