"""What an export brings out, as a value, and the work that writes it beside the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from govdesk.fields.field import Field
from govdesk.fields.register import Register, Registers
from govdesk.insight.audience import AUDIENCES, LEAD, fields_for
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
        audience: Code of those for whom it is.
        unit: Id of the department whose own rows they are; empty for none.
    """

    scope: str
    query: Query
    columns: tuple[str, ...]
    language: str
    private: bool
    path: Path
    audience: str = LEAD
    unit: str = ""

    def queries(self, registers: Registers) -> list[Query]:
        """Return what stands on each sheet."""
        if self.scope == VIEW:
            return [self.query]
        if self.scope == REGISTER:
            return [Query(self.query.register, self.query.project)]
        return [Query(code, self.query.project) for code in registers]

    def fields(self, register: type[Register]) -> list[Field]:
        """Return the columns of a register's sheet: of those that the audience may have, the ones that are wanted."""
        named = tuple(f.name for f in register.fields() if f.private) if self.private else ()
        may = fields_for(AUDIENCES[self.audience], register, named)
        if self.scope == VIEW and self.columns:
            known = {f.name: f for f in may}
            return [known[n] for n in self.columns if n in known] or may
        return may


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
        from govdesk.sheet.audience_sheet import leaving  # noqa: PLC0415 - spreadsheets come when their work comes
        from govdesk.sheet.writing import export  # noqa: PLC0415
        from govdesk.store.chain import head  # noqa: PLC0415
        from govdesk.store.history import latest  # noqa: PLC0415

        audience = AUDIENCES[choice.audience]
        with workspace.read() as session:
            last = latest(session)
            queries = choice.queries(registers)
            if choice.scope == ALL:
                queries = [q for q in queries if count(session, registers, q)] or queries[:1]
            fields = {q.register: choice.fields(registers[q.register]) for q in queries}
            going = leaving(session, registers, queries, fields, audience, choice.unit, choice.language)
            return export(
                choice.path,
                going.sheets,
                language=choice.language,
                workspace_id=workspace.id,
                operation=last.uid if last else "",
                head=head(session),
                audience=audience,
                numbers=going.numbers,
                progress=progress,
            )

    return work
