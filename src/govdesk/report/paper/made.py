"""Remembers in the workspace which reports were made of it, so that the next one can say what changed since."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from uuid_utils import uuid7

from govdesk.errors import GovDeskError
from govdesk.store.schema import operation
from govdesk.store.setting import settings_named, write_setting

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace

_START = "report:"


@dataclass(frozen=True, slots=True)
class Made:
    """One report that was made.

    Args:
        day: When, as 2026-05-12.
        file: The name of its file.
        audience: For whom.
        language: `zh` or `en`.
        project: Id of the project; empty for all.
        unit: Id of the department; empty for none.
        head: The head of the history's chain at that time, as it is printed.
        operation: The last operation at that time.
        kind: `steering` or `unit`.
    """

    day: str
    file: str
    audience: str
    language: str
    project: str = ""
    unit: str = ""
    head: str = ""
    operation: int = 0
    kind: str = "steering"

    def like(self, other: Made) -> bool:
        """Answer whether another report is one for the same readers about the same, in whatever language or format."""
        return (self.audience, self.project, self.unit, self.kind) == (
            other.audience,
            other.project,
            other.unit,
            other.kind,
        )


def reports_made(session: Session) -> tuple[Made, ...]:
    """Return the reports made of a workspace, the last one first; what cannot be read is passed over."""
    found = []
    for _, text in sorted(settings_named(session, _START).items(), reverse=True):
        try:
            found.append(Made(**json.loads(text)))
        except (ValueError, TypeError):
            continue
    return tuple(found)


def last_like(session: Session, wanted: Made) -> Made | None:
    """Return the last report like another that was made on an earlier state of the workspace; None where there is none."""
    return next((m for m in reports_made(session) if m.like(wanted) and m.head != wanted.head), None)


def last_operation(session: Session) -> int:
    """Return the number of the last operation whose place in time is kept; 0 where nothing was done yet."""
    return int(session.connection().execute(select(func.max(operation.c.id)).where(operation.c.id > 0)).scalar() or 0)


def remember(workspace: Workspace, made: Made) -> bool:
    """Note a report down; answer whether that was possible, as it is not where the workspace may only be read."""
    if workspace.read_only:
        return False
    try:
        write_setting(workspace, f"{_START}{uuid7()}", json.dumps(asdict(made), ensure_ascii=False))
    except GovDeskError:
        return False
    return True
