"""Where a workspace opens: the view that was open last, or the first area of its first project; and the ways to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from govdesk.settings import Settings
from govdesk.store.query import Order, Query, count, records, rows
from govdesk.ui.area import areas
from govdesk.ui.context import Context, View
from govdesk.ui.page import page
from govdesk.ui.project import project_register
from govdesk.ui.slot import giving
from govdesk.ui.text import action


def first_view(context: Context) -> View:
    """Return the view to start with: the overview, or the view that was open last; the first area where nothing is held."""
    registers = context.registers
    known = _projects(context)
    view = kept_view(context)
    there = view is not None and (view.query.project is None or view.query.project in known)
    if view is not None and there and context.settings.start == "last":
        return view
    project = view.query.project if view is not None and there else next(iter(known), None)
    if _used(context):
        return View.of_page("overview", project)
    lead = next(
        (a.registers[0] for a in areas(registers) if registers[a.registers[0]].in_project), next(iter(registers))
    )
    return View(lead, Query(lead, project))


def recent_actions(context: Context, parent: QWidget, open_path: Callable[[Path], object]) -> list[QAction]:
    """Return what opens the other workspaces that were open lately and are still there."""
    known = str(context.workspace.path) if context.is_open else ""
    found = []
    for path in context.settings.recent:
        if path != known and Path(path).is_file():
            made = action(Path(path).stem, parent)
            made.triggered.connect(giving(open_path, Path(path)))
            found.append(made)
    return found


def remember(context: Context) -> Settings:
    """Return the settings with the view of now kept for this workspace."""
    settings = context.settings
    if not context.is_open or context.view is None:
        return settings
    path = str(context.workspace.path)
    if path not in settings.recent:
        return settings
    view = context.view
    kept = {"page": view.page, "tab": view.tab, "project": view.query.project} if view.page else view.query.dump()
    return replace(settings, places={**settings.places, path: kept})


def kept_view(context: Context) -> View | None:
    """Return the view that was open last, if it can still be shown."""
    kept = context.settings.places.get(str(context.workspace.path))
    if isinstance(kept, dict) and (known := page(str(kept.get("page", "")))) is not None:
        return View.of_page(known.code, kept.get("project"), known.tab(str(kept.get("tab", ""))).code)
    try:
        query = Query.load(kept) if kept is not None else None
    except (KeyError, TypeError, AttributeError):
        return None
    if query is None or query.register not in context.registers:
        return None
    fields = {f.name for f in context.registers[query.register].fields()}
    named = {f.field for f in query.filters} | {o.field for o in query.order}
    return View(query.register, query if named <= fields else replace(query, filters=(), order=()))


def _used(context: Context) -> bool:
    """Answer whether the workspace holds any record of a project."""
    registers = context.registers
    with context.workspace.read() as session:
        return any(count(session, registers, Query(code)) for code, r in registers.items() if r.in_project)


def _projects(context: Context) -> list[str]:
    code = project_register(context.registers)
    with context.workspace.read() as session:
        keys = rows(session, context.registers, Query(code, order=(Order("number"),)))
        return [r.id for r in records(session, context.registers, code, keys)]
