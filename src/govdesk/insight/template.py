"""Templates of checklists: those that come with the program, and those that the user kept in the workspace.

One file per template lies in `resources/templates`, its name and reason in `library.csv` beside them.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.i18n import LANGUAGES, N_, Message
from govdesk.paths import resource
from govdesk.store.edit import create_all
from govdesk.store.query import table_of
from govdesk.store.writing import new_id

if TYPE_CHECKING:
    from pathlib import Path

    from govdesk.fields.register import Registers
    from govdesk.store.workspace import Workspace

_LIBRARY = "library"


@dataclass(frozen=True, slots=True)
class Template:
    """A set of steps to begin from.

    Args:
        code: Its file, or the id of the checklist that holds it.
        name: What it is called.
        why: What it is against, in a line; empty for a user's own.
        pitfall: Code of the known way to fail that it answers, if any.
        steps: What is to be done, and within how many days; None where no day is set.
        own: Whether the user kept it in the workspace.
    """

    code: str
    name: str
    why: str
    pitfall: str
    steps: tuple[tuple[str, int | None], ...]
    own: bool = False


def library(language: str, folder: Path | None = None) -> tuple[Template, ...]:
    """Return the templates that come with the program, in one language."""
    home = folder or resource("templates")
    found = []
    for row in _rows(home / f"{_LIBRARY}.csv"):
        steps = tuple(
            (s[f"step_{language}"], int(s["days"]) if s["days"] else None) for s in _rows(home / f"{row['code']}.csv")
        )
        found.append(Template(row["code"], row[f"name_{language}"], row[f"why_{language}"], row["pitfall"], steps))
    return tuple(found)


def own_templates(session: Session, registers: Registers) -> tuple[Template, ...]:
    """Return the templates of the workspace: of each name that no library knows, the newest checklist kept under it."""
    checklist, item = table_of(registers["checklist"]), table_of(registers["checklist_item"])
    known = {t.name for code in LANGUAGES for t in library(code)}
    newest = (
        select(checklist.c.template, checklist.c.id)
        .where(checklist.c.template.is_not(None))
        .order_by(checklist.c.number)
    )
    held = {
        name: identity for name, identity in session.connection().execute(newest) if name.strip() and name not in known
    }
    made = []
    for name, identity in held.items():
        steps = select(item.c.step).where(item.c.checklist == identity).order_by(item.c.number)
        texts = tuple((str(t), None) for t in session.connection().execute(steps).scalars() if t)
        if texts:
            made.append(Template(identity, name, "", "", texts, own=True))
    return tuple(sorted(made, key=lambda t: t.name))


def add_checklist(
    workspace: Workspace,
    template: Template,
    project: str,
    today: dt.date,
    target: tuple[str, str] | None = None,
    owner: str | None = None,
) -> str:
    """Make a checklist with the steps of a template as one operation, and return its id.

    Args:
        workspace: Where to.
        template: What it begins from.
        project: The project that it belongs to.
        today: The day that the days of the steps are counted from.
        target: Field and id of what it is against: a risk, a feedback entry or a stakeholder.
        owner: Who leads it.

    Raises:
        GovDeskError: `invalid`.
    """
    identity = new_id()
    head: dict[str, Any] = {
        "id": identity, "project": project, "title": template.name, "template": template.name, "owner": owner,
    }  # fmt: skip
    if target is not None:
        head[target[0]] = target[1]
    steps = [
        {
            "project": project, "checklist": identity, "step": text, "status": "todo",
            "due": None if days is None else today + dt.timedelta(days=days),
        }
        for text, days in template.steps
    ]  # fmt: skip
    label = Message(N_("Checklist from template: {template}"), {"template": template.name})
    create_all(workspace, [("checklist", head), *(("checklist_item", s) for s in steps)], label)
    return identity


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
