"""What is known here of a sheet that comes back: how it looked when it went out, and what was taken from it already.

`collecting` makes these from the round that was noted down; `plan` and `compare` hold the sheet against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.sheet.ancestor import operation_of
from govdesk.sheet.sent import SentPackage, SentPart

if TYPE_CHECKING:
    from govdesk.fields.register import Register, Registers


@dataclass(frozen=True, slots=True)
class Expected:
    """What one register's sheet was.

    Args:
        columns: Names of its fields from left to right, behind the hidden id; empty where nobody knows.
        operation: The last operation that it knows of, as its hidden header would say.
        base: What its cells are known to have held, by record and field, where that is not what they held at that operation.
        defaults: What every row of it holds, by field, as value and name: whose rows they are.
    """

    columns: tuple[str, ...] = ()
    operation: str = ""
    base: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    defaults: Mapping[str, tuple[Any, str]] = field(default_factory=dict)


NOTHING = Expected()


def expected_of(
    session: Session, registers: Registers, operation: str, package: SentPackage | None
) -> dict[str, Expected]:
    """Return what is known of each register's sheet.

    Args:
        session: A reading session.
        registers: All registers.
        operation: The last operation that the file knows of, as it says itself or as the round was noted down.
        package: The workbook that it was, where it was sent out.
    """
    found = {}
    number = operation_of(session, operation)
    for code, register in registers.items():
        part = package.part(code) if package is not None else None
        base = _since(session, register, number)
        columns = part.columns if part is not None else ()
        found[code] = Expected(columns, operation, base, _defaults(part, package) if part and package else {})
    return found


def _defaults(part: SentPart, package: SentPackage) -> dict[str, tuple[Any, str]]:
    return {part.recipient: (package.recipients[0], package.name)} if part.recipient else {}


def _since(session: Session, register: type[Register], operation: int | None) -> dict[str, Mapping[str, Any]]:
    """Return blank cells for every record made since the sheet went out, which cannot know them."""
    if operation is None:
        return {}
    statement = "SELECT record FROM change WHERE register = ? AND operation > ? AND action = 'insert'"
    found = session.connection().exec_driver_sql(statement, (register.register_code(), operation)).scalars()
    blank = dict.fromkeys((f.name for f in register.fields()), None)
    return dict.fromkeys(map(str, found), blank)
