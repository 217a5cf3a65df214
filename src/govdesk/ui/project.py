"""The projects of a workspace as the window needs them: found without knowing which register they are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from govdesk.fields.kinds import Choice, Link
from govdesk.fields.register import Registers
from govdesk.i18n import Language


@dataclass(frozen=True, slots=True)
class ProjectName:
    """One project: its id, its name, and the word for its stage."""

    id: str
    name: str
    stage: str


def project_register(registers: Registers) -> str:
    """Return the code of the register that the records of all others belong to."""
    for register in registers.values():
        if register.in_project:
            kind = register.field("project").kind
            if isinstance(kind, Link):
                return kind.target
    message = "no register belongs to a project"
    raise LookupError(message)


def projects(session: Session, registers: Registers, lang: Language) -> list[ProjectName]:
    """Return all projects in the order of their numbers."""
    from govdesk.store.query import Order, Query, records, rows  # noqa: PLC0415 - the store loads when a file is opened

    code = project_register(registers)
    register = registers[code]
    stage = next((f for f in register.fields() if isinstance(f.kind, Choice)), None)
    keys = rows(session, registers, Query(code, order=(Order("number"),)))
    found = records(session, registers, code, keys)
    return [ProjectName(r.id, r.title(register), r.show(stage, lang) if stage else "") for r in found]
