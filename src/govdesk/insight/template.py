"""Templates of checklists: those that come with the program, and those that the user kept in the workspace.

One file per template of the program lies in `resources/templates`, its name and reason in `library.csv` beside them. A
user's own is a checklist marked as such: it has history and undo like any record, and travels with the file.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from govdesk.errors import GovDeskError
from govdesk.i18n import N_, Message
from govdesk.paths import resource
from govdesk.store.edit import create_all
from govdesk.store.query import find, table_of
from govdesk.store.writing import insert_rows, new_id, update_row

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """Return the templates of the workspace, in the order of their names."""
    checklist, item = table_of(registers["checklist"]), table_of(registers["checklist_item"])
    kept = select(checklist.c.id, checklist.c.title).where(checklist.c.pattern.is_(True)).order_by(checklist.c.number)
    names = {i: str(t or "") for i, t in session.connection().execute(kept)}
    steps: dict[str, list[tuple[str, int | None]]] = {i: [] for i in names}
    held = (
        select(item.c.checklist, item.c.step, item.c.days)
        .where(item.c.checklist.in_(list(names)))
        .order_by(item.c.number)
    )
    for home, text, days in session.connection().execute(held):
        steps[home].append((str(text or ""), days))
    made = (Template(i, name, "", "", tuple(steps[i]), own=True) for i, name in names.items())
    return tuple(sorted(made, key=lambda t: t.name))


def keep_template(
    workspace: Workspace, project: str, name: str, steps: Sequence[tuple[str, int | None]], code: str = ""
) -> str:
    """Keep a template as one operation and return its id; under the code of an own one, it takes that one's place.

    Args:
        workspace: Where to.
        project: The project in which a new one is kept; it is offered in all of them.
        name: What it is called.
        steps: What is to be done, and within how many days.
        code: Id of the own template that is edited; empty for a new one.

    Raises:
        GovDeskError: `unnamed`, `empty`, or `gone` where the template is no longer there.
    """
    name, steps = name.strip(), [(text.strip(), days) for text, days in steps if text.strip()]
    if not name:
        raise GovDeskError(N_("A template needs a name; nothing was kept."), code="unnamed")
    if not steps:
        raise GovDeskError(N_("A template needs at least one step; nothing was kept."), code="empty")
    registers, identity = workspace.registers, code or new_id()
    heads, items = registers["checklist"], registers["checklist_item"]
    label = Message(N_("Template changed: {template}") if code else N_("Template kept: {template}"), {"template": name})
    with workspace.write(label) as session:
        if code:
            old = find(session, registers, "checklist", code)
            if old is None:
                raise GovDeskError(N_("This template is no longer there; another operation removed it."), code="gone")
            project = old.values["project"]
            update_row(session, heads, code, {"title": name})
            table = table_of(items)
            session.connection().execute(table.delete().where(table.c.checklist == code))
        else:
            insert_rows(session, heads, [{"id": identity, "project": project, "title": name, "pattern": True}])
        made = [
            {"project": project, "checklist": identity, "step": text, "days": days, "status": "todo"}
            for text, days in steps
        ]
        insert_rows(session, items, made)
    return identity


def steps_of(session: Session, registers: Registers, checklist: str) -> tuple[tuple[str, int | None], ...]:
    """Return the steps of a checklist as a template would hold them."""
    item = table_of(registers["checklist_item"])
    statement = select(item.c.step, item.c.days).where(item.c.checklist == checklist).order_by(item.c.number)
    return tuple((str(text or ""), days) for text, days in session.connection().execute(statement))


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
            "project": project, "checklist": identity, "step": text, "status": "todo", "days": days,
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
