"""What was agreed for a layout of headings is remembered in the workspace, so that its next sheet takes no mapping.

`plan` asks here before it maps the columns; `commit` keeps what the user agreed on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from govdesk.i18n import N_, Message
from govdesk.sheet.fix import shared
from govdesk.sheet.plan_values import EXTRA, IDENTITY, Column, SheetChoice, SheetPlan

if TYPE_CHECKING:
    from govdesk.store.workspace import Workspace

_DECIDED = ("user", "remembered", "lexicon")
#: Which of the two a column of numbers is, its cells decide each time.
_BY_CELLS = (IDENTITY, "number", "reference")


@dataclass(frozen=True, slots=True)
class Layout:
    """What was agreed for one layout.

    Args:
        columns: The field of each heading.
        fixes: What texts mean, by field and text.
        across: Which link names across a matrix mean.
        clear: Fields that blank cells empty.
        day_first: Whether days stand before months, where it was asked.
        used: When it was imported last, as ISO text.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    fixes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    across: Mapping[str, str] = field(default_factory=dict)
    clear: frozenset[str] = frozenset()
    day_first: bool | None = None
    used: str = ""

    def taken_over(self, choice: SheetChoice) -> SheetChoice:
        """Return a choice with what was agreed before, where the user has said nothing else."""
        if not choice.known or not self.used:
            return choice
        day_first = self.day_first if choice.day_first is None else choice.day_first
        return replace(
            choice,
            known=False,
            fixes={**dict[Any, str](self.fixes), **choice.fixes},
            across={**self.across, **choice.across},
            clear=self.clear | choice.clear,
            day_first=day_first,
        )


def remembered(session: Session, key: str) -> Layout:
    """Return what was agreed for a layout, or nothing."""
    found = session.connection().exec_driver_sql("SELECT mapping, used FROM layout WHERE fingerprint = ?", (key,))
    row = found.fetchone()
    if row is None:
        return Layout()
    data = json.loads(row[0])
    if not isinstance(data.get("columns"), dict):
        return Layout(data, used=row[1])
    fixes = {(name, old): new for name, texts in data.get("texts", {}).items() for old, new in texts.items()}
    clear = frozenset(data.get("clear", ()))
    return Layout(data["columns"], fixes, data.get("across", {}), clear, data.get("day_first"), row[1])


def remember(session: Session, sheet: SheetPlan) -> None:
    """Keep what was agreed for a sheet's layout."""
    matrix = sheet.shape == "matrix"
    ours = any(c.field == IDENTITY for c in sheet.columns)
    data = _told(sheet.choice, {} if matrix else _of_columns(sheet.columns))
    if not sheet.fingerprint or ours or not any(data.values()):
        return
    session.connection().exec_driver_sql(
        "INSERT INTO layout (fingerprint, mapping, used) VALUES (?, ?, ?) "
        "ON CONFLICT (fingerprint) DO UPDATE SET mapping = excluded.mapping, used = excluded.used",
        (sheet.fingerprint, json.dumps(data, ensure_ascii=False), datetime.now(UTC).date().isoformat()),
    )


def forget(workspace: Workspace, key: str) -> None:
    """Forget what was agreed for a layout; it is no record, so the history does not list it."""
    with workspace.write(Message(N_("Setting of the workspace"))) as session:
        session.connection().exec_driver_sql("DELETE FROM layout WHERE fingerprint = ?", (key,))


def _told(choice: SheetChoice, columns: Mapping[str, str]) -> dict[str, Any]:
    texts: dict[str, dict[str, str]] = {}
    for (name, old), new in shared(choice.fixes).items():
        if old:
            texts.setdefault(name, {})[old] = new
    return {
        "columns": dict(columns),
        "texts": texts,
        "across": dict(choice.across),
        "clear": sorted(choice.clear),
        "day_first": choice.day_first,
    }


def _of_columns(columns: Sequence[Column]) -> dict[str, str]:
    """Return what is kept of a mapping: what the cells of one file told is told anew by those of the next."""
    told = (c for c in columns if c.field not in _BY_CELLS or c.how == "user")
    return {c.heading: c.field for c in told if c.how in _DECIDED or (c.how == "none" and c.field == EXTRA)}
